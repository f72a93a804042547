"""What was done to a run, moment by moment, with every number that the app has chosen for it.

A run's timeline says what was done and when. Which units were split, what the least squares of a cut gave and which
random numbers were drawn follows from the training itself, so it is done again (`core.train.training.replay`), no
further than there is something to tell. At each moment stands the model before it and after it. Where each number of
the new model comes from is found by letting one more memory go through the edit: one that holds the places.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic

import torch
from torch import Tensor

from core.messages.train_commands import Change, EditPoint, PointEdit, Settings, UseDevice, UseThreads
from core.messages.train_reports import TimelineEntry
from core.net.plan import Edit, Net
from core.out.taken import Taken
from core.sentence import Problem
from core.train.branches.keyframes import first_data
from core.train.model.model import Model, alone, snapshot
from core.train.steps.optimizers import left_to_join
from core.train.training import datasets
from core.train.training.adopted import Adopted
from core.train.training.datasets import Dataset
from core.train.training.training import Training, begin

LONGEST_S = 300.0
"""A story that takes longer to be done again is not told."""
CHECKED_S = 10.0
FAR = 0.5
"""Two sets of weights that differ by more than this share have not begun alike."""
AT_ONCE = 200
ORIGIN = "origin"
"""The name of the memory that holds places, each counted from 1; 0 is what is new."""


class TooLong(Exception):  # noqa: N818
    """The story takes too long to be done again."""


@dataclass(frozen=True)
class Edited:
    """The network became another one right after `step`. `done`: what a person did, None where the steps did it.

    `origin` (n,): for each number of `after` its place in `before`, counted from 1, 0 for what is new.
    """

    step: int
    done: Edit | None
    before: Model
    after: Model
    origin: Tensor


@dataclass(frozen=True)
class Joined:
    """What was new is no longer so: from `step` on all weights have one age."""

    step: int


@dataclass(frozen=True)
class Changed:
    """A setting was changed right after `step`."""

    step: int
    setting: str
    settings: Settings


@dataclass(frozen=True)
class Moved:
    """A point of the plane was added, moved or taken away right after `step`."""

    step: int
    edit: PointEdit


Moment = Edited | Joined | Changed | Moved


@dataclass(frozen=True)
class Story:
    """How a run went. `began`: its data before points were edited; `known` False: nobody knows; `brought`: the network
    that it began with, where that is not what its seed gives."""

    began: Dataset
    first_net: Net
    first_settings: Settings
    seed: int
    steps: int
    moments: tuple[Moment, ...] = ()
    known: bool = True
    brought: Model | None = None


@dataclass
class _Again:
    """A training that is done again, and what was found on the way."""

    training: Training
    until: float
    moments: list[Moment] = field(default_factory=list)

    def run_to(self, step: int) -> None:
        """Take steps until `step`, noting what they bring about."""
        training = self.training
        while training.step < step:
            if monotonic() > self.until:
                raise TooLong
            memory, was = training.model.memory, training.model.memory.cohort
            left = left_to_join(memory, training.settings) if was is not None else AT_ONCE
            training.steps(min(step - training.step, AT_ONCE, max(1, left)))
            if was is not None and memory.cohort is None:
                self.moments.append(Joined(training.step))
            if training.model.fades or training.model.successor is not None:
                self._adopt(None, lambda there: there.brought_about())

    def edit(self, entry: TimelineEntry, edit: Edit) -> None:
        """Do an edit again."""
        self._adopt(edit, lambda there: there.edited(edit, seed=entry.seed))

    def _adopt(self, edit: Edit | None, change: Callable[[Training], Adopted | None]) -> None:
        training = self.training
        before = snapshot(alone(training.model))
        traced = training.at(training.state())
        found = change(training)
        if found is None:
            return
        after = found.model
        unfolded = edit is None and after.net == before.net and torch.equal(after.flat, before.flat)
        if not unfolded:
            origin = _origin(traced, change, count=after.flat.numel())
            self.moments.append(Edited(training.step, edit, before, snapshot(alone(after)), origin))
        training.adopt(found)

    @property
    def pending(self) -> bool:
        """Whether steps alone will bring something about."""
        model = self.training.model
        return bool(model.fades) or model.successor is not None or model.memory.cohort is not None


def _origin(traced: Training, change: Callable[[Training], Adopted | None], *, count: int) -> Tensor:
    """Return (count,) where each number comes from, by letting a memory of places go through the same change."""
    memory = traced.model.memory
    memory.slots[ORIGIN] = torch.arange(1, traced.model.flat.numel() + 1)
    found = change(traced)
    given = None if found is None else found.model.memory.slots.get(ORIGIN)
    return torch.zeros(count, dtype=torch.int64) if given is None or len(given) != count else given


def story_of(taken: Taken, *, longest_s: float = LONGEST_S, checked_s: float = CHECKED_S) -> Story:
    """Return the story of a run.

    `known` False: it is not told, for doing it again takes longer than `longest_s`, or the run did not begin with the
    weights of its seed (it was brought in from elsewhere). The latter is found where the rest takes up to `checked_s`.
    """
    record, training = taken.record, taken.training
    began = first_data(training.dataset.spec, training.timeline)
    dataset = training.dataset if began == training.dataset.spec else datasets.load(began)
    given = getattr(training, "first", None)
    first = begin(
        dataset, net=record.first_net, settings=record.first_settings, seed=record.seed,
        **({} if given is None else {"first": given}),
    )  # fmt: skip
    brought = None if given is None else snapshot(first.model)
    story = Story(dataset, record.first_net, record.first_settings, record.seed, training.step, brought=brought)
    again = _Again(first, monotonic() + longest_s)
    threads = torch.get_num_threads()
    try:
        for entry in training.timeline:
            again.run_to(entry.step)
            _do(again, entry)
        while again.pending and first.step < training.step:
            again.run_to(min(training.step, first.step + AT_ONCE))
        if not again.pending and first.net != training.net:
            return replace(story, known=False)
        moments = tuple(again.moments)
        again.until = monotonic() + checked_s
        with contextlib.suppress(TooLong):
            again.run_to(training.step)
            if not _is_same(first, training):
                return replace(story, known=False)
    except (TooLong, Problem):  # on another device, an edit may have found something else
        return replace(story, known=False)
    finally:
        torch.set_num_threads(threads)
    return replace(story, moments=moments)


def _is_same(made: Training, saved: Training) -> bool:
    """Whether a training that was done again is the saved one, but for what rounding elsewhere has made of it."""
    if made.net != saved.net:
        return False
    weights, meant = made.model.flat.double(), saved.model.flat.double()
    return bool((weights - meant).norm() <= FAR * meant.norm())


def _do(again: _Again, entry: TimelineEntry) -> None:
    """Do again what one entry of a timeline tells, and note it."""
    training, step = again.training, again.training.step
    match entry.done:
        case Change(setting, value):
            training.change(setting, value)
            again.moments.append(Changed(step, setting, training.settings))
        case UseThreads(count):
            torch.set_num_threads(count)
            training.note(entry.done)
        case UseDevice():
            training.note(entry.done)
        case EditPoint(edit):
            training.adopt(training.edited_point(entry.done))
            again.moments.append(Moved(step, edit))
        case edit:
            again.edit(entry, edit)
