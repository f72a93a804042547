"""Whether there is a newer version: asked once, believed only where it looks like one, every odd answer a sentence."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from core.env.fetch import releases
from core.env.fetch.releases import FEED, FEED_BYTES, PAGE, ReleasesError, newest, number_of
from core.env.problems import NETWORK, PROXY

GOOD = json.dumps({"tag_name": "v0.2.0", "html_url": "https://elsewhere.example/evil", "body": "x" * 500}).encode()


def answering(status: int, body: bytes) -> releases.Get:
    return lambda address: (status, body)


@pytest.mark.parametrize(
    ("current", "newer"), [("0.1.0", True), ("0.2.0rc1", True), ("0.2.0", False), ("0.2", False), ("1.0", False),
                           ("0.10.0", False), ("0.1.99", True), ("unknown", True)],
)  # fmt: skip
def test_a_newer_version_is_known_by_its_numbers(current: str, newer: bool) -> None:
    seen = newest(current, get=answering(200, GOOD))
    assert (seen.version, seen.newer) == ("0.2.0", newer)
    assert seen.page == PAGE, "the page is ours, not one that an answer names"
    assert PAGE.startswith("https://")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"<html>Please sign in</html>", 200), (b"[]", 200), (b"{}", 200), (b'{"tag_name": 7}', 200), (b"\xff\xfe", 200),
     (b'{"tag_name": "v0.2.0; rm -rf /"}', 200), (b'{"tag_name": "https://evil"}', 200), (b"", 200),
     (b'{"tag_name": "' + b"9" * 5000 + b'"}', 200), (b"[" * 5000, 200), (b'{"tag_name": null}', 200),
     ('{"tag_name": "v٩.٩"}'.encode(), 200)],
)  # fmt: skip
def test_an_odd_answer_is_a_sentence(body: bytes, status: int) -> None:
    with pytest.raises(ReleasesError) as caught:
        newest("0.1.0", get=answering(status, body))
    assert "no list of versions" in str(caught.value)
    assert caught.value.advice


@pytest.mark.parametrize(("status", "said"), [(404, "knows of no version"), (403, "error 403"), (500, "error 500")])
def test_a_refusal_is_a_sentence(status: int, said: str) -> None:
    with pytest.raises(ReleasesError) as caught:
        newest("0.1.0", get=answering(status, GOOD))
    assert said in str(caught.value)
    assert not {NETWORK, PROXY} & set(caught.value.advice), "the network has brought an answer"


@pytest.mark.parametrize(
    "error", [OSError("no route"), TimeoutError(), http.client.BadStatusLine("?"), ValueError("it does not end"),
              socket.gaierror(-2, "unknown")],
)  # fmt: skip
def test_without_a_network_it_is_said_that_nothing_is_known(error: Exception) -> None:
    def broken(address: str) -> tuple[int, bytes]:
        raise error

    with pytest.raises(ReleasesError) as caught:
        newest("0.1.0", get=broken)
    assert "cannot be reached, so it is not known" in str(caught.value)


class _Server(BaseHTTPRequestHandler):
    body = GOOD
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def school() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    _Server.body, _Server.asked = GOOD, []


def test_a_school_answers_from_its_own_server(school: HTTPServer) -> None:
    mirrors = {FEED.rpartition("/")[0]: [f"http://127.0.0.1:{school.server_port}/torchgarden"]}
    assert newest("0.1.0", mirrors=mirrors).newer
    assert _Server.asked == ["/torchgarden/latest"], "one question, and nothing is downloaded"


def test_an_endless_answer_is_left(school: HTTPServer) -> None:
    _Server.body = b" " * (FEED_BYTES + (1 << 20))
    mirrors = {FEED.rpartition("/")[0]: [f"http://127.0.0.1:{school.server_port}"]}
    with pytest.raises(ReleasesError) as caught:
        newest("0.1.0", mirrors=mirrors)
    assert "cannot be reached" in str(caught.value)


def test_a_file_in_the_classroom_will_do(tmp_path: Path) -> None:
    (tmp_path / "latest").write_bytes(GOOD)
    assert newest("0.1.0", mirrors={FEED.rpartition("/")[0]: [tmp_path.as_uri()]}).newer


def test_a_classroom_without_the_file_is_said_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(ReleasesError) as caught:
        newest("0.1.0", mirrors={FEED.rpartition("/")[0]: [(tmp_path / "학교").as_uri()]})
    assert f"{tmp_path / '학교' / 'latest'} cannot be read" in str(caught.value)
    assert caught.value.advice == (), "neither the network nor a proxy is in the way"


def test_versions_are_in_order() -> None:
    order = ["0.1", "0.1.1rc1", "0.1.1", "0.2.0a1", "0.2.0", "0.10.0", "1.0"]
    assert sorted(order, key=number_of) == order
