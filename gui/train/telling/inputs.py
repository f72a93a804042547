"""What the network is told of a point of the plane: each input a button that is on or off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from core.messages.catalogue import CATALOGUE, PLANE_INPUTS, USUAL_INPUTS, known_for
from core.messages.train_commands import DataSpec
from core.messages.train_reports import Data
from core.net.plan import Conv, Dense, Layer, Net
from gui.kit.pieces import Button, Label, column
from gui.kit.words import tip_text, tr
from gui.train.drawing.names import INPUT_NAMES

IN_A_ROW, CELLS = 4, 12


class InputChoice(QWidget):
    """Calls `wanted` with the inputs that a person wants; shows those that there are. One at least stays on."""

    def __init__(self, wanted: Callable[[tuple[str, ...]], Any]) -> None:
        super().__init__()
        self.wanted = wanted
        self.now: tuple[str, ...] = USUAL_INPUTS
        self.possible = False
        self.buttons: dict[str, Button] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for place, name in enumerate(PLANE_INPUTS):
            made = Button(INPUT_NAMES[name], kind="chip", name=tr("Input {name}", name=INPUT_NAMES[name]))
            made.setCheckable(True)
            made.setMinimumWidth(24)
            made.clicked.connect(lambda _=False: self._chosen())
            row, at = (0, place) if place < IN_A_ROW else (1, place - IN_A_ROW)
            wide = CELLS // (IN_A_ROW if row == 0 else len(PLANE_INPUTS) - IN_A_ROW)
            grid.addWidget(made, row, at * wide, 1, wide)
            self.buttons[name] = made
        for place in range(CELLS):
            grid.setColumnStretch(place, 1)
        label = Label(tr("Inputs of the network"), kind="soft", size="note_px")
        label.setToolTip(
            tip_text(tr("What the network is told of a point. Its layers stay, and learn again from the start."))
        )
        self.setLayout(column(label, grid, gap=4))
        self.hide()

    def show_data(self, data: Data) -> None:
        """Show what the network is told of these points; of other data there is nothing to choose."""
        known = CATALOGUE.get(data.spec.name)
        self.possible = data.flat and known is not None and known.reach > 0
        self.now = data.spec.inputs or USUAL_INPUTS
        self.show_again()

    def show_choice(self, shown: bool) -> None:
        """Show the buttons, if there is anything to choose."""
        self.setVisible(shown and self.possible)

    def show_again(self) -> None:
        """Show what there is: what was wanted cannot be had."""
        for name, button in self.buttons.items():
            button.setChecked(name in self.now)

    def _chosen(self) -> None:
        names = tuple(name for name, button in self.buttons.items() if button.isChecked())
        self.show_again()  # until the trainer has it
        if names and names != self.now:
            self.wanted(names)


def kept_for(net: Net, before: DataSpec, after: DataSpec) -> Net | None:
    """Return the same layers for another draw of the same data, or other inputs of it; None where they do not fit."""
    if before.name != after.name or after.name not in CATALOGUE or not CATALOGUE[after.name].reach:
        return None
    return replace(net, input=known_for(after).input, layers=tuple(_thawed(layer) for layer in net.layers))


def _thawed(layer: Layer) -> Layer:
    """Return a layer that learns: what was frozen had learned something, and its successor has not."""
    return replace(layer, frozen=False) if isinstance(layer, (Dense, Conv)) and layer.frozen else layer
