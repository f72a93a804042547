"""How an autograd graph is painted: the forward above, its nodes for backward below, each under its op.

Everything is in the picture's own pixels; who shows it moves and scales the painter. What is new, has other shapes or
is gone is told by a sign and by its edge, not by colour alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from core.messages.inside.graph import Change, GraphNode
from core.net.plan import LayerKey
from gui.inside.layers.lane_paint import text_on
from gui.inside.layers.layout import Edge, Layout, Spot
from gui.inside.layers.words import op_name
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

Half = Literal["forward", "backward"]
HALVES: tuple[Half, ...] = ("forward", "backward")
UNIT_PX, BOX_PX, TALL_PX, ROW_PX, MID_PX, TOP_PX, SIDE_PX = 104, 95, 36, 48, 46, 26, 4
LIFT_PX = 17
"""How far a connection that jumps over nodes leaves their row."""
SIGNS: dict[Change, str] = {"new": "+", "gone": "−", "resized": "≠", "same": ""}
Where = tuple[Half, int]


@dataclass(frozen=True)
class Drawing:
    """A graph ready to be painted. `titles`: of the layers; `shapes`: what each op gives, by its node's place; `picked`
    and `at`: what is picked and what the pointer is on."""

    layout: Layout
    titles: Mapping[LayerKey, str]
    shapes: Mapping[int, str] = field(default_factory=dict)
    picked: Where | None = None
    at: Where | None = None

    @property
    def size(self) -> QSize:
        """How large the whole picture is."""
        wide = (self.layout.columns + 1) * UNIT_PX + 2 * SIDE_PX
        return QSize(wide, TOP_PX + 2 * self.layout.rows * ROW_PX + MID_PX)

    def box(self, half: Half, place: int) -> QRectF:
        """Return where a node or its op lies."""
        spot = self.layout.spots[place]
        return self.slot(half, spot.column, spot.row)

    def slot(self, half: Half, column: float, row: int) -> QRectF:
        """Return the place in a column and a row, which is counted from the middle."""
        rows = self.layout.rows
        from_top = rows - 1 - row if half == "forward" else rows + row
        top = TOP_PX + from_top * ROW_PX + (MID_PX if half == "backward" else 0) + (ROW_PX - TALL_PX) / 2
        return QRectF(SIDE_PX + column * UNIT_PX + (UNIT_PX - BOX_PX) / 2, top, BOX_PX, TALL_PX)

    def loss(self) -> QRectF:
        """Return where the loss lies: right of all, between both halves."""
        one, two = self.slot("forward", self.layout.columns, 0), self.slot("backward", self.layout.columns, 0)
        return QRectF(QPointF(one.left(), (one.center().y() + two.center().y() - TALL_PX) / 2), QSizeF(BOX_PX, TALL_PX))

    def under(self, at: QPointF) -> Where | None:
        """Return what is at a point."""
        everywhere: Iterator[Where] = ((half, place) for half in HALVES for place in self.layout.spots)
        return next((where for where in everywhere if self.box(*where).contains(at)), None)


def paint_graph(drawing: Drawing, painter: QPainter, theme: Theme) -> None:
    """Paint the whole picture."""
    painter.setFont(font(theme, theme.small_px))
    _bands(drawing, painter, theme)
    _partners(drawing, painter, theme)
    for half in HALVES:
        for edge in drawing.layout.edges:
            _edge(drawing, half, edge, painter, theme)
        _ends(drawing, half, painter, theme)
    for spot in drawing.layout.spots.values():
        _node(drawing, "forward", spot, painter, theme)
        _node(drawing, "backward", spot, painter, theme)


def _bands(drawing: Drawing, painter: QPainter, theme: Theme) -> None:
    """Paint which columns are whose layer, wider where what hangs on it lies beside it."""
    top = drawing.slot("forward", 0, 0).top() - (ROW_PX - TALL_PX) / 2
    foot = drawing.slot("backward", 0, 0).bottom() + (ROW_PX - TALL_PX) / 2
    for place, band in enumerate(drawing.layout.bands):
        outer = _columns(band.hanging_first, band.hanging_last, 0, drawing.size.height())
        shape = QPainterPath()
        shape.addRoundedRect(_columns(band.first, band.last, top, foot), 6, 6)
        for begin, end in ((0.0, top + 8), (foot - 8, float(drawing.size.height()))):
            wing = QPainterPath()
            if outer.width() > 0:
                wing.addRoundedRect(QRectF(outer.left(), begin, outer.width(), end - begin), 6, 6)
            shape = shape.united(wing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(theme.card, theme.control, 0.85 if place % 2 else 0.4))
        painter.drawPath(shape)
        painter.setPen(theme.soft)
        text = drawing.titles.get(band.layer, "") if band.layer else tr("Loss")
        words = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, outer.width() - 8)
        painter.drawText(QRectF(outer.left(), 4, outer.width(), 18), Qt.AlignmentFlag.AlignCenter, words)


def _columns(first: int, last: int, top: float, bottom: float) -> QRectF:
    left, right = SIDE_PX + first * UNIT_PX, SIDE_PX + (last + 1) * UNIT_PX
    return QRectF(left + 2, top, right - left - 4, bottom - top)


def _partners(drawing: Drawing, painter: QPainter, theme: Theme) -> None:
    """Paint the dashed lines between each op of the chain and its node, and that of what is picked."""
    painter.setPen(QPen(blend(theme.card, theme.soft, 0.55), 1, Qt.PenStyle.DashLine))
    for place, spot in drawing.layout.spots.items():
        if spot.row == 0:
            one, two = drawing.box("forward", place), drawing.box("backward", place)
            painter.drawLine(QLineF(one.center().x(), one.bottom(), two.center().x(), two.top()))
    if drawing.picked is not None:
        place = drawing.picked[1]
        one, two = drawing.box("forward", place), drawing.box("backward", place)
        painter.setPen(QPen(theme.text, 1.6, Qt.PenStyle.DashLine))
        x = one.left() + 12 if drawing.layout.spots[place].row else one.center().x()
        painter.drawLine(QLineF(x, one.bottom(), x, two.top()))


# -------------------------------------------------------------------------------------------------------- connections
def _edge(drawing: Drawing, half: Half, edge: Edge, painter: QPainter, theme: Theme) -> None:
    path = route(drawing.box(half, edge.begin), drawing.box(half, edge.end), over=edge.over, down=half == "backward")
    strong = drawing.picked is not None and drawing.picked[1] in (edge.begin, edge.end)
    color = theme.text if strong else blend(theme.card, theme.soft, 0.85)
    style = Qt.PenStyle.DashLine if edge.gone else Qt.PenStyle.SolidLine
    _line(painter, path, QPen(color, 1.6 if strong else 1.1, style), at_end=half == "backward")


def route(one: QRectF, two: QRectF, *, over: bool, down: bool) -> QPainterPath:
    """Return the way from a node to one left of it or behind it; `down`: what hangs on a node lies below it."""
    near = one.top() if down else one.bottom()
    far = one.bottom() if down else one.top()
    if over:
        lift = -LIFT_PX if down else LIFT_PX
        start, end = QPointF(one.left() + 14, near), QPointF(two.right() - 14, near)
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(-20, lift * 1.4), end + QPointF(20, lift * 1.4), end)
        return path
    if abs(one.left() - two.left()) < 1:
        path = QPainterPath(QPointF(one.center().x(), far))
        path.lineTo(QPointF(one.center().x(), two.top() if down else two.bottom()))
        return path
    target = QPointF(two.right(), two.center().y())
    if abs(one.top() - two.top()) < 1:
        path = QPainterPath(QPointF(one.left(), one.center().y()))
        path.lineTo(target)
    elif one.left() - two.left() < 2 * UNIT_PX:
        path = QPainterPath(QPointF(one.left() + 16, far if (two.top() > one.top()) == down else near))
        path.quadTo(QPointF(one.left() + 16, target.y()), target)
    else:
        start, half = QPointF(one.left(), one.center().y()), QPointF((one.left() - two.right()) / 2, 0)
        path = QPainterPath(start)
        path.cubicTo(start - half, target + half, target)
    return path


def _line(painter: QPainter, path: QPainterPath, pen: QPen, *, at_end: bool) -> None:
    """Paint a connection with its arrow."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)
    tip = path.pointAtPercent(1.0 if at_end else 0.0)
    angle = math.radians(path.angleAtPercent(1.0 if at_end else 0.0)) + (0 if at_end else math.pi)
    wings = [
        tip - QPointF(math.cos(angle + turn), -math.sin(angle + turn)) * 7 for turn in (0.45, -0.45)
    ]  # fmt: skip
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawPolygon(QPolygonF([tip, *wings]))


def _ends(drawing: Drawing, half: Half, painter: QPainter, theme: Theme) -> None:
    """Paint the loss, where forward turns into backward, and the input, behind which no gradient is needed."""
    pen = QPen(blend(theme.card, theme.soft, 0.85), 1.1)
    loss, root = drawing.loss(), drawing.box(half, 0) if 0 in drawing.layout.spots else QRectF()
    path = QPainterPath(QPointF(root.right(), root.center().y()))
    path.quadTo(
        QPointF(loss.center().x(), root.center().y()),
        QPointF(loss.center().x(), loss.top() if half == "forward" else loss.bottom()),
    )
    _line(painter, path, pen, at_end=half == "forward")
    if half == "forward":
        _plain_box(painter, theme, loss, tr("loss"), theme.text)
    for place in drawing.layout.first:
        spot = drawing.layout.spots[place]
        room = drawing.slot(half, spot.column - 1, spot.row)
        path = QPainterPath(QPointF(drawing.box(half, place).left(), room.center().y()))
        path.lineTo(QPointF(room.right() - 20, room.center().y()))
        _line(painter, path, pen, at_end=half == "backward")
        text = tr("input") if half == "forward" else tr("no gradient")
        _plain_box(painter, theme, room.adjusted(0, 6, -20, -6), text, theme.soft)


def _plain_box(painter: QPainter, theme: Theme, box: QRectF, text: str, color: QColor) -> None:
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.card)
    painter.drawRoundedRect(box, 9, 9)
    painter.setPen(color)
    words = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width() - 6)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


# --------------------------------------------------------------------------------------------------------------- nodes
def _node(drawing: Drawing, half: Half, spot: Spot, painter: QPainter, theme: Theme) -> None:
    node, box = drawing.layout.nodes[spot.place], drawing.box(half, spot.place)
    picked = drawing.picked is not None and drawing.picked[1] == spot.place
    fill = _fill(half, node, theme)
    painter.setBrush(fill)
    painter.setPen(_pen(half, node, theme, picked=picked, at=drawing.at == (half, spot.place)))
    painter.drawRoundedRect(box, 7, 7)
    first, second = labels(drawing, half, spot)
    color = theme.soft if node.change == "gone" else text_on(fill, theme)
    metrics = QFontMetricsF(painter.font())
    for text, top, ink in ((first, 3.0, color), (second, 18.0, blend(fill, color, 0.78))):
        painter.setPen(ink)
        words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() - 4)
        room = QRectF(box.left(), box.top() + (top if second else 10.0), box.width(), 15)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
    if sign := SIGNS[node.change]:
        _badge(painter, theme, QPointF(box.right() - 4, box.top() + 3), sign, _mark(node.change, theme))


def _fill(half: Half, node: GraphNode, theme: Theme) -> QColor:
    if node.change == "gone":
        return theme.card
    if node.parameter:
        return blend(theme.card, theme.grown, 0.16)
    return blend(theme.card, theme.accent, 0.2) if half == "forward" else blend(theme.card, theme.accent, 0.92)


def _mark(change: Change, theme: Theme) -> QColor:
    return {"new": theme.grown, "gone": theme.bad, "resized": theme.narrowed, "same": theme.soft}[change]


def _pen(half: Half, node: GraphNode, theme: Theme, *, picked: bool, at: bool) -> QPen:
    if picked or at:
        return QPen(theme.text, 2.4 if picked else 1.6)
    if node.change != "same":
        style = Qt.PenStyle.DashLine if node.change == "gone" else Qt.PenStyle.SolidLine
        return QPen(_mark(node.change, theme), 1.4 if node.change == "gone" else 2.2, style)
    return QPen(theme.grown if node.parameter else theme.accent, 1)


def _badge(painter: QPainter, theme: Theme, at: QPointF, sign: str, color: QColor) -> None:
    """Paint the sign of what an edit made of a node."""
    room = QRectF(at.x() - 8, at.y() - 8, 16, 16)
    painter.setPen(QPen(theme.card, 1.5))
    painter.setBrush(color)
    painter.drawEllipse(room)
    painter.setPen(text_on(color, theme))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, sign)


def labels(drawing: Drawing, half: Half, spot: Spot) -> tuple[str, str]:
    """Return both lines of a node."""
    node = drawing.layout.nodes[spot.place]
    if spot.bundle > 1:
        return op_name(node.op), tr("with {count} more", count=spot.bundle - 1)
    if node.parameter:
        short = short_name(node.parameter)
        if half == "forward":
            return short, str(node.shape)
        return node.name.rpartition(":")[2], f"{short}.grad"
    if half == "forward":
        return op_name(node.op) or node.name, drawing.shapes.get(spot.place, "")
    told = re.fullmatch(r"(.+?)(Backward\d*)", node.name)
    return (told[1], told[2]) if told else (node.name, "")


def short_name(parameter: str) -> str:
    """Return a parameter's name without its layer's: "weight", "norm.weight"."""
    module, _, name = parameter.rpartition(".")
    return f"norm.{name}" if module.endswith("_norm") else name


def hover_text(drawing: Drawing, half: Half, place: int) -> str:
    """Return what is told of a node under the pointer: its whole name, and its number or what it gives."""
    node = drawing.layout.nodes[place]
    name = node.name.rpartition(":")[2] if half == "backward" else op_name(node.op) or node.parameter
    more = drawing.shapes.get(place, "") if half == "forward" else f"#{node.sequence}"
    if node.parameter:
        more = str(node.shape) if half == "forward" else node.parameter
    if node.change == "resized" and node.parameter:
        more += f" · {node.was} → {node.shape}"
    return " · ".join(part for part in (name, more) if part)
