"""The library's data.safetensors, written without torch: the data worker runs on Pythons that have none.

`core.train.model.safetensors` reads it; the format is described there.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from core.files import added_to, force

InputType = Literal["U8", "F32"]
WIDTH = {"U8": 1, "F32": 4, "I64": 8}


def write_tensors(
    path: Path,
    *,
    inputs: Iterable[bytes | bytearray | memoryview],
    shape: tuple[int, ...],
    of: InputType,
    targets: bytes,
    classify: bool,
) -> None:
    """Write "inputs" of `shape` (n, ...), in pieces, and "targets": n int64 of classes, or n float32 numbers (n, 1).

    All numbers are little-endian. Raises OSError, and ValueError where the pieces are more or less than the shape.
    """
    count, kind = shape[0], "I64" if classify else "F32"
    size = math.prod(shape) * WIDTH[of]
    if len(targets) != count * WIDTH[kind]:
        raise ValueError("there are other numbers of inputs and targets")
    header = {
        "targets": {
            "dtype": kind, "shape": [count] if classify else [count, 1], "data_offsets": [0, len(targets)],
        },
        "inputs": {"dtype": of, "shape": list(shape), "data_offsets": [len(targets), len(targets) + size]},
    }  # fmt: skip
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with added_to(path) as file:
        file.truncate(0)
        file.write(struct.pack("<Q", len(text)) + text + targets)
        done = 0
        for piece in inputs:
            done += len(memoryview(piece).cast("B"))
            if done > size:
                break
            file.write(piece)
        if done != size:
            raise ValueError("there are other numbers of inputs than were told")
        file.flush()
        force(file.fileno())
