"""What a person did to the points of the plane, as rows of the timeline: edits that follow each other are one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.messages.train_commands import EditPoint
from core.messages.train_reports import TimelineEntry
from gui.kit.words import tr


@dataclass(frozen=True)
class PointsEdited:
    """Some edits of points: `first` were done before, `last` are done after; the last of them at `step`."""

    step: int
    first: int
    last: int

    def text(self) -> str:
        """Return the row in words."""
        count = self.last - self.first
        return tr("A point changed") if count == 1 else tr("{n:,} points changed", n=count)


def rows_of(timeline: Sequence[TimelineEntry], *, edits: int) -> list[PointsEdited]:
    """Return the rows of a training that is opened, whose data has so many edits now."""
    steps = [(entry.step, isinstance(entry.done, EditPoint)) for entry in timeline]
    before = edits - sum(one for _, one in steps)
    rows: list[PointsEdited] = []
    alone = True
    for step, point in steps:
        if point and alone:
            rows.append(PointsEdited(step, before, before + 1))
        elif point:
            rows[-1] = replace(rows[-1], step=step, last=before + 1)
        before += point
        alone = not point
    return rows


def rows_after(rows: Sequence[PointsEdited], *, edits: int, step: int, edited: int) -> list[PointsEdited]:
    """Return the rows when there are `edits` edits of points, the newest at `step`; `edited`: the step of the newest
    other thing that was done. What was undone is gone."""
    kept = [replace(row, last=min(row.last, edits)) for row in rows if row.first < edits]
    done = kept[-1].last if kept else 0
    if edits <= done or (not kept and not rows and edits <= 0):
        return kept
    if kept and kept[-1].step >= edited:
        return [*kept[:-1], replace(kept[-1], step=step, last=edits)]
    return [*kept, PointsEdited(step, done, edits)]
