"""Put layers into a live network, the function kept; give them the memory of old ones (`recall`).

- identity (or Dirac, for convolutions) with a linear activation, which unfolds while training goes on: exact, on a
  processor bit for bit. Where the activation lets everything through it may be itself at once.
- residual block h + B·s(A·h + a) + b with B·s(a) + b = 0: as exact, for any activation s. B is zero but
  for a few *listeners*: units with zero fan-in whose constant output, weighted by B, the bias b takes back. With B zero
  throughout, A would get no gradient at its first step. All numbers that have to cancel are small whole multiples of
  powers of two, so that they do, in any order of summation.
- batch norm that gives back what goes in, on the training samples; dropout; pooling, behind which the first dense layer
  is fitted again.
"""

from __future__ import annotations

import math
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from core.messages.train_commands import Task
from core.net.depths import copied, inserted, taken_over
from core.net.edits import edited
from core.net.plan import (
    Conv,
    CopyLayer,
    Dense,
    Flatten,
    InsertLayer,
    Layer,
    Net,
    Residual,
    Shape,
    Widen,
    layer_of,
    numbered,
    size_of,
    width_of,
    with_layer,
)
from core.net.shapes import flows, parameter_shapes
from core.train.model.model import GAIN, Fade, Model, new_tensors, views
from core.train.steps import forward, written
from core.train.steps.blends import line_of
from core.train.steps.written import BATCH_NORM_EPS
from core.train.surgery import refit
from core.train.surgery.knife import FIRST_MOMENTS, SECOND_MOMENTS, Knife
from core.train.surgery.widen import widened

BETA2 = 0.999
BATCH, BATCHES = 64, 8
SETTLED = 2.5
"""How many times smaller than in the past squared gradients are when a network has settled."""
LEAST_SLOW = 2
LEAST = 0.1
"""The smallest second moment of an element, as a share of the layer's mean."""


def recall(model: Model, name: str, *, inputs: Tensor, targets: Tensor, task: Task) -> None:
    """Give the cohort that the new parameter `name` belongs to the memory and age of the oldest one, in place."""
    memory = model.memory
    if memory.cohort is None or "square" not in memory.slots:
        return
    newborn = int(views(memory.cohort, parameter_shapes(model.net))[name].flatten()[0])
    age = max(memory.ages)
    if age == 0:
        return
    squared = squared_gradients(model, inputs=inputs, targets=targets, task=task)
    ages = torch.tensor([max(a, 1) for a in memory.ages], dtype=torch.float64)
    corrected = memory.slots["square"] / (1 - BETA2**ages).to(model.flat)[memory.cohort.int()]
    new = memory.cohort == newborn
    past = float(corrected[~new].sum() / squared[~new].sum().clamp_min(1e-30))
    level = squared[new].clamp_min(LEAST * float(squared[new].mean()))
    for slot in ("square", "largest"):
        if slot in memory.slots:
            memory.slots[slot][new] = level * max(1.0, past) * (1 - BETA2**age)
    memory.ages[newborn] = memory.begun[newborn] = age
    # Where gradients have not shrunk, learning goes on and new layers may be quick.
    settled = min(1.0, max(0.0, (past - 1.0) / (SETTLED - 1.0)))
    memory.slow[newborn] = max(LEAST_SLOW, round(memory.slow[newborn] * settled))


def squared_gradients(model: Model, *, inputs: Tensor, targets: Tensor, task: Task) -> Tensor:
    """Return (n,) the mean squared gradient of each element over batches of training samples."""
    total = torch.zeros_like(model.flat)
    batches = list(zip(torch.split(inputs, BATCH), torch.split(targets, BATCH), strict=True))[:BATCHES]
    live = replace(forward.live(model, training=False), gradients=model.gradients)
    with torch.no_grad():
        for x, y in batches:
            tape: written.Tape = []
            outputs = written.forward(model.net.layers, live, x, tape)
            _, slope = written.loss_and_slope(task, outputs, y)
            written.backward(model.net.layers, live, slope, tape, further=False)
            total += model.gradient.square()
    return total / len(batches)


UNFOLD_STEPS = 300
"""How many steps an inserted layer takes to unfold."""
IDENTITY_SLOW, BLOCK_SLOW, COPY_SLOW, UNFOLDING_SLOW, TAKING_OVER_SLOW = 15, 5, 20, 15, 30
"""How many times as long as a new unit's the learning rate of a new layer climbs. What a layer in the middle of
everything changes, all that follows feels: at the full rate even an exact identity kicks back (measured by
tests/benchmarks/edits.py)."""
QUIET = 0.3
"""The first layer of a new block is drawn smaller by this: how far a step moves the output goes with it."""
LISTENER_SHARE = 8
"""One unit in so many of a new block is a listener."""
AWAKE = 2.0**-10
"""The bias of a listener whose activation has no slope at zero."""


def with_inserted(knife: Knife, edit: InsertLayer) -> Model:
    """Return the model with a layer inserted; only pooling changes the function."""
    net, made, start = inserted(_faded(knife.model, knife.model.net), edit)
    net = _faded(knife.model, net, back=True)
    if start == "norm":
        assert isinstance(made, (Dense, Conv))
        return _with_norm(knife, net, made)
    if start == "plain":
        fit_to_images(knife, net)
        sewn = knife.sewn(net)
        refit.repair(knife.model, sewn, inputs=knife.inputs)
        return sewn
    if start == "residual":
        assert isinstance(made, Residual)
        _sew_block(knife, net, made)
        return knife.sewn(net)
    assert isinstance(made, (Dense, Conv))
    return _with_identity(knife, net, made, unfolds=start == "unfolding")


def _faded(model: Model, net: Net, *, back: bool = False) -> Net:
    """Return the net with fading activations linear (`back`: as they are): they let negative values through."""
    for layer in numbered(model.net):
        if layer.key in model.fades and isinstance(layer, (Dense, Conv, Residual)):
            now = next(x for x in numbered(net) if x.key == layer.key)
            assert isinstance(now, (Dense, Conv, Residual))
            changed = replace(now, activation=layer.activation if back else "linear")
            net = replace(net, layers=with_layer(net.layers, layer.key, [changed]))
    return net


def _with_identity(knife: Knife, net: Net, made: Dense | Conv, *, unfolds: bool) -> Model:
    """Return the model with an identity in it, widened to what was asked; `unfolds`: it is linear at first."""
    inside = flows(net)[made.key].inside[0]
    reader = None if width_of(made) >= inside else _reader(net, made)
    width = inside if reader is None else width_of(reader)
    layer = replace(made, width=width) if isinstance(made, Dense) else replace(made, channels=width)
    narrow = replace(net, layers=with_layer(net.layers, made.key, [layer]))
    knife.slow = UNFOLDING_SLOW if unfolds else IDENTITY_SLOW
    if reader is None:
        knife.put(f"{layer.key}.weight", _identity(layer, width))
        knife.put(f"{layer.key}.bias", torch.zeros(width))
    else:  # too narrow for an identity: it does what the layer behind it did, which becomes one
        for tensors in knife.parts.values():  # with the memory and the marks
            for kind in ("weight", "bias"):
                tensors[f"{layer.key}.{kind}"] = tensors[f"{reader.key}.{kind}"]
        knife.slow = TAKING_OVER_SLOW
        knife.put(f"{reader.key}.weight", _identity(reader, width))
        knife.put(f"{reader.key}.bias", torch.zeros(width))
    if unfolds:
        _take_line_back(knife, layer)
    through = knife.sewn(narrow)
    if not unfolds:
        recall(through, f"{layer.key}.weight", inputs=knife.inputs, targets=knife.targets, task=knife.task)
    elif made.activation != "linear":
        through.fades[layer.key] = Fade(0, UNFOLD_STEPS, unfolds=True, tangent=True)
    more = width_of(made) - width
    if not more:
        return through
    wider = Knife(through, knife.generator, knife.inputs, knife.targets, knife.task)
    widen = Widen(made.key, more)
    deviation = GAIN[made.activation] / math.sqrt(size_of(parameter_shapes(narrow)[f"{made.key}.weight"][1:]))
    return widened(wider, widen, edited(narrow, widen), deviation=deviation)


def _take_line_back(knife: Knife, layer: Dense | Conv) -> None:
    """Let a layer add up what its straight line gives back as it was (powers of two: next to nothing is rounded)."""
    slope, level = line_of(layer.activation, True)
    _stretch(knife, layer, "", 1 / slope, -level / slope)


def straighten(knife: Knife, layer: Layer) -> None:
    """Let a layer add up what its straight line gives now, for it is to be linear."""
    if isinstance(layer, (Dense, Conv)):
        _stretch(knife, layer, "norm_" if layer.norm == "batch" else "", *line_of(layer.activation, True))


def _stretch(knife: Knife, layer: Dense | Conv, what: str, slope: float, level: float) -> None:
    """Multiply what a layer adds up (or its batch norm gives) by `slope` and add `level`; the memory follows."""
    if (slope, level) == (1.0, 0.0):
        return
    for kind in ("weight", "bias"):
        name = f"{layer.key}.{what}{kind}"
        knife.weights[name] = knife.weights[name] * slope + (level if kind == "bias" else 0.0)
        for slots, factor in ((FIRST_MOMENTS, 1 / slope), (SECOND_MOMENTS, 1 / slope**2)):
            for slot in (slot for slot in slots if slot in knife.parts):
                knife.parts[slot][name] = knife.parts[slot][name] * factor


def _reader(net: Net, made: Dense | Conv) -> Dense | Conv:
    """Return the layer behind `made` whose weights it takes over."""
    reader = taken_over(net, made.key)
    assert reader is not None
    return reader


def _identity(layer: Dense | Conv, width: int) -> Tensor:
    eye = torch.eye(width)
    if isinstance(layer, Dense):
        return eye
    kernel = torch.zeros(width, width, layer.kernel, layer.kernel)
    kernel[:, :, layer.kernel // 2, layer.kernel // 2] = eye
    return kernel


# ---------------------------------------------------------------------------------------------------- residual blocks
def _sew_block(knife: Knife, net: Net, block: Residual) -> None:
    """Make the tensors of a new residual block: its first layer random, its last one zero but for the listeners."""
    first, last = block.body
    assert isinstance(first, (Dense, Conv))
    assert isinstance(last, (Dense, Conv))
    for name, value in new_tensors(net, first, knife.generator).items():
        knife.put(name, value * QUIET)
    knife.slow = BLOCK_SLOW
    for name, shape in parameter_shapes(net).items():
        if name.startswith(f"{last.key}."):
            knife.put(name, torch.zeros(shape))
    listeners = range(width_of(first) - max(1, width_of(first) // LISTENER_SHARE), width_of(first))
    _make_listen(knife, first, last, list(listeners))


def _make_listen(knife: Knife, first: Dense | Conv, last: Dense | Conv, units: list[int]) -> None:
    """Let `units` of `first` have zero fan-in and a fan-out in `last` that its bias takes back exactly."""
    weight, bias = knife.weights[f"{first.key}.weight"], knife.weights[f"{first.key}.bias"]
    onward, level = knife.weights[f"{last.key}.weight"], knife.weights[f"{last.key}.bias"]
    asleep = first.activation in ("relu", "leaky_relu")
    given = AWAKE if asleep else 0.5 if first.activation == "sigmoid" else 0.0
    weight[units] = 0
    bias[units] = AWAKE if asleep else 0.0
    scale = 2.0 ** -math.ceil(math.log2(4 * math.sqrt(width_of(first))))
    whole = torch.randint(1, 5, (len(onward), len(units)), generator=knife.generator)
    signs = torch.randint(0, 2, whole.shape, generator=knife.generator) * 2 - 1
    fan_out = (whole * signs * scale).to(onward)  # (fan_out, listeners)
    if isinstance(last, Conv):
        onward[:, units, last.kernel // 2, last.kernel // 2] = fan_out  # the middle tap sees no padding
    else:
        onward[:, units] = fan_out
    level.copy_(-given * fan_out.sum(1))


def with_copy(knife: Knife, edit: CopyLayer) -> Model:
    """Return the model with a copy of a layer behind it, as a residual block whose weakest unit listens."""
    net, block = copied(knife.model.net, edit)
    first, last = block.body
    assert isinstance(first, (Dense, Conv))
    assert isinstance(last, (Dense, Conv))
    layer = layer_of(knife.model.net, edit.layer)
    assert isinstance(layer, (Dense, Conv))
    weight, bias = refit.at_rest(knife.model, layer)
    knife.slow = COPY_SLOW
    knife.put(f"{first.key}.weight", weight.clone())
    knife.put(f"{first.key}.bias", bias.clone())
    for name, shape in parameter_shapes(net).items():
        if name.startswith(f"{last.key}."):
            knife.put(name, torch.zeros(shape))
    _make_listen(knife, first, last, [int(weight.flatten(1).norm(dim=1).argmin())])
    made = knife.sewn(net)
    recall(made, f"{last.key}.weight", inputs=knife.inputs, targets=knife.targets, task=knife.task)
    return made


# ---------------------------------------------------------------------------------------------------------- batch norm
def without_norm(knife: Knife, layer: Dense | Conv, net: Net) -> Model:
    """Fold a batch norm into the weights before it: exact for the network in use."""
    variance = knife.buffers[f"{layer.key}.running_var"]
    scale = knife.weights[f"{layer.key}.norm_weight"] * (variance + BATCH_NORM_EPS).rsqrt()
    for kind, value in zip(("weight", "bias"), refit.at_rest(knife.model, layer), strict=True):
        name = f"{layer.key}.{kind}"
        knife.weights[name] = value
        across = scale.reshape(-1, *[1] * (value.dim() - 1))
        # d loss / d (scale · w) = d loss / d w / scale; a channel that was scaled to nothing keeps its memory.
        safe = torch.where(across == 0, 1, across)
        for slots, factor in ((FIRST_MOMENTS, safe), (SECOND_MOMENTS, safe.square())):
            for slot in slots:
                if slot in knife.parts:
                    knife.parts[slot][name] = knife.parts[slot][name] / factor
    return knife.sewn(net)


def _with_norm(knife: Knife, net: Net, made: Dense | Conv) -> Model:
    """Return the model with a batch norm that gives back what went in: scale √(var + eps), shift mean."""
    linear = refit.pre_activations(knife.model, made.key, knife.inputs)  # (samples, width)
    mean, variance = linear.mean(0), linear.var(0, correction=0)
    knife.put(f"{made.key}.norm_weight", (variance + BATCH_NORM_EPS).sqrt())
    knife.put(f"{made.key}.norm_bias", mean)
    knife.buffers[f"{made.key}.running_mean"] = mean.to(knife.model.flat)
    knife.buffers[f"{made.key}.running_var"] = variance.to(knife.model.flat)
    return knife.sewn(net)


# -------------------------------------------------------------------------------------------------------------- images
def fit_to_images(knife: Knife, net: Net) -> None:
    """Where images of another size reach a flatten in `net`, give the dense layer behind it the matching columns.

    Each new column adds up the old ones of the same part of the image; a least-squares fit comes afterwards.
    """
    shapes = parameter_shapes(net)
    old, new = _flattened(knife.model.net), _flattened(net)
    for key in new:
        name = f"{key}.weight"
        if key in old and tuple(knife.weights[name].shape) != shapes[name]:
            before = knife.weights[name].reshape(-1, *old[key])  # (fan_out, C, H, W)
            share = math.prod(old[key][1:]) / math.prod(new[key][1:])
            after = functional.interpolate(before, size=new[key][1:], mode="area") * share
            knife.fit(name, after.flatten(1))


def _flattened(net: Net) -> dict[int, Shape]:
    """Return, for each layer behind a flatten, the (C, H, W) that its columns are."""
    found, shape = flows(net), None
    made: dict[int, Shape] = {}
    for layer in numbered(net):
        if isinstance(layer, Flatten):
            shape = found[layer.key].inside
        elif isinstance(layer, Dense) and shape is not None:
            made[layer.key] = shape
            shape = None
    return made
