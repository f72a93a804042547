"""One address on the web asked for a file, with Python's own means: the data worker runs on Pythons without any others.

Proxies are those of the variables, or of Windows and macOS (`urllib.request.getproxies`). Certificates are checked
against the system's store, by truststore where it is installed (in the packaged app it is), and a file that a variable
names. While nothing comes, `tick` is called ten times a second, so that a person can stop at any time.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import io
import os
import socket
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

TICK_S = 0.1
HEAD_S = 60.0
"""The longest beginning of an answer, however well it comes in."""
CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT")
Tick = Callable[[], None]


class Unprotected(Exception):  # noqa: N818 (it says how things stand)
    """An https address that leads to one without TLS."""


@dataclass(frozen=True)
class Patience:
    """When to give up: after `attempts` fruitless ones, or `stall_s` without a byte."""

    stall_s: float = 30.0
    connect_s: float = 10.0
    attempts: int = 6
    pause_s: float = 0.5
    longest_pause_s: float = 8.0


class _Waited(io.RawIOBase):
    """What comes in on a socket that gives up after `TICK_S`: here it is asked again, `stall_s` long."""

    def __init__(self, sock: socket.socket, inner: Any, tick: Tick, stall_s: float) -> None:
        self._sock, self._inner, self._tick, self._stall_s = sock, inner, tick, stall_s
        self.ends = time.monotonic() + HEAD_S

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        until = time.monotonic() + self._stall_s
        while True:
            try:
                return self._sock.recv_into(room)
            except TimeoutError:
                self._tick()
                if time.monotonic() > min(until, self.ends):
                    raise

    def close(self) -> None:
        self._inner.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, tick: Tick, stall_s: float, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        self._waited = _Waited(sock, self.fp.detach(), tick, stall_s)
        self.fp = io.BufferedReader(self._waited)

    def begin(self) -> None:
        super().begin()
        self._waited.ends = float("inf")


class _Plain(http.client.HTTPConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(TICK_S)


class _Secured(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(TICK_S)


class _Opened(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    """Opens addresses of both kinds with connections that can be stopped."""

    def __init__(self, tick: Tick, patience: Patience) -> None:
        super().__init__()
        self._answer = functools.partial(_Answer, tick=tick, stall_s=patience.stall_s)

    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(functools.partial(self._made, _Plain), req)

    def https_open(self, req: urllib.request.Request) -> Any:
        made = functools.partial(self._made, functools.partial(_Secured, context=trusted()))
        return self.do_open(made, req)

    def _made(self, kind: Any, host: str, **named: Any) -> Any:
        connection = kind(host, **named)
        connection.response_class = self._answer
        return connection


class _Led(urllib.request.HTTPRedirectHandler):
    """Goes where an answer leads, but not from an address with TLS to one without."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise Unprotected(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@functools.lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Return the TLS settings: the system's certificates and those in a file that a variable names."""
    try:
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    except ImportError:
        context = ssl.create_default_context()
    file = next((os.environ[name] for name in CERTIFICATES if os.environ.get(name)), "")
    if file:
        with contextlib.suppress(OSError):  # an SSLError too; a file that is damaged adds nothing
            context.load_verify_locations(cafile=file)
    return context


def opened(address: str, begin: int, tick: Tick, patience: Patience) -> Any:
    """Return the answer to a GET from byte `begin` on, redirects followed. Raises OSError (an HTTPError has a status),
    `http.client.HTTPException`, ValueError where the address is none, and `Unprotected`."""
    director = urllib.request.OpenerDirector()
    director.addheaders = [("User-Agent", "TorchGarden"), ("Accept-Encoding", "identity")]
    for handler in (
        urllib.request.ProxyHandler(), _Opened(tick, patience), _Led(), urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(), urllib.request.UnknownHandler(),
    ):  # fmt: skip
        director.add_handler(handler)
    request = urllib.request.Request(usable(address), headers={"Range": f"bytes={begin}-"} if begin else {})
    return director.open(request, timeout=patience.connect_s)


def usable(address: str) -> str:
    """Return an address on the web in ASCII; raise ValueError where a text is none."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ValueError("not an address on the web")
    if not address.isprintable() or any(letter.isspace() for letter in parts.netloc):
        raise ValueError("not an address on the web")
    host = parts.hostname.encode("idna").decode("ascii")
    netloc = (f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port else "")
    path = urllib.parse.quote(parts.path, safe="/%:@!$&'()*+,;=~")
    return urllib.parse.urlunsplit((parts.scheme, netloc, path, urllib.parse.quote(parts.query, safe="=&%/"), ""))


def host_of(address: str) -> str:
    """Return the host of an address, or the address where there is none."""
    try:
        return urllib.parse.urlsplit(address).hostname or address
    except ValueError:
        return address
