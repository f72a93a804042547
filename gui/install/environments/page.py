"""The environments page: every environment on this computer, its health, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from core.env.plan.recipe import check_name
from core.messages.install_commands import (
    AddKernel,
    Check,
    Clone,
    Continue,
    CreateFromLock,
    Discard,
    Export,
    ExportFormat,
    ListEnvs,
    Look,
    LookAtNetwork,
    Measure,
    OpenTerminal,
    PreviewRemove,
    Remove,
    Repair,
    WriteNotebook,
)
from core.messages.install_events import (
    Discarded,
    EnvsSeen,
    Exported,
    Installed,
    InstallEvent,
    JupyterStarted,
    KernelAdded,
    Measured,
    NotebookWritten,
    Opened,
    Removed,
    RemovePreviewed,
    Stopped,
)
from core.messages.install_reports import Env
from core.messages.recipe import RecipeError
from core.messages.train_events import Rejected
from gui.install import doors
from gui.install.desktop import existing
from gui.install.environments import shelf as shelves
from gui.install.environments.shelf import Asked, Task
from gui.install.environments.shelf_page import ShelfPage
from gui.install.quantities import joined, size
from gui.install.wizard import by_hand
from gui.install.wizard.code import CodeCard
from gui.kit.dialog import Dialog, add_danger, ask_text
from gui.kit.pieces import Label
from gui.kit.words import tr

DIALOG_PX = 500
SUFFIXES: dict[ExportFormat, str] = {
    "lock": "{name}.lock", "environment_yml": "environment.yml", "requirements": "requirements.txt",
}  # fmt: skip


class EnvironmentsPage(ShelfPage):
    """What each button of the environments page does, and the command it sends."""

    written_to = ""
    """The folder of the last opened notebook."""
    work_again: Callable[[], Any] | None = None
    """What begins the last longer task again."""

    def follow(self, event: InstallEvent, what: Asked | None) -> None:
        """Do what an event calls for."""
        match event:
            case EnvsSeen() | Measured():
                self._measure_next()
            case Installed() | Discarded():
                self.look_again()
            case Removed():
                left = tr("Another program still uses some files; the next removal deletes them.") if event.left else ""
                kept = tr("Your own files are in {folder}.", folder=event.kept) if event.kept else ""
                self.note(joined(tr("Removed."), kept, left))
            case RemovePreviewed() if what == "preview":
                self.show_preview(event)
            case Exported() if what == "export":
                folder = str(Path(event.path).parent)
                self.note(tr("Written to {path}.", path=event.path), button=tr("Open folder"),
                          act=lambda: self.desktop.open_folder(folder))  # fmt: skip
            case NotebookWritten() if what == "jupyter" or what == "editor":
                self.written_to = str(Path(event.path).parent)
                self.ask(doors.command(what, event), "door", event.prefix)
            case JupyterStarted() if what == "door":
                self.desktop.open_private(event.url, self.setting.notebooks)
                folder = self.written_to
                said = joined(tr("Jupyter is open in the browser."), tr("Notebooks are in {folder}", folder=folder))
                self.note(said, button=tr("Open the folder"), act=lambda: self.desktop.open_folder(existing(folder)))
            case Opened() if what == "door":
                self.note(tr("{program} is open.", program=event.what))
            case KernelAdded() if what == "kernel":
                self.note(tr("Jupyter and VS Code list it as {name} now.", name=event.display_name))
            case Stopped():
                self._measure_next()
            case Rejected() if what == "measure":
                self._measure_next()

    def _measure_next(self) -> None:
        """Ask for one size at a time: each walk through a folder takes long."""
        env = self.shelf.unmeasured()
        if env is not None and self.isVisible() and not self.shelf.waits_for("measure") and not self.shelf.others:
            self.ask(Measure(env.prefix), "measure", env.prefix)

    def look_again(self) -> None:
        """Ask for the list again."""
        if self.shelf.machine is None and not self.shelf.waits_for("look"):
            self.ask(Look(), "look")
        self.ask(ListEnvs(), "list")

    def examine(self) -> None:
        """Ask what is wrong: with the network, with this computer, with the chosen environment."""
        env, shelf = self.shelf.env, replace(self.shelf, network=None, problem=None, advice=(), asked_about="")
        self.ask(LookAtNetwork(), "network", shelf=shelf)
        self.ask(Look(), "look")
        if env is not None and env.python:
            kept = {prefix: report for prefix, report in self.shelf.reports.items() if prefix != env.prefix}
            shelf = replace(self.shelf, reports=kept, asked_about=env.prefix)
            self.ask(Check(env.prefix), "check", env.prefix, shelf)
        self.once_more = self.examine

    def do(self, action: str) -> None:
        """Run one of the actions on the chosen environment."""
        shelf, env = self.shelf, self.shelf.env
        if env is None or not self.details.rows[action].button.isEnabled():
            return
        match action:
            case "train":
                self.setting.train_in(env.executable)
            case "jupyter" | "terminal" | "editor":
                self.open_door(action, env)
            case "check":
                self.ask(Check(env.prefix), "check", env.prefix)
            case "kernel":
                self.ask(AddKernel(env.prefix), "kernel", env.prefix)
            case "repair":
                self.begin(Repair(env.prefix), Task("repair", env.name))
            case "clone":
                ask_text(self, self.theme, title=tr("Clone {name}", name=env.name),
                         sentence=tr("Choose a name for the new environment."), text=f"{env.name}_2",
                         do=tr("Clone"), act=lambda name: self.clone(env, name))  # fmt: skip
            case "remove" if not (shelf.waits_for("preview", env.prefix) or shelf.waits_for("remove", env.prefix)):
                self.ask(PreviewRemove(env.prefix), "preview", env.prefix)

    def open_door(self, door: doors.Door, env: Env) -> None:
        """Open Jupyter with the first notebook, VS Code or a terminal."""
        report = self.shelf.reports.get(env.prefix)
        device = report.device if report is not None else by_hand.device_of(env)
        if door == "terminal":
            self.ask(OpenTerminal(env.prefix), "door", env.prefix)
        else:
            folders = tuple(map(str, self.setting.notebooks))
            self.ask(WriteNotebook(env.prefix, folders, device, self.setting.language), door, env.prefix)

    def export(self, which: ExportFormat) -> None:
        """Write one of the three files that can make this environment again on another computer."""
        env = self.shelf.env
        if env is None:
            return
        suggested = str(Path.home() / SUFFIXES[which].format(name=env.name))
        path = self.desktop.save_as(self, tr("Export"), suggested)
        if path:
            self.ask(Export(env.prefix, which, path), "export", env.prefix)

    # ------------------------------------------------------------------------------------------------- longer work
    def begin(self, command: object, task: Task) -> None:
        """Begin a longer task."""
        self.ask(command, "task", shelf=replace(self.shelf, task=task, stopped=None, problem=None))
        self.once_more = self.work_again = partial(self.begin, command, task)

    def _named(self, name: str, ask_again: Callable[[], Any]) -> str | None:
        """Return the name if it is possible; otherwise show what is wrong and return None."""
        try:
            return check_name(name, taken=[env.name for env in self.shelf.envs])
        except RecipeError as error:
            self.once_more = ask_again
            self.show_shelf(replace(self.shelf, problem=error.sentence, advice=()))
            return None

    def clone(self, env: Env, name: str) -> None:
        """Copy the environment under another name."""
        if (good := self._named(name, partial(self.do, "clone"))) is not None:
            self.begin(Clone(env.prefix, good), Task("clone", good))

    def from_lock(self) -> None:
        """Ask for a lock file, and make its environment."""
        path = self.desktop.pick_file(self, tr("Choose a lock file"), str(Path.home()))
        if path:
            self.name_from_lock(path)

    def name_from_lock(self, path: str) -> None:
        """Ask for the name of a lock file's environment."""
        usual = Path(path).name.partition(".")[0] or "torch_book"
        ask_text(self, self.theme, title=tr("From a lock file …"),
                 sentence=tr("Choose a name for the new environment."), text=usual, do=tr("Make it"),
                 act=lambda name: self.make_from(path, name))  # fmt: skip

    def make_from(self, path: str, name: str) -> None:
        """Make the environment of a lock file under this name."""
        if (good := self._named(name, partial(self.name_from_lock, path))) is not None:
            self.begin(CreateFromLock(path, good), Task("lock", good))

    def cancel_task(self) -> None:
        """End the longer task; the wizard's first step offers what is unfinished."""
        self.setting.stop()
        self.show_shelf(shelves.without_worker(self.shelf))
        self.look_again()

    def go_on(self, stopped: Stopped) -> None:
        """Continue a stopped task; begin it again if its worker died. Nothing is downloaded twice."""
        if stopped.folder:
            name = Path(stopped.folder).name
            self.begin(Continue(stopped.folder), Task("continue", name))
        else:
            self.show_shelf(replace(self.shelf, stopped=None))
            (self.work_again or self.look_again)()

    def leave(self, stopped: Stopped) -> None:
        """Delete what a stopped task has left."""
        if stopped.folder:
            self.ask(Discard(stopped.folder), "discard")
        else:
            self.show_shelf(replace(self.shelf, stopped=None))

    # ---------------------------------------------------------------------------------------------------- removing
    def show_preview(self, preview: RemovePreviewed) -> None:
        """Show what will be removed, and ask."""
        env = preview.env
        made = Dialog(self, self.theme, title=tr("Remove {name}?", name=env.name),
                      sentence=tr("This cannot be undone. Nothing else is touched."))  # fmt: skip
        amount = size(preview.size_bytes) if preview.size_bytes >= 0 else "?"
        amount = amount if preview.complete else tr("at least {size}", size=amount)
        made.body.addWidget(Label(tr("The folder {folder}, {size}", folder=env.prefix, size=amount), wrap=True))
        if preview.own:
            made.body.addWidget(Label(_own_files_text(preview), kind="narrowed", wrap=True))
        for kernel in preview.kernels:
            made.body.addWidget(Label(tr("The kernel {kernel} of Jupyter and VS Code", kernel=kernel), wrap=True))
        if not preview.own:  # by hand, the person's own files would be deleted with the rest
            commands = by_hand.remove(env, self.shelf.machine, preview.kernels)
            made.body.addSpacing(4)
            made.body.addWidget(Label(tr("The same by hand"), kind="soft", size="note_px"))
            card = CodeCard(commands, shell=by_hand.shell_of(self.shelf.machine))
            card.setMinimumWidth(DIALOG_PX)
            made.body.addWidget(card)
        add_danger(made, tr("Remove"), lambda: self.ask(Remove(env.prefix, preview.own), "remove", env.prefix))
        made.show_now()


def _own_files_text(preview: RemovePreviewed) -> str:
    """Say what in the folder is the person's, and what happens to it."""
    shown = ", ".join(preview.own[:6]) + (" …" if len(preview.own) > 6 else "")
    return tr(
        "Yours, not the environment’s: {names}. Files: {count}, {size}. They are moved into a folder beside it.",
        count=preview.own_files, size=size(preview.own_bytes), names=shown,
    )  # fmt: skip
