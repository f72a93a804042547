"""The picture that is asked about, as the network is given it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from core.data.drawn.scaled import Ink
from gui.kit.pieces import Painted
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.panels.images import sample_image

SEEN_PX = 28


class Seen(Painted):
    """The picture as the network is given it."""

    def __init__(self) -> None:
        super().__init__(SEEN_PX, SEEN_PX)
        self.picture: Ink | None = None
        self.photo = False
        self.setAccessibleName(tr("What the network is given"))

    def show_picture(self, picture: Ink | None) -> None:
        """Show another picture; None: an empty one."""
        self.picture = picture
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint it, a square a number."""
        painter.fillRect(self.rect(), theme.control)
        if self.picture is not None:
            painter.drawImage(self.rect(), sample_image(self.picture, theme, photo=self.photo))
        painter.setPen(theme.line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
