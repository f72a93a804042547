"""Where to fetch a file from, how often to try, and what to say when it fails."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.env.fetch.address import host_of
from core.env.fetch.attempt import Gone, Interrupted
from core.env.fetch.http import TooManyRedirects, Unprotected
from core.env.problems import (
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


def explain(error: Exception, item: Item, url: str) -> InstallError:
    """Return the problem for an error of the last attempt."""
    host = host_of(url) or url
    name, detail = item.name, f"{url}: {type(error).__name__}: {error}"
    if isinstance(error, InstallError):
        return error
    if isinstance(error, Gone):
        return Missing("{host} does not have {name} any more.", host=host, name=name, detail=detail)
    if isinstance(error, Interrupted) and error.status == 407:
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
        if isinstance(error, Gone):
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
