"""The title of a chart as a button: the chart paints its name, the button the arrow beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.kit.painting import safely
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr
from gui.train.drawing.knob import PaintedButton


class TitleButton(PaintedButton):
    """Lies over the title of a chart; a click opens the menu of what the chart can show."""

    def __init__(self, parent: QWidget, *, palette: Theme) -> None:
        super().__init__(parent, palette=palette)
        self._title = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def place(self, title: str, *, right: float, height: float) -> None:
        """Lie over `title`, which begins at the left edge and ends before `right`."""
        self.setGeometry(6, 5, max(20, int(right) - 6), int(height) - 6)
        if title != self._title:
            self._title = title
            self.setAccessibleName(tr("{title}: choose what this chart shows", title=title))
            self.setToolTip(tip_text(tr("Choose what this chart shows")))

    def words_at(self, at: QPoint) -> list[str]:
        """Return the word that is painted here."""
        return [self._title]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ring = self._ring and self.hasFocus()
        if ring or self.underMouse():
            painter.setPen(QPen(theme.accent if ring else theme.line, 1.5 if ring else 1))
            painter.drawRoundedRect(box, 7, 7)
        painter.setPen(QPen(theme.soft, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        at = QPointF(box.right() - 9, box.center().y() + 2)
        painter.drawPolyline([at + QPointF(-3.5, -1.75), at + QPointF(0, 1.75), at + QPointF(3.5, -1.75)])
