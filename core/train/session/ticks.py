"""What the charts are told: Ticks, at most thirty a second, each the exact mean over the steps since the one before.

The losses of every step are added up, never sampled. `pause_s` keeps measurements to a small share of the time.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

import torch
from torch import Tensor

from core.messages.train_events import TICK_FIELDS, Tick
from core.messages.train_reports import Array
from core.train.training import schedules
from core.train.training.measuring import r_squared
from core.train.training.state import Chunk
from core.train.training.training import Training

OFTEN_S = 1 / 15
"""Measurements that may come as often as this are not put off."""


def pause_s(cost_s: float, *, share: float, longest_s: float) -> float:
    """Return how long to wait for the next measurement: at least as long as `share` of the time demands, and up to
    twice that for a slow one, but not put off beyond `longest_s`."""
    pause = cost_s / share
    return max(pause, min(longest_s, 2 * pause - OFTEN_S))


TICK_S = 1 / 30
VALIDATION_SHARE = 0.06
"""The largest share of the time that measuring validation loss may take; with that of portraits (`portrait.SHARE`) less
than a tenth of what the steps take."""
VALIDATED_S = 1.5
"""Validation is not put off beyond this (`pause_s`) where its share allows it sooner."""


@dataclass(frozen=True)
class ReadyTick:
    """A Tick that is ready and not told yet, None where no step was taken since the last one.

    With it the history becomes `numbers` from `place` on. The times are those of the last Tick, of the last time that
    validation was measured, and how long that took.
    """

    tick: Tick | None
    place: int
    numbers: array[float]
    told_at: float
    validated_at: float
    validation_s: float


class Ticks:
    """The numbers of every Tick, and the sums of the steps since the last one."""

    def __init__(self, training: Training, *, clock: Callable[[], float]) -> None:
        self.history = array("d")
        """Every Tick's nine numbers, one after the other."""
        self._training = training
        self._clock = clock
        self._told_at = -math.inf
        self._validated_at = -math.inf
        self._validation_s = 0.0
        self.heard: list[tuple[int, int, Tensor]] = []
        """Of the steps that were added last, and of those before: the last step, how many there were, k, and on the
        processor their k losses, then their k squared gradient norms."""
        self.forget()

    def forget(self) -> None:
        """Drop what was added up since the last Tick."""
        self.steps = 0
        self._samples = 0
        self._correct = 0
        self._loss_sum = 0.0
        self._seconds = 0.0
        self._norm_sum = 0.0

    @property
    def count(self) -> int:
        """How many Ticks there have been."""
        return len(self.history) // TICK_FIELDS

    @property
    def last_step(self) -> int:
        """The step of the last Tick, 0 for none."""
        return int(self.history[-TICK_FIELDS]) if self.history else 0

    def place_of(self, step: int) -> int:
        """Return how many numbers of the history belong to Ticks up to `step`."""
        place = len(self.history)
        while place and self.history[place - TICK_FIELDS] > step:
            place -= TICK_FIELDS
        return place

    def known(self, step: int) -> tuple[float, float]:
        """Return (loss, gradient norm) of a step, NaN if it is not one of those that were added last."""
        for end, count, told in self.heard:
            place = step - (end - count) - 1
            if 0 <= place < count:
                return float(told[place]), math.sqrt(float(told[count + place]))
        return math.nan, math.nan

    def told_upto(self, step: int) -> int:
        """Return up to which step the Ticks tell that stay if the training goes back to `step`."""
        place = self.place_of(step)
        return int(self.history[place - TICK_FIELDS]) if place else 0

    def going_back(self, there: Ticks, *, step: int) -> ReadyTick:
        """Return the Tick with which it goes back to `step`: of the steps that `there` has heard, if those are all."""
        place = self.place_of(step)
        if there.steps != step - self.told_upto(step):
            there.forget()
        return replace(there.ready(validating=True, at_once=True), place=place)

    def half(self) -> list[float]:
        """Return what was heard since the last Tick."""
        return [self.steps, self._samples, self._correct, self._loss_sum, self._seconds, self._norm_sum]

    def go_on_from(self, half: list[float]) -> None:
        """Go on from what `half` has returned."""
        steps, samples, correct, self._loss_sum, self._seconds, self._norm_sum = half
        self.steps, self._samples, self._correct = int(steps), int(samples), int(correct)

    def add(self, chunk: Chunk, seconds: float) -> bool:
        """Add what some steps told and how long they took; return whether losses and gradients are numbers still."""
        # One copy from the device for all of it; the sums are the processor's, for not every device has float64.
        right = [chunk.correct.reshape(1).to(chunk.losses)] if chunk.correct is not None else []
        told = torch.cat([chunk.losses, chunk.squared_norms, *right]).cpu().double()
        losses, squares, correct = torch.split(told, [chunk.steps, chunk.steps, len(right)])
        self.heard = [*self.heard[-1:], (self._training.step, chunk.steps, told)]
        loss_sum, norm_sum, correct_sum = torch.stack([losses.sum(), squares.sqrt().sum(), correct.sum()]).tolist()
        self.steps += chunk.steps
        self._samples += chunk.samples
        self._correct += int(correct_sum)
        self._loss_sum += loss_sum
        self._seconds += seconds
        self._norm_sum += norm_sum
        return math.isfinite(loss_sum) and not math.isnan(norm_sum)

    def due(self) -> bool:
        """Whether a Tick may be told now."""
        return self.steps > 0 and self._clock() - self._told_at >= TICK_S

    def tick(self, *, validating: bool = True) -> Tick:
        """Return the Tick for the steps since the last one, and begin the next; `validating` if it is time for that."""
        ready = self.ready(validating=validating)
        assert ready.tick is not None, "no step was taken since the last Tick"
        self.adopt(ready)
        return ready.tick

    def ready(self, *, validating: bool, at_once: bool = False) -> ReadyTick:
        """Return the Tick for the steps since the last one, as it will be told; nothing changes. `at_once`: validation
        is measured, also where it is not time for that."""
        place = len(self.history)
        if not self.steps:
            return ReadyTick(None, place, array("d"), self._told_at, self._validated_at, self._validation_s)
        training = self._training
        loss = self._loss_sum / self.steps
        if training.dataset.task == "classify":
            score = self._correct / self._samples
        else:
            score = r_squared(loss, self._training.dataset.training_targets)
        begun = self._clock()
        measures = validating and (at_once or self._may_validate(begun))
        validation_loss, validation_score = training.validate() if measures else (math.nan, math.nan)
        told_at = self._clock()
        tick = Tick(
            step=training.step,
            epoch=training.order.epoch,
            loss=loss,
            validation_loss=validation_loss,
            score=score,
            validation_score=validation_score,
            gradient_norm=self._norm_sum / self.steps if math.isfinite(self._norm_sum) else math.nan,
            samples_per_s=self._samples / self._seconds if self._seconds > 0 else math.nan,
            learning_rate=schedules.rate_at(training.settings, training.step - 1),
        )
        return ReadyTick(
            tick, place, array("d", astuple(tick)), told_at,
            validated_at=told_at if measures or not validating else self._validated_at,
            validation_s=told_at - begun if measures else self._validation_s,
        )  # fmt: skip

    def adopt(self, ready: ReadyTick) -> None:
        """Keep what is ready, and begin the next. Only the first line may fail, and changes nothing then."""
        self.history[ready.place :] = ready.numbers
        self._told_at, self._validated_at = ready.told_at, ready.validated_at
        self._validation_s = ready.validation_s
        self.forget()

    def _may_validate(self, now: float) -> bool:
        """Whether validation may be measured: it takes a small share of the time."""
        pause_s_now = pause_s(self._validation_s, share=VALIDATION_SHARE, longest_s=VALIDATED_S)
        return now - self._validated_at >= pause_s_now


def rows(history: array[float]) -> Array:
    """Return Tick numbers as an Array (n, 9)."""
    return Array("f8", (len(history) // TICK_FIELDS, TICK_FIELDS), history.tobytes())


def with_validation(tick: Tick, before: Tick | None) -> Tick:
    """Return a Tick for the list of runs: what it did not measure on the validation samples is as it was before."""
    if before is None or math.isfinite(tick.validation_loss):
        return tick
    return replace(tick, validation_loss=before.validation_loss, validation_score=before.validation_score)
