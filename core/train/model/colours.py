"""Weights in the colours that they look for: of a layer that is given red, green and blue."""

from __future__ import annotations

from typing import Union

import torch
from torch import Tensor

from core.net.plan import Conv, Dense, Shape
from core.train.model.model import Model

MOST_SIDE = 32
"""Pixels of a side: larger ones are averaged, for they are told ten times a second."""
NOTHING = 128


def colours_of(made: Model, layer: Union[Dense, Conv, None], shown: Tensor, shape: Shape) -> Union[Tensor, None]:
    """Return what the `shown` units of a layer weigh of each colour, (n, 3, h, w) uint8, 128 for nothing; None where
    the layer is not the first one, or the data of `shape` has no colours."""
    if layer is None or len(shape) != 3 or shape[0] != 3:
        return None
    weight = made.parameters[f"{layer.key}.weight"].detach()
    first = next((one for one in made.net.layers if isinstance(one, (Dense, Conv))), None)
    if first is None or first.key != layer.key:
        return None
    rows = weight.index_select(0, shown.to(weight.device)).float().cpu()
    if isinstance(layer, Dense):
        if rows.shape[1] != 3 * shape[1] * shape[2]:
            return None
        rows = rows.reshape(-1, *shape)
    elif rows.shape[1] != 3:
        return None
    by = -(-max(rows.shape[-2:]) // MOST_SIDE)
    if by > 1:
        rows = torch.nn.functional.avg_pool2d(rows, by, ceil_mode=True)
    largest = torch.nan_to_num(rows).abs().amax((1, 2, 3), keepdim=True).clamp_min(1e-30)
    return (torch.nan_to_num(rows) / largest * 127 + NOTHING).round().clamp(0, 255).to(torch.uint8)
