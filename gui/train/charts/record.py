"""Everything a chart has been told: its two curves, the edit marks, the newest step."""

from __future__ import annotations

from core.messages.train_events import Edited, Loaded, Tick
from core.messages.train_reports import Array, EditMark
from gui.kit.arrays import numbers
from gui.train.charts.series import Series

LOSS, VALIDATION_LOSS, SCORE, VALIDATION_SCORE = 2, 3, 4, 5
"""Places of a Tick's fields in a row of `Loaded.ticks`."""


class Record:
    """`training` and `validation` are the series of the two `fields` of a Tick."""

    def __init__(self, *, fields: tuple[int, int]) -> None:
        self.fields = fields
        self.training, self.validation = Series(), Series()
        self.marks: tuple[EditMark, ...] = ()
        self.newest = 0.0

    def load(self, loaded: Loaded) -> None:
        """Begin anew with the history of `loaded`."""
        for series in (self.training, self.validation):
            series.clear()
        self.newest = float(loaded.state.step)
        self._extend(loaded.ticks)
        self.marks = loaded.marks

    def add(self, tick: Tick) -> None:
        """Add a point to each curve; NaN adds none."""
        values = {LOSS: tick.loss, VALIDATION_LOSS: tick.validation_loss}
        values |= {SCORE: tick.score, VALIDATION_SCORE: tick.validation_score}
        self.training.append(tick.step, values[self.fields[0]])
        self.validation.append(tick.step, values[self.fields[1]])
        self.newest = max(self.newest, tick.step)

    def edit(self, edited: Edited) -> None:
        """Take the marks of an edit; an undo or a redo rewinds the curves and brings back what was there."""
        if edited.cause in ("undo", "redo"):
            keep = edited.keep_to_step if edited.keep_to_step >= 0 else edited.step
            for series in (self.training, self.validation):
                series.rewind(keep)
            self.newest = float(edited.step)
            if edited.ticks is not None:
                self._extend(edited.ticks)
        self.marks = edited.marks

    def _extend(self, ticks: Array) -> None:
        rows = numbers(ticks)
        if len(rows):
            self.training.extend(rows[:, 0], rows[:, self.fields[0]])
            self.validation.extend(rows[:, 0], rows[:, self.fields[1]])
            self.newest = max(self.newest, float(rows[-1, 0]))
