"""What is known of an install under way, on the disk before anything is done: a power cut loses nothing.

One folder for each install, with one small file that is written beside and replaced at every turn. While it is there,
the install is unfinished: it can be continued, or discarded.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from core import files
from core.messages.recipe import Plan, StageName
from core.workers import wire

FILE = "install.json"
Phase = Literal["fetching", "building", "built", "swapping", "finished"]
"""fetching: nothing is in place. building: a half environment lies at the prefix. built: it is whole, but not checked.
swapping: the environment that gives way is aside. finished: in place and checked, perhaps not yet safe on the disk."""
Kind = Literal["install", "repair"]


@dataclass(frozen=True)
class Journal:
    """One install under way. `prefix` is where it goes, `log` the file with all that happened."""

    folder: Path
    plan: Plan
    log: Path
    begun: str
    kind: Kind = "install"
    stage: StageName = "environment"
    phase: Phase = "fetching"

    @property
    def prefix(self) -> Path:
        """Where the environment goes."""
        """Return the folder of the environment that is made."""
        return Path(self.plan.prefix)

    @property
    def key(self) -> str:
        """What tells this install from every other."""
        """Return the name of the attempt: its journal's folder."""
        return self.folder.name


def begin(installs: Path, logs: Path, plan: Plan, *, kind: Kind = "install") -> Journal:
    """Open the journal of a new install. Raises OSError."""
    now = datetime.datetime.now().astimezone()
    name = re.sub(r"[^A-Za-z0-9_.-]", "_", plan.recipe.name)
    key = f"{now:%Y%m%d-%H%M%S}-{name}-{uuid.uuid4().hex[:6]}"
    journal = Journal(installs / key, plan, logs / _log_name(key), now.isoformat(timespec="seconds"), kind)
    journal.folder.mkdir(parents=True)
    journal.log.parent.mkdir(parents=True, exist_ok=True)
    return write(journal)


def write(journal: Journal) -> Journal:
    """Put the journal on the disk; return it."""
    plain = {
        "plan": wire.to_plain(journal.plan),
        "log": str(journal.log),
        "begun": journal.begun,
        "kind": journal.kind,
        "stage": journal.stage,
        "phase": journal.phase,
    }
    files.write(journal.folder / FILE, json.dumps(plain), on_disk=True)
    return journal


def turn(journal: Journal, *, stage: StageName | None = None, phase: Phase | None = None) -> Journal:
    """Write that the install has come to another stage or phase."""
    return write(replace(journal, stage=stage or journal.stage, phase=phase or journal.phase))


def read(folder: Path) -> Journal | None:
    """The journal in a folder; None if there is none that can be read."""
    try:
        plain = files.read_object(folder / FILE)
        plan = wire.from_plain(plain["plan"])
        valid = plain["phase"] in get_args(Phase) and plain["kind"] in get_args(Kind) and isinstance(plan, Plan)
        if not valid or plain["stage"] not in get_args(StageName) or not isinstance(plain["begun"], str):
            return None
        log = Path(plain["log"])
        if not _is_place(plan.prefix) or not log.is_absolute() or log.name != _log_name(folder.name):
            return None
        return Journal(folder, plan, log, plain["begun"], plain["kind"], plain["stage"], plain["phase"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, wire.WireError):
        return None


def _is_place(prefix: str) -> bool:
    """Whether a path is one that an install was begun with: what lies there and beside may be deleted."""
    return os.path.isabs(prefix) and files.can_be_path(prefix) and prefix == os.path.abspath(prefix)


def _log_name(key: str) -> str:
    return f"install-{key}.txt"


def all_of(installs: Path) -> Iterator[Journal]:
    """Every install that was begun and neither finished nor discarded, the oldest first."""
    for path in sorted(installs.glob(f"*/{FILE}")):
        journal = read(path.parent)
        if journal:
            yield journal


def put_aside_damaged(installs: Path) -> list[Path]:
    """Rename every journal that cannot be read, so that nothing waits for it any more; return where they are now.

    Not one that merely may not be read now: a disk or a scanner that holds it lets it go again.
    """
    found = []
    for path in sorted(installs.glob(f"*/{FILE}")):
        if read(path.parent) is not None:
            continue
        with contextlib.suppress(OSError):
            files.read_bytes(path, limit_bytes=files.JSON_BYTES)
            aside = path.with_name(f"damaged-{FILE}")
            files.replace(path, aside)
            found.append(aside)
    return found


def close(journal: Journal) -> None:
    """The install is over: nothing of it is unfinished any more."""
    (journal.folder / FILE).unlink(missing_ok=True)
    files.remove_tree(journal.folder)
