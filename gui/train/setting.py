"""What the window hands to the trainer's room, and what the room tells of a Python that cannot train."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.messages.stops import Stop
from core.sentence import Sentence
from gui.notices.bars import Bars

if TYPE_CHECKING:
    from gui.train.page import TrainPage


@dataclass(frozen=True)
class Unusable:
    """A chosen Python that no trainer starts with: its file, why and what helps, and a detail for a report."""

    python: str
    why: tuple[Sentence, ...]
    detail: str = ""


@dataclass(frozen=True)
class TrainSetting:
    """What the window hands in; functions return what is there now.

    `start` starts a trainer on a Python ("": ours). `python`, `data` and `pace` are the ones chosen, and `choose`
    changes a preference. New trainings are saved in `folder`; in `marks` the open windows remember their runs.
    `stops`: for what the training stops by itself. `own`: whether the app itself has torch. `needs` shows that no
    training can be: none is chosen (None), or what was.
    """

    start: Callable[[str], Any]
    page: Callable[[], TrainPage]
    bars: Callable[[], Bars]
    python: Callable[[], str]
    data: Callable[[], str]
    pace: Callable[[], float]
    choose: Callable[[str, str], None]
    folder: Callable[[], Path]
    marks: Path
    stops: Callable[[], tuple[Stop, ...]] = tuple
    own: bool = True
    needs: Callable[[Unusable | None], None] = lambda unusable: None
