"""How far the wizard is: one frozen `Course`, and functions that return the next one.

Nothing here knows Qt. So every path through an install (a failure in any stage, a pause, a dead worker, another
language) can be tested without a window, and a new page continues where the old one was.
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
class StageState:
    """How one stage of the install stands. `note`: what the worker said about it."""

    name: StageName
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    progress: Progress | None = None
    note: Sentence | None = None


@dataclass(frozen=True)
class Wanted:
    """What the person wants, from the step "Choose"; "" means: as recommended."""

    name: str = "torch_book"
    wish: Wish = field(default_factory=Wish)
    extras: tuple[Extra, ...] = ("jupyter",)
    folder: str = ""
    replace: bool = False


@dataclass(frozen=True)
class Course:
    """Where the wizard is, and everything the worker has told it.

    `asked`: commands without an answer yet, by number. `folder`: where an interrupted install waits.
    `problem`: a sentence for the open step; `refused`: the answer that it comes from, with what helps. `waits`: what
    the worker waits for while it makes a plan.
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
    stages: tuple[StageState, ...] = ()
    progress: Progress | None = None
    installed: Installed | None = None
    stopped: Stopped | None = None
    problem: Sentence | None = None
    detail: str = ""
    refused: Rejected | None = None
    waits: Sentence | None = None
    asked: tuple[tuple[int, Asked], ...] = ()

    def waits_for(self, what: Asked) -> bool:
        """Return whether a command of this kind has no answer yet."""
        return any(kind == what for _, kind in self.asked)

    def what(self, number: int | None) -> Asked | None:
        """Return what the command with this number asked for; None if it was not ours."""
        return dict(self.asked).get(number) if number is not None else None

    @property
    def busy(self) -> bool:
        """Whether the worker runs our install."""
        return self.work in ("running", "pausing", "cancelling")

    @property
    def looks_for_rest(self) -> bool:
        """Whether the worker has yet to say what is left of an install that stands still."""
        return not self.folder and self.waits_for("unfinished")

    @property
    def taken(self) -> tuple[str, ...]:
        """Names of the environments in the folder of the new one."""
        folder = self.wanted.folder or (self.machine.envs_folder if self.machine else "")
        prefixes = [env.prefix for env in self.envs]
        if self.machine is not None:
            prefixes += [prefix for conda in self.machine.condas for prefix in conda.envs]
        cut = [prefix.replace("\\", "/").rstrip("/").rpartition("/") for prefix in prefixes]
        home = folder.replace("\\", "/").rstrip("/")
        return tuple(sorted({name for parent, _, name in cut if parent.lower() == home.lower()}))

    def can_go(self, step: StepName) -> bool:
        """Return whether the rail may lead to `step` now."""
        if self.busy or self.work in ("paused", "stopped"):
            return False
        if self.work == "done":
            return step == "done"
        return STEPS.index(step) <= STEPS.index(self.step) and step not in ("install", "done")


# ------------------------------------------------------------------------------------------------- what we ask
def with_asked(course: Course, number: int, what: Asked) -> Course:
    """Add a command that was sent. Only the newest of a kind counts, except for doors."""
    course = course if what == "door" else without_asked(course, what)
    return replace(course, asked=(*course.asked, (number, what)))


def without_asked(course: Course, what: Asked) -> Course:
    """Forget the commands of a kind: whatever answers them changes nothing."""
    waits = None if what == "plan" else course.waits
    return replace(course, asked=tuple(pair for pair in course.asked if pair[1] != what), waits=waits)


def at_step(course: Course, step: StepName) -> Course:
    """Go to a step; the problem of the last step goes away."""
    return replace(course, step=step, problem=None, detail="", refused=None)


def install_begun(course: Course, plan: Plan) -> Course:
    """Begin the install of a plan."""
    return replace(
        at_step(course, "install"), work="running", name=plan.recipe.name, prefix=plan.prefix, folder="", plan=plan,
        stages=tuple(StageState(stage.name) for stage in plan.stages), progress=None, stopped=None, installed=None,
    )  # fmt: skip


def install_continued(course: Course, folder: str) -> Course:
    """Continue an interrupted install; finished stages stay done."""
    return replace(
        at_step(course, "install"), work="running", folder=folder, stopped=None, installed=None,
        stages=tuple(replace(stage, state="done" if stage.state == "done" else "waiting") for stage in course.stages),
    )  # fmt: skip


def install_found(course: Course, found: UnfinishedInstall) -> Course:
    """Take an install that an earlier start of the app began: only its stage is known."""
    before = STAGES[: STAGES.index(found.stage)]
    stages = tuple(StageState(name, "done" if name in before else "waiting") for name in STAGES)
    return replace(course, plan=None, name=found.name, prefix=found.prefix, stages=stages, progress=None)


def without_worker(course: Course) -> Course:
    """Take in that the worker has ended: no command will be answered, no stage runs."""
    return replace(course, asked=(), stages=_none_running(course.stages))


# ---------------------------------------------------------------------------------------------------- what we are told
def with_event(course: Course, event: InstallEvent, answers: int | None) -> Course:
    """Return the course after an event. Answers to other commands change nothing."""
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
                at_step(course, "done"), work="done", installed=event, stages=stages, folder="", unfinished=left
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
        stages = (*stages, StageState(event.stage))
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
    """Drop the install; keep the plan."""
    if course.work not in ("cancelling", "stopped", "paused"):
        return course
    step: StepName = "plan" if course.plan is not None else "welcome"
    return replace(
        at_step(course, step), work="none", folder="", stopped=None, progress=None, stages=(), name="", prefix=""
    )


def _stopped(course: Course, event: Stopped) -> Course:
    stages = tuple(
        replace(stage, state="failed") if stage.name == event.stage else stage for stage in _none_running(course.stages)
    )
    return replace(course, work="stopped", stopped=event, folder=event.folder, stages=stages)


def _rejected(course: Course, event: Rejected, what: Asked) -> Course:
    """Take in a refused command: nothing has changed, and the open step says why."""
    if what == "install":
        stopped = Stopped(course.folder, _stage_under_way(course), event.sentence, (), "")
        return _stopped(course, stopped)
    if what == "discard" and course.work == "cancelling":
        return replace(course, work="paused", problem=event.sentence)
    return replace(course, problem=event.sentence, detail="", refused=event)


def _failed(course: Course, event: Failed) -> Course:
    """Take in that the worker died: an install can continue in another one, anything else can be asked again."""
    stage, course = _stage_under_way(course), without_worker(course)
    if course.work == "running":
        return _stopped(course, Stopped("", stage, event.reason, (AGAIN, SEE_LOG), event.detail))
    if course.work in ("pausing", "cancelling"):
        course = replace(course, work="paused")
    return replace(course, problem=event.reason, detail=event.detail, refused=None)


def _none_running(stages: tuple[StageState, ...]) -> tuple[StageState, ...]:
    """Return the stages with none running: the one under way waits."""
    return tuple(replace(stage, state="waiting") if stage.state == "running" else stage for stage in stages)


def _stage_under_way(course: Course) -> StageName:
    """Return the stage that the install is at."""
    for state in ("running", "waiting"):
        for stage in course.stages:
            if stage.state == state:
                return stage.name
    return "environment"
