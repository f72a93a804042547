"""What the trainer page shows of every event: handed to the parts it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from core.messages.beside.device import DeviceFails
from core.messages.train_commands import Play, Settings
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
    Told,
)
from core.net.plan import INPUT, LayerKey, Net
from gui.kit.layer_words import hidden, said_of, stays_at
from gui.kit.pieces import Button
from gui.kit.words import read
from gui.stops.opening import StopsButton
from gui.train.cards import DataCard, NetworkCard
from gui.train.curves.chart import FirstChart, SecondChart
from gui.train.drawing.close_up import CloseUp
from gui.train.drawing.view import NetDrawing
from gui.train.editor import Editor
from gui.train.panels.controls import Controls
from gui.train.panels.data import DataPanel, is_other
from gui.train.panels.device import DevicePanel
from gui.train.panels.inspector import Inspector
from gui.train.panels.settings import SettingsPanel
from gui.train.panels.timeline import Timeline
from gui.train.recorded import close_page
from gui.train.side.listener import Listener
from gui.train.side.stack import SideStack


class Showing(QWidget):
    """The page as events see it. `parts`: what listens to the training beside the panels that are named here."""

    send: Callable[[Any], int]
    stops: StopsButton | None
    loaded: Loaded | None
    net: Net | None
    settings: Settings
    state: State | None
    selected: LayerKey
    recorded: bool
    ready: bool
    watching: int
    resuming: int | None
    editor: Editor
    controls: Controls
    data: DataPanel
    panel: SettingsPanel
    inspector: Inspector
    close_up: CloseUp
    timeline: Timeline
    device: DevicePanel
    drawing: NetDrawing
    loss: FirstChart
    score: SecondChart
    network: NetworkCard
    left: DataCard
    stack: SideStack
    undo: Button
    parts: tuple[Listener, ...]

    def watch(self) -> None:
        """Ask for portraits while somebody can see them."""
        raise NotImplementedError

    def show_ready(self, ready: Ready) -> None:
        """Show the devices of the trainer, and ask for portraits."""
        self.ready = True
        self.device.show_ready(ready)
        self.controls.device.show_devices(ready.devices)
        for part in self.parts:
            part.show_ready(ready)
        self.watch()

    def show_loaded(self, loaded: Loaded, answers: int | None) -> None:
        """Show another training, from its data to its network."""
        if self.loaded is None or is_other(self.loaded.data.spec, loaded.data.spec):
            self.stack.verticalScrollBar().setValue(0)  # what the network answers about other data comes first
        self.loaded, self.net, self.settings = loaded, None, loaded.now.settings
        self.network.show_notice("")
        self.show_asking(True)
        self.selected = next(iter(hidden(loaded.now.net)), INPUT)
        self.left.show_data(loaded.data)
        self.panel.show_settings(self.settings)
        for part in (self.timeline, self.loss, self.score, self.network):
            part.show_loaded(loaded)
        for listening in self.parts:
            listening.show_loaded(loaded)
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
        for listening in self.parts:
            listening.show_now(now)
        if self.stops is not None:
            self.stops.show_now(now)
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
        if self.stops is not None:
            self.stops.stands_at(state.step)
        self.undo.setVisible(state.undo > 0 and not self.recorded)
        self.network.show_state(state)
        for part in self.parts:
            part.show_state(state)

    def show_tick(self, tick: Tick) -> None:
        """Add a point to the charts, and show the step."""
        self.controls.show_tick(tick)
        self.timeline.show_step(tick.step)
        if self.stops is not None:
            self.stops.stands_at(tick.step)
        self.loss.show_tick(tick)
        self.score.show_tick(tick)
        self.network.show_tick(tick)
        for part in self.parts:
            part.show_tick(tick)

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
        for part in self.parts:
            part.show_portrait(portrait)

    def hear(self, event: Told, answers: int | None) -> None:
        """Hand what is told beside training and editing to the part it is for."""
        if isinstance(event, DeviceFails):
            self.controls.device.show_failing(event.device, event.why)
        for part in self.parts:
            if part.hear(event, answers):
                return

    def show_load(self, load: DeviceLoad) -> None:
        """Show how busy the device is."""
        self.device.show_load(load)
        self.controls.show_load(load)

    def show_rejected(self, rejected: Rejected, answers: int | None) -> None:
        """Show the sentence beside the control that asked, else under the network."""
        if self.panel.show_rejected(answers, rejected.sentence) or self.data.show_rejected(answers, rejected.sentence):
            return
        if any(part.rejected(answers, rejected.sentence) for part in self.parts):
            return
        if answers is not None:
            self.editor.forget(answers)
        said = read(rejected.sentence) if self.net is None else said_of(self.net, rejected.sentence)
        self.network.show_notice(said)

    def show_gone(self) -> None:
        """The trainer is gone: the last numbers stay, but nothing can be asked."""
        self.ready, self.watching = False, 0
        self.state = self.resuming = None
        self.editor.forget(None)
        self.controls.show_gone()
        self.undo.hide()
        self.show_asking(False)

    def show_asking(self, possible: bool) -> None:
        """Let a person ask for things, or not while there is nobody to ask."""
        for part in (self.data, self.panel, self.inspector, self.close_up, self.network.new, self.drawing):
            part.setEnabled(possible)
        self.timeline.closed = not possible
        for listening in self.parts:
            listening.show_asking(possible and not self.recorded)
        if self.recorded:
            close_page(self)
