"""How an environment lies under its prefix: its Python, its programs, its packages, its PATH.

Only this file knows it, for conda's environments and Python's own (venv), on Windows and elsewhere. `windows` asks
about the other kind of system.
"""

from __future__ import annotations

import csv
import io
import ntpath
import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from core.files import read_bytes

WINDOWS = os.name == "nt"
LIBRARIES = (r"Library\mingw-w64\bin", r"Library\usr\bin", r"Library\bin")
"""Where conda puts libraries on Windows; the loader finds them through PATH alone."""
CONFIG_BYTES = 1 << 20
"""More than any pyvenv.cfg."""
INSTALLER_BYTES = 1 << 12
"""More than the name of any program that installs packages."""
RECORD_BYTES, LONGEST_LINE = 16 << 20, 1 << 16
"""More than the list of files of any package, and than any line of one."""


def is_venv(prefix: Path) -> bool:
    """Whether Python's venv made the folder."""
    return (prefix / "pyvenv.cfg").is_file()


def python_of(prefix: Path, *, windows: bool = WINDOWS) -> Path:
    """Return where the interpreter is, or would be; a venv on Windows has it elsewhere than conda."""
    if not windows:
        return programs(prefix, windows=False) / "python"
    conda = prefix / "python.exe"
    return programs(prefix, windows=True) / "python.exe" if is_venv(prefix) and not conda.exists() else conda


def same_file(one: str, other: str) -> bool:
    """Return whether two paths are the same, by their letters alone: nothing is looked at."""
    return os.path.normcase(os.path.normpath(one)) == os.path.normcase(os.path.normpath(other))


def prefix_of(python: Path, *, windows: bool = WINDOWS) -> Path:
    """Return the environment that an interpreter belongs to, by where it lies."""
    folder = python.parent
    return folder.parent if folder.name.lower() == ("scripts" if windows else "bin") else folder


def conda_meta(prefix: Path) -> Path:
    """Return where conda keeps what it knows of the environment: its history, and one record a package."""
    return prefix / "conda-meta"


def history_of(prefix: Path) -> Path:
    """The history that conda keeps: a folder that has one is an environment."""
    return conda_meta(prefix) / "history"


def notes_of(prefix: Path) -> Path:
    """Where TorchGarden keeps its own files. A folder: any JSON in conda-meta itself is a package to conda."""
    return conda_meta(prefix) / "torchgarden"


def conda_records(prefix: Path) -> list[Path]:
    """Return the record of every package that conda has put there, by name."""
    return sorted(conda_meta(prefix).glob("*.json"))


def programs(prefix: Path, *, windows: bool = WINDOWS) -> Path:
    """Return where the environment's programs are."""
    return prefix / ("Scripts" if windows else "bin")


def path_parts(prefix: str, *, windows: bool = WINDOWS) -> tuple[str, ...]:
    """Return the folders that activation puts before PATH, in conda's order."""
    if not windows:
        return (posixpath.join(prefix, "bin"),)
    return tuple(ntpath.join(prefix, part).rstrip("\\") for part in ("", *LIBRARIES, "Scripts"))


def path_with(prefix: str, path: str, *, windows: bool = WINDOWS) -> str:
    """Return PATH with the environment's folders first."""
    return (";" if windows else ":").join(filter(None, (*path_parts(prefix, windows=windows), path)))


def site_packages(prefix: Path, *, windows: bool = WINDOWS) -> Path | None:
    """Return the folder that pip installs into; None where there is none yet.

    After an upgrade of Python the old folder is still there: the one of today's version counts, else the newest.
    """
    if windows:
        folder = prefix / "Lib" / "site-packages"
        return folder if folder.is_dir() else None
    own = re.match(r"3\.(\d+)", python_version(prefix))
    found = {path: re.match(r"python3\.(\d+)", path.parent.name) for path in prefix.glob("lib/python3.*/site-packages")}
    minors = {path: int(match[1]) for path, match in found.items() if match}
    return max(minors, key=lambda path: (own is not None and minors[path] == int(own[1]), minors[path]), default=None)


def installer_of(about: Path) -> str:
    """Return which program installed the package of a dist-info, "conda" or "pip"; "" where that is not said."""
    try:
        return read_bytes(about / "INSTALLER", limit_bytes=INSTALLER_BYTES).decode("utf-8", "replace").strip()
    except (OSError, ValueError):
        return ""


def record_of(about: Path) -> Iterator[tuple[str, str, int | None]]:
    """Yield (path below site-packages, digest, size) of each file that the RECORD of a dist-info names.

    Raises OSError where there is none, and ValueError where it is damaged or names no file at all.
    """
    text = read_bytes(about / "RECORD", limit_bytes=RECORD_BYTES).decode("utf-8")
    named = False
    try:
        for row in csv.reader(_lines(text)):
            if len(row) not in (0, 3):
                raise ValueError("a line of another form")
            if row:
                named = True
                yield row[0], row[1], int(row[2]) if row[2].isdecimal() else None
    except csv.Error as error:
        raise ValueError("not what a RECORD looks like") from error
    if not named:
        raise ValueError("it names nothing")


def _lines(text: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise ValueError("a line is too long")
        yield line


def python_version(prefix: Path) -> str:
    """Return the version of the environment's Python, "" where it has none."""
    if version := conda_versions(prefix).get("python", ""):
        return version
    try:
        text = read_bytes(prefix / "pyvenv.cfg", limit_bytes=CONFIG_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    match = re.search(r"^version(?:_info)?\s*=\s*(\d{1,9}\.\d{1,9}(?:\.\d{1,9})?)", text, re.MULTILINE)
    return match[1] if match else ""


def conda_versions(prefix: Path) -> dict[str, str]:
    """Return package -> version, from the file names NAME-VERSION-BUILD.json in conda-meta."""
    found = {}
    try:
        names = os.listdir(conda_meta(prefix))
    except OSError:
        return {}
    for name in names:
        parts = name.removesuffix(".json").rsplit("-", 2)
        if name.endswith(".json") and len(parts) == 3:
            found[parts[0]] = parts[1]
    return found
