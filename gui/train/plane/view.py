"""The plane in the card: what the network answers, where the border is, and the points on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from core.messages.train_commands import EditPoint
from core.messages.train_reports import Array, Data
from gui.kit.arrays import draw_lines, numbers
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend
from gui.kit.words import tip_text, tr
from gui.train.panels.images import answer_image, color_of, drawable
from gui.train.panels.samples import LargePlane, enlarged, paint_points
from gui.train.plane.contour import contour
from gui.train.plane.editing import EditedPlane, Tools, editing

MOST_PX = 420
MARGIN_AT = 0.5
"""The margin ends where the answer is this far from the border: the classes are three to one there."""


@dataclass(frozen=True)
class Shown:
    """What is shown besides the points that are trained on."""

    held_out: bool = True
    border: bool = True
    discrete: bool = False


class PlaneView(Painted):
    """A square as wide as there is room; a click or Enter shows it as large as the window."""

    def __init__(self, edit: Callable[[EditPoint], Any]) -> None:
        super().__init__()
        self.edit, self.possible = edit, False
        """`possible`: whether points can be edited now."""
        self.data: Data | None = None
        self.answer: NDArray[np.float32] | None = None
        self.shown = Shown()
        self.large: LargePlane | None = None
        self.tools: Tools | None = None
        self._points: tuple[object, QPixmap] | None = None
        self._borders: dict[float, NDArray[np.float64]] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tip_text(tr("A click shows it at large; points are added, moved and removed there.")))
        self.setAccessibleName(tr("What the network predicts over the plane; Enter shows it at large"))

    def show_data(self, data: Data) -> None:
        """Show the points of other data; nothing is known yet of what is predicted for them."""
        self.data, self.answer, self._points, self._borders = data, None, None, None
        if self.large is not None:
            self.large.window().close()  # its points are gone
        self.update()

    def show_points(self, data: Data) -> None:
        """Show points that a person has edited: what is predicted stays, and so does the picture at large."""
        self.data, self._points = data, None
        self.show_again()

    def show_answer(self, answer: NDArray[np.float32]) -> None:
        """Show what is predicted now, (h, w) from the top."""
        if answer.ndim == 2 and min(answer.shape) >= 2:
            self.answer, self._borders = np.nan_to_num(answer, posinf=1.0, neginf=-1.0), None
            self.show_again()

    def show_shown(self, shown: Shown) -> None:
        """Show more, or less."""
        self.shown, self._points = shown, None
        self.show_again()

    def show_again(self) -> None:
        """Paint it again, also at large."""
        self.update()
        if self.large is not None:
            self.large.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(200))

    def heightForWidth(self, width: int) -> int:
        return min(width, MOST_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.height() != self.heightForWidth(self.width()):
            self.setFixedHeight(self.heightForWidth(self.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.enlarge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enlarge()
        else:
            super().keyPressEvent(event)

    def enlarge(self) -> None:
        """Show the plane as large as the window; Escape closes it, and training goes on meanwhile."""
        if self.theme is not None and self.large is None and self.data is not None:
            if not self.possible:
                self.large = enlarged(self, self.theme, self._closed)
                return
            self.large = enlarged(self, self.theme, self._closed, make=editing(self.edit), tools=self._tools)

    def _closed(self) -> None:
        self.large = self.tools = None

    def _tools(self, plane: LargePlane) -> Tools:
        assert self.data is not None
        self.tools = Tools(cast(EditedPlane, plane), self.data)
        return self.tools

    def refused(self, text: str) -> None:
        """Say why a point could not be edited."""
        if self.tools is not None:
            self.tools.refused(text)

    # -------------------------------------------------------------------------------------------------------- painting
    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the plane in the middle of the room there is."""
        side = float(min(self.width(), self.height()))
        if side > 16:
            self.paint_plane(painter, theme, QRectF((self.width() - side) / 2, 0, side, side), kept=True)

    def paint_plane(self, painter: QPainter, theme: Theme, square: QRectF, *, kept: bool = False) -> None:
        """Paint ground, border and points into a square. `kept`: the points from the picture that is kept of them."""
        if self.data is None:
            return
        painter.save()
        painter.setClipRect(square)
        painter.fillRect(square, theme.control)
        if self.answer is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.shown.discrete)
            told = np.where(self.answer >= 0, np.float32(1), np.float32(-1)) if self.shown.discrete else self.answer
            cell = square.width() / (self.answer.shape[1] - 1)  # its numbers belong to the middle of its pixels
            half = cell / 2
            painter.drawImage(square.adjusted(-half, -half, half, half), answer_image(told, theme))
        if self.shown.border:
            self._paint_border(painter, theme, square)
        if kept:
            painter.drawPixmap(square.topLeft(), self._picture(theme, square))
        else:
            self._paint_points(painter, theme, square)
        painter.restore()

    def _paint_border(self, painter: QPainter, theme: Theme, square: QRectF) -> None:
        """Paint where the answer changes sides, and of classes how far from there it is unsure."""
        if self.answer is None or self.data is None:
            return
        if self._borders is None:
            levels = (0.0, MARGIN_AT, -MARGIN_AT) if self.data.classes else (0.0,)
            self._borders = {level: contour(self.answer, level) for level in levels}
        for level, lines in self._borders.items():
            soft = blend(theme.card, theme.text, 0.45)
            thick = level == 0 and bool(self.data.classes)
            painter.setPen(QPen(theme.text, 1.6) if thick else QPen(soft, 1.0))
            there = lines * square.width() + np.array([square.left(), square.top()] * 2)
            draw_lines(painter, there)

    def _picture(self, theme: Theme, square: QRectF) -> QPixmap:
        """Return the points as a picture: they are many, and stay while the ground changes."""
        ratio = self.devicePixelRatioF()
        key = (square.width(), ratio, theme, self.answer is None)
        if self._points is None or self._points[0] != key:
            made = QPixmap(QSize(round(square.width() * ratio), round(square.height() * ratio)))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_points(painter, theme, QRectF(0, 0, square.width(), square.height()))
            painter.end()
            self._points = key, made
        return self._points[1]

    def _paint_points(self, painter: QPainter, theme: Theme, square: QRectF) -> None:
        if self.data is None:
            return
        paint_points(painter, theme, self.data, square, rim=True)
        if self.shown.held_out:
            paint_held_out(painter, theme, self.data, square)


def held_out_of(data: Data) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the points that are held out, (n, 2), and their targets, (n,)."""
    none = np.zeros((0, 2), np.float32), np.zeros(0, np.float32)
    if data.held_out is None or data.held_out_targets is None:
        return none
    points, targets = numbers(data.held_out), flat(data.held_out_targets)
    return (points, targets) if points.ndim == 2 and points.shape[1] == 2 and len(points) == len(targets) else none


def flat(array: Array) -> NDArray[np.float32]:
    """Return the numbers of an array in one row."""
    made: NDArray[np.float32] = numbers(array).reshape(-1).astype(np.float32)
    return made


def paint_held_out(painter: QPainter, theme: Theme, data: Data, square: QRectF) -> None:
    """Paint the points that are held out: small squares with a rim, where those that are trained on are discs."""
    points, targets = held_out_of(data)
    known = drawable(points, targets)
    points, targets = points[known], targets[known]
    scale, middle = square.width() / (2 * data.edge), square.center()
    small = square.width() <= 300
    many = len(points) > 300
    painter.setPen(QPen(blend(theme.card, theme.text, 0.6), 0.5 if many else 0.8) if small else QPen(theme.text, 1.1))
    half = (1.2 if many else 1.7) * max(1.0, square.width() / 260)
    for (x, y), target in zip(points, targets, strict=True):
        painter.setBrush(color_of(float(target), theme, classes=bool(data.classes)))
        at = QPointF(middle.x() + float(x) * scale, middle.y() - float(y) * scale)
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
