"""A small button painted in the theme: a sign or a word on a rounded ground. For drawings, where a style sheet's
boxes would be too heavy and a button must sit on a curve."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font

Face = Literal["plus", "minus", "text"]
KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class PaintedButton(QAbstractButton):
    """A button that paints itself in the theme, with the ring of the keyboard where the keyboard has gone to it."""

    draws_own_focus = True

    def __init__(self, parent: QWidget, *, palette: Theme) -> None:
        super().__init__(parent)
        self._theme, self._ring = palette, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def keeps_space(self) -> bool:
        """Whether Space presses it: once the keyboard has gone to it; after a click Space plays."""
        return self._ring

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self._theme = palette
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in KEYBOARD
        super().focusInEvent(event)


class Knob(PaintedButton):
    """`asked(fine)` is emitted by click, Space and Enter; `fine` tells whether Shift was held."""

    asked = Signal(bool)

    def __init__(self, parent: QWidget, *, palette: Theme, face: Face, name: str, round_: bool = False) -> None:
        super().__init__(parent, palette=palette)
        self._face, self._round, self._fine = face, round_, False
        self.about, self.key = "", -1
        """What it does, and to the layer with which key: for what explains it."""
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(lambda: self.asked.emit(self._fine))

    def sizeHint(self) -> QSize:
        if self._face != "text":
            return QSize(30, 24)
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 16, 24)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in ARROWS:  # they belong to the drawing around the button
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self._round:
            side = min(box.width(), box.height())
            box = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        radius = box.height() / 2 if self._round else 7.0
        ground, ink = theme.control, theme.text
        if not self.isEnabled():
            ground, ink = blend(theme.card, theme.control, 0.6), blend(theme.card, theme.soft, 0.45)
        elif self.isChecked():
            ground, ink = theme.selected, theme.accent
        elif self.isDown():
            ground = theme.line
        elif self.underMouse():
            ground = theme.hover
        ring = self._ring and self.hasFocus()
        edge = QPen(theme.accent, 2) if ring else QPen(theme.line, 1)
        painter.setPen(edge if ring or self._face != "text" else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, radius, radius)
        self._paint_face(painter, box, QPen(ink, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))

    def _paint_face(self, painter: QPainter, box: QRectF, pen: QPen) -> None:
        painter.setPen(pen)
        if self._face == "text":
            painter.setFont(font(self._theme, 11, bold=self.isChecked()))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        middle, arm = box.center(), 4.2
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        if self._face == "plus":
            painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
