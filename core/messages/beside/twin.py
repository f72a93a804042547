"""The twin: the run that did not make an edit, which goes on beside the training.

It gets the same samples in the same order and the same random numbers as the training, and every change of a setting
that is made after the edit. What a person edits later it does not make either, until it begins again from the newest
edit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Literal

from core.messages.train_commands import Asked
from core.messages.train_events import Told
from core.messages.train_reports import Array, EditMark
from core.sentence import Sentence

Measure = Literal["steps", "work"]
Status = Literal["off", "waiting", "going", "stopped", "ended"]
MOST_STEPS = 50_000
"""The twin ends by itself after so many steps."""
LONGEST_S = 600.0
"""Or when these seconds of the machine have gone to it."""


@dataclass(frozen=True)
class SetTwin(Asked):
    """Let a twin go on beside the training, or none. Compared `measure`: at equal "steps", or at equal "work"
    (multiply-adds). Another measure begins the comparison again. -> TwinNow"""

    on: bool
    measure: Measure = "steps"


@dataclass(frozen=True)
class AskTwin(Asked):
    """Tell everything of the twin again; nothing changes. -> TwinNow"""


@dataclass(frozen=True)
class StopTwin(Asked):
    """Let the twin take no more steps; what it has told stays. -> TwinNow"""


@dataclass(frozen=True)
class RestartTwin(Asked):
    """Begin again: the twin is the run that did not make the newest edit. -> TwinNow"""


@dataclass(frozen=True)
class TakeOverTwin(Asked):
    """Go on without the edit: the twin becomes the training, which one undo takes back. -> Edited"""

    changes: ClassVar[bool] = True
    """Not done while an earlier moment is shown."""


@dataclass(frozen=True)
class TwinPoint:
    """One point of the comparison: the training at `step` and the twin at `twin_step`. What is not measured is NaN."""

    step: int
    twin_step: int
    loss: float
    validation_loss: float
    score: float
    validation_score: float
    with_loss: float
    with_validation_loss: float
    with_score: float
    with_validation_score: float


POINT_FIELDS = len(TwinPoint.__dataclass_fields__)
"""How many numbers a point has, and so a row of `TwinNow.points`."""


@dataclass(frozen=True)
class TwinNow(Told):
    """Where the twin stands. Answers SetTwin, AskTwin, StopTwin, RestartTwin; comes unasked too, when it has gone on or
    is another one.

    `mark`: the edit that it did not make. Of the points told before, the first `keep` stay; `points` (n, 10) "f8", a
    row a `TwinPoint`, follow. `base_…`: loss and score on the validation samples right before the edit. `steps`: how
    many the twin has taken since. `behind`: how many steps the training is ahead of what was compared. `newer`: the
    training was edited again since. `can_take_over`: the twin can become the training. `why`: why it has ended, or
    cannot begin.
    """

    status: Status = "off"
    measure: Measure = "steps"
    mark: EditMark | None = None
    keep: int = 0
    points: Array | None = None
    base_loss: float = math.nan
    base_score: float = math.nan
    steps: int = 0
    behind: int = 0
    newer: bool = False
    can_take_over: bool = False
    why: Sentence | None = None
