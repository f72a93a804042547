"""Arrays, devices, data, marks, the timeline and saved runs, as the train worker's messages and files hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.train_commands import Change, DataSpec, Settings, Task, UseDevice, UseThreads
from core.net.plan import (
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
    """What is learned, with some samples to show: (n, *input) "f4", and their targets (n,) "i8" or (n, 1) "f4"."""

    spec: DataSpec
    task: Task
    input: tuple[int, ...]
    classes: tuple[str, ...]
    training_samples: int
    validation_samples: int
    samples: Array
    targets: Array
    attribution: str


@dataclass(frozen=True)
class EditMark:
    """An edit on the timeline. `grown` > 0: more parameters, < 0: fewer, 0: neither (an activation)."""

    step: int
    label: Sentence
    grown: int
    loss_before: float
    loss_after: float


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
    network and of the copy when they were last compared; None: not yet.
    """

    key: LayerKey
    until: int
    steps: int
    by: int = 0
    ready: bool = False
    unfolds: bool = False
    compared: tuple[tuple[float, float], tuple[float, float]] | None = None


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
        CopyLayer, Prune, CallOff,
    ]  # fmt: skip
    seed: int = 0


@dataclass(frozen=True)
class RunRecord:
    """A saved training, as its run.json tells it: enough to list it and, with the timeline, to train it again.

    `first_*` is what it began with; `saved` an ISO date and time in UTC; `loss` and the others are the last Tick's.
    `format`: of the file; in 1 the timeline's edits had positions (`core.messages.by_position`).
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
