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

from core.messages import train_events as events
from core.messages.train_commands import Describe
from gui.asked.opened import show_opened
from gui.install.setting import InstallSetting
from gui.install.worker_room import InstallWorkerRoom
from gui.kit.pieces import apply_theme
from gui.kit.words import read, remove_translators
from gui.notices.events import show_waiting
from gui.notices.notices import greet, left_bar, warn_of_font
from gui.notices.problem import reported, show_bug
from gui.notices.tape import PLAYS
from gui.stops.known import KnownStops, StopsSetting
from gui.train.recorded import Recorded
from gui.train.setting import TrainSetting
from gui.train.worker_room import TrainRoom
from gui.window import scaling
from gui.window.appearance import apply_theme_to_app, language_of, the_app, use_chosen_language
from gui.window.doorbell import Request
from gui.window.main_window import MainWindow
from gui.window.page_frame import PageFrame
from gui.window.pages import guide, hear_installs, inside_room, offer_own, out, own_data, pages, welcome
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
            folder=lambda: self.runs, marks=self.folders.data / "open-runs", own=setting.own,
            needs=lambda unusable: self.welcome.needs(unusable), stops=lambda: self.stops.kept(),
        ), setting.trainer)  # fmt: skip
        self.installs = InstallWorkerRoom(InstallSetting(
            start=setting.start_install, theme=lambda: self.theme, language=lambda: language_of(self.preferences),
            bars=lambda: self.frame.bars, go=lambda name: self.frame.open(name), train_in=self.train_in,
            python=lambda: self.preferences.python, installs=self.folders.data / "installs", notebooks=self.notebooks,
            own=setting.own, another=lambda: self.welcome.ask_for_python(), told=partial(hear_installs, self),
        ))  # fmt: skip
        self.welcome = welcome(self, own=setting.own)
        self.guide = guide(self, newcomer=setting.tour and setting.tape is None)
        self.inside, self.own_data = inside_room(self, setting), own_data(self, setting)
        self.stops = KnownStops(StopsSetting(
            send=self.training.send, go=lambda name: self.frame.open(name), look=self.inside.look_at,
            point=lambda step: self.page.loss.point_at(step, bring=True), hit=self.show_hit,
            closed=setting.tape is not None,
        ))  # fmt: skip
        self.recorded = Recorded(setting.tape, lambda: self.page, lambda: self.frame.bars) if setting.tape else None
        self.bars = TrainingBars(self.training, lambda: self.page, lambda: self.frame.bars, recorded=bool(setting.tape))
        self.out = out(self, setting.start_out, own=setting.own)
        self.ready: events.Ready | None = None
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
        frame = PageFrame(pages(self), self.theme, self.show_help)
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
            offer_own(self)
        self.frame.open(open_at if open_at in self.frame.pages else "train")
        if self.classroom.on:
            self.classroom.show_page()

    def greet(self) -> None:
        """Begin a training, and show the bars of the start."""
        left = None if self.recorded is not None else self.training.run.left_over()
        if left is not None:
            offer = partial(left_bar, left, partial(self.open_run, left.folder))
            self.frame.bars.show_bar("left", offer)
        if self.recorded is None and self.asked_run:
            self.training.open_run(Path(self.asked_run))
        elif self.recorded is None and self.training.worker is None:
            self.training.restart(playing=False)
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
        more = [self.recorded.draw] if self.recorded is not None else []
        more += [self.guide.draw] if self.guide.wakes else []
        workers = (self.inside, self.installs, self.out, self.own_data)
        frames = [room.frame_passed for room in workers]
        for draw in (self.page.draw, *frames, self.ring.draw, self.classroom.draw, self.draw_runs, *more):
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
        open_run = self.open_run if self.recorded is None else None
        if request.run and open_run is not None:
            open_run(Path(request.run))
        if request.opened and not self.out.take((request.opened,)):
            show_opened(request.opened, bars=self.frame.bars, runs=self.runs, pages=self.frame.pages,
                        go=self.frame.open, open_run=open_run)  # fmt: skip

    def draw_runs(self) -> None:
        """Let the list of runs follow what is saved meanwhile."""
        if self.frame.opened == "runs":
            self.frame.page("runs").draw()  # type: ignore[attr-defined]

    def show_event(self, event: events.TrainEvent | events.Told | events.Silence, answers: int | None) -> None:
        """The only dispatch: every event of the trainer, to where it is shown."""
        match event:
            case events.Tick():
                self.page.show_tick(event)
            case events.Portrait():
                self.page.show_portrait(event)
            case events.State():
                self.show_state(event, answers)
            case events.Loaded():
                self.show_loaded(event, answers)
            case events.Edited():
                self.page.show_edited(event)
                self.bars.show_edited(event)
            case events.Changed():
                self.page.show_changed(event, answers)
                if self.recorded is None:
                    self.change("pace", event.settings.pace)
                self.bars.remove("went back")  # there is nothing to redo any more
            case events.Noticed():
                self.bars.show_noticed(event)
            case events.Previewed():
                self.page.show_previewed(event, answers)
            case events.DeviceLoad():
                self.page.show_load(event)
            case events.Diverged():
                self.page.show_diverged(event)
                self.bars.show_diverged(event)
            case events.StopHit() | events.StopsSet():
                self.stops.hear(event, answers)
            case events.Rejected():
                self.show_rejected(event, answers)
            case events.HandedOver():
                self.inside.handed_over(event, answers)
            case events.Ready():
                self.ready = event
                self.page.show_ready(event)
            case events.Failed() | events.Silence() | events.Saving():
                self.training.hear(event)
            case events.Told():
                self.page.hear(event, answers)
            case _:
                assert_never(event)

    def show_state(self, state: events.State, answers: int | None) -> None:
        """Show where the training stands, and where it is saved."""
        self.page.show_state(state)
        self.out.stood(answers)
        if state.playing:
            self.bars.remove("diverged", "stopped")
        if self.training.stood(state, answers):
            self.show_name()
            if (made := self.frame.made.get("runs")) is not None:
                made.show_runs()  # type: ignore[attr-defined]

    def show_loaded(self, loaded: events.Loaded, answers: int | None) -> None:
        """Show another training; bars about the last one go."""
        first = self.page.loaded is None
        self.welcome.done()
        if answers in self.training.giving_way:
            self.page.editor.forget(None)  # what was being decided on belongs to the training before
        self.stops.show_loaded(loaded)
        self.page.show_loaded(loaded, answers)
        if first and self.frame.opened == "train" and self.focusWidget() in (None, *self.frame.rail.buttons.values()):
            self.page.controls.play.setFocus(Qt.FocusReason.OtherFocusReason)
        opened = self.training.loaded(loaded, answers)
        if answers is None or answers != self.described:
            self.bars.show_loaded(loaded, opened=opened)
        self.show_name()

    def show_hit(self, event: events.StopHit) -> None:
        """Show that the training has stopped by itself; nothing opens."""
        self.bars.show_hit(event, self.stops.look_at if self.stops.can_look(event.hit) else None)
        self.page.take_in(event.now)

    def show_name(self) -> None:
        """Show the run's name in the title bar."""
        name = self.training.run.name
        self.setWindowTitle(f"{name} – TorchGarden" if name else "TorchGarden")

    def show_rejected(self, rejected: events.Rejected, answers: int | None) -> None:
        """Show why a command could not be done."""
        for room in (self.inside.not_handed, self.out.not_saved, self.stops.rejected):
            if room(rejected, answers):
                return
        if not self.training.rejected(rejected, answers):
            self.page.show_rejected(rejected, answers)

    def train_in(self, python: str, *, begins: bool = False) -> None:
        """Train with the PyTorch of another Python ("": ours), and show the page. `begins`: it plays at once."""
        self.frame.open("train")
        if self.recorded is not None:
            self.page.network.show_notice(read(PLAYS))
        else:
            self.training.train_in(python, begins=begins)

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
        step = self.guide.end()
        left = self.installs.leave_pages()
        self.inside.leave_page()
        self.own_data.leave_pages()
        self.frame = self.bare_frame()  # the one before goes with its pages
        self.fill_frame(opened)
        for name in left:
            self.frame.page(name)
        if ready is not None:
            self.page.show_ready(ready)
        self.welcome.remake()
        for subject, make in told.makes.items():
            self.frame.bars.show_bar(subject, make, page=told.only_on.get(subject, ""))
        warn_of_font(self.frame.bars, language_of(self.preferences))
        if self.recorded is not None:
            self.recorded.show()
        if self.training.worker is not None:
            self.described = self.training.send(Describe())
        else:
            self.page.show_gone()
        self.guide.show(step)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.closed:
            return
        self.closed = True
        self.classroom.leave()
        self.page.editor.forget(None)
        self.place.keep(self, self.zoom)
        self.guide.end()
        self.hide()  # the trainer saves before it ends; nobody needs to watch that
        self.timer.stop()
        self.frame.describing.stop()
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self.follow_system)
        for room in (self.training, self.inside, self.own_data, self.out, self.installs):
            room.close()
        if self.resized:
            scaling.change_now(1.0, ())  # as at the start, for a window that the same process opens next
        remove_translators(the_app(), self.spoken)
        super().closeEvent(event)
