"""What `train` and `env` share: a conversation with a worker, events as JSON, the exit codes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from core.headless.output import is_unicode
from core.messages.train_events import Failed
from core.sentence import Problem
from core.workers import wire
from core.workers.worker import WorkerLike

DONE, FAILED, WRONG, REFUSED, BAD, STOPPED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
"""`WRONG`: the arguments make no sense. `BAD`: done, and the answer is bad. `STOPPED`: a condition for that is so."""
WAIT_S = 0.1
"""On Windows, Ctrl+C comes through only between two waits."""

SCHEMA = 1
"""Of the JSON that is printed: it grows when a field goes or changes what it means. New fields may come any time."""

Show = Callable[[Any, "int | None"], None]
"""Prints an event; the number is that of the command it answers."""


def json_printer(out: Callable[[str], None]) -> Show:
    """Return a function that prints an event as one JSON object, NaN and infinity as null."""

    def show(event: Any, answers: int | None) -> None:
        plain = wire.to_plain(event)
        if answers is not None:
            plain["answers"] = answers
        out(json.dumps({"schema": SCHEMA} | _strict(plain), ensure_ascii=not is_unicode(), separators=(",", ":")))

    return show


def _strict(value: Any) -> Any:
    """Return `value` with None for the numbers that JSON does not know, and each sentence also as it is read."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_strict(item) for item in value]
    if isinstance(value, dict):
        strict = {key: _strict(item) for key, item in value.items()}
        return strict | {"said": _said(value)} if value.get("is") == "Sentence" else strict
    return value


def _said(sentence: dict[str, Any]) -> str:
    """Return a sentence in plain JSON as a person reads it."""
    return str(wire.from_plain(sentence))


class ArgumentError(Problem):
    """Arguments that make no sense together."""


class GoneError(Problem):
    """The worker is gone, and why has been shown."""


class NoEnvError(Problem):
    """There is no environment of that name."""


class NotDoneError(Exception):
    """The worker gave another answer than the one that the rest needs."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        super().__init__(str(answer))


class Conversation:
    """A worker, asked one thing after another. Every event is shown in its order, except those of `ask_quietly`.

    Each method raises `GoneError` if the worker dies, after showing its one `Failed`.
    """

    def __init__(self, worker: WorkerLike, show: Show) -> None:
        self._worker = worker
        self._show = show
        self._unshown: list[tuple[Any, int | None]] = []

    def ask(self, command: object) -> Any:
        """Send a command, show all events up to its answer, and return the answer."""
        number = self._worker.send(command)
        return self.until(lambda event, answers: answers == number)

    def ask_quietly(self, command: object) -> Any:
        """Send a command and return its answer, showing nothing; unasked events wait for the next `ask`."""
        number = self._worker.send(command)
        while True:
            event, answers = self._next()
            if answers == number:
                return event
            self._unshown.append((event, answers))

    def until(self, wanted: Callable[[Any, int | None], bool]) -> Any:
        """Show events until one is `wanted`; return that one."""
        waiting, self._unshown = self._unshown, []
        for event, answers in waiting:
            self._show(event, answers)
        while True:
            event, answers = self._next()
            self._show(event, answers)
            if wanted(event, answers):
                return event

    def _next(self) -> tuple[Any, int | None]:
        """Wait for the next event."""
        while True:
            for event, answers in self._worker.events(1):  # one: what follows an answer belongs to the next command
                if isinstance(event, Failed):
                    self._show(event, answers)
                    raise GoneError("The worker is gone.")
                return event, answers
            self._worker.wait(WAIT_S)

    def close(self) -> None:
        """Let the worker save, and end it."""
        self._worker.close()

    def kill(self) -> None:
        """End the worker and all it started, at once."""
        self._worker.kill()
