"""Weights and biases that a person sets: the two edits that change one number of a network.

    SetWeight(layer, unit=3, input=5, value=0.25)          # of a dense layer: weight[3, 5]
    SetWeight(layer, 3, 0, 0.25, row=1, column=2)          # of a convolution: weight[3, 0, 1, 2]
    SetBias(layer, 3, -1.0)

Frozen means that training leaves a number alone, not a person: one that is frozen can be set, and stays frozen. Where
an optimizer remembers something of each parameter, the number starts with no memory and an age of zero, for what was
remembered belongs to another place on the loss; so Adam's first step from there is of the usual size. All else of the
layer, its memory included, stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.net.keys import LayerKey

LARGEST = 1e6
"""The largest size of a number that can be set. Sums of some hundred of its kind are still far from overflow."""


@dataclass(frozen=True)
class SetWeight:
    """Give one weight another value: from input number `input` to `unit` (both 0-based) of a layer.

    `row` and `column` (0-based) are the place in a convolution's kernel; there, `input` is the channel within the
    unit's group. Behind a flatten, `input` counts values, not channels.
    """

    layer: LayerKey
    unit: int
    input: int
    value: float
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class SetBias:
    """Give the bias of one unit (0-based) of a layer another value."""

    layer: LayerKey
    unit: int
    value: float
