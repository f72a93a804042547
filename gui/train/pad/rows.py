"""What the network says of a row of numbers: one that is held out is picked, its answer is shown; below, the mistakes,
or of a regression the true values against the predicted ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.messages.beside.pictures import (
    Classified,
    Classify,
    Examine,
    Examined,
    PicturesShown,
    SampleTaken,
    TakeSample,
)
from core.messages.train_events import Loaded, Ready, Told
from core.messages.train_reports import Array, Data
from core.sentence import Sentence
from core.sizes import day_text, number_text
from gui.kit.arrays import numbers
from gui.kit.pieces import Button, Elided, Label, column, row
from gui.kit.words import read, tr
from gui.train.pad.bars import Bars
from gui.train.pad.mistakes import Mistakes
from gui.train.pad.tiles import Specimen
from gui.train.panels.data import is_other
from gui.train.panels.images import is_rows
from gui.train.plane.residuals import Residuals
from gui.train.side.listener import Listener

ANSWERS_PER_S = 5.0
COLUMNS_TOLD = 12
BARS_PX = 118
Light = Callable[[Any], Any]


class RowAnswers(QWidget, Listener):
    """Asks about one sample at a time, and goes on being told of it while the network learns."""

    def __init__(self, send: Callable[[Any], int], light: Light) -> None:
        super().__init__()
        self.send, self.light = send, light
        self.data: Data | None = None
        self.sample: NDArray[np.float32] | None = None
        self.place = -1
        self.true = math.nan
        self.asked: int | None = None
        self.sample_asked: int | None = None
        self.possible = self.looking = False
        self.back, self.on = (
            Button(text, partial(self.step, by), kind="small", name=name, tip=name)
            for text, by, name in (("‹", -1, tr("Previous validation sample")), ("›", 1, tr("Next validation sample")))
        )
        self.what = Elided(kind="soft", size="note_px", tabular=True)
        self.values = Label(kind="soft", size="note_px", tabular=True, wrap=True)
        self.bars = Bars()
        self.bars.setFixedHeight(BARS_PX)
        self.value = Label(bold=True, tabular=True, wrap=True)
        self.score = Label(kind="soft", size="note_px", tabular=True, wrap=True)
        self.residuals = Residuals()
        self.mistakes = Mistakes(send, self.lay, QWidget())
        self.said = Label(kind="problem", size="note_px", wrap=True)
        self.said.hide()
        top = row(self.back, self.on, self.what, gap=4)
        top.setStretch(2, 1)
        self.setLayout(column(
            top, self.values, self.bars, self.value, self.said, self.score, self.residuals, self.mistakes, None, gap=6,
        ))  # fmt: skip

    def title(self) -> str:
        """Return the card's title."""
        return tr("What it predicts")

    def suits(self, data: Data) -> bool:
        """Whether these are rows of numbers."""
        return is_rows(data)

    # --------------------------------------------------------------------------------------------- what it is told
    def show_ready(self, ready: Ready) -> None:
        self.asked = self.sample_asked = None
        self.looking = self.mistakes.looking = False
        self.mistakes.asked.clear()

    def show_loaded(self, loaded: Loaded) -> None:
        before, self.data = self.data, loaded.data
        classes = loaded.data.task == "classify"
        self.asked = self.sample_asked = None
        self.bars.setVisible(classes)
        self.mistakes.setVisible(classes)
        for part in (self.value, self.score, self.residuals):
            part.setVisible(not classes)
        if before is None or is_other(before.spec, loaded.data.spec):
            self.sample, self.place, self.true = None, -1, math.nan
            self.bars.show_classes(loaded.data.classes)
            self.residuals.show_values(np.zeros(0, np.float32), np.zeros(0, np.float32))
            for label in (self.what, self.values, self.value, self.score):
                label.put("")
        self.mistakes.show_asking(self.possible and classes)
        if classes:
            self.mistakes.show_data(loaded.data)
        self.looking = False
        self.look()
        self.ask()

    def show_asking(self, possible: bool) -> None:
        self.possible = possible
        for part in (self.back, self.on):
            part.setEnabled(possible)
        self.mistakes.show_asking(possible and self.data is not None and self.data.task == "classify")
        self.looking = self.looking and possible
        self.look()

    def hear(self, event: Told, answers: int | None) -> bool:
        if self.data is None or not self.suits(self.data):
            return False
        match event:
            case Classified():
                if answers is not None and answers == self.asked:
                    self.asked = None
                self._show_answer(event)
            case SampleTaken():
                self._show_sample(event, answers)
            case Examined() if self.data.task == "regress":
                self._show_values(event)
            case Examined() | PicturesShown():
                self.mistakes.hear(event, answers)
            case _:
                return False
        return True

    def _show_sample(self, event: SampleTaken, answers: int | None) -> None:
        assert self.data is not None
        if answers is not None and answers == self.sample_asked:
            self.sample_asked = None
        if event.picture.dtype != "f4" or event.picture.shape != tuple(self.data.input):
            return
        self.place, self.true = event.place, event.value
        at, classes = event.true, self.data.classes
        name = classes[at] if 0 <= at < len(classes) else self._unit(event.value)
        said = tr("sample {n:,} of {count:,}: {name}", n=event.place + 1, count=event.count, name=name)
        self._lay(np.nan_to_num(numbers(event.picture).astype(np.float32)), said)

    def _show_answer(self, event: Classified) -> None:
        assert self.data is not None
        given = event.probabilities
        if self.data.task == "regress":
            if math.isfinite(event.value) and self.sample is not None:
                told = tr("Predicted: {value}", value=self._unit(event.value))
                true = tr("true: {value}", value=self._unit(self.true)) if math.isfinite(self.true) else ""
                self.value.put(f"{told} · {true}" if true else told)
        elif given is not None and given.shape == (len(self.data.classes),) and given.dtype[0] == "f":
            shares = np.clip(np.nan_to_num(numbers(given).astype(np.float64)), 0, 1)
            self.bars.show_shares(shares)
            best = int(shares.argmax())
            share = 5 * round(20 * float(shares[best]))
            self.bars.setAccessibleName(
                tr("The network says {name}, about {share}% sure.", name=self.data.classes[best], share=share)
            )
        lit = {one.key: numbers(one.values) for one in event.activations if one.values.dtype[0] == "f"}
        self.light({key: np.nan_to_num(values) for key, values in lit.items() if values.ndim == 1})

    def _show_values(self, event: Examined) -> None:
        assert self.data is not None
        if event.values is None or event.values.shape[1:] != (2,) or event.values.dtype[0] != "f":
            return
        both = numbers(event.values).astype(np.float64) * self.data.scale + self.data.mean
        self.residuals.show_values(both[:, 0].astype(np.float32), both[:, 1].astype(np.float32))
        if math.isfinite(event.score):
            shown = f"{max(event.score, -99.0):.3f}".replace("-", "−")
            self.score.put(tr("R² {score} of the samples held out", score=shown))

    def _unit(self, value: float) -> str:
        """Return a value that is predicted in its own unit, with what it is called."""
        assert self.data is not None
        return f"{self.data.target} {number_text(value * self.data.scale + self.data.mean)}".strip()

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        if answers is not None and answers in (self.asked, self.sample_asked):
            self.asked = self.sample_asked = None
            self.said.put(read(sentence))
            self.said.show()
            return True
        return self.mistakes.rejected(answers, sentence)

    # ------------------------------------------------------------------------------------------------ what is asked
    def step(self, by: int) -> None:
        """Take the next validation sample, or the one before."""
        if self.possible and self.sample_asked is None:
            place = self.place + by if self.place >= 0 or by > 0 else -1
            self.sample_asked = self.send(TakeSample("validation", place))

    def lay(self, specimen: Specimen) -> None:
        """Ask about a sample that was clicked."""
        self.true = math.nan
        self._lay(specimen.picture, tr("true {true}", true=specimen.true))

    def _lay(self, sample: NDArray[np.float32], said: str) -> None:
        self.sample = sample.reshape(-1)
        self.said.hide()
        self.what.put(said)
        self.values.put(self._values_text())
        self.ask()

    def _values_text(self) -> str:
        """Return the sample's columns with their values; of many the first ones."""
        if self.data is None or self.sample is None or len(self.data.inputs) != len(self.sample):
            return ""
        told, scales = [], self.data.scales
        for at, name in enumerate(self.data.inputs):
            mean, scale = scales[at] if at < len(scales) else (0.0, 1.0)
            if scale == 0:  # one of the categories of a column
                told += [name.replace("=", " ", 1)] if self.sample[at] > 0.5 else []
            else:
                value = float(self.sample[at]) * scale + mean
                told.append(f"{name} {day_text(value) if at in self.data.dates else number_text(value)}")
        return ", ".join(told[:COLUMNS_TOLD]) + (" …" if len(told) > COLUMNS_TOLD else "")

    def ask(self) -> None:
        """Ask about the sample that is picked."""
        if self.possible and self.sample is not None and self.data is not None:
            made = np.ascontiguousarray(self.sample, "<f4")
            self.asked = self.send(Classify(Array("f4", tuple(self.data.input), made.tobytes()), ANSWERS_PER_S)) or None

    def look(self) -> None:
        """Have the values of a regression looked at while somebody can see them."""
        if self.data is None or self.data.task != "regress":
            return
        wanted = self.possible and self.isVisible()
        if wanted != self.looking:
            self.looking = wanted
            if self.possible:
                self.send(Examine("validation", on=wanted))
        if wanted and self.sample is None:
            self.step(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.look()

    def draw(self) -> None:
        """Pick the first sample as soon as somebody can see it."""
        if self.possible and self.sample is None and self.data is not None and self.sample_asked is None:
            self.step(1)
        self.look()

    def in_reading_order(self) -> Sequence[QWidget]:
        return (self.back, self.on, self.mistakes)
