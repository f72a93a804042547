"""Find conda, mamba and micromamba on this computer, and where they keep their environments.

`conda info --json` is asked with a time limit: it is slow on a busy disk and hangs on a broken plug-in. Where it does
not answer, its folder alone still tells where the environments are.
"""

from __future__ import annotations

import json
import ntpath
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.env.outside import Outside
from core.machine import Conda

INFO_S = 20.0
ROOT_NAMES = ("miniconda3", "anaconda3", "miniforge3", "mambaforge", "miniconda", "anaconda", "conda")
Kind = Literal["conda", "mamba", "micromamba"]


@dataclass(frozen=True)
class CondasFound:
    """The installations, best first, and the programs that ran out of time."""

    condas: tuple[Conda, ...]
    late: tuple[str, ...] = ()


def find_condas(outside: Outside, *, home: str) -> CondasFound:
    """Every conda, mamba and micromamba: those that the shell knows first, then the usual folders."""
    late: list[str] = []
    found: dict[str, Conda] = {}
    path = ntpath if _windows(outside) else posixpath
    for kind, executable in _executables(outside, home):
        if kind == "conda" and path.dirname(path.dirname(executable)) in found:
            continue
        conda = _ask(outside, kind, executable, late)
        if conda and conda.root and conda.root not in found:
            found[conda.root] = conda
    return CondasFound(tuple(found.values()), tuple(late))


def _executables(outside: Outside, home: str) -> list[tuple[Kind, str]]:
    """(kind, program) of what there is, without asking any of them."""
    places: list[tuple[Kind, str]] = []
    for variable in ("CONDA_EXE", "MAMBA_EXE"):
        if (path := outside.environ.get(variable, "")) and outside.exists(path):
            places.append((_kind_of(path), path))
    for root in _roots(outside, home):
        program = _program(outside, root)
        if outside.exists(program):
            places.append(("conda", program))
    for program_name in ("conda", "mamba", "micromamba"):
        if path := outside.which(program_name):
            places.append((_kind_of(path), path))
    return list(dict.fromkeys(places))


def _kind_of(program: str) -> Kind:
    name = ntpath.basename(program).lower()
    return "micromamba" if "micromamba" in name else "mamba" if "mamba" in name else "conda"


def _program(outside: Outside, root: str) -> str:
    return ntpath.join(root, "Scripts", "conda.exe") if _windows(outside) else posixpath.join(root, "bin", "conda")


def _windows(outside: Outside) -> bool:
    return outside.host.sys_platform == "win32"


def _roots(outside: Outside, home: str) -> list[str]:
    """The folders that the usual installers propose."""
    environ = outside.environ
    if _windows(outside):
        parents = [home, environ.get("LOCALAPPDATA", ""), environ.get("ProgramData", r"C:\ProgramData"), "C:\\"]
        return [ntpath.join(parent, name) for parent in parents if parent for name in ROOT_NAMES]
    parents = [home, posixpath.join(home, "opt"), "/opt", "/usr/local"]
    roots = [posixpath.join(parent, name) for parent in parents for name in ROOT_NAMES]
    return [*roots, "/opt/homebrew/Caskroom/miniforge/base", "/usr/local/Caskroom/miniforge/base"]


def _ask(outside: Outside, kind: Kind, executable: str, late: list[str]) -> Conda | None:
    answer = outside.run([executable, "info", "--json"], timeout_s=INFO_S)
    if answer.end == "late":
        late.append(executable)
    try:
        info = json.loads(answer.out) if answer.ok else None
    except ValueError:
        info = None
    if isinstance(info, dict):
        return _from_info(outside, kind, executable, info)
    return _from_folder(outside, kind, executable)


def _from_info(outside: Outside, kind: Kind, executable: str, info: dict[str, Any]) -> Conda | None:
    """What `info --json` says; micromamba has other words for the same."""
    root = info.get("root_prefix") or info.get("base environment") or ""
    dirs = info.get("envs_dirs") or info.get("envs directories") or []
    version = info.get("conda_version") or info.get("micromamba version") or info.get("mamba version") or ""
    if not isinstance(root, str) or not root:
        return _from_folder(outside, kind, executable)
    return Conda(
        kind=kind,
        executable=executable,
        root=root.removesuffix(" (writable)").removesuffix(" (read only)"),
        version=str(version),
        envs_dirs=_texts(dirs),
        envs=_texts(info.get("envs")),
        channels=_texts(info.get("channels")),
    )


def _from_folder(outside: Outside, kind: Kind, executable: str) -> Conda | None:
    """What the folder alone tells: ROOT/bin/conda, ROOT/condabin/conda or ROOT/Scripts/conda.exe."""
    path = ntpath if _windows(outside) else posixpath
    root = path.dirname(path.dirname(executable))
    if not outside.exists(path.join(root, "conda-meta")):
        return None
    return Conda(kind=kind, executable=executable, root=root, envs_dirs=(path.join(root, "envs"),))


def _texts(value: Any) -> tuple[str, ...]:
    values: Sequence[Any] = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return tuple(item for item in values if isinstance(item, str))
