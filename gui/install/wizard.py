"""The wizard: six steps from nothing to an environment that has trained on this computer's device.

The page keeps one `Course` and shows it; every event goes through `course.heard`, and what follows from an event (a
worker that was ended is asked where things stand) is decided in `_follow`. Pausing is ending the worker: what it had
downloaded and made is on disk, and `Continue` takes it up again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QWidget

from core.env.commands import ShellName, script_bytes
from core.env.notebook import Language
from core.install_messages import (
    Continue,
    Discard,
    FindUnfinished,
    Install,
    InstallEvent,
    JupyterStarted,
    ListEnvs,
    LogLine,
    Look,
    MakePlan,
    UnfinishedInstall,
    UnfinishedSeen,
)
from core.messages import Failed
from core.say import Problem, say
from gui.dialog import ask_sure
from gui.install import course as steps
from gui.install import doors
from gui.install.choose import ChooseStep, recipe_of
from gui.install.course import Asked, Course, StepName, Wanted
from gui.install.desktop import Desktop, existing
from gui.install.finished import DoneStep
from gui.install.found import MachineStep
from gui.install.planned import PlanStep
from gui.install.rail import Rail, step_title
from gui.install.running import LOG_LINES, InstallStep
from gui.install.step import FootRow, StepPage, scrolled
from gui.install.welcome import WelcomeStep
from gui.pieces import Label, column, dress, row
from gui.theme import Theme
from gui.words import tr

NARROW_BELOW_PX = 860
WIDEST_PX = 1360


class WizardPage(QWidget):
    """`send` gives a command to the install worker (starting it if need be) and returns its number; `stop` ends it.

    `course` and `lines` are those of a page that was thrown away, to go on where it was.
    """

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
        course: Course | None = None,
        lines: deque[str] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Install"))
        self.theme, self.send, self.stop, self.go, self.train_in = theme, send, stop, go, train_in
        self.notebooks, self.language, self.desktop = notebooks, language, desktop or Desktop()
        self.course = course or Course()
        self.lines: deque[str] = lines if lines is not None else deque(maxlen=LOG_LINES)
        self.started = course is not None
        self.shown_step: StepName | None = None
        self.rail = Rail(self.walk)
        self.title, self.sentence = Label(size="title_px", bold=True, wrap=True), Label(kind="soft", wrap=True)
        self.pages: dict[StepName, StepPage] = self._pages()
        self.stack = QStackedWidget()
        self.scrolls = {name: scrolled(page) for name, page in self.pages.items()}
        for scroll in self.scrolls.values():
            self.stack.addWidget(scroll)
        self.foot = FootRow()
        right = column(self.title, self.sentence, 16, self.stack, 12, self.foot, gap=4)
        right.setStretch(3, 1)
        right.setContentsMargins(18, 26, 34, 20)
        content = QWidget()
        content.setLayout(right)
        content.setMaximumWidth(WIDEST_PX)
        outer = row(self.rail, content, 0, None, gap=0)
        outer.setStretch(1, 1000)
        self.setLayout(outer)
        dress(self, theme)
        self.show_course(self.course)

    def _pages(self) -> dict[StepName, StepPage]:
        does: dict[str, Callable[[], Any]] = {
            "plan": self.plan_again, "choose": lambda: self.leave_install("choose"), "look": self.look_again,
            "folder": self.open_install_folder,
        }  # fmt: skip
        opened = {name: lambda name=name: self.open_door(name) for name in ("jupyter", "editor", "terminal")}
        environments = lambda: self.go("environments")  # noqa: E731
        return {
            "welcome": WelcomeStep(next_step=lambda: self.walk("machine"), go_on=self.take_up, delete=self.discard,
                                   look_at_environments=environments),
            "machine": MachineStep(look=self.look, next_step=lambda: self.walk("choose"),
                                   back=lambda: self.walk("welcome")),
            "choose": ChooseStep(want=self.want, reset=self.as_recommended, plan=self.make_plan, back=lambda: self.walk("machine"),
                                 pick_folder=self.pick_folder),
            "plan": PlanStep(install=self.install, again=self.make_plan, back=lambda: self.walk("choose"),
                             refoot=self.show_foot, copy=self.desktop.copy, save=self.save_script),
            "install": InstallStep(lines=self.lines, pause=self.pause, cancel=self.ask_cancel, go_on=self.go_on,
                                   to_trainer=lambda: self.go("train"), does=does, copy=self.desktop.copy,
                                   save=self.save_script, refoot=self.show_foot),
            "done": DoneStep(doors={"train": self.train, **opened}, another=self.another, environments=environments,
                             notebooks=str(self.notebooks)),
        }  # fmt: skip

    # ------------------------------------------------------------------------------------------------ what is shown
    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def show_event(self, event: InstallEvent, answers: int | None = None) -> None:
        """Show what the install worker says; the window hands every one of its events to this."""
        if isinstance(event, LogLine):
            self._install_page.log.add(event.text)
            return
        before, what = self.course, self.course.what(answers)
        self.show_course(steps.heard(before, event, answers))
        self._follow(event, what, before)

    def show_worker_ended(self) -> None:
        """The worker was ended, by whichever page; an install of ours that ran is asked after."""
        running = self.course.work == "running"
        self.show_course(steps.without_worker(self.course))
        if running:
            self.show_course(replace(self.course, work="pausing"))
            self.ask(FindUnfinished(), "unfinished")

    def show_course(self, course: Course) -> None:
        """Show another course; only what differs is drawn again."""
        before, self.course = self.course, course
        page = self.pages[course.step]
        page.show_course(course)
        self.title.put(page.title(course))
        self.sentence.put(page.sentence(course))
        self.sentence.setVisible(bool(self.sentence.text()))
        self.rail.show_course(course)
        self.show_foot()
        if course.step != self.shown_step:
            self._open_step(course.step)
        elif before.stages != course.stages:
            self._announce_stages(before, course)

    def show_foot(self) -> None:
        """Show the buttons that belong to the step as it is now."""
        self.foot.show_foot(self.pages[self.course.step].foot(self.course))
        if self.hasFocus() and self.foot.primary.isEnabled() and self.course.step != "install":
            self.foot.primary.setFocus(Qt.FocusReason.OtherFocusReason)  # it could not have it when the step opened

    def draw(self) -> None:
        """One frame of the page that is open."""
        if self.isVisible():
            self.pages[self.course.step].draw()

    def _open_step(self, step: StepName) -> None:
        self.shown_step = step
        self.stack.setCurrentWidget(self.scrolls[step])
        self.scrolls[step].verticalScrollBar().setValue(0)
        if self.isVisible():
            # Not on "Pause": who presses Return twice does not want that.
            target: QWidget = self.foot.quiet[0] if step == "install" else self.foot.primary
            (target if target.isEnabled() else self).setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(f"{step_title(step)}. {self.title.text()}. {self.sentence.text()}")

    def _announce_stages(self, before: Course, after: Course) -> None:
        old = {stage.name: stage.state for stage in before.stages}
        for stage, line in zip(after.stages, self._install_page.stages.rows, strict=False):
            if old.get(stage.name) not in (None, stage.state):
                self._say(line.accessibleName())

    def _say(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @property
    def _install_page(self) -> InstallStep:
        page = self.pages["install"]
        assert isinstance(page, InstallStep)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.started:
            self.started = True
            self.ask(FindUnfinished(), "unfinished")
            self.look()
            self.ask(ListEnvs(), "list")
        self.foot.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.show_narrow(self.width() < NARROW_BELOW_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton) and self.isAncestorOf(focus):
                focus.click()
            elif self.course.work != "running":  # a stray Return must not pause an install
                self.foot.primary.click()
        elif event.key() == Qt.Key.Key_Escape and self.course.step in ("machine", "choose", "plan"):
            self.foot.second.click()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------ what is asked
    def ask(self, command: object, what: Asked) -> None:
        """Send a command and remember what its answer will be about."""
        self.show_course(steps.asked(self.course, self.send(command), what))

    def _follow(self, event: InstallEvent, what: Asked | None, before: Course) -> None:
        """What an event calls for."""
        course = self.course
        if isinstance(event, UnfinishedSeen) and course.work == "cancelling" and course.folder:
            self.ask(Discard(course.folder), "discard")
        elif isinstance(event, Failed) and before.work in ("running", "pausing", "cancelling"):
            self.ask(FindUnfinished(), "unfinished")
        elif isinstance(event, JupyterStarted) and what == "door":
            self.desktop.open_url(event.url)
        elif course.work == "done" and before.work != "done":
            self.ask(ListEnvs(), "list")

    def look(self) -> None:
        """Find out about the computer, again if need be."""
        self.show_course(replace(self.course, problem=None))
        self.ask(Look(), "look")

    def look_again(self) -> None:
        self.leave_install("machine")
        self.look()

    def walk(self, step: StepName) -> None:
        """Go to another step."""
        course = steps.gone_to(self.course, step)
        if step == "machine" and course.machine is None and not course.waits_for("look"):
            self.show_course(course)
            self.look()
            return
        if step == "choose" and course.wanted == Wanted():
            course = replace(course, wanted=replace(course.wanted, name=free_name(course)))
        self.show_course(course)

    def want(self, wanted: Wanted) -> None:
        """The person wants something else; a plan that was made for the old wish is none any more."""
        self.show_course(replace(self.course, wanted=wanted, plan=None, problem=None))

    def as_recommended(self) -> None:
        """Everything on the page "Choose" as it was at first."""
        self.want(replace(Wanted(), name=free_name(self.course)))

    def pick_folder(self) -> None:
        machine = self.course.machine
        start = self.course.wanted.folder or (machine.envs_folder if machine else "")
        chosen = self.desktop.pick_folder(self, tr("Where the environment goes"), existing(start))
        if chosen:
            self.want(replace(self.course.wanted, folder=chosen))

    def make_plan(self) -> None:
        """Ask for the plan of what is wanted."""
        recipe = recipe_of(self.course)
        if recipe is not None:
            self.show_course(steps.gone_to(replace(self.course, plan=None), "plan"))
            self.ask(MakePlan(recipe), "plan")

    def plan_again(self) -> None:
        """The plan of an install that stopped is made anew; what is left of it goes."""
        self.leave_install("choose")
        self.make_plan()

    def install(self) -> None:
        """Begin."""
        plan = self.course.plan
        if plan is not None and plan.fits and not self.course.busy:
            self.lines.clear()
            self._install_page.log.clear()
            self.show_course(steps.begun(self.course, plan))
            self.ask(Install(plan), "install")

    def take_up(self, found: UnfinishedInstall) -> None:
        """Go on with an install that an earlier session has left."""
        self.show_course(steps.continued(steps.found_again(self.course, found), found.folder))
        self.ask(Continue(found.folder), "install")

    def discard(self, found: UnfinishedInstall) -> None:
        """Delete what an earlier session has left."""
        self.ask(Discard(found.folder), "discard")

    def pause(self) -> None:
        """End the worker where it is, and ask a new one what there is to continue."""
        if self.course.work == "running":
            self._end_worker("pausing")

    def go_on(self) -> None:
        """Continue what was paused or has stopped; begin again where nothing is left of it."""
        course = self.course
        if course.busy:
            return
        if course.folder:
            self.show_course(steps.continued(course, course.folder))
            self.ask(Continue(course.folder), "install")
        elif course.plan is not None:
            self.install()

    def ask_cancel(self) -> None:
        """Ask before a half-made environment is deleted."""
        sentence = tr("The half-made environment is deleted. What has been downloaded stays for the next time.")
        ask_sure(self, self.theme, title=tr("Cancel the install?"), sentence=sentence, do=tr("Cancel the install"),
                 act=self.cancel)  # fmt: skip

    def cancel(self) -> None:
        """End the worker if it is at it, and delete what is there."""
        course = self.course
        if course.work == "running":
            self._end_worker("cancelling")
        elif course.folder:
            self.show_course(replace(course, work="cancelling"))
            self.ask(Discard(course.folder), "discard")
        else:
            self.leave_install("plan" if course.plan is not None else "choose")

    def _end_worker(self, work: steps.Work) -> None:
        self.stop()
        self.show_course(replace(steps.without_worker(self.course), work=work))
        self.ask(FindUnfinished(), "unfinished")

    def leave_install(self, step: StepName) -> None:
        """Leave an install that stands still; what is left of it is offered on the first page."""
        course = self.course
        if course.busy:
            return
        self.show_course(steps.gone_to(replace(course, work="none", stopped=None, stages=(), progress=None), step))

    def open_install_folder(self) -> None:
        machine = self.course.machine
        self.desktop.open_folder(existing(self.course.prefix or (machine.envs_folder if machine else "")))

    def save_script(self, shell: ShellName) -> None:
        """Save the commands of the plan as a script."""
        plan = self.course.plan
        if plan is None:
            return
        suggested = str(Path.home() / f"{plan.recipe.name}.{'sh' if shell == 'bash' else 'ps1'}")
        path = self.desktop.save_as(self, tr("Save as script"), suggested)
        if path:
            try:
                Path(path).write_bytes(script_bytes(plan, shell))
            except OSError as error:
                problem = say("The script could not be saved to {path}: {why}", path=path, why=str(error))
                self.show_course(replace(self.course, problem=problem))

    # ------------------------------------------------------------------------------------------------- the four doors
    def train(self) -> None:
        """Train in the new environment."""
        if self.course.installed is not None:
            self.train_in(self.course.installed.env.executable)

    def open_door(self, door: str) -> None:
        """Open Jupyter, VS Code or a terminal with the new environment."""
        installed = self.course.installed
        if installed is None:
            return
        try:
            command = doors.command(door, installed.env, folder=self.notebooks, device=installed.report.device,
                                    language=self.language)  # fmt: skip
        except Problem as problem:
            self.show_course(replace(self.course, problem=problem.sentence))
        else:
            self.show_course(replace(self.course, problem=None))
            self.ask(command, "door")

    def another(self) -> None:
        """Begin with another environment."""
        course = Course(machine=self.course.machine, envs=self.course.envs, unfinished=self.course.unfinished)
        self.show_course(course)
        self.walk("choose")


def free_name(course: Course) -> str:
    """The usual name, with a number where an environment has it already."""
    taken = {name.lower() for name in course.taken}
    usual = Wanted().name
    names = (usual, *(f"{usual}_{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)
