"""Only one install at a time: a lock that ends with the processes that hold it, however they end.

The lock is the operating system's, on an open file, so a killed install leaves none behind. uv inherits the
descriptor: as long as an orphaned uv still writes into an environment, nobody else begins.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from core.env.problems import Busy, file_problem
from core.files import NAME_BYTES, is_link, read_bytes

PATIENCE_S, EVERY_S = 2.0, 0.05
"""A program of an install that was just ended, or a child of it, may hold the lock a moment longer."""

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # far behind the text, which others may read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def file_in(installs: Path) -> Path:
    """The file that is locked, among the journals."""
    return installs / "lock"


@contextlib.contextmanager
def only_one(file: Path, *, who: str, patience_s: float = PATIENCE_S) -> Iterator[int]:
    """Hold the lock, giving its descriptor; raise `Busy` with the name of who still holds it after `patience_s`.

    Raises `InstallError` where the folder of the lock cannot be written to.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _opened(file)
    except OSError as error:
        raise file_problem(error, file.parent) from error
    try:
        _lock_soon(descriptor, file, patience_s)
        with contextlib.suppress(OSError):  # a full disk: the lock holds without a name in it
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, who.encode("utf-8", "replace")[:NAME_BYTES])
        yield descriptor
    finally:
        os.close(descriptor)


def _opened(file: Path) -> int:
    """The descriptor of an ordinary file. Raises OSError for a link, whose target would be emptied, and for a pipe."""
    if is_link(file):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(file))
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(file, flags, 0o644)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
    return descriptor


def _lock_soon(descriptor: int, file: Path, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while True:
        try:
            _lock(descriptor)
            return
        except OSError as error:
            if time.monotonic() > until:
                raise Busy("Another installation is running: {name}.", name=holder(file)) from error
            time.sleep(EVERY_S)


def holder(file: Path) -> str:
    """Who holds the lock, or held it last."""
    try:
        return read_bytes(file, limit_bytes=NAME_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
