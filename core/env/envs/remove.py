"""Remove an environment: shown first, then renamed, then deleted.

It is renamed first, so that an interrupted removal leaves no half environment that looks whole; `sweep` deletes what
it left. These are refused: a folder that neither conda nor venv made, a link, conda's own root, the environment this
program runs in, one that is in use.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from core.env.envs.belongings import NAMED, Own, beside_of, move_own, own_files
from core.env.envs.conda_files import unregister
from core.env.envs.kernels import own_kernels_of, remove_kernels_of
from core.env.envs.layout import TRASH, is_environment, is_root
from core.env.envs.listing import describe, measure
from core.files import is_link, remove_tree, rename
from core.messages.computer import Machine
from core.messages.install_events import Removed, RemovePreviewed
from core.prefix import conda_meta
from core.sentence import Problem

PREVIEW_S = 5.0
Users = Callable[[str], Sequence[str]]


class RemoveError(Problem):
    """Something that may not be removed, or not now: one sentence."""


def preview_remove(prefix: str, machine: Machine, *, environ: Mapping[str, str] | None = None) -> RemovePreviewed:
    """Return what would be removed with the environment. Raises RemoveError if it may not be removed."""
    prefix = check_removable(prefix, machine, users=lambda _: ())
    size, own = measure(prefix, timeout_s=PREVIEW_S), own_files(Path(prefix))
    kernels = tuple(kernel.name for kernel in own_kernels_of(prefix, environ=environ))
    size_bytes = max(0, size.size_bytes - own.size_bytes) if size.complete else size.size_bytes
    return RemovePreviewed(
        describe(prefix, machine), kernels, size_bytes, size.complete, own.paths, own.files, own.size_bytes
    )  # fmt: skip


def remove(
    prefix: str, machine: Machine, *, own: Sequence[str] = (), environ: Mapping[str, str] | None = None,
    users: Users | None = None,
) -> Removed:  # fmt: skip
    """Delete the environment, its line in environments.txt and the kernels that lead into it.

    What in the folder is the person's own is moved into a folder beside, if all of it is named in `own`. After a
    RemoveError nothing has changed. `users` names the programs that run from the folder.
    """
    prefix = check_removable(prefix, machine, users=users or programs_in)
    found = own_files(Path(prefix))
    if unnamed := [path for path in found.paths if path not in own]:
        raise RemoveError(
            "{folder} also holds what is not the environment's but yours ({count} in all): {names}. Name it, and it is "
            "moved into a folder beside; or move it yourself first.",
            folder=prefix, count=found.files, names=", ".join(unnamed[:NAMED]) + (" …" if len(unnamed) > NAMED else ""),
        )  # fmt: skip
    kernels = own_kernels_of(prefix, environ=environ)
    trash = _rename(Path(prefix))
    kept = _kept(trash, found, Path(prefix)) if found.paths else ""
    home = Path(machine.home) if machine.home else None
    with contextlib.suppress(OSError):  # the environment is gone anyway; conda drops the line itself
        unregister(prefix, home=home)
    removed: tuple[str, ...] = ()
    with contextlib.suppress(OSError):
        removed = remove_kernels_of(prefix, environ=environ)
    gone = removed or tuple(k.name for k in kernels if not os.path.exists(k.folder))
    return Removed(prefix, gone, delete(trash), kept)


def _kept(trash: Path, own: Own, prefix: Path) -> str:
    """Move the person's own out of a renamed environment; return where to. Raises RemoveError, with all as before."""
    try:
        return str(move_own(trash, own.paths, beside_of(prefix)))
    except OSError as error:
        with contextlib.suppress(OSError):
            rename(trash, prefix)
        raise RemoveError(
            "{folder} cannot be removed: your own files in it cannot be moved into a folder beside it. Move them "
            "yourself first.", folder=str(prefix),
        ) from error  # fmt: skip


def check_removable(prefix: str, machine: Machine, *, users: Users) -> str:
    """Return the absolute path of the environment; raise RemoveError with the reason if it must stay."""
    if not os.path.isabs(prefix):
        raise RemoveError("The folder {folder} must be given in full, from the disk's root.", folder=prefix)
    prefix = os.path.normpath(prefix)
    if is_link(prefix):
        raise RemoveError("{folder} is a link to another folder. Remove the environment it leads to.", folder=prefix)
    folder = Path(prefix)
    if not is_environment(folder):
        raise RemoveError("{folder} is not an environment, so it is left alone.", folder=prefix)
    if is_root(folder) or any(_same(conda.root, prefix) for conda in machine.condas):
        raise RemoveError("{folder} is conda itself (base), not one of its environments.", folder=prefix)
    for own in (sys.prefix, sys.executable, os.getcwd(), str(Path.home()), machine.home):
        if own and (_same(own, prefix) or _inside(own, prefix)):
            raise RemoveError("{folder} is in use by TorchGarden itself.", folder=prefix)
    if any(is_environment(child) for child in _subfolders(folder / "envs")):
        raise RemoveError("There are other environments inside {folder}. Remove those first.", folder=prefix)
    if os.path.lexists(conda_meta(folder) / "frozen"):
        raise RemoveError(
            "{folder} is frozen: the file conda-meta/frozen tells conda to leave it as it is. Delete that file first.",
            folder=prefix,
        )
    if names := users(prefix):
        raise RemoveError(
            "{folder} is being used by {programs}. Close them first.", folder=prefix, programs=", ".join(names)
        )
    return prefix


def _subfolders(folder: Path) -> list[Path]:
    try:
        return [child for child in folder.iterdir() if child.is_dir()]
    except OSError:
        return []


def _same(one: str, other: str) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def _inside(path: str, folder: str) -> bool:
    inner, outer = (os.path.normcase(os.path.realpath(each)) for each in (path, folder))
    return inner.startswith(outer.rstrip(os.sep) + os.sep)


def programs_in(prefix: str) -> tuple[str, ...]:
    """Return up to four programs that run from the folder or in it, as "python (4711)"; not other people's."""
    found = []
    for process in psutil.process_iter(["pid", "name", "exe"]):
        with contextlib.suppress(psutil.Error, OSError, ValueError):
            if any(_lies_in(path, prefix) for path in _places_of(process)):
                found.append(f"{process.info['name']} ({process.info['pid']})")
    return tuple(found[:4])


def _places_of(process: psutil.Process) -> Iterator[str]:
    """Yield the files and folders that a program runs from, in and with; those that may not be asked are left out."""
    yield process.info["exe"] or ""
    folder = environment = ""
    words: list[str] = []
    with contextlib.suppress(psutil.Error, OSError):
        folder = process.cwd()
        yield os.path.join(folder, ".")
    with contextlib.suppress(psutil.Error, OSError):
        words = process.cmdline()
    with contextlib.suppress(psutil.Error, OSError):
        environment = process.environ().get("PATH", "")
    # A venv's Python is a link to another one, so what was typed counts as well: a path, or a name found along PATH.
    if words and os.path.basename(words[0]) != words[0]:
        yield os.path.join(folder, words[0])
    elif words and folder and (program := shutil.which(words[0], path=environment)):
        yield os.path.join(folder, program)
    if sys.platform == "win32":  # slow there, and needless: the rename is refused while a file is open
        return
    with contextlib.suppress(psutil.Error, OSError):
        yield from (opened.path for opened in process.open_files())


def _lies_in(path: str, prefix: str) -> bool:
    """Whether one of a path's folders is this very folder on the disk, by whatever name it was reached."""
    if not os.path.isabs(path):
        return False
    if _inside(path, prefix) or path.startswith(prefix + os.sep):
        return True
    for folder in Path(os.path.normpath(os.path.dirname(path))), *Path(os.path.dirname(path)).parents:
        with contextlib.suppress(OSError):
            if os.path.samefile(folder, prefix):
                return True
    return False


# --------------------------------------------------------------------------------------------------------- deleting
def _rename(folder: Path) -> Path:
    """Rename the environment, on the same disk; Windows refuses while a program has one of its files open."""
    trash = folder.with_name(f".{folder.name}{TRASH}{os.getpid()}-{time.time_ns()}")
    try:
        rename(folder, trash)
    except PermissionError as error:
        raise RemoveError(
            "{folder} cannot be removed now: another program is using it, or you may not change it."
            " Close terminals, editors and notebooks that use it.",
            folder=str(folder),
        ) from error
    except OSError as error:
        raise RemoveError(
            "{folder} cannot be removed now: its disk does not let it be renamed.", folder=str(folder)
        ) from error
    return trash


def delete(trash: Path) -> tuple[str, ...]:
    """Delete a renamed environment; return up to ten paths that could not be deleted."""
    # conda takes any folder with a history for an environment, so that goes first.
    remove_tree(conda_meta(trash))
    with contextlib.suppress(OSError):
        (trash / "pyvenv.cfg").unlink()
    return remove_tree(trash)


LEFT_OVER = re.compile(rf"\..+{re.escape(TRASH)}\d+-\d+")
"""A name that `_rename` has given, and nobody gives by hand."""


def sweep(folder: str, *, older_s: float = 60.0) -> tuple[str, ...]:
    """Delete what interrupted removals left in a folder of environments; return the deleted folders."""
    gone = []
    for child in _subfolders(Path(folder)):
        if LEFT_OVER.fullmatch(child.name) and not is_link(child):
            with contextlib.suppress(OSError):
                if time.time() - child.stat().st_mtime >= older_s and not delete(child):
                    gone.append(str(child))
    return tuple(gone)
