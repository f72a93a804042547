"""Where each cell of a tensor and of its memory stands: arithmetic without painting.

`arranged` puts tensors side by side as long as there is room, below them the memory they read, in lines that are no
wider than the picture. Each cell knows which cell of which memory it reads, so that the same memory can be lit at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from PySide6.QtCore import QPointF, QRectF

from core.messages.inside.bench import BenchName, BenchStorage, BenchTensor
from gui.kit.arrays import numbers

PAD, GAP, HEAD, TALL, BETWEEN = 4.0, 3.0, 42.0, 32.0, 9.0
LEAST, MOST = 36.0, 66.0
"""Width of a cell."""
ROOM_FOR_ARCS = 42.0
MEMORY_HEAD = 24.0


Head = Callable[[BenchName, bool], float]


@dataclass(frozen=True)
class Cell:
    """One number: where it stands, what it reads, and whether it is only read again (a stride of 0)."""

    box: QRectF
    text: str
    value: float
    scale: float
    memory: int
    item: int
    index: tuple[int, ...]
    ghost: bool = False


@dataclass(frozen=True)
class Arc:
    """Jumps from cell to cell of a memory: the stride of a name's last dimension, above (0) or below (1) the cells."""

    name: str
    stride: int
    points: tuple[QPointF, ...]
    below: bool


@dataclass
class Block:
    """A tensor or a memory in the picture; `rest`: where something is left out."""

    name: str
    tensor: BenchTensor | None
    memory: BenchStorage | None
    head: QRectF
    stretched: bool = False
    cells: list[Cell] = field(default_factory=list)
    rest: list[QPointF] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    bottom: float = 0.0


@dataclass
class Shown:
    """What is drawn: names, some of them as broadcasting stretches them, and the memories of all of them."""

    names: tuple[BenchName, ...] = ()
    stretched: tuple[BenchName, ...] = ()
    storages: tuple[BenchStorage, ...] = ()


def arranged(shown: Shown, *, width: float, advance: Callable[[str], float], head: Head) -> tuple[list[Block], float]:
    """Return (blocks, height of all). `advance`: how wide a text is; `head`: how wide what is said of a name is."""
    made: list[Block] = []
    x, y, below = PAD, PAD, PAD
    for name, stretched in [*((n, False) for n in shown.names), *((n, True) for n in shown.stretched)]:
        if name.tensor is None:
            continue
        said = min(width - 2 * PAD, head(name, stretched))
        block, wide = _tensor(name, name.tensor, QPointF(x, y), width - 2 * PAD, advance, stretched, said)
        if x > PAD and x + wide > width - PAD:
            x, y = PAD, below + 14
            block, wide = _tensor(name, name.tensor, QPointF(x, y), width - 2 * PAD, advance, stretched, said)
        made.append(block)
        below, x = max(below, block.bottom), x + wide + 28
    y = below + 16
    places = dict.fromkeys(name.tensor.storage for name in shown.names if name.tensor is not None)
    for place in [place for place in places if 0 <= place < len(shown.storages)][:3]:
        readers = [name for name in shown.names if name.tensor is not None and name.tensor.storage == place]
        block = _memory(place, shown.storages[place], readers, y, width, advance)
        made.append(block)
        y = block.bottom + 14
    return made, y


def _scale(values: Sequence[float]) -> float:
    return max((abs(value) for value in values if math.isfinite(value)), default=0.0)


def _wide(texts: Sequence[str], advance: Callable[[str], float], room: float) -> float:
    widest = max((advance(text) for text in texts), default=0.0) + 10
    return min(max(widest, LEAST), MOST, max(room, LEAST))


def _fitting(shown: tuple[int, ...], most: int) -> list[int]:
    """Return which of the places along a dimension have room: all, or the first ones and the last."""
    if len(shown) <= most:
        return list(range(len(shown)))
    return [*range(max(1, most - 1)), len(shown) - 1]


def _tensor(
    name: BenchName, tensor: BenchTensor, at: QPointF, room: float, advance: Callable[[str], float], stretched: bool,
    head_wide: float,
) -> tuple[Block, float]:  # fmt: skip
    """Return (block, its width)."""
    block = Block(name.name, tensor, None, QRectF(at.x(), at.y(), head_wide, HEAD), stretched)
    block.bottom = at.y() + HEAD
    shown = (*([(0,)] * (2 - len(tensor.shown))), *tensor.shown)
    if not tensor.texts:
        return block, head_wide
    values = [float(value) for value in numbers(tensor.values)]
    wide, scale = _wide(tensor.texts, advance, room), _scale(values)
    columns = _fitting(shown[-1], max(2, int((room - BETWEEN) // (wide + GAP))))
    sizes = [len(indices) for indices in shown]
    plane_wide = len(columns) * (wide + GAP) + BETWEEN * (len(columns) < sizes[-1] or _gaps(shown[-1]))
    x, y, right, tall = at.x(), at.y() + HEAD, at.x(), 0.0
    for plane in product(*(range(size) for size in sizes[:-2])):
        if x > at.x() and x + plane_wide > at.x() + room:
            x, y = at.x(), y + tall + 10
        tall = _plane(block, plane, shown, columns, QPointF(x, y), wide, values, scale)
        right, x = max(right, x + plane_wide), x + plane_wide + 12
        block.bottom = y + tall
    return block, max(head_wide, right - at.x())


def _gaps(indices: tuple[int, ...]) -> bool:
    return any(after > before + 1 for before, after in pairwise(indices))


def _plane(
    block: Block, plane: tuple[int, ...], shown: tuple[tuple[int, ...], ...], columns: list[int], at: QPointF,
    wide: float, values: list[float], scale: float,
) -> float:  # fmt: skip
    """Add the cells of one matrix of a tensor; return how tall it is."""
    tensor = block.tensor
    assert tensor is not None
    y = at.y()
    for row, row_index in enumerate(shown[-2]):
        if row and row_index > shown[-2][row - 1] + 1:
            block.rest.append(QPointF(at.x() + wide / 2, y + BETWEEN / 2 - 1))
            y += BETWEEN
        x, before = at.x(), -1
        for column in columns:
            index = shown[-1][column]
            if before >= 0 and index > before + 1:
                block.rest.append(QPointF(x + BETWEEN / 2 - 1, y + TALL / 2))
                x += BETWEEN
            before = index
            padded = (*(shown[d][p] for d, p in enumerate(plane)), row_index, index)
            whole = padded[len(padded) - len(tensor.shape) :]
            place = 0
            for size, position in zip(map(len, shown), (*plane, row, column), strict=True):
                place = place * size + position
            item = tensor.offset + sum(i * s for i, s in zip(whole, tensor.strides, strict=True))
            ghost = any(i > 0 and s == 0 for i, s in zip(whole, tensor.strides, strict=True))
            box = QRectF(x, y, wide, TALL)
            memory = -1 if block.stretched else tensor.storage
            block.cells.append(Cell(box, tensor.texts[place], values[place], scale, memory, item, whole, ghost))
            x += wide + GAP
        y += TALL + GAP
    return y - at.y()


def _memory(
    place: int, storage: BenchStorage, readers: Sequence[BenchName], y: float, width: float,
    advance: Callable[[str], float],
) -> Block:  # fmt: skip
    """Return the memory of one or more names, in lines, with the jumps of the first two names."""
    block = Block("", None, storage, QRectF(PAD, y, width - 2 * PAD, MEMORY_HEAD))
    values = [float(value) for value in numbers(storage.values)]
    wide, scale = _wide(storage.texts, advance, width - 2 * PAD), _scale(values)
    x, line = PAD, y + MEMORY_HEAD + (ROOM_FOR_ARCS if storage.texts else 0.0)
    lines, before = 0, -1
    for at, index in enumerate(storage.shown):
        gap = BETWEEN if before >= 0 and index > before + 1 else 0.0
        if x + gap + wide > width - PAD and x > PAD:
            lines += 1
            x, line = PAD, line + TALL + GAP + (ROOM_FOR_ARCS if lines == 1 else 4)
        elif gap:
            block.rest.append(QPointF(x + BETWEEN / 2 - 1, line + TALL / 2))
            x += gap
        before = index
        block.cells.append(
            Cell(QRectF(x, line, wide, TALL), storage.texts[at], values[at], scale, place, index, (index,))
        )
        x += wide + GAP
    jumping = [name for name in readers if name.tensor is not None and _jumps(name.tensor)][:2]
    for order, name in enumerate(jumping):
        if name.tensor is not None:
            block.arcs.append(_arc(block, name.name, name.tensor, below=order == 1))
    last = block.cells[-1].box.bottom() if block.cells else y + MEMORY_HEAD
    block.bottom = last + (ROOM_FOR_ARCS if len(jumping) > 1 and not lines else 4)
    return block


def _jumps(tensor: BenchTensor) -> bool:
    return bool(tensor.shape) and tensor.shape[-1] > 1 and tensor.strides[-1] > 0


def _arc(block: Block, name: str, tensor: BenchTensor, *, below: bool) -> Arc:
    """Return the first jumps along a name's last dimension, as far as the memory's first line goes."""
    first = block.cells[0].box.top() if block.cells else 0.0
    stride = tensor.strides[-1]
    there = {cell.item: cell.box for cell in block.cells if cell.box.top() == first}
    points = []
    for step in range(min(tensor.shape[-1], 4)):
        box = there.get(tensor.offset + step * stride)
        if box is None:
            break
        points.append(QPointF(box.center().x(), box.bottom() if below else box.top()))
    return Arc(name, stride, tuple(points), below)
