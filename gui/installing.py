"""The install worker: started when a page first asks for something, heard once a frame by the pages there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from core.install_messages import InstallEvent
from core.messages import Failed
from core.worker import WorkerLike

BATCH = 40


class Hears(Protocol):
    """A page that follows installs."""

    def show_event(self, event: InstallEvent, answers: int | None = None) -> None: ...

    def draw(self) -> None: ...


class Installing:
    """`start` makes an install worker. Numbers of commands stay unique when one worker follows another."""

    def __init__(self, start: Callable[[], WorkerLike]) -> None:
        self.start = start
        self.worker: WorkerLike | None = None
        self._before = 0
        self._last = 0

    def send(self, command: object) -> int:
        """Ask the install worker, starting it if there is none; return the command's number."""
        if self.worker is None:
            self._before = self._last
            self.worker = self.start()
        self._last = self._before + self.worker.send(command)
        return self._last

    def stop(self) -> None:
        """End the worker and all it started, at once; the next command starts another."""
        worker, self.worker = self.worker, None
        if worker is not None:
            worker.kill()

    def frame_passed(self, pages: Iterable[Hears]) -> None:
        """Give what is waiting, a bounded number, to the pages, and let them draw."""
        hearing = list(pages)
        waiting: list[tuple[Any, int | None]] = self.worker.events(BATCH) if self.worker is not None else []
        for event, answers in waiting:
            number = None if answers is None else answers + self._before
            for page in hearing:
                page.show_event(event, number)
            if isinstance(event, Failed):
                self.stop()
        for page in hearing:
            page.draw()
