"""Moving about in the steps of a chart: the wheel zooms, dragging pans, keys do both, a double click shows everything.

Linked charts show the same steps and the same crosshair.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.kit.inputs import Menu
from gui.kit.words import tr
from gui.train.axes.plot_area import PlotArea
from gui.train.charts.paint import MARK_ROW
from gui.train.charts.record import Record
from gui.train.charts.view import ZOOM_A_NOTCH, View, asked, pan, settle, shown, zoom


class Steps(QWidget):
    """Shows a stretch of a record's steps; what it looks like is up to the chart, which says with `_area` where."""

    draws_own_focus = True

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record
        self._view = View()
        self._hover: float | None = None
        self._peers: list[Steps] = []
        self._stale, self._moved = True, False
        self._drag: QPointF | None = None
        self._area: PlotArea | None = None
        self._moment: int | None = None
        self.look: Callable[[int], Any] | None = None
        """Asks for the network of a step."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def link(self, other: Steps) -> None:
        """Let both charts show the same steps and the same crosshair from now on."""
        self._peers.append(other)
        other._peers.append(self)

    def show_view(self, view: View) -> None:
        """Show these steps, here and in the linked charts."""
        for chart in (self, *self._peers):
            chart._view, chart._stale = view, True

    def point_at(self, step: float | None, *, bring: bool = False) -> None:
        """Show the crosshair at a step here and in the linked charts, or none; `bring`: first come to that step, if it
        is not in sight."""
        if step is not None and bring:
            left, right = shown(self._view, newest=self.record.newest)
            if not left <= step <= right:
                half = (right - left) / 2
                self.show_view(settle(left=step - half, right=step + half, newest=self.record.newest))
        self._point_at(step)

    def _point_at(self, step: float | None) -> None:
        for chart in (self, *self._peers):
            if chart._hover != step:
                chart._hover, chart._moved = step, True

    def wheelEvent(self, event: QWheelEvent) -> None:
        area, turn = self._area, event.angleDelta()
        if area is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            notches = -(turn.x() or turn.y()) / 120
            self.show_view(pan(self._view, by=notches * 0.12 * (area.right - area.left), newest=self.record.newest))
        else:
            at = min(max(area.step(event.position().x()), area.left), area.right)
            self.show_view(zoom(self._view, at=at, factor=ZOOM_A_NOTCH ** (turn.y() / 120), newest=self.record.newest))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area
        if area is None:
            return
        if self._drag is not None:
            by = (self._drag.x() - event.position().x()) / area.plot.width() * (area.right - area.left)
            self._drag = event.position()
            self.show_view(pan(self._view, by=by, newest=self.record.newest))
            return
        inside = area.plot.adjusted(-4, -MARK_ROW, 4, 4).contains(event.position())
        self._point_at(area.step(event.position().x()) if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_view(View())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        area, look = self._area, self.look
        if area is None or look is None or self.record.newest < 1:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = (self._hover if self._hover is not None else area.right) if by_key else area.step(event.pos().x())
        step = int(min(max(at, 0), self.record.newest - 1))
        menu = Menu(self)
        menu.addAction(tr("Look at step {step:,}", step=step), lambda: look(step))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = asked(event.key(), self._view, newest=self.record.newest)
        if move is None:
            super().keyPressEvent(event)
        else:
            self.show_view(move)
