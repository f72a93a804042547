"""What a worker leaves that was ended in the midst of something: parts of files, folders without a name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from core import files
from core.folders import Folders

COMING = ".coming-"
"""How folders of runs begin that are being made (`core.out.placed`)."""


def clear(pid: int, folders: Folders, *, runs: Path, target: Path | None = None) -> None:
    """Delete what the process with this number, which is gone, has begun. `runs`: where runs are made;
    `target`: the file that it was writing.

    Raises nothing: what cannot be deleted now goes later (`core.files.Beside`, `core.out.placed`, `core.data.library`).
    """
    for path in list(_left(pid, folders, runs, target)):
        if path.is_dir() and not files.is_link(path):
            files.remove_tree(path)
        else:
            with contextlib.suppress(OSError):
                path.unlink()


def _left(pid: int, folders: Folders, runs: Path, target: Path | None) -> Iterator[Path]:
    places = [
        (runs, f"{COMING}{pid}-"),
        (folders.data / "data", f".{pid}-"),
        (folders.cache / "out", f"{pid}-"),
    ]
    if target is not None:
        places.append((target.parent, f"{target.name[: files.NAME_LETTERS]}.{pid}-"))
    for folder, head in places:
        with contextlib.suppress(OSError):
            yield from (path for path in folder.iterdir() if path.name.startswith(head))
