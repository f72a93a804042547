"""Earlier moments of a training, and the branches that go on from them. After the arrow: the event that answers."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.train_commands import Asked
from core.messages.train_events import NetChanged, Told
from core.messages.train_reports import Array


@dataclass(frozen=True)
class LookBack(Asked):
    """Show the network as it was right after step `step`, with all that was done there; `before`: without. The training
    waits meanwhile, and nothing of it changes. -> ShownAt"""

    step: int
    before: bool = False


@dataclass(frozen=True)
class BackToNow(Asked):
    """Show the training as it stands again. -> ShownAt"""


@dataclass(frozen=True)
class GoOnFrom(Asked):
    """Train on from an earlier moment, as in `LookBack`, in a new branch. The one that is left stays. -> Loaded"""

    step: int
    before: bool = False


@dataclass(frozen=True)
class SwitchBranch(Asked):
    """Train on in another branch, from where it was left. -> Loaded"""

    branch: int


@dataclass(frozen=True)
class TellBranches(Asked):
    """Tell of all branches. -> Branches"""


@dataclass(frozen=True)
class NameBranch(Asked):
    """Give a branch a name, "" for none. -> Branches"""

    branch: int
    name: str


@dataclass(frozen=True)
class DeleteBranch(Asked):
    """Take a branch out of the list. It can be brought back until the run is closed. -> Branches"""

    branch: int


@dataclass(frozen=True)
class BringBack(Asked):
    """Put a deleted branch back into the list. -> Branches"""

    branch: int


@dataclass(frozen=True)
class Branch:
    """A branch that is not trained now: it left the branch `parent` (−1: none did) at step `begins`, and was left at
    step `step`. `ticks`: (n, 9) "f8", its curves from `begins` on, as in `NetChanged`; at most a thousand rows."""

    number: int
    name: str
    parent: int
    begins: int
    step: int
    loss: float
    score: float
    ticks: Array


@dataclass(frozen=True)
class Branches(Told):
    """All branches of the run. It also comes unasked, when another one is trained. `at`, `name`, `parent`, `begins`: of
    the one that is trained now, which is not among `branches`. `gone`: the one that was just deleted, −1 for none."""

    at: int
    name: str
    parent: int
    begins: int
    branches: tuple[Branch, ...]
    gone: int = -1


@dataclass(frozen=True)
class ShownAt(Told):
    """Which moment is shown from now on: `now` tells of the network there, at step `now.state.step`. `looking`: it is
    an earlier one, and the training waits at step `waits`. `asked`: the step that was asked for; where that would take
    too long it is another. Not `exact`: on this device the steps on the way were done again to rounding."""

    now: NetChanged
    looking: bool
    waits: int
    asked: int
    before: bool = False
    exact: bool = True
