"""The plan of a network of which only layers with weights are known: what stands between them is found so that all
shapes fit each other and the data.

A convolution keeps height and width (padding k // 2) or not (padding 0), with max pooling 2×2 behind it or not, or it
takes every second pixel. All convolutions alike are tried first, then each by itself; the numbers of an `nn.Sequential`
say whether there is room for a pooling. The dense layer behind them takes what a flatten gives, or else the mean of
each channel.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.net.plan import Activation, Conv, Dense, Flatten, GlobalPool, Layer, LayerKey, Net, Pool, Shape
from core.out.brought.layers import Found, between

MOST_CONVOLUTIONS = 6
"""Of so many each way is tried; of more only all alike."""
Way = tuple[bool, int, bool]
"""Whether the border is padded, the step, whether a pooling follows."""
WAYS: tuple[Way, ...] = ((True, 1, True), (True, 1, False), (False, 1, True), (False, 1, False), (True, 2, False))


@dataclass(frozen=True)
class Guess:
    """A plan, and the layer's key of each module in order. `assumed`: there are convolutions, whose borders, steps and
    pooling nobody has told."""

    net: Net
    keys: tuple[LayerKey, ...]
    assumed: bool


class _Keys:
    def __init__(self) -> None:
        self.next = 1

    def __call__(self) -> LayerKey:
        self.next += 1
        return LayerKey(self.next - 1)


def plan(found: Sequence[Found], *, inputs: Shape, activation: Activation) -> Guess | None:
    """Return a plan of these modules for samples of shape `inputs`; None where they fit no such plan."""
    if not found or found[-1].kind != "dense":
        return None
    images = found[0].kind == "conv"
    if images and len(inputs) != 3:
        return None
    count = sum(one.kind == "conv" for one in found)
    for ways in _ways(found, count):
        if (made := _built(found, ways, inputs if images else (math.prod(inputs),), activation)) is not None:
            return made
    return None


def _ways(found: Sequence[Found], count: int) -> Iterator[tuple[Way, ...]]:
    hints = [_pooled(found, place) for place in range(count)]
    every = itertools.product(WAYS, repeat=count) if count <= MOST_CONVOLUTIONS else iter(())
    tried = [(way,) * count for way in WAYS]
    fitting = [
        ways for ways in itertools.chain(tried, every)
        if all(hint is None or hint == way[2] for hint, way in zip(hints, ways, strict=True))
    ]  # fmt: skip
    yield from fitting
    yield from tried


def _pooled(found: Sequence[Found], place: int) -> bool | None:
    """Return whether the numbers of an `nn.Sequential` leave room for a pooling behind a convolution."""
    gap = between(found[place], found[place + 1])
    return None if gap is None else gap - (found[place + 1].kind == "dense") >= 2


def _built(found: Sequence[Found], ways: Sequence[Way], inputs: Shape, activation: Activation) -> Guess | None:
    key, layers, keys = _Keys(), list[Layer](), list[LayerKey]()
    shape: Shape = inputs
    for place, one in enumerate(found):
        last = place == len(found) - 1
        direct = not last and between(one, found[place + 1]) == 0
        kind: Activation = "linear" if last or direct else activation
        if one.kind == "dense":
            wanted = one.weight.shape[1]
            if len(shape) == 3:
                join = Flatten(key()) if math.prod(shape) == wanted else GlobalPool(key())
                shape = (math.prod(shape),) if isinstance(join, Flatten) else shape[:1]
                layers.append(join)
            if shape != (wanted,):
                return None
            keys.append(key())
            layers.append(Dense(keys[-1], one.out, kind, "batch" if one.norm else "none"))
            shape = (one.out,)
        elif len(shape) == 3:
            made = _convolution(one, ways[place], shape, kind, key)
            if made is None:
                return None
            keys.append(made[0][0].key)
            layers += made[0]
            shape = made[1]
        else:
            return None
    return Guess(Net(inputs, tuple(layers), key.next), tuple(keys), assumed=bool(ways))


def _convolution(
    one: Found, way: Way, shape: Shape, activation: Activation, key: _Keys
) -> tuple[list[Layer], Shape] | None:  # fmt: skip
    """Return a convolution as `way` says, and what it makes of `shape`; None where it does not fit."""
    padded, stride, pooled = way
    channels, kernel = one.weight.shape[1], one.weight.shape[2]
    groups = shape[0] // channels
    if shape[0] % channels or one.out % max(1, groups):
        return None
    padding = kernel // 2 if padded else 0
    sides = [(side + 2 * padding - kernel) // stride + 1 for side in shape[1:]]
    norm = "batch" if one.norm else "none"
    made: list[Layer] = [Conv(key(), one.out, kernel, stride, padding, groups, activation, norm)]  # type: ignore[arg-type]
    if pooled:
        made.append(Pool(key()))
        sides = [side // 2 for side in sides]
    return (made, (one.out, *sides)) if min(sides) >= 1 else None
