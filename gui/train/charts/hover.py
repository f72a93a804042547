"""What the pointer finds on a chart: the crosshair, the nearest point of each curve, the edit mark beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from core.messages.train_reports import EditMark
from gui.kit.layer_words import label_text
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.axes.plot_area import PlotArea
from gui.train.charts import paint as strokes
from gui.train.charts.paint import Entry, Line
from gui.train.charts.series import Series

NEAR_PX = 7.0
REACH_PX = 12.0


def paint_hover(
    painter: QPainter,
    area: PlotArea,
    theme: Theme,
    *,
    step: float,
    drawn: Sequence[tuple[Line, Series]],
    marks: Sequence[EditMark],
    value_text: Callable[[float], str],
) -> None:
    """Paint a crosshair at the point nearest to `step`, a dot on each curve and the readout; none off the curves."""
    reach = REACH_PX * (area.right - area.left) / area.plot.width()
    near = [(line, point) for line, series in drawn if (point := nearest(area, line, series, step, reach)) is not None]
    if not near or not area.left <= step <= area.right:
        return
    at = next((point[0] for line, point in near if line.across is None), step)
    x = area.x(min(max(at, area.left), area.right))
    painter.setPen(theme.soft)
    painter.drawLine(QPointF(x, area.plot.top()), QPointF(x, area.plot.bottom()))
    for line, (there, value) in near:
        if area.left <= there <= area.right or line.across is not None:
            y = float(area.ys(np.array([value]))[0])
            dot = QPointF(
                float(area.xs(np.array([there]), line.across)[0]), min(max(y, area.plot.top()), area.plot.bottom())
            )
            strokes.paint_dot(painter, dot, line.color, theme.card, radius=3.6)
    mark = mark_near(area, marks, area.x(step))
    entries = [Entry(line.color, line.name, value_text(value), dash=line.dash) for line, (_, value) in near]
    title = tr("step {step}", step=f"{at:,.0f}")
    if not area.across.plain:
        left, right = area.ends
        title = f"{area.across.text(area.across.at(at), gap=(right - left) / 400)} · {title}"
    note = None if mark is None else note_of(mark, theme)
    strokes.paint_readout(painter, area, theme, x=x, title=title, entries=entries, note=note)


def nearest(area: PlotArea, line: Line, series: Series, step: float, reach: float) -> tuple[float, float] | None:
    """Return the point (step, value) of a curve nearest to `step` of the chart, None off its ends. Another run is met
    where the axis counts as much."""
    if line.across is not None:
        step = line.across.step(area.across.at(step))
    if not series.count or not series.x[0] - reach <= step <= series.x[-1] + reach:
        return None
    return series.nearest(step)


def mark_near(area: PlotArea, marks: Sequence[EditMark], x: float) -> EditMark | None:
    """Return the edit mark within a few pixels of `x`."""
    mark = min(marks, key=lambda mark: abs(area.x(mark.step) - x), default=None)
    return mark if mark is not None and abs(area.x(mark.step) - x) <= NEAR_PX else None


def note_of(mark: EditMark, theme: Theme) -> Entry:
    """Return what the readout says of an edit, in full."""
    sign = "▲" if mark.grown > 0 else "▼" if mark.grown < 0 else "●"
    return Entry(strokes.sign_color(mark.grown, theme), f"{sign} {label_text(mark.label)}", "")
