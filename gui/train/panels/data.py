"""The data panel: which data, a look at it, and for generated data its noise and number of samples."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_events import Portrait
from core.messages.train_reports import Data
from core.sentence import Sentence, say
from gui.kit.pieces import Label, Picker, row
from gui.kit.words import read, tip_text, tr
from gui.notices.beside import Beside
from gui.train.panels.samples import PlaneLegend, Samples

TEXTS: dict[str, Sentence] = {
    "digits": say("Handwritten digits 8×8"),
    "mnist-5k": say("MNIST digits 28×28"),
    "circles": say("Circles"),
    "xor": say("XOR"),
    "gaussians": say("Two clouds"),
    "spiral": say("Spiral"),
    "moons": say("Moons"),
    "plane": say("Plane (regression)"),
    "bumps": say("Bumps (regression)"),
}
"""What the data sets of `core.messages.catalogue` are called on screen."""


PACE_TO_WATCH = 100.0
"""Steps a second: the digits are learned in some five seconds."""


def data_text(name: str) -> str:
    """Return what data is called on screen; of data from elsewhere, its name."""
    return read(TEXTS[name]) if name in TEXTS else name


def usual_settings(name: str) -> Settings:
    """Return what this data is usually learned with, at a pace one can watch: full speed is over in a blink."""
    return replace(CATALOGUE[name].settings if name in CATALOGUE else Settings(), pace=PACE_TO_WATCH)


def is_generated(name: str) -> bool:
    """Whether noise and the number of samples make this data."""
    return name in CATALOGUE and CATALOGUE[name].generated


class Slider(QWidget):
    """A name, a number and a slider; `wanted` once the person has let go."""

    def __init__(
        self, name: str, wanted: Callable[[int], Any], *, least: int, most: int, step: int, write: Callable[[int], str]
    ) -> None:
        super().__init__()
        self.wanted, self.write, self.step, self.shown = wanted, write, step, least
        self.number = Label(tabular=True, sample="5,000")
        self.slider = _Steps(Qt.Orientation.Horizontal)
        self.slider.setRange(least // step, most // step)
        self.slider.setPageStep(max(1, (most - least) // step // 10))
        self.slider.setAccessibleName(name)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._let_go)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label = Label(name, kind="soft", sample=tr("Samples"))
        label.setBuddy(self.slider)
        line = row(label, self.slider, self.number, gap=8)
        line.setStretch(1, 1)
        self.setLayout(line)

    def display(self, value: float) -> None:
        """Show `value`, without telling anybody; the slider is at its end where that is further out."""
        least, most = self.slider.minimum() * self.step, self.slider.maximum() * self.step
        within = min(max(value, least), most) if value == value else least
        self.shown = round(value) if math.isfinite(value) else round(within)
        self.slider.blockSignals(True)
        self.slider.setValue(round(within / self.step))
        self.slider.blockSignals(False)
        self.number.put(self.write(self.shown))

    def _moved(self, value: int) -> None:
        self.number.put(self.write(value * self.step))
        if not self.slider.isSliderDown():  # by the keyboard, or a click beside the handle
            self._let_go()

    def _let_go(self) -> None:
        if self.slider.value() * self.step != self.shown:
            self.wanted(self.slider.value() * self.step)


class _Steps(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the column must not make other data


class DataPanel(QWidget):
    """Calls `begin(spec, settings)` when a person wants other data; settings None: keep them."""

    def __init__(self, begin: Callable[[DataSpec, Settings | None], Any]) -> None:
        super().__init__()
        self.begin = begin
        self.spec = DataSpec()
        self.asked: int | None = None
        self.choice = Picker([(name, data_text(name)) for name in CATALOGUE], self.choose, name=tr("Data"))
        self.samples = Samples()
        self.legend = PlaneLegend()
        self.legend.hide()
        self.noise = Slider(tr("Noise"), self.set_noise, least=0, most=60, step=2, write=lambda v: tr("{n}%", n=v))
        self.count = Slider(tr("Samples"), self.set_samples, least=100, most=5000, step=100, write=lambda v: f"{v:,}")
        self.sizes = Label(kind="soft", size="note_px", wrap=True)
        self.sentence = Beside(self.choice)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.choice, self.samples, self.legend, self.noise, self.count, self.sizes):
            layout.addWidget(part)
        self.setLayout(layout)
        self.noise.hide()
        self.count.hide()

    def choose(self, name: str) -> None:
        """Ask for a training on other data; the choice shows what holds until the trainer has it."""
        self.choice.display(self.spec.name)
        if name != self.spec.name:
            kept = self.spec if is_generated(name) and is_generated(self.spec.name) else DataSpec()
            self.asked = self.begin(replace(kept, name=name), usual_settings(name))

    def set_noise(self, percent: int) -> None:
        """Ask for the same data with other noise."""
        self.asked = self.begin(replace(self.spec, noise=percent / 100), None)

    def set_samples(self, count: int) -> None:
        """Ask for more or fewer samples of the same data."""
        self.asked = self.begin(replace(self.spec, samples=count), None)

    def show_data(self, data: Data) -> None:
        """Show the data that is in place."""
        self.spec = data.spec
        if self.choice.findData(data.spec.name) < 0:
            self.choice.addItem(data.spec.name, data.spec.name)
        self.choice.display(data.spec.name)
        self.samples.show_data(data)
        self.legend.show_data(data)
        generated = is_generated(data.spec.name)
        self.noise.setVisible(generated)
        self.count.setVisible(generated)
        self.noise.display(100 * data.spec.noise)
        self.count.display(data.spec.samples)
        self.sizes.put(
            tr(
                "{training:,} training, {validation:,} validation",
                training=data.training_samples,
                validation=data.validation_samples,
            )
        )
        self.sizes.setToolTip(tip_text(data.attribution))
        self.sizes.setVisible(not generated)
        self.count.setToolTip(tip_text(self.sizes.text()))
        self.sentence.hide()

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the network predicts."""
        self.samples.show_portrait(portrait)

    def show_rejected(self, number: int | None, sentence: Sentence) -> bool:
        """Show why other data was not possible, if this panel asked for it."""
        if number is None or number != self.asked:
            return False
        self.noise.display(100 * self.spec.noise)
        self.count.display(self.spec.samples)
        self.sentence.put(read(sentence))
        self.sentence.show()
        return True
