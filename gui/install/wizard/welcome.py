"""Welcome: what will happen, how long it takes, how much it downloads; and what an earlier install has left."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.env.choose.builds import choose_build
from core.messages.install_events import UnfinishedInstall
from core.messages.recipe import LINK_BYTES_PER_S, USUAL_BYTES_PER_S, Choice, RecipeError
from gui.install.quantities import about, of_size, size
from gui.install.surfaces import Advice, Circle, Notice, Surface
from gui.install.wizard.course import Course
from gui.install.wizard.progress import Waiting
from gui.install.wizard.step import Foot, Press, StepPage
from gui.kit.pieces import Label, column, row
from gui.kit.words import read, tr

ROUGH = {"cpu": (0.35e9, 1.5e9), "mps": (0.3e9, 1.2e9), "xpu": (1.6e9, 4.0e9), "cuda": (2.9e9, 7.1e9)}
"""Rough (download, disk) bytes by torch's word for the device; the plan has exact ones."""
ROUGH_ROCM = (5.0e9, 23.0e9)


def rough(choice: Choice) -> tuple[float, float, float]:
    """Return a rough (download bytes, disk bytes, seconds) of a build; the plan has exact numbers."""
    download, disk = ROUGH_ROCM if choice.build.startswith("rocm") else ROUGH[choice.device]
    return download, disk, download / USUAL_BYTES_PER_S + disk / LINK_BYTES_PER_S + 40


class Figure(Surface):
    """One large number with its title and a note."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.number, self.note = (
            Label("–", size="title_px", bold=True, tabular=True),
            Label(kind="soft", size="note_px"),
        )
        self.number.setMinimumHeight(32)
        layout = column(Label(name, kind="soft", size="note_px"), self.number, self.note, gap=3)
        layout.setContentsMargins(18, 13, 18, 14)
        self.setLayout(layout)

    def put(self, number: str, note: str) -> None:
        """Show a number."""
        self.number.put(number)
        self.note.put(note)


class WelcomeStep(StepPage):
    """The first step. `next_step` goes on; `go_on` and `delete` handle an unfinished install."""

    def __init__(
        self,
        *,
        next_step: Callable[[], Any],
        go_on: Callable[[UnfinishedInstall], Any],
        delete: Callable[[UnfinishedInstall], Any],
        look_at_environments: Callable[[], Any],
        look: Callable[[], Any],
    ) -> None:
        super().__init__()
        self.look = look
        self.next_step, self.go_on, self.delete = next_step, go_on, delete
        self.look_at_environments = look_at_environments
        self.shown: object = None
        self.since = time.monotonic()
        self.waiting = Waiting("")
        self.waiting.hide()
        self.left = QVBoxLayout()
        self.left.setSpacing(10)
        self.time, self.download, self.disk = Figure(tr("Time")), Figure(tr("Download")), Figure(tr("On disk"))
        self.body.addWidget(self.waiting)
        self.body.addLayout(self.left)
        self.body.addLayout(row(self.time, self.download, self.disk, gap=12))
        self.body.addSpacing(2)
        self.body.addWidget(self._what_happens())
        self.note = Label(kind="soft", size="note_px", wrap=True)
        self.body.addWidget(self.note)
        self.body.addStretch(1)

    def _what_happens(self) -> QWidget:
        steps = (
            (tr("Look at this computer"),
             tr("Its graphics processor and driver, memory, disks, conda. Nothing is changed.")),
            (tr("Choose the PyTorch that really runs on it"),
             tr("Recommended, with the reason. You may choose another.")),
            (tr("Plan"), tr("Exact packages, sizes, time, and the same commands by hand, before anything is changed.")),
            (tr("Install"),
             tr("Made aside and moved into place when it works. Pause, cancel and continue at any time.")),
            (tr("Check by training"),
             tr("It trains on every device, then opens the trainer, Jupyter or VS Code for you.")),
        )  # fmt: skip
        card = Surface()
        layout = column(gap=0)
        for number, (title, note) in enumerate(steps, 1):
            circle = Circle(number, px=26)
            circle.show_state("open")
            said = column(Label(title, bold=True), Label(note, kind="soft", size="note_px", wrap=True), gap=2)
            line = row(circle, said, gap=14)
            line.setStretch(1, 1)
            line.setAlignment(circle, Qt.AlignmentFlag.AlignVCenter)
            line.setContentsMargins(0, 9, 0, 9)
            layout.addLayout(line)
        layout.setContentsMargins(18, 8, 18, 8)
        card.setLayout(layout)
        return card

    def title(self, course: Course) -> str:
        return tr("From nothing to training with PyTorch")

    def sentence(self, course: Course) -> str:
        return tr("A conda environment of your own, made step by step and without a terminal. You see every command.")

    def foot(self, course: Course) -> Foot:
        quiet = (Press(tr("Environments on this computer"), self.look_at_environments),)
        return Foot(primary=Press(tr("Look at this computer"), self.next_step), quiet=quiet)

    def show_course(self, course: Course) -> None:
        deleting = course.waits_for("discard")
        if deleting and self.waiting.isHidden():
            self.since = time.monotonic()
        self.waiting.setVisible(deleting)
        if self.shown == (course.machine, course.unfinished, course.problem):
            return
        self.shown = (course.machine, course.unfinished, course.problem)
        self._show_figures(course)
        again = Advice(tr("Look once more."), tr("Look again"), self.look, primary=True)
        problem = [Notice(read(course.problem), tone="bad", advice=(again,))] if course.problem is not None else []
        self.refill(self.left, [*problem, *(self._unfinished(found) for found in course.unfinished)])

    def draw(self) -> None:
        if not self.waiting.isHidden():
            sentence = tr("Deleting what is there; finished downloads stay …")
            self.waiting.show_wait(sentence, time.monotonic() - self.since)
        super().draw()

    def _show_figures(self, course: Course) -> None:
        choice = self._choice(course)
        if choice is None:
            self.time.put(tr("2–10 min"), tr("it depends on the graphics processor"))
            self.download.put("0.3–3 GB", tr("what is there already is not downloaded again"))
            self.disk.put("1.5–7 GB", tr("all of it in one folder"))
            self.note.put("")
            return
        download, disk, seconds = rough(choice)
        self.time.put(about(seconds), tr("at {speed} MB/s", speed=f"{USUAL_BYTES_PER_S / 1e6:.0f}"))
        self.download.put(tr("about {size}", size=size(int(download))), self._for(choice))
        self.disk.put(tr("about {size}", size=size(int(disk))), tr("all of it in one folder"))
        self.note.put(tr("Estimates for this computer; the plan has the exact numbers."))

    def _for(self, choice: Choice) -> str:
        return tr("for the processor") if choice.device == "cpu" else tr("for the graphics processor")

    def _choice(self, course: Course) -> Choice | None:
        if course.machine is None:
            return None
        try:
            return choose_build(course.machine)
        except RecipeError:
            return None

    def _unfinished(self, found: UnfinishedInstall) -> QWidget:
        if found.bytes_total > 0:
            amount = of_size(found.bytes_done, found.bytes_total)
            sentence = tr("{amount} is here already and will not be downloaded again.", amount=amount)
        else:
            sentence = tr("What is here already will not be downloaded again.")
        notice = Notice(sentence, tone="warn", title=tr("The install of {name} was not finished", name=found.name))
        notice.put_advice(
            (
                Advice(tr("Continue where it stopped."), tr("Continue"), lambda: self.go_on(found), primary=True),
                Advice(tr("Or delete what is there; finished downloads stay for the next time."), tr("Delete"),
                    lambda: self.delete(found)),
            )
        )  # fmt: skip
        return notice
