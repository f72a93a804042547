"""An earlier moment of a training, made again: from the nearest copy, step by step.

On a processor the result is the same bit for bit (`core.train.training.replay`); on another device to rounding, and the
same holds for what was trained on two devices. The training itself stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import torch

from core.messages.train_commands import UseDevice
from core.messages.train_reports import TimelineEntry
from core.sentence import Problem
from core.train.branches.keyframes import Keyframe, Keyframes, first_data
from core.train.steps.ladder import Stepper
from core.train.training import datasets
from core.train.training.replay import again, marks_upto
from core.train.training.training import Training, begin

LONGEST_S = 8.0
"""Where the steps on the way take longer, the nearest moment before that is kept is shown instead."""
FEW_STEPS = 400
"""So many are done sooner than a faster way to take them is made ready."""
STEPS = 256
"""So many are taken at once: the samples of more need not be in one place."""


class EarlierError(Problem):
    """A moment that cannot be gone to."""


@dataclass(frozen=True)
class Earlier:
    """A training that stands at an earlier moment. `threads`: how many it was trained with there."""

    training: Training
    threads: int
    exact: bool


def check_earlier(training: Training, step: int, *, before: bool) -> None:
    """Raise `EarlierError` where a training has no such earlier moment."""
    done = any(entry.step == step for entry in training.timeline)
    if 0 <= step < training.step or (before and step == training.step and done):
        return
    if step == training.step:
        raise EarlierError("The training stands at step {step:,} now.", step=step)
    raise EarlierError("This training has no step {step:,}.", step=step)


def done_before(timeline: tuple[TimelineEntry, ...], step: int, *, before: bool) -> tuple[TimelineEntry, ...]:
    """Return what was done to a training up to a moment."""
    limit = step - 1 if before else step
    count = next((at for at, entry in enumerate(timeline) if entry.step > limit), len(timeline))
    return timeline[:count]


def earlier(training: Training, keyframes: Keyframes, step: int, *, before: bool, step_s: float) -> Earlier:
    """Return the training as it was at a moment; raise `EarlierError` where there is none. The number of threads
    stays as it is."""
    check_earlier(training, step, before=before)
    timeline = done_before(training.timeline, step, before=before)
    kept, threads = keyframes.nearest(training, timeline, step), torch.get_num_threads()
    first = kept.state.step if kept is not None else 0
    if kept is not None and (step - first) * step_s > LONGEST_S:
        timeline, step = kept.state.timeline, first
    try:
        there = _begun(training, kept)
        way = timeline[len(there.timeline) :]
        if step - there.step <= FEW_STEPS:
            there.make_stepper = partial(Stepper, way="by hand")
        for entry in way:
            _run_to(there, entry.step)
            again(there, entry)
        _run_to(there, step)
        used = torch.get_num_threads()
    finally:
        torch.set_num_threads(threads)
    there.make_stepper = training.make_stepper
    there.adopt(replace(there.stands(), stepper=None, beside=None))  # who goes on from here steps as usual
    there.marks = marks_upto(training, there)
    moved = any(isinstance(entry.done, UseDevice) for entry in way)
    exact = step == first or (there.device.type == "cpu" and not moved)
    return Earlier(there, used, exact)


def _begun(training: Training, kept: Keyframe | None) -> Training:
    """Return another training that stands at a copy; without one, at its beginning."""
    if kept is not None:
        torch.set_num_threads(kept.threads)
        return training.at(kept.state)
    spec, now = first_data(training.dataset.spec, training.timeline), training.dataset
    dataset = now if spec == now.spec else datasets.load(spec)
    fresh = begin(
        dataset, net=training.first_net, settings=training.first_settings, seed=training.seed,
        device=training.device, dtype=training.model.flat.dtype, first=training.first,
    )  # fmt: skip
    return training.at(fresh.state())


def _run_to(training: Training, step: int) -> None:
    while training.step < step:
        training.take(min(STEPS, step - training.step))
