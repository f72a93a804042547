"""The arrays of an .npz file, read with numpy and never unpickled.

The header of each is read first: at most `HEADER_BYTES`, a list of plain values. What it tells is checked against what
the archive holds and against limits before anything is made of it. An archive that unpacks to a multiple that no data
has is refused.
"""

from __future__ import annotations

import io
import math
import os
import struct
import tokenize
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy

from core.data.library import MOST_BYTES, LibraryError
from core.files import opened
from core.messages.own.arrays import SeenArray

MAGIC = b"\x93NUMPY"
HEADER_BYTES = 10_000
MOST_ARRAYS, MOST_DIMENSIONS, NAME_LETTERS = 1000, 8, 200
BLOCK_BYTES = 1 << 20
BOMB_BYTES, BOMB_RATIO = 64 << 20, 200
USABLE = "biufSU"
"""numpy's letters for what can be learned from: truth values, numbers, texts."""
Tick = Callable[[], None]


@dataclass(frozen=True)
class Header:
    """What stands before an array's bytes. `begin`: where they begin in the member of the archive."""

    member: str
    dtype: Any
    shape: tuple[int, ...]
    by_column: bool
    begin: int

    @property
    def bytes(self) -> int:
        """How many bytes the array has."""
        return math.prod(self.shape) * int(self.dtype.itemsize)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError("{path} cannot be read.", path=str(path)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, SyntaxError, TypeError, struct.error) as error:
        raise LibraryError("{path} is damaged, or no .npz file.", path=str(path)) from error
    except (NotImplementedError, RuntimeError, LookupError, OverflowError, RecursionError) as error:
        raise LibraryError("{path} is damaged, or no .npz file.", path=str(path)) from error


def stamp_of(path: Path) -> tuple[int, ...]:
    """Return what a file is another by when it was written again; raise `LibraryError` where it is gone."""
    with _telling(path):
        status = os.stat(path)
        return status.st_size, status.st_mtime_ns, status.st_ino


def headers(path: Path) -> dict[str, Header]:
    """Return what the arrays of a file are, by name in its order; raise `LibraryError` for anything else."""
    with _telling(path), opened(path) as file, zipfile.ZipFile(file) as archive:
        if len(archive.filelist) > MOST_ARRAYS:
            raise ValueError("there are too many arrays")
        found: dict[str, Header] = {}
        for info in archive.infolist():
            name = unicodedata.normalize("NFC", info.filename.removesuffix(".npy"))
            if not info.filename.endswith(".npy"):
                continue
            if not name.isprintable() or len(name) > NAME_LETTERS or name in found:
                raise ValueError("a name is impossible")
            if info.file_size > BOMB_BYTES and info.file_size > info.compress_size * BOMB_RATIO:
                raise LibraryError("{path} unpacks to far more than data would. It was not opened.", path=str(path))
            with archive.open(info) as stream:
                found[name] = _header(stream, info)
    if not found:
        raise LibraryError("There are no arrays in {path}.", path=str(path))
    return found


def _header(stream: Any, info: zipfile.ZipInfo) -> Header:
    begin = stream.read(12)
    if begin[:6] != MAGIC or begin[6:8] not in (b"\x01\x00", b"\x02\x00", b"\x03\x00"):
        raise ValueError("this is no array")
    old = begin[6] == 1
    (length,) = struct.unpack("<H" if old else "<I", begin[8 : 10 if old else 12])
    start = 10 if old else 12
    if length > HEADER_BYTES:
        raise ValueError("a header is too long")
    text = begin[start:] + stream.read(length - (12 - start))
    if len(text) != length:
        raise ValueError("a header is cut off")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numpy says where a file is of Python 2
        # All versions differ in the length before the header alone, but that the third may name fields in Korean.
        told = io.BytesIO(struct.pack("<I", length) + text)
        try:
            shape, by_column, dtype = npy.read_array_header_2_0(told)
        except (tokenize.TokenError, MemoryError) as error:  # what Python's parser says of thousands of brackets
            raise ValueError("a header is nested too deeply") from error
    if len(shape) > MOST_DIMENSIONS or not all(type(side) is int and 0 <= side < 1 << 48 for side in shape):
        raise ValueError("a shape is impossible")
    made = Header(info.filename, dtype, shape, bool(by_column), start + length)
    if not dtype.hasobject and made.bytes + made.begin != info.file_size:
        raise ValueError("an array is cut off")
    return made


def seen(found: dict[str, Header]) -> tuple[SeenArray, ...]:
    """Return the arrays as they are shown."""
    return tuple(SeenArray(name, str(one.dtype)[:NAME_LETTERS], one.shape) for name, one in found.items())


def check_kind(name: str, header: Header) -> None:
    """Raise `LibraryError` for an array that nothing can be learned from."""
    if header.dtype.hasobject:
        raise LibraryError(
            "The array {name} holds Python objects, in which programs can hide: it is not read. Save plain numbers or "
            "texts.", name=name,
        )  # fmt: skip
    if header.dtype.kind not in USABLE or header.dtype.names is not None or not header.dtype.itemsize:
        raise LibraryError(
            "The array {name} is of the type {type}. Numbers or texts are needed.", name=name,
            type=str(header.dtype)[:NAME_LETTERS],
        )  # fmt: skip
    if header.bytes > MOST_BYTES:
        raise LibraryError("The array {name} is larger than four gigabytes.", name=name)


def read(path: Path, name: str, header: Header, tick: Tick) -> np.ndarray[Any, Any]:
    """Return an array; raise `LibraryError` where it cannot be read. `tick` is called at every block."""
    check_kind(name, header)
    size = header.bytes
    content = bytearray()
    with _telling(path), opened(path) as file, zipfile.ZipFile(file) as archive, archive.open(header.member) as stream:
        stream.read(header.begin)
        while block := stream.read(BLOCK_BYTES):  # to the end, where the archive's own sum is checked
            tick()
            content += block
            if len(content) > size:
                raise ValueError("more comes than was told")
        if len(content) != size:
            raise ValueError("an array is cut off")
        made = np.frombuffer(content, dtype=header.dtype, count=math.prod(header.shape))
        return made.reshape(header.shape, order="F" if header.by_column else "C")
