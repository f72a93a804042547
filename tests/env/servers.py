"""A web server on loopback that misbehaves on request: it stalls, truncates, corrupts, refuses, forgets Range."""

from __future__ import annotations

import hashlib
import http.server
import re
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BLOCK_BYTES = 1 << 16


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer. `after`: bytes of the body that come before it happens."""

    kind: str  # "stall", "truncate", "corrupt", "no range", "slow", "wrong range", "redirect"
    after: int = 0
    status: int = 0
    to: str = ""


def status(code: int) -> Fault:
    return Fault("status", status=code)


@dataclass(frozen=True)
class Request:
    path: str
    range: str
    sent: int
    headers: tuple[tuple[str, str], ...] = ()


class FileServer:
    """Serves `folder`. `faults` maps a piece of a path to what happens to its next requests, one each.

    A fault that is the last of its list and wrapped in `forever` happens every time.
    """

    def __init__(self, folder: Path, *, etag: bool = True) -> None:
        self.folder = folder
        self.etag = etag
        self.faults: dict[str, list[Fault]] = {}
        self.forever: dict[str, Fault] = {}
        self.requests: list[Request] = []
        self.peers: set[object] = set()
        """Connections that were opened."""
        self.on_request: Callable[[str], None] = lambda path: None
        self.slow_s = 0.02
        """A "slow" answer pauses this long after each 64 KiB."""
        self._lock = threading.Lock()
        self._over = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                outer._answer(self)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = True
            request_queue_size = 64

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # a client that went away is what half of the tests are about

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="file-server", daemon=True
        )

    def __enter__(self) -> FileServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.socket.close()
        self._thread.join()

    def count(self, piece: str = "") -> int:
        with self._lock:
            return sum(piece in request.path for request in self.requests)

    def counts(self) -> Counter[str]:
        with self._lock:
            return Counter(request.path for request in self.requests)

    def sent(self, piece: str = "") -> int:
        """Bytes of bodies sent for paths that contain `piece`."""
        with self._lock:
            return sum(request.sent for request in self.requests if piece in request.path)

    def _fault(self, path: str) -> Fault | None:
        with self._lock:
            for piece, queue in self.faults.items():
                if piece in path and queue:
                    return queue.pop(0)
            return next((fault for piece, fault in self.forever.items() if piece in path), None)

    def _answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        path = urllib.parse.unquote(urllib.parse.urlsplit(handler.path).path)
        self.on_request(path)
        with self._lock:
            self.peers.add(handler.client_address)
        fault = self._fault(path)
        sent = 0
        try:
            sent = self._send(handler, path, fault)
        except OSError:
            handler.close_connection = True
        finally:
            with self._lock:
                seen = tuple(handler.headers.items())
                self.requests.append(Request(path, handler.headers.get("Range", ""), sent, seen))

    def _send(self, handler: http.server.BaseHTTPRequestHandler, path: str, fault: Fault | None) -> int:
        kind = fault.kind if fault else ""
        file = self.folder / path.lstrip("/")
        code = fault.status if fault and fault.status else 200 if file.is_file() else 404
        if kind == "redirect" and fault:
            handler.send_response(302)
            handler.send_header("Location", fault.to)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return 0
        if code != 200:
            handler.send_response(code)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return 0
        body = file.read_bytes()
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if kind == "corrupt":
            body = body[:-1] + bytes([body[-1] ^ 1])
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        start, total = int(asked[1]) if asked else 0, len(body)
        if asked and (kind == "no range" or handler.headers.get("If-Range", etag) != etag):
            asked, start = None, 0
        if asked and start >= total:
            handler.send_response(416)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return 0
        handler.send_response(206 if asked else 200)
        if asked:
            claimed = start + 1 if kind == "wrong range" else start
            handler.send_header("Content-Range", f"bytes {claimed}-{total - 1}/{total}")
        handler.send_header("Content-Length", str(total - start))
        if self.etag:
            handler.send_header("ETag", etag)
        handler.end_headers()
        return self._body(handler, body[start:], fault)

    def _body(self, handler: http.server.BaseHTTPRequestHandler, body: bytes, fault: Fault | None) -> int:
        stops = fault.after if fault and fault.kind in ("stall", "truncate") else len(body)
        sent = 0
        while sent < min(stops, len(body)):
            block = body[sent : min(sent + BLOCK_BYTES, stops)]
            handler.wfile.write(block)
            sent += len(block)
            if fault and fault.kind == "slow" and self._over.wait(self.slow_s):
                break
        if fault and fault.kind == "stall":
            self._over.wait()
        if sent < len(body):
            handler.close_connection = True
        return sent
