"""Folders for runs that begin: made for one window alone, given back if nothing was saved, copied for a second one."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path

from core import files, locks
from core.disk_reason import reason
from core.runs import (
    BRANCHES,
    LOCK_FILE,
    RECORD_FILE,
    TREE_FILE,
    TWIN_FILE,
    WEIGHTS_FILE,
    RunError,
    check_name,
    names_of,
)

RESERVED_S = 3600.0
"""A folder in which nothing was saved for so long was left by a program that was killed."""


def new_folder(runs: Path, name: str, *, besides: Path | None = None) -> Path:
    """Return a folder in `runs` that no training is in yet: `name`, or `name` with a number.

    It is made, so that no other window gets it too; where nothing can be written it is only named. `besides`: a folder
    that also counts as taken, though it could not be made.
    """
    name = check_name(name)
    number, free = 1, name
    while True:
        with contextlib.suppress(OSError):
            runs.mkdir(parents=True, exist_ok=True)
        there: list[Path] = []
        with contextlib.suppress(OSError):
            there = [folder for folder in runs.iterdir() if not _left_empty(folder)]
        taken = names_of([*there, *([besides] if besides is not None else ())])
        while free.casefold() in taken:
            number += 1
            free = f"{name} ({number})"
        try:
            (runs / free).mkdir()
            (runs / free / LOCK_FILE).touch()
        except FileExistsError:
            if _left_empty(runs / free):
                return runs / free
            number += 1  # another window was quicker
            free = f"{name} ({number})"
            continue
        except OSError:
            pass
        return runs / free


def _left_empty(folder: Path) -> bool:
    """Return whether a program that was killed has left this folder before anything was saved in it."""
    with contextlib.suppress(OSError):
        old = time.time() - folder.stat().st_mtime > RESERVED_S
        return old and os.listdir(folder) == [LOCK_FILE] and locks.holder_of(folder / LOCK_FILE) is None
    return False


def give_back(folder: Path) -> None:
    """Remove a folder of `new_folder` in which nothing has been saved."""
    with contextlib.suppress(OSError):
        if os.listdir(folder) == [LOCK_FILE] and locks.holder_of(folder / LOCK_FILE) is None:
            (folder / LOCK_FILE).unlink()
        folder.rmdir()  # only if it is empty


def copy(folder: Path, target: Path) -> Path:
    """Copy a run into the folder `target`, also while a trainer saves into it; return `target`. Raises `RunError`."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        for source in (
            folder / WEIGHTS_FILE,
            *sorted(folder.glob("ticks-*.f8")),
            folder / RECORD_FILE,
            folder / TWIN_FILE,
        ):
            # Each is replaced whole by its writer. Ticks that the weights do not speak of are dropped when it is read.
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(source, target / source.name, follow_symlinks=False)
        _copy_branches(folder, target)
    except (OSError, shutil.Error) as error:
        files.remove_tree(target)
        advice = (reason(error),) if isinstance(error, OSError) else ()
        raise RunError("The training {name} cannot be copied.", advice=advice, name=folder.name) from error
    if not (target / WEIGHTS_FILE).is_file():
        files.remove_tree(target)
        raise RunError("There is no training in {folder}.", folder=str(folder))
    return target


def _copy_branches(folder: Path, target: Path) -> None:
    """Copy the branches of a run, and then the list of them."""
    branches, parts = folder / BRANCHES, shutil.ignore_patterns("*.part")
    if branches.is_dir() and not files.is_link(branches):
        for one in branches.iterdir():
            if one.name.isdecimal() and one.is_dir() and not files.is_link(one):
                shutil.copytree(one, target / BRANCHES / one.name, symlinks=True, ignore=parts)
    with contextlib.suppress(FileNotFoundError):
        shutil.copyfile(folder / TREE_FILE, target / TREE_FILE, follow_symlinks=False)
