"""A .garden file made a run again, here or on another computer: everything in it is checked before anything is kept.

Somebody else may have written it. Its members have fixed names, sizes and sums (`core.out.garden.members`), so nothing
is written where a file's name says, and nothing grows beyond what the file says. The run is read as a whole, as the
trainer does, in a folder that no list shows; only then does it get its name.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import torch

from core import files
from core.data import library
from core.data.library import ABOUT_FILE, DATA_FILE, LibraryError
from core.disk_reason import reason
from core.messages.catalogue import OWN
from core.messages.own.prepared import About, PicturePreparation
from core.out import archive
from core.out.archive import BROKEN, ArchiveError
from core.out.garden import still
from core.out.garden.members import (
    ABOUT,
    DIRECTORY_BYTES,
    HEADER_BYTES,
    MANIFEST,
    MANIFEST_BYTES,
    MOST_MEMBERS,
    RUN,
    TENSORS,
    GardenError,
    Manifest,
    is_stored,
    limit_of,
    manifest_of,
)
from core.out.placed import beside_runs, put_in_place
from core.runs import BRANCHES, RECORD_FILE, WEIGHTS_FILE, RunError, check_name
from core.sentence import Problem, Sentence, say
from core.train.disk import checkpoint

BLOCK_BYTES = 1 << 20
SPARE_BYTES = 64 << 20
"""Stays free of a disk."""


@dataclass(frozen=True)
class Looked:
    """What a .garden file says of itself, before anything of it is taken: the training's name, its data's title and
    whether that comes along, and how much of the disk it takes."""

    name: str
    title: str
    with_data: bool
    bytes: int


def is_garden(path: Path) -> bool:
    """Return whether a file is a .garden file, whole or not."""
    with contextlib.suppress(OSError, Problem, ValueError), files.opened(path) as file:
        return file.read(4) == b"PK\x03\x04" and MANIFEST.encode() in file.read(60)
    return False


def bring_in(path: Path, runs: Path) -> tuple[Path, tuple[Sentence, ...]]:
    """Make a run in folder `runs` of a .garden file; return its folder and what has to be known of it.

    Raises `GardenError`, and then nothing is left of it.
    """
    try:
        with files.opened(path) as file:
            return _Opening(file, path, runs).done()
    except OSError as error:
        raise GardenError("{name} was not opened.", advice=(reason(error),), name=path.name) from error
    except ArchiveError as error:
        raise _damaged(path, error.sentence) from error
    except BROKEN as error:
        raise _damaged(path, say("Something in it is not what it should be.")) from error


def _damaged(path: Path, why: Sentence) -> GardenError:
    return GardenError("{name} cannot be opened: it is no whole .garden file.", advice=(why,), name=path.name)


class _Opening:
    """One .garden file on its way in."""

    def __init__(self, file: BinaryIO, path: Path, runs: Path) -> None:
        self._file, self._path, self._runs = file, path, runs
        self._infos = archive.directory(file, most=MOST_MEMBERS, directory_bytes=DIRECTORY_BYTES)
        self._manifest = self._read_manifest()

    def _read_manifest(self) -> Manifest:
        if MANIFEST not in self._infos:
            raise ValueError("no .garden file")
        made = manifest_of(archive.read(self._file, self._infos[MANIFEST], limit_bytes=MANIFEST_BYTES))
        if made.members.keys() != self._infos.keys() - {MANIFEST} or MANIFEST in made.members:
            raise ValueError("something is missing, or more is there than is listed")
        for name, member in made.members.items():
            info = self._infos[name]
            packed = is_stored(name) and info.compress_type != zipfile.ZIP_STORED
            if info.file_size != member.bytes or member.bytes > limit_of(name) or packed:
                raise ValueError("a size is another one")
        if RUN + WEIGHTS_FILE not in made.members or (ABOUT in made.members) != bool(made.data):
            raise ValueError("something is missing")
        if TENSORS in made.members and not made.data:
            raise ValueError("data of nothing")
        return made

    def done(self) -> tuple[Path, tuple[Sentence, ...]]:
        """Take it in."""
        name = self._name()
        self._check_room()
        with beside_runs(self._runs) as place:
            run = place / name
            for member in self._manifest.members:
                if member.startswith(RUN):
                    self._extract(member, run / member[len(RUN) :])
            with self._data_in_place() as new:
                told = self._check_run(run)
                target = put_in_place(run, self._runs, name)
                new.clear()
        return target, told

    def _name(self) -> str:
        for name in (self._manifest.name, self._path.stem):
            with contextlib.suppress(RunError):
                return check_name(name)
        return "garden"

    def _check_room(self) -> None:
        needed = sum(member.bytes for member in self._manifest.members.values()) + SPARE_BYTES
        self._runs.mkdir(parents=True, exist_ok=True)
        if needed > shutil.disk_usage(self._runs).free:
            raise GardenError("There is not enough room on the disk for {name}.", name=self._path.name)

    def _extract(self, name: str, target: Path) -> None:
        """Write a member to `target`, which its folder's name and ours make up; raise ValueError where it is not what
        the file says."""
        member, found = self._manifest.members[name], hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True)
        left = member.bytes
        with zipfile.ZipFile(self._file) as made, made.open(self._infos[name]) as source, target.open("xb") as file:
            while block := source.read(min(BLOCK_BYTES, left + 1)):
                left -= len(block)
                if left < 0:
                    raise ValueError("more than it says")
                found.update(block)
                file.write(block)
            file.flush()
            files.force(file.fileno())
        if left or found.hexdigest() != member.sha256:
            raise ValueError("a sum is another one")

    # --------------------------------------------------------------------------------------------------------- the data
    @contextlib.contextmanager
    def _data_in_place(self) -> Iterator[list[str]]:
        """Put the data into the library; yield its digest if it is new there. What stays in that list in the end is
        taken out again."""
        new: list[str] = []
        digest = self._manifest.data
        try:
            if digest and not library.is_there(digest) and self._put_data(digest):
                new.append(digest)
            yield new
        finally:
            for one in new:
                with contextlib.suppress(LibraryError):
                    library.remove(one)

    def _put_data(self, digest: str) -> bool:
        about = library.about_of(archive.read(self._file, self._infos[ABOUT], limit_bytes=limit_of(ABOUT)))
        if TENSORS not in self._manifest.members:
            raise _without_data(self._path, about)
        if self._manifest.members[TENSORS].bytes > most_bytes(about):
            raise ValueError("more data than it says")
        with library.writing() as folder:
            self._extract(ABOUT, folder / ABOUT_FILE)
            self._extract(TENSORS, folder / DATA_FILE)
            return library.take_in(folder, digest)

    # ---------------------------------------------------------------------------------------------------------- the run
    def _check_run(self, run: Path) -> tuple[Sentence, ...]:
        """Read a run as a whole; return what of it is not there any more. Raises `RunError` and ValueError."""
        opened = checkpoint.read(run, device=torch.device("cpu"))
        spec = opened.record.data
        if (spec.own if spec.name == OWN else "") != self._manifest.data:
            raise ValueError("the data is another one")
        _write_record(run)
        told = [opened.lost] if opened.lost is not None else []
        branches = run / BRANCHES
        for branch in sorted(branches.iterdir()) if branches.is_dir() else ():
            try:
                there = checkpoint.read(branch, device=torch.device("cpu"))
                if there.record.data.own != spec.own:
                    raise RunError("The training {name} is damaged and cannot be read.", name=branch.name)
                _write_record(branch)
            except RunError:
                files.remove_tree(branch)
                told.append(say("A branch of it was damaged and is left out. The others are whole."))
        return tuple(dict.fromkeys(told))


def _write_record(run: Path) -> None:
    """Let the list of runs show what the weights tell, which were read already."""
    told = still.told_of(run / WEIGHTS_FILE)
    files.write(run / RECORD_FILE, files.to_json(told["record"], indent=1), on_disk=True)


def most_bytes(about: About) -> int:
    """Return how large the file of prepared data can be."""
    number = 1 if isinstance(about.preparation, PicturePreparation) else 4
    samples = about.training + about.validation
    return samples * (math.prod(about.input) * number + 8) + HEADER_BYTES


def _without_data(path: Path, about: About) -> GardenError:
    source = say("It was made from {source}.", source=about.source) if about.source else None
    known = say("Fetch “{title}” first, then open the file again.", title=about.title)
    again = say("Prepare it from the same files in the same way, then open the file again.")
    advice = (known if about.kind == "known" else again, *((source,) if source is not None else ()))
    return GardenError(
        "{name} has no data in it, and its data “{title}” is not on this computer.", advice=advice, name=path.name,
        title=about.title,
    )  # fmt: skip
