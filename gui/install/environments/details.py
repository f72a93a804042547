"""What is known about one environment, and what can be done with it, each with its command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.env.plan.by_hand import ShellName
from core.messages.computer import Machine
from core.messages.install_commands import EXPORT_FORMATS, ExportFormat
from core.messages.install_reports import CheckReport, Env
from gui.install.environments.shelf import Shelf
from gui.install.quantities import joined, size
from gui.install.surfaces import Drawing, Notice, Surface, fill
from gui.install.wizard import by_hand
from gui.install.wizard.code import Code, CodeLine
from gui.install.wizard.finished import faults
from gui.install.wizard.progress import Waiting
from gui.install.wizard.step import scrolled
from gui.install.wizard.timing import Timing, verdict
from gui.kit.inputs import Menu
from gui.kit.pieces import Button, Elided, Label, apply_theme, column, edge, row
from gui.kit.theme import Theme
from gui.kit.words import read, tip_text, tr

BUTTON_PX = 138
LEAST_PX, LEAST_TALL_PX = 290, 220
LOW_PX = 430
"""Below this height there is no space for the whole command at the foot."""


def kind_title(env: Env) -> str:
    """Return the kind of environment in words."""
    if env.is_root:
        return tr("conda’s own")
    return {"ours": tr("made here"), "conda": "conda", "venv": "venv"}[env.kind]


def format_title(which: ExportFormat) -> str:
    """Return what an export format writes, in words."""
    return {
        "lock": tr("Lock file: exactly the same again"), "environment_yml": "environment.yml",
        "requirements": "requirements.txt",
    }[which]  # fmt: skip


@dataclass(frozen=True)
class EnvAction:
    """An action on an environment: `name` in the program, text, icon, its commands, and why it is impossible now."""

    name: str
    text: str
    icon: str
    commands: Callable[[Env, Machine | None], tuple[str, ...]]
    why_not: Callable[[Env], str] = lambda env: ""


def env_actions(notebooks: str) -> tuple[EnvAction, ...]:
    """Return every action on an environment, the most wanted first. `notebooks`: the folder an editor opens."""

    def trains(env: Env) -> str:
        return "" if env.trains else read(env.why_not) if env.why_not is not None else tr("The trainer cannot run here")

    def conda_only(env: Env) -> str:
        return (
            tr("Only for conda environments")
            if env.kind == "venv"
            else tr("Not for conda’s own environment")
            if env.is_root
            else ""
        )

    def has_python(env: Env) -> str:
        return "" if env.python else tr("There is no Python in it")

    return (
        EnvAction("train", tr("Train here"), "train", by_hand.train, trains),
        EnvAction("jupyter", "Jupyter", "notebook", by_hand.jupyter, has_python),
        EnvAction("terminal", tr("Terminal"), "terminal", by_hand.terminal),
        EnvAction("editor", "VS Code", "editor", lambda env, machine: by_hand.editor(notebooks, machine), has_python),
        EnvAction("check", tr("Check"), "check", by_hand.check, has_python),
        EnvAction("kernel", tr("Add kernel"), "plus", by_hand.kernel, has_python),
        EnvAction("export", tr("Export"), "export", by_hand.export, has_python),
        EnvAction("repair", tr("Repair"), "repair", by_hand.repair, conda_only),
        EnvAction("clone", tr("Clone"), "copy", by_hand.clone, conda_only),
        EnvAction("remove", tr("Remove …"), "trash", by_hand.remove,
             lambda env: tr("conda itself lives here") if env.is_root else ""),
    )  # fmt: skip


class ActionRow(QWidget):
    """A button, and the command line that does the same, with a button to copy it."""

    def __init__(self, action: EnvAction, do: Callable[[str], Any], copy: Callable[[str], Any]) -> None:
        super().__init__()
        self.action, self.text = action, ""
        self.pointed_at: Callable[[], Any] = lambda: None
        """Called when the mouse or the keyboard focus enters this row."""
        self.button = Button(action.text, icon=action.icon, name=action.text)
        self.button.setFixedWidth(BUTTON_PX)
        self.button.setStyleSheet("text-align: left;")
        self.button.clicked.connect(lambda _=False: do(action.name))
        self.button.installEventFilter(self)
        self.command = CodeLine()
        self.copy = Button(kind="small", icon="copy", act=lambda: copy(self.text),
                           name=tr("Copy the command of {action}", action=action.text.rstrip(" …")))  # fmt: skip
        self.shell: ShellName = "bash"
        line = row(self.button, self.command, self.copy, gap=10)
        line.setStretch(1, 1)
        self.setLayout(line)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed_at()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.pointed_at()
        return super().eventFilter(watched, event)

    def show_env(self, env: Env, machine: Machine | None, *, busy: str) -> None:
        """Show the command for this environment, and whether the action is possible now."""
        commands = self.action.commands(env, machine)
        self.text = "\n".join(commands)
        self.shell = by_hand.shell_of(machine)
        self.command.show_commands(commands)
        self.button.setAccessibleDescription(self.text)
        why_not = busy or self.action.why_not(env)
        self.button.setEnabled(not why_not)
        self.button.setToolTip(tip_text(why_not))


class WholeCommand(Surface):
    """The whole command of the row under the pointer, in lines, to read and copy."""

    def __init__(self, copy: Callable[[str], Any]) -> None:
        super().__init__(ground="control", line="", radius=8)
        self.title = Label(kind="soft", size="note_px", bold=True)
        self.code = Code(px=11)
        self.copy = Button(tr("Copy"), lambda: copy("\n".join(self.code.commands)), kind="quiet",
                           name=tr("Copy the command shown below the actions"))  # fmt: skip
        layout = column(row(self.title, None, self.copy, gap=8), self.code, gap=2)
        layout.setContentsMargins(13, 5, 6, 10)
        self.setLayout(layout)

    def show_command(self, title: str, commands: tuple[str, ...], shell: ShellName) -> None:
        """Show these commands."""
        self.title.put(joined(tr("The same by hand"), title.removesuffix("…").strip()))
        if (commands, shell) != (self.code.commands, self.code.shell):
            self.code.show_commands(commands, shell)


class Details(QWidget):
    """The card of the chosen environment. `do(name)` runs an action, `export(format)` writes a file."""

    def __init__(
        self,
        *,
        do: Callable[[str], Any],
        export: Callable[[ExportFormat], Any],
        copy: Callable[[str], Any],
        notebooks: str,
    ) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.env: Env | None = None
        self.report: CheckReport | None = None
        self.name = Elided(size="name_px", bold=True)
        self.kind = Label(kind="badge", size="note_px")
        self.place = Elided(kind="soft", size="note_px")
        self.facts = Label(kind="soft", size="note_px", wrap=True, tabular=True)
        copy_place = Button(kind="small", icon="copy", act=lambda: copy(self.place.text()), name=tr("Copy the folder"))
        self.health = QVBoxLayout()
        self.health.setSpacing(8)
        self.waiting = Waiting("")
        self.waiting.hide()
        self.do, self.copy, self.notebooks = do, copy, notebooks
        self.export = export
        self.rows: dict[str, ActionRow] = {}
        self.pointed = "train"
        self.whole = WholeCommand(copy)
        head = row(self.name, self.kind, gap=8)
        head.setStretch(0, 1)
        where = row(self.place, copy_place, gap=8)
        where.setStretch(0, 1)
        inside = QWidget()
        self.list = column(gap=8)
        layout = column(head, where, self.facts, self.waiting, self.health, edge(), self.list, None, gap=8)
        layout.setContentsMargins(18, 15, 16, 14)
        inside.setLayout(layout)
        foot = row(self.whole)
        foot.setContentsMargins(17, 10, 15, 14)
        card = Surface()
        scroll = scrolled(inside, may_flow=True)
        scroll.least_px = LEAST_TALL_PX - 26
        both = column(scroll, foot, gap=0, margins=1)
        both.setStretch(0, 1)
        card.setLayout(both)
        self.setLayout(column(card))
        self.setAccessibleName(tr("The chosen environment"))

    def _fill_list(self) -> None:
        """Make the rows, when there is an environment to show for the first time."""
        self.rows = {action.name: ActionRow(action, self.do, self.copy) for action in env_actions(self.notebooks)}
        for name, made in self.rows.items():
            self.list.addWidget(made)
            made.pointed_at = partial(self.show_whole, name)
            if self.theme is not None:
                apply_theme(made, self.theme)
        self._export_menu()

    def show_whole(self, name: str) -> None:
        """Show the whole command of one action at the foot of the card."""
        self.pointed = name
        made = self.rows[name]
        self.whole.show_command(made.action.text, self.text_of(name), made.shell)

    def text_of(self, name: str) -> tuple[str, ...]:
        """Return the commands of an action."""
        return tuple(self.rows[name].text.splitlines())

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(LEAST_PX, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.whole.setVisible(self.height() >= LOW_PX)

    def _export_menu(self) -> None:
        button = self.rows["export"].button
        button.clicked.disconnect()
        self.menu = Menu(button)
        for which in EXPORT_FORMATS:
            self.menu.addAction(format_title(which), partial(self.export, which))
        # Not setMenu: Qt lays out the text of a button with a menu differently.
        button.clicked.connect(lambda _=False: self.menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2))))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the chosen environment."""
        env = shelf.env
        self.setVisible(env is not None)
        if env is None:
            return
        if not self.rows:
            self._fill_list()
        self.name.put(env.name)
        self.kind.put(kind_title(env))
        self.place.put(env.prefix)
        torch = f"torch {env.torch}" if env.torch else tr("no torch")
        measured = shelf.sizes.get(env.prefix)
        amount = size(shelf.size_of(env)) if shelf.size_of(env) >= 0 else ""
        amount = tr("at least {size}", size=amount) if measured is not None and not measured.complete else amount
        made = tr("made {day}", day=env.created[:10]) if env.created else ""
        self.facts.put(joined(f"Python {env.python}" if env.python else "", torch, amount, made))
        busy = tr("Wait until the present task is done") if shelf.task is not None else ""
        for made_row in self.rows.values():
            made_row.show_env(env, shelf.machine, busy=busy)
        self.rows["kernel"].setVisible(not env.kernel)
        self.show_whole(self.pointed)
        report = shelf.reports.get(env.prefix)
        if (env, report) != (self.env, self.report):
            self.env, self.report = env, report
            fill(self.health, self._health(env, report), self.theme)

    def _health(self, env: Env, report: CheckReport | None) -> list[QWidget]:
        if report is None:
            return [] if env.trains or env.why_not is None else [Notice(read(env.why_not), tone="plain")]
        made: list[QWidget] = []
        if report.ok:
            made.append(_checked(report))
        made += faults(report)
        return made

    def show_wait(self, sentence: str, seconds: float) -> None:
        """Say what the worker is doing for this environment; "" hides it."""
        self.waiting.setVisible(bool(sentence))
        if sentence:
            self.waiting.show_wait(sentence, seconds)


def _checked(report: CheckReport) -> QWidget:
    """Return a small card with the device line and the timing bars."""
    made = Surface(ground="control", line="", radius=8)
    mark = Drawing("check", lambda theme: theme.grown, px=17)
    timing = Timing()
    timing.show_report(report)
    line = row(mark, Label(tr("Device in use: {device}", device=report.device), bold=True), None, gap=8)
    line.setAlignment(mark, Qt.AlignmentFlag.AlignVCenter)
    layout = column(line, timing, Label(verdict(report), kind="soft", size="note_px", wrap=True), gap=7)
    layout.setContentsMargins(12, 10, 12, 10)
    made.setLayout(layout)
    return made
