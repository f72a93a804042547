"""The wizard: six steps from nothing to an environment that has trained on this computer's device.

A click goes down once: compute the next `Course`, send the command, show the course (`CoursePage.ask`). An event comes
back through `course.with_event`; `follow` decides what to do next. A pause ends the worker: its downloads and files
stay on disk, and `Continue` uses them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from core.env.plan.by_hand import ShellName, script_bytes
from core.files import write
from core.messages.install_commands import (
    Continue,
    Discard,
    FindUnfinished,
    Install,
    ListEnvs,
    Look,
    MakePlan,
    OpenTerminal,
    WriteNotebook,
)
from core.messages.install_events import (
    InstallEvent,
    JupyterStarted,
    NotebookWritten,
    UnfinishedInstall,
    UnfinishedSeen,
)
from core.messages.train_events import Failed
from core.sentence import say
from gui.install import doors
from gui.install.desktop import existing
from gui.install.doors import Door, NotebookDoor
from gui.install.wizard import course as steps
from gui.install.wizard.choose import ChooseStep
from gui.install.wizard.course import Asked, Course, StepName, Wanted
from gui.install.wizard.course_page import CoursePage
from gui.install.wizard.finished import DoneStep
from gui.install.wizard.machine_step import MachineStep
from gui.install.wizard.planned import PlanStep
from gui.install.wizard.running import InstallButtons, InstallStep
from gui.install.wizard.step import StepPage
from gui.install.wizard.wanted import free_name, recipe_of
from gui.install.wizard.welcome import WelcomeStep
from gui.kit.dialog import ask_sure
from gui.kit.words import tr


class WizardPage(CoursePage):
    """What each button of the wizard does, and the command it sends."""

    def step_makers(self) -> dict[StepName, Callable[[], StepPage]]:
        """Return what makes the body of each step, in order."""
        walk = {name: partial(self.walk, name) for name in steps.STEPS}
        does: dict[str, Callable[[], Any]] = {
            "plan": self.plan_again, "choose": lambda: self.leave_install("choose"), "look": self.look_again,
            "folder": self.open_install_folder,
        }  # fmt: skip
        opened: dict[str, Callable[[], Any]] = {name: partial(self.open_door, name) for name in doors.DOORS}
        environments = partial(self.setting.go, "environments")
        return {
            "welcome": lambda: WelcomeStep(next_step=walk["machine"], go_on=self.take_up, delete=self.discard,
                                           look_at_environments=environments, look=self.look),
            "machine": lambda: MachineStep(look=self.look, next_step=walk["choose"], back=walk["welcome"]),
            "choose": lambda: ChooseStep(want=self.want, reset=self.as_recommended, plan=self.make_plan,
                                         back=walk["machine"], pick_folder=self.pick_folder),
            "plan": lambda: PlanStep(install=self.install, again=self.make_plan, back=walk["choose"],
                                     cancel=self.cancel_plan, refoot=self.show_foot, copy=self.desktop.copy,
                                     save=self.save_script),
            "install": lambda: InstallStep(
                InstallButtons(pause=self.pause, cancel=self.ask_cancel, go_on=self.go_on, does=does,
                               to_trainer=partial(self.setting.go, "train"), copy=self.desktop.copy,
                               save=self.save_script, refoot=self.show_foot),
                lines=self.lines),
            "done": lambda: DoneStep(doors={"train": self.train, **opened}, another=self.another,
                                     environments=environments, notebooks=str(self.setting.notebooks[0]),
                                     open_folder=self.desktop.open_folder, close=self.close_problem),
        }  # fmt: skip

    def follow(self, event: InstallEvent, what: Asked | None, before: Course) -> None:
        """Do what an event calls for."""
        course = self.course
        if isinstance(event, UnfinishedSeen) and course.work == "cancelling" and course.folder:
            self.ask(Discard(course.folder), "discard")
        elif isinstance(event, Failed) and before.work in ("running", "pausing", "cancelling"):
            self.to_ask_after = True
        elif isinstance(event, NotebookWritten) and what in ("jupyter", "editor"):
            self.open_with(event, what)
        elif isinstance(event, JupyterStarted) and what == "door":
            self.desktop.open_private(event.url, self.setting.notebooks)
        elif course.work == "done" and before.work != "done":
            self.ask(ListEnvs(), "list")

    def look(self) -> None:
        """Examine the computer, or examine it again."""
        self.ask(Look(), "look", replace(self.course, problem=None))

    def look_again(self) -> None:
        """Leave the install and examine the computer again."""
        self.leave_install("machine")
        self.look()

    def walk(self, step: StepName) -> None:
        """Go to another step."""
        course = steps.at_step(self.course, step)
        if step == "machine" and course.machine is None and not course.waits_for("look"):
            self.ask(Look(), "look", course)
            return
        if step == "choose" and course.wanted == Wanted():
            course = replace(course, wanted=replace(course.wanted, name=free_name(course)))
        self.show_course(course)

    def want(self, wanted: Wanted) -> None:
        """Take another wish; the plan of the old one is dropped."""
        self.show_course(replace(self.course, wanted=wanted, plan=None, problem=None))

    def as_recommended(self) -> None:
        """Reset the step "Choose" to the recommendation."""
        self.want(replace(Wanted(), name=free_name(self.course)))

    def pick_folder(self) -> None:
        """Ask for the folder of the new environment."""
        machine = self.course.machine
        start = self.course.wanted.folder or (machine.envs_folder if machine else "")
        chosen = self.desktop.pick_folder(self, tr("Where the environment goes"), existing(start))
        if chosen:
            self.want(replace(self.course.wanted, folder=chosen))

    def make_plan(self) -> None:
        """Ask for the plan of what the person wants."""
        recipe = recipe_of(self.course)
        if recipe is not None:
            self.ask(MakePlan(recipe), "plan", steps.at_step(replace(self.course, plan=None), "plan"))

    def cancel_plan(self) -> None:
        """Go back to the choice. The worker ends with all it has asked, unless it has something to do for another page:
        then the plan comes when it may, and is shown nowhere."""
        self.show_course(steps.at_step(steps.without_asked(self.course, "plan"), "choose"))
        if not self.setting.others():
            self.setting.stop()

    def plan_again(self) -> None:
        """Make a new plan for an install that has stopped."""
        self.leave_install("choose")
        self.make_plan()

    def install(self) -> None:
        """Begin the install of the plan."""
        plan = self.course.plan
        if plan is not None and plan.fits and not self.course.busy:
            self.ask(Install(plan), "install", steps.install_begun(self.course, plan))
            self.install_page.log.empty()

    def take_up(self, found: UnfinishedInstall) -> None:
        """Continue an install that an earlier start of the app has left."""
        course = steps.install_continued(steps.install_found(self.course, found), found.folder)
        self.ask(Continue(found.folder), "install", course)

    def discard(self, found: UnfinishedInstall) -> None:
        """Delete what an earlier start of the app has left."""
        self.ask(Discard(found.folder), "discard")

    def pause(self) -> None:
        """End the worker, and ask a new one what can be continued."""
        if self.course.work == "running":
            self._end_worker("pausing")

    def go_on(self) -> None:
        """Continue what was paused or has stopped; begin again if nothing of it is left."""
        course = self.course
        if course.busy or course.looks_for_rest:
            return
        if course.folder:
            self.ask(Continue(course.folder), "install", steps.install_continued(course, course.folder))
        elif course.plan is not None:
            self.install()

    def ask_cancel(self) -> None:
        """Ask before the unfinished environment is deleted."""
        sentence = tr("The unfinished environment is deleted. Downloads are kept for the next time.")
        ask_sure(self, self.theme, title=tr("Cancel the install?"), sentence=sentence, do=tr("Cancel the install"),
                 act=self.cancel)  # fmt: skip

    def cancel(self) -> None:
        """End the worker if it runs, and delete what it has made."""
        course = self.course
        if course.work == "running":
            self._end_worker("cancelling")
        elif course.folder:
            self.ask(Discard(course.folder), "discard", replace(course, work="cancelling"))
        else:
            self.leave_install("plan" if course.plan is not None else "choose")

    def _end_worker(self, work: steps.Work) -> None:
        self.show_course(replace(self.course, work=work))  # first, because `stop` tells the page that the worker ended
        self.setting.stop()
        self.ask(FindUnfinished(), "unfinished", steps.without_worker(self.course))

    def leave_install(self, step: StepName) -> None:
        """Leave an install that stands still; the first step offers to continue it."""
        course = self.course
        if course.busy:
            return
        self.show_course(steps.at_step(replace(course, work="none", stopped=None, stages=(), progress=None), step))

    def open_install_folder(self) -> None:
        """Show the folder of the install in the file browser."""
        machine = self.course.machine
        self.desktop.open_folder(existing(self.course.prefix or (machine.envs_folder if machine else "")))

    def save_script(self, shell: ShellName) -> None:
        """Ask for a file and save the plan's commands in it."""
        plan = self.course.plan
        if plan is None:
            return
        suggested = str(Path.home() / f"{plan.recipe.name}.{'sh' if shell == 'bash' else 'ps1'}")
        path = self.desktop.save_as(self, tr("Save as script"), suggested)
        if path:
            try:
                write(Path(path), script_bytes(plan, shell, says=tr("Device in use:")))
            except OSError:
                problem = say(
                    "The script could not be saved to {path}. Choose a folder you may write to, on a disk with some "
                    "space.",
                    path=path,
                )
                self.show_course(replace(self.course, problem=problem))

    # ------------------------------------------------------------------------------------------------- the four doors
    def train(self) -> None:
        """Train in the new environment."""
        if self.course.installed is not None:
            self.setting.train_in(self.course.installed.env.executable)

    def open_door(self, door: Door) -> None:
        """Open Jupyter, VS Code or a terminal with the new environment."""
        installed, done = self.course.installed, self.pages["done"]
        if installed is None or not isinstance(done, DoneStep):
            return
        done.show_last(door)
        done.show_opening(door)
        course, prefix = replace(self.course, problem=None), installed.env.prefix
        if door == "terminal":
            self.ask(OpenTerminal(prefix), "door", course)
        else:
            folders = tuple(map(str, self.setting.notebooks))
            device, language = installed.report.device, self.setting.language
            self.ask(WriteNotebook(prefix, folders, device, language), door, course)

    def open_with(self, written: NotebookWritten, door: NotebookDoor) -> None:
        """Open Jupyter or VS Code with the first notebook, which is there now."""
        done = self.pages["done"]
        if isinstance(done, DoneStep):
            done.show_folder(str(Path(written.path).parent), self.course.machine)
            done.show_opening(door)
            self.ask(doors.command(door, written), "door", self.course)

    def close_problem(self) -> None:
        """Take the problem's sentence away."""
        self.show_course(replace(self.course, problem=None))

    def another(self) -> None:
        """Begin another environment."""
        course = Course(machine=self.course.machine, envs=self.course.envs, unfinished=self.course.unfinished)
        self.show_course(course)
        self.walk("choose")
