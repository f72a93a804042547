"""Copies of a training, kept now and then: from where to find out what went wrong, and where to go back to."""

from __future__ import annotations

import math
from collections.abc import Callable

from core.messages.train_events import Tick
from core.train.training.state import Moment
from core.train.training.training import Training

ANCHOR_S = 0.5
ANCHOR_SHARE = 0.01
"""The largest share of the time that the copies may take."""
HEALTHY = 2.0
"""A moment is worth going back to if its loss was at most this many times the lowest so far."""


class Anchors:
    """The newest copy of a training, and the newest one at which it was well."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        """After an edit: the moments before it belong to the undo ring."""
        self.newest: Moment | None = None
        self.healthy: tuple[Moment, int] | None = None
        """With how many Ticks there were."""
        self._lowest = math.inf
        self._kept_at = self._clock()
        self._cost_s = 0.0

    def begin(self, moment: Moment, ticks: int | None) -> None:
        """Keep this moment; with `ticks` it also counts as one at which the training was well."""
        self.forget()
        self.newest = moment
        self.healthy = None if ticks is None else (moment, ticks)

    def keep(self, training: Training, tick: Tick, *, ticks: int) -> None:
        """Hear what was trained since the last Tick, and keep a copy of this moment if it is time."""
        self._lowest = min(self._lowest, tick.loss)
        now = self._clock()
        if now - self._kept_at < max(ANCHOR_S, self._cost_s / ANCHOR_SHARE):
            return
        self.newest = training.moment()
        self._kept_at = self._clock()
        self._cost_s = self._kept_at - now
        if tick.loss <= HEALTHY * self._lowest:
            self.healthy = self.newest, ticks
