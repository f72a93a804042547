"""Environments as the install worker reports them: what each is, what its check found, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from core.sentence import Sentence

EnvKind = Literal["ours", "conda", "venv"]


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


KeptKind = Literal[
    "settings", "runs", "environment", "kernel", "cache", "installs", "inside", "notebooks", "logs", "bin", "desktop",
]  # fmt: skip
KEPT_KINDS: tuple[KeptKind, ...] = get_args(KeptKind)


@dataclass(frozen=True)
class Kept:
    """Something that the app keeps on this computer: a file or folder that it made. `name`: of one among several of a
    kind, "" else. `size_bytes` −1: a folder, to be measured."""

    kind: KeptKind
    path: str
    name: str = ""
    size_bytes: int = -1


@dataclass(frozen=True)
class Fault:
    """What is wrong with an environment: `code` for programs, cause and mend for the person, `detail` for a report."""

    code: str
    cause: Sentence
    mend: Sentence
    detail: str = ""


@dataclass(frozen=True)
class DeviceCheck:
    """One device, checked by training on it: the same work as on the CPU, compared and timed.

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
    """What the check found. `device_line` is the line the notes print; `device` what they would train on ("cuda" is
    the first card; where that one fails, "cuda:1")."""

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

    @property
    def passed(self) -> bool:
        """Whether it trains as it should: a card that is only not used, beside one that works, changes nothing."""
        return self.ok and all(fault.code == "left_out" for fault in self.faults)

    @property
    def used(self) -> DeviceCheck | None:
        """Return what was found of the device that is used: "cuda" is "cuda:0"."""
        wanted = self.device.removesuffix(":0")
        return next((one for one in self.devices if one.device.removesuffix(":0") == wanted), None)
