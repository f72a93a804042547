"""What the files of a set hold: pictures and classes, checked against what is known of the set.

Every file has been checked by its sum before; the readers take it for hostile all the same, since a sum can be wrong.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core import files
from core.data.fetched.archives import Tick, files_in_tar, gzips_in_zip, unzipped_file
from core.data.fetched.idx import read_idx, with_rows
from core.data.fetched.matlab import Matrix, read_mat
from core.data.fetched.sets import Source

SLACK_BYTES = 1 << 20
MAT_BYTES = 1 << 30
CHUNK = 64
"""Pictures that are turned at once: as many as a processor's cache holds."""


@dataclass(frozen=True)
class Samples:
    """Pictures (n, channels, height, width), a byte each number, and the number of each one's class."""

    pictures: bytes | memoryview
    classes: bytes


def read_set(source: Source, paths: Mapping[str, Path], tick: Tick) -> tuple[Samples, Samples]:
    """Return what is trained and what is validated on; raise ValueError where the files hold something else, and
    OSError."""
    about = source.about
    size = math.prod(about.input)
    most = (about.training + about.validation) * (size + 1) + SLACK_BYTES
    if source.layout == "idx":
        found = _idx([unzipped_file(paths[file.name], most, tick) for file in source.files], side=0)
    elif source.layout == "idx in zip":
        whole = gzips_in_zip(paths[source.files[0].name], source.members, most, tick)
        found = _idx(whole, side=about.input[-1])
        # EMNIST counts its letters from 1.
        found = tuple(Samples(one.pictures, bytes((label - 1) % 256 for label in one.classes)) for one in found)
    elif source.layout == "cifar":
        rows = files_in_tar(paths[source.files[0].name], source.members, most + SLACK_BYTES, tick)
        found = (_cifar(b"".join(rows[:-1]), size), _cifar(rows[-1], size))
    else:
        found = tuple(_matlab(paths[file.name], most, tick) for file in source.files)
    training, validation = found
    _check(training, about.training, size, len(about.classes))
    _check(validation, about.validation, size, len(about.classes))
    return training, validation


def _check(samples: Samples, count: int, size: int, classes: int) -> None:
    if len(samples.pictures) != count * size or len(samples.classes) != count:
        raise ValueError("there are more or fewer samples than are known of")
    if max(samples.classes) >= classes:
        raise ValueError("a class is impossible")


def _idx(contents: list[bytes], *, side: int) -> tuple[Samples, ...]:
    """Return the samples of four IDX files: pictures and classes of both. `side`: of pictures stored by column."""
    found = []
    for pictures, classes in (contents[:2], contents[2:]):
        shape, values = read_idx(pictures, dimensions=3)
        if side and shape[1:] != (side, side):
            raise ValueError("the pictures are of another size")
        turned: bytes | memoryview = with_rows(values, side=side) if side else values
        found.append(Samples(turned, bytes(read_idx(classes, dimensions=1)[1])))
    return tuple(found)


def _cifar(rows: bytes, size: int) -> Samples:
    """Return the samples of rows of a class and a picture each."""
    if len(rows) % (size + 1):
        raise ValueError("a picture is cut off")
    pictures = b"".join([rows[at + 1 : at + 1 + size] for at in range(0, len(rows), size + 1)])
    return Samples(pictures, rows[:: size + 1])


def _matlab(path: Path, most: int, tick: Tick) -> Samples:
    """Return the samples of one of SVHN's files: X (height, width, channels, n) and y, in which 10 stands for 0."""
    found = read_mat(files.read_bytes(path, limit_bytes=most), most=min(most, MAT_BYTES), tick=tick)
    if not {"X", "y"} <= found.keys() or len(found["X"].shape) != 4 or found["X"].values.format != "B":
        raise ValueError("there are no pictures in the file")
    classes = bytes(int(value) % 10 if 1 <= value <= 10 else 255 for value in found["y"].values)
    return Samples(_turned(found["X"], tick), classes)


def _turned(pictures: Matrix, tick: Tick) -> bytes:
    """Return pictures with the first dimension running fastest as (n, channels, height, width)."""
    height, width, channels, _ = pictures.shape
    plane = height * width
    turned = bytearray(len(pictures.values))
    step = CHUNK * channels * plane
    for begin in range(0, len(turned), step):
        tick()
        block = bytes(pictures.values[begin : begin + step])
        made = bytearray(len(block))
        for row in range(height):
            for column in range(width):
                made[row * width + column :: plane] = block[column * height + row :: plane]
        turned[begin : begin + step] = made
    return bytes(turned)


def targets_of(*samples: Samples) -> bytes:
    """Return the classes as little-endian int64."""
    found = array("q")
    for one in samples:
        found.extend(one.classes)
    return found.tobytes()
