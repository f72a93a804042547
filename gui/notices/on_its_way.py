"""What fades out or unfolds for longer than a moment, and the button that calls it off: it says what goes back with it.

A layer unfolds over some hundred steps, which may be over in less time than it takes to read a word. Nothing is offered
for that: a button that comes and goes in a blink is only unrest.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from core.messages.train_events import Fading, State
from core.net.plan import CallOff
from gui.kit.pieces import Button
from gui.kit.words import tip_text, tr

LASTS_S = 0.6

Send = Callable[[Any], Any]


class Lasting:
    """Which layers have been fading or unfolding for a while. `take` a State and every step; `look` once a frame."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: dict[tuple[int, int], float] = {}
        self._fading: tuple[Fading, ...] = ()
        self._step = 0

    def take(self, state: State) -> None:
        """Take in what is on its way now. What waits until it is ready is told elsewhere, and what began before what
        can be undone has no button."""
        self._fading = tuple(one for one in state.fading if not one.ready and one.takes_back >= 0)
        self._step, now = state.step, self._clock()
        self._since = {(one.key, one.mark): self._since.get((one.key, one.mark), now) for one in self._fading}

    def note_step(self, step: int) -> None:
        """Note how far the training is: a layer that has unfolded is not told of."""
        self._step = step

    def look(self) -> tuple[Fading, ...]:
        """Return what has been on its way for long enough, in the order in which it began."""
        now = self._clock()
        there = [
            one for one in self._fading
            if one.until > self._step and now - self._since[one.key, one.mark] >= LASTS_S
        ]  # fmt: skip
        return tuple(sorted(there, key=lambda one: one.mark))


def call_off_button(one: Fading, send: Send) -> Button:
    """Return the button that calls one of them off."""
    button = Button("", kind="link")
    show_call_off(button, one)
    button.clicked.connect(lambda _=False: send(CallOff(one.key, one.takes_back)))
    return button


def show_call_off(button: Button, one: Fading) -> None:
    """Say on a button what calling it off undoes."""
    begun, later = one.until - one.steps, one.takes_back
    button.setText(tr("Cancel, and {n} later", n=later) if later else tr("Cancel"))
    said = tr("Go back to step {step}, exactly as it was before this began. Redo brings it back.", step=f"{begun:,}")
    if later == 1:
        said += "\n" + tr("One later edit or setting is undone with it, because it was made on the changed network.")
    elif later:
        said += "\n" + tr(
            "{n} later edits and settings are undone with it, because they were made on the changed network.", n=later
        )
    button.setToolTip(tip_text(said))
    button.setAccessibleDescription(said)
