"""What a chart shows: its two curves, the edit marks, the newest step."""

from __future__ import annotations

from core.messages.train_events import NetChanged, Tick
from core.messages.train_reports import Array, EditMark
from gui.kit.arrays import numbers
from gui.train.charts.series import Series

LOSS, VALIDATION_LOSS, SCORE, VALIDATION_SCORE = 2, 3, 4, 5
"""Places of a Tick's fields in a row of `NetChanged.ticks`."""


class Record:
    """`training` and `validation` are the series of the two `fields` of a Tick."""

    def __init__(self, *, fields: tuple[int, int]) -> None:
        self.fields = fields
        self.training, self.validation = Series(), Series()
        self.marks: tuple[EditMark, ...] = ()
        self.newest = 0.0

    def clear(self) -> None:
        """Forget everything, for another training."""
        for series in (self.training, self.validation):
            series.clear()
        self.marks, self.newest = (), 0.0

    def add(self, tick: Tick) -> None:
        """Add a point to each curve; NaN adds none."""
        values = {LOSS: tick.loss, VALIDATION_LOSS: tick.validation_loss}
        values |= {SCORE: tick.score, VALIDATION_SCORE: tick.validation_score}
        self.training.append(tick.step, values[self.fields[0]])
        self.validation.append(tick.step, values[self.fields[1]])
        self.newest = max(self.newest, tick.step)

    def take_in(self, now: NetChanged) -> None:
        """Take the marks there are now; where steps were undone, rewind the curves and add the old points."""
        if now.keep_to_step >= 0:
            for series in (self.training, self.validation):
                series.rewind(now.keep_to_step)
            self.newest = float(now.state.step)
        if now.ticks is not None:
            self._extend(now.ticks)
        self.marks = now.marks

    def _extend(self, ticks: Array) -> None:
        rows = numbers(ticks)
        if len(rows):
            self.training.extend(rows[:, 0], rows[:, self.fields[0]])
            self.validation.extend(rows[:, 0], rows[:, self.fields[1]])
            self.newest = max(self.newest, float(rows[-1, 0]))
