"""A part of the trainer page: what it is told, and what it is asked once a frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.messages.train_events import Loaded, NetChanged, Portrait, Ready, State, Tick, Told
from core.sentence import Sentence


class Listener:
    """Something on the page that listens. Each says only what it needs; the rest does nothing."""

    def show_ready(self, ready: Ready) -> None:
        """Take in that a trainer is warm: what was asked of one before is forgotten."""

    def show_loaded(self, loaded: Loaded) -> None:
        """Start over for another training; `show_now` comes next."""

    def show_now(self, now: NetChanged) -> None:
        """Show the network as it is now."""

    def show_state(self, state: State) -> None:
        """Show where the training stands."""

    def show_tick(self, tick: Tick) -> None:
        """Show how far the training is."""

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the units do now."""

    def hear(self, event: Told, answers: int | None) -> bool:
        """Show an event of `core.messages.beside`; return whether it was for this part alone."""
        return False

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        """Show why what this part asked cannot be done; return whether it was this part that asked."""
        return False

    def show_asking(self, possible: bool) -> None:
        """Let a person ask for things, or not: there is no trainer, or this is a recording."""

    def draw(self) -> None:
        """Repaint what has changed; once a frame."""

    def in_reading_order(self) -> Sequence[QWidget]:
        """Return what Tab comes to, in order."""
        return ()
