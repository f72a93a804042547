"""Every command of the install worker; after the arrow the event of `core.messages.install_events` that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Union

from core.messages.recipe import Plan, Recipe

ExportFormat = Literal["lock", "environment_yml", "requirements"]
Language = Literal["en", "ko"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = ("lock", "environment_yml", "requirements")


@dataclass(frozen=True)
class Look:
    """Look at this computer. -> MachineSeen"""


@dataclass(frozen=True)
class MakePlan:
    """Solve the recipe and add up its sizes; nothing changes. -> Planned"""

    recipe: Recipe


@dataclass(frozen=True)
class Install:
    """Make the environment of a plan. -> Installed, or Stopped"""

    plan: Plan


@dataclass(frozen=True)
class FindUnfinished:
    """List the installs that were begun and neither finished nor discarded. -> UnfinishedSeen"""


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
    """List every environment on this computer, without sizes. -> EnvsSeen"""


@dataclass(frozen=True)
class DescribeEnv:
    """Describe one environment, wherever its folder is, without its size. -> EnvSeen"""

    prefix: str


@dataclass(frozen=True)
class LookAtPython:
    """Run a Python for a moment, or that of an environment's folder, and describe what it has. -> EnvSeen"""

    path: str


@dataclass(frozen=True)
class LookAtKept:
    """List all that the app keeps on this computer; `runs` and `notebooks` are the folders for them.
    -> KeptSeen"""

    runs: str
    notebooks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LookForNewer:
    """Ask which version of TorchGarden is the newest; nothing is downloaded. -> NewestSeen"""

    version: str


@dataclass(frozen=True)
class Measure:
    """Measure how large an environment is on disk. -> Measured"""

    prefix: str


@dataclass(frozen=True)
class LookAtNetwork:
    """Ask every source that installs come from what becomes of a question, for 20 s at most. -> NetworkSeen"""


@dataclass(frozen=True)
class Check:
    """Train a little on every device with the environment's own Python. -> Checked"""

    prefix: str


@dataclass(frozen=True)
class PreviewRemove:
    """Say what would go with an environment; nothing changes. -> RemovePreviewed"""

    prefix: str


@dataclass(frozen=True)
class Remove:
    """Delete an environment and the kernels that point into it. -> Removed

    `own`: what in the folder is the person's, as RemovePreviewed has named it: it is moved into a folder beside. What
    is there and not named refuses the removal.
    """

    prefix: str
    own: tuple[str, ...] = ()


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
    """Reinstall what differs from the environment's lock. -> Installed, or Stopped"""

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
class StopJupyter:
    """End the notebook server behind an address that JupyterStarted gave, and its kernels. -> JupyterStopped"""

    url: str


@dataclass(frozen=True)
class WriteNotebook:
    """Write the environment's first notebook into the first of `folders` that takes it. -> NotebookWritten

    `device`: torch's word, "cuda" or "cuda:0". A notebook that a person has changed is never overwritten.
    """

    prefix: str
    folders: tuple[str, ...]
    device: str
    language: Language


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
    Look, MakePlan, Install, FindUnfinished, Continue, Discard, ListEnvs, DescribeEnv, Measure, Check, PreviewRemove,
    Remove, Export, CreateFromLock, Repair, Clone, AddKernel, StartJupyter, StopJupyter, WriteNotebook, OpenTerminal,
    OpenEditor, LookAtNetwork, LookAtPython, LookForNewer,
    LookAtKept,
]  # fmt: skip
