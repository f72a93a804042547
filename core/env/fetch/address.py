"""Addresses on the web and of proxies: what of them can be asked, and what stands in them."""

from __future__ import annotations

import http.client
import urllib.parse

from core.env.look.path_rules import masked


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
    except ValueError as error:
        raise http.client.InvalidURL(f"{error}: {masked(url)}") from error
    return parts


def parts_of_proxy(proxy: str) -> urllib.parse.SplitResult:
    """Return the parts of a proxy's address, with or without "http://"; raise `OSError` where it is none."""
    try:
        return parts_of(proxy if "//" in proxy else f"http://{proxy}")
    except http.client.InvalidURL as error:
        raise OSError(f"the proxy is no address: {error}") from error


def led_to(url: str, target: str) -> str:
    """Where an answer leads; raise `http.client.InvalidURL` where that is no address."""
    try:
        return urllib.parse.urljoin(url, target)
    except ValueError as error:
        raise http.client.InvalidURL(f"{error}: {masked(target)}") from error
