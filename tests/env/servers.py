"""A web server on loopback that misbehaves on request: it stalls, truncates, corrupts, refuses, forgets Range."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import re
import socket
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
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


@dataclass
class Request:
    """A request as it came, and how many bytes of the body have been sent so far."""

    path: str
    range: str
    headers: tuple[tuple[str, str], ...] = ()
    sent: int = 0


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
        self._connections: list[socket.socket] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                outer._answer(self)

            do_HEAD = do_GET  # noqa: N815 (the name that http.server looks for)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = False
            block_on_close = True
            request_queue_size = 64

            def get_request(self) -> tuple[socket.socket, object]:
                connection, address = super().get_request()
                outer._connections.append(connection)
                return connection, address

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
        self._thread.join()
        for connection in self._connections:  # whoever left one open would keep its thread waiting
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()

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
        request = Request(path, handler.headers.get("Range", ""), tuple(handler.headers.items()))
        with self._lock:
            self.peers.add(handler.client_address)
            self.requests.append(request)
        try:
            self._send(handler, request, self._fault(path))
        except OSError:
            handler.close_connection = True

    def _send(self, handler: http.server.BaseHTTPRequestHandler, request: Request, fault: Fault | None) -> None:
        kind = fault.kind if fault else ""
        file = self.folder / request.path.lstrip("/")
        if request.path.endswith("/"):
            file = file / "index.html"
        code = fault.status if fault and fault.status else 200 if file.is_file() else 404
        if kind == "redirect" and fault:
            handler.send_response(302)
            handler.send_header("Location", fault.to)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        if code != 200:
            handler.send_response(code)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        body = file.read_bytes()
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        if kind == "corrupt":
            body = body[:-1] + bytes([body[-1] ^ 1])
        asked = re.match(r"bytes=(\d+)-", request.range)
        start, total = int(asked[1]) if asked else 0, len(body)
        if asked and (kind == "no range" or handler.headers.get("If-Range", etag) != etag):
            asked, start = None, 0
        if asked and start >= total:
            handler.send_response(416)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        handler.send_response(206 if asked else 200)
        if asked:
            claimed = start + 1 if kind == "wrong range" else start
            handler.send_header("Content-Range", f"bytes {claimed}-{total - 1}/{total}")
        handler.send_header("Content-Length", str(total - start))
        handler.send_header("Content-Type", "text/html" if file.suffix == ".html" else "application/octet-stream")
        if self.etag:
            handler.send_header("ETag", etag)
        handler.end_headers()
        self._body(handler, request, body[start:], fault)

    def _body(
        self, handler: http.server.BaseHTTPRequestHandler, request: Request, body: bytes, fault: Fault | None
    ) -> None:
        if handler.command == "HEAD":
            return
        stops = fault.after if fault and fault.kind in ("stall", "truncate") else len(body)
        sent = 0
        while sent < min(stops, len(body)):
            block = body[sent : min(sent + BLOCK_BYTES, stops)]
            sent += len(block)
            request.sent = sent
            handler.wfile.write(block)
            if fault and fault.kind == "slow" and self._over.wait(self.slow_s):
                break
        if fault and fault.kind == "stall":
            self._over.wait()
        if sent < len(body):
            handler.close_connection = True


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that accepts connections and never answers. It has no thread, so it computes nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
