"""The strokes of the network drawing that are not connections: columns, tiles, rings, arcs, notes, the popover."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from gui.kit.theme import Theme, blend, font
from gui.train.drawing.layout import HEAD, LANE, Layout, Place
from gui.train.drawing.names import WIDEST_CLASS_PX, WIDEST_INPUT_PX
from gui.train.drawing.tiles import Units, corner

POPOVER_TILE = 112.0


def paint_ground(painter: QPainter, layout: Layout, place: Place, theme: Theme, *, bottom: float) -> None:
    """Paint the ground of the selected column, from its head to its buttons."""
    ground = QColor(theme.selected)
    ground.setAlphaF(0.55)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(place.x - place.half, 0, 2 * place.half, bottom), 9, 9)


def paint_arcs(painter: QPainter, layout: Layout, theme: Theme) -> None:
    """Paint each residual block's skip connection: up from its input, over the body, down to where both are added."""
    for place in layout.places:
        begin = layout.by_key(place.slot.skip_from) if place.slot.kind == "merge" else None
        if begin is None:
            continue
        top = begin.ys[0] - begin.tile / 2 - 5 if begin.ys else layout.middle - begin.half - 2
        lane = _lane(layout, place.slot.depth)
        _paint_arc(
            painter, QPointF(begin.x, max(top, lane + 3)), QPointF(place.x, layout.middle - place.half), lane, theme
        )


def _paint_arc(painter: QPainter, begin: QPointF, end: QPointF, lane: float, theme: Theme) -> None:
    pen = QPen(blend(theme.card, theme.soft, 0.75), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bend = min(26.0, (end.x() - begin.x()) / 3)
    path = QPainterPath(begin)
    path.cubicTo(QPointF(begin.x(), lane), QPointF(begin.x(), lane), QPointF(begin.x() + bend, lane))
    path.lineTo(QPointF(end.x() - bend, lane))
    path.cubicTo(QPointF(end.x(), lane), QPointF(end.x(), lane), QPointF(end.x(), lane + bend))
    path.lineTo(end)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    painter.drawPolygon(QPolygonF([end + QPointF(-3.5, -6), end + QPointF(3.5, -6), end]))


def _lane(layout: Layout, depth: int) -> float:
    """Return how high the arc of a block inside `depth` others runs."""
    deepest = max((place.slot.depth for place in layout.places if place.slot.kind == "merge"), default=0)
    return layout.top - 4 - LANE * (deepest - depth + 1) + LANE / 2


def paint_tiles(
    painter: QPainter, place: Place, units: Units, pictures: Sequence[QPixmap], lit: np.ndarray, theme: Theme,
    *, light: QPixmap, chosen: int, new: np.ndarray,
) -> None:  # fmt: skip
    """Paint a column's tiles: the more active, the brighter their light and rim; dead ones pale, `new` (n,) ringed."""
    radius = corner(place.tile)
    for unit in range(min(len(place.ys), units.count, len(pictures))):
        box, dead, active = place.box(unit), units.dead(unit), float(lit[unit])
        if not dead and active > 0.03:
            painter.setOpacity(place.seen * active * (0.42 if theme.scheme == "dark" else 0.30))
            painter.drawPixmap(QRectF(box.center().x() - box.width(), box.center().y() - box.height(),
                                      2 * box.width(), 2 * box.height()), light, QRectF(light.rect()))  # fmt: skip
        painter.setOpacity(place.seen * (0.28 if dead else 1.0))
        painter.drawPixmap(box, pictures[unit], QRectF(pictures[unit].rect()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setOpacity(place.seen)
        if dead:
            painter.setPen(QPen(blend(theme.card, theme.soft, 0.6), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        else:
            painter.setPen(QPen(blend(theme.line, theme.text, 0.55 * active), 1 + 0.3 * active))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if units.frozen[unit]:
            frost(painter, box, theme)
        if new[unit]:
            ring(painter, box, theme.grown, width=2.0, out=2.0)
        if unit == chosen:
            ring(painter, box, theme.accent, width=2.0, out=4.0 if new[unit] else 2.0)
    painter.setOpacity(1.0)


def frost(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Paint the sign of a frozen unit over its tile: a padlock in the corner, on its own ground."""
    side = min(max(box.width() * 0.46, 9.0), 16.0)
    ground = QRectF(box.right() - side + 2, box.bottom() - side + 2, side, side)
    painter.setPen(QPen(theme.card, 1.5))
    painter.setBrush(theme.text)
    painter.drawRoundedRect(ground, side / 3, side / 3)
    body = QRectF(ground.x() + side * 0.25, ground.y() + side * 0.46, side * 0.5, side * 0.34)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.card)
    painter.drawRoundedRect(body, side / 12, side / 12)
    painter.setPen(QPen(theme.card, side * 0.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shackle = QRectF(body.center().x() - side * 0.15, ground.y() + side * 0.18, side * 0.3, side * 0.5)
    painter.drawArc(shackle, 0, 180 * 16)


def ring(painter: QPainter, box: QRectF, color: QColor, *, width: float, out: float) -> None:
    """Paint a ring around a tile, `out` pixels from it."""
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = corner(box.width()) + out
    painter.drawRoundedRect(box.adjusted(-out, -out, out, out), radius, radius)


def paint_way(painter: QPainter, layout: Layout, place: Place, share: float, tone: QColor, theme: Theme) -> None:
    """Paint how far a layer is on its way out or in: a thin bar under its name, under its circle for a block."""
    half = min(place.half, 24.0) if place.slot.kind == "units" else 12.0
    y = HEAD - 1.0 if place.slot.kind == "units" else layout.middle + 16
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.card)  # so that it can be seen on connections
    painter.drawRoundedRect(QRectF(place.x - half - 2, y - 2, 2 * half + 4, 7), 3.5, 3.5)
    for color, wide in ((theme.line, 2 * half), (tone, 2 * half * min(max(share, 0.0), 1.0))):
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(place.x - half, y, wide, 3), 1.5, 1.5)


def paint_ghost(painter: QPainter, box: QRectF, theme: Theme, share: float) -> None:
    """Paint what is left of a unit that was just dropped: an amber tile, `share` of the way to nothing."""
    color = QColor(theme.narrowed)
    color.setAlphaF(0.30)
    painter.setOpacity(1 - share)
    painter.setPen(QPen(theme.narrowed, 2))
    painter.setBrush(color)
    smaller = share * box.width() * 0.25
    painter.drawRoundedRect(
        box.adjusted(smaller, smaller, -smaller, -smaller), corner(box.width()), corner(box.width())
    )
    painter.setOpacity(1.0)


def paint_note(
    painter: QPainter, place: Place, y: float, text: str, color: QColor, theme: Theme, *, bold: bool
) -> None:
    """Paint a short note below a column's tiles."""
    painter.setFont(font(theme, 11, bold=bold, tabular=True))
    painter.setPen(color)
    half = max(place.half, 26.0)
    painter.drawText(QRectF(place.x - half, y - 8, 2 * half, 16), Qt.AlignmentFlag.AlignCenter, text)


def paint_below(painter: QPainter, place: Place, layout: Layout, note: str, more: int, theme: Theme) -> None:
    """Paint below a column's tiles what just became of it, or else how many more units it has than are drawn."""
    y = min(place.ys[-1] + place.tile / 2 + 11, layout.knobs - 9) if place.ys else layout.middle
    if note:
        paint_note(painter, place, y, note, theme.narrowed, theme, bold=True)
    elif more > 0:
        paint_note(painter, place, y, f"+{more:,}", theme.soft, theme, bold=False)


def paint_labels(painter: QPainter, place: Place, texts: Sequence[str], theme: Theme, *, left: bool) -> None:
    """Paint what the units of an outer column stand for beside them: classes, features."""
    painter.setFont(font(theme, 11, tabular=True))
    painter.setPen(theme.soft)
    metrics, most = painter.fontMetrics(), int(WIDEST_INPUT_PX if left else WIDEST_CLASS_PX)
    for whole, y in zip(texts, place.ys, strict=False):
        text = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, most)
        if left:
            box, flag = QRectF(place.x - place.tile / 2 - 106, y - 8, 100, 16), Qt.AlignmentFlag.AlignRight
        else:
            box, flag = QRectF(place.x + place.tile / 2 + 6, y - 8, 100, 16), Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, flag | Qt.AlignmentFlag.AlignVCenter, text)


def popover_size(theme: Theme, title: str, lines: Sequence[str]) -> tuple[float, float]:
    """Return how large the popover must be for its words."""
    strong, plain = QFontMetricsF(font(theme, 12, bold=True)), QFontMetricsF(font(theme, 11, tabular=True))
    words = max([strong.horizontalAdvance(title), *(plain.horizontalAdvance(line) for line in lines)])
    return max(POPOVER_TILE, words) + 24, POPOVER_TILE + 24 + 20 + 16 * len(lines) + 2


def paint_popover(
    painter: QPainter, size: QRectF, image: QImage, title: str, lines: Sequence[str], theme: Theme
) -> None:
    """Paint a unit at large: what it looks for, its number, how active it is."""
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.card)
    painter.drawRoundedRect(size.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
    box = QRectF((size.width() - POPOVER_TILE) / 2, 12, POPOVER_TILE, POPOVER_TILE)
    if image.isNull():
        painter.fillRect(box, theme.control)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() > 40)
        wide = box.width() // image.width() * image.width() if image.width() <= 56 else box.width()
        tall = wide * image.height() / image.width()
        box = QRectF(box.center().x() - wide / 2, box.center().y() - tall / 2, wide, tall)
        painter.drawImage(box, image)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
    painter.setFont(font(theme, 12, bold=True))
    painter.setPen(theme.text)
    y = 12 + POPOVER_TILE + 18
    painter.drawText(QPointF(12, y), title)
    painter.setFont(font(theme, 11, tabular=True))
    painter.setPen(theme.soft)
    for line in lines:
        y += 16
        painter.drawText(QPointF(12, y), line)


def paint_shapes(painter: QPainter, layout: Layout, theme: Theme) -> None:
    """Paint what flows from each column to the next: an arrow with the shape of one sample there, where shapes are
    shown; where there is no room for the words, the arrow alone. Beside the notes below the tiles nothing else is."""
    face = font(theme, 11, tabular=True)
    metrics = QFontMetricsF(face)
    painter.setFont(face)
    for left, right in pairwise(layout.places):
        begin, end = left.x + _aside(left), right.x - _aside(right)
        if not left.slot.shape or end - begin < 12:
            continue
        y, middle, wide = layout.bottom + 16.0, (begin + end) / 2, min(end - begin, 26.0)
        painter.setPen(QPen(theme.soft, 1.2))
        painter.drawLine(QPointF(middle - wide / 2, y), QPointF(middle + wide / 2, y))
        for up in (-3, 3):
            painter.drawLine(QPointF(middle + wide / 2, y), QPointF(middle + wide / 2 - 3.5, y + up))
        if metrics.horizontalAdvance(left.slot.shape) <= end - begin:
            box = QRectF(begin, y - 17, end - begin, 15)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, left.slot.shape)


def _aside(place: Place) -> float:
    """Return how far from a column's middle its note reaches."""
    return 17.0 if place.slot.kind == "units" else 2.0
