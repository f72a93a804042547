"""The version of the app, and whether there is a newer one: looked for only when a person asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from core.messages.install_commands import LookForNewer
from core.messages.install_events import NewestSeen
from core.messages.train_events import Failed, Rejected
from gui.install.desktop import open_url
from gui.kit.pieces import Button, Label, row
from gui.kit.words import read, tr


class NewestLine(QWidget):
    """A button, and what came of it. `send`: to the install worker; `open_page` opens an address in the browser."""

    def __init__(
        self, version: str, send: Callable[[object], int], *, open_page: Callable[[str], Any] = open_url
    ) -> None:
        super().__init__()
        self.version, self.send, self.open_page = version, send, open_page
        self.asked, self.page = 0, ""
        self.look = Button(tr("Look for a newer version"), self.ask, tip=tr(
            "Asks once which version is the newest. TorchGarden never asks by itself, and downloads nothing."
        ))  # fmt: skip
        self.said = Label(kind="soft", size="note_px", wrap=True)
        self.get = Button(tr("Open the download page"), lambda: self.open_page(self.page), kind="chip", tip=tr(
            "Opens the page of the new version in the browser; you download it there."
        ))  # fmt: skip
        self.get.hide()
        line = row(self.look, self.said, self.get, gap=12)
        line.setStretch(1, 1)
        self.setLayout(line)

    def ask(self) -> None:
        """Ask which version is the newest."""
        self.look.setEnabled(False)
        self.get.hide()
        self.said.put(tr("Asking …"))
        self.asked = self.send(LookForNewer(self.version))

    def show_event(self, event: Any, answers: int | None) -> None:
        """Take in an event of the install worker."""
        if not self.asked or (answers != self.asked and not isinstance(event, Failed)):
            return
        if isinstance(event, NewestSeen):
            self.page = event.page
            self.get.setVisible(event.newer)
            self._answered(
                tr("Version {new} is there; you have {version}.", new=event.version, version=self.version)
                if event.newer
                else tr("You have the newest version, {version}.", version=self.version)
            )
        elif isinstance(event, Rejected):
            self._answered(" ".join(map(read, (event.sentence, *event.advice))))
        elif isinstance(event, Failed):
            self._answered(read(event.reason))

    def _answered(self, text: str) -> None:
        self.asked = 0
        self.look.setEnabled(True)
        self.said.put(text)
