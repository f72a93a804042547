"""A lock on a file that one process holds: it ends with the process, however that ends, and says who holds it.

The lock is the operating system's, on an open file, so a killed program leaves none behind. What stands in the file
(process, computer, since when) is only for people. Where a file system has no locks (some network drives), what stands
there decides: on this computer we see whether that process still lives; of another computer we cannot, so nothing is
held back.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import stat
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

TEXT_BYTES = 4096
EVERY_S = 0.05
TIMES = 5
"""How often a lock file that is replaced while we take it is taken again."""
NOT_KNOWN_HERE = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}
"""What file systems without locks answer."""

if sys.platform == "win32":
    import msvcrt

    HELD = {errno.EACCES, errno.EDEADLOCK}

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # far behind the text, which others may read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: the process, the computer, and since when (ISO, in its own time zone); "" where unknown."""

    pid: int = 0
    computer: str = ""
    since: str = ""

    @property
    def here(self) -> bool:
        """Whether it is a program on this computer."""
        return self.computer == platform.node()


class Taken(Exception):  # noqa: N818 (it is an answer)
    """Another process holds the lock: `holder`."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        super().__init__(f"process {holder.pid} on {holder.computer}")


class Lock:
    """A lock that is held. A context manager; `release` may be called twice."""

    def __init__(self, file: Path, descriptor: int, *, signed: bool) -> None:
        self.file, self._descriptor, self._signed = file, descriptor, signed

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def there(self) -> bool:
        """Return whether the file is still where it was: somebody may have moved or deleted its folder."""
        return self._descriptor >= 0 and _same(self.file, os.fstat(self._descriptor))

    def release(self) -> None:
        """Let others have it."""
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                if self._signed:  # the name goes too: without locks it is what counts
                    os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1


def take(file: Path, *, patience_s: float = 0.0) -> Lock:
    """Return the lock on `file`, which is made if it is not there; its folder must be.

    Raises `Taken` while another process has it (after `patience_s`), and OSError where no file can be made. Nothing is
    ever written into a file that is not a lock file: neither through a link nor into one with another name.
    """
    until = time.monotonic() + patience_s
    while True:
        try:
            return _taken(file)
        except Taken:
            if time.monotonic() >= until:
                raise
        time.sleep(EVERY_S)


def _taken(file: Path) -> Lock:
    for _ in range(TIMES):
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(file, flags | getattr(os, "O_BINARY", 0), 0o644)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise OSError(errno.EINVAL, "not a lock file", str(file))
            _try(descriptor, file)
            if _same(file, status):
                return Lock(file, descriptor, signed=_sign(descriptor))
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # it was moved or deleted before we had it
    raise OSError(errno.EBUSY, "the lock file does not stay", str(file))


def _try(descriptor: int, file: Path) -> None:
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in NOT_KNOWN_HERE:
            holder = _read(descriptor)
            if holder.here and holder.pid != os.getpid() and _lives(holder.pid):
                raise Taken(holder) from error
        elif error.errno in HELD:
            raise Taken(_read(descriptor)) from error
        else:
            raise


def _same(file: Path, status: os.stat_result) -> bool:
    try:
        now = os.stat(file, follow_symlinks=False)
    except OSError:
        return False
    return (now.st_dev, now.st_ino) == (status.st_dev, status.st_ino)


def _sign(descriptor: int) -> bool:
    """Write who holds the lock; return whether the file is ours. On a full disk it holds without a name in it."""
    holder = Holder(os.getpid(), platform.node(), datetime.now().astimezone().isoformat(timespec="seconds"))
    content = json.dumps(asdict(holder)).encode()
    with contextlib.suppress(OSError):
        if os.fstat(descriptor).st_size and not _read(descriptor).pid:
            return False  # somebody's own file of this name: it stays as it is
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, content)
    return True


def _read(descriptor: int) -> Holder:
    with contextlib.suppress(OSError, ValueError, AttributeError, RecursionError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        found = json.loads(os.read(descriptor, TEXT_BYTES))
        pid, computer, since = found.get("pid"), found.get("computer"), found.get("since")
        whole = type(pid) is int and 0 < pid < 1 << 32 and isinstance(computer, str) and len(computer) <= 255
        if whole and computer.isprintable() and isinstance(since, str):
            return Holder(pid, computer, datetime.fromisoformat(since).isoformat(timespec="seconds"))
    return Holder()


def _lives(pid: int) -> bool:
    """Whether a process of this computer runs; on Windows every drive has locks, so nobody asks."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def holder_of(file: Path) -> Holder | None:
    """Return who holds the lock on `file`, None if nobody does. It is not kept, and the file is not made."""
    if not file.is_file():
        return None
    try:
        descriptor = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        _try(descriptor, file)
    except Taken as taken:
        return taken.holder
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return None
