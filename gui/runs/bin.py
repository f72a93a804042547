"""What a person deletes goes to the system's bin, else into our own for thirty days; either gives it back."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFile

from core import files
from core.bin import BinError, Binned, bins_for, put, restore, sweep

INFO = ".trashinfo"


@dataclass(frozen=True)
class Thrown:
    """Something that was deleted: where it was and where it is now. `binned`: in our bin; None: in the system's."""

    came_from: Path
    now: Path
    binned: Binned | None

    @property
    def name(self) -> str:
        """What it was called."""
        return self.came_from.name


def throw_away(path: Path, *, own: Path, system: bool) -> Thrown:
    """Move a file or folder to the system's bin, or (`system` False, or there is none) to ours, below `own` or beside.

    Raises `BinError`, and then it is where it was.
    """
    if system and os.path.lexists(path):
        file = QFile(str(path))
        if file.moveToTrash():
            return Thrown(path, Path(file.fileName()), None)
    binned = put(path, bins_for(path, own=own))
    return Thrown(path, binned.content, binned)


def take_back(thrown: Thrown) -> Path:
    """Move it back; return the place. If its name is taken meanwhile, it gets a number. Raises `BinError`."""
    target, number = thrown.came_from, 1
    while os.path.lexists(target):
        number += 1
        target = thrown.came_from.with_name(f"{thrown.name} ({number})")
    if thrown.binned is not None:
        return restore(thrown.binned, to=target)
    if not os.path.lexists(thrown.now):
        raise BinError("{name} is not in the bin any more.", name=thrown.name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        files.rename(thrown.now, target)
    except OSError as error:
        folder = str(target.parent)
        raise BinError("{name} cannot be moved back to {folder}.", name=thrown.name, folder=folder) from error
    info = thrown.now.parent.parent / "info" / f"{thrown.now.name}{INFO}"  # of the bins of Linux
    with contextlib.suppress(OSError):
        info.unlink()
    return target


def sweep_soon(bins: Iterable[Path]) -> threading.Thread:
    """Delete what has waited in our bins for thirty days, on a thread: an environment has many files."""
    thread = threading.Thread(target=sweep, args=(tuple(bins),), name="sweep", daemon=True)
    thread.start()
    return thread
