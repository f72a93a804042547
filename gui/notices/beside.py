"""A sentence beside the control that it is about: it floats, so nothing moves when it comes or goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QEnterEvent, QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gui.kit.pieces import Label, apply_theme, column
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.notices.calm import calm_place, needed

GAP_PX = 4
SEEN_MS, LETTER_MS = 8000, 60
"""How long a sentence is there, at least and for each of its letters; it does not go while the pointer is on it."""
WIDTHS_PX = (420, 280)
"""How wide it is inside its anchor where the whole width covers something."""
MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)


class Beside(QFrame):
    """Says why something could not be done, below `anchor` (above it where there is no room; `inside`: at its foot,
    over nothing that can be pressed).

    It lies on what scrolls with the anchor, in front of all else there, and takes the width of that. `goes`: by itself
    when it has been read.
    """

    def __init__(self, anchor: QWidget, *, inside: bool = False, goes: bool = True) -> None:
        super().__init__()
        self.goes = goes
        self.read = QTimer(self)
        self.read.setSingleShot(True)
        self.read.timeout.connect(self._gone)
        self.anchor, self.inside = anchor, inside
        self.theme: Theme | None = None
        self.setProperty("kind", "said")
        self.words = Label(kind="problem", size="note_px", wrap=True)
        layout = column(self.words)
        layout.setContentsMargins(9, 6, 9, 6)
        self.setLayout(layout)
        self.setAccessibleName(tr("Why not"))
        self.setParent(anchor)
        self.hide()
        anchor.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def text(self) -> str:
        """Return the sentence, "" for none."""
        return self.words.text()

    def put(self, text: str) -> None:
        """Say `text`; "" takes the sentence away."""
        self.words.put(text)
        self.setVisible(bool(text))
        self._wait()

    def _gone(self) -> None:
        self.put("")

    def _wait(self) -> None:
        """Go when there was time to read it."""
        letters = len(self.words.text())
        if not letters or not self.goes or self.underMouse() or not self.isVisible():
            self.read.stop()
        else:
            self.read.start(max(SEEN_MS, letters * LETTER_MS))

    def setVisible(self, visible: bool) -> None:
        if visible and self.words.text():
            self._settle()
        super().setVisible(visible and bool(self.words.text()))

    def _settle(self) -> None:
        """Lie on what the anchor lies on."""
        ground = self.anchor.parentWidget()
        while ground is not None and not (
            isinstance(ground.parentWidget(), QAbstractScrollArea)
            or isinstance(getattr(ground.parentWidget(), "parentWidget", lambda: None)(), QAbstractScrollArea)
            or ground.property("kind") in ("card", "page")
            or ground.isWindow()
        ):
            ground = ground.parentWidget()
        if ground is not None and self.parentWidget() is not ground:
            self.setParent(ground)
        if self.theme is not None:
            apply_theme(self.words, self.theme)
        self.place()
        QTimer.singleShot(0, self, self.place)

    def place(self) -> None:
        """Stand where the anchor is now."""
        ground = self.parentWidget()
        if ground is None or ground is self.anchor:
            return
        if self.inside:
            self._place_inside(ground)
            return
        left, width = 0, ground.width()
        tall = self.heightForWidth(width)
        top = self.anchor.mapTo(ground, QPoint(0, 0)).y()
        if top + self.anchor.height() + GAP_PX + tall <= ground.height():
            y = top + self.anchor.height() + GAP_PX
        else:
            y = top - GAP_PX - tall
        self.setGeometry(left, max(0, y), width, tall)
        self.raise_()

    def _place_inside(self, ground: QWidget) -> None:
        """Lie at the foot of the anchor, over nothing there that can be pressed."""
        room = QRect(self.anchor.mapTo(ground, QPoint(0, 0)), self.anchor.size())
        widths = dict.fromkeys(min(width, room.width()) for width in (room.width(), *WIDTHS_PX))
        sizes = [(width, self.heightForWidth(width)) for width in widths]
        keep_clear = needed(ground, ground, controls_only=True)
        self.setGeometry(calm_place(sizes, room, keep_clear, edge="bottom", inset=0).box)
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.put("")  # read, and in the way

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wait()

    def hideEvent(self, event: QHideEvent) -> None:
        self.read.stop()
        super().hideEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.read.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.anchor and event.type() in MOVES and self.words.text():
            if event.type() == QEvent.Type.Hide:
                self.hide()
            else:
                self.place()
        return super().eventFilter(watched, event)
