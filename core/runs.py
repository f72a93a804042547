"""Saved trainings: list, name, rename and delete them.

Each is a folder, named by the person, with weights.safetensors, run.json and the ticks. The train worker writes and
continues them (`core.train.disk.checkpoint`).
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from core import files
from core.messages import by_position
from core.messages.train_reports import RunRecord
from core.sentence import Problem
from core.workers import wire

RECORD_FILE = "run.json"
WEIGHTS_FILE = "weights.safetensors"
RECORD_BYTES = 256 << 20
"""A record grows with its timeline; a larger file is no record."""
GOING = ".deleted-"
"""The name of a run's folder while it is deleted; names that begin with a dot are not listed."""
FORMAT = 3
"""Of the files: since 2 the timeline names layers by their keys, since 3 layers that are inserted unfold and units that
are split part."""
NAME_BYTES = 200
"""File systems allow 255 bytes; a Korean letter takes three."""
FORBIDDEN = set('<>:"/\\|?*')
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names that Windows keeps for devices."""


class RunError(Problem):
    """A saved training that cannot be opened, renamed or deleted."""


@dataclass(frozen=True)
class SavedRun:
    """A saved training and the folder it is in."""

    folder: Path
    record: RunRecord

    @property
    def name(self) -> str:
        """What the person called it: the folder's name."""
        return self.folder.name


def list_runs(runs: Path) -> list[SavedRun]:
    """Return the saved trainings in folder `runs`, newest first; what cannot be read is left out."""
    found = []
    for folder in runs.iterdir() if runs.is_dir() else ():
        if folder.name.startswith("."):
            continue
        try:
            found.append(SavedRun(folder, read_record(folder)))
        except RunError:
            continue
    return sorted(found, key=lambda run: run.record.saved, reverse=True)


def read_record(folder: Path) -> RunRecord:
    """Return the record in a run's run.json; raise `RunError` if it cannot be read."""
    try:
        made = wire.from_plain(json.loads(files.read_text(folder / RECORD_FILE, limit_bytes=RECORD_BYTES)))
    except (OSError, ValueError, RecursionError, Problem) as error:
        raise RunError("The training {name} cannot be read: {why}", name=folder.name, why=str(error)) from error
    if not isinstance(made, RunRecord):
        raise RunError("The training {name} cannot be read: {why}", name=folder.name, why="no record")
    return up_to_date(made, name=folder.name)


def up_to_date(record: RunRecord, *, name: str) -> RunRecord:
    """Return a record as this version writes it; raise `RunError` if a newer one has written it."""
    if record.format > FORMAT:
        raise RunError("The training {name} was saved by a newer TorchGarden.", name=name)
    if record.format == FORMAT:
        return record
    timeline = by_position.as_done_before(record.timeline)
    if record.format < 2:
        timeline = by_position.timeline_by_key(record.first_net, timeline, record.marks)
    return replace(record, timeline=timeline, format=FORMAT)


def check_name(name: str) -> str:
    """Return `name` as a folder's name on every system; raise `RunError` if it cannot be one."""
    name = unicodedata.normalize("NFC", name.strip())
    if not name:
        raise RunError("A training needs a name.")
    bad = sorted({letter for letter in name if letter in FORBIDDEN or ord(letter) < 32 or letter == "\x7f"})
    if bad:
        raise RunError("A name cannot contain {letters}", letters=" ".join(repr(letter)[1:-1] for letter in bad))
    if name.startswith(".") or name.endswith(".") or name.split(".")[0].upper() in RESERVED:
        raise RunError("The name {name} means something else to the system. Choose another.", name=name)
    if len(name.encode()) > NAME_BYTES:
        raise RunError("The name is too long.")
    return name


def new_folder(runs: Path, name: str, *, besides: Path | None = None) -> Path:
    """Return a folder in `runs` that no training is in yet: `name`, or `name` with a number. It is not made.

    `besides`: a folder that also counts as taken, though nothing may be saved there yet.
    """
    name = check_name(name)
    taken = _taken([*(runs.iterdir() if runs.is_dir() else ()), *([besides] if besides is not None else ())])
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return runs / free


def rename(run: SavedRun, name: str) -> SavedRun:
    """Give a run another name; raise `RunError` if the name is taken or impossible."""
    name = check_name(name)
    if name == run.name:
        return run
    target = run.folder.with_name(name)
    others = _taken(folder for folder in run.folder.parent.iterdir() if folder != run.folder)
    if name.casefold() in others:
        raise RunError("There is a training called {name} already.", name=name)
    try:
        files.rename(run.folder, target)
        return SavedRun(target, run.record)
    except OSError as error:
        raise RunError("The training {name} cannot be renamed: {why}", name=run.name, why=str(error)) from error


def delete(run: SavedRun) -> None:
    """Delete a run for good. It is renamed first: half a run is never listed."""
    if not (run.folder / RECORD_FILE).is_file():
        raise RunError("There is no training in {folder}.", folder=str(run.folder))
    try:
        going = run.folder.with_name(f"{GOING}{secrets.token_hex(4)}")
        files.rename(run.folder, going)
    except OSError as error:
        raise RunError("The training {name} cannot be deleted: {why}", name=run.name, why=str(error)) from error
    for folder in run.folder.parent.glob(f"{GOING}*"):  # also what another program held the last time
        files.remove_tree(folder)


def _taken(folders: Iterable[Path]) -> set[str]:
    """Return the names in use, as a file system sees them that ignores capitals."""
    return {unicodedata.normalize("NFC", folder.name).casefold() for folder in folders}
