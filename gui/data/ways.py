"""The dialog with all ways in which data comes: from a folder, a file, the clipboard; the library; known sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from core.messages.own.arrays import KnownSet
from core.messages.own.looking import (
    DeleteOwn,
    Fetch,
    ListOwn,
    LookingStopped,
    OwnListed,
    Prepared,
    Preparing,
    StopLooking,
)
from core.messages.own.prepared import OwnData
from core.messages.train_events import Failed, Rejected, Silence
from core.sizes import size_text
from gui.data.forms.form import Folded, Going, Line
from gui.data.shelf import Shelf, auto, known_lines, own_lines
from gui.data.source import Source
from gui.data.words import spoken
from gui.kit.dialog import Dialog, ask_sure
from gui.kit.pieces import Button, Columns, Label, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr

WIDE_PX = 620


def ask_folder(parent: QWidget, title: str, folder: str) -> str:
    """Let a person choose a folder; return it, "" for none."""
    return QFileDialog.getExistingDirectory(parent, title, folder)


def ask_file(parent: QWidget, title: str, folder: str) -> str:
    """Let a person choose a file; return it, "" for none."""
    return QFileDialog.getOpenFileName(parent, title, folder)[0]


@dataclass(frozen=True, kw_only=True)
class WaysSetting:
    """What the dialog is handed: `send` asks the data worker, `open` looks at what a person brings, `begin` trains."""

    send: Callable[[object], int]
    open: Callable[[Source], Any]
    begin: Callable[[OwnData], Any]
    again: Callable[[], Any]
    pick_folder: Callable[[QWidget, str, str], str] = ask_folder
    pick_file: Callable[[QWidget, str, str], str] = ask_file


class DataWays(Dialog):
    """Lists what there is as soon as it is shown."""

    def __init__(self, parent: QWidget, theme: Theme, setting: WaysSetting, listed: OwnListed | None) -> None:
        super().__init__(
            parent, theme, title=tr("My own data"),
            sentence=tr("Pictures in folders, a folder for each class, a table, arrays or a Python file. You can also "
                        "drop them anywhere onto the window. Nothing leaves this computer."),
        )  # fmt: skip
        self.setting = setting
        self.listed: OwnListed | None = None
        self.asked: set[int] = set()
        self.fetching: tuple[int, KnownSet | None] = (0, None)
        self.stopping = False
        """Whether a person has stopped the fetching: all may have come before that was heard."""
        self.problem = Label(kind="problem", wrap=True)
        self.problem.hide()
        self.retry = auto(Button(tr("Try again"), self.try_again))
        self.retry.hide()
        self.what = Label(kind="soft", size="note_px", wrap=True)
        self.going = Going(tr("How far it is"))
        self.stop_button = auto(Button(tr("Stop"), self.stop, name=tr("Stop downloading")))
        self.own = Shelf(tr("On this computer"), tr("Nothing yet."))
        self.known = Shelf(tr("Known sets"), tr("None is known here."))
        self.tables = Shelf(tr("Sample tables"), "")
        self._make_ways()
        self._make_sources()
        busy = (self.problem, self.retry, self.what, self.going, self.stop_button)
        for part in (self.ways, *busy, self.own, self.tables, self.known, self.sources):
            self.body.addWidget(part)
        self.add_button(tr("Close"), None)
        self._show_going(None)
        self.finished.connect(self._left)
        if listed is not None:
            self.show_listed(listed)

    def _make_ways(self) -> None:
        self.from_folder = auto(Button(tr("Folder of pictures …"), self.choose_folder))
        self.from_file = auto(Button(tr("File …"), self.choose_file))
        self.from_clipboard = auto(Button(tr("Paste a table"), self.paste))
        self.from_file.setAccessibleDescription(tr("Zip, CSV, TSV, Excel workbook, .npz or .py"))
        self.from_file.setToolTip(tr("Zip, CSV, TSV, Excel workbook, .npz or .py"))
        self.ways = Columns((self.from_folder, self.from_file, self.from_clipboard), most=3, least=170, gap=8)

    def _make_sources(self) -> None:
        self.mirror, self.folder = QLineEdit(), QLineEdit()
        for field, name, shown in (
            (self.mirror, tr("Download from another address"), "https://"),
            (self.folder, tr("Folder with the files, without the internet"), ""),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(shown)
        choose = auto(Button(tr("Choose …"), self.choose_offline, name=tr("Choose a folder with the files")))
        offline = QWidget()
        line = row(Line(tr("Folder with the files, without the internet"), self.folder), choose)
        line.setStretch(0, 1)
        offline.setLayout(line)
        mirror = Line(tr("Download from another address"), self.mirror)
        self.sources = Folded(tr("Where known sets come from"), mirror, offline, fits=self.fit_again)

    def show_now(self) -> None:
        """Open, and ask what there is."""
        self.let_scroll(WIDE_PX)
        super().show_now()
        self.from_folder.setFocus()
        self.ask()

    # ------------------------------------------------------------------------------------------------- what is asked
    def ask(self) -> None:
        """Ask what there is."""
        self.asked.add(self.setting.send(ListOwn()))

    def choose_folder(self) -> None:
        """Let a person choose a folder, and look at it."""
        if path := self.setting.pick_folder(self, tr("Folder of pictures"), ""):
            self._open(Source(path))

    def choose_file(self) -> None:
        """Let a person choose a file, and look at it."""
        if path := self.setting.pick_file(self, tr("File with data"), ""):
            self._open(Source(path))

    def choose_offline(self) -> None:
        """Let a person choose a folder that known sets lie in."""
        if path := self.setting.pick_folder(self, tr("Folder with the files"), self.folder.text()):
            self.folder.setText(path)

    def paste(self) -> None:
        """Look at the table that is in the clipboard."""
        text = QGuiApplication.clipboard().text()
        if "\n" not in text.strip() and "\t" not in text:
            self.tell(
                tr("There is no table in the clipboard. Select the cells with their names, copy them, and try again.")
            )
        else:
            self._open(Source("", text))

    def _open(self, source: Source) -> None:
        self.accept()
        self.setting.open(source)

    def train(self, data: OwnData) -> None:
        """Train on what is in the library."""
        self.accept()
        self.setting.begin(data)

    def delete(self, data: OwnData) -> None:
        """Delete from the library, once a person is sure."""
        ask_sure(
            self, self.theme, title=tr("Delete {title}?", title=data.about.title),
            sentence=tr("It cannot be undone. Saved trainings on it stay, but they cannot be trained on until it is "
                        "prepared again from the same files."),
            do=tr("Delete"), act=lambda: self.asked.add(self.setting.send(DeleteOwn(data.digest))),
        )  # fmt: skip

    def fetch(self, one: KnownSet) -> None:
        """Fetch a known set."""
        self.tell("")
        self.stopping = False
        fetch = Fetch(one.name, self.mirror.text().strip(), self.folder.text().strip())
        self.fetching = (self.setting.send(fetch), one)
        self._show_going(None)

    def stop(self) -> None:
        """Stop fetching; what has come is kept for the next time."""
        self.stopping = True
        self.setting.send(StopLooking())

    def try_again(self) -> None:
        """Start another worker, and ask it."""
        self.retry.hide()
        self.tell("")
        self._over()
        self.asked.clear()
        self.setting.again()
        self.ask()

    def _left(self, _result: int) -> None:
        if self.fetching[0]:
            self.stop()
        self.fetching = (0, None)

    # --------------------------------------------------------------------------------------------- what it is told
    def hear(self, event: Any, answers: int | None) -> None:
        """Show an event of the data worker."""
        number, _ = self.fetching
        if isinstance(event, OwnListed):
            self.show_listed(event)
        elif isinstance(event, Preparing):
            self._show_going(event)
        elif answers is None or answers not in (number, *self.asked):
            return
        elif isinstance(event, Prepared) and self.stopping:
            self._over()
            self.ask()
        elif isinstance(event, Prepared):
            self.fetching = (0, None)
            self.train(event.data)
        elif isinstance(event, Rejected):
            self._over()
            self.tell(" ".join(map(read, (event.sentence, *event.advice))))
        elif isinstance(event, LookingStopped) and answers == number:
            self._over()

    def show_failed(self, failed: Failed) -> None:
        """The worker is gone: say so, and offer another."""
        self._over()
        self.tell(read(failed.reason))
        self.retry.show()
        self.retry.setFocus()

    def show_silent(self, silence: Silence) -> None:
        """The worker says nothing, or speaks again: say so, and offer another. No bar does: it is behind this."""
        self.tell(read(silence.sentence) if silence.seconds else "")
        self.retry.setVisible(silence.seconds > 0)

    def _over(self) -> None:
        self.fetching = (0, None)
        self._show_going(None)

    def show_listed(self, listed: OwnListed) -> None:
        """Show what there is."""
        if listed == self.listed:
            return
        self.listed = listed
        self.own.put(own_lines(listed.own, self.train, self.delete))
        self.known.put(known_lines([one for one in listed.known if len(one.input) != 1], self.fetch))
        tables = [one for one in listed.known if len(one.input) == 1]
        self.tables.put(known_lines(tables, self.fetch))
        self.tables.setVisible(bool(tables))
        self._show_going(None)
        self.fit_again()

    def tell(self, text: str) -> None:
        """Say why something could not be done; "" takes it away."""
        self.problem.put(text)
        self.problem.setVisible(bool(text))
        self.problem.setMinimumHeight(self.problem.heightForWidth(max(self.own.width(), 200)) if text else 0)
        self.fit_again()

    def _show_going(self, event: Preparing | None) -> None:
        """Show how far the fetching is, or nothing where nothing is fetched. Meanwhile nothing else is opened: when all
        has come this closes, and a dialog over it would go with it."""
        number, one = self.fetching
        busy = bool(number)
        was = self.going.isVisible()
        for part in (self.what, self.going, self.stop_button):
            part.setVisible(busy)
        for other in (self.ways, self.own, self.known, self.tables, self.sources):
            other.setEnabled(not busy)
        if busy and one is not None:
            said = read(event.doing) if event is not None else tr("Downloading {title} …", title=spoken(one.title))
            self.what.put(f"{said} {_come(event, one)}".rstrip())
            self.going.show_share(event.done / event.all if event is not None and event.all > 0 else -1.0)
        if was != busy and self.isVisible():
            self.fit_again()
            if busy:
                self.stop_button.setFocus()


def _come(event: Preparing | None, one: KnownSet) -> str:
    """Return how much has come of how much: bytes of what is fetched, rows of what is here already."""
    if event is None or event.all <= 0:
        return ""
    return " / ".join(f"{n:,}" if one.there else size_text(n) for n in (event.done, event.all))
