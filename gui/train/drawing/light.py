"""How brightly each unit of the network drawing is lit: it follows the unit's activity, a share of the way a frame."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gui.train.drawing.tiles import Units

CATCH_UP = 0.3
"""Share of the way to a new activity that the light goes each frame."""


class Light:
    """By a column's key, (n,) from 0 to 1."""

    def __init__(self) -> None:
        self._lit: dict[int, np.ndarray] = {}

    def follow(self, columns: Mapping[int, Units], *, motion: bool) -> bool:
        """Move towards the units' activity, without `motion` all the way; return whether anything changed."""
        changed = False
        for key, units in columns.items():
            lit = self._lit.get(key)
            if lit is None or len(lit) != units.count or not motion:
                changed = changed or lit is None or not np.array_equal(lit, units.activity)
                self._lit[key] = units.activity.copy()
            elif np.abs(lit - units.activity).max(initial=0.0) > 0.01:
                lit += CATCH_UP * (units.activity - lit)
                changed = True
        return changed

    def of(self, key: int, units: Units) -> np.ndarray:
        """Return the light (n,) of a column; its activity where it has not been followed yet."""
        lit = self._lit.get(key, units.activity)
        return lit if len(lit) == units.count else units.activity
