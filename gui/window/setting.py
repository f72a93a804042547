"""What the window is built with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.bundle import Held
from core.folders import Folders
from core.workers.worker import WorkerLike
from gui.kit.remembered import Preferences
from gui.notices.problem import Caught
from gui.notices.tape import Tape
from gui.window.doorbell import Request


@dataclass(frozen=True)
class WindowSetting:
    """What the front door hands to the window.

    `trainer` has been warming up already, None without anything to train with; `own`: whether the app itself has torch;
    `tour`: whether newcomers are shown around;
    `start` starts another one on a Python ("": ours), and `start_inside` and `start_data` an inside and a data worker.
    `tape`: the trainer, if it is a recording. `run`: the saved training to begin with, "" for none. `asked` returns
    what other starts of the app have asked of this window. `held`: how macOS holds the app.
    """

    trainer: WorkerLike | None
    start: Callable[[str], WorkerLike]
    start_inside: Callable[[str], WorkerLike]
    start_out: Callable[[str], WorkerLike]
    """Starts an out worker, in the same way."""
    start_install: Callable[[], WorkerLike]
    start_data: Callable[[str], WorkerLike]
    folders: Folders
    preferences: Preferences
    caught: Caught
    tape: Tape | None = None
    version: str = ""
    run: str = ""
    asked: Callable[[], list[Request]] = list
    held: Held = ""
    own: bool = True
    tour: bool = False
