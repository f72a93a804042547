"""The trainer page: the network in the middle, its data and settings left, its timeline right, the charts below.

It shows events and sends what a person asks; it knows no worker. `gui.window.window` calls one `show_…` for
each event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.messages.train_commands import DataSpec, Load, Settings, Undo, Watch
from core.messages.train_events import (
    Loaded,
    State,
)
from core.messages.train_reports import Data
from core.net.plan import INPUT, LayerKey, Net
from gui.kit.folding import order_of_tab
from gui.kit.pieces import Scroll, apply_theme, column, edge
from gui.kit.style import sheet
from gui.kit.theme import Theme, enlarged
from gui.stops.opening import StopsButton
from gui.train.answers.card import AnswersCard
from gui.train.arrangement import Arrangement, Side, scale_for
from gui.train.branches.looking import Looking
from gui.train.cards import DataCard, LayerCard, NetworkCard, TimelineCard
from gui.train.curves.chart import FirstChart, SecondChart
from gui.train.curves.listener import Curves
from gui.train.drawing.canvas import UNITS_BEFORE_A_PORTRAIT
from gui.train.drawing.close_up import CloseUp
from gui.train.drawing.legend import legend_dialog
from gui.train.drawing.view import NetDrawing
from gui.train.editor import Editor
from gui.train.keys import does
from gui.train.numbers.convolution import ConvolutionShown
from gui.train.numbers.shown import NumbersShown
from gui.train.pad.digits import DigitAnswers
from gui.train.pad.rows import RowAnswers
from gui.train.panels.controls import Controls
from gui.train.panels.data import DataPanel
from gui.train.panels.device import DevicePanel
from gui.train.panels.inspector import Inspector
from gui.train.panels.new_net import NewNet
from gui.train.panels.settings import SettingsPanel
from gui.train.panels.timeline import Timeline
from gui.train.panes.listener import SideBySideShown
from gui.train.plane.answers import PlaneAnswers
from gui.train.showing import Showing
from gui.train.side.listener import Listener
from gui.train.side.stack import SideStack
from gui.train.telling.inputs import kept_for
from gui.train.twin.panel import TwinPanel

Send = Callable[[Any], int]
PORTRAITS_PER_S = 10.0
PAINTED = 1.25
"""How much larger than usual painted text is at most."""


class TrainPage(Showing):
    """Everything about the training that runs. `new_run` gives the folder for a new one, "" to save nothing;
    `begin_again` goes back to step 0, with a seed or (−1) the same weights; `stops` leads to when it stops itself;
    `saved` gives the folder of saved runs."""

    def __init__(
        self, *, send: Send, theme: Theme, new_run: Callable[[DataSpec], str], begin_again: Callable[[int], Any],
        stops: StopsButton | None = None, saved: Callable[[], Path | None] = lambda: None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("kind", "page")
        self.send, self.new_run, self.begin_again, self.theme, self.stops = send, new_run, begin_again, theme, stops
        self.saved = saved
        self.loaded: Loaded | None = None
        self.net: Net | None = None
        self.settings = Settings()
        self.state: State | None = None
        self.selected, self.recorded, self.ready, self.watching = INPUT, False, False, 0
        """`watching`: how many units a layer the trainer shows now, 0 while nobody can see them."""
        self.resuming: int | None = None
        self.editor = Editor(parent=self, theme=lambda: self.theme, send=send, tell=lambda text: self.notice.put(text))
        self.scale, self.stale = 1.0, False
        """How large type is, and whether it is another size yet."""
        self._build()

    # -------------------------------------------------------------------------------------------------------- layout
    def _build(self) -> None:
        self.controls = Controls(self.send, self.begin_again)
        self.data = DataPanel(self.begin)
        self.panel = SettingsPanel(self.send)
        self.inspector = Inspector(self.editor.edit, self.open_menu, self.select, self.editor.preferred)
        self.close_up = CloseUp(self.editor.edit)
        self.timeline = Timeline(lambda step, bring: self.loss.point_at(step, bring=bring), self.send)
        self.device = DevicePanel()
        self.drawing = NetDrawing(palette=self.theme, send=self.editor.ask, menu=self.open_menu)
        self.drawing.selected.connect(self.choose)
        self.loss = FirstChart(palette=self.theme, send=self.send)
        self.score = SecondChart(palette=self.theme, send=self.send)
        self.loss.link(self.score)
        self.network = NetworkCard(self.drawing, self.ask_new_net, lambda: legend_dialog(self, self.theme).show_now())
        self.summary, self.notice = self.network.note, self.network.notice
        self.left = DataCard(self.data, self.panel, self.stops)
        self.right, self.done = LayerCard(self.inspector, self.close_up), TimelineCard(self.timeline, self.undo_last)
        self.undo = self.done.undo
        self._listen()
        sides: dict[Side, QWidget] = {"data": self.left, "device": self.device}
        self.stack = SideStack({"answers": self.answers, "layer": self.right, "timeline": self.done})
        self.arrangement = Arrangement(self.network, sides, self.stack, (self.loss, self.score))
        self.body = Scroll(self.arrangement)
        outer = column(self.controls, edge(), self.looking.bar, self.body, gap=0)
        outer.setStretch(3, 1)
        self.outer = outer
        self.setLayout(outer)
        self.of_class: tuple[QWidget, ...] = ()
        """The strip at the foot of the classroom screen, and the panel over the page."""
        self.arrangement.arrange(self.width(), self.height())

    def _listen(self) -> None:
        """Make what listens to the training beside the panels."""
        self.twin = TwinPanel(self.send, self.loss, self.score)
        self.panel.put_above_more(self.twin)
        digits = self.pictures = DigitAnswers(lambda asked: self.send(asked), self.drawing.canvas.show_drawn)
        self.answers = AnswersCard(
            (
                digits,
                RowAnswers(lambda asked: self.send(asked), self.drawing.canvas.show_drawn),
                PlaneAnswers(lambda asked: self.send(asked), self.show_points),
            ),
            self.arrange,
        )
        self.curves = Curves(
            (self.loss, self.score), send=self.send, selected=lambda: self.selected, runs=self.saved,
            tell=self.notice.put,
        )  # fmt: skip
        self.numbers = NumbersShown(self.drawing, self.send, self.editor.edit)
        self.close_up.stand_below(self.numbers.panel)
        self.convolution = ConvolutionShown(self, self.drawing, self.send, lambda: self.theme)
        self.convolution.drawn = digits.drawn_array
        self.close_up.stand_above(self.convolution.button)
        self.looking = Looking(self, self.send, self.timeline, (self.loss, self.score), self.controls)
        self.done.add_above_timeline(self.looking.tree)
        self.panes = SideBySideShown(
            self, self.send, theme=lambda: self.theme, runs=self.saved, branches=lambda: self.looking.tree.told
        )
        self.looking.bar.show_beside, self.curves.side_by_side = self.panes.beside_now, self.panes.open
        self.looking.tree.show_beside = self.panes.branch_beside_now
        self.parts: tuple[Listener, ...] = (
            self.answers, self.curves, self.looking, self.twin, self.numbers, self.convolution, self.panes,
        )  # fmt: skip

    def arrange(self) -> None:
        """Put the cards where they belong."""
        above = 0 if self.controls.isHidden() else self.controls.height() + 1
        below = self.of_class[0].height() if self.of_class else 0
        self.scale = 1.0 if self.of_class else scale_for(self.width(), self.height())
        self.stale = self.theme.scale != self.scale
        bar = 0 if self.looking.bar.isHidden() else self.looking.bar.sizeHint().height()
        self.arrangement.arrange(self.width(), self.height() - above - below - bar)

    def show_classroom(self, *of_class: QWidget) -> None:
        """Be the classroom screen, with a strip at the foot and a panel over the page; nothing: the page as always."""
        for part in self.of_class:
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self.of_class = of_class
        if of_class:
            self.outer.addWidget(of_class[0])
            for part in of_class:
                apply_theme(part, self.theme)
            return
        self.arrangement.chosen = None
        self.controls.show()
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # its body scrolls

    def focusNextPrevChild(self, forward: bool) -> bool:
        head = (self.network.new, self.network.how, self.network.shapes, self.network.more, self.network.copy.cancel)
        network = (*head, *self.drawing.in_reading_order())
        stack = self.stack.in_reading_order()
        network = (*network[:4], *filter(None, (self.network.home,)), *network[4:])
        sides = (self.left, *stack, self.device)
        charts = (self.loss, self.score)
        match self.arrangement.kind:
            case "wide":
                parts = (self.left, *network, *stack, *charts, self.device)
            case "beside" | "low":
                parts = (*network, self.arrangement.names, *sides, *charts)
            case _:
                parts = (*network, *charts, self.arrangement.names, *sides)
        order_of_tab(self.controls, *self.looking.bar.in_reading_order(), *parts)
        return super().focusNextPrevChild(forward)

    # ---------------------------------------------------------------------------------------------------- once a frame
    def draw(self) -> None:
        """Once a frame."""
        if self.stale:
            self.enlarge()
        self.watch()  # a larger page has room for more units
        self.controls.draw()
        self.timeline.draw()
        self.network.draw()
        self.close_up.show_unit(self.drawing.close_up(), self.net)
        self.right.draw()
        self.loss.draw()
        self.score.draw()
        for part in self.parts:
            part.draw()

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on, larger where there is room."""
        self.theme = theme
        self.stale = theme.scale != self.scale

    def enlarge(self) -> None:
        """Show type and controls as large as the page has room for. Painted text has fixed places: it grows less."""
        big = enlarged(self.theme, self.scale)
        self.setStyleSheet(sheet(big) if self.scale != 1 else "")
        apply_theme(self, big)
        painted = enlarged(self.theme, min(self.scale, PAINTED))
        for part in (self.drawing, self.loss, self.score):
            apply_theme(part, painted)
        self.controls.setFixedHeight(round(52 * self.scale))
        self.controls.device.setFixedHeight(big.control_height)
        self.stale = False

    @property
    def step(self) -> int:
        """The step at which the training stands, as far as it was told."""
        return self.controls.told.step if self.controls.told is not None else 0

    # ------------------------------------------------------------------------------------------------- what is asked
    def begin(self, spec: DataSpec, settings: Settings | None, net: Net | None = None, *, plays: bool = False) -> int:
        """Ask for a new training; it plays on if the one before did, or if it shall (`plays`)."""
        seed = self.loaded.seed if self.loaded is not None else 0
        asked = replace(settings or self.settings, pace=self.settings.pace)  # the speed is a person's, not the data's
        if net is None and settings is None and self.loaded is not None and self.net is not None:
            net = kept_for(self.net, self.loaded.data.spec, spec)  # other points, not another lesson
        number = self.send(Load(data=spec, net=net, settings=asked, seed=seed, run=self.new_run(spec)))
        if plays or (self.state is not None and self.state.playing):
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
        self.stack.reveal("layer")
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

    def undo_last(self) -> None:
        """Take the last edit back."""
        self.send(Undo())

    def ask_new_net(self) -> None:
        """Ask for another network on the same data."""
        if self.loaded is None or self.recorded or QApplication.activeModalWidget() is not None:
            return
        data = self.loaded.data
        NewNet(self, self.theme, data, begin=lambda net: self.begin(data.spec, None, net)).show_now()

    def show_points(self, data: Data) -> None:
        """Show other points of the same training: a person has edited them."""
        if self.loaded is not None:
            self.loaded = replace(self.loaded, data=data)
            self.left.show_data(data)
            self.timeline.show_points(data)

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
