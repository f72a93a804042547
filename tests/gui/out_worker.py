"""A pretended out worker in memory: it answers what a test tells it to, when the test lets it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.messages.own.out import (
    Answer,
    BringIn,
    BroughtIn,
    MeasureOut,
    OutMeasured,
    OutReady,
    Predict,
    Predicted,
    TakenOut,
    TakeOut,
)
from core.sentence import say
from core.workers.worker import Worker, start_out


def real_out(home: Path) -> Worker:
    """Start a real one."""
    return start_out(log=home / "logs" / "out.log")


ANSWERS = (
    Answer("three.png", "3", others=(("3", 0.92), ("8", 0.05), ("5", 0.02))),
    Answer("=seven.png", "7", others=(("7", 0.55), ("1", 0.4), ("9", 0.05))),
    Answer("숫자.png", why=say("This picture is damaged.")),
)


def usual(command: object) -> object:
    """Return what a worker answers that can do everything."""
    match command:
        case TakeOut():
            return TakenOut(command.form, ((command.path, 12_345),), (say("It needs PyTorch 2.2 or newer."),))
        case MeasureOut():
            return OutMeasured(command.run, 3_200_000, 180_000)
        case Predict():
            return Predicted(command.run, ANSWERS)
        case BringIn():
            return BroughtIn(command.runs + "/brought", (say("Two layers were taken."),))
    raise AssertionError(command)


class FakeOut:
    """Answers at once, or (`holds`) when `go_on` is called."""

    def __init__(self, answer: Callable[[Any], object] = usual, *, holds: bool = False) -> None:
        self.answer, self.holds = answer, holds
        self.asked: list[Any] = []
        self.said: deque[tuple[Any, int | None]] = deque([(OutReady("3.12", "2.14", 1), None)])
        self.ended = 0

    def send(self, command: object) -> int:
        self.asked.append(command)
        if not self.holds:
            self.said.append((self.answer(command), len(self.asked)))
        return len(self.asked)

    def go_on(self) -> None:
        """Answer the newest command."""
        self.said.append((self.answer(self.asked[-1]), len(self.asked)))

    def tell(self, event: object) -> None:
        """Say something that nobody has asked for."""
        self.said.append((event, None))

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        return [self.said.popleft() for _ in range(min(limit, len(self.said)))]

    def wait(self, timeout_s: float) -> bool:
        return bool(self.said)

    def close(self) -> None:
        self.ended += 1

    def kill(self) -> None:
        self.ended += 1

    def dismiss(self) -> None:
        self.ended += 1
        self.said.clear()
