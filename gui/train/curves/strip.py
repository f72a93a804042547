"""The legend below a chart: one small button for each layer and each compared run. A click hides its line or shows it
again; Delete or the cross takes a run out of the charts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tip_text, tr
from gui.train.drawing.knob import PaintedButton

ROW = 20.0
WIDEST, NARROWEST = 168.0, 56.0
CROSS, LEAST_TEXT = 15.0, 12.0
PX = 11


@dataclass(frozen=True)
class Item:
    """One entry. `remove` None: it can be hidden only."""

    color: QColor
    name: str
    hidden: bool
    toggle: Callable[[], Any]
    remove: Callable[[], Any] | None = None
    tip: str = ""


def places(items: tuple[Item, ...], theme: Theme, *, left: float, right: float, rows: int) -> list[QRectF]:
    """Return where each entry stands, in `rows` of `ROW` at most; where those are too few, all are equally wide."""
    made = _flowing(items, theme, left=left, right=right)
    if not made or made[-1].bottom() <= rows * ROW:
        return made
    each = math.ceil(len(items) / rows)
    wide = (right - left - 4 * (each - 1)) / each
    return [QRectF(left + n % each * (wide + 4), n // each * ROW, wide, ROW - 1) for n in range(len(items))]


def _flowing(items: tuple[Item, ...], theme: Theme, *, left: float, right: float) -> list[QRectF]:
    metrics = QFontMetricsF(font(theme, PX))
    made: list[QRectF] = []
    x, y = left, 0.0
    for item in items:
        wide = metrics.horizontalAdvance(item.name) + 27 + (CROSS if item.remove else 0)
        wide = min(max(wide, NARROWEST), WIDEST, right - left)
        if x > left and x + wide > right:
            x, y = left, y + ROW
        made.append(QRectF(x, y, wide, ROW - 1))
        x += wide + 4
    return made


def paint_item(painter: QPainter, box: QRectF, item: Item, theme: Theme) -> None:
    """Paint an entry: its line's colour, its name; pale and empty where it is hidden."""
    middle = box.center().y()
    ink = blend(theme.card, item.color, 0.35) if item.hidden else item.color
    painter.setPen(QPen(ink, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(box.left() + 6, middle), QPointF(box.left() + 16, middle))
    painter.setFont(font(theme, PX))
    painter.setPen(blend(theme.card, theme.soft, 0.55) if item.hidden else theme.soft)
    room = box.adjusted(21, 0, -CROSS if item.remove else -4, 0)
    if room.width() < LEAST_TEXT:
        return
    text = QFontMetricsF(painter.font()).elidedText(item.name, Qt.TextElideMode.ElideMiddle, room.width() + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class Entry(PaintedButton):
    """An entry that can be pressed. It paints what is only there for a person: the cross, the ring of the keyboard."""

    def __init__(self, parent: QWidget, item: Item, theme: Theme) -> None:
        super().__init__(parent, palette=theme)
        self.item = item
        self._told: tuple[str, bool, str] | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self.item.toggle())
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Be the entry of this line from now on."""
        told, self.item = (item.name, item.hidden, item.tip), item
        if told == self._told:
            return
        self._told = told
        state = tr("{name}: hidden", name=item.name) if item.hidden else tr("{name}: shown", name=item.name)
        self.setAccessibleName(state)
        keys = tr("Click: hide it or show it. Delete: take it out of the charts.") if item.remove else ""
        self.setToolTip(tip_text("\n".join(filter(None, (item.tip or item.name, keys)))))
        self.update()

    @property
    def _has_cross(self) -> bool:
        return self.item.remove is not None and self.width() >= 2 * CROSS + 8

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        on_cross = self._has_cross and at.x() > self.width() - CROSS and self.rect().contains(at)
        if self.item.remove is not None and on_cross and event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.item.remove()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.item.remove is not None:
            self.item.remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        ring = self._ring and self.hasFocus()
        if ring or self.underMouse():
            painter.setPen(QPen(theme.accent if ring else theme.line, 1.5 if ring else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        if self._has_cross and (ring or self.underMouse()):
            painter.setPen(QPen(theme.text, 1.2))
            at = QPointF(box.right() - CROSS / 2 + 1, box.center().y())
            for way in (QPointF(3, 3), QPointF(3, -3)):
                painter.drawLine(at - way, at + way)
