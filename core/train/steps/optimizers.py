"""The optimizers, on one flat buffer: SGD, momentum, Nesterov, Adam, AMSGrad, AdamW, RMSprop.

They are not `torch.optim`'s: a network that grows needs an age per element (bias correction for what is new), a
learning rate that climbs for what is new, and memory that surgery can cut and join. And importing torch.optim takes
longer than importing torch. On a network that is never edited they compute what torch.optim does.

What changes from step to step comes in as tensors (`Numbers`). So a recorded step can be played with other learning
rates, ages and ramps.

Sources: Kingma and Ba 2015 (Adam), Reddi et al. 2018 (AMSGrad), Loshchilov and Hutter 2019 (AdamW), Sutskever et al.
2013 (momentum, Nesterov), Hinton 2012 (RMSprop). The order of operations is that of torch.optim's single-tensor code.
Where the elements of one age lie together (`core.train.steps.spans`), it is that of torch's fused Adam, which passes
over memory once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.messages.train_commands import OptimizerName, Settings
from core.net.plan import Conv, Dense, numbered
from core.train.model.allocation import zeros_like
from core.train.model.model import COHORT, Memory, Model
from core.train.steps.spans import spans_of

BETA1, BETA2, EPS, ALPHA = 0.9, 0.999, 1e-8, 0.99
SLOTS: dict[OptimizerName, tuple[str, ...]] = {
    "sgd": (),
    "momentum": ("momentum",),
    "nesterov": ("momentum",),
    "adam": ("mean", "square"),
    "amsgrad": ("mean", "square", "largest"),
    "adamw": ("mean", "square"),
    "rmsprop": ("average",),
}
AT_A_TIME = 65_536
"""Parameters that are updated at a time, by hand: so many stay in the processor's cache between operations."""
MANY = 300_000
"""Parameters above which the column of each is kept in few bytes."""
GROWN_UP = 2_000
"""Steps after which Adam's averages hardly depend on when they began. The elements then join those of other ages, their
moments scaled so that nothing jumps. How fast the second moment forgets changes by 0.999 ** 2,000 = 14 %."""


@dataclass(frozen=True)
class Numbers:
    """What one step needs beside gradients, each () or (n,): spread over the elements only when asked for."""

    row: Tensor
    """(5, cohorts + 1)."""
    columns: Tensor | None
    """(n,) which column each element uses; None: all the first."""

    @property
    def rate(self) -> Tensor:
        """The learning rate."""
        return self._spread(0)

    @property
    def ahead(self) -> Tensor:
        """Adam's factor for the first moment: −rate / (1 − β1^age)."""
        return self._spread(1)

    @property
    def spread(self) -> Tensor:
        """Adam's divisor for the root of the second moment: √(1 − β2^age)."""
        return self._spread(2)

    @property
    def moves(self) -> Tensor:
        """0 for what is frozen, else 1."""
        return self._spread(3)

    def _spread(self, which: int) -> Tensor:
        row, columns = self.row[which], self.columns
        if columns is None:
            return row[0]
        return row.index_select(0, columns.int() if columns.dtype == COHORT else columns)

    def part(self, first: int, last: int) -> Numbers:
        """Return the numbers of the elements from `first` up to `last`."""
        return self if self.columns is None else Numbers(self.row, self.columns[first:last].int())


Pieces = list[list[Tensor]]
"""For each column of the table, the contiguous pieces of a flat buffer that use it."""
Lists = tuple[Pieces, Pieces, Pieces, Pieces, Pieces]
"""Pieces of parameters, gradient, and Adam's mean, square and, with AMSGrad, largest square."""

AGE = 4
"""The row of the table below those of `Numbers`: how many steps a cohort has taken, this one included."""


def prepared(model: Model, settings: Settings) -> dict[str, Tensor]:
    """Return the slots that the optimizer needs, made or kept in the model's memory; other slots go."""
    memory, wanted = model.memory, SLOTS[settings.optimizer]
    slots = memory.slots
    if tuple(slots) != wanted:
        if not set(wanted) & set(slots):
            # All of the new memory has one age. What climbs goes on climbing, and nothing climbs twice.
            shares = [memory.share(c, ahead=1, ramp_steps=settings.ramp_steps) for c in range(len(memory.ages))]
            memory.ramped = [share < 1 for share in shares]
            memory.begun = [begun - age for begun, age in zip(memory.begun, memory.ages, strict=True)]
            memory.ages = [0] * len(memory.ages)
        made = {name: zeros_like(model.flat) for name in wanted if name not in slots}
        memory.slots = {name: made[name] if name in made else slots[name] for name in wanted}
        if "largest" in wanted and "largest" not in slots and "square" in slots:
            memory.slots["largest"] = memory.slots["square"].clone()
    return memory.slots


# ------------------------------------------------------------------------------------------------- rates, ages, ramps
def table(model: Model, settings: Settings, learning_rates: Sequence[float]) -> Tensor:
    """Return (k, 5, cohorts + 1) numbers for the next k steps; the last column is for what is frozen: rate 0.

    The ages are those at each step; `grow_older` counts them up afterwards.
    """
    memory = model.memory
    steps = []
    for place, learning_rate in enumerate(learning_rates):
        columns = []
        for cohort, age in enumerate(memory.ages):
            step = age + place + 1
            rate = learning_rate * memory.share(cohort, ahead=place + 1, ramp_steps=settings.ramp_steps)
            columns.append((rate, -rate / (1 - BETA1**step), math.sqrt(1 - BETA2**step), 1.0, float(step)))
        columns.append((0.0, 0.0, 1.0, 0.0, 1.0))
        steps.append(list(zip(*columns, strict=True)))
    return torch.tensor(steps, dtype=model.flat.dtype).to(model.device)


def columns_of(model: Model) -> Tensor | None:
    """Return (n,) which column of the table each element uses; None when all use the first."""
    memory, frozen = model.memory, _frozen(model)
    if memory.cohort is None and frozen is None:
        return None
    cohort = memory.cohort if memory.cohort is not None else torch.zeros_like(model.flat, dtype=COHORT)
    return cohort if frozen is None else torch.where(frozen, len(memory.ages), cohort)


def for_spreading(columns: Tensor | None) -> Tensor | None:
    """Return the columns in the dtype that is fastest for spreading numbers over the elements."""
    return columns if columns is None or len(columns) > MANY else columns.to(torch.int64)


def any_frozen(model: Model) -> bool:
    """Whether some elements stay as they are."""
    return _frozen(model) is not None


def _frozen(model: Model) -> Tensor | None:
    keys = {layer.key for layer in numbered(model.net) if isinstance(layer, (Dense, Conv)) and layer.frozen}
    if not keys:
        return model.still
    parts = [torch.full((t.numel(),), int(name.split(".")[0]) in keys) for name, t in model.parameters.items()]
    layers = torch.cat(parts).to(model.device)
    return layers if model.still is None else layers | model.still


def left_to_join(memory: Memory, settings: Settings) -> int:
    """Return after how many steps all cohorts can join."""
    adam = GROWN_UP if "square" in SLOTS[settings.optimizer] else 0
    left = 0
    for age, ramped, begun, slow in zip(memory.ages, memory.ramped, memory.begun, memory.slow, strict=True):
        left = max(left, adam - age, begun + settings.ramp_steps * slow - age if ramped else 0)
    return left


def steps_alike(memory: Memory, settings: Settings, most: int) -> int:
    """Return how many steps, from one to `most`, can be taken before cohorts can join.

    They must join at the same step however steps are cut into calls: the simpler step that follows rounds in another
    way.
    """
    left = left_to_join(memory, settings)
    return most if memory.cohort is None or left <= 0 else min(most, left)


def grow_older(memory: Memory, settings: Settings, steps: int) -> bool:
    """Count `steps` steps for every cohort; return whether the cohorts have joined, so that steps get simpler."""
    memory.ages = [age + steps for age in memory.ages]
    if memory.cohort is None or left_to_join(memory, settings) > 0:
        return False
    oldest = max(memory.ages)
    for name, beta in (("mean", BETA1), ("square", BETA2), ("largest", BETA2)):
        if name in memory.slots and oldest > 0:
            scale = [(1 - beta**oldest) / (1 - beta ** max(age, 1)) for age in memory.ages]
            like = memory.slots[name]
            like.mul_(torch.tensor(scale, dtype=like.dtype).to(like.device)[memory.cohort.int()])
    memory.ages, memory.ramped, memory.cohort = [oldest], [False], None
    memory.begun, memory.slow = [0], [1]
    return True


# ------------------------------------------------------------------------------------------------------ the step itself
def gradient_of_all(
    flat: Tensor, gradient: Tensor, settings: Settings, numbers: Numbers, constants: Tensor, frozen: bool
) -> Tensor:
    """Add to the gradient in place what is not the loss's (L1, clipping, weight decay); return its squared norm ().

    `constants` (4,): weight decay, L1, clip and momentum. Their values can change without a new recording.
    The norm is that of the loss with its L1 term, before clipping, without what is frozen.
    """
    if settings.l1:
        gradient.add_(flat.sign().mul_(constants[1]))
    moving = gradient * numbers.moves if frozen else gradient
    squared = moving.dot(moving)
    if settings.clip:
        # As torch.nn.utils.clip_grad_norm_: scale by clip / (norm + 1e-6), at most 1.
        gradient.mul_((constants[2] / (squared.sqrt() + 1e-6)).clamp(max=1.0))
    if settings.weight_decay:
        if settings.optimizer == "adamw":
            flat.mul_(1 - numbers.rate * constants[0])
        else:
            gradient.add_(flat * constants[0])
    return squared


def update(
    flat: Tensor, gradient: Tensor, slots: dict[str, Tensor], settings: Settings, numbers: Numbers, constants: Tensor
) -> None:
    """Update the parameters by one step in place; all buffers are (n,).

    By hand, many parameters are updated part by part; the numbers are the same.
    """
    if len(flat) <= 2 * AT_A_TIME or torch.jit.is_tracing():  # type: ignore[attr-defined,no-untyped-call]
        _update(flat, gradient, slots, settings, numbers, constants)
        return
    for first in range(0, len(flat), AT_A_TIME):
        last = min(first + AT_A_TIME, len(flat))
        part = {name: slot[first:last] for name, slot in slots.items()}
        _update(flat[first:last], gradient[first:last], part, settings, numbers.part(first, last), constants)


def _update(
    flat: Tensor, gradient: Tensor, slots: dict[str, Tensor], settings: Settings, numbers: Numbers, constants: Tensor
) -> None:
    if "square" in slots:
        _adam(flat, gradient, slots, numbers)
    elif settings.optimizer == "rmsprop":
        average = slots["average"].mul_(ALPHA).addcmul_(gradient, gradient, value=1 - ALPHA)
        flat.sub_((gradient * numbers.rate).div_(average.sqrt().add_(EPS)))
    else:
        flat.sub_(_direction(gradient, slots, settings, constants) * numbers.rate)


def _adam(flat: Tensor, gradient: Tensor, slots: dict[str, Tensor], numbers: Numbers) -> None:
    mean = slots["mean"].lerp_(gradient, 1 - BETA1)
    square = slots["square"].mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
    if "largest" in slots:
        square = torch.maximum(slots["largest"], square, out=slots["largest"])
    flat.add_((mean * numbers.ahead).div_(square.sqrt().div_(numbers.spread).add_(EPS)))


def _direction(gradient: Tensor, slots: dict[str, Tensor], settings: Settings, constants: Tensor) -> Tensor:
    if settings.optimizer == "sgd":
        return gradient
    momentum = slots["momentum"].mul_(constants[3]).add_(gradient)
    return momentum if settings.optimizer == "momentum" else gradient + momentum * constants[3]


def constants_of(settings: Settings, like: Tensor) -> Tensor:
    """Return (4,) weight decay, L1, clip, momentum."""
    return torch.tensor([settings.weight_decay, settings.l1, settings.clip, settings.momentum], dtype=like.dtype).to(
        like.device
    )


# ------------------------------------------------------------------------------------- torch's own one-pass Adam
def can_fuse(model: Model, settings: Settings) -> bool:
    """Whether the whole update can be one pass over memory: Adam, where torch has it for this device (2.4 on)."""
    if "square" not in SLOTS[settings.optimizer]:
        return False
    one = [[torch.zeros(1, dtype=model.flat.dtype, device=model.device)] for _ in range(4)]
    row = torch.ones(AGE + 1, 1, dtype=model.flat.dtype, device=model.device)
    try:
        fused(([one[0]], [one[1]], [one[2]], [one[3]], [[]]), row)
    except (RuntimeError, NotImplementedError, TypeError):
        return False
    return True


def lists_of(model: Model, slots: dict[str, Tensor], columns: Tensor | None) -> Lists | None:
    """Return the pieces for `fused`; None where the elements of a column are too scattered."""
    tensors = [model.flat, model.gradient, *(slots.get(name) for name in ("mean", "square", "largest"))]
    if columns is None:
        flats, gradients, means, squares, largest = ([[] if t is None else [t]] for t in tensors)
        return flats, gradients, means, squares, largest
    # Not measured on other devices, which start one kernel for each tensor, or for many.
    count = len(model.memory.ages) + 1
    found = spans_of(columns, count=count) if model.device.type == "cpu" else None
    if found is None:
        return None
    nothing: Pieces = [[] for _ in range(count)]
    flats, gradients, means, squares, largest = (nothing if t is None else found.of(t) for t in tensors)
    return flats, gradients, means, squares, largest


def fused(lists: Lists, row: Tensor) -> None:
    """Update the parameters by one step of Adam in place, in one pass; with a slot for the largest, of AMSGrad."""
    for column, (flats, gradients, means, squares, largest) in enumerate(zip(*lists, strict=True)):
        if flats:
            torch._fused_adam_(
                flats, gradients, means, squares, largest, [row[AGE, column]] * len(flats), lr=row[0, column],
                beta1=BETA1, beta2=BETA2, weight_decay=0.0, eps=EPS, amsgrad=bool(largest), maximize=False,
            )  # fmt: skip


def fused_text(settings: Settings, lists: Lists) -> list[str]:
    """Return what `fused` does, as lines of TorchScript with its names for the pieces."""
    return [
        f"torch._fused_adam_(flats[{c}], gradients[{c}], means[{c}], squares[{c}], largest[{c}], "
        f"[row[{AGE}, {c}]] * {len(pieces)}, lr=row[0, {c}], beta1={BETA1}, beta2={BETA2}, weight_decay=0.0, "
        f"eps={EPS}, amsgrad={settings.optimizer == 'amsgrad'}, maximize=False)"
        for c, pieces in enumerate(lists[0])
        if pieces
    ]
