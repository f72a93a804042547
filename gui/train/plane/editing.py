"""The plane at large, on which points are added, moved and taken away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.messages.train_commands import EditPoint, PointEdit
from core.messages.train_reports import Data
from gui.kit.arrays import numbers
from gui.kit.pieces import Button, Label, row
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.panels.images import color_of
from gui.train.panels.samples import LargePlane, Plane

NEAR_PX = 9.0
DRAGGED_PX = 4.0
STEP_SHARE = 1 / 48
"""How far an arrow key moves the mark, as a share of the plane."""


class EditedPlane(LargePlane):
    """Calls `edit` with what a person does: a click adds a point, dragging one moves it, a right click takes it away.

    With the keyboard: the arrow keys move a mark, Enter adds there, Delete takes the nearest away. What is asked for is
    seen when the trainer has it.
    """

    def __init__(self, source: Plane, side: int, edit: Callable[[PointEdit], Any]) -> None:
        super().__init__(source, side)
        self.edit = edit
        self.target = 0.0
        self.at: QPointF | None = None
        """Where the mark of the keyboard is, in the plane."""
        self.dragged: tuple[int, QPointF, QPointF] | None = None
        """Which point, where it was taken and where it is now, in pixels."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(
            tr("The plane: arrow keys move the mark, Enter adds a point there, Delete takes the nearest away")
        )

    # ---------------------------------------------------------------------------------------------------- where
    def in_plane(self, place: QPointF) -> QPointF:
        """Return what point of the plane is at a pixel."""
        square, edge = self.square(), self.edge
        scale = square.width() / (2 * edge)
        return QPointF((place.x() - square.center().x()) / scale, (square.center().y() - place.y()) / scale)

    def in_pixels(self, point: QPointF) -> QPointF:
        """Return where a point of the plane is painted."""
        square = self.square()
        scale = square.width() / (2 * self.edge)
        return QPointF(square.center().x() + point.x() * scale, square.center().y() - point.y() * scale)

    @property
    def edge(self) -> float:
        """Half the width of the plane."""
        return self.source.data.edge if self.source.data is not None else 1.0

    def nearest(self, place: QPointF, *, within_px: float) -> int:
        """Return which point that is trained on is nearest to a pixel, −1 if none is within."""
        data = self.source.data
        points = numbers(data.samples) if data is not None else np.zeros((0, 2))
        if not len(points):
            return -1
        here = self.in_plane(place)
        away = np.hypot(points[:, 0] - here.x(), points[:, 1] - here.y())
        which = int(np.nanargmin(away)) if np.isfinite(away).any() else -1
        scale = self.square().width() / (2 * self.edge)
        return which if which >= 0 and float(away[which]) * scale <= within_px else -1

    # ---------------------------------------------------------------------------------------------------- by mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if not self.square().contains(place):
            return
        which = self.nearest(place, within_px=NEAR_PX)
        if event.button() == Qt.MouseButton.RightButton and which >= 0:
            self.edit(PointEdit(place=which, gone=True))
        elif event.button() == Qt.MouseButton.LeftButton and which >= 0:
            self.dragged = which, place, place
        elif event.button() == Qt.MouseButton.LeftButton:
            self._add(self.in_plane(place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.dragged is not None:
            self.dragged = self.dragged[0], self.dragged[1], event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.dragged is None or event.button() != Qt.MouseButton.LeftButton:
            return
        (which, begun, _), self.dragged = self.dragged, None
        place = event.position()
        if (place - begun).manhattanLength() > DRAGGED_PX and self.square().contains(place):
            to = self.in_plane(place)
            self.edit(PointEdit(to.x(), to.y(), place=which))
        self.update()

    # ------------------------------------------------------------------------------------------------- by keyboard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
        }  # fmt: skip
        at, key = self.at or QPointF(0, 0), Qt.Key(event.key())
        if key in moves:
            step = 2 * self.edge * STEP_SHARE
            x, y = at.x() + moves[key][0] * step, at.y() + moves[key][1] * step
            self.at = QPointF(min(max(x, -self.edge), self.edge), min(max(y, -self.edge), self.edge))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._add(at)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            which = self.nearest(self.in_pixels(at), within_px=1e9)
            if which >= 0:
                self.edit(PointEdit(place=which, gone=True))
        else:
            super().keyPressEvent(event)

    def _add(self, point: QPointF) -> None:
        self.edit(PointEdit(point.x(), point.y(), self.target))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the plane, the mark, and the point that is being dragged."""
        super().paint(painter, theme)
        classes = self.source.data is not None and bool(self.source.data.classes)
        painter.setPen(QPen(theme.text, 1.4))
        if self.dragged is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.dragged[2], 7, 7)
        if self.at is not None and self.hasFocus():
            place = self.in_pixels(self.at)
            painter.setBrush(color_of(self.target, theme, classes=classes))
            painter.drawEllipse(place, 4.5, 4.5)
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QPointF(place.x() + 6 * x, place.y() + 6 * y),
                                 QPointF(place.x() + 12 * x, place.y() + 12 * y))  # fmt: skip


class Tools(QWidget):
    """What a click adds: which class, or which value."""

    def __init__(self, plane: EditedPlane, data: Data) -> None:
        super().__init__()
        self.plane = plane
        self.buttons: dict[float, Button] = {}
        shown = dict(enumerate(data.classes)) if data.classes else {-1: "−1", 0: "0", 1: "1"}
        for target, name in shown.items():
            text = tr("class {name}", name=name) if data.classes else name
            button = Button(text, partial(self.choose, float(target)), kind="chip", name=tr("Add {name}", name=text))
            button.setCheckable(True)
            self.buttons[float(target)] = button
        self.choose(next(iter(self.buttons)))
        self.how = Label(
            tr("A click adds a point, dragging moves it, a right click takes it away. Undo takes it back."),
            kind="soft", size="note_px", wrap=True,
        )  # fmt: skip
        line = row(Label(tr("Add"), kind="soft"), *self.buttons.values(), self.how, gap=8)
        line.setStretch(line.count() - 1, 1)
        self.setLayout(line)

    def refused(self, text: str) -> None:
        """Say why a point could not be edited."""
        self.how.put(text)

    def choose(self, target: float) -> None:
        """Let a click add points of this class or value."""
        self.plane.target = target
        for one, button in self.buttons.items():
            button.setChecked(one == target)
        self.plane.update()


def editing(edit: Callable[[EditPoint], Any]) -> Callable[[Plane, int], EditedPlane]:
    """Return what makes a plane at large whose edits are sent."""
    return lambda source, side: EditedPlane(source, side, lambda one: edit(EditPoint(one)))
