"""The step on one time axis in three lanes; a click shows the chain through all of them, and the partner in backward.

The wheel zooms at the pointer, dragging moves, a double click shows the whole step again. With the keyboard: left and
right go along a lane, up and down through the lanes, + and − zoom, 0 shows everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.layers import Bar, Traced
from core.messages.inside.played import Played, PlayedOp
from gui.inside.compare.words import time_text
from gui.inside.layers.lane_paint import AXIS_PX, HEAD_PX, paint_lanes
from gui.inside.layers.words import bar_text
from gui.kit.pieces import Painted
from gui.kit.theme import Theme
from gui.kit.words import tr

TRAINER = "trainer"
"""The lane of the same step as the trainer takes it."""
LANES = ("api", "engine", "kernel", TRAINER)
ROW_PX, GAP_PX, PAD_PX = 32, 14, 5
MOST_ROWS = {"api": 3, "engine": 6, "kernel": 1, TRAINER: 3}
MOST_ZOOM = 400.0


class Lanes(Painted):
    """Shows a step; `chosen` is told the place of the bar that a person picks, −1 for none, `chosen_op` that of an
    operation of the trainer's which the step above has not."""

    def __init__(self, chosen: Callable[[int], Any], chosen_op: Callable[[int], Any] = lambda place: None) -> None:
        super().__init__()
        self.chosen, self.chosen_op = chosen, chosen_op
        self.traced: Traced | None = None
        self.played: Played | None = None
        self.overlay = False
        """Whether the trainer's step lies over this one, and what disappears in it is hollow."""
        self.rows: dict[str, int] = dict.fromkeys(LANES, 1) | {TRAINER: 0}
        self.left_s, self.right_s = 0.0, 1.0
        self.at, self.picked = -1, -1
        self.at_op, self.picked_op = -1, -1
        """Of the trainer's operations."""
        self.stays: frozenset[int] = frozenset()
        """The bars that the trainer's step has as well."""
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
        self.played, self.at_op, self.picked_op, self.stays = None, -1, -1, frozenset()
        for lane in LANES[:-1]:
            deepest = max((bar.depth for bar in traced.bars if bar.lane == lane), default=0)
            self.rows[lane] = min(deepest + 1, MOST_ROWS[lane])
        self._room()
        self.whole()

    def show_played(self, played: Played) -> None:
        """Show the same step as the trainer takes it."""
        self.played = played
        bars = self.traced.bars if self.traced is not None else ()
        stays = {op.bar for op in played.ops}
        kernels = {place for place, bar in enumerate(bars) if bar.lane == "kernel" and bar.parent in stays}
        self.stays = frozenset(stays | kernels)
        self._room()

    def show_overlay(self, on: bool) -> None:
        """Lay the trainer's step over this one, or take it away."""
        self.overlay = on
        self._room()

    def _room(self) -> None:
        """Give the trainer's lane its rows."""
        ops = self.played.ops if self.overlay and self.played is not None else ()
        self.rows[TRAINER] = min(1 + max((op.depth for op in ops), default=-1), MOST_ROWS[TRAINER])
        self.update()

    def whole(self) -> None:
        """Show the whole step."""
        if self.traced is not None:
            self.left_s, self.right_s = 0.0, max(self.traced.seconds, 1e-9)
        self.update()

    def pick(self, place: int) -> None:
        """Pick a bar, −1 for none."""
        if place != self.picked or self.picked_op >= 0:
            self.picked, self.picked_op = place, -1
            self.chosen(place)
            if self.traced is not None and place >= 0:
                bar = self.traced.bars[place]
                said = f"{bar_text(bar, self.traced)} {time_text(bar.end_s - bar.start_s)}"
                self.setAccessibleDescription(said)
            self.update()

    def pick_op(self, place: int) -> None:
        """Pick an operation of the trainer's: the same one in this step, or, where there is none, itself."""
        op = self.played.ops[place] if self.played is not None else None
        if op is not None and op.bar >= 0:
            self.pick(op.bar)
        elif op is not None:
            self.picked, self.picked_op = -1, place
            self.chosen_op(place)
            self.setAccessibleDescription(f"{op.name} {time_text(op.end_s - op.start_s)}")
            self.update()

    # ---------------------------------------------------------------------------------------------- where things are
    def row_px(self) -> float:
        """Return how high a row is in the room there is."""
        rows, lanes = sum(self.rows.values()), sum(count > 0 for count in self.rows.values())
        room = self.height() - AXIS_PX - GAP_PX * (lanes - 1) - 2 * PAD_PX * lanes
        return max(min(ROW_PX, room / rows), 6.0)

    def lane_box(self, lane: str) -> QRectF:
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
        return self._at(bar, bar.lane)

    def op_box(self, op: PlayedOp) -> QRectF:
        """Return where an operation of the trainer's lies."""
        return self._at(op, TRAINER)

    def _at(self, thing: Bar | PlayedOp, name: str) -> QRectF:
        lane = self.lane_box(name)
        scale = lane.width() / (self.right_s - self.left_s)
        depth = min(thing.depth, self.rows[name] - 1)
        left = lane.left() + (thing.start_s - self.left_s) * scale
        wide = max((thing.end_s - thing.start_s) * scale, 1.0)
        return QRectF(left, lane.top() + PAD_PX + depth * self.row_px(), wide, self.row_px() - 2)

    def under(self, at: QPointF) -> int:
        """Return which bar is at a point, the deepest, −1 for none."""
        found = -1
        for place, bar in enumerate(self.traced.bars if self.traced is not None else ()):
            box = self.box(bar)
            if box.adjusted(-1, 0, 1, 0).contains(at) and at.x() >= HEAD_PX:
                found = place
        return found

    def under_op(self, at: QPointF) -> int:
        """Return which operation of the trainer's is at a point, the deepest, −1 for none."""
        found = -1
        for place, op in enumerate(self.played.ops if self.rows[TRAINER] and self.played is not None else ()):
            if self.op_box(op).adjusted(-1, 0, 1, 0).contains(at) and at.x() >= HEAD_PX:
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
        if (op := self.under_op(event.position())) >= 0:
            self.pick_op(op)
        else:
            self.pick(self.under(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.dragged is not None and event.buttons() and self.traced is not None:
            wide = self.right_s - self.left_s
            moved = (event.position().x() - self.dragged.x()) * wide / self.lane_box("api").width()
            self.dragged = event.position()
            self._show(self.left_s - moved, wide)
            return
        there = self.under(event.position()), self.under_op(event.position())
        if there != (self.at, self.at_op):
            self.at, self.at_op = there
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.whole()

    def leaveEvent(self, event: QEvent) -> None:
        self.at = self.at_op = -1
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
        """Paint lanes, bars, the chain, the trainer's step and the axis."""
        paint_lanes(self, painter, theme)
