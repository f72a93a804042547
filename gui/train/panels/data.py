"""The data panel: which data, a look at it, and for generated data its noise and number of samples."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from core.messages.catalogue import CATALOGUE, OWN, TITLES, USUAL_INPUTS
from core.messages.own.prepared import OwnData
from core.messages.own.usual import known_of
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_events import Portrait
from core.messages.train_reports import Data
from core.runs import FORBIDDEN, RESERVED
from core.sentence import Sentence
from gui.kit.pieces import Button, Label, Picker, row
from gui.kit.words import read, tip_text, tr
from gui.notices.beside import Beside
from gui.train.panels.samples import PlaneLegend, Samples
from gui.train.telling.inputs import InputChoice

OF_PLAYGROUND = "playground-"
"""How the names of TensorFlow Playground's data begin."""
FOLDER_LETTERS = 60
WAYS = "ways in"
"""The choice that opens the dialog with all ways in which own data comes."""
PACE_TO_WATCH = 100.0
"""Steps a second: the digits are learned in some five seconds."""


def data_text(name: str) -> str:
    """Return what data is called on screen; of data from elsewhere, its name."""
    return read(TITLES[name]) if name in TITLES else name


def title_of(spec: DataSpec) -> str:
    """Return what the data of a training is called on screen; a person's own by the title that it was given."""
    return (spec.title or tr("My own data")) if spec.name == OWN else data_text(spec.name)


def folder_of(spec: DataSpec) -> str:
    """Return a name for the folder of a training on this data, without what a folder's name cannot hold."""
    title = unicodedata.normalize("NFC", title_of(spec))
    plain = "".join(" " if one in FORBIDDEN or unicodedata.category(one)[0] == "C" else one for one in title)
    made = " ".join(plain.split())[:FOLDER_LETTERS].strip(" .")
    reserved = made.split(".")[0].upper() in RESERVED
    return f"{made} {tr('data')}" if reserved else made or tr("My own data")


def usual_settings(name: str) -> Settings:
    """Return what this data is usually learned with, at a pace one can watch: full speed is over in a blink."""
    return replace(CATALOGUE[name].settings if name in CATALOGUE else Settings(), pace=PACE_TO_WATCH)


def is_generated(name: str) -> bool:
    """Whether noise and the number of samples make this data."""
    return name in CATALOGUE and CATALOGUE[name].generated


def is_other(one: DataSpec, another: DataSpec) -> bool:
    """Whether two trainings are on other data, not on another draw of the same."""
    return (one.name, one.own) != (another.name, another.own)


def spec_for(name: str, before: DataSpec) -> DataSpec:
    """Return how other data begins: with its usual noise and split, or those of `before` if it is of the same kind."""
    usual, known = CATALOGUE[name].usual, CATALOGUE.get(before.name)
    alike = known is not None and known.generated and known.reach == CATALOGUE[name].reach
    if not alike or known is None:
        return replace(usual, name=name)
    samples = before.samples if known.task == CATALOGUE[name].task else usual.samples
    return replace(before, name=name, samples=samples, edits=())


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
        self.spec, self.named = DataSpec(), ""
        """`named`: the data that was shown last."""
        self.own: tuple[OwnData, ...] = ()
        """What is in the library."""
        self.open_ways: Callable[[], Any] | None = None
        """Opens the dialog with all ways in which own data comes."""
        self.asked: int | None = None
        self.choice = Picker([(name, data_text(name)) for name in CATALOGUE], self.choose, name=tr("Data"))
        self.samples = Samples()
        self.legend = PlaneLegend()
        self.legend.hide()
        self.noise = Slider(tr("Noise"), self.set_noise, least=0, most=60, step=2, write=lambda v: tr("{n}%", n=v))
        self.count = Slider(tr("Samples"), self.set_samples, least=100, most=5000, step=100, write=lambda v: f"{v:,}")
        self.share = Slider(
            tr("To train on"), self.set_share, least=10, most=90, step=10, write=lambda v: tr("{n}%", n=v)
        )
        self.redraw = Button(tr("New draw"), self.draw_again, kind="link", tip=tr("Other points by the same rule"))
        self.inputs = InputChoice(self.set_inputs)
        self.more = Button(kind="icon", icon="more", name=tr("More about the data"), act=self.unfold)
        self.more.setCheckable(True)
        self.sizes = Label(kind="soft", size="note_px", wrap=True)
        self.sentence = Beside(self.choice)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        top = row(self.choice, self.more, gap=6)
        top.setStretch(0, 1)
        layout.addLayout(top)
        for part in (self.samples, self.legend, self.noise, self.count, self.share, self.redraw, self.inputs,
                     self.sizes):  # fmt: skip
            layout.addWidget(part)
        self.setLayout(layout)
        for part in (self.noise, self.count, self.more, self.share, self.redraw):
            part.hide()

    def show_own(self, own: Sequence[OwnData], open_ways: Callable[[], Any]) -> None:
        """Offer what is in the library by its titles, and the way to more."""
        self.own, self.open_ways = tuple(own), open_ways
        self._offer()

    def _value(self) -> str:
        """Return how the choice calls the data that is in place."""
        return self.spec.own if self.spec.name == OWN else self.spec.name

    def _offer(self) -> None:
        """Offer all data there is, what is in place among it."""
        options: list[tuple[Any, str]] = [(name, data_text(name)) for name in CATALOGUE]
        options += [(one.digest, one.about.title) for one in self.own]
        if self._value() not in {value for value, _ in options}:
            options.append((self._value(), title_of(self.spec)))
        if self.open_ways is not None:
            options.append((WAYS, tr("My own data …")))
        now = [(self.choice.itemData(at), self.choice.itemText(at)) for at in range(self.choice.count())]
        if now != options:
            self.choice.offer(options)
        self.choice.display(self._value())

    def unfold(self) -> None:
        """Show or fold away what is rarely changed of the data: the share to train on, another draw, the inputs."""
        unfolded = is_generated(self.spec.name) and self.more.isChecked()
        self.share.setVisible(unfolded)
        self.redraw.setVisible(unfolded)
        self.inputs.show_choice(unfolded)

    def choose(self, name: str) -> None:
        """Ask for a training on other data; the choice shows what holds until the trainer has it."""
        self.choice.display(self._value())
        if name == WAYS and self.open_ways is not None:
            self.open_ways()
        elif (own := next((one for one in self.own if one.digest == name), None)) is not None:
            if name != self.spec.own:
                settings = replace(known_of(own.about).settings, pace=PACE_TO_WATCH)
                self.asked = self.begin(own.spec, settings)
        elif name in CATALOGUE and name != self.spec.name:
            self.asked = self.begin(spec_for(name, self.spec), usual_settings(name))

    def set_noise(self, percent: int) -> None:
        """Ask for the same data with other noise."""
        self.asked = self.begin(replace(self.spec, noise=percent / 100, edits=()), None)

    def set_samples(self, count: int) -> None:
        """Ask for more or fewer samples of the same data."""
        self.asked = self.begin(replace(self.spec, samples=count, edits=()), None)

    def set_share(self, percent: int) -> None:
        """Ask for the same samples with more or fewer of them to train on."""
        self.asked = self.begin(replace(self.spec, held_out=100 - percent, edits=()), None)

    def draw_again(self) -> None:
        """Ask for other samples by the same rule."""
        self.asked = self.begin(replace(self.spec, seed=(self.spec.seed + 1) % 2**31, edits=()), None)

    def set_inputs(self, names: tuple[str, ...]) -> None:
        """Ask for the same points, of which the network is told something else."""
        self.asked = self.begin(replace(self.spec, inputs=() if names == USUAL_INPUTS else names), None)

    def show_data(self, data: Data) -> None:
        """Show the data that is in place."""
        self.spec = data.spec
        self._offer()
        self.samples.show_data(data)
        self.legend.show_data(data)
        generated = is_generated(data.spec.name)
        self.noise.setVisible(generated)
        self.count.setVisible(generated)
        self.more.setVisible(generated)
        if data.spec.name.startswith(OF_PLAYGROUND) and data.spec.name != self.named:
            self.more.setChecked(True)  # who takes its data comes for its choices
        self.named = data.spec.name
        self.inputs.show_data(data)
        self.unfold()
        self.noise.display(100 * data.spec.noise)
        self.count.display(data.spec.samples)
        self.share.display(100 - data.spec.held_out)
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
        self.share.display(100 - self.spec.held_out)
        self.inputs.show_again()
        self.sentence.put(read(sentence))
        self.sentence.show()
        return True
