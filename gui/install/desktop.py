"""What the pages ask of the desktop: a browser, the clipboard, the file and folder dialogs."""

from __future__ import annotations

import contextlib
import html
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QStandardPaths, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QWidget

from core.workers import handover

KEPT_MS = 60_000
"""How long a file that leads to a page is there: a browser that has to start first takes its time."""
LEADS = (".torchgarden-open-", ".html")


class NotOpened(QEvent):
    """No program of the desktop opens `what`; sent to the main window, which says so."""

    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self, what: str) -> None:
        super().__init__(self.kind)
        self.what = what


def open_url(address: str) -> bool:
    """Open a page in the person's browser; return whether that was to be had."""
    return _handed_over(address) or _opened_by_qt(QUrl(address), address)


def open_private(
    address: str, folders: tuple[Path, ...], *, kept_ms: int = KEPT_MS, system: str = sys.platform
) -> bool:
    """Open a page whose address nobody else may read, as one with a token; return whether that was to be had.

    Every program's command line can be read by others, a browser's too. So the browser is given a file that only this
    person can read, which leads to the page and is removed `kept_ms` later. It lies in the first of `folders` that can
    be written to, not where temporary files usually are: a browser in a sandbox sees neither those nor hidden folders.
    On macOS an address is on no command line.
    """
    if system == "darwin":
        return open_url(address)
    sweep(folders, older_ms=kept_ms)
    for folder in (*folders, Path(tempfile.gettempdir())):
        try:
            path = _leads_to(address, folder)
        except OSError:
            continue
        if (app := QGuiApplication.instance()) is not None:
            QTimer.singleShot(kept_ms, app, partial(_remove, path))
        return open_folder(str(path))
    return False


def sweep(folders: tuple[Path, ...], *, older_ms: int = 0) -> None:
    """Remove the files that led to pages; with `older_ms` none that a browser may not have read yet."""
    for folder in folders:
        with contextlib.suppress(OSError):
            for path in folder.glob(f"{LEADS[0]}*{LEADS[1]}"):
                if not older_ms or time.time() - path.stat().st_mtime > older_ms / 1000:
                    _remove(path)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _leads_to(address: str, folder: Path) -> Path:
    """Write a page that leads to `address`, for this person alone; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=LEADS[0], suffix=LEADS[1], dir=folder)  # it is made with mode 0600
    link = html.escape(address, quote=True)
    with open(number, "w", encoding="utf-8") as file:
        file.write(
            '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
            f'<title>Jupyter</title><meta http-equiv="refresh" content="0; url={link}"><a href="{link}">Jupyter</a>\n'
        )
    return Path(name)


def open_folder(path: str) -> bool:
    """Show a folder in the person's file browser; return whether that was to be had."""
    return _handed_over(path) or _opened_by_qt(QUrl.fromLocalFile(path), path)


def _opened_by_qt(url: QUrl, what: str) -> bool:
    """Let Qt open it; where it cannot, the main windows are told of `what`."""
    if QDesktopServices.openUrl(url):
        return True
    for window in QApplication.topLevelWidgets() if QApplication.instance() is not None else ():
        if isinstance(window, QMainWindow):
            QApplication.sendEvent(window, NotOpened(what))
    return False


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
    open_private: Callable[[str, tuple[Path, ...]], Any] = open_private
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
