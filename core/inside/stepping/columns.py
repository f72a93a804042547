"""The few units of each layer that the drawing of the step shows, with what they did in it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from core.inside.stepping.apart import Apart
from core.messages.inside.stepping import MOST_UNITS, StepColumn
from core.messages.train_reports import Array
from core.net.plan import INPUT, LayerKey
from core.train.model.safetensors import to_array

NOTHING = Array("f4", (0,), b"")


def columns(apart: Apart) -> tuple[StepColumn, ...]:
    """Return a column for the input and one for each layer, in the order of the step."""
    kept = apart.store.kept
    found = [_column(INPUT, kept["x"].tensor if "x" in kept else None, None)]
    before, result = found[0], "x"
    for key in apart.order:
        place = apart.places[key]
        out, gradient = (
            kept[name].tensor if name in kept else None for name in (place.result, f"∂{place.result}")
        )  # fmt: skip
        column = _column(key, out, gradient)
        if place.source == result:
            weights = [_links(kept[name].tensor, before, column) if name in kept else NOTHING
                       for name in (f"W{place.number}", f"∂W{place.number}")]  # fmt: skip
            column = StepColumn(key, column.picked, column.units, column.gradients, weights[0], weights[1])
        found.append(column)
        before, result = column, place.result
    return tuple(found)


def _column(key: LayerKey, out: Tensor | None, gradient: Tensor | None) -> StepColumn:
    """Return the units of a layer: `out` and its `gradient` are (n, features) or, of the channels, (n, c, h, w)."""
    if out is None or out.dim() < 2 or not out.numel():
        return StepColumn(key, (), NOTHING, NOTHING, NOTHING, NOTHING)
    if key == INPUT:
        out = out.flatten(1)
    count = out.shape[1]
    picked = _spread(count)
    return StepColumn(key, picked, _size(out, picked), NOTHING if gradient is None else _size(gradient, picked),
                      NOTHING, NOTHING)  # fmt: skip


def _spread(count: int) -> tuple[int, ...]:
    """Return which of `count` units are drawn: the first, the last, and as many as have room between them."""
    if count <= MOST_UNITS:
        return tuple(range(count))
    return tuple(round(at * (count - 1) / (MOST_UNITS - 1)) for at in range(MOST_UNITS))


def _size(tensor: Tensor, picked: Sequence[int]) -> Array:
    """Return the mean size of each picked unit's values in the batch."""
    some = tensor[:, list(picked)].detach().to(torch.float32).abs()
    return to_array(some.transpose(0, 1).flatten(1).mean(1))


def _links(weight: Tensor, before: StepColumn, column: StepColumn) -> Array:
    """Return the weights between the units that are drawn, of a filter its mean; none where what lies between is no
    unit of the layer before."""
    if weight.dim() < 2 or not before.picked or weight.shape[1] <= before.picked[-1]:
        return NOTHING
    some = weight.detach()[list(column.picked)][:, list(before.picked)].to(torch.float32)
    return to_array(some.flatten(2).mean(2) if some.dim() > 2 else some)
