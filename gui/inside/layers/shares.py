"""How a step divides into the three layers: one bar in three colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.layers import Traced
from gui.inside.layers.lanes import text_on
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, font
from gui.kit.words import tr


class Shares(Painted):
    """Shows the own times of a step's layers as shares of the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(30)

    def sizeHint(self) -> QSize:
        return QSize(240, 30)

    def show_traced(self, traced: Traced) -> None:
        """Show a step."""
        whole = traced.seconds or 1.0
        names = (tr("API"), tr("Engine"), tr("Kernels"))
        times = (traced.api_s, traced.engine_s, traced.kernel_s)
        self.parts = [(name, seconds / whole) for name, seconds in zip(names, times, strict=True)]
        self.setAccessibleName(", ".join(f"{name} {share:.0%}" for name, share in self.parts))
        self.setToolTip(tr(
            "Measured, own times. What an op that computes spends in itself counts as its kernel, its dispatch "
            "included: the profiler does not tell the two apart."
        ))  # fmt: skip
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the three parts."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setFont(font(theme, theme.small_px, bold=True, tabular=True))
        metrics, left = QFontMetricsF(painter.font()), 0.0
        for (name, share), color in zip(self.parts, (theme.narrowed, theme.accent, theme.grown), strict=False):
            box = QRectF(left, 0, share * self.width(), self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRect(box)
            words = f"{name} {share:.0%}"
            if metrics.horizontalAdvance(words) > box.width() - 8:
                words = f"{share:.0%}"
            if metrics.horizontalAdvance(words) <= box.width() - 4:
                painter.setPen(text_on(color, theme))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            left += box.width()
