"""Plan: what will be downloaded and done, with numbers and commands; nothing is changed yet."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from core.env.plan.by_hand import ShellName
from core.env.problems import TAKE_PLACE
from core.messages.recipe import Plan, VolumeNeed
from core.sentence import Sentence
from gui.install.log_view import LogView
from gui.install.quantities import about, joined, size
from gui.install.surfaces import Advice, Notice, Surface
from gui.install.wizard import by_hand
from gui.install.wizard.course import Course, StageState
from gui.install.wizard.progress import Waiting
from gui.install.wizard.stages import StageList
from gui.install.wizard.step import Foot, Press, StepPage
from gui.kit.pieces import Label, column
from gui.kit.theme import Theme, font
from gui.kit.words import read, tr

ROW_PX, NARROW_PX = 28, 540
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def volume_text(need: VolumeNeed) -> str:
    """Return how much an install needs on one volume, and how much is free."""
    needs = tr(
        "{path}: {need} needed during the install, downloads included", path=need.path, need=size(need.need_bytes)
    )
    free = tr("free space unknown") if need.free_bytes < 0 else tr("{free} free", free=size(need.free_bytes))
    return joined(needs, free)


class Packages(Surface):
    """Every package of the plan with its exact version."""

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(tr("Packages of the plan"))
        self.table.setHorizontalHeaderLabels([tr("Package"), tr("Version"), tr("From"), tr("Size")])
        if (head := self.table.horizontalHeaderItem(3)) is not None:
            head.setTextAlignment(RIGHT)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the step itself scrolls
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in range(4):
            stretch = place == 0
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(place, mode)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = column(self.table)
        layout.setContentsMargins(8, 6, 8, 8)
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little room where a package comes from gives way to its name."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_PX
        self.table.setColumnHidden(2, narrow)
        for place, px in ((1, 90), (3, 76)) if narrow else ((1, 150), (2, 130), (3, 100)):
            self.table.setColumnWidth(place, px)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.table.setFont(font(theme, theme.note_px, tabular=True))
        self.table.horizontalHeader().setFont(font(theme, theme.note_px))

    def show_plan(self, plan: Plan) -> None:
        """List the packages of a plan, the largest first."""
        if plan is self.plan:
            return
        self.plan = plan
        rows = [(p.name, p.version, p.channel, p.size_bytes) for p in plan.packages]
        index = plan.recipe.choice.build if plan.recipe.choice.index_url else "PyPI"
        rows += [
            (w.name, w.version, index if w.name.startswith("torch") else "PyPI", w.size_bytes) for w in plan.wheels
        ]
        rows.sort(key=lambda row: -row[3])
        self.table.setRowCount(len(rows))
        for line, (name, version, where, size_bytes) in enumerate(rows):
            for place, text in enumerate((name, version, where, size(size_bytes) if size_bytes else "–")):
                item = QTableWidgetItem(text)
                if place == 3:
                    item.setTextAlignment(RIGHT)
                self.table.setItem(line, place, item)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + len(rows) * ROW_PX + 2 * self.table.frameWidth())


class PlanStep(StepPage):
    """The step "Plan". `install` begins, `again` makes the plan again, `back` returns to the choice, and `cancel` does
    that while the plan is being made."""

    def __init__(
        self,
        *,
        install: Callable[[], Any],
        again: Callable[[], Any],
        back: Callable[[], Any],
        cancel: Callable[[], Any],
        refoot: Callable[[], Any],
        copy: Callable[[str], Any],
        save: Callable[[ShellName], Any],
    ) -> None:
        super().__init__()
        self.install, self.again, self.back, self.refoot = install, again, back, refoot
        self.cancel, self.copy = cancel, copy
        self.shown: object = None
        self.waits: Sentence | None = None
        self.log = LogView(deque())
        self.log.hide()
        self.since = time.monotonic()
        self.waiting = Waiting("")
        self.notices = QVBoxLayout()
        self.notices.setSpacing(8)
        self.stages = StageList(copy=copy, save=save, bars=False)
        self.volumes = Label(kind="soft", size="note_px", wrap=True, tabular=True)
        self.packages = Packages()
        self.packages.hide()
        self.body.addWidget(self.waiting)
        self.body.addLayout(self.notices)
        self.body.addWidget(self.log)
        self.body.addWidget(self.stages)
        self.body.addWidget(self.volumes)
        self.body.addWidget(self.packages)
        self.body.addStretch(1)

    def title(self, course: Course) -> str:
        return tr("This is how it will be installed") if course.plan is not None else tr("Plan")

    def sentence(self, course: Course) -> str:
        plan = course.plan
        if plan is None:
            return tr("Nothing is changed. This only asks which packages fit together.")
        return tr(
            "Nothing has been changed yet. Download {download}, {disk} on disk once installed, {time}.",
            download=size(plan.download_bytes), disk=size(plan.disk_bytes), time=about(plan.seconds),
        )  # fmt: skip

    def foot(self, course: Course) -> Foot:
        back = Press(tr("Back"), self.back)
        plan = course.plan
        if course.waits_for("plan"):
            waits = Press(tr("Start the install"), self.install, tr("The plan is still being made"))
            return Foot(waits, Press(tr("Cancel"), self.cancel))
        if plan is None:
            return Foot(
                Press(tr("Start the install"), self.install, tr("There is no plan yet")), back, self._log(course)
            )
        why_not = "" if plan.fits else tr("There is not enough space on the disk")
        count = len(plan.packages) + len(plan.wheels)
        words = tr("Hide the packages") if not self.packages.isHidden() else tr("All {count} packages", count=count)
        return Foot(Press(tr("Start the install"), self.install, why_not), back, (Press(words, self._unfold),))

    def _log(self, course: Course) -> tuple[Press, ...]:
        """Return the buttons of a refused plan's log."""
        path = course.refused.log if course.refused is not None else ""
        if not path:
            return ()
        shown = not self.log.isHidden()
        copy = (Press(tr("Copy the log"), lambda: self.copy(self.log.toPlainText())),) if shown else ()
        return (Press(tr("Hide the log") if shown else tr("Show the log"), lambda: self._show_log(path)), *copy)

    def _show_log(self, path: str) -> None:
        shown = self.log.isHidden()
        if shown:
            self.log.show_file(path)
            self.log.draw()
            self.reveal(self.log)
        self.log.setVisible(shown)
        self.refoot()

    def _unfold(self) -> None:
        self.packages.setVisible(self.packages.isHidden())
        if not self.packages.isHidden():
            self.reveal(self.packages)
        self.refoot()

    def show_course(self, course: Course) -> None:
        planning = course.waits_for("plan")
        if planning and self.waiting.isHidden():
            self.since = time.monotonic()
        self.waiting.setVisible(planning)
        self.waits = course.waits
        if self.shown == (course.plan, course.problem, course.refused):
            return
        self.shown = (course.plan, course.problem, course.refused)
        self.log.hide()
        self.stages.setVisible(course.plan is not None)
        self.volumes.setVisible(course.plan is not None)
        self.refill(self.notices, self._notices(course))
        if course.plan is not None:
            plan = course.plan
            shell = by_hand.shell_of(course.machine)
            self.stages.show_plan(plan, [StageState(s.name) for s in plan.stages], name=plan.recipe.name, shell=shell)
            space = joined(*(volume_text(need) for need in plan.volumes))
            without = course.machine is not None and not course.machine.condas
            conda = tr("You need conda only to type the commands yourself.") if without else ""
            self.volumes.put("\n".join(part for part in (space, conda) if part))
            self.packages.show_plan(plan)
        else:
            self.packages.hide()

    def _notices(self, course: Course) -> list[QWidget]:
        advice = (
            Advice(tr("Ask once more."), tr("Try again"), self.again, primary=True),
            Advice(tr("Choose another version, fewer extras or another folder."), tr("Change the choice"), self.back),
        )
        made: list[Any] = []
        if course.problem is not None:
            helps = course.refused.advice if course.refused is not None else ()
            said = tuple(Advice(read(sentence)) for sentence in helps if sentence != TAKE_PLACE)
            made.append(Notice(read(course.problem), tone="bad", advice=(*said, *advice)))
        if course.plan is None:
            return made
        plan = course.plan
        made.append(Notice(read(plan.recipe.choice.why), tone="note"))
        for warning in plan.warnings:
            tone = "warn" if plan.fits or warning in plan.recipe.choice.warnings else "bad"
            fix = (advice[1], Advice(tr("Or free some space and plan again."), tr("Plan again"), self.again))
            made.append(Notice(read(warning), tone=tone, advice=fix if tone == "bad" else ()))  # type: ignore[arg-type]
        return made

    def draw(self) -> None:
        if not self.waiting.isHidden():
            seconds = time.monotonic() - self.since
            sentence = tr("Solving: asking conda-forge and PyTorch’s index for versions that fit together …")
            self.waiting.show_wait(f"{sentence}\n{read(self.waits)}" if self.waits else sentence, seconds)
        super().draw()
