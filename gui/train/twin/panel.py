"""The twin among the settings of a training: the switch, both numbers since the edit, and what can be done with it.

Twin                                  ( on)
                      with      without
Loss                 −0.031      +0.052
Accuracy              +1.2%       +0.4%
Since the edit, on validation samples, at step 2,046
Without “Hidden 1 widened +16” at step 760
[At equal steps ▾]        Stop
Go on without the edit
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from core.messages.beside.twin import (
    POINT_FIELDS,
    AskTwin,
    Measure,
    RestartTwin,
    SetTwin,
    StopTwin,
    TakeOverTwin,
    TwinNow,
    TwinPoint,
)
from core.messages.train_events import Loaded, Told
from core.sentence import Sentence, say
from gui.kit.arrays import numbers
from gui.kit.inputs import Switch
from gui.kit.layer_words import label_text
from gui.kit.pieces import Button, Elided, Label, Picker, column, row
from gui.kit.words import read, tip_text, tr
from gui.notices.beside import Beside
from gui.train.charts.card import Chart
from gui.train.side.listener import Listener

MEASURES: dict[Measure, Sentence] = {"steps": say("At equal steps"), "work": say("At equal work")}
FIELD = {name: place for place, name in enumerate(TwinPoint.__dataclass_fields__)}
LAST_STEP = 1e15
"""No training has more steps."""
BEHIND_STEPS = 200
"""From so many steps on it is said how far the twin is behind."""


class TwinPanel(QWidget, Listener):
    """The switch and, while there is a twin, how both runs do. `loss` and `score` draw the twin's curves."""

    def __init__(self, send: Callable[[Any], int], loss: Chart, score: Chart) -> None:
        super().__init__()
        self.send, self.loss, self.score = send, loss, score
        self.now = TwinNow()
        self.rows = np.empty((0, POINT_FIELDS))
        self.asked: set[int] = set()
        self.percent, self.fresh, self.stale = True, True, False
        self.switch = Switch(self.set, name=tr("Twin"))
        self.switch.setToolTip(tip_text(tr("Let the run go on beside that did not make the last edit")))
        label = Elided(tr("Twin"), kind="soft")
        label.setBuddy(self.switch)
        self.said = Label(kind="soft", size="note_px", wrap=True)
        self.numbers = Comparison()
        self.at = Label(kind="soft", size="note_px", tabular=True, wrap=True)
        choices = [(measure, read(word)) for measure, word in MEASURES.items()]
        self.measure = Picker(choices, self.compare, name=tr("How they are compared"))
        self.measure.setToolTip(
            tip_text(tr("Equal work: each has had as many multiply-adds, so a smaller network takes more steps"))
        )
        self.stop = Button(tr("Stop"), lambda: self.ask(StopTwin()), kind="link")
        self.stop.setAccessibleName(tr("Stop the twin; its curve stays"))
        self.stop.setToolTip(tip_text(tr("Stop the twin; its curve stays")))
        self.again = Button(tr("Compare from the newest edit"), lambda: self.ask(RestartTwin()), kind="link")
        self.over = Button(
            tr("Go on without the edit"), lambda: self.ask(TakeOverTwin()), kind="link",
            tip=tr("The twin becomes the training; Undo takes that back"),
        )  # fmt: skip
        self.below = QWidget()
        self.below.setLayout(
            column(self.numbers, self.at, self.said, row(self.measure, None, self.stop, gap=6),
                   row(self.again, None), row(self.over, None), gap=4)
        )  # fmt: skip
        self.setLayout(column(row(label, None, self.switch, gap=6), self.below, gap=4))
        self.problem = Beside(self)
        self.show_twin()

    # ------------------------------------------------------------------------------------------------- what is asked
    def set(self, on: bool) -> None:
        """Ask for a twin, or for none; until that is answered the switch shows what holds."""
        self.switch.setChecked(self.now.status != "off")
        self.ask(SetTwin(on, self.now.measure))

    def compare(self, measure: Measure) -> None:
        """Ask for the other way to compare."""
        self.measure.display(self.now.measure)
        self.ask(SetTwin(True, measure))

    def ask(self, command: Any) -> None:
        """Ask the trainer; what cannot be done is said here."""
        self.problem.put("")
        self.asked.add(self.send(command))

    # -------------------------------------------------------------------------------------------------- what is told
    def show_loaded(self, loaded: Loaded) -> None:
        self.percent = loaded.data.task == "classify"
        measure = self.now.measure
        on = self.now.status != "off"
        self.take(TwinNow("waiting" if on else "off", measure))
        if self.fresh:  # a page that was made again
            self.fresh = False
            self.ask(AskTwin())

    def hear(self, event: Told, answers: int | None) -> bool:
        if answers is not None:
            self.asked.discard(answers)
        if not isinstance(event, TwinNow):
            return False
        self.take(event)
        return True

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        if answers not in self.asked:
            return False
        self.asked.discard(answers)
        self.problem.put(read(sentence))
        self.show_twin()
        return True

    def take(self, now: TwinNow) -> None:
        """Take in where the twin stands, and its new points."""
        rows = rows_of(now)
        self.rows = np.concatenate([self.rows[: max(0, now.keep)], rows]) if now.mark is not None else rows[:0]
        self.now, self.stale = now, True
        if self.switch.isChecked() != (now.status != "off"):
            self.switch.setChecked(now.status != "off")

    def draw(self) -> None:
        if self.stale:
            self.stale = False
            steps = self.rows[:, FIELD["step"]]
            self.loss.show_twin(steps, self.rows[:, FIELD["validation_loss"]])
            self.score.show_twin(steps, self.rows[:, FIELD["validation_score"]])
            self.show_twin()

    def show_twin(self) -> None:
        """Show all of it."""
        now = self.now
        off, there = now.status == "off", now.mark is not None
        self.switch.setChecked(not off)
        self.measure.display(now.measure)
        said = "" if now.why is None else read(now.why)
        if not said and now.status == "waiting":
            said = tr("It waits for the next edit.")
        if not said and now.mark is not None:
            said = tr("Without “{edit}” at step {step:,}", edit=label_text(now.mark.label), step=now.mark.step)
        self.said.put(said)
        self.said.setVisible(bool(said))
        latest = self.latest()
        self.numbers.setVisible(latest is not None)
        self.at.setVisible(there)
        if latest is not None:
            self.numbers.show_rows(self.compared(latest))
        self.at.put(self.where(latest))
        self.measure.setVisible(not off)
        self.stop.setVisible(now.status == "going")
        self.again.setVisible(there and (now.newer or now.status in ("stopped", "ended")))
        self.over.setVisible(there and now.can_take_over)
        self.below.setVisible(not off or bool(said))

    def latest(self) -> np.ndarray | None:
        """Return the newest point at which both were measured on the validation samples, (10,)."""
        both = np.isfinite(self.rows[:, FIELD["validation_loss"]]) & np.isfinite(
            self.rows[:, FIELD["with_validation_loss"]]
        )
        places = np.flatnonzero(both)
        return self.rows[places[-1]] if len(places) else None

    def compared(self, point: np.ndarray) -> list[tuple[str, str, str]]:
        """Return (name, with, without) of each number: how far it has gone since the edit."""
        base = self.now.base_loss
        losses = [point[FIELD["with_validation_loss"]] - base, point[FIELD["validation_loss"]] - base]
        base = self.now.base_score
        scores = [point[FIELD["with_validation_score"]] - base, point[FIELD["validation_score"]] - base]
        name, text = (tr("Accuracy"), percent_text) if self.percent else ("R²", change_text)
        return [
            (tr("Loss"), change_text(losses[0]), change_text(losses[1])),
            (name, text(scores[0]), text(scores[1])),
        ]

    def where(self, point: np.ndarray | None) -> str:
        """Return at which steps the numbers are, and how far the twin is behind."""
        now = self.now
        if point is None:
            return tr("Not measured yet.") if now.mark is not None else ""
        step, twin_step = (clipped(point[FIELD[name]]) for name in ("step", "twin_step"))
        if now.measure == "work":
            said = tr("Since the edit, on validation samples: step {step:,}, twin at step {twin:,}", step=step,
                      twin=twin_step)  # fmt: skip
        else:
            said = tr("Since the edit, on validation samples, at step {step:,}", step=step)
        if now.status == "going" and now.behind >= BEHIND_STEPS:
            said += " · " + tr("{n:,} steps behind", n=now.behind)
        return said

    def in_reading_order(self) -> Sequence[QWidget]:
        return (self,)


class Comparison(QWidget):
    """A small table: with and without the edit."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        self.cells = [[self._cell(line, place) for place in range(3)] for line in range(3)]
        for line, cells in enumerate(self.cells):
            for place, cell in enumerate(cells):
                grid.addWidget(cell, line, place)
        self.cells[0][1].put(tr("with"))
        self.cells[0][2].put(tr("without"))
        self.setLayout(grid)

    def _cell(self, line: int, place: int) -> Label:
        plain = line == 0 or place == 0
        cell = Elided(kind="soft" if plain else "", size="note_px", tabular=True, bold=not plain and place == 1)
        if place:
            cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell.least = 44
        return cell

    def show_rows(self, rows: list[tuple[str, str, str]]) -> None:
        """Show (name, with, without) of two numbers; the same is told to screen readers."""
        for cells, texts in zip(self.cells[1:], rows, strict=True):
            for cell, text in zip(cells, texts, strict=True):
                cell.put(text)
        said = [tr("{name}: with {first}, without {second}", name=n, first=a, second=b) for n, a, b in rows]
        self.setAccessibleName("; ".join(said))


def rows_of(now: TwinNow) -> np.ndarray:
    """Return the new points, (n, 10); none where a message holds something else."""
    points = now.points
    if points is None or len(points.shape) != 2 or points.shape[1] != POINT_FIELDS or points.dtype[0] != "f":
        return np.empty((0, POINT_FIELDS))
    rows = numbers(points).astype(np.float64)
    rows = rows[(rows[:, 0] >= 0) & (rows[:, 0] <= LAST_STEP)]  # NaN is neither
    if not len(rows):
        return rows
    rising = np.concatenate([[True], rows[1:, 0] > np.maximum.accumulate(rows[:, 0])[:-1]])
    kept: np.ndarray = rows[rising]
    return kept


def change_text(change: float) -> str:
    """Return a difference with its sign, three decimals."""
    if not math.isfinite(change):
        return "–"
    return (f"{change:+.3f}" if abs(change) < 1000 else f"{change:+.2g}").replace("-", "−")


def percent_text(change: float) -> str:
    """Return a difference of shares in percentage points."""
    return f"{100 * change:+.1f}%".replace("-", "−") if math.isfinite(change) else "–"


def clipped(step: float) -> int:
    """Return a step as a whole number that can be shown."""
    return int(min(max(step, 0), LAST_STEP)) if math.isfinite(step) else 0
