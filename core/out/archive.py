"""A zip from anywhere, of which nothing is believed: how many members there are, what each is called, how large it is.

`zipfile` reads the whole directory of a zip at once, however long that says it is. So its end is looked at first: it
must stand where every program writes it that adds no comment, and tell of a directory within limits.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from core import files
from core.sentence import Problem

END, LOCATOR, END64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
END_BYTES, LOCATOR_BYTES, END64_BYTES = 22, 20, 56
ENCRYPTED = 0x1
MOST_NAME = 300
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, RuntimeError, TypeError,
    OverflowError,
)  # fmt: skip
"""What reading a zip raises that is none, or not whole; RuntimeError also where it asks for a password or a newer
zip."""


class ArchiveError(Problem):
    """A zip that is damaged, or made to do harm."""


def directory(file: BinaryIO, *, most: int, directory_bytes: int) -> dict[str, zipfile.ZipInfo]:
    """Return the members of a zip by name, all within its own size; raise `ArchiveError` for anything else.

    Each is an ordinary file, stored or deflated, with a name of its own. Raises OSError where it cannot be read.
    """
    size = file.seek(0, 2)
    if not size:
        raise ArchiveError("The file is empty.")
    _check_end(file, size, most=most, directory_bytes=directory_bytes)
    try:
        with zipfile.ZipFile(file) as made:
            infos = made.infolist()
    except BROKEN as error:
        raise ArchiveError("The file is damaged, or not whole.") from error
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check(info)
        if info.filename in found:
            raise ArchiveError("The file has something in it twice.")
        found[info.filename] = info
    if len(found) > most or sum(info.compress_size for info in infos) > size:
        raise ArchiveError("The file says that it holds more than it can.")
    return found


def _check(info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    plain = kind in (0, stat.S_IFREG) and not info.is_dir() and not info.flag_bits & ENCRYPTED
    if not plain or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError("The file holds something else than ordinary files.")
    if len(info.filename) > MOST_NAME or info.orig_filename != info.filename:
        raise ArchiveError("The file has a name in it that cannot be.")
    if info.compress_type == zipfile.ZIP_STORED and info.compress_size != info.file_size:
        raise ArchiveError("The file says that it holds more than it can.")


def _check_end(file: BinaryIO, size: int, *, most: int, directory_bytes: int) -> None:
    tail_bytes = END64_BYTES + LOCATOR_BYTES + END_BYTES
    file.seek(max(0, size - tail_bytes))
    tail = file.read(tail_bytes).rjust(tail_bytes, b"\0")
    end = tail[-END_BYTES:]
    if end[:4] != END or end[-2:] != b"\0\0":
        raise ArchiveError("The file is damaged, or not whole.")
    count, long = struct.unpack("<HI", end[10:16])
    if tail[END64_BYTES : END64_BYTES + 4] == LOCATOR:
        (at,) = struct.unpack("<Q", tail[END64_BYTES + 8 : END64_BYTES + 16])
        if tail[:4] != END64 or at != size - tail_bytes:
            raise ArchiveError("The file is damaged, or not whole.")
        count, long = struct.unpack("<QQ", tail[32:48])
    if count > most or long > directory_bytes:
        raise ArchiveError("The file says that it holds more than it can.")


def read(file: BinaryIO, info: zipfile.ZipInfo, *, limit_bytes: int) -> bytes:
    """Return a small member of a zip; raise `ArchiveError` where it is damaged or larger than `limit_bytes`."""
    if info.file_size > limit_bytes:
        raise ArchiveError("The file says that it holds more than it can.")
    try:
        with zipfile.ZipFile(file) as made, made.open(info) as member:
            content = member.read(info.file_size + 1)
    except BROKEN as error:
        raise ArchiveError("The file is damaged, or not whole.") from error
    if len(content) != info.file_size:
        raise ArchiveError("The file is damaged, or not whole.")
    return content


def is_zip(path: Path) -> bool:
    """Return whether a file begins as a zip does."""
    try:
        with files.opened(path) as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False
