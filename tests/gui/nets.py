"""Small made-up trainings for tests of what the window draws: messages as a trainer would send them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from core.messages.train_commands import DataSpec, Settings, Task
from core.messages.train_events import Column, Links, Loaded, NetChanged, Portrait, State, Tick
from core.messages.train_reports import Array, Data, Device, EditMark
from core.net.plan import Cost, Dense, Net
from core.sentence import say

DEVICE = Device(name="cpu", product="A processor", memory_bytes=1 << 30)
STATE = State(playing=True, step=0, epoch=0.0, undo=0, redo=0, threads=1, device=DEVICE)


def array(values: object, dtype: str = "f4") -> Array:
    """Return numbers as they travel."""
    made = np.ascontiguousarray(np.asarray(values, dtype=np.dtype(dtype).newbyteorder("<")))
    return Array(dtype, tuple(made.shape), made.tobytes())


def dense(*widths: int, inputs: int = 64, outputs: int = 10) -> Net:
    """Return a dense net with these hidden widths; keys equal numbers."""
    hidden = tuple(Dense(key=key, width=width) for key, width in enumerate(widths, 1))
    last = len(widths) + 1
    return Net((inputs,), (*hidden, Dense(key=last, width=outputs, activation="linear")), last + 1)


def rows(*points: tuple[float, float, float]) -> np.ndarray:
    """Return tick rows (n, 9) from (step, loss, validation loss); score is 1 − loss."""
    made = np.full((len(points), 9), np.nan)
    for row, (step, loss, validation) in zip(made, points, strict=True):
        row[0], row[2], row[3], row[4], row[5] = step, loss, validation, 1 - loss, 1 - validation
    return made


def tick(step: int, loss: float = 0.5, validation: float = 0.6) -> Tick:
    return Tick(step, 0.0, loss, validation, 1 - loss, 1 - validation, 0.1, 1000.0, 0.001)


def mark(step: int, grown: int = 1) -> EditMark:
    return EditMark(step, say("Hidden {layer} widened +{by}", layer=1, by=16), grown, 0.5, 0.5)


def loaded(
    net: Net | None = None,
    *,
    ticks: np.ndarray | None = None,
    marks: tuple[EditMark, ...] = (),
    task: Task = "classify",
) -> Loaded:
    net = net or dense(48, 24)
    empty = array(np.zeros((0, *net.input)))
    data = Data(DataSpec(), task, net.input, tuple("0123456789"), 1437, 360, empty, array([], "i8"), "")
    history = np.zeros((0, 9)) if ticks is None else ticks
    now = NetChanged(net, Cost(4546, 4500, 18184), Settings(), marks, STATE, 0, array(history, "f8"))
    return Loaded(data, 0, now, "")


def loaded_with(data: Data) -> Loaded:
    """Return a training on other data."""
    return replace(loaded(), data=data)


def portrait(
    net: Net, *, units: int = 12, new: dict[int, int] | None = None, seed: int = 0, links: int = 40
) -> Portrait:
    """Return a portrait of a dense net; `new` says how many of a layer's last shown units are on their ramp."""
    draw = np.random.default_rng(seed)
    widths = [net.input[0], *(layer.width for layer in net.layers)]  # type: ignore[union-attr]
    keys = [0, *(layer.key for layer in net.layers)]
    columns = []
    for number, (width, key) in enumerate(zip(widths, keys, strict=True)):
        count = min(width, units)
        fresh = np.arange(count) >= count - (new or {}).get(number, 0)
        tiles = draw.uniform(-1, 1, (count, 8, 8))
        one = array(np.ones(count))
        shown = array(np.arange(count), "i4")
        columns.append(Column(number, key, width, shown, one, one, array(tiles), array(fresh, "u1")))
    told = [
        Links(
            array(draw.integers(0, [a.shown.shape[0], b.shown.shape[0]], (links, 2)), "i4"),
            array(draw.normal(size=links)),
        )
        for a, b in pairwise(columns)
    ]
    return Portrait(100, tuple(columns), tuple(told))
