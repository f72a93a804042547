"""What flows through a plan: the shape at every layer, which widths belong together, and what it all costs.

Two widths belong together when one cannot change without the other: the channels of two convolutions whose outputs are
added, a depthwise convolution and what feeds it. Such a set is a *group*. It follows from the plan alone: each set of
features has a name that goes through the layers, and where a residual block adds two sets, their names become one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import prod

from core.net.limits import check_possible, check_values
from core.net.plan import (
    Conv,
    Cost,
    Dense,
    Flatten,
    GlobalPool,
    Layer,
    Net,
    NetError,
    Pool,
    Residual,
    Shape,
    numbered,
    size_of,
)

BYTES = 4
MOMENTS = {"sgd": 0, "momentum": 1, "nesterov": 1, "rmsprop": 1, "adam": 2, "adamw": 2, "amsgrad": 3}
"""How many numbers an optimizer remembers for each parameter."""


@dataclass(frozen=True)
class Flow:
    """Of one layer: shapes in and out, the groups its input and output features belong to, and how many columns of
    its weight belong to one feature of the input group (H·W behind a flatten, else 1)."""

    inside: Shape
    outside: Shape
    group_in: int
    group_out: int
    columns: int


REMEMBERED = 64
"""For how many plans the result is kept: an edit asks a dozen times about the same two."""
INPUT_GROUP = 0
LOCKED_GROUP = -1
"""Features that cannot change: a block adds channels on one side to single pixels on the other."""


def flows(net: Net) -> dict[int, Flow]:
    """Return the Flow of every layer by its key; raise `NetError` saying which layer cannot be, and why."""
    return dict(_flows(net))


@lru_cache(maxsize=REMEMBERED)
def _flows(net: Net) -> dict[int, Flow]:
    check_possible(net)
    walker = _Walker(net)
    walker.through(net.layers, net.input, INPUT_GROUP, 1)
    return {key: _joined(flow, walker.root) for key, flow in walker.found.items()}


def _joined(flow: Flow, root: dict[int, int]) -> Flow:
    return Flow(flow.inside, flow.outside, _root(root, flow.group_in), _root(root, flow.group_out), flow.columns)


def _root(root: dict[int, int], group: int) -> int:
    while root.get(group, group) != group:
        group = root[group]
    return group


class _Walker:
    """One walk through a plan; `root` joins the names of groups that are one."""

    def __init__(self, net: Net) -> None:
        self.numbers = {layer.key: number for number, layer in enumerate(numbered(net), 1)}
        self.found: dict[int, Flow] = {}
        self.root: dict[int, int] = {}

    def through(self, layers: tuple[Layer, ...], shape: Shape, group: int, columns: int) -> tuple[Shape, int, int]:
        for layer in layers:
            before = (shape, group)
            shape, group, columns_after = self._one(layer, shape, group, columns)
            check_values(size_of(shape), self.numbers[layer.key])
            self.found[layer.key] = Flow(before[0], shape, before[1], group, columns)
            columns = columns_after
        return shape, group, columns

    def _one(self, layer: Layer, shape: Shape, group: int, columns: int) -> tuple[Shape, int, int]:
        number = self.numbers[layer.key]
        if isinstance(layer, Dense):
            if len(shape) != 1:
                raise NetError("Layer {layer} is dense, but images reach it; put a flatten before it.", layer=number)
            if layer.width < 1:
                raise NetError("Layer {layer} needs at least one unit.", layer=number)
            return (layer.width,), layer.key, 1
        if isinstance(layer, Residual):
            out, group_out, columns_out = self.through(layer.body, shape, group, columns)
            if out != shape:
                raise NetError(
                    "The residual block at layer {layer} adds its input to its output, but their shapes differ.",
                    layer=number,
                )
            self._join(group, group_out)
            if columns != columns_out:
                self._join(group, LOCKED_GROUP)
            return shape, group, columns
        if isinstance(layer, (Conv, Pool, GlobalPool, Flatten)) and len(shape) != 3:
            raise NetError("Layer {layer} works on images, but none reaches it.", layer=number)
        if isinstance(layer, Conv):
            return self._conv(layer, shape, group, number)
        if isinstance(layer, Pool):
            return (shape[0], *_sides(shape, layer.kernel, layer.stride, 0, number)), group, columns
        if isinstance(layer, GlobalPool):
            return (shape[0],), group, columns
        if isinstance(layer, Flatten):
            return (size_of(shape),), group, columns * shape[1] * shape[2]
        return shape, group, columns

    def _conv(self, layer: Conv, shape: Shape, group: int, number: int) -> tuple[Shape, int, int]:
        sides = _sides(shape, layer.kernel, layer.stride, layer.padding, number)
        if layer.channels < 1 or shape[0] % layer.groups or layer.channels % layer.groups:
            raise NetError(
                "The channels of layer {layer} do not divide into its {groups} groups.",
                layer=number,
                groups=layer.groups,
            )
        if layer.groups == 1 or layer.groups != shape[0] or layer.channels != shape[0]:
            return (layer.channels, *sides), layer.key, 1
        return (layer.channels, *sides), group, 1  # depthwise: its channels are those that reach it

    def _join(self, one: int, other: int) -> None:
        a, b = sorted((_root(self.root, one), _root(self.root, other)))
        self.root[b] = a


def _sides(shape: Shape, kernel: int, stride: int, padding: int, number: int) -> tuple[int, int]:
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in shape[1:])
    if height < 1 or width < 1:
        raise NetError(
            "Nothing of the image is left after layer {layer}: its window is larger than the image.", layer=number
        )
    return height, width


def is_depthwise(layer: Layer, flow: Flow) -> bool:
    """Whether a layer is a convolution of each channel by itself."""
    return isinstance(layer, Conv) and 1 < layer.groups == flow.inside[0] == layer.channels


def producers(net: Net, group: int, found: dict[int, Flow]) -> tuple[Dense | Conv, ...]:
    """Return the layers with weights whose output features are this group."""
    return tuple(x for x in numbered(net) if isinstance(x, (Dense, Conv)) and found[x.key].group_out == group)


def consumers(net: Net, group: int, found: dict[int, Flow]) -> tuple[Dense | Conv, ...]:
    """Return the layers with weights whose input features are this group, depthwise ones left out."""
    return tuple(
        x for x in numbered(net)
        if isinstance(x, (Dense, Conv)) and found[x.key].group_in == group and not is_depthwise(x, found[x.key])
    )  # fmt: skip


def parameter_shapes(net: Net) -> dict[str, Shape]:
    """Return the shape of every parameter by its name, in the order the data flows."""
    return dict(_parameter_shapes(net))


@lru_cache(maxsize=REMEMBERED)
def _parameter_shapes(net: Net) -> dict[str, Shape]:
    found = flows(net)
    shapes: dict[str, Shape] = {}
    for layer in numbered(net):
        flow = found[layer.key]
        if isinstance(layer, Dense):
            shapes[f"{layer.key}.weight"] = (layer.width, flow.inside[0])
        elif isinstance(layer, Conv):
            shapes[f"{layer.key}.weight"] = (layer.channels, flow.inside[0] // layer.groups, layer.kernel, layer.kernel)
        else:
            continue
        wide = (flow.outside[0],)
        shapes[f"{layer.key}.bias"] = wide
        if layer.norm == "batch":
            shapes[f"{layer.key}.norm_weight"] = wide
            shapes[f"{layer.key}.norm_bias"] = wide
    return shapes


@lru_cache(maxsize=REMEMBERED)
def cost(net: Net, optimizer: str) -> Cost:
    """Return what a net costs with an optimizer's memory, in float32."""
    found = flows(net)
    sizes = {name: prod(shape) for name, shape in parameter_shapes(net).items()}
    count, work = sum(sizes.values()), 0
    for layer in numbered(net):
        if isinstance(layer, (Dense, Conv)):
            work += sizes[f"{layer.key}.weight"] * prod(found[layer.key].outside[1:])
    return Cost(count, work, count * BYTES * (1 + MOMENTS[optimizer]))


@dataclass(frozen=True)
class LayerCost:
    """Of one layer: the shapes of its weight (() without one) and of what it gives for one sample, how many biases,
    parameters (those of batch norm too) and multiply-adds for one sample it has. A residual block counts nothing: its
    layers do."""

    weight: Shape
    bias: int
    parameters: int
    outside: Shape
    multiply_adds: int


def layer_costs(net: Net) -> dict[int, LayerCost]:
    """Return what each layer costs, by its key; the sums are those of `cost`."""
    found, shapes = flows(net), parameter_shapes(net)
    made = {}
    for layer in numbered(net):
        weight = shapes.get(f"{layer.key}.weight", ())
        own = {name: prod(shape) for name, shape in shapes.items() if name.startswith(f"{layer.key}.")}
        out = found[layer.key].outside
        work = prod(weight) * prod(out[1:]) if weight else 0
        made[int(layer.key)] = LayerCost(weight, own.get(f"{layer.key}.bias", 0), sum(own.values()), out, work)
    return made
