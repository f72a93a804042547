"""The library: data that a person brought, made ready to train on. Reading it needs no torch.

Each is a folder named by its digest, with

- ``about.json``: what it is and how it was prepared (`core.messages.own.prepared.About`, as the wire writes it),
- ``data.safetensors``: "inputs", (n, *input) U8 (pictures, each number is 255 times the input) or F32, and "targets",
  (n,) I64 (classes) or (n, 1) F32; the training samples first.

The digest is the SHA-256 of both files' bytes, so the same data prepared in the same way is there once, a run that
names it gets exactly that, and what was changed since is refused. A folder is written beside and gets its name in one
move; names that begin with a dot are not listed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import math
import os
import re
import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from core import files
from core.disk_reason import reason
from core.folders import find_folders
from core.messages.own.prepared import (
    About,
    OwnData,
    PicturePreparation,
    PlainPreparation,
    TableColumn,
    TablePreparation,
    target_scaling,
)
from core.sentence import AdvisedProblem, Problem
from core.workers import wire

ABOUT_FILE, DATA_FILE = "about.json", "data.safetensors"
ABOUT_BYTES = 64 << 20
FORMAT = 1
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_SAMPLES, MOST_INPUTS, MOST_CLASSES = 2_000_000, 128 * 128 * 3, 1000
MOST_BYTES = 4 << 30
LARGEST = 3.4e38
"""What numbers of 32 bits reach: whatever is prepared and taken home keeps to them."""
DATA_BYTES = MOST_BYTES + (64 << 20)
STALE_S = 24 * 3600.0
"""A folder that was begun so long ago was left by a process that died."""


class LibraryError(AdvisedProblem):
    """Data that cannot be had from the library, or not be put there. `advice`: why, or what to do about it."""


def place(folder: Path | None = None) -> Path:
    """Return the folder of the library; `folder` instead, where one is asked for."""
    return folder if folder is not None else find_folders().data / "data"


def folder_of(digest: str, library: Path | None = None) -> Path:
    """Return the folder of what has this digest; raise `LibraryError` if that is none."""
    if not DIGEST.fullmatch(digest):
        raise LibraryError("This is not the name of prepared data.")
    return place(library) / digest


def read_about(digest: str, *, title: str = "", library: Path | None = None) -> About:
    """Return what is known of data in the library; raise `LibraryError` where it is not there, or not as written."""
    folder = folder_of(digest, library)
    called = title or digest[:12]
    if files.is_link(folder) or not folder.is_dir():
        raise LibraryError(
            "The data “{title}” is not on this computer. Prepare it again from the same files, or open a .garden file "
            "that has it.", title=called,
        )  # fmt: skip
    try:
        return about_of(files.read_bytes(folder / ABOUT_FILE, limit_bytes=ABOUT_BYTES))
    except LibraryError:
        raise
    except (OSError, ValueError, Problem, RecursionError) as error:
        raise LibraryError(
            "The data “{title}” is damaged. Prepare it again from the same files.", title=called
        ) from error


def about_of(text: bytes) -> About:
    """Return what an about.json says; raise ValueError or `Problem` where it cannot be so."""
    about = wire.from_plain(files.from_json(text))
    if not isinstance(about, About):
        raise ValueError("nothing about data")
    check(about)
    return about


def check(about: About) -> None:
    """Raise ValueError where something about data cannot be: it may come from another computer."""
    samples = about.training + about.validation
    pictures, table = about.preparation, about.preparation
    if about.format > FORMAT:
        raise LibraryError("This data was prepared by a newer TorchGarden.")
    if not (about.training >= 1 and about.validation >= 1 and samples <= MOST_SAMPLES):
        raise ValueError("a number of samples is impossible")
    if not 0 <= about.altered <= about.training or about.format < 1:
        raise ValueError("a number is impossible")
    if len(about.input) not in (1, 3) or min(about.input) < 1:  # a product of a million lengths would take an hour
        raise ValueError("a shape is impossible")
    size = math.prod(about.input)
    if size > MOST_INPUTS or size * samples * 4 > MOST_BYTES:
        raise ValueError("there is too much of it")
    least = 2 if about.task == "classify" else 0
    if not least <= len(about.classes) <= (MOST_CLASSES if least else 0):
        raise ValueError("a number of classes is impossible")
    if len(set(about.classes)) != len(about.classes):
        raise ValueError("a class is there twice")
    if isinstance(pictures, PicturePreparation):
        if about.input != (pictures.channels, pictures.height, pictures.width) or pictures.channels not in (1, 3):
            raise ValueError("the preparation is another one")
    elif isinstance(table, TablePreparation):
        if about.input != (sum(column.inputs for column in table.columns),):
            raise ValueError("the preparation is another one")
        for column in table.columns:
            _check_scale(column)
    elif isinstance(about.preparation, PlainPreparation):
        _check_scale(about.preparation)
    mean, scale = target_scaling(about.preparation)
    if not (abs(mean) <= LARGEST and 0 < scale <= LARGEST):
        raise ValueError("a scale is impossible")


def _check_scale(scaled: TableColumn | PlainPreparation) -> None:
    if not (abs(scaled.mean) <= LARGEST and 0 < scaled.scale <= LARGEST):
        raise ValueError("a scale is impossible")
    if isinstance(scaled, TableColumn) and not abs(scaled.fill) <= LARGEST:
        raise ValueError("a value is impossible")


def digest_of(folder: Path) -> str:
    """Return the digest of prepared data in a folder, from its two files. Raises OSError, also where one is larger than
    any can be."""
    found = hashlib.sha256()
    for name, most in ((ABOUT_FILE, ABOUT_BYTES), (DATA_FILE, DATA_BYTES)):
        if os.stat(folder / name).st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(folder / name))
        found.update(bytes.fromhex(files.sha256_of(folder / name)))
    return found.hexdigest()


# ------------------------------------------------------------------------------------------------------------ written
@contextlib.contextmanager
def writing(library: Path | None = None) -> Iterator[Path]:
    """Yield a new folder beside the others to write ABOUT_FILE and DATA_FILE into; it is gone afterwards, unless
    `put` has given it its name. Raises `LibraryError` where none can be made."""
    top = place(library)
    try:
        _sweep(top)
        folder = top / f".{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
    except OSError as error:
        raise LibraryError("The data cannot be kept in {folder}.", advice=(reason(error),), folder=str(top)) from error
    try:
        yield folder
    finally:
        files.remove_tree(folder)


def put(folder: Path, about: About, library: Path | None = None) -> OwnData:
    """Write about.json into a folder of `writing` that has the data already, and give it its name; return it.

    Data that is there already stays as it is, but where it was damaged. Raises OSError, and ValueError where `about`
    cannot be.
    """
    check(about)
    files.write(folder / ABOUT_FILE, files.to_json(wire.to_plain(about)), on_disk=True)
    digest = digest_of(folder)
    _name(folder, digest, library)
    target = folder_of(digest, library)
    return OwnData(digest, about, _size(target), _made(target))


def _name(folder: Path, digest: str, library: Path | None) -> bool:
    """Give a folder with prepared data its name; return whether that is new here. What was damaged there goes. Raises
    OSError."""
    target = folder_of(digest, library)
    if is_there(digest, library):
        return False
    _put_aside(target)
    try:
        files.rename(folder, target)
    except OSError:
        if not is_there(digest, library):  # else another process was quicker
            raise
        return False
    return True


def is_there(digest: str, library: Path | None = None) -> bool:
    """Return whether data is in the library just as it was prepared."""
    folder = folder_of(digest, library)
    if files.is_link(folder) or not folder.is_dir():
        return False
    try:
        return digest_of(folder) == digest
    except OSError:
        return False


def _put_aside(folder: Path) -> None:
    """Delete what has the name of prepared data, if anything has. Raises OSError where it stays."""
    if os.path.lexists(folder):
        aside = folder.with_name(f".{os.getpid()}-{secrets.token_hex(4)}")
        files.rename(folder, aside)
        files.remove_tree(aside)


def _sweep(top: Path) -> None:
    """Delete what killed processes have begun."""
    with contextlib.suppress(OSError), os.scandir(top) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.name.startswith(".") and time.time() - entry.stat(follow_symlinks=False).st_mtime > STALE_S:
                    files.remove_tree(Path(entry.path))


# ------------------------------------------------------------------------------------------------------------- listed
def listed(library: Path | None = None) -> tuple[OwnData, ...]:
    """Return what is in the library, newest first; what cannot be read is left out."""
    found: list[OwnData] = []
    with contextlib.suppress(OSError):
        for folder in place(library).iterdir():
            if DIGEST.fullmatch(folder.name):
                with contextlib.suppress(Problem):
                    found.append(
                        OwnData(folder.name, read_about(folder.name, library=library), _size(folder), _made(folder))
                    )
    return tuple(sorted(found, key=lambda one: one.made, reverse=True))


def remove(digest: str, library: Path | None = None) -> None:
    """Delete prepared data; raise `LibraryError` where something of it stays."""
    try:
        _put_aside(folder_of(digest, library))
    except OSError as error:
        raise LibraryError("The data was not deleted.", advice=(reason(error),)) from error


def _made(folder: Path) -> str:
    with contextlib.suppress(OSError, OverflowError, ValueError):
        made = datetime.fromtimestamp((folder / ABOUT_FILE).stat().st_mtime, timezone.utc)
        return made.isoformat(timespec="milliseconds")
    return ""


def _size(folder: Path) -> int:
    size = 0
    for name in (ABOUT_FILE, DATA_FILE):
        with contextlib.suppress(OSError):
            size += (folder / name).stat().st_size
    return size


# ----------------------------------------------------------------------------------------------- from another computer
def take_in(folder: Path, digest: str, library: Path | None = None) -> bool:
    """Give a folder of `writing` that has both files its name; return whether that is new here. What was damaged there
    goes.

    Raises OSError, and ValueError or `Problem` where it is not what the digest says, or cannot be.
    """
    about_of(files.read_bytes(folder / ABOUT_FILE, limit_bytes=ABOUT_BYTES))
    if digest_of(folder) != digest:
        raise ValueError("the data is another one")
    return _name(folder, digest, library)
