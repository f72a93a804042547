"""A run as it stands at one moment, also while a trainer saves into it: a copy of exactly what its weights speak of."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core import files
from core.folders import find_folders
from core.run_folders import copy
from core.runs import BRANCHES, RECORD_BYTES, RECORD_FILE, TREE_FILE, TWIN_FILE, WEIGHTS_FILE, RunError
from core.train.disk.checkpoint import IMPOSSIBLE

TIMES = 5
"""How often a run is copied that is saved meanwhile: a trainer saves every few seconds at most."""
STALE_S = 24 * 3600.0
"""A copy this old is what a killed process left."""


@contextlib.contextmanager
def standing(folder: Path) -> Iterator[Path]:
    """Yield a copy of a run in a folder of the same name; it is gone afterwards. Raises `RunError` and OSError."""
    top = find_folders().cache / "out"
    _sweep(top)
    place = top / f"{os.getpid()}-{secrets.token_hex(4)}"
    try:
        for _ in range(TIMES):
            before = _stamp(folder)
            target = copy(folder, place / (folder.name or "run"))
            if _stamp(folder) == before and _has_its_ticks(target):
                break
            files.remove_tree(target)
        else:
            target = copy(folder, place / (folder.name or "run"))
        yield target
    finally:
        files.remove_tree(place)


def members(run: Path) -> dict[str, Path]:
    """Return the files that belong to a run, by their place in it: of its ticks those that the weights speak of."""
    found = _of_one(run, "")
    for name in (TWIN_FILE, TREE_FILE):
        if (run / name).is_file():
            found[name] = run / name
    branches = run / BRANCHES
    for one in sorted(branches.iterdir(), key=lambda one: one.name) if branches.is_dir() else ():
        if (one / WEIGHTS_FILE).is_file() and one.name == str(int(one.name)):
            found |= _of_one(one, f"{BRANCHES}/{one.name}/")
    return {name: path for name, path in found.items() if not files.is_link(path)}


def _of_one(folder: Path, head: str) -> dict[str, Path]:
    names = [WEIGHTS_FILE, RECORD_FILE, _ticks_of(folder)]
    return {head + name: folder / name for name in names if name and (folder / name).is_file()}


def _has_its_ticks(run: Path) -> bool:
    ticks = _ticks_of(run)
    return not ticks or (run / ticks).is_file()


def _ticks_of(folder: Path) -> str:
    """Return the name of the ticks that a run's weights speak of, "" where they cannot be read."""
    try:
        return f"ticks-{int(told_of(folder / WEIGHTS_FILE)['story'])}.f8"
    except IMPOSSIBLE:
        return ""


def told_of(weights: Path) -> Any:
    """Return what the header of a run's weights tells, without reading the weights."""
    with files.opened(weights) as file:
        size = int.from_bytes(file.read(8), "little")
        if size > RECORD_BYTES:
            raise ValueError("too long for a header")
        header = files.from_json(file.read(size))
    return files.from_json(header["__metadata__"]["torchgarden"].encode())


def _stamp(folder: Path) -> tuple[int, int, int]:
    try:
        found = (folder / WEIGHTS_FILE).stat()
    except OSError as error:
        raise RunError("There is no training in {folder}.", folder=str(folder)) from error
    return found.st_mtime_ns, found.st_size, found.st_ino


def _sweep(top: Path) -> None:
    """Delete what killed processes have left."""
    with contextlib.suppress(OSError), os.scandir(top) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > STALE_S:
                    files.remove_tree(Path(entry.path))
