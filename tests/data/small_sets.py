"""The files of known sets, made small: the same formats, a few samples, and a table that knows their sums."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import tarfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

from core.data.fetched.sets import SETS, Remote, Source

TRAINING, VALIDATION = 12, 5


def pictures(count: int, size: int, *, begin: int = 0) -> list[bytes]:
    """Pictures of which every number is another than its neighbours'."""
    return [bytes((begin + number * 31 + at * 7) % 256 for at in range(size)) for number in range(count)]


def classes(count: int, of: int) -> list[int]:
    return [(number * 3 + 1) % of for number in range(count)]


def idx(shape: tuple[int, ...], content: bytes, *, magic: bytes = b"\0\0\x08") -> bytes:
    return magic + bytes([len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + content


def _four(of: int, *, turned: bool = False, first: int = 0) -> list[bytes]:
    """The four IDX files: pictures and classes to train on, then those to validate on."""
    found = []
    for count, begin in ((TRAINING, 0), (VALIDATION, 100)):
        shown = pictures(count, 784, begin=begin)
        if turned:
            shown = [bytes(one[column * 28 + row] for row in range(28) for column in range(28)) for one in shown]
        found.append(gzip.compress(idx((count, 28, 28), b"".join(shown)), mtime=0))
        labels = bytes(one + first for one in classes(count, of))
        found.append(gzip.compress(idx((count,), labels), mtime=0))
    return found


def element(kind: int, content: bytes) -> bytes:
    return struct.pack("<II", kind, len(content)) + content + b"\0" * (-len(content) % 8 if kind != 15 else 0)


def matrix(name: bytes, shape: tuple[int, ...], content: bytes, *, class_: int = 9, kind: int = 2) -> bytes:
    flags = element(6, struct.pack("<II", class_, 0))
    dims = element(5, struct.pack(f"<{len(shape)}i", *shape))
    small = struct.pack("<HH", 1, len(name)) + name.ljust(4, b"\0")  # as MATLAB writes a name of up to four letters
    return element(14, flags + dims + small + element(kind, content))


def mat(*matrices: bytes) -> bytes:
    return b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\x01IM" + b"".join(element(15, zlib.compress(m)) for m in matrices)


def _svhn(count: int, begin: int) -> bytes:
    shown = pictures(count, 3072, begin=begin)
    columns = b"".join(
        bytes(one[c * 1024 + row * 32 + column] for c in range(3) for column in range(32) for row in range(32))
        for one in shown
    )
    labels = bytes(one or 10 for one in classes(count, 10))
    return mat(matrix(b"X", (32, 32, 3, count), columns), matrix(b"y", (count, 1), labels))


def _cifar(members: tuple[str, ...]) -> bytes:
    shown = pictures(TRAINING, 3072), pictures(VALIDATION, 3072, begin=100)
    rows = [bytes([label]) + one for label, one in zip(classes(TRAINING, 10), shown[0], strict=True)]
    last = [bytes([label]) + one for label, one in zip(classes(VALIDATION, 10), shown[1], strict=True)]
    held = [rows[0:3], rows[3:6], rows[6:8], rows[8:10], rows[10:], last]
    return tar([(name, b"".join(one)) for name, one in zip(members, held, strict=True)])


def tar(members: list[tuple[str, bytes]]) -> bytes:
    found = io.BytesIO()
    with tarfile.open(fileobj=found, mode="w:gz") as archive:
        for name, content in members:
            told = tarfile.TarInfo(name)
            told.size = len(content)
            archive.addfile(told, io.BytesIO(content))
    return found.getvalue()


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return found.getvalue()


def content_of(source: Source) -> list[bytes]:
    """The files of a small set, in the order of its table."""
    of = len(source.about.classes)
    match source.layout:
        case "idx":
            return _four(of)
        case "idx in zip":
            return [zipped(list(zip(source.members, _four(of, turned=True, first=1), strict=True)))]
        case "cifar":
            return [_cifar(source.members)]
        case _:
            return [_svhn(TRAINING, 0), _svhn(VALIDATION, 100)]


def placed(name: str, folder: Path, url: str, contents: list[bytes] | None = None) -> Source:
    """The set of this name, small: its files in a folder that is served at `url`, and the table that knows them."""
    real = next(one for one in SETS if one.about.name == name)
    folder.mkdir(parents=True, exist_ok=True)
    remotes = []
    for remote, content in zip(real.files, contents or content_of(real), strict=True):
        (folder / remote.name).write_bytes(content)
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        remotes.append(Remote(remote.name, md5, len(content), (f"{url}/{remote.name}",)))
    about = replace(real.about, training=TRAINING, validation=VALIDATION, bytes=sum(remote.bytes for remote in remotes))
    return replace(real, about=about, files=tuple(remotes))
