"""The window: it owns the workers and the frame timer, and `show_event` is the only place that dispatches events.

Every 33 ms it takes a bounded number of waiting events, shows each, and lets the open page draw once.
Nothing here waits for a worker.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication

from core.messages.train_commands import Describe
from core.messages.train_events import (
    Changed,
    DeviceLoad,
    Diverged,
    Edited,
    Failed,
    HandedOver,
    Loaded,
    Noticed,
    Portrait,
    Previewed,
    Ready,
    Rejected,
    Saving,
    Silence,
    State,
    Tick,
    TrainEvent,
)
from gui.inside.worker_room import InsideRoom, InsideSetting
from gui.install.setting import InstallSetting
from gui.install.worker_room import InstallWorkerRoom
from gui.kit.pieces import apply_theme
from gui.kit.words import read, remove_translators
from gui.notices.events import show_waiting
from gui.notices.notices import greet, left_bar, warn_of_font
from gui.notices.problem import reported, show_bug
from gui.notices.tape import PLAYS
from gui.train.recorded import Recorded
from gui.train.worker_room import TrainRoom, TrainSetting
from gui.window import scaling
from gui.window.appearance import apply_theme_to_app, language_of, the_app, use_chosen_language
from gui.window.doorbell import Request
from gui.window.main_window import MainWindow
from gui.window.page_frame import PageFrame
from gui.window.pages import pages
from gui.window.setting import WindowSetting
from gui.window.training_bars import TrainingBars

FRAME_MS = 33
READY_FRAMES = 20
"""After this many frames the wizard is made, so that it opens at once later."""


class Window(MainWindow):
    """The main window with its workers; `furnish` makes the pages and begins."""

    def __init__(self, setting: WindowSetting) -> None:
        super().__init__(folders=setting.folders, preferences=setting.preferences)
        self.asked_run, self.asked = setting.run, setting.asked
        self.caught, self.version, self.held = setting.caught, setting.version, setting.held
        self.training = TrainRoom(TrainSetting(
            start=setting.start, page=lambda: self.page, bars=lambda: self.frame.bars,
            python=lambda: self.preferences.python, data=lambda: self.preferences.data,
            pace=lambda: self.preferences.pace, choose=self.change,
            folder=lambda: self.runs, marks=self.folders.data / "open-runs",
        ), setting.trainer)  # fmt: skip
        self.installs = InstallWorkerRoom(InstallSetting(
            start=setting.start_install, theme=lambda: self.theme, language=lambda: language_of(self.preferences),
            bars=lambda: self.frame.bars, go=lambda name: self.frame.open(name), train_in=self.train_in,
            python=lambda: self.preferences.python, installs=self.folders.data / "installs", notebooks=self.notebooks,
        ))  # fmt: skip
        self.inside = InsideRoom(InsideSetting(
            start=setting.start_inside, python=lambda: self.preferences.python, train=self.training.send,
            theme=lambda: self.theme, bars=lambda: self.frame.bars, recorded=setting.tape is not None,
            playing=lambda: self.page.state is not None and self.page.state.playing,
            folder=setting.folders.data / "inside",
        ))  # fmt: skip
        self.recorded = Recorded(setting.tape, lambda: self.page, lambda: self.frame.bars) if setting.tape else None
        self.bars = TrainingBars(
            self.training, lambda: self.page, lambda: self.frame.bars, recorded=self.recorded is not None
        )  # fmt: skip
        self.ready: Ready | None = None
        self.described = 0
        """The Describe for pages that were made again: its answer is nothing new."""
        self.closed = False
        self.frames = 0
        self.frame = self.bare_frame()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.follow_system)
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.frame_passed)

    def furnish(self, open_at: str = "train") -> None:
        """Make the pages and begin. Slow, so call it after `show`."""
        self.fill_frame(open_at)
        self.timer.start(FRAME_MS)
        self.greet()

    # ---------------------------------------------------------------------------------------------------- building
    def bare_frame(self) -> PageFrame:
        """Return the frame without its pages, in the present language and theme."""
        apply_theme_to_app(self.theme)
        frame = PageFrame(pages(self), self.theme)
        self.setCentralWidget(frame)
        apply_theme(frame, self.theme)
        self.ring.set_theme(self.theme)
        return frame

    def fill_frame(self, open_at: str) -> None:
        """Make the trainer page; it follows the trainer even while another page is open."""
        self.page = self.frame.page("train")  # type: ignore[assignment]
        self.page.settings = replace(self.page.settings, pace=self.preferences.pace)
        if self.recorded is None:
            self.page.controls.device.offer_elsewhere(self.installs.elsewhere.add_to)
        self.frame.open(open_at if open_at in self.frame.pages else "train")

    def greet(self) -> None:
        """Begin a training, and show the bars of the start."""
        left = None if self.recorded is not None else self.training.run.left_over()
        if left is not None:
            offer = partial(left_bar, left, partial(self.open_run, left.folder))
            self.frame.bars.show_bar("left", offer)
        if self.recorded is None and self.asked_run:
            self.training.open_run(Path(self.asked_run))
        elif self.recorded is None:
            self.training.begin()
        else:
            self.recorded.show()
        self.installs.greet()
        crash, language = self.caught.last_crash, language_of(self.preferences)
        greet(self.frame.bars, crash=crash, language=language, held=self.held)

    # ------------------------------------------------------------------------------------------------ the workers
    def frame_passed(self) -> None:
        """One frame: take what is waiting, show it, draw once."""
        show_waiting(self.training.events, self.show_event)
        for bug in self.caught.waiting():
            show_bug(self.frame.bars, bug, self.open_logs)
        for request in self.asked():
            self.take_over(request)
        recorded = [self.recorded.draw] if self.recorded is not None else []
        rooms = (self.inside.frame_passed, self.installs.frame_passed)
        for draw in (self.page.draw, *rooms, self.ring.draw, self.draw_runs, *recorded):
            with reported():
                draw()
        self.frames += 1
        if self.frames == READY_FRAMES:
            self.frame.page("install")
        elif self.frames == READY_FRAMES + 5 and self.frame.opened != "install":
            # Painted once for nobody: its letters and layout are ready when it opens.
            wizard = self.frame.page("install")
            wizard.resize(self.frame.stack.size())
            wizard.grab()

    def take_over(self, request: Request) -> None:
        """Come to the front and do what another start of the app was asked."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if request.page:
            self.frame.open(request.page)
        if request.run and self.recorded is None:
            self.open_run(Path(request.run))

    def draw_runs(self) -> None:
        """Let the list of runs follow what is saved meanwhile."""
        if self.frame.opened == "runs":
            self.frame.page("runs").draw()  # type: ignore[attr-defined]

    def show_event(self, event: TrainEvent | Silence, answers: int | None) -> None:
        """The only dispatch: every event of the trainer, to where it is shown."""
        match event:
            case Tick():
                self.page.show_tick(event)
            case Portrait():
                self.page.show_portrait(event)
            case State():
                self.show_state(event, answers)
            case Loaded():
                self.show_loaded(event, answers)
            case Edited():
                self.page.show_edited(event)
                self.bars.show_edited(event)
            case Changed():
                self.page.show_changed(event, answers)
                if self.recorded is None:
                    self.change("pace", event.settings.pace)
                self.bars.remove("went back")  # there is nothing to redo any more
            case Noticed():
                self.bars.show_noticed(event)
            case Previewed():
                self.page.show_previewed(event, answers)
            case DeviceLoad():
                self.page.show_load(event)
            case Diverged():
                self.page.show_diverged(event)
                self.bars.show_diverged(event)
            case Rejected():
                self.show_rejected(event, answers)
            case HandedOver():
                self.inside.handed_over(event, answers)
            case Ready():
                self.ready = event
                self.page.show_ready(event)
            case Failed():
                self.training.failed(event)
            case Silence():
                self.training.silent(event)
            case Saving():
                self.training.saving(event)
            case _:
                assert_never(event)

    def show_state(self, state: State, answers: int | None) -> None:
        """Show where the training stands, and where it is saved."""
        self.page.show_state(state)
        if state.playing:
            self.bars.remove("diverged")
        if self.training.stood(state, answers):
            self.show_name()
            if (made := self.frame.made.get("runs")) is not None:
                made.show_runs()  # type: ignore[attr-defined]

    def show_loaded(self, loaded: Loaded, answers: int | None) -> None:
        """Show another training; bars about the last one go."""
        first = self.page.loaded is None
        if answers in self.training.giving_way:
            self.page.editor.forget(None)  # what was being decided on belongs to the training before
        self.page.show_loaded(loaded, answers)
        if first and self.frame.opened == "train" and self.focusWidget() in (None, *self.frame.rail.buttons.values()):
            self.page.controls.play.setFocus(Qt.FocusReason.OtherFocusReason)
        opened = self.training.loaded(loaded, answers)
        if answers is None or answers != self.described:
            self.bars.show_loaded(loaded, opened=opened)
        self.show_name()

    def show_name(self) -> None:
        """Show the run's name in the title bar."""
        name = self.training.run.name
        self.setWindowTitle(f"{name} – TorchGarden" if name else "TorchGarden")

    def show_rejected(self, rejected: Rejected, answers: int | None) -> None:
        """Show why a command could not be done."""
        if self.inside.not_handed(rejected, answers):
            return
        if not self.training.rejected(rejected, answers):
            self.page.show_rejected(rejected, answers)

    def train_in(self, python: str) -> None:
        """Train with the PyTorch of another Python ("": ours), and show the page."""
        self.frame.open("train")
        if self.recorded is not None:
            self.page.network.show_notice(read(PLAYS))
        else:
            self.training.train_in(python)

    def open_run(self, folder: Path) -> None:
        """Continue a saved training and show it; the open one just continues."""
        if str(folder) != self.training.run.folder or self.training.worker is None:
            self.training.open_run(folder)
        self.frame.bars.remove("left")
        self.frame.open("train")

    def change_language(self) -> None:
        """Build the pages again in the other language; the trainer describes everything again."""
        remove_translators(the_app(), self.spoken)
        self.spoken = use_chosen_language(self.preferences)
        opened, ready, told = self.frame.opened, self.ready, self.frame.bars
        left = self.installs.leave_pages()
        self.inside.leave_page()
        self.frame = self.bare_frame()  # the one before goes with its pages
        self.fill_frame(opened)
        for name in left:
            self.frame.page(name)
        if ready is not None:
            self.page.show_ready(ready)
        for subject, make in told.makes.items():
            self.frame.bars.show_bar(subject, make, page=told.only_on.get(subject, ""))
        warn_of_font(self.frame.bars, language_of(self.preferences))
        if self.recorded is not None:
            self.recorded.show()
        if self.training.worker is not None:
            self.described = self.training.send(Describe())
        else:
            self.page.show_gone()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.closed:
            return
        self.closed = True
        self.page.editor.forget(None)
        self.place.keep(self, self.zoom)
        self.hide()  # the trainer saves before it ends; nobody needs to watch that
        self.timer.stop()
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self.follow_system)
        self.training.close()
        self.inside.close()
        self.installs.close()
        if self.resized:
            scaling.change_now(1.0, ())  # as at the start, for a window that the same process opens next
        remove_translators(the_app(), self.spoken)
        super().closeEvent(event)
