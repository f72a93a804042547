"""Of a regression: what is true against what is predicted, for the points that are held out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from gui.kit.arrays import draw_lines
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

LEFT_PX, BELOW_PX = 26.0, 18.0
MOST_PX = 260
DOT_PX = 3.2


class Residuals(Painted):
    """A dot a point: to the right the true value, upwards the prediction. On the diagonal both are the same; the line
    from there to the dot is the residual."""

    def __init__(self) -> None:
        super().__init__()
        self.true: NDArray[np.float32] = np.zeros(0, np.float32)
        self.predicted = self.true
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("True values against predicted ones"))

    def show_values(self, true: NDArray[np.float32], predicted: NDArray[np.float32]) -> None:
        """Show these values, one of each a point; those that are no numbers are left out."""
        count = min(len(true), len(predicted))
        true, predicted = true[:count], predicted[:count]
        known = np.isfinite(true) & np.isfinite(predicted) & (np.abs(predicted) < 1e6) & (np.abs(true) < 1e6)
        self.true, self.predicted = true[known], predicted[known]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def heightForWidth(self, width: int) -> int:
        return min(width * 3 // 4, MOST_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self.heightForWidth(self.width()):
            self.setFixedHeight(self.heightForWidth(self.width()))

    def ends(self) -> tuple[float, float]:
        """Return the least and the largest value that both axes show."""
        if not len(self.true):
            return -1.0, 1.0
        both = np.concatenate([self.true, self.predicted]).astype(np.float64)
        least, most = float(both.min()), float(both.max())
        room = 0.05 * max(most - least, 1e-3)
        return least - room, most + room

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the diagonal, the residuals and the dots."""
        place = QRectF(LEFT_PX, 4, self.width() - LEFT_PX - 6, self.height() - BELOW_PX - 6)
        if place.width() < 20 or place.height() < 20:
            return
        painter.fillRect(place, theme.control)
        least, most = self.ends()
        right, up = place.width() / (most - least), place.height() / (most - least)
        x = place.left() + (self.true.astype(np.float64) - least) * right
        y = place.bottom() - (self.predicted.astype(np.float64) - least) * up
        on_diagonal = place.bottom() - (self.true.astype(np.float64) - least) * up
        painter.setPen(QPen(blend(theme.card, theme.soft, 0.7), 1.0))
        painter.drawLine(place.bottomLeft(), place.topRight())
        painter.setPen(QPen(blend(theme.card, theme.validation, 0.45), 1.0))
        draw_lines(painter, np.stack([x, on_diagonal, x, y], 1))
        painter.setPen(QPen(theme.validation, DOT_PX, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        draw_lines(painter, np.stack([x, y, x + 0.01, y], 1))
        self._paint_axes(painter, theme, place, least, most)

    def _paint_axes(self, painter: QPainter, theme: Theme, place: QRectF, least: float, most: float) -> None:
        painter.setFont(font(theme, 11, tabular=True))
        painter.setPen(theme.soft)
        low, high = (f"{value:.2g}".replace("-", "−") for value in (least, most))
        below = QRectF(place.left(), place.bottom() + 3, place.width(), BELOW_PX)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, high)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, tr("true →"))
        painter.save()
        painter.translate(2, place.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 2, place.height(), 16), Qt.AlignmentFlag.AlignHCenter, tr("predicted →"))
        painter.restore()
