"""Lists of data that can be had: what is in the library, and the sets that are known by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from core.messages.own.arrays import KnownSet
from core.messages.own.prepared import OwnData
from gui.data.words import about_text, known_text, spoken
from gui.kit.pieces import Button, Elided, Label, apply_theme, clear, column, row
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr


def auto(button: Button) -> Button:
    """Let Enter press a button of a dialog that has the focus."""
    button.setAutoDefault(True)
    return button


class ShelfLine(QFrame):
    """A title, what it is, and what can be done with it."""

    def __init__(self, title: str, about: str, *buttons: Button, tip: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.title, self.about = Elided(title, bold=True), Label(about, kind="soft", size="note_px", wrap=True)
        self.buttons = buttons
        words = QWidget()
        words.setLayout(column(self.title, self.about, gap=1))
        line = row(words, *map(auto, buttons), gap=8)
        line.setContentsMargins(0, 6, 0, 6)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setToolTip(tip_text(tip))
        for button in buttons:
            button.setAccessibleDescription(f"{title}: {about}")


class Shelf(QWidget):
    """Lines under a heading; without any it says `empty`."""

    def __init__(self, title: str, empty: str) -> None:
        super().__init__()
        self.heading, self.empty = Label(title, bold=True), Label(empty, kind="soft", wrap=True)
        self.theme: Theme | None = None
        self.shown: object = None
        self.below = QVBoxLayout()
        self.below.setSpacing(0)
        self.setLayout(column(self.heading, self.empty, self.below, gap=4))

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def put(self, lines: Sequence[ShelfLine]) -> None:
        """Show these lines."""
        clear(self.below)
        for line in lines:
            self.below.addWidget(line)
            if self.theme is not None:
                apply_theme(line, self.theme)
        self.empty.setVisible(not lines)

    @property
    def lines(self) -> list[ShelfLine]:
        """The lines that are shown."""
        found = (self.below.itemAt(at).widget() for at in range(self.below.count()))  # type: ignore[union-attr]
        return [one for one in found if isinstance(one, ShelfLine)]


def own_lines(
    own: Sequence[OwnData], train: Callable[[OwnData], Any], delete: Callable[[OwnData], Any]
) -> list[ShelfLine]:
    """Return a line for everything in the library."""
    return [
        ShelfLine(
            one.about.title, about_text(one),
            Button(tr("Train on it"), partial(train, one), name=tr("Train on {title}", title=one.about.title)),
            Button(tr("Delete …"), partial(delete, one), name=tr("Delete {title}", title=one.about.title)),
            tip=one.about.attribution,
        )
        for one in own
    ]  # fmt: skip


def known_lines(known: Sequence[KnownSet], fetch: Callable[[KnownSet], Any]) -> list[ShelfLine]:
    """Return a line for every known set."""
    return [
        ShelfLine(spoken(one.title), known_text(one), _button(one, spoken(one.title), fetch), tip=one.attribution)
        for one in known
    ]


def _button(one: KnownSet, title: str, fetch: Callable[[KnownSet], Any]) -> Button:
    if one.there:
        return Button(tr("Train on it"), partial(fetch, one), name=tr("Train on {title}", title=title))
    return Button(tr("Download"), partial(fetch, one), name=tr("Download {title}", title=title))
