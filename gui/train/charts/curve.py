"""A curve as it is painted: the spread of each pixel column as a band, its mean as a line, or dashed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen, QPolygonF, qRgba

from gui.kit.arrays import draw_lines
from gui.train.axes.plot_area import PlotArea
from gui.train.charts.paint import Line
from gui.train.charts.series import Curve

DASH, GAP = 4.5, 3.0


def paint_curve(painter: QPainter, area: PlotArea, curve: Curve, line: Line) -> None:
    """Paint the spread of each pixel column as a soft band and its mean as a line; a dashed one is a line alone.

    Not as one polygon and one polyline: Qt's rasterizer takes 100 ms and more for the thousand crossings of a noisy
    curve. Single lines take its quick way (2 ms), and the band is counted out in numpy (1 to 3 ms).
    """
    if not len(curve.x):
        return
    xs = area.xs(curve.x, line.across)
    if curve.dense and line.band and not line.dash:
        tops, bottoms = area.ys(curve.high), area.ys(curve.low)
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            _fill_band(painter, xs, tops, bottoms, line.color)
        else:
            _paint_band(painter, area.plot, xs, tops, bottoms, line.color, 0.32)
    ys = area.ys(curve.mean)
    if line.dash:
        painter.setPen(QPen(line.color, line.pen, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        draw_lines(painter, _dashed(xs, ys))
        return
    lines = np.concatenate([np.stack([xs[:-1], ys[:-1], xs[1:], ys[1:]], axis=1), _along_the_edge(area.plot, xs, ys)])
    painter.setPen(QPen(line.color, line.pen, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    draw_lines(painter, lines)


def _dashed(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Return the dashes of a curve as lines (x, y, x, y). Counted along the curve: a pen that dashes begins again with
    each line."""
    at = np.arange(xs[0], xs[-1] + 0.5, 0.5)
    y = np.interp(at, xs, ys)
    along = np.cumsum(np.hypot(np.diff(at), np.diff(y)))
    lines = np.stack([at[:-1], y[:-1], at[1:], y[1:]], axis=1)
    found: np.ndarray = lines[along % (DASH + GAP) < DASH]
    return found


def _along_the_edge(plot: QRectF, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Return lines (x, y, x, y) at the upper or lower edge wherever a curve is beyond it, so that it is not lost."""
    edge = np.clip(ys, plot.top() - 1, plot.bottom() + 1)
    gone = ys != edge
    before, after = gone[:-1], gone[1:]
    at = np.where(after, edge[1:], edge[:-1])
    rise = np.where(ys[1:] == ys[:-1], 1.0, ys[1:] - ys[:-1])
    crossing = xs[:-1] + np.clip((at - ys[:-1]) / rise, 0, 1) * (xs[1:] - xs[:-1])
    lines = np.stack([np.where(before, xs[:-1], crossing), at, np.where(after, xs[1:], crossing), at], axis=1)
    found: np.ndarray = lines[(before | after) & ~(before & after & (edge[:-1] != edge[1:]))]
    return found


def _fill_band(painter: QPainter, xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray, color: QColor) -> None:
    """Fill between two lines with one shape, for a picture that is made of shapes."""
    outline = [*zip(xs, tops, strict=True), *zip(xs[::-1], bottoms[::-1], strict=True)]
    painter.setPen(Qt.PenStyle.NoPen)
    ground = QColor(color)
    ground.setAlphaF(0.32)
    painter.setBrush(ground)
    painter.drawPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in outline]))


def _paint_band(
    painter: QPainter, plot: QRectF, xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray, color: QColor, share: float
) -> None:
    """Fill between two lines, each column of device pixels by how much of it is covered, at `share` of opaque."""
    ratio = painter.device().devicePixelRatioF()
    left, right = max(xs[0], plot.left()), min(xs[-1], plot.right() + 1)
    upper = max(float(tops.min()), plot.top() - 2)
    wide, tall = (
        int((right - left) * ratio),
        int(np.ceil((min(float(bottoms.max()), plot.bottom() + 2) - upper) * ratio)),
    )
    if wide < 1 or tall < 1:
        return
    at = left + (np.arange(wide) + 0.5) / ratio
    near = np.clip(np.searchsorted((xs[1:] + xs[:-1]) / 2, at), 0, len(xs) - 1)
    # Between two columns the edge slopes, but a column's own peak is never lowered by a lower neighbour; a column is up
    # to two pixels wide, and further off, where points are few, its peak says nothing.
    own = np.abs(at - xs[near]) <= 1.0
    high, low = np.interp(at, xs, tops), np.interp(at, xs, bottoms)
    top = (np.where(own, np.minimum(high, tops[near]), high) - upper).astype(np.float32) * ratio
    bottom = (np.where(own, np.maximum(low, bottoms[near]), low) - upper).astype(np.float32) * ratio
    rows = np.arange(tall, dtype=np.float32)[:, None]
    cover = np.clip(np.minimum(rows + 1 - top, bottom - rows), 0, 1)
    pixels = np.zeros((tall, (wide + 3) // 4 * 4), np.uint8)
    pixels[:, :wide] = cover * 255
    image = QImage(pixels.data, wide, tall, pixels.shape[1], QImage.Format.Format_Indexed8)
    image.setColorTable([qRgba(color.red(), color.green(), color.blue(), round(n * share)) for n in range(256)])
    painter.drawImage(QRectF(left, upper, wide / ratio, tall / ratio), image)
