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
import ssl
import urllib.parse
import urllib.request
from collections.abc import Mapping

import truststore

from core.env.fetch.address import led_to, parts_of, parts_of_proxy
from core.env.look.network import NetworkSettings, network_settings

AGENT = "TorchGarden"
REDIRECTS = 10


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

    def number(self, header: str) -> int | None:
        """Return the value of a header that holds a whole number, or None."""
        value = self.headers.get(header, "")
        return int(value) if value.isascii() and value.isdigit() else None


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
        self._open: dict[tuple[str, str, str], http.client.HTTPConnection] = {}

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer to a GET, redirects followed; raise `OSError` or `http.client.HTTPException`."""
        for _ in range(REDIRECTS):
            inner = self._ask(url, dict(headers or {}))
            target = inner.headers.get("Location")
            if inner.status not in (301, 302, 303, 307, 308) or not target:
                return Response(inner, url)
            inner.read()
            secure, url = url.startswith("https:"), led_to(url, target)
            if secure and not url.startswith("https:"):
                raise Unprotected(url)
        raise TooManyRedirects(url)

    def _ask(self, url: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Send one request; if the server has closed a kept connection, open it once more."""
        parts = parts_of(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise http.client.InvalidURL(f"not an address on the web: {url}")
        proxy = proxy_for(url, self._settings)
        key = (parts.scheme, parts.netloc, proxy)
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
        if parts.username:
            headers["Authorization"] = _basic(parts)
        if proxy and parts.scheme == "http":
            target = urllib.parse.urlunsplit(
                ("http", parts.netloc.rpartition("@")[2], parts.path or "/", parts.query, "")
            )
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

    def forget(self) -> None:
        """Close every connection; the next request opens a new one."""
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
