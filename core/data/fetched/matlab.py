"""Arrays of bytes and doubles in MATLAB 5 files: what SVHN comes in.

Source: MathWorks, MAT-File Format, level 5. Only little-endian files, real arrays of the classes uint8 and double, and
elements packed with zlib are read. Lengths are checked before anything is made of them.
"""

from __future__ import annotations

import math
import struct
import zlib
from array import array
from collections.abc import Callable
from dataclasses import dataclass

HEADER_BYTES = 128
INT8, UINT8, INT16, UINT16, INT32, UINT32, DOUBLE, MATRIX, COMPRESSED = 1, 2, 3, 4, 5, 6, 9, 14, 15
CODES = {INT8: "b", UINT8: "B", INT16: "h", UINT16: "H", INT32: "i", UINT32: "I", DOUBLE: "d"}
DOUBLE_CLASS, UINT8_CLASS = 6, 9
COMPLEX = 0x0800
MOST_ELEMENTS, MOST_DIMENSIONS, BLOCK_BYTES, FED_BYTES = 100, 8, 1 << 20, 1 << 16


@dataclass(frozen=True)
class Matrix:
    """An array: its shape, and its values with the first dimension running fastest; bytes where its class is uint8."""

    shape: tuple[int, ...]
    values: memoryview


def read_mat(content: bytes, *, most: int, tick: Callable[[], None]) -> dict[str, Matrix]:
    """Return the arrays of a file by name; raise ValueError where it is none, or would take more than `most` bytes."""
    if len(content) < HEADER_BYTES or content[124:128] != b"\x00\x01IM":
        raise ValueError("this is no MATLAB 5 file")
    found: dict[str, Matrix] = {}
    at = HEADER_BYTES
    left = most
    for _ in range(MOST_ELEMENTS):
        if at >= len(content):
            return found
        tick()
        kind, body, at = _element(memoryview(content), at)
        if kind == COMPRESSED:
            whole = _unpacked(body, left, tick)
            left -= len(whole)
            kind, body, _ = _element(memoryview(whole), 0)
        if kind == MATRIX and (read := _matrix(body)) is not None:
            found[read[0]] = read[1]
    raise ValueError("there are too many elements")


def _element(content: memoryview, at: int) -> tuple[int, memoryview, int]:
    """Return (type, bytes, where the next one begins) of the element at a place."""
    if at + 8 > len(content):
        raise ValueError("an element is cut off")
    first, size = struct.unpack_from("<II", content, at)
    if first >> 16:  # a small one: type and length share four bytes, and the data the next four
        size, kind = first >> 16, first & 0xFFFF
        if size > 4:
            raise ValueError("a small element is too long")
        return kind, content[at + 4 : at + 4 + size], at + 8
    end = at + 8 + size
    if end > len(content):
        raise ValueError("an element is cut off")
    # Packed ones are not padded to eight bytes.
    return first, content[at + 8 : end], end if first == COMPRESSED else end + -size % 8


def _unpacked(body: memoryview, most: int, tick: Callable[[], None]) -> bytes:
    """Return what is packed, fed in pieces: what zlib has not taken of a piece is copied each time."""
    inner = zlib.decompressobj()
    found = bytearray()
    pieces = [body[begin : begin + FED_BYTES] for begin in range(0, len(body), FED_BYTES)]
    try:
        for piece in [*pieces, memoryview(b"")]:  # the last lets out what is still held back
            rest: bytes | memoryview = piece
            while not inner.eof:
                tick()
                block = inner.decompress(rest, BLOCK_BYTES)
                found += block
                rest = inner.unconsumed_tail
                if len(found) > most:
                    raise ValueError("an element is too large")
                if not rest and len(block) < BLOCK_BYTES:
                    break
    except zlib.error as error:
        raise ValueError("an element is damaged") from error
    if not inner.eof:
        raise ValueError("an element is cut off")
    return bytes(found)


def _matrix(body: memoryview) -> tuple[str, Matrix] | None:
    """Return (name, array) of a matrix element; None for one of a class that is not read."""
    kind, flags, at = _element(body, 0)
    if kind != UINT32 or len(flags) != 8:
        raise ValueError("an array has no flags")
    (word,) = struct.unpack_from("<I", flags, 0)
    if word & 0xFF not in (DOUBLE_CLASS, UINT8_CLASS) or word & COMPLEX:
        return None
    kind, lengths, at = _element(body, at)
    if kind != INT32 or len(lengths) % 4 or not 2 <= len(lengths) // 4 <= MOST_DIMENSIONS:
        raise ValueError("an array has no shape")
    shape = struct.unpack(f"<{len(lengths) // 4}i", lengths)
    kind, name, at = _element(body, at)
    if kind != INT8 or len(name) > 64:
        raise ValueError("an array has no name")
    kind, values, _ = _element(body, at)
    return bytes(name).decode("latin-1"), Matrix(shape, _values(kind, values, shape, word & 0xFF))


def _values(kind: int, values: memoryview, shape: tuple[int, ...], class_: int) -> memoryview:
    """Return values as bytes or doubles. MATLAB stores doubles that are whole numbers in fewer bytes."""
    if kind not in CODES or min(shape) < 0:
        raise ValueError("an array is of no type that is read")
    made = array(CODES[kind])
    if math.prod(shape) * made.itemsize != len(values):
        raise ValueError("an array does not fit its shape")
    if class_ == UINT8_CLASS:
        if kind != UINT8:
            raise ValueError("an array of bytes holds something else")
        return values
    made.frombytes(values)
    return memoryview(array("d", made))
