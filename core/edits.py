"""What an edit does to a plan, and whether it is possible. Pure: the window asks here before it offers a button.

`edited(net, edit)` gives the new plan or raises `EditError` with one sentence. Which units go when a layer is narrowed,
and what the tensors become, is decided in `core.train.surgery`; the plan only knows the widths.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.net import (
    ACTIVATIONS,
    Conv,
    CopyLayer,
    Dense,
    Dropout,
    Edit,
    EditError,
    Flatten,
    Freeze,
    GlobalPool,
    InsertLayer,
    Layer,
    Narrow,
    Net,
    NetError,
    Pool,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    Widen,
    hidden_place,
    is_weighted,
    layer_at,
    numbered,
    output_layer,
    walk,
    width_of,
    with_layer,
)
from core.say import Sentence, say
from core.shapes import INPUT_GROUP, LOCKED_GROUP, Flow, consumers, flows, is_depthwise, producers

WIDEST = 16_384
DEEPEST = 64


def edited(net: Net, edit: Edit) -> Net:
    """Return the net after `edit`; raise `EditError` when it cannot be done."""
    try:
        made = _edited(net, edit)
        flows(made)
    except NetError as error:
        raise EditError("This edit gives a network that cannot be built: {why}", why=str(error)) from error
    return made


def _edited(net: Net, edit: Edit) -> Net:
    if isinstance(edit, Widen):
        return resized(net, edit.layer, edit.by)
    if isinstance(edit, Narrow):
        return resized(net, edit.layer, -edit.by)
    if isinstance(edit, RemoveUnit):
        _unit(net, edit.layer, edit.unit)
        return resized(net, edit.layer, -1)
    if isinstance(edit, ResetUnit):
        _unit(net, edit.layer, edit.unit)
        units_of(net, edit.layer)
        return net
    if isinstance(edit, Prune):
        _prunable(net, edit.layer)
        return net  # how many units go is known when the activations are seen
    if isinstance(edit, InsertLayer):
        return inserted(net, edit)[0]
    if isinstance(edit, RemoveLayer):
        return _removed(net, edit)
    if isinstance(edit, SetActivation):
        return _activated(net, edit)
    if isinstance(edit, Freeze):
        return _frozen(net, edit)
    return copied(net, edit)[0]


# ------------------------------------------------------------------------------------------------------------ widths
@dataclass(frozen=True)
class Units:
    """The units of a layer with all that changes when their number does.

    `makers`: layers whose rows they are; `readers`: layers whose columns read them. Grouped convolutions cut them into `parts`
    of equal standing, and each part gets and loses as many as any other.
    """

    width: int
    parts: int
    makers: tuple[Dense | Conv, ...]
    readers: tuple[Dense | Conv, ...]
    found: dict[int, Flow]


def units_of(net: Net, number: int) -> Units:
    """Return the units of layer `number`; raise `EditError` if their number is not free."""
    layer, found = _weighted(net, number), flows(net)
    group = found[layer.key].group_out
    if layer.key == output_layer(net).key or found[output_layer(net).key].group_out == group:
        raise EditError(
            "Layer {layer} is the output: its width belongs to the data. Choose a hidden layer.", layer=number
        )
    if group == INPUT_GROUP:
        raise EditError(
            "Layer {layer} is added to the input, whose width belongs to the data. Choose another layer.", layer=number
        )
    if group == LOCKED_GROUP:
        raise EditError(
            "A residual block behind a flatten fixes the width of layer {layer}. Remove that block first.", layer=number
        )
    makers, readers = producers(net, group, found), consumers(net, group, found)
    grouped = [x.groups for x in (*makers, *readers) if isinstance(x, Conv) and not is_depthwise(x, found[x.key])]
    return Units(width_of(layer), math.lcm(*grouped), makers, readers, found)


def resized(net: Net, number: int, by: int) -> Net:
    """Return the net with the units of a layer, and of all layers tied to it, changed by `by`."""
    units = units_of(net, number)
    width = units.width + by
    if by == 0:
        raise EditError("Say how many units: at least one.")
    if by % units.parts:
        raise EditError(
            "Grouped convolutions cut layer {layer} into {parts} parts: change its width by a multiple of {parts}.",
            layer=number, parts=units.parts,
        )  # fmt: skip
    if width < units.parts:
        raise EditError(
            "Layer {layer} has {width} units; at least {least} must stay, so at most {most} can go.",
            layer=number, width=units.width, least=units.parts, most=units.width - units.parts,
        )  # fmt: skip
    if width > WIDEST:
        raise EditError("A layer can have at most {widest} units here.", widest=WIDEST)
    layers = net.layers
    for maker in units.makers:
        layers = with_layer(layers, maker.key, [_with_width(maker, width, units.found[maker.key])])
    return replace(net, layers=layers)


def _prunable(net: Net, number: int) -> None:
    units = units_of(net, number)
    if units.parts > 1:
        raise EditError(
            "Grouped convolutions cut layer {layer} into {parts} parts, which must stay equal; narrow it instead.",
            layer=number, parts=units.parts,
        )  # fmt: skip


def _with_width(layer: Layer, width: int, flow: Flow) -> Layer:
    if isinstance(layer, Dense):
        return replace(layer, width=width)
    assert isinstance(layer, Conv)
    return replace(layer, channels=width, groups=width if is_depthwise(layer, flow) else layer.groups)


def _weighted(net: Net, number: int) -> Dense | Conv:
    layer = layer_at(net, number)
    if not isinstance(layer, (Dense, Conv)):
        raise EditError("Layer {layer} has no units of its own; choose a dense or convolutional layer.", layer=number)
    return layer


def _unit(net: Net, number: int, unit: int) -> None:
    width = width_of(_weighted(net, number))
    if not 0 <= unit < width:
        raise EditError(
            "Layer {layer} has the units 0 to {last}; there is no unit {unit}.", layer=number, last=width - 1, unit=unit
        )


# --------------------------------------------------------------------------------------------------------- insertion
NOT_NEGATIVE = ("relu", "sigmoid")
NARROWEST_BLOCK = 4
"""Channels inside a convolutional block for which no width is asked: one grey channel would leave it hardly anything to learn."""


def inserted(net: Net, edit: InsertLayer) -> tuple[Net, Layer, str]:
    """Return (new net, the new layer, how it starts): "identity", "residual", "norm" or "plain".

    An identity needs values that its activation lets through unchanged: after a ReLU, or with no activation at all. A
    wider one is an identity that `surgery` widens afterwards; the net returned has the final width.
    """
    layers = numbered(net)
    if not 0 <= edit.after < len(layers):
        last = len(layers) - 1
        raise EditError("A layer can be inserted after place 0 (the input) to {last}, before the output.", last=last)
    if len(layers) >= DEEPEST:
        raise EditError("A network can have at most {deepest} layers here.", deepest=DEEPEST)
    if edit.kind == "batch_norm":
        return _normed(net, edit.after)
    before = layers[edit.after - 1] if edit.after else None
    shape = flows(net)[before.key].outside if before else net.input
    made, start = _new_layer(net, edit, shape, _signs(net, before))
    taken = len(made.body) + 1 if isinstance(made, Residual) else 1
    place = [made] if before is None else [before, made]
    new = (made, *net.layers) if before is None else with_layer(net.layers, before.key, place)
    return Net(net.input, new, net.next_key + taken), made, start


def _new_layer(net: Net, edit: InsertLayer, shape: tuple[int, ...], signs: str) -> tuple[Layer, str]:
    key = net.next_key
    if edit.kind == "dropout":
        return Dropout(key, 0.2), "plain"
    if edit.kind == "pool":
        if len(shape) != 3:
            raise EditError("Pooling works on images; none reaches this place.")
        return Pool(key), "plain"
    if edit.kind == "conv" and len(shape) != 3:
        raise EditError("A convolution works on images; none reaches this place.")
    if edit.activation not in ACTIVATIONS or edit.width < 0 or edit.width > WIDEST:
        raise EditError("A layer has 1 to {widest} units and a known activation.", widest=WIDEST)
    width = edit.width or shape[0]
    lets_through = edit.activation in ("relu", "leaky_relu") and signs == "not negative"
    exact = edit.activation == "linear" or lets_through
    identity = exact and width >= shape[0]
    if edit.kind == "identity" and not identity:
        raise EditError(
            "An identity needs at least {width} units and values that its activation lets through; "
            "insert a residual block instead.", width=shape[0],
        )  # fmt: skip
    if identity and edit.kind != "residual":
        return _layer(key, width, edit.activation, shape), "identity"
    if len(shape) == 3 and not edit.width:
        width = max(width, NARROWEST_BLOCK)
    body = (_layer(key + 1, width, edit.activation, shape), _layer(key + 2, shape[0], "linear", shape))
    return Residual(key, body), "residual"


def _layer(key: int, width: int, activation: str, shape: tuple[int, ...]) -> Layer:
    assert activation in ACTIVATIONS
    return Conv(key, width, activation=activation) if len(shape) == 3 else Dense(key, width, activation)  # type: ignore[arg-type]


def _signs(net: Net, before: Layer | None) -> str:
    """Whether the values after layer `before` can be negative: looks back through layers that keep signs."""
    if before is None:
        return "any"
    if isinstance(before, (Dense, Conv, Residual)):
        return "not negative" if before.activation in NOT_NEGATIVE else "any"
    siblings = _siblings(net.layers, before.key)
    place = [x.key for x in siblings].index(before.key)
    if place:
        return _signs(net, siblings[place - 1])
    return "any"


def _siblings(layers: Sequence[Layer], key: int) -> Sequence[Layer]:
    if any(x.key == key for x in layers):
        return layers
    inside = (_siblings(x.body, key) for x in layers if isinstance(x, Residual))
    return next((found for found in inside if found), ())


def _normed(net: Net, number: int) -> tuple[Net, Layer, str]:
    layer = _weighted(net, number) if number else None
    if layer is None or layer.key == output_layer(net).key:
        raise EditError("Batch normalisation belongs to a hidden layer; choose one.")
    if layer.norm == "batch":
        raise EditError("Layer {layer} has batch normalisation already.", layer=number)
    made = replace(layer, norm="batch")
    return replace(net, layers=with_layer(net.layers, layer.key, [made])), made, "norm"


# ----------------------------------------------------------------------------------------------------------- removal
def _removed(net: Net, edit: RemoveLayer) -> Net:
    layer = layer_at(net, edit.layer)
    if edit.way == "batch_norm":
        return _without_norm(net, edit.layer)
    if layer.key == output_layer(net).key:
        raise EditError("Layer {layer} is the output; it stays.", layer=edit.layer)
    if isinstance(layer, (Flatten, GlobalPool)):
        raise EditError("Layer {layer} joins the images to the dense layers; it stays.", layer=edit.layer)
    if edit.way == "fade" and not isinstance(layer, (Dense, Conv, Residual)):
        raise EditError("Layer {layer} has no activation to fade; remove it directly.", layer=edit.layer)
    block = next((x for x in numbered(net) if isinstance(x, Residual) and x.body == (layer,)), None)
    made = replace(net, layers=with_layer(net.layers, (block or layer).key, []))
    _check_removed(net, made, edit)
    return made


def _check_removed(net: Net, made: Net, edit: RemoveLayer) -> None:
    layer, found = layer_at(net, edit.layer), flows(net)
    try:
        after = flows(made)
    except NetError as error:
        if any(isinstance(x, Residual) and layer in x.body for x in numbered(net)):
            raise EditError(
                "Without layer {layer} its residual block would give another shape than it gets; remove the block instead.",
                layer=edit.layer,
            ) from error
        raise EditError(
            "Without layer {layer} the network cannot be built: {why}", layer=edit.layer, why=str(error)
        ) from error
    readers = readers_behind(net, made, layer)
    if isinstance(layer, (Dense, Conv)) and any(
        isinstance(x, Conv) and after[x.key].outside != found[x.key].outside for x in readers
    ):
        raise EditError(
            "Without layer {layer} the images behind it would have another size. Choose a layer that keeps their size.",
            layer=edit.layer,
        )
    if edit.way == "fold" and not (layer_is_linear(layer) and readers and foldable(net, layer, readers[0])):
        raise EditError(
            "Layer {layer} does not fold exactly: it needs no activation, and a dense layer right behind it. "
            "Use refit or fade.",
            layer=edit.layer,
        )


def layer_is_linear(layer: Layer) -> bool:
    """Whether a layer is dense or convolutional and has no activation."""
    return isinstance(layer, (Dense, Conv)) and layer.activation == "linear"


def foldable(net: Net, layer: Layer, reader: Layer) -> bool:
    """Whether `layer`, were it linear, could be multiplied into `reader` exactly."""
    siblings = [x for x in _siblings(net.layers, layer.key)]
    places = [x.key for x in siblings]
    if reader.key not in places:
        return False
    between = siblings[places.index(layer.key) + 1 : places.index(reader.key)]
    direct = all(isinstance(x, (Flatten, Dropout)) for x in between)
    return direct and isinstance(reader, Dense) and isinstance(layer, (Dense, Conv))


def readers_behind(net: Net, made: Net, layer: Layer) -> tuple[Dense | Conv, ...]:
    """Return the layers behind `layer` that read its features and are still there in `made`, in order."""
    found, order = flows(net), [x.key for x in numbered(net)]
    last = max(order.index(x.key) for x in walk((layer,)))
    left = {x.key for x in numbered(made)}
    readers = consumers(net, found[layer.key].group_out, found)
    return tuple(x for x in readers if order.index(x.key) > last and x.key in left)


def _without_norm(net: Net, number: int) -> Net:
    layer = _weighted(net, number)
    if layer.norm == "none":
        raise EditError("Layer {layer} has no batch normalisation to remove.", layer=number)
    return replace(net, layers=with_layer(net.layers, layer.key, [replace(layer, norm="none")]))


# ------------------------------------------------------------------------------------------------------------- others
def _activated(net: Net, edit: SetActivation) -> Net:
    layer = layer_at(net, edit.layer)
    if edit.activation not in ACTIVATIONS:
        raise EditError("There is no activation called {name}.", name=str(edit.activation))
    if not isinstance(layer, (Dense, Conv, Residual)):
        raise EditError("Layer {layer} has no activation.", layer=edit.layer)
    if layer.key == output_layer(net).key:
        raise EditError("Layer {layer} is the output; the loss needs it without an activation.", layer=edit.layer)
    if layer.activation == edit.activation:
        raise EditError("Layer {layer} has that activation already.", layer=edit.layer)
    return replace(net, layers=with_layer(net.layers, layer.key, [replace(layer, activation=edit.activation)]))


def _frozen(net: Net, edit: Freeze) -> Net:
    layer = _weighted(net, edit.layer)
    if edit.unit >= 0:
        _unit(net, edit.layer, edit.unit)
        return net
    return replace(net, layers=with_layer(net.layers, layer.key, [replace(layer, frozen=edit.frozen)]))


def copied(net: Net, edit: CopyLayer) -> tuple[Net, Residual]:
    """Return (net with a residual block holding a copy of the layer right after it, that block)."""
    layer = _weighted(net, edit.layer)
    flow = flows(net)[layer.key]
    if layer.key == output_layer(net).key:
        raise EditError("Layer {layer} is the output; copy a hidden layer.", layer=edit.layer)
    if flow.inside != flow.outside:
        raise EditError(
            "A copy of layer {layer} does not fit behind it: it takes {inside} values and gives {outside}.",
            layer=edit.layer, inside=flow.inside[0], outside=flow.outside[0],
        )  # fmt: skip
    key = net.next_key
    last = _layer(key + 2, flow.outside[0], "linear", flow.outside)
    block = Residual(key, (replace(layer, key=key + 1, frozen=False, norm="none"), last))
    return Net(net.input, with_layer(net.layers, layer.key, [layer, block]), key + 3), block


# -------------------------------------------------------------------------------------------------------------- words
def label(net: Net, edit: Edit) -> Sentence:
    """Return what the timeline says of `edit` on `net`: "Hidden 1 widened +16"."""
    if isinstance(edit, InsertLayer):
        return _insert_label(net, edit)
    place = hidden_place(net, edit.layer)
    if isinstance(edit, Widen):
        return say("Hidden {place} widened +{by}", place=place, by=edit.by)
    if isinstance(edit, Narrow):
        return say("Hidden {place} narrowed −{by}", place=place, by=edit.by)
    if isinstance(edit, RemoveUnit):
        return say("Hidden {place}: unit {unit} removed", place=place, unit=edit.unit)
    if isinstance(edit, ResetUnit):
        return say("Hidden {place}: unit {unit} started afresh", place=place, unit=edit.unit)
    if isinstance(edit, Prune):
        return say("Hidden {place} pruned", place=place)
    if isinstance(edit, CopyLayer):
        return say("Hidden {place} copied", place=place)
    if isinstance(edit, SetActivation):
        return say("Layer {layer} now {activation}", layer=edit.layer, activation=edit.activation)
    if isinstance(edit, Freeze):
        return _freeze_label(edit)
    if edit.way == "batch_norm":
        return say("Batch norm of layer {layer} folded away", layer=edit.layer)
    if place and edit.way == "fade":
        return say("Hidden {place} fading out", place=place)
    if place:
        return say("Hidden {place} removed", place=place)
    return say("Layer {layer} removed", layer=edit.layer)


def _freeze_label(edit: Freeze) -> Sentence:
    if edit.unit >= 0:
        if edit.frozen:
            return say("Layer {layer}: unit {unit} frozen", layer=edit.layer, unit=edit.unit)
        return say("Layer {layer}: unit {unit} unfrozen", layer=edit.layer, unit=edit.unit)
    if edit.frozen:
        return say("Layer {layer} frozen", layer=edit.layer)
    return say("Layer {layer} unfrozen", layer=edit.layer)


def _insert_label(net: Net, edit: InsertLayer) -> Sentence:
    if edit.kind == "batch_norm":
        return say("Batch norm in layer {layer}", layer=edit.after)
    if edit.kind == "dropout":
        return say("Dropout after layer {layer}", layer=edit.after)
    if edit.kind == "pool":
        return say("Pooling after layer {layer}", layer=edit.after)
    _, made, _ = inserted(net, edit)
    inner = made.body[0] if isinstance(made, Residual) else made
    return say("Hidden layer inserted, {width} wide", width=width_of(inner))
