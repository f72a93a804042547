"""What the trainer's room is built with: what the window lends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.workers.worker import WorkerLike
from gui.notices.bar import Bars

if TYPE_CHECKING:
    from gui.train.page import TrainPage


@dataclass(frozen=True)
class TrainSetting:
    """What lasts as long as the window; functions return what is there now.

    `start` starts a trainer on a Python ("": ours). `python` and `data` are the ones chosen, and `choose` changes a
    preference. New trainings are saved in `folder`; `mark` is the file that remembers the open run.
    """

    start: Callable[[str], WorkerLike]
    page: Callable[[], TrainPage]
    bars: Callable[[], Bars]
    python: Callable[[], str]
    data: Callable[[], str]
    choose: Callable[[str, str], None]
    folder: Callable[[], Path]
    mark: Path
