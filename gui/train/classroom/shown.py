"""What of the trainer page the classroom screen shows: as data, and the panel in which a teacher chooses it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from core.sentence import Sentence, say
from gui.kit.pieces import Label, Switch, column, row
from gui.kit.words import read, tr
from gui.train.arrangement import Shown

WORDS: dict[Shown, Sentence] = {
    "network": say("Network"), "loss": say("Loss"), "score": say("Accuracy"), "answers": say("Answers"),
    "layer": say("Selected layer"), "timeline": say("Timeline"), "device": say("Device"),
    "controls": say("Buttons to start and pause"), "pointer": say("Ring around the pointer"),
    "spotlight": say("Spotlight"),
}  # fmt: skip
USUAL: tuple[Shown, ...] = ("network", "loss", "score", "answers", "controls", "pointer")
NOTHING = "nothing"
"""Stands for an empty choice: "" stands for the usual one."""


def chosen(text: str) -> frozenset[Shown]:
    """Return what a remembered choice ("network,loss") shows; "" is the usual, unknown names count for nothing."""
    if not text:
        return frozenset(USUAL)
    words = {word.strip() for word in text.split(",")}
    return frozenset(name for name in get_args(Shown) if name in words)


def kept(shown: Collection[Shown]) -> str:
    """Return a choice as it is remembered, in the order of the panel."""
    return ",".join(name for name in get_args(Shown) if name in shown) or NOTHING


class ChoicePanel(QFrame):
    """A switch for each thing; `choose` is told what shall be shown from now on."""

    def __init__(self, choose: Callable[[frozenset[Shown]], Any]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("What the class sees"))
        self.choose = choose
        self.shown: frozenset[Shown] = frozenset()
        self.switches: dict[Shown, Switch] = {}
        lines = []
        for name, word in WORDS.items():
            label = Label(read(word))
            switch = Switch(lambda on, name=name: self._switch(name, on=on), name=read(word))  # type: ignore[misc]
            label.setBuddy(switch)
            self.switches[name] = switch
            lines.append(row(label, None, switch, gap=16))
        self.setLayout(column(Label(tr("What the class sees"), bold=True), *lines, gap=6, margins=12))
        self.hide()

    def show_choice(self, shown: frozenset[Shown]) -> None:
        """Show what is chosen."""
        self.shown = shown
        for name, switch in self.switches.items():
            switch.setChecked(name in shown)

    def _switch(self, name: Shown, *, on: bool) -> None:
        self.choose(self.shown | {name} if on else self.shown - {name})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
