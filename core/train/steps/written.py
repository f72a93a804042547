"""Forward and backward of a whole net written out, one ATen operation after another.

In small networks a training step is nearly all overhead: autograd records a graph, walks it and throws it away. The
plan of a network already says all that autograd would find out. So the operations that autograd would call are called
here directly, in its order and with its arguments. What is left is a straight list of operations, which can be recorded
and played without Python (`core.train.steps.ladder`).

On the processor the gradients are autograd's, bit for bit (the tests compare every layer kind and activation). Only
where in memory a result is written can change its last digit. For large images faster operations stand in
(`core.train.steps.images`), and for those the last digits differ.

Each layer kind has two functions: forward pushes what backward needs on the `tape`; backward pops it and writes the
gradients of the parameters into `live.gradients`. Rejected: tracing autograd with make_fx, which gives the same list
but imports sympy (1.7 s) and cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Task
from core.net.plan import Activation, Conv, Dense, Dropout, GlobalPool, Layer, Net, Pool, Residual, Shape, walk
from core.net.shapes import flows
from core.train.steps import images
from core.train.steps.blends import Blend, blended, slope_of_line
from core.train.steps.scripted import slopes_of_convolution, slopes_of_norm

ops = torch.ops.aten
Tensors = Mapping[str, Tensor]
Tape = list[tuple[Any, ...]]
Masks = list[dict[str, Tensor]]
"""For each step: what every dropout layer multiplies by, by its key as text, and each `Blend`."""

BATCH_NORM_EPS = 1e-5
BATCH_NORM_MOMENTUM = 0.1
LEAKY_SLOPE = 0.01

FORWARD: dict[Activation, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: z,
    "relu": ops.relu,
    "leaky_relu": lambda z: ops.leaky_relu(z, LEAKY_SLOPE),
    "tanh": ops.tanh,
    "sigmoid": ops.sigmoid,
    "gelu": lambda z: ops.gelu(z),
    "silu": ops.silu,
}
"""z -> activation(z), any shape."""

BACKWARD: dict[Activation, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "linear": lambda slope, z, a: slope,
    "relu": lambda slope, z, a: ops.threshold_backward(slope, a, 0),
    "leaky_relu": lambda slope, z, a: ops.leaky_relu_backward(slope, z, LEAKY_SLOPE, False),
    "tanh": lambda slope, z, a: ops.tanh_backward(slope, a),
    "sigmoid": lambda slope, z, a: ops.sigmoid_backward(slope, a),
    "gelu": lambda slope, z, a: ops.gelu_backward(slope, z),
    "silu": lambda slope, z, a: ops.silu_backward(slope, z),
}
"""(d loss / d a, z, a = activation(z)) -> d loss / d z."""


@dataclass(frozen=True)
class Live:
    """What a pass reads and writes.

    `training`: batch norm works over the batch, and dropout drops. `gradients`: where those of the parameters go; {}:
    not wanted. `blends`: the layers that fade or unfold, by key. The rest is filled or called if given.
    """

    parameters: Tensors
    buffers: Tensors
    gradients: Tensors
    training: bool
    generator: Generator | None
    blends: Mapping[int, Blend]
    capture: dict[int, Tensor] | None = None
    """Filled with every layer's output, by its key."""
    taken_in: dict[int, Tensor] | None = None
    """Filled with what reaches each layer with weights, by its key."""
    slopes: dict[int, Tensor] | None = None
    """Filled with d loss / d (weight · x + bias) of each layer with weights, by its key."""
    arriving: Callable[[Dense | Conv, Tensor], None] | None = None
    """Called with each layer with weights and what reaches it, before it uses them."""
    masks: Tensors | None = None
    """What each dropout layer multiplies by, by its key as text; None: drawn from `generator`."""


LOSS: dict[Task, Callable[[Tensor, Tensor], Tensor]] = {
    "classify": torch.nn.functional.cross_entropy,
    "regress": torch.nn.functional.mse_loss,
}
"""(outputs (n, width), targets (n,) int64 or (n, width)) -> mean loss ()."""


def dropouts(net: Net) -> list[tuple[Dropout, Shape]]:
    """Return the layers that drop something, each with the shape of one sample there, in the order of a step."""
    found = flows(net)
    drop = [layer for layer in walk(net.layers) if isinstance(layer, Dropout) and layer.rate > 0]
    return [(layer, found[layer.key].inside) for layer in drop]


def masks_of(
    layers: Sequence[tuple[Dropout, Shape]], sizes: Sequence[int], generator: Generator, *, like: Tensor
) -> Masks:
    """Return the masks of `dropouts` for steps on batches of `sizes`: each (sizes[i], *shape), drawn step by step."""
    return [
        {str(layer.key): mask(layer, like.new_empty((size, *shape)), generator) for layer, shape in layers}
        for size in sizes
    ]


def mask(layer: Dropout, into: Tensor, generator: Generator | None) -> Tensor:
    """Fill a tensor with what dropout multiplies by: 0 or 1 / (1 − rate)."""
    return into.bernoulli_(1 - layer.rate, generator=generator).div_(1 - layer.rate)


# --------------------------------------------------------------------------------------------------------- the loss
def loss_and_slope(task: Task, outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Return (mean loss (), d loss / d outputs (n, width)): cross-entropy or mean squared error."""
    one = torch.ones((), dtype=outputs.dtype, device=outputs.device)
    if task == "regress":
        loss = ops.mse_loss(outputs, targets)
        return loss, ops.mse_loss_backward(one, outputs, targets, 1)
    logs = ops._log_softmax(outputs, 1, False)  # (n, classes)
    loss, total = ops.nll_loss_forward(logs, targets, None, 1, -100)
    slope = ops.nll_loss_backward(one, logs, targets, None, 1, -100, total)
    return loss, ops._log_softmax_backward_data(slope, logs, 1, outputs.dtype)


# ---------------------------------------------------------------------------------------------------------- forward
def forward(layers: tuple[Layer, ...], live: Live, x: Tensor, tape: Tape) -> Tensor:
    """Return the output of `layers`: (n, *input) -> (n, *output)."""
    for layer in layers:
        x = _forward_one(layer, live, x, tape)
        if live.capture is not None:
            live.capture[layer.key] = x
    return x


def _forward_one(layer: Layer, live: Live, x: Tensor, tape: Tape) -> Tensor:
    if isinstance(layer, (Dense, Conv)):
        return _forward_weighted(layer, live, x, tape)
    if isinstance(layer, Residual):
        inner, blend = forward(layer.body, live, x, tape), live.blends.get(layer.key)
        total = x + (inner if blend is None else inner * blend.curved)
        out = FORWARD[layer.activation](total)
        tape.append((total, out))
        return out if blend is None else blended(layer.activation, blend, total, out)
    if isinstance(layer, Dropout):
        return _forward_dropout(layer, live, x, tape)
    if isinstance(layer, Pool):
        pooled, kept = _pooled(layer, x)
        tape.append(kept)
        return pooled
    tape.append((x,))
    return x.mean((2, 3)) if isinstance(layer, GlobalPool) else x.flatten(1)


def _pooled(layer: Pool, x: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
    window = [layer.kernel] * 2, [layer.stride] * 2
    if layer.kind == "average":
        return images.mean_of_four(x) if images.halves(layer, x) else ops.avg_pool2d(x, *window), (x,)
    if images.halves(layer, x):
        return images.largest_of_four(x)
    pooled, places = ops.max_pool2d_with_indices(x, *window)
    return pooled, (x, places)


def _forward_dropout(layer: Dropout, live: Live, x: Tensor, tape: Tape) -> Tensor:
    if not live.training or layer.rate == 0:
        tape.append((None,))
        return x
    drawn = mask(layer, torch.empty_like(x), live.generator) if live.masks is None else live.masks[str(layer.key)]
    tape.append((drawn,))
    return x * drawn


def _forward_weighted(layer: Dense | Conv, live: Live, x: Tensor, tape: Tape) -> Tensor:
    key = layer.key
    if live.taken_in is not None:
        live.taken_in[key] = x
    if live.arriving is not None:
        live.arriving(layer, x)
    weight, bias = live.parameters[f"{key}.weight"], live.parameters[f"{key}.bias"]
    if isinstance(layer, Dense):
        linear = ops.addmm(bias, x, weight.t())  # (n, fan_in) -> (n, width)
    else:
        linear = ops.convolution(
            x, weight, bias, [layer.stride] * 2, [layer.padding] * 2, [1, 1], False, [0, 0], layer.groups
        )  # (n, C, H, W) -> (n, channels, H', W')
    z, normed = linear, None
    if layer.norm == "batch":
        over_batch = live.training and not layer.frozen
        given = (
            linear, live.parameters[f"{key}.norm_weight"], live.parameters[f"{key}.norm_bias"],
            live.buffers[f"{key}.running_mean"], live.buffers[f"{key}.running_var"],
        )  # fmt: skip
        if over_batch and images.fast(linear):
            z, mean, inverse_deviation = images.batch_norm(*given, BATCH_NORM_MOMENTUM, BATCH_NORM_EPS)
        else:
            z, mean, inverse_deviation = ops.native_batch_norm(
                *given, over_batch, BATCH_NORM_MOMENTUM, BATCH_NORM_EPS
            )  # fmt: skip
        normed = (linear, mean, inverse_deviation)
    active = FORWARD[layer.activation](z)
    tape.append((x, normed, z, active))
    blend = live.blends.get(key)
    return active if blend is None else blended(layer.activation, blend, z, active)


# --------------------------------------------------------------------------------------------------------- backward
def backward(layers: tuple[Layer, ...], live: Live, slope: Tensor, tape: Tape, *, further: bool) -> Tensor:
    """Write d loss / d parameter into `live.gradients` and return d loss / d x; `slope` is d loss / d output.

    `further` False: d loss / d x is not needed (x is the data), so the first layer does not compute it.
    """
    for place in range(len(layers) - 1, -1, -1):
        slope = _backward_one(layers[place], live, slope, tape, further or place > 0)
    return slope


def _backward_one(layer: Layer, live: Live, slope: Tensor, tape: Tape, further: bool) -> Tensor:
    if isinstance(layer, (Dense, Conv)):
        return _backward_weighted(layer, live, slope, tape, further)
    if isinstance(layer, Residual):
        total, out = tape.pop()
        blend = live.blends.get(layer.key)
        if blend is None:
            slope = slope_inner = BACKWARD[layer.activation](slope, total, out)
        else:
            line = slope_of_line(layer.activation, blend, slope)
            slope = BACKWARD[layer.activation](slope * blend.curved, total, out) + line
            slope_inner = slope * blend.curved
        inner = backward(layer.body, live, slope_inner, tape, further=further)
        return slope + inner if further else slope
    if isinstance(layer, Dropout):
        (drawn,) = tape.pop()
        return slope if drawn is None else slope * drawn
    if isinstance(layer, Pool):
        return _backward_pool(layer, slope, *tape.pop())
    (x,) = tape.pop()
    if isinstance(layer, GlobalPool):
        # int: a constant in a recording, not a product that each step computes. The size of an image stays.
        places = int(x.shape[2]) * int(x.shape[3])
        return (slope / places)[:, :, None, None].expand_as(x)  # (n, C) -> (n, C, H, W)
    return slope.reshape_as(x)


def _backward_pool(layer: Pool, slope: Tensor, x: Tensor, *kept: Tensor) -> Tensor:
    if images.halves(layer, x):
        average = layer.kind == "average"
        return images.slope_of_mean(slope, x) if average else images.slope_of_largest(slope, x, *kept)
    window = [layer.kernel] * 2, [layer.stride] * 2, [0, 0]
    d_x: Tensor
    if kept:
        d_x = ops.max_pool2d_with_indices_backward(slope, x, *window, [1, 1], False, kept[0])
    else:
        d_x = ops.avg_pool2d_backward(slope, x, *window, False, True, None)
    return d_x


def _backward_weighted(layer: Dense | Conv, live: Live, slope: Tensor, tape: Tape, further: bool) -> Tensor:
    key, into = layer.key, live.gradients
    x, normed, z, active = tape.pop()
    blend = live.blends.get(key)
    slope_active = slope if blend is None else slope * blend.curved
    slope_z = BACKWARD[layer.activation](slope_active, z, active)
    slope = slope_z if blend is None else slope_z + slope_of_line(layer.activation, blend, slope)
    if normed is not None:
        linear, mean, inverse_deviation = normed
        slope, d_weight, d_bias = slopes_of_norm()(
            slope, linear, live.parameters[f"{key}.norm_weight"],
            live.buffers[f"{key}.running_mean"], live.buffers[f"{key}.running_var"],
            mean, inverse_deviation, live.training and not layer.frozen, BATCH_NORM_EPS,
        )  # fmt: skip
        if into:
            into[f"{key}.norm_weight"].copy_(d_weight)
            into[f"{key}.norm_bias"].copy_(d_bias)
    if live.slopes is not None:
        live.slopes[key] = slope
    weight = live.parameters[f"{key}.weight"]
    if not into:
        return _slope_of_input(layer, slope, x, weight) if further else slope
    if isinstance(layer, Dense):
        torch.mm(slope.t(), x, out=into[f"{key}.weight"])  # (width, n) @ (n, fan_in)
        torch.sum(slope, 0, out=into[f"{key}.bias"])
        return torch.mm(slope, weight) if further else slope  # (n, width) @ (width, fan_in)
    mirrored = further and images.mirrors(layer, slope)
    d_x, d_weight, d_bias = slopes_of_convolution(further and not mirrored)(
        slope, x, weight, layer.channels, layer.stride, layer.padding, layer.groups
    )
    into[f"{key}.weight"].copy_(d_weight)
    into[f"{key}.bias"].copy_(d_bias)
    return images.slope_of_images(layer, slope, weight) if mirrored else d_x


def _slope_of_input(layer: Dense | Conv, slope: Tensor, x: Tensor, weight: Tensor) -> Tensor:
    """Return d loss / d x alone, where the gradients of the parameters are not wanted."""
    if isinstance(layer, Dense):
        return torch.mm(slope, weight)
    if images.mirrors(layer, slope):
        return images.slope_of_images(layer, slope, weight)
    d_x: Tensor
    d_x, _, _ = ops.convolution_backward(
        slope, x, weight, [layer.channels], [layer.stride] * 2, [layer.padding] * 2, [1, 1], False, [0, 0],
        layer.groups, [True, False, False],
    )  # fmt: skip
    return d_x
