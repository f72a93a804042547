"""``~/.conda/environments.txt``: conda's list of environments that do not lie in one of its own folders.

conda and VS Code find environments by it. conda appends to it blindly, so it is always written whole, ends in a
newline, and is replaced in one go.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path


def file(home: Path | None = None) -> Path:
    return (home or Path.home()) / ".conda" / "environments.txt"


def registered(home: Path | None = None) -> tuple[str, ...]:
    """The environments on the list, as they are written there."""
    try:
        text = file(home).read_text("utf-8", errors="surrogateescape")
    except OSError:
        return ()
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def register(prefix: str, *, home: Path | None = None) -> None:
    """Put an environment on the list. Raises OSError."""
    entries = registered(home)
    if not any(_same(entry, prefix) for entry in entries):
        _write((*entries, prefix), home)


def unregister(prefix: str, *, home: Path | None = None) -> None:
    """Take an environment off the list. Raises OSError."""
    entries = registered(home)
    kept = tuple(entry for entry in entries if not _same(entry, prefix))
    if kept != entries:
        _write(kept, home)


def _same(one: str, other: str) -> bool:
    return os.path.normcase(os.path.normpath(one)) == os.path.normcase(os.path.normpath(other))


def _write(entries: Sequence[str], home: Path | None) -> None:
    path = file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text("".join(f"{entry}\n" for entry in entries), "utf-8", errors="surrogateescape", newline="\n")
        os.replace(beside, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
