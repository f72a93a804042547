"""Only one install at a time: a lock that ends with the processes that hold it, however they end.

The lock is the operating system's, on an open file, so a killed install leaves none behind. uv inherits the
descriptor: as long as an orphaned uv still writes into an environment, nobody else begins.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from core.env.problems import Busy

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # far behind the text, which others may read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def only_one(file: Path, *, who: str) -> Iterator[int]:
    """Hold the lock, giving its descriptor; raise `Busy` with the name of who holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            raise Busy("Another installation is running: {name}.", name=holder(file)) from error
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, who.encode())
        yield descriptor
    finally:
        os.close(descriptor)


def holder(file: Path) -> str:
    """Who holds the lock, or held it last."""
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""
