"""A conversation with a real inside worker, for tests."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from core.messages.inside.opening import InsideReady
from core.messages.train_events import Failed
from core.workers.worker import Worker
from tests.train.talk import ROOT


class Inside:
    """A started inside worker and what it has said. `environment`: its variables, ours if None."""

    def __init__(self, folder: Path, *, environment: dict[str, str] | None = None) -> None:
        command = [sys.executable, "-m", "core.inside.start"]
        self.worker = Worker(command, log=folder / "inside.log", environment=environment, folder=ROOT)
        self.ready: InsideReady = self.until(lambda event, _: isinstance(event, InsideReady))

    def ask(self, command: object) -> Any:
        number = self.worker.send(command)
        return self.until(lambda _, answers: answers == number)

    def until(self, wanted: Any) -> Any:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for event, answers in self.worker.events(1):
                if wanted(event, answers):
                    return event
                assert not isinstance(event, Failed), f"{event.reason}\n{event.detail}"
            self.worker.wait(0.05)
        raise AssertionError("not said in time")

    def ended(self) -> Failed:
        """Return what is told of its end; answers that come before are passed over."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for event, _ in self.worker.events(1):
                if isinstance(event, Failed):
                    return event
            self.worker.wait(0.05)
        raise AssertionError("it has not ended")
