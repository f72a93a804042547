"""What the units of the outer columns stand for: features at the input, classes at the output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QFontMetricsF

from core.messages.train_reports import Data
from core.net.plan import INPUT, LayerKey
from gui.kit.theme import Theme, font
from gui.train.drawing.columns import Slot
from gui.train.drawing.tiles import Units

FEW_FEATURES = 4
INPUT_NAMES = {
    "x1": "x₁", "x2": "x₂", "x1^2": "x₁²", "x2^2": "x₂²", "x1*x2": "x₁x₂", "sin x1": "sin x₁", "sin x2": "sin x₂",
}  # fmt: skip
"""What a network can be told of a point of the plane (`core.messages.catalogue.PLANE_INPUTS`), as it is written."""
WIDEST_CLASS_PX, WIDEST_INPUT_PX = 96.0, 84.0
MOST_NAMED = 256
"""Columns of a table whose names are shown beside the units that are."""
LIGHT_PX = 12.0
"""Room beside an output without classes: its light would be cut off at the edge."""


@dataclass(frozen=True)
class Names:
    """Of all units, also of those that are not shown; () where there are none."""

    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    plane: bool = False
    """Whether the samples are points of the plane, whose classes have colours."""

    def of(self, slot: Slot, units: Units, *, last: LayerKey) -> Sequence[str]:
        """Return what the `units` that a column shows stand for; () for a hidden one. `last`: the output's key."""
        if slot.key == INPUT:
            return self.of_input(units)
        return self.of_output(units, count=slot.count) if slot.key == last else ()

    def of_input(self, units: Units) -> Sequence[str]:
        """Return what the `units` that the input shows stand for."""
        few = len(self.features)
        return [self.features[number] if number < few else "" for number in units.shown.tolist()]

    def of_output(self, units: Units, *, count: int) -> Sequence[str]:
        """Return the classes of the `units` that an output of `count` shows; none for another number of outputs."""
        if count != len(self.classes):
            return ()
        return [self.classes[number] if number < count else "" for number in units.shown.tolist()]

    def width_for(self, theme: Theme) -> tuple[float, float]:
        """Return how many pixels must be left free for them, left of the input and right of the output."""
        metrics = QFontMetricsF(font(theme, 11, tabular=True))
        wide = max((metrics.horizontalAdvance(text) for text in self.classes), default=0.0)
        told = min(max((metrics.horizontalAdvance(text) for text in self.features), default=0.0), WIDEST_INPUT_PX)
        return (max(14.0, told + 3) if self.features else 0.0), min(wide + 1, WIDEST_CLASS_PX) if wide else LIGHT_PX


def names_of(data: Data) -> Names:
    """Return the names that the data gives."""
    count = int(np.prod(data.input))
    if len(data.inputs) == count <= MOST_NAMED:
        return Names(features=data.inputs, classes=data.classes if data.task == "classify" else ())
    told = tuple(INPUT_NAMES.get(name, "") for name in data.spec.inputs) if len(data.spec.inputs) == count else ()
    return Names(
        features=told or (tuple(f"x{'₁₂₃₄'[at]}" for at in range(count)) if count <= FEW_FEATURES else ()),
        classes=data.classes if data.task == "classify" else (),
        plane=data.flat,
    )
