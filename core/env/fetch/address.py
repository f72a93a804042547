"""Addresses on the web and of proxies: what of them can be asked, and what stands in them."""

from __future__ import annotations

import http.client
import urllib.parse

from core.env.look.network import network_settings
from core.env.look.path_rules import masked, without_password
from core.env.problems import Untrusted


def host_of(address: str) -> str:
    """The host in an address, "" where there is none, or where it is no address ("http://[x")."""
    try:
        return urllib.parse.urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_address(text: str) -> bool:
    """Whether a server, or a folder, can be asked at this address: rattler and uv break down at others."""
    try:
        parts = parts_of(text)
    except http.client.InvalidURL:
        return False
    whole = text.isprintable() and not any(letter.isspace() for letter in text)
    return whole and (bool(parts.hostname) if parts.scheme in ("http", "https") else parts.scheme == "file")


def parts_of(url: str) -> urllib.parse.SplitResult:
    """Return the parts of an address; raise `http.client.InvalidURL` where it is none ("http://[x", a port "abc")."""
    try:
        parts = urllib.parse.urlsplit(url)
        _ = parts.port  # raises where it is no number
        _ = host_in_ascii(parts), url.encode()  # raise where a name is too long, or half a letter stands there
    except ValueError as error:
        raise http.client.InvalidURL(f"{error}: {masked(url)}") from error
    return parts


def host_in_ascii(parts: urllib.parse.SplitResult) -> str:
    """The host as it is looked up, "" where there is none. Raises UnicodeError for a name that no host can have."""
    return (parts.hostname or "").encode("idna").decode("ascii")


def in_ascii(text: str) -> str:
    """The text with what servers do not take in a request as percent signs and numbers."""
    return "".join(letter if letter.isascii() else urllib.parse.quote(letter) for letter in text)


class NoProxy(OSError):  # noqa: N818 (beside those of Python's own)
    """A setting for a proxy that names none that can be asked."""


def parts_of_proxy(proxy: str) -> urllib.parse.SplitResult:
    """Return the parts of a proxy's address, with or without "http://"; raise `NoProxy` where it is none."""
    try:
        return parts_of(proxy if "//" in proxy else f"http://{proxy}")
    except http.client.InvalidURL as error:
        raise NoProxy(f"the proxy is no address: {error}") from error


def usable_proxies() -> dict[str, str]:
    """The proxies of this computer by scheme, each with its own scheme in front. Raises `Untrusted` where one is no
    address: rattler and uv break down at it, each with words of its own."""
    found = {}
    settings = network_settings()
    for scheme, proxy in settings.proxies:
        if scheme not in ("http", "https", "all") or not proxy:
            continue
        try:
            whole = bool(parts_of_proxy(proxy).hostname) and proxy.isprintable() and " " not in proxy
        except NoProxy:
            whole = False
        if not whole:
            raise Untrusted(
                "The proxy that is set on this computer is no address: {proxy}. One looks like http://proxy.school:3128.",
                proxy=without_password(proxy), detail=settings.proxies_by,
            )  # fmt: skip
        found[scheme] = proxy if "//" in proxy else f"http://{proxy}"
    return found


class LedAstray(http.client.InvalidURL):
    """An answer that leads to something that is no address on the web."""


def led_to(url: str, target: str) -> str:
    """Where an answer leads; raise `LedAstray` where that is no address on the web.

    Python takes the bytes of a header for Latin letters, whatever they are: they go on as the bytes they were.
    """
    try:
        target = "".join(one if one.isascii() else f"%{ord(one):02X}" for one in target)
        led = urllib.parse.urljoin(url, target)
        parts = parts_of(led)
    except (ValueError, http.client.InvalidURL) as error:
        raise LedAstray(f"{error}: {masked(target)}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LedAstray(f"not an address on the web: {masked(led)}")
    return led
