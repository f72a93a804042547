"""A tensor as a heat map, and its histogram.

Zero lies in the middle of the colours; beyond three σ a value has a dot. NaN is a cross, infinity a ring. A cell is
chosen with the mouse or the arrow keys.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.stepping import TensorSeen
from gui.kit.arrays import numbers
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

MOST_CELL_PX, GAP = 26.0, 1
ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class Heat(Painted):
    """`pointed` is called with the index and value under the mouse, `chosen` with those that are chosen."""

    def __init__(self, pointed: Callable[[tuple[int, ...], float], Any], chosen: Callable[..., Any]) -> None:
        super().__init__()
        self.pointed, self.chosen = pointed, chosen
        self.seen: TensorSeen | None = None
        self.grid = np.zeros((0, 0), dtype=np.float32)
        """What is drawn: pictures lie side by side, with a line of NaN that is no value between them."""
        self.at: tuple[int, int] | None = None
        self.across, self.image = 1, QImage()
        self.setMouseTracking(True)
        self.setMinimumSize(160, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_tensor(self, seen: TensorSeen | None) -> None:
        """Show another tensor, None for none."""
        self.seen, self.at, self.image = seen, None, QImage()
        if seen is not None:
            values = numbers(seen.values)
            self.grid = self._tiled(values) if seen.pictures else values
        self.setAccessibleName(tr("No tensor is chosen") if seen is None else f"{seen.name} {seen.shape}")
        self.setAccessibleDescription(self._summary() if seen is not None else "")
        self.update()

    def _summary(self) -> str:
        """Return what the picture shows, in words."""
        real = self.grid[np.isfinite(self.grid)]
        if not real.size:
            return tr("No value here is a number.")
        low, mean, high = (f"{value:.4g}" for value in (real.min(), real.mean(), real.max()))
        return tr("Least {low}, mean {mean}, greatest {high}. The arrow keys go from value to value.",
                  low=low, mean=mean, high=high)  # fmt: skip

    def set_theme(self, theme: Theme) -> None:
        self.image = QImage()
        super().set_theme(theme)

    def _tiled(self, values: np.ndarray) -> np.ndarray:
        count, high, wide = values.shape
        self.across = max(1, math.ceil(math.sqrt(count * 1.6)))
        rows = math.ceil(count / self.across)
        made = np.full((rows * (high + GAP) - GAP, self.across * (wide + GAP) - GAP), np.nan, dtype=np.float32)
        for place in range(count):
            top, left = (place // self.across) * (high + GAP), (place % self.across) * (wide + GAP)
            made[top : top + high, left : left + wide] = values[place]
        return made

    # --------------------------------------------------------------------------------------------------- cells
    def index(self, row: int, column: int) -> tuple[int, ...] | None:
        """Return the index in the tensor of a drawn cell, None between pictures."""
        seen = self.seen
        if seen is None or not (0 <= row < self.grid.shape[0] and 0 <= column < self.grid.shape[1]):
            return None
        if seen.pictures:
            count, high, wide = seen.values.shape
            place = (row // (high + GAP)) * self.across + column // (wide + GAP)
            y, x = row % (high + GAP), column % (wide + GAP)
            return None if place >= count or y == high or x == wide else (*divmod(place, seen.shape[1]), y, x)
        if len(seen.shape) < 2:
            return (column,) if seen.shape else ()
        return (row, *(int(i) for i in np.unravel_index(column, seen.shape[1:])))

    def cell_px(self) -> tuple[float, float]:
        """Return how wide and how high a cell is drawn; those of pictures are square."""
        rows, columns = self.grid.shape
        wide = min(MOST_CELL_PX, self.width() / max(1, columns))
        high = min(MOST_CELL_PX, self.height() / max(1, rows))
        square = min(wide, high)
        return (square, square) if self.seen is not None and self.seen.pictures else (wide, high)

    def _cell(self, position: QPointF) -> tuple[int, int]:
        wide, high = self.cell_px()
        return int(position.y() // high), int(position.x() // wide)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row, column = self._cell(event.position())
        index = self.index(row, column)
        if index is not None:
            self.pointed(index, float(self.grid[row, column]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choose(*self._cell(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(Qt.Key(event.key()))
        if step is None or not self.grid.size:
            super().keyPressEvent(event)
            return
        row, column = self.at or (0, 0)
        if self.at is not None:
            row, column = row + step[0], column + step[1]
            if self.index(row, column) is None:  # over the line between two pictures
                row, column = row + step[0], column + step[1]
        self.choose(row, column)

    def choose(self, row: int, column: int) -> None:
        """Choose a cell, if there is one."""
        index = self.index(row, column)
        if index is None:
            return
        self.at = row, column
        self.pointed(index, float(self.grid[row, column]))
        self.chosen(index)
        self.update()

    # ------------------------------------------------------------------------------------------------- painting
    def limit(self) -> float:
        """Return the value that has the full colour: three σ, or the largest where that is less."""
        seen = self.seen
        if seen is None or not math.isfinite(seen.sigma):
            return 1.0
        largest = max(abs(seen.low), abs(seen.high))
        return min(largest, 3 * math.hypot(seen.mean, seen.sigma)) or 1.0

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.seen is None or not self.grid.size:
            return
        if self.image.isNull():
            self.image = picture(self.grid, self.limit(), theme)
        wide, high = self.cell_px()
        rows, columns = self.grid.shape
        painter.drawImage(QRectF(0, 0, columns * wide, rows * high), self.image)
        if not self.seen.pictures:
            painter.setPen(QPen(theme.card, 1))
            for column in range(1, columns if wide >= 4 else 0):
                painter.drawLine(QPointF(column * wide, 0), QPointF(column * wide, rows * high))
            for row in range(1, rows if high >= 4 else 0):
                painter.drawLine(QPointF(0, row * high), QPointF(columns * wide, row * high))
        self._marks(painter, theme, wide, high)
        if self.at is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.text, 1.5))
            painter.drawRect(QRectF(self.at[1] * wide, self.at[0] * high, wide, high))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent, 1.5))
            painter.drawRect(QRectF(0, 0, columns * wide, rows * high).adjusted(1, 1, -1, -1))

    def _marks(self, painter: QPainter, theme: Theme, wide: float, high: float) -> None:
        """Draw the signs of what a colour cannot say."""
        size = min(wide, high)
        arm = min(5.0, max(1.5, size / 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        beyond = (np.abs(self.grid) > self.limit() * 1.000001) & np.isfinite(self.grid) & (size >= 5)
        kinds = np.where(np.isnan(self.grid), 1, np.where(np.isinf(self.grid), 2, np.where(beyond, 3, 0)))
        for row, column in np.argwhere(kinds)[:4000]:
            if self.index(int(row), int(column)) is None:
                continue
            middle, which = QPointF((column + 0.5) * wide, (row + 0.5) * high), kinds[row, column]
            painter.setPen(QPen(theme.bad if which < 3 else theme.card, 1.5))
            if which == 1:
                painter.drawLine(middle - QPointF(arm, arm), middle + QPointF(arm, arm))
                painter.drawLine(middle - QPointF(arm, -arm), middle + QPointF(arm, -arm))
            else:
                painter.drawEllipse(middle, arm if which == 2 else 1.2, arm if which == 2 else 1.2)


def picture(values: np.ndarray, limit: float, theme: Theme) -> QImage:
    """Return the values as colours: `limit` and more is the full colour, what is no number that of the card."""
    zero, plus, minus = (
        np.array((color.red(), color.green(), color.blue()), dtype=np.float64)
        for color in (blend(theme.card, theme.soft, 0.13), theme.positive, theme.negative)
    )
    finite = np.isfinite(values)
    share = np.clip(np.where(finite, values, 0) / limit, -1, 1)[..., None].astype(np.float64)
    colors = zero + np.abs(share) * (np.where(share > 0, plus, minus) - zero)
    card = np.array((theme.card.red(), theme.card.green(), theme.card.blue()), dtype=np.float64)
    colors = np.ascontiguousarray(np.where(finite[..., None], colors, card), dtype=np.uint8)
    high, wide = values.shape
    return QImage(colors.tobytes(), wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()


class Bars(Painted):
    """The histogram of a tensor's finite numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: TensorSeen | None = None
        self.setMinimumSize(120, 76)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tensor(self, seen: TensorSeen | None) -> None:
        """Show another tensor, None for none."""
        self.seen = seen
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.seen is None or not math.isfinite(self.seen.low):
            return
        counts = numbers(self.seen.counts)
        wide, high = self.width() / len(counts), self.height() - 18
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.positive)
        for place, count in enumerate(counts / max(1, counts.max())):
            if count > 0:
                tall = max(1.0, count * high)
                painter.drawRect(QRectF(place * wide, high - tall, max(1.0, wide - 1), tall))
        painter.setFont(font(theme, theme.small_px, tabular=True))
        painter.setPen(theme.soft)
        line = QRectF(0, high + 2, self.width(), 15)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, f"{self.seen.low:.4g}")
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, f"{self.seen.high:.4g}")
