"""The cards of the page: the network in the middle, the data left, the selected layer and the timeline right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from core.disk_reason import reason
from core.messages.train_events import Loaded, State, Tick
from core.messages.train_reports import Data
from core.net.plan import Net
from gui.kit.inputs import Menu
from gui.kit.layer_words import arrows
from gui.kit.pieces import Button, Card, Label, Scroll, column, row
from gui.kit.words import read, tip_text, tr
from gui.notices.beside import Beside
from gui.train.curves import saved_drawing
from gui.train.drawing.close_up import CloseUp
from gui.train.drawing.view import NetDrawing
from gui.train.panels.data import DataPanel
from gui.train.panels.inspector import Inspector
from gui.train.panels.samples import FLAT_PX
from gui.train.panels.settings import SettingsPanel
from gui.train.panels.timeline import Timeline
from gui.train.side.folding_card import FoldingCard
from gui.train.smaller_copy import SmallerCopy

NARROW_PX = 460
"""Narrower than this, the card's last button has no text."""
LEAST_FLAT_PX = 66
"""How low the picture of the plane may become, so that what is below is in sight; it is at large at the right."""


class NetworkCard(Card):
    """The drawing and its heading. `ask_new` asks for another network, `explain` shows how to read the drawing."""

    home: Button | None = None
    """Opens the menu of what goes out and comes in."""

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
        self.shapes = Button(tr("Shapes"), self.show_shapes, kind="link")
        self.shapes.setToolTip(tip_text(tr("Show the shape of each weight, how many parameters, and what flows on")))
        self.shapes.setCheckable(True)
        self.head.insertWidget(3, self.shapes)
        self.more = Button("⋯", self.open_more, kind="link", name=tr("Save the drawing…"))
        self.more.setToolTip(tip_text(tr("Save the drawing as a picture, or copy it")))
        self.more.setEnabled(False)
        self.head.insertWidget(4, self.more)
        self.copy = SmallerCopy(drawing.send)
        self.head.insertWidget(5, self.copy)
        self.pick_path: Callable[[QWidget, str, str, str], str] = _pick_path
        self.net: Net | None = None
        self.body.addWidget(self.waiting, 1)
        self.body.addWidget(drawing, 1)
        self.notice = Beside(drawing, inside=True)

    def offer_to_take_home(
        self, *, take: Callable[[], Any], try_on: Callable[[], Any], open_file: Callable[[], Any]
    ) -> None:
        """Offer what goes out of here and comes in, in a menu."""
        self.home = Button(tr("Take home"), kind="link", icon="export")
        self.home.setAccessibleName(tr("Take home, and open files"))
        self.home.setToolTip(tip_text(tr("Take this training home, try it on your own files, or open a file")))
        self.head.insertWidget(self.head.indexOf(self.copy), self.home)
        menu = Menu(self)
        menu.addAction(tr("Take home …"), take)
        menu.addAction(tr("Try it on your own files …"), try_on)
        menu.addSeparator()
        menu.addAction(tr("Open a file …"), open_file)
        self.home.setMenu(menu)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.home is not None and bool(self.home.text()) == (self.width() < NARROW_PX):
            self.home.setText("" if self.width() < NARROW_PX else tr("Take home"))

    def show_net(self, net: Net, parameters: int) -> None:
        """Show the plan in one line, and the drawing now that there is something to draw."""
        self.net = net
        self.note.put(tr("{layers} · {n:,} parameters", layers=arrows(net), n=parameters))
        self.waiting.hide()
        self.drawing.show()
        self.new.setEnabled(True)
        self.more.setEnabled(True)

    def open_more(self) -> None:
        """Open the menu of what the drawing can be saved as."""
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for of in saved_drawing.FORMATS:
            menu.addAction(tr("Save as {format}…", format=of.upper()), partial(self.save, of))
        menu.addAction(tr("Copy the picture"), self.copy_picture)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def copy_picture(self) -> None:
        """Put the drawing into the clipboard."""
        QGuiApplication.clipboard().setImage(saved_drawing.image(self.drawing))

    def save(self, of: saved_drawing.Format) -> None:
        """Ask where, and save the drawing there."""
        kind = {"png": tr("Picture (PNG)"), "svg": tr("Drawing (SVG)")}[of]
        path = self.pick_path(self.window(), tr("Save the drawing"), f"{tr('Network')}.{of}", f"{kind} (*.{of})")
        if not path:
            return
        target = Path(path) if Path(path).suffix else Path(f"{path}.{of}")
        try:
            saved_drawing.save(self.drawing, target, of)
        except OSError as error:
            said = tr("The drawing cannot be saved as {name}.", name=target.name)
            self.show_notice(said + " " + read(reason(error)))

    def show_shapes(self) -> None:
        """Show the shapes of weights and of what flows between the layers, or no more."""
        self.drawing.canvas.shapes = self.shapes.isChecked()
        self.shapes.setText(tr("No shapes") if self.shapes.isChecked() else tr("Shapes"))
        if self.net is not None:
            self.drawing.show_again()

    def show_loaded(self, loaded: Loaded) -> None:
        """Start over for another training."""
        self.copy.task = loaded.data.task
        self.drawing.show_loaded(loaded)

    def show_state(self, state: State) -> None:
        """Show what is on its way: in the drawing, and how a smaller copy does."""
        self.drawing.show_state(state)
        self.copy.way.take(state)
        if state.fading or not self.copy.isHidden():
            self.copy.show_state(state, self.net, closed=self.drawing.closed)
            self.note.setVisible(self.copy.isHidden())  # there is room for one of them

    def show_tick(self, tick: Tick) -> None:
        """Show how far the training is."""
        self.copy.way.note_step(tick.step)
        self.drawing.show_tick(tick)

    def draw(self) -> None:
        """Once a frame."""
        self.copy.show_lasting(self.net, closed=self.drawing.closed or not self.drawing.isEnabled())
        if self.note.isHidden() == self.copy.isHidden():
            self.note.setVisible(self.copy.isHidden())
        self.drawing.draw()

    def show_notice(self, text: str) -> None:
        """Say why something could not be done; "" takes it away."""
        self.notice.put(text)


def _pick_path(parent: QWidget, title: str, name: str, kinds: str) -> str:
    return QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kinds)[0]


class DataCard(Card):
    """The data, and below it the settings of the training and the way to when it stops by itself."""

    def __init__(self, data: DataPanel, settings: SettingsPanel, stops: QWidget | None = None) -> None:
        super().__init__(tr("Data"))
        self.data = data
        inside = QWidget()
        head = Label(tr("Train"), bold=True)
        above = head if stops is None else row(head, None, stops)
        inside.setLayout(column(data, 4, above, settings, None, gap=8))
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
            needs = layout.minimumHeightForWidth(self.side.viewport().width())
            spare = FLAT_PX if self.side.flows else self.side.viewport().height() - needs
            samples.flat_px = min(max(samples.height() + spare, LEAST_FLAT_PX), FLAT_PX)
            samples.setFixedHeight(samples.heightForWidth(samples.width()))


class LayerCard(FoldingCard):
    """The selected layer, and the unit of it that was clicked."""

    def __init__(self, layer: Inspector, unit: CloseUp) -> None:
        super().__init__(tr("Selected layer"))
        inside = QWidget()
        inside.setLayout(column(layer, unit, None, unit.keys, gap=8))
        self.unit = unit
        self.side = Scroll(inside)
        self.body.addWidget(self.side, 1)

    def draw(self) -> None:
        """Once a frame: show the keys where there is room for them."""
        self.unit.show_keys(self.side.viewport().height() - self.unit.geometry().bottom() - 12)


class TimelineCard(FoldingCard):
    """What was done, newest first. `undo` takes the last edit back."""

    def __init__(self, timeline: Timeline, undo: Callable[[], Any]) -> None:
        super().__init__(tr("Timeline"))
        self.undo = Button(tr("Undo"), undo, kind="link", icon="undo")
        self.undo.hide()
        self.head.insertWidget(self.head.indexOf(self.menu_button), self.undo)
        inside = QWidget()
        inside.setLayout(column(timeline, None, gap=8))
        self.side = Scroll(inside)
        self.body.addWidget(self.side, 1)

    def add_above_timeline(self, part: QWidget) -> None:
        """Put something above the entries."""
        layout = self.side.inside.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, part)
