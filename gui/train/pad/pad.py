"""A pad to draw a digit on with a mouse, a pen or a finger, or a sample laid on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from core.data.drawn.scaled import Ink
from gui.kit.painting import safely
from gui.kit.theme import Theme, font
from gui.kit.words import tip_text, tr
from gui.train.pad.ink import Stroke, paint_strokes
from gui.train.panels.images import sample_image

LEAST_PX, MOST_PX = 96, 240
MOST_POINTS = 4000
"""More are not taken: the oldest strokes go."""
CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
KEYS = (*CLEARING, Qt.Key.Key_Left, Qt.Key.Key_Right)


class Pad(QWidget):
    """`drawn` is called after every change of the strokes, `cleared` when a key clears it, `step(±1)` when an arrow key
    asks for another sample."""

    def __init__(self, drawn: Callable[[], Any], cleared: Callable[[], Any], step: Callable[[int], Any]) -> None:
        super().__init__()
        self._drawn, self._cleared, self._step = drawn, cleared, step
        self.strokes: list[Stroke] = []
        self.sample: Ink | None = None
        """A picture in the place of strokes."""
        self.theme: Theme | None = None
        self.photo, self.drawable = False, True
        """Whether samples have colours of their own, and whether one can draw."""
        self._down = False
        self.setFixedSize(LEAST_PX, LEAST_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.show_kind(photo=False, drawable=True)

    def show_kind(self, *, photo: bool, drawable: bool) -> None:
        """Be for pictures in colours of their own or not, to be drawn on or not."""
        self.photo, self.drawable = photo, drawable
        self.setCursor(Qt.CursorShape.CrossCursor if drawable else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(tr("Pad to draw on") if drawable else tr("The picture that is asked about"))
        self.setToolTip(tip_text(
            tr("Draw with the mouse, a pen or a finger. Delete clears it; ← and → lay a sample on it.") if drawable
            else tr("← and → lay a sample on it, Delete takes it away.")
        ))  # fmt: skip
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme
        self.update()

    @property
    def empty(self) -> bool:
        """Whether nothing is on it."""
        return not self.strokes and self.sample is None

    def lay(self, sample: Ink) -> None:
        """Lay a picture on it, in the place of what was there."""
        self.strokes, self.sample, self._down = [], sample, False
        self.update()

    def clear(self) -> None:
        """Take away all that is on it."""
        self.strokes, self.sample, self._down = [], None, False
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LEAST_PX, LEAST_PX)

    # ------------------------------------------------------------------------------------------------ hand and key
    def _pen(self, kind: QEvent.Type, at: QPointF) -> None:
        """Draw on: `at` in pixels of the pad."""
        if not self.drawable:
            return
        place = QPointF(at.x() / max(self.width(), 1), at.y() / max(self.height(), 1))
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TabletPress, QEvent.Type.TouchBegin):
            if self.sample is not None:
                self.clear()
            self._down = True
            self.strokes.append([place])
        elif kind in (QEvent.Type.MouseMove, QEvent.Type.TabletMove, QEvent.Type.TouchUpdate) and self._down:
            if self.strokes[-1][-1] == place:
                return
            self.strokes[-1].append(place)
        else:
            self._down = False
            return
        while len(self.strokes) > 1 and sum(map(len, self.strokes)) > MOST_POINTS:
            del self.strokes[0]
        self.update()
        self._drawn()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pen(event.type(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pen(event.type(), event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pen(event.type(), event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._pen(event.type(), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and self.isEnabled():
            if event.points():
                self._pen(event.type(), event.points()[0].position())
            event.accept()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in KEYS:
            event.accept()  # here it means the pad, not a layer or the window
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in CLEARING or (key == Qt.Key.Key_Escape and not self.empty):
            self._cleared()
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------------------------------------------- picture
    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        theme, painter, box = self.theme, QPainter(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QPainterPath()
        ground.addRoundedRect(box, 8, 8)
        painter.fillPath(ground, theme.control)
        painter.save()
        painter.setClipPath(ground)
        if self.sample is not None:
            painter.drawImage(box, sample_image(self.sample, theme, photo=self.photo))
        elif self.strokes:
            paint_strokes(painter, self.strokes, theme.text, side=self.width())
        else:
            painter.setFont(font(theme, theme.note_px))
            painter.setPen(theme.soft)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(
                box.adjusted(8, 8, -8, -8),
                flags,
                tr("Draw here") if self.drawable else tr("Lay a sample here with the two arrows"),
            )
        painter.restore()
        focused = self.hasFocus()
        painter.setPen(QPen(theme.accent if focused else theme.line, 2 if focused else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(ground)
