"""Every environment on this computer: ours, conda's, and the virtual environments that VS Code would list."""

from __future__ import annotations

import errno
import itertools
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from core.env.envs import conda_files
from core.env.envs.kernels import Kernel, find_kernels, leads_into
from core.env.envs.layout import find_torch, is_conda, is_environment, is_root, marker
from core.env.look.patience import Looking
from core.messages.computer import Machine
from core.messages.install_events import EnvsSeen, Measured
from core.messages.install_reports import Env, EnvKind
from core.prefix import python_of, python_version, same_file
from core.sentence import Sentence, say
from core.versions import OLDEST_PYTHON, OLDEST_TORCH, leading

MEASURE_S = 20.0
MOST = 3000
"""Folders that are looked at, and entries of one folder."""


def list_envs(
    machine: Machine, *, environ: Mapping[str, str] | None = None, workspaces: Sequence[str] = ()
) -> tuple[Env, ...]:
    """Return every environment, TorchGarden's own first, then by name. `workspaces`: folders opened in an editor.

    Sizes are left out (−1): `measure` must read tens of thousands of files.
    """
    return list_all(machine, environ=environ, workspaces=workspaces).envs


def list_all(
    machine: Machine,
    *,
    environ: Mapping[str, str] | None = None,
    workspaces: Sequence[str] = (),
    looking: Looking | None = None,
) -> EnvsSeen:
    """Return what `list_envs` does, with a sentence for each folder that could not be looked at. `looking`: how long
    one of them, and all of them, are waited for."""
    values = os.environ if environ is None else environ
    unread, looking = dict[str, Sentence](), looking or Looking()
    kernels = _kernels(values, looking, unread)
    found: dict[str, Env] = {}
    seen: set[str] = set()
    for folder in _candidates(machine, values, workspaces, unread, looking):
        if folder in seen:
            continue
        seen.add(folder)
        if looking.over or len(seen) > MOST:
            unread[""] = say("Not every folder was looked at: there are too many, or their disk is too slow.")
            break
        try:
            known = looking.at(folder, lambda folder=folder: _look(folder, machine, kernels, found))  # type: ignore[misc]
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as error:
            unread[folder] = _unread(folder, error)
        else:
            found.update(known)
    order = {"ours": 0, "conda": 1, "venv": 2}
    envs = sorted(found.values(), key=lambda env: (env.is_root, order[env.kind], env.name.lower(), env.prefix))
    return EnvsSeen(tuple(envs), tuple(unread.values()))


def _look(folder: str, machine: Machine, kernels: Sequence[Kernel], found: Mapping[str, Env]) -> dict[str, Env]:
    """Return the environment in a folder by its true path; none where it is no environment, or one that is known."""
    os.stat(folder)  # a link that loops, a folder without rights, a line that is no path: raised, not False
    key = os.path.normcase(os.path.realpath(folder))
    if key in found or not is_environment(Path(folder)):
        return {}
    return {key: describe(folder, machine, kernels=kernels)}


def _kernels(environ: Mapping[str, str], looking: Looking, unread: dict[str, Sentence]) -> tuple[Kernel, ...]:
    """Return the kernels, without those that lead onto a disk that does not answer: each would hold every look."""
    try:
        kernels = looking.at("", lambda: find_kernels(environ=environ))
    except OSError:
        unread["kernels"] = say("The kernels of Jupyter could not be looked at: their disk gives no answer.")
        return ()
    answering = []
    for kernel in kernels:
        try:
            looking.at(kernel.program, lambda kernel=kernel: leads_into(kernel, os.sep))  # type: ignore[misc]
        except (OSError, ValueError) as error:
            unread[kernel.program] = _unread(kernel.program, error)
        else:
            answering.append(kernel)
    return tuple(answering)


def _unread(folder: str, error: Exception) -> Sentence:
    shown = folder.encode("utf-8", "backslashreplace").decode()
    if isinstance(error, PermissionError):
        return say("{folder} could not be looked at: you are not allowed to.", folder=shown)
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return say("{folder} could not be looked at: it is a link that leads in a circle.", folder=shown)
    if isinstance(error, OSError) and error.errno != errno.ENAMETOOLONG:
        return say("{folder} could not be looked at: its disk gives no answer.", folder=shown)
    return say("{folder} could not be looked at: that is no path.", folder=shown)


def describe(prefix: str, machine: Machine, *, kernels: Sequence[Kernel] | None = None) -> Env:
    """Return what the files of one environment say. Raises OSError."""
    folder = Path(prefix)
    windows = machine.system == "windows"
    noted, torch, python = marker(folder), find_torch(folder, windows=windows), python_version(folder)
    executable = python_of(folder, windows=windows)
    kind: EnvKind = "ours" if noted else "conda" if is_conda(folder) else "venv"
    known = find_kernels() if kernels is None else kernels
    kernel = next((kernel.name for kernel in known if leads_into(kernel, prefix)), "")
    root = is_root(folder) or any(same_file(conda.root, prefix) for conda in machine.condas)
    why_not = cannot_train(python, torch.version) if executable.exists() else say("It has no Python.")
    return Env(
        name=_name(folder, root=root),
        prefix=prefix,
        kind=kind,
        python=python,
        executable=str(executable) if executable.exists() else "",
        torch=torch.version,
        build=torch.build,
        kernel=kernel,
        trains=why_not is None,
        why_not=why_not,
        is_root=root,
        created=str(noted.get("created", "")),
    )


def cannot_train(python: str, torch: str) -> Sentence | None:
    """Return why the trainer cannot run with these versions; None if it can."""
    if not python:
        return say("It has no Python.")
    if leading(python) < leading(OLDEST_PYTHON):
        return say("Its Python {python} is older than 3.10, which the trainer needs.", python=python)
    if not torch:
        return say("It has no PyTorch.")
    if leading(torch) < leading(OLDEST_TORCH):
        return say("Its torch {torch} is older than 2.2, which the trainer needs.", torch=torch)
    return None


def _name(folder: Path, *, root: bool) -> str:
    """The name a person knows it by: a project's own ``.venv`` is called after the project."""
    if root:
        return "base"
    return (
        f"{folder.parent.name}/{folder.name}"
        if folder.name.lower() in (".venv", "venv", "env", ".env")
        else folder.name
    )


# -------------------------------------------------------------------------------------------------- where they lie
def _candidates(
    machine: Machine,
    environ: Mapping[str, str],
    workspaces: Sequence[str],
    unread: dict[str, Sentence],
    looking: Looking,
) -> Iterator[str]:
    """Folders that may be environments, the likeliest first."""
    yield from _children(machine.envs_folder, unread, looking)
    for conda in machine.condas:
        yield conda.root
        yield from conda.envs
        for folder in conda.envs_dirs:
            yield from _children(folder, unread, looking)
    home = machine.home or str(Path.home())
    yield from conda_files.registered(Path(home))
    for folder in _usual_folders(home, environ, windows=machine.system == "windows"):
        yield from _children(folder, unread, looking)
    for workspace in (*workspaces, home):
        for name in (".venv", "venv", ".conda"):
            yield os.path.join(workspace, name)


def _usual_folders(home: str, environ: Mapping[str, str], *, windows: bool) -> list[str]:
    """Where conda, virtualenvwrapper, pyenv, pipenv, poetry, pixi and our own root keep environments."""
    folders = [environ.get("WORKON_HOME", ""), environ.get("PIPENV_VENV_IN_PROJECT_HOME", "")]
    folders += [os.path.join(home, *parts) for parts in (
        ("torchgarden", "envs"), (".conda", "envs"), (".virtualenvs",), (".venvs",), ("envs",), ("venvs",),
        (".pyenv", "versions"), (".local", "share", "virtualenvs"), (".cache", "pypoetry", "virtualenvs"),
        ("Library", "Caches", "pypoetry", "virtualenvs"), (".pixi", "envs"), ("micromamba", "envs"),
    )]  # fmt: skip
    if windows:
        local = environ.get("LOCALAPPDATA", "")
        folders += [
            os.path.join(local, "pypoetry", "Cache", "virtualenvs"),
            os.path.join(local, "conda", "conda", "envs"),
        ]
        folders.append(environ.get("SystemDrive", "C:") + r"\torchgarden\envs")
    return [folder for folder in folders if folder]


def _children(folder: str, unread: dict[str, Sentence], looking: Looking) -> list[str]:
    if not folder:
        return []
    try:
        return looking.at(folder, lambda: _folders_in(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        unread[folder] = _unread(folder, error)
        return []


def _folders_in(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.path for entry in itertools.islice(entries, MOST) if _may_be_folder(entry))


def _may_be_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return True  # looked at with the others, and named there


# ----------------------------------------------------------------------------------------------------------- size
def measure(prefix: str, *, timeout_s: float = MEASURE_S) -> Measured:
    """Return bytes and files of an environment, as counted within `timeout_s`. Links are not followed."""
    ends = time.monotonic() + timeout_s
    size_bytes = files = 0
    folders = [prefix]
    while folders:
        if time.monotonic() > ends:
            return Measured(prefix, size_bytes, files, complete=False)
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        size_bytes += entry.stat(follow_symlinks=False).st_size
                        files += 1
        except OSError:
            continue
    return Measured(prefix, size_bytes, files, complete=True)
