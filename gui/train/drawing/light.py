"""How brightly each unit of the network drawing is lit: it follows the unit's activity, a share of the way a frame.

While a picture is on the pad it is what the unit does for that picture.
"""

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
        self.drawn: dict[int, np.ndarray] = {}
        """What the units of a layer do for the picture on the pad, by key (width,); {}: nothing is there."""

    def drawn_of(self, key: int, units: Units) -> np.ndarray | None:
        """Return (n,) what a column's shown units do for the picture on the pad; None where that is not known."""
        values = self.drawn.get(key)
        if values is None or not 0 <= int(units.shown.max(initial=0)) < len(values):
            return None
        return np.asarray(values[units.shown])

    def _aim(self, key: int, units: Units) -> np.ndarray:
        """Return (n,) from 0 to 1, where the light of a column goes to."""
        values = self.drawn_of(key, units)
        if values is None:
            return units.activity
        most = float(np.abs(self.drawn[key]).max(initial=0.0))
        return np.abs(values) / most if most > 0 else np.zeros(units.count, np.float32)

    def follow(self, columns: Mapping[int, Units], *, motion: bool) -> bool:
        """Move towards the units' activity, without `motion` all the way; return whether anything changed."""
        changed = False
        for key, units in columns.items():
            lit, aim = self._lit.get(key), self._aim(key, units)
            if lit is None or len(lit) != units.count or not motion:
                changed = changed or lit is None or not np.array_equal(lit, aim)
                self._lit[key] = aim.copy()
            elif np.abs(lit - aim).max(initial=0.0) > 0.01:
                lit += CATCH_UP * (aim - lit)
                changed = True
        return changed

    def of(self, key: int, units: Units) -> np.ndarray:
        """Return the light (n,) of a column; its activity where it has not been followed yet."""
        lit = self._lit.get(key, units.activity)
        return lit if len(lit) == units.count else units.activity
