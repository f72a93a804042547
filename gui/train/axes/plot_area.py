"""Where a chart's parts are, and which value or step is at which pixel."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from gui.train.axes.across import PLAIN, Across
from gui.train.axes.axis import Axis


@dataclass(frozen=True)
class PlotArea:
    """Where a chart's parts are: the plot's rectangle, the steps at its sides, its value axis, and what the axis below
    counts."""

    plot: QRectF
    left: float
    right: float
    axis: Axis
    across: Across = PLAIN

    def x(self, step: float) -> float:
        """Return the pixel of a step."""
        return self.x_of(self.across.at(step))

    def x_of(self, gone: float) -> float:
        """Return the pixel of a place of the axis, in what it counts."""
        left, right = self.ends
        return self.plot.left() + (gone - left) / (right - left) * self.plot.width()

    @functools.cached_property
    def ends(self) -> tuple[float, float]:
        """The places of the axis at both sides, in what it counts."""
        left, right = self.across.at(self.left), self.across.at(self.right)
        return left, max(right, left + 1e-12)

    def xs(self, steps: np.ndarray, across: Across | None = None) -> np.ndarray:
        """The pixels of many steps; `across`: of another run, which has its own."""
        left, right = self.ends
        return self.plot.left() + ((across or self.across).of(steps) - left) * (self.plot.width() / (right - left))

    def y(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.plot.bottom() - self.axis.share(value) * self.plot.height()

    def step(self, x: float) -> float:
        """Return the step at a pixel."""
        left, right = self.ends
        return self.across.step(left + (x - self.plot.left()) / self.plot.width() * (right - left))

    def ys(self, values: np.ndarray) -> np.ndarray:
        """The heights of many values, cut a little outside the plot."""
        axis = self.axis
        if axis.log:
            values = np.log(np.maximum(values, axis.low * 1e-3) / axis.low) / np.log(axis.high / axis.low)
        else:
            values = (values - axis.low) / (axis.high - axis.low)
        return self.plot.bottom() - np.clip(values, -0.5, 1.5) * self.plot.height()
