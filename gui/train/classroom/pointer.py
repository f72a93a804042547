"""A pointer that a class can see: a large ring that follows the mouse, or a spotlight with the rest in the dark."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.kit.painting import safely
from gui.kit.theme import Theme

RING_PX, LIGHT_PX = 22, 120
"""Radius of the ring and of the spotlight."""
DARK = 150
"""How dark the rest is in a spotlight, of 255."""


class Pointer(QWidget):
    """Lies over the window and lets the mouse through; `draw` moves it once a frame."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.over = window
        self.theme: Theme | None = None
        self.ring, self.spotlight = False, False
        self.at = QPoint(-1, -1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme
        self.update()

    def put(self, *, ring: bool, spotlight: bool) -> None:
        """Show the ring, the spotlight, both, or nothing."""
        self.ring, self.spotlight = ring, spotlight
        self.setVisible(ring or spotlight)
        self.at = QPoint(-1, -1)
        self.draw()

    def draw(self) -> None:
        """Follow the mouse; once a frame. Only what was and what is under the ring is painted again."""
        if self.isHidden():
            return
        window = self.over
        if self.spotlight and self.geometry() != window.rect():
            self.setGeometry(window.rect())
            self.raise_()
        at = window.mapFromGlobal(QCursor.pos())
        if at == self.at:
            return
        before, self.at = self.at, at
        if self.spotlight:
            self.update(self._around(before, LIGHT_PX).united(self._around(at, LIGHT_PX)))
        else:
            self.setGeometry(self._around(at, RING_PX))
            self.raise_()

    def _around(self, at: QPoint, radius: int) -> QRect:
        reach = radius + 4
        return QRect(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.mapFromParent(self.at)
        if self.spotlight:
            dark, light = QPainterPath(), QPainterPath()
            dark.addRect(QRectF(event.rect()))
            light.addEllipse(middle, LIGHT_PX, LIGHT_PX)
            painter.fillPath(dark.subtracted(light), QColor(0, 0, 0, DARK))
        if self.ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.card, 7))  # a rim, so that it is seen on every ground
            painter.drawEllipse(middle, RING_PX, RING_PX)
            painter.setPen(QPen(self.theme.accent, 4))
            painter.drawEllipse(middle, RING_PX, RING_PX)
