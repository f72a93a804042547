"""Least squares that repair what is cut: the layer behind a cut is fitted again to give what it gave before.

For a narrowed layer, with K the kept and D the dropped inputs of the next layer, C the covariance of those inputs on
training samples and λ a small ridge:

    B = (C_KK + λI)⁻¹ C_KD,   V_K ← V_K + V_D Bᵀ,   c ← c + V_D (μ_D − Bᵀ μ_K)

A convolution is the same on unfolded patches. For a removed layer the next one is fitted as a whole to its old
pre-activations. All in float64. Measured on digits and MNIST: the refit matters ten to a hundred times more than which
units are chosen to go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from core.messages.train_commands import Task
from core.net.depths import foldable, layer_is_linear
from core.net.plan import Conv, Dense, Layer, Net, walk
from core.net.shapes import Flow, flows, parameter_shapes
from core.train.model.model import Model, frozen_units
from core.train.steps import blends, forward, written
from core.train.surgery.knife import grouped, spread

STEPS = 3
RIDGE = 1e-3
"""Of the mean square of what reaches the layer; it holds the weights where least squares have put them."""
SAMPLES, WIDEST, MOST_CLASSES = 400, 64, 32
"""On how many samples, and from how many inputs and classes on it takes too long."""


def fit_outputs(old: Model, new: Model, *, was: Tensor, now: Tensor) -> None:
    """Move the last layer of `new` in place so that its classes are as probable as those of `old`.

    `was`, `now` (n, features): what reaches the last layer of the two on the same samples. Frozen units stay, and the
    others make up for them.
    """
    layer = new.net.layers[-1]
    assert isinstance(layer, Dense)
    if layer.frozen or now.shape[1] > WIDEST or not 1 < layer.width <= MOST_CLASSES:
        return
    was, now = was[:SAMPLES].double(), now[:SAMPLES].double()
    weight, bias = (new.parameters[f"{layer.key}.{kind}"] for kind in ("weight", "bias"))
    before, level = (old.parameters[f"{layer.key}.{kind}"].double() for kind in ("weight", "bias"))
    wanted = torch.addmm(level, was, before.t()).softmax(1)  # (n, classes)
    seen = torch.cat([now, torch.ones_like(now[:, :1])], 1)  # (n, features + 1)
    start = torch.cat([weight, bias[:, None]], 1).double()  # (classes, features + 1)
    ridge = RIDGE * float(now.square().mean()) + 1e-9
    share = torch.maximum(wanted, (seen @ start.t()).softmax(1)).t()[:, None]  # (classes, 1, n)
    curves = (seen.t() * share) @ seen / len(seen)  # (classes, features + 1, features + 1)
    curves.diagonal(dim1=1, dim2=2).add_(ridge)
    factors = torch.linalg.cholesky(curves)
    found, frozen = start, frozen_units(new, layer)
    for _ in range(STEPS):
        slope = ((seen @ found.t()).softmax(1) - wanted).t() @ seen / len(seen) + ridge * (found - start)
        change = torch.cholesky_solve(slope[:, :, None], factors)[:, :, 0]
        found = found - (change if frozen is None else change.masked_fill(frozen[:, None], 0.0))
    weight.copy_(found[:, :-1])
    bias.copy_(found[:, -1])


RIDGE = 1e-3
"""Of the mean diagonal of the covariance."""
WIDEST_REPAIR = 512
"""Equations up to which `repair` solves for a layer, one for each input or, if they are fewer, each sample: beyond, the
solve takes longer than some training steps."""
MOST_ROWS = 16_384
"""Patches at most that a fit looks at; evenly taken from all of them."""


def without_units(model: Model, reader: Dense | Conv, flow: Flow, kept: Tensor, *, x: Tensor) -> tuple[Tensor, Tensor]:
    """Return (weight (fan_out, kept …), bias (fan_out,)) of `reader` when of what reached it on samples, `x`, only the
    units `kept` (k,) still do. A frozen unit loses the columns that are gone and keeps the others and its bias
    unchanged: nothing makes up for it there, but what comes behind does."""
    weight, bias = model.parameters[f"{reader.key}.weight"], model.parameters[f"{reader.key}.bias"].double()
    groups = reader.groups if isinstance(reader, Conv) else 1
    span = flow.columns if isinstance(reader, Dense) else reader.kernel**2
    parts = grouped(groups, rows=len(weight), width=x.shape[1] // flow.columns, source=kept)
    fitted, frozen = [], frozen_units(model, reader)
    for (rows, local), part in zip(parts, x.chunk(groups, 1), strict=True):
        seen, matrix = patches(reader, part), weight[rows].flatten(1).double()
        stays = torch.zeros(seen.shape[1], dtype=torch.bool, device=x.device)
        stays[spread(local.to(x.device), span)] = True
        missing = seen[:, ~stays] @ matrix[:, ~stays].t()
        moved = _moved(seen[:, stays], missing, matrix[:, stays], bias[rows])
        fitted.append(_but(None if frozen is None else frozen[rows], (matrix[:, stays], bias[rows]), moved))
    whole = torch.cat([matrix for matrix, _ in fitted])
    return _shaped(reader, whole).to(model.flat), torch.cat([level for _, level in fitted]).to(model.flat)


def _fitted(seen: Tensor, sums: Tensor, matrix: Tensor, level: Tensor) -> tuple[Tensor, Tensor]:
    """Return (matrix (fan_out, features), level (fan_out,)), moved as little as need be so that on samples a layer that
    sees `seen` (rows, features) adds up `sums` (rows, fan_out)."""
    return _moved(seen, sums - (seen @ matrix.t() + level), matrix, level)


def _moved(seen: Tensor, missing: Tensor, matrix: Tensor, level: Tensor) -> tuple[Tensor, Tensor]:
    """Return the same, given what is `missing` (rows, fan_out) in the sums now."""
    mean, centre = seen.mean(0), missing.mean(0)
    change = _least_squares(seen - mean, missing - centre).t()
    return matrix + change, level + centre - change @ mean


def _but(
    frozen: Tensor | None, was: tuple[Tensor, Tensor], moved: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return (matrix, level) `moved`, and as it `was` for the units that are `frozen` (fan_out,)."""
    if frozen is None:
        return moved
    return torch.where(frozen[:, None], was[0], moved[0]), torch.where(frozen, was[1], moved[1])


def _least_squares(seen: Tensor, wanted: Tensor) -> Tensor:
    """Return (XᵀX + λI)⁻¹ Xᵀ wanted, (features, fan_out); with fewer samples than features as Xᵀ(XXᵀ + λI)⁻¹ wanted."""
    ridge = RIDGE * (seen.square().sum() / seen.shape[1]).clamp_min(1e-12)
    if len(seen) < seen.shape[1]:
        return seen.t() @ torch.cholesky_solve(wanted, _factor(seen @ seen.t(), ridge))
    return torch.cholesky_solve(seen.t() @ wanted, _factor(seen.t() @ seen, ridge))


def resized(
    model: Model, net: Net, readers: Sequence[Dense | Conv], *, inputs: Tensor
) -> dict[int, tuple[Tensor, Tensor]]:
    """Return (weight, bias) of those `readers` that have another shape in `net`, each fitted to its old
    pre-activations.

    They are fitted in order, so that each makes up for what those before it could not. Frozen units too, for what they
    read is something else now.
    """
    shapes = parameter_shapes(net)
    fitted: dict[int, tuple[Tensor, Tensor]] = {}
    wanted = [r for r in readers if tuple(model.parameters[f"{r.key}.weight"].shape) != shapes[f"{r.key}.weight"]]
    given = {f"{r.key}.weight": torch.zeros(shapes[f"{r.key}.weight"]).to(model.flat) for r in wanted}
    old = taken_in(model, model.net, inputs)
    for reader in wanted:
        new, level = _reread(model, reader, old[reader.key], taken_in(model, net, inputs, given=given)[reader.key])
        moved = _shaped(reader, new).to(model.flat), level.to(model.flat)
        fitted[reader.key] = moved
        given |= {f"{reader.key}.weight": moved[0], f"{reader.key}.bias": moved[1]}
    return fitted


def _reread(model: Model, reader: Dense | Conv, was: Tensor, now: Tensor) -> tuple[Tensor, Tensor]:
    """Return (matrix (fan_out, features), level (fan_out,)) with which `reader` adds up of what reaches it `now` what
    it added up of what `was` there; each group of a grouped convolution by itself."""
    groups = reader.groups if isinstance(reader, Conv) else 1
    weight, bias = _matrix(model, reader)
    made = []
    parts = zip(weight.chunk(groups), bias.chunk(groups), was.chunk(groups, 1), now.chunk(groups, 1), strict=True)
    for matrix, level, before, here in parts:
        sums = patches(reader, before) @ matrix.t() + level  # (rows, fan_out of the group)
        seen = patches(reader, here)
        nothing = torch.zeros(len(matrix), seen.shape[1], dtype=seen.dtype, device=seen.device)
        made.append(_fitted(seen, sums, nothing, torch.zeros_like(level)))
    return torch.cat([matrix for matrix, _ in made]), torch.cat([level for _, level in made])


def folded(model: Model, layer: Layer, reader: Dense | Conv) -> tuple[Tensor, Tensor] | None:
    """Return (weight, bias) of dense layer `reader` with the linear `layer` before it multiplied in; None if that is
    not exact."""
    fade = model.fades.get(layer.key)
    linear = layer_is_linear(layer) or (fade is not None and fade.straight() == 1)
    if not linear or not foldable(model.net, layer, reader):
        return None
    assert isinstance(layer, (Dense, Conv))
    rise, height = blends.line_of(layer.activation, fade is not None and fade.tangent)
    first, level = (t.double() * rise for t in at_rest(model, layer))
    level = level + height
    second, bias = _matrix(model, reader)
    inside = flows(model.net)[layer.key].inside
    # The layer is linear: the gradient of second · layer(x) with respect to x is the product of the two.
    with torch.enable_grad():
        x = torch.zeros(len(second), *inside, dtype=torch.float64, device=second.device, requires_grad=True)
        if isinstance(layer, Dense):
            out = functional.linear(x, first, level)
        else:
            out = functional.conv2d(x, first, level, layer.stride, layer.padding, groups=layer.groups)
        reached = (out.flatten(1) * second).sum(1)  # (fan_out,)
        (product,) = torch.autograd.grad(reached.sum(), x)
    return product.flatten(1).to(model.flat), (bias + reached.detach()).to(model.flat)


def at_rest(model: Model, layer: Dense | Conv) -> tuple[Tensor, Tensor]:
    """Return (weight, bias) of a layer with its batch norm, as in use, multiplied in."""
    key = layer.key
    weight, bias = model.parameters[f"{key}.weight"], model.parameters[f"{key}.bias"]
    if layer.norm == "none":
        return weight, bias
    mean, variance = model.buffers[f"{key}.running_mean"], model.buffers[f"{key}.running_var"]
    scale = model.parameters[f"{key}.norm_weight"] * (variance + written.BATCH_NORM_EPS).rsqrt()
    across = scale.reshape(-1, *[1] * (weight.dim() - 1))
    return weight * across, (bias - mean) * scale + model.parameters[f"{key}.norm_bias"]


def pre_activations(model: Model, key: int, inputs: Tensor) -> Tensor:
    """Return weight · x + bias of a layer on samples: (rows, width) float64; of a convolution, a row for each place."""
    layer = next(x for x in walk(model.net.layers) if x.key == key)
    assert isinstance(layer, (Dense, Conv))
    return sums_of(model, layer, taken_in(model, model.net, inputs)[key])


def sums_of(model: Model, layer: Dense | Conv, x: Tensor) -> Tensor:
    """Return weight · x + bias of a layer: (rows, width) float64; of a convolution, a row for each place."""
    weight, bias = _matrix(model, layer)
    if isinstance(layer, Conv) and layer.groups > 1:
        out = functional.conv2d(
            x.double(), model.parameters[f"{layer.key}.weight"].double(), bias, layer.stride, layer.padding,
            groups=layer.groups,
        )  # fmt: skip
        return out.movedim(1, -1).reshape(-1, layer.channels)
    return patches(layer, x) @ weight.t() + bias


def taken_in(
    model: Model, net: Net, inputs: Tensor, *, given: Mapping[str, Tensor] | None = None,
    capture: dict[int, Tensor] | None = None,
) -> dict[int, Tensor]:  # fmt: skip
    """Return what reaches each layer with weights, by its key. `given`: parameters to take instead of the model's;
    `capture` is filled with what each layer gives."""
    found: dict[int, Tensor] = {}
    live = written.Live(
        {**model.parameters, **(given or {})},
        model.buffers,
        {},
        False,
        None,
        blends.of_model(model.fades),
        capture,
        found,
    )
    with torch.no_grad():
        written.forward(net.layers, live, inputs, [])
    return found


def patches(reader: Dense | Conv, x: Tensor) -> Tensor:
    """Return (n, features) as it is, (n, C, H, W) as at most MOST_ROWS rows (rows, C·k·k); float64."""
    if isinstance(reader, Conv):
        unfolded = functional.unfold(
            x, reader.kernel, padding=reader.padding, stride=reader.stride
        )  # (n, C·k·k, places)
        x = unfolded.transpose(1, 2).reshape(-1, unfolded.shape[1])
    stride = max(1, len(x) // MOST_ROWS)
    return x[::stride].double()


def _matrix(model: Model, layer: Dense | Conv) -> tuple[Tensor, Tensor]:
    """Return a layer's weight (fan_out, features) and its bias, float64."""
    return model.parameters[f"{layer.key}.weight"].flatten(1).double(), model.parameters[f"{layer.key}.bias"].double()


def _shaped(reader: Dense | Conv, weight: Tensor) -> Tensor:
    if isinstance(reader, Conv):
        return weight.reshape(len(weight), -1, reader.kernel, reader.kernel)
    return weight


def _factor(products: Tensor, ridge: Tensor) -> Tensor:
    """Return the Cholesky factor of products + λI; features that never vary cost nothing."""
    products.diagonal().add_(ridge)
    factor: Tensor = torch.linalg.cholesky(products)
    return factor


def repair(
    old: Model, new: Model, *, inputs: Tensor, reach: Mapping[int, Tensor] | None = None, fitted: Sequence[int] = (),
    begin: int = 0, task: Task = "regress",
) -> None:  # fmt: skip
    """Let every layer of `new` that stands in both nets make up, in turn, for what changed before it.

    Each is moved as little as possible so that it adds up what it added up in `old`, given what reaches it now: V ← V +
    Δ with Δ the ridge least-squares fit of (old sums − sums now); then batch norm's running statistics are those of the
    sums now. What is frozen, layers too wide for a quick solve, and those with the keys `fitted` stay. `new` is changed
    in place. `reach`: what reached each layer of `old`, if that is known. `begin`: `inputs` are what reaches this one
    of the net's layers; nothing before it has changed. `task` "classify": the last layer is fitted to the old
    probabilities at the end.
    """
    before = {x.key: x for x in walk(old.net.layers)}
    wanted = taken_in(old, old.net, inputs) if reach is None else reach

    last = new.net.layers[-1]

    def make_up(layer: Dense | Conv, x: Tensor) -> None:
        was = before.get(layer.key)
        if was is None or (x.shape == wanted[layer.key].shape and torch.equal(x, wanted[layer.key])):
            return  # it is new, or nothing before it has changed
        grouped_ = isinstance(layer, Conv) and layer.groups > 1
        if was == layer and not layer.frozen and not grouped_ and layer.key not in fitted:
            _make_up(old, new, layer, wanted[layer.key], x)
        if layer.norm == "batch":
            linear = sums_of(new, layer, x)
            new.buffers[f"{layer.key}.running_mean"].copy_(linear.mean(0))
            new.buffers[f"{layer.key}.running_var"].copy_(linear.var(0))
        if task == "classify" and layer.key == last.key:
            fit_outputs(old, new, was=wanted[layer.key], now=x)

    live = replace(forward.live(new, training=False), arriving=make_up)
    with torch.no_grad():
        written.forward(new.net.layers[begin:], live, inputs, [])


def _make_up(old: Model, new: Model, layer: Dense | Conv, was: Tensor, x: Tensor) -> None:
    weight, bias = new.parameters[f"{layer.key}.weight"], new.parameters[f"{layer.key}.bias"]
    now, (old_matrix, old_bias) = patches(layer, x), _matrix(old, layer)
    if min(now.shape) > WIDEST_REPAIR:
        return
    seen = patches(layer, was)
    if len(seen) != len(now):
        return  # images of another size: nothing to compare place by place
    sums = seen @ old_matrix.t() + old_bias
    here = _matrix(new, layer)
    matrix, level = _but(frozen_units(new, layer), here, _fitted(now, sums, *here))
    weight.copy_(_shaped(layer, matrix))
    bias.copy_(level)
