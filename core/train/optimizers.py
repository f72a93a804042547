"""The optimizers, on one flat buffer: SGD, momentum, Nesterov, Adam, AMSGrad, AdamW, RMSprop.

Ours and not `torch.optim`'s, because a network that grows needs an age per element (bias correction for what is new),
a learning rate that climbs for what is new, and memory that surgery can cut and sew; and because importing torch.optim
takes longer than importing torch. On a network that is never edited they are torch.optim's, operation for operation.

Everything that changes from step to step comes in as tensors (`Numbers`), so that a recorded step can be played again
with other learning rates, ages and ramps.

Sources: Kingma and Ba 2015 (Adam), Reddi et al. 2018 (AMSGrad), Loshchilov and Hutter 2019 (AdamW), Sutskever et al.
2013 (momentum, Nesterov), Hinton 2012 (RMSprop); the order of operations is that of torch.optim's single-tensor code.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.messages import OptimizerName, Settings
from core.net import numbered
from core.train.model import Memory, Model

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
GROWN_UP = 20_000
"""Steps after which bias correction is 1 to float32's last digit (0.999 ** 20,000 = 2e-9)."""


@dataclass(frozen=True)
class Numbers:
    """What one step needs beside gradients, each () or (n,): the learning rate, Adam's −rate / (1 − β1^age), √(1 − β2^age)."""

    rate: Tensor
    ahead: Tensor
    spread: Tensor


def prepared(model: Model, settings: Settings) -> dict[str, Tensor]:
    """Return the slots that the optimizer needs, made or kept, in the model's memory; those of another one go."""
    slots = model.memory.slots
    wanted = SLOTS[settings.optimizer]
    if tuple(slots) != wanted:
        if not set(wanted) & set(slots):
            model.memory.ages = [0] * len(model.memory.ages)
        model.memory.slots = {name: slots.get(name, torch.zeros_like(model.flat)) for name in wanted}
        if "largest" in wanted and "largest" not in slots and "square" in slots:
            model.memory.slots["largest"] = model.memory.slots["square"].clone()
    return model.memory.slots


# ------------------------------------------------------------------------------------------------- rates, ages, ramps
def table(model: Model, settings: Settings, learning_rates: Sequence[float]) -> Tensor:
    """Return (k, 3, cohorts + 1) numbers for the next k steps; the last column is for what is frozen: rate 0.

    The ages are those at each step; `grow_older` moves them on afterwards.
    """
    memory = model.memory
    steps = []
    for place, learning_rate in enumerate(learning_rates):
        columns = []
        for age, ramped in zip(memory.ages, memory.ramped, strict=True):
            step = age + place + 1
            climbs = ramped and step < settings.ramp_steps
            rate = learning_rate * (step / settings.ramp_steps if climbs else 1.0)
            columns.append((rate, -rate / (1 - BETA1**step), math.sqrt(1 - BETA2**step)))
        columns.append((0.0, 0.0, 1.0))
        steps.append(list(zip(*columns, strict=True)))
    return torch.tensor(steps, dtype=model.flat.dtype).to(model.device)


def columns_of(model: Model) -> Tensor | None:
    """Return (n,) which column of the table each element uses; None when all use the first."""
    memory, frozen = model.memory, _frozen(model)
    if memory.cohort is None and frozen is None:
        return None
    cohort = memory.cohort if memory.cohort is not None else torch.zeros_like(model.flat, dtype=torch.int64)
    return cohort if frozen is None else torch.where(frozen, len(memory.ages), cohort)


def _frozen(model: Model) -> Tensor | None:
    keys = {layer.key for layer in numbered(model.net) if getattr(layer, "frozen", False)}
    if not keys:
        return model.still
    parts = [torch.full((t.numel(),), int(name.split(".")[0]) in keys) for name, t in model.parameters.items()]
    layers = torch.cat(parts).to(model.device)
    return layers if model.still is None else layers | model.still


def numbers_of(row: Tensor, columns: Tensor | None) -> Numbers:
    """Return one step's Numbers from (3, cohorts + 1): scalars, or spread over all elements."""
    if columns is None:
        return Numbers(row[0, 0], row[1, 0], row[2, 0])
    spread = row.index_select(1, columns)  # (3, n)
    return Numbers(spread[0], spread[1], spread[2])


def grow_older(memory: Memory, settings: Settings, steps: int) -> bool:
    """Count `steps` steps for every cohort; return whether cohorts could be joined, so that steps get simpler."""
    memory.ages = [age + steps for age in memory.ages]
    if memory.cohort is None:
        return False
    if min(memory.ages) < max(
        settings.ramp_steps, GROWN_UP if settings.optimizer in ("adam", "adamw", "amsgrad") else 0
    ):
        return False
    memory.ages, memory.ramped, memory.cohort = [max(memory.ages)], [False], None
    return True


# ------------------------------------------------------------------------------------------------------- the step itself
def update(
    flat: Tensor, gradient: Tensor, slots: dict[str, Tensor], settings: Settings, numbers: Numbers, constants: Tensor
) -> Tensor:
    """Take one optimizer step in place and return the squared gradient norm (); all buffers are (n,).

    `constants` (4,): weight decay, L1, clip and momentum, so that their values can change without recording again.
    The gradient norm is that of the loss with its L1 term, before clipping.
    """
    if settings.l1:
        gradient.add_(flat.sign().mul_(constants[1]))
    squared = gradient.dot(gradient)
    if settings.clip:
        # As torch.nn.utils.clip_grad_norm_: scale by clip / (norm + 1e-6), at most 1.
        gradient.mul_((constants[2] / (squared.sqrt() + 1e-6)).clamp(max=1.0))
    if settings.weight_decay:
        if settings.optimizer == "adamw":
            flat.mul_(1 - numbers.rate * constants[0])
        else:
            gradient.add_(flat * constants[0])
    if settings.optimizer in ("adam", "adamw", "amsgrad"):
        _adam(flat, gradient, slots, numbers)
    elif settings.optimizer == "rmsprop":
        average = slots["average"].mul_(ALPHA).addcmul_(gradient, gradient, value=1 - ALPHA)
        flat.sub_((gradient * numbers.rate).div_(average.sqrt().add_(EPS)))
    else:
        flat.sub_(_direction(gradient, slots, settings, constants) * numbers.rate)
    return squared


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
