"""Which disk is full, where a program that writes on two of them does not say so."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.env.problems import DiskFull, InstallError


def where_full(problem: InstallError, prefix: Path, cache: Path) -> InstallError:
    """Return the problem; a full disk by the name of the one that is: uv and rattler unpack into the cache, too."""
    try:
        if not isinstance(problem, DiskFull) or _free(cache) >= _free(prefix):
            return problem
    except OSError:
        return problem
    return DiskFull("There is no space left on the disk of {path}.", path=str(cache), detail=problem.detail)


def _free(path: Path) -> int:
    """Return the free bytes where a path is, or will be. Raises OSError."""
    there = next((one for one in (path, *path.parents) if one.exists()), path)
    return shutil.disk_usage(there).free
