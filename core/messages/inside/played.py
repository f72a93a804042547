"""One step as the trainer itself plays it, beside the same step as a person writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

Rung = Literal["by hand", "played", "captured"]
"""How the trainer takes its steps: Python calls each operation, TorchScript plays a recording, or a device a graph."""
Part = Literal["python", "modules", "autograd", "looks", "computes", "update"]
"""What a step's time goes to: Python (or what stands for it), calls of modules, autograd's nodes, ops that look at
memory or make it, ops that compute, and the optimizer's update."""


@dataclass(frozen=True)
class PlayStep:
    """Take the next step as the trainer does, and compare it with the last `Trace`. -> Played"""


@dataclass(frozen=True)
class PlayedOp:
    """One operation of the trainer's step, in seconds from the step's beginning. `bar`: the same operation in the step
    as a person writes it, as a place in `Traced.bars`; −1: there is none. `own_s`: without what lies in it."""

    name: str
    start_s: float
    end_s: float
    own_s: float
    depth: int
    part: Part
    bar: int = -1


@dataclass(frozen=True)
class PartTimes:
    """A part of both steps: how many calls were counted and how long they took, own times, both under the profiler.
    The parts of each step add up to it."""

    part: Part
    calls: int
    seconds: float
    played_calls: int
    played_s: float


@dataclass(frozen=True)
class Played:
    """The step after `step` as the trainer plays it: the middle one of `steps` that were profiled in one call.

    `written_s`: the step as a person writes it, the one of the last `Traced`; `seconds`: this one, both under the
    profiler; `plain_s`: this one without it, the median of several. `alike`: how many operations of the trainer's step
    the other has as well. `differs`: the largest difference of a weight after those steps from the same steps taken
    by hand, from the same weights on the same batches; NaN: it could not be compared.
    """

    step: int
    rung: Rung
    seconds: float
    written_s: float
    plain_s: float
    steps: int
    ops: tuple[PlayedOp, ...]
    parts: tuple[PartTimes, ...]
    alike: int
    differs: float


PlayedCommand = Union[PlayStep]
PlayedEvent = Union[Played]
