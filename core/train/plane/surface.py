"""What a network answers over the plane."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from core.train.plane.inputs import inputs_of


def grid(side: int, *, reach: float, names: Sequence[str], like: Tensor) -> Tensor:
    """(side², inputs) what a network is told of points from −reach to reach, row by row from the top, like a picture;
    of the kind of numbers and on the device of `like`."""
    along = torch.linspace(-reach, reach, side, dtype=like.dtype, device=like.device)
    y, x = torch.meshgrid(along.flip(0), along, indexing="ij")
    return inputs_of(torch.stack([x.flatten(), y.flatten()], 1), names)


def answers(outputs: Tensor) -> Tensor:
    """(n, 2 or 1 outputs) -> (n,) the probability of the second class less that of the first, from −1 to 1; or the
    value that is predicted. What is no number is 0."""
    value = outputs.softmax(1)[:, 1] * 2 - 1 if outputs.shape[1] == 2 else outputs[:, 0]
    return torch.nan_to_num(value).float()
