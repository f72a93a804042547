"""Taking up a training to look into: every command of it, and the events that answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from core.messages.inside.bench import BenchCommand, BenchEvent
from core.messages.inside.compare import CompareCommand, CompareEvent
from core.messages.inside.layers import LayersCommand, LayersEvent
from core.messages.inside.stepping import SteppingCommand, SteppingEvent
from core.messages.train_commands import DataSpec, Settings, Task
from core.messages.train_events import Failed, Rejected
from core.messages.train_reports import Device
from core.net.plan import Net


@dataclass(frozen=True)
class TakeUp:
    """Look into the training that is saved in a folder, or was handed over there. It is read, never written.
    -> TakenUp"""

    folder: str


@dataclass(frozen=True)
class InsideReady:
    """The inside worker is warm. Comes unasked, once, first."""

    python: str
    torch: str
    devices: tuple[Device, ...]
    pid: int


@dataclass(frozen=True)
class TakenUp:
    """What is looked into from now on: the training as it stood before its step `step` + 1. `samples`: in its batch.

    `differs`: the largest difference of a weight between the step as a person writes it and the trainer's own, NaN
    where the two cannot be compared; `largest`: the largest change of a weight in that step.
    """

    data: DataSpec
    task: Task
    net: Net
    settings: Settings
    step: int
    samples: int
    device: str
    threads: int
    differs: float
    largest: float


InsideCommand = Union[TakeUp, LayersCommand, SteppingCommand, BenchCommand, CompareCommand]
InsideEvent = Union[
    InsideReady, TakenUp, LayersEvent, SteppingEvent, BenchEvent, CompareEvent, Rejected, Failed
]  # fmt: skip
