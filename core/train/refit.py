"""Least squares that repair what is cut: the layer behind a cut is fitted again to give what it gave before.

For a narrowed layer, with K the kept and D the dropped inputs of the next layer, C the covariance of those inputs on
training samples and λ a small ridge:

    B = (C_KK + λI)⁻¹ C_KD,   V_K ← V_K + V_D Bᵀ,   c ← c + V_D (μ_D − Bᵀ μ_K)

A convolution is the same on unfolded patches. For a removed layer the next one is fitted as a whole to its old
pre-activations. All in float64. Measured on digits and MNIST: the refit matters ten to a hundred times more than which
units are chosen to go.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from core.net import Conv, Dense, Layer, Net, walk
from core.shapes import parameter_shapes
from core.train import written_out
from core.train.model import Model

RIDGE = 1e-4
"""Of the mean diagonal of the covariance."""
WIDEST_REPAIR = 1024
"""Inputs of a layer up to which `repair` solves for it: beyond, the solve takes longer than some training steps."""
MOST_ROWS = 16_384
"""Patches at most that a fit looks at; evenly taken from all of them."""


def without_units(model: Model, reader: Layer, kept: Tensor, *, columns: int, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """Return (weight (fan_out, kept …), bias (fan_out,)) of `reader` when only the features `kept` (k,) still reach it."""
    assert isinstance(reader, (Dense, Conv))
    seen = patches(reader, taken_in(model, model.net, inputs)[reader.key])  # (rows, features)
    weight, bias = _matrix(model, reader)
    span = columns if isinstance(reader, Dense) else reader.kernel**2
    stays = torch.zeros(seen.shape[1], dtype=torch.bool, device=seen.device)
    stays[(kept[:, None] * span + torch.arange(span, device=kept.device)).flatten()] = True
    mean = seen.mean(0)
    centred = seen - mean
    keep, drop = centred[:, stays], centred[:, ~stays]
    covariance = keep.t() @ keep  # (K, K)
    share = _solved(covariance, keep.t() @ drop)  # (K, D)
    new = weight[:, stays] + weight[:, ~stays] @ share.t()
    moved = bias + weight[:, ~stays] @ (mean[~stays] - share.t() @ mean[stays])
    return _shaped(reader, new).to(model.flat), moved.to(model.flat)


def in_place_of(model: Model, net: Net, reader: Layer, *, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """Return (weight, bias) of `reader` in `net`, from which a layer before it is gone, fitted to its old pre-activations."""
    assert isinstance(reader, (Dense, Conv))
    old = patches(reader, taken_in(model, model.net, inputs)[reader.key])
    weight, bias = _matrix(model, reader)
    wanted = old @ weight.t() + bias  # (rows, fan_out)
    shape = parameter_shapes(net)[f"{reader.key}.weight"]
    seen = patches(reader, taken_in(model, net, inputs, instead={f"{reader.key}.weight": shape})[reader.key])
    mean, level = seen.mean(0), wanted.mean(0)
    centred = seen - mean
    new = _solved(centred.t() @ centred, centred.t() @ (wanted - level)).t()  # (fan_out, features)
    return _shaped(reader, new).to(model.flat), (level - new @ mean).to(model.flat)


def folded(model: Model, key: int, reader: int) -> tuple[Tensor, Tensor]:
    """Return (weight, bias) of dense layer `reader` with the linear dense layer `key` before it multiplied in."""
    first, second = model.parameters[f"{key}.weight"].double(), model.parameters[f"{reader}.weight"].double()
    bias = second @ model.parameters[f"{key}.bias"].double() + model.parameters[f"{reader}.bias"].double()
    return (second @ first).to(model.flat), bias.to(model.flat)


def pre_activations(model: Model, key: int, inputs: Tensor) -> Tensor:
    """Return weight · x + bias of a layer on samples: (rows, width) float64; of a convolution, a row for each place."""
    layer = next(x for x in walk(model.net.layers) if x.key == key)
    assert isinstance(layer, (Dense, Conv))
    weight, bias = _matrix(model, layer)
    if isinstance(layer, Conv) and layer.groups > 1:
        x = taken_in(model, model.net, inputs)[key].double()
        out = functional.conv2d(
            x, model.parameters[f"{key}.weight"].double(), bias, layer.stride, layer.padding, groups=layer.groups
        )
        return out.movedim(1, -1).reshape(-1, layer.channels)
    return patches(layer, taken_in(model, model.net, inputs)[key]) @ weight.t() + bias


def taken_in(
    model: Model, net: Net, inputs: Tensor, *, instead: dict[str, tuple[int, ...]] | None = None
) -> dict[int, Tensor]:
    """Return what reaches each layer with weights, by its key. `instead`: parameters to take as zeros of that shape."""
    found: dict[int, Tensor] = {}
    zeros = {name: torch.zeros(shape).to(model.flat) for name, shape in (instead or {}).items()}
    blends = {key: fade.done / fade.steps for key, fade in model.fades.items()}
    live = written_out.Live({**model.parameters, **zeros}, model.buffers, {}, False, None, blends, None, found)
    with torch.no_grad():
        written_out.forward(net.layers, live, inputs, [])
    return found


def patches(reader: Dense | Conv, x: Tensor) -> Tensor:
    """(n, features) as it is; (n, C, H, W) -> (rows, C·k·k), at most MOST_ROWS of them. float64."""
    if isinstance(reader, Conv):
        unfolded = functional.unfold(
            x, reader.kernel, padding=reader.padding, stride=reader.stride
        )  # (n, C·k·k, places)
        x = unfolded.transpose(1, 2).reshape(-1, unfolded.shape[1])
    stride = max(1, len(x) // MOST_ROWS)
    return x[::stride].double()


def _matrix(model: Model, layer: Dense | Conv) -> tuple[Tensor, Tensor]:
    """The layer's weight as (fan_out, features) and its bias, float64."""
    return model.parameters[f"{layer.key}.weight"].flatten(1).double(), model.parameters[f"{layer.key}.bias"].double()


def _shaped(reader: Dense | Conv, weight: Tensor) -> Tensor:
    if isinstance(reader, Conv):
        return weight.reshape(len(weight), -1, reader.kernel, reader.kernel)
    return weight


def _solved(covariance: Tensor, right: Tensor) -> Tensor:
    """Return (covariance + λI)⁻¹ right; features that never vary cost nothing."""
    diagonal = covariance.diagonal()
    ridge = RIDGE * diagonal.mean().clamp_min(1e-12)
    return torch.linalg.solve(
        covariance + ridge * torch.eye(len(covariance), dtype=covariance.dtype, device=covariance.device), right
    )


def repair(old: Model, new: Model, *, inputs: Tensor) -> None:
    """Let every layer of `new` that stands in both nets make up, in turn, for what changed before it.

    Each is moved as little as possible so that it adds up what it added up in `old`, given what reaches it now:
    V ← V + Δ with Δ the ridge least-squares fit of (old sums − sums now); then batch norm's running statistics are those of
    the sums now. Layers that are frozen, or too wide for a quick solve, stay. `new` is changed in place.
    """
    before, wanted = {x.key: x for x in walk(old.net.layers)}, taken_in(old, old.net, inputs)
    moved = False
    for layer in walk(new.net.layers):
        if not isinstance(layer, (Dense, Conv)) or layer.key not in before:
            continue
        was = before[layer.key]
        assert isinstance(was, (Dense, Conv))
        same = moved and not layer.frozen and was == layer and not (isinstance(layer, Conv) and layer.groups > 1)
        weight, bias = new.parameters[f"{layer.key}.weight"], new.parameters[f"{layer.key}.bias"]
        if same and weight[0].numel() <= WIDEST_REPAIR:
            now = patches(layer, taken_in(new, new.net, inputs)[layer.key])
            old_matrix, old_bias = _matrix(old, layer)
            sums = patches(layer, wanted[layer.key]) @ old_matrix.t() + old_bias
            matrix, level = _matrix(new, layer)
            missing = sums - (now @ matrix.t() + level)
            centre, mean = missing.mean(0), now.mean(0)
            centred = now - mean
            change = _solved(centred.t() @ centred, centred.t() @ (missing - centre)).t()
            weight.add_(_shaped(layer, change).to(weight))
            bias.add_((centre - change @ mean).to(bias))
        moved = moved or not same_tensors(old, new, layer.key)
        if layer.norm == "batch" and moved:
            linear = pre_activations(new, layer.key, inputs)
            new.buffers[f"{layer.key}.running_mean"].copy_(linear.mean(0))
            new.buffers[f"{layer.key}.running_var"].copy_(linear.var(0))


def same_tensors(old: Model, new: Model, key: int) -> bool:
    """Whether a layer's weights are the same in both models."""
    a, b = old.parameters.get(f"{key}.weight"), new.parameters[f"{key}.weight"]
    return a is not None and a.shape == b.shape and bool(torch.equal(a, b))
