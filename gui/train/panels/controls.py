"""The bar on top of the trainer page: play, single steps, reset, undo, where the training stands, the device in use."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from core.messages.train_commands import Epoch, Pause, Play, Redo, Step, Undo
from core.messages.train_events import DeviceLoad, State, Tick
from core.sentence import say
from gui.kit.actions import keys_shown
from gui.kit.inputs import Menu
from gui.kit.pieces import Button, Elided, row
from gui.kit.theme import Theme
from gui.kit.words import read, tip_text, tr
from gui.notices.tape import Tape, close, place_text, toggle
from gui.train.panels.device import DevicePill

COMPACT_PX = 1060
"""Narrower than this, the buttons after Play show their icon only."""
SMALL_PX = 560
"""Narrower than this, Play and the device do so too, and what the keyboard and a menu do as well is left out."""

Send = Callable[[Any], int]


class Controls(QWidget):
    """Buttons that send, and a line that shows where the training stands. `begin_again` goes back to step 0 with a
    seed, or (−1) with the same weights."""

    def __init__(self, send: Send, begin_again: Callable[[int], Any]) -> None:
        super().__init__()
        self.setProperty("kind", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.send, self.begin_again = send, begin_again
        self.state: State | None = None
        self.told: State | Tick | None = None
        """Where the training stands, as told last: by Ticks while it plays; an undo goes back behind them."""
        self.silent = False
        self.tape: Tape | None = None
        self._stood = (False, False)
        self._rate = ""
        self.small = False
        self.theme: Theme | None = None
        self.words = {
            "step": tr("One step"), "epoch": tr("One epoch"), "reset": tr("Reset"), "undo": tr("Undo"),
            "redo": tr("Redo"),
        }  # fmt: skip
        self.tips = {name: _tip(name) for name in ("play", *self.words)}
        self.play = Button(tr("Start"), self.play_or_pause, kind="primary", icon="play", tip=self.tips["play"])
        self.step = self._button("step", lambda: self.send(Step()))
        self.epoch = self._button("epoch", lambda: self.send(Epoch()))
        self.reset = self._button("reset", lambda: begin_again(-1))
        self.reseed = Button(kind="tail", icon="down", name=tr("More ways to reset"))
        self.reseed.setMenu(self._reset_menu())
        self.undo = self._button("undo", lambda: self.send(Undo()))
        self.redo = self._button("redo", lambda: self.send(Redo()))
        self.status = Elided(tr("Warming up …"), kind="soft", tabular=True)
        self.status.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.status.setAccessibleName(tr("Where the training stands"))
        self.device = DevicePill(self.send)
        self.classroom = Button(kind="quiet", icon="screen", name=tr("Classroom screen"))
        self.classroom.setToolTip(tip_text(tr("Fill the screen with what a class shall see ({key})", key="F11")))
        self._lay_out()
        self.show_possible()

    def _lay_out(self) -> None:
        layout = QHBoxLayout()
        parts = row(self.reset, self.reseed, gap=2)
        for part in (self.play, self.step, self.epoch):
            layout.addWidget(part)
        layout.addLayout(parts)
        for part in (self.undo, self.redo):
            layout.addWidget(part)
        layout.addSpacing(6)
        layout.addWidget(self.status, 1)
        layout.addWidget(self.device)
        layout.addWidget(self.classroom)
        layout.setContentsMargins(13, 0, 13, 0)
        layout.setSpacing(6)
        self.setLayout(layout)
        self.setFixedHeight(52)

    def _button(self, name: str, act: Callable[[], Any]) -> Button:
        return Button(self.words[name], act, icon=name, name=self.words[name], tip=self.tips[name])

    def _reset_menu(self) -> QMenu:
        menu = Menu(self)
        menu.addAction(tr("Same initial weights"), lambda: self.begin_again(-1))
        menu.addAction(tr("New random weights"), self.new_seed)
        return menu

    # ------------------------------------------------------------------------------------------------- what is asked
    def play_or_pause(self) -> None:
        """Pause if it trains, else train; the same for a recording."""
        if self.tape is not None:
            toggle(self.tape)
            self.show_possible()
            return
        self.send(Pause() if self.state is not None and self.state.playing else Play())

    def new_seed(self) -> None:
        """Reset with weights from a seed not used before on this computer."""
        self.begin_again(time.time_ns() % 1_000_000)

    # -------------------------------------------------------------------------------------------------- what is shown
    def show_state(self, state: State) -> None:
        """Show where the training stands."""
        self.state = self.told = state
        self.device.show_state(state)
        self.show_possible()

    def show_tick(self, tick: Tick) -> None:
        """Keep the newest step for the next `draw`."""
        self.told = tick

    def show_load(self, load: DeviceLoad) -> None:
        """Take the speed by wall clock from here; a Tick's counts the steps alone, without waiting."""
        speed = load.samples_per_s
        self._rate = tr("{n:,.0f} samples/s", n=speed) if math.isfinite(speed) and speed > 0 else ""

    def show_gone(self) -> None:
        """The trainer is gone: disable everything."""
        self.state = self.told = None
        self.silent = False
        self.device.show_gone()
        self.show_possible()
        self.status.put(tr("The trainer has stopped."))

    def show_possible(self) -> None:
        """Enable what can be done now."""
        state = self.state
        playing, tape = state is not None and state.playing, self.tape
        if tape is not None:
            playing = not (tape.paused or tape.over)
        begins = state is None or not state.step if tape is None else tape.over
        word = tr("Pause") if playing else tr("Start") if begins else tr("Continue")
        self.play.setText("" if self.small else word)
        self.play.setAccessibleName(word)
        icon = "pause" if playing else "play"
        if icon != self.play.drawing:
            self.play.set_icon(icon)
        self.play.setEnabled(state is not None)
        for button in (self.step, self.epoch, self.reset, self.reseed):
            button.setEnabled(state is not None)
        for button, name, count, none in (
            (self.undo, "undo", state.undo if state else 0, tr("There is nothing to undo yet.")),
            (self.redo, "redo", state.redo if state else 0, tr("Nothing has been undone.")),
        ):
            button.setEnabled(count > 0)
            button.setToolTip(tip_text(self.tips[name] if count else none))
        if tape is not None:
            close(self.step, self.epoch, self.reset, self.reseed, self.undo, self.redo, self.device)
            self.device.dot.light(playing and state is not None and state.playing)

    def show_recorded(self, tape: Tape) -> None:
        """Play and pause `tape` from now on; nothing else can be done."""
        self.tape = tape
        self.play.setToolTip(tip_text(tr("Play or pause the recording")))
        self.show_possible()

    def draw(self) -> None:
        """Write the line, once a frame at most."""
        state, latest = self.state, self.told
        if self.tape is not None and self._stood != (stands := (self.tape.paused, self.tape.over)):
            self._stood = stands
            self.show_possible()
        if state is None or latest is None:
            return
        whole = 10 <= latest.epoch < math.inf
        epochs = f"{math.floor(latest.epoch):,}" if whole else f"{latest.epoch:.1f}"
        parts = [
            tr("{n:,} steps", n=latest.step),
            tr("{n} epochs", n=epochs),
        ]
        if self.tape is not None:
            parts = [place_text(self.tape), *parts[:1]]
        elif self.silent:
            parts.append(tr("no answer"))
        elif state.playing and self._rate:
            parts.append(self._rate)
        self.status.put(" · ".join(parts))

    def show_silent(self, silent: bool) -> None:
        """Show that the trainer owes a word and says nothing: the last numbers stay, and nothing seems to train."""
        self.silent = silent
        playing = self.state is not None and self.state.playing
        self.device.dot.light(playing and not silent)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme
        if self.small:
            self.play.setMinimumWidth(44)
            return
        # The widest of its words, so that the bar stands still when Start becomes Pause.
        metrics = self.play.fontMetrics()
        widest = max(metrics.horizontalAdvance(word) for word in (tr("Start"), tr("Pause"), tr("Continue")))
        self.play.setMinimumWidth(widest + 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < COMPACT_PX
        for name in self.words:
            button: Button = getattr(self, name)
            if bool(button.text()) == compact:
                button.setText("" if compact else self.words[name])
        self.device.what.setVisible(self.width() >= 760)
        self.device.device.setVisible(self.width() >= SMALL_PX)
        self.device.setMaximumWidth(16_777_215 if self.width() >= SMALL_PX else 38)
        for button in (self.epoch, self.reseed, self.classroom):
            button.setVisible(self.width() >= SMALL_PX)
        self.small = self.width() < SMALL_PX
        self.show_possible()
        if self.theme is not None:
            self.set_theme(self.theme)


def _tip(name: str) -> str:
    words = {
        "play": say("Train until you pause"),
        "step": say("Take one optimizer step, then pause"),
        "epoch": say("Train to the end of this epoch, then pause"),
        "reset": say("Back to step 0 with the same initial weights"),
        "undo": say("Undo the last edit or setting: weights, optimizer memory and step as before"),
        "redo": say("Do what was undone again"),
    }
    keys = keys_shown(name)
    return read(words[name]) + (f"  ({keys})" if keys else "")
