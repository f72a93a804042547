"""The autograd graph of a step, laid out beside the forward that made it.

The wheel zooms at the pointer, dragging moves, a double click shows everything. With the keyboard: the arrows go to the
next node that way, from an op to its node in backward with down, + and − zoom, 0 shows everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.graph import GraphBuilt
from core.net.plan import LayerKey
from gui.inside.layers.graph_paint import Drawing, Where, hover_text, paint_graph
from gui.inside.layers.lane_paint import told
from gui.inside.layers.layout import laid_out
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

LEAST, MOST, READABLE = 0.15, 2.5, 0.75
"""Scales: the least and the most there is, and the least at which names are read."""
LEAST_PX, MOST_PX, BAR_PX = 300, 460, 8
"""How high the picture is at least, for small graphs and for any; and what is kept free at the bottom for the bar that
says which part is in sight."""
KEYS = {
    Qt.Key.Key_Left: QPointF(-1, 0), Qt.Key.Key_Right: QPointF(1, 0), Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}  # fmt: skip


class GraphPicture(Painted):
    """Shows a graph; `chosen` is told the half and the place of the node that a person picks, None for none."""

    def __init__(self, chosen: Callable[[Where | None], Any]) -> None:
        super().__init__()
        self.chosen = chosen
        self.graph: GraphBuilt | None = None
        self.drawing: Drawing | None = None
        self.scale, self.left, self.top = 1.0, 0.0, 0.0
        """What is at the top left of the picture's room, in the picture's pixels."""
        self.fits_at: QSize | None = None
        """The size that the view was made for, None once a person has moved it."""
        self.dragged: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, LEAST_PX)
        self.setAccessibleName(tr("The autograd graph of one step"))

    def sizeHint(self) -> QSize:
        return QSize(640, 330)

    def show_graph(self, graph: GraphBuilt, titles: Mapping[LayerKey, str], shapes: Mapping[int, str]) -> None:
        """Show another graph, where it changed; `titles` of the layers, and what each op gives, by its node's place."""
        self.graph = graph
        self.drawing = Drawing(laid_out(graph), titles, shapes)
        self.fits_at = QSize()
        readable = round(self.drawing.size.height() * READABLE) + BAR_PX
        self.setMinimumHeight(min(max(readable, LEAST_PX), MOST_PX))  # the page scrolls where it has less
        self.update()

    @property
    def picked(self) -> Where | None:
        """The half and the place of what is picked."""
        return self.drawing.picked if self.drawing is not None else None

    def pick(self, where: Where | None, *, tell: bool = True) -> None:
        """Pick a node, None for none, and bring it into sight."""
        if self.drawing is None or where == self.drawing.picked:
            return
        if where is not None and where[1] not in self.drawing.layout.spots:
            return
        self._fit()
        self.drawing = replace(self.drawing, picked=where)
        if where is not None:
            self.setAccessibleDescription(hover_text(self.drawing, *where))
            self._into_sight(self.drawing.box(*where))
        if tell:
            self.chosen(where)
        self.update()

    # ----------------------------------------------------------------------------------------------------- the view
    def room(self) -> QRectF:
        """Return where the picture is shown."""
        return QRectF(0, 0, max(self.width(), 1), max(self.height() - BAR_PX, 1))

    def on_screen(self, box: QRectF) -> QRectF:
        """Return where a box of the picture is on the widget."""
        room = self.room()
        return QRectF(
            room.left() + (box.left() - self.left) * self.scale, room.top() + (box.top() - self.top) * self.scale,
            box.width() * self.scale, box.height() * self.scale,
        )  # fmt: skip

    def in_picture(self, at: QPointF) -> QPointF:
        """Return which point of the picture is at a point of the widget."""
        room = self.room()
        return QPointF((at.x() - room.left()) / self.scale + self.left, (at.y() - room.top()) / self.scale + self.top)

    def whole(self) -> None:
        """Show everything, however small."""
        if self.drawing is not None:
            size, room = self.drawing.size, self.room()
            self.scale = max(min(room.width() / size.width(), room.height() / size.height(), 1.3), LEAST)
            self.left = self.top = 0.0
            self._keep_in()
            self.fits_at = self.size()

    def begin(self) -> None:
        """Show everything if it can be read then, else the part that an edit changed, else the beginning."""
        self.whole()
        if self.drawing is None or self.scale >= READABLE:
            return
        spots, nodes = self.drawing.layout.spots, self.drawing.layout.nodes
        self.scale = max(min(self.room().height() / self.drawing.size.height(), 0.9), READABLE)
        changed = [place for place in spots if nodes[place].change in ("new", "gone")]
        changed = changed or [place for place in spots if nodes[place].change == "resized"]
        first = min(changed, key=lambda place: spots[place].column, default=None)
        self.left = self.drawing.box("forward", first).left() - 150 if first is not None else 0.0
        self.top = (self.drawing.size.height() - self.room().height() / self.scale) / 2
        self._keep_in()

    def _fit(self) -> None:
        """Begin again where the room is another one and nobody has moved the view; what is picked stays in sight."""
        if self.fits_at is not None and self.fits_at != self.size():
            self.begin()
            self.fits_at = self.size()
            if self.drawing is not None and self.drawing.picked is not None:
                self._into_sight(self.drawing.box(*self.drawing.picked))

    def _keep_in(self) -> None:
        """Keep the picture in its room, in the middle where it is smaller."""
        if self.drawing is None:
            return
        size, room = self.drawing.size, self.room()
        wide, tall = room.width() / self.scale, room.height() / self.scale
        self.left = (size.width() - wide) / 2 if wide >= size.width() else min(max(self.left, 0), size.width() - wide)
        self.top = (size.height() - tall) / 2 if tall >= size.height() else min(max(self.top, 0), size.height() - tall)
        self.update()

    def _into_sight(self, box: QRectF) -> None:
        shown, room = self.on_screen(box), self.room()
        self.left += (min(shown.left() - room.left() - 8, 0) + max(shown.right() - room.right() + 8, 0)) / self.scale
        self.top += (min(shown.top() - room.top() - 8, 0) + max(shown.bottom() - room.bottom() + 8, 0)) / self.scale
        self._keep_in()

    def zoom(self, factor: float, at: QPointF) -> None:
        """Show `factor` times as large around a point of the widget."""
        there, room = self.in_picture(at), self.room()
        self.scale = min(max(self.scale * factor, LEAST), MOST)
        self.left = there.x() - (at.x() - room.left()) / self.scale
        self.top = there.y() - (at.y() - room.top()) / self.scale
        self.fits_at = None
        self._keep_in()

    # --------------------------------------------------------------------------------------------- mouse and keyboard
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.2 ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dragged = event.position()
        if self.drawing is not None:
            self.pick(self.drawing.under(self.in_picture(event.position())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.drawing is None:
            return
        if self.dragged is not None and event.buttons():
            moved = (event.position() - self.dragged) / self.scale
            self.dragged, self.fits_at = event.position(), None
            self.left, self.top = self.left - moved.x(), self.top - moved.y()
            self._keep_in()
            return
        self._point_at(self.drawing.under(self.in_picture(event.position())))

    def _point_at(self, where: Where | None) -> None:
        if self.drawing is not None and where != self.drawing.at:
            self.drawing = replace(self.drawing, at=where)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.whole()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.drawing is None:
            super().keyPressEvent(event)
        elif key in KEYS:
            self._go(KEYS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(0.8 if key == Qt.Key.Key_Minus else 1.25, self.room().center())
        elif key == Qt.Key.Key_0:
            self.whole()
        else:
            super().keyPressEvent(event)

    def _go(self, way: QPointF) -> None:
        """Pick the nearest node that way, the first of the chain if none is picked."""
        assert self.drawing is not None
        spots = self.drawing.layout.spots
        everywhere: list[Where] = [*(("forward", place) for place in spots), *(("backward", place) for place in spots)]
        if self.drawing.picked is None:
            self.pick(min(everywhere, key=lambda one: (one[0] != "forward", spots[one[1]].row, spots[one[1]].column)))
            return
        here = self.drawing.box(*self.drawing.picked).center()

        def far(where: Where) -> tuple[float, float]:
            """Return how far that way, and how far beside it."""
            assert self.drawing is not None
            there = self.drawing.box(*where).center() - here
            return there.x() * way.x() + there.y() * way.y(), abs(there.x() * way.y()) + abs(there.y() * way.x())

        ahead = [one for one in everywhere if far(one)[0] > 1 and far(one)[1] <= 1.2 * far(one)[0]]
        if ahead:
            self.pick(min(ahead, key=lambda one: far(one)[0] + 3 * far(one)[1]))

    # ---------------------------------------------------------------------------------------------------------- paint
    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint what is in sight, and the heads beside it."""
        if self.drawing is None:
            return
        self._fit()
        room = self.room()
        painter.save()
        painter.setClipRect(room)
        painter.translate(room.left() - self.left * self.scale, room.top() - self.top * self.scale)
        painter.scale(self.scale, self.scale)
        paint_graph(self.drawing, painter, theme)
        painter.restore()
        self._heads(painter, theme)
        self._where(painter, theme)
        if self.drawing.at is not None:
            text = hover_text(self.drawing, *self.drawing.at)
            told(painter, theme, self.on_screen(self.drawing.box(*self.drawing.at)), text, least=0, most=self.width())

    def _heads(self, painter: QPainter, theme: Theme) -> None:
        """Say at the left which half is which, wherever the picture has been moved."""
        assert self.drawing is not None
        painter.setFont(font(theme, theme.small_px, bold=True))
        above, below = self.drawing.slot("forward", 0, 0), self.drawing.slot("backward", 0, 0)
        middle = (self.on_screen(above).bottom() + self.on_screen(below).top()) / 2
        for text, top in ((tr("Forward →"), middle - 17), (tr("← Backward"), middle)):
            wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 10
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(theme.card, theme.control, 0.4))
            painter.drawRoundedRect(QRectF(3, top, wide, 17), 4, 4)
            painter.setPen(theme.accent)
            painter.drawText(QRectF(8, top, wide, 17), Qt.AlignmentFlag.AlignVCenter, text)

    def _where(self, painter: QPainter, theme: Theme) -> None:
        """Show at the bottom which part of the picture is in sight, where that is not all of it."""
        assert self.drawing is not None
        wide, room = self.drawing.size.width() * self.scale, self.room()
        if wide <= room.width() + 1:
            return
        share = room.width() / wide
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.control)
        painter.drawRoundedRect(QRectF(0, room.bottom() + 3, room.width(), 5), 2.5, 2.5)
        painter.setBrush(theme.soft)
        left = self.left * self.scale * share
        painter.drawRoundedRect(QRectF(left, room.bottom() + 3, room.width() * share, 5), 2.5, 2.5)

    def paint_whole(self, painter: QPainter) -> None:
        """Paint the whole picture, at its own size."""
        if self.drawing is not None and self.theme is not None:
            painter.fillRect(QRectF(QPointF(0, 0), self.drawing.size.toSizeF()), self.theme.card)
            paint_graph(self.drawing, painter, self.theme)
