"""The open run: its folder, and the mark on disk that lets the next start offer it after a crash."""

from __future__ import annotations

import contextlib
from pathlib import Path

from core.runs import RECORD_FILE, RunError, SavedRun, delete, read_record
from gui.kit.remembered import note_open_run, open_run


class CurrentRun:
    """The open run. `folder` "": no saved run is open."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark
        self.folder = ""

    @property
    def name(self) -> str:
        """The name of the run, "" for none."""
        return Path(self.folder).name if self.folder else ""

    @property
    def saved(self) -> bool:
        """Whether there is a checkpoint to continue from."""
        return bool(self.folder) and (Path(self.folder) / RECORD_FILE).is_file()

    @property
    def step(self) -> int:
        """The step of that checkpoint, −1 if there is none."""
        with contextlib.suppress(RunError):
            return read_record(Path(self.folder)).step if self.saved else -1
        return -1

    def left_over(self) -> SavedRun | None:
        """Return the run that was open when the app crashed; delete it if nothing was trained in it."""
        folder = open_run(self.mark)
        with contextlib.suppress(RunError):
            run = SavedRun(Path(folder), read_record(Path(folder))) if folder else None
            if run is None or not _untouched(run):
                return run
            delete(run)
        return None

    def is_now(self, folder: str) -> None:
        """Take in that another run is open; delete the last one if nothing was trained in it."""
        if folder != self.folder:
            self._tidy()
        self.folder = folder
        note_open_run(self.mark, folder)

    def moved(self, target: Path) -> None:
        """Take in that the trainer saves into `target`; delete the old folder."""
        before = Path(self.folder)
        if self.saved and before != target:
            delete(SavedRun(before, read_record(before)))
        self.folder = str(target)
        note_open_run(self.mark, self.folder)

    def close(self) -> None:
        """Take in that the app ends well."""
        self._tidy()
        note_open_run(self.mark, "")

    def _tidy(self) -> None:
        """Delete the run if nothing was trained in it: many of those would hide the others in the list."""
        if self.saved:
            with contextlib.suppress(RunError):
                run = SavedRun(Path(self.folder), read_record(Path(self.folder)))
                if _untouched(run):
                    delete(run)


def _untouched(run: SavedRun) -> bool:
    """Return whether nothing was trained or edited."""
    return run.record.step == 0 and not run.record.marks
