"""What the pages ask of the desktop: a browser, the clipboard, the file and folder dialogs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.workers import handover


def open_url(address: str) -> bool:
    """Open a page in the person's browser; return whether that was to be had."""
    return _handed_over(address) or bool(QDesktopServices.openUrl(QUrl(address)))


def open_folder(path: str) -> bool:
    """Show a folder in the person's file browser; return whether that was to be had."""
    return _handed_over(path) or bool(QDesktopServices.openUrl(QUrl.fromLocalFile(path)))


def _handed_over(what: str) -> bool:
    """Where Qt would start the program itself, as our child and with our libraries, it is handed over instead."""
    program = handover.opener(shutil.which)
    if not program:
        return False
    try:
        handover.let_go(handover.start([program, what]))
    except OSError:
        return False
    return True


def _copy(text: str) -> Any:
    QGuiApplication.clipboard().setText(text)


def _save_as(parent: QWidget, title: str, suggested: str) -> str:
    return QFileDialog.getSaveFileName(parent, title, suggested)[0]


def _pick_file(parent: QWidget, title: str, folder: str) -> str:
    return QFileDialog.getOpenFileName(parent, title, folder)[0]


def _pick_folder(parent: QWidget, title: str, folder: str) -> str:
    return QFileDialog.getExistingDirectory(parent, title, folder)


@dataclass(frozen=True)
class Desktop:
    """What the pages ask of the desktop; tests pass their own. A dialog returns "" when it is cancelled."""

    open_url: Callable[[str], Any] = open_url
    open_folder: Callable[[str], Any] = open_folder
    copy: Callable[[str], Any] = _copy
    save_as: Callable[[QWidget, str, str], str] = _save_as
    pick_file: Callable[[QWidget, str, str], str] = _pick_file
    pick_folder: Callable[[QWidget, str, str], str] = _pick_folder


def existing(folder: str) -> str:
    """Return the folder, or the nearest parent that exists: something a file browser can open."""
    path = Path(folder)
    return str(next((p for p in (path, *path.parents) if p.is_dir()), path))


def notebook_folders(own: Path, documents: str | None = None) -> tuple[Path, ...]:
    """Return where first notebooks go: the person's documents folder, then `own`.

    A documents folder on another computer (a school's server) is not used: if the server does not answer, the window
    freezes for half a minute. `documents`: the folder to use instead of the system's.
    """
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    where = where if documents is None else documents
    if not where or is_elsewhere(where) or not os.path.isdir(where) or not os.access(where, os.W_OK):
        return (own,)
    return (Path(where) / "TorchGarden", own)


def is_elsewhere(path: str) -> bool:
    """Return whether a folder is on another computer, as far as Windows knows without asking that computer."""
    if path.replace("/", "\\").startswith("\\\\"):
        return True
    if sys.platform != "win32":
        return False
    import ctypes

    remote = 4
    return bool(ctypes.windll.kernel32.GetDriveTypeW(str(Path(path).drive) + "\\") == remote)
