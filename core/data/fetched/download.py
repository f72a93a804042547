"""A file fetched from the first address that has it, taken up where an attempt before ended, and checked.

Its sum says which file it is, so one address can finish what another began. The bytes lie in ``NAME.part`` until they
are all there and their sum is right; nothing of a file is opened before. What has arrived survives a stop and the end
of the process.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import re
import ssl
import time
import urllib.error
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from core import files
from core.data.fetched.connection import TICK_S, Patience, Unprotected, host_of, opened
from core.data.fetched.sets import Remote
from core.data.library import LibraryError
from core.disk_reason import reason
from core.sentence import say

BLOCK_BYTES = 1 << 18
SLACK_BYTES = 1 << 20
"""How much more than about the size that is known may come."""
LEAST_BYTES = 1024
"""Fewer within `stall_s` count as nothing."""
GAIN_BYTES = 1 << 16
"""An attempt that brings fewer counts as fruitless."""
RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/(?:[0-9]{1,18}|\*)")
KEPT = say("What has arrived is kept: ask for it again later, or name a mirror or a folder where its files lie.")
ELSEWHERE = say("Check the network connection, or name a mirror or a folder where its files lie.")
Tell = Callable[[int], None]
"""Is told how many bytes of the file are there."""


class _Disk(Exception):  # noqa: N818 (the OSError is its cause)
    """The disk did not take what came."""


class _BrokenOff(Exception):  # noqa: N818
    """An answer ended early, or stalled."""


class _Damaged(Exception):  # noqa: N818
    """All has come, and it is another file. `resumed`: some of it had come before."""

    def __init__(self, *, resumed: bool) -> None:
        self.resumed = resumed


def fetch_file(wanted: Remote, addresses: Sequence[str], folder: Path, tell: Tell, patience: Patience) -> Path:
    """Return where in `folder` the file is, fetched from one of `addresses`; raise `LibraryError` where it cannot be
    had. Whatever `tell` raises stops it."""
    target, part = folder / wanted.name, folder / f"{wanted.name}.part"
    if _is_there(target, wanted, tell):
        return target
    choices, turn, fruitless = list(addresses), 0, 0
    while True:
        address = choices[turn % len(choices)]
        before = _size(part)
        try:
            _receive(part, address, wanted, tell, patience)
            _accept(part, target, wanted, tell, resumed=before > 0)
            return target
        except _Disk as error:
            cause = error.__cause__ if isinstance(error.__cause__, OSError) else OSError()
            raise LibraryError("{name} could not be kept.", name=wanted.name, advice=(reason(cause),)) from error
        except (_Damaged, _BrokenOff, Unprotected, OSError, http.client.HTTPException, ValueError) as error:
            for_good = _is_for_good(error)
            if for_good:
                choices.remove(address)
            fruitless = 1 if _size(part) >= before + GAIN_BYTES else fruitless + 1
            if not choices or fruitless >= patience.attempts:
                raise _problem(error, address, wanted) from error
        if not for_good:
            turn += 1
            _pause(min(patience.pause_s * 2 ** (fruitless - 1), patience.longest_pause_s), part, tell)


def _pause(pause_s: float, part: Path, tell: Tell) -> None:
    until = time.monotonic() + pause_s
    while time.monotonic() < until:
        tell(_size(part))
        time.sleep(min(TICK_S, pause_s))


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


# ------------------------------------------------------------------------------------------------------------ received
def _receive(part: Path, address: str, wanted: Remote, tell: Tell, patience: Patience) -> None:
    """Add what is missing to the part."""
    begin = _size(part)
    tell(begin)
    try:
        answer = opened(address, begin, lambda: tell(_size(part)), patience)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416 and begin:  # all of it is here, or more than there is
            return
        raise
    with contextlib.closing(answer):
        if begin and not _goes_on(answer, begin):
            begin = 0
        _read(answer, part, begin, 2 * wanted.bytes + SLACK_BYTES, tell, patience)


def _goes_on(answer: Any, begin: int) -> bool:
    """Return whether an answer is the rest that was asked for; raise `_BrokenOff` where it is another piece."""
    if answer.status != 206:
        return False
    said = RANGE.fullmatch(answer.headers.get("Content-Range", "").strip())
    if not said or int(said[1]) != begin:
        raise _BrokenOff("the server sent another piece than was asked for")
    return True


def _read(answer: Any, part: Path, begin: int, most: int, tell: Tell, patience: Patience) -> None:
    try:
        file = files.added_to(part, buffering=0)
    except OSError as error:
        raise _Disk from error
    done = counted = begin
    end = None if answer.length is None else begin + answer.length
    since = time.monotonic()
    with file:
        _to_disk(lambda: file.truncate(begin))
        while (end is None or done < end) and (block := answer.read1(BLOCK_BYTES)):
            _to_disk(partial(file.write, block))
            done += len(block)
            tell(done)
            if done > most:
                _to_disk(lambda: file.truncate(0))
                raise _BrokenOff("more comes than the file can have")
            now = time.monotonic()
            if done - counted >= LEAST_BYTES:
                since, counted = now, done
            elif now - since > patience.stall_s:
                raise TimeoutError("too slow")
    if end is not None and done < end:
        raise _BrokenOff(f"{end - done} bytes are missing")


def _to_disk(write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        raise _Disk from error


def _accept(part: Path, target: Path, wanted: Remote, tell: Tell, *, resumed: bool) -> None:
    """Check the sum and give the file its name."""
    if sum_of(part, lambda: tell(wanted.bytes)) != wanted.md5:
        with contextlib.suppress(OSError):
            part.unlink()
        raise _Damaged(resumed=resumed)
    try:
        files.replace(part, target)
    except OSError as error:
        raise _Disk from error


def sum_of(path: Path, tick: Callable[[], None]) -> str:
    """Return the MD5 of an ordinary file, in hex. Raises OSError."""
    found = hashlib.md5(usedforsecurity=False)
    with files.opened(path) as file:
        while block := file.read(files.BLOCK_BYTES):
            found.update(block)
            tick()
    return found.hexdigest()


def _is_there(target: Path, wanted: Remote, tell: Tell) -> bool:
    if not files.is_link(target):
        with contextlib.suppress(OSError):
            return sum_of(target, lambda: tell(wanted.bytes)) == wanted.md5
    return False


# ------------------------------------------------------------------------------------------------------ what went wrong
def _is_for_good(error: BaseException) -> bool:
    """Return whether asking this address again can only bring the same."""
    if isinstance(error, _Damaged):
        return not error.resumed
    if isinstance(error, urllib.error.HTTPError):
        return error.code < 500 and error.code not in (408, 425, 429)
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    unsafe = isinstance(cause, ssl.SSLCertVerificationError)
    return unsafe or isinstance(error, (Unprotected, ValueError, http.client.InvalidURL)) or "unnel" in str(cause)


def _problem(error: Exception, address: str, wanted: Remote) -> LibraryError:
    """Return what is said of the last attempt."""
    host, name = host_of(address), wanted.name
    if isinstance(error, urllib.error.HTTPError):
        return _refused(error.code, host, name)
    if isinstance(error, _Damaged):
        return LibraryError(
            "{name} from {host} is not the file that was published: its checksum is another one. Nothing of it was "
            "used.", name=name, host=host, advice=(ELSEWHERE,),
        )  # fmt: skip
    if isinstance(error, Unprotected):
        return LibraryError(
            "{host} leads to an address that is not secure, so {name} was not fetched.", host=host, name=name,
            advice=(ELSEWHERE,),
        )  # fmt: skip
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLError):
        return LibraryError(
            "The connection to {host} is not secure: its certificate is not trusted.", host=host, advice=(ELSEWHERE,)
        )
    if isinstance(error, (ValueError, http.client.InvalidURL)):
        return LibraryError("“{address}” is no address that can be asked.", address=address)
    if "unnel" in str(cause):
        return _refused(407, host, name) if "407" in str(cause) else LibraryError(
            "The network's proxy does not let {host} through.", host=host, advice=(ELSEWHERE,)
        )  # fmt: skip
    if isinstance(cause, TimeoutError) and not isinstance(error, urllib.error.URLError):
        return LibraryError("{host} stopped sending {name}.", host=host, name=name, advice=(KEPT,))
    if isinstance(error, (_BrokenOff, http.client.HTTPException)):
        return LibraryError(
            "The connection to {host} broke off while {name} was coming.", host=host, name=name, advice=(KEPT,)
        )
    return LibraryError("{host} cannot be reached.", host=host, advice=(ELSEWHERE,))


def _refused(status: int, host: str, name: str) -> LibraryError:
    if status in (401, 403, 404, 410, 451):
        return LibraryError("{host} does not have {name}.", host=host, name=name, advice=(ELSEWHERE,))
    if status == 407:
        return LibraryError("The network's proxy asks for a name and a password.", advice=(ELSEWHERE,))
    return LibraryError(
        "{host} answers with error {status} for {name}.", host=host, status=status, name=name, advice=(ELSEWHERE,)
    )
