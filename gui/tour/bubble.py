"""What a step of the tour is shown with: a ring around the control, a shade over the rest, and a card with the words.

The shade lets every click through: what a step speaks of can be tried at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.install.surfaces import Surface
from gui.kit.painting import safely
from gui.kit.pieces import Button, Label, column, row
from gui.kit.theme import Theme
from gui.kit.words import read, tr
from gui.tour.steps import STEPS

WIDE_PX, LEAST_PX = 340, 220
RING_PX, ROUND_PX = 6, 10
SHADE = 0.42


class Spotlight(QWidget):
    """A shade with a hole around `hole`, which moves there in the theme's time; at once if that is 0."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.theme, self.hole = theme, QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.moving = QVariantAnimation(self)
        self.moving.valueChanged.connect(self._moved)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme
        self.update()

    def show_at(self, hole: QRect) -> None:
        """Put the ring around `hole`."""
        if hole == self.moving.endValue() and self.moving.state() == QVariantAnimation.State.Running:
            return
        self.moving.stop()
        if self.theme.motion_ms and not self.hole.isNull():
            self.moving.setDuration(self.theme.motion_ms)
            self.moving.setStartValue(self.hole)
            self.moving.setEndValue(hole)
            self.moving.start()
        else:
            self._moved(hole)

    def _moved(self, hole: QRect) -> None:
        self.hole = hole
        self.update()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, inner = QPainterPath(), QPainterPath()
        whole.addRect(QRectF(self.rect()))
        inner.addRoundedRect(QRectF(self.hole), ROUND_PX, ROUND_PX)
        shade = QColor(0, 0, 0)
        shade.setAlphaF(SHADE)
        painter.fillPath(whole.subtracted(inner), shade)
        painter.setPen(QPen(self.theme.accent, 2))
        painter.drawPath(inner)
        painter.end()


class TourCard(Surface):
    """The words of one step, with Back, Next and Skip. `go` is called with the number of another step, `leave` ends."""

    def __init__(self, parent: QWidget, *, go: Callable[[int], Any], leave: Callable[[], Any]) -> None:
        super().__init__(line="accent")
        self.setParent(parent)
        self.go, self.leave, self.at = go, leave, 0
        self.count = Label(kind="soft", size="note_px", tabular=True)
        self.title = Label(size="name_px", bold=True, wrap=True)
        self.text = Label(wrap=True)
        self.skip = Button(tr("Skip the tour"), leave, kind="quiet")
        self.back = Button(tr("Back"), lambda: go(self.at - 1), kind="chip")
        self.next = Button(tr("Next"), self.go_on, kind="primary")
        for button in (self.skip, self.back, self.next):
            button.installEventFilter(self)
        buttons = row(self.skip, None, self.back, self.next, gap=8)
        inside = column(self.count, self.title, self.text, 4, buttons, gap=4)
        inside.setContentsMargins(16, 12, 14, 12)
        self.setLayout(inside)

    def go_on(self) -> None:
        """Go to the next step, or end after the last."""
        if self.at + 1 < len(STEPS):
            self.go(self.at + 1)
        else:
            self.leave()

    def show_step(self, at: int) -> None:
        """Show the words of a step."""
        self.at, step = at, STEPS[at]
        self.count.put(tr("Step {at} of {of}", at=at + 1, of=len(STEPS)))
        self.title.put(read(step.title))
        self.text.put(read(step.text))
        last = at + 1 == len(STEPS)
        self.next.setText(tr("Done") if last else tr("Next"))
        self.next.setAccessibleName(self.next.text())
        said = f"{self.count.text()}. {self.title.text()}. {self.text.text()}"
        self.next.setAccessibleDescription(said)  # read out together with the button that has the focus
        self.setAccessibleName(said)
        self.back.setVisible(at > 0)
        self.skip.setVisible(not last)

    def size_in(self, room: QSize) -> QSize:
        """Return how large it is, at most `room`."""
        wide = max(min(WIDE_PX, room.width()), min(LEAST_PX, room.width()))
        return QSize(wide, min(max(self.heightForWidth(wide), self.minimumSizeHint().height()), room.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Before the buttons: they would move the focus with the arrow keys.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._went(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _went(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_Right and self.at + 1 < len(STEPS):
            self.go(self.at + 1)
        elif key == Qt.Key.Key_Left and self.at > 0:
            self.go(self.at - 1)
        return key in (Qt.Key.Key_Escape, Qt.Key.Key_Right, Qt.Key.Key_Left)


def beside(target: QRect, size: QSize, room: QRect, gap: int = 14) -> list[QRect]:
    """Return the places for a card of `size` around `target`, moved into `room`: below, above, right, left."""
    left = target.center().x() - size.width() // 2
    top = target.center().y() - size.height() // 2
    corners = (
        QPoint(left, target.bottom() + gap), QPoint(left, target.top() - gap - size.height()),
        QPoint(target.right() + gap, top), QPoint(target.left() - gap - size.width(), top),
    )  # fmt: skip

    def inside(corner: QPoint) -> QRect:
        x = max(room.left(), min(corner.x(), room.right() + 1 - size.width()))
        y = max(room.top(), min(corner.y(), room.bottom() + 1 - size.height()))
        return QRect(QPoint(x, y), size)

    return [inside(corner) for corner in corners]
