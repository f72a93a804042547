"""Look at this computer: everything that decides which environment it gets, each finding with a sentence.

`look()` asks programs, files and the system through an `Outside` (see there), every program with a time limit, and
never fails: what could not be found out is a finding of level "unknown" and the rest goes on.
"""

from __future__ import annotations

import ntpath
import posixpath
import re
from collections.abc import Sequence

from core.env.look.condas import find_condas
from core.env.look.findings import conda_findings, gpu_findings, system_findings
from core.env.look.gpus import find_gpus
from core.env.look.network import network_settings, shown_proxies
from core.env.look.nvidia import name_in
from core.env.look.path_rules import (
    disk_findings,
    forbidden_in,
    memory_findings,
    network_findings,
    path_findings,
    stray_findings,
    synced_by,
)
from core.env.look.system import Outside, here
from core.folders import Folders, find_folders
from core.messages.computer import Conda, Finding, Gpu, Machine, Platform, Purpose, System, Volume

__all__ = ["Conda", "Finding", "Gpu", "Machine", "Volume", "look"]
ASK_S = 5.0
SYSTEMS: dict[str, System] = {"win32": "windows", "darwin": "macos"}


def look(given: Outside | None = None, *, folders: Folders | None = None) -> Machine:
    """This computer. `folders`: where TorchGarden keeps its own things (`core.folders`)."""
    outside: Outside = given or here()
    folders = folders or find_folders(environment=outside.environ)
    system = SYSTEMS.get(outside.host.sys_platform, "linux")
    rosetta = system == "macos" and _ask(outside, ["/usr/sbin/sysctl", "-n", "sysctl.proc_translated"]) == "1"
    wsl = system == "linux" and "microsoft" in (outside.read("/proc/version") or "").lower()
    home = outside.environ.get("USERPROFILE" if system == "windows" else "HOME", "")
    long_paths = system != "windows" or _long_paths(outside)
    gpus, condas = find_gpus(outside, rosetta=rosetta), find_condas(outside, home=home)
    envs_folder = _envs_folder(outside, condas.condas, folders, home)
    cache, temp = str(folders.cache), outside.temp_folder()
    volumes = _volumes(outside, envs_folder, cache, temp)
    network = network_settings(outside)
    proxies = shown_proxies(network)
    memory, version, platform = outside.memory(), _version(outside, system), _platform(outside, rosetta=rosetta)
    findings = (
        *system_findings(outside, system, version, platform, rosetta=rosetta, wsl=wsl),
        *gpu_findings(gpus, system=system, wsl=wsl),
        *memory_findings(memory),
        *disk_findings(volumes),
        *conda_findings(condas, envs_folder),
        *path_findings(envs_folder, outside, long_paths=long_paths),
        *network_findings(network, proxies),
        *stray_findings(outside.environ),
    )
    return Machine(
        system=system,
        system_version=version,
        platform=platform,
        cpu=_cpu(outside, system),
        cores=outside.host.cores,
        memory_bytes=memory.total_bytes,
        commit_free_bytes=memory.commit_free_bytes,
        glibc=outside.host.glibc if system == "linux" else "",
        gpus=gpus.gpus,
        condas=condas.condas,
        envs_folder=envs_folder, cache_folder=cache, temp_folder=temp,
        volumes=volumes,
        proxies=proxies, certificates=network.asked_for,
        home=home,
        long_paths=long_paths, rosetta=rosetta, wsl=wsl,
        findings=findings,
    )  # fmt: skip


def _ask(outside: Outside, argv: Sequence[str]) -> str:
    answer = outside.run(argv, timeout_s=ASK_S)
    return name_in(answer.out) if answer.ok else ""


# --------------------------------------------------------------------------------------------------------- system
def _version(outside: Outside, system: System) -> str:
    if system == "macos":
        # An older program is told a compatible number by Python's own means; sw_vers tells the true one.
        return _ask(outside, ["/usr/bin/sw_vers", "-productVersion"]) or outside.host.version
    return outside.host.version


def _platform(outside: Outside, *, rosetta: bool) -> Platform:
    """Conda's name for system and processor: the true processor's, also where this process is a translated one."""
    arm = outside.host.architecture.lower() in ("arm64", "aarch64")
    if outside.host.sys_platform == "win32":
        # A translated x64 process is told AMD64; the variable is set for translated processes only.
        native = outside.environ.get("PROCESSOR_ARCHITEW6432", "") or outside.environ.get("PROCESSOR_ARCHITECTURE", "")
        identifier = outside.environ.get("PROCESSOR_IDENTIFIER", "")
        return "win-arm64" if arm or native.upper() == "ARM64" or identifier.upper().startswith("ARM") else "win-64"
    if outside.host.sys_platform == "darwin":
        return "osx-arm64" if arm or rosetta else "osx-64"
    return "linux-aarch64" if arm else "linux-64"


def _cpu(outside: Outside, system: System) -> str:
    """The processor's name as its maker writes it."""
    if system == "macos":
        return _ask(outside, ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"])
    if system == "windows":
        return outside.registry(r"HARDWARE\DESCRIPTION\System\CentralProcessor\0", "ProcessorNameString")
    text = outside.read("/proc/cpuinfo") or ""
    match = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", text, re.MULTILINE)
    return name_in(match[1] if match else outside.read("/proc/device-tree/model"))


def _long_paths(outside: Outside) -> bool:
    return outside.registry(r"SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled") == "1"


# -------------------------------------------------------------------------------------------------------- folders
def _envs_folder(outside: Outside, condas: Sequence[Conda], folders: Folders, home: str) -> str:
    """The first folder of the user's conda that can be written to and that programs don't break on; else ours.

    A new environment stands there under its own name, so that ``conda activate NAME`` finds it.
    """
    windows = outside.host.sys_platform == "win32"
    for conda in condas:
        for folder in conda.envs_dirs:
            usable = not forbidden_in(folder, windows=windows) and not synced_by(
                folder, outside.environ, windows=windows
            )
            if usable and outside.writable(folder):
                return folder
    usual = find_folders(environment={k: v for k, v in outside.environ.items() if k != "TORCHGARDEN_HOME"})
    if folders != usual:
        return str(folders.data / "envs")
    own = ntpath.join(home, "torchgarden", "envs") if windows else posixpath.join(home, "torchgarden", "envs")
    if windows and (not home.isascii() or " " in home):
        # Some programs still break on a Korean user name; everybody may make a folder at the root of the disk.
        return ntpath.join(outside.environ.get("SystemDrive", "C:") + "\\", "torchgarden", "envs")
    return own


def _volumes(outside: Outside, envs_folder: str, cache: str, temp: str) -> tuple[Volume, ...]:
    """One entry a volume, with what an install uses it for."""
    found: dict[str, Volume] = {}
    wanted: tuple[tuple[Purpose, str], ...] = (("environment", envs_folder), ("cache", cache), ("temp", temp))
    for purpose, folder in wanted:
        name, free, total = outside.space(folder)
        if name in found:
            first = found[name]
            found[name] = Volume(first.path, (*first.purposes, purpose), first.free_bytes, first.total_bytes)
        else:
            found[name] = Volume(folder, (purpose,), free, total)
    return tuple(found.values())
