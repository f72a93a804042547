"""Find conda, mamba and micromamba on this computer, and where they keep their environments.

`conda info --json` is asked with a time limit: it is slow on a busy disk and hangs on a broken plug-in. Where it does
not answer, its folder and its settings (``.condarc``, CONDA_ENVS_DIRS) still tell where the environments are.
"""

from __future__ import annotations

import json
import ntpath
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from core.env.look.network import condarc_in
from core.env.look.system import Outside
from core.files import can_be_path
from core.messages.computer import Conda

INFO_S, LATER_S = 12.0, 3.0
MOST, LONGEST_VERSION = 3000, 40
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
        conda = _ask(outside, kind, executable, late, home)
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


def _ask(outside: Outside, kind: Kind, executable: str, late: list[str], home: str) -> Conda | None:
    # Who hangs is usually their common settings, plug-in or disk: those after the first are waited for less.
    answer = outside.run([executable, "info", "--json"], timeout_s=LATER_S if late else INFO_S)
    if answer.end == "late":
        late.append(executable)
    try:
        info = json.loads(answer.out) if answer.ok else None
    except (ValueError, RecursionError):
        info = None
    if isinstance(info, dict):
        return _from_info(outside, kind, executable, info, home)
    return _from_folder(outside, kind, executable, home)


def _from_info(outside: Outside, kind: Kind, executable: str, info: dict[str, Any], home: str) -> Conda | None:
    """What `info --json` says; micromamba has other words for the same."""
    root = info.get("root_prefix") or info.get("base environment") or ""
    dirs = info.get("envs_dirs") or info.get("envs directories") or []
    version = info.get("conda_version") or info.get("micromamba version") or info.get("mamba version") or ""
    path = ntpath if _windows(outside) else posixpath
    if not isinstance(root, str) or not path.isabs(root) or not can_be_path(root):
        return _from_folder(outside, kind, executable, home)
    return Conda(
        kind=kind,
        executable=executable,
        root=root.removesuffix(" (writable)").removesuffix(" (read only)"),
        version=version[:LONGEST_VERSION] if isinstance(version, str) else "",
        envs_dirs=_texts(dirs),
        envs=_texts(info.get("envs")),
        channels=_texts(info.get("channels")),
    )


def _from_folder(outside: Outside, kind: Kind, executable: str, home: str) -> Conda | None:
    """What folder and settings tell: ROOT/bin/conda, ROOT/condabin/conda or ROOT/Scripts/conda.exe."""
    path = ntpath if _windows(outside) else posixpath
    root = path.dirname(path.dirname(executable))
    if not outside.exists(path.join(root, "conda-meta")):
        return None
    own, person = path.join(root, "envs"), path.join(home, ".conda", "envs")
    # conda's order: a root that is somebody else's comes after the person's own folder.
    usual = (own, person) if outside.writable(root) else (person, own)
    dirs = dict.fromkeys((*_set_dirs(outside, root, home), *usual))
    return Conda(kind=kind, executable=executable, root=root, envs_dirs=tuple(dirs))


def _set_dirs(outside: Outside, root: str, home: str) -> list[str]:
    """The folders that conda's settings put first: CONDA_ENVS_DIRS, then the person's .condarc, then the root's."""
    path = ntpath if _windows(outside) else posixpath
    variable = outside.environ.get("CONDA_ENVS_DIRS") or outside.environ.get("CONDA_ENVS_PATH") or ""
    found = [folder for folder in variable.split(path.pathsep) if folder]
    for place in (path.join(home, ".condarc"), path.join(home, ".conda", "condarc"), path.join(root, ".condarc")):
        found += envs_dirs_in(outside.read(place) or "")
    values = {**outside.environ, "HOME": home}
    return [path.normpath(_expanded(folder, home, values)) for folder in found]


def _expanded(folder: str, home: str, values: Mapping[str, str]) -> str:
    """A folder with ``~``, ``$NAME``, ``${NAME}`` and ``%NAME%`` filled in, as far as they are known."""
    if folder == "~" or folder.startswith(("~/", "~\\")):
        folder = home + folder[1:]

    def value(match: re.Match[str]) -> str:
        return values.get(next(filter(None, match.groups())), match[0])

    return re.sub(r"\$\{(\w+)\}|\$(\w+)|%(\w+)%", value, folder)


def envs_dirs_in(text: str) -> list[str]:
    """The folders under ``envs_dirs`` (or ``envs_path``, its old name) in the text of a .condarc, none if damaged."""
    settings = condarc_in(text)
    return [folder for key in ("envs_dirs", "envs_path") for folder in _texts(settings.get(key))]


def _texts(value: Any) -> tuple[str, ...]:
    values: Sequence[Any] = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return tuple(item for item in values[:MOST] if isinstance(item, str) and can_be_path(item))
