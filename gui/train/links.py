"""The connections of the network drawing: curves between tiles, blue or orange by sign, as thick as they are strong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.messages import Links
from gui.theme import Theme
from gui.train.netview_layout import Layout, Place
from gui.train.numbers import numbers

MOST = 420
"""Curves drawn at once; in a deep network each pair of columns gets its share, strongest first."""


@dataclass(frozen=True, eq=False)
class Bundle:
    """The links between two columns, weakest first: `ends` (n, 2) tiles left and right, `weights` (n,) from −1 to 1 of
    the strongest."""

    left: int
    right: int
    ends: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Strand:
    """One curve to paint."""

    start: QPointF
    end: QPointF
    weight: float


def bundle(links: Links, *, left: int, right: int) -> Bundle:
    """Return the links between the columns with keys `left` and `right`."""
    weights, ends = np.nan_to_num(numbers(links.weights).astype(np.float64)), numbers(links.ends).reshape(-1, 2)
    order = np.argsort(np.abs(weights), kind="stable")
    weights, ends = weights[order], ends[order]
    most = float(np.abs(weights[-1])) if len(weights) else 0.0
    return Bundle(left, right, ends, weights / most if most > 0 else weights)


def strands(bundles: Sequence[Bundle], layout: Layout, *, only: tuple[int, int] | None = None) -> list[Strand]:
    """Return the curves to paint in order, the strongest last. `only` (key, tile): just those of one unit."""
    made = []
    for one in bundles:
        left, right = layout.by_key(one.left), layout.by_key(one.right)
        if left is None or right is None:
            continue
        most = max(MOST // max(len(bundles), 1), 12)
        for (a, b), weight in zip(one.ends[-most:].tolist(), one.weights[-most:].tolist(), strict=True):
            if a >= len(left.ys) or b >= len(right.ys):
                continue  # from before an edit
            if only is not None and only not in ((one.left, a), (one.right, b)):
                continue
            made.append(_strand(left, right, a, b, weight))
    return sorted(made, key=lambda strand: abs(strand.weight))


def _strand(left: Place, right: Place, a: int, b: int, weight: float) -> Strand:
    return Strand(
        QPointF(left.x + left.tile / 2 + 1, left.ys[a]), QPointF(right.x - right.tile / 2 - 1, right.ys[b]), weight
    )


def paint_strands(painter: QPainter, made: Sequence[Strand], theme: Theme, *, strength: float = 1.0) -> None:
    """Paint curves; `strength` scales how opaque they are."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for strand in made:
        size = abs(strand.weight)
        color = QColor(theme.positive if strand.weight >= 0 else theme.negative)
        color.setAlphaF(min(1.0, (0.16 + 0.62 * size) * strength))
        painter.setPen(QPen(color, 0.7 + 2.3 * size * size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        bend = (strand.end.x() - strand.start.x()) * 0.5
        path = QPainterPath(strand.start)
        path.cubicTo(strand.start + QPointF(bend, 0), strand.end - QPointF(bend, 0), strand.end)
        painter.drawPath(path)
