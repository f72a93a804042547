"""What a chart shows: its two curves, the edit marks, the newest step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.messages.train_events import NetChanged, Tick
from core.messages.train_reports import Array, EditMark
from gui.kit.arrays import numbers
from gui.kit.layer_words import label_text
from gui.kit.words import tr
from gui.train.charts.series import Series

NEWEST_EDITS = 3
"""So many edits are told of in a summary."""
LOSS, VALIDATION_LOSS, SCORE, VALIDATION_SCORE = 2, 3, 4, 5
"""Places of a Tick's fields in a row of `NetChanged.ticks`."""


def row_of(tick: Tick) -> tuple[float, ...]:
    """Return the numbers of a Tick in the order of its fields."""
    return (
        tick.step, tick.epoch, tick.loss, tick.validation_loss, tick.score, tick.validation_score, tick.gradient_norm,
        tick.samples_per_s, tick.learning_rate,
    )  # fmt: skip


class Record:
    """`training` and `validation` are the series of the two `fields` of a Tick, −1 for none."""

    def __init__(self, *, fields: tuple[int, int]) -> None:
        self.fields = fields
        self.training, self.validation = Series(), Series()
        self.twin = Series()
        """The validation series of the run without an edit."""
        self.marks: tuple[EditMark, ...] = ()
        self.newest = self.others_end = 0.0

    def clear(self) -> None:
        """Forget everything, for another training."""
        for series in (self.training, self.validation, self.twin):
            series.clear()
        self.marks, self.newest = (), 0.0

    @property
    def end(self) -> float:
        """The last step of all curves, those of others too."""
        return max(self.newest, self.others_end)

    def summary(self, title: str, value_text: Callable[[float], str]) -> str:
        """Return what the curves show, in words: where each is, where it began, its least and greatest, and the newest
        edits."""
        parts = [title]
        told = ((tr("training"), self.training), (tr("validation"), self.validation))
        for name, series in (*told, (tr("without the edit"), self.twin)):
            if series.count:
                low, high = series.extremes(np.array([0]), np.array([series.count]))
                values = (series.last, float(series.y[0]), float(low[0]), float(high[0]))
                now, first, least, most = map(value_text, values)
                parts.append(tr(
                    "{name} {now}, at the start {first}, least {least}, greatest {most}",
                    name=name, now=now, first=first, least=least, most=most,
                ))  # fmt: skip
        if len(parts) == 1:
            return tr("{title}: The curves begin with the first step.", title=title)
        parts.insert(1, tr("step {step:,}", step=int(self.newest)))
        edits = [f"{label_text(mark.label)} ({mark.step:,})" for mark in self.marks[-NEWEST_EDITS:]]
        return "; ".join([*parts, *edits])

    def add(self, tick: Tick) -> None:
        """Add a point to each curve; NaN adds none."""
        values = row_of(tick)
        for series, place in zip((self.training, self.validation), self.fields, strict=True):
            if place >= 0:
                series.append(tick.step, values[place])
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

    def fill(self, rows: np.ndarray) -> None:
        """Add the points of many Ticks, (n, 9) in the order of their fields."""
        for series, place in zip((self.training, self.validation), self.fields, strict=True):
            if place >= 0:
                series.extend(rows[:, 0], rows[:, place])

    def _extend(self, ticks: Array) -> None:
        rows = numbers(ticks)
        if len(rows):
            self.fill(rows)
            self.newest = max(self.newest, float(rows[-1, 0]))
