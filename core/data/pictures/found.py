"""The files of a folder or a zip archive, by name and kind, before any of them is decoded.

Names are compared in NFC, as people mean them; a file is opened by the name it has. No link is followed, so nothing
outside is read and no loop goes on. What is hidden or left by a system (``.DS_Store``, ``__MACOSX``) is no data.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core import files
from core.data.asked import Asking
from core.data.library import LibraryError
from core.data.pictures import archive
from core.data.pictures.facts import sniffed
from core.messages.own.pictures import SUFFIXES
from core.sentence import say

MOST_FILES = 200_000
MOST_DEPTH = 32
ASKED_EVERY = 64
SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "$recycle.bin"}
READING = say("The files are listed.")


@dataclass(frozen=True)
class File:
    """A file that may be a picture. `path` and `member` as `decoders.Request` has them; `parts`: its folders and its
    name below what was chosen, in NFC; `stamp`: (size, when it was changed), another for another content."""

    path: str
    member: int
    parts: tuple[str, ...]
    stamp: tuple[int, int]
    problem: str = ""

    @property
    def name(self) -> str:
        """What it is called on the screen."""
        return "/".join(self.parts)

    @property
    def suffix(self) -> str:
        return os.path.splitext(self.parts[-1])[1]


@dataclass
class Found:
    """All files that may be pictures, all folders, and what is no data: kind of oddity -> names. `archive`: the file
    that all of it is in, and its stamp; "" for a folder."""

    pictures: list[File] = field(default_factory=list)
    folders: set[tuple[str, ...]] = field(default_factory=set)
    odd: dict[str, list[str]] = field(default_factory=dict)
    archive: tuple[str, tuple[int, int]] = ("", (0, 0))

    def is_another(self) -> bool:
        """Whether the archive has changed since it was listed: an entry's number may be another picture's by now."""
        path, stamp = self.archive
        try:
            return bool(path) and _stamp(os.stat(path)) != stamp
        except OSError:
            return True

    def note(self, kind: str, name: str) -> None:
        """Count something odd."""
        self.odd.setdefault(kind, []).append(name)


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def listed(path: str, asked: Asking) -> Found:
    """Return what is in a folder or archive; raise `LibraryError` where it cannot be read or is too much."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise LibraryError("{path} is not there.", path=shown(path)) from error
    found, path = Found(), os.path.abspath(path)  # who decodes is started in another folder
    if stat.S_ISDIR(status.st_mode):
        _walk(found, os.path.realpath(path), asked)
    elif is_zip(path):
        _read_archive(found, path, asked)
    else:
        raise LibraryError(
            "{name} is no folder of pictures. Choose a folder with a folder for each class, or a zip of it.",
            name=shown(os.path.basename(path)),
        )
    found.pictures.sort(key=lambda one: one.parts)
    return found


def is_zip(path: str) -> bool:
    """Return whether a file begins as a zip archive does."""
    try:
        with files.opened(Path(path)) as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError:
        return False


def shown(name: str) -> str:
    """Return a name as it is compared and shown: in NFC; what is not UTF-8 as Windows writes Korean, else as a mark."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogateescape" if sys.platform != "win32" else "surrogatepass")
        try:
            name = raw.decode("cp949")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "replace")
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    return unicodedata.normalize("NFC", plain)


def is_hidden(name: str) -> bool:
    """Return whether a file or folder is hidden, or a system's own."""
    return name.startswith(".") or name.casefold() in SYSTEM


# ------------------------------------------------------------------------------------------------------------- folders
def _walk(found: Found, top: str, asked: Asking) -> None:
    waiting: list[tuple[str, tuple[str, ...]]] = [(top, ())]
    seen = 0
    while waiting:
        folder, parts = waiting.pop()
        for entry in _entries(found, folder, parts):
            seen += 1
            _check_count(seen)
            if seen % ASKED_EVERY == 0:
                asked.at(len(found.pictures), 0, READING)
            inner = (*parts, _named(found, entry.name, parts))
            if (deeper := _take(found, entry, inner)) is not None:
                waiting.append(deeper)


def _entries(found: Found, folder: str, parts: tuple[str, ...]) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        found.note("unreadable", "/".join(parts) + "/")


def _take(found: Found, entry: os.DirEntry[str], parts: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """Take one entry in; return it if it is a folder to be walked."""
    name = "/".join(parts)
    try:
        status = entry.stat(follow_symlinks=False)
        if is_hidden(entry.name):
            found.note("hidden", name)
        elif entry.is_symlink() or files.is_link(entry.path):
            found.note("link", name)
        elif stat.S_ISDIR(status.st_mode):
            if len(parts) > MOST_DEPTH:
                found.note("buried", name + "/")
                return None
            found.folders.add(parts)
            return entry.path, parts
        elif not stat.S_ISREG(status.st_mode):
            found.note("other", name)
        else:
            _take_file(found, File(entry.path, -1, parts, _stamp(status)), lambda: _start_of(entry.path))
    except OSError:
        found.note("unreadable", name)
    return None


def _take_file(found: Found, file: File, start: Callable[[], bytes]) -> None:
    """Take in a file whose suffix is a picture's, or whose content begins as one."""
    if file.suffix.lower() in SUFFIXES or sniffed(start()):
        found.pictures.append(file)
    else:
        found.note("other", file.name)


def _start_of(path: str) -> bytes:
    try:
        with files.opened(Path(path)) as file:
            return file.read(32)
    except OSError:
        return b""


def _named(found: Found, name: str, parts: tuple[str, ...]) -> str:
    """Return the name that a file has for people; count it where it is spelled in another way."""
    good = shown(name)
    if good != name and not is_hidden(name):
        whole = "/".join((*parts, good))
        found.note("nfd" if unicodedata.normalize("NFC", name) == good else "bad-name", whole)
    return good


def _check_count(seen: int) -> None:
    if seen > MOST_FILES:
        raise LibraryError(
            "There are more than {most:,} files in it. Choose a smaller folder, or one for each class.", most=MOST_FILES
        )


# ------------------------------------------------------------------------------------------------------------ archives
def _read_archive(found: Found, path: str, asked: Asking) -> None:
    try:
        opened = archive.open_archive(path)
    except (*archive.BAD_ENTRY, MemoryError) as error:
        raise LibraryError(
            "{name} is damaged, or is not a zip archive. Pack the folder again, or choose the folder itself.",
            name=shown(os.path.basename(path)),
        ) from error
    hidden: set[tuple[str, ...]] = set()
    with contextlib.ExitStack() as closed:
        closed.callback(opened.close)
        if opened.fp is not None:
            closed.callback(opened.fp.close)
        entries = opened.infolist()
        _check_count(len(entries))
        assert opened.fp is not None
        found.archive = (path, _stamp(os.fstat(opened.fp.fileno())))
        changed = found.archive[1][1]
        for member, entry in enumerate(entries):
            if member % ASKED_EVERY == 0:
                asked.at(member, len(entries), READING)
            _take_member(found, opened, path, member, entry, hidden, changed)


def _take_member(
    found: Found, opened: zipfile.ZipFile, path: str, member: int, entry: zipfile.ZipInfo,
    hidden: set[tuple[str, ...]], changed: int,
) -> None:  # fmt: skip
    raw = archive.name_of(entry)
    if archive.leads_outside(raw):
        found.note("outside", shown(raw))
        return
    names = [name for name in raw.replace("\\", "/").split("/") if name not in ("", ".")]
    at = next((at for at, name in enumerate(names) if is_hidden(name)), None)
    if at is not None:
        whole = tuple(shown(name) for name in names[: at + 1])
        if whole not in hidden:
            hidden.add(whole)
            found.note("hidden", "/".join(whole))
        return
    if not names or len(names) > MOST_DEPTH:
        found.note("buried", shown(raw))
        return
    folder = entry.is_dir() or raw.endswith("\\")
    parts = (*(shown(name) for name in names[:-1]), _named(found, names[-1], ()))
    for depth in range(1, len(parts) + folder):
        found.folders.add(parts[:depth])
    if folder:
        return
    if archive.is_link(entry):
        found.note("link", "/".join(parts))
        return
    locked = bool(entry.flag_bits & archive.ENCRYPTED)
    file = File(path, member, parts, (entry.file_size ^ entry.CRC << 40, changed), "locked" if locked else "")
    _take_file(found, file, lambda: b"" if locked else archive.start_of(opened, entry))
