"""Every command and every event of the install worker: the language between the app and whoever makes environments.

A command is answered by exactly one event (marked "->"); all other events come unasked. `Rejected` (nothing changed)
and `Failed` (the worker is going) of `core.messages` may answer any command. An install that was begun and could not
be finished answers `Stopped`: what is there already is kept, to be continued or discarded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.machine import Machine
from core.messages import Failed, Rejected
from core.recipe import Plan, Recipe, StageName
from core.say import Sentence

ExportFormat = Literal["lock", "environment_yml", "requirements"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = ("lock", "environment_yml", "requirements")
Doing = Literal["solving", "downloading", "unpacking", "linking", "installing", "testing", "waiting"]
EnvKind = Literal["ours", "conda", "venv"]
Shell = Literal["bash", "zsh", "powershell", "cmd"]


# ------------------------------------------------------------------------------------------------------- commands
@dataclass(frozen=True)
class Look:
    """Find out about this computer. -> MachineSeen"""


@dataclass(frozen=True)
class MakePlan:
    """Solve and weigh the recipe; nothing changes. -> Planned"""

    recipe: Recipe


@dataclass(frozen=True)
class Install:
    """Make the environment of a plan. -> Installed, or Stopped"""

    plan: Plan


@dataclass(frozen=True)
class FindUnfinished:
    """Installs that were begun and neither finished nor discarded. -> UnfinishedSeen"""


@dataclass(frozen=True)
class Continue:
    """Go on with the unfinished install in `folder`; nothing is downloaded twice. -> Installed, or Stopped"""

    folder: str


@dataclass(frozen=True)
class Discard:
    """Delete the unfinished install in `folder`; finished downloads stay in the cache. -> Discarded"""

    folder: str


@dataclass(frozen=True)
class ListEnvs:
    """Every environment on this computer, sizes left open. -> EnvsSeen"""


@dataclass(frozen=True)
class Measure:
    """How large an environment is on disk. -> Measured"""

    prefix: str


@dataclass(frozen=True)
class Check:
    """Train a little on every device with the environment's own Python. -> Checked"""

    prefix: str


@dataclass(frozen=True)
class PreviewRemove:
    """What would go with this environment? Nothing changes. -> RemovePreviewed"""

    prefix: str


@dataclass(frozen=True)
class Remove:
    """Delete an environment and the kernels that point into it. -> Removed"""

    prefix: str


@dataclass(frozen=True)
class Export:
    """Write the environment's lock file, environment.yml or requirements.txt to `path`. -> Exported"""

    prefix: str
    format: ExportFormat
    path: str


@dataclass(frozen=True)
class CreateFromLock:
    """Make the environment of a lock file again, with no solve. -> Installed, or Stopped"""

    path: str
    name: str


@dataclass(frozen=True)
class Repair:
    """Reinstall what drifted from the environment's lock. -> Installed, or Stopped"""

    prefix: str


@dataclass(frozen=True)
class Clone:
    """Make the same environment again under another name. -> Installed, or Stopped"""

    prefix: str
    name: str


@dataclass(frozen=True)
class AddKernel:
    """Register the environment with Jupyter and VS Code. -> KernelAdded"""

    prefix: str


@dataclass(frozen=True)
class StartJupyter:
    """Start a notebook server with this environment in `folder`, on a free loopback port. -> JupyterStarted"""

    prefix: str
    folder: str
    notebook: str = ""


@dataclass(frozen=True)
class OpenTerminal:
    """Open the platform's terminal with the environment active. -> Opened"""

    prefix: str
    folder: str = ""


@dataclass(frozen=True)
class OpenEditor:
    """Open `folder` in VS Code with this environment's Python. -> Opened"""

    prefix: str
    folder: str


InstallCommand = Union[
    Look, MakePlan, Install, FindUnfinished, Continue, Discard, ListEnvs, Measure, Check, PreviewRemove, Remove,
    Export, CreateFromLock, Repair, Clone, AddKernel, StartJupyter, OpenTerminal, OpenEditor,
]  # fmt: skip


# --------------------------------------------------------------------------------------- what the events speak of
@dataclass(frozen=True)
class Env:
    """A folder with a Python and perhaps torch. "" or −1: not there, or not known yet.

    `torch` carries its build ("2.14.1+cu130"); `kernel` is the name of the kernelspec that points into it. `why_not`
    says why the trainer cannot run in it.
    """

    name: str
    prefix: str
    kind: EnvKind
    python: str = ""
    executable: str = ""
    torch: str = ""
    build: str = ""
    kernel: str = ""
    size_bytes: int = -1
    trains: bool = False
    why_not: Sentence | None = None
    is_root: bool = False
    created: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with an environment: `code` for machines, cause and mend for the person, `detail` for a report."""

    code: str
    cause: Sentence
    mend: Sentence
    detail: str = ""


@dataclass(frozen=True)
class DeviceCheck:
    """One device proven by training on it: the same work as the CPU's, compared and timed.

    `cpu_ms` and `device_ms` are for one step of the same work; `error` is the largest difference from the CPU's result
    over the largest value of it. `failed` names the part that did not work ("" for none).
    """

    device: str
    product: str
    memory_bytes: int
    ok: bool
    cpu_ms: float
    device_ms: float
    error: float
    failed: Literal["", "matmul", "convolution", "backward", "optimizer"] = ""
    detail: str = ""


@dataclass(frozen=True)
class CheckReport:
    """What the check found. `device_line` is the line the notes print; `device` what they would train on."""

    prefix: str
    ok: bool
    python: str
    torch: str
    torchvision: str
    torchaudio: str
    cuda: str
    architectures: tuple[str, ...]
    device: str
    device_line: str
    devices: tuple[DeviceCheck, ...]
    faults: tuple[Fault, ...]
    seconds: float


@dataclass(frozen=True)
class UnfinishedInstall:
    """An install that was begun: where it stands, and what is there already."""

    folder: str
    name: str
    prefix: str
    stage: StageName
    bytes_done: int
    bytes_total: int
    begun: str


# --------------------------------------------------------------------------------------------------------- events
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
    """A line of the full log, for whoever wants to look."""

    text: str
    stage: StageName | None = None


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
    """The install could not be finished and nothing else changed. `advice`: the two or three things a person can do.

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
    """Answers ListEnvs."""

    envs: tuple[Env, ...]


@dataclass(frozen=True)
class Measured:
    """Answers Measure. `complete` False: the time was up, and it is at least this large."""

    prefix: str
    size_bytes: int
    files: int
    complete: bool


@dataclass(frozen=True)
class Checked:
    """Answers Check."""

    report: CheckReport


@dataclass(frozen=True)
class RemovePreviewed:
    """Answers PreviewRemove: the folder, the kernels that would go with it, how much room comes free."""

    env: Env
    kernels: tuple[str, ...]
    size_bytes: int
    complete: bool


@dataclass(frozen=True)
class Removed:
    """Answers Remove. `left`: files another program holds; they go with the next removal or clean-up."""

    prefix: str
    kernels: tuple[str, ...]
    left: tuple[str, ...] = ()


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
class Opened:
    """Answers OpenTerminal and OpenEditor."""

    prefix: str
    what: str


InstallEvent = Union[
    InstallerReady, MachineSeen, Planned, StageChanged, Progress, LogLine, Installed, Stopped, UnfinishedSeen,
    Discarded, EnvsSeen, Measured, Checked, RemovePreviewed, Removed, Exported, KernelAdded, JupyterStarted, Opened,
    Rejected, Failed,
]  # fmt: skip
__all__ = [name for name in dir() if name[0].isupper()]
