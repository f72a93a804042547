"""How the weights or the activations of a layer lie over time: a picture with a column for each slice that was told,
dark where many values are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from core.messages.beside.layer_curves import SpreadMeasured
from core.messages.train_reports import Array
from core.net.plan import INPUT, LayerKey
from gui.kit.arrays import numbers
from gui.kit.theme import Theme, blend
from gui.train.axes.plot_area import PlotArea

MOST = 480
"""So many slices are kept; when there are more, every second one goes."""
ROWS = 96
"""How many rows the picture has."""
Of = Literal["weights", "activations"]


@dataclass(frozen=True)
class Slice:
    """`counts` (n,): how many values are in each of n equal bins from `low` to `high`, after a step."""

    step: float
    counts: np.ndarray
    low: float
    high: float


class Spread:
    """The slices of one layer, of its weights and of its activations."""

    def __init__(self) -> None:
        self.key: LayerKey = INPUT
        self.of: dict[Of, list[Slice]] = {"weights": [], "activations": []}
        self._every = 1
        self._passed = 0

    def clear(self, key: LayerKey = INPUT) -> None:
        """Begin again, with another layer."""
        self.__init__()  # type: ignore[misc]
        self.key = key

    def rewind(self, step: float) -> None:
        """Forget what was after `step`."""
        for kind, slices in self.of.items():
            self.of[kind] = [slice for slice in slices if slice.step <= step]

    def hear(self, told: SpreadMeasured) -> None:
        """Take in how the values lie now; what is no count is passed over."""
        if told.key != self.key:
            return
        self._passed += 1
        if self._passed % self._every:
            return
        ranges = {
            "weights": (told.weights, told.weight_range),
            "activations": (told.activations, told.activation_range),
        }
        for kind, slices in self.of.items():
            counts, ends = ranges[kind]
            slice = _slice(told.step, counts, ends)
            if slice is not None and (not slices or slice.step > slices[-1].step):
                slices.append(slice)
        if max(map(len, self.of.values())) > MOST:
            self._every *= 2
            for kind, slices in self.of.items():
                self.of[kind] = slices[::2]

    def ends(self, of: Of) -> tuple[float, float]:
        """Return the least and the greatest value there was, NaN for none."""
        slices = self.of[of]
        if not slices:
            return math.nan, math.nan
        return min(slice.low for slice in slices), max(slice.high for slice in slices)


def _slice(step: int, counts: Array, ends: tuple[float, float]) -> Slice | None:
    values = numbers(counts).reshape(-1).astype(float)
    low, high = ends
    if len(values) < 2 or not (math.isfinite(low) and math.isfinite(high) and low < high and high - low < 1e30):
        return None
    return Slice(float(step), values.clip(0), low, high)


def paint_heat(painter: QPainter, area: PlotArea, slices: list[Slice], theme: Theme, *, newest: float) -> None:
    """Paint the slices in sight, each up to the next: the more values at a height, the nearer to the accent."""
    steps = np.array([slice.step for slice in slices])
    if not len(steps):
        return
    plot, ratio = area.plot, painter.device().devicePixelRatioF()
    wide = max(1, int(plot.width() * ratio))
    places = area.xs(steps)
    end = area.x(max(newest, steps[-1] + 1))
    at = plot.left() + (np.arange(wide) + 0.5) / ratio
    which = np.searchsorted(places, at, side="right") - 1
    seen = (which >= 0) & (at <= end)
    edges = np.linspace(area.axis.high, area.axis.low, ROWS + 1)
    shares = np.zeros((ROWS, len(slices)), np.float32)
    for number in np.unique(which[seen]):
        shares[:, number] = _rows(slices[number], edges)
    values = np.zeros((ROWS, (wide + 3) // 4 * 4), np.uint8)
    values[:, :wide][:, seen] = (255 * shares[:, which[seen]]).astype(np.uint8)
    image = QImage(values.data, wide, ROWS, values.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([_color(n / 255, theme) for n in range(256)])
    painter.drawImage(QRectF(plot.left(), plot.top(), plot.width(), plot.height()), image)


def _rows(slice: Slice, edges: np.ndarray) -> np.ndarray:
    """Return how densely the values of a slice lie in each row between `edges` (n + 1,): (n,), at most 1."""
    bins = np.linspace(slice.low, slice.high, len(slice.counts) + 1)
    summed = np.concatenate([[0.0], np.cumsum(slice.counts)])
    inside = -np.diff(np.interp(edges, bins, summed))
    most = inside.max()
    # The root: where few values are is seen too.
    made: np.ndarray = np.sqrt(inside / most) if most > 0 else inside
    return made


def _color(share: float, theme: Theme) -> int:
    return blend(theme.card, theme.accent, share).rgba()
