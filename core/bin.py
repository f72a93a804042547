"""A bin of our own, for what the system's bin does not take: kept for thirty days, and given back until then.

Each thing has a folder in the bin, named by the day and the second it went there, with ``content`` (the thing) and
``from.json`` (where it was). Things are moved, never copied: a large environment goes at once, and a full disk does
not matter. What lies on another disk than our home goes into a bin beside it, ``.torchgarden-bin``.

    binned = put(folder, bins_for(folder, own=home / "bin"))
    restore(binned)                  # where it was; raises `BinError` if the name is taken meanwhile
    sweep([home / "bin"])            # deletes what has waited for thirty days
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from core import files
from core.disk_reason import is_full
from core.sentence import Problem

KEPT_DAYS = 30
BESIDE = ".torchgarden-bin"
"""The bin on another disk than our home: a folder beside what went there."""
CONTENT, ORIGIN = "content", "from.json"
GOING = ".going-"
"""How the name of an entry begins while it is deleted: half an entry is never listed."""
WHEN = "%Y%m%dT%H%M%SZ"
ENTRY = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{8}")
ORIGIN_BYTES = 1 << 16
LISTED_MOST = 10_000


class BinError(Problem):
    """Something that cannot be put into the bin, or not be given back."""


@dataclass(frozen=True)
class Binned:
    """Something in a bin: its entry there, where it was, and since when it waits (in UTC)."""

    entry: Path
    came_from: Path
    since: datetime

    @property
    def content(self) -> Path:
        """The thing itself."""
        return self.entry / CONTENT

    @property
    def name(self) -> str:
        """What it was called."""
        return self.came_from.name


def bins_for(path: Path, *, own: Path) -> tuple[Path, ...]:
    """Return the bins that may take `path`, in the order to try: ours, then the one beside it."""
    return own, path.parent / BESIDE


def put(path: Path, bins: Sequence[Path], *, now: datetime | None = None) -> Binned:
    """Move a file or folder into the first of `bins` that is on its disk; raise `BinError` if none takes it.

    A link goes itself, never what it leads to. After a `BinError` all is as it was.
    """
    if not os.path.lexists(path):
        raise BinError("{name} is not there any more.", name=path.name)
    why: OSError | None = None
    for bin_ in bins:
        try:
            return _moved_into(bin_, path, now or datetime.now(timezone.utc))
        except OSError as error:
            why = error
    if why is not None and is_full(why):
        raise BinError("{name} cannot be moved to the bin: the disk is full.", name=path.name) from why
    raise BinError(
        "{name} cannot be moved to the bin: another program uses it, or it may not be changed.", name=path.name
    ) from why


def _moved_into(bin_: Path, path: Path, now: datetime) -> Binned:
    entry = bin_ / f"{now.astimezone(timezone.utc):{WHEN}}-{secrets.token_hex(4)}"
    entry.mkdir(parents=True, mode=0o700)
    try:
        origin = {"from": str(path.absolute())}
        files.write(entry / ORIGIN, files.to_json(origin))
        files.rename(path, entry / CONTENT)
    except BaseException:
        files.remove_tree(entry)
        with contextlib.suppress(OSError):
            bin_.rmdir()  # only if it is empty: on another disk we leave nothing
        raise
    return Binned(entry, path.absolute(), now.replace(microsecond=0))


def listing(bins: Iterable[Path]) -> list[Binned]:
    """Return what is in the bins, newest first; what cannot be read is left out."""
    found = [binned for bin_ in bins for entry in _entries(bin_) if (binned := _read(entry)) is not None]
    return sorted(found, key=lambda binned: binned.since, reverse=True)


def _entries(bin_: Path) -> list[Path]:
    found: list[Path] = []
    with contextlib.suppress(OSError), os.scandir(bin_) as entries:
        for entry in entries:
            if ENTRY.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False) and len(found) < LISTED_MOST:
                found.append(Path(entry.path))
    return found


def _read(entry: Path) -> Binned | None:
    """Return the entry, None if it is none. On a shared disk others may have written it: nothing leaves its folder."""
    since = _since(entry)
    try:
        came_from = files.read_object(entry / ORIGIN, limit_bytes=ORIGIN_BYTES).get("from")
    except (OSError, ValueError):
        return None
    if since is None or not isinstance(came_from, str) or not files.can_be_path(came_from):
        return None
    path = Path(came_from)
    if not path.is_absolute() or ".." in path.parts or not files.is_name(path.name):
        return None
    if not os.path.lexists(entry / CONTENT):
        return None
    if entry.parent.name == BESIDE and path.parent != entry.parent.parent.absolute():
        return None
    return Binned(entry, path, since)


def _since(entry: Path) -> datetime | None:
    match = ENTRY.fullmatch(entry.name)
    with contextlib.suppress(ValueError):
        return datetime.strptime(match[1], WHEN).replace(tzinfo=timezone.utc) if match else None
    return None


def restore(binned: Binned, *, to: Path | None = None) -> Path:
    """Move something back to where it was, or `to`; return the place. Raises `BinError`, and then it stays in the bin.

    Nothing is ever replaced: a name that is taken meanwhile is refused.
    """
    target = to or binned.came_from
    if not os.path.lexists(binned.content):
        raise BinError("{name} is not in the bin any more.", name=target.name)
    if os.path.lexists(target):
        raise BinError("Something else is called {name} by now. Rename that first, then try again.", name=target.name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        files.rename(binned.content, target)
    except OSError as error:
        raise BinError(
            "{name} cannot be moved back to {folder}.", name=target.name, folder=str(target.parent)
        ) from error
    files.remove_tree(binned.entry)
    with contextlib.suppress(OSError):
        binned.entry.parent.rmdir()  # only if nothing else waits in it
    return target


def sweep(bins: Iterable[Path], *, now: datetime | None = None) -> tuple[Path, ...]:
    """Delete for good what has waited for thirty days; return the entries. Raises nothing."""
    last = (now or datetime.now(timezone.utc)) - timedelta(days=KEPT_DAYS)
    gone: list[Path] = []
    for bin_ in bins:
        for entry in _entries(bin_):
            since = _since(entry)
            if since is not None and since < last:
                with contextlib.suppress(OSError):
                    going = entry.with_name(f"{GOING}{entry.name}")
                    files.rename(entry, going)
                    gone.append(entry)
        for going in bin_.glob(f"{GOING}*"):  # also what another program held the last time
            files.remove_tree(going)
    return tuple(gone)
