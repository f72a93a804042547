"""What conda itself writes into an environment and rattler does not: its history.

Not cosmetic: with an empty history conda believes that nothing was ever asked for, and its next `conda remove X`
takes Python along. And `conda-meta/history` is what makes a folder an environment, for conda as for us, so it is
written last: an environment without it is not there yet.

`conda-meta/created_at`, which conda since 25.11 writes too, is left out on purpose: how conda writes the time in it is
described nowhere, and one that conda cannot read could break `conda env list` for every environment of the person.
Without the file conda takes the time for unknown, as for all environments that are older.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.files import write as write_file
from core.messages.recipe import CHANNELS_URL, CondaPackage
from core.prefix import history_of


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
    write_file(path, "".join(f"{entry}\n" for entry in entries).encode("utf-8", "surrogateescape"))


def hide(prefix: Path) -> None:
    """Make conda blind to a folder that is not an environment yet: rattler leaves an empty history in it."""
    history_of(prefix).unlink(missing_ok=True)


def distribution(package: CondaPackage) -> str:
    """A package as conda writes it in its history: CHANNEL/SUBDIR::NAME-VERSION-BUILD.

    The channel by its name where it has one: conda compares these lines with its own, and takes others for a change.
    """
    channel = package.channel.removeprefix(CHANNELS_URL).strip("/")
    return f"{channel}/{package.subdir}::{package.name}-{package.version}-{package.build}"


def recorded(text: str) -> set[str]:
    """What the history says is installed now."""
    found: set[str] = set()
    for line in text.splitlines():
        if line.startswith("+"):
            found.add(line[1:])
        elif line.startswith("-"):
            found.discard(line[1:])
    return found


def write(prefix: Path, packages: Iterable[CondaPackage], *, command: str, specs: Sequence[str] = ()) -> None:
    """Add one revision that ends with exactly `packages`; the file is replaced in one go, and on the disk after it.

    The line with the command is required: conda passes over a revision without one.
    """
    target = history_of(prefix)
    before = target.read_text("utf-8") if target.exists() else ""
    old, new = recorded(before), {distribution(package) for package in packages}
    now = datetime.datetime.now()
    lines = [f"==> {now:%Y-%m-%d %H:%M:%S} <==", f"# cmd: {command}"]
    lines += [f"-{name}" for name in sorted(old - new)] + [f"+{name}" for name in sorted(new - old)]
    if specs:
        lines.append(f"# update specs: {sorted(specs)!r}")
    write_file(target, before + "\n".join(lines) + "\n", on_disk=True)
