"""What the window hands to the room of the out worker, and what that hands to its dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from core.messages.own.out import OutCommand
from core.messages.train_commands import DataSpec
from core.workers.worker import WorkerLike
from gui.kit.theme import Theme
from gui.notices.bars import Bars

Hears = Callable[[Any], Any]
"""Is told of the event that answers, of `Failed`, and of each `Silence`."""


def _save_as(parent: QWidget, title: str, suggested: str, kinds: str) -> str:
    return QFileDialog.getSaveFileName(parent, title, suggested, kinds)[0]


def _files(parent: QWidget, title: str, folder: str, kinds: str) -> list[str]:
    return QFileDialog.getOpenFileNames(parent, title, folder, kinds)[0]


def _file(parent: QWidget, title: str, folder: str, kinds: str) -> str:
    return QFileDialog.getOpenFileName(parent, title, folder, kinds)[0]


def _folder(parent: QWidget, title: str, folder: str) -> str:
    return QFileDialog.getExistingDirectory(parent, title, folder)


@dataclass(frozen=True)
class FileDialogs:
    """The system's dialogs; tests pass their own. Each returns "", or nothing, when it is cancelled."""

    save_as: Callable[[QWidget, str, str, str], str] = _save_as
    files: Callable[[QWidget, str, str, str], list[str]] = _files
    file: Callable[[QWidget, str, str, str], str] = _file
    folder: Callable[[QWidget, str, str], str] = _folder


@dataclass(frozen=True, kw_only=True)
class OutSetting:
    """What the window hands in; functions return what is there now.

    `start` starts an out worker on a Python ("": ours); `python`: the one that trains; `own`: whether the app itself
    has torch. `train` sends to the trainer and returns the command's number, 0 if nobody trains; `trainer` is that
    trainer, None for none. `current`: the folder of the open run, and `data` what it is trained on; `meant`: the folder
    of the run that is looked at, "" for none.
    `parent` is what dialogs belong to. `runs`: the folder of saved runs. `open_run` continues a run.
    `show_folder` shows a folder in the person's file browser. `clear` deletes what a worker with this process number,
    which is gone, has begun to write to a path. `recorded`: a recording plays.
    """

    start: Callable[[str], WorkerLike]
    python: Callable[[], str]
    own: bool
    train: Callable[[object], int]
    trainer: Callable[[], object | None]
    current: Callable[[], str]
    data: Callable[[], DataSpec | None]
    meant: Callable[[], str]
    parent: QWidget
    theme: Callable[[], Theme]
    bars: Callable[[], Bars]
    language: Callable[[], str]
    runs: Callable[[], Path]
    open_run: Callable[[Path], Any]
    show_folder: Callable[[str], Any]
    clear: Callable[[int, Path | None], Any]
    recorded: bool = False


@dataclass(eq=False)
class Job:
    """Something that the out worker is asked. `save`: the number of the Save that is waited for, and `trainer` who was
    asked for it; `number`: the number of the command once it is asked."""

    command: OutCommand
    hears: Hears
    save: int = 0
    trainer: object | None = None
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Doing:
    """What a dialog can do. `ask` asks the out worker; a run that trains is saved first. `stop` ends that; `again` asks
    the same again. `leave`: the dialog closes, and the end of what is being written is told in a bar. `opened`: a
    network was brought in, as the run in this folder."""

    ask: Callable[[OutCommand, Hears], Job]
    stop: Callable[[Job], Any]
    again: Callable[[Job], Any]
    leave: Callable[[Job], Any]
    show_folder: Callable[[str], Any]
    opened: Callable[[Path], Any] = lambda folder: None
    language: Callable[[], str] = lambda: "en"
    runs: Callable[[], Path] = Path.home
    files: FileDialogs = field(default_factory=FileDialogs)
