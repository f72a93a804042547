"""One attempt to get the rest of one file from one address."""

from __future__ import annotations

import http.client
import os
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from core.env.fetch.http import Response, Web
from core.env.fetch.partial import Part
from core.files import opened

READ_BYTES = 1 << 18
LEAST_BYTES = 1024
"""Fewer bytes than this within `stall_s` count as nothing."""
MOST_BYTES = 16 << 30
"""More than any package: what comes without a known end would fill the disk."""
RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
VALIDATOR = re.compile(r"[\x20-\x7e\xa0-\xff]{1,1000}")


class Wanted(Protocol):
    """What an attempt must know about the file."""

    @property
    def sha256(self) -> str:
        """The sum in hex, "" if unknown."""
        ...

    @property
    def size_bytes(self) -> int:
        """The size, 0 if unknown."""
        ...


class Gone(Exception):  # noqa: N818 (an answer, not a fault)
    """This address does not have the file and will not get it."""


class Interrupted(Exception):  # noqa: N818
    """This attempt ended early; another may succeed. `status`: the HTTP status, 0 if it just stopped."""

    def __init__(self, text: str, *, status: int = 0, stalled: bool = False) -> None:
        super().__init__(text)
        self.status = status
        self.stalled = stalled


def receive(
    part: Part,
    url: str,
    wanted: Wanted,
    web: Web,
    stall_s: float,
    stop: threading.Event,
    arrived: Callable[[int], None],
) -> None:
    """Add what is missing to `part`; return when it is complete (or `stop` is set).

    Raises `Gone`, `Interrupted`, `http.client.HTTPException`, or `OSError` (the network's; the disk's are sentences).
    """
    arrived(part.size)
    if wanted.size_bytes and part.size > wanted.size_bytes:
        part.empty()
    if wanted.size_bytes and part.size == wanted.size_bytes:
        return
    if url.startswith("file:"):
        _copy(part, url, wanted.size_bytes or MOST_BYTES, stop, arrived)
        return
    response = web.get(url, _range(part, url, wanted))
    if response.status == 416 and part.size:  # more is here than the server has
        part.empty()
        web.forget()
        response = web.get(url)
    expected = _expected(part, response, wanted)
    part.came_from(
        url=url, etag=response.headers.get("ETag", ""), last_modified=response.headers.get("Last-Modified", "")
    )
    _read(part, response, expected, stall_s, stop, arrived)
    if expected and part.size != expected and not stop.is_set():
        raise Interrupted(f"{part.size} of {expected} bytes")


def _range(part: Part, url: str, wanted: Wanted) -> dict[str, str]:
    """The headers that ask for the rest. Without a sum, the server must confirm that the file is the same."""
    if not part.size:
        return {}
    origin = part.origin()
    etag = origin.get("etag", "")
    validator = etag if etag and not etag.startswith("W/") else origin.get("last_modified", "")
    if origin.get("url") == url and VALIDATOR.fullmatch(validator):
        return {"Range": f"bytes={part.size}-", "If-Range": validator}
    if wanted.sha256:
        return {"Range": f"bytes={part.size}-"}
    part.empty()
    return {}


def _expected(part: Part, response: Response, wanted: Wanted) -> int:
    """The whole file's bytes by this answer, 0 if unknown; empties `part` if the whole file is coming."""
    status, length = response.status, response.number("Content-Length")
    if status == 206:
        said = RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
        if not said or int(said[1]) != part.size:
            part.empty()
            raise Interrupted("the server sent another piece than was asked for")
        return int(said[3]) if said[3] != "*" else wanted.size_bytes
    if status == 200:
        part.empty()
        return length or wanted.size_bytes
    if status in (401, 403, 404, 410, 451):
        raise Gone(f"HTTP {status}")
    raise Interrupted(f"HTTP {status}", status=status)


def _read(
    part: Part, response: Response, expected: int, stall_s: float, stop: threading.Event, arrived: Callable[[int], None]
) -> None:
    """Read the body to its end. The socket's timeout notices silence; `stall_s` also notices a very slow server."""
    since, base = time.monotonic(), part.size
    while not stop.is_set():
        try:
            block = response.read(READ_BYTES)
        except http.client.IncompleteRead as error:
            raise Interrupted(str(error)) from error
        if not block:
            return
        part.add(block)
        arrived(part.size)
        if part.size > (expected or MOST_BYTES):
            part.empty()
            raise Interrupted("the server sends more than it said")
        now = time.monotonic()
        if part.size - base >= LEAST_BYTES:
            since, base = now, part.size
        elif now - since > stall_s:
            raise Interrupted("too slow", stalled=True)


def _copy(part: Part, url: str, most: int, stop: threading.Event, arrived: Callable[[int], None]) -> None:
    """Copy a file of at most `most` bytes from this computer or a share: no server."""
    try:
        file = opened(Path(urllib.request.url2pathname(urllib.parse.urlsplit(url).path)))
    except (OSError, ValueError) as error:
        raise Gone(f"{type(error).__name__}: {error}") from error
    with file:
        if os.fstat(file.fileno()).st_size > most:
            raise Gone("it is larger than the file that is wanted")
        file.seek(part.size)
        while not stop.is_set() and (block := file.read(READ_BYTES * 4)):
            part.add(block)
            arrived(part.size)
