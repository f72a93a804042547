"""A bar for each class, as long as its probability."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font

LEAST_ROW_PX, MOST_ROW_PX, MANY_ROW_PX = 9.0, 22.0, 15.0
LEAST_PX = 70
FEW = 10
"""So many classes always have their bar."""


class Bars(Painted):
    """Classes one below the other in the data's order, so that none jumps; the most probable in the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.classes: tuple[str, ...] = ()
        self.shares: NDArray[np.float64] | None = None
        """(classes,) probabilities; None: nothing is asked."""
        self.setMinimumWidth(LEAST_PX)

    def show_classes(self, classes: tuple[str, ...]) -> None:
        """Name the bars."""
        self.classes, self.shares = classes, None
        self.update()

    def show_shares(self, shares: NDArray[np.float64] | None) -> None:
        """Show probabilities, at once: a hand draws, and the network's drawing takes longer to paint; None: nothing is
        asked."""
        self.shares = shares
        self.repaint()

    def places(self) -> list[int]:
        """Return the classes that have a bar: all, in the data's order; of more than fit, the likeliest, the first on
        top."""
        fits = max(int(self.height() // MANY_ROW_PX), 1)
        count = len(self.classes)
        if count <= max(fits, FEW):
            return list(range(count))
        if self.shares is None or len(self.shares) != count:
            return list(range(fits))
        return [int(at) for at in np.argsort(-self.shares, kind="stable")[:fits]]

    @property
    def best(self) -> int:
        """The most probable class; −1 where nothing is asked."""
        return -1 if self.shares is None or not len(self.shares) else int(self.shares.argmax())

    def sizeHint(self) -> QSize:
        return QSize(LEAST_PX, 96)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint all bars."""
        if not self.classes:
            return
        places = self.places()
        row = min(self.height() / len(places), MOST_ROW_PX)
        size = int(min(max(row - 1.5, LEAST_ROW_PX), 13))
        plain, bold = font(theme, size, tabular=True), font(theme, size, bold=True, tabular=True)
        metrics = QFontMetricsF(bold)
        left = min(max(metrics.horizontalAdvance(self.classes[at]) for at in places) + 6, self.width() * 0.46)
        right = metrics.horizontalAdvance("100%") + 4
        room, best = max(self.width() - left - right, 4.0), self.best
        for line, at in enumerate(places):
            y, first, name = line * row, at == best, self.classes[at]
            share = float(self.shares[at]) if self.shares is not None and at < len(self.shares) else 0.0
            painter.setFont(bold if first else plain)
            painter.setPen(theme.text if first else theme.soft)
            middle = Qt.AlignmentFlag.AlignVCenter
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(left) - 4)
            painter.drawText(QRectF(0, y, left - 5, row), middle | Qt.AlignmentFlag.AlignRight, shown)
            bar = QRectF(left, y + row * 0.18, room, row * 0.64)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.control)
            painter.drawRoundedRect(bar, 2, 2)
            if share > 0:
                painter.setBrush(theme.accent if first else blend(theme.card, theme.soft, 0.55))
                painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(room * share, 1.5), bar.height()), 2, 2)
            if self.shares is not None and (first or share >= 0.005):
                painter.setPen(theme.text if first else theme.soft)
                there = QRectF(self.width() - right, y, right, row)
                painter.drawText(there, middle | Qt.AlignmentFlag.AlignRight, f"{100 * share:.0f}%")
