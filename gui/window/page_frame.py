"""What is around every page: the rail of pages on the left, the bars above, the open page.

Pages are data (`gui.window.pages`). A page is made when it is first opened, so the window appears before its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.sentence import Sentence
from gui.explain.described import describe_all
from gui.kit.actions import keys_shown
from gui.kit.pieces import Button, Label, Scroll, apply_theme, edge, row
from gui.kit.theme import Theme, font
from gui.kit.words import read, tip_text, tr
from gui.notices.bars import Bars

RAIL_PX = 148
NARROW_RAIL_PX = 52
BESIDE_NAME_PX = 62
"""The width beside a name in the rail: margins, padding, icon and gap."""
NARROW_BELOW_PX = 1100
DESCRIBE_MS = 1000
"""How often what was made on a page since it was opened is described."""


@dataclass(frozen=True)
class Page:
    """One page: its name in the program, text, icon, and what makes it. `foot`: at the foot of the rail."""

    name: str
    text: Sentence
    icon: str
    make: Callable[[], QWidget]
    foot: bool = False


class PageRail(QWidget):
    """The names of the pages; icons only in a narrow window."""

    def __init__(
        self, pages: Sequence[Page], opened: Callable[[str], None], theme: Theme, show_help: Callable[[], Any]
    ) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("kind", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.texts = {page.name: read(page.text) for page in pages}
        self.buttons: dict[str, Button] = {}
        self.name = Label("TorchGarden", size="name_px", bold=True)
        layout = QVBoxLayout()
        layout.setContentsMargins(8, 15, 8, 10)
        layout.setSpacing(5)
        head = row(self.name)
        head.setContentsMargins(8, 0, 0, 9)
        layout.addLayout(head)
        for page in (*(p for p in pages if not p.foot), None, *(p for p in pages if p.foot)):
            if page is None:
                layout.addStretch(1)
                continue
            button = Button(self.texts[page.name], partial(opened, page.name), kind="rail", icon=page.icon)
            button.setCheckable(True)
            layout.addWidget(button)
            self.buttons[page.name] = button
        self.help = Button(tr("Help"), show_help, kind="rail", icon="question", tip=tip_of_help())
        layout.insertWidget(layout.count() - 1, self.help)
        self.setLayout(layout)

    def show_open(self, name: str) -> None:
        """Mark the page that is open."""
        for page, button in self.buttons.items():
            button.setChecked(page == name)
            button.bold = page == name
            if button.theme is not None:
                button.set_theme(button.theme)

    def show_narrow(self, narrow: bool) -> None:
        """Show icons only, or names too."""
        self.setFixedWidth(NARROW_RAIL_PX if narrow else self.wide_px())
        self.name.setVisible(not narrow)
        for page, button in self.buttons.items():
            button.setText("" if narrow else "  " + self.texts[page])
            button.setToolTip(tip_text(self.texts[page] if narrow else ""))
        self.help.setText("" if narrow else "  " + tr("Help"))

    def wide_px(self) -> int:
        """Return the width with names: the longest fits in bold, in any font."""
        bold = font(self.theme, self.theme.body_px, bold=True)
        longest = max(QFontMetrics(bold).horizontalAdvance("  " + text) for text in self.texts.values())
        return max(RAIL_PX, longest + BESIDE_NAME_PX)


def tip_of_help() -> str:
    """Return the tooltip of the button of help."""
    return tr("What this page is for, its keys, and where its files lie ({key})", key=keys_shown("help"))


class PageFrame(QWidget):
    """The rail, the stack of pages, and the bars over them."""

    def __init__(self, pages: Sequence[Page], theme: Theme, show_help: Callable[[], Any]) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.pages = {page.name: page for page in pages}
        self.theme = theme
        self.made: dict[str, QWidget] = {}
        self.places: dict[str, QWidget] = {}
        """Where each stands in the stack: in what scrolls if the window is too low for it."""
        self.instead: Scroll | None = None
        """What is shown in place of some pages, while they cannot be used."""
        self.instead_of: tuple[str, ...] = ()
        self._opened = ""
        self.describing = QTimer(self)
        self.describing.setInterval(DESCRIBE_MS)
        self.describing.timeout.connect(self.describe)
        self.describing.start()
        self.rail = PageRail(pages, self.open, theme, show_help)
        self.bars = Bars()
        self.stack = QStackedWidget()
        self.edge = edge(vertical=True)
        outer = row(self.rail, self.edge, self.stack, gap=0)
        outer.setStretch(2, 1)
        self.setLayout(outer)
        self.rail.show_narrow(False)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bars.setParent(self)
        self.bars.hide()
        self.stack.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.stack and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.place_bars()
        return super().eventFilter(watched, event)

    def place_bars(self) -> None:
        """Let the bars lie on the page that is open."""
        if self.hides(self.opened) and self.instead is not None:
            self.bars.over(self.stack.geometry(), self.instead.inside, "")
        else:
            self.bars.over(self.stack.geometry(), self.made.get(self.opened), self.opened)

    def page(self, name: str) -> QWidget:
        """Return a page; make it on first use."""
        if name not in self.made:
            made = self.pages[name].make()
            self.made[name] = made
            place = self.places[name] = (
                made if name == "train" else Scroll(made, folds=True, page=True)
            )  # the trainer page does so itself
            self.stack.addWidget(place)
            apply_theme(made, self.theme)
        return self.made[name]

    def show_instead(self, page: QWidget, names: tuple[str, ...]) -> None:
        """Show `page` in place of those named, until `remove_instead`."""
        before, self.instead = self.instead, Scroll(page, folds=True, page=True)
        self.instead_of = names
        self.stack.addWidget(self.instead)
        apply_theme(page, self.theme)
        if self._opened in names:
            self.open(self._opened)
        self._drop(before)

    def remove_instead(self) -> None:
        """Show the pages themselves again."""
        before, self.instead, self.instead_of = self.instead, None, ()
        if self._opened:
            self.open(self._opened)
        self._drop(before)

    def _drop(self, place: Scroll | None) -> None:
        if place is not None:
            self.stack.removeWidget(place)
            place.deleteLater()

    def hides(self, name: str) -> bool:
        """Return whether something else is shown in place of a page."""
        return self.instead is not None and name in self.instead_of

    def open(self, name: str) -> None:
        """Show a page, or what is shown in its place."""
        self._opened = name
        if self.hides(name) and self.instead is not None:
            self.stack.setCurrentWidget(self.instead)
        else:
            self.page(name)
            self.stack.setCurrentWidget(self.places[name])
        self.rail.show_open(name)
        self.place_bars()
        describe_all(self)

    def describe(self) -> None:
        """Describe the controls of the open page that have been made since it was opened."""
        if (shown := self.stack.currentWidget()) is not None:
            describe_all(shown)

    @property
    def opened(self) -> str:
        """The name of the open page."""
        return self._opened

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.show_narrow(self.width() < NARROW_BELOW_PX)
