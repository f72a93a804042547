"""Pictures of a convolution: what reaches it with the window over it, the products under the window, its maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent

from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.train.drawing.tiles import tile_images
from gui.train.numbers.written import number
from gui.train.panels.images import picture_of

SIDE_PX = 216
THUMB_PX, GAP_PX = 44, 6
STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
WRITTEN_OUT = 3
"""Up to this kernel, a cell has room for the value and the weight beside their product."""


class ValuePicture(Painted):
    """Values (h, w), blue above zero and orange below, or dark on light (`gray`); a frame around some of them.

    `padding` cells of zeros lie around them. `chosen(row, column)` is told where a person clicks or goes with the
    arrow keys.
    """

    draws_own_focus = True

    def __init__(self, name: str, chosen: Callable[[int, int], Any] | None = None) -> None:
        super().__init__(SIDE_PX, SIDE_PX)
        self.values = np.zeros((1, 1), np.float32)
        self.padding, self.gray = 0, False
        self.frame = (0, 0, 1, 1)
        """Row, column, rows, columns, counted with the padding."""
        self.chosen = chosen
        self.setAccessibleName(name)
        if chosen is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.CrossCursor)

    def show_values(self, values: np.ndarray, *, frame: tuple[int, int, int, int], padding: int, gray: bool) -> None:
        """Show other values, with the frame around some of them."""
        self.values, self.frame, self.padding, self.gray = values, frame, padding, gray
        self.update()

    def _cell(self) -> tuple[float, float, float]:
        """Return the side of a cell, and where the first one is."""
        rows, columns = (side + 2 * self.padding for side in self.values.shape)
        cell = (SIDE_PX - 4) / max(rows, columns)
        return cell, (SIDE_PX - cell * columns) / 2, (SIDE_PX - cell * rows) / 2

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the values, the padding around them and the frame."""
        cell, left, top = self._cell()
        rows, columns = self.values.shape
        whole = QRectF(left, top, (columns + 2 * self.padding) * cell, (rows + 2 * self.padding) * cell)
        painter.fillRect(whole, blend(theme.card, theme.line, 0.6))
        inside = QRectF(left + self.padding * cell, top + self.padding * cell, columns * cell, rows * cell)
        most = float(np.abs(self.values).max()) or 1.0
        image = picture_of(self.values, theme) if self.gray else tile_images(self.values[None] / most, theme)[0]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(inside, image)
        row, column, tall, wide = self.frame
        box = QRectF(left + column * cell, top + row * cell, wide * cell, tall * cell)
        painter.setPen(QPen(theme.card, 4))
        painter.drawRect(box)
        painter.setPen(QPen(theme.accent, 2))
        painter.drawRect(box)
        if self.hasFocus():
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _at(self, place: QPoint) -> None:
        if self.chosen is not None:
            cell, left, top = self._cell()
            rows, columns = self.values.shape
            row, column = int((place.y() - top) // cell), int((place.x() - left) // cell)
            self.chosen(min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at(event.position().toPoint())  # while a button is held: the window slides along

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or self.chosen is None:
            super().keyPressEvent(event)
            return
        rows, columns = self.values.shape
        row, column = self.frame[0] + step[0], self.frame[1] + step[1]
        self.chosen(min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class ProductPicture(Painted):
    """The values under the window, times the weights: a cell for each product."""

    def __init__(self, name: str) -> None:
        super().__init__(SIDE_PX + 48, SIDE_PX)
        self.values = self.weights = np.zeros((1, 1), np.float32)
        self.setAccessibleName(name)

    def show_products(self, values: np.ndarray, weights: np.ndarray) -> None:
        """Show `values` (k, k) times `weights` (k, k)."""
        self.values, self.weights = values, weights
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint each product, blue where it adds and orange where it subtracts."""
        products = self.values * self.weights
        most = float(np.abs(products).max()) or 1.0
        rows, columns = products.shape
        wide, tall = self.width() / columns, self.height() / rows
        for row in range(rows):
            for column in range(columns):
                value = float(products[row, column])
                share = 0.45 * min(abs(value) / most, 1.0) if np.isfinite(value) else 0.0
                box = QRectF(column * wide + 1, row * tall + 1, wide - 2, tall - 2)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(blend(theme.control, theme.positive if value > 0 else theme.negative, share))
                painter.drawRoundedRect(box, 4, 4)
                self._write(painter, theme, box, row, column)

    def _write(self, painter: QPainter, theme: Theme, box: QRectF, row: int, column: int) -> None:
        value, weight = float(self.values[row, column]), float(self.weights[row, column])
        if box.width() < 36:
            return
        large = len(self.values) <= WRITTEN_OUT
        painter.setPen(theme.text)
        painter.setFont(font(theme, 13 if large else 11, bold=large, tabular=True))
        above = box.adjusted(0, 0, 0, -box.height() * 0.3) if large else box
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, short(value * weight))
        if large:
            painter.setFont(font(theme, 11, tabular=True))
            below = box.adjusted(0, box.height() * 0.5, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{short(value)} × {short(weight)}")


def short(value: float) -> str:
    """Return a number in two decimals, or as short as it goes."""
    if not abs(value) < 1000:
        return number(value)
    return "0.00" if abs(value) < 0.005 else f"{value:.2f}".replace("-", "−")


class MapsPicture(Painted):
    """All feature maps of the layer, small; `chosen(unit)` is told which one a person wants to see."""

    draws_own_focus = True

    def __init__(self, name: str, chosen: Callable[[int], Any]) -> None:
        super().__init__()
        self.maps, self.shown = np.zeros((0, 1, 1), np.float32), np.zeros(0, int)
        self.unit, self.chosen = 0, chosen
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_maps(self, maps: np.ndarray, shown: np.ndarray, unit: int) -> None:
        """Show `maps` (n, h, w) of the units `shown` (n,); `unit` is framed."""
        self.maps, self.shown, self.unit = maps, shown, unit
        self._fit()
        self.update()

    @property
    def in_a_row(self) -> int:
        """How many maps have room side by side."""
        return max((self.width() - 4) // (THUMB_PX + GAP_PX), 1)

    def _fit(self) -> None:
        """Be as high as the rows need."""
        self.setFixedHeight(-(-max(len(self.maps), 1) // self.in_a_row) * (THUMB_PX + GAP_PX) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _box(self, place: int) -> QRectF:
        row, column = divmod(place, self.in_a_row)
        return QRectF(3 + column * (THUMB_PX + GAP_PX), 3 + row * (THUMB_PX + GAP_PX), THUMB_PX, THUMB_PX)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the maps in rows."""
        most = float(np.abs(self.maps).max(initial=0.0)) or 1.0
        for place, image in enumerate(tile_images(self.maps / most, theme) if len(self.maps) else []):
            box = self._box(place)
            painter.drawImage(box, image)
            here = int(self.shown[place]) == self.unit
            painter.setPen(QPen(theme.accent if here else theme.line, 2 if here else 1))
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 3, 3)
        if self.hasFocus():
            painter.setPen(QPen(theme.accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, unit in enumerate(self.shown):
            if self._box(place).contains(event.position()):
                self.chosen(int(unit))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or not len(self.shown):
            super().keyPressEvent(event)
            return
        there = np.flatnonzero(self.shown == self.unit)
        place = (int(there[0]) if len(there) else 0) + step[0] * self.in_a_row + step[1]
        self.chosen(int(self.shown[min(max(place, 0), len(self.shown) - 1)]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
