"""How a training has gone so far, in a few numbers: what the newest losses are compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from core.messages.train_events import Tick

FELL = 0.95
"""The training loss has fallen when it is below this share of the lowest before."""
SMOOTH = 0.2
"""The newest measurement's share in the running means of losses and scores."""


@dataclass(frozen=True)
class Course:
    """Running means of the losses, and the lowest validation loss with what the training loss was then.

    `measured`: how often validation was measured since the net was last changed; `risen`: how often in a row it was
    clearly above the lowest. `since`: the first step of it all. `first_loss` and `first_gradient`: of the first Tick;
    `fallen_to`: the lowest training loss, at step `fallen_at` and epoch `fallen_epoch`; `rate`: the learning rate now.
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
    first_loss: float = math.nan
    first_gradient: float = math.nan
    gradient: float = math.nan
    fallen_to: float = math.inf
    fallen_at: int = 0
    fallen_epoch: float = 0.0
    rate: float = math.nan


def gone_on(course: Course, tick: Tick) -> Course:
    """Return the course after a Tick."""
    first = math.isnan(course.loss)
    course = replace(
        course, step=tick.step, epoch=tick.epoch, loss=_mean(course.loss, tick.loss),
        begun_epoch=tick.epoch if first else course.begun_epoch, rate=tick.learning_rate,
        first_loss=tick.loss if first else course.first_loss,
    )  # fmt: skip
    if course.loss < FELL * course.fallen_to:
        course = replace(course, fallen_to=course.loss, fallen_at=tick.step, fallen_epoch=tick.epoch)
    if math.isfinite(tick.gradient_norm):
        begins = math.isnan(course.gradient)
        gradient = _mean(course.gradient, tick.gradient_norm)
        first_gradient = tick.gradient_norm if begins else course.first_gradient
        course = replace(course, gradient=gradient, first_gradient=first_gradient)
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
