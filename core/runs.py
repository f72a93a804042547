"""Saved trainings: list, name, hold, rename, copy and delete them.

Each is a folder, named by the person, with weights.safetensors, run.json and the ticks. The train worker writes and
continues them (`core.train.disk.checkpoint`). One run has one trainer: it holds the lock in the folder, and as long as
it does, nobody else continues, renames or deletes the run.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

from core import files, locks
from core.disk_reason import reason
from core.messages import by_position
from core.messages.catalogue import OWN
from core.messages.train_commands import DataSpec
from core.messages.train_reports import RunRecord
from core.net.labels import counted_from_one
from core.sentence import AdvisedProblem, Problem, Sentence, say
from core.workers import wire

RECORD_FILE = "run.json"
WEIGHTS_FILE = "weights.safetensors"
TWIN_FILE = "twin.safetensors"
LOCK_FILE = ".lock"
TREE_FILE, BRANCHES = "branches.json", "branches"
"""The list of a run's branches, and the folder they are in (`core.train.disk.tree`)."""
RECORD_BYTES = 256 << 20
"""A record grows with its timeline; a larger file is no record."""
HOLD_S = 3.0
"""How long a trainer that was just told to end may still hold its run."""
GOING = ".deleted-"
"""The name of a run's folder while it is deleted; names that begin with a dot are not listed."""
FORMAT = 6
"""Of the files: since 2 the timeline names layers by their keys, since 3 layers that are inserted unfold and units that
are split part, since 4 it is kept when the training stops by itself, since 5 single weights and biases can be set,
since 6 the data can be a person's own. `format_of` says which one a run is written as."""
NAME_BYTES = 200
"""File systems allow 255 bytes; a Korean letter takes three."""
FORBIDDEN = set('<>:"/\\|?*')
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names that Windows keeps for devices."""


Kept = TypeVar("Kept")


class RunError(AdvisedProblem):
    """A saved training that cannot be opened, renamed or deleted. `advice`: why, or what to do about it."""


class RunHeld(RunError):  # noqa: N818 (it says how things stand)
    """A run that another program has open."""


@dataclass(frozen=True)
class SavedRun:
    """A saved training and the folder it is in. `problem`: what of it is broken; then `record` may be None."""

    folder: Path
    record: RunRecord | None
    problem: Sentence | None = None

    @property
    def name(self) -> str:
        """What the person called it: the folder's name."""
        return self.folder.name


def list_runs(runs: Path) -> list[SavedRun]:
    """Return the saved trainings in folder `runs`, newest first, also the broken ones."""
    found: list[tuple[str, SavedRun]] = []
    with contextlib.suppress(OSError):
        for folder in runs.iterdir() if runs.is_dir() else ():
            if not folder.name.startswith(".") and is_run(folder):
                run = read_run(folder)
                found.append((run.record.saved if run.record else _changed(folder), run))
    return [run for _, run in sorted(found, key=lambda pair: pair[0], reverse=True)]


def is_run(folder: Path) -> bool:
    """Return whether a training is saved in a folder, whole or not."""
    return any(map(os.path.lexists, _files(folder)))


def _files(folder: Path) -> tuple[Path, Path]:
    return folder / RECORD_FILE, folder / WEIGHTS_FILE


def _changed(folder: Path) -> str:
    with contextlib.suppress(OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(folder.stat().st_mtime, timezone.utc).isoformat(timespec="milliseconds")
    return ""


def stamps(runs: Path) -> dict[str, int]:
    """Return when each run in a folder was last saved: what is equal has not changed."""
    found: dict[str, int] = {}
    with contextlib.suppress(OSError), os.scandir(runs) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                found[entry.name] = os.stat(os.path.join(entry.path, RECORD_FILE)).st_mtime_ns
    return found


def read_run(folder: Path) -> SavedRun:
    """Return a run with what can be read of it. Raises nothing: what is broken is said in `problem`."""
    try:
        record = read_record(folder)
    except RunError as error:
        try:
            record = up_to_date(_record_in_weights(folder), name=folder.name)
        except (OSError, ValueError, KeyError, TypeError, RecursionError, Problem):
            return SavedRun(folder, None, error.sentence)
        return SavedRun(folder, record, say("Its list entry was damaged; it was read from the weights."))
    if not (folder / WEIGHTS_FILE).is_file():
        return SavedRun(folder, record, say("Its weights are missing: it cannot be continued."))
    return SavedRun(folder, record)


def _record_in_weights(folder: Path) -> RunRecord:
    """Return the record that the weights carry in their header; see `core.train.model.safetensors`."""
    with files.opened(folder / WEIGHTS_FILE) as file:
        size = int.from_bytes(file.read(8), "little")
        if size > RECORD_BYTES:
            raise ValueError("too long for a header")
        header = files.from_json(file.read(size))
    made = wire.from_plain(files.from_json(header["__metadata__"]["torchgarden"].encode())["record"])
    if not isinstance(made, RunRecord):
        raise ValueError("no record")
    return made


def format_of(data: DataSpec) -> int:
    """Return the format in which a training on this data is written: the lowest in which all of it can be said, so that
    older versions open what they can train."""
    return FORMAT if data.name == OWN else 5


def plain_of(record: RunRecord) -> dict[str, Any]:
    """Return a record as it is written into the files of a run."""
    plain = wire.to_plain(replace(record, format=format_of(record.data)))
    if record.data.name != OWN:
        for name in ("own", "title"):  # which older versions do not know
            del plain["data"][name]
    return plain


def read_record(folder: Path) -> RunRecord:
    """Return the record in a run's run.json; raise `RunError` if it cannot be read."""
    try:
        plain = files.from_json(files.read_bytes(folder / RECORD_FILE, limit_bytes=RECORD_BYTES))
        if isinstance(plain, dict) and type(plain.get("format")) is int and plain["format"] > FORMAT:
            raise RunError("The training {name} was saved by a newer TorchGarden.", name=folder.name)
        made = wire.from_plain(plain)
    except RunError:
        raise
    except (OSError, ValueError, Problem) as error:
        raise RunError("The training {name} is damaged and cannot be read.", name=folder.name) from error
    if not isinstance(made, RunRecord):
        raise RunError("The training {name} is damaged and cannot be read.", name=folder.name)
    return up_to_date(made, name=folder.name)


def up_to_date(record: RunRecord, *, name: str) -> RunRecord:
    """Return a record as this version writes it; raise `RunError` if a newer one has written it."""
    if record.format > FORMAT:
        raise RunError("The training {name} was saved by a newer TorchGarden.", name=name)
    record = replace(record, marks=tuple(replace(one, label=counted_from_one(one.label)) for one in record.marks))
    if record.format == FORMAT:
        return record
    timeline = record.timeline if record.format >= 3 else by_position.as_done_before(record.timeline)
    if record.format < 2:
        try:
            timeline = by_position.timeline_by_key(record.first_net, timeline, record.marks)
        except (ValueError, TypeError, OverflowError) as error:  # a mark whose label says no number
            raise RunError("The training {name} is damaged and cannot be read.", name=name) from error
    return replace(record, timeline=timeline, format=FORMAT)


def check_name(name: str) -> str:
    """Return `name` as a folder's name on every system; raise `RunError` if it cannot be one."""
    name = unicodedata.normalize("NFC", name.strip())
    if not name:
        raise RunError("A training needs a name.")
    bad = sorted({letter for letter in name if letter in FORBIDDEN or unicodedata.category(letter) in ("Cc", "Cs")})
    if bad:
        raise RunError("A name cannot contain {letters}", letters=" ".join(repr(letter)[1:-1] for letter in bad))
    if name.startswith(".") or name.endswith(".") or name.split(".")[0].upper() in RESERVED:
        raise RunError("The name {name} means something else to the system. Choose another.", name=name)
    if len(name.encode()) > NAME_BYTES:
        raise RunError("The name is too long.")
    return name


def free_folder(run: SavedRun, name: str) -> Path:
    """Return the folder that a run has under another name; raise `RunError` if the name is taken or impossible."""
    name = check_name(name)
    others = names_of(folder for folder in run.folder.parent.iterdir() if folder != run.folder)
    if name.casefold() in others:
        raise RunError("There is a training called {name} already.", name=name)
    return run.folder.with_name(name)


# ------------------------------------------------------------------------------------------------------- held by one
def hold(folder: Path, *, patience_s: float = HOLD_S) -> locks.Lock | None:
    """Return the lock on a run; raise `RunHeld` while another program has it open.

    None where no lock can be made: then nothing can be saved there either, and the save says so.
    """
    try:
        return locks.take(folder / LOCK_FILE, patience_s=patience_s)
    except locks.Taken as taken:
        raise held_by(taken.holder, name=folder.name) from taken
    except OSError:
        return None


def held_by(holder: locks.Holder, *, name: str) -> RunHeld:
    """Return what is said of a run that another program has open: who, and what can be done."""
    since = holder.since[:16].replace("T", " ")
    if not holder.pid:
        return RunHeld("Another program has the training {name} open. Close it there, or open a copy.", name=name)
    if holder.here:
        return RunHeld(
            "The training {name} is open in another TorchGarden since {since} (process {pid}). Close it there, or open "
            "a copy.", name=name, since=since, pid=str(holder.pid),
        )  # fmt: skip
    return RunHeld(
        "The training {name} is open on the computer {computer} since {since} (process {pid}). Close it there, or open "
        "a copy.", name=name, computer=holder.computer, since=since, pid=str(holder.pid),
    )  # fmt: skip


def is_held(folder: Path) -> bool:
    """Return whether some program has the run open, this one included."""
    return locks.holder_of(folder / LOCK_FILE) is not None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other programs from opening a run while its folder is moved."""
    if not is_run(folder):
        raise RunError("There is no training in {folder}.", folder=str(folder))
    lock = hold(folder, patience_s=0)
    if lock is not None and sys.platform == "win32":
        lock.release()  # there an open file keeps its folder in place, so whoever opens it now does
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


# ---------------------------------------------------------------------------------------------------------- changed
def rename(run: SavedRun, name: str) -> SavedRun:
    """Give a run another name; raise `RunError` if the name is taken or impossible, or another program has it open."""
    try:
        target = free_folder(run, name)
        if target == run.folder:
            return run
        with _alone(run.folder):
            files.rename(run.folder, target)
    except OSError as error:
        raise RunError("The training {name} cannot be renamed.", advice=(reason(error),), name=run.name) from error
    return SavedRun(target, run.record, run.problem)


def to_bin(run: SavedRun, move: Callable[[Path], Kept]) -> Kept:
    """Let `move` take a run's folder away; return what it returns. Raises `RunHeld` if another program has it open."""
    with _alone(run.folder):
        return move(run.folder)


def delete(run: SavedRun) -> None:
    """Delete a run for good. It is renamed first: half a run is never listed."""
    try:
        with _alone(run.folder):
            going = run.folder.with_name(f"{GOING}{secrets.token_hex(4)}")
            files.rename(run.folder, going)
    except OSError as error:
        raise RunError("The training {name} cannot be deleted.", advice=(reason(error),), name=run.name) from error
    for folder in run.folder.parent.glob(f"{GOING}*"):  # also what another program held the last time
        files.remove_tree(folder)


def names_of(folders: Iterable[Path]) -> set[str]:
    """Return the names of folders, as a file system sees them that ignores capitals."""
    return {unicodedata.normalize("NFC", folder.name).casefold() for folder in folders}
