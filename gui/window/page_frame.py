"""What is around every page: the rail of pages on the left, the bars above, the open page.

Pages are data (`gui.window.pages`). A page is made when it is first opened, so the window appears before its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.sentence import Sentence
from gui.kit.pieces import Button, Label, Scroll, apply_theme, edge, row
from gui.kit.theme import Theme, font
from gui.kit.words import read, tip_text
from gui.notices.bars import Bars

RAIL_PX = 148
NARROW_RAIL_PX = 52
BESIDE_NAME_PX = 62
"""The width beside a name in the rail: margins, padding, icon and gap."""
NARROW_BELOW_PX = 1100


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

    def __init__(self, pages: Sequence[Page], opened: Callable[[str], None], theme: Theme) -> None:
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

    def wide_px(self) -> int:
        """Return the width with names: the longest fits in bold, in any font."""
        bold = font(self.theme, self.theme.body_px, bold=True)
        longest = max(QFontMetrics(bold).horizontalAdvance("  " + text) for text in self.texts.values())
        return max(RAIL_PX, longest + BESIDE_NAME_PX)


class PageFrame(QWidget):
    """The rail, the stack of pages, and the bars over them."""

    def __init__(self, pages: Sequence[Page], theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.pages = {page.name: page for page in pages}
        self.theme = theme
        self.made: dict[str, QWidget] = {}
        self.places: dict[str, QWidget] = {}
        """Where each stands in the stack: in what scrolls if the window is too low for it."""
        self.rail = PageRail(pages, self.open, theme)
        self.bars = Bars()
        self.stack = QStackedWidget()
        outer = row(self.rail, edge(vertical=True), self.stack, gap=0)
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

    def open(self, name: str) -> None:
        """Show a page."""
        self.page(name)
        self.stack.setCurrentWidget(self.places[name])
        self.rail.show_open(name)
        self.place_bars()

    @property
    def opened(self) -> str:
        """The name of the open page."""
        return next((name for name, place in self.places.items() if place is self.stack.currentWidget()), "")

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.show_narrow(self.width() < NARROW_BELOW_PX)
