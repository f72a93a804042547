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

from core.messages.train_events import TICK_FIELDS, Tick
from core.messages.train_reports import EditMark, Fading
from core.net.plan import CallOff, EditError, LayerKey
from core.train.model.model import Fade, Model
from core.train.surgery.successor import LONGEST
from core.train.training.state import TrainingState
from core.train.training.training import Training

UNDO_BYTES = 256 * 2**20
ANCHOR_S = 0.5
ANCHOR_SHARE = 0.01
"""The largest share of the time that the copies may take."""
EARLIER_BYTES = 32 * 2**20
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
        return replace(self, undo=(*self.undo, entry), redo=()).fitting()

    def depth_of(self, key: LayerKey, fade: Fade, step: int) -> int:
        """Return how many entries must be undone to be before a fade began that stands so at `step`; 0: it began before
        what can be undone."""
        for depth, entry in enumerate(reversed(self.undo), 1):
            there = entry.state.model.fades.get(key)
            same = there is not None and there.unfolds == fade.unfolds
            if there is None or not same or entry.state.step - there.done != step - fade.done:
                return depth
        return 0

    def undos_for(self, edit: CallOff, fade: Fade, step: int) -> int:
        """Return how many undos call a fade off; raise `EditError` if they cannot, or are more than was agreed to."""
        depth = self.depth_of(edit.layer, fade, step)
        if not depth:
            raise EditError("What is on its way there began before what can be undone; it goes on.")
        if 0 <= edit.later < depth - 1:
            raise EditError("Something else was changed meanwhile and would be undone too. Look again, then decide.")
        return depth

    def rebased(self, place: Callable[[int], int]) -> Ring:
        """Return the ring for charts of whose first n Ticks place(n) are still there."""
        return replace(self, undo=_rebased(self.undo, place), redo=_rebased(self.redo, place))

    def fitting(self) -> Ring:
        """Return the ring without the oldest entries that do not fit."""
        ring = self
        while ring.size_bytes > self.limit_bytes and len(ring.undo) + len(ring.redo) > 1:
            if len(ring.undo) > 1 or not ring.redo:
                ring = replace(ring, undo=ring.undo[1:])
            else:
                ring = replace(ring, redo=ring.redo[1:])
        return ring


@dataclass(frozen=True)
class Back:
    """What undo or redo gives back: the ring then, the entry with the state, and the charts: the first `place` numbers
    of those now, then `tail`."""

    ring: Ring
    entry: Entry
    place: int
    tail: array[float]


def gone_back(
    ring: Ring, *, state: TrainingState, numbers: array[float], threads: int, undone: bool, count: int
) -> Back:
    """Return what `count` undos (or redos), 1 or more, give back at once: each swaps an entry for how it stood then, so
    that each can be taken back by itself. `state`, `numbers` and `threads`: how it stands now, with all of the charts.
    """
    undo, redo, place = list(ring.undo), list(ring.redo), len(numbers)
    source, other = (undo, redo) if undone else (redo, undo)
    for _ in range(count):
        entry = source.pop()
        at = entry.base * TICK_FIELDS
        other.append(replace(entry, state=state, tail=numbers[at:], threads=threads))
        numbers, place = numbers[:at] + entry.tail, min(place, at)
        state, threads = entry.state, entry.threads or threads
    fitting = replace(ring, undo=tuple(undo), redo=tuple(redo)).fitting()
    return Back(fitting, entry, place, numbers[place:])


def on_its_way(model: Model, step: int, ring: Ring, *, marks: tuple[EditMark, ...]) -> tuple[Fading, ...]:
    """Return what is told of the layers that fade out or unfold, and of a smaller copy."""
    fading, beside = [], model.successor
    for key, fade in model.fades.items():
        depth = ring.depth_of(key, fade, step)
        mark = _mark_of(ring.undo[-depth], marks) if depth else -1
        until = step + fade.steps - fade.done
        fading.append(Fading(key, until, fade.steps, unfolds=fade.unfolds, mark=mark, takes_back=depth - 1))
    if beside is not None:
        until = step + LONGEST - beside.taken
        fading.append(Fading(beside.key, until, LONGEST, beside.by, ready=True, compared=beside.compared))
    return tuple(fading)


def _mark_of(entry: Entry, marks: tuple[EditMark, ...]) -> int:
    """Return the place of an edit's mark; that of a smaller copy that the edit has called off comes before it."""
    first = len(entry.state.marks)
    return next((at for at in range(first, len(marks)) if marks[at].label == entry.mark.label), first)


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
        self.earlier: TrainingState | None = None
        """The newest before that, of a small network: there is always one from a few steps ago."""
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
        small = self.newest is not None and self.newest.size_bytes <= EARLIER_BYTES
        self.earlier, self.newest = self.newest if small else None, training.state()
        self._kept_at = self._clock()
        self._cost_s = self._kept_at - now
        if tick.loss <= HEALTHY * self._lowest:
            self.healthy = self.newest, ticks
