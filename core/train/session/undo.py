"""Copies of a training that are kept: the ring of undo and redo, bounded by bytes, and the anchors.

Going back to a state gives back everything that makes the next step: weights, optimizer memory, every random
stream, the order of the samples and the place in it. Undo and redo are the same swap: the state now takes the place
of the state that comes back, so the steps taken after an undo are not lost to a redo either.

An anchor is a copy made now and then while it trains: from it a divergence is traced, and undone.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.messages.train_events import Tick
from core.messages.train_reports import EditMark
from core.net.plan import LayerKey
from core.train.training.state import TrainingState
from core.train.training.training import Training

UNDO_BYTES = 256 * 2**20
ANCHOR_S = 0.5
ANCHOR_SHARE = 0.01
"""The largest share of the time that the copies may take."""
HEALTHY = 2.0
"""A state is worth going back to if its loss was at most this many times the lowest so far."""


@dataclass(frozen=True)
class Entry:
    """A state to come back to. Its charts are the first `base` ticks of the ones now, then `tail`."""

    state: TrainingState
    base: int
    tail: array[float]
    mark: EditMark
    key: LayerKey
    threads: int = 0
    """How many were used then; 0: unknown."""

    @property
    def size_bytes(self) -> int:
        """How much memory the entry takes."""
        return self.state.size_bytes + len(self.tail) * self.tail.itemsize


@dataclass(frozen=True)
class Ring:
    """What can be undone and redone, oldest first. The newest entry is always kept, older ones as long as all fit
    `limit_bytes`."""

    limit_bytes: int = UNDO_BYTES
    undo: tuple[Entry, ...] = ()
    redo: tuple[Entry, ...] = ()

    @property
    def size_bytes(self) -> int:
        """How much memory all entries take."""
        return sum(entry.size_bytes for entry in (*self.undo, *self.redo))

    def pushed(self, entry: Entry) -> Ring:
        """Return the ring with the state before an edit; what was undone before can no longer be redone."""
        return replace(self, undo=(*self.undo, entry), redo=())._fitting()

    def swapped(self, now: Entry, *, undone: bool) -> Ring:
        """Return the ring after the newest entry of one side was used; `now` goes to the other."""
        if undone:
            return replace(self, undo=self.undo[:-1], redo=(*self.redo, now))._fitting()
        return replace(self, undo=(*self.undo, now), redo=self.redo[:-1])._fitting()

    def rebased(self, place: Callable[[int], int]) -> Ring:
        """Return the ring for charts of whose first n Ticks place(n) are still there."""
        return replace(self, undo=_rebased(self.undo, place), redo=_rebased(self.redo, place))

    def _fitting(self) -> Ring:
        ring = self
        while ring.size_bytes > self.limit_bytes and len(ring.undo) + len(ring.redo) > 1:
            if len(ring.undo) > 1 or not ring.redo:
                ring = replace(ring, undo=ring.undo[1:])
            else:
                ring = replace(ring, redo=ring.redo[1:])
        return ring


def _rebased(entries: tuple[Entry, ...], place: Callable[[int], int]) -> tuple[Entry, ...]:
    """Return one side of the ring for other charts. An entry counts the Ticks of the charts that the newer one gives:
    the first `shared` of those now, then its tail."""
    shared, made = sys.maxsize, []
    for entry in reversed(entries):
        shared = min(shared, entry.base)
        made.append(replace(entry, base=place(shared) + entry.base - shared))
    return tuple(reversed(made))


class Anchors:
    """The newest copy of a training, and the newest one at which it was well."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        """Drop all copies: after an edit, the states before it belong to the undo ring."""
        self.newest: TrainingState | None = None
        self.healthy: tuple[TrainingState, int] | None = None
        """With how many Ticks there were."""
        self._lowest = math.inf
        self._kept_at = self._clock()
        self._cost_s = 0.0

    def begin(self, moment: TrainingState, ticks: int | None) -> None:
        """Keep this state; with `ticks` it also counts as a healthy one."""
        self.forget()
        self.newest = moment
        self.healthy = None if ticks is None else (moment, ticks)

    def keep(self, training: Training, tick: Tick, *, ticks: int) -> None:
        """Note the loss of a Tick, and keep a copy of this state if it is time."""
        self._lowest = min(self._lowest, tick.loss)
        now = self._clock()
        if now - self._kept_at < max(ANCHOR_S, self._cost_s / ANCHOR_SHARE):
            return
        self.newest = training.state()
        self._kept_at = self._clock()
        self._cost_s = self._kept_at - now
        if tick.loss <= HEALTHY * self._lowest:
            self.healthy = self.newest, ticks
