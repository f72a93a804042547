"""Every event of the install worker, as frozen dataclasses.

A command is answered by exactly one event (marked "Answers" below); all other events come unasked. `Rejected` (nothing
changed) and `Failed` (the worker is gone) of `core.messages.train_events` may answer any command. An install that was
begun and could not be finished answers `Stopped`: what is there is kept, to be continued or discarded. The commands are
in `core.messages.install_commands`; what both speak of is in `core.messages.install_reports`, `core.messages.computer`
and `core.messages.recipe`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.computer import Finding, Machine
from core.messages.install_commands import (
    EXPORT_FORMATS,
    AddKernel,
    Check,
    Clone,
    Continue,
    CreateFromLock,
    DescribeEnv,
    Discard,
    Export,
    ExportFormat,
    FindUnfinished,
    Install,
    InstallCommand,
    Language,
    ListEnvs,
    Look,
    LookAtKept,
    LookAtNetwork,
    LookAtPython,
    LookForNewer,
    MakePlan,
    Measure,
    OpenEditor,
    OpenTerminal,
    PreviewRemove,
    Remove,
    Repair,
    StartJupyter,
    StopJupyter,
    WriteNotebook,
)
from core.messages.install_reports import CheckReport, DeviceCheck, Env, EnvKind, Fault, Kept
from core.messages.recipe import Plan, StageName
from core.messages.train_events import Failed, Rejected, Silence
from core.sentence import Sentence

Doing = Literal["solving", "downloading", "unpacking", "linking", "installing", "testing", "waiting"]
Shell = Literal["bash", "zsh", "powershell", "cmd"]


@dataclass(frozen=True)
class UnfinishedInstall:
    """An install that was begun and not finished: how far it is, and what is there already."""

    folder: str
    name: str
    prefix: str
    stage: StageName
    bytes_done: int
    bytes_total: int
    begun: str


@dataclass(frozen=True)
class InstallerReady:
    """The install worker listens. Comes unasked, once, first."""

    pid: int


@dataclass(frozen=True)
class MachineSeen:
    """Answers Look."""

    machine: Machine


@dataclass(frozen=True)
class Planned:
    """Answers MakePlan."""

    plan: Plan


@dataclass(frozen=True)
class StageChanged:
    """A stage begins, ends, or does not work. `note`: one sentence worth saying about it."""

    stage: StageName
    state: Literal["running", "done", "failed"]
    note: Sentence | None = None


@dataclass(frozen=True)
class Progress:
    """How far one stage and the whole install are; at least twice a second while something runs.

    `remaining_s` < 0: not known. `overall` runs from 0 to 1. `note` says what is being waited for (a retry, say).
    """

    stage: StageName
    doing: Doing
    bytes_done: int
    bytes_total: int
    files_done: int
    files_total: int
    bytes_per_s: float
    remaining_s: float
    overall: float
    overall_bytes_done: int = 0
    overall_bytes_total: int = 0
    overall_remaining_s: float = -1.0
    note: Sentence | None = None


@dataclass(frozen=True)
class LogLine:
    """A line of the full log. `waits`: the same for a person, where it says what is being waited for now."""

    text: str
    stage: StageName | None = None
    waits: Sentence | None = None


@dataclass(frozen=True)
class Installed:
    """The environment is finished, in place and checked. Answers Install, Continue, CreateFromLock, Repair, Clone."""

    env: Env
    report: CheckReport
    lock: str
    log: str
    seconds: float


@dataclass(frozen=True)
class Stopped:
    """The install could not be finished; nothing else changed. `advice`: the two or three things a person can do.

    `folder` "": nothing is left of it; otherwise Continue(folder) or Discard(folder).
    """

    folder: str
    stage: StageName
    sentence: Sentence
    advice: tuple[Sentence, ...]
    detail: str
    log: str = ""


@dataclass(frozen=True)
class UnfinishedSeen:
    """Answers FindUnfinished."""

    installs: tuple[UnfinishedInstall, ...]


@dataclass(frozen=True)
class Discarded:
    """Answers Discard."""

    folder: str


@dataclass(frozen=True)
class EnvsSeen:
    """Answers ListEnvs. `unread`: a sentence for each entry that could not be looked at."""

    envs: tuple[Env, ...]
    unread: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class EnvSeen:
    """Answers DescribeEnv and LookAtPython."""

    env: Env


@dataclass(frozen=True)
class Measured:
    """Answers Measure. `complete` False: time was up; it is at least this large."""

    prefix: str
    size_bytes: int
    files: int
    complete: bool


@dataclass(frozen=True)
class NetworkSeen:
    """Answers LookAtNetwork: what is wrong, the likeliest cause first; one good finding where nothing is."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class KeptSeen:
    """Answers LookAtKept."""

    items: tuple[Kept, ...]


@dataclass(frozen=True)
class NewestSeen:
    """Answers LookForNewer: the newest version, whether it is newer than the one asked about, and the page where a
    person gets it."""

    version: str
    newer: bool
    page: str


@dataclass(frozen=True)
class Checked:
    """Answers Check."""

    report: CheckReport


@dataclass(frozen=True)
class RemovePreviewed:
    """Answers PreviewRemove: the folder, the kernels that would go with it, how much room comes free.

    `own`: what in the folder is the person's and not the environment's; `own_files` files with `own_bytes` bytes. A
    removal moves it into a folder beside, if it is named there.
    """

    env: Env
    kernels: tuple[str, ...]
    size_bytes: int
    complete: bool
    own: tuple[str, ...] = ()
    own_files: int = 0
    own_bytes: int = 0


@dataclass(frozen=True)
class Removed:
    """Answers Remove. `left`: files that another program holds; they go with the next removal or start. `kept`: the
    folder that the person's own files were moved into, "" if there were none."""

    prefix: str
    kernels: tuple[str, ...]
    left: tuple[str, ...] = ()
    kept: str = ""


@dataclass(frozen=True)
class Exported:
    """Answers Export."""

    prefix: str
    format: ExportFormat
    path: str


@dataclass(frozen=True)
class KernelAdded:
    """Answers AddKernel."""

    prefix: str
    name: str
    display_name: str
    folder: str


@dataclass(frozen=True)
class JupyterStarted:
    """Answers StartJupyter. `url` carries the token."""

    prefix: str
    url: str
    port: int
    pid: int


@dataclass(frozen=True)
class JupyterStopped:
    """Answers StopJupyter. `stopped` False: it still runs."""

    url: str
    stopped: bool


@dataclass(frozen=True)
class NotebookWritten:
    """Answers WriteNotebook: the notebook, made now or there already."""

    prefix: str
    path: str


@dataclass(frozen=True)
class Opened:
    """Answers OpenTerminal and OpenEditor."""

    prefix: str
    what: str


InstallEvent = Union[
    InstallerReady, MachineSeen, Planned, StageChanged, Progress, LogLine, Installed, Stopped, UnfinishedSeen,
    Discarded, EnvsSeen, EnvSeen, Measured, Checked, RemovePreviewed, Removed, Exported, KernelAdded, JupyterStarted,
    JupyterStopped, NotebookWritten, Opened, NetworkSeen, NewestSeen, KeptSeen,
    Rejected, Failed,
]  # fmt: skip
__all__ = [
    "EXPORT_FORMATS", "AddKernel", "Check", "CheckReport", "Checked", "Clone", "Continue", "CreateFromLock",
    "DescribeEnv", "DeviceCheck", "Discard", "Discarded", "Doing", "Env", "EnvKind", "EnvSeen", "EnvsSeen", "Export",
    "ExportFormat", "Exported", "Failed", "Fault", "FindUnfinished", "Install", "InstallCommand", "InstallEvent",
    "Installed", "InstallerReady", "JupyterStarted", "JupyterStopped", "Kept", "KeptSeen", "KernelAdded", "Language",
    "ListEnvs", "LogLine", "Look", "LookAtKept", "LookAtNetwork", "LookAtPython", "LookForNewer", "MachineSeen",
    "MakePlan", "Measure", "Measured", "NetworkSeen", "NewestSeen", "NotebookWritten", "OpenEditor", "OpenTerminal",
    "Opened", "Planned", "PreviewRemove", "Progress", "Rejected", "Remove", "RemovePreviewed", "Removed", "Repair",
    "Shell", "Silence", "StageChanged", "StartJupyter", "StopJupyter", "Stopped", "UnfinishedInstall",
    "UnfinishedSeen", "WriteNotebook",
]  # fmt: skip
