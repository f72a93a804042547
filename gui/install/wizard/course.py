"""How far the wizard is: one frozen `Course`, and what every event makes of it.

Nothing here knows Qt: the page shows a Course and asks for the next one, so each way through an install (a failure in
any stage, a pause, a worker that dies, another language half-way) can be tested without a window, and a page that is
made anew goes on where the old one was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from core.env.problems import AGAIN, SEE_LOG
from core.messages.computer import Machine
from core.messages.install_events import (
    Discarded,
    EnvsSeen,
    Installed,
    InstallEvent,
    MachineSeen,
    Planned,
    Progress,
    StageChanged,
    Stopped,
    UnfinishedInstall,
    UnfinishedSeen,
)
from core.messages.install_reports import Env
from core.messages.recipe import Extra, Plan, StageName, Wish
from core.messages.train_events import Failed, Rejected
from core.sentence import Sentence

StepName = Literal["welcome", "machine", "choose", "plan", "install", "done"]
STEPS: tuple[StepName, ...] = ("welcome", "machine", "choose", "plan", "install", "done")
Work = Literal["none", "running", "pausing", "paused", "cancelling", "stopped", "done"]
Asked = Literal["look", "list", "unfinished", "plan", "install", "discard", "door", "jupyter", "editor"]
"""What a command asks for. "jupyter", "editor": the notebook that this door is then opened with."""
STAGES: tuple[StageName, ...] = ("environment", "torch", "extras", "kernel", "check")


@dataclass(frozen=True)
class StageNow:
    """One stage of the install as it stands. `note`: what the worker said of it."""

    name: StageName
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    progress: Progress | None = None
    note: Sentence | None = None


@dataclass(frozen=True)
class Wanted:
    """What the person has asked for on the page "Choose"; "" means: as recommended."""

    name: str = "torch_book"
    wish: Wish = field(default_factory=Wish)
    extras: tuple[Extra, ...] = ("jupyter",)
    folder: str = ""
    replace: bool = False


@dataclass(frozen=True)
class Course:
    """Where the wizard is, and everything it has been told.

    `asked` holds the numbers of commands that are not answered yet; `folder` is where an interrupted install waits.
    `problem` is a sentence for the page that is open.
    """

    step: StepName = "welcome"
    machine: Machine | None = None
    envs: tuple[Env, ...] = ()
    unfinished: tuple[UnfinishedInstall, ...] = ()
    wanted: Wanted = field(default_factory=Wanted)
    plan: Plan | None = None
    work: Work = "none"
    name: str = ""
    prefix: str = ""
    folder: str = ""
    stages: tuple[StageNow, ...] = ()
    progress: Progress | None = None
    installed: Installed | None = None
    stopped: Stopped | None = None
    problem: Sentence | None = None
    detail: str = ""
    asked: tuple[tuple[int, Asked], ...] = ()

    def waits_for(self, what: Asked) -> bool:
        """Whether a command of this kind is still to be answered."""
        return any(kind == what for _, kind in self.asked)

    def what(self, number: int | None) -> Asked | None:
        """What the command with this number asked for; None if it was not ours."""
        return dict(self.asked).get(number) if number is not None else None

    @property
    def busy(self) -> bool:
        """Whether the worker is at an install of ours."""
        return self.work in ("running", "pausing", "cancelling")

    @property
    def looks_for_rest(self) -> bool:
        """Whether it is still being asked what is left of an install that stands."""
        return not self.folder and self.waits_for("unfinished")

    @property
    def taken(self) -> tuple[str, ...]:
        """Names of environments in the folder where the new one would go."""
        folder = self.wanted.folder or (self.machine.envs_folder if self.machine else "")
        prefixes = [env.prefix for env in self.envs]
        if self.machine is not None:
            prefixes += [prefix for conda in self.machine.condas for prefix in conda.envs]
        cut = [prefix.replace("\\", "/").rstrip("/").rpartition("/") for prefix in prefixes]
        home = folder.replace("\\", "/").rstrip("/")
        return tuple(sorted({name for parent, _, name in cut if parent.lower() == home.lower()}))

    def can_go(self, step: StepName) -> bool:
        """Whether the rail may lead to `step` now."""
        if self.busy or self.work in ("paused", "stopped"):
            return False
        if self.work == "done":
            return step == "done"
        return STEPS.index(step) <= STEPS.index(self.step) and step not in ("install", "done")


# ------------------------------------------------------------------------------------------------- what we have asked
def asked(course: Course, number: int, what: Asked) -> Course:
    """A command was sent; a kind that must not pile up (a plan) forgets the one before."""
    kept = tuple(pair for pair in course.asked if pair[1] != what or what == "door")
    return replace(course, asked=(*kept, (number, what)))


def gone_to(course: Course, step: StepName) -> Course:
    """Another step; the sentence on the last one goes away."""
    return replace(course, step=step, problem=None, detail="")


def begun(course: Course, plan: Plan) -> Course:
    """The install of a plan begins."""
    return replace(
        gone_to(course, "install"), work="running", name=plan.recipe.name, prefix=plan.prefix, folder="", plan=plan,
        stages=tuple(StageNow(stage.name) for stage in plan.stages), progress=None, stopped=None, installed=None,
    )  # fmt: skip


def continued(course: Course, folder: str) -> Course:
    """An interrupted install goes on; what was done before stays done."""
    return replace(
        gone_to(course, "install"), work="running", folder=folder, stopped=None, installed=None,
        stages=tuple(replace(stage, state="done" if stage.state == "done" else "waiting") for stage in course.stages),
    )  # fmt: skip


def found_again(course: Course, found: UnfinishedInstall) -> Course:
    """An install that another session has begun: all that is known of it is where it stands."""
    before = STAGES[: STAGES.index(found.stage)]
    stages = tuple(StageNow(name, "done" if name in before else "waiting") for name in STAGES)
    return replace(course, plan=None, name=found.name, prefix=found.prefix, stages=stages, progress=None)


def without_worker(course: Course) -> Course:
    """The worker has ended: nothing that was asked will be answered, and no stage runs any more."""
    return replace(course, asked=(), stages=_standing(course.stages))


# ---------------------------------------------------------------------------------------------------- what we hear
def heard(course: Course, event: InstallEvent, answers: int | None) -> Course:
    """What `event` makes of the course; events that answer somebody else's commands change nothing."""
    what = course.what(answers)
    course = replace(course, asked=tuple(pair for pair in course.asked if pair[0] != answers))
    match event:
        case MachineSeen():
            return replace(course, machine=event.machine)
        case EnvsSeen():
            return replace(course, envs=event.envs)
        case UnfinishedSeen():
            return _unfinished(course, event.installs)
        case Discarded():
            left = tuple(found for found in course.unfinished if found.folder != event.folder)
            return _cancelled(replace(course, unfinished=left))
        case Planned() if what == "plan":
            return replace(course, plan=event.plan)
        case StageChanged() if course.work == "running":
            return _stage_changed(course, event)
        case Progress() if course.work == "running":
            return _progressed(course, event)
        case Installed() if what == "install":
            stages = tuple(replace(stage, state="done") for stage in course.stages)
            left = tuple(found for found in course.unfinished if found.folder != course.folder)
            return replace(
                gone_to(course, "done"), work="done", installed=event, stages=stages, folder="", unfinished=left
            )
        case Stopped() if what == "install":
            return _stopped(course, event)
        case Rejected() if what is not None:
            return _rejected(course, event, what)
        case Failed():
            return _failed(course, event)
    return course


def _stage_changed(course: Course, event: StageChanged) -> Course:
    stages = course.stages
    if event.stage not in [stage.name for stage in stages]:
        stages = (*stages, StageNow(event.stage))
    changed = tuple(
        replace(stage, state=event.state, note=event.note) if stage.name == event.stage else stage for stage in stages
    )
    return replace(course, stages=changed)


def _progressed(course: Course, event: Progress) -> Course:
    stages = tuple(
        replace(stage, progress=event, state="running" if stage.state == "waiting" else stage.state)
        if stage.name == event.stage
        else stage
        for stage in course.stages
    )
    return replace(course, stages=stages, progress=event)


def _unfinished(course: Course, installs: tuple[UnfinishedInstall, ...]) -> Course:
    course = replace(course, unfinished=installs)
    ours = next((found for found in installs if found.prefix == course.prefix), None)
    if course.work in ("pausing", "paused", "cancelling", "stopped"):
        course = replace(course, folder=ours.folder if ours else "")
    if course.work == "pausing":
        return replace(course, work="paused")
    if course.work == "cancelling" and ours is None:
        return _cancelled(course)
    return course


def _cancelled(course: Course) -> Course:
    """Nothing is left of the install; the plan still is."""
    if course.work not in ("cancelling", "stopped", "paused"):
        return course
    step: StepName = "plan" if course.plan is not None else "welcome"
    return replace(
        gone_to(course, step), work="none", folder="", stopped=None, progress=None, stages=(), name="", prefix=""
    )


def _stopped(course: Course, event: Stopped) -> Course:
    stages = tuple(
        replace(stage, state="failed") if stage.name == event.stage else stage for stage in _standing(course.stages)
    )
    return replace(course, work="stopped", stopped=event, folder=event.folder, stages=stages)


def _rejected(course: Course, event: Rejected, what: Asked) -> Course:
    """The command cannot be done and nothing has changed: the page that is open says so."""
    if what == "install":
        stopped = Stopped(course.folder, _running(course), event.sentence, (), "")
        return _stopped(course, stopped)
    if what == "discard" and course.work == "cancelling":
        return replace(course, work="paused", problem=event.sentence)
    return replace(course, problem=event.sentence, detail="")


def _failed(course: Course, event: Failed) -> Course:
    """The worker is gone: an install can be continued in another one, anything else asked for again."""
    stage, course = _running(course), without_worker(course)
    if course.work == "running":
        return _stopped(course, Stopped("", stage, event.reason, (AGAIN, SEE_LOG), event.detail))
    if course.work in ("pausing", "cancelling"):
        course = replace(course, work="paused")
    return replace(course, problem=event.reason, detail=event.detail)


def _standing(stages: tuple[StageNow, ...]) -> tuple[StageNow, ...]:
    """The stages when nothing runs: the one that was under way waits to go on."""
    return tuple(replace(stage, state="waiting") if stage.state == "running" else stage for stage in stages)


def _running(course: Course) -> StageName:
    """The stage the install is at."""
    for state in ("running", "waiting"):
        for stage in course.stages:
            if stage.state == state:
                return stage.name
    return "environment"
