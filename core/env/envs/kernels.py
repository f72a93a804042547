"""Jupyter kernels: how Jupyter and VS Code find an environment.

A kernelspec is a folder with a `kernel.json` that names the program to start. We write it ourselves: with the absolute
path of the environment's Python, so that it starts from anywhere, and with PYTHONNOUSERSITE=1, so that packages in
the person's own site folder cannot replace the environment's.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core import files
from core.disk_reason import reason
from core.env.envs.layout import has_package, is_environment
from core.env.plan.recipe import kernel_name
from core.env.problems import InstallError
from core.messages.install_events import KernelAdded
from core.prefix import WINDOWS, conda_meta, path_with, python_of, site_packages

MARK = "torchgarden"
"""Our word in a kernelspec's metadata: what has it we wrote, and may write again or delete."""

ARGUMENTS = ("-m", "ipykernel_launcher", "-f", "{connection_file}")


class KernelError(InstallError):
    """A kernel that cannot be registered: one sentence."""


@dataclass(frozen=True)
class Kernel:
    """A kernelspec: `program` is what it starts, `folder` holds its kernel.json; `ours` if TorchGarden wrote it."""

    name: str
    display_name: str
    program: str
    folder: str
    language: str
    ours: bool = False


# ------------------------------------------------------------------------------------------------ where they are kept
def data_folder(environ: Mapping[str, str] | None = None, *, system: str = sys.platform) -> Path:
    """Return Jupyter's data folder for this person, by Jupyter's rules."""
    values = os.environ if environ is None else environ
    if values.get("JUPYTER_DATA_DIR"):
        return Path(values["JUPYTER_DATA_DIR"])
    home = Path(values.get("USERPROFILE" if system == "win32" else "HOME") or Path.home())
    if system == "win32":
        return Path(values.get("APPDATA") or home / "AppData" / "Roaming") / "jupyter"
    if system == "darwin":
        return home / "Library" / "Jupyter"
    return Path(values.get("XDG_DATA_HOME") or home / ".local" / "share") / "jupyter"


def kernel_folders(environ: Mapping[str, str] | None = None, *, system: str = sys.platform) -> tuple[Path, ...]:
    """Return the folders where Jupyter looks for kernels, in its order, without those in environments."""
    values = os.environ if environ is None else environ
    own = [Path(part) for part in values.get("JUPYTER_PATH", "").split(os.pathsep) if part]
    shared = [Path("/usr/local/share/jupyter"), Path("/usr/share/jupyter")]
    if system == "win32":
        shared = [Path(values.get("PROGRAMDATA") or r"C:\ProgramData") / "jupyter"]
    return tuple(folder / "kernels" for folder in (*own, data_folder(values, system=system), *shared))


def find_kernels(
    *, environ: Mapping[str, str] | None = None, folders: Sequence[Path] | None = None
) -> tuple[Kernel, ...]:
    """Return every kernel that Jupyter offers; of two with one name the first found, as in Jupyter."""
    found: dict[str, Kernel] = {}
    for folder in kernel_folders(environ) if folders is None else folders:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            kernel = _read(folder / name)
            if kernel and kernel.name not in found:
                found[kernel.name] = kernel
    return tuple(found.values())


def _read(folder: Path) -> Kernel | None:
    try:
        spec = files.read_object(folder / "kernel.json")
        program = str(spec["argv"][0])
        return Kernel(
            name=folder.name.lower(),
            display_name=str(spec.get("display_name", folder.name)),
            program=program,
            folder=str(folder),
            language=str(spec.get("language", "")),
            ours=_is_ours(spec, program),
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None


def _is_ours(spec: Mapping[str, object], program: str) -> bool:
    """Whether we wrote it: it says so, or it is word for word what we wrote before kernels said so."""
    metadata, values = spec.get("metadata"), spec.get("env")
    if isinstance(metadata, dict) and MARK in metadata:
        return True
    alone = isinstance(values, dict) and values.get("PYTHONNOUSERSITE") == "1"
    return alone and metadata == {"debugger": True} and spec.get("argv") == [program, *ARGUMENTS]


def leads_into(kernel: Kernel, prefix: str) -> bool:
    """Whether the kernel starts a program inside the environment."""
    if not os.path.isabs(kernel.program):
        return False
    # A venv's Python is a link to another one, so only the folder it lies in is followed.
    real = os.path.join(os.path.realpath(os.path.dirname(kernel.program)), os.path.basename(kernel.program))
    pairs = (kernel.program, prefix), (real, os.path.realpath(prefix))
    return any(_belongs(program, folder) for program, folder in pairs)


def _belongs(program: str, prefix: str) -> bool:
    """Whether the program lies in the environment, and in none inside it: base holds the others in `envs`."""
    program, prefix = os.path.normpath(program), os.path.normpath(prefix)
    if not os.path.normcase(program).startswith(os.path.normcase(prefix).rstrip(os.sep) + os.sep):
        return False
    folder = os.path.dirname(program)
    while len(folder) > len(prefix):
        if is_environment(Path(folder)):
            return False
        folder = os.path.dirname(folder)
    return True


# ----------------------------------------------------------------------------------------------- register and remove
def add_kernel(
    prefix: str, name: str, *, environ: Mapping[str, str] | None = None, windows: bool = WINDOWS
) -> KernelAdded:
    """Register the environment at `prefix` under `name`, or `name`-2 and so on: what is not ours to replace stays.

    Raises KernelError if the environment has no ipykernel or the folder cannot be written.
    """
    folder = Path(prefix)
    if not has_package(folder, "ipykernel", windows=windows):
        raise KernelError("The environment {name} has no ipykernel. Install it: pip install ipykernel", name=name)
    kernels = data_folder(environ) / "kernels"
    display = f"Python ({name})"
    spec = {
        "argv": [str(python_of(folder, windows=windows)), *ARGUMENTS],
        "display_name": display,
        "language": "python",
        "metadata": {"debugger": True, MARK: {"environment": prefix}},
        "env": kernel_environment(prefix, windows=windows),
    }
    try:
        free = _free_name(kernel_name(name), prefix, kernels)
        _write(kernels / free, spec, site_packages(folder, windows=windows))
    except OSError as error:
        problem = KernelError("The kernel could not be written to {folder}.", folder=str(kernels), detail=str(error))
        problem.advice = (reason(error), *problem.advice)
        raise problem from error
    return KernelAdded(prefix, free, display, str(kernels / free))


def kernel_environment(prefix: str, *, windows: bool = WINDOWS) -> dict[str, str]:
    """The kernel's variables. On Windows conda's libraries are found only through PATH; Jupyter fills in ${PATH}."""
    values = {"PYTHONNOUSERSITE": "1"}
    if windows and conda_meta(Path(prefix)).is_dir():
        values["PATH"] = path_with(prefix, "${PATH}", windows=True)
    return values


def _free_name(name: str, prefix: str, kernels: Path) -> str:
    """`name`, or `name`-2 and so on where something else has it; a new one's folder is made. Raises OSError.

    The folder is made here, so that of two who ask at once each gets a name of its own.
    """
    kernels.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        candidate = name if number == 1 else f"{name}-{number}"
        there = [entry for entry in os.listdir(kernels) if entry.lower() == candidate]  # Jupyter knows no capitals
        if not there:
            with contextlib.suppress(FileExistsError):
                (kernels / candidate).mkdir()
                return candidate
        elif there == [candidate] and _replaceable(kernels / candidate, prefix):
            return candidate
        number += 1


def _replaceable(folder: Path, prefix: str) -> bool:
    """Whether a kernelspec is ours and this environment's, or one's that lost its Python.

    An environment that is not there may be on a disk that is unplugged, so its kernel stays.
    """
    there = None if files.is_link(str(folder)) else _read(folder)
    if there is None or not there.ours:
        return False
    if leads_into(there, prefix):
        return True
    other = Path(there.program).parent
    other = other.parent if other.name.lower() in ("bin", "scripts") else other
    return is_environment(other) and not os.path.lexists(there.program)


def _write(folder: Path, spec: Mapping[str, object], packages: Path | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    logos = packages / "ipykernel" / "resources" if packages else None
    if logos and logos.is_dir():
        for logo in logos.glob("logo*"):
            shutil.copyfile(logo, folder / logo.name)
    files.write(folder / "kernel.json", files.to_json(spec, indent=1) + b"\n")


def kernels_of(prefix: str, *, environ: Mapping[str, str] | None = None) -> tuple[Kernel, ...]:
    """Return this person's kernels that start a program in the environment."""
    own = find_kernels(folders=[data_folder(environ) / "kernels"])
    return tuple(kernel for kernel in own if leads_into(kernel, prefix))


def own_kernels_of(prefix: str, *, environ: Mapping[str, str] | None = None) -> tuple[Kernel, ...]:
    """Return those of `kernels_of` that we wrote: these go with the environment."""
    found = kernels_of(prefix, environ=environ)
    return tuple(kernel for kernel in found if kernel.ours and not files.is_link(kernel.folder))


def remove_kernels_of(prefix: str, *, environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Delete the kernels that we wrote and that lead into the environment; return the names of those deleted."""
    removed = []
    for kernel in own_kernels_of(prefix, environ=environ):
        if not files.remove_tree(Path(kernel.folder)):
            removed.append(kernel.name)
    return tuple(removed)
