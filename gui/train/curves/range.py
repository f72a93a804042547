"""A stretch of a chart marked by a person, to look at it closer: dragged with Shift, or marked with Shift and the
arrows; Enter looks closer, Escape lets it go, and Backspace goes back to what was seen before."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from gui.kit.painting import safely
from gui.train.charts.card import Chart
from gui.train.charts.view import SHORTEST_SPAN, View, settle, shown

LEAST_PX = 4.0
"""A shorter stretch was a click."""
PART = 0.04
"""So much of what is in sight a key goes on."""
MOST_BACK = 50


class RangeChart(Chart):
    """A chart in which a stretch can be marked. Linked charts show the same stretch."""

    _marked: tuple[float, float] | None = None
    """Where marking began and where it has come to, in steps."""
    _marking = False
    _before: tuple[View, ...] = ()

    def select(self, stretch: tuple[float, float] | None) -> None:
        """Mark a stretch of steps here and in the linked charts, or none."""
        for chart in (self, *self._peers):
            if isinstance(chart, RangeChart):
                chart._marked, chart._moved = stretch, True

    def look_closer(self) -> None:
        """Show the marked stretch and nothing else."""
        if self._marked is None:
            return
        left, right = sorted(self._marked)
        if right - left < SHORTEST_SPAN:
            middle = (left + right) / 2
            left, right = middle - SHORTEST_SPAN / 2, middle + SHORTEST_SPAN / 2
        self._remember()
        self.select(None)
        self.show_view(settle(left=left, right=right, newest=self.record.newest))

    def look_back(self) -> bool:
        """Show what was in sight before the last look closer; return whether there was one."""
        if not self._before:
            return False
        view, rest = self._before[-1], self._before[:-1]
        for chart in (self, *self._peers):
            if isinstance(chart, RangeChart):
                chart._before = rest
        self.show_view(view)
        return True

    def _remember(self) -> None:
        kept = (*self._before, self._view)[-MOST_BACK:]
        for chart in (self, *self._peers):
            if isinstance(chart, RangeChart):
                chart._before = kept

    # ---------------------------------------------------------------------------------------------- what Qt tells
    def mousePressEvent(self, event: QMouseEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and event.button() == Qt.MouseButton.LeftButton and self._area is not None:
            step = self._in_sight(event.position().x())
            self._marking = True
            self.select((step, step))
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._marking and self._marked is not None and self._area is not None:
            self.select((self._marked[0], self._in_sight(event.position().x())))
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._marking and self._marked is not None and self._area is not None:
            self._marking = False
            begin, end = map(self._area.x, self._marked)
            if abs(end - begin) < LEAST_PX:
                self.select(None)
            else:
                self.look_closer()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._mark_on(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._marked is not None:
            self.look_closer()
        elif key == Qt.Key.Key_Escape and self._marked is not None:
            self._marking = False
            self.select(None)
        elif key == Qt.Key.Key_Backspace and self.look_back():
            pass
        else:
            super().keyPressEvent(event)

    def _mark_on(self, way: int) -> None:
        """Mark a little more or less; the first time from the crosshair on, or from the newest step."""
        left, right = shown(self._view, newest=self.record.newest)
        start = self._hover if self._hover is not None else right if way < 0 else left
        begin, end = self._marked or (start, start)
        self.select((begin, min(max(end + way * PART * (right - left), left), right)))

    def _in_sight(self, x: float) -> float:
        assert self._area is not None
        return min(max(self._area.step(x), self._area.left), self._area.right)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        area = self._area
        if self._marked is None or area is None:
            return
        painter, theme = QPainter(self), self._theme
        begin, end = sorted(map(area.x, self._marked))
        box = QRectF(QPointF(begin, area.plot.top()), QPointF(end, area.plot.bottom())).intersected(area.plot)
        ground = QColor(theme.accent)
        ground.setAlphaF(0.14)
        painter.fillRect(box, ground)
        painter.setPen(QPen(theme.accent, 1))
        painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.drawLine(box.topRight(), box.bottomRight())
