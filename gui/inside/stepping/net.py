"""The network with the cursor: how far the step has come, layer by layer, with what its units did.

Simplified: a few units of each layer. Forward, a unit is as bright as its outputs are large, and a line has the colour
of its weight's sign; backward, both are as bright as the gradients are.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy

from core.messages.inside.stepping import MOST_UNITS, StepColumn, StepStop, TakenApart
from core.net.plan import INPUT, LayerKey, Net, find_layer, is_weighted, size_of, width_of
from gui.kit.arrays import numbers
from gui.kit.layer_words import kind_text, titles
from gui.kit.pieces import Painted
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tr

HEAD_PX, SQUARE_PX = 36, 9


class NetAtCursor(Painted):
    """Columns from input to output; what the step has come past is lit, in backward in another colour."""

    def __init__(self) -> None:
        super().__init__()
        self.net: Net | None = None
        self.order: tuple[LayerKey, ...] = ()
        self.stops: tuple[StepStop, ...] = ()
        self.at = 0
        self.columns: dict[LayerKey, StepColumn] = {}
        self.setMinimumSize(200, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr(
            "Simplified: at most {n} units of a layer are drawn. Forward, a unit is as strong as its output in this "
            "batch, and a line has the colour of its weight’s sign. Backward, both are as strong as their gradients.",
            n=MOST_UNITS,
        ))  # fmt: skip

    def show_step(self, net: Net, told: TakenApart) -> None:
        """Show another step."""
        self.net, self.stops = net, told.stops
        self.order = (INPUT, *(stop.key for stop in told.stops if stop.kind == "forward"))
        self.columns = {column.key: column for column in told.columns}
        self.update()

    def show_cursor(self, at: int, text: str) -> None:
        """Move the cursor to stop `at`."""
        self.at = at
        self.setAccessibleName(text)
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.net is None or not self.stops:
            return
        passed = self.stops[: self.at + 1]
        forward = {stop.key for stop in passed if stop.kind in ("batch", "forward")}
        backward = {stop.key for stop in passed if stop.kind == "backward"}
        names, wide = titles(self.net), self.width() / len(self.order)
        tops = [self._places(key, place, wide) for place, key in enumerate(self.order)]
        for place, key in enumerate(self.order[1:], 1):
            self._links(painter, tops[place - 1], tops[place], self._lines(theme, key, forward, backward))
        current = self.stops[self.at]
        for place, key in enumerate(self.order):
            colors = self._units(theme, key, forward, backward)
            painter.setPen(Qt.PenStyle.NoPen)
            for at, point in enumerate(tops[place]):
                painter.setBrush(colors[at % len(colors)])
                painter.drawRoundedRect(_square(point), 2, 2)
            here = key == current.key and current.kind in ("batch", "forward", "backward")
            if here:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.accent, 1.5))
                middle, half = (place + 0.5) * wide, min(60.0, wide / 2 - 1)
                painter.drawRoundedRect(
                    QRectF(middle - half, HEAD_PX - 4, 2 * half, self.height() - HEAD_PX + 2), 8, 8
                )  # fmt: skip
            self._head(painter, theme, names.get(key, ""), self._under(key), place, wide, here=here)

    def _units(self, theme: Theme, key: LayerKey, forward: set[LayerKey], backward: set[LayerKey]) -> list[QColor]:
        """Return the colour of each unit of a column, or one for all."""
        column, idle = self.columns.get(key), blend(theme.card, theme.soft, 0.35)
        values = None
        if key in backward:
            values = column and column.gradients
        elif key in forward:
            values = column and column.units
        color = theme.grown if key in backward else theme.positive
        if not values or not values.data:
            return [color if key in backward or key in forward else idle]
        return [blend(blend(theme.card, theme.soft, 0.3), color, share) for share in _shares(numbers(values))]

    def _lines(
        self, theme: Theme, key: LayerKey, forward: set[LayerKey], backward: set[LayerKey]
    ) -> list[list[QColor]]:
        """Return the colours of the lines into a column by unit and unit before, or one for all."""
        column, idle = self.columns.get(key), blend(theme.card, theme.soft, 0.2)
        if key not in forward:
            return [[idle]]
        values = column and (column.link_gradients if key in backward else column.links)
        if not values or not values.data:
            return [[blend(theme.card, theme.grown if key in backward else theme.positive, 0.35)]]
        weights = numbers(values).reshape(values.shape)
        signs = np.where(weights >= 0, 0, 1)
        ways = (theme.grown, theme.grown) if key in backward else (theme.positive, theme.negative)
        return [
            [blend(theme.card, ways[sign], 0.12 + 0.88 * share) for sign, share in zip(*both, strict=True)]
            for both in zip(signs, _shares(weights), strict=True)
        ]

    def _places(self, key: LayerKey, place: int, wide: float) -> list[QPointF]:
        layer = find_layer(self.net, key) if self.net is not None else None
        count = width_of(layer) if layer is not None and is_weighted(layer) else 1
        if key == INPUT and self.net is not None:
            count = size_of(self.net.input)
        shown, room = min(count, MOST_UNITS), self.height() - HEAD_PX - 8
        gap = room / MOST_UNITS
        first = HEAD_PX + (room - gap * shown) / 2 + gap / 2
        return [QPointF((place + 0.5) * wide, first + gap * at) for at in range(shown)]

    def _links(self, painter: QPainter, left: list[QPointF], right: list[QPointF], colors: list[list[QColor]]) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for begin, one in enumerate(left):
            for end, other in enumerate(right):
                row = colors[end % len(colors)]
                painter.setPen(QPen(row[begin % len(row)], 1))
                path, middle = QPainterPath(one), (one.x() + other.x()) / 2
                path.cubicTo(QPointF(middle, one.y()), QPointF(middle, other.y()), other)
                painter.drawPath(path)

    def _under(self, key: LayerKey) -> str:
        if self.net is None:
            return ""
        if key == INPUT:
            return " × ".join(map(str, self.net.input))
        layer = find_layer(self.net, key)
        if layer is None or not is_weighted(layer):
            return "" if layer is None else kind_text(layer)
        activation = getattr(layer, "activation", "linear")
        return f"{width_of(layer)}" + ("" if activation == "linear" else f" {activation}")

    def _head(
        self, painter: QPainter, theme: Theme, name: str, under: str, place: int, wide: float, *, here: bool
    ) -> None:
        if wide < 44 and not here:
            return
        half = max(wide, 90.0) / 2 if here else wide / 2
        middle = min(max((place + 0.5) * wide, half), self.width() - half)
        for text, top, color, bold in (
            (name, 0, theme.accent if here else theme.text, True),
            ("" if under == name else under, 16, theme.soft, False),
        ):
            painter.setFont(font(theme, theme.note_px if bold else theme.small_px, bold=bold))
            painter.setPen(color)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(2 * half - 4))
            painter.drawText(QRectF(middle - half, top, 2 * half, 16), Qt.AlignmentFlag.AlignCenter, shown)


def _square(point: QPointF) -> QRectF:
    return QRectF(point.x() - SQUARE_PX / 2, point.y() - SQUARE_PX / 2, SQUARE_PX, SQUARE_PX)


def _shares(values: np.ndarray) -> np.ndarray:
    """Return how large each value is beside the largest, 0 to 1; what is no number is as large as can be."""
    sizes = np.abs(values)
    finite = sizes[np.isfinite(sizes)]
    largest = float(finite.max()) if finite.size else 0.0
    return np.where(np.isfinite(sizes), sizes / largest if largest else 0.0, 1.0)
