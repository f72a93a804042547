"""The cards beside the network, one below the other: in the order a person likes, each open or folded, with one bar."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.kit.pieces import Scroll
from gui.train.side.folding_card import FoldingCard

GAP_PX = 12
SHARES = {"answers": 5, "layer": 3, "timeline": 4}
"""How what is left of the height is divided among the cards that are open."""


class SideStack(Scroll):
    """Holds the cards by their names. `remember` gets the choices when a person has changed them."""

    def __init__(self, cards: Mapping[str, FoldingCard]) -> None:
        inside = QWidget()
        super().__init__(inside)
        self.cards = dict(cards)
        self.order = list(cards)
        self.only: Collection[str] = self.order
        """The names of the cards that are shown where there is something in them."""
        self.remember: Callable[[str], Any] = lambda choices: None
        self.line = QVBoxLayout()
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(GAP_PX)
        inside.setLayout(self.line)
        for name, card in self.cards.items():
            card.changed = self._changed
            card.moved = lambda by, name=name: self.move_card(name, by)  # type: ignore[misc]
            card.can_move = lambda by, name=name: self._beyond(name, by) is not None  # type: ignore[misc]
            for inner in card.findChildren(Scroll):
                inner.flow(True)  # there is one bar: that of the stack
        self._fill()

    def _fill(self) -> None:
        while self.line.takeAt(0) is not None:
            pass
        for name in self.order:
            self.line.addWidget(self.cards[name])
        self.line.addStretch(0)
        self.show_only(self.only)

    def show_only(self, names: Collection[str]) -> None:
        """Show the cards called `names`, as far as there is something in them."""
        self.only = names
        rest = 1
        for place, name in enumerate(self.order):
            card = self.cards[name]
            shown = name in names and card.there
            card.setVisible(shown)
            share = SHARES.get(name, 3) if shown and not card.folded else 0
            self.line.setStretch(place, share)
            rest = 0 if share else rest
        self.line.setStretch(len(self.order), rest)  # where all are folded they stand at the top

    def reveal(self, name: str) -> None:
        """Bring a card into sight."""
        if self.cards[name].isVisible():
            self.ensureWidgetVisible(self.cards[name], 0, 0)

    # ------------------------------------------------------------------------------------------- what a person chose
    def choices(self) -> str:
        """Return order and folds as one word: "answers,-layer,timeline"; a folded card has a minus."""
        return ",".join(("-" if self.cards[name].folded else "") + name for name in self.order)

    def put(self, choices: str) -> None:
        """Take up what `choices` returned; names that are not known count for nothing."""
        words = [word.strip() for word in choices.split(",")]
        named = [word.removeprefix("-") for word in words]
        known = [name for name in dict.fromkeys(named) if name in self.cards]
        self.order = known + [name for name in self.cards if name not in known]
        for name, card in self.cards.items():
            card.fold(f"-{name}" in words)
        self._fill()

    def move_card(self, name: str, by: int) -> None:
        """Swap a card with the one above (−1) or below (1) it that is in sight."""
        other = self._beyond(name, by)
        if other is not None:
            here, there = self.order.index(name), self.order.index(other)
            self.order[here], self.order[there] = other, name
            self._fill()
            self.remember(self.choices())
            self.reveal(name)

    def _beyond(self, name: str, by: int) -> str | None:
        seen = [one for one in self.order if self.cards[one].there and one in self.only]
        place = seen.index(name) + by if name in seen else -1
        return seen[place] if 0 <= place < len(seen) else None

    def _changed(self) -> None:
        self.show_only(self.only)
        self.remember(self.choices())

    def in_reading_order(self) -> tuple[QWidget, ...]:
        """Return the cards as they stand."""
        return tuple(self.cards[name] for name in self.order)
