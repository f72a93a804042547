"""The runs that this trainer holds: meanwhile no other trainer opens them and no window renames or deletes them."""

from __future__ import annotations

import contextlib
from pathlib import Path

from core import runs
from core.locks import Lock
from core.runs import WEIGHTS_FILE, RunError


class Hold:
    """The locks on run folders. The system gives them back when the process ends, however it ends."""

    def __init__(self) -> None:
        self._locks: dict[Path, Lock] = {}

    def take(self, folder: Path) -> None:
        """Hold a run; raise `RunHeld` while another program has it open."""
        if folder not in self._locks and (lock := runs.hold(folder)) is not None:
            self._locks[folder] = lock

    def take_new(self, folder: Path) -> None:
        """Hold a folder for a run that begins; raise `RunError` if one is saved there already."""
        with contextlib.suppress(OSError):  # where nothing can be written, the first save says so
            folder.mkdir(parents=True, exist_ok=True)
        self.take(folder)
        if (folder / WEIGHTS_FILE).exists():
            raise RunError("There is a training called {name} already.", name=folder.name)

    def renew(self) -> None:
        """Hold again what was moved or deleted by hand: the next save makes the folder again."""
        for folder in [folder for folder, lock in self._locks.items() if not lock.there() and folder.is_dir()]:
            self._locks.pop(folder).release()
            with contextlib.suppress(RunError):
                if (lock := runs.hold(folder, patience_s=0)) is not None:
                    self._locks[folder] = lock

    def keep_only(self, folder: Path | None) -> None:
        """Give all back but one."""
        for other in [one for one in self._locks if one != folder]:
            self._locks.pop(other).release()
