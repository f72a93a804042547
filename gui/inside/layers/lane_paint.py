"""How the lanes of a step are painted: heads, bars, the picked chain, the trainer's step on the same axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from core.messages.inside.layers import Traced
from gui.inside.compare.words import time_text
from gui.inside.layers.words import bar_text, op_name, played_text
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

if TYPE_CHECKING:
    from gui.inside.layers.lanes import Lanes

HEAD_PX, AXIS_PX = 112, 48
TEXT_PX = 26
"""Bars at least so wide carry their name."""
LEAST_TEXT_PX = 12
"""Rows at least so high have room for letters."""


def paint_lanes(lanes: Lanes, painter: QPainter, theme: Theme) -> None:
    """Paint everything."""
    _heads(lanes, painter, theme)
    if lanes.traced is None:
        return
    painter.setFont(font(theme, theme.small_px))
    _bars(lanes, lanes.traced, painter, theme)
    if lanes.rows["trainer"]:
        _ops(lanes, painter, theme)
    _partner(lanes, lanes.traced, painter, theme)
    _axis(lanes, painter, theme)
    _told(lanes, lanes.traced, painter, theme)


def colors(theme: Theme) -> dict[str, QColor]:
    """Return the colour of each lane."""
    return {"api": theme.narrowed, "engine": theme.accent, "kernel": theme.grown, "trainer": theme.text}


def _bars(lanes: Lanes, traced: Traced, painter: QPainter, theme: Theme) -> None:
    chain = lanes.chain(lanes.picked if lanes.picked >= 0 else lanes.at)
    fill = colors(theme)
    over = lanes.overlay and lanes.played is not None
    for place, bar in enumerate(traced.bars):
        shown = lanes.box(bar).intersected(lanes.lane_box(bar.lane))
        if shown.width() < 0.5:
            continue
        strong = not chain or place in chain
        color = blend(theme.card, fill[bar.lane], (1.0 if strong else 0.35) * (0.72 if bar.depth % 2 else 1.0))
        gone = over and place not in lanes.stays
        _bar(painter, theme, shown, color, hollow=gone, picked=place == lanes.picked)
        if shown.width() >= TEXT_PX and lanes.row_px() >= LEAST_TEXT_PX:
            _name(painter, shown, bar_text(bar, traced), theme.soft if gone else text_on(color, theme))


def _bar(painter: QPainter, theme: Theme, box: QRectF, color: QColor, *, hollow: bool, picked: bool) -> None:
    """Paint a bar; a hollow one has no counterpart in the trainer's step."""
    if hollow:
        edge = QPen(theme.text, 2) if picked else QPen(color, 1, Qt.PenStyle.DotLine)
        painter.setPen(edge if box.width() > 3 or picked else Qt.PenStyle.NoPen)
        painter.setBrush(blend(theme.card, color, 0.12))
    else:
        painter.setPen(QPen(theme.text, 2) if picked else Qt.PenStyle.NoPen)
        painter.setBrush(color)
    painter.drawRoundedRect(box, 3, 3)


def _name(painter: QPainter, box: QRectF, text: str, color: QColor) -> None:
    painter.setPen(color)
    words = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width() - 8)
    painter.drawText(box.adjusted(4, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, words)


def _ops(lanes: Lanes, painter: QPainter, theme: Theme) -> None:
    """Paint the trainer's operations: filled where the step above has the same one."""
    assert lanes.played is not None
    lane = lanes.lane_box("trainer")
    for place, op in enumerate(lanes.played.ops):
        shown = lanes.op_box(op).intersected(lane)
        if shown.width() < 0.5:
            continue
        base = theme.grown if op.part == "computes" else theme.accent
        color = blend(theme.card, base, 0.72 if op.depth % 2 else 1.0)
        picked = place == lanes.picked_op or (op.bar >= 0 and op.bar == lanes.picked)
        _bar(painter, theme, shown, color, hollow=op.bar < 0, picked=picked)
        if shown.width() >= TEXT_PX and lanes.row_px() >= LEAST_TEXT_PX:
            _name(painter, shown, op_name(op.name), theme.soft if op.bar < 0 else text_on(color, theme))


def _heads(lanes: Lanes, painter: QPainter, theme: Theme) -> None:
    names = {
        "api": ("1 " + tr("API"), tr("Python: says what, computes nothing")),
        "engine": ("2 " + tr("Engine"), tr("C++: tensors and autograd")),
        "kernel": ("3 " + tr("Kernels"), tr("what computes")),
        "trainer": (tr("The trainer"), tr("the same step as it plays it")),
    }
    for lane, (name, note) in names.items():
        if not lanes.rows[lane]:
            continue
        box = lanes.lane_box(lane)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(theme.card, theme.control, 0.8))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(colors(theme)[lane])
        painter.setFont(font(theme, theme.note_px, bold=True))
        painter.drawText(QRectF(0, box.top(), HEAD_PX - 8, 16), Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(theme.soft)
        painter.setFont(font(theme, theme.small_px))
        room = QRectF(0, box.top() + 16, HEAD_PX - 8, max(box.height() + 14 - 16, 0))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap), note)


def _partner(lanes: Lanes, traced: Traced, painter: QPainter, theme: Theme) -> None:
    """Paint the dashed line to the partner of what is picked, and to the same operation in the trainer's step."""
    if lanes.picked < 0:
        return
    bars, place = traced.bars, lanes.picked
    place = bars[place].parent if bars[place].lane == "kernel" else place
    if place < 0:
        return
    one, foot = lanes.box(bars[place]).center(), lanes.lane_box("engine").bottom() + 7
    paths = []
    if bars[place].partner >= 0:
        two = lanes.box(bars[bars[place].partner]).center()
        path = QPainterPath(one)
        path.quadTo(QPointF((one.x() + two.x()) / 2, 2 * foot - min(one.y(), two.y())), two)
        paths.append(path)
    if lanes.rows["trainer"] and lanes.played is not None:
        for op in lanes.played.ops:
            if op.bar == place:
                path = QPainterPath(one)
                path.lineTo(lanes.op_box(op).center())
                paths.append(path)
    painter.save()
    painter.setClipRect(QRectF(HEAD_PX, 0, lanes.width() - HEAD_PX, lanes.height()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.text, 1.4, Qt.PenStyle.DashLine))
    for path in paths:
        painter.drawPath(path)
    painter.restore()


def _axis(lanes: Lanes, painter: QPainter, theme: Theme) -> None:
    lane = lanes.lane_box("kernel")
    foot = lanes.lane_box("trainer" if lanes.rows["trainer"] else "kernel").bottom() + 4
    painter.setPen(theme.soft)
    painter.setFont(font(theme, theme.small_px, tabular=True))
    ways = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
    for share, way in zip((0.0, 0.5, 1.0), ways, strict=True):
        seconds = lanes.left_s + share * (lanes.right_s - lanes.left_s)
        text = time_text(seconds) if seconds > 0 else "0"
        painter.drawText(QRectF(lane.left(), foot, lane.width(), 18), way, text)
    if lanes.played is not None:
        _length(lanes, painter, theme, lane, foot + 22)


def _length(lanes: Lanes, painter: QPainter, theme: Theme, lane: QRectF, top: float) -> None:
    """Paint how long the same step takes as the trainer plays it, on the same axis: beside the bar, or on it."""
    assert lanes.played is not None
    room = QRectF(lane.left(), top, lane.width(), 18)
    scale = lane.width() / (lanes.right_s - lanes.left_s)
    box = QRectF(lane.left() - lanes.left_s * scale, top, max(lanes.played.seconds * scale, 1), 17).intersected(room)
    if not lanes.rows["trainer"]:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.text)
        painter.drawRoundedRect(box, 2, 2)
    metrics, text = QFontMetricsF(painter.font()), played_text(lanes.played)
    free = lane.right() - box.right() - 8
    on = not lanes.rows["trainer"] and free < min(metrics.horizontalAdvance(text), box.width())
    place = box.adjusted(6, 0, -6, 0) if on else QRectF(box.right() + 8, top, free, 17)
    if lanes.rows["trainer"]:
        place = room
    painter.setPen(theme.card if on else theme.text)
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


def _told(lanes: Lanes, traced: Traced, painter: QPainter, theme: Theme) -> None:
    """Paint the name and time of what is under the pointer."""
    if lanes.at_op >= 0 and lanes.played is not None:
        op = lanes.played.ops[lanes.at_op]
        box, text = lanes.op_box(op), f"{op_name(op.name)} · {time_text(op.end_s - op.start_s)}"
    elif lanes.at >= 0:
        bar = traced.bars[lanes.at]
        box, text = lanes.box(bar), f"{bar_text(bar, traced)} · {time_text(bar.end_s - bar.start_s)}"
    else:
        return
    told(painter, theme, box, text, least=HEAD_PX, most=lanes.width())


def told(painter: QPainter, theme: Theme, box: QRectF, text: str, *, least: float, most: float) -> None:
    """Paint a line of text above a box, between `least` and `most` from the left."""
    painter.setFont(font(theme, theme.small_px, tabular=True))
    wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 14
    place = QRectF(max(min(max(box.left(), least), most - wide - 2), 0), max(box.top() - 24, 0), wide, 20)
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(theme.card)
    painter.drawRoundedRect(place, 5, 5)
    painter.setPen(theme.text)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def text_on(ground: QColor, theme: Theme) -> QColor:
    """Return the colour of letters that are read on a ground."""
    light = 0.299 * ground.redF() + 0.587 * ground.greenF() + 0.114 * ground.blueF()
    return QColor("#10151d") if light > 0.5 else QColor("#ffffff")
