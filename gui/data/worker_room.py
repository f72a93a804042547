"""The data worker as the window sees it: started when a person brings data, ended when nobody has used it for a while.

    room = OwnRoom(OwnSetting(…))       # in the window's __init__
    room.taker()                        # who takes what is dropped onto the window
    room.open_ways()                    # the dialog with all ways in
    room.frame_passed()                 # once a frame
    room.close()                        # when the window closes

Reading and preparing happen in the worker: neither the window nor a training waits for them.
"""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from core.messages.catalogue import OWN
from core.messages.own.looking import DataReady, ListOwn, LookAtPicture, OwnListed, PictureSeen
from core.messages.own.pictures import SUFFIXES
from core.messages.own.prepared import OwnData
from core.messages.train_events import Failed, Rejected, Silence
from core.messages.train_reports import Array, Data
from core.sentence import Sentence
from core.workers.worker import WorkerLike
from gui.data.drop import Taker
from gui.data.sheet import DataSheet, SheetSetting
from gui.data.source import Source
from gui.data.ways import DataWays, WaysSetting, ask_file
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.notices.bar import Bar, BarButton
from gui.notices.bars import Bars
from gui.notices.events import show_waiting
from gui.notices.problem import show_problem

IDLE_S = 60.0
"""The worker ends when nobody has asked it anything for so long."""
SILENT, GONE, MISSING, MANY = "data-silent", "data-gone", "data-missing", "data-many"


@dataclass(frozen=True, kw_only=True)
class OwnSetting:
    """What the window hands in; functions return what is there now.

    `start` starts a data worker on a Python ("": ours). `python`: the one that trains; `python_words`: the same in
    words. `begin` trains on data of the library. `listed` hears what there is in it. `library`: its folder. `gpu`:
    whether one trains. `trained`: the data that is trained on, None for none; `lay` gets a picture that shall be asked
    about, with its name, and `tell` why there is none. `closed`: why nothing can be brought in now, "" where it can.
    """

    start: Callable[[str], WorkerLike]
    python: Callable[[], str]
    python_words: Callable[[], str]
    parent: Callable[[], QWidget]
    theme: Callable[[], Theme]
    bars: Callable[[], Bars]
    begin: Callable[[OwnData], Any]
    listed: Callable[[Sequence[OwnData]], Any]
    library: Path
    gpu: Callable[[], bool] = lambda: False
    trained: Callable[[], Data | None] = lambda: None
    lay: Callable[[Array, str], Any] = lambda picture, name: None
    tell: Callable[[Sentence], Any] = lambda why: None
    pick_file: Callable[[QWidget, str, str], str] = ask_file
    closed: Callable[[], str] = str


class OwnRoom:
    """The data worker, and the dialogs that ask it."""

    def __init__(self, setting: OwnSetting) -> None:
        self.setting = setting
        self.worker: WorkerLike | None = None
        self.python = ""
        """The Python that the worker runs on."""
        self.sheet: DataSheet | None = None
        self.ways: DataWays | None = None
        self.known: OwnListed | None = None
        """What was listed last."""
        self.used_at = time.monotonic()
        self.looked = False
        self.picture = (0, "")
        """The LookAtPicture that is waited for, and the name of the file."""
        self.silent = False
        """Whether the worker says nothing though it should."""

    # -------------------------------------------------------------------------------------------------- ways in
    def taker(self) -> Taker:
        """Return who takes data that is dropped onto the window."""
        return Taker(self.says, self.take)

    def says(self, paths: tuple[str, ...]) -> str:
        """Return what happens when these are dropped."""
        if why := self.setting.closed():
            return why
        if QApplication.activeModalWidget() is not None:
            return ""
        name = unicodedata.normalize("NFC", os.path.basename(paths[0].rstrip("/\\")) or paths[0])
        if self._asks(paths):
            return tr("Drop it to ask the network about {name}.", name=name)
        if len(paths) > 1:
            return tr("Drop one folder or one file: the data of one training.")
        return tr("Drop it to look at {name} as data. Nothing is changed before you say so.", name=name)

    def take(self, paths: tuple[str, ...]) -> None:
        """Look at what was dropped."""
        if self._says_why():
            return
        if self._asks(paths):
            self.look_at_picture(paths[0])
            return
        if len(paths) == 1:
            self.open(Source(paths[0]))
            return
        self.setting.bars().show_bar(MANY, lambda: Bar(
            tr("Several files were dropped. Put them into one folder, a folder in it for each class, and drop that."),
            tone="note",
        ))  # fmt: skip

    def _asks(self, paths: tuple[str, ...]) -> bool:
        """Whether this is one picture, and a network learns from pictures that were prepared here."""
        data = self.setting.trained()
        pictures = data is not None and data.spec.name == OWN and len(data.input) == 3
        return pictures and len(paths) == 1 and paths[0].lower().endswith(tuple(SUFFIXES))

    def choose_picture(self, _spec: object = None) -> None:
        """Let a person choose a picture to ask the network about."""
        if path := self.setting.pick_file(self.setting.parent(), tr("A picture to ask about"), ""):
            self.look_at_picture(path)

    def look_at_picture(self, path: str) -> None:
        """Have one picture read as those that are trained on were, and ask the network about it."""
        data = self.setting.trained()
        if data is not None and data.spec.own:
            self.picture = self.send(LookAtPicture(path, data.spec.own)), os.path.basename(path)

    def open(self, source: Source) -> None:
        """Look at what a person has brought."""
        self.setting.bars().remove(MANY)
        if self.sheet is not None:
            self.sheet.reject()
        made = DataSheet(self.setting.parent(), self.setting.theme(), source, SheetSetting(
            send=self.send, begin=self._begin, again=self._end, python=self.setting.python_words(),
            gpu=self.setting.gpu(),
        ))  # fmt: skip
        self.sheet = made
        made.finished.connect(lambda _result: self._closed(made))
        made.show_now()

    def open_ways(self) -> None:
        """Show all ways in which data comes."""
        if QApplication.activeModalWidget() is not None or self._says_why():
            return
        made = DataWays(self.setting.parent(), self.setting.theme(), WaysSetting(
            send=self.send, open=self.open, begin=self._begin, again=self._end,
        ), self.known)  # fmt: skip
        self.ways = made
        made.finished.connect(lambda _result: self._closed(made))
        made.show_now()

    def _says_why(self) -> bool:
        """Say why nothing can be brought in now; return whether that is so."""
        why = self.setting.closed()
        if why:
            self.setting.bars().show_bar(MANY, lambda: Bar(self.setting.closed() or why, tone="note"))
        return bool(why)

    def _closed(self, dialog: object) -> None:
        self.used_at = time.monotonic()
        if dialog is self.sheet:
            self.sheet = None
        if dialog is self.ways:
            self.ways = None
        if self.silent:
            self._end()  # what it hangs at, nobody waits for any more

    def _begin(self, data: OwnData) -> None:
        """Train on what is in the library; it is listed again."""
        self.send(ListOwn())
        self.setting.begin(data)

    # ------------------------------------------------------------------------------------------------- the worker
    def send(self, command: object) -> int:
        """Send to the data worker; start one if there is none, or another Python trains."""
        if self.worker is not None and self.python != self.setting.python() and self.sheet is None:
            self._end()
        if self.worker is None:
            self.python = self.setting.python()
            self.worker = self.setting.start(self.python)
        self.used_at = time.monotonic()
        return self.worker.send(command)

    def list_again(self) -> None:
        """Ask what is in the library, where there may be something in it."""
        try:
            with os.scandir(self.setting.library) as entries:
                there = any(not entry.name.startswith(".") for entry in entries)
        except OSError:
            there = False
        if there:
            self.send(ListOwn())

    def frame_passed(self) -> None:
        """One frame: take what is waiting and show it; end a worker that nobody needs."""
        if not self.looked and not self.setting.closed():
            self.looked = True
            self.list_again()
        show_waiting(self._events, self.show_event)
        idle = not self._dialogs() and time.monotonic() - self.used_at > IDLE_S
        if idle and self.worker is not None:
            self._end()

    def _events(self, limit: int) -> list[tuple[Any, int | None]]:
        return self.worker.events(limit) if self.worker is not None else []

    def show_event(self, event: Any, answers: int | None) -> None:
        """Show one event of the data worker."""
        if isinstance(event, Failed):
            self._failed(event)
        elif isinstance(event, Silence):
            self._silent(event)
        elif isinstance(event, DataReady):
            self._missing(event)
        elif answers is not None and answers == self.picture[0]:
            name, self.picture = self.picture[1], (0, "")
            if isinstance(event, PictureSeen):
                self.setting.lay(event.picture, name)
            elif isinstance(event, Rejected):
                self.setting.tell(event.sentence)
        else:
            if isinstance(event, OwnListed):
                self.known = event
                self.setting.listed(event.own)
            for dialog in self._dialogs():
                dialog.hear(event, answers)

    def _dialogs(self) -> list[DataSheet | DataWays]:
        """Return those that are open."""
        return [one for one in (self.sheet, self.ways) if one is not None]

    def _missing(self, ready: DataReady) -> None:
        """Another worker is there: say what it cannot do for want of a package."""
        told = ready.missing
        self.setting.bars().remove(GONE)
        if not told:
            self.setting.bars().remove(MISSING)
        elif self._dialogs():
            self.setting.bars().show_bar(MISSING, lambda: Bar(" ".join(map(read, told)), tone="note"))

    def _failed(self, failed: Failed) -> None:
        """The worker is gone: say so where somebody waits for it. The training goes on."""
        self._end()
        dialogs = self._dialogs()
        for dialog in dialogs:
            dialog.show_failed(failed)
        if not dialogs:
            show_problem(self.setting.bars(), GONE, lambda: read(failed.reason), detail=failed.detail, tone="note")

    def _silent(self, silence: Silence) -> None:
        """Say that the worker says nothing where somebody waits for it, else in a bar; or that it speaks again."""
        self.silent = silence.seconds > 0
        dialogs = self._dialogs()
        for dialog in dialogs:
            dialog.show_silent(silence)
        if dialogs or not self.silent:
            self.setting.bars().remove(SILENT)
            return

        def does() -> tuple[BarButton, ...]:
            return (BarButton(tr("Wait"), lambda: None), BarButton(tr("Start again"), self._end))

        detail = f"{silence.seconds} s\n{silence.detail}"
        show_problem(
            self.setting.bars(), SILENT, lambda: read(silence.sentence), detail=detail, does=does, tone="note"
        )  # fmt: skip

    def _end(self) -> None:
        """End the worker; the next command starts another, whose numbers begin at one."""
        if self.worker is not None:
            self.worker.dismiss()
            self.worker = None
        self.picture, self.silent = (0, ""), False
        self.setting.bars().remove(SILENT)

    def leave_pages(self) -> None:
        """Close what is open before a change of language."""
        for dialog in self._dialogs():
            dialog.reject()

    def close(self) -> None:
        """The window closes."""
        if self.worker is not None:
            self.worker.kill()
            self.worker = None
