"""A run that comes from elsewhere: made in a folder that no list shows, then given a name that is free, in one move."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from core import files
from core.run_folders import give_back, new_folder
from core.workers.half_made import COMING

STALE_S = 24 * 3600.0
"""What was begun so long ago was left by a process that was killed."""
TIMES = 5
TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES, errno.EPERM)


@contextlib.contextmanager
def beside_runs(runs: Path) -> Iterator[Path]:
    """Yield a new folder in `runs` to make a run in; it is gone afterwards. Raises OSError."""
    runs.mkdir(parents=True, exist_ok=True)
    _sweep(runs)
    place = runs / f"{COMING}{os.getpid()}-{secrets.token_hex(4)}"
    place.mkdir()
    try:
        yield place
    finally:
        files.remove_tree(place)


def put_in_place(run: Path, runs: Path, name: str) -> Path:
    """Give a whole run the name `name` in `runs`, or that with a number; return its folder. Raises OSError."""
    for last in (*[False] * TIMES, True):
        target = new_folder(runs, name)
        give_back(target)
        try:
            files.rename(run, target)
        except OSError as error:
            if last or error.errno not in TAKEN:
                raise
            continue  # another window was quicker
        return target
    raise AssertionError("the last try ends")


def _sweep(runs: Path) -> None:
    with contextlib.suppress(OSError), os.scandir(runs) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.name.startswith(COMING) and time.time() - entry.stat(follow_symlinks=False).st_mtime > STALE_S:
                    files.remove_tree(Path(entry.path))
