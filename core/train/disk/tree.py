"""The branches of a run on disk. The branch that is trained now is the run itself; each other one has a folder:

- ``branches/N/`` holds what a run's folder holds (`core.train.disk.checkpoint`): how branch N stood when it was left.
- ``branches.json`` says which there are, what they are called, where each began, and which one is trained now. It is
  moved into place when all that it speaks of is on disk; the weights say for themselves which branch they are.

So a program that is killed at any moment leaves a run that opens, and no branch is lost that was listed. What is
damaged costs that branch, or the list; never the training.
"""

from __future__ import annotations

import contextlib
import logging
import math
import shutil
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from core import files
from core.messages.train_events import TICK_FIELDS
from core.runs import BRANCHES, TREE_FILE, WEIGHTS_FILE, RunError, read_record
from core.sentence import Sentence, say
from core.train.disk import checkpoint
from core.train.disk.checked import MOST_STEPS, whole_history
from core.train.disk.checkpoint import IMPOSSIBLE, Opened
from core.train.disk.flush import Flush
from core.train.training import history as history_

log = logging.getLogger(__name__)
TREE_BYTES = 1 << 20
MOST_BRANCHES = 32
BRANCH_BYTES = 1 << 30
"""All branches of a run that are not trained now take no more of the disk."""
MOST_NUMBER = 1_000_000
NAME_LETTERS = 60
CURVE_ROWS = 1000
"""Rows of a branch's curves that are told of."""

Write = Callable[[Path], Iterator[Flush | None]]
OnDisk = tuple[Path | None, dict[int, Write], bool]
"""Where branches are on disk, what of them is not there yet, and whether the list is not."""


@dataclass(frozen=True)
class Entry:
    """A branch: it left `parent` (−1: none did) at step `begins`. What follows is how it was left: its newest step,
    its loss and score, and its curves from there on. `gone`: deleted, until the run is closed."""

    number: int
    name: str = ""
    parent: int = -1
    begins: int = 0
    gone: bool = False
    step: int = 0
    loss: float = math.nan
    score: float = math.nan
    curve: array[float] = field(default_factory=lambda: array("d"))


class Tree:
    """All branches of one run. `at`: the one that is trained now."""

    def __init__(self, *, at: int = 0) -> None:
        self.at, self.next = at, at + 1
        self.entries: dict[int, Entry] = {at: Entry(at)}
        self.asleep: dict[int, Any] = {}
        """The sessions of branches that were left and are still in memory."""
        self.lost: Sentence | None = None
        self._waiting: dict[int, Write] = {}
        self._writing: tuple[int, Write, Iterator[Flush | None]] | None = None
        self._folder: Path | None = None
        self._dirty = False

    @property
    def listed(self) -> list[Entry]:
        """The branches that are not trained now and not deleted."""
        return [one for one in self.entries.values() if one.number != self.at and not one.gone]

    def put(self, entry: Entry) -> None:
        """Take a new branch, or what is new of one."""
        self.entries[entry.number] = entry
        self.next = max(self.next, entry.number + 1)
        self._dirty = True

    def go_to(self, number: int) -> None:
        """Note which branch is trained from now on."""
        self.at, self._dirty = number, True
        self.entries[number] = replace(self.entries[number], gone=False)
        self._waiting.pop(number, None)

    def leave(self, entry: Entry, session: Any, write: Write) -> None:
        """Keep a branch that is left; `write` writes it into a folder."""
        self.put(entry)
        self.asleep[entry.number], self._waiting[entry.number] = session, write

    def release(self, *, but: int) -> None:
        """Forget the sessions of deleted branches that can be read from the disk; keep that of the branch `but`."""
        for one in self.entries.values():
            if one.gone and one.number != but and one.number not in self._waiting and self._folder is not None:
                self.asleep.pop(one.number, None)

    def parent_of(self, number: int) -> int:
        """Return the branch that a branch has left, or, where that is deleted, the one before; −1 for none."""
        seen = {number}
        parent = self.entries[number].parent
        while parent in self.entries and self.entries[parent].gone and parent not in seen:
            seen.add(parent)
            parent = self.entries[parent].parent
        return parent if parent in self.entries and parent not in seen else -1

    # -------------------------------------------------------------------------------------------------------- writing
    @property
    def busy(self) -> bool:
        """Whether a branch is being written."""
        return self._writing is not None

    def is_new(self, folder: Path) -> bool:
        """Whether something of it is not on disk yet."""
        return self._dirty or bool(self._waiting) or (len(self.entries) > 1 and folder != self._folder)

    def write(self, folder: Path, *, until: float, clock: Callable[[], float]) -> bool:
        """Write what is new, a little at a time; return whether all is on disk. Raises OSError."""
        if not self.is_new(folder) and self._writing is None:
            return True
        if folder != self._folder:
            self._move(folder)
        while self._writing is not None or self._waiting:
            if self._writing is None:
                number, write = next(iter(self._waiting.items()))
                self._writing = number, write, write(folder / BRANCHES / str(number))
            if not self._write_on(until, clock):
                return False
        if self._dirty:
            files.write(folder / TREE_FILE, files.to_json(self._told(), indent=1), on_disk=True)
            self._dirty = False
        return True

    def _write_on(self, until: float, clock: Callable[[], float]) -> bool:
        assert self._writing is not None
        number, write, writing = self._writing
        try:
            for flush in writing:
                if flush is not None and until == math.inf:
                    flush.wait(None)
                elif flush is not None or clock() >= until:
                    return False
        except OSError:
            self._writing = None
            raise
        self._writing = None
        if self._waiting.get(number) is write:
            del self._waiting[number]
        return True

    def _move(self, folder: Path) -> None:
        """Take the branches that are on disk along into another folder."""
        before, self._writing = self._folder, None
        for number in self.entries:
            here = folder / BRANCHES / str(number)
            there = None if before is None else before / BRANCHES / str(number)
            if number == self.at or number in self._waiting or there is None or not there.is_dir():
                continue
            shutil.copytree(there, here, dirs_exist_ok=True, symlinks=True)  # its own error is an OSError
        self._folder, self._dirty = folder, self._dirty or len(self.entries) > 1

    def on_disk(self) -> OnDisk:
        """Return what is on disk of it, and where; `put_back` gives it that again."""
        return self._folder, dict(self._waiting), self._dirty

    def put_back(self, was: OnDisk, *, failed: Path | None) -> None:
        """Be where it was before it was to be written elsewhere, and leave nothing in the folder `failed`."""
        self._writing = None
        if failed is not None and not files.is_link(failed / BRANCHES):
            files.remove_tree(failed / BRANCHES)
            with contextlib.suppress(OSError):
                (failed / TREE_FILE).unlink(missing_ok=True)
        self._folder, self._waiting, self._dirty = was

    def _told(self) -> dict[str, Any]:
        names = ("number", "name", "parent", "begins", "gone")
        entries = [{name: getattr(one, name) for name in names} for one in self.entries.values()]
        return {"format": 5, "at": self.at, "next": self.next, "branches": entries}

    def size_bytes(self) -> int:
        """Return how much of the disk the branches take that are listed."""
        size = 0
        for one in self.listed if self._folder is not None else ():
            with contextlib.suppress(OSError):
                size += sum(path.lstat().st_size for path in self.folder_of(one.number).rglob("*"))
        return size

    def folder_of(self, number: int) -> Path:
        """Return the folder that a branch was read from or written into; raise `RunError` where there is none."""
        if self._folder is None:
            raise RunError("This branch is not there any more.")
        return self._folder / BRANCHES / str(number)


def opened(folder: Path, *, device: torch.device) -> tuple[Opened, Tree]:
    """Return the training that is to be continued of a run, and its branches; raise `RunError` where it cannot be."""
    found = checkpoint.read(folder, device=device)
    tree, weights_of = _read(folder, found.branch), found.branch
    if tree.at != found.branch:  # the program ended between two saves: how both were left is in their folders
        for number in (tree.at, found.branch):
            with contextlib.suppress(RunError):
                there = checkpoint.read(tree.folder_of(number), device=device)
                found = replace(there, branch=number, elsewhere=True)
                break
        tree.entries.setdefault(found.branch, Entry(found.branch))
        if tree.at not in (found.branch, *(one.number for one in tree.listed if one.step)):
            tree.entries.pop(tree.at)
        tree.go_to(found.branch)
        _without_weights(tree, folder, weights_of)
    return found, tree


def _without_weights(tree: Tree, folder: Path, number: int) -> None:
    """Take in how the branch was left whose weights are the run's own, where another one is continued."""
    if number == tree.at:
        return
    there = _left(folder / BRANCHES / str(number), tree.entries[number])
    if there is None:  # deleted before the program ended
        del tree.entries[number]
    else:
        tree.entries[number] = there


def _read(folder: Path, branch: int) -> Tree:
    """Return the branches of a run whose weights are of `branch`. Raises nothing: what is damaged is said in `lost`."""
    tree = Tree(at=branch)
    tree._folder = folder
    try:
        content = files.read_bytes(folder / TREE_FILE, limit_bytes=TREE_BYTES)
    except FileNotFoundError:
        return tree
    except (OSError, ValueError) as error:
        return _without(tree, folder, error)
    try:
        told = files.from_json(content)
        entries = [_entry(one) for one in told["branches"]]
        numbers = {one.number for one in entries}
        at, following = _number(told["at"]), _number(told["next"])
        kept = sum(not one.gone for one in entries)
        if len(numbers) != len(entries) or kept > 4 * MOST_BRANCHES or at not in numbers:
            raise ValueError("the branches do not fit each other")
    except IMPOSSIBLE as error:
        return _without(tree, folder, error)
    tree.at, tree.next, tree.entries = at, max(following, *(number + 1 for number in numbers)), {}
    parents = Tree(at=at)
    parents.entries = {one.number: one for one in entries}
    for one in (replace(entry, parent=parents.parent_of(entry.number)) for entry in entries):
        if one.gone:
            if not files.is_link(folder / BRANCHES):
                files.remove_tree(folder / BRANCHES / str(one.number))
            tree._dirty = True
            continue
        there = one if one.number == branch else _left(folder / BRANCHES / str(one.number), one)
        if there is None and one.number != at:
            tree.lost = say("A branch of “{name}” was damaged and is not listed any more. The others are whole.",
                            name=folder.name)  # fmt: skip
            continue
        tree.entries[one.number] = there or one
    tree.entries.setdefault(branch, Entry(branch))
    return tree


def _without(tree: Tree, folder: Path, error: Exception) -> Tree:
    log.info("the branches of %s are lost: %s", folder, error)
    tree.lost = say("The list of branches of “{name}” was damaged. The network is whole.", name=folder.name)
    with contextlib.suppress(OSError):
        there = [int(one.name) for one in (folder / BRANCHES).iterdir() if one.name.isdecimal() and len(one.name) < 7]
        tree.next = max([tree.next, *(number + 1 for number in there)])
    return tree


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_NUMBER:
        raise ValueError("no number of a branch")
    return value


def _entry(told: Any) -> Entry:
    number, parent, begins, name = _number(told["number"]), told["parent"], told["begins"], told["name"]
    if not isinstance(begins, int) or not 0 <= begins <= MOST_STEPS or not isinstance(name, str):
        raise ValueError("no branch")
    return Entry(number, clean(name), -1 if parent == -1 else _number(parent), begins, told["gone"] is True)


def clean(name: str) -> str:
    """Return a name as it can be shown in one line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:NAME_LETTERS]


def _left(folder: Path, entry: Entry) -> Entry | None:
    """Return a branch with how it was left; None where that cannot be read."""
    try:
        record = read_record(folder)
        if not (folder / WEIGHTS_FILE).is_file() or not 0 <= record.step <= MOST_STEPS:
            return None
    except RunError:
        return None
    history = array("d")
    with contextlib.suppress(*IMPOSSIBLE):
        newest = max(folder.glob("ticks-*.f8"), key=lambda path: path.stat().st_mtime)
        history = whole_history(history_.read(newest, count=10 * history_.MOST), step=record.step)
    score = record.validation_score if math.isfinite(record.validation_score) else record.score
    loss = record.validation_loss if math.isfinite(record.validation_loss) else record.loss
    return replace(entry, step=record.step, loss=loss, score=score, curve=curve_of(history, begins=entry.begins))


def curve_of(history: array[float], *, begins: int) -> array[float]:
    """Return the Ticks after step `begins`, at most `CURVE_ROWS`: of equal spans the last, if possible one with
    validation."""
    rows = [history[at : at + TICK_FIELDS] for at in range(0, len(history), TICK_FIELDS)]
    rows = [row for row in rows if row[0] > begins]
    if len(rows) <= CURVE_ROWS:
        return array("d", [number for row in rows for number in row])
    made = array("d")
    for span in range(CURVE_ROWS):
        here = rows[span * len(rows) // CURVE_ROWS : (span + 1) * len(rows) // CURVE_ROWS]
        made.extend(next((row for row in reversed(here) if math.isfinite(row[3])), here[-1]))
    return made
