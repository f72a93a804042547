"""What a plan becomes when a layer is inserted, copied or removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.net.plan import (
    ACTIVATIONS,
    INPUT,
    Activation,
    Conv,
    CopyLayer,
    Dense,
    Dropout,
    EditError,
    Flatten,
    GlobalPool,
    InsertLayer,
    Layer,
    LayerKey,
    Net,
    NetError,
    Pool,
    RemoveLayer,
    Residual,
    Shape,
    layer_of,
    number_of,
    numbered,
    output_layer,
    size_of,
    walk,
    width_of,
    with_layer,
)
from core.net.shapes import consumers, flows
from core.net.widths import WIDEST, weighted_of

DEEPEST = 64


# --------------------------------------------------------------------------------------------------------- insertion
NOT_NEGATIVE = ("relu", "sigmoid")
NARROWEST_BLOCK = 4
"""Channels inside a convolutional block without a given width: with one grey channel it could learn almost nothing."""


def inserted(net: Net, edit: InsertLayer) -> tuple[Net, Layer, str]:
    """Return (new net, the new layer, how it starts): "unfolding", "identity", "residual", "norm" or "plain".

    An unfolding layer is an identity while its activation is linear. An "identity" needs values that its activation
    lets through unchanged: after a ReLU, or with no activation at all. A wider one is an identity that
    `core.train.surgery` widens afterwards; the net returned has the final width.
    """
    layers = numbered(net)
    before = None if edit.after == INPUT else layer_of(net, edit.after)
    if edit.after == output_layer(net).key:
        last = len(layers) - 1
        raise EditError("A layer can be inserted after place 0 (the input) to {last}, before the output.", last=last)
    if len(layers) >= DEEPEST:
        raise EditError("A network can have at most {deepest} layers here.", deepest=DEEPEST)
    if edit.kind == "batch_norm":
        return _normed(net, edit.after)
    shape = flows(net)[before.key].outside if before else net.input
    activation = activation_around(net, edit.after) if edit.activation == "same" else edit.activation
    if edit.kind in ("hidden", "conv"):
        return _unfolding(net, edit, before, shape, activation)
    made, start = _new_layer(net, edit, shape, _signs(net, before), activation)
    if start == "identity" and edit.kind == "auto" and not _fits(_placed(net, before, made)):
        # What follows takes no other width.
        made, start = _block(LayerKey(net.next_key), edit.width, shape, activation), "residual"
    return _placed(net, before, made), made, start


def spelled_out(net: Net, edit: InsertLayer) -> InsertLayer:
    """Return an insertion with the width and the activation that it has on `net`."""
    made = inserted(net, edit)[1]
    if edit.kind not in ("hidden", "conv") or not isinstance(made, (Dense, Conv)):
        return edit
    return replace(edit, width=width_of(made), activation=made.activation)


FIRST_WIDTH, FIRST_WIDTH_OF_MANY, FEW_INPUTS = 8, 32, 16
"""Units of the first hidden layer of all: with fewer than so many inputs 8, tanh, which draws smooth borders; else 32,
relu. A first convolution has 8 channels."""


def activation_around(net: Net, after: LayerKey) -> Activation:
    """Return the activation of the hidden layers around a place: the nearest before it, else the nearest behind."""
    before, behind = _hidden_around(net, after)
    for layer in (*reversed(before), *behind):
        if layer.activation != "linear":
            return layer.activation
    return "tanh" if size_of(net.input) < FEW_INPUTS else "relu"


def _hidden_around(net: Net, after: LayerKey) -> tuple[list[Dense | Conv], list[Dense | Conv]]:
    """Return the hidden layers with weights before a place and those behind it."""
    last, at = output_layer(net).key, number_of(net, after)
    numbers = [(number, x) for number, x in enumerate(numbered(net), 1) if isinstance(x, (Dense, Conv))]
    weighted = [(number, x) for number, x in numbers if x.key != last]
    return [x for number, x in weighted if number <= at], [x for number, x in weighted if number > at]


def _unfolding(
    net: Net, edit: InsertLayer, before: Layer | None, shape: Shape, activation: Activation
) -> tuple[Net, Layer, str]:  # fmt: skip
    """Return the net with a plain hidden layer in it: one that can let everything through."""
    if edit.kind == "conv" and len(shape) != 3:
        raise EditError("A convolution works on images; none reaches this place.")
    if activation not in ACTIVATIONS or not 0 <= edit.width <= WIDEST:
        raise EditError("A layer has 1 to {widest} units and a known activation.", widest=WIDEST)
    reader = taken_over(net, edit.after)
    least = min(shape[0], width_of(reader)) if reader is not None else shape[0]
    if least > WIDEST:
        raise EditError("A layer can have at most {widest} units here.", widest=WIDEST)
    if 0 < edit.width < least:
        raise EditError(
            "A new layer lets everything through at first, so it needs at least {width} units here. Narrow it later, "
            "or insert a residual block.", width=least,
        )  # fmt: skip
    key, wanted = LayerKey(net.next_key), edit.width or max(least, _width_around(net, edit.after, shape))
    made = _layer(key, wanted, activation, shape)
    if not edit.width and wanted > shape[0] and not _fits(_placed(net, before, made)):
        made = _layer(key, shape[0], activation, shape)  # what follows takes no other width
    return _placed(net, before, made), made, "unfolding"


def taken_over(net: Net, after: LayerKey) -> Dense | Conv | None:
    """Return the layer right behind a place whose weights a new layer there could take over, itself becoming the
    identity; None if there is none. So a new layer can be narrower than what reaches it."""
    siblings = net.layers if after == INPUT else _siblings(net.layers, after)
    place = 0 if after == INPUT else [x.key for x in siblings].index(after) + 1
    reader = siblings[place] if place < len(siblings) else None
    if isinstance(reader, Dense):
        return None if reader.frozen else reader
    if isinstance(reader, Conv) and (reader.kernel, reader.stride, reader.padding, reader.groups) == (3, 1, 1, 1):
        return None if reader.frozen else reader
    return None


def _width_around(net: Net, after: LayerKey, shape: Shape) -> int:
    """Return how wide the hidden layers of the same kind around a place are: the nearest before, else behind."""
    before, behind = _hidden_around(net, after)
    alike = [x for x in (*reversed(before), *behind) if isinstance(x, Conv) == (len(shape) == 3)]
    if alike:
        return width_of(alike[0])
    return FIRST_WIDTH if len(shape) == 3 or size_of(net.input) < FEW_INPUTS else FIRST_WIDTH_OF_MANY


def _placed(net: Net, before: Layer | None, made: Layer) -> Net:
    """The net with `made` right behind the layer `before` (None: the input)."""
    if before is None:
        layers: tuple[Layer, ...] = (made, *net.layers)
    else:
        layers = with_layer(net.layers, before.key, [before, made])
    return Net(net.input, layers, net.next_key + len(walk((made,))))


def _fits(net: Net) -> bool:
    try:
        flows(net)
    except NetError:
        return False
    return True


def _new_layer(net: Net, edit: InsertLayer, shape: Shape, signs: str, activation: Activation) -> tuple[Layer, str]:
    key = LayerKey(net.next_key)
    if edit.kind == "dropout":
        return Dropout(key, 0.2), "plain"
    if edit.kind == "pool":
        if len(shape) != 3:
            raise EditError("Pooling works on images; none reaches this place.")
        if min(shape[1:]) < 2:
            raise EditError("The image is one pixel small here; there is nothing left to pool.")
        return Pool(key), "plain"
    if activation not in ACTIVATIONS or edit.width < 0 or edit.width > WIDEST:
        raise EditError("A layer has 1 to {widest} units and a known activation.", widest=WIDEST)
    width = edit.width or shape[0]
    lets_through = activation in ("relu", "leaky_relu") and signs == "not negative"
    identity = (activation == "linear" or lets_through) and width >= shape[0]
    if edit.kind == "identity" and not identity:
        raise EditError(
            "An identity needs at least {width} units and values that its activation lets through; "
            "insert a residual block instead.", width=shape[0],
        )  # fmt: skip
    if identity and edit.kind != "residual":
        return _layer(key, width, activation, shape), "identity"
    return _block(key, edit.width, shape, activation), "residual"


def _block(key: LayerKey, width: int, shape: Shape, activation: Activation) -> Residual:
    """A residual block of two layers, `width` wide inside; 0: as wide as what reaches it."""
    width = width or (max(shape[0], NARROWEST_BLOCK) if len(shape) == 3 else shape[0])
    first = _layer(LayerKey(key + 1), width, activation, shape)
    return Residual(key, (first, _layer(LayerKey(key + 2), shape[0], "linear", shape)))


def _layer(key: LayerKey, width: int, activation: Activation, shape: Shape) -> Layer:
    return Conv(key, width, activation=activation) if len(shape) == 3 else Dense(key, width, activation)


def _signs(net: Net, before: Layer | None) -> str:
    """Return whether values after layer `before` can be negative, looking back through layers that keep signs."""
    if before is None:
        return "any"
    if isinstance(before, (Dense, Conv, Residual)):
        return "not negative" if before.activation in NOT_NEGATIVE else "any"
    siblings = _siblings(net.layers, before.key)
    place = [x.key for x in siblings].index(before.key)
    if place:
        return _signs(net, siblings[place - 1])
    return "any"


def _siblings(layers: Sequence[Layer], key: LayerKey) -> Sequence[Layer]:
    if any(x.key == key for x in layers):
        return layers
    inside = (_siblings(x.body, key) for x in layers if isinstance(x, Residual))
    return next((found for found in inside if found), ())


def _normed(net: Net, key: LayerKey) -> tuple[Net, Layer, str]:
    layer = weighted_of(net, key) if key != INPUT else None
    if layer is None or layer.key == output_layer(net).key:
        raise EditError("Batch normalisation belongs to a hidden layer; choose one.")
    if layer.norm == "batch":
        raise EditError("Layer {layer} has batch normalisation already.", layer=number_of(net, key))
    made = replace(layer, norm="batch")
    return replace(net, layers=with_layer(net.layers, layer.key, [made])), made, "norm"


# ----------------------------------------------------------------------------------------------------------- removal
def removed(net: Net, edit: RemoveLayer) -> Net:
    """Return the net without a layer, or without its batch norm; raise `EditError` if it must stay."""
    layer, number = layer_of(net, edit.layer), number_of(net, edit.layer)
    if edit.way == "batch_norm":
        return _without_norm(net, edit.layer)
    if layer.key == output_layer(net).key:
        raise EditError("Layer {layer} is the output; it stays.", layer=number)
    if isinstance(layer, (Flatten, GlobalPool)):
        raise EditError("Layer {layer} joins the images to the dense layers; it stays.", layer=number)
    if edit.way == "fade" and (layer_is_linear(layer) or not isinstance(layer, (Dense, Conv, Residual))):
        raise EditError("Layer {layer} has no activation to fade; remove it directly.", layer=number)
    if edit.way == "ready" and not isinstance(layer, (Dense, Conv, Residual)):
        raise EditError("Layer {layer} has nothing to learn; remove it directly.", layer=number)
    block = next((x for x in numbered(net) if isinstance(x, Residual) and x.body == (layer,)), None)
    made = replace(net, layers=with_layer(net.layers, (block or layer).key, []))
    _check_removed(net, made, edit)
    return made


def _check_removed(net: Net, made: Net, edit: RemoveLayer) -> None:
    layer, found, number = layer_of(net, edit.layer), flows(net), number_of(net, edit.layer)
    try:
        after = flows(made)
    except NetError as error:
        if any(isinstance(x, Residual) and layer in x.body for x in numbered(net)):
            raise EditError(
                "Without layer {layer} its residual block would give another shape than it gets; "
                "remove the block instead.",
                layer=number,
            ) from error
        raise
    readers = readers_behind(net, made, layer)
    if isinstance(layer, (Dense, Conv)) and any(
        isinstance(x, Conv) and after[x.key].outside != found[x.key].outside for x in readers
    ):
        raise EditError(
            "Without layer {layer} the images behind it would have another size. Choose a layer that keeps their size.",
            layer=number,
        )
    if edit.way == "fold" and not (layer_is_linear(layer) and readers and foldable(net, layer, readers[0])):
        raise EditError(
            "Layer {layer} does not fold exactly: it needs no activation, and a dense layer right behind it. "
            "Use refit, fade or ready.",
            layer=number,
        )


def layer_is_linear(layer: Layer) -> bool:
    """Whether a layer is dense or convolutional and has no activation."""
    return isinstance(layer, (Dense, Conv)) and layer.activation == "linear"


def foldable(net: Net, layer: Layer, reader: Layer) -> bool:
    """Whether `layer`, if it were linear, could be multiplied into `reader` exactly."""
    siblings = list(_siblings(net.layers, layer.key))
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


def _without_norm(net: Net, key: LayerKey) -> Net:
    layer = weighted_of(net, key)
    if layer.norm == "none":
        raise EditError("Layer {layer} has no batch normalisation to remove.", layer=number_of(net, key))
    return replace(net, layers=with_layer(net.layers, layer.key, [replace(layer, norm="none")]))


def copied(net: Net, edit: CopyLayer) -> tuple[Net, Residual]:
    """Return (net with a residual block holding a copy of the layer right after it, that block)."""
    layer, number = weighted_of(net, edit.layer), number_of(net, edit.layer)
    flow = flows(net)[layer.key]
    if layer.key == output_layer(net).key:
        raise EditError("Layer {layer} is the output; copy a hidden layer.", layer=number)
    if flow.inside != flow.outside:
        raise EditError(
            "A copy of layer {layer} does not fit behind it: it takes {inside} values and gives {outside}.",
            layer=number, inside=flow.inside[0], outside=flow.outside[0],
        )  # fmt: skip
    key = LayerKey(net.next_key)
    last = _layer(LayerKey(key + 2), flow.outside[0], "linear", flow.outside)
    block = Residual(key, (replace(layer, key=LayerKey(key + 1), frozen=False, norm="none"), last))
    return Net(net.input, with_layer(net.layers, layer.key, [layer, block]), key + 3), block
