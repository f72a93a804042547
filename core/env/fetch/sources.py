"""Where to fetch a file from, how often to try, and what to say when it fails."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.env.fetch.address import LedAstray, NoProxy, host_of
from core.env.fetch.attempt import Gone, Interrupted
from core.env.fetch.http import TooManyRedirects, Unprotected
from core.env.look.path_rules import masked
from core.env.problems import (
    PLAN_AGAIN,
    Corrupt,
    DownloadError,
    InstallError,
    Missing,
    Offline,
    ServerError,
    Stalled,
    Untrusted,
)
from core.sentence import Sentence, say

Mirrors = Mapping[str, Sequence[str]]
"""Address prefix -> the prefixes to use instead, in order; name the prefix itself last to keep it."""


@dataclass(frozen=True)
class Item:
    """A file to fetch: `size_bytes` 0 and `sha256` "" if unknown. `path`: where it is put."""

    url: str
    sha256: str
    size_bytes: int
    path: Path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def is_here(self) -> bool:
        """Whether the whole file is at `path`: it gets its name only after its sum was checked."""
        try:
            size = self.path.stat().st_size
        except OSError:
            return False
        return size == self.size_bytes or (not self.size_bytes and size > 0)


def missing(items: Iterable[Item]) -> list[Item]:
    """Return those of `items` that are not here yet."""
    return [item for item in items if not item.is_here()]


@dataclass(frozen=True)
class Patience:
    """When to give up: after `tries` fruitless attempts. Pauses grow from `pause_s` to `longest_pause_s`.

    `said_s`: after so many seconds without a byte the silence is told, and again each time as many have passed.
    """

    stall_s: float = 30.0
    connect_s: float = 15.0
    tries: int = 6
    pause_s: float = 0.5
    longest_pause_s: float = 8.0
    said_s: float = 10.0


def addresses(url: str, mirrors: Mirrors) -> tuple[str, ...]:
    """Return a file's addresses, in order: the mirrors of the longest matching prefix, else its own."""
    for prefix in sorted(mirrors, key=len, reverse=True):
        root = prefix.rstrip("/") + "/"
        if url.startswith(root):
            found = [mirror.rstrip("/") + "/" + url[len(root) :] for mirror in mirrors[prefix]]
            return tuple(dict.fromkeys(found)) or (url,)
    return (url,)


SUM = re.compile(r"[0-9A-Fa-f]{64}")
TLS_FOR_GOOD = (
    "WRONG_VERSION_NUMBER", "UNSUPPORTED_PROTOCOL", "NO_PROTOCOLS_AVAILABLE", "TLSV1_ALERT_PROTOCOL_VERSION",
    "SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_UNRECOGNIZED_NAME", "HTTP_REQUEST",
)  # fmt: skip
"""OpenSSL's words for a server that speaks no TLS, or none that we speak: it will say so every time."""
FOR_GOOD = (
    Gone, TooManyRedirects, Unprotected, NoProxy, http.client.InvalidURL, ssl.SSLCertVerificationError,
)  # fmt: skip


def check_sum(item: Item) -> None:
    """Raise InstallError for a sum that is none: whatever came would be thrown away."""
    if item.sha256 and not SUM.fullmatch(item.sha256):
        problem = InstallError(
            "The checksum that is known for {name} is damaged, so nothing that comes could be checked with it.",
            name=item.name, detail=repr(item.sha256[:100]),
        )  # fmt: skip
        problem.advice = (PLAN_AGAIN,)
        raise problem


def is_for_good(error: Exception) -> bool:
    """Whether asking this address again can only bring the same."""
    if isinstance(error, FOR_GOOD):
        return True
    if isinstance(error, Interrupted):
        return bool(error.status) and not _may_pass(error.status)
    if isinstance(error, ssl.SSLError):
        return getattr(error, "reason", "") in TLS_FOR_GOOD
    status = _tunnel_status(error)
    return bool(status) and not _may_pass(status)


def _may_pass(status: int) -> bool:
    """Whether an HTTP status is one of a server that may answer otherwise in a moment."""
    return status in (408, 425, 429) or (status >= 500 and status not in (501, 505, 511))


def _tunnel_status(error: Exception) -> int:
    """What the proxy answered that lets nobody through, 0 for any other error: Python tells it in words only."""
    said = re.search(r"unnel connection failed: ([0-9]{3})", str(error)) if isinstance(error, OSError) else None
    return int(said[1]) if said else 0


def explain(error: Exception, item: Item, url: str) -> InstallError:
    """Return the problem for an error of the last attempt."""
    host = host_of(url) or url
    name, detail = item.name, masked(f"{url}: {type(error).__name__}: {error}")
    if isinstance(error, InstallError):
        return error
    if isinstance(error, Gone):
        return Missing("{host} does not have {name} any more.", host=host, name=name, detail=detail)
    if (isinstance(error, Interrupted) and error.status == 407) or _tunnel_status(error) == 407:
        return Untrusted("The network's proxy asks for a name and a password.", detail=detail)
    if isinstance(error, Interrupted) and error.status:
        return ServerError(
            "{host} answers with error {status} for {name}.",
            host=host,
            status=error.status,
            name=item.name,
            detail=detail,
        )
    if isinstance(error, TimeoutError) or (isinstance(error, Interrupted) and error.stalled):
        return Stalled("{host} stopped sending {name}.", host=host, name=name, detail=detail)
    if isinstance(error, TooManyRedirects):
        return ServerError("{host} leads {name} round in a circle.", host=host, name=name, detail=detail)
    if isinstance(error, Unprotected):
        return Untrusted(
            "{host} leads to an address that is not secure, so {name} was not fetched.",
            host=host, name=name, detail=detail,
        )  # fmt: skip
    if isinstance(error, http.client.InvalidURL):
        return _no_address(error, url, host=host, name=name, detail=detail)
    if isinstance(error, (Interrupted, http.client.HTTPException)):
        return DownloadError(
            "The connection to {host} broke off while {name} was coming.", host=host, name=name, detail=detail
        )
    if isinstance(error, ssl.SSLError):
        return Untrusted(
            "The connection to {host} is not secure: its certificate is not trusted.", host=host, detail=detail
        )
    if isinstance(error, OSError) and "unnel" in str(error):
        return Untrusted("The network's proxy does not let {host} through.", host=host, detail=detail)
    return Offline("{host} cannot be reached.", host=host, detail=detail)


def _no_address(error: http.client.InvalidURL, url: str, *, host: str, name: str, detail: str) -> InstallError:
    if isinstance(error, LedAstray):
        return ServerError(
            "{host} leads to something that is no address, so {name} was not fetched.",
            host=host, name=name, detail=detail,
        )  # fmt: skip
    return Missing(
        "“{address}” is no address that can be asked, so {name} was not fetched.",
        address=masked(url), name=name, detail=detail,
    )  # fmt: skip


class Sources:
    """The addresses of one file: which is next, and when to give up."""

    def __init__(self, item: Item, choices: list[str], patience: Patience) -> None:
        self._item = item
        self._choices = choices
        self._patience = patience
        self._turn = self._fruitless = self._corrupt = 0
        self.resumed = False

    @property
    def url(self) -> str:
        """The address to try now."""
        return self._choices[self._turn % len(self._choices)]

    def failed(self, error: Exception, *, gained: bool) -> tuple[float, Sentence]:
        """Return the seconds to wait before the next attempt, and why; raise `InstallError` to give up."""
        problem = explain(error, self._item, self.url)
        if is_for_good(error):
            self._choices.remove(self.url)
            if not self._choices:
                raise problem from error
            return 0.0, problem.sentence
        self._turn += 1
        if isinstance(error, Corrupt):
            # If the damaged bytes came from an earlier run, no address of this run is to blame.
            self._corrupt += not self.resumed
            self.resumed = False
            if self._corrupt >= max(2, len(self._choices)):
                raise error
            return 0.0, say("{name} arrived damaged; fetching it again.", name=self._item.name)
        self._fruitless = 1 if gained else self._fruitless + 1
        if self._fruitless >= self._patience.tries:
            raise problem from error
        pause_s = self._patience.pause_s * 2 ** (self._fruitless - 1)
        return min(pause_s, self._patience.longest_pause_s), problem.sentence
