"""The environments page: every environment on this computer, how it is, and what can be done with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.env.notebook import Language
from core.env.recipe import check_name
from core.install_messages import (
    AddKernel,
    Check,
    Clone,
    Continue,
    CreateFromLock,
    Discard,
    Discarded,
    Env,
    EnvsSeen,
    Export,
    Exported,
    ExportFormat,
    Installed,
    InstallEvent,
    JupyterStarted,
    KernelAdded,
    ListEnvs,
    Look,
    Measure,
    Measured,
    Opened,
    PreviewRemove,
    Remove,
    Removed,
    RemovePreviewed,
    Repair,
    Stopped,
)
from core.messages import Failed
from core.recipe import RecipeError
from core.say import Problem
from gui.dialog import Dialog, ask_text
from gui.install import by_hand, doors
from gui.install import shelf as shelves
from gui.install.code import CodeCard
from gui.install.desktop import Desktop, existing
from gui.install.details import Details
from gui.install.env_table import EnvTable
from gui.install.quantities import joined, size
from gui.install.running import ways_out
from gui.install.shelf import Asked, Shelf, Task
from gui.install.surfaces import Notice, Surface, Track, Waiting, Way, fill
from gui.pieces import Button, Elided, Label, column, dress, row
from gui.theme import Theme
from gui.words import read, tr

DIALOG_PX = 500
SUFFIXES: dict[ExportFormat, str] = {
    "lock": "{name}.lock.yml", "environment_yml": "environment.yml", "requirements": "requirements.txt",
}  # fmt: skip


class TaskStrip(Surface):
    """A longer work on an environment: how far it is, and a way to end it."""

    def __init__(self, cancel: Callable[[], Any]) -> None:
        super().__init__()
        self.words = Elided(bold=True)
        self.left = Label(kind="soft", size="note_px", tabular=True)
        self.track = Track(tr("Progress"))
        self.cancel = Button(tr("Cancel"), cancel)
        said = row(self.words, self.left, gap=12)
        said.setStretch(0, 1)
        line = row(column(said, self.track, gap=7), self.cancel, gap=16)
        line.setStretch(0, 1)
        line.setContentsMargins(18, 11, 14, 12)
        self.setLayout(line)

    def show_task(self, task: Task | None) -> None:
        """Show how far it is; None for nothing going on."""
        self.setVisible(task is not None)
        if task is None:
            return
        words = {
            "repair": tr("Repairing {name}: what drifted from its lock is reinstalled", name=task.name),
            "clone": tr("Cloning into {name}", name=task.name),
            "lock": tr("Making {name} from its lock file", name=task.name),
            "continue": tr("Going on with {name}", name=task.name),
        }[task.kind]
        self.words.put(words)
        overall = task.progress.overall if task.progress else 0.0
        self.left.put(f"{overall:.0%}")
        self.track.put(overall)


class EnvironmentsPage(QWidget):
    """`send`, `stop`, `go` and `train_in` are the window's, as for the wizard. `shelf`: of a page that was thrown away."""

    def __init__(
        self,
        *,
        theme: Theme,
        send: Callable[[object], int],
        stop: Callable[[], Any],
        go: Callable[[str], Any],
        train_in: Callable[[str], Any],
        notebooks: Path,
        language: Language,
        desktop: Desktop | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Environments"))
        self.theme, self.send, self.stop, self.go, self.train_in = theme, send, stop, go, train_in
        self.notebooks, self.language, self.desktop = notebooks, language, desktop or Desktop()
        self.shelf = shelf or Shelf()
        self.since: dict[Asked, float] = {}
        self.shown: object = None
        self.table = EnvTable(self.choose, self.do)
        self.details = Details(do=self.do, export=self.export, copy=self.desktop.copy)
        self.sentence = Label(kind="soft", wrap=True)
        self.waiting = Waiting("")
        self.notices = QVBoxLayout()
        self.notices.setSpacing(8)
        self.strip = TaskStrip(self.cancel_task)
        self.setLayout(self._layout())
        dress(self, theme)
        self.show_shelf(self.shelf)

    def _layout(self) -> Any:
        self.new = Button(tr("New environment"), lambda: self.go("install"), kind="primary", icon="plus")
        self.lock = Button(tr("From a lock file …"), self.from_lock)
        self.again = Button(tr("Look again"), self.look_again, icon="reset")
        head = row(
            column(Label(tr("Environments"), size="title_px", bold=True), self.sentence, gap=4), None,
            self.again, self.lock, self.new, gap=10,
        )  # fmt: skip
        head.setStretch(0, 1)
        card = Surface()
        self.empty = Label(tr("There is no environment on this computer yet."), kind="soft")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = column(self.table, self.empty)
        inside.setContentsMargins(8, 4, 8, 8)
        card.setLayout(inside)
        both = row(card, self.details, gap=12)
        both.setStretch(0, 7)
        both.setStretch(1, 5)
        layout = column(head, 8, self.waiting, self.notices, self.strip, both, gap=10)
        layout.setStretch(5, 1)
        layout.setContentsMargins(28, 24, 28, 20)
        return layout

    # ------------------------------------------------------------------------------------------------ what is shown
    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.shelf.waits_for("list"):
            self.look_again()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_event(self, event: InstallEvent, answers: int | None = None) -> None:
        """Show what the install worker says; the window hands every one of its events to this."""
        before, what = self.shelf, self.shelf.what(answers)
        self.show_shelf(shelves.heard(before, event, answers))
        self._follow(event, what, before)

    def show_worker_ended(self) -> None:
        """The worker was ended, by whichever page: what was asked has to be asked again."""
        again = self.shelf.waits_for("list")
        self.show_shelf(shelves.without_worker(self.shelf))
        if again and self.isVisible():
            self.look_again()

    def show_shelf(self, shelf: Shelf) -> None:
        """Show another shelf."""
        self.shelf = shelf
        self.table.show_shelf(shelf)
        self.details.show_shelf(shelf)
        self.strip.show_task(shelf.task)
        self.table.setVisible(bool(shelf.envs) or not shelf.seen)
        self.empty.setVisible(shelf.seen and not shelf.envs)
        trains = sum(env.trains for env in shelf.envs)
        self.sentence.put(
            tr("{count} on this computer; the trainer can run in {trains}.", count=len(shelf.envs), trains=trains)
            if shelf.seen else tr("Looking for environments …")
        )  # fmt: skip
        state = (shelf.problem, shelf.stopped)
        if state != self.shown:
            self.shown = state
            fill(self.notices, self._notices(shelf), self.theme)

    def _notices(self, shelf: Shelf) -> list[QWidget]:
        made: list[QWidget] = []
        if shelf.stopped is not None:
            stopped = shelf.stopped
            does = {
                "continue": lambda: self.go_on(stopped), "log": lambda: self.desktop.open_folder(existing(stopped.log)),
                "folder": lambda: self.desktop.open_folder(existing(stopped.folder)), "plan": lambda: self.go("install"),
                "choose": lambda: self.go("install"), "look": self.look_again,
            }  # fmt: skip
            leave = Way(tr("Or leave it: what is half-made is deleted."), tr("Delete"), lambda: self.leave(stopped))
            made.append(Notice(read(stopped.sentence), tone="bad", ways=(*ways_out(stopped, does), leave)))
        if shelf.problem is not None:
            close = Way(tr("Nothing has been changed."), tr("Close"), self.close_problem)
            made.append(Notice(read(shelf.problem), tone="bad", ways=(close,)))
        return made

    def note(self, sentence: str, *, button: str = "", act: Callable[[], Any] | None = None) -> None:
        """Say that something was done."""
        way = (Way("", button, act),) if act is not None else ()
        fill(self.notices, [*self._notices(self.shelf), Notice(sentence, tone="good", ways=way)], self.theme)

    def close_problem(self) -> None:
        self.show_shelf(replace(self.shelf, problem=None, detail=""))

    def draw(self) -> None:
        """One frame: what is being waited for, and for how long."""
        if not self.isVisible():
            return
        now = time.monotonic()
        pending = {what for _, what, _ in self.shelf.asked}
        self.since = {what: self.since.get(what, now) for what in pending}
        sentence, since = self._waits(pending - {"measure", "look", "check"})
        self.waiting.setVisible(bool(sentence))
        if sentence:
            self.waiting.show_wait(sentence, now - since)
        checking = self.shelf.waits_for("check", self.shelf.chosen) if self.shelf.chosen else False
        words = tr("Training a little on every device of this environment …") if checking else ""
        self.details.show_wait(words, now - self.since.get("check", now))
        self.strip.track.draw()

    def _waits(self, pending: set[Asked]) -> tuple[str, float]:
        """What is being waited for, and since when; an own task has its own strip."""
        words: dict[Asked, str] = {
            "list": tr("Looking through the folders where environments live …"),
            "door": tr("Opening it …"), "export": tr("Writing the file …"), "kernel": tr("Adding the kernel …"),
            "preview": tr("Looking what would go with it …"), "remove": tr("Removing it …"),
            "discard": tr("Deleting what is half-made …"),
        }  # fmt: skip
        for what, sentence in words.items():
            if what in pending:
                busy = tr("An install is running; this is done right after it.") if self.shelf.others else ""
                return joined(sentence, busy), self.since[what]
        return "", 0.0

    # ------------------------------------------------------------------------------------------------ what is asked
    def ask(self, command: object, what: Asked, prefix: str = "") -> None:
        """Send a command and remember what its answer will be about."""
        self.show_shelf(shelves.asked(self.shelf, self.send(command), what, prefix))

    def _follow(self, event: InstallEvent, what: Asked | None, before: Shelf) -> None:
        """What an event calls for."""
        match event:
            case EnvsSeen() | Measured():
                self._measure_next()
            case Installed() | Discarded():
                self.look_again()
            case Removed():
                left = (
                    tr("Some files are held by another program; they go with the next removal.") if event.left else ""
                )
                self.note(joined(tr("It is removed."), left))
            case RemovePreviewed() if what == "preview":
                self.show_preview(event)
            case Exported() if what == "export":
                folder = str(Path(event.path).parent)
                self.note(tr("Written to {path}.", path=event.path), button=tr("Open folder"),
                          act=lambda: self.desktop.open_folder(folder))  # fmt: skip
            case JupyterStarted() if what == "door":
                self.desktop.open_url(event.url)
                self.note(tr("Jupyter is open in the browser."))
            case Opened() if what == "door":
                self.note(tr("{program} is open.", program=event.what))
            case KernelAdded() if what == "kernel":
                self.note(tr("Jupyter and VS Code know it as {name} now.", name=event.display_name))
            case Stopped() | Failed():
                self._measure_next()

    def _measure_next(self) -> None:
        """Ask for one size after the other: each walk through a folder takes its time."""
        env = self.shelf.unmeasured()
        if env is not None and self.isVisible() and not self.shelf.waits_for("measure") and not self.shelf.others:
            self.ask(Measure(env.prefix), "measure", env.prefix)

    def look_again(self) -> None:
        """Ask for the list anew."""
        if self.shelf.machine is None and not self.shelf.waits_for("look"):
            self.ask(Look(), "look")
        self.ask(ListEnvs(), "list")

    def choose(self, prefix: str) -> None:
        """Another environment is chosen in the list."""
        self.show_shelf(shelves.chose(self.shelf, prefix))

    def do(self, deed: str) -> None:
        """Do one of the deeds with the chosen environment."""
        env = self.shelf.env
        if env is None or not self.details.rows[deed].button.isEnabled():
            return
        match deed:
            case "train":
                self.train_in(env.executable)
            case "jupyter" | "terminal" | "editor":
                self.open_door(deed, env)
            case "check":
                self.ask(Check(env.prefix), "check", env.prefix)
            case "kernel":
                self.ask(AddKernel(env.prefix), "kernel", env.prefix)
            case "repair":
                self.begin(Repair(env.prefix), Task("repair", env.name))
            case "clone":
                ask_text(self, self.theme, title=tr("Clone {name}", name=env.name),
                         sentence=tr("What shall the new environment be called?"), text=f"{env.name}_2",
                         do=tr("Clone"), act=lambda name: self.clone(env, name))  # fmt: skip
            case "remove":
                self.ask(PreviewRemove(env.prefix), "preview", env.prefix)

    def open_door(self, door: str, env: Env) -> None:
        """Open Jupyter with the first notebook, VS Code or a terminal."""
        report = self.shelf.reports.get(env.prefix)
        device = report.device if report is not None else {"mps": "mps", "xpu": "xpu"}.get(env.build, "cuda")
        try:
            command = doors.command(door, env, folder=self.notebooks, device=device, language=self.language)
        except Problem as problem:
            self.show_shelf(replace(self.shelf, problem=problem.sentence))
        else:
            self.ask(command, "door", env.prefix)

    def export(self, which: ExportFormat) -> None:
        """Write one of the three files that make this environment again elsewhere."""
        env = self.shelf.env
        if env is None:
            return
        suggested = str(Path.home() / SUFFIXES[which].format(name=env.name))
        path = self.desktop.save_as(self, tr("Export"), suggested)
        if path:
            self.ask(Export(env.prefix, which, path), "export", env.prefix)

    # ------------------------------------------------------------------------------------------------- longer work
    def begin(self, command: object, task: Task) -> None:
        """Begin a longer work."""
        self.show_shelf(replace(self.shelf, task=task, stopped=None, problem=None))
        self.ask(command, "task")

    def _named(self, name: str) -> str | None:
        """The name if it can be one; otherwise its sentence is shown."""
        try:
            return check_name(name, taken=[env.name for env in self.shelf.envs])
        except RecipeError as error:
            self.show_shelf(replace(self.shelf, problem=error.sentence))
            return None

    def clone(self, env: Env, name: str) -> None:
        """Make the same environment again under another name."""
        if (good := self._named(name)) is not None:
            self.begin(Clone(env.prefix, good), Task("clone", good))

    def from_lock(self) -> None:
        """Make the environment of a lock file."""
        path = self.desktop.pick_file(self, tr("Choose a lock file"), str(Path.home()))
        if path:
            usual = Path(path).name.partition(".")[0] or "torch_book"
            ask_text(self, self.theme, title=tr("From a lock file …"),
                     sentence=tr("What shall the new environment be called?"), text=usual, do=tr("Make it"),
                     act=lambda name: self.make_from(path, name))  # fmt: skip

    def make_from(self, path: str, name: str) -> None:
        if (good := self._named(name)) is not None:
            self.begin(CreateFromLock(path, good), Task("lock", good))

    def cancel_task(self) -> None:
        """End the longer work; what it has half-made is offered on the wizard's first page."""
        self.stop()
        self.show_shelf(shelves.without_worker(self.shelf))
        self.look_again()

    def go_on(self, stopped: Stopped) -> None:
        """Continue a work that has stopped."""
        if stopped.folder:
            name = Path(stopped.folder).name
            self.begin(Continue(stopped.folder), Task("continue", name))
        else:
            self.show_shelf(replace(self.shelf, stopped=None))
            self.look_again()

    def leave(self, stopped: Stopped) -> None:
        """Delete what a work that has stopped has left."""
        if stopped.folder:
            self.ask(Discard(stopped.folder), "discard")
        else:
            self.show_shelf(replace(self.shelf, stopped=None))

    # ---------------------------------------------------------------------------------------------------- removing
    def show_preview(self, preview: RemovePreviewed) -> None:
        """Show what goes before it goes."""
        env = preview.env
        made = Dialog(self, self.theme, title=tr("Remove {name}?", name=env.name),
                      sentence=tr("This goes for good. Nothing outside it is touched."))  # fmt: skip
        amount = size(preview.size_bytes) if preview.size_bytes >= 0 else "?"
        amount = amount if preview.complete else tr("at least {size}", size=amount)
        made.body.addWidget(Label(tr("The folder {folder}, {size}", folder=env.prefix, size=amount), wrap=True))
        for kernel in preview.kernels:
            made.body.addWidget(Label(tr("The kernel {kernel} of Jupyter and VS Code", kernel=kernel), wrap=True))
        commands = by_hand.remove(env, self.shelf.machine, preview.kernels)
        made.body.addSpacing(4)
        made.body.addWidget(Label(tr("The same by hand"), kind="soft", size="note_px"))
        card = CodeCard(commands, shell=by_hand.shell_of(self.shelf.machine))
        card.setMinimumWidth(DIALOG_PX)
        made.body.addWidget(card)
        cancel = made.choice(tr("Cancel"), None)
        made.choice(tr("Remove"), lambda: self.ask(Remove(env.prefix), "remove", env.prefix), kind="danger")
        made.show_now()
        cancel.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5:
            self.look_again()
        else:
            super().keyPressEvent(event)
