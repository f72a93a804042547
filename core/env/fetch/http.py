"""Get one URL after another over connections that stay open.

Why not `urllib.request`: it opens a new connection, with a new TLS handshake, for each of a hundred wheels. Which
proxy and which certificates is `core.env.look.network`'s. Certificates are checked against the system's store, because
schools and firms put their own certificate there, and a file that a setting names.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import http.client
import io
import math
import re
import socket
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

import truststore

from core.env.fetch.address import NoProxy, host_in_ascii, in_ascii, led_to, parts_of, parts_of_proxy
from core.env.look.network import NetworkSettings, network_settings

AGENT = "TorchGarden"
REDIRECTS = 10
HEAD_S = 60.0
"""The longest beginning of an answer, however well it comes in."""
REDIRECT_BYTES, REDIRECT_S = 1 << 16, 2.0


class TooManyRedirects(http.client.HTTPException):
    """More than `REDIRECTS` redirects in a row."""


class Unprotected(http.client.HTTPException):
    """An https address that redirects to one without TLS: anyone on the way could change the file."""


class Response:
    """The answer to one GET: `status`, `headers`, `url` after redirects, and `read` for the body."""

    def __init__(self, inner: http.client.HTTPResponse, url: str) -> None:
        self._inner = inner
        self.url = url
        self.status = inner.status
        self.headers = inner.headers

    def read(self, limit: int) -> bytes:
        """Return the next bytes as they come, at most `limit`; b"" at the end."""
        block = self._inner.read1(limit)
        if not block:
            self._inner.close()  # read1 leaves it open, and an open answer blocks the next request
        return block

    def close(self) -> None:
        """Read no more of it."""
        self._inner.close()

    def number(self, header: str) -> int | None:
        """Return the value of a header that holds a whole number, or None."""
        value = self.headers.get(header, "")
        return int(value) if re.fullmatch(r"[0-9]{1,18}", value) else None


class _Timed(io.RawIOBase):
    """What comes in on a socket, until `ends`."""

    def __init__(self, inner: io.RawIOBase, ends: float) -> None:
        self._inner, self.ends = inner, ends

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int | None:
        if time.monotonic() > self.ends:
            raise TimeoutError("its beginning does not come to an end")
        return self._inner.readinto(room)

    def close(self) -> None:
        self._inner.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    """An answer whose beginning has an end: a server can send a header letter by letter, or "continue" for ever."""

    def __init__(self, sock: socket.socket, *args: Any, **named: Any) -> None:
        super().__init__(sock, *args, **named)
        self._timed = _Timed(self.fp.detach(), time.monotonic() + HEAD_S)
        self.fp = io.BufferedReader(self._timed)

    def begin(self) -> None:
        super().begin()
        self._timed.ends = math.inf


@functools.lru_cache(maxsize=4)
def trusted(certificates: str = "") -> ssl.SSLContext:
    """Return the TLS settings of every download: the system's certificates and those in a file, always verified."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if certificates:
        with contextlib.suppress(OSError):  # OSError: an SSLError too; a file that is damaged adds nothing
            context.load_verify_locations(cafile=certificates)
    return context


def proxy_for(url: str, settings: NetworkSettings | None = None) -> str:
    """Return the proxy that this computer's settings name for an address, "" for none."""
    parts = parts_of(url)
    if not parts.hostname or urllib.request.proxy_bypass(parts.hostname):
        return ""
    return (settings or network_settings()).proxy_of(parts.scheme, parts.hostname)


class Web:
    """Connections to any number of hosts, for one thread. `timeout_s`: the longest wait for the next bytes."""

    def __init__(self, *, timeout_s: float, connect_s: float, settings: NetworkSettings | None = None) -> None:
        self._settings = settings or network_settings()
        self._timeout_s = timeout_s
        self._connect_s = connect_s
        self._answers: list[_Answer] = []
        self._open: dict[tuple[str, str, str], http.client.HTTPConnection] = {}

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer to a GET, redirects followed; raise `OSError` or `http.client.HTTPException`."""
        for _ in range(REDIRECTS):
            inner = self._ask(url, dict(headers or {}))
            target = inner.headers.get("Location")
            if inner.status not in (301, 302, 303, 307, 308) or not target:
                return Response(inner, url)
            self._read_out(inner)
            secure, url = url.startswith("https:"), led_to(url, target)
            if secure and not url.startswith("https:"):
                raise Unprotected(url)
        raise TooManyRedirects(url)

    def _read_out(self, inner: http.client.HTTPResponse) -> None:
        """Read the little that an answer says beside where it leads, so that its connection serves again."""
        ends, size = time.monotonic() + REDIRECT_S, 0
        while block := inner.read1(REDIRECT_BYTES):
            size += len(block)
            if size > REDIRECT_BYTES or time.monotonic() > ends:
                self.forget()
                return
        inner.close()

    def _ask(self, url: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Send one request; if the server has closed a kept connection, open it once more."""
        parts = parts_of(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise http.client.InvalidURL(f"not an address on the web: {url}")
        proxy = proxy_for(url, self._settings)
        key = (parts.scheme, parts.netloc, proxy)
        target = in_ascii(urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, "")))
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
        if parts.username:
            headers["Authorization"] = _basic(parts)
        if proxy and parts.scheme == "http":
            port = f":{parts.port}" if parts.port else ""
            host = host_in_ascii(parts)
            target = f"http://{f'[{host}]' if ':' in host else host}{port}{target}"
            if (via := parts_of_proxy(proxy)).username:
                headers["Proxy-Authorization"] = _basic(via)
        while True:
            connection = self._open.get(key)
            reused = connection is not None
            if connection is None:
                connection = self._open[key] = self._connect(parts, proxy)
            try:
                connection.request("GET", target, headers=headers)
                return connection.getresponse()
            except (http.client.HTTPException, OSError) as error:
                self.forget()
                stale = isinstance(
                    error, (http.client.RemoteDisconnected, http.client.CannotSendRequest, ConnectionError)
                )
                if not (reused and (stale or isinstance(error, http.client.ResponseNotReady))):
                    raise

    def _connect(
        self, parts: urllib.parse.SplitResult, proxy: str, context: ssl.SSLContext | None = None
    ) -> http.client.HTTPConnection:
        """Open a connection to the host, or to the proxy that leads there."""
        host, port = parts.hostname or "", parts.port
        via = parts_of_proxy(proxy) if proxy else None
        if via and via.scheme not in ("http", "https"):
            raise NoProxy(f"no program of ours speaks to a proxy of this kind: {via.scheme}")
        near_host, near_port = (via.hostname or "", via.port) if via else (host, port)
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            connection = http.client.HTTPSConnection(
                near_host,
                near_port or (80 if via else 443),
                timeout=self._connect_s,
                context=context or trusted(self._settings.certificates),
            )
            if via:
                login = {"Proxy-Authorization": _basic(via)} if via.username else {}
                connection.set_tunnel(host, port or 443, headers=login)
        else:
            connection = http.client.HTTPConnection(near_host, near_port or 80, timeout=self._connect_s)
        connection.response_class = self._begun  # type: ignore[assignment]  # it is only called
        connection.connect()
        connection.sock.settimeout(self._timeout_s)
        return connection

    def certificate_of(self, url: str) -> bytes:
        """Return the certificate that comes for an https address, as it came and unchecked; nothing is asked for."""
        parts = parts_of(url)
        unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        connection = self._connect(parts, proxy_for(url, self._settings), context=unchecked)
        try:
            secured = connection.sock
            return (secured.getpeercert(binary_form=True) or b"") if isinstance(secured, ssl.SSLSocket) else b""
        finally:
            connection.close()

    def _begun(self, sock: socket.socket, *args: Any, **named: Any) -> _Answer:
        """An answer that is closed with its connection: http.client forgets those that have no length."""
        self._answers = [one for one in self._answers if not one.isclosed()]
        self._answers.append(_Answer(sock, *args, **named))
        return self._answers[-1]

    def forget(self) -> None:
        """Close every connection; the next request opens a new one."""
        for one in self._answers:
            one.close()
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def close(self) -> None:
        """Close every connection, for `contextlib.closing`."""
        self.forget()


def _basic(parts: urllib.parse.SplitResult) -> str:
    """The header value for the name and password in an address."""
    name, password = (urllib.parse.unquote(part or "") for part in (parts.username, parts.password))
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode("ascii")
