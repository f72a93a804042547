"""The numbers of the selected unit, below its close-up: its bias and one of its weights, each to be set by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.messages.beside.numbers import AtSpot, Spot
from core.net.plan import INPUT, Edit, EditError, LayerKey, Net, SetBias, SetWeight
from core.net.values import sources_of
from gui.kit.pieces import Button, Label, column, row
from gui.kit.words import tip_text, tr
from gui.train.numbers.written import FIELD_PX, SETTABLE, motion, refresh, which
from gui.train.panels.field import Field, Numbers


class UnitNumbers(QWidget):
    """Shows a unit's numbers; `ask` gets the edit that sets one."""

    def __init__(self, ask: Callable[[Edit], Any]) -> None:
        super().__init__()
        self.ask = ask
        self.spot: Spot | None = None
        self.at: AtSpot | None = None
        self.closed = False
        self.bias = Field(SETTABLE, self._set_bias, self._puzzled, name=tr("Bias"))
        self.weight = Field(SETTABLE, self._set_weight, self._puzzled, name=tr("Weight"))
        self.source = Field(
            Numbers(1, 1, "add", whole=True), self._choose, self._puzzled, name=tr("Number of the unit it comes from")
        )
        self.source.setFixedWidth(64)
        for field in (self.bias, self.weight):
            field.setFixedWidth(FIELD_PX)
            field.setToolTip(tip_text(tr("Type a number: Enter sets it, Escape leaves it. It can be undone.")))
        self.moved, self.moves = (Label(kind="soft", size="note_px", tabular=True, wrap=True) for _ in range(2))
        self.wrong = Label(kind="warn", size="note_px", wrap=True)
        self.wrong.hide()
        above = row(Label(tr("Bias"), kind="soft"), None, self.bias, gap=6)
        from_ = row(Label(tr("Weight from unit"), kind="soft"), None, self.source, gap=6)
        to = row(Label(tr("Weight"), kind="soft"), None, self.weight, gap=6)
        self.more = Button(tr("One of its weights"), self.unfold, kind="quiet", icon="right")
        self.line = QWidget()
        self.line.setLayout(column(from_, to, self.moves, gap=4))
        self.line.hide()
        self.setLayout(column(above, self.moved, self.more, self.line, self.wrong, gap=4))
        for label in (self.moved, self.moves):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.hide()

    def unfold(self) -> None:
        """Show one of the unit's weights, or only its bias again."""
        self.line.setVisible(self.line.isHidden())
        self.more.set_icon("right" if self.line.isHidden() else "down")

    def show_selected(self, net: Net | None, key: LayerKey, unit: int) -> None:
        """Show another unit (`unit` −1: none), or the same."""
        before = self.spot
        if net is None or key == INPUT or unit < 0:
            self.spot = None
        elif before is None or (before.layer, before.unit) != (key, unit):
            try:
                count = sources_of(net, key)
            except EditError:
                self.spot = None
            else:
                self.source.numbers = Numbers(1, max(count, 1), "add", whole=True)
                source = min(before.source, count - 1) if before is not None and before.layer == key else 0
                self.spot = Spot(key, unit, source)
                self.source.display(source + 1)
        if self.spot != before:
            self.at = None
            self._puzzled("")
        self.setVisible(self.spot is not None and self.at is not None)

    def show_numbers(self, at: AtSpot, over: int) -> None:
        """Show the unit's numbers as they are now. What is being typed stays."""
        self.at = at
        refresh(self.bias, at.bias)
        self.moved.put("\n".join(motion(at.bias_gradient, at.bias_change, over)))
        refresh(self.weight, at.weight if at.weights else 0.0)
        self.weight.setEnabled(at.weights > 0 and not self.closed)
        self.bias.setEnabled(not self.closed)
        said = [*motion(at.weight_gradient, at.weight_change, over)]
        if at.weights > 1:
            said.append(which(at))
        self.moves.put("\n".join(said) if at.weights else tr("no weight: they are in different groups"))
        self.setVisible(True)

    def _choose(self, number: float) -> None:
        if self.spot is not None:
            self.spot = Spot(self.spot.layer, self.spot.unit, int(number) - 1)
            self.source.display(number)

    def _set_bias(self, value: float) -> None:
        self._puzzled("")
        if self.spot is not None:
            self.ask(SetBias(self.spot.layer, self.spot.unit, value))

    def _set_weight(self, value: float) -> None:
        self._puzzled("")
        at = self.at
        if self.spot is not None and at is not None and at.spot == self.spot and at.weights:
            self.ask(SetWeight(self.spot.layer, self.spot.unit, at.input, value, at.row, at.column))

    def _puzzled(self, text: str) -> None:
        said = tr("“{text}” is not a number from −1,000,000 to 1,000,000.", text=text[:20]) if text else ""
        self.wrong.put(said)
        self.wrong.setVisible(bool(said))
