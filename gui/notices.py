"""The bars that belong to a training: one that was left open, one whose loss is no number any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.messages import Change, Diverged, Undo
from core.runs import SavedRun
from gui.bar import Bar, Do
from gui.words import read, tr

NO_KOREAN = "No Korean font is installed, so Korean would show as empty boxes. Install one, for example fonts-noto-cjk."
"""In Latin letters on purpose: Korean ones would be the empty boxes it speaks of."""


def left_bar(run: SavedRun, go_on: Callable[[], Any]) -> Bar:
    """Return the offer to go on with the training that was open when the app ended without saying so."""
    sentence = tr(
        "TorchGarden was not closed properly. “{name}” was saved at step {step:,} and can go on from there.",
        name=run.name,
        step=run.record.step,
    )
    return Bar(sentence, tone="note", does=(Do(tr("Go on with it"), go_on, primary=True),))


def diverged_bar(diverged: Diverged, send: Callable[[object], int], *, can_undo: bool) -> Bar:
    """Return what to do about a loss that is no number: a smaller learning rate, the last edit undone."""
    slower = diverged.learning_rate / 10
    does = [Do(tr("Learning rate {rate:g}", rate=slower), lambda: send(Change("learning_rate", slower)), stays=True)]
    if can_undo:
        does.append(Do(tr("Undo the last edit"), lambda: send(Undo())))
    return Bar(read(diverged.sentence), tone="bad", does=tuple(does))
