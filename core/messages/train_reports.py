"""Arrays, devices, data, marks, the timeline and saved runs, as the train worker's messages and files hold them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, Union

from core.messages.stops import Condition, Stop
from core.messages.train_commands import Change, DataSpec, EditPoint, Settings, Task, UseDevice, UseThreads
from core.net.plan import (
    INPUT,
    CallOff,
    CopyLayer,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
)
from core.sentence import Sentence, say

NOT_LOADED = say("PyTorch in this environment does not load. Repair the environment, or train with another one.")
"""A PyTorch is there and does not load; the report has the error's text."""
EXPLODED = say("Loss exploded")
"""The label of the mark where a training diverged."""


@dataclass(frozen=True)
class Array:
    """Numbers in row-major order, little-endian. `dtype` is numpy's short name: "f4", "f8", "u1", "i4", "i8"."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


@dataclass(frozen=True)
class Device:
    """A device that can train: torch's name ("cuda:0"), the product's ("NVIDIA GeForce RTX 4060"), total memory in
    bytes, and whether it can multiply in TF32."""

    name: str
    product: str
    memory_bytes: int
    tf32: bool = False


@dataclass(frozen=True)
class Data:
    """What is learned, with some samples to show: (n, *input) "f4", and their targets (n,) "i8" or (n, 1) "f4".

    `inputs`: what each number of a sample is called, () where they have no names. `target`: what is predicted is
    called; a value that is predicted is (value in its own unit − `mean`) / `scale`. `scales`: mean and scale of each
    input likewise; a scale of 0 is that of a category, which is 0 or 1. `dates`: the places of those that are dates, in
    days from 1 January 1970.
    Of points of the plane, from −`reach` to `reach`, `samples` are the points (n, 2), whatever the network is told of
    them; and there are those held out.
    """

    spec: DataSpec
    task: Task
    input: tuple[int, ...]
    classes: tuple[str, ...]
    training_samples: int
    validation_samples: int
    samples: Array
    targets: Array
    attribution: str
    reach: float = 3.0
    held_out: Union[Array, None] = None
    held_out_targets: Union[Array, None] = None
    inputs: tuple[str, ...] = ()
    target: str = ""
    mean: float = 0.0
    scale: float = 1.0
    scales: tuple[tuple[float, float], ...] = ()
    dates: tuple[int, ...] = ()

    @property
    def edge(self) -> float:
        """`reach`, or what is usual where it can be none."""
        return self.reach if 0.1 <= self.reach <= 100 else 3.0

    @property
    def flat(self) -> bool:
        """Whether the samples are points of the plane."""
        return self.samples.shape[1:] == (2,)


@dataclass(frozen=True)
class EditMark:
    """An edit on the timeline. `grown` > 0: more parameters, < 0: fewer, 0: neither (an activation). `hit`: the number
    of the hit that the mark is of, 0 for none."""

    step: int
    label: Sentence
    grown: int
    loss_before: float
    loss_after: float
    hit: int = 0


OUTRUN = ": another edit came first"
"""How the label of a mark ends where a smaller copy had no place any more after an edit: its mark is the next one."""


def outrun(marks: tuple[EditMark, ...]) -> Sentence | None:
    """Return what the newest edit has called off, None for nothing."""
    called_off = len(marks) > 1 and marks[-2].label.text.endswith(OUTRUN) and marks[-2].step == marks[-1].step
    return marks[-2].label if called_off else None


@dataclass(frozen=True)
class Fading:
    """The layer with `key` fades out: at step `until`, the last of `steps`, it is folded away.

    `ready`: instead, a smaller copy is trained beside, without `by` of the layer's units (0: without the layer). It
    takes over when that costs almost nothing; at `until` it is given up. `unfolds`: instead, it was just inserted, and
    at `until` its activation is no longer linear but what the plan says. `compared`: validation (loss, score) of the
    network and of the copy when they were last compared; None: not yet. `mark`: which of the marks told of the network
    is that of the edit it began with, and `takes_back`: how many later edits and settings are undone with it when it is
    called off; −1: it began before what can be undone.
    """

    key: LayerKey
    until: int
    steps: int
    by: int = 0
    ready: bool = False
    unfolds: bool = False
    compared: tuple[tuple[float, float], tuple[float, float]] | None = None
    mark: int = -1
    takes_back: int = -1


@dataclass(frozen=True)
class Diagnosis:
    """Something that is wrong with a training that goes on, in a sentence with its numbers and the likely reason.

    `layer`: which one, INPUT for the whole. `value`: what helps: a learning rate ("dead", "chance",
    "exploding", "plateau"), a weight decay
    ("overfitting", "weight_decay"), an L1 ("l1").
    """

    kind: Literal["dead", "vanishing", "chance", "overfitting", "l1", "weight_decay", "exploding", "plateau"]
    sentence: Sentence
    layer: LayerKey
    value: float


@dataclass(frozen=True)
class TimelineEntry:
    """Something that was done to a training right after step `step`; an edit drew its numbers from `seed`."""

    step: int
    done: Union[
        Change, UseThreads, UseDevice, Widen, Narrow, InsertLayer, RemoveLayer, SetActivation, RemoveUnit, ResetUnit,
        Freeze,
        CopyLayer, Prune, CallOff, SetWeight, SetBias, EditPoint,
    ]  # fmt: skip
    seed: int = 0


@dataclass(frozen=True)
class AtLayer:
    """A layer with weights right after a step: how far the step moved them, as a share of them (NaN: not known), and
    how many of its `width` units give the same for every sample (−1: it is the output layer)."""

    key: LayerKey
    ratio: float
    silent: int
    width: int


@dataclass(frozen=True)
class AtStep:
    """What step `step` was, and how the network is right after it. NaN: not measured.

    `loss` and `gradient` are of its `samples` samples, the batch number `batch` (from 1) of epoch `epoch` (from 1).
    `first_samples`: the places of some of them in the training data. `validation` and `accuracy` are measured only
    where a condition asks for them.
    """

    step: int
    epoch: int
    batch: int
    samples: int
    first_samples: tuple[int, ...]
    loss: float
    gradient: float
    learning_rate: float
    layers: tuple[AtLayer, ...]
    validation: float = math.nan
    accuracy: float = math.nan


@dataclass(frozen=True)
class Met:
    """A condition that is so, and the number that is; `layer`: of which layer, INPUT for none."""

    condition: Condition
    value: float
    layer: LayerKey = INPUT


@dataclass(frozen=True)
class Hit:
    """The training has stopped by itself: at step `step` all of `met` are so, and `before` and `after` tell the step
    before and this one. For an edit they are before and after the edit, and both of step `step`.

    `stands`: the training stands right after this step, which is `step`, or the one before where the loss is no number
    any more. `labels`: of its marks, which stand there. `begins`: at the step before it was not so; if not, it was so
    already, or nobody knows. `done`: the labels of what was done to the training between the two. `number`, from 1: its
    marks have it too, so that a hit of steps that were undone is told from one of those taken instead; 0 in older runs.
    """

    step: int
    stands: int
    met: tuple[Met, ...]
    labels: tuple[Sentence, ...]
    before: AtStep
    after: AtStep
    begins: bool = True
    done: tuple[Sentence, ...] = ()
    number: int = 0

    @property
    def of_edit(self) -> bool:
        """Whether it is an edit that the training has stopped at."""
        return self.before.step == self.after.step


MOST_HITS = 100
"""Older ones are forgotten."""
MOST_NUMBER = 2**53
"""More hits than any training has."""


def with_hit(hits: tuple[Hit, ...], hit: Hit) -> tuple[Hit, ...]:
    """Return the hits with one more, the last. One with the same marks has come again."""
    others = (one for one in hits if _marks_of(one) != _marks_of(hit))
    return (*others, hit)[-MOST_HITS:]


def _marks_of(hit: Hit) -> object:
    return hit.number or (hit.stands, hit.labels)


def with_number(hit: Hit, hits: tuple[Hit, ...], marks: tuple[EditMark, ...]) -> Hit:
    """Return a hit with its number: that of its marks, where all of them stand there already, else one of its own."""
    there = [mark for mark in marks if mark.step == hit.stands and mark.label in hit.labels]
    if {mark.label for mark in there} == {*hit.labels}:
        return replace(hit, number=there[-1].hit)
    taken = [*(one.number for one in hits), *(mark.hit for mark in marks)]
    return replace(hit, number=max(taken, default=0) + 1)


def listed(hits: tuple[Hit, ...], marks: tuple[EditMark, ...]) -> tuple[Hit, ...]:
    """Return the hits that belong to a training with these marks: what was undone did not happen."""
    numbers = {mark.hit for mark in marks if mark.hit}
    old = {(mark.step, mark.label) for mark in marks if not mark.hit}
    return tuple(
        hit
        for hit in hits
        if (hit.number in numbers if hit.number else any((hit.stands, label) in old for label in hit.labels))
    )


@dataclass(frozen=True)
class RunRecord:
    """A saved training, as its run.json tells it: enough to list it and, with the timeline, to train it again.

    `first_*` is what it began with; `saved` an ISO date and time in UTC; `loss` and the others are the last Tick's.
    `format`: of the file; in 1 the timeline's edits had positions (`core.messages.by_position`). `net_before`: the
    network before it last became another one, None if it never has. `stops` and `hits`: when it stops by itself, and
    when it has.
    """

    data: DataSpec
    task: Task
    first_net: Net
    first_settings: Settings
    seed: int
    net: Net
    settings: Settings
    step: int
    epoch: float
    loss: float
    validation_loss: float
    score: float
    validation_score: float
    device: str
    threads: int
    torch: str
    saved: str
    timeline: tuple[TimelineEntry, ...]
    marks: tuple[EditMark, ...]
    format: int = 1
    net_before: Union[Net, None] = None
    stops: tuple[Stop, ...] = ()
    hits: tuple[Hit, ...] = ()
