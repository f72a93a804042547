"""Undo and redo: whole moments of a training, kept in a ring that is bounded by bytes.

Going back to a moment gives back everything that makes the next step: weights, optimizer memory, every random
stream, the order of the samples and the place in it. Undo and redo are the same swap: the moment now takes the place
of the moment that comes back, so the steps taken after an undo are not lost to a redo either.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace

from core.messages.train_reports import EditMark
from core.net.plan import LayerKey
from core.train.training.state import Moment

UNDO_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Entry:
    """A moment to come back to. Its charts are the first `base` ticks of the ones now, then `tail`."""

    moment: Moment
    base: int
    tail: array[float]
    mark: EditMark
    key: LayerKey

    @property
    def size_bytes(self) -> int:
        return self.moment.size_bytes + len(self.tail) * self.tail.itemsize


@dataclass(frozen=True)
class Ring:
    """What can be undone and redone, oldest first. The newest entry is always kept, older ones as long as all fit
    `limit_bytes`."""

    limit_bytes: int = UNDO_BYTES
    undo: tuple[Entry, ...] = ()
    redo: tuple[Entry, ...] = ()

    @property
    def size_bytes(self) -> int:
        return sum(entry.size_bytes for entry in (*self.undo, *self.redo))

    def pushed(self, entry: Entry) -> Ring:
        """Return the ring with the moment before an edit; what was undone before can no longer be redone."""
        return replace(self, undo=(*self.undo, entry), redo=())._fitting()

    def swapped(self, now: Entry, *, undone: bool) -> Ring:
        """Return the ring after the newest entry of one side was used; `now` goes to the other."""
        if undone:
            return replace(self, undo=self.undo[:-1], redo=(*self.redo, now))._fitting()
        return replace(self, undo=(*self.undo, now), redo=self.redo[:-1])._fitting()

    def _fitting(self) -> Ring:
        ring = self
        while ring.size_bytes > self.limit_bytes and len(ring.undo) + len(ring.redo) > 1:
            if len(ring.undo) > 1 or not ring.redo:
                ring = replace(ring, undo=ring.undo[1:])
            else:
                ring = replace(ring, redo=ring.redo[1:])
        return ring
