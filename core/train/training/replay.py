"""A training done again from its timeline.

On a processor it gives the same weights, bit for bit. `again` is how a divergence is traced; `replay` is the reference
for that promise, and the tests hold every training to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch

from core.messages.train_commands import Change, EditPoint, UseDevice, UseThreads
from core.messages.train_reports import EditMark, TimelineEntry
from core.train.training.training import Training


def replay(training: Training, timeline: Iterable[TimelineEntry], *, steps: int) -> None:
    """Do again what a timeline tells, up to step `steps`, on a training that is at its beginning."""
    for entry in timeline:
        if entry.step > steps:
            break
        run_to(training, entry.step)
        again(training, entry)
    run_to(training, steps)


def again(training: Training, entry: TimelineEntry) -> None:
    """Do again what one entry of a timeline tells."""
    match entry.done:
        case Change(setting, value):
            training.change(setting, value)
        case UseThreads(count):
            torch.set_num_threads(count)
            training.note(entry.done)
        case UseDevice():
            training.note(entry.done)
        case EditPoint():
            training.adopt(training.edited_point(entry.done))
        case edit:
            training.edit(edit, seed=entry.seed)


def marks_upto(training: Training, there: Training) -> tuple[EditMark, ...]:
    """Return the marks of a training up to where `there` stands, which is the training done again: that has the marks
    of edits, and none of stops and divergences since the state it has begun from."""
    step, marks = there.step, training.marks
    done = {mark.label for mark in there.marks if mark.step == step}
    not_yet = (
        at for at, mark in enumerate(marks)
        if mark.step > step or (mark.step == step and math.isfinite(mark.loss_before) and mark.label not in done)
    )  # fmt: skip
    return marks[: next(not_yet, None)]


def run_to(training: Training, step: int) -> None:
    """Take steps until the training stands at `step`."""
    while training.step < step:
        training.take(step - training.step)
