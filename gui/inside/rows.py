"""What the tabs are made of: a card with names and values, lines of Python."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from gui.kit.pieces import Card, Elided, Label, clear
from gui.kit.theme import Theme, mono


class Code(Label):
    """Lines of Python in the fixed-width font."""

    may_break = False

    def set_theme(self, theme: Theme) -> None:
        self.setFont(mono(theme, theme.note_px))


class Rows(Card):
    """A card with names left and values right, and a note below."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.grid = QGridLayout()
        self.grid.setVerticalSpacing(5)
        self.grid.setColumnStretch(0, 1)
        self.body.addLayout(self.grid)
        self.told = Label("", kind="soft", size="note_px", wrap=True)
        self.theme: Theme | None = None
        self.body.addWidget(self.told)
        self.body.addStretch(1)

    def show_rows(self, rows: list[tuple[str, str]], note: str) -> None:
        """Show these names and values; without any, a dash."""
        clear(self.grid)
        for place, (name, value) in enumerate(rows or [("–", "")]):
            left, right = Elided(name, size="note_px"), Label(value, size="note_px", tabular=True)
            right.setAlignment(Qt.AlignmentFlag.AlignRight)
            for label in (left, right):
                if self.theme is not None:
                    label.set_theme(self.theme)
            self.grid.addWidget(left, place, 0)
            self.grid.addWidget(right, place, 1)
        self.told.put(note if rows else "")
        self.told.setVisible(bool(rows) and bool(note))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
