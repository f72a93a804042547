"""The tour over the trainer page: it follows the controls wherever they are, gives way to messages, and gives the focus
back when it ends.

    tour = Tour(TourSetting(…))   # shows the first step
    tour.draw()                   # once a frame
    tour.end()                    # at its end, or when its page goes
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from gui.kit.pieces import apply_theme
from gui.kit.theme import Theme
from gui.notices.bars import Bars
from gui.notices.calm import calm_place, needed
from gui.tour.bubble import RING_PX, Spotlight, TourCard, beside
from gui.tour.steps import STEPS, Target

EDGE_PX = 10


@dataclass(frozen=True, kw_only=True)
class TourSetting:
    """What the window hands in. `ground`: what everything lies on; `room`: the part of it that pages have. `targets`:
    the controls of each step. `page`: the page they are on, and `seen`: whether it is in sight. `ended` is called
    once."""

    ground: QWidget
    room: Callable[[], QRect]
    targets: Mapping[Target, Sequence[QWidget]]
    page: QWidget
    seen: Callable[[], bool]
    bars: Bars
    theme: Theme
    ended: Callable[[], Any]


class Tour:
    """A tour that is shown. `at`: its step."""

    def __init__(self, setting: TourSetting, at: int = 0) -> None:
        self.setting, self.at = setting, at
        self.before = QApplication.focusWidget()
        """It may go meanwhile, with its page."""
        self.spotlight = Spotlight(setting.ground, setting.theme)
        self.card = TourCard(setting.ground, go=self.go, leave=self.end)
        self.placed: object = None
        self.over = False
        apply_theme(self.card, setting.theme)
        self.go(at)

    def go(self, at: int) -> None:
        """Show a step."""
        self.at, self.placed = at, None
        self.card.show_step(at)
        for target in self.setting.targets[STEPS[at].target][:1]:
            _bring_into_sight(target)
        self.draw()
        self.card.next.setFocus(Qt.FocusReason.TabFocusReason)

    def draw(self) -> None:
        """Follow the controls, and give way to messages."""
        if self.over:
            return
        seen = self.setting.seen()
        self.spotlight.setVisible(seen)
        self.card.setVisible(seen)
        bars = self.setting.bars
        hole = self._hole()
        shown = bars.geometry() if bars.isVisible() else QRect()
        room = self.setting.room()
        size = self.card.size_in(QSize(room.width() - 2 * EDGE_PX, room.height() - 2 * EDGE_PX))
        state = (seen, hole, shown, room, size)
        if not seen or state == self.placed:
            return
        self.placed = state
        self.spotlight.setGeometry(self.setting.ground.rect())
        self.spotlight.show_at(hole)
        self.card.setGeometry(self._place(size, hole, shown, room))
        self.spotlight.raise_()
        bars.raise_()
        self.card.raise_()

    def _hole(self) -> QRect:
        """Return where the controls of this step are, with some air."""
        found, ground = QRect(), self.setting.ground
        for target in self.setting.targets[STEPS[self.at].target]:
            if target.isVisible():
                found = found.united(QRect(target.mapTo(ground, QPoint(0, 0)), target.size()))
        return found.adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX).intersected(ground.rect())

    def _place(self, size: QSize, hole: QRect, bars: QRect, room: QRect) -> QRect:
        """Return where the card covers nothing that is needed: beside what it points at, else anywhere calm."""
        clear = needed(self.setting.page, self.setting.ground)
        messages = [bars] if not bars.isEmpty() else []
        room = room.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)

        def covered(box: QRect) -> int:
            least = [_area(box, one) for one in (*clear, hole)]
            return sum(least) + 100 * sum(_area(box, one) for one in messages)

        calm = calm_place([(size.width(), size.height())], room, [*clear, hole, *messages], edge="bottom", inset=0)
        places = [*beside(hole, size, room), calm.box]
        return min(places, key=covered)

    def end(self) -> None:
        """Take everything away, and give the focus back."""
        if self.over:
            return
        self.over = True
        self.spotlight.moving.stop()
        inside = QApplication.focusWidget()
        had_focus = inside is not None and self.card.isAncestorOf(inside)
        for part in (self.card, self.spotlight):
            part.hide()
            part.deleteLater()
        before = self.before if self.before is not None and isValid(self.before) else None
        if had_focus and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setting.ended()


class Guide:
    """Shows the tour: by itself when it is `wanted`, and when it is asked for, if it is `possible`. `setting` returns
    what a tour is built with, now; it is handed what to call at the end. `wakes`: whether it has to be drawn."""

    def __init__(
        self,
        setting: Callable[[Callable[[], None]], TourSetting],
        wanted: Callable[[], bool],
        possible: Callable[[], bool],
        *,
        wakes: bool,
    ) -> None:
        self.setting, self.wanted, self.possible, self.wakes = setting, wanted, possible, wakes
        self.tour: Tour | None = None

    def show(self, at: int = 0) -> None:
        """Show the tour from a step; −1: none."""
        self.end()
        if at >= 0 and self.possible():
            self.wakes = True
            self.tour = Tour(self.setting(self._ended), at)

    def draw(self) -> None:
        """Once a frame."""
        if self.tour is not None:
            self.tour.draw()
        elif self.wanted():
            self.show()

    def end(self) -> int:
        """End the tour; return the step it was at, −1 if none was shown."""
        if self.tour is None:
            return -1
        at = self.tour.at
        self.tour.end()
        return at

    def _ended(self) -> None:
        self.tour, self.wakes = None, False


def _area(one: QRect, other: QRect) -> int:
    both = one.intersected(other)
    return max(both.width(), 0) * max(both.height(), 0)


def _bring_into_sight(target: QWidget) -> None:
    """Scroll what is around a control to where it is seen."""
    around = target.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(target, 0, 0)
        around = around.parentWidget()
