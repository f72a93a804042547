"""What a network is told of a point (x1, x2): the two numbers themselves, or others that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from core.messages.catalogue import PLANE_INPUTS, USUAL_INPUTS

MAKERS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "x1": lambda x, y: x,
    "x2": lambda x, y: y,
    "x1^2": lambda x, y: x * x,
    "x2^2": lambda x, y: y * y,
    "x1*x2": lambda x, y: x * y,
    "sin x1": lambda x, y: torch.sin(x),
    "sin x2": lambda x, y: torch.sin(y),
}
"""Each from x1 and x2, (n,) and (n,) -> (n,)."""
assert tuple(MAKERS) == PLANE_INPUTS


def inputs_of(points: Tensor, names: Sequence[str]) -> Tensor:
    """Return what the network takes of points: (n, 2) -> (n, len(names)); no names: the points as they are."""
    if tuple(names) in ((), USUAL_INPUTS):
        return points
    x, y = points.unbind(1)
    return torch.stack([MAKERS[name](x, y) for name in names], 1)
