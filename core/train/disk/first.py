"""What a training began with, on disk: only where its seed does not give it, as of a network that was brought in."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from core.net.plan import Net
from core.net.shapes import cost
from core.train.model.model import new_buffers
from core.train.training.state import First

PARAMETERS, BUFFER = "first.parameters", "first.buffer."


def to_tensors(first: First | None) -> dict[str, Tensor]:
    """Return the tensors of a run's file, none where its seed tells it."""
    if first is None:
        return {}
    return {PARAMETERS: first.flat, **{BUFFER + name: buffer for name, buffer in first.buffers.items()}}


def from_tensors(tensors: Mapping[str, Tensor], net: Net) -> First | None:
    """Return what a training began with whose first network was `net`, None where its seed tells it; raise ValueError
    where it does not fit."""
    if PARAMETERS not in tensors:
        return None
    flat, expected = tensors[PARAMETERS], new_buffers(net)
    buffers = {name[len(BUFFER) :]: one for name, one in tensors.items() if name.startswith(BUFFER)}
    whole = all(bool(torch.isfinite(one).all()) for one in (flat, *buffers.values()))
    shapes = {name: one.shape for name, one in buffers.items()} == {name: one.shape for name, one in expected.items()}
    if flat.dtype != torch.float32 or flat.shape != (cost(net, "sgd").parameters,) or not whole or not shapes:
        raise ValueError("the weights that it began with do not fit")
    return First(flat, buffers)
