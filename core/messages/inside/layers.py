"""One step in three layers: the command that asks for it, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.inside.graph import GraphCommand, GraphEvent
from core.messages.inside.played import PlayedCommand, PlayedEvent
from core.net.plan import LayerKey, Shape

Lane = Literal["api", "engine", "kernel"]


@dataclass(frozen=True)
class Trace:
    """Take the next step again in three layers. -> Traced"""


@dataclass(frozen=True)
class Kernel:
    """What computed an op, as the library itself says: MKL's and oneDNN's own lines, a card's kernel by name.

    `derived`: no line was printed; it is ATen's own loop for this processor. `seconds`: as the library says, NaN if it
    does not.
    """

    name: str
    seconds: float
    derived: bool = False


@dataclass(frozen=True)
class OpFacts:
    """What is known of an op of the engine. `inputs`, `outputs`: shapes of the tensors; `bytes`: of both together.

    `saved`: name, shape and bytes of what its backward keeps. `keys`: through which dispatch keys it goes, by the
    dispatcher's table. `flop`: floating-point operations, derived from the shapes; 0: not reckoned.
    """

    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    dtype: str
    device: str
    bytes: int
    saved: tuple[tuple[str, Shape, int], ...]
    keys: tuple[str, ...]
    kernels: tuple[Kernel, ...]
    flop: int


@dataclass(frozen=True)
class Bar:
    """Something that took time, in seconds from the beginning of the step; `parent`: the bar it lies in, −1 for none.

    `own_s`: without what lies in it. `partner`: the op of the forward whose backward this is, and the other way round.
    `line`: which line of the step it belongs to; `layer`: which layer of the net, 0 for none. `node`: of a node of the
    autograd graph, its sequence number counted from the first of the step, −1 for anything else.
    """

    lane: Lane
    depth: int
    name: str
    start_s: float
    end_s: float
    own_s: float
    parent: int
    partner: int
    line: int
    layer: LayerKey
    facts: int = -1
    """Where its `OpFacts` are in `Traced.facts`, −1 for none."""
    node: int = -1


@dataclass(frozen=True)
class LineTime:
    """A line of the step as a person writes it, and how long it took."""

    text: str
    seconds: float


@dataclass(frozen=True)
class LayerTimes:
    """What of the step was spent on a layer of the net (0: the rest), forward, backward, each its own time."""

    layer: LayerKey
    forward_s: float
    backward_s: float


@dataclass(frozen=True)
class Traced:
    """One real step: the middle one of `steps` that were profiled. Bars are in the order they began.

    `plain_s`: the same step without a profiler, median of several.
    `api_s`, `engine_s`, `kernel_s`: own times, which add up to `seconds`. `capability`: for which vectors ATen's loops
    were compiled. `calm`: no other program had the processor meanwhile, which would make some bar too long.
    """

    step: int
    seconds: float
    plain_s: float
    steps: int
    bars: tuple[Bar, ...]
    facts: tuple[OpFacts, ...]
    lines: tuple[LineTime, ...]
    layers: tuple[LayerTimes, ...]
    api_s: float
    engine_s: float
    kernel_s: float
    ops: int
    capability: str
    calm: bool = True


LayersCommand = Union[Trace, GraphCommand, PlayedCommand]
LayersEvent = Union[Traced, GraphEvent, PlayedEvent]
