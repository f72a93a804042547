"""A small card beside the pointer: the weight of a line, and a field to set it once the line is clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.messages.beside.numbers import AtSpot
from gui.kit.painting import safely
from gui.kit.pieces import Label, column
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr
from gui.train.numbers.written import FIELD_PX, SETTABLE, of_line, refresh
from gui.train.panels.field import Field

AWAY_PX = 14
ELSEWHERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""The field keeps what is typed while a menu, or another window, has the keyboard."""


class LineCard(QWidget):
    """Stands in `drawing`. `wanted(value)` is told what a person sets, `left()` when the field is left."""

    def __init__(self, drawing: QWidget, wanted: Callable[[float], Any], left: Callable[[], Any]) -> None:
        super().__init__(drawing)
        self._drawing, self._wanted, self._left = drawing, wanted, left
        self._theme: Theme | None = None
        self._near = QPoint()
        self.pinned = False
        self.title = Label(bold=True, size="note_px")
        self.lines = Label(kind="soft", size="note_px", tabular=True)
        self.field = Field(SETTABLE, self._set, self._puzzled, name=tr("Weight"))
        self.field.setFixedWidth(FIELD_PX)
        self.field.setToolTip(tip_text(tr("Type a number: Enter sets it, Escape leaves it. It can be undone.")))
        self.field.installEventFilter(self)
        self.hint = Label(tr("Click the line to set it."), kind="soft", size="note_px")
        self.wrong = Label(kind="warn", size="note_px")
        inside = column(self.title, self.lines, self.field, self.wrong, self.hint, gap=4)
        inside.setContentsMargins(12, 10, 12, 10)
        self.setLayout(inside)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paint in `theme` from now on."""
        self._theme = theme
        self.update()

    def show_line(self, title: str, at: AtSpot, over: int, *, near: QPoint, open_: bool) -> None:
        """Show the weight of a line near a place in the drawing; `open_`: it can be set at all."""
        self._near = near if not self.pinned else self._near
        self.title.put(title)
        self.lines.put("\n".join(of_line(at, over)))
        if at.weights:
            refresh(self.field, at.weight)
        self.field.setVisible(self.pinned)
        self.hint.setVisible(not self.pinned and open_ and at.weights > 0)
        self.wrong.setVisible(self.pinned and bool(self.wrong.text()))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self.pinned)
        self._stand()

    def _stand(self) -> None:
        """Stand right below the place, or where there is room."""
        self.resize(self.sizeHint())
        room = self._drawing.rect()
        x, y = self._near.x() + AWAY_PX, self._near.y() + AWAY_PX
        if x + self.width() > room.right():
            x = self._near.x() - AWAY_PX - self.width()
        if y + self.height() > room.bottom():
            y = self._near.y() - AWAY_PX - self.height()
        self.move(max(min(x, room.right() - self.width()), 0), max(min(y, room.bottom() - self.height()), 0))
        self.show()
        self.raise_()

    def pin(self) -> None:
        """Let the person type the weight of the line that is shown."""
        self.pinned = True
        self.wrong.put("")
        self.field.setVisible(True)
        self.hint.setVisible(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self._stand()
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)
        self.field.selectAll()

    def unpin(self) -> None:
        """Go, whatever was being typed."""
        if self.pinned:
            self.pinned = False
            self.field.setModified(False)
            self.field.clearFocus()
        self.hide()

    def _set(self, value: float) -> None:
        self._wanted(value)
        self._left()

    def _puzzled(self, text: str) -> None:
        self.wrong.put(tr("This is not a number from −1,000,000 to 1,000,000.") if text else "")
        self.wrong.setVisible(bool(text))
        self._stand()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.pinned:
            if event.key() == Qt.Key.Key_Escape:
                self.field.setModified(False)
                self._left()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.field.isModified():
                self._left()  # as it was
                return True
        leaves = isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and self.pinned
        if leaves and event.reason() not in ELSEWHERE:  # type: ignore[attr-defined]
            self.field.setModified(False)  # only Enter sets it
            self._left()
        return super().eventFilter(watched, event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.accent if self.pinned else self._theme.line, 1))
        painter.setBrush(self._theme.card)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
