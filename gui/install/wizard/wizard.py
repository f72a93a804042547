"""The wizard: six steps from nothing to an environment that has trained on this computer's device.

The page keeps one `Course` and shows it; every event goes through `course.heard`, and what follows from an event (a
worker that was ended is asked where things stand) is decided in `_follow`. Pausing is ending the worker: what it had
downloaded and made is on disk, and `Continue` takes it up again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from core.env.plan.by_hand import ShellName, script_bytes
from core.messages.install_commands import (
    Continue,
    Discard,
    FindUnfinished,
    Install,
    ListEnvs,
    Look,
    MakePlan,
    OpenEditor,
    StartJupyter,
)
from core.messages.install_events import InstallEvent, JupyterStarted, UnfinishedInstall, UnfinishedSeen
from core.messages.train_events import Failed
from core.sentence import Problem, say
from gui.install import doors
from gui.install.desktop import existing
from gui.install.wizard import course as steps
from gui.install.wizard.choose import ChooseStep
from gui.install.wizard.course import Asked, Course, StepName, Wanted
from gui.install.wizard.course_page import CoursePage
from gui.install.wizard.finished import DoneStep
from gui.install.wizard.machine_step import MachineStep
from gui.install.wizard.planned import PlanStep
from gui.install.wizard.running import InstallStep
from gui.install.wizard.step import StepPage
from gui.install.wizard.wanted import free_name, recipe_of
from gui.install.wizard.welcome import WelcomeStep
from gui.kit.dialog import ask_sure
from gui.kit.words import tr


class WizardPage(CoursePage):
    """What the person can do in the wizard, and what the worker is asked for it."""

    def makers(self) -> dict[StepName, Callable[[], StepPage]]:
        """What makes the body of every step."""
        walk = {name: partial(self.walk, name) for name in steps.STEPS}
        does: dict[str, Callable[[], Any]] = {
            "plan": self.plan_again, "choose": lambda: self.leave_install("choose"), "look": self.look_again,
            "folder": self.open_install_folder,
        }  # fmt: skip
        opened = {name: partial(self.open_door, name) for name in ("jupyter", "editor", "terminal")}
        environments = partial(self.go, "environments")
        return {
            "welcome": lambda: WelcomeStep(next_step=walk["machine"], go_on=self.take_up, delete=self.discard,
                                           look_at_environments=environments, look=self.look),
            "machine": lambda: MachineStep(look=self.look, next_step=walk["choose"], back=walk["welcome"]),
            "choose": lambda: ChooseStep(want=self.want, reset=self.as_recommended, plan=self.make_plan,
                                         back=walk["machine"], pick_folder=self.pick_folder),
            "plan": lambda: PlanStep(install=self.install, again=self.make_plan, back=walk["choose"],
                                     refoot=self.show_foot, copy=self.desktop.copy, save=self.save_script),
            "install": lambda: InstallStep(lines=self.lines, pause=self.pause, cancel=self.ask_cancel, go_on=self.go_on,
                                           to_trainer=partial(self.go, "train"), does=does, copy=self.desktop.copy,
                                           save=self.save_script, refoot=self.show_foot),
            "done": lambda: DoneStep(doors={"train": self.train, **opened}, another=self.another,
                                     environments=environments, notebooks=str(self.notebooks[0]),
                                     open_folder=self.desktop.open_folder, close=self.close_problem),
        }  # fmt: skip

    def follow(self, event: InstallEvent, what: Asked | None, before: Course) -> None:
        """What an event calls for."""
        course = self.course
        if isinstance(event, UnfinishedSeen) and course.work == "cancelling" and course.folder:
            self.ask(Discard(course.folder), "discard")
        elif isinstance(event, Failed) and before.work in ("running", "pausing", "cancelling"):
            self.to_ask_after = True
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
            self.install_page.log.clear()
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
        if course.busy or course.looks_for_rest:
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
        self.show_course(replace(self.course, work=work))  # first: then its end is no surprise
        self.stop()
        self.show_course(steps.without_worker(self.course))
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
        installed, done = self.course.installed, self.pages["done"]
        if installed is None or not isinstance(done, DoneStep):
            return
        done.show_last(door)
        try:
            command = doors.command(door, installed.env, folders=self.notebooks, device=installed.report.device,
                                    language=self.language)  # fmt: skip
        except Problem as problem:
            self.show_course(replace(self.course, problem=problem.sentence))
        else:
            if isinstance(command, StartJupyter | OpenEditor):
                done.show_folder(command.folder, self.course.machine)
            self.show_course(replace(self.course, problem=None))
            done.show_opening(door)
            self.ask(command, "door")

    def close_problem(self) -> None:
        """The sentence has been read."""
        self.show_course(replace(self.course, problem=None))

    def another(self) -> None:
        """Begin with another environment."""
        course = Course(machine=self.course.machine, envs=self.course.envs, unfinished=self.course.unfinished)
        self.show_course(course)
        self.walk("choose")
