"""The environments of this computer: one frozen `Shelf`, and functions that return the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from core.env.network.verdict import is_bad
from core.env.problems import AGAIN, SEE_LOG, TAKE_PLACE
from core.messages.computer import Finding, Machine
from core.messages.install_events import (
    Checked,
    Discarded,
    EnvsSeen,
    Installed,
    InstallEvent,
    KernelAdded,
    MachineSeen,
    Measured,
    NetworkSeen,
    Progress,
    Removed,
    StageChanged,
    Stopped,
)
from core.messages.install_reports import CheckReport, Env
from core.messages.train_events import Failed, Rejected
from core.sentence import Sentence

Asked = Literal[
    "list", "look", "network", "measure", "check", "door", "jupyter", "editor", "export", "kernel", "preview", "remove",
    "task", "discard",
]  # fmt: skip
"""What a command asks for. "jupyter", "editor": the notebook that this door is then opened with."""


@dataclass(frozen=True)
class Task:
    """A longer task on an environment: repair, clone, make from a lock file."""

    kind: Literal["repair", "clone", "lock", "continue"]
    name: str
    progress: Progress | None = None


@dataclass(frozen=True)
class Shelf:
    """The environments, their sizes and reports by folder, and what we wait for.

    `asked`: (number, what, folder) of commands without an answer. `others`: the wizard's install is running. `unread`:
    what could not be looked at. `unsized`: why a size is not known. `network`: what *What is wrong here?*
    found, and `asked_about` the environment that was chosen then; None if that was not asked.
    """

    envs: tuple[Env, ...] = ()
    seen: bool = False
    unread: tuple[Sentence, ...] = ()
    machine: Machine | None = None
    network: tuple[Finding, ...] | None = None
    asked_about: str = ""
    sizes: dict[str, Measured] = field(default_factory=dict)
    unsized: dict[str, Sentence] = field(default_factory=dict)
    reports: dict[str, CheckReport] = field(default_factory=dict)
    chosen: str = ""
    task: Task | None = None
    stopped: Stopped | None = None
    problem: Sentence | None = None
    advice: tuple[Sentence, ...] = ()
    detail: str = ""
    others: bool = False
    asked: tuple[tuple[int, Asked, str], ...] = ()

    @property
    def env(self) -> Env | None:
        """The chosen environment."""
        return next((env for env in self.envs if env.prefix == self.chosen), None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found of the network, and what is wrong with this computer."""
        wrong = self.machine.findings if self.machine is not None else ()
        return (*(self.network or ()), *(one for one in wrong if is_bad(one) and one not in (self.network or ())))

    @property
    def report_asked_for(self) -> CheckReport | None:
        """The check of the environment that *What is wrong here?* was asked about."""
        return self.reports.get(self.asked_about)

    def what(self, number: int | None) -> Asked | None:
        """Return what the command with this number asked for; None if it was not ours."""
        return next((what for asked, what, _ in self.asked if asked == number), None)

    def waits_for(self, what: Asked, prefix: str = "") -> bool:
        """Return whether a command of this kind (on this environment) has no answer yet."""
        return any(kind == what and (not prefix or where == prefix) for _, kind, where in self.asked)

    @property
    def has_work(self) -> bool:
        """Whether the worker owes more than it can be asked for again."""
        return any(kind not in ("list", "look", "measure", "network") for _, kind, _ in self.asked)

    def unmeasured(self) -> Env | None:
        """Return the next environment with an unknown size."""
        known = self.sizes.keys() | self.unsized.keys()
        return next((env for env in self.envs if env.prefix not in known and env.size_bytes < 0), None)

    def size_of(self, env: Env) -> int:
        """Return the bytes on disk, −1 if unknown."""
        measured = self.sizes.get(env.prefix)
        return measured.size_bytes if measured is not None else env.size_bytes


def with_asked(shelf: Shelf, number: int, what: Asked, prefix: str = "") -> Shelf:
    """Add a command that was sent."""
    return replace(shelf, asked=(*shelf.asked, (number, what, prefix)))


def with_chosen(shelf: Shelf, prefix: str) -> Shelf:
    """Choose another environment."""
    return shelf if prefix == shelf.chosen else replace(shelf, chosen=prefix, problem=None)


def without_worker(shelf: Shelf) -> Shelf:
    """Take in that the worker has ended: no command will be answered."""
    return replace(shelf, asked=(), task=None, others=False)


def with_event(shelf: Shelf, event: InstallEvent, answers: int | None) -> Shelf:
    """Return the shelf after an event."""
    what, prefix = next(((what, prefix) for number, what, prefix in shelf.asked if number == answers), (None, ""))
    shelf = replace(shelf, asked=tuple(entry for entry in shelf.asked if entry[0] != answers))
    match event:
        case EnvsSeen():
            return replace(_seen(shelf, event.envs), unread=event.unread)
        case MachineSeen():
            return replace(shelf, machine=event.machine)
        case NetworkSeen() if what == "network":
            return replace(shelf, network=event.findings)
        case Measured():
            return replace(shelf, sizes={**shelf.sizes, event.prefix: event})
        case Checked():
            return replace(shelf, reports={**shelf.reports, event.report.prefix: event.report})
        case KernelAdded():
            envs = [replace(env, kernel=event.name) if env.prefix == event.prefix else env for env in shelf.envs]
            return replace(shelf, envs=tuple(envs))
        case Removed():
            return _seen(shelf, [env for env in shelf.envs if env.prefix != event.prefix])
        case Progress() | StageChanged():
            return _progressed(shelf, event)
        case Installed():
            reports = {**shelf.reports, event.env.prefix: event.report}
            sizes = {prefix: size for prefix, size in shelf.sizes.items() if prefix != event.env.prefix}
            task = None if what == "task" else shelf.task
            return replace(shelf, reports=reports, sizes=sizes, task=task, others=False, chosen=event.env.prefix)
        case Stopped() if what == "task":
            return replace(shelf, task=None, stopped=event)
        case Stopped():
            return replace(shelf, others=False)
        case Discarded():
            return replace(shelf, stopped=None)
        case Rejected() if what == "measure":
            return replace(shelf, unsized={**shelf.unsized, prefix: event.sentence})
        case Rejected() if what is not None:
            task = None if what == "task" else shelf.task
            advice = tuple(one for one in event.advice if one != TAKE_PLACE)  # the person chooses that in the wizard
            return replace(shelf, problem=event.sentence, advice=advice, task=task)
        case Failed():
            return _failed(shelf, event)
    return shelf


def _seen(shelf: Shelf, envs: Sequence[Env]) -> Shelf:
    chosen = shelf.chosen if any(env.prefix == shelf.chosen for env in envs) else ""
    return replace(shelf, envs=tuple(envs), seen=True, chosen=chosen or (envs[0].prefix if envs else ""))


def _progressed(shelf: Shelf, event: Progress | StageChanged) -> Shelf:
    if shelf.task is None:
        return replace(shelf, others=True)
    return replace(shelf, task=replace(shelf.task, progress=event)) if isinstance(event, Progress) else shelf


def _failed(shelf: Shelf, event: Failed) -> Shelf:
    if shelf.task is not None:
        stage = shelf.task.progress.stage if shelf.task.progress else "environment"
        stopped = Stopped("", stage, event.reason, (AGAIN, SEE_LOG), event.detail)
        return replace(without_worker(shelf), stopped=stopped)
    had = bool(shelf.asked)
    return replace(without_worker(shelf), problem=event.reason if had else None, detail=event.detail if had else "")
