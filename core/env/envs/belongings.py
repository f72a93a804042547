"""Whose files are in an environment's folder: the environment's own, and the person's.

An environment's own are those that its records name (conda's records, the RECORD files of wheels), the layout of conda
and venv, and what Python makes by itself. Everything else is the person's: their notebooks, their data, a project whose
environment was made in its own folder. Those are never deleted: `move_own` puts them into a folder beside, with the
date in its name.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.files import is_link, read_object, remove_tree, rename
from core.prefix import conda_records, record_of, site_packages

LAYOUT = {
    "conda-meta", "pyvenv.cfg", "bin", "Scripts", "lib", "lib64", "lib32", "libexec", "Lib", "include", "Include",
    "share", "etc", "var", "ssl", "man", "sbin", "DLLs", "Library", "Tools", "libs", "tcl", "doc", "compiler_compat",
    "x86_64-conda-linux-gnu", "x86_64-conda_cos6-linux-gnu", "aarch64-conda-linux-gnu", "python.app", "fonts",
    "phrasebooks", "mkspecs", "plugins", "qml", "translations", "resources", "envs_info", "CACHEDIR.TAG", ".lock",
    ".condarc", ".nonadmin", ".torchgarden", "python.exe", "pythonw.exe", "LICENSE_PYTHON.txt", "__pycache__",
    ".gitignore", ".messages.txt", "conda_build.sh",
}  # fmt: skip
"""What lies at the top of environments of conda and venv. `.gitignore`: venv writes one that leaves out everything."""
LOOKED_INTO = ("bin", "Scripts")
"""Folders of the layout in which each file is named by a record or is one of `VENV_PROGRAMS`."""
VENV_PROGRAMS = (
    "python",
    "pip",
    "activate",
    "deactivate",
    "pypy",
    "easy_install",
    "wheel",
    "idle",
    "pydoc",
    "2to3",
    "conda",
)
OF_PIP = (".pth", ".egg-link", ".egg-info", ".dist-info", ".virtualenv", "_virtualenv.py", "README.txt", ".lock")
"""How the names end that installers write beside packages without a record."""
CACHES = ("__pycache__", ".ipynb_checkpoints", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".cache")
NAMED = 10


@dataclass(frozen=True)
class Own:
    """The person's own in an environment: each path as it lies in the folder, files and bytes in all."""

    paths: tuple[str, ...] = ()
    files: int = 0
    size_bytes: int = 0

    @property
    def named(self) -> tuple[str, ...]:
        """The first of the paths, for a sentence."""
        return self.paths[:NAMED]


def own_files(prefix: Path) -> Own:
    """Return what in the folder is the person's; a folder that is theirs as a whole is one path."""
    records = _recorded(prefix)
    paths = [path for path in _unknown(prefix, records) if path.name not in CACHES]
    count = size = 0
    for path in paths:
        for file in _files(path):
            count += 1
            with contextlib.suppress(OSError):
                size += file.lstat().st_size
    return Own(tuple(sorted(path.relative_to(prefix).as_posix() for path in paths)), count, size)


def beside_of(prefix: Path) -> Path:
    """Return after what the folder is named that takes the person's own out of an environment."""
    return prefix.with_name(f"{prefix.name} - own files")


def move_own(folder: Path, paths: tuple[str, ...], beside: Path) -> Path:
    """Move the person's own out of `folder` into a new folder named after `beside`, with the date; return it.

    Raises OSError, and then all lies where it was.
    """
    today = datetime.date.today().isoformat()
    target = beside.with_name(f"{beside.name} {today}")
    count = 1
    while os.path.lexists(target):
        count += 1
        target = beside.with_name(f"{beside.name} {today} ({count})")
    target.mkdir(parents=True)
    moved: list[str] = []
    try:
        for path in paths:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            rename(folder / path, target / path)
            moved.append(path)
    except OSError:
        for path in reversed(moved):
            rename(target / path, folder / path)
        remove_tree(target)  # only empty folders are left in it
        raise
    return target


def _recorded(prefix: Path) -> set[str]:
    """Return every path that a record names, as a key."""
    found: set[str] = set()
    for record in conda_records(prefix):
        with contextlib.suppress(OSError, ValueError):
            listed = read_object(record).get("files")
            names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
            found |= {_key(name) for name in names if not os.path.isabs(name)}
    packages = site_packages(prefix)
    for info in packages.glob("*.dist-info") if packages is not None else ():
        with contextlib.suppress(OSError, ValueError):
            for path, _, _ in record_of(info):
                if not os.path.isabs(path):
                    found.add(_key(os.path.relpath(os.path.normpath(info.parent / path), prefix)))
    return found


def _key(path: str) -> str:
    return os.path.normcase(os.path.normpath(path))


def _unknown(prefix: Path, records: set[str]) -> Iterator[Path]:
    """Yield what no record and no layout knows."""
    known_folders = {os.path.dirname(path) for path in records}
    known_folders |= {parent for path in list(known_folders) for parent in _parents(path)}
    for entry in _entries(prefix):
        key = _key(entry.name)
        if entry.name in LAYOUT or key in records:
            if entry.name in LOOKED_INTO and entry.is_dir(follow_symlinks=False):
                yield from _unknown_programs(Path(entry.path), prefix, records)
            continue
        if entry.is_dir(follow_symlinks=False) and key in known_folders:
            yield from _unknown_in(Path(entry.path), prefix, records, known_folders)
        elif not (entry.is_symlink() and entry.name == "lib64"):
            yield Path(entry.path)
    packages = site_packages(prefix)
    if packages is not None and not is_link(packages):
        for path in _unknown_in(packages, prefix, records, known_folders):
            if not path.name.endswith(OF_PIP):
                yield path


def _parents(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) not in ("", path):  # "/" and "C:" are their own
        path = parent
        yield path


def _unknown_programs(folder: Path, prefix: Path, records: set[str]) -> Iterator[Path]:
    for entry in _entries(folder):
        path = Path(entry.path)
        recorded = _key(str(path.relative_to(prefix))) in records
        plain = entry.is_symlink() or entry.name.lower().startswith(VENV_PROGRAMS) or entry.name in CACHES
        if not recorded and not plain and path.suffix.lower() not in (".exe", ".dll", ".pyd", ".so"):
            yield path


def _unknown_in(folder: Path, prefix: Path, records: set[str], known_folders: set[str]) -> Iterator[Path]:
    """Yield what lies unrecorded in a folder of recorded things; what Python has compiled is nobody's."""
    for entry in _entries(folder):
        path = Path(entry.path)
        key = _key(str(path.relative_to(prefix)))
        if key in records or entry.name in CACHES or entry.name.endswith((".pyc", ".dist-info", ".egg-info")):
            continue
        if entry.is_dir(follow_symlinks=False) and key in known_folders:
            yield from _unknown_in(path, prefix, records, known_folders)
        else:
            yield path


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _files(path: Path) -> Iterator[Path]:
    if is_link(path) or not path.is_dir():
        yield path
        return
    for entry in _entries(path):
        yield from _files(Path(entry.path))
