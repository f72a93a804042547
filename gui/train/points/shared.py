"""What was chosen for both charts together: what the axis counts, how much is smoothed, which runs are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QColor

from core.messages.train_commands import Change
from core.messages.train_reports import RunRecord
from core.net.plan import LayerKey
from gui.kit.theme import Theme
from gui.train.axes.across import Across, Count, across
from gui.train.charts.series import Series
from gui.train.points.history import step_times
from gui.train.points.quantity import Kind, Quantity
from gui.train.points.saved_runs import SavedCurves

HUES = (280, 160, 330, 190, 50, 250, 100, 15)
"""Of the lines of runs and layers; far from the colours of training and validation first."""
MOST_RUNS = 24
"""So many runs are compared at once at most: more cannot be told apart."""


def color_of(place: int, theme: Theme) -> QColor:
    """Return the colour of the run or the layer number `place` (from 0)."""
    light = 0.42 if theme.scheme == "light" else 0.66
    turn = place // len(HUES)
    tone = light + (0.0, 0.08, -0.08)[turn % 3]
    return QColor.fromHslF(((HUES[place % len(HUES)] + 22 * turn) % 360) / 360, 0.62, tone)


@dataclass
class Compared:
    """A saved run in the charts. `place`: which colour it has; `hidden`: a click has put it away for now."""

    saved: SavedCurves
    place: int
    hidden: bool = False
    _made: dict[Kind, Series] = field(default_factory=dict)
    _across: dict[Count, Across] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where it is saved."""
        return self.saved.folder

    @property
    def name(self) -> str:
        """What the person called it."""
        return self.saved.folder.name

    @property
    def samples(self) -> int:
        """How many samples an epoch of it has, about: seen from its steps and its batches where the data is unknown."""
        return samples_of(self.saved)

    def across(self, count: Count) -> Across:
        """Return the axis that counts so for this run."""
        if count not in self._across:
            self._across[count] = across(self.saved.rows, count, samples=self.samples)
        return self._across[count]

    def column(self, quantity: Quantity) -> int:
        """Return the place of the number that stands for the run: validation, where that is measured; −1 for none."""
        training, validation = quantity.fields
        measured = validation >= 0 and np.isfinite(self.saved.rows[:, validation]).any()
        return validation if measured else training

    def series(self, quantity: Quantity) -> Series:
        """Return the run's curve of a quantity, without points where its Ticks do not tell it."""
        if quantity.kind not in self._made:
            made, rows = Series(), self.saved.rows
            if quantity.kind == "step_time":
                made.extend(rows[:, 0], step_times(rows, samples=self.samples))
            elif (place := self.column(quantity)) >= 0:
                made.extend(rows[:, 0], rows[:, place])
            self._made[quantity.kind] = made
        return self._made[quantity.kind]


def samples_of(saved: SavedCurves) -> int:
    """Return how many samples an epoch of a saved run has: those of all its batches, divided by its epochs."""
    record: RunRecord = saved.record
    rows = saved.rows[np.isfinite(saved.rows[:, 1])]
    if not len(rows) or not rows[-1, 1] > 0:
        return 1
    changes = [(0.0, record.first_settings.batch_size)]
    for entry in record.timeline:
        if isinstance(entry.done, Change) and entry.done.setting == "batch_size":
            changes.append((float(entry.step), int(entry.done.value)))
    ends = [step for step, _ in changes[1:]] + [float(rows[-1, 0])]
    taken = sum(max(0.0, end - step) * batch for (step, batch), end in zip(changes, ends, strict=True))
    return max(1, round(taken / float(rows[-1, 1])))


class Shared:
    """Both charts have the same; `changed` is called after each change."""

    def __init__(self) -> None:
        self.count: Count = "step"
        self.smoothing = 0.0
        self.runs: list[Compared] = []
        self.hidden_layers: set[LayerKey] = set()
        self.hears: list[Callable[[], Any]] = []

    def changed(self) -> None:
        """Tell both charts."""
        for hear in self.hears:
            hear()

    def choose_count(self, count: Count) -> None:
        """Let the axis count so."""
        self.count = count
        self.changed()

    def choose_smoothing(self, weight: float) -> None:
        """Smooth with this weight from now on, 0 for not at all."""
        self.smoothing = weight
        self.changed()

    def compare(self, saved: SavedCurves) -> None:
        """Put a saved run into the charts; one that is there is replaced, in its colour."""
        taken = {run.place for run in self.runs if run.folder != saved.folder}
        here = next((run for run in self.runs if run.folder == saved.folder), None)
        place = here.place if here else next(n for n in range(MOST_RUNS + 1) if n not in taken)
        self.runs = [*(run for run in self.runs if run.folder != saved.folder), Compared(saved, place)]
        self.runs.sort(key=lambda run: run.place)
        self.changed()

    def remove(self, folder: Path) -> None:
        """Take a run out of the charts; nothing is deleted."""
        self.runs = [run for run in self.runs if run.folder != folder]
        self.changed()
