"""The cards beside the network: the data and how it is trained on, left; the selected layer and the timeline, right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from gui.kit.pieces import Button, Card, Label, Scroll, column, row
from gui.kit.words import tr
from gui.train.drawing.close_up import CloseUp
from gui.train.panels.data import DataPanel
from gui.train.panels.inspector import Inspector
from gui.train.panels.settings import SettingsPanel
from gui.train.panels.timeline import Timeline


class DataCard(Card):
    """The data, and below it the settings of the training."""

    def __init__(self, data: DataPanel, settings: SettingsPanel) -> None:
        super().__init__(tr("Data"))
        inside = QWidget()
        inside.setLayout(column(data, 4, Label(tr("Train"), bold=True), settings, None, gap=8))
        inside.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self.body.addWidget(Scroll(inside))


class LayerCard(Card):
    """The selected layer, the unit of it that was clicked, and what was done. `undo` takes the last edit back."""

    def __init__(self, layer: Inspector, unit: CloseUp, timeline: Timeline, undo: Callable[[], Any]) -> None:
        super().__init__(tr("Selected layer"))
        self.undo = Button(tr("Undo"), undo, kind="link", icon="undo")
        self.undo.hide()
        inside = QWidget()
        head = row(Label(tr("Timeline"), bold=True), None, self.undo)
        inside.setLayout(column(layer, unit, 4, head, timeline, None, unit.keys, gap=8))
        self.side = Scroll(inside)
        self.body.addWidget(self.side, 1)
