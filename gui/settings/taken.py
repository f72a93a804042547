"""Take away what the app keeps: each thing goes to the bin by its own rules, and can be brought back."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import runs
from core.bin import BinError
from core.files import remove_tree
from core.messages.install_reports import Kept
from core.runs import RunError
from core.sentence import Problem
from gui.runs.bin import Thrown, take_back

Throw = Callable[[Path], Thrown]


@dataclass
class Went:
    """What went to the bin last, as long as it can be brought back: it is offered in every language, on a page that is
    made again. `said` puts it into words."""

    said: Callable[[], str] | None = None
    back: Callable[[], Any] | None = None


class KeptError(Problem):
    """Something that cannot be taken away now."""


def take_away(item: Kept, throw: Throw, *, busy: bool) -> tuple[Thrown, ...]:
    """Move an item to the bin and return what can be brought back; raise `Problem` with a sentence if it stays.

    `throw` moves a file or folder; `busy`: an install runs, and needs its downloads and notes.
    """
    path = Path(item.path)
    if item.kind in ("cache", "installs") and busy:
        raise KeptError("An install is running and needs this. Wait until it has ended, or cancel it.")
    if not path.is_absolute() or path in (Path.home(), *Path.home().parents):
        raise KeptError("{folder} holds more than TorchGarden’s files, so it stays.", folder=item.path)
    if item.kind == "runs":
        return _take_runs(path, throw)
    if item.kind == "bin":
        remove_tree(path)
        if os.path.lexists(path):
            raise KeptError("Some files in {folder} are in use. Try again later.", folder=item.path)
        return ()
    return (throw(path),)


def _take_runs(folder: Path, throw: Throw) -> tuple[Thrown, ...]:
    """Move every saved training to the bin, but not one that is open here or in another window, and nothing else."""
    taken: list[Thrown] = []
    left = 0
    for run in runs.list_runs(folder):
        try:
            taken.append(runs.to_bin(run, throw))
        except (RunError, BinError):
            left += 1
    if left and not taken:
        raise KeptError("No training was moved: they are open, or may not be changed.")
    if not taken:
        raise KeptError("There is no training in {folder}.", folder=str(folder))
    return tuple(taken)


def bring_back(taken: tuple[Thrown, ...]) -> None:
    """Move things back to where they were, each that can; raise `BinError` for the first that cannot."""
    stay: list[BinError] = []
    for thrown in taken:
        try:
            take_back(thrown)
        except BinError as error:
            stay.append(error)
    if stay:
        raise stay[0]
