"""What is wrong with the network: one sentence and one next step for each cause, on networks that are made up."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.env.fetch.http import TooManyRedirects
from core.env.look.network import network_settings, shown_proxies
from core.env.network.look import RealWays, Reply, look_at
from core.env.network.verdict import Certificate, is_bad
from tests.env.pretend import linux
from tests.env.servers import silent_server

NOW = 1_800_000_000.0
CHANNEL, INDEX = "https://channel.test/noarch/repodata.json.zst", "https://index.test/simple/torch/"
LIST, PAGE = b"(\xb5/\xfd", b"<html><form>Sign in</form></html>"


def good(url: str) -> Reply:
    return Reply(200, url, server_time=NOW, head=LIST if url == CHANNEL else b'<a href="torch.whl">')


@dataclass
class MadeUp:
    """A network: `fails` raise by step, `replies` by address; all else is well."""

    proxied: str = ""
    fails: dict[str, Exception] = field(default_factory=dict)
    replies: dict[str, Callable[[str], Reply]] = field(default_factory=dict)
    made_by: Certificate | None = None
    holds: threading.Event | None = None

    def proxy(self, url: str) -> str:
        return self.proxied

    def _step(self, name: str, host: str) -> None:
        error = self.fails.get(f"{name} {host}") or self.fails.get(name)
        if error:
            raise error

    def name(self, host: str, port: int) -> None:
        if self.holds:
            self.holds.wait()
        self._step("name", host)

    def connect(self, host: str, port: int, *, timeout_s: float) -> None:
        self._step("connect", host)

    def ask(self, url: str, *, timeout_s: float) -> Reply:
        self._step("ask", url.split("/")[2])
        return self.replies.get(url, good)(url)

    def certificate(self, url: str, *, timeout_s: float) -> Certificate | None:
        return self.made_by

    def now(self) -> float:
        return NOW


def says(status: int, head: bytes = LIST, at: str = "", time: float = NOW) -> Callable[[str], Reply]:
    return lambda url: Reply(status, at or url, server_time=time, head=head)


def refused(text: str) -> ssl.SSLCertVerificationError:
    return ssl.SSLCertVerificationError(1, text)


PROXY = "http://kim:secret@proxy.school:3128"
UNKNOWN = refused("unable to get local issuer certificate")
EARLY, LATE = refused("certificate is not yet valid"), refused("certificate has expired")
FILTER = Certificate("School Filter", 1, NOW * 2)
NAME = socket.gaierror(-2, "Name or service not known")
NETWORKS = {
    "all is well": (MadeUp(), "they answer now"),
    "no network": (MadeUp(fails={"name": NAME}), "this computer seems to have no network"),
    "one name": (MadeUp(fails={"name index.test": NAME}), "The name index.test cannot be looked up"),
    "a firewall": (MadeUp(fails={"connect": TimeoutError()}), "a firewall, or a network that lets only a proxy out"),
    "a wrong proxy": (MadeUp(PROXY, {"name": NAME}), "The name of the proxy http://proxy.school:3128 is not known"),
    "a proxy that is off": (MadeUp(PROXY, {"connect": ConnectionRefusedError()}), "3128 cannot be reached"),
    "a silent proxy": (MadeUp(PROXY, {"ask": TimeoutError()}), "3128 accepts connections and does not answer"),
    "a proxy's password": (
        MadeUp(PROXY, {"ask": OSError("Tunnel connection failed: 407 Proxy Authentication Required")}),
        "asks for a name and a password",
    ),
    "a proxy's rules": (MadeUp(PROXY, {"ask": OSError("Tunnel connection failed: 403 Forbidden")}), "does not let"),
    "a proxy that is no address": (MadeUp("http://[proxy"), "The proxy http://[proxy cannot be reached"),
    "a proxy's port that is no number": (MadeUp("proxy.school:abc"), "The proxy proxy.school:abc cannot be reached"),
    "a SOCKS proxy": (MadeUp("socks5://proxy.school:1080"), "of the kind SOCKS"),
    "a portal": (MadeUp(replies=dict.fromkeys((CHANNEL, INDEX), says(200, PAGE))), "it wants you to sign in"),
    "a portal elsewhere": (
        MadeUp(replies={INDEX: says(200, PAGE, "https://login.hotel/")}),
        "a page of its own instead of index.test",
    ),
    "intercepted": (MadeUp(fails={"ask": UNKNOWN}, made_by=FILTER), "channel.test, index.test is from “School"),
    "a clock behind": (
        MadeUp(fails={"ask": EARLY}, made_by=Certificate("CA", NOW + 864000, NOW * 2)),
        "10 days behind",
    ),
    "a clock ahead": (
        MadeUp(fails={"ask": LATE}, made_by=Certificate("CA", 1, NOW - 864000)),
        "10 days ahead",
    ),
    "a clock by servers": (
        MadeUp(replies=dict.fromkeys((CHANNEL, INDEX), says(200, time=NOW + 3600))),
        "60 minutes behind",
    ),
    "an expired server": (
        MadeUp(fails={"ask index.test": LATE}, made_by=Certificate("CA", 1, NOW - 864000)),
        "The certificate of index.test has expired",
    ),
    "a busy server": (MadeUp(replies={INDEX: says(503)}), "index.test has trouble of its own: error 503"),
    "a circle": (MadeUp(fails={"ask index.test": TooManyRedirects()}), "round in a circle"),
    "broken off": (MadeUp(fails={"ask index.test": ConnectionResetError()}), "The connection to index.test breaks off"),
}  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_each_cause_is_named_with_one_next_step(name: str) -> None:
    ways, wanted = NETWORKS[name]
    found = look_at([CHANNEL, INDEX], ways=ways)
    assert wanted in str(found[0].sentence)
    assert len(found) == 1, [str(finding.sentence) for finding in found]
    assert is_bad(found[0]) is (name != "all is well")
    assert (found[0].advice is not None) is is_bad(found[0])
    assert "secret" not in str(found)


def test_a_name_that_is_never_looked_up_holds_nobody() -> None:
    ways = MadeUp(holds=threading.Event())
    try:
        found = look_at([CHANNEL, INDEX], ways=ways, whole_s=0.3)
    finally:
        ways.holds.set()  # type: ignore[union-attr]
    assert "this computer seems to have no network" in str(found[0].sentence)


def test_a_look_can_be_ended_while_it_waits() -> None:
    def ended() -> None:
        raise KeyboardInterrupt

    ways = MadeUp(holds=threading.Event())
    try:
        with pytest.raises(KeyboardInterrupt):
            look_at([CHANNEL], ways=ways, tick=ended)
    finally:
        ways.holds.set()  # type: ignore[union-attr]


def test_a_real_server_that_accepts_and_never_answers_is_named_so() -> None:
    with silent_server() as url:
        found = look_at([url + "/simple/torch/"], ways=RealWays(network_settings(linux())), source_s=0.3)
    assert str(found[0].sentence) == "127.0.0.1 accepts connections and does not answer."


def test_conda_s_own_settings_count_where_no_variable_says_otherwise(tmp_path: Path) -> None:
    condarc = "proxy_servers:\n  https: http://kim:p@ss@proxy.school:3128\nssl_verify: /etc/school.pem\n"
    files = {"/home/kim/.condarc": condarc, "/etc/school.pem": "-----BEGIN CERTIFICATE-----"}
    found = network_settings(linux(files=files))
    assert found.proxy_of("https", "channel.test") == "http://kim:p@ss@proxy.school:3128"
    assert shown_proxies(found) == (("https", "http://proxy.school:3128"),)
    assert found.certificates == "/etc/school.pem"
    environ = {"HOME": "/home/kim", "https_proxy": "http://other:1", "REQUESTS_CA_BUNDLE": "/not/there.pem"}
    found = network_settings(linux(files=files, environ=environ, proxy={"https": "http://other:1"}))
    assert found.proxy_of("https", "channel.test") == "http://other:1"
    assert (found.certificates, found.asked_for, found.asked_by) == ("", "/not/there.pem", "REQUESTS_CA_BUNDLE")


def test_a_setting_that_checks_nothing_is_told_and_not_obeyed() -> None:
    found = network_settings(linux(files={"/home/kim/.condarc": "ssl_verify: false\n"}))
    assert (found.unchecked_by, found.certificates) == ("/home/kim/.condarc", "")


@pytest.mark.parametrize(
    "text", ["proxy_servers: [1, 2]", "proxy_servers: {http: 3}", "ssl_verify: [", "ssl_verify: 7"]
)
def test_a_condarc_of_another_shape_says_nothing(text: str) -> None:
    found = network_settings(linux(files={"/home/kim/.condarc": text}))
    assert found.proxies == ()
