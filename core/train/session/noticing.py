"""What is wrong with a training, looked for while it trains at next to no cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import torch

from core.messages.train_events import Noticed, Tick
from core.messages.train_reports import Diagnosis
from core.train.diagnosis.course import Course, gone_on
from core.train.diagnosis.findings import NOISY, Baseline, findings
from core.train.diagnosis.sight import look
from core.train.training.datasets import Dataset
from core.train.training.training import Training

EVERY_S = 1.0
SHARE = 0.01
"""The largest share of the time that looking may take."""
SURE, OVER = 2, 5
"""So many looks in a row must find it before it is told, and miss it before it is over: numbers near a bound go up and
down, and a message must not."""


class Noticing:
    """Keeps how the training has gone since its network and settings are what they are, and what is wrong with it."""

    def __init__(self, training: Training, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._baseline = baseline_of(training.dataset)
        self._of = (training.net, replace(training.settings, pace=0.0))
        self._course = Course(since=training.step)
        self._looked_at, self._looked_at_step, self._cost_s = clock(), -1, 0.0
        self.told: tuple[Diagnosis, ...] = ()
        self._found: list[tuple[object, int]] = []
        self._times, self._other = 0, False

    def note(self, training: Training, tick: Tick) -> None:
        """Take in a Tick."""
        self._course = gone_on(self._course_of(training), tick)

    def take(self, training: Training) -> Noticed | None:
        """Look, if it is time and steps were taken; return what is wrong now if that is not what was told."""
        begun, course = self._clock(), self._course_of(training)
        if self._other:  # what was told was about another net, other settings or a later step
            self._other, self._times, self.told = False, 0, ()
            return Noticed(())
        waits = begun - self._looked_at < max(EVERY_S, self._cost_s / SHARE)
        if waits or training.step in (course.since, self._looked_at_step):
            return None
        with torch.no_grad():
            found = findings(look(training), course, training.settings, self._baseline)
        self._looked_at, self._looked_at_step = self._clock(), training.step
        self._cost_s = self._looked_at - begun
        return self._sure_of(found)

    def _sure_of(self, found: tuple[Diagnosis, ...]) -> Noticed | None:
        """Return what is told now: what several looks in a row have found. Its numbers alone are nothing new."""
        kinds: list[tuple[object, int]] = [(one.kind, one.layer) for one in found]
        if kinds == [(one.kind, one.layer) for one in self.told]:
            self._times = 0
            return None
        self._times = self._times + 1 if self._times and kinds == self._found else 1
        self._found = kinds
        if self._times < (OVER if self.told else SURE):
            return None
        self.told, self._times = found, 0
        return Noticed(found)

    def _course_of(self, training: Training) -> Course:
        """Return how the training goes; a new one since its network or settings are others, or it went back."""
        of = (training.net, replace(training.settings, pace=0.0))
        if of != self._of or training.step < self._course.step:
            self._of, self._course, self._other = of, Course(since=training.step), bool(self.told)
        return self._course


def baseline_of(dataset: Dataset) -> Baseline:
    """Return what a network that always says the same reaches on this data."""
    usual = dataset.known.settings.learning_rate
    noisy = dataset.spec.noise > NOISY and dataset.known.generated
    if dataset.task == "regress":
        return Baseline("regress", 0.0, float(dataset.training_targets.var(unbiased=False)), usual, noisy)
    share = torch.bincount(dataset.training_targets).double() / len(dataset.training_targets)
    entropy = -sum(p * math.log(p) for p in share.tolist() if p > 0)
    validated = torch.bincount(dataset.validation_targets).double() / len(dataset.validation_targets)
    return Baseline("classify", float(validated.max()), entropy, usual, noisy)
