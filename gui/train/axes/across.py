"""What the axis of a chart counts: steps, epochs, or seconds of training.

Points, marks and views are kept by their steps. Where the axis counts something else, it says for every step how much
of that had gone by, between the points of a run as a straight line does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gui.kit.words import tr
from gui.train.axes.axis import round_step, step_text, step_ticks, tick_text

Count = Literal["step", "epoch", "second"]
COUNTS: tuple[Count, ...] = ("step", "epoch", "second")
Floats = NDArray[np.float64]
NONE = np.empty(0)
EPS = 1e-12
STEPS_COLUMN, EPOCHS_COLUMN, RATE_COLUMN = 0, 1, 7


@dataclass(frozen=True)
class Across:
    """`steps` (n,) ascend, and so does what had gone by at each, `gone` (n,); both are ignored where steps count."""

    count: Count = "step"
    steps: Floats = field(default_factory=lambda: NONE)
    gone: Floats = field(default_factory=lambda: NONE)

    @property
    def plain(self) -> bool:
        """Whether a step is where it is: steps count, or nothing else is known yet."""
        return self.count == "step" or not len(self.steps)

    @property
    def _pace(self) -> float:
        """How much goes by in a step, beyond the last point."""
        last = float(self.steps[-1])
        return max(float(self.gone[-1]) / last, EPS) if last > 0 else 1.0

    def of(self, steps: Floats) -> Floats:
        """Return how much had gone by at `steps` (n,): (n,)."""
        if self.plain:
            return steps
        first, last = float(self.steps[0]), float(self.steps[-1])
        made = np.interp(steps, self.steps, self.gone)
        made = np.where(steps > last, self.gone[-1] + (steps - last) * self._pace, made)
        slope = float(self.gone[0]) / first if first > 0 else self._pace
        return np.where(steps < first, self.gone[0] + (steps - first) * max(slope, EPS), made)

    def back(self, gone: Floats) -> Floats:
        """Return the steps at which so much had gone by: (n,) -> (n,)."""
        if self.plain:
            return gone
        first, last = float(self.gone[0]), float(self.gone[-1])
        made = np.interp(gone, self.gone, self.steps)
        made = np.where(gone > last, self.steps[-1] + (gone - last) / self._pace, made)
        slope = first / float(self.steps[0]) if self.steps[0] > 0 else self._pace
        return np.where(gone < first, self.steps[0] + (gone - first) / max(slope, EPS), made)

    def at(self, step: float) -> float:
        """Return how much had gone by at one step."""
        return step if self.plain else float(self.of(np.array([step]))[0])

    def step(self, gone: float) -> float:
        """Return the step at which so much had gone by."""
        return gone if self.plain else float(self.back(np.array([gone]))[0])

    def ticks(self, left: float, right: float, *, lines: int) -> list[tuple[float, str]]:
        """Return round places between two of the axis, at most `lines`, each with its text."""
        if self.plain:
            ticks = step_ticks(left, right, lines=lines)
            gap = ticks[1] - ticks[0] if len(ticks) > 1 else right - left
            return [(step, step_text(step, gap=gap)) for step in ticks]
        gap = round_step(max(right - left, 1e-9), lines=lines)
        places = [n * gap for n in range(int(np.ceil(left / gap - 1e-9)), int(np.floor(right / gap + 1e-9)) + 1)]
        return [(place, self.text(place, gap=gap)) for place in places]

    def text(self, gone: float, *, gap: float) -> str:
        """Return a place of the axis with as many digits as neighbours `gap` apart need, and its unit."""
        if self.count == "step":
            return step_text(gone, gap=gap)
        value = tick_text(gone, gap=gap)
        return tr("{epoch} ep.", epoch=value) if self.count == "epoch" else tr("{seconds} s", seconds=value)


PLAIN = Across()


def across(rows: np.ndarray, count: Count, *, samples: int) -> Across:
    """Return the axis of a run from its Ticks, (n, 9) in the order of their fields. `samples`: of an epoch."""
    if count == "step" or not len(rows):
        return Across(count)
    steps, epochs = rows[:, STEPS_COLUMN], rows[:, EPOCHS_COLUMN]
    good = np.isfinite(epochs)
    steps, epochs, rates = steps[good], np.maximum.accumulate(epochs[good]), rows[good, RATE_COLUMN]
    if not len(steps):
        return Across(count)
    gone = epochs if count == "epoch" else np.cumsum(seconds_of(epochs, rates, samples=samples))
    # Where nothing went by, a little did: two steps are never at one place.
    return Across(count, steps, gone + EPS * np.arange(1, len(gone) + 1))


def seconds_of(epochs: Floats, rates: Floats, *, samples: int) -> Floats:
    """Return how long the steps up to each Tick took, since the one before: (n,). A rate that is not known is taken
    from the Tick before."""
    known = np.isfinite(rates) & (rates > 0)
    if not known.any():
        return np.zeros(len(rates))
    place = np.where(known, np.arange(len(rates)), 0)
    place = np.maximum.accumulate(place)
    rate = np.where(known[place], rates[place], rates[int(np.argmax(known))])
    made: Floats = np.diff(epochs, prepend=0.0).clip(0) * samples / rate
    return made
