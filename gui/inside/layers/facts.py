"""What is known of what was picked, in a card beside the picture."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.kit.pieces import Card, Label, column
from gui.kit.theme import Theme
from gui.kit.words import tr


class FactsCard(Card):
    """A card with a name, where it is, what it does, and what is known of it."""

    def __init__(self) -> None:
        super().__init__(tr("Pick a bar"), gap=6)
        self.where = Label("", kind="soft", size="note_px", wrap=True)
        self.does = Label("", wrap=True)
        self.facts = Facts()
        for part in (self.where, self.does, self.facts):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.setMinimumWidth(240)
        self.setMaximumWidth(290)

    def show_no_bar(self) -> None:
        """Say what can be picked on the time axis."""
        does = tr("Click a bar: what called it, what it called and what computes it are shown through all three lanes.")
        self.show_thing(tr("Pick a bar"), "", does, [])

    def show_no_node(self, about: str) -> None:
        """Say what the graph is, and what can be picked in it."""
        how = tr("Click a node or an op: the other of the pair is marked too. Arrow keys go from one to the next.")
        self.show_thing(tr("The autograd graph"), about, how, [])

    def show_thing(self, title: str, where: str, does: str, rows: list[tuple[str, str]]) -> None:
        """Show what is known of something."""
        self.title.put(title)
        for label, text in ((self.where, where), (self.does, does)):
            label.put(text)
            label.setVisible(bool(text))
        self.facts.show_rows(rows)


class Facts(QWidget):
    """Names and values below each other, which break where they have no room."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.list = column(gap=1)
        self.setLayout(self.list)

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Show these names and values."""
        while (item := self.list.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for name, value in rows:
            for label in (Label(name, kind="soft", size="small_px"), Label(value, size="note_px", wrap=True)):
                if self.theme is not None:
                    label.set_theme(self.theme)
                self.list.addWidget(label)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
