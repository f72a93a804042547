"""A convolution looked into: the feature maps of one picture, and all that one pixel of a map is the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from core.messages.train_commands import Asked
from core.messages.train_events import Told
from core.messages.train_reports import Array
from core.net.plan import LayerKey

MOST_MAPS = 64
"""So many feature maps of a layer are told at most: the first, and that of the unit that is asked for."""
MOST_VALUES = 1 << 20
"""How many numbers may reach a unit."""


@dataclass(frozen=True)
class LookAtConvolution(Asked):
    """Tell what a convolution makes of the validation sample number `sample` (0-based), or of `picture`, "f4" of one
    sample's shape, and how its `unit` does it. -> FeatureMaps"""

    layer: LayerKey
    unit: int = 0
    sample: int = 0
    picture: Union[Array, None] = None


@dataclass(frozen=True)
class FeatureMaps(Told):
    """What a convolution makes of one picture, as the network answers right after `step`; all arrays f4.

    `picture` (C, H, W): what reaches the network; `target`: its class, −1 for none; `sample`: its number, −1 for a
    picture that was handed in; `samples`: how many there are.
    `inputs` (c, h, w): what reaches the unit, the channels of its group, the first of which is number `first`.
    `weights` (c, k, k) and `bias` are the unit's: `linear` (h', w') is the sum of the products under the window, plus
    the bias; `normed` the same behind batch norm (`linear` again without one). `maps` (n, h', w'): what leaves the
    layer behind its activation, of the units `shown` (n,) i4.
    """

    step: int
    layer: LayerKey
    unit: int
    sample: int
    samples: int
    target: int
    picture: Array
    inputs: Array
    first: int
    weights: Array
    bias: float
    stride: int
    padding: int
    linear: Array
    normed: Array
    maps: Array
    shown: Array
    activation: str
    batch_norm: bool
