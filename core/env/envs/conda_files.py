"""What conda writes and rattler does not: an environment's history, and the list of environments.

The history matters: with an empty one conda believes that nothing was asked for, and its next `conda remove X`
removes Python too. `conda-meta/history` also makes a folder an environment, for conda and for us. So it is written
last: without it there is no environment yet.

`conda-meta/created_at`, which conda writes since 25.11, is left out on purpose: its time format is documented nowhere,
and a time that conda cannot read could break `conda env list` for all environments. Without the file conda takes the
time for unknown, as for all older environments.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.env.look.patience import within
from core.files import read_bytes
from core.files import write as write_file
from core.messages.recipe import CHANNELS_URL, CondaPackage
from core.prefix import history_of

LIST_BYTES = 16 << 20
LINKS_S = 2.0


def file(home: Path | None = None) -> Path:
    """The list of environments that conda and editors read."""
    """Return the path of conda's list of environments."""
    return (home or Path.home()) / ".conda" / "environments.txt"


def registered(home: Path | None = None) -> tuple[str, ...]:
    """Return the environments on conda's list, as written there; none if it cannot be read."""
    try:
        return _entries(home)
    except OSError:
        return ()


def _entries(home: Path | None) -> tuple[str, ...]:
    """The list as it is. Raises OSError where it cannot be read: it is not written then either."""
    try:
        text = read_bytes(file(home), limit_bytes=LIST_BYTES).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ()
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def register(prefix: str, *, home: Path | None = None) -> None:
    """Put an environment on conda's list. Raises OSError."""
    entries = _entries(home)
    if not any(_same(entry, prefix) for entry in entries):
        _write((*entries, prefix), home)


def unregister(prefix: str, *, home: Path | None = None) -> None:
    """Take an environment off conda's list. Raises OSError."""
    entries = _entries(home)
    kept = tuple(entry for entry in entries if not _same(entry, prefix))
    if kept != entries:
        _write(kept, home)


def _same(one: str, other: str) -> bool:
    """Whether two paths are of one folder, through links in its parents (a home that is a link) too.

    Only where the last names agree are links followed: an entry on a disk that has gone is not asked.
    """
    first, second = (os.path.normcase(os.path.normpath(path)) for path in (one, other))
    if first == second or os.path.basename(first) != os.path.basename(second):
        return first == second
    with contextlib.suppress(OSError, ValueError):
        return within(LINKS_S, lambda: _parent(first) == _parent(second))
    return False


def _parent(path: str) -> str:
    return os.path.realpath(os.path.dirname(path))


def _write(entries: Sequence[str], home: Path | None) -> None:
    path = file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, "".join(f"{entry}\n" for entry in entries).encode("utf-8", "surrogateescape"))


def hide(prefix: Path) -> None:
    """Hide a folder from conda until it is an environment: rattler leaves an empty history in it."""
    history_of(prefix).unlink(missing_ok=True)


def distribution(package: CondaPackage) -> str:
    """Return a package as conda writes it in its history: CHANNEL/SUBDIR::NAME-VERSION-BUILD.

    The channel goes by its name if it has one: conda compares these lines with its own.
    """
    channel = package.channel.removeprefix(CHANNELS_URL).strip("/")
    return f"{channel}/{package.subdir}::{package.name}-{package.version}-{package.build}"


def recorded(text: str) -> set[str]:
    """Return what the history says is installed now."""
    found: set[str] = set()
    for line in text.splitlines():
        if line.startswith("+"):
            found.add(line[1:])
        elif line.startswith("-"):
            found.discard(line[1:])
    return found


def write(prefix: Path, packages: Iterable[CondaPackage], *, command: str, specs: Sequence[str] = ()) -> None:
    """Add one revision to the history, after which exactly `packages` are installed. Raises OSError.

    The file is replaced at once and is then on the disk. conda ignores a revision without a command line.
    """
    target = history_of(prefix)
    before = ""
    if target.exists():
        before = read_bytes(target, limit_bytes=LIST_BYTES).decode("utf-8", "surrogateescape")
    old, new = recorded(before), {distribution(package) for package in packages}
    now = datetime.datetime.now()
    lines = [f"==> {now:%Y-%m-%d %H:%M:%S} <==", f"# cmd: {command}"]
    lines += [f"-{name}" for name in sorted(old - new)] + [f"+{name}" for name in sorted(new - old)]
    if specs:
        lines.append(f"# update specs: {sorted(specs)!r}")
    text = before + "\n".join(lines) + "\n"
    write_file(target, text.encode("utf-8", "surrogateescape"), on_disk=True)
