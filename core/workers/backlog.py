"""The events that wait between the thread that reads them and the window: a bounded number.

What may be dropped or merged:

- an answer to a command: never;
- `Portrait`, `DeviceLoad` and `Progress` say how things are *now*: a newer one replaces the one that still waits;
- `Tick`: when more than `TICKS` wait, neighbours are merged two and two. The losses of a merged Tick are still means
  over all its steps: a chart that is drawn late is coarser, never wrong;
- a text of megabytes: its beginning (`shortened`);
- everything else waits as it is. When `ENTRIES` wait, the reader stops, the pipe fills, and the worker waits.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import fields, is_dataclass, replace
from typing import Any

from core.messages.install_events import Progress
from core.messages.train_events import DeviceLoad, Portrait, Tick

TICKS = 600
ENTRIES = 10_000

Entry = tuple[Any, "int | None"]


class Backlog:
    """A bounded queue of (event, number it answers or None); one thread puts, another takes."""

    def __init__(self, *, ticks: int = TICKS, entries: int = ENTRIES) -> None:
        self._tick_limit, self._entry_limit = ticks, entries
        self._entries: deque[Entry] = deque()
        self._ticks = 0
        self._step_taken = 0
        self._changed = threading.Condition()
        self._open = True

    def put(self, event: object, answers: int | None) -> None:
        """Add one event; waits while the backlog is full."""
        with self._changed:
            if answers is None and isinstance(event, (Portrait, DeviceLoad, Progress)):
                self._drop_older(event)
            self._changed.wait_for(lambda: len(self._entries) < self._entry_limit or not self._open)
            self._entries.append((event, answers))
            if isinstance(event, Tick):
                self._ticks += 1
                if self._ticks > self._tick_limit:
                    self._merge_ticks()
            self._changed.notify_all()

    def take(self, limit: int) -> list[Entry]:
        """Return up to `limit` entries, oldest first, without waiting."""
        with self._changed:
            taken = [self._entries.popleft() for _ in range(min(limit, len(self._entries)))]
            for event, _ in taken:
                if isinstance(event, Tick):
                    self._ticks -= 1
                    self._step_taken = event.step
            if taken:
                self._changed.notify_all()
            return taken

    def wait(self, timeout_s: float) -> bool:
        """Wait until something is there or nothing can come any more; return whether something is there."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._entries) or not self._open, timeout_s)
            return bool(self._entries)

    def close(self) -> None:
        """End the backlog: nothing more will come, and a waiting `put` or `wait` returns."""
        with self._changed:
            self._open = False
            self._changed.notify_all()

    @property
    def is_open(self) -> bool:
        """Whether more can come."""
        return self._open

    def _drop_older(self, event: Portrait | DeviceLoad | Progress) -> None:
        """Remove the waiting event that `event` replaces; there is at most one."""
        for place in range(len(self._entries) - 1, -1, -1):
            waiting, answers = self._entries[place]
            if type(waiting) is type(event) and answers is None and _subject(waiting) == _subject(event):
                del self._entries[place]
                return

    def _merge_ticks(self) -> None:
        """Merge waiting Ticks two and two; other events keep their place."""
        merged: deque[Entry] = deque()
        before = self._step_taken
        waiting: Tick | None = None
        for event, answers in self._entries:
            if waiting is not None and isinstance(event, Tick):
                joined = merge(waiting, event, steps_first=waiting.step - before)
                merged.extend((tick, None) for tick in ([joined] if joined else [waiting, event]))
                before, waiting = event.step, None
                continue
            if waiting is not None:
                merged.append((waiting, None))
                before, waiting = waiting.step, None
            if isinstance(event, Tick):
                waiting = event
            else:
                merged.append((event, answers))
        if waiting is not None:
            merged.append((waiting, None))
        self._entries = merged
        self._ticks = sum(isinstance(event, Tick) for event, _ in merged)


def _subject(event: object) -> object:
    return event.stage if isinstance(event, Progress) else None


LONG_BYTES = 100_000
"""A shorter line holds no text that a window could stumble over."""
LETTERS = 10_000
"""Of a text, the most that a window is given: a name of megabytes would stop it for seconds."""


def shortened(message: Any, *, line_bytes: int) -> Any:
    """Return a message that came in a line of so many bytes with its texts cut to `LETTERS`; the same if it can."""
    return _short(message) if line_bytes > LONG_BYTES else message


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LETTERS else value[:LETTERS] + "…"
    if isinstance(value, tuple):
        return tuple([_short(item) for item in value])
    if not is_dataclass(value) or isinstance(value, type):
        return value
    made = {field.name: _short(getattr(value, field.name)) for field in fields(value)}
    return type(value)(**made)


def merge(first: Tick, second: Tick, *, steps_first: int) -> Tick | None:
    """Return one Tick for two neighbours, `steps_first` steps being in the first; None if they are not neighbours."""
    steps_second = second.step - first.step
    if steps_second <= 0 or steps_first <= 0:
        return None

    def mean(a: float, b: float) -> float:
        return (a * steps_first + b * steps_second) / (steps_first + steps_second)

    def newest(a: float, b: float) -> float:
        return a if math.isnan(b) else b

    return replace(
        second,
        loss=mean(first.loss, second.loss),
        score=mean(first.score, second.score),
        samples_per_s=mean(first.samples_per_s, second.samples_per_s),
        validation_loss=newest(first.validation_loss, second.validation_loss),
        validation_score=newest(first.validation_score, second.validation_score),
    )
