"""The numbers behind a unit or a line of the drawing, told while somebody looks at it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.messages.train_commands import Asked
from core.messages.train_events import Told
from core.net.plan import LayerKey

MOST_SPOTS = 4
"""How many spots are told at once."""


@dataclass(frozen=True)
class Spot:
    """A unit (0-based) of the layer with a key; with `source` (0-based), the line to it from that unit before it."""

    layer: LayerKey
    unit: int
    source: int = -1


@dataclass(frozen=True)
class WatchNumbers(Asked):
    """Tell the numbers of these spots, and again whenever they change, some times a second; () tells no more.

    Answered by `Numbers`, or by a sentence where a spot is not there.
    """

    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class AtSpot:
    """The numbers of a spot. NaN: not known (no step has been taken since the network is this one), or no such thing.

    `gradient`: of the loss, as the last step used it. `change`: over the `over` steps of `Numbers`. Where a line stands
    for several weights (a kernel, or all places of a channel behind a flatten) it is the largest in size of its
    `weights`: `input`, `row` and `column` say which (`core.net.by_hand.SetWeight`). A spot without a line has `weights`
    0. `size`: the Euclidean norm of all weights of the unit.
    """

    spot: Spot
    bias: float
    bias_gradient: float
    bias_change: float
    size: float
    frozen: bool = False
    weight: float = math.nan
    weight_gradient: float = math.nan
    weight_change: float = math.nan
    weights: int = 0
    input: int = 0
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Numbers(Told):
    """The numbers of the spots that are watched, right after `step`; changes are over the last `over` steps."""

    step: int
    over: int
    spots: tuple[AtSpot, ...]
