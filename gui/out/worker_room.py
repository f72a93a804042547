"""The out worker as the window sees it: started when something is first asked of it, ended when it was not needed for a
while.

    room = OutRoom(OutSetting(…))       # in the window's __init__
    room.take_home(), room.try_on()     # dialogs about the run that is looked at
    room.bring_in(path)                 # a file from elsewhere: asks, then makes a run of it
    room.take(paths)                    # what was opened or dropped: the same, if it is such a file
    room.frame_passed()                 # once a frame
    room.stood(answers)                 # from the window's dispatch: the trainer has answered by a State
    room.not_saved(rejected, answers)   # … or has refused
    room.close()                        # when the window closes

The out worker reads runs as they were saved, so the one that trains is saved before anything is asked about it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from core.files import can_be_path
from core.messages.own.out import OutCommand, OutReady, TakeOut
from core.messages.train_commands import DataSpec, Save
from core.messages.train_events import Failed, Rejected, Silence
from core.runs import RunError, read_record
from core.workers.worker import WorkerLike
from gui.kit.words import read, tr
from gui.notices.bar import Bar
from gui.notices.events import show_waiting
from gui.notices.problem import reported
from gui.notices.tape import PLAYS
from gui.out.behind import tell
from gui.out.bring_in import BringInDialog, can_be_brought, kinds_to_bring, shown_name
from gui.out.predict import PredictDialog
from gui.out.setting import Doing, FileDialogs, Hears, Job, OutSetting
from gui.out.take_home import TakeHomeDialog

IDLE_S = 300.0
"""The worker ends when nothing was asked of it for so long."""
SUBJECT = "opened"
"""Of the bars about what was opened, as in `gui.asked.opened`."""
OutDialog = TakeHomeDialog | PredictDialog | BringInDialog


class OutRoom:
    """The out worker, what it is asked, and the dialog that is open."""

    def __init__(self, setting: OutSetting, *, files: FileDialogs | None = None) -> None:
        self.setting, self.files = setting, files or FileDialogs()
        self.worker: WorkerLike | None = None
        self.python = ""
        """The Python that the worker runs on."""
        self.jobs: list[Job] = []
        """What is not answered yet."""
        self.dialog: OutDialog | None = None
        self.waiting: list[Path] = []
        """Files that were opened while another dialog was."""
        self.pid = 0
        """Of the worker's process."""
        self.silence: Silence | None = None
        """What was said of it last, while it says nothing."""
        self.used_at = 0.0
        self.folder = ""
        """Where a file was last written to or read from, "" for the person's own folder."""

    # ------------------------------------------------------------------------------------------------- what is opened
    def why_not(self) -> str:
        """Return why nothing can go out or come in here, "" if it can."""
        if self.setting.recorded:
            return read(PLAYS)
        if not (self.setting.own or self.setting.python()):
            return tr("This needs PyTorch. Set it up on the page Install, or choose an environment that has it.")
        return ""

    def take_home(self, run: str = "") -> None:
        """Open the dialog in which a run, or the one that is looked at, is taken home."""
        if run := self._run(run):
            self._open(TakeHomeDialog(
                self.setting.parent, self.setting.theme(), run=Path(run), folder=self._folder(), doing=self.doing(),
                trains=self._trains(run), try_on=lambda: self.try_on(run),
            ))  # fmt: skip

    def try_on(self, run: str = "") -> None:
        """Open the dialog in which a run, or the one that is looked at, predicts."""
        if not (run := self._run(run)):
            return
        try:
            made = PredictDialog(
                self.setting.parent, self.setting.theme(), run=Path(run), data=self._data(run),
                folder=self._folder(), doing=self.doing(),
            )  # fmt: skip
        except RunError as error:
            told = (error.sentence, *error.advice)
            self._say(lambda: " ".join(map(read, told)))
        else:
            self._open(made)

    def open_file(self) -> None:
        """Ask for a file, and bring it in."""
        if why := self.why_not():
            self._say(lambda: self.why_not() or why)
            return
        path = self.files.file(self.setting.parent, tr("Open a file"), self._folder(), kinds_to_bring())
        if path:
            self.bring_in(path)

    def bring_in(self, path: str | Path) -> None:
        """Ask whether a .garden file, or weights, shall become a run, and open that; it waits for an open dialog."""
        if why := self.why_not():
            self._say(lambda: self.why_not() or why)
            return
        self.setting.bars().remove(SUBJECT)
        if not can_be_path(str(path)) or not can_be_brought(Path(path)):
            self._say(lambda: tr("“{name}” cannot be opened here.", name=shown_name(str(path))))
        elif QApplication.activeModalWidget() is not None:
            asked = self.dialog.path if isinstance(self.dialog, BringInDialog) else None
            if Path(path) not in (asked, *self.waiting):
                self.waiting.append(Path(path))
        else:
            self.folder = str(Path(path).parent)
            self._open(BringInDialog(self.setting.parent, self.setting.theme(), path=Path(path), doing=self.doing()))

    def says_of(self, paths: tuple[str, ...]) -> str:
        """Return what happens to what is dropped onto the window, "" where it is nothing to bring in."""
        if len(paths) != 1 or not can_be_path(paths[0]) or not can_be_brought(Path(paths[0])):
            return ""
        return tr("Open “{name}”", name=shown_name(paths[0]))

    def take(self, paths: tuple[str, ...]) -> bool:
        """Bring in what was opened or dropped; return whether it is something to bring in."""
        ours = bool(self.says_of(paths))
        if ours:
            self.bring_in(paths[0])
        return ours

    def _run(self, run: str) -> str:
        """Return the run that is meant, "" where there is none, or nothing can be done with it: that is said."""
        run, why = run or self.setting.meant(), self.why_not()
        self.setting.bars().remove(SUBJECT)
        if why or not run or QApplication.activeModalWidget() is not None:
            if why:
                self._say(lambda: self.why_not() or why)
            elif not run:
                self._say(lambda: tr("There is no training to take home yet."))
            return ""
        return run

    def _data(self, run: str) -> DataSpec:
        """Return what a run is trained on. Raises `RunError`."""
        now = self.setting.data() if self._trains(run) else None
        return now if now is not None else read_record(Path(run)).data

    def _trains(self, run: str) -> bool:
        return run == self.setting.current() and self.setting.trainer() is not None

    def _folder(self) -> str:
        return self.folder or str(Path.home())

    def _open(self, dialog: OutDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(partial(self._closed, dialog))
        dialog.show_now()

    def _closed(self, dialog: OutDialog, _result: int = 0) -> None:
        self.folder = dialog.folder
        if self.dialog is dialog:
            self.dialog = None

    def _say(self, text: Callable[[], str]) -> None:
        """Say something in a bar; a function, because the language can change while it is there."""
        self.setting.bars().show_bar(SUBJECT, lambda: Bar(text(), tone="note"))

    # ------------------------------------------------------------------------------------------------- what is asked
    def doing(self) -> Doing:
        """Return what a dialog can do."""
        return Doing(
            ask=self.ask, stop=self.stop, again=self.again, leave=self.leave, show_folder=self.setting.show_folder,
            opened=self.setting.open_run, language=self.setting.language, runs=self.setting.runs, files=self.files,
        )  # fmt: skip

    def ask(self, command: OutCommand, hears: Hears) -> Job:
        """Ask the out worker; a run that trains is saved first."""
        job = Job(command, hears)
        self._begin(job)
        return job

    def again(self, job: Job) -> None:
        """Ask the same again, of another worker: the last one is gone, or may never speak again."""
        others = [one for one in self.jobs if one is not job]
        self._end(*self.jobs)  # not waited for: it may hang
        for one in (job, *others):
            self._begin(one)

    def stop(self, job: Job) -> None:
        """Wait for something no more. A worker that is at it is ended; what else was asked is asked again."""
        if job not in self.jobs:
            return
        self.jobs.remove(job)
        if job.number:
            others = list(self.jobs)
            self._kill(job, *others)
            for one in others:
                self._begin(one)

    def leave(self, job: Job) -> None:
        """Tell in a bar how the writing of a file goes: its dialog is closed. Nobody waits for anything else."""
        if not isinstance(job.command, TakeOut):
            self.jobs = [one for one in self.jobs if one is not job]
            return
        job.hears = partial(tell, job, setting=self.setting, again=self._begin, stop=self.stop)
        if self.silence is not None and job.number and job in self.jobs:
            job.hears(self.silence)

    def _begin(self, job: Job) -> None:
        job.save = job.number = 0
        if job not in self.jobs:
            self.jobs.append(job)
        if self._trains(getattr(job.command, "run", "")):
            job.trainer, job.save = self.setting.trainer(), self.setting.train(Save())
        if not job.save:
            self._send(job)

    def _send(self, job: Job) -> None:
        """Ask the worker; start one if there is none, or another Python trains."""
        job.save, job.trainer = 0, None
        if self.worker is not None and self.python != self.setting.python() and not any(j.number for j in self.jobs):
            self._end()
        if self.worker is None:
            self.python = self.setting.python()
            self.worker = self.setting.start(self.python)
        self.used_at = time.monotonic()
        job.number = self.worker.send(job.command)
        if self.silence is not None:
            job.hears(self.silence)

    # ---------------------------------------------------------------------------------------------- what has happened
    def stood(self, answers: int | None) -> None:
        """The trainer has answered a command by a State: what waited until it was saved is asked."""
        for job in list(self.jobs):
            if answers and job.save == answers:
                self._send(job)

    def not_saved(self, rejected: Rejected, answers: int | None) -> bool:
        """Take in a refusal of the trainer's; return whether it was about saving for this."""
        refused = [job for job in self.jobs if answers and job.save == answers]
        for job in refused:
            self.jobs.remove(job)
            job.hears(rejected)
        return bool(refused)

    def frame_passed(self) -> None:
        """One frame: take what is waiting, show it; end a worker that nobody needs."""
        for job in list(self.jobs):
            if job.save and self.setting.trainer() is not job.trainer:
                self._send(job)  # the trainer is gone: what was saved last counts
        show_waiting(self._events, self.show_event)
        if self.dialog is not None:
            with reported():
                self.dialog.draw()
        elif self.waiting and QApplication.activeModalWidget() is None:
            self.bring_in(self.waiting.pop(0))
        needed = self.jobs or self.dialog is not None
        if self.worker is not None and not needed and time.monotonic() - self.used_at > IDLE_S:
            self._end()

    def _events(self, limit: int) -> list[tuple[Any, int | None]]:
        return self.worker.events(limit) if self.worker is not None else []

    def show_event(self, event: Any, answers: int | None) -> None:
        """Give an event of the out worker to whoever has asked."""
        if isinstance(event, Failed):
            asked, self.jobs = [job for job in self.jobs if job.number], [job for job in self.jobs if not job.number]
            self._end(*asked)
            for job in asked:
                job.hears(event)
        elif isinstance(event, Silence):
            self.silence = event if event.seconds else None
            for job in [one for one in self.jobs if one.number]:
                job.hears(event)
        elif isinstance(event, OutReady):
            self.pid = event.pid
        else:
            for job in [one for one in self.jobs if answers and one.number == answers]:
                self.used_at = time.monotonic()
                self.jobs.remove(job)
                job.hears(event)

    def does(self) -> dict[str, Callable[[], Any]]:
        """Return what the keyboard does here."""
        if self.why_not():
            return {}
        about = {"take_home": self.take_home, "try_on": self.try_on} if self.setting.meant() else {}
        return {**about, "open_file": self.open_file}

    def _end(self, *at: Job) -> None:
        """End the worker, and clear what it has begun of these jobs."""
        pid, self.pid, self.silence = self.pid, 0, None
        commands = [job.command for job in at if job.number]
        if self.worker is not None:
            self.worker.dismiss()
            self.worker = None
        for job in self.jobs:
            job.number = 0
        targets: list[Path | None] = [Path(one.path) for one in commands if isinstance(one, TakeOut)]
        for target in targets or [None] * bool(commands):
            if pid:
                self.setting.clear(pid, target)

    def _kill(self, *at: Job) -> None:
        """The same, but wait until it is gone: on Windows only then what it has begun can be deleted."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
        self._end(*at)

    def close(self) -> None:
        """The window closes."""
        self._kill(*self.jobs)
        self.jobs.clear()
