"""The frame of the environments page: the list, the details, what is being waited for, and what has to be said.

It keeps one `Shelf` and shows it; what the person can do is in `environments.EnvironmentsPage`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.messages.install_commands import ExportFormat, Language
from core.messages.install_events import InstallEvent, Stopped
from gui.install.desktop import Desktop, existing
from gui.install.environments import shelf as shelves
from gui.install.environments.details import Details
from gui.install.environments.shelf import Asked, Shelf, Task
from gui.install.environments.table import EnvTable
from gui.install.quantities import joined
from gui.install.surfaces import Notice, Surface, Way, fill
from gui.install.wizard.progress import Track, Waiting
from gui.install.wizard.running import ways_out
from gui.install.wizard.step import order_of_tab
from gui.kit.pieces import Button, Elided, Label, column, dress, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr


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


class ShelfPage(QWidget):
    """`send`, `stop`, `go` and `train_in` are the window's. `shelf`: of a page that was thrown away."""

    def __init__(
        self,
        *,
        theme: Theme,
        send: Callable[[object], int],
        stop: Callable[[], Any],
        go: Callable[[str], Any],
        train_in: Callable[[str], Any],
        notebooks: tuple[Path, ...],
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
        self.once_more: Callable[[], Any] | None = None
        """What asks again for what was asked last."""
        self.table = EnvTable(self.choose, self.do)
        self.details = Details(do=self.do, export=self.export, copy=self.desktop.copy, notebooks=str(notebooks[0]))
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
        both.setStretch(0, 13)
        both.setStretch(1, 10)
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
        self.follow(event, what)

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
        self.sentence.put(_counted(shelf))
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
                "folder": lambda: self.desktop.open_folder(existing(stopped.folder)),
                "plan": lambda: self.go("install"), "choose": lambda: self.go("install"), "look": self.look_again,
            }  # fmt: skip
            leave = Way(tr("Or leave it: what is half-made is deleted."), tr("Delete"), lambda: self.leave(stopped))
            made.append(Notice(read(stopped.sentence), tone="bad", ways=(*ways_out(stopped, does), leave)))
        if shelf.problem is not None:
            # Each button beside the sentence it belongs to: first what helps, then trying again.
            said = [read(sentence) for sentence in shelf.advice]
            again = [Way(said.pop() if said else "", tr("Try again"), self.try_again)] if self.once_more else []
            close = Way(tr("Nothing has been changed."), tr("Close"), self.close_problem)
            made.append(Notice(read(shelf.problem), tone="bad", ways=(*map(Way, said), *again, close)))
        return made

    def note(self, sentence: str, *, button: str = "", act: Callable[[], Any] | None = None) -> None:
        """Say that something was done."""
        way = (Way("", button, act),) if act is not None else ()
        fill(self.notices, [*self._notices(self.shelf), Notice(sentence, tone="good", ways=way)], self.theme)

    def close_problem(self) -> None:
        self.show_shelf(replace(self.shelf, problem=None, advice=(), detail=""))

    def try_again(self) -> None:
        """Ask once more for what could not be done."""
        self.close_problem()
        if self.once_more is not None:
            self.once_more()

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
            "door": tr("Opening it …"), "jupyter": tr("Opening it …"), "editor": tr("Opening it …"),
            "export": tr("Writing the file …"), "kernel": tr("Adding the kernel …"),
            "preview": tr("Looking what would go with it …"), "remove": tr("Removing it …"),
            "discard": tr("Deleting what is half-made …"),
        }  # fmt: skip
        for what, sentence in words.items():
            if what in pending:
                busy = tr("An install is running; this is done right after it.") if self.shelf.others else ""
                return joined(sentence, busy), self.since[what]
        return "", 0.0

    def ask(self, command: object, what: Asked, prefix: str = "") -> None:
        """Send a command and remember what its answer will be about."""
        if what not in ("list", "look", "measure"):
            self.once_more = partial(self.ask, command, what, prefix)
        self.show_shelf(shelves.asked(self.shelf, self.send(command), what, prefix))

    def choose(self, prefix: str) -> None:
        """Another environment is chosen in the list."""
        self.show_shelf(shelves.chose(self.shelf, prefix))

    def focusNextPrevChild(self, forward: bool) -> bool:
        order_of_tab(self.again, self.lock, self.new, *self.findChildren(Notice), self.strip, self.table, self.details)
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5:
            self.look_again()
        else:
            super().keyPressEvent(event)

    # --------------------------------------------------------------------------------------- what the page can do
    def do(self, deed: str) -> None:
        """Do one of the deeds with the chosen environment."""
        raise NotImplementedError

    def export(self, which: ExportFormat) -> None:
        """Write one of the three files that make the chosen environment again elsewhere."""
        raise NotImplementedError

    def from_lock(self) -> None:
        """Make the environment of a lock file."""
        raise NotImplementedError

    def cancel_task(self) -> None:
        """End the longer work."""
        raise NotImplementedError

    def go_on(self, stopped: Stopped) -> None:
        """Continue a work that has stopped."""
        raise NotImplementedError

    def leave(self, stopped: Stopped) -> None:
        """Delete what a work that has stopped has left."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Ask for the list anew."""
        raise NotImplementedError

    def follow(self, event: InstallEvent, what: Asked | None) -> None:
        """Do what an event calls for."""
        raise NotImplementedError


def _counted(shelf: Shelf) -> str:
    """How many there are and how many are of use to the trainer."""
    if not shelf.seen:
        return tr("Looking for environments …")
    if not shelf.envs:
        return tr("Those that are made appear here.")
    trains = sum(env.trains for env in shelf.envs)
    return tr("{count} on this computer; the trainer can run in {trains}.", count=len(shelf.envs), trains=trains)
