"""What each layer does while it trains, for the charts: told now and then, and only while somebody looks at it."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.train_commands import Asked
from core.messages.train_events import Told
from core.messages.train_reports import Array, AtLayer
from core.net.plan import INPUT, LayerKey


@dataclass(frozen=True)
class WatchLayers(Asked):
    """Tell what each layer does from now on, if `layers`, and how the values of the layer `spread` lie (0: of none).
    -> LayersWatched"""

    layers: bool = False
    spread: LayerKey = INPUT


@dataclass(frozen=True)
class LayersWatched(Told):
    """What is told of layers from now on. Answers WatchLayers."""

    layers: bool
    spread: LayerKey


@dataclass(frozen=True)
class LayersMeasured(Told):
    """Each layer with weights right after `step`. Comes unasked.

    `gradients`: (n,) "f8", the norm of that step's gradient of each layer's weights, in the order of `layers`.
    """

    step: int
    layers: tuple[AtLayer, ...]
    gradients: Array


@dataclass(frozen=True)
class SpreadMeasured(Told):
    """How the values of layer `key` lie after `step`: how many of its weights, and of what its units give for some
    held-out samples, are in each of n equal bins from `low` to `high`. Comes unasked.

    `weights`, `activations`: (n,) "i8"; `weight_range`, `activation_range`: the ends (low, high) of the first and the
    last bin.
    """

    step: int
    key: LayerKey
    weights: Array
    weight_range: tuple[float, float]
    activations: Array
    activation_range: tuple[float, float]
