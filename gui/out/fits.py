"""Which data a network that is brought in can be trained on: what its weights tell, and what is there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core import files
from core.messages.catalogue import CATALOGUE
from core.messages.own.prepared import OwnData
from core.net.plan import Shape
from gui.train.panels.data import data_text

HEADER_BYTES = 16 << 20
"""A longer description of weights is not read here; then all data is offered."""
MOST_TENSORS, TITLE_LETTERS = 10_000, 200
PLAN, TITLE = "torchgarden.plan", "torchgarden.title"
"""What the app writes into such a file beside the weights: the network, and what its data is called."""


@dataclass(frozen=True)
class Ends:
    """What weights tell of a network: how many inputs its first layer has (`channels`: they are channels of pictures),
    how wide its output is. `planned`: the file itself says what the network is, and (`told`) what data it learned."""

    inputs: int
    outputs: int
    channels: bool = False
    planned: bool = False
    told: str = ""


@dataclass(frozen=True)
class Offered:
    """Data to train on: what names it, its title, and whether the network fits."""

    name: str
    title: str
    fits: bool


def ends_of(path: Path) -> Ends | None:
    """Return what the header of a safetensors file tells of its network, None where that is nothing. Only the header is
    read; see <https://github.com/huggingface/safetensors#format>."""
    try:
        with files.opened(path) as file:
            size = int.from_bytes(file.read(8), "little")
            if size > HEADER_BYTES:
                return None
            header = files.from_json(file.read(size))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(header, dict) or len(header) > MOST_TENSORS:
        return None
    meta = header.pop("__metadata__", None)
    meta = meta if isinstance(meta, dict) else {}
    planned, told = PLAN in meta, str(meta.get(TITLE, ""))[:TITLE_LETTERS]
    shapes = [shape for name in sorted(header, key=natural) if len(shape := _shape(header[name])) in (2, 4)]
    if not shapes:
        return Ends(0, 0, planned=planned, told=told) if planned or told else None
    return Ends(shapes[0][1], shapes[-1][0], len(shapes[0]) == 4, planned, told)


def _shape(entry: object) -> tuple[int, ...]:
    shape = entry.get("shape") if isinstance(entry, dict) else None
    if not isinstance(shape, list) or not all(type(side) is int and side > 0 for side in shape):
        return ()
    return tuple(shape)


def natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts names as a person does: "layers.10" behind "layers.2"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,9})", name)]


def offered(ends: Ends | None, own: Iterable[OwnData]) -> list[Offered]:
    """Return all data that there is, a person's own first, and which of it fits."""
    mine = [(data.digest, data.about.title, data.about.input, len(data.about.classes) or 1) for data in own]
    ships = [(name, data_text(name), known.input, known.outputs) for name, known in CATALOGUE.items()]
    return [
        Offered(name, title, ends is not None and _fits(ends, shape, outputs))
        for name, title, shape, outputs in (*mine, *ships)
    ]


def _fits(ends: Ends, shape: Shape, outputs: int) -> bool:
    if ends.channels:
        return len(shape) == 3 and shape[0] == ends.inputs and outputs == ends.outputs
    return math.prod(shape) == ends.inputs and outputs == ends.outputs
