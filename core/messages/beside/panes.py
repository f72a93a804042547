"""Two moments, branches or runs side by side. After the arrow: the event that answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.train_commands import Asked
from core.messages.train_events import NetChanged, Portrait, Told
from core.messages.train_reports import Array, Data

Whose = Literal["now", "step", "branch", "run"]


@dataclass(frozen=True)
class ShowPane(Asked):
    """Tell of the training as it stands ("now"), as it was after step `place` ("step"), of the branch `place`
    ("branch"), or of a run that is saved in the folder `run` ("run"), with at most `units` units a layer. Nothing
    of the training changes. -> PaneShown"""

    of: Whose
    place: int = 0
    run: str = ""
    units: int = 12


@dataclass(frozen=True)
class PaneShown(Told):
    """What was asked for: its data, its network with what its units do, and how it does on all samples it is trained on
    and validated on: mean loss, and score as in Tick.

    `table`: as in `Examined`. Not `exact`: as in `ShownAt`.
    """

    of: Whose
    place: int
    run: str
    data: Data
    now: NetChanged
    portrait: Portrait
    loss: float
    score: float
    validation_loss: float
    validation_score: float
    table: Union[Array, None] = None
    exact: bool = True
