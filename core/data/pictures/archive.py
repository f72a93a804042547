"""A zip archive of pictures: opened within limits, its entries listed. Nothing is ever unpacked to the disk, so no name
in it can lead anywhere.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from core import files

DIRECTORY_BYTES = 64 << 20
"""The list of an archive's entries is read as a whole: no longer than this."""
UTF8, ENCRYPTED = 0x800, 0x1
BAD_ENTRY = (
    OSError, RuntimeError, NotImplementedError, ValueError, EOFError, LookupError, struct.error, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""What the standard library raises at an archive or entry that is damaged, encrypted, or packed in an unknown way."""


class Bounded(io.BufferedReader):
    """A file that is never read in larger pieces than `DIRECTORY_BYTES`, whatever its own numbers say."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes; raise `BadZipFile` for too many."""
        if size is None or size < 0:
            size = DIRECTORY_BYTES
        if size > DIRECTORY_BYTES:
            raise zipfile.BadZipFile("its list of entries is too long")
        return super().read(size)


def open_archive(path: str) -> zipfile.ZipFile:
    """Return an archive. Raises OSError, and BadZipFile, ValueError or NotImplementedError for what is none."""
    with files.opened(Path(path)) as ordinary:
        raw = io.FileIO(os.dup(ordinary.fileno()))
    bounded = Bounded(raw)
    try:
        return zipfile.ZipFile(bounded)
    except BaseException:
        bounded.close()
        raise


def start_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the first 32 bytes of an entry; none where it cannot be read."""
    try:
        return content_of(archive, entry, most_bytes=32)
    except (*BAD_ENTRY, MemoryError):
        return b""


def content_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most_bytes: int) -> bytes:
    """Return the first `most_bytes` bytes of an entry. Raises what is in `BAD_ENTRY`."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError("packed in an unusual way")
    with archive.open(entry) as file:
        return file.read(most_bytes)


def name_of(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry: UTF-8 where it says so or is so, else as Windows writes Korean, else as it stands.

    Old archives say nothing of their letters; Python then reads them as those of the first PC (cp437).
    """
    if entry.flag_bits & UTF8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def leads_outside(name: str) -> bool:
    """Return whether a name would be outside of the folder that an archive is unpacked into."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Return whether an entry is a symbolic link of the system that packed it."""
    return stat.S_ISLNK(entry.external_attr >> 16)
