"""Where a chart's parts are, and which value or step is at which pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from gui.train.charts.axis import Axis


@dataclass(frozen=True)
class PlotArea:
    """Where a chart's parts are: the plot's rectangle, the steps at its sides, its value axis."""

    plot: QRectF
    left: float
    right: float
    axis: Axis

    def x(self, step: float) -> float:
        """Return the pixel of a step."""
        return self.plot.left() + (step - self.left) / (self.right - self.left) * self.plot.width()

    def y(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.plot.bottom() - self.axis.share(value) * self.plot.height()

    def step(self, x: float) -> float:
        """Return the step at a pixel."""
        return self.left + (x - self.plot.left()) / self.plot.width() * (self.right - self.left)

    def ys(self, values: np.ndarray) -> np.ndarray:
        """The heights of many values, cut a little outside the plot."""
        axis = self.axis
        if axis.log:
            values = np.log(np.maximum(values, axis.low * 1e-3) / axis.low) / np.log(axis.high / axis.low)
        else:
            values = (values - axis.low) / (axis.high - axis.low)
        return self.plot.bottom() - np.clip(values, -0.5, 1.5) * self.plot.height()
