"""This computer as plain data: what `core.env.look.machine.look` finds, each finding with a sentence.

Plain and frozen: it travels between the install worker and the window, and a test can make one up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.sentence import Sentence

System = Literal["windows", "macos", "linux"]
Platform = Literal["linux-64", "linux-aarch64", "win-64", "win-arm64", "osx-64", "osx-arm64"]
Vendor = Literal["nvidia", "amd", "intel", "apple", "other"]
Level = Literal["good", "note", "hazard", "stop", "unknown"]
Topic = Literal["system", "cpu", "memory", "disk", "gpu", "conda", "network", "path", "environment"]
Purpose = Literal["environment", "cache", "temp"]
CardProblem = Literal[
    "", "silent", "hung", "no_driver", "generic_driver", "nouveau", "driver_failed", "not_loaded", "no_library",
    "two_versions", "restart", "switched_off", "switched_off_below", "not_connected", "no_room", "stopped", "lost",
    "given_away", "no_access", "no_module", "wsl_driver", "virtual",
]  # fmt: skip
"""Why a GPU that is there cannot work now, as `core.env.choose.card_problems` says it; "" for nothing known."""


@dataclass(frozen=True)
class Finding:
    """One thing found out. `level`: "hazard" may go wrong, "stop" will, "unknown" could not be found out in time."""

    topic: Topic
    level: Level
    sentence: Sentence
    advice: Sentence | None = None


@dataclass(frozen=True)
class Gpu:
    """A graphics processor. Unknown fields are "" or 0.

    `capability` is NVIDIA's (major, minor), `architecture` AMD's gfx name. `driver` is the maker's own number
    ("581.29"); `pci_id` is "vendor:device" in lower-case hex ("8086:56a0"). `problem`: why it cannot work now, and
    `problem_code` the number that Windows gives for it.
    """

    vendor: Vendor
    name: str
    memory_bytes: int = 0
    driver: str = ""
    capability: tuple[int, int] = (0, 0)
    architecture: str = ""
    pci_id: str = ""
    problem: CardProblem = ""
    problem_code: int = 0


@dataclass(frozen=True)
class Volume:
    """A disk volume that an install uses; `path` is a folder on it."""

    path: str
    purposes: tuple[Purpose, ...]
    free_bytes: int
    total_bytes: int


@dataclass(frozen=True)
class Conda:
    """A conda, mamba or micromamba on this computer. `executable` "": only its folder `root` was found."""

    kind: Literal["conda", "mamba", "micromamba"]
    executable: str
    root: str
    version: str = ""
    envs_dirs: tuple[str, ...] = ()
    envs: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine:
    """This computer. `platform` is conda's name for the true system and processor, also under Rosetta or emulation.

    `envs_folder` is where a new environment goes (the user's conda `envs_dirs[0]`, else our short ASCII root);
    `cache_folder` keeps downloads between installs. Proxy addresses carry no passwords.
    """

    system: System
    system_version: str
    platform: Platform
    cpu: str = ""
    cores: int = 0
    memory_bytes: int = 0
    commit_free_bytes: int = 0
    glibc: str = ""
    gpus: tuple[Gpu, ...] = ()
    condas: tuple[Conda, ...] = ()
    envs_folder: str = ""
    cache_folder: str = ""
    temp_folder: str = ""
    volumes: tuple[Volume, ...] = ()
    proxies: tuple[tuple[str, str], ...] = ()
    certificates: str = ""
    home: str = ""
    long_paths: bool = True
    rosetta: bool = False
    wsl: bool = False
    findings: tuple[Finding, ...] = ()
