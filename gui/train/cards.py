"""The cards of the page: the network in the middle, the data left, the selected layer and the timeline right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.messages.train_events import Loaded, State
from core.messages.train_reports import Data
from core.net.plan import Net
from gui.kit.layer_words import arrows
from gui.kit.pieces import Button, Card, Label, Scroll, column, row
from gui.kit.words import tr
from gui.notices.beside import Beside
from gui.train.drawing.close_up import CloseUp
from gui.train.drawing.view import NetDrawing
from gui.train.panels.data import DataPanel
from gui.train.panels.inspector import Inspector
from gui.train.panels.samples import FLAT_PX
from gui.train.panels.settings import SettingsPanel
from gui.train.panels.timeline import Timeline
from gui.train.smaller_copy import SmallerCopy

LEAST_FLAT_PX = 84
"""How low the picture of the plane may become, so that what stands below it is in sight."""


class NetworkCard(Card):
    """The drawing and its heading. `ask_new` asks for another network, `explain` shows how to read the drawing."""

    def __init__(self, drawing: NetDrawing, ask_new: Callable[[], Any], explain: Callable[[], Any]) -> None:
        super().__init__(tr("Network"))
        self.drawing = drawing
        self.new = Button(tr("New …"), ask_new, kind="link", tip=tr("Another network on the same data"))
        self.new.setAccessibleName(tr("New network"))
        self.new.setEnabled(False)
        self.waiting = Label(tr("The network appears when the trainer is ready."), kind="soft")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        drawing.hide()
        self.how = Button(kind="link", icon="question", name=tr("How to read the network"), act=explain)
        self.head.insertWidget(1, self.new)
        self.head.insertWidget(2, self.how)
        self.copy = SmallerCopy(drawing.send)
        self.head.insertWidget(3, self.copy)
        self.net: Net | None = None
        self.body.addWidget(self.waiting, 1)
        self.body.addWidget(drawing, 1)
        self.notice = Beside(drawing, inside=True)

    def show_net(self, net: Net, parameters: int) -> None:
        """Show the plan in one line, and the drawing now that there is something to draw."""
        self.net = net
        self.note.put(tr("{layers} · {n:,} parameters", layers=arrows(net), n=parameters))
        self.waiting.hide()
        self.drawing.show()
        self.new.setEnabled(True)

    def show_loaded(self, loaded: Loaded) -> None:
        """Start over for another training."""
        self.copy.task = loaded.data.task
        self.drawing.show_loaded(loaded)

    def show_state(self, state: State) -> None:
        """Show what is on its way: in the drawing, and how a smaller copy does."""
        self.drawing.show_state(state)
        if state.fading or not self.copy.isHidden():
            self.copy.show_state(state, self.net, closed=self.drawing.closed)
            self.note.setVisible(self.copy.isHidden())  # there is room for one of them

    def show_notice(self, text: str) -> None:
        """Say why something could not be done; "" takes it away."""
        self.notice.put(text)


class DataCard(Card):
    """The data, and below it the settings of the training."""

    def __init__(self, data: DataPanel, settings: SettingsPanel) -> None:
        super().__init__(tr("Data"))
        self.data = data
        inside = QWidget()
        inside.setLayout(column(data, 4, Label(tr("Train"), bold=True), settings, None, gap=8))
        inside.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self.side = Scroll(inside)
        self.body.addWidget(self.side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def show_data(self, data: Data) -> None:
        """Show the data that is in place."""
        self.data.show_data(data)
        self.fit()

    def fit(self) -> None:
        """Make the picture of the plane as high as leaves what is below it in sight, within what can be read; when the
        card or the data is another, not when a person unfolds something."""
        samples, layout = self.data.samples, self.side.inside.layout()
        if samples.flat and layout is not None:
            layout.activate()
            spare = self.side.viewport().height() - layout.minimumHeightForWidth(self.side.viewport().width())
            samples.flat_px = min(max(samples.height() + spare, LEAST_FLAT_PX), FLAT_PX)
            samples.setFixedHeight(samples.heightForWidth(samples.width()))


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
