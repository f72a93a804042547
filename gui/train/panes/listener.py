"""What the trainer page does to show two moments, branches or runs side by side."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from core.messages.beside.branches import Branches
from core.messages.beside.panes import PaneShown
from core.messages.train_events import Loaded, NetChanged, Ready, State, Tick, Told
from core.messages.train_reports import EditMark
from core.runs import list_runs
from core.sentence import Sentence
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.train.branches.branch_tree import name_of
from gui.train.panels.timeline import step_text
from gui.train.panes.dialog import SideBySide
from gui.train.panes.pane import Choice, Pane
from gui.train.side.listener import Listener

EVERY_S = 1.0
"""How often the side that shows the training as it stands is asked for again while that goes on."""
MOST_RUNS = 200


class SideBySideShown(Listener):
    """Opens the dialog, asks the trainer for its sides, and keeps the one that shows the present up to date."""

    def __init__(
        self, page: QWidget, send: Callable[[Any], int], *, theme: Callable[[], Theme],
        runs: Callable[[], Path | None], branches: Callable[[], Branches | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.page, self.send, self.theme, self.clock = page, send, theme, clock
        self.runs, self.branches = runs, branches
        self.dialog: SideBySide | None = None
        self.marks: tuple[EditMark, ...] = ()
        self.open_run, self.possible, self.playing = "", False, False
        self.step = 0
        self._stale, self._asked_at = False, 0.0

    # ------------------------------------------------------------------------------------------------ opened
    def open(self, left: Choice | None = None, right: Choice | None = None) -> SideBySide | None:
        """Show two sides: as a beginning the training as it began, or where it was edited last, and as it stands."""
        if not self.possible:
            return None
        if self.dialog is not None:
            self.dialog.close()
        choices = self.choices()
        now = choices[0]
        made = SideBySide(self.page.window(), self.theme(), self._ask)
        made.finished.connect(self._closed)
        self.dialog = made
        for pane in made.panes:
            pane.offer(choices)
        made.show_now()
        made.left.show_choice(left or self._before())
        made.right.show_choice(right or now)
        return made

    def beside_now(self, step: int) -> SideBySide | None:
        """Show an earlier moment and the training as it stands."""
        return self.open(left=Choice("step", step, "", tr("Step …")))

    def branch_beside_now(self, number: int) -> SideBySide | None:
        """Show another branch and the training as it stands."""
        wanted = [one for one in self.choices() if (one.of, one.place) == ("branch", number)]
        return self.open(left=wanted[0]) if wanted else None

    def choices(self) -> tuple[Choice, ...]:
        """Return what a side can show: the present, any step, the last edits, branches, saved runs."""
        made = [Choice("now", 0, "", tr("Now")), Choice("step", 0, "", tr("Step …"))]
        told = self.branches()
        for one in told.branches if told is not None else ():
            made.append(Choice("branch", one.number, "", tr("Branch: {name}", name=name_of(one.number, one.name))))
        folder = self.runs()
        for run in list_runs(folder)[:MOST_RUNS] if folder is not None else ():
            if run.record is not None and str(run.folder) != self.open_run:
                steps = step_text(run.record.step)
                text = tr("Run: {name}, step {step}", name=run.name, step=steps)
                made.append(Choice("run", 0, str(run.folder), text))
        return tuple(made)

    def _before(self) -> Choice:
        """Return the moment to begin with: right before the last edit, else the beginning."""
        edits = [mark.step for mark in self.marks if 0 < mark.step < self.step]
        return Choice("step", edits[-1] - 1 if edits else 0, "", tr("Step …"))

    def _closed(self) -> None:
        self.dialog = None

    # ------------------------------------------------------------------------------------------------- asked
    def _ask(self, pane: Pane) -> None:
        question = pane.question()
        if question is not None and self.possible:
            pane.asked = self.send(question) or None
            self._asked_at = self.clock()

    def draw(self) -> None:
        """Ask for the present again now and then, and paint both drawings."""
        if self.dialog is None:
            return
        due = self._stale or self.playing
        for pane in self.dialog.panes:
            live = pane.choice is not None and pane.choice.of == "now" and pane.asked is None
            if live and due and self.clock() - self._asked_at >= EVERY_S:
                self._stale = False
                self._ask(pane)
            pane.drawing.draw()

    # -------------------------------------------------------------------------------------------------- told
    def show_ready(self, ready: Ready) -> None:
        if self.dialog is not None:
            for pane in self.dialog.panes:
                pane.asked = None

    def show_loaded(self, loaded: Loaded) -> None:
        self.open_run, self._stale = loaded.run, True
        if self.dialog is not None:
            for pane in self.dialog.panes:
                pane.asked = None
                pane.offer(self.choices())
                if pane.choice is not None and pane.choice.of != "now":  # the present is asked for again by itself
                    self._ask(pane)

    def show_now(self, now: NetChanged) -> None:
        self.marks, self.step, self._stale = now.marks, now.state.step, True

    def show_state(self, state: State) -> None:
        self.playing, self.step, self._stale = state.playing, state.step, True

    def show_tick(self, tick: Tick) -> None:
        self.step = tick.step

    def show_asking(self, possible: bool) -> None:
        self.possible = possible
        if not possible and self.dialog is not None:
            self.dialog.close()

    def hear(self, event: Told, answers: int | None) -> bool:
        if not isinstance(event, PaneShown):
            return False
        pane = self._of(answers)
        if pane is not None and self.dialog is not None:
            pane.asked = None
            pane.show_told(event)
            self.dialog.show_numbers()
        return True

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        pane = self._of(answers)
        if pane is None:
            return False
        pane.asked = None
        pane.show_wrong(read(sentence))
        return True

    def _of(self, answers: int | None) -> Pane | None:
        panes = self.dialog.panes if self.dialog is not None else ()
        return next((pane for pane in panes if answers is not None and pane.asked == answers), None)
