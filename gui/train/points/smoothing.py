"""A curve smoothed by an exponential mean without the bias towards its start, as TensorBoard smooths it.

m₀ = 0, mₜ = w·mₜ₋₁ + (1 − w)·xₜ, and what is drawn is mₜ / (1 − wᵗ): at the first point that is the point itself.
"""

from __future__ import annotations

import numpy as np

from gui.train.charts.series import Series

WEIGHTS = (0.0, 0.6, 0.9, 0.97, 0.99)
"""The shared; 0: as it is."""
BLOCK = 64


class Smoothed:
    """Follows a `Series`; `series` has as many points, smoothed with `weight`."""

    def __init__(self, weight: float) -> None:
        self.weight, self.series = weight, Series()
        self._mean, self._cuts = 0.0, 0

    def follow(self, raw: Series) -> Series:
        """Take in what the series has got since; return the smoothed one."""
        if raw.cuts != self._cuts or raw.count < self.series.count:
            self.series.clear()
            self._mean, self._cuts = 0.0, raw.cuts
        done = self.series.count
        if raw.count > done:
            values, self._mean = smoothed(raw.y[done:].astype(float), self.weight, mean=self._mean, before=done)
            self.series.extend(raw.x[done:], values)
        return self.series


def smoothed(values: np.ndarray, weight: float, *, mean: float = 0.0, before: int = 0) -> tuple[np.ndarray, float]:
    """Return `values` (n,) smoothed, and the biased mean after them; `mean`: that after the `before` points before."""
    count = len(values)
    made = np.empty(count)
    if count < BLOCK:  # as they come, one or a few at a time
        for place, value in enumerate(values.tolist()):
            mean = weight * mean + (1 - weight) * value
            made[place] = mean
    else:
        made, mean = _in_blocks(values, weight, mean)
    return made / (1 - weight ** np.arange(before + 1, before + count + 1)), mean


def _in_blocks(values: np.ndarray, weight: float, mean: float) -> tuple[np.ndarray, float]:
    """Return the biased means at `values` (n,), and the last of them: all blocks at once, as if each began at nothing,
    and then what comes from the blocks before."""
    count = len(values)
    padded = np.zeros(-(-count // BLOCK) * BLOCK)
    padded[:count] = values
    blocks = padded.reshape(-1, BLOCK)
    place = np.arange(BLOCK)
    gap = place[:, None] - place[None, :]
    alone = blocks @ np.where(gap >= 0, weight ** np.maximum(gap, 0), 0.0).T * (1 - weight)
    brought, whole = np.empty(len(blocks)), weight**BLOCK
    for number, last in enumerate(alone[:, -1].tolist()):
        brought[number] = mean
        mean = last + whole * mean
    made: np.ndarray = (alone + brought[:, None] * weight ** (place + 1)).ravel()[:count]
    return made, float(made[-1])
