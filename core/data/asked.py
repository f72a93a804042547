"""What one command of the data worker may use while it is worked on: telling how far it is, and hearing that it shall
stop."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from core.messages.own.looking import DeleteOwn, ListOwn, Preparing
from core.sentence import Sentence

TOLD_S = 0.1
"""How often it is told how far something is, at most."""
EVERY = 256
Item = TypeVar("Item")


class LookingOver(Exception):  # noqa: N818 (nothing went wrong)
    """A person has stopped what goes on, or has asked for something else."""


class Asking(Protocol):
    """Who works on a command calls `at` again and again, at least every tenth of a second or so."""

    def at(self, done: int, all_: int, doing: Sentence) -> None:
        """Tell how far it is; raise `LookingOver` where it shall stop."""


class Alone:
    """Nobody asks: for tests and for work that is over in a moment."""

    def at(self, done: int, all_: int, doing: Sentence) -> None:
        """Do nothing."""


class Piped:
    """The app asks, through a pipe (`core.workers.child.Pipe`). What it asks for meanwhile waits in `pending`."""

    def __init__(self, pipe: Any, pending: deque[tuple[int, Any]]) -> None:
        self._pipe, self._pending, self._told_at = pipe, pending, 0.0

    def at(self, done: int, all_: int, doing: Sentence) -> None:
        """Tell how far it is, at most ten times a second; raise `LookingOver` where something else was asked."""
        now = time.monotonic()
        if now - self._told_at < TOLD_S:
            return
        self._told_at = now
        self._pending.extend(self._pipe.waiting())
        if any(not isinstance(command, (ListOwn, DeleteOwn)) for _, command in self._pending):
            raise LookingOver
        self._pipe.send(Preparing(done, all_, doing))


def one_by_one(items: Iterable[Item], going_on: Callable[[], None]) -> Iterator[Item]:
    """Yield the items, and call `going_on` now and then: it may raise `LookingOver`."""
    for at, item in enumerate(items):
        if at % EVERY == 0:
            going_on()
        yield item
