"""The safetensors file format, read and written with torch alone.

A file is eight bytes (the header's length, little-endian), a JSON header (name -> dtype, shape and where its bytes
are; ``__metadata__``, text to text) and the bytes. The train worker runs in environments that have torch and nothing
else. So the `safetensors` package is no dependency; the tests compare with it.

Source: the format's description in the README of huggingface/safetensors.
"""

from __future__ import annotations

import ctypes
import json
import math
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from core.files import from_json, read_bytes
from core.messages.train_reports import Array
from core.sentence import Problem

HEADER_BYTES = 100 * 2**20
FILE_BYTES = 64 << 30
DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
ARRAY_NAMES = {
    torch.float32: "f4",
    torch.float64: "f8",
    torch.uint8: "u1",
    torch.int8: "i1",
    torch.int16: "i2",
    torch.int32: "i4",
    torch.int64: "i8",
}


class FileError(Problem):
    """A file that is not what it should be."""


def raw(tensor: Tensor) -> memoryview:
    """Return the bytes of a contiguous tensor in main memory, not copied; keep the tensor alive meanwhile."""
    size_bytes = tensor.numel() * tensor.element_size()
    if not size_bytes:
        return memoryview(b"")
    return memoryview((ctypes.c_char * size_bytes).from_address(tensor.data_ptr())).cast("B")


def to_array(tensor: Tensor) -> Array:
    """Return a tensor as a message's Array."""
    tensor = tensor.detach().to("cpu").contiguous()
    return Array(ARRAY_NAMES[tensor.dtype], tuple(tensor.shape), bytes(raw(tensor)))


def pieces(tensors: Mapping[str, Tensor], metadata: Mapping[str, str], *, piece_bytes: int) -> Iterator[memoryview]:
    """Yield a file's content in pieces of at most about `piece_bytes`, for a writer that does other things in between.

    The tensors must be contiguous, in main memory, and stay as they are until the last piece is taken.
    """
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    place = 0
    # Widest numbers first: with the header padded to 8 bytes every tensor then starts at a multiple of its width.
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    for name in order:
        tensor = tensors[name]
        size_bytes = tensor.numel() * tensor.element_size()
        offsets = [place, place + size_bytes]
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": offsets}
        place += size_bytes
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    yield memoryview(struct.pack("<Q", len(text)) + text)
    for name in order:
        content = raw(tensors[name])
        for begin in range(0, len(content), piece_bytes):
            yield content[begin : begin + piece_bytes]


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Return (tensors by name, metadata); raise `FileError` if the file is not exactly as the format says."""
    try:
        content = bytearray(read_bytes(path, limit_bytes=FILE_BYTES))
        header, begin = _header(content)
    except FileNotFoundError as error:
        raise FileError("{name} cannot be read: it is not there.", name=path.name) from error
    except (OSError, ValueError, struct.error, RecursionError) as error:
        raise FileError("{name} is damaged.", name=path.name) from error
    metadata = header.pop("__metadata__", {})
    tensors: dict[str, Tensor] = {}
    try:
        end = begin
        for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
            first, last = (begin + offset for offset in entry["data_offsets"])
            shape, dtype = [int(length) for length in entry["shape"]], DTYPES[entry["dtype"]]
            count = math.prod(shape)
            if (
                first != end
                or min(shape, default=0) < 0
                or last - first != count * dtype.itemsize
                or last > len(content)
            ):
                raise ValueError(name)
            values = torch.frombuffer(content, dtype=dtype, count=count, offset=first) if count else torch.empty(0)
            tensors[name] = values.to(dtype).reshape(shape).clone()
            end = last
        if end != len(content) or not all(type(text) is str for text in metadata.values()):
            raise ValueError("length")
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RuntimeError) as error:
        raise FileError("{name} is damaged.", name=path.name) from error
    return tensors, metadata


def _header(content: bytearray) -> tuple[dict[str, Any], int]:
    """Return (header, where the bytes begin)."""
    (length,) = struct.unpack("<Q", content[:8])
    if length > min(HEADER_BYTES, len(content) - 8):
        raise ValueError("the header is longer than the file")
    header = from_json(bytes(content[8 : 8 + length]))
    if not isinstance(header, dict):
        raise ValueError("the header is no object")
    return header, 8 + length
