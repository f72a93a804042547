"""One step taken apart: every command of it, and the events that answer.

Tensors have the names that they have in the code beside them: "h1", "W2", "∂W2", "exp_avg[W2]".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.train_reports import Array
from core.net.plan import LayerKey

MOST_UNITS = 7
"""Of a layer in the drawing of a step."""
StopKind = Literal["batch", "forward", "loss", "backward", "clip", "update"]
Role = Literal[
    "batch", "target", "in", "weight", "bias", "norm", "before", "out", "loss", "gradient", "gradient_weight",
    "clipped", "memory", "new_memory", "new", "change", "statistic",
]  # fmt: skip


@dataclass(frozen=True)
class TakeApart:
    """Take the next step of what was taken up, and keep its tensors. -> TakenApart"""


@dataclass(frozen=True)
class LookAt:
    """Show a tensor of the step. -> TensorSeen"""

    name: str


@dataclass(frozen=True)
class LookAtUnit:
    """Show how one value of a layer's output came about. -> UnitSeen"""

    name: str
    index: tuple[int, ...]


@dataclass(frozen=True)
class CheckGradient:
    """Compare one gradient with finite differences. `name`: of a parameter, like "W1". -> GradientChecked"""

    name: str
    index: tuple[int, ...]


@dataclass(frozen=True)
class StepTensor:
    """A tensor at a stop. `kept`: it is there to look at; if not, it was left out for want of room."""

    name: str
    shape: tuple[int, ...]
    role: Role
    kept: bool = True


@dataclass(frozen=True)
class StepStop:
    """A place where the step can be looked at: right after line `line` (from 1) was run, for a layer with `key`."""

    kind: StopKind
    key: LayerKey
    line: int
    tensors: tuple[StepTensor, ...]


@dataclass(frozen=True)
class StepColumn:
    """What the drawing shows of a layer: its units `picked`, at most `MOST_UNITS`. `units` "f4": the mean size of each
    one's output in the batch, `gradients`: of the loss by it. `links` "f4" (units, units of the column before): the
    weights between them, `link_gradients`: of the loss by those. An array without numbers: there is none."""

    key: LayerKey
    picked: tuple[int, ...]
    units: Array
    gradients: Array
    links: Array
    link_gradients: Array


@dataclass(frozen=True)
class TakenApart:
    """The step as code, and its stops in order. `bytes`: of what is kept, at most `budget`; `left_out_bytes`: of the
    `left_out` tensors that no room was for. `step`: the number of the step."""

    step: int
    lines: tuple[str, ...]
    stops: tuple[StepStop, ...]
    loss: float
    bytes: int
    budget: int
    left_out: int
    left_out_bytes: int
    columns: tuple[StepColumn, ...] = ()


@dataclass(frozen=True)
class TensorSeen:
    """A tensor, measured whole; drawn are `values` "f4", (rows, columns) or, as `pictures`, (n, rows, columns).

    `low` … `sigma` are of the finite numbers, NaN if there is none. `counts` "i8": the histogram between `low` and
    `high`. `saved`: what its `grad_fn` keeps for backward. `dead`: units that are 0 for every sample, −1: not asked.
    """

    name: str
    shape: tuple[int, ...]
    stride: tuple[int, ...]
    dtype: str
    device: str
    bytes: int
    needs_grad: bool
    grad_fn: str
    saved: tuple[str, ...]
    low: float
    high: float
    mean: float
    sigma: float
    zeros: int
    nans: int
    infinities: int
    counts: Array
    values: Array
    pictures: bool
    dead: int


@dataclass(frozen=True)
class UnitSeen:
    """One value of a layer: ``z = Σ x · w + b``, then norm and activation. `terms`: (input, weight) of the largest
    products; `rest`: the sum of the `others`. `after`: the value in the layer's output; `function`: what makes it of
    z, "" for nothing."""

    name: str
    index: tuple[int, ...]
    terms: tuple[tuple[float, float], ...]
    others: int
    rest: float
    bias: float
    before: float
    after: float
    function: str


@dataclass(frozen=True)
class GradientChecked:
    """A gradient: as the step had it (float32), autograd's in float64, and by finite differences in float64 with steps
    of `width` to both sides. `left`, `right`: one-sided differences; they are apart at a kink."""

    name: str
    index: tuple[int, ...]
    weight: float
    here: float
    exact: float
    differences: float
    left: float
    right: float
    width: float
    agrees: bool


SteppingCommand = Union[TakeApart, LookAt, LookAtUnit, CheckGradient]
SteppingEvent = Union[TakenApart, TensorSeen, UnitSeen, GradientChecked]
