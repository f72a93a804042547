"""The IDX format of MNIST and its relatives: a magic number, the lengths of each dimension, the bytes.

Source: the description on MNIST's page (Y. LeCun). Only unsigned bytes are read.
"""

from __future__ import annotations

import struct

UNSIGNED_BYTES = 8
MOST_SAMPLES = 2_000_000


def read_idx(content: bytes, *, dimensions: int) -> tuple[tuple[int, ...], memoryview]:
    """Return (shape, bytes) of IDX with so many dimensions; raise ValueError where the content is no such thing."""
    begin = 4 + 4 * dimensions
    if len(content) < begin or content[:4] != bytes((0, 0, UNSIGNED_BYTES, dimensions)):
        raise ValueError("this is no IDX file of bytes")
    shape = struct.unpack(f">{dimensions}I", content[4:begin])
    size = 1
    for length in shape:
        size *= length
        if not 0 < length <= MOST_SAMPLES or size > len(content):
            raise ValueError("a length is impossible")
    if len(content) != begin + size:
        raise ValueError("there are more or fewer bytes than the header tells")
    return tuple(shape), memoryview(content)[begin:]


def with_rows(columns: memoryview, *, side: int) -> bytes:
    """Return square pictures (n, side, side) that are stored column by column, as EMNIST's are, row by row."""
    size = side * side
    turned = bytearray(len(columns))
    for row in range(side):
        for column in range(side):
            turned[row * side + column :: size] = columns[column * side + row :: size]
    return bytes(turned)
