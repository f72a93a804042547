"""Pages for little room: a column that scrolls, and a row that becomes a column."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QScrollArea, QWidget


class Scroll(QScrollArea):
    """A column that scrolls if it is too tall, with no frame of its own."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.inside = inside
        inside.setProperty("kind", "inside")
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

        inside.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.inside.minimumSizeHint().width(), 60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.inside and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give what is inside the height that its texts need at this width: Qt asks at another width."""
        layout = self.inside.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.inside.setMinimumHeight(layout.minimumHeightForWidth(self.viewport().width()))


class Fold(QWidget):
    """Parts side by side; one above the other where they have no room. A part is a widget, or None for a stretch."""

    def __init__(self, *parts: QWidget | None, gap: int = 10, stretch: int = -1) -> None:
        super().__init__()
        self.line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.line.setSpacing(gap)
        self.line.setContentsMargins(0, 0, 0, 0)
        for at, part in enumerate(parts):
            if part is None:
                self.line.addStretch(1)
            else:
                self.line.addWidget(part, int(at == stretch))
        self.line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self.line)

    def _parts(self) -> list[QWidget]:
        found = [self.line.itemAt(at).widget() for at in range(self.line.count())]
        return [part for part in found if part is not None and not part.isHidden()]

    def _beside_px(self) -> int:
        widths = [max(part.minimumSizeHint().width(), part.minimumWidth()) for part in self._parts()]
        return sum(widths) + self.line.spacing() * max(len(widths) - 1, 0)

    def _turned(self, width: int) -> bool:
        return width < self._beside_px()

    def minimumSizeHint(self) -> QSize:
        parts = self._parts()
        widest = max((max(part.minimumSizeHint().width(), part.minimumWidth()) for part in parts), default=0)
        return QSize(widest, self.line.minimumSize().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        tall = [
            part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
            for part in self._parts()
        ]
        if self._turned(width):
            return sum(tall) + self.line.spacing() * max(len(tall) - 1, 0)
        return max(self.line.heightForWidth(width) if self.line.hasHeightForWidth() else 0, *tall, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        turned = self._turned(self.width())
        way = QBoxLayout.Direction.TopToBottom if turned else QBoxLayout.Direction.LeftToRight
        if way != self.line.direction():
            self.line.setDirection(way)
            self.updateGeometry()
