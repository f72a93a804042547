"""A server on loopback that sends bytes as they are, over TLS or not, and counts who comes."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

OPENSSL = shutil.which("openssl")
"""The program that makes a certificate nobody trusts; Python makes none."""


class RawServer:
    """`answers`: what each request gets, one after the other, and the last of them for ever; then the line is cut.

    `endless` is sent again and again behind it. `hears` False: it answers before it is asked. `connections` and
    `requests` count.
    """

    def __init__(
        self, *answers: bytes, endless: bytes = b"", hears: bool = True, certificate: Path | None = None
    ) -> None:
        self._answers, self._endless, self._hears = answers, endless, hears
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self.connections = self.requests = 0
        self._open: list[socket.socket] = []
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept, name="raw-server", daemon=True)]

    def __enter__(self) -> RawServer:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):  # wakes who waits for the next to come
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            one, _ = self._listening.accept()
            if self._over.is_set():
                one.close()
                return
            self.connections += 1
            self._open.append(one)
            thread = threading.Thread(target=self._serve, args=(one,), name="raw-server-one", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, one: socket.socket) -> None:
        with contextlib.suppress(OSError):
            talk = self._context.wrap_socket(one, server_side=True) if self._context else one
            self._open.append(talk)
            with talk:
                asked = b""
                while self._hears and b"\r\n\r\n" not in asked:
                    block = talk.recv(1 << 16)
                    if not block:
                        return
                    asked += block
                self.requests += 1
                talk.sendall(self._answers[min(self.requests, len(self._answers)) - 1])
                while self._endless and not self._over.is_set():
                    talk.sendall(self._endless)
                talk.shutdown(socket.SHUT_WR)
                while talk.recv(1 << 16):  # a line that is cut with something unread takes the answer with it
                    pass
        one.close()


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    """An answer with its length."""
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def certificate_for(folder: Path, *, days: int = 2) -> Path:
    """A certificate of nobody's with its key, in one file."""
    made = folder / "nobody.pem"
    assert OPENSSL, "asked for only where it is there"
    done = subprocess.run(
        [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key.pem"),
         "-out", str(folder / "cert.pem")],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    made.write_bytes(b"".join((folder / name).read_bytes() for name in ("cert.pem", "key.pem")))
    return made
