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
    """A started inside worker and what it has said."""

    def __init__(self, folder: Path) -> None:
        self.worker = Worker([sys.executable, "-m", "core.inside.start"], log=folder / "inside.log", folder=ROOT)
        self.until(lambda event, _: isinstance(event, InsideReady))

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
