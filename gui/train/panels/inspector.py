"""The selected layer: what it is, and its most common edits; the menu has the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.messages.train_events import Portrait
from core.net.plan import (
    ACTIVATIONS,
    INPUT,
    Activation,
    Conv,
    Dense,
    Edit,
    LayerKey,
    Net,
    SetActivation,
    Widen,
    find_layer,
    width_of,
)
from core.net.widths import steps_of
from gui.kit.arrays import numbers
from gui.kit.layer_words import describe, hidden, titles, with_depth
from gui.kit.pieces import Button, Label, Picker, row
from gui.kit.words import tip_text, tr
from gui.train.drawing.columns import GATES
from gui.train.panels.menu import Preferred

DEAD = 0.001
"""A unit that is active on a smaller share of the samples counts as dead."""


class Inspector(QWidget):
    """Shows the selected layer; `ask` gets an edit, `open_menu` a layer and a place on screen."""

    def __init__(
        self,
        ask: Callable[[Edit], Any],
        open_menu: Callable[[LayerKey, QPoint], Any],
        select: Callable[[LayerKey], Any],
        preferred: Preferred,
    ) -> None:
        super().__init__()
        self.ask, self.open_menu, self.preferred = ask, open_menu, preferred
        self.net: Net | None = None
        self.key = INPUT
        self.alive: dict[int, tuple[int, int]] = {}
        self.layer = Picker([], select, name=tr("Selected layer"))
        self.more = Button(kind="icon", icon="more", name=tr("Everything for this layer"), act=self.show_menu)
        self.what = Label(kind="soft", size="note_px", wrap=True)
        self.life = Label(kind="soft", size="note_px", wrap=True, tabular=True)
        self.fewer = Button(kind="icon", icon="minus", name=tr("Remove units"), act=lambda: self.narrow(fine=False))
        self.wider = Button(kind="icon", icon="plus", name=tr("Add units"), act=lambda: self.widen(fine=False))
        self.half = Button("½", lambda: self._narrow(self._width() // 2), kind="icon", name=tr("Half as many units"))
        self.twice = Button("×2", lambda: self._widen(self._width()), kind="icon", name=tr("Twice as many units"))
        self.half.setToolTip(tip_text(tr("Half as many units")))
        self.twice.setToolTip(tip_text(tr("Twice as many units")))
        self.activation = Picker(
            [(name, name) for name in ACTIVATIONS],
            self.set_activation,
            name=tr("Activation"),
        )
        self.acts = Label(tr("Activation"), kind="soft")
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        top = row(self.layer, self.more, gap=6)
        top.setStretch(0, 1)
        layout.addLayout(top)
        layout.addWidget(self.what)
        layout.addWidget(self.life)
        layout.addLayout(row(self.fewer, self.wider, self.half, self.twice, None, gap=6))
        layout.addLayout(row(self.acts, None, self.activation, gap=6))
        self.setLayout(layout)
        self.setEnabled(False)  # until there is a network

    def _width(self) -> int:
        layer = find_layer(self.net, self.key) if self.net is not None else None
        return width_of(layer) if layer is not None else 0

    def _steps(self) -> tuple[int, int]:
        """Return by how many units + and − change the selected layer; 0 for a layer without units."""
        return steps_of(self.net, self.key) if self.net is not None and self._width() else (0, 0)

    def widen(self, *, fine: bool) -> None:
        """Add the usual number of units to the selected layer; `fine`: one."""
        self._widen(1 if fine else self._steps()[0])

    def narrow(self, *, fine: bool) -> None:
        """Remove the usual number of units from the selected layer; `fine`: one."""
        self._narrow(1 if fine else self._steps()[1])

    def _widen(self, by: int) -> None:
        if self.wider.isEnabled() and by > 0:
            self.ask(Widen(self.key, by, self.preferred.way))

    def _narrow(self, by: int) -> None:
        if self.fewer.isEnabled() and by > 0:
            self.ask(self.preferred.narrowing(self.key, by))

    def set_activation(self, activation: Activation) -> None:
        """Ask for another activation; show the present one until the trainer answers."""
        layer = find_layer(self.net, self.key) if self.net is not None else None
        if isinstance(layer, Dense | Conv) and layer.activation != activation:
            self.activation.display(layer.activation)
            self.ask(SetActivation(self.key, activation))

    def show_menu(self) -> None:
        """Open the selected layer's menu below its button."""
        self.open_menu(self.key, self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def show_net(self, net: Net, key: LayerKey) -> None:
        """Show the layer with `key` of `net`."""
        if self.net is None:
            self.setEnabled(True)
        self.net = net
        self.key = key
        names = titles(net)
        options = [(INPUT, names[INPUT])]
        options += [(layer.key, "   " * depth + names[layer.key]) for layer, depth in with_depth(net)]
        if options != [(self.layer.itemData(at), self.layer.itemText(at)) for at in range(self.layer.count())]:
            self.layer.offer(options)
        self.layer.display(self.key)
        self.show_layer()

    def show_layer(self) -> None:
        """Show the edits of the selected layer."""
        if self.net is None:
            return
        layer = find_layer(self.net, self.key)
        changes = self.key in hidden(self.net)
        self.what.put(tr("{n:,} values per sample", n=_inputs(self.net)) if layer is None else describe(layer))
        gates = isinstance(layer, Dense | Conv) and layer.activation in GATES  # a tanh always answers
        alive, of = self.alive.get(self.key, (0, 0))
        self.life.put(
            tr("{alive} of the {of} units drawn are active", alive=alive, of=of) if of and changes and gates else ""
        )
        self.life.setVisible(bool(self.life.text()))
        step, down = self._steps()
        for button, possible in (
            (self.wider, changes), (self.twice, changes),
            (self.fewer, changes and self._width() > down), (self.half, changes and self._width() > 1),
        ):  # fmt: skip
            button.setEnabled(possible)
        self.wider.setToolTip(tip_text(tr("Add {n} units", n=step)))
        self.fewer.setToolTip(tip_text(tr("Remove {n} units", n=down)))
        for part in (self.activation, self.acts):
            part.setVisible(changes)
        if isinstance(layer, Dense | Conv):
            self.activation.display(layer.activation)

    def show_portrait(self, portrait: Portrait) -> None:
        """Remember which of the drawn units are active."""
        self.alive = {
            column.key: (int((numbers(column.alive) > DEAD).sum()), len(numbers(column.alive)))
            for column in portrait.columns
        }


def _inputs(net: Net) -> int:
    count = 1
    for extent in net.input:
        count *= extent
    return count
