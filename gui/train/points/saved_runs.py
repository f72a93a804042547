"""The Ticks of a saved run, read without the trainer: what its weights say of them, and the file they name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core import files
from core.messages.train_events import TICK_FIELDS
from core.messages.train_reports import RunRecord
from core.runs import FORMAT, WEIGHTS_FILE, RunError, read_run
from core.sentence import Problem

HEADER_BYTES = 64 << 20
"""The header grows with the run's timeline; a longer one is none."""
MOST_ROWS = 1_000_000
"""Of a longer file the newest Ticks are read."""
ROW_BYTES = 8 * TICK_FIELDS


@dataclass(frozen=True)
class SavedCurves:
    """A run's record and its Ticks, (n, 9) in the order of their fields, steps ascending."""

    folder: Path
    record: RunRecord
    rows: np.ndarray


def read_curves(folder: Path) -> SavedCurves:
    """Return the curves of a saved run; raise `RunError` if they cannot be read."""
    run = read_run(folder)
    if run.record is None:
        raise RunError("The curves of “{name}” cannot be read.", name=folder.name, advice=_why(run.problem))
    try:
        rows = _rows(folder, *_named(folder))
    except RunError:
        raise
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError, Problem) as error:
        raise RunError("The curves of “{name}” are damaged or missing.", name=folder.name) from error
    if not len(rows):
        raise RunError("“{name}” has no curves: no step was saved.", name=folder.name)
    return SavedCurves(folder, run.record, rows)


def _why(problem: object) -> tuple:  # type: ignore[type-arg]
    return (problem,) if problem is not None else ()


def _named(folder: Path) -> tuple[int, int]:
    """Return the story of a run's Ticks and how many there are, as the header of its weights says."""
    with files.opened(folder / WEIGHTS_FILE) as file:
        size = int.from_bytes(file.read(8), "little")
        if size > HEADER_BYTES:
            raise ValueError("too long for a header")
        header = files.from_json(file.read(size))
    told = files.from_json(header["__metadata__"]["torchgarden"].encode())
    if told["format"] > FORMAT:
        raise RunError("The training {name} was saved by a newer TorchGarden.", name=folder.name)
    story, ticks = told["story"], told["ticks"]
    if not (isinstance(story, int) and isinstance(ticks, int) and 0 <= story < 1 << 64 and 0 <= ticks < 1 << 40):
        raise ValueError("no story")
    return story, ticks


def _rows(folder: Path, story: int, ticks: int) -> np.ndarray:
    """Return the Ticks of a story, (n, 9), without what no trainer has written."""
    with files.opened(folder / f"ticks-{story}.f8") as file:
        there = min(ticks, os.fstat(file.fileno()).st_size // ROW_BYTES)
        file.seek(max(0, there - MOST_ROWS) * ROW_BYTES)
        content = file.read(min(there, MOST_ROWS) * ROW_BYTES)
    rows = np.frombuffer(content[: len(content) // ROW_BYTES * ROW_BYTES], "<f8").reshape(-1, TICK_FIELDS)
    steps = rows[:, 0]
    if len(rows) and not (np.isfinite(steps).all() and (np.diff(steps) > 0).all() and steps[0] >= 0):
        raise ValueError("steps that do not ascend")
    return rows
