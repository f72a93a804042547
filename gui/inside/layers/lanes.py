"""The step on one time axis in three lanes; a click shows the chain through all of them, and the partner in backward.

The wheel zooms at the pointer, dragging moves, a double click shows the whole step again. With the keyboard: left and
right go along a lane, up and down through the lanes, + and − zoom, 0 shows everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.layers import Bar, Lane, Traced
from gui.inside.compare.words import time_text
from gui.inside.layers.words import bar_text
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

LANES: tuple[Lane, ...] = ("api", "engine", "kernel")
HEAD_PX, ROW_PX, GAP_PX, AXIS_PX, PAD_PX = 112, 32, 14, 48, 5
MOST_ROWS = {"api": 3, "engine": 6, "kernel": 1}
TEXT_PX = 26
"""Bars at least so wide carry their name."""
MOST_ZOOM = 400.0


class Lanes(Painted):
    """Shows a step; `chosen` is told the place of the bar that a person picks, −1 for none."""

    def __init__(self, chosen: Callable[[int], Any]) -> None:
        super().__init__()
        self.chosen = chosen
        self.traced: Traced | None = None
        self.rows: dict[Lane, int] = dict.fromkeys(LANES, 1)
        self.left_s, self.right_s = 0.0, 1.0
        self.at, self.picked = -1, -1
        self.dragged: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 190)
        self.setAccessibleName(tr("One step in three layers"))

    def sizeHint(self) -> QSize:
        return QSize(640, 330)

    def show_traced(self, traced: Traced) -> None:
        """Show another step, whole."""
        self.traced, self.at, self.picked = traced, -1, -1
        for lane in LANES:
            deepest = max((bar.depth for bar in traced.bars if bar.lane == lane), default=0)
            self.rows[lane] = min(deepest + 1, MOST_ROWS[lane])
        self.whole()

    def whole(self) -> None:
        """Show the whole step."""
        if self.traced is not None:
            self.left_s, self.right_s = 0.0, max(self.traced.seconds, 1e-9)
        self.update()

    def pick(self, place: int) -> None:
        """Pick a bar, −1 for none."""
        if place != self.picked:
            self.picked = place
            self.chosen(place)
            if self.traced is not None and place >= 0:
                bar = self.traced.bars[place]
                said = f"{bar_text(bar, self.traced)} {time_text(bar.end_s - bar.start_s)}"
                self.setAccessibleDescription(said)
            self.update()

    # ---------------------------------------------------------------------------------------------- where things are
    def row_px(self) -> float:
        """Return how high a row is in the room there is."""
        rows = sum(self.rows.values())
        room = self.height() - AXIS_PX - GAP_PX * 2 - 2 * PAD_PX * len(LANES)
        return max(min(ROW_PX, room / rows), 6.0)

    def lane_box(self, lane: Lane) -> QRectF:
        """Return where a lane lies."""
        top, row = 0.0, self.row_px()
        for other in LANES:
            tall = self.rows[other] * row + 2 * PAD_PX
            if other == lane:
                return QRectF(HEAD_PX, top, max(self.width() - HEAD_PX - 2, 1), tall)
            top += tall + GAP_PX
        return QRectF()

    def box(self, bar: Bar) -> QRectF:
        """Return where a bar lies; rows deeper than a lane has lie in its last."""
        lane = self.lane_box(bar.lane)
        scale = lane.width() / (self.right_s - self.left_s)
        depth = min(bar.depth, self.rows[bar.lane] - 1)
        left = lane.left() + (bar.start_s - self.left_s) * scale
        wide = max((bar.end_s - bar.start_s) * scale, 1.0)
        return QRectF(left, lane.top() + PAD_PX + depth * self.row_px(), wide, self.row_px() - 2)

    def under(self, at: QPointF) -> int:
        """Return which bar is at a point, the deepest, −1 for none."""
        found = -1
        for place, bar in enumerate(self.traced.bars if self.traced is not None else ()):
            box = self.box(bar)
            if box.adjusted(-1, 0, 1, 0).contains(at) and at.x() >= HEAD_PX:
                found = place
        return found

    def chain(self, place: int) -> set[int]:
        """Return the bars that belong to one: what called it, what it called, the kernels, and the partner's."""
        if self.traced is None or place < 0:
            return set()
        bars = self.traced.bars
        found: set[int] = set()
        start = bars[place].parent if bars[place].lane == "kernel" else place
        for begin in (start, bars[start].partner if start >= 0 else -1):
            above = begin
            while above >= 0 and above not in found:
                found.add(above)
                above = bars[above].parent
        inside = {start}
        for other, bar in enumerate(bars):
            if bar.parent in inside:
                inside.add(other)
                found.add(other)
        return found | {place}

    # ------------------------------------------------------------------------------------------------- mouse and keys
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.25 ** (event.angleDelta().y() / 120), event.position().x())
        event.accept()

    def zoom(self, factor: float, x: float) -> None:
        """Show `factor` times as much detail around a place on the axis."""
        if self.traced is None:
            return
        lane, span = self.lane_box("api"), self.right_s - self.left_s
        share = min(max((x - lane.left()) / lane.width(), 0.0), 1.0)
        wide = min(max(span / factor, self.traced.seconds / MOST_ZOOM), self.traced.seconds)
        middle = self.left_s + share * span
        self._show(middle - share * wide, wide)

    def _show(self, left_s: float, wide_s: float) -> None:
        assert self.traced is not None
        self.left_s = min(max(left_s, 0.0), max(self.traced.seconds - wide_s, 0.0))
        self.right_s = self.left_s + wide_s
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dragged = event.position()
        self.pick(self.under(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.dragged is not None and event.buttons() and self.traced is not None:
            wide = self.right_s - self.left_s
            moved = (event.position().x() - self.dragged.x()) * wide / self.lane_box("api").width()
            self.dragged = event.position()
            self._show(self.left_s - moved, wide)
            return
        there = self.under(event.position())
        if there != self.at:
            self.at = there
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.whole()

    def leaveEvent(self, event: QEvent) -> None:
        self.at = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, middle = event.key(), self.lane_box("api").center().x()
        if self.traced is None or not self.traced.bars:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._along(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._through(up=key == Qt.Key.Key_Up)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(0.8 if key == Qt.Key.Key_Minus else 1.25, middle)
        elif key == Qt.Key.Key_0:
            self.whole()
        else:
            super().keyPressEvent(event)

    def _along(self, way: int) -> None:
        assert self.traced is not None
        bars = self.traced.bars
        now = bars[self.picked] if self.picked >= 0 else bars[0]
        same = [place for place, bar in enumerate(bars) if bar.lane == now.lane and bar.depth == now.depth]
        at = same.index(self.picked) + way if self.picked in same else 0
        self.pick(same[min(max(at, 0), len(same) - 1)])

    def _through(self, *, up: bool) -> None:
        assert self.traced is not None
        bars = self.traced.bars
        if up:
            self.pick(bars[self.picked].parent if self.picked >= 0 and bars[self.picked].parent >= 0 else self.picked)
        else:
            below = next((place for place, bar in enumerate(bars) if bar.parent == self.picked), self.picked)
            self.pick(below)

    # --------------------------------------------------------------------------------------------------------- paint
    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint lanes, bars, the chain and the axis."""
        self._heads(painter, theme)
        if self.traced is None:
            return
        painter.setFont(font(theme, theme.small_px))
        metrics = QFontMetricsF(painter.font())
        chain = self.chain(self.picked if self.picked >= 0 else self.at)
        colors = {"api": theme.narrowed, "engine": theme.accent, "kernel": theme.grown}
        for place, bar in enumerate(self.traced.bars):
            lane, box = self.lane_box(bar.lane), self.box(bar)
            shown = box.intersected(lane)
            if shown.width() < 0.5:
                continue
            strong = not chain or place in chain
            color = blend(theme.card, colors[bar.lane], (1.0 if strong else 0.35) * (0.72 if bar.depth % 2 else 1.0))
            painter.setPen(QPen(theme.text, 2) if place == self.picked else Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(shown, 3, 3)
            if shown.width() >= TEXT_PX and self.row_px() >= 12:
                painter.setPen(text_on(color, theme))
                words = metrics.elidedText(bar_text(bar, self.traced), Qt.TextElideMode.ElideRight, shown.width() - 8)
                painter.drawText(shown.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, words)
        self._partner(painter, theme)
        self._axis(painter, theme)
        if self.at >= 0:
            self._told(painter, theme, self.traced.bars[self.at])

    def _heads(self, painter: QPainter, theme: Theme) -> None:
        names = {
            "api": ("1 " + tr("API"), tr("Python: says what, computes nothing"), theme.narrowed),
            "engine": ("2 " + tr("Engine"), tr("C++: tensors and autograd"), theme.accent),
            "kernel": ("3 " + tr("Kernels"), tr("what computes"), theme.grown),
        }
        for lane, (name, note, color) in names.items():
            box = self.lane_box(lane)  # type: ignore[arg-type]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(theme.card, theme.control, 0.8))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(color)
            painter.setFont(font(theme, theme.note_px, bold=True))
            painter.drawText(QRectF(0, box.top(), HEAD_PX - 8, 16), Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(theme.soft)
            painter.setFont(font(theme, theme.small_px))
            room = QRectF(0, box.top() + 16, HEAD_PX - 8, max(box.height() + GAP_PX - 16, 0))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap), note)

    def _partner(self, painter: QPainter, theme: Theme) -> None:
        assert self.traced is not None
        if self.picked < 0:
            return
        bars, place = self.traced.bars, self.picked
        place = bars[place].parent if bars[place].lane == "kernel" else place
        other = bars[place].partner if place >= 0 else -1
        if other < 0:
            return
        one, two = self.box(bars[place]).center(), self.box(bars[other]).center()
        path = QPainterPath(one)
        foot = self.lane_box("engine").bottom() + GAP_PX / 2
        path.quadTo(QPointF((one.x() + two.x()) / 2, 2 * foot - min(one.y(), two.y())), two)
        painter.save()
        painter.setClipRect(QRectF(HEAD_PX, 0, self.width() - HEAD_PX, self.height()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.text, 1.4, Qt.PenStyle.DashLine))
        painter.drawPath(path)
        painter.restore()

    def _axis(self, painter: QPainter, theme: Theme) -> None:
        lane, foot = self.lane_box("kernel"), self.lane_box("kernel").bottom() + 4
        painter.setPen(theme.soft)
        painter.setFont(font(theme, theme.small_px, tabular=True))
        ways = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for share, way in zip((0.0, 0.5, 1.0), ways, strict=True):
            seconds = self.left_s + share * (self.right_s - self.left_s)
            text = time_text(seconds) if seconds > 0 else "0"
            painter.drawText(QRectF(lane.left(), foot, lane.width(), 18), way, text)

        self._played(painter, theme, lane, foot + 22)

    def _played(self, painter: QPainter, theme: Theme, lane: QRectF, top: float) -> None:
        """Paint how long the same step takes as the trainer plays it, on the same axis."""
        assert self.traced is not None
        scale = lane.width() / (self.right_s - self.left_s)
        box = QRectF(lane.left() - self.left_s * scale, top + 3, max(self.traced.trainer_s * scale, 1), 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.text)
        painter.drawRect(box.intersected(QRectF(lane.left(), top, lane.width(), 18)))
        painter.setPen(theme.text)
        text = tr("the same step as the trainer plays it: {time}", time=time_text(self.traced.trainer_s))
        left = min(
            max(box.right(), lane.left()) + 8, lane.right() - QFontMetricsF(painter.font()).horizontalAdvance(text)
        )
        painter.drawText(QPointF(left, top + 12), text)

    def _told(self, painter: QPainter, theme: Theme, bar: Bar) -> None:
        assert self.traced is not None
        painter.setFont(font(theme, theme.small_px, tabular=True))
        text = f"{bar_text(bar, self.traced)} · {time_text(bar.end_s - bar.start_s)}"
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 14
        box = self.box(bar)
        x = min(max(box.left(), HEAD_PX), self.width() - wide - 2)
        place = QRectF(x, max(box.top() - 24, 0), wide, 20)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.card)
        painter.drawRoundedRect(place, 5, 5)
        painter.setPen(theme.text)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def text_on(ground: QColor, theme: Theme) -> QColor:
    """Return the colour of letters that are read on a ground."""
    light = 0.299 * ground.redF() + 0.587 * ground.greenF() + 0.114 * ground.blueF()
    return QColor("#10151d") if light > 0.5 else QColor("#ffffff")
