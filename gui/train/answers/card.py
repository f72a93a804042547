"""The card of what the network says; what stands in it follows the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from core.messages.train_events import Loaded, NetChanged, Portrait, State, Tick, Told
from core.messages.train_reports import Data
from core.sentence import Sentence
from gui.kit.pieces import Scroll, column
from gui.kit.words import tr
from gui.train.side.folding_card import FoldingCard
from gui.train.side.listener import Listener


class Answering(Protocol):
    """What stands in the card for one kind of data: a `Listener` that is a widget."""

    def title(self) -> str:
        """Return the card's title."""

    def suits(self, data: Data) -> bool:
        """Whether it is for this data."""


class AnswersCard(FoldingCard, Listener):
    """Shows the first of its kinds that suits the data; without one it is not there. `appears` is told when that
    changes."""

    def __init__(self, kinds: Sequence[Any], appears: Callable[[], Any]) -> None:
        super().__init__(tr("What the network answers"))
        self.kinds, self.appears = tuple(kinds), appears
        self.shown: Any = None
        """The kind that is in the card now."""
        inside = QWidget()
        inside.setLayout(column(*self.kinds))  # only one is shown: a stack would be as tall as the tallest
        for kind in self.kinds:
            kind.hide()
        self.side = Scroll(inside)
        self.body.addWidget(self.side, 1)
        self.hide()

    @property
    def there(self) -> bool:
        """Whether there is something to say about the data."""
        return self.shown is not None

    def show_loaded(self, loaded: Loaded) -> None:
        self.shown = next((kind for kind in self.kinds if kind.suits(loaded.data)), None)
        for kind in self.kinds:
            kind.setVisible(kind is self.shown)
        if self.shown is not None:
            self.shown.show_loaded(loaded)
            self.name_it(self.shown.title())
        self.appears()

    def show_now(self, now: NetChanged) -> None:
        if self.shown is not None:
            self.shown.show_now(now)

    def show_state(self, state: State) -> None:
        if self.shown is not None:
            self.shown.show_state(state)

    def show_tick(self, tick: Tick) -> None:
        if self.shown is not None:
            self.shown.show_tick(tick)

    def show_portrait(self, portrait: Portrait) -> None:
        if self.shown is not None:
            self.shown.show_portrait(portrait)

    def hear(self, event: Told, answers: int | None) -> bool:
        ordered = sorted(self.kinds, key=lambda kind: kind is not self.shown)  # two kinds ask the same questions
        return any(kind.hear(event, answers) for kind in ordered)

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        return any(kind.rejected(answers, sentence) for kind in self.kinds)

    def show_asking(self, possible: bool) -> None:
        for kind in self.kinds:
            kind.show_asking(possible)

    def draw(self) -> None:
        if self.shown is not None and self.isVisible():
            self.shown.draw()

    def in_reading_order(self) -> Sequence[QWidget]:
        return (self,)
