"""What the same work takes on every device there is: every command of it, and the events that tell.

All times are seconds, medians of several runs after a warm-up, with the device waited for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

Copying = Literal["to", "to_pinned", "from", "within"]
NumberType = Literal["float64", "float32", "tf32", "bfloat16", "float16"]


@dataclass(frozen=True)
class MeasureAll:
    """Measure everything on this computer, a piece at a time. -> MeasuringBegun, and then the events below unasked"""


@dataclass(frozen=True)
class StopMeasuring:
    """Stop after the piece that is being measured. -> MeasuringEnded"""


@dataclass(frozen=True)
class MeasuringBegun:
    """Measuring has begun: `pieces` of it are to come."""

    pieces: int


@dataclass(frozen=True)
class LayerTime:
    """One step (forward, backward, SGD) of a dense layer, `width` units in and out, `batch` samples, float32.

    `low_s`, `high_s`: the quartiles of `runs` runs. `shares`: of forward, backward and update, measured apart.
    """

    device: str
    width: int
    batch: int
    seconds: float
    low_s: float
    high_s: float
    runs: int
    shares: tuple[float, float, float]


@dataclass(frozen=True)
class NetTime:
    """One step of the network that is trained, as a person would write it. `width`: of the one dense layer that needs
    as many multiply-adds; derived from the plan."""

    device: str
    width: float
    seconds: float
    low_s: float
    high_s: float


@dataclass(frozen=True)
class CopyTime:
    """A copy of `bytes` to a device, from it, or within it; "to_pinned": out of memory that the system never moves."""

    device: str
    kind: Copying
    bytes: int
    seconds: float


@dataclass(frozen=True)
class NumberTime:
    """A product of two square matrices in a number type. `error`: the largest difference from float64's result, as a
    share of the largest number in it."""

    device: str
    number_type: NumberType
    size: int
    seconds: float
    error: float


@dataclass(frozen=True)
class ThreadTime:
    """A step of a dense layer of `width`, and of the network that is trained (NaN: not measured), on so many threads
    of the processor."""

    threads: int
    width: int
    layer_s: float
    net_s: float


@dataclass(frozen=True)
class VectorTime:
    """The sigmoid of `count` numbers by ATen's own loop, compiled for another processor (ATEN_CPU_CAPABILITY)."""

    capability: str
    count: int
    seconds: float


@dataclass(frozen=True)
class LaunchTime:
    """The smallest thing a device can be asked: one number more. Nearly all of it is the asking."""

    device: str
    seconds: float


@dataclass(frozen=True)
class LeftOut:
    """A piece that could not be measured, in PyTorch's words."""

    what: str
    why: str


@dataclass(frozen=True)
class MeasuringEnded:
    """Measuring has ended. `whole`: nobody stopped it; `machine`: what was measured, for telling results apart."""

    whole: bool
    machine: str
    torch: str
    seconds: float


Measured = Union[LayerTime, NetTime, CopyTime, NumberTime, ThreadTime, VectorTime, LaunchTime, LeftOut]
CompareCommand = Union[MeasureAll, StopMeasuring]
CompareEvent = Union[MeasuringBegun, Measured, MeasuringEnded]
