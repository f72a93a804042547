"""Look at the network: every source is asked at once, each for `SOURCE_S` at most, `WHOLE_S` in all.

What is done to the world comes through `Ways`, so that a test can be any network. A name that is looked up cannot be
given a deadline, so each source has a thread of its own, which may outlive the look.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from typing import Protocol

from core.env.fetch.address import host_of, parts_of, parts_of_proxy
from core.env.fetch.http import TooManyRedirects, Unprotected, Web, proxy_for
from core.env.look.network import NetworkSettings, network_settings
from core.env.look.path_rules import masked, without_password
from core.env.network.certificate import certificate_in
from core.env.network.verdict import Answer, Certificate, End, verdict
from core.messages.computer import Finding

SOURCE_S = 8.0
WHOLE_S = 20.0
SPEED_S = 2.0
SPEED_BYTES = 4 << 20
BLOCK_BYTES = 1 << 16
LIST_MARKS = (b".whl", b".tar.gz", b".zip", b"links for", b"simple index", b"pypi:repository")
"""One of these is in every index's page, and in no page that asks people to sign in."""


@dataclass(frozen=True)
class Reply:
    """The beginning of an answer: `head` are its first bytes, `url` where it came from after redirects."""

    status: int
    url: str
    kind: str = ""
    server_time: float = 0.0
    head: bytes = b""
    bytes_per_s: float = 0.0


class Ways(Protocol):
    """The doors to the network. Each raises OSError or `http.client.HTTPException` where it does not open."""

    def proxy(self, url: str) -> str:
        """The proxy's whole address for a URL, "" for none."""

    def name(self, host: str, port: int) -> None:
        """Look a name up."""

    def connect(self, host: str, port: int, *, timeout_s: float) -> None:
        """Open a connection and close it again."""

    def ask(self, url: str, *, timeout_s: float) -> Reply:
        """Ask for a URL, and read its beginning."""

    def certificate(self, url: str, *, timeout_s: float) -> Certificate | None:
        """What the certificate that comes for a URL says of itself, unchecked; nothing is sent."""

    def now(self) -> float:
        """This computer's clock, in seconds since 1970."""


@dataclass
class _Asking:
    """One source being asked, by a thread of its own."""

    url: str
    answer: Answer
    ended: threading.Event = field(default_factory=threading.Event)


def look_at(
    urls: Sequence[str],
    *,
    ways: Ways | None = None,
    source_s: float = SOURCE_S,
    whole_s: float = WHOLE_S,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Finding, ...]:
    """What is wrong with the way to these sources, the likeliest cause first. What `tick` raises ends it."""
    opened = ways or RealWays(network_settings())
    asked = ask_all(urls, opened, source_s=source_s, whole_s=whole_s, tick=tick)
    return verdict(asked, now=opened.now())


def ask_all(
    urls: Sequence[str], ways: Ways, *, source_s: float, whole_s: float, tick: Callable[[], None] = lambda: None
) -> tuple[Answer, ...]:
    """What became of asking each source; who has not answered in time is silent, where it had got to."""
    web = [url for url in dict.fromkeys(urls) if url.startswith(("http://", "https://"))]
    asking = [_Asking(url, Answer(host_of(url) or url, "silent", "name", _proxy(url, ways))) for url in web]
    for one in asking:
        threading.Thread(target=_ask, args=(one, ways, source_s), name="network-look", daemon=True).start()
    ends = time.monotonic() + min(whole_s, source_s + SPEED_S + 1)
    for one in asking:
        while not one.ended.wait(max(0.0, min(0.2, ends - time.monotonic()))) and time.monotonic() < ends:
            tick()
    return tuple(one.answer for one in asking)


def _proxy(url: str, ways: Ways) -> str:
    return without_password(ways.proxy(url))


def _ask(asking: _Asking, ways: Ways, timeout_s: float) -> None:
    """Ask one source, step by step, so that what fails says where; runs on a thread of its own."""
    begun = time.monotonic()
    try:
        asking.answer = replace(_asked(asking, ways, timeout_s), seconds=time.monotonic() - begun)
    finally:
        asking.ended.set()


def _asked(asking: _Asking, ways: Ways, timeout_s: float) -> Answer:
    url, answer = asking.url, asking.answer
    proxy = ways.proxy(url)
    try:
        near = parts_of_proxy(proxy) if proxy else parts_of(url)
        if near.scheme.startswith("socks"):
            return replace(answer, end="socks")
        port = near.port or (443 if near.scheme == "https" and not proxy else 80)
        ways.name(near.hostname or "", port)
        asking.answer = answer = replace(answer, at="connection")
        ways.connect(near.hostname or "", port, timeout_s=timeout_s)
        asking.answer = answer = replace(answer, at="answer")
        reply = ways.ask(url, timeout_s=timeout_s)
    except (OSError, ValueError, http.client.HTTPException) as error:
        failed = replace(answer, end=_end(error), why=masked(f"{type(error).__name__}: {error}"))
        if failed.end != "certificate":
            return failed
        asking.answer = failed  # where the certificate itself does not come in time
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            failed = replace(failed, certificate=ways.certificate(url, timeout_s=timeout_s / 2))
        return failed
    return replace(
        answer, end="answered", status=reply.status, led_to=host_of(reply.url) or reply.url,
        server_time=reply.server_time, page=reply.status == 200 and not is_list(url, reply),
        bytes_per_s=reply.bytes_per_s,
    )  # fmt: skip


def _end(error: Exception) -> End:
    """What an error of the network means."""
    if isinstance(error, TimeoutError):
        return "silent"
    if isinstance(error, ssl.SSLError):
        return "certificate" if isinstance(error, ssl.SSLCertVerificationError) else "broken off"
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], End], ...] = (
        (socket.gaierror, "name"), (ConnectionRefusedError, "refused"), (TooManyRedirects, "loop"),
        (Unprotected, "unprotected"), ((ConnectionError, http.client.HTTPException), "broken off"),
    )  # fmt: skip
    found = next((end for kind, end in kinds if isinstance(error, kind)), None)
    return found or ("tunnel" if "unnel" in str(error) else "unreachable")


def is_list(url: str, reply: Reply) -> bool:
    """Whether an answer can be the list of packages that was asked for, and not somebody's web page."""
    path, head = urllib.parse.urlsplit(url).path, reply.head.lstrip()
    if path.endswith((".zst", ".gz", ".bz2", ".whl", ".conda", ".zip")):
        return not head.startswith(b"<")
    if path.endswith(".json") or "json" in reply.kind:
        return head.startswith(b"{")
    return not head or any(mark in head.lower() for mark in LIST_MARKS)


class RealWays:
    """The network of this computer."""

    def __init__(self, settings: NetworkSettings) -> None:
        self._settings = settings

    def proxy(self, url: str) -> str:
        return proxy_for(url, self._settings)

    def name(self, host: str, port: int) -> None:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)

    def connect(self, host: str, port: int, *, timeout_s: float) -> None:
        socket.create_connection((host, port), timeout=timeout_s).close()

    def ask(self, url: str, *, timeout_s: float) -> Reply:
        web = Web(timeout_s=timeout_s, connect_s=timeout_s, settings=self._settings)
        try:
            answer = web.get(url, {"Accept": "text/html, application/json, */*"})
            begun, head, got = time.monotonic(), b"", 0
            while got < SPEED_BYTES and time.monotonic() - begun < SPEED_S and (block := answer.read(BLOCK_BYTES)):
                head, got = head or block, got + len(block)
            spent = time.monotonic() - begun
            speed = got / spent if got > BLOCK_BYTES and spent > 0 else 0.0  # little comes at once and tells nothing
            kind, stamp = answer.headers.get("Content-Type", ""), answer.headers.get("Date", "")
            return Reply(answer.status, answer.url, kind, _seconds(stamp), head, speed)
        finally:
            web.forget()

    def certificate(self, url: str, *, timeout_s: float) -> Certificate | None:
        """Nothing but the greeting of TLS is sent, and nothing that comes is believed."""
        web = Web(timeout_s=timeout_s, connect_s=timeout_s, settings=self._settings)
        return certificate_in(web.certificate_of(url))

    def now(self) -> float:
        return time.time()


def _seconds(stamp: str) -> float:
    """A server's "Date" in seconds since 1970, 0 for none."""
    try:
        return parsedate_to_datetime(stamp).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0.0
