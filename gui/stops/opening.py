"""The button of the trainer page that opens the card *Stops by itself*."""

from __future__ import annotations

from collections.abc import Callable

from core.messages.train_events import NetChanged
from gui.kit.dialog import Dialog
from gui.kit.folding import Scroll
from gui.kit.pieces import Button
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.stops.card import StopsCard
from gui.stops.known import KnownStops

WIDTH_PX, HEIGHT_PX = 520, 460
"""Of what scrolls in the dialog, at most."""


class StopsButton(Button):
    """Says for how many conditions the training stops, and opens them."""

    def __init__(self, known: KnownStops, theme: Callable[[], Theme]) -> None:
        super().__init__(tr("Stops by itself …"), self.open_dialog, kind="quiet", icon="pause",
                         tip=tr("Choose for what the training stops by itself, and see when it has."))  # fmt: skip
        self.known, self.theme_now = known, theme
        self.dialog: Dialog | None = None
        known.changed.connect(self.show_count)
        self.show_count()

    def show_count(self) -> None:
        """Show how many conditions are on."""
        on = sum(stop.on for stop in self.known.stops)
        self.setText(tr("Stops by itself: {n} …", n=on) if on else tr("Stops by itself …"))
        self.setEnabled(self.known.net is not None)

    def show_now(self, now: NetChanged) -> None:
        """Show the network as it is now, with all it carries."""
        self.known.show_now(now)

    def stands_at(self, step: int) -> None:
        """Take in how far the training is."""
        self.known.stands_at(step)

    def open_dialog(self) -> None:
        """Show the conditions in a dialog; training goes on."""
        self.dialog = made = Dialog(self.window(), self.theme_now(), title=tr("Stops by itself"))
        card = StopsCard(self.known)
        card.leave_by(made.accept)
        inside = Scroll(card)
        space = self.window().size()
        inside.setFixedSize(min(WIDTH_PX, space.width() - 80), min(HEIGHT_PX, space.height() - 190))
        made.heading.hide()  # the card has one
        made.body.addWidget(inside)
        made.add_button(tr("Close"), None, kind="primary")
        made.show_now()
