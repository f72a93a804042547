"""The plan of a network as plain data: layers, and the edits that change them.

Both sides import it: the window draws and offers edits, the trainer makes tensors follow. Nothing here knows torch.

A layer has a *key*, given once and never used again in the same training. Edits, tensors ("7.weight"), drawings and
files name a layer by it, so an edit means its layer whatever happens before it is done. People read and type a
*position*: 1 for the first layer after the input, in the order the data flows, layers inside a block right after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Literal, Union

from core.net.by_hand import SetBias as SetBias
from core.net.by_hand import SetWeight as SetWeight
from core.net.keys import INPUT as INPUT
from core.net.keys import LayerKey as LayerKey
from core.sentence import Problem

Activation = Literal["linear", "relu", "leaky_relu", "tanh", "sigmoid", "gelu", "silu"]
ACTIVATIONS: tuple[Activation, ...] = ("linear", "relu", "leaky_relu", "tanh", "sigmoid", "gelu", "silu")
Norm = Literal["none", "batch"]
Shape = tuple[int, ...]
"""Of one sample, without the batch: ``(features,)`` or ``(channels, height, width)``."""


class EditError(Problem):
    """An edit that cannot be done. Training goes on."""


class NetError(EditError):
    """A plan that cannot be built; the sentence says which layer and why."""


@dataclass(frozen=True)
class Dense:
    """``activation(norm(x @ weight.T + bias))``: (features,) -> (width,)."""

    key: LayerKey
    width: int
    activation: Activation = "relu"
    norm: Norm = "none"
    frozen: bool = False


@dataclass(frozen=True)
class Conv:
    """2-D convolution, then norm, then activation: (C, H, W) -> (channels, H', W')."""

    key: LayerKey
    channels: int
    kernel: int = 3
    stride: int = 1
    padding: int = 1
    groups: int = 1
    activation: Activation = "relu"
    norm: Norm = "none"
    frozen: bool = False


@dataclass(frozen=True)
class Pool:
    """Max or average pooling: (C, H, W) -> (C, H', W')."""

    key: LayerKey
    kind: Literal["max", "average"] = "max"
    kernel: int = 2
    stride: int = 2


@dataclass(frozen=True)
class GlobalPool:
    """The mean over height and width: (C, H, W) -> (C,)."""

    key: LayerKey


@dataclass(frozen=True)
class Flatten:
    """(C, H, W) -> (C·H·W,); channel c owns columns c·H·W to (c + 1)·H·W − 1 of the next layer."""

    key: LayerKey


@dataclass(frozen=True)
class Dropout:
    """While training, sets a share `rate` of the values to zero and multiplies the rest by 1 / (1 − rate)."""

    key: LayerKey
    rate: float = 0.5


@dataclass(frozen=True)
class Residual:
    """``activation(x + body(x))``; the body must keep the shape."""

    key: LayerKey
    body: tuple[Layer, ...]
    activation: Activation = "linear"


Layer = Union[Dense, Conv, Pool, GlobalPool, Flatten, Dropout, Residual]


@dataclass(frozen=True)
class Net:
    """A network: the shape of one input sample, the layers in order, and the next unused key."""

    input: Shape
    layers: tuple[Layer, ...]
    next_key: int


@dataclass(frozen=True)
class Cost:
    """Of one net: parameters, multiply-adds for one sample, bytes of parameters and optimizer memory."""

    parameters: int
    multiply_adds: int
    bytes: int


# The edits. `layer` is a key (see above). `after=INPUT` means right after the input.
WidenWay = Literal["append", "split", "gradmax", "tiny"]
NarrowRank = Literal["magnitude", "taylor", "obs"]
NarrowWay = Literal["refit", "ready"]
RemoveWay = Literal["fold", "refit", "fade", "ready", "batch_norm"]
InsertKind = Literal["hidden", "conv", "residual", "batch_norm", "dropout", "pool", "identity"]
OldWay = Literal["auto", "share"]
"""How layers were inserted and units split in run files of formats 1 and 2 (`core.messages.by_position`)."""


@dataclass(frozen=True)
class Widen:
    """Add `by` units (or channels) to a layer; the function stays."""

    layer: LayerKey
    by: int
    way: Union[WidenWay, OldWay] = "append"


@dataclass(frozen=True)
class Narrow:
    """Remove the `by` least important units of a layer and refit what follows.

    `way` "ready": not yet. A narrower network is trained beside this one and takes over when that costs almost nothing.
    """

    layer: LayerKey
    by: int
    rank: NarrowRank = "obs"
    way: NarrowWay = "refit"


@dataclass(frozen=True)
class InsertLayer:
    """Insert a layer after layer `after`; the function stays. `width` 0, `activation` "same": as those around it."""

    after: LayerKey
    width: int = 0
    activation: Union[Activation, Literal["same"]] = "same"
    kind: Union[InsertKind, OldWay] = "hidden"


@dataclass(frozen=True)
class RemoveLayer:
    """Remove a hidden layer; what follows is refitted, so that little is lost.

    `way` "fade": not yet; its activation becomes linear while training goes on, then it is folded. "ready": not yet; a
    network without it is trained beside this one, as in `Narrow`. "batch_norm" removes only the batch norm of the
    layer, by folding it into the weights.
    """

    layer: LayerKey
    way: RemoveWay = "refit"


@dataclass(frozen=True)
class SetActivation:
    """Give a layer another activation."""

    layer: LayerKey
    activation: Activation


@dataclass(frozen=True)
class RemoveUnit:
    """Remove one unit (0-based) of a layer."""

    layer: LayerKey
    unit: int


@dataclass(frozen=True)
class ResetUnit:
    """Give one unit (0-based) new weights: random fan-in, zero fan-out."""

    layer: LayerKey
    unit: int


@dataclass(frozen=True)
class Freeze:
    """Freeze or unfreeze a layer (`unit` −1) or one unit of it: its parameters stay as they are."""

    layer: LayerKey
    unit: int = -1
    frozen: bool = True


@dataclass(frozen=True)
class CopyLayer:
    """Insert a copy of a layer right after it, as a residual block whose last layer starts at zero."""

    layer: LayerKey


@dataclass(frozen=True)
class Prune:
    """Remove dead and duplicate units of a layer, exactly."""

    layer: LayerKey


@dataclass(frozen=True)
class CallOff:
    """Do not narrow or remove a layer "when ready" after all: the smaller copy goes. Or, where a layer fades out or
    unfolds, go back to before that began, and undo at most `later` other things with it (−1: any number)."""

    layer: LayerKey
    later: int = -1


Edit = Union[
    Widen, Narrow, InsertLayer, RemoveLayer, SetActivation, RemoveUnit, ResetUnit, Freeze, CopyLayer, Prune, CallOff,
    SetWeight, SetBias,
]  # fmt: skip


def mlp(inputs: int, hidden: Sequence[int], outputs: int, *, activation: Activation = "relu") -> Net:
    """Return a multi-layer perceptron: `hidden` widths with `activation`, a linear output."""
    layers = [Dense(LayerKey(key), width, activation) for key, width in enumerate(hidden, 1)]
    return Net((inputs,), (*layers, Dense(LayerKey(len(hidden) + 1), outputs, "linear")), len(hidden) + 2)


def size_of(shape: Shape) -> int:
    """Return how many numbers a sample of `shape` has."""
    return prod(shape)


def walk(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return all layers in the order of their positions: a residual block, then what is inside it."""
    found: list[Layer] = []
    for layer in layers:
        found += [layer, *(walk(layer.body) if isinstance(layer, Residual) else ())]
    return tuple(found)


def numbered(net: Net) -> tuple[Layer, ...]:
    """Return all layers in the order of their positions."""
    return walk(net.layers)


def number_of(net: Net, key: LayerKey) -> int:
    """Return the position of the layer with `key`, as people read it; 0 for the input and for a layer that is gone."""
    return next((number for number, layer in enumerate(numbered(net), 1) if layer.key == key), 0)


def find_layer(net: Net, key: LayerKey) -> Layer | None:
    """Return the layer with `key`; None for the input and for a layer that is gone."""
    return next((layer for layer in numbered(net) if layer.key == key), None)


def layer_of(net: Net, key: LayerKey) -> Layer:
    """Return the layer with `key`; raise `EditError` if it is gone."""
    if (found := find_layer(net, key)) is None:
        raise EditError("That layer is not in the network any more.")
    return found


def key_at(net: Net, position: int) -> LayerKey:
    """Return the key of the layer at a `position` that a person typed; raise `EditError` if there is none."""
    layers = numbered(net)
    if not 1 <= position <= len(layers):
        raise EditError("There is no layer {layer}; this network has {count}.", layer=position, count=len(layers))
    return layers[position - 1].key


def layer_named(edit: Edit) -> LayerKey:
    """Return the layer that `edit` names: the one it changes, or the one it inserts after."""
    return edit.after if isinstance(edit, InsertLayer) else edit.layer


def is_weighted(layer: Layer) -> bool:
    """Whether the layer has weights, and so a width of its own."""
    return isinstance(layer, (Dense, Conv))


def width_of(layer: Layer) -> int:
    """Return the units of a dense layer or the channels of a convolution; 0 for any other layer."""
    return layer.width if isinstance(layer, Dense) else layer.channels if isinstance(layer, Conv) else 0


def output_layer(net: Net) -> Layer:
    """Return the last layer, whose width belongs to the data."""
    return net.layers[-1]


def hidden_keys(net: Net) -> tuple[LayerKey, ...]:
    """Return the hidden layers that have a width, in order."""
    last = output_layer(net).key
    return tuple(layer.key for layer in numbered(net) if is_weighted(layer) and layer.key != last)


def hidden_place(net: Net, key: LayerKey) -> int:
    """Return which hidden layer the one with `key` is, counted from 1 as a person counts them; 0 for any other."""
    return next((place for place, hidden in enumerate(hidden_keys(net), 1) if hidden == key), 0)


def with_layer(layers: tuple[Layer, ...], key: LayerKey, instead: Sequence[Layer]) -> tuple[Layer, ...]:
    """Return `layers` with `instead` in place of the layer with `key`, at any depth."""
    made: list[Layer] = []
    for layer in layers:
        if isinstance(layer, Residual):
            layer = replace(layer, body=with_layer(layer.body, key, instead))
        made += instead if layer.key == key else [layer]
    return tuple(made)
