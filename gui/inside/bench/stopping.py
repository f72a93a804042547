"""Stopping a line: it is asked as Ctrl+C would, again and again, and ended with its process where it does not stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

ASK_MS = 250
STOP_S = 2.0
"""A line that has not stopped by then is ended with its process."""
ASKED = 2
"""So often, at least, it is asked before: a window that was busy meanwhile may not have heard yet that it stopped."""


class Stopping(QObject):
    """`interrupt` asks the line, and returns False where nothing can be asked; `end` ends its process."""

    def __init__(self, parent: QObject, interrupt: Callable[[], bool], end: Callable[[], Any]) -> None:
        super().__init__(parent)
        self.interrupt, self.end = interrupt, end
        self.since, self.asked = 0.0, 0
        self.again = QTimer(self, interval=ASK_MS)
        self.again.timeout.connect(self.ask)

    def begin(self) -> None:
        """Ask from now on."""
        if not self.since:
            self.since, self.asked = time.monotonic(), 0
            self.again.start()
            self.ask()

    def ask(self) -> None:
        """Ask once more: a line that was only on its way has not heard it."""
        if not self.since:
            return
        if (self.asked >= ASKED and time.monotonic() - self.since > STOP_S) or not self.interrupt():
            self.over()
            self.end()
        else:
            self.asked += 1

    def over(self) -> None:
        """The line has stopped, or is gone."""
        self.since = 0.0
        self.again.stop()
