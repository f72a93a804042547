"""The open run: its folder, and the mark on disk that lets the next start offer it after a crash."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from core.run_folders import give_back
from core.runs import RECORD_FILE, RunError, SavedRun, delete, read_record, read_run
from gui.train.crash_mark import CrashMark

MOMENT_STEPS, MOMENT_S = 100, 5.0
"""So many steps, or seconds of a slow training, are soon trained again."""


def more_than_a_moment(step: int, *, pace: float = 0.0) -> bool:
    """Return whether a training that stands at `step` has gone on for more than a moment; `pace`: its steps a second, 0
    for full speed."""
    least = min(MOMENT_STEPS, MOMENT_S * pace) if pace > 0 else MOMENT_STEPS
    return step >= least


class CurrentRun:
    """The open run. `folder` "": no saved run is open. `marks`: the folder where open windows have their marks."""

    def __init__(self, marks: Path) -> None:
        self.mark = CrashMark(marks)
        self.folder = ""

    @property
    def name(self) -> str:
        """The name of the run, "" for none."""
        return Path(self.folder).name if self.folder else ""

    @property
    def saved(self) -> bool:
        """Whether there is a checkpoint to continue from."""
        return bool(self.folder) and os.path.isfile(os.path.join(self.folder, RECORD_FILE))

    @property
    def step(self) -> int:
        """The step of that checkpoint, −1 if there is none."""
        with contextlib.suppress(RunError):
            return read_record(Path(self.folder)).step if self.saved else -1
        return -1

    def left_over(self) -> SavedRun | None:
        """Return the run that was open when the app crashed; delete it if nothing was trained in it."""
        while folder := self.mark.left_over():
            run = read_run(Path(folder))
            if run.record is None:
                continue
            if not _untouched(run):
                return run
            with contextlib.suppress(RunError):
                delete(run)
        return None

    def is_now(self, folder: str) -> None:
        """Take in that another run is open; delete the last one if nothing was trained in it."""
        if folder != self.folder:
            self._tidy()
        self.folder = folder
        self.mark.note(folder)

    def moved(self, target: Path) -> None:
        """Take in that the trainer saves into `target`; delete the old folder."""
        before = Path(self.folder)
        if before != target:
            with contextlib.suppress(RunError):
                delete(read_run(before))
            give_back(before)
        self.folder = str(target)
        self.mark.note(self.folder)

    def close(self) -> None:
        """Take in that the app ends well."""
        self._tidy()
        self.mark.note("")

    def _tidy(self) -> None:
        """Delete the run if nothing was trained in it: many of those would hide the others in the list."""
        if self.saved:
            with contextlib.suppress(RunError):
                run = read_run(Path(self.folder))
                if _untouched(run):
                    delete(run)
        elif self.folder:
            give_back(Path(self.folder))


def _untouched(run: SavedRun) -> bool:
    """Return whether nothing was trained or edited."""
    return run.record is not None and run.record.step == 0 and not run.record.marks
