"""Files and folders that are dropped anywhere onto the window: while they are over it, a calm overlay says what will
happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.kit.painting import safely
from gui.kit.theme import Theme, font
from gui.kit.words import breakable

MOST = 1000
"""More files than that are looked at as none: folders are dropped, not what is in them."""


@dataclass(frozen=True)
class Taker:
    """Who takes what is dropped. `says`: what would happen to these paths, "" where they are not for it."""

    says: Callable[[tuple[str, ...]], str]
    take: Callable[[tuple[str, ...]], Any]


def paths_of(data: QMimeData) -> tuple[str, ...]:
    """Return the files and folders of this computer that are dragged."""
    found = [url.toLocalFile() for url in data.urls()[: MOST + 1] if url.isLocalFile()]
    return tuple(path for path in found if path) if len(found) <= MOST else ()


class Overlay(QWidget):
    """Covers the window while something is dragged over it, and takes it."""

    def __init__(self, window: QWidget, takers: Callable[[], Sequence[Taker]], theme: Callable[[], Theme]) -> None:
        super().__init__(window)
        self.over, self.takers, self.theme = window, takers, theme
        self.paths: tuple[str, ...] = ()
        self.said = ""
        self.setAcceptDrops(True)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and not self.isVisible():
            self.dragEnterEvent(event)
            return event.isAccepted()
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.dropEvent(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._away()
        return super().eventFilter(watched, event)

    def taker(self, paths: tuple[str, ...]) -> tuple[Taker | None, str]:
        """Return who takes these, and what it says of that."""
        for one in self.takers() if paths else ():
            if said := one.says(paths):
                return one, said
        return None, ""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.paths = paths_of(event.mimeData())
        taker, self.said = self.taker(self.paths)
        if taker is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setGeometry(self.over.rect())
        self.setAccessibleName(self.said)
        self.show()
        self.raise_()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._away()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_of(event.mimeData())
        taker, _ = self.taker(paths)
        self._away()
        if taker is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        taker.take(paths)

    def _away(self) -> None:
        self.hide()
        self.paths, self.said = (), ""

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.ground)
        ground.setAlphaF(0.88)
        painter.fillRect(self.rect(), ground)
        painter.setFont(font(theme, theme.name_px, bold=True))
        wide = min(self.width() - 40.0, 460.0)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        said = breakable(self.said)
        needs = painter.fontMetrics().boundingRect(0, 0, int(wide) - 48, 400, flags, said)
        tall = min(needs.height() + 64.0, self.height() - 20.0)
        box = QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall)
        painter.setPen(QPen(theme.accent, 2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.card)
        painter.drawRoundedRect(box, theme.radius, theme.radius)
        painter.setPen(theme.text)
        painter.drawText(box.adjusted(24, 8, -24, -8), flags, said)
