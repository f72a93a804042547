"""The licences of what is in the app: a list, and the text of what is chosen in it.

The build collects them from the very files that it puts into the app (resources/release/licences.py), in a folder. From
source there is no such folder: each package lies in its own place with its licence, and the list says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from core.files import read_bytes, read_object
from gui.install.desktop import open_folder
from gui.kit.dialog import Dialog
from gui.kit.pieces import Label, column
from gui.kit.theme import Theme, font, mono
from gui.kit.words import tr

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "licences"
INDEX = "licences.json"
INDEX_BYTES, TEXT_BYTES = 1 << 20, 4 << 20
MOST, LETTERS = 2000, 500
"""More parts than a build has, and letters of what one says of itself."""


@dataclass(frozen=True)
class Part:
    """Something in the app: `licence` in the words of SPDX, `text` the file with its text; "" for unknown."""

    name: str
    version: str
    licence: str
    text: Path | None
    note: str = ""


def parts(folder: Path = FOLDER) -> tuple[Part, ...]:
    """Return what is in the app; from source, and where the list is damaged, the app itself. Raises nothing."""
    own = Part("TorchGarden", "", "MIT", ROOT / "LICENSE")
    try:
        told = read_object(folder / INDEX, limit_bytes=INDEX_BYTES)
    except (OSError, ValueError):
        return (own,)
    listed = told.get("parts")
    if told.get("format") != 1 or not isinstance(listed, list) or len(listed) > MOST:
        return (own,)
    found = [part for one in listed if (part := _part(one, folder)) is not None]
    return tuple(sorted(found, key=lambda part: (part.name != "TorchGarden", part.name.casefold()))) or (own,)


def _part(told: object, folder: Path) -> Part | None:
    if not isinstance(told, dict):
        return None
    values = [told.get(name, "") for name in ("name", "version", "licence", "text", "note")]
    if not all(isinstance(value, str) and len(value) <= LETTERS for value in values) or not values[0]:
        return None
    name, version, licence, text, note = values
    plain = re.fullmatch(r"[A-Za-z0-9_+][A-Za-z0-9._+-]*\.txt", text)
    return Part(name, version, licence, folder / text if plain else None, note)


def text_of(part: Part) -> str:
    """Return the text of a licence, "" if it cannot be read."""
    if part.text is None:
        return ""
    try:
        return read_bytes(part.text, limit_bytes=TEXT_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


class LicencesDialog(Dialog):
    """What is in the app at the left, the text of the chosen one at the right. Typing searches names and licences."""

    def __init__(self, parent: QWidget, theme: Theme, *, folder: Path = FOLDER) -> None:
        self.parts = parts(folder)
        there = (folder / INDEX).is_file()
        sentence = tr("What is in TorchGarden, with the licence of each.")
        if not there:
            sentence = tr(
                "TorchGarden runs from its source here. Python, Qt, PyTorch and the other packages lie in this "
                "Python's own folders, each with its licence. The packaged app lists all of them."
            )
        super().__init__(parent, theme, title=tr("Licences"), sentence=sentence)
        self.search, self.list, self.text = QLineEdit(), QListWidget(), QPlainTextEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName(tr("What is in the app"))
        self.list.setFont(font(theme, theme.body_px))
        self.list.setFixedWidth(230)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.about = Label("", kind="soft", wrap=True)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("The text of the licence"))
        self.text.setFont(mono(theme, 11))
        self.text.setMinimumSize(560, 280)
        side = QHBoxLayout()
        side.addWidget(self.list)
        side.addLayout(column(self.about, self.text, gap=6), 1)
        self.body.addWidget(self.search)
        self.body.addLayout(side)
        if there:
            self.add_button(tr("Open folder"), lambda: open_folder(str(folder)), stays=True)
        self.add_button(tr("Close"), None, kind="primary")
        self.search.textChanged.connect(self.search_for)
        self.list.currentItemChanged.connect(lambda now, _before: self._show_part(now))
        self.search_for("")

    def search_for(self, text: str) -> None:
        """List what has `text` in its name or licence."""
        wanted = text.strip().casefold()
        self.list.clear()
        for part in self.parts:
            if wanted in f"{part.name} {part.licence}".casefold():
                item = QListWidgetItem(part.name)
                item.setData(Qt.ItemDataRole.UserRole, part)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self.list.count():
            self.about.put(tr("Nothing in the app is called “{text}”.", text=text.strip()))
            self.text.clear()

    def _show_part(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        part: Part = item.data(Qt.ItemDataRole.UserRole)
        said = " · ".join(filter(None, (f"{part.name} {part.version}".strip(), part.licence, part.note)))
        self.about.put(said)
        self.text.setPlainText(text_of(part) or tr("There is no text of this licence in the app."))
