"""A partly fetched file: its bytes in ``NAME.part``, their address in ``NAME.part.json``.

The bytes survive the process. Opening the part again hashes what is there, so that only the rest must be fetched.
The file gets its name only after its checks. A file that has its name is whole.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from core.env.problems import InstallError, disk_problem
from core.files import BLOCK_BYTES, read_object, replace, write

ABOUT_BYTES = 1 << 16


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn an `OSError` of the disk into an `InstallError`, so that it does not pass for the network's."""
    try:
        yield
    except OSError as error:
        raise disk_problem(error, path.parent) or InstallError(
            "{path} could not be written.", path=str(path), detail=f"{type(error).__name__}: {error}"
        ) from error


class Part:
    """The bytes of `path` that are here, at most `most_bytes`. Use as a context manager, in one thread.

    Opening and writing raise `core.env.problems.InstallError` when the disk fails.
    """

    def __init__(self, path: Path, *, most_bytes: int) -> None:
        self.path = path
        self.size = 0
        self._most_bytes = most_bytes
        self._part = path.with_name(path.name + ".part")
        self._about = path.with_name(path.name + ".part.json")
        self._hash = hashlib.sha256()
        self._file: BinaryIO | None = None

    def __enter__(self) -> Part:
        with telling(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # A link under this name is not followed.
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
            flags |= getattr(os, "O_NONBLOCK", 0)  # no pipe is waited for
            self._file = os.fdopen(os.open(self._part, flags, 0o666), "a+b", buffering=0)
            try:
                self._take_up(self._file)
            except OSError:
                self.__exit__()
                raise
        return self

    def _take_up(self, file: BinaryIO) -> None:
        """Hash what is there; more than the whole file has is nothing of it."""
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "not an ordinary file", str(self._part))
        if state.st_size > self._most_bytes:
            file.truncate(0)
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            self._hash.update(block)
            self.size += len(block)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def origin(self) -> dict[str, str]:
        """Return where the bytes came from: "url", "etag", "last_modified"; empty if unknown."""
        try:
            about = read_object(self._about, limit_bytes=ABOUT_BYTES)
        except (OSError, ValueError):
            return {}
        return {key: value for key, value in about.items() if isinstance(value, str)}

    def came_from(self, *, url: str, etag: str, last_modified: str) -> None:
        """Note where the bytes come from."""
        about = {"url": url, "etag": etag, "last_modified": last_modified}
        if about != self.origin():
            with telling(self.path):
                write(self._about, json.dumps(about))

    def add(self, block: bytes) -> None:
        """Append `block`."""
        assert self._file is not None
        rest = memoryview(block)
        while rest:
            with telling(self.path):
                written = self._file.write(rest) or 0
            self._hash.update(rest[:written])
            self.size += written
            rest = rest[written:]

    def empty(self) -> None:
        """Throw all bytes away."""
        assert self._file is not None
        with telling(self.path):
            self._file.truncate(0)
        self._hash = hashlib.sha256()
        self.size = 0

    def sha256(self) -> str:
        """Return the sum of the bytes so far, in hex."""
        return self._hash.hexdigest()

    def finish(self) -> None:
        """Give the file its name."""
        assert self._file is not None
        with telling(self.path):
            if sys.platform == "win32":
                self._file.close()  # an open file cannot be renamed there
            replace(self._part, self.path)
        with contextlib.suppress(OSError):
            self._about.unlink()

    def settle(self) -> None:
        """Wait until a finished file is on the disk. What a power cut takes before that is fetched again."""
        with contextlib.suppress(OSError, ValueError):
            if self._file is not None:
                os.fsync(self._file.fileno())
