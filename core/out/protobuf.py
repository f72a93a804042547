"""The wire format of protocol buffers, written by hand: what ONNX files and TensorBoard's events are made of.

A message is fields one after the other, each a key (number · 8 + kind) and a value: a whole number in groups of seven
bits, eight or four bytes, or a length and so many bytes. Source: protobuf.dev/programming-guides/encoding.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def varint(value: int) -> bytes:
    """Return a whole number of 64 bits in groups of seven bits; a negative one as its two's complement."""
    value &= (1 << 64) - 1
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)


def whole(number: int, value: int) -> bytes:
    """Return field `number` with a whole number."""
    return varint(number << 3 | VARINT) + varint(value)


def real(number: int, value: float) -> bytes:
    """Return field `number` with a float32."""
    return varint(number << 3 | FIXED32) + struct.pack("<f", value)


def double(number: int, value: float) -> bytes:
    """Return field `number` with a float64."""
    return varint(number << 3 | FIXED64) + struct.pack("<d", value)


def text(number: int, value: str | bytes) -> bytes:
    """Return field `number` with a text, or with a message that is made already."""
    content = value.encode("utf-8", "replace") if isinstance(value, str) else value
    return varint(number << 3 | BYTES) + varint(len(content)) + content


def each(number: int, values: Iterable[int]) -> bytes:
    """Return field `number` once for each whole number."""
    return b"".join(whole(number, value) for value in values)
