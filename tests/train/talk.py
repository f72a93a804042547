"""A conversation with a train worker, real or fake, for tests: ask, wait for the answer, keep everything said."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.messages.train_events import Failed, Ready
from core.workers.worker import Worker
from tests import fake_trainer

ROOT = Path(__file__).resolve().parents[2]
REAL = [sys.executable, "-m", "core.train.worker", "--threads", "1"]
FAKE = fake_trainer.command()


class Talk:
    """A started worker and everything it has said: `said` holds (event, number it answers or None)."""

    def __init__(self, folder: Path, command: list[str] | None = None) -> None:
        self.worker = Worker(command or REAL, log=folder / "worker.log", folder=ROOT)
        self.said: list[tuple[Any, int | None]] = []
        self.ready = self.until(lambda event, answers: isinstance(event, Ready))

    def ask(self, command: object, *, timeout_s: float = 60.0) -> Any:
        """Send a command and return its answer."""
        number = self.worker.send(command)
        return self.until(lambda event, answers: answers == number, timeout_s=timeout_s)

    def until(self, wanted: Callable[[Any, int | None], bool], *, timeout_s: float = 60.0) -> Any:
        """Wait for an event and return it."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            for event, answers in self.worker.events(1):
                self.said.append((event, answers))
                if wanted(event, answers):
                    return event
                assert not isinstance(event, Failed), f"{event.reason}\n{event.detail}"
            self.worker.wait(0.05)
        raise AssertionError(
            f"not said in {timeout_s} s; last: {[type(event).__name__ for event, _ in self.said[-8:]]}"
        )

    def every(self, kind: type) -> list[Any]:
        """All events of a kind so far."""
        return [event for event, _ in self.said if isinstance(event, kind)]

    def close(self) -> None:
        self.worker.close()
