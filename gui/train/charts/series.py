"""One growing curve that keeps every point and still answers "what do these pixels show?" at once.

Beside the values are two pyramids: level k holds the least and the greatest value of every whole block of 2**k
points. A range of any length is then covered by at most two blocks a level, and numpy asks for all pixel columns of
a chart together, so a picture costs the same for a thousand points and for ten million: about twenty small array
operations. The answer is exact (no block straddles two columns), wherever the person zooms and however unevenly the
steps are spaced. A running sum gives the mean of a range the same way. Appending touches two levels on average.

Values that were not measured (NaN) or are infinite are no points: they are skipped as they come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Places = NDArray[np.int64]

FIRST_LENGTHS = (1024, 1120, 1216, 656, 752)
"""First lengths of the arrays. They double at different moments, so that no single step copies all of a long run."""
EMPTY = np.empty(0, np.float32)
LARGEST = 3e38
"""Values are kept as float32, whose seven digits are more than a chart shows, at half the memory."""


@dataclass(frozen=True)
class Curve:
    """What the pixels show, one entry a drawn pixel column: each has the same length, `x` in steps, ascending."""

    x: Floats
    mean: Floats
    low: Floats
    high: Floats
    count: Places

    @property
    def dense(self) -> bool:
        """Whether some column has more than one point, so that low and high differ from the mean."""
        return bool(len(self.count)) and int(self.count.max()) > 1


class Series:
    """A curve of (step, value) points, steps ascending. Grows by `append` or `extend`, is cut by `rewind`."""

    def __init__(self) -> None:
        self.count, self.cuts = 0, 0
        """`cuts`: how often points were forgotten."""
        self._x: Floats = np.empty(0)
        self._y: Singles = EMPTY
        self._sum: Floats = np.zeros(1)  # _sum[i]: the sum of the first i values
        self._low: list[Singles] = []
        self._high: list[Singles] = []

    @property
    def x(self) -> Floats:
        """The steps of all points: (count,)."""
        return self._x[: self.count]

    @property
    def y(self) -> Singles:
        """The values of all points: (count,)."""
        return self._y[: self.count]

    @property
    def last(self) -> float:
        """The newest value; NaN without points."""
        return float(self._y[self.count - 1]) if self.count else float("nan")

    def append(self, step: float, value: float) -> bool:
        """Add one point and return True; a value that is no number adds nothing."""
        if not np.isfinite(value):
            return False
        self._grow(self.count + 1)
        place = self.count
        value = min(max(value, -LARGEST), LARGEST)
        self._x[place], self._y[place] = step, value
        self._sum[place + 1] = self._sum[place] + value
        self.count += 1
        low = self._y
        high = self._y
        level, block = 0, self.count
        while block % 2 == 0:  # the new point completes a block of this level
            a, b = block - 2, block - 1
            self._low[level][block // 2 - 1] = min(low[a], low[b])
            self._high[level][block // 2 - 1] = max(high[a], high[b])
            low, high = self._low[level], self._high[level]
            level, block = level + 1, block // 2
        return True

    def extend(self, steps: Floats, values: Floats) -> None:
        """Add many points at once: `steps` and `values` (n,), NaN and infinite values skipped."""
        good = np.isfinite(values)
        steps, values = steps[good], np.clip(values[good], -LARGEST, LARGEST)
        if not len(values):
            return
        first, self.count = self.count, self.count + len(values)
        self._grow(self.count)
        self._x[first : self.count], self._y[first : self.count] = steps, values
        self._sum[first + 1 : self.count + 1] = self._sum[first] + np.cumsum(values)
        low = self._y
        high = self._y
        start, end = first // 2, self.count // 2  # blocks of this level that are new or newly whole
        for level in range(len(self._low)):
            if start >= end:
                break
            pairs = slice(2 * start, 2 * end)
            self._low[level][start:end] = low[pairs].reshape(-1, 2).min(axis=1)
            self._high[level][start:end] = high[pairs].reshape(-1, 2).max(axis=1)
            low, high = self._low[level], self._high[level]
            start, end = start // 2, end // 2

    def rewind(self, step: float) -> None:
        """Forget the points after `step`. Whole blocks before it stay true, so nothing is computed again."""
        self.count = int(np.searchsorted(self.x, step, side="right"))
        self.cuts += 1

    def clear(self) -> None:
        """Forget every point and the room they took."""
        cuts = self.cuts + 1
        Series.__init__(self)
        self.cuts = cuts

    def nearest(self, step: float) -> tuple[float, float] | None:
        """Return the point (step, value) nearest to `step`; None without points."""
        if not self.count:
            return None
        right = int(np.searchsorted(self.x, step))
        near = [place for place in (right - 1, right) if 0 <= place < self.count]
        place = min(near, key=lambda place: abs(self._x[place] - step))
        return float(self._x[place]), float(self._y[place])

    def curve(self, *, left: float, right: float, columns: int) -> Curve:
        """Return what up to `columns` pixel columns between the steps `left` and `right` show.

        Columns are a power of two steps wide and begin at multiples of that: while a run grows or the view is
        dragged they stay the same ranges of points, so the noise of a curve doesn't shimmer. One neighbour on
        either side is included, so that the line runs on to the edges.
        """
        width = 2.0 ** np.ceil(np.log2(max(right - left, 1e-9) / columns))
        edges = np.arange(np.floor(left / width), np.ceil(right / width) + 1) * width
        bounds = np.searchsorted(self.x, edges).astype(np.int64)
        first, end = int(bounds[0]), int(bounds[-1])
        before = [first - 1] if first > 0 else []
        after = [end] if end < self.count else []
        starts = np.concatenate([np.array(before, np.int64), bounds[:-1], np.array(after, np.int64)])
        ends = np.concatenate([np.array(before, np.int64) + 1, bounds[1:], np.array(after, np.int64) + 1])
        full = ends > starts
        starts, ends = starts[full], ends[full]
        count = ends - starts
        low, high = self.extremes(starts, ends)
        if not len(starts):
            return Curve(x=low, mean=low, low=low, high=high, count=count)
        x = (self._x[starts] + self._x[ends - 1]) / 2
        # A running sum of a million values has lost a few digits; the mean lies between the extremes all the same.
        mean = np.clip((self._sum[ends] - self._sum[starts]) / count, low, high)
        return Curve(x=x, mean=mean, low=low, high=high, count=count)

    def extremes(self, starts: Places, ends: Places) -> tuple[Floats, Floats]:
        """Return the least and the greatest value of each range of places [start, end): (n,) and (n,)."""
        low, high = np.full(len(starts), np.inf), np.full(len(starts), -np.inf)
        left, right = starts.copy(), ends.copy()
        lows = [self._y, *self._low]
        highs = [self._y, *self._high]
        for least, most in zip(lows, highs, strict=True):
            open_ = np.flatnonzero(left < right)
            if not len(open_):
                break
            odd = open_[left[open_] % 2 == 1]
            low[odd] = np.minimum(low[odd], least[left[odd]])
            high[odd] = np.maximum(high[odd], most[left[odd]])
            left[odd] += 1
            odd = open_[(right[open_] % 2 == 1) & (left[open_] < right[open_])]
            right[odd] -= 1
            low[odd] = np.minimum(low[odd], least[right[odd]])
            high[odd] = np.maximum(high[odd], most[right[odd]])
            left //= 2
            right //= 2
        return low, high

    def _grow(self, count: int) -> None:
        self._x = _longer(self._x, count, first=FIRST_LENGTHS[0])
        self._y = _longer(self._y, count, first=FIRST_LENGTHS[1])
        self._sum = _longer(self._sum, count + 1, first=FIRST_LENGTHS[2])
        blocks = count // 2
        for level in range(len(self._low)):
            self._low[level] = _longer(self._low[level], blocks, first=FIRST_LENGTHS[3])
            self._high[level] = _longer(self._high[level], blocks, first=FIRST_LENGTHS[4])
            blocks //= 2
        while blocks:
            self._low.append(_longer(EMPTY, blocks, first=FIRST_LENGTHS[3]))
            self._high.append(_longer(EMPTY, blocks, first=FIRST_LENGTHS[4]))
            blocks //= 2


def _longer(array: np.ndarray, count: int, *, first: int) -> np.ndarray:
    """Return `array`, or a copy with room for `count`: `first` doubled as often as needed."""
    room = first
    while room < count:
        room *= 2
    if room <= len(array):
        return array
    made = np.empty(room, array.dtype)
    made[: len(array)] = array
    return made
