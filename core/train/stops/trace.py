"""Which step it was: a training is done again exactly, from a state that was kept, up to the step at which a condition
became so.

What every step tells names its step by itself. What is only looked at now and then was not so at one look and was at
the next: of the steps between, halves are done again until there is one at which it is so and before which it was not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from core.messages.train_reports import AtStep
from core.train.stops.measured import standing, take_one
from core.train.training.replay import again, run_to
from core.train.training.state import Chunk, TrainingState
from core.train.training.training import Training

Told = Callable[[Chunk], object]


@dataclass(frozen=True)
class Traced:
    """A training that stands right after a step, that step and the one before in numbers, and the state between."""

    there: Training
    before: AtStep
    after: AtStep
    between: TrainingState


def traced(
    training: Training, start: TrainingState, *, step: int, known: tuple[float, float], validating: bool,
    told_upto: int, tell: Callable[[Training], Told],
) -> Traced:  # fmt: skip
    """Do a training again from `start`, which is before `step`, up to `step`. `training` itself stays where it is.

    `known`: loss and gradient norm of the step before, for where `start` stands right after it. `tell` is given the
    training that goes there, and returns what hears of each of its chunks after step `told_upto`.
    """
    there = training.at(start)
    told = tell(there)
    entries = [entry for entry in training.timeline[len(start.timeline) :] if entry.step < step]
    if there.step == step - 1:
        before = standing(there, loss=known[0], gradient=known[1])
    else:
        for entry in entries:
            _go(there, min(entry.step, step - 2), told_upto, told)
            if entry.step == there.step:
                again(there, entry)
        _go(there, step - 2, told_upto, told)
        before = _measured(there, told_upto, told, validating=validating)
    for entry in entries:
        if entry.step == there.step:
            again(there, entry)
    between = there.state()
    return Traced(there, before, _measured(there, told_upto, told, validating=validating), between)


def _go(there: Training, step: int, told_upto: int, told: Told) -> None:
    """Take steps until the training stands at `step`; those after `told_upto` are told."""
    while there.step < step:
        end = told_upto if there.step < told_upto < step else step
        chunk = there.take(end - there.step)
        if there.step > told_upto:
            told(chunk)


def _measured(there: Training, told_upto: int, told: Told, *, validating: bool) -> AtStep:
    """Take one step in numbers, and tell it too."""
    chunks: list[Chunk] = []
    at = take_one(there, validating=validating, told=chunks.append)
    if there.step > told_upto:
        told(chunks[0])
    return at


def first_step(
    training: Training, start: TrainingState, *, upto: int, so: Callable[[Training, Tensor], bool]
) -> tuple[list[TrainingState], int]:
    """Return (states, step): a step up to `upto` at which it is `so` and before which it was not, and states of the
    training before that step, the newest first. It is not so at `start`, and it is at `upto`; nothing is done to the
    training between.

    `so` is given a training that stands right after a step, and the parameters (n,) before it.
    """
    there = training.at(start)
    states, low, high = [start], start.step, upto
    while high - low > 1:
        middle = (low + high) // 2
        there.restore(states[0])
        run_to(there, middle - 1)
        before = there.model.flat.clone()
        there.take(1)
        if so(there, before):
            high = middle
        else:
            states, low = [there.state(), states[0]], middle
    return states, high
