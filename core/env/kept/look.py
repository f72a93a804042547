"""All that the app has made on this computer: settings, trainings, environments, kernels, downloads, logs, and its
entries in the menus of the desktop. Nothing of other programs is in the list.

What is there is listed by what made it: an environment by its marker, a kernel by the sign in its spec, files of the
desktop by the app's own names in the folders that the systems have for them. Nothing is measured here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from core.env.envs.kernels import find_kernels
from core.env.envs.listing import list_envs
from core.files import is_link
from core.folders import Folders
from core.messages.computer import Machine
from core.messages.install_commands import LookAtKept
from core.messages.install_reports import Kept, KeptKind

SETTINGS_FILES = ("settings.json", "settings.damaged.json", "window.json", "sources.json")
APP = "torchgarden"
APP_ID = "org.torchgarden.app"
ENDS = {".desktop", ".xml", ".svg", ".png", ".1"}
"""What an entry in the menus, a file type, an icon and a page of the manual end with."""
MOST_ICON_SIZES = 40


def kept(
    command: LookAtKept,
    folders: Folders,
    machine: Machine,
    *,
    environ: Mapping[str, str] | None = None,
    system: str = sys.platform,
) -> tuple[Kept, ...]:
    """Return what is there, in the order in which a person would look through it."""
    values = os.environ if environ is None else environ
    found: list[Kept] = []
    found += [
        file("settings", folders.settings / name) for name in SETTINGS_FILES if (folders.settings / name).is_file()
    ]
    if folders.data != folders.settings and (folders.data / "window.json").is_file():
        found.append(file("settings", folders.data / "window.json"))
    found += _folder("runs", Path(command.runs))
    found += [Kept("environment", env.prefix, env.name) for env in list_envs(machine) if env.kind == "ours"]
    found += [
        Kept("kernel", kernel.folder, kernel.display_name) for kernel in find_kernels(environ=values) if kernel.ours
    ]
    own: tuple[tuple[KeptKind, Path], ...] = (
        ("cache", folders.cache), ("installs", folders.data / "installs"), ("inside", folders.data / "inside"),
        *(("notebooks", Path(folder)) for folder in command.notebooks), ("logs", folders.logs), ("bin", folders.bin),
    )  # fmt: skip
    for kind, folder in own:
        found += _folder(kind, folder)
    found += [file("desktop", path) for path in desktop_files(values, system=system)]
    return tuple(dict.fromkeys(found))


def file(kind: KeptKind, path: Path) -> Kept:
    """Return a file with its size; a folder is measured later."""
    return Kept(kind, str(path), path.name, -1 if path.is_dir() and not is_link(path) else path.lstat().st_size)


def _folder(kind: KeptKind, folder: Path) -> list[Kept]:
    """Return a folder if it is there and has something in it. One that is only a link is somebody else's."""
    try:
        empty = is_link(folder) or not any(folder.iterdir())
    except OSError:
        return []
    return [] if empty else [Kept(kind, str(folder))]


def desktop_files(environ: Mapping[str, str], *, system: str = sys.platform) -> Iterator[Path]:
    """Yield the app's own files among those of the desktop.

    On Linux: menu entries, file types, icons, the page of the manual, and the command in ``~/.local/bin``, which are
    the person's own files. On macOS: what the system notes of every app, in the person's Library. None on Windows:
    what its installer has made its uninstaller takes away, and Windows notes nothing in files.
    """
    value = Path(environ.get("HOME") or "")
    home = value if value.is_absolute() else Path.home()
    if system == "darwin":
        library = home / "Library"
        noted = (f"Preferences/{APP_ID}.plist", f"Saved Application State/{APP_ID}.savedState", f"Caches/{APP_ID}")
        yield from (library / name for name in noted if (library / name).exists() and not is_link(library / name))
    if system != "linux":
        return
    value = Path(environ.get("XDG_DATA_HOME") or "")
    data = value if value.is_absolute() else home / ".local" / "share"
    icons = sorted(data.glob("icons/hicolor/*/apps"))[:MOST_ICON_SIZES]
    types = sorted(data.glob("icons/hicolor/*/mimetypes"))[:MOST_ICON_SIZES]
    manual = data / "man" / "man1"
    for folder in (data / "applications", data / "metainfo", data / "mime" / "packages", manual, *icons, *types):
        yield from _ours_in(folder)
    if _is_command(command := home / ".local" / "bin" / APP):
        yield command


def _is_command(path: Path) -> bool:
    """Whether it is the link that install.sh makes: to a program of the app's name, wherever that lies."""
    try:
        return os.path.basename(os.readlink(path)) == APP
    except OSError:
        return False


def _ours_in(folder: Path) -> Iterable[Path]:
    """Return the files of a folder that bear the app's name, whole: "torchgarden-notes.desktop" is another's."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return ()
    own = {APP, APP_ID, f"{APP_ID}.metainfo", f"application-x-{APP}", f"application-vnd.{APP}"}
    paths = (folder / name for name in names if Path(name).suffix in ENDS and Path(name).stem in own)
    return [path for path in paths if path.is_file() and not is_link(path)]
