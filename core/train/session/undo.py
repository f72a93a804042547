"""Undo and redo: whole moments of a training, kept in a ring that is bounded by bytes.

Going back to a moment gives back everything that makes the next step: weights, optimizer memory, every random
stream, the order of the samples and the place in it. Undo and redo are the same swap: the moment now takes the place
of the moment that comes back, so the steps taken after an undo are not lost to a redo either.
"""

from __future__ import annotations

from array import array
from collections import deque
from dataclasses import dataclass

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


class Ring:
    """What can be undone and redone. The newest entry is always kept, older ones as long as all fit `limit_bytes`."""

    def __init__(self, *, limit_bytes: int = UNDO_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self.undo: deque[Entry] = deque()
        self.redo: deque[Entry] = deque()

    @property
    def size_bytes(self) -> int:
        return sum(entry.size_bytes for entry in (*self.undo, *self.redo))

    def push(self, entry: Entry) -> None:
        """Keep the moment before an edit; what was undone before can no longer be redone."""
        self.redo.clear()
        self.undo.append(entry)
        self._fit()

    def swapped(self, now: Entry, *, undone: bool) -> None:
        """The newest entry of one side was used; `now` goes to the other."""
        (self.undo if undone else self.redo).pop()
        (self.redo if undone else self.undo).append(now)
        self._fit()

    def clear(self) -> None:
        self.undo.clear()
        self.redo.clear()

    def _fit(self) -> None:
        while self.size_bytes > self._limit_bytes and len(self.undo) + len(self.redo) > 1:
            (self.undo if len(self.undo) > 1 or not self.redo else self.redo).popleft()
