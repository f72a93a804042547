"""How something does that the out worker was asked: a bar that moves while it goes on, else why it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.train_events import Failed, Rejected, Silence
from gui.kit.pieces import Button, Label, Painted, column, kind, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr

ROUND_S = 1.6
"""How long the light takes from one end of the bar to the other."""
TALL_PX, LIGHT = 4, 0.3


class Busy(Painted):
    """A bar in which a light goes to and fro; it stands still where a person wants no motion."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(TALL_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the bar."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.control)
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        share = time.monotonic() / ROUND_S % 2 if theme.motion_ms else 1.0
        left = (share if share <= 1 else 2 - share) * (1 - LIGHT)
        painter.setBrush(theme.accent)
        painter.drawRoundedRect(QRectF(left * self.width(), 0, LIGHT * self.width(), self.height()), 2, 2)


class Progress(QWidget):
    """Shows that something goes on, or why it does not, with *Try again*. Its buttons do `again` and `stop`."""

    def __init__(self, *, again: Callable[[], Any], stop: Callable[[], Any]) -> None:
        super().__init__()
        self.sentence = Label(wrap=True)
        self.busy = Busy()
        self.again = Button(tr("Try again"), again, tip=tr("Ask for the same again, in another process"))
        self.stop = Button(tr("Stop"), stop, tip=tr("End it. Nothing half made stays."))
        line = row(self.sentence, self.again, self.stop, gap=10)
        line.setStretch(0, 1)
        layout = column(line, self.busy, gap=8)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.put("", goes=False)

    def put(self, text: str, *, goes: bool, again: bool = False, bad: bool = False) -> None:
        """Show a sentence, "" for nothing. `goes`: it goes on. `again`: it can be tried again."""
        self.sentence.put(text)
        kind(self.sentence, "problem" if bad else "")
        self.busy.setVisible(goes)
        self.stop.setVisible(goes)
        self.again.setVisible(again)
        self.setVisible(bool(text))

    def hear(self, event: Failed | Rejected | Silence, doing: str) -> None:
        """Show what keeps it from going on; `doing` is said while it does."""
        match event:
            case Failed():
                self.put(read(event.reason), goes=False, again=True, bad=True)
            case Rejected():
                self.put(" ".join(map(read, (event.sentence, *event.advice))), goes=False, bad=True)
            case Silence() if event.seconds:
                self.put(read(event.sentence), goes=True, again=True)
            case Silence():
                self.put(doing, goes=True)

    def draw(self) -> None:
        """Once a frame: let the light move on."""
        if self.busy.isVisible() and self.busy.theme is not None and self.busy.theme.motion_ms:
            self.busy.update()
