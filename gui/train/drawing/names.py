"""What the units of the outer columns stand for: features at the input, classes at the output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QFontMetricsF

from core.messages.train_reports import Data
from gui.kit.theme import Theme, font
from gui.train.drawing.tiles import Units

FEW_FEATURES = 4
WIDEST_CLASS_PX = 96.0
LIGHT_PX = 12.0
"""Room beside an output without classes: its light would be cut off at the edge."""


@dataclass(frozen=True)
class Names:
    """Of all units, also of those that are not shown; () where there are none."""

    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    plane: bool = False
    """Whether the samples are points of the plane, whose classes have colours."""

    def of_output(self, units: Units, *, count: int) -> Sequence[str]:
        """Return the classes of the `units` that an output of `count` shows; none for another number of outputs."""
        if count != len(self.classes):
            return ()
        return [self.classes[number] if number < count else "" for number in units.shown.tolist()]

    def width_for(self, theme: Theme) -> tuple[float, float]:
        """Return how many pixels must be left free for them, left of the input and right of the output."""
        metrics = QFontMetricsF(font(theme, 11, tabular=True))
        wide = max((metrics.horizontalAdvance(text) for text in self.classes), default=0.0)
        return (14.0 if self.features else 0.0), min(wide + 1, WIDEST_CLASS_PX) if wide else LIGHT_PX


def names_of(data: Data) -> Names:
    """Return the names that the data gives."""
    count = int(np.prod(data.input))
    return Names(
        features=tuple(f"x{'₁₂₃₄'[at]}" for at in range(count)) if count <= FEW_FEATURES else (),
        classes=data.classes if data.task == "classify" else (),
        plane=tuple(data.input) == (2,),
    )
