"""The curves and the timeline as a table (CSV) that any program opens: a row for each point of each curve.

The columns are those of a chart that is saved from the window, and one more: what was done to the network. An epoch, a
time or a value that is not known is left out.
"""

from __future__ import annotations

import bisect
import csv
import io
import math
from pathlib import Path

from core import files
from core.language.cells import BOM, as_cell
from core.messages.train_events import Tick
from core.out.plain.ticks import curves, ticks
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import Sentence, say

COLUMNS = ("run", "curve", "step", "epoch", "seconds", "value", "edit")
Row = tuple[str, ...]


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the table. Raises OSError."""
    files.write(path, (BOM + table(taken, Voice(language))).encode("utf-8", "replace"))
    return ()


def table(taken: Taken, voice: Voice) -> str:
    """Return the table: curve by curve in the order of the steps, then every edit with the loss after it, and epoch and
    seconds of the last Tick up to it."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    known, run = list(ticks(taken)), as_cell(taken.name)
    for curve in curves(taken):
        name = as_cell(voice.read(curve.name))
        for tick, gone in known:
            value = float(getattr(tick, curve.field))
            if math.isfinite(value):
                writer.writerow((run, name, *_place(tick, gone), repr(value), ""))
    edits, steps = as_cell(voice.read(say("Edits"))), [tick.step for tick, _ in known]
    for mark in taken.training.marks:
        before = bisect.bisect_right(steps, mark.step)
        place = _place(*known[before - 1])[1:] if before else ("", "")
        loss = repr(mark.loss_after) if math.isfinite(mark.loss_after) else ""
        writer.writerow((run, edits, str(mark.step), *place, loss, as_cell(voice.read(mark.label))))
    return made.getvalue()


def _place(tick: Tick, gone: float) -> Row:
    """Return step, epoch and seconds of a Tick."""
    epoch = f"{tick.epoch:.9g}" if math.isfinite(tick.epoch) else ""
    return (str(tick.step), epoch, f"{gone:.9g}")
