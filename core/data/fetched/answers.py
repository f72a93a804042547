"""What the data worker answers of sets that are known by name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from core import files, locks
from core.data import library
from core.data.asked import Asking
from core.data.fetched.connection import Patience
from core.data.fetched.contents import read_set, targets_of
from core.data.fetched.download import fetch_file, sum_of
from core.data.fetched.sets import SETS, Remote, Source
from core.data.library import DATA_FILE, LibraryError
from core.data.tensors import write_tensors
from core.disk_reason import reason
from core.folders import find_folders
from core.messages.own.arrays import KnownSet
from core.messages.own.looking import Fetch, Prepared
from core.messages.own.prepared import About, OwnData, PicturePreparation
from core.sentence import say

LOCK_FILE = ".lock"


def known(own: Iterable[OwnData] = (), sets: Iterable[Source] = SETS) -> tuple[KnownSet, ...]:
    """Return the sets that can be fetched; those among `own` are there."""
    there = {one.about.source for one in own if one.about.kind == "known"}
    return tuple(replace(source.about, there=source.about.name in there) for source in sets)


def fetch(
    command: Fetch, asked: Asking, *, sets: Iterable[Source] = SETS, patience: Patience = Patience()
) -> Prepared:  # fmt: skip
    """Fetch a set and put it into the library; raise `LibraryError` where it cannot be had. What has arrived of files
    that are not whole stays for the next time."""
    source = next((one for one in sets if one.about.name == command.name), None)
    if source is None:
        raise LibraryError("There is no set called {name}.", name=command.name)
    if (there := _there(source)) is not None:
        return Prepared(there)
    if command.folder:
        return Prepared(_put(source, _found(source, Path(command.folder), asked), asked))
    folder = find_folders().cache / "data" / source.about.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = locks.take(folder / LOCK_FILE)
    except locks.Taken as error:
        raise LibraryError("Another TorchGarden is fetching {title} already.", title=source.about.title) from error
    except OSError as error:
        raise LibraryError("{name} could not be kept.", name=source.about.title, advice=(reason(error),)) from error
    with lock:
        made = _put(source, _fetched(source, command.mirror, folder, asked, patience), asked)
    files.remove_tree(folder)
    return Prepared(made)


def _there(source: Source) -> OwnData | None:
    """Return the set as it lies in the library, None where it does not, or not whole."""
    for one in library.listed():
        if one.about == _about(source):
            with contextlib.suppress(OSError):
                if library.digest_of(library.folder_of(one.digest)) == one.digest:
                    return one
    return None


def _fetched(source: Source, mirror: str, folder: Path, asked: Asking, patience: Patience) -> Mapping[str, Path]:
    """Return where each file of a set is, once they are all there."""
    whole = sum(file.bytes for file in source.files)
    before, found = 0, {}
    for file in source.files:

        def tell(done: int, *, name: str = file.name, before: int = before) -> None:
            asked.at(min(before + done, whole), whole, say("Fetching {name}", name=name))

        found[file.name] = fetch_file(file, addresses(source, file, mirror), folder, tell, patience)
        before += file.bytes
    return found


def addresses(source: Source, file: Remote, mirror: str) -> tuple[str, ...]:
    """Return where a file is asked for: of a mirror's folder in one named as the set, or in the folder itself."""
    if not mirror:
        return file.addresses
    top = mirror.rstrip("/")
    return (f"{top}/{source.about.name}/{file.name}", f"{top}/{file.name}")


def _found(source: Source, top: Path, asked: Asking) -> Mapping[str, Path]:
    """Return where the files of a set lie below a folder; raise `LibraryError` where one is not there, or another."""
    found: dict[str, Path] = {}
    for file in source.files:
        places = [top / below / file.name for below in ("", source.about.name, *source.folders)]
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            raise LibraryError("There is no {name} in {folder}.", name=file.name, folder=str(top))
        checking = say("Checking {name}", name=file.name)
        try:
            right = sum_of(path, lambda checking=checking: asked.at(0, 0, checking)) == file.md5  # type: ignore[misc]
        except OSError as error:
            raise LibraryError("{name} cannot be read.", name=file.name, advice=(reason(error),)) from error
        if not right:
            raise LibraryError(
                "{name} in {folder} is not the file that was published: its checksum is another one. Nothing of it was "
                "used.", name=file.name, folder=str(path.parent),
            )  # fmt: skip
        found[file.name] = path
    return found


def _about(source: Source) -> About:
    known = source.about
    channels, height, width = known.input
    return About(
        title=known.title, kind="known", task="classify", input=known.input, classes=known.classes,
        training=known.training, validation=known.validation,
        preparation=PicturePreparation(channels, height, width), source=known.name,
        attribution=f"{known.attribution}. Licence: {known.licence}",
    )  # fmt: skip


def _put(source: Source, paths: Mapping[str, Path], asked: Asking) -> OwnData:
    """Read the files of a set and put it into the library."""
    about, title = _about(source), source.about.title
    reading = say("Reading {name}", name=title)

    def tick() -> None:
        asked.at(0, 0, reading)

    try:
        training, validation = read_set(source, paths, tick)
    except (OSError, ValueError) as error:
        raise LibraryError("The files of {title} hold something else than was expected.", title=title) from error
    try:
        with library.writing() as folder:
            write_tensors(
                folder / DATA_FILE, inputs=(training.pictures, validation.pictures),
                shape=(about.training + about.validation, *about.input), of="U8",
                targets=targets_of(training, validation), classify=True,
            )  # fmt: skip
            return library.put(folder, about)
    except OSError as error:
        raise LibraryError("{name} could not be kept.", name=title, advice=(reason(error),)) from error
