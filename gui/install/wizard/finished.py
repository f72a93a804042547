"""Done: the device line, the CPU against the GPU, and four doors."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from core.env.plan.recipe import notebook_name
from core.messages.computer import Machine
from core.messages.install_reports import CheckReport, Env
from gui.install.desktop import existing
from gui.install.quantities import joined, size, took
from gui.install.surfaces import Advice, Drawing, Notice, Surface
from gui.install.wizard import by_hand
from gui.install.wizard.code import CodeLine
from gui.install.wizard.course import Course
from gui.install.wizard.progress import Waiting
from gui.install.wizard.step import Foot, Press, StepPage, heading
from gui.install.wizard.timing import Timing, verdict
from gui.install.wizard.vscode import KernelPicture
from gui.kit.pieces import Button, Columns, Elided, Label, column, row
from gui.kit.theme import Theme, mono
from gui.kit.words import read, tip_text, tr

PICTURE_FROM_PX = 600
"""The picture of VS Code needs at least this width."""


class DeviceLine(Label):
    """The line that the notes print, in the fixed-width font and large."""

    def set_theme(self, theme: Theme) -> None:
        made = mono(theme, 19)
        made.setBold(True)
        self.setFont(made)


class DeviceCard(Surface):
    """The device in use, proven by training on it, and the time of one step on each device."""

    def __init__(self) -> None:
        super().__init__()
        self.said = DeviceLine()
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.product = Label(kind="soft", wrap=True)
        self.parts = Label(kind="soft", size="note_px", wrap=True)
        mark = Drawing("check", lambda theme: theme.grown, px=26)
        left = column(row(mark, self.said, None, gap=10), self.product, self.parts, None, gap=8)
        self.timing, self.verdict = Timing(), Label(wrap=True)
        right = column(
            Label(tr("One training step of the same work"), kind="soft", size="note_px"), self.timing, self.verdict,
            None, gap=8,
        )  # fmt: skip
        line = row(left, right, gap=28)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        line.setContentsMargins(20, 14, 20, 12)
        self.setLayout(line)

    def show_report(self, report: CheckReport) -> None:
        """Show what the check found."""
        self.said.put(tr("Device in use: {device}", device=report.device))
        used = report.used
        memory = size(used.memory_bytes) if used and used.memory_bytes else ""
        self.product.put(joined(used.product if used else "", memory))
        self.product.setVisible(bool(self.product.text()))
        vision = f"torchvision {report.torchvision}" if report.torchvision else ""
        cuda = f"CUDA {report.cuda}" if report.cuda else ""
        self.parts.put(joined(f"Python {report.python}", f"torch {report.torch}", vision, cuda))
        self.timing.show_report(report)
        self.verdict.put(verdict(report))


class DoorCard(Surface):
    """One door: icon, title, button, and the command that does the same."""

    def __init__(self, drawing: str, title: str, note: str, button: str, act: Callable[[], Any]) -> None:
        super().__init__()
        self.title = Label(title, bold=True)
        self.note = Label(note, kind="soft", size="note_px", wrap=True)
        self.button = Button(button, act, name=joined(title, button))
        self.command = CodeLine()
        top = row(Drawing(drawing, lambda theme: theme.accent, px=20), self.title, None, gap=10)
        layout = column(top, self.note, None, self.command, self.button, gap=8)
        layout.setContentsMargins(16, 14, 16, 14)
        self.setLayout(layout)

    def show_commands(self, commands: tuple[str, ...]) -> None:
        """Show the commands that do the same."""
        self.command.show_commands(commands)


def faults(report: CheckReport) -> list[Notice]:
    """Return what the check found wrong, with the fix."""
    return [
        Notice(read(one.cause), tone="note" if one.code == "left_out" else "warn", advice=(Advice(read(one.mend)),))
        for one in report.faults
    ]


class DoneStep(StepPage):
    """The last step. `doors`: "train", "jupyter", "editor", "terminal". `another` begins again."""

    def __init__(
        self,
        *,
        doors: dict[str, Callable[[], Any]],
        another: Callable[[], Any],
        environments: Callable[[], Any],
        notebooks: str,
        open_folder: Callable[[str], Any],
        close: Callable[[], Any],
    ) -> None:
        super().__init__()
        self.close_problem = close
        self.last = "jupyter"
        self.doors, self.another, self.environments, self.notebooks = doors, another, environments, notebooks
        self.opening, self.since = "", time.monotonic()
        self.waiting = Waiting("")
        self.waiting.hide()
        self.shown: object = None
        self.problem_shown: object = None
        self.notices = QVBoxLayout()
        self.notices.setSpacing(8)
        self.device = DeviceCard()
        self.train = DoorCard("train", tr("Train here"), tr("Continue training in this environment, on this device."),
                          tr("Train in this environment"), doors["train"])  # fmt: skip
        self.jupyter = DoorCard("notebook", "Jupyter", tr("Opens in the browser with a first notebook made for you."),
                            tr("Open the first notebook"), doors["jupyter"])  # fmt: skip
        self.editor = DoorCard("editor", "VS Code", tr("Opens the folder. Choose the kernel as below."),
                           tr("Open VS Code"), doors["editor"])  # fmt: skip
        self.terminal = DoorCard("terminal", tr("Terminal"), tr("Opens with the environment active."),
                             tr("Open a terminal"), doors["terminal"])  # fmt: skip
        self.cards = (self.train, self.jupyter, self.editor, self.terminal)
        self.picture = KernelPicture()
        self.body.addLayout(self.notices)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.device)
        self.body.addWidget(Columns(list(self.cards), most=4, least=190))
        self.body.addWidget(self._kernel_card(open_folder))
        self.body.addStretch(1)

    def _kernel_card(self, open_folder: Callable[[str], Any]) -> QWidget:
        card = Surface()
        self.kernel_words = Label(kind="soft", size="note_px", wrap=True)
        self.place = Elided(kind="soft", size="note_px")
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        look = Button(tr("Open the folder"), lambda: open_folder(existing(self.notebooks)), kind="chip")
        look.setAccessibleName(tr("Open the folder of the notebooks"))
        head = row(heading(tr("In VS Code: choose the kernel")), 12, self.place, look, gap=8)
        head.setStretch(2, 1)
        layout = column(head, self.kernel_words, self.picture, gap=8)
        layout.setContentsMargins(20, 12, 20, 14)
        card.setLayout(layout)
        return card

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.picture.setVisible(self.width() >= PICTURE_FROM_PX)  # the words above it say the same

    def title(self, course: Course) -> str:
        return tr("It is ready")

    def sentence(self, course: Course) -> str:
        if course.installed is None:
            return ""
        env, seconds = course.installed.env, course.installed.seconds
        return tr(
            "{name} was made in {time} and has trained on every device it found.", name=env.name, time=took(seconds)
        )

    def foot(self, course: Course) -> Foot:
        quiet = (Press(tr("Environments on this computer"), self.environments),)
        return Foot(Press(tr("Train in this environment"), self.doors["train"]),
                    Press(tr("Make another"), self.another), quiet)  # fmt: skip

    def show_course(self, course: Course) -> None:
        if course.installed is not None and course.installed is not self.shown:
            self.shown = course.installed
            self._show_env(course.installed.env, course.installed.report, course)
        if not (course.waits_for("door") or course.waits_for("jupyter") or course.waits_for("editor")):
            self.opening = ""
        self.waiting.setVisible(bool(self.opening))
        if (course.problem, course.installed) != self.problem_shown:
            self.problem_shown = (course.problem, course.installed)
            advice = (
                Advice(tr("Ask once more."), tr("Try again"), self._again, primary=True),
                Advice(tr("The environment works anyway."), tr("Close"), self.close_problem),
            )
            problem = course.problem
            found: list[Any] = [Notice(read(problem), tone="bad", advice=advice)] if problem is not None else []
            if course.installed is not None:
                found += faults(course.installed.report)
            self.refill(self.notices, found)

    def _show_env(self, env: Env, report: CheckReport, course: Course) -> None:
        machine = course.machine
        self.device.show_report(report)
        self.train.show_commands(by_hand.train(env, machine))
        self.jupyter.show_commands(by_hand.jupyter(env, machine, notebook_name(env)))
        self.show_folder(self.notebooks, machine)
        self.terminal.show_commands(by_hand.terminal(env, machine))
        self.train.button.setEnabled(env.trains)
        self.train.button.setToolTip(tip_text(read(env.why_not) if env.why_not is not None else ""))
        kernel = f"Python ({env.name})"
        self.picture.show_kernel(kernel, notebook_name(env))
        self.kernel_words.put(
            tr("Press “Select Kernel” at the notebook’s top right, then Jupyter Kernel, then {kernel}. It needs the"
               " extensions Python and Jupyter.", kernel=kernel)
        )  # fmt: skip

    def show_folder(self, folder: str, machine: Machine | None) -> None:
        """Say where the notebooks are."""
        self.notebooks = folder
        self.place.put(tr("Notebooks are in {folder}", folder=folder))
        self.editor.show_commands(by_hand.editor(folder, machine))

    def show_opening(self, door: str) -> None:
        """Say what opens now, until it is open."""
        self.opening, self.since = door, time.monotonic()

    def show_last(self, door: str) -> None:
        """Remember the door, so that "Try again" opens it."""
        self.last = door

    def _again(self) -> None:
        self.doors[self.last]()

    def draw(self) -> None:
        if self.opening:
            sentences = {
                "jupyter": tr("Starting Jupyter; the browser opens by itself …"), "editor": tr("Opening VS Code …"),
                "terminal": tr("Opening a terminal …"),
            }  # fmt: skip
            self.waiting.show_wait(sentences[self.opening], time.monotonic() - self.since)
        super().draw()
