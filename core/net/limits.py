"""What a plan may hold at all, whoever wrote it: asked before a shape is reckoned, a tensor made or a picture drawn.

These are limits of what can be computed and drawn. What a new network or an edit may ask for is less
(`core.net.edits.check_new`).
"""

from __future__ import annotations

from math import prod

from core.net.plan import Conv, Dense, Dropout, Layer, Net, NetError, Pool, Residual, walk, width_of

MOST_LAYERS = 1000
MOST_NESTED = 64
"""Residual blocks inside each other."""
MOST_UNITS = 1 << 20
MOST_PIXELS = 4096
"""Of a side, a window, a step or a border."""
MOST_VALUES = 1 << 26
"""Numbers that one sample may be, before or behind a layer."""
MOST_KEY = 2**31


def check_possible(net: Net) -> None:
    """Raise `NetError` for a plan that no edit could have made: it is damaged, or somebody else's."""
    layers = _walked(net)
    sides = len(net.input) in (1, 3) and all(0 < side <= MOST_UNITS for side in net.input)
    if not sides or prod(net.input) > MOST_VALUES:
        raise NetError("The input of a network is a row of numbers, or channels, height and width.")
    seen: set[int] = set()
    for number, layer in enumerate(layers, 1):
        if layer.key in seen:
            raise NetError("Two layers have the same key, {key}.", key=layer.key)
        if not 0 < layer.key < net.next_key <= MOST_KEY:
            raise NetError("Layer {layer} has a key that cannot be: {key}.", layer=number, key=layer.key)
        seen.add(layer.key)
        _check(layer, number)


def _walked(net: Net) -> tuple[Layer, ...]:
    """Return all layers; raise `NetError` for too many, or blocks too deep inside each other."""
    here, nested = net.layers, 0
    while here := tuple(inside for layer in here if isinstance(layer, Residual) for inside in layer.body):
        nested += 1
        if nested > MOST_NESTED or len(here) > MOST_LAYERS:
            break
    layers = () if here else walk(net.layers)
    if here or len(layers) > MOST_LAYERS:
        raise NetError("A network can have at most {deepest} layers here.", deepest=MOST_LAYERS)
    return layers


def _check(layer: Layer, number: int) -> None:
    if isinstance(layer, (Dense, Conv)) and width_of(layer) > MOST_UNITS:
        raise NetError("A layer can have at most {widest} units here.", widest=MOST_UNITS)
    if isinstance(layer, Dense) and layer.width < 1:
        raise NetError("Layer {layer} needs at least one unit.", layer=number)
    if isinstance(layer, Dropout) and not 0 <= layer.rate < 1:
        raise NetError("Layer {layer} drops a share from 0 to below 1, not {rate}.", layer=number, rate=layer.rate)
    if isinstance(layer, (Conv, Pool)):
        _check_window(layer, number)


def _check_window(layer: Conv | Pool, number: int) -> None:
    padding = layer.padding if isinstance(layer, Conv) else 0
    if not (0 < layer.kernel <= MOST_PIXELS and 0 < layer.stride <= MOST_PIXELS and 0 <= padding <= MOST_PIXELS):
        raise NetError(
            "The window of layer {layer} and its step must be 1 to {most} pixels, its border 0 to {most}.",
            layer=number, most=MOST_PIXELS,
        )  # fmt: skip
    if isinstance(layer, Conv) and layer.groups < 1:
        raise NetError("Layer {layer} needs at least one group of channels.", layer=number)


def check_values(count: int, number: int) -> None:
    """Raise `NetError` where one sample becomes more numbers than can be computed with."""
    if count > MOST_VALUES:
        raise NetError("Layer {layer} makes {count:,} numbers of one sample, too many.", layer=number, count=count)
