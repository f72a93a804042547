"""The table of torch builds, `resources/torch_builds.json`, and what "runs on" means.

A build runs on an NVIDIA card only if two things hold that have nothing to do with each other: the driver is new
enough for the build's CUDA, and the build holds kernels for the card's compute capability. A Pascal card with the
newest driver meets the first and not the second for CUDA 13; looking at the driver alone is the common mistake.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from packaging.version import Version

from core.messages.computer import Gpu, Machine
from core.sentence import Problem

TABLE_FILE = Path(__file__).resolve().parents[3] / "resources" / "torch_builds.json"
TABLE_BYTES = 1 << 20
MOST_MINORS = 100
DeviceKind = Literal["cpu", "cuda", "mps", "xpu"]
Capability = tuple[int, int]


class TableError(Problem):
    """The table is not there, or it is another file."""


def version_of(text: str) -> Version:
    """The version a text begins with, without what a build adds to it ("2.14.1+cu130"); 0 where it begins with none."""
    found = re.match(r"\s*[0-9]{1,18}(\.[0-9]{1,18})*", text)
    return Version(found[0]) if found else Version("0")


def capability_text(capability: Capability) -> str:
    """Return a compute capability as people write it: "8.9"."""
    return f"{capability[0]}.{capability[1]}"


@dataclass(frozen=True)
class BuildKind:
    """What one build ("cu126", "rocm7.2", "xpu" ...) is and needs. `number` is CUDA's or ROCm's, "" for others."""

    name: str
    device: DeviceKind
    number: str
    driver_linux: str
    driver_windows: str
    capabilities: tuple[Capability, ...]
    capabilities_aarch64: tuple[Capability, ...]
    ptx_linux: bool
    architectures: tuple[str, ...]
    intel_ids: tuple[str, ...]
    intel_ids_linux: tuple[str, ...]
    automatic: bool

    @property
    def vendor(self) -> str:
        """Whose GPUs it is for: "nvidia", "amd", "intel", "apple", or "" for the processor."""
        if self.name.startswith("rocm"):
            return "amd"
        return {"cuda": "nvidia", "xpu": "intel", "mps": "apple", "cpu": ""}[self.device]


@dataclass(frozen=True)
class TorchSet:
    """torch, torchvision and torchaudio that belong together, and where they exist (`builds`: platform -> names)."""

    torch: str
    torchvision: str
    torchaudio: str
    python_first: str
    python_last: str
    glibc: str
    macos: str
    builds: tuple[tuple[str, tuple[str, ...]], ...]
    capabilities: tuple[tuple[str, tuple[Capability, ...]], ...]
    constraints: tuple[str, ...]

    def builds_on(self, platform: str) -> tuple[str, ...]:
        """Return the names of the builds for a platform."""
        return dict(self.builds).get(platform, ())

    def pythons(self) -> tuple[str, ...]:
        """Every Python minor version it was built for, oldest first: ("3.10", ..., "3.14")."""
        first, last = version_of(self.python_first).minor, version_of(self.python_last).minor
        return tuple(f"3.{minor}" for minor in range(first, last + 1))


@dataclass(frozen=True)
class Table:
    """The whole table, newest torch first. `forge` is conda-forge's set, `notes` the one of the old notes."""

    recommended: str
    python: str
    index: str
    sets: tuple[TorchSet, ...]
    kinds: tuple[BuildKind, ...]
    forge: TorchSet
    forge_kinds: tuple[BuildKind, ...]
    notes: TorchSet

    def kind(self, name: str) -> BuildKind:
        """Return the kind of build with this name."""
        return next(kind for kind in (*self.kinds, *self.forge_kinds) if kind.name == name)

    def set_of(self, torch: str) -> TorchSet | None:
        """The set whose torch is `torch`, given in full ("2.14.1") or in short ("2.14", "2"): of several the one that
        is recommended, else the newest."""
        fits = [s for s in self.sets if s.torch == torch or s.torch.startswith(torch + ".")]
        return next((s for s in fits if s.torch == self.recommended), fits[0] if fits else None)


@lru_cache(maxsize=4)
def load_table(file: Path = TABLE_FILE) -> Table:
    """Read the table. Raises `TableError` when the file that comes with the app is damaged."""
    try:
        if not file.is_file() or file.stat().st_size > TABLE_BYTES:
            raise ValueError("no file of ours")
        return _read_table(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise TableError(
            "TorchGarden's own list of PyTorch builds cannot be read ({path}). Install TorchGarden again.",
            path=str(file),
        ) from error


def _read_table(data: dict[str, Any]) -> Table:
    """The table. Raises what a file of another shape brings about, and ValueError for one that names what it lacks."""
    forge, notes = data["conda_forge"], data["as_in_notes"]
    table = Table(
        recommended=_text(data["recommended"]["torch"]),
        python=_text(data["recommended"]["python"]),
        index=_text(data["index"]),
        sets=tuple(_read_set(entry) for entry in data["sets"]),
        kinds=tuple(_read_kind(name, entry) for name, entry in data["builds"].items()),
        forge=_read_set(forge),
        forge_kinds=tuple(_read_kind(name, entry) for name, entry in forge["kinds"].items()),
        notes=_read_set({**notes, "python": [notes["python"], notes["python"]]}),
    )
    known = {kind.name for kind in (*table.kinds, *table.forge_kinds)}
    named = {name for one in (*table.sets, table.forge, table.notes) for _, names in one.builds for name in names}
    if not known >= named | {"cpu", "cu118", "cu130"} or table.set_of(table.recommended) is None:
        raise ValueError("a build or a set is missing")
    return table


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list of texts")
    return tuple(map(_text, values))


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _capabilities(texts: object) -> tuple[Capability, ...]:
    return tuple((version.major, version.minor) for version in map(version_of, _texts(texts)))


def _read_kind(name: str, entry: dict[str, Any]) -> BuildKind:
    driver, device = entry.get("driver", {}), entry["device"]
    if device not in get_args(DeviceKind):
        raise ValueError(f"{device!r} is no device")
    return BuildKind(
        name=name,
        device=device,
        number=_text(entry.get("cuda", entry.get("rocm", ""))),
        driver_linux=_text(driver.get("linux", "")),
        driver_windows=_text(driver.get("windows", "")),
        capabilities=_capabilities(entry.get("capabilities", [])),
        capabilities_aarch64=_capabilities(entry.get("capabilities_aarch64", [])),
        ptx_linux=_yes(entry.get("ptx_linux", False)),
        architectures=_texts(entry.get("architectures", [])),
        intel_ids=_texts(entry.get("intel_ids", [])),
        intel_ids_linux=_texts(entry.get("intel_ids_linux", [])),
        automatic=_yes(entry["automatic"]),
    )


def _read_set(entry: dict[str, Any]) -> TorchSet:
    first, last = _texts(entry["python"])
    if not 0 <= version_of(first).minor <= version_of(last).minor < MOST_MINORS:
        raise ValueError(f"{first!r} to {last!r} are no versions of Python")
    return TorchSet(
        torch=_text(entry["torch"]),
        torchvision=_text(entry["torchvision"]),
        torchaudio=_text(entry["torchaudio"]),
        python_first=first,
        python_last=last,
        glibc=_text(entry.get("glibc", "")),
        macos=_text(entry.get("macos", "")),
        builds=tuple((platform, _texts(names)) for platform, names in entry["builds"].items()),
        capabilities=tuple((build, _capabilities(c)) for build, c in entry.get("capabilities", {}).items()),
        constraints=_texts(entry.get("constraints", [])),
    )


def known_architectures() -> frozenset[str]:
    """Every gfx name that some build in the table is made for."""
    return frozenset(name for kind in load_table().kinds for name in kind.architectures)


def driver_needed(kind: BuildKind, machine: Machine) -> str:
    """The oldest NVIDIA driver that `kind` works with here. In WSL the driver is the one of Windows."""
    return kind.driver_windows if machine.system == "windows" or machine.wsl else kind.driver_linux


def driver_suits(kind: BuildKind, gpu: Gpu, machine: Machine) -> bool:
    """Whether the driver is new enough for a build."""
    return version_of(gpu.driver) >= version_of(driver_needed(kind, machine))


def kernels_for(kind: BuildKind, torch_set: TorchSet, platform: str) -> tuple[Capability, ...]:
    """The compute capabilities that torch of `torch_set`, built as `kind`, holds kernels for on `platform`."""
    if platform == "linux-aarch64":
        return kind.capabilities_aarch64
    return dict(torch_set.capabilities).get(kind.name, kind.capabilities)


def has_kernels(kind: BuildKind, torch_set: TorchSet, gpu: Gpu, platform: str) -> bool:
    """Whether the card finds kernels it can run: same major number, not a higher minor one; or newer, through PTX.

    A card whose capability nobody could tell is taken for one newer than the table: the older ones are known by name.
    """
    kernels = kernels_for(kind, torch_set, platform)
    if gpu.capability == (0, 0):
        return bool(kernels) and max(kernels)[0] >= 12
    major, minor = gpu.capability
    if any(major == m and minor >= n for m, n in kernels):
        return True
    return kind.ptx_linux and platform.startswith("linux") and bool(kernels) and gpu.capability > max(kernels)


def runs_on(kind: BuildKind, torch_set: TorchSet, gpu: Gpu, machine: Machine, *, platform: str = "") -> bool:
    """Whether torch of `torch_set`, built as `kind`, trains on `gpu` as it is now."""
    platform = platform or machine.platform
    if kind.vendor != gpu.vendor or gpu.problem:
        return False
    if gpu.vendor == "nvidia":
        return driver_suits(kind, gpu, machine) and has_kernels(kind, torch_set, gpu, platform)
    if gpu.vendor == "amd":
        return gpu.architecture in kind.architectures
    if gpu.vendor == "intel":
        ids = kind.intel_ids + (kind.intel_ids_linux if machine.system == "linux" else ())
        return gpu.pci_id.partition(":")[2] in ids
    return gpu.vendor == "apple"


def system_suits(torch_set: TorchSet, machine: Machine, platform: str) -> bool:
    """Whether the wheels of `torch_set` can be installed on this system at all (its C library, its macOS)."""
    if not torch_set.builds_on(platform):
        return False
    if platform.startswith("linux") and machine.glibc and torch_set.glibc:
        return version_of(machine.glibc) >= version_of(torch_set.glibc)
    if platform.startswith("osx") and torch_set.macos:
        return version_of(machine.system_version) >= version_of(torch_set.macos)
    return True
