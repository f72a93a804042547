"""What is inside gzip, zip and tar files, read into memory piece by piece and never written to a path of theirs.

Every reader raises ValueError where a file is not what it should be, holds more than `most` bytes, or lacks a name.
"""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from core.files import opened

BLOCK_BYTES = 1 << 20
MOST_MEMBERS = 1000
Tick = Callable[[], None]


class Readable(Protocol):
    """What has `read`."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`; b"" at the end."""
        ...


@contextmanager
def telling() -> Iterator[None]:
    """Turn whatever Python's readers raise at damaged files into ValueError; OSError of a disk goes through."""
    try:
        yield
    except (gzip.BadGzipFile, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise ValueError("the archive is damaged") from error
    except (struct.error, EOFError, NotImplementedError, RuntimeError, KeyError, IndexError, OverflowError) as error:
        raise ValueError("the archive is damaged") from error


class Limited(io.RawIOBase):
    """A stream of which at most `most` bytes are read; then ValueError. `tick` is called at every block."""

    def __init__(self, inner: Readable, most: int, tick: Tick) -> None:
        self._inner, self._left, self._tick = inner, most, tick

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, room: Any) -> int:
        """Read a block at most."""
        self._tick()
        block = self._inner.read(min(len(room), BLOCK_BYTES))
        self._left -= len(block)
        if self._left < 0:
            raise ValueError("more is in the archive than there should be")
        room[: len(block)] = block
        return len(block)


def whole(stream: Readable, most: int, tick: Tick) -> bytes:
    """Return all of a stream of at most `most` bytes."""
    found = bytearray()
    while block := stream.read(BLOCK_BYTES):
        tick()
        found += block
        if len(found) > most:
            raise ValueError("more is in the archive than there should be")
    return bytes(found)


def unzipped_file(path: Path, most: int, tick: Tick) -> bytes:
    """Return what a .gz file holds."""
    with telling(), opened(path) as file, gzip.GzipFile(fileobj=file) as inner:
        return whole(inner, most, tick)


def gzips_in_zip(path: Path, names: tuple[str, ...], most: int, tick: Tick) -> list[bytes]:
    """Return what the .gz members of a zip hold, in the order of `names`."""
    found = []
    with telling(), opened(path) as file, zipfile.ZipFile(file) as archive:
        if len(archive.filelist) > MOST_MEMBERS:
            raise ValueError("there are too many files in the archive")
        for name in names:
            with archive.open(name) as packed, gzip.GzipFile(fileobj=packed) as inner:
                found.append(whole(inner, most, tick))
    return found


def files_in_tar(path: Path, names: tuple[str, ...], most: int, tick: Tick) -> list[bytes]:
    """Return ordinary files of a .tar.gz, in the order of `names`; `most` is of all of it together."""
    found: dict[str, bytes] = {}
    with telling(), opened(path) as file, gzip.GzipFile(fileobj=file) as inner:
        limited = Limited(inner, most, tick)
        with tarfile.open(fileobj=limited, mode="r|") as archive:
            for count, member in enumerate(archive):
                if count > MOST_MEMBERS or member.size > most:
                    raise ValueError("there is too much in the archive")
                if member.name in names and member.isreg() and member.name not in found:
                    reader = archive.extractfile(member)
                    found[member.name] = reader.read(member.size) if reader is not None else b""
    if found.keys() != set(names):
        raise ValueError("a file is not in the archive")
    return [found[name] for name in names]
