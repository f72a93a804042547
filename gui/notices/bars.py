"""The bars that are up: never two on one subject, and nothing moves when one comes or goes.

On the trainer page they lie over the foot of the charts, on every other page at the top, over its title.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.kit.pieces import apply_theme
from gui.kit.theme import Theme
from gui.notices.bar import Bar
from gui.notices.calm import Place, calm_place, covers, needed

WIDTHS_PX = (820, 640, 480)
"""How wide bars are, the first that has a place where it covers nothing needed."""
MARGIN_PX, EDGE_PX, GAP_PX = 12, 6, 8
AXIS_PX = 36
"""The numbers at the foot of the charts, below the bars on the trainer page."""
FOLDED_PX, LEAST_PX = 32, 300
"""A folded bar's height, and how narrow it may become."""
LATER_MS = 200
"""How long after a page has changed the bars look whether they are in the way."""


class Bars(QWidget):
    """The visible bars, the newest on top. A new bar replaces the one on the same subject.

    They lie over the page where they cover nothing that a person needs just then (`gui.notices.calm`), so that nothing
    moves when one comes or goes. Where all of them have no room the newest is shown and says how many wait; where that
    one has none, it is one line that opens when it is wanted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.up: dict[str, Bar] = {}
        self.makes: dict[str, Callable[[], Bar]] = {}
        """What makes each of them again, in the language of that moment."""
        self.only_on: dict[str, str] = {}
        """The page that a subject belongs to; on others its bar waits."""
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(GAP_PX)
        self.setLayout(self.list)
        self.room, self.name = QRect(), ""
        self.page: QWidget | None = None
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.setInterval(LATER_MS)
        self.later.timeout.connect(self.give_way)
        self.hide()

    def over(self, room: QRect, page: QWidget | None, name: str) -> None:
        """Lie over the page called `name`, which has `room` in the window."""
        if page is not self.page:
            if self.page is not None:
                self.page.removeEventFilter(self)
            if page is not None:
                page.installEventFilter(self)
        self.room, self.page, self.name = room, page, name
        self.place()
        QTimer.singleShot(0, self, self.place)  # what is on the page has its place only then

    def shown(self) -> list[Bar]:
        """Return the bars of this page, the newest first."""
        subjects = {bar: subject for subject, bar in self.up.items()}
        found = [self.list.itemAt(at).widget() for at in range(self.list.count())]  # type: ignore[union-attr]
        return [
            bar for bar in found if isinstance(bar, Bar) and self.only_on.get(subjects[bar], self.name) == self.name
        ]

    def place(self) -> None:
        """Take as much room as the bars need now, where they cover nothing that is needed."""
        bars = self.shown()
        self.setVisible(bool(bars) and not self.room.isEmpty())
        if self.isHidden():
            return
        on_charts = self.name == "train"
        keep_clear = self._needed()
        room = self.room.adjusted(MARGIN_PX, EDGE_PX, -MARGIN_PX, -EDGE_PX)
        widths = list(dict.fromkeys(min(width, room.width()) for width in WIDTHS_PX))

        def found(bars: list[Bar]) -> Place:
            talls = [sum(bar.tall(width) for bar in bars) + GAP_PX * (len(bars) - 1) for width in widths]
            sizes = list(zip(widths, talls, strict=True))
            inset = AXIS_PX if on_charts else 0
            return calm_place(sizes, room, keep_clear, edge="bottom" if on_charts else "top", inset=inset)

        count = len(bars)
        while (place := found(bars[:count])).covered or self._far(place.box, on_charts):
            if count == 1:
                break
            count -= 1
        folded = False
        if place.covered and not bars[0].opened:
            lines = [(min(width, room.width()), FOLDED_PX) for width in (*WIDTHS_PX, LEAST_PX)]
            line = calm_place(lines, room, keep_clear, edge="bottom" if on_charts else "top", inset=0)
            if folded := line.covered < place.covered:
                place = line
        self._settle(bars, count, place, folded=folded, from_foot=on_charts)

    def _needed(self) -> list[QRect]:
        """Return what on the page must not be covered now."""
        ground = self.parentWidget()
        return needed(self.page, ground) if self.page is not None and ground is not None else []

    def _far(self, box: QRect, from_foot: bool) -> bool:
        """Return whether a place is too far from the edge to show more than one bar there."""
        away = self.room.bottom() - box.bottom() if from_foot else box.top() - self.room.top()
        return away > self.room.height() // 4

    def _settle(self, bars: list[Bar], count: int, place: Place, *, folded: bool, from_foot: bool) -> None:
        """Show the first `count` of `bars` in their place."""
        for bar in self.up.values():
            bar.setVisible(bar in bars[:count])
        for bar in bars[:count]:
            bar.show_folded(folded)
            bar.place_buttons(place.box.width())
            bar.show_waiting(len(bars) - count if bar is bars[0] else 0)
        width = place.box.width()
        tall = FOLDED_PX if folded else min(self.list.heightForWidth(width), self.room.height() - 2 * EDGE_PX)
        top = place.box.top() + place.box.height() - tall if from_foot else place.box.top()
        top = max(self.room.top() + EDGE_PX, min(top, self.room.bottom() + 1 - EDGE_PX - tall))
        self.setGeometry(place.box.left(), top, width, tall)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        changed = watched is self.page and event.type() == QEvent.Type.LayoutRequest
        if changed and self.isVisible() and not self.later.isActive():
            self.later.start()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.later.stop()
        super().hideEvent(event)

    def give_way(self) -> None:
        """Go elsewhere if something that is needed has come below."""
        keep_clear = self._needed() if self.isVisible() else []
        if covers(self.geometry(), keep_clear):
            self.place()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return done

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def show_bar(self, subject: str, make: Callable[[], Bar], *, page: str = "") -> Bar:
        """Show the bar that `make` makes; it replaces the one on `subject`. `page`: the only page it is shown on."""
        self.remove(subject)
        if page:
            self.only_on[subject] = page
        bar = self.up[subject] = make()
        bar.held_by = self
        self.makes[subject] = make
        self.list.insertWidget(0, bar)
        if self.theme is not None:
            apply_theme(bar, self.theme)
        self.place()
        return bar

    def remove(self, subject: str) -> None:
        """Remove the bar on `subject`, if there is one."""
        if (bar := self.up.get(subject)) is not None:
            self.remove_bar(bar)

    def remove_bar(self, bar: Bar) -> None:
        """Remove this bar."""
        self.up = {subject: kept for subject, kept in self.up.items() if kept is not bar}
        self.makes = {subject: make for subject, make in self.makes.items() if subject in self.up}
        self.only_on = {subject: page for subject, page in self.only_on.items() if subject in self.up}
        focused = QApplication.focusWidget()
        if focused is not None and bar.isAncestorOf(focused):
            focused.clearFocus()  # else Qt gives the focus to the next widget
        self.list.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.place()
