"""What a model computes: the pass forward outside training steps (evaluation, previews, portraits, edits)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from torch import Generator, Tensor

from core.train.model.model import Model
from core.train.steps import blends, written
from core.train.steps.written import Live


def forward(
    model: Model,
    x: Tensor,
    *,
    training: bool,
    generator: Generator | None = None,
    capture: dict[int, Tensor] | None = None,
    parameters: Mapping[str, Tensor] | None = None,
) -> Tensor:
    """Return the network's output: (n, *net.input) -> (n, outputs).

    `capture` is filled with every layer's output by its key. `parameters` instead of the model's own serve autograd.
    With `training`, batch norm uses the batch and moves its running statistics, and dropout draws from `generator`.
    """
    reads = live(model, training=training, generator=generator, capture=capture)
    if parameters is not None:
        reads = replace(reads, parameters=parameters)
    return written.forward(model.net.layers, reads, x, [])


def live(
    model: Model, *, training: bool, generator: Generator | None = None, capture: dict[int, Tensor] | None = None
) -> Live:
    """Return what a pass forward through the model reads and writes; no gradients."""
    return Live(model.parameters, model.buffers, {}, training, generator, blends.of_model(model.fades), capture)


def for_autograd(model: Model) -> dict[str, Tensor]:
    """Return the parameters as leaves that require gradients, sharing storage with the model."""
    return {name: tensor.detach().requires_grad_() for name, tensor in model.parameters.items()}
