"""The curves of others in a chart: pale, thin, below its own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.messages.train_reports import Array
from gui.kit.arrays import numbers
from gui.kit.theme import Theme
from gui.train.axes.plot_area import PlotArea
from gui.train.charts.series import Series

PALE = 0.65
FEW = 2
"""With fewer points of validation than these the training curve is shown."""


@dataclass(frozen=True)
class Other:
    """One more curve: its colour and name, and the Ticks (n, 9) it is drawn from."""

    color: QColor
    name: str
    ticks: Array


def series_of(other: Other, *, fields: tuple[int, int]) -> Series:
    """Return the curve of validation of one; where there is none, that of training. `fields`: of the two in a Tick."""
    made, rows = Series(), numbers(other.ticks)
    for field in reversed(fields):
        made.clear()
        if len(rows):
            made.extend(rows[:, 0], rows[:, field])
        if made.count >= FEW:
            break
    return made


def paint_other(painter: QPainter, area: PlotArea, series: Series, color: QColor) -> None:
    """Paint one."""
    curve = series.curve(left=area.left, right=area.right, columns=max(64, int(area.plot.width())))
    if not len(curve.x):
        return
    pale = QColor(color)
    pale.setAlphaF(PALE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(pale, 1.4))
    ys = area.ys(curve.mean)
    points = [QPointF(area.x(float(x)), float(y)) for x, y in zip(curve.x, ys, strict=True)]
    painter.drawPolyline(QPolygonF(points))


def paint_moment(painter: QPainter, area: PlotArea, step: float, theme: Theme) -> None:
    """Paint where the moment is that is shown."""
    if area.left <= step <= area.right:
        painter.setPen(QPen(theme.accent, 1.6, Qt.PenStyle.DashLine))
        x = area.x(step)
        painter.drawLine(QPointF(x, area.plot.top()), QPointF(x, area.plot.bottom()))
