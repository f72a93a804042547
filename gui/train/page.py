"""The trainer page: the network in the middle, its data and settings left, its timeline right, the charts below.

It shows events and sends what a person asks; it knows no worker. `gui.window.window` calls one `show_…` for
each event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.messages.train_commands import DataSpec, Load, Play, Settings, Undo, Watch
from core.messages.train_events import (
    Changed,
    DeviceLoad,
    Diverged,
    Edited,
    Loaded,
    NetChanged,
    Portrait,
    Previewed,
    Ready,
    Rejected,
    State,
    Tick,
)
from core.net.plan import INPUT, LayerKey, Net
from gui.kit.folding import order_of_tab
from gui.kit.layer_words import hidden, said_of, stays_at
from gui.kit.pieces import Scroll, column, edge
from gui.kit.theme import Theme
from gui.kit.words import read
from gui.train.arrangement import Arrangement, Side
from gui.train.cards import DataCard, LayerCard, NetworkCard
from gui.train.charts.chart import LossChart, ScoreChart
from gui.train.drawing.canvas import UNITS_BEFORE_A_PORTRAIT
from gui.train.drawing.close_up import CloseUp
from gui.train.drawing.legend import legend_dialog
from gui.train.drawing.view import NetDrawing
from gui.train.editor import Editor
from gui.train.keys import does
from gui.train.panels.controls import Controls
from gui.train.panels.data import DataPanel
from gui.train.panels.device import DevicePanel
from gui.train.panels.inspector import Inspector
from gui.train.panels.new_net import NewNet
from gui.train.panels.settings import SettingsPanel
from gui.train.panels.timeline import Timeline
from gui.train.recorded import close_page

Send = Callable[[Any], int]
PORTRAITS_PER_S = 10.0


class TrainPage(QWidget):
    """Everything about the training that runs. `new_run` gives the folder for a new one, "" to save nothing;
    `begin_again` goes back to step 0, with a seed or (−1) with the same weights."""

    def __init__(
        self, *, send: Send, theme: Theme, new_run: Callable[[DataSpec], str], begin_again: Callable[[int], Any]
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.send, self.new_run, self.begin_again, self.theme = send, new_run, begin_again, theme
        self.loaded: Loaded | None = None
        self.net: Net | None = None
        self.settings = Settings()
        self.state: State | None = None
        self.selected = INPUT
        self.ready, self.watching = False, 0
        """`watching`: how many units a layer the trainer shows now, 0 while nobody can see them."""
        self.resuming: int | None = None
        self.recorded = False
        self.editor = Editor(
            parent=self, theme=lambda: self.theme, send=send, tell=lambda text: self.network.show_notice(text)
        )
        self._build()

    # -------------------------------------------------------------------------------------------------------- layout
    def _build(self) -> None:
        self.controls = Controls(self.send, self.begin_again)
        self.data = DataPanel(self.begin)
        self.panel = SettingsPanel(self.send)
        self.inspector = Inspector(self.editor.edit, self.open_menu, self.select, self.editor.preferred)
        self.close_up = CloseUp(self.editor.edit)
        self.timeline = Timeline(lambda step, bring: self.loss.point_at(step, bring=bring))
        self.device = DevicePanel()
        self.drawing = NetDrawing(palette=self.theme, send=self.editor.ask, menu=self.open_menu)
        self.drawing.selected.connect(self.choose)
        self.loss = LossChart(palette=self.theme, send=self.send)
        self.score = ScoreChart(palette=self.theme, send=self.send)
        self.loss.link(self.score)
        self.network = NetworkCard(self.drawing, self.ask_new_net, lambda: legend_dialog(self, self.theme).show_now())
        self.summary, self.notice = self.network.note, self.network.notice
        self.left = DataCard(self.data, self.panel)
        self.right = LayerCard(self.inspector, self.close_up, self.timeline, lambda: self.send(Undo()))
        self.undo = self.right.undo
        sides: dict[Side, QWidget] = {"data": self.left, "layer": self.right, "device": self.device}
        self.arrangement = Arrangement(self.network, sides, (self.loss, self.score))
        self.body = Scroll(self.arrangement)
        outer = column(self.controls, edge(), self.body, gap=0)
        outer.setStretch(2, 1)
        self.setLayout(outer)
        self.arrangement.arrange(self.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.arrange(self.width(), self.height() - self.controls.height() - 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # its body scrolls

    def focusNextPrevChild(self, forward: bool) -> bool:
        network = (self.network.new, self.network.how, self.network.copy.cancel, *self.drawing.in_reading_order())
        sides = (self.left, self.right, self.device)
        charts = (self.loss, self.score)
        match self.arrangement.kind:
            case "wide":
                parts = (self.left, *network, self.right, *charts, self.device)
            case "beside":
                parts = (*network, self.arrangement.names, *sides, *charts)
            case _:
                parts = (*network, *charts, self.arrangement.names, *sides)
        order_of_tab(self.controls, *parts)
        return super().focusNextPrevChild(forward)

    # -------------------------------------------------------------------------------------------------- what is shown
    def show_ready(self, ready: Ready) -> None:
        """Show the devices of the trainer, and ask for portraits."""
        self.ready = True
        self.device.show_ready(ready)
        self.controls.device.show_devices(ready.devices)
        self.watch()

    def show_loaded(self, loaded: Loaded, answers: int | None) -> None:
        """Show another training, from its data to its network."""
        self.loaded, self.net, self.settings = loaded, None, loaded.now.settings
        self.network.show_notice("")
        self.show_asking(True)
        self.selected = next(iter(hidden(loaded.now.net)), INPUT)
        self.left.show_data(loaded.data)
        self.panel.show_settings(self.settings)
        for part in (self.timeline, self.loss, self.score, self.network):
            part.show_loaded(loaded)
        self.controls.tick = None
        self.take_in(loaded.now)
        self.editor.measure_again()
        if answers is not None and answers == self.resuming:
            self.send(Play())
        self.resuming = None

    def take_in(self, now: NetChanged, *, touched: LayerKey = INPUT, grown: int = 0) -> None:
        """Show the network as it is now: the one way to another net, whatever made it so. `touched` and `grown`: what
        an edit did, for the drawing."""
        self.selected = stays_at(now.net, self.selected, self.net)
        if now.settings != self.settings:
            self.settings = now.settings
            self.panel.show_settings(now.settings)
        for part in (self.timeline, self.loss, self.score):
            part.show_now(now)
        self.drawing.show_now(now, touched=touched, grown=grown)
        self.show_net(now.net, now.cost.parameters)
        self.show_state(now.state)

    def show_net(self, net: Net, parameters: int) -> None:
        """Show the plan in words, and the selected layer."""
        self.net = net
        self.editor.show_net(net, parameters)
        self.network.show_net(net, parameters)
        self.inspector.show_net(net, self.selected)
        self.drawing.show_selected(self.selected)
        if self.recorded:
            close_page(self)

    def show_state(self, state: State) -> None:
        """Show where the training stands."""
        if self.state is None or state.device != self.state.device:
            self.device.show_device(state.device)
            self.panel.show_device(state.device)
        self.state = state
        self.controls.show_state(state)
        self.timeline.show_state(state)
        self.undo.setVisible(state.undo > 0 and not self.recorded)
        self.network.show_state(state)

    def show_tick(self, tick: Tick) -> None:
        """Add a point to the charts, and show the step."""
        self.controls.show_tick(tick)
        self.timeline.show_step(tick.step)
        self.loss.show_tick(tick)
        self.score.show_tick(tick)
        self.drawing.show_tick(tick)

    def show_changed(self, changed: Changed, answers: int | None = None) -> None:
        """Show a changed setting."""
        self.settings = changed.settings
        self.panel.show_changed(changed.settings, answers)
        self.timeline.show_settings(changed.settings)
        if changed.state is not None:
            self.show_state(changed.state)

    def show_edited(self, edited: Edited) -> None:
        """Show the network after an edit."""
        self.network.show_notice("")
        self.take_in(edited.now, touched=edited.key, grown=edited.mark.grown)

    def show_diverged(self, diverged: Diverged) -> None:
        """Show where the loss diverged, and the network that the training went back to."""
        self.take_in(diverged.now)

    def show_previewed(self, previewed: Previewed, answers: int | None) -> None:
        """Hand what an edit would cost to the editor."""
        if self.loaded is not None:
            self.editor.show_previewed(previewed, answers, task=self.loaded.data.task)

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the units do now."""
        self.drawing.show_portrait(portrait)
        self.data.show_portrait(portrait)
        self.inspector.show_portrait(portrait)
        self.inspector.show_layer()

    def show_load(self, load: DeviceLoad) -> None:
        """Show how busy the device is."""
        self.device.show_load(load)
        self.controls.show_load(load)

    def show_rejected(self, rejected: Rejected, answers: int | None) -> None:
        """Show the sentence beside the control that asked, else under the network."""
        if self.panel.show_rejected(answers, rejected.sentence) or self.data.show_rejected(answers, rejected.sentence):
            return
        if answers is not None:
            self.editor.forget(answers)
        said = read(rejected.sentence) if self.net is None else said_of(self.net, rejected.sentence)
        self.network.show_notice(said)

    def show_gone(self) -> None:
        """The trainer is gone: the last numbers stay, but nothing can be asked."""
        self.ready, self.watching = False, 0
        self.state = None
        self.editor.forget(None)
        self.resuming = None
        self.controls.show_gone()
        self.undo.hide()
        self.show_asking(False)

    def show_asking(self, possible: bool) -> None:
        """Let a person ask for things, or not while there is nobody to ask."""
        for part in (self.data, self.panel, self.inspector, self.close_up, self.network.new, self.drawing):
            part.setEnabled(possible)
        if self.recorded:
            close_page(self)

    def draw(self) -> None:
        """Once a frame."""
        self.watch()  # a larger page has room for more units
        self.controls.draw()
        self.timeline.draw()
        self.drawing.draw()
        self.close_up.show_unit(self.drawing.close_up(), self.net)
        self.close_up.show_keys(self.right.side.viewport().height() - self.timeline.geometry().bottom() - 12)
        self.loss.draw()
        self.score.draw()

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    # ------------------------------------------------------------------------------------------------- what is asked
    def begin(self, spec: DataSpec, settings: Settings | None, net: Net | None = None) -> int:
        """Ask for a new training; it plays on if the one before did."""
        seed = self.loaded.seed if self.loaded is not None else 0
        asked = replace(settings or self.settings, pace=self.settings.pace)  # the speed is a person's, not the data's
        number = self.send(Load(data=spec, net=net, settings=asked, seed=seed, run=self.new_run(spec)))
        if self.state is not None and self.state.playing:
            self.resuming = number
        return number

    def select(self, key: LayerKey) -> None:
        """Make a layer the selected one."""
        self.selected = key
        if self.net is not None:
            self.inspector.show_net(self.net, key)
            self.drawing.show_selected(key)

    def choose(self, key: LayerKey) -> None:
        """Make a layer the selected one that a person chose in the drawing, and show what it is."""
        self.arrangement.open_side("layer")
        self.select(key)

    def open_menu(self, key: LayerKey, place: QPoint) -> None:
        """Open the menu of a layer at `place` on screen."""
        if self.state is None or self.recorded:
            return
        self.select(key)
        (layer, unit), seen = self.drawing.selection, self.drawing.close_up()
        here = unit if layer == key else -1
        frozen = here >= 0 and seen is not None and seen.key == key and seen.frozen
        self.editor.open_menu(key, place, unit=here, frozen=frozen, font=self.inspector.layer.font())

    def ask_new_net(self) -> None:
        """Ask for another network on the same data."""
        if self.loaded is None or self.recorded or QApplication.activeModalWidget() is not None:
            return
        data = self.loaded.data
        NewNet(self, self.theme, data, begin=lambda net: self.begin(data.spec, None, net)).show_now()

    def watch(self) -> None:
        """Ask for portraits while somebody can see them."""
        units = self.drawing.units_that_fit() if self.isVisible() else 0
        if self.ready and self.watching != units:
            self.watching = units
            self.send(Watch(PORTRAITS_PER_S if units else 0.0, units or UNITS_BEFORE_A_PORTRAIT))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch()

    def does(self) -> dict[str, Callable[[], Any]]:
        """Return what this page does for the actions of the keyboard."""
        return does(self)
