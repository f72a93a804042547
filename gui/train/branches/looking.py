"""What the trainer page does with earlier moments and branches: bar, tree, timeline and charts follow what is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from core.messages.beside.branches import Branches, LookBack, ShownAt, TellBranches
from core.messages.train_events import Loaded, NetChanged, Ready, State, Tick, Told
from core.sentence import Sentence
from gui.train.branches.branch_tree import BranchTree, color_of, name_of
from gui.train.branches.earlier_bar import EarlierBar, Send
from gui.train.charts.card import Chart
from gui.train.charts.others import Other
from gui.train.panels.timeline import Timeline
from gui.train.side.listener import Listener


class Page(Protocol):
    """What is asked of the page."""

    @property
    def theme(self) -> Any:
        """What it looks like now."""

    @property
    def recorded(self) -> bool:
        """Whether it shows a recording."""

    def arrange(self) -> None:
        """Put the cards where they belong."""

    def take_in(self, now: NetChanged) -> None:
        """Show the network as it is."""


class Looking(Listener):
    """Holds the bar and the tree, and shows the moment on the page."""

    def __init__(self, page: Page, send: Send, timeline: Timeline, charts: Sequence[Chart], controls: Any) -> None:
        self.page, self.send, self.charts, self.controls, self.timeline = page, send, charts, controls, timeline
        self.bar = EarlierBar(send, page.arrange)
        self.tree = BranchTree(send, self.draw_curves)
        self.asked = False
        self.training: object = None
        """Whose branches are shown: a folder, or what one began with that is saved in none."""
        timeline.look = self.look
        for chart in charts:
            chart.look = self.look_at
        self._theme: Any = None

    def look(self, step: int, before: bool) -> None:
        """Ask for the network of a step; `before`: as it was before what was done there."""
        if not self.page.recorded:
            self.send(LookBack(step, before))

    def look_at(self, step: int) -> None:
        """Ask for the network of a step in the charts."""
        self.look(step, False)

    # ------------------------------------------------------------------------------------------- what it is told
    def show_ready(self, ready: Ready) -> None:
        self.show_at(None)

    def show_loaded(self, loaded: Loaded) -> None:
        self.show_at(None)
        self.tree.closed = self.page.recorded
        training = loaded.run or (loaded.data.spec, loaded.seed)
        if training != self.training:
            self.training = training
            self.tree.forget()
        if not self.asked and not self.page.recorded:
            self.asked = True  # this page may be a new one, in another language
            self.send(TellBranches())

    def show_state(self, state: State) -> None:
        if not self.bar.looking:
            self.tree.show_step(state.step)

    def show_tick(self, tick: Tick) -> None:
        self.tree.show_step(tick.step)

    def hear(self, event: Told, answers: int | None) -> bool:
        if isinstance(event, Branches):
            self.tree.show_branches(event)
        elif isinstance(event, ShownAt):
            self.show_at(event)
            self.page.take_in(event.now)
        return isinstance(event, Branches | ShownAt)

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        return False

    def show_at(self, shown: ShownAt | None) -> None:
        """Show which moment is on the page."""
        self.bar.show_at(shown)
        step = shown.now.state.step if shown is not None and shown.looking else None
        for chart in self.charts:
            chart.show_moment(step)

    def show_asking(self, possible: bool) -> None:
        self.tree.closed = not possible
        self.bar.setEnabled(possible)

    # ------------------------------------------------------------------------------------------- once a frame
    def draw_curves(self) -> None:
        """Put the curves of the other branches into the charts."""
        others = [Other(color_of(one.number, self.page.theme), name_of(one.number, one.name), one.ticks)
                  for one in self.tree.curves]  # fmt: skip
        for chart in self.charts:
            chart.show_others(others)

    def draw(self) -> None:
        if self._theme is not self.page.theme:
            self._theme = self.page.theme
            self.draw_curves()
        self.tree.draw()

    def in_reading_order(self) -> Sequence[QWidget]:
        return (*self.bar.in_reading_order(), *self.tree.in_reading_order())
