"""What can get better is tried again, as often as was asked; what never will is asked once and said."""

from __future__ import annotations

import hashlib
import socket
import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from core.env.fetch import http as fetching
from core.env.fetch.downloads import Downloads
from core.env.fetch.sources import Item, Patience, is_for_good
from core.env.problems import DownloadError, InstallError, Missing, Offline, ServerError, Untrusted
from core.sentence import Sentence
from tests.env.raw_server import OPENSSL, RawServer, answer, certificate_for
from tests.hostile import bounded

QUICK = Patience(stall_s=5, connect_s=5, tries=3, pause_s=0.001, longest_pause_s=0.002)
BODY = b"the whole of it"
SUM = hashlib.sha256(BODY).hexdigest()
WHOLE = answer(200, body=BODY)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def fetch(url: str, folder: Path, *, sha256: str = SUM, mirrors: dict[str, tuple[str, ...]] | None = None) -> list[str]:
    """Fetch a file whose content is `BODY`; return what was told on the way."""
    told: list[Sentence] = []
    item = Item(url, sha256, len(BODY), folder / "a.whl")
    with Downloads([item], patience=QUICK, mirrors=mirrors or {}, told=told.append) as downloads:
        downloads.wait()
    assert item.path.read_bytes() == BODY
    return [str(one) for one in told]


# -------------------------------------------------------------------------------------------------- by the answer
PASSING = [408, 425, 429, 500, 502, 503, 504, 507, 520, 599]
FOR_GOOD = [
    201, 204, 300, 304, 305, 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 413, 414, 415, 417, 418, 421, 422,
    426, 431, 451, 501, 505, 511,
]  # fmt: skip


@pytest.mark.parametrize("status", PASSING)
def test_a_server_in_trouble_for_a_moment_is_asked_as_often_as_was_said(status: int, tmp_path: Path) -> None:
    with RawServer(answer(status)) as server, pytest.raises(ServerError, match=f"error {status}"):
        fetch(server.url, tmp_path)
    assert server.requests == QUICK.tries
    with RawServer(answer(status), answer(status), WHOLE) as server:
        assert len(fetch(server.url, tmp_path / "again")) == 2


@pytest.mark.parametrize("status", FOR_GOOD)
def test_an_answer_that_will_not_change_is_asked_for_once(status: int, tmp_path: Path) -> None:
    with RawServer(answer(status)) as server, pytest.raises(DownloadError) as stopped:
        fetch(server.url, tmp_path)
    assert server.requests == 1, str(stopped.value)
    assert not list(tmp_path.glob("a.whl"))


def test_what_one_mirror_will_never_have_comes_from_the_next_at_once(tmp_path: Path) -> None:
    far = "https://far.invalid/whl"
    with (
        RawServer(answer(400)) as first,
        RawServer(answer(302, "Location: http://[x")) as second,
        RawServer(WHOLE) as last,
    ):
        mirrors = {far: ("http://a..b/x", "http://[x", first.url, second.url, last.url)}
        told = fetch(f"{far}/a.whl", tmp_path, mirrors=mirrors)
    assert (first.requests, second.requests, last.requests) == (1, 1, 1)
    assert len(told) == 4


# -------------------------------------------------------------------------------------------- by address and redirect
ASTRAY = ["http://[x", "http://x:abc/a", "http://a..b/", f"http://{'a' * 70}.x/", "gopher://x/a", "file:///etc/passwd",
          "ftp://x/a", "javascript:x", "data:,a"]  # fmt: skip


@pytest.mark.parametrize("to", ASTRAY)
def test_who_leads_to_no_address_is_asked_once(to: str, tmp_path: Path) -> None:
    with RawServer(answer(302, f"Location: {to}")) as server, pytest.raises(ServerError, match="is no address"):
        fetch(f"{server.url}/a", tmp_path)
    assert server.requests == 1


@pytest.mark.parametrize(
    "url", ["http://[x/a", "http://x:abc/a", "http://a..b/a", f"http://{'가' * 70}/a", "gopher://x/a", "x", "http:///a",
            "http://127.0.0.1:99999/a", "http://x y/\n"],
)  # fmt: skip
def test_an_address_that_is_none_is_tried_once_and_named(url: str, tmp_path: Path) -> None:
    told: list[Sentence] = []
    downloads = Downloads([Item(url, SUM, 0, tmp_path / "a")], patience=QUICK, told=told.append)
    with pytest.raises(Missing, match="is no address that can be asked"), downloads:
        downloads.wait()
    assert told == []


def test_who_leads_round_in_a_circle_is_followed_once(tmp_path: Path) -> None:
    with RawServer(answer(302, "Location: /a")) as server, pytest.raises(ServerError, match="round in a circle"):
        fetch(f"{server.url}/a", tmp_path)
    assert server.requests == fetching.REDIRECTS


def test_letters_of_another_language_in_an_address_are_asked_for_as_their_bytes(tmp_path: Path) -> None:
    to = "/학교/a.whl".encode().decode("latin-1")
    with RawServer(answer(302, f"Location: {to}"), WHOLE) as server:
        assert fetch(f"{server.url}/파일", tmp_path) == []
    assert server.requests == 2


# ------------------------------------------------------------------------------------------------ by proxy and TLS
@pytest.mark.parametrize(
    "proxy", ["http://[x", "pupil:secret@proxy:abc", "http://proxy:99999", "http://a..b:80", "socks5://127.0.0.1:1"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_cannot_be_one_is_tried_once(
    scheme: str, proxy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{scheme}_proxy", proxy)
    told: list[Sentence] = []
    item = Item(f"{scheme}://far-away.invalid/a", SUM, 0, tmp_path / "a")
    downloads = Downloads([item], patience=QUICK, told=told.append)
    with pytest.raises(Offline, match=r"far-away\.invalid cannot be reached\.") as stopped, downloads:
        downloads.wait()
    assert told == []
    assert "secret" not in stopped.value.detail


@pytest.mark.parametrize(
    ("status", "tries", "words"),
    [(403, 1, "does not let"), (404, 1, "does not let"), (407, 1, "a name and a password"), (502, 3, "does not let"),
     (503, 3, "does not let")],
)  # fmt: skip
def test_a_proxy_that_lets_nobody_through_is_asked_again_only_where_it_may_change_its_mind(
    status: int, tries: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer(answer(status)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        with pytest.raises(Untrusted, match=words):
            fetch("https://far-away.invalid/a", tmp_path)
    assert proxy.requests == tries


@pytest.mark.skipif(OPENSSL is None, reason="nothing here makes a certificate")
def test_a_certificate_that_is_not_trusted_is_looked_at_once(tmp_path: Path) -> None:
    server = RawServer(WHOLE, certificate=certificate_for(tmp_path))
    with pytest.raises(Untrusted, match="its certificate is not trusted"), server:
        fetch(f"{server.url}/a", tmp_path)
    assert (server.connections, server.requests) == (1, 0)


def test_a_server_without_tls_is_asked_for_it_once(tmp_path: Path) -> None:
    with RawServer(answer(400), hears=False) as server, pytest.raises(Untrusted, match="is not secure"):
        fetch(server.url.replace("http:", "https:"), tmp_path)
    assert server.connections == 1


def test_a_line_that_breaks_while_tls_begins_may_hold_the_next_time() -> None:
    assert not is_for_good(ssl.SSLEOFError(8, "EOF occurred in violation of protocol"))
    for error in (ConnectionResetError(), ConnectionRefusedError(), TimeoutError(), socket.gaierror(-3, "try again")):
        assert not is_for_good(error)


# ---------------------------------------------------------------------------------------------- by what is known
@pytest.mark.parametrize("sha256", ["x", "0" * 63, "0" * 65, "g" * 64, "가" * 64, " " + "0" * 64, "0" * 64 + "\n"])
def test_with_a_sum_that_is_none_nobody_is_asked(sha256: str, tmp_path: Path) -> None:
    with RawServer(WHOLE) as server, pytest.raises(InstallError, match="The checksum that is known for") as stopped:
        fetch(server.url, tmp_path, sha256=sha256)
    assert server.connections == 0
    assert stopped.value.advice


def test_a_sum_in_capitals_is_one(tmp_path: Path) -> None:
    with RawServer(WHOLE) as server:
        assert fetch(server.url, tmp_path, sha256=SUM.upper()) == []


# ----------------------------------------------------------------------------------------------- answers of all kinds
FINE = "Content-Length: 15\r\n\r\n"
ANSWERS: dict[str, tuple[bytes, bytes]] = {
    "nothing": (b"", b""),
    "no status": (b"hello\r\n\r\n", b""),
    "a status of many digits": (b"HTTP/1.1 " + b"2" * 5000 + b" OK\r\n\r\n", b""),
    "a piece that begins nowhere": (answer(206, "Content-Range: bytes " + "9" * 6000 + "-9/9", body=BODY), b""),
    "a length that is none": (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + BODY, b""),
    "a length of many digits": (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"1" * 6000 + b"\r\n\r\n" + BODY, b""),
    "a length larger than any disk": (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n" + BODY, b""),
    "pieces whose length is none": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx", b""),
    "pieces of a length below zero": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nx", b"x" * 50),
    "pieces larger than any memory": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 60, b""),
    "headers without end": (b"HTTP/1.1 200 OK\r\n", b"X-a: b\r\n" * 100),
    "one header without end": (b"HTTP/1.1 200 OK\r\nX: ", b"y" * 5000),
    "continue for ever": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "a header that is no text": (b"HTTP/1.1 200 OK\r\nETag: \xff\x00\xfe\r\n" + FINE.encode() + BODY, b""),
    "elsewhere, and talks without end": (b"HTTP/1.1 302 So\r\nLocation: /a\r\n\r\n", b"x" * 5000),
    "elsewhere in a text that is none": (b"HTTP/1.1 302 So\r\nLocation: \xff\x00\xfe\r\n\r\n", b""),
    "more than was said": (answer(200, body=BODY), b"x" * 5000),
    "a body without end": (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 50_000),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_whatever_a_server_answers_is_the_file_or_a_sentence(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "HEAD_S", 0.3)
    monkeypatch.setattr("core.env.fetch.attempt.MOST_BYTES", 1 << 20)
    begins, endless = ANSWERS[kind]
    for size in (len(BODY), 0):
        with RawServer(begins, endless=endless) as server, bounded():
            item = Item(f"{server.url}/a", SUM, size, tmp_path / f"{size}" / "a")
            with Downloads([item], patience=replace(QUICK, tries=2)) as downloads:
                said = ""
                try:
                    downloads.wait()
                except InstallError as problem:
                    said = str(problem)
            assert (said and "own code" not in said) or item.path.read_bytes() == BODY
        assert sum(one.stat().st_size for one in tmp_path.rglob("*") if one.is_file()) < 4 << 20
