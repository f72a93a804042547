"""A new network: presets, or the widths of the hidden layers as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from core.messages.train_reports import Data
from core.net.plan import ACTIVATIONS, Net, NetError, mlp, size_of
from core.net.presets import PRESETS, preset
from core.net.shapes import cost
from core.net.widths import WIDEST
from core.sentence import Problem, say
from gui.kit.dialog import Dialog
from gui.kit.layer_words import arrows
from gui.kit.pieces import Label, Picker, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr

MOST_LAYERS = 64


class LayersError(Problem):
    """A list of layers that cannot be read."""


def widths_in(text: str) -> tuple[int, ...]:
    """Return the widths in "64, 32"; raise `LayersError` for what is no list of widths. "" is a perceptron."""
    parts = [part for part in re.split(r"[\s,;→x×>-]+", text.strip()) if part]
    if len(parts) > MOST_LAYERS:
        raise LayersError("At most {n} hidden layers fit here.", n=MOST_LAYERS)
    widths = []
    for part in parts:
        if not part.isdecimal():
            raise LayersError("“{part}” is not a number of units. Write widths such as 64, 32.", part=part)
        if not 1 <= int(part) <= WIDEST:
            raise LayersError("A layer has from 1 to {most} units, not {part}.", most=f"{WIDEST:,}", part=part)
        widths.append(int(part))
    return tuple(widths)


def outputs_of(data: Data) -> int:
    """Return how wide the output must be for `data`."""
    return len(data.classes) if data.task == "classify" else 1


PRESET_WORDS = {
    "perceptron": say("Perceptron: no hidden layer"),
    "mlp": say("Dense: two hidden layers"),
    "lenet5": say("LeNet-5: convolutions and pooling"),
    "vgg": say("Small VGG: pairs of convolutions"),
    "resnet": say("Small ResNet: residual blocks"),
}


def ready_made(data: Data) -> dict[str, Net]:
    """Return the presets that can look at `data`, by name."""
    made = {}
    for name in PRESETS:
        try:
            made[name] = preset(name, data.input, outputs_of(data))
        except NetError:
            continue
    return made


OWN = "own"


class NewNet(Dialog):
    """A preset or a list of widths; calls `begin` with the plan."""

    def __init__(self, parent: QWidget, theme: Theme, data: Data, *, begin: Callable[[Net], Any]) -> None:
        super().__init__(
            parent,
            theme,
            title=tr("New network"),
            sentence=tr("A new training starts at step 0; this one stays in Runs."),
        )
        self.data, self.begin = data, begin
        self.ready = ready_made(data)
        options = [(OWN, tr("Own widths"))]
        options += [(name, read(PRESET_WORDS[name]) if name in PRESET_WORDS else name) for name in self.ready]
        self.presets = Picker(options, lambda _value: self.show_possible(), name=tr("Kind"))
        self.widths = QLineEdit("48, 24")
        self.widths.setAccessibleName(tr("Units of the hidden layers"))
        self.widths.setPlaceholderText(tr("no hidden layer"))
        self.activation = Picker([(name, name) for name in ACTIVATIONS], lambda _value: None, name=tr("Activation"))
        self.activation.display("tanh" if data.flat else "relu")
        self.complaint = Label(kind="problem", size="note_px", wrap=True)
        self.plan = Label(kind="soft", size="note_px", wrap=True, tabular=True)
        for name, part in (
            (tr("Kind"), self.presets), (tr("Units of the hidden layers"), self.widths),
            (tr("Activation"), self.activation),
        ):  # fmt: skip
            part.setFixedWidth(240)
            label = Label(name, kind="soft")
            label.setBuddy(part)
            self.body.addLayout(row(label, None, part, gap=12))
        self.body.addWidget(self.complaint)
        self.body.addWidget(self.plan)
        self.add_button(tr("Cancel"), None)
        self.start = self.add_button(tr("Begin"), self.begin_chosen, kind="primary")
        self.widths.textChanged.connect(lambda _text: self.show_possible())
        self.show_possible()

    def chosen(self) -> Net:
        """Return the plan that is described; raise `LayersError` or `NetError` if there is none."""
        name = self.presets.currentData()
        if name in self.ready:
            return self.ready[name]
        activation = self.activation.currentData()
        widths = widths_in(self.widths.text())
        return mlp(size_of(self.data.input), widths, outputs_of(self.data), activation=activation)

    def show_possible(self) -> None:
        """Show the plan that is described, or why it is none."""
        own = self.presets.currentData() == OWN
        for part in (self.widths, self.activation):
            part.setEnabled(own)
        try:
            net = self.chosen()
        except Problem as problem:
            self.complaint.put(read(problem.sentence))
            self.plan.put("")
        else:
            self.complaint.put("")
            parameters = cost(net, "adam").parameters
            self.plan.put(tr("{layers} · {n:,} parameters", layers=arrows(net), n=parameters))
        self.complaint.setVisible(bool(self.complaint.text()))
        self.plan.setVisible(not self.complaint.text())
        self.start.setEnabled(not self.complaint.text())

    def begin_chosen(self) -> None:
        """Call `begin` with the plan that is described."""
        self.begin(self.chosen())
