"""The stages of an install on the left, their commands on the right: for the plan and for the running install."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from core.env.plan.by_hand import ShellName
from core.messages.install_events import Progress
from core.messages.recipe import Plan, Stage, StageName
from gui.install.quantities import doing, joined, of_size, share, size
from gui.install.surfaces import Circle, Surface
from gui.install.wizard.by_hand import in_the_windows_words
from gui.install.wizard.code import CodeCard
from gui.install.wizard.course import StageState
from gui.install.wizard.progress import Track
from gui.kit.folding import as_made_px, fold
from gui.kit.pieces import Button, Elided, Label, apply_theme, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr

BESIDE_PX = 720
"""Narrower than this, the commands of a stage stand below it."""
SHELLS: tuple[ShellName, ...] = ("bash", "powershell")
SHELL_NAMES = {"bash": "bash", "powershell": "PowerShell"}


def usual_title(stage: StageName, name: str) -> str:
    """Return a stage's title where no plan has one."""
    return {
        "environment": tr("Environment {name}", name=name), "torch": "PyTorch", "extras": tr("Jupyter and extras"),
        "kernel": tr("Kernel for Jupyter and VS Code"), "check": tr("Check the device"),
    }[stage]  # fmt: skip


def commands(stage: Stage, shell: ShellName) -> tuple[str, ...]:
    """Return a stage's commands in one shell."""
    return tuple(map(in_the_windows_words, stage.bash if shell == "bash" else stage.powershell))


def weight(plan: Plan, stage: Stage) -> str:
    """Return where a stage's packages come from, how many there are, and the download size."""
    choice = plan.recipe.choice
    where = {"environment": ", ".join(plan.channels), "torch": choice.build, "extras": "PyPI"}.get(stage.name, "")
    if stage.name == "check":
        return joined(*dict.fromkeys((choice.device, "cpu")))
    if not stage.packages:
        return where
    files = tr("{count} packages", count=stage.packages)
    return joined(where, files, size(stage.download_bytes) if stage.download_bytes else tr("all here already"))


class StageRow(Surface):
    """One stage: number or sign, title, numbers and, while it runs, its bar."""

    def __init__(self, number: int, stage: Stage | None, now: StageState, title: str, note: str, *, bar: bool) -> None:
        super().__init__()
        self.stage, self.usual_note = stage, note
        self.shown: StageState | None = None
        self.circle = Circle(number)
        self.circle.show_state("open")
        self.title = Elided(title, bold=True)
        self.note = Elided(note, kind="soft", size="note_px", tabular=True)
        self.wait = Label(kind="narrowed", size="note_px", wrap=True)
        self.wait.hide()
        self.track = Track(title)
        self.track.setVisible(bar)
        inside = column(None, column(self.title, self.note, self.wait, gap=1), self.track, None, gap=7)
        line = row(self.circle, inside, gap=12)
        line.setStretch(1, 1)
        line.setContentsMargins(14, 11, 14, 12)
        self.setLayout(line)
        self.show_now(now)

    def show_now(self, now: StageState) -> None:
        """Show how the stage stands."""
        if now == self.shown:
            return
        self.shown = now
        state = "open" if now.state == "waiting" else now.state
        self.circle.show_state(state)
        stands = now.state == "waiting" and now.progress is not None
        self.track.put(share(now.progress) if now.progress else 0.0, "paused" if stands else now.state)
        self.note.put(self._note(now))
        self.note.setVisible(bool(self.note.text()))
        waits_for = now.note if now.progress is None or now.progress.note is None else now.progress.note
        self.wait.put(read(waits_for) if waits_for is not None and now.state in ("running", "failed") else "")
        self.wait.setVisible(bool(self.wait.text()))
        words = {"waiting": tr("waiting"), "running": tr("running"), "done": tr("done"), "failed": tr("did not work")}
        self.setAccessibleName(joined(self.title.text(), words[now.state], self.note.text()))

    def _note(self, now: StageState) -> str:
        if now.state == "running" and now.progress is not None:
            return doing(now.progress)
        if now.state == "done" and not self.usual_note:
            return tr("done")
        return self.usual_note


class StageList(QWidget):
    """All stages beside their commands."""

    folds_itself = True

    def __init__(self, *, copy: Callable[[str], Any], save: Callable[[ShellName], Any], bars: bool) -> None:
        super().__init__()
        self.copy_text, self.save, self.bars = copy, save, bars
        self.shell: ShellName = "bash"
        self.plan: Plan | None = None
        self.names: tuple[StageName, ...] = ()
        self.rows: list[StageRow] = []
        self.cards: list[CodeCard] = []
        self.theme: Theme | None = None
        self.shells = {name: Button(SHELL_NAMES[name], partial(self.show_shell, name), kind="quiet") for name in SHELLS}
        self.by_hand = Label(tr("The same by hand"), kind="soft", bold=True)
        self.copy_button = Button(tr("Copy"), self.copy_all, kind="quiet")
        self.save_button = Button(tr("Save as script"), lambda: self.save(self.shell), kind="quiet")
        head = row(self.by_hand, 6, *self.shells.values(), None, self.copy_button, self.save_button, gap=4)
        self.head = QWidget()
        self.head.setLayout(head)
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(10)
        self.grid.setColumnStretch(0, 5)
        self.grid.setColumnStretch(1, 4)
        self.setLayout(self.grid)
        self.narrow = self.head_wide = False
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, beside = self.width() < BESIDE_PX, 4 * (self.width() - self.grid.horizontalSpacing()) // 9
        wide = not narrow and as_made_px(self.head) > beside
        if (narrow, wide) != (self.narrow, self.head_wide):
            self.narrow, self.head_wide = narrow, wide
            self._place()
        fold(self.head, self.width() if narrow or wide else beside)

    def _place(self) -> None:
        """Put each stage beside its commands, in a narrow window above them. Their heading takes the whole width where
        it has no room above the commands."""
        if self.head_wide:
            self.grid.addWidget(self.head, 0, 0, 1, 2)
        else:
            self.grid.addWidget(self.head, 0, 0 if self.narrow else 1)
        self.grid.setColumnStretch(1, 0 if self.narrow else 4)
        self.grid.setHorizontalSpacing(0 if self.narrow else 16)
        for number, made in enumerate(self.rows, 1):
            line = 2 * number
            self.grid.addWidget(made, line, 0, 1, 1 if self.plan or self.narrow else 2)
            if number <= len(self.cards):
                self.grid.addWidget(self.cards[number - 1], line + int(self.narrow), 0 if self.narrow else 1)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._mark_shell()

    def show_plan(self, plan: Plan | None, stages: Sequence[StageState], *, name: str, shell: ShellName) -> None:
        """Show the stages of a plan; None: an install continues and its plan is unknown."""
        names = tuple(stage.name for stage in stages)
        if plan is not self.plan or names != self.names or len(self.rows) != len(stages):
            self.plan, self.names, self.shell = plan, names, shell
            self._build(stages, name)
        for made, now in zip(self.rows, stages, strict=True):
            made.show_now(now)
        for card, now in zip(self.cards, stages, strict=False):
            card.show_running(now.state == "running")

    def _build(self, stages: Sequence[StageState], name: str) -> None:
        for widget in (*self.rows, *self.cards):
            self.grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        by_name = {stage.name: stage for stage in self.plan.stages} if self.plan else {}
        self.rows, self.cards = [], []
        self.head.setVisible(self.plan is not None)
        for number, now in enumerate(stages, 1):
            stage = by_name.get(now.name)
            title = read(stage.title) if stage else usual_title(now.name, name)
            note = weight(self.plan, stage) if self.plan and stage else ""
            made = StageRow(number, stage, now, title, note, bar=self.bars)
            self.rows.append(made)
            if self.plan:
                card = CodeCard(commands(stage, self.shell) if stage else (), shell=self.shell)
                self.cards.append(card)
        self._place()
        if self.theme is not None:
            apply_theme(self, self.theme)

    def show_shell(self, shell: ShellName) -> None:
        """Show the commands for another shell."""
        self.shell = shell
        by_name = {stage.name: stage for stage in self.plan.stages} if self.plan else {}
        for name, card in zip(self.names, self.cards, strict=False):
            if name in by_name:
                card.code.show_commands(commands(by_name[name], shell), shell)
        self._mark_shell()

    def _mark_shell(self) -> None:
        for name, button in self.shells.items():
            button.bold = name == self.shell
            button.setAccessibleDescription(tr("shown now") if name == self.shell else "")
            if self.theme is not None:
                button.set_theme(self.theme)

    def copy_all(self) -> None:
        """Copy every command to the clipboard."""
        if self.plan is not None:
            lines = [line for stage in self.plan.stages for line in commands(stage, self.shell)]
            self.copy_text("\n".join(lines) + "\n")

    def draw(self) -> None:
        """Draw one frame."""
        for made in self.rows:
            made.track.draw()


class Overall(QWidget):
    """Progress of the whole install: percent, bytes, remaining time."""

    def __init__(self) -> None:
        super().__init__()
        self.percent = Label("0%", bold=True, tabular=True)
        self.left = Label(kind="soft", size="note_px", tabular=True)
        self.track = Track(tr("The whole install"), px=10)
        self.setLayout(column(row(self.percent, None, self.left), self.track, gap=6))

    def show_progress(self, progress: Progress | None, state: str, words: str, remaining: str) -> None:
        """Show the progress; `words` replace the remaining time while nothing moves."""
        overall = 1.0 if state == "done" else progress.overall if progress else 0.0
        self.percent.put(joined(f"{overall:.0%}", words))
        amount = ""
        if progress and progress.overall_bytes_total > 0:
            amount = of_size(progress.overall_bytes_done, progress.overall_bytes_total)
        self.left.put(joined(amount, remaining))
        self.track.put(overall, state)

    def draw(self) -> None:
        """Draw one frame."""
        self.track.draw()
