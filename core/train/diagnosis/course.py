"""How a training has gone so far, in a few numbers: what the newest losses are compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from core.messages.train_events import Tick

SMOOTH = 0.2
"""The newest measurement's share in the running means of losses and scores."""


@dataclass(frozen=True)
class Course:
    """Running means of the losses, and the lowest validation loss with what the training loss was then.

    `measured`: how often validation was measured since the net was last changed; `risen`: how often in a row it was
    clearly above the lowest. `since`: the first step of it all.
    """

    since: int
    step: int = 0
    epoch: float = 0.0
    begun_epoch: float = 0.0
    loss: float = math.nan
    validation: float = math.nan
    score: float = math.nan
    lowest: float = math.inf
    lowest_at: int = 0
    loss_at_lowest: float = math.nan
    measured: int = 0
    risen: int = 0


def gone_on(course: Course, tick: Tick) -> Course:
    """Return the course after a Tick."""
    first = math.isnan(course.loss)
    course = replace(
        course, step=tick.step, epoch=tick.epoch, loss=_mean(course.loss, tick.loss),
        begun_epoch=tick.epoch if first else course.begun_epoch,
    )  # fmt: skip
    if not math.isfinite(tick.validation_loss):
        return course
    validation = _mean(course.validation, tick.validation_loss)
    course = replace(
        course, validation=validation, score=_mean(course.score, tick.validation_score), measured=course.measured + 1
    )
    if validation < course.lowest:
        return replace(course, lowest=validation, lowest_at=tick.step, loss_at_lowest=course.loss, risen=0)
    return replace(course, risen=course.risen + 1)


def _mean(before: float, newest: float) -> float:
    return newest if math.isnan(before) else before + SMOOTH * (newest - before)
