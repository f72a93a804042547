"""What changes together when a layer gets more or fewer units."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from core.net.plan import (
    Conv,
    Dense,
    EditError,
    Layer,
    LayerKey,
    Net,
    layer_of,
    number_of,
    output_layer,
    width_of,
    with_layer,
)
from core.net.shapes import INPUT_GROUP, LOCKED_GROUP, Flow, consumers, flows, is_depthwise, producers

WIDEST = 16_384


@dataclass(frozen=True)
class Units:
    """The units of a layer, and all that changes with their number.

    `makers`: layers whose rows they are; `readers`: layers whose columns read them. Grouped convolutions cut them into
    `parts`, which must stay equally wide.
    """

    width: int
    parts: int
    makers: tuple[Dense | Conv, ...]
    readers: tuple[Dense | Conv, ...]
    found: dict[int, Flow]


def units_of(net: Net, key: LayerKey) -> Units:
    """Return the units of the layer with `key`; raise `EditError` if their number is not free."""
    layer, found = weighted_of(net, key), flows(net)
    number = number_of(net, key)
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


def step_up(width: int) -> int:
    """Return by how many units + widens a layer: a quarter of the power of two it has reached (8 from 32 to 63)."""
    return max(1, (1 << width.bit_length()) // 8)


def step_down(width: int) -> int:
    """Return by how many units − narrows a layer: as many as + has added if it led here. + adds more than one unit to
    most widths, so it never leads to 9, 18, 19, 36 …; from there − goes half as far."""
    step = step_up(width)
    return step if step_up(max(1, width - step)) == step else max(1, step // 2)


def steps_of(net: Net, key: LayerKey) -> tuple[int, int]:
    """Return (by how many units + widens a layer, by how many − narrows it); where grouped convolutions cut it into
    parts, each of them by as much."""
    width = width_of(weighted_of(net, key))
    try:
        parts = units_of(net, key).parts
    except EditError:  # its width is not free; no button does anything
        parts = 1
    return parts * step_up(width // parts), parts * step_down(width // parts)


def resized(net: Net, key: LayerKey, by: int) -> Net:
    """Return the net with the units of a layer, and of all layers tied to it, changed by `by`."""
    units, number = units_of(net, key), number_of(net, key)
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


def check_prunable(net: Net, key: LayerKey) -> None:
    """Raise `EditError` if units of a layer cannot go one by one."""
    units, number = units_of(net, key), number_of(net, key)
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


def weighted_of(net: Net, key: LayerKey) -> Dense | Conv:
    """Return the layer with `key`; raise `EditError` if it has no units of its own."""
    layer = layer_of(net, key)
    if not isinstance(layer, (Dense, Conv)):
        raise EditError(
            "Layer {layer} has no units of its own; choose a dense or convolutional layer.", layer=number_of(net, key)
        )
    return layer


def check_unit(net: Net, key: LayerKey, unit: int) -> None:
    """Raise `EditError` if the layer has no unit with that number (0-based)."""
    width = width_of(weighted_of(net, key))
    if not 0 <= unit < width:
        raise EditError(
            "Layer {layer} has the units 0 to {last}; there is no unit {unit}.",
            layer=number_of(net, key), last=width - 1, unit=unit,
        )  # fmt: skip
