"""The data panel: which data, a look at it, and for generated data its noise and number of samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from core.messages import Data, DataSpec, Settings
from core.say import Sentence, say
from gui.pieces import Choice, Label, column, row
from gui.train.samples import Samples
from gui.words import read, tr

POINTS = Settings(learning_rate=1e-2, batch_size=32)


@dataclass(frozen=True)
class Known:
    """One kind of data: its name in the program and on screen, the settings it usually learns well with."""

    name: str
    text: Sentence
    settings: Settings = Settings()
    generated: bool = False


KNOWN: tuple[Known, ...] = (
    Known("digits", say("Handwritten digits 8×8")),
    Known("mnist-5k", say("MNIST digits 28×28")),
    Known("circles", say("Circles"), POINTS, True),
    Known("xor", say("XOR"), POINTS, True),
    Known("gaussians", say("Two clouds"), POINTS, True),
    Known("spiral", say("Spiral"), POINTS, True),
    Known("moons", say("Moons"), POINTS, True),
    Known("plane", say("Plane (regression)"), POINTS, True),
    Known("bumps", say("Bumps (regression)"), POINTS, True),
)


def known(name: str) -> Known:
    """Return what is known of the data called `name`; of a name from elsewhere, the name."""
    return next((found for found in KNOWN if found.name == name), Known(name, Sentence("{name}", (("name", name),))))


class Slider(QWidget):
    """A name, a number and a slider; `wanted` once the person has let go."""

    def __init__(
        self, name: str, wanted: Callable[[int], Any], *, least: int, most: int, step: int, write: Callable[[int], str]
    ) -> None:
        super().__init__()
        self.wanted, self.write, self.step, self.shown = wanted, write, step, least
        self.number = Label(tabular=True)
        self.slider = _Steps(Qt.Orientation.Horizontal)
        self.slider.setRange(least // step, most // step)
        self.slider.setPageStep(max(1, (most - least) // step // 10))
        self.slider.setAccessibleName(name)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._let_go)
        self.setLayout(column(row(Label(name, kind="soft"), None, self.number), self.slider, gap=4))

    def display(self, value: int) -> None:
        """Show `value`, without telling anybody."""
        self.shown = value
        self.slider.blockSignals(True)
        self.slider.setValue(round(value / self.step))
        self.slider.blockSignals(False)
        self.number.put(self.write(value))

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
    """Tells `begin(spec, settings)` when a person wants other data; settings None: keep them."""

    def __init__(self, begin: Callable[[DataSpec, Settings | None], Any]) -> None:
        super().__init__()
        self.begin = begin
        self.spec = DataSpec()
        self.asked: int | None = None
        self.choice = Choice([(k.name, read(k.text)) for k in KNOWN], self.choose, name=tr("Data"))
        self.samples = Samples()
        self.noise = Slider(
            tr("Noise"), self.set_noise, least=0, most=60, step=2, write=lambda v: tr("{n} %", n=v)
        )
        self.count = Slider(tr("Samples"), self.set_samples, least=100, most=5000, step=100, write=lambda v: f"{v:,}")
        self.sizes = Label(kind="soft", size="note_px", wrap=True)
        self.sentence = Label(kind="problem", size="note_px", wrap=True)
        self.sentence.hide()
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.choice, self.samples, self.noise, self.count, self.sizes, self.sentence):
            layout.addWidget(part)
        self.setLayout(layout)
        self.noise.hide()
        self.count.hide()

    def choose(self, name: str) -> None:
        """Ask for a training on other data; the choice shows what holds until the trainer has it."""
        self.choice.display(self.spec.name)
        if name != self.spec.name:
            kept = self.spec if known(name).generated and known(self.spec.name).generated else DataSpec()
            self.asked = self.begin(replace(kept, name=name), known(name).settings)

    def set_noise(self, percent: int) -> None:
        """Ask for the same data with other noise."""
        self.asked = self.begin(replace(self.spec, noise=percent / 100), None)

    def set_samples(self, count: int) -> None:
        """Ask for more or fewer samples of the same data."""
        self.asked = self.begin(replace(self.spec, samples=count), None)

    def show_data(self, data: Data) -> None:
        self.spec = data.spec
        if self.choice.findData(data.spec.name) < 0:
            self.choice.addItem(data.spec.name, data.spec.name)
        self.choice.display(data.spec.name)
        self.samples.show_data(data)
        generated = known(data.spec.name).generated
        self.noise.setVisible(generated)
        self.count.setVisible(generated)
        self.noise.display(round(data.spec.noise * 100))
        self.count.display(data.spec.samples)
        self.sizes.put(
            tr("{training:,} to train on, {validation:,} to check", training=data.training_samples, validation=data.validation_samples)
        )
        self.sizes.setToolTip(data.attribution)
        self.sentence.hide()

    def show_rejected(self, number: int | None, sentence: Sentence) -> bool:
        """Show why other data was not possible, if this panel asked for it."""
        if number is None or number != self.asked:
            return False
        self.noise.display(round(self.spec.noise * 100))
        self.count.display(self.spec.samples)
        self.sentence.put(read(sentence))
        self.sentence.show()
        return True
