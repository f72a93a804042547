"""The innermost loop: k optimizer steps, and nothing that is not a step.

Nothing here waits for the device, reads a number or looks at a clock; what the charts need is left in tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional

from core.messages import Settings, Task
from core.train import optimizers
from core.train.model import Model, advance, forward

LossFunction = Callable[[Tensor, Tensor], Tensor]
LOSSES: dict[Task, LossFunction] = {"classify": functional.cross_entropy, "regress": functional.mse_loss}


@dataclass
class Taken:
    """What k steps leave behind: k losses (0-d), k outputs (rows, width), and the gradients of the last step."""

    losses: list[Tensor]
    outputs: list[Tensor]
    gradients: list[Tensor]


def take_steps(
    model: Model,
    inputs: Sequence[Tensor],
    targets: Sequence[Tensor],
    *,
    loss_of: LossFunction,
    settings: Settings,
    learning_rates: Sequence[float],
    generator: Generator,
) -> Taken:
    """Take one step on each batch, in place; batch i is inputs[i] (rows, *net.input) with targets[i]."""
    taken = Taken([], [], [])
    for batch, wanted, learning_rate in zip(inputs, targets, learning_rates, strict=True):
        parameters = model.trained
        outputs = forward(model, batch, training=True, generator=generator)
        loss = loss_of(outputs, wanted)
        taken.gradients = list(torch.autograd.grad(loss, parameters))
        optimizers.update(model, taken.gradients, settings, learning_rate=learning_rate)
        advance(model)
        taken.losses.append(loss.detach())
        taken.outputs.append(outputs.detach())
    return taken
