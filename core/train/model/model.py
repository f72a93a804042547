"""A Net with its tensors.

All parameters lie in one flat buffer, and each named parameter is a view of it. The optimizer's memory lies in buffers
of the same length. So an optimizer step is half a dozen operations for the whole network, a snapshot is a handful of
copies, and the optimizer misses no tensor. An edit makes a new Model with new buffers (`core.train.surgery.apply`);
nothing changes the shape of a tensor in place.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Generator, Tensor

from core.net.plan import Conv, Dense, LayerKey, Narrow, Net, RemoveLayer, Shape, numbered, size_of
from core.net.shapes import flows, parameter_shapes
from core.train.model.allocation import copied, zeros_like

GAIN = {"linear": 1.0, "relu": math.sqrt(2.0), "leaky_relu": math.sqrt(2.0 / 1.0001), "tanh": 5.0 / 3.0,
        "sigmoid": 1.0, "gelu": math.sqrt(2.0), "silu": math.sqrt(2.0)}  # fmt: skip
"""Factor for new weights that keeps the spread through an activation (He et al. 2015; torch.nn.init.calculate_gain)."""


COHORT = torch.int16
"""Few bytes: every edit, and every step of a large network, passes over the cohorts of all elements."""


@dataclass
class Memory:
    """What the optimizer remembers, per element of the flat parameters.

    `slots`: name -> (n,) tensor (first moment, second moment ...). Elements that came with the same edit form a cohort:
    `ages[c]` is how many steps cohort c has taken, `ramped[c]` whether its learning rate climbs. It began to climb at
    age `begun[c]` and takes `slow[c]` times as long as usual. `cohort` (n,) COHORT is each element's cohort; None while
    there is only one.
    """

    slots: dict[str, Tensor] = field(default_factory=dict)
    ages: list[int] = field(default_factory=lambda: [0])
    ramped: list[bool] = field(default_factory=lambda: [False])
    cohort: Tensor | None = None
    begun: list[int] = field(default_factory=list)
    slow: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begun += [0] * (len(self.ages) - len(self.begun))
        self.slow += [1] * (len(self.ages) - len(self.slow))

    def share(self, cohort: int, *, ahead: int, ramp_steps: int) -> float:
        """Return a cohort's share of the learning rate, up to 1, at its step `ahead` (1: the next one)."""
        if not self.ramped[cohort]:
            return 1.0
        climbed = self.ages[cohort] + ahead - self.begun[cohort]
        return min(1.0, climbed / max(1, ramp_steps * self.slow[cohort]))


@dataclass
class Fade:
    """An activation on its way: `done` of `steps` steps.

    It becomes a straight line, and at the end the layer folds into the next. Or it `unfolds`: it was a straight line
    when the layer was inserted, and at the end it is what the plan says. `tangent`: the line is that of
    `core.train.steps.blends`, as for all layers that were inserted so.
    """

    done: int
    steps: int
    unfolds: bool = False
    tangent: bool = False

    @property
    def over(self) -> bool:
        """Whether all steps are done."""
        return self.done >= self.steps

    def straight(self, ahead: int = 0) -> float:
        """Return the share of the straight line, 0 … 1, `ahead` steps from now."""
        way = min(self.done + ahead, self.steps) / self.steps
        return 1 - way if self.unfolds else way


@dataclass
class Successor:
    """A model with `by` units less in the layer `key` (0: without that layer), trained beside the one it may replace.

    `taken`: steps it has taken so far; `random`: the state of the generator that its dropout draws from. `compared`:
    (loss, score) of the one it may replace and of itself when they were last compared; telemetry, not saved.
    """

    model: Model
    key: LayerKey
    by: int
    taken: int
    random: Tensor
    compared: tuple[tuple[float, float], tuple[float, float]] | None = None

    @property
    def size_bytes(self) -> int:
        """How much memory a snapshot takes."""
        return self.model.size_bytes + self.random.nbytes

    @property
    def edit(self) -> Narrow | RemoveLayer:
        """The edit that makes the one it may replace into this."""
        return outcome(self.key, self.by)


def outcome(key: LayerKey, by: int) -> Narrow | RemoveLayer:
    """Return the edit that a successor is the outcome of: `by` units less in the layer `key`, or (0) without it."""
    return Narrow(key, by) if by else RemoveLayer(key)


@dataclass
class Model:
    """The plan and everything that makes it compute. `flat` (n,): all parameters; `still` (n,) bool: frozen
    elements."""

    net: Net
    flat: Tensor
    buffers: dict[str, Tensor]
    memory: Memory = field(default_factory=Memory)
    still: Tensor | None = None
    fades: dict[LayerKey, Fade] = field(default_factory=dict)
    successor: Successor | None = None
    parameters: dict[str, Tensor] = field(init=False)

    def __post_init__(self) -> None:
        self.parameters = views(self.flat, parameter_shapes(self.net))

    @functools.cached_property
    def gradient(self) -> Tensor:
        """(n,); made when first asked for: a model that is only kept for undo has none."""
        return zeros_like(self.flat)

    @functools.cached_property
    def gradients(self) -> dict[str, Tensor]:
        """The named views of `gradient`."""
        return views(self.gradient, parameter_shapes(self.net))

    @property
    def device(self) -> torch.device:
        """Where the parameters are."""
        return self.flat.device

    @property
    def size_bytes(self) -> int:
        """How much memory a snapshot takes, that of the successor included."""
        aside = [tensor for tensor in (self.memory.cohort, self.still) if tensor is not None]
        tensors = (self.flat, *self.buffers.values(), *self.memory.slots.values(), *aside)
        return sum(tensor.nbytes for tensor in tensors) + (self.successor.size_bytes if self.successor else 0)

    @property
    def faded(self) -> tuple[LayerKey, ...]:
        """The keys of layers that have faded to linear and can be folded now."""
        return tuple(key for key, fade in self.fades.items() if fade.over and not fade.unfolds)

    @property
    def unfolded(self) -> tuple[LayerKey, ...]:
        """The keys of inserted layers whose activation is by now what the plan says."""
        return tuple(key for key, fade in self.fades.items() if fade.over and fade.unfolds)


def views(flat: Tensor, shapes: Mapping[str, Shape]) -> dict[str, Tensor]:
    """Return named views of (n,) with `shapes`, one after the other."""
    parts = torch.split(flat, [math.prod(shape) for shape in shapes.values()])
    return {name: part.view(shape) for (name, shape), part in zip(shapes.items(), parts, strict=True)}


def flattened(tensors: Mapping[str, Tensor], shapes: Mapping[str, Shape]) -> Tensor:
    """Return the tensors in one new (n,) tensor, in the order of `shapes`."""
    for name, shape in shapes.items():
        assert tuple(tensors[name].shape) == shape, f"{name}: {tuple(tensors[name].shape)}, planned {shape}"
    return torch.cat([tensors[name].reshape(-1) for name in shapes])


# ------------------------------------------------------------------------------------------------------------ making
def new_model(net: Net, *, seed: int, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32) -> Model:
    """Return a model with random weights; the same seed gives the same weights on every device."""
    generator = Generator().manual_seed(seed)
    tensors: dict[str, Tensor] = {}
    for layer in numbered(net):
        if isinstance(layer, (Dense, Conv)):
            tensors |= new_tensors(net, layer, generator)
    flat = flattened(tensors, parameter_shapes(net)).to(device=device, dtype=dtype)
    return Model(net, flat, {name: b.to(device=device, dtype=dtype) for name, b in new_buffers(net).items()})


def new_tensors(net: Net, layer: Dense | Conv, generator: Generator) -> dict[str, Tensor]:
    """Return new parameters of one layer in float64: weights normal with deviation gain / √fan_in, biases zero."""
    tensors = {}
    for name, shape in parameter_shapes(net).items():
        key, kind = name.split(".")
        if int(key) != layer.key:
            continue
        if kind == "weight":
            deviation = GAIN[layer.activation] / math.sqrt(size_of(shape[1:]))
            tensors[name] = torch.randn(shape, generator=generator, dtype=torch.float64) * deviation
        else:
            tensors[name] = torch.full(shape, float(kind == "norm_weight"), dtype=torch.float64)
    return tensors


def new_buffers(net: Net) -> dict[str, Tensor]:
    """Return the running means (zeros) and variances (ones) of all batch norms."""
    found = flows(net)
    buffers = {}
    for layer in numbered(net):
        if isinstance(layer, (Dense, Conv)) and layer.norm == "batch":
            width = found[layer.key].outside[0]
            buffers[f"{layer.key}.running_mean"] = torch.zeros(width, dtype=torch.float64)
            buffers[f"{layer.key}.running_var"] = torch.ones(width, dtype=torch.float64)
    return buffers


def frozen_units(model: Model, layer: Dense | Conv) -> Tensor | None:
    """Return (width,) bool: which units of a layer stay as they are (weights, bias, norm); None: none."""
    if layer.frozen:
        return torch.ones(len(model.parameters[f"{layer.key}.bias"]), dtype=torch.bool, device=model.device)
    if model.still is None:
        return None
    marks = views(model.still, parameter_shapes(model.net))[f"{layer.key}.weight"].flatten(1).any(1)
    return marks if bool(marks.any()) else None


# ---------------------------------------------------------------------------------------------------- keeping, moving
def snapshot(model: Model) -> Model:
    """Return a deep copy."""
    memory = model.memory
    kept = Memory(
        {name: copied(slot) for name, slot in memory.slots.items()}, list(memory.ages), list(memory.ramped),
        None if memory.cohort is None else copied(memory.cohort), list(memory.begun), list(memory.slow),
    )  # fmt: skip
    return Model(
        model.net, copied(model.flat), {name: b.clone() for name, b in model.buffers.items()}, kept,
        None if model.still is None else copied(model.still), {key: replace(f) for key, f in model.fades.items()},
        None if model.successor is None else replace(model.successor, model=snapshot(model.successor.model)),
    )  # fmt: skip


def set_aside(model: Model) -> Model:
    """Return the model without its gradient, sharing all other tensors: for one that no step changes any more."""
    beside = model.successor
    beside = None if beside is None else replace(beside, model=set_aside(beside.model))
    return Model(model.net, model.flat, model.buffers, model.memory, model.still, model.fades, beside)


def alone(model: Model) -> Model:
    """Return the model without its successor, sharing all tensors."""
    return Model(model.net, model.flat, model.buffers, model.memory, model.still, model.fades)
