"""The environments page: the list, the details, what we wait for, and notices.

It keeps one `Shelf` and shows it. What the buttons do is in `environments.EnvironmentsPage`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.messages.install_commands import ExportFormat
from core.messages.install_events import InstallEvent, Stopped
from gui.install.desktop import existing
from gui.install.environments import shelf as shelves
from gui.install.environments.details import Details
from gui.install.environments.findings import FindingsCard
from gui.install.environments.shelf import Asked, Shelf, Task
from gui.install.environments.table import EnvTable
from gui.install.quantities import joined
from gui.install.setting import PageSetting
from gui.install.surfaces import Advice, Notice, Surface, fill
from gui.install.wizard.progress import Track, Waiting
from gui.install.wizard.running import advice_of
from gui.kit.folding import order_of_tab
from gui.kit.pieces import Button, Elided, Label, apply_theme, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr


class TaskStrip(Surface):
    """A longer task on an environment: its progress, and a button to cancel it."""

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
        """Show the task; None hides the strip."""
        self.setVisible(task is not None)
        if task is None:
            return
        words = {
            "repair": tr("Repairing {name}: what differs from its lock is reinstalled", name=task.name),
            "clone": tr("Cloning into {name}", name=task.name),
            "lock": tr("Making {name} from its lock file", name=task.name),
            "continue": tr("Continuing with {name}", name=task.name),
        }[task.kind]
        self.words.put(words)
        overall = task.progress.overall if task.progress else 0.0
        self.left.put(f"{overall:.0%}")
        self.track.put(overall)


class ShelfPage(QWidget):
    """The environments page without what its buttons do. `shelf`: from the page it replaces."""

    def __init__(self, setting: PageSetting, *, shelf: Shelf | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Environments"))
        self.setting, self.theme, self.desktop = setting, setting.theme, setting.desktop
        self.shelf = shelf or Shelf()
        self.since: dict[Asked, float] = {}
        self.shown: object = None
        self.once_more: Callable[[], Any] | None = None
        """What sends the last command again."""
        self.table = EnvTable(self.choose, self.do)
        self.details = Details(
            do=self.do, export=self.export, copy=self.desktop.copy, notebooks=str(setting.notebooks[0])
        )
        self.sentence = Label(kind="soft", wrap=True)
        self.waiting = Waiting("")
        self.notices = QVBoxLayout()
        self.notices.setSpacing(8)
        self.strip = TaskStrip(self.cancel_task)
        self.setLayout(self._layout())
        apply_theme(self, setting.theme)
        self.show_shelf(self.shelf)

    def _layout(self) -> Any:
        self.new = Button(tr("New environment"), self.to_wizard, kind="primary", icon="plus")
        self.lock = Button(tr("From a lock file …"), self.from_lock)
        self.again = Button(tr("Look again"), self.look_again, icon="reset")
        self.doctor = Button(tr("What is wrong here?"), self.examine)
        # Two and two: in a narrow window they stand below one another in pairs.
        self.sentence.setMinimumWidth(160)
        pairs = (row(self.doctor, self.again, gap=10), row(self.lock, self.new, gap=10))
        does = row(self.sentence, *pairs, gap=10)
        does.setStretch(0, 1)
        head = column(Label(tr("Environments"), size="title_px", bold=True), does, gap=4)
        card = Surface()
        self.empty = Label(tr("There is no environment on this computer yet."), kind="soft")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = column(self.table, self.empty)
        inside.setContentsMargins(8, 4, 8, 8)
        card.setLayout(inside)
        card.setMinimumWidth(220)
        both = row(card, self.details, gap=12)
        both.setStretch(0, 13)
        both.setStretch(1, 10)
        layout = column(head, 8, self.waiting, self.notices, self.strip, both, gap=10)
        layout.setStretch(5, 1)
        layout.setContentsMargins(24, 24, 24, 20)
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
        """Show an event of the install worker."""
        before, what = self.shelf, self.shelf.what(answers)
        self.show_shelf(shelves.with_event(before, event, answers))
        self.follow(event, what)

    def show_worker_ended(self) -> None:
        """Take in that the worker was ended; ask again for the list if it was asked for."""
        again = self.shelf.waits_for("list")
        self.show_shelf(shelves.without_worker(self.shelf))
        if again and self.isVisible():
            self.look_again()

    def show_shelf(self, shelf: Shelf) -> None:
        """Show a shelf."""
        self.shelf = shelf
        self.table.show_shelf(shelf)
        self.details.show_shelf(shelf)
        self.strip.show_task(shelf.task)
        self.table.setVisible(bool(shelf.envs) or not shelf.seen)
        self.empty.setVisible(shelf.seen and not shelf.envs)
        self.sentence.put(_counted(shelf))
        checked = shelf.network is not None and (shelf.report_asked_for, shelf.waits_for("check", shelf.asked_about))
        state = (shelf.problem, shelf.stopped, shelf.unread, shelf.network, shelf.findings, checked)
        if state != self.shown:
            self.shown = state
            fill(self.notices, self._notices(shelf), self.theme)

    def _notices(self, shelf: Shelf) -> list[QWidget]:
        made: list[QWidget] = []
        if shelf.stopped is not None:
            stopped = shelf.stopped
            does = {
                "continue": lambda: self.go_on(stopped), "log": lambda: self.desktop.open_folder(existing(stopped.log)),
                "folder": lambda: self.desktop.open_folder(existing(stopped.folder)),
                "plan": self.to_wizard, "choose": self.to_wizard, "look": self.look_again,
            }  # fmt: skip
            leave = Advice(tr("Or give up: what is unfinished is deleted."), tr("Delete"), lambda: self.leave(stopped))
            made.append(Notice(read(stopped.sentence), tone="bad", advice=(*advice_of(stopped, does), leave)))
        if shelf.problem is not None:
            # Each button is beside its sentence: first what helps, then "Try again".
            said = [read(sentence) for sentence in shelf.advice]
            again = [Advice(said.pop() if said else "", tr("Try again"), self.try_again)] if self.once_more else []
            close = Advice(tr("Nothing has been changed."), tr("Close"), self.close_problem)
            made.append(Notice(read(shelf.problem), tone="bad", advice=(*map(Advice, said), *again, close)))
        if shelf.network is not None:
            made.append(FindingsCard(shelf, close=self.close_findings))
        if shelf.unread:
            made.append(Notice(" ".join(map(read, shelf.unread)), tone="warn"))
        return made

    def note(self, sentence: str, *, button: str = "", act: Callable[[], Any] | None = None) -> None:
        """Show that something is done."""
        advice = (Advice("", button, act),) if act is not None else ()
        fill(self.notices, [*self._notices(self.shelf), Notice(sentence, tone="good", advice=advice)], self.theme)

    def to_wizard(self) -> None:
        """Open the wizard."""
        self.setting.go("install")

    def close_problem(self) -> None:
        """Take the problem's sentence away."""
        self.show_shelf(replace(self.shelf, problem=None, advice=(), detail=""))

    def close_findings(self) -> None:
        """Take away what *What is wrong here?* has found."""
        self.show_shelf(replace(self.shelf, network=None, asked_about=""))

    def try_again(self) -> None:
        """Send the command again that failed."""
        self.close_problem()
        if self.once_more is not None:
            self.once_more()

    def draw(self) -> None:
        """One frame: what we wait for, and how long."""
        if not self.isVisible():
            return
        now = time.monotonic()
        pending = {what for _, what, _ in self.shelf.asked}
        self.since = {what: self.since.get(what, now) for what in pending}
        sentence, since = self._waits(pending - {"measure", "look", "check"})
        self.doctor.setEnabled("network" not in pending)
        self.waiting.setVisible(bool(sentence))
        if sentence:
            self.waiting.show_wait(sentence, now - since)
        checking = self.shelf.waits_for("check", self.shelf.chosen) if self.shelf.chosen else False
        words = tr("Training a little on every device of this environment …") if checking else ""
        self.details.show_wait(words, now - self.since.get("check", now))
        self.strip.track.draw()

    def _waits(self, pending: set[Asked]) -> tuple[str, float]:
        """Return what we wait for and since when; a task of ours has its own strip."""
        words: dict[Asked, str] = {
            "list": tr("Looking through the folders where environments live …"),
            "door": tr("Opening it …"), "jupyter": tr("Opening it …"), "editor": tr("Opening it …"),
            "export": tr("Writing the file …"), "kernel": tr("Adding the kernel …"),
            "preview": tr("Looking for what would be removed …"), "remove": tr("Removing it …"),
            "discard": tr("Deleting what is unfinished …"),
            "network": tr("Asking every server that packages come from; this takes 20 s at most …"),
        }  # fmt: skip
        for what, sentence in words.items():
            if what in pending:
                busy = tr("An install is running; this is done right after it.") if self.shelf.others else ""
                return joined(sentence, busy), self.since[what]
        return "", 0.0

    def ask(self, command: object, what: Asked, prefix: str = "", shelf: Shelf | None = None) -> None:
        """Send a command, then show `shelf` (else the present one) with the command in it.

        If the command cannot be sent, nothing is shown.
        """
        if what not in ("list", "look", "measure"):
            self.once_more = partial(self.ask, command, what, prefix)
        number = self.setting.send(command)
        self.show_shelf(shelves.with_asked(shelf or self.shelf, number, what, prefix))

    def choose(self, prefix: str) -> None:
        """Choose another environment in the list."""
        self.show_shelf(shelves.with_chosen(self.shelf, prefix))

    def focusNextPrevChild(self, forward: bool) -> bool:
        said = (*self.findChildren(FindingsCard), *self.findChildren(Notice))
        order_of_tab(self.doctor, self.again, self.lock, self.new, *said, self.strip, self.table, self.details)
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5:
            self.look_again()
        else:
            super().keyPressEvent(event)

    # --------------------------------------------------------------------------------------- what the page can do
    def do(self, action: str) -> None:
        """Run one of the actions on the chosen environment."""
        raise NotImplementedError

    def export(self, which: ExportFormat) -> None:
        """Write one of the three files that can make the chosen environment again."""
        raise NotImplementedError

    def from_lock(self) -> None:
        """Ask for a lock file, and make its environment."""
        raise NotImplementedError

    def cancel_task(self) -> None:
        """End the longer task."""
        raise NotImplementedError

    def go_on(self, stopped: Stopped) -> None:
        """Continue a stopped task."""
        raise NotImplementedError

    def leave(self, stopped: Stopped) -> None:
        """Delete what a stopped task has left."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Ask for the list again."""
        raise NotImplementedError

    def examine(self) -> None:
        """Ask what is wrong: with the network, with this computer, with the chosen environment."""
        raise NotImplementedError

    def follow(self, event: InstallEvent, what: Asked | None) -> None:
        """Do what an event calls for."""
        raise NotImplementedError


def _counted(shelf: Shelf) -> str:
    """Return how many there are and how many the trainer can run in."""
    if not shelf.seen:
        return tr("Looking for environments …")
    if not shelf.envs:
        return tr("New environments appear here.")
    trains = sum(env.trains for env in shelf.envs)
    return tr("{count} on this computer; the trainer can run in {trains}.", count=len(shelf.envs), trains=trains)
