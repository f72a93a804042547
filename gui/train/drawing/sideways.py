"""What holds the network drawing: a deep network scrolls sideways in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class Sideways(QScrollArea):
    """Lets a deep network scroll sideways; a plain wheel does that too. Everything in it is transparent."""

    def __init__(self, parent: QWidget, canvas: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(canvas)
        for part in (self, self.viewport(), canvas):
            part.setAutoFillBackground(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar, turn = self.horizontalScrollBar(), event.angleDelta()
        if bar.maximum() == 0:
            event.ignore()
            return
        bar.setValue(bar.value() - (turn.x() or turn.y()))
        event.accept()
