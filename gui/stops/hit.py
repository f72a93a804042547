"""A row of the list of hits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from core.messages.train_reports import Hit
from gui.kit.pieces import Elided, Label, repolish, row
from gui.kit.words import tr
from gui.stops.words import hit_text


class HitRow(QFrame):
    """A hit in one line; `choose` is called when it is clicked, or gets the keyboard."""

    def __init__(self, hit: Hit, choose: Callable[[Hit], Any]) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hit, self.choose = hit, choose
        step, text = tr("step {step:,}", step=hit.step), hit_text(hit)
        self.words = Elided(text, size="note_px")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = row(Label(step, kind="soft", size="note_px", tabular=True), self.words, gap=10)
        layout.setContentsMargins(8, 4, 8, 4)
        self.setLayout(layout)
        self.setAccessibleName(f"{step}, {text}")
        self.setAccessibleDescription(tr("Shows what was different, and this step in the charts"))

    def show_chosen(self, chosen: bool) -> None:
        """Show whether this one's details are below."""
        self.words.bold = chosen
        if bool(self.property("chosen")) != chosen:
            self.setProperty("chosen", chosen)
            repolish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.choose(self.hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose(self.hit)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._neighbour(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _neighbour(self, by: int) -> None:
        """Give the keyboard to the next row above or below, and choose it."""
        above = self.parentWidget()
        rows = sorted(above.findChildren(HitRow), key=lambda entry: entry.y()) if above is not None else []
        at = rows.index(self) + by if self in rows else -1
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.choose(rows[at].hit)
