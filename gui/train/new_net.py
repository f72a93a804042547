"""A new network: presets, or the widths of the hidden layers as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from core.messages import Data
from core.net import ACTIVATIONS, Activation, Dense, Net
from core.say import Problem, Sentence, say
from gui.dialog import Dialog
from gui.pieces import Choice, Label, row
from gui.theme import Theme
from gui.train.plan import size
from gui.words import read, tr

MOST_LAYERS = 64
MOST_WIDTH = 65_536


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
            raise LayersError("“{part}” is no number of units. Write widths such as 64, 32.", part=part)
        if not 1 <= int(part) <= MOST_WIDTH:
            raise LayersError("A layer has from 1 to {most} units, not {part}.", most=f"{MOST_WIDTH:,}", part=part)
        widths.append(int(part))
    return tuple(widths)


def dense_net(data: Data, widths: tuple[int, ...], activation: Activation) -> Net:
    """Return the plan of a dense network for `data`, the output as wide as the data needs."""
    outputs = len(data.classes) if data.task == "classify" else 1
    layers = [Dense(key, width, activation) for key, width in enumerate(widths, 1)]
    output = Dense(len(widths) + 1, outputs, "linear")
    return Net(input=(size(data.input),), layers=(*layers, output), next_key=len(widths) + 2)


PRESETS: tuple[tuple[str, Sentence], ...] = (
    ("", say("Perceptron: no hidden layer")),
    ("16", say("One hidden layer")),
    ("48, 24", say("Two hidden layers")),
    ("64, 32, 16", say("Three hidden layers")),
    ("256, 128, 64, 32", say("Deep")),
)


def new_net_dialog(
    parent: QWidget, theme: Theme, data: Data, *, begin: Callable[[Net], Any], more: list[tuple[str, Net]] | None = None
) -> Dialog:
    """Return the dialog, not yet open; it calls `begin` with the plan. `more`: ready-made nets, by name."""
    made = Dialog(
        parent,
        theme,
        title=tr("New network"),
        sentence=tr("The training begins anew at step 0; the one before stays in Runs."),
    )
    ready = dict(more or [])
    chosen: dict[str, Net | None] = {"net": None}
    text = QLineEdit("48, 24")
    text.setAccessibleName(tr("Units of the hidden layers"))
    text.setPlaceholderText(tr("no hidden layer"))
    activation = Choice([(name, name) for name in ACTIVATIONS], lambda _value: None, name=tr("Activation"))
    activation.display("relu" if len(data.input) != 1 else "tanh")
    presets = Choice(
        [(f"text:{layers}", read(word)) for layers, word in PRESETS] + [(f"net:{name}", name) for name in ready],
        lambda value: pick(value),
        name=tr("Preset"),
    )
    presets.display("text:48, 24")
    complaint = Label(kind="problem", size="note_px", wrap=True)
    complaint.hide()

    def pick(value: str) -> None:
        way, _, what = value.partition(":")
        chosen["net"] = ready.get(what) if way == "net" else None
        for part in (text, activation):
            part.setEnabled(way == "text")
        if way == "text":
            text.setText(what)

    def check() -> tuple[int, ...] | None:
        try:
            widths = widths_in(text.text())
        except LayersError as error:
            complaint.put(read(error.sentence))
            complaint.show()
            button.setEnabled(False)
            return None
        complaint.hide()
        button.setEnabled(True)
        return widths

    def start() -> None:
        widths = check()
        if chosen["net"] is not None:
            begin(chosen["net"])
        elif widths is not None:
            begin(dense_net(data, widths, activation.currentData()))

    for name, part in (
        (tr("Preset"), presets), (tr("Units of the hidden layers"), text), (tr("Activation"), activation),
    ):  # fmt: skip
        part.setFixedWidth(210)
        label = Label(name, kind="soft")
        label.setBuddy(part)
        made.body.addLayout(row(label, None, part, gap=12))
    made.body.addWidget(complaint)
    made.choice(tr("Cancel"), None)
    button = made.choice(tr("Begin"), start, kind="primary")
    text.textChanged.connect(lambda _text: check())
    return made
