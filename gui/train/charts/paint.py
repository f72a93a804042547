"""The strokes of a chart: card, axes, curves, marks, legend, crosshair. Functions of a painter and what to paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gui.kit.theme import Theme, blend, font
from gui.train.axes.across import Across
from gui.train.axes.axis import Axis, log_tick_text, tick_text
from gui.train.axes.plot_area import PlotArea
from gui.train.charts.marks import place_labels

PAD = 13.0
HEADER = 38.0
MARK_ROW = 21.0
FOOT = 29.0
SMALL_PX = 11
SIGN = 4.5
"""Half the width of a mark's sign."""


@dataclass(frozen=True)
class Line:
    """The look of a curve, its name, and a shorter one for where there is little room.

    `across`: what the axis counts for its run, None for that of the chart; `band`: its spread is painted too.
    `legend`: it stands in the legend beside the title.
    """

    color: QColor
    name: str
    short: str = ""
    across: Across | None = None
    band: bool = True
    legend: bool = True
    pen: float = 1.7
    dash: bool = False


@dataclass(frozen=True)
class Sign:
    """An edit mark as the chart shows it: at `step`, `grown` as in EditMark, its label in the person's language."""

    step: float
    grown: int
    text: str


@dataclass(frozen=True)
class Entry:
    """One entry of a legend or of a readout: a line's look, its name, its value as text; `samples`: as wide as values
    usually are."""

    color: QColor
    name: str
    value: str
    short: str = ""
    samples: tuple[str, ...] = ()
    dash: bool = False


def axis_texts(axis: Axis, *, percent: bool) -> list[str]:
    """Return the text beside each line of the value axis."""
    if axis.log:
        return [log_tick_text(value) for value in axis.ticks]
    scale = 100 if percent else 1
    gap = (axis.ticks[1] - axis.ticks[0]) * scale if len(axis.ticks) > 1 else 1
    texts = [tick_text(value * scale, gap=gap) for value in axis.ticks]
    return [f"{text}%" for text in texts] if percent else texts


def paint_card(painter: QPainter, box: QRectF, theme: Theme, *, ring: bool) -> None:
    """Paint the card under everything; `ring`: it has the keyboard."""
    painter.setPen(QPen(theme.accent if ring else theme.line, 1.5 if ring else 1))
    painter.setBrush(theme.card)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius, theme.radius)


def paint_axes(painter: QPainter, area: PlotArea, theme: Theme, *, texts: Sequence[str], width: float) -> None:
    """Paint the lines of the value axis with their texts, and the steps below; no text leaves the card."""
    plot = area.plot
    painter.setFont(font(theme, SMALL_PX, tabular=True))
    metrics = painter.fontMetrics()
    for value, text in zip(area.axis.ticks, texts, strict=True):
        y = round(area.y(value)) + 0.5
        painter.setPen(QPen(blend(theme.card, theme.line, 0.9), 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme.soft)
        box = QRectF(0, y - 8, plot.left() - 7, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    lines = max(2, int(plot.width() / 64))
    painter.setPen(theme.soft)
    edge = -1e9
    for place, text in area.across.ticks(*area.ends, lines=lines):
        wide = metrics.horizontalAdvance(text)
        x = min(area.x_of(place) - wide / 2, width - PAD - wide)
        if x > edge:
            painter.drawText(QPointF(x, plot.bottom() + 18), text)
            edge = x + wide + 8


def paint_dot(painter: QPainter, at: QPointF, color: QColor, card: QColor, *, radius: float = 3.2) -> None:
    """Paint a dot that stands out from the lines beneath it."""
    painter.setPen(QPen(card, 1.5))
    painter.setBrush(color)
    painter.drawEllipse(at, radius, radius)


def sign_color(grown: int, theme: Theme) -> QColor:
    """Return the colour of a mark: green grown, amber narrowed, soft for neither."""
    return theme.grown if grown > 0 else theme.narrowed if grown < 0 else theme.soft


def paint_sign(painter: QPainter, at: QPointF, grown: int, color: QColor, *, size: float = SIGN) -> None:
    """Paint ▲, ▼ or ● around `at`: the shape says it as well as the colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if grown == 0:
        painter.drawEllipse(at, size * 0.75, size * 0.75)
        return
    tip = -size if grown > 0 else size
    corners = (QPointF(0, tip), QPointF(size, -tip * 0.75), QPointF(-size, -tip * 0.75))
    painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def paint_marks(
    painter: QPainter, area: PlotArea, signs: Sequence[Sign], theme: Theme, *, labels: bool, rows: int
) -> None:
    """Paint the marks in sight: a sign above the plot, a dotted line through it, and labels that have room."""
    near = [sign for sign in signs if area.left <= sign.step <= area.right]
    y = HEADER + MARK_ROW / 2 - 3
    for sign in near:
        color, x = sign_color(sign.grown, theme), area.x(sign.step)
        pen = QPen(blend(theme.card, color, 0.8), 1)
        pen.setDashPattern([2, 3])
        painter.setPen(pen)
        x = round(x) + 0.5
        painter.drawLine(QPointF(x, y + SIGN + 2), QPointF(x, area.plot.bottom()))
        paint_sign(painter, QPointF(x, y), sign.grown, color)
    if not labels:
        return
    painter.setFont(font(theme, SMALL_PX))
    metrics = QFontMetricsF(painter.font())
    widths = [metrics.horizontalAdvance(sign.text) for sign in near]
    places = place_labels(
        [area.x(sign.step) for sign in near], widths,
        left=area.plot.left(), right=area.plot.right(), rows=rows, sign=SIGN,
    )  # fmt: skip
    for place in places:
        painter.setPen(sign_color(near[place.mark].grown, theme))
        painter.drawText(
            QPointF(place.x, y + 4 + place.row * (MARK_ROW - 5)), _cut(metrics, near[place.mark].text, place.room)
        )


def _cut(metrics: QFontMetricsF, text: str, room: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)


def paint_legend(
    painter: QPainter, entries: Sequence[Entry], theme: Theme, *, left: float, right: float
) -> list[float]:
    """Paint the legend flush right; where there is little room its words are shortened, and never left out. Return
    where each entry begins."""
    painter.setFont(font(theme, SMALL_PX, tabular=True))
    metrics = QFontMetricsF(painter.font())
    texts, gap = _legend_texts(entries, metrics, right - left)
    widths = [max(metrics.horizontalAdvance(text), least) for text, least in texts]
    x, begins = right - (sum(widths) + len(texts) * (19 + gap) - gap), list[float]()
    for entry, (text, _), wide in zip(entries, texts, widths, strict=True):
        begins.append(x)
        paint_swatch(painter, QPointF(x, HEADER / 2 + 3), entry)
        painter.setPen(theme.soft)
        painter.drawText(QPointF(x + 19, HEADER / 2 + 7), text)
        x += wide + 19 + gap
    return begins


def _legend_texts(
    entries: Sequence[Entry], metrics: QFontMetricsF, room: float
) -> tuple[list[tuple[str, float]], float]:
    """Return the texts of a legend as they fit into `room`, each with the width kept for it whatever its number is, and
    the gap between two."""

    def named(names: Sequence[str]) -> list[tuple[str, float]]:
        pairs = list(zip(names, entries, strict=True))
        kept = [
            max([metrics.horizontalAdvance(f"{name} {one}") for one in e.samples], default=0.0) for name, e in pairs
        ]
        return [(f"{name} {entry.value}".strip(), wide) for (name, entry), wide in zip(pairs, kept, strict=True)]

    whole, short = named([entry.name for entry in entries]), named([entry.short or entry.name for entry in entries])
    for texts, gap in ((whole, 14.0), (whole, 9.0), (short, 9.0), (short, 5.0)):
        taken = sum(max(metrics.horizontalAdvance(text), wide) for text, wide in texts)
        if taken + len(texts) * (19 + gap) - gap <= room:
            return texts, gap
    each = (room - 5.0 * (len(entries) - 1)) / max(len(entries), 1) - 19
    return [(metrics.elidedText(text, Qt.TextElideMode.ElideRight, each), 0.0) for text, _ in short], 5.0


def paint_swatch(painter: QPainter, at: QPointF, entry: Entry) -> None:
    """Paint a short piece of an entry's line, 14 wide."""
    painter.setPen(QPen(entry.color, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    if entry.dash:
        painter.drawLine(at + QPointF(1.5, 0), at + QPointF(4.5, 0))
        painter.drawLine(at + QPointF(9.5, 0), at + QPointF(12.5, 0))
        return
    painter.drawLine(at + QPointF(1.5, 0), at + QPointF(12.5, 0))


def paint_readout(
    painter: QPainter,
    area: PlotArea,
    theme: Theme,
    *,
    x: float,
    title: str,
    entries: Sequence[Entry],
    note: Entry | None,
) -> None:
    """Paint the box beside the crosshair: the step, what each line is there, and the edit under the pointer."""
    plain, bold = font(theme, SMALL_PX, tabular=True), font(theme, SMALL_PX, bold=True, tabular=True)
    metrics, strong = QFontMetricsF(plain), QFontMetricsF(bold)
    names = max([metrics.horizontalAdvance(entry.name) for entry in entries], default=0)
    values = max([strong.horizontalAdvance(entry.value) for entry in entries], default=0)
    wide = max(strong.horizontalAdvance(title), names + values + 19 + 12)
    wide = max(wide, metrics.horizontalAdvance(note.name) if note else 0) + 20
    tall = 14 + 16 * (1 + len(entries) + (note is not None))
    left = x + 10 if x + 10 + wide <= area.plot.right() + PAD else x - 10 - wide
    box = QRectF(max(left, 2), area.plot.top() + 2, wide, tall)
    painter.setPen(QPen(theme.line, 1))
    ground = QColor(theme.card)
    ground.setAlphaF(0.95)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 7, 7)
    y = box.top() + 18
    painter.setPen(theme.text)
    painter.setFont(bold)
    painter.drawText(QPointF(box.left() + 10, y), title)
    for entry in entries:
        y += 16
        paint_swatch(painter, QPointF(box.left() + 10, y - 4), entry)
        painter.setFont(plain)
        painter.setPen(theme.soft)
        painter.drawText(QPointF(box.left() + 29, y), entry.name)
        painter.setFont(bold)
        painter.setPen(theme.text)
        painter.drawText(QPointF(box.right() - 10 - strong.horizontalAdvance(entry.value), y), entry.value)
    if note:
        painter.setFont(plain)
        painter.setPen(note.color)
        painter.drawText(QPointF(box.left() + 10, y + 16), note.name)
