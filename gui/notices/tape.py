"""A recording that plays in place of a trainer: what the window needs of it, and the words about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from core.sentence import say
from gui.kit.words import read, tip_text, tr
from gui.notices.bar import Bar

CLOSED = say("This is a recording: nothing in it can be changed.")
PLAYS = say("A recording plays in this window. Start TorchGarden without it to continue a training.")
"""Why nothing can be trained here."""


class Tape(Protocol):
    """What the window needs of a recording that plays; `core.workers.session_tape.Replay` is one."""

    paused: bool

    @property
    def position_s(self) -> float:
        """How far it has come."""

    @property
    def length_s(self) -> float:
        """How long it is."""

    def holds(self, kind: type) -> bool:
        """Whether an event of this kind is in it."""

    @property
    def over(self) -> bool:
        """Whether all of it has been said."""

    def hold(self, paused: bool) -> None:
        """Stand still, or go on."""

    def again(self) -> None:
        """Begin again from the start."""


def toggle(tape: Tape) -> None:
    """Pause a recording or let it go on; one that is over begins again."""
    if tape.over:
        tape.again()
    else:
        tape.hold(not tape.paused)


def place_text(tape: Tape) -> str:
    """Return where a recording stands: "recording 0:12 of 1:03"."""
    return tr("recording {now} of {end}", now=_clock(tape.position_s), end=_clock(tape.length_s))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def playing_bar(*, pictures: bool) -> Bar:
    """Return the bar over a recording that plays; `pictures`: it holds what the units do."""
    sentence = tr(
        "This is a recording of a training. You can pause it and look at everything, but nothing in it can be changed."
    )
    return Bar(sentence + ("" if pictures else " " + no_pictures()), tone="note")


def no_pictures() -> str:
    """Return why the units of a recording have no pictures."""
    return tr("What the units do was not recorded, so they are empty squares.")


def without_buttons(make: Callable[[], Bar]) -> Callable[[], Bar]:
    """Return what makes the same bar without what it offers to do: in a recording nothing can be done."""

    def made() -> Bar:
        bar = make()
        bar.hide_buttons()
        return bar

    return made


def close(*parts: QWidget) -> None:
    """Turn off what would change the training, each with the reason."""
    for part in parts:
        part.setEnabled(False)
        part.setToolTip(tip_text(read(CLOSED)))
