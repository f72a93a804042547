"""Samples in an .npz file: a zip of arrays, read without numpy. Nothing in it is unpickled.

An array is ``NAME.npy``: a magic number, a header that says type, order and shape, and the numbers. Source: numpy's
`numpy.lib.format`.
"""

from __future__ import annotations

import ast
import math
import struct
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from core import files
from core.out import archive
from core.out.described import USUAL_ARRAYS
from core.out.taken import OutError

MAGIC = b"\x93NUMPY"
HEADER_BYTES = 10_000
ARRAY_BYTES = 1 << 30
MOST_ARRAYS, DIRECTORY_BYTES = 1000, 1 << 20
TYPES = {
    "u1": torch.uint8, "i1": torch.int8, "b1": torch.bool, "i2": torch.int16, "i4": torch.int32, "i8": torch.int64,
    "f2": torch.float16, "f4": torch.float32, "f8": torch.float64, "u2": torch.int16, "u4": torch.int32,
    "u8": torch.int64,
}  # fmt: skip
"""By numpy's name of a type without its byte order: how torch reads those bytes. Old ones know no unsigned numbers."""


@dataclass(frozen=True)
class Numbers:
    """Samples: `values` (n, …) as they stand in the file; `bytes_`: whole numbers, of pictures from 0 to 255. `shape`:
    of a sample as the network takes it; `last`: its channels stand last in the file."""

    values: Tensor
    shape: tuple[int, ...]
    bytes_: bool
    last: bool

    @property
    def count(self) -> int:
        """How many samples there are."""
        return len(self.values)

    def sample(self, at: int) -> Tensor:
        """Return one as float64, (*shape)."""
        made = self.values[at].double()
        return (made.permute(2, 0, 1) if self.last else made).reshape(self.shape)


def read(path: Path, *, sample: tuple[int, ...]) -> Numbers:
    """Return the array of a file whose samples have the shape `sample`, or as many numbers; raise `OutError` where
    there is none. Raises OSError, `ArchiveError` and ValueError of a file that is damaged."""
    with files.opened(path) as file:
        infos = archive.directory(file, most=MOST_ARRAYS, directory_bytes=DIRECTORY_BYTES)
        names = sorted((name for name in infos if name.endswith(".npy")), key=_place)
        shapes: list[str] = []
        for name in names:
            content = archive.read(file, infos[name], limit_bytes=ARRAY_BYTES)
            shape, kind, begin, fortran = _header(content)
            if (fits := _fits(shape, sample)) is not None and kind[1:] in TYPES:
                values = _values(content, shape, kind, begin, fortran)
                return Numbers(values, sample, kind[1] in "iu", fits)
            shapes.append(f"{name[:-4][:40]} {'×'.join(map(str, shape)) or '1'}")
    raise OutError(
        "No array in it has samples of {wanted}. There is: {there}.", wanted="×".join(map(str, sample)),
        there=", ".join(shapes[:5]) or "–",
    )  # fmt: skip


def _place(name: str) -> tuple[int, str]:
    plain = name[:-4].casefold()
    return (USUAL_ARRAYS.index(plain) if plain in USUAL_ARRAYS else len(USUAL_ARRAYS)), name


def _fits(shape: tuple[int, ...], sample: tuple[int, ...]) -> bool | None:
    """Return whether the channels of an array's samples stand last; None where they are no such samples."""
    one = shape[1:]
    if one == sample or (len(one) in (0, 2) and sample == (1, *one)):
        return False
    if len(sample) == 3 and one == (sample[1], sample[2], sample[0]):
        return True
    return False if one == (math.prod(sample),) else None


def _header(content: bytes) -> tuple[tuple[int, ...], str, int, bool]:
    """Return (shape, type, where the numbers begin, whether the first index goes fastest)."""
    if content[:6] != MAGIC or len(content) < 12:
        raise ValueError("no array")
    wide = content[6] >= 2
    (length,) = struct.unpack("<I" if wide else "<H", content[8 : 12 if wide else 10])
    begin = (12 if wide else 10) + length
    if length > HEADER_BYTES:
        raise ValueError("too long a header")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            told = ast.literal_eval(content[12 if wide else 10 : begin].decode("latin-1").strip())
    except (SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError("no header") from error
    shape, kind = (told.get("shape"), told.get("descr")) if isinstance(told, dict) else (None, None)
    if not isinstance(shape, tuple) or len(shape) > 8 or not all(type(one) is int and one >= 0 for one in shape):
        raise ValueError("no shape")
    if not isinstance(kind, str):
        raise ValueError("no type")
    return shape, kind, begin, told.get("fortran_order") is True


def _values(content: bytes, shape: tuple[int, ...], kind: str, begin: int, fortran: bool) -> Tensor:
    dtype, count = TYPES[kind[1:]], math.prod(shape)
    width = torch.empty(0, dtype=dtype).element_size()
    if len(content) - begin != count * width:
        raise ValueError("another number of numbers")
    if not count:
        return torch.empty(shape, dtype=dtype)
    flat = torch.frombuffer(bytearray(content[begin:]), dtype=torch.uint8).reshape(count, width)
    if kind[0] == ("<" if sys.byteorder == "big" else ">"):
        flat = flat.flip(1)
    flat = flat.contiguous().view(dtype).reshape(count)
    if kind[1] == "u" and width > 1:
        flat = flat.double() + (flat < 0).double() * 2.0 ** (8 * width)  # what was read as signed
    if not fortran:
        return flat.reshape(shape)
    return flat.reshape(shape[::-1]).permute(*reversed(range(len(shape))))
