"""A twin as it goes on: a training of its own, which is compared with the other one at each of its Ticks.

The training tells a Tick at certain steps. At equal steps the twin goes to just the same step and tells the same there,
measured on the validation samples where the other one was. At equal work it goes as far as the multiply-adds of the
other one allow: those of one sample through the network (`core.net.shapes.cost`), times the samples seen.
"""

from __future__ import annotations

import bisect
import math
from array import array
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import lru_cache

import torch

from core.messages.beside.twin import LONGEST_S, MOST_STEPS, POINT_FIELDS, Measure, TwinPoint
from core.messages.train_commands import Change
from core.messages.train_events import TICK_FIELDS, Tick
from core.messages.train_reports import TimelineEntry
from core.net.plan import Net
from core.net.shapes import cost
from core.sentence import Problem, Sentence, say
from core.train.model.model import Model
from core.train.session.session import Session
from core.train.session.ticks import Ticks
from core.train.steps.ladder import finish
from core.train.training.training import Training
from core.train.twin.fork import Fork

SLICE_S = 0.005
"""How long the twin steps between two looks at what a person asks."""
CHUNK_STEPS = 256
MOST_POINTS = 4000
"""Of more points than these, every second one goes."""


def work_of(model: Model) -> int:
    """Return the multiply-adds of a step for one sample, a smaller copy beside the network with it."""
    beside = model.successor
    return _work(model.net) + (_work(beside.model.net) if beside is not None else 0)


@lru_cache(maxsize=64)
def _work(net: Net) -> int:
    return cost(net, "sgd").multiply_adds


@dataclass
class Place:
    """Up to where the training was compared: its step and epoch, and the work since the edit up to there."""

    step: int
    epoch: float
    work: float = 0.0


class TwinRun:
    """One twin. `training` stands right before the edit, or further on with what a file tells."""

    def __init__(self, fork: Fork, training: Training, *, measure: Measure, clock: Callable[[], float]) -> None:
        self.fork, self.training, self.measure, self._clock = fork, training, measure, clock
        self.ticks = Ticks(training, clock=clock)
        self.points = array("d")
        self.told = 0
        """How many of the points are told."""
        self.place = Place(training.step, training.order.epoch)
        self.work = 0.0
        """Multiply-adds since the edit."""
        self.applied: tuple[TimelineEntry, ...] = ()
        """The changes of settings that it has followed."""
        self.base = training.validate()
        self.spent_s = 0.0
        self.going, self.stopped = True, False
        self.why: Sentence | None = None
        self.broken = False
        """Whether its numbers are none any more, so that it cannot be gone on with."""
        self.costs: list[tuple[int, int]] = []
        """From which step on a step of the other training costs so much for a sample."""
        self._step_s = 0.0
        self._seen_step = training.step
        """Where the other training stood when it was looked at last."""

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.points) // POINT_FIELDS

    @property
    def steps(self) -> int:
        """How many steps the twin has taken."""
        return self.training.step - self.fork.step

    def end(self, why: Sentence | None, *, stopped: bool = False) -> None:
        """Take no more steps. `stopped`: a person wants it so."""
        self.going, self.why, self.stopped = False, why, stopped

    def follows(self, session: Session) -> bool:
        """Whether all changes that the twin has followed still hold, and the work that was counted was done. Where the
        training went back, points beyond it are dropped, and the twin waits for it."""
        step, seen, self._seen_step = session.training.step, self._seen_step, session.training.step
        went_back = step < seen and step < self.place.step
        if went_back:
            while self.points and self.points[-POINT_FIELDS] > step:
                del self.points[-POINT_FIELDS:]
        changes = self.fork.changes(session.training)
        return changes[: len(self.applied)] == self.applied and not (went_back and self.measure == "work")

    def behind(self, session: Session) -> bool:
        """Whether the training has told something that the twin was not compared with yet."""
        return self.going and self._next(session) is not None

    def go_on(self, session: Session, *, for_s: float) -> None:
        """Take steps for some seconds, as far as the training has come; at least a few if it is behind."""
        begun = self._clock()
        try:
            self._note_cost(session.training)
            while self.going and (row := self._next(session)) is not None:
                self._toward(session, row)
                if self.steps >= MOST_STEPS or self._clock() - begun >= for_s:
                    break
        except Problem as problem:  # a setting that only the other network can be trained with
            self.end(problem.sentence)
        self.spent_s += self._clock() - begun
        if self.going and (self.steps >= MOST_STEPS or self.spent_s >= LONGEST_S):
            self.end(say("The comparison ended by itself after {n:,} steps.", n=self.steps))

    def _next(self, session: Session) -> Tick | None:
        """Return the first Tick of the training that was not compared yet."""
        history = session.ticks.history
        count = len(history) // TICK_FIELDS
        at = bisect.bisect_right(range(count), self.place.step, key=lambda row: int(history[row * TICK_FIELDS]))
        if at == count:
            return None
        step, *rest = history[at * TICK_FIELDS : (at + 1) * TICK_FIELDS]
        return Tick(int(step), *rest)

    def _note_cost(self, training: Training) -> None:
        now = work_of(training.model)
        while self.costs and self.costs[-1][0] > training.step:
            self.costs.pop()
        if not self.costs:
            self.costs.append((self.place.step, now))
        elif self.costs[-1][1] != now:
            since = training.marks[-1].step if training.marks else self.place.step
            self.costs.append((max(since, self.costs[-1][0]), now))

    def _toward(self, session: Session, row: Tick) -> None:
        """Take some steps towards where `row` is compared, or compare."""
        self._follow(session, row)
        left = self._left(session, row)
        if left > 0:
            self._take(min(left, CHUNK_STEPS, max(1, int(SLICE_S / self._step_s)) if self._step_s > 0 else 1))
        elif self.measure == "work" or self.training.step >= row.step:
            self._compare(session, row)

    def _follow(self, session: Session, row: Tick) -> None:
        """Make the changes of settings that are due."""
        changes = self.fork.changes(session.training)
        upto = self.training.step if self.measure == "steps" else self.place.step
        while len(self.applied) < len(changes) and changes[len(self.applied)].step <= upto:
            entry = changes[len(self.applied)]
            assert isinstance(entry.done, Change)
            self.training.change(entry.done.setting, entry.done.value)
            self.applied = changes[: len(self.applied) + 1]

    def _left(self, session: Session, row: Tick) -> int:
        """Return how many steps the twin may still take before `row`, or before the next change of a setting."""
        if self.measure == "work":
            each = work_of(self.training.model) * self.training.settings.batch_size
            left = int((self._work_upto(session, row) - self.work) // each)
        else:
            changes = self.fork.changes(session.training)[len(self.applied) :]
            left = min([row.step, *(entry.step for entry in changes[:1])]) - self.training.step
        return min(left, MOST_STEPS - self.steps)

    def _work_upto(self, session: Session, row: Tick) -> float:
        each = [each for since, each in self.costs if since < row.step]
        samples = round((row.epoch - self.place.epoch) * len(session.training.dataset.training_targets))
        return self.place.work + samples * (each[-1] if each else self.costs[0][1])

    def _take(self, limit: int) -> None:
        self.training.note_threads(torch.get_num_threads())
        begun, each = self._clock(), work_of(self.training.model)
        chunk = self.training.take(limit)
        finish(self.training.device)
        took = self._clock() - begun
        self._step_s = took / chunk.steps
        self.work += chunk.samples * each
        if not self.ticks.add(chunk, took):
            self.broken = True
            self.end(say("Without the edit the loss grew beyond all numbers at step {n:,}.", n=self.training.step))

    def _compare(self, session: Session, row: Tick) -> None:
        """Add the point for `row`, if the twin has moved since the last one."""
        work = self._work_upto(session, row) if self.measure == "work" else 0.0
        here = self.measure == "work" or self.training.step == row.step
        if self.ticks.steps and here:
            ready = self.ticks.ready(validating=not math.isnan(row.validation_loss), at_once=True)
            self.ticks.adopt(ready)
            twin = ready.tick
            assert twin is not None
            self.points.extend(
                astuple(
                    TwinPoint(
                        row.step, twin.step, twin.loss, twin.validation_loss, twin.score, twin.validation_score,
                        row.loss, row.validation_loss, row.score, row.validation_score,
                    )
                )
            )  # fmt: skip
            self._thin()
        self.place = Place(row.step, row.epoch, work)

    def _thin(self) -> None:
        if self.count <= MOST_POINTS:
            return
        kept = array("d")
        for at in range(self.count % 2, self.count, 2):
            kept += self.points[at * POINT_FIELDS : (at + 1) * POINT_FIELDS]
        self.points, self.told = kept, 0
