"""The chart of a layer's times over its width, a line for each device; both axes count in powers."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.compare import LayerTime, NetTime
from gui.inside.compare.results import Results, crossing
from gui.inside.compare.words import device_text, time_text
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, font
from gui.kit.words import tr

LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 62, 18, 12, 44
NEAR_PX = 14.0
RADIUS = 3.6


class WidthChart(Painted):
    """Shows the times of `results`; pointing at a dot tells its numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.results = Results()
        self.at: LayerTime | NetTime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 200)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(560, 340)

    def show_results(self, results: Results) -> None:
        """Show other results, or more of them."""
        self.results, self.at = results, None
        self.setAccessibleName(tr("Time of a step over the width of a layer"))
        self.setAccessibleDescription("; ".join(
            f"{device_text(name)}: " + ", ".join(f"{time.width} {time_text(time.seconds)}" for time in times)
            for name, times in results.layers.items()
        ))  # fmt: skip
        self.update()

    # ---------------------------------------------------------------------------------------------- where things are
    def plot(self) -> QRectF:
        """Return where the lines are drawn."""
        return QRectF(LEFT_PX, TOP_PX, self.width() - LEFT_PX - RIGHT_PX, self.height() - TOP_PX - BOTTOM_PX)

    def ends(self) -> tuple[float, float, float, float]:
        """Return the least and largest width and time that are drawn, as logarithms to the base 2 and 10."""
        layers = [time for times in self.results.layers.values() for time in times]
        widths = [float(time.width) for time in layers] + [net.width for net in self.results.nets]
        seconds = [time.seconds for time in layers] + [net.seconds for net in self.results.nets]
        low, high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)) + 1e-9)
        left, right = math.log2(min(widths)), math.log2(max(widths))
        return left, max(right, left + 1), low, max(high, low + 1)

    def place(self, width: float, seconds: float) -> QPointF:
        """Return where a time of a width stands."""
        left, right, low, high = self.ends()
        plot = self.plot()
        x = (math.log2(width) - left) / (right - left)
        y = (math.log10(seconds) - low) / (high - low)
        return QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        dots: list[LayerTime | NetTime] = [time for times in self.results.layers.values() for time in times]
        found: LayerTime | NetTime | None = None
        nearest = NEAR_PX
        for dot in dots + self.results.nets:
            far = (self.place(dot.width, dot.seconds) - event.position()).manhattanLength()
            if far < nearest:
                nearest, found = far, dot
        if found is not self.at:
            self.at = found
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.at = None
        self.update()

    # --------------------------------------------------------------------------------------------------------- paint
    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint axes, lines, the crossing, and what is pointed at."""
        painter.setFont(font(theme, theme.small_px, tabular=True))
        layers = self.results.layers
        if not layers:
            painter.setPen(theme.soft)
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, tr("Nothing has been measured yet."))
            return
        self._axes(painter, theme)
        colors = dict(zip(layers, colors_of(theme), strict=False))
        self._crossing(painter, theme)
        for name, times in layers.items():
            self._line(painter, theme, times, colors.get(name, theme.soft))
        named: list[QRectF] = []
        for name, times in layers.items():
            named.append(self._name(painter, theme, name, times, colors.get(name, theme.soft), named))
        for net in self.results.nets:
            at = self.place(net.width, net.seconds)
            painter.setPen(QPen(theme.text, 2))
            painter.setBrush(theme.card)
            painter.drawEllipse(at, 6, 6)
        if self.results.nets:
            net = self.results.nets[0]
            self._beside(painter, theme, self.place(net.width, net.seconds), tr("your network"))
        if self.at is not None:
            self._told(painter, theme, self.at)

    def _axes(self, painter: QPainter, theme: Theme) -> None:
        left, right, low, high = self.ends()
        plot = self.plot()
        for power in range(int(low), int(high) + 1):
            y = self.place(2**left, 10.0**power).y()
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.soft)
            box = QRectF(0, y - 8, plot.left() - 8, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, time_text(10.0**power))
        metrics, edge = QFontMetricsF(painter.font()), -1e9
        for power in range(math.ceil(left), math.floor(right) + 1):
            x, text = self.place(2.0**power, 10.0**low).x(), f"{2**power:,}"
            wide = metrics.horizontalAdvance(text)
            if x - wide / 2 > edge:
                painter.drawText(QPointF(x - wide / 2, plot.bottom() + 17), text)
                edge = x + wide / 2 + 6
        box = QRectF(plot.left(), plot.bottom() + 22, plot.width(), 18)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr("width of the layer"))

    def _line(self, painter: QPainter, theme: Theme, times: list[LayerTime], color: QColor) -> None:
        path = QPainterPath()
        for place, time in enumerate(times):
            at = self.place(time.width, time.seconds)
            if place:
                path.lineTo(at)
            else:
                path.moveTo(at)
            painter.setPen(QPen(color, 1))
            low, high = self.place(time.width, time.low_s), self.place(time.width, time.high_s)
            painter.drawLine(low, high)  # the quartiles
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 2))
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for time in times:
            painter.drawEllipse(self.place(time.width, time.seconds), RADIUS, RADIUS)

    def _name(
        self, painter: QPainter, theme: Theme, name: str, times: list[LayerTime], color: QColor, named: list[QRectF]
    ) -> QRectF:
        """Write a device's name at its line, where no other name stands; return where."""
        painter.setFont(font(theme, theme.note_px, bold=True))
        painter.setPen(color)
        text, metrics = device_text(name), QFontMetricsF(painter.font())
        size = QSizeF(metrics.horizontalAdvance(text), metrics.height())
        places = []
        for time in (*times[-2:-1], times[-1], *reversed(times[:-2])):
            at = self.place(time.width, time.seconds)
            left = max(at.x() - size.width() - 12, LEFT_PX + 4)
            places += [QRectF(QPointF(left, at.y() + below), size) for below in (-8 - metrics.ascent(), 6)]
        free = [one for one in places if not any(one.intersects(other) for other in named)]
        box = (free or places)[0]
        painter.drawText(QPointF(box.left(), box.top() + metrics.ascent()), text)
        painter.setFont(font(theme, theme.small_px, tabular=True))
        return box

    def _crossing(self, painter: QPainter, theme: Theme) -> None:
        layers = self.results.layers
        for name in (name for name in layers if name != "cpu" and "cpu" in layers):
            width = crossing(layers["cpu"], layers[name])
            if width:
                x, plot = self.place(width, layers["cpu"][0].seconds).x(), self.plot()
                painter.setPen(QPen(theme.soft, 1, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
                self._beside(painter, theme, QPointF(x, plot.top() + 12), tr("from here on it is faster"))

    def _beside(self, painter: QPainter, theme: Theme, at: QPointF, text: str) -> None:
        painter.setPen(theme.text)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
        x = at.x() + 10 if at.x() + 10 + wide < self.width() - 4 else at.x() - 10 - wide
        painter.drawText(QPointF(x, at.y() - 8 if at.y() > TOP_PX + 20 else at.y()), text)

    def _told(self, painter: QPainter, theme: Theme, what: LayerTime | NetTime) -> None:
        at = self.place(what.width, what.seconds)
        span = f"{time_text(what.low_s)} – {time_text(what.high_s)}"
        name = tr("your network") if isinstance(what, NetTime) else tr("width {width:,}", width=what.width)
        lines = [f"{device_text(what.device)} · {name}", f"{time_text(what.seconds)} ({span})"]
        if isinstance(what, LayerTime):
            shares = zip((tr("forward"), tr("backward"), tr("update")), what.shares, strict=True)
            lines.append(" · ".join(f"{part} {share:.0%}" for part, share in shares))
        metrics = QFontMetricsF(painter.font())
        wide = max(metrics.horizontalAdvance(line) for line in lines) + 16
        x = min(max(at.x() + 12, 4.0), self.width() - wide - 4)
        box = QRectF(x, max(at.y() - 12 - 16 * len(lines), 2.0), wide, 6 + 15 * len(lines))
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.card)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(theme.text)
        for place, line in enumerate(lines):
            painter.drawText(QPointF(box.left() + 8, box.top() + 15 + place * 15), line)


def colors_of(theme: Theme) -> tuple[QColor, ...]:
    """Return the colours of devices in their order: the processor first."""
    return theme.validation, theme.training, theme.grown, theme.bad
