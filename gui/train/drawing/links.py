"""The connections of the network drawing: curves between tiles, blue or orange by sign, as thick as they are strong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from core.messages.train_events import Links
from gui.kit.arrays import draw_lines, numbers
from gui.kit.theme import Theme, blend
from gui.train.drawing.layout import Layout

MOST = 330
"""Curves drawn at once; in a deep network each pair of columns gets its share, strongest first."""
PENS = 10
"""How many strengths differ on screen, for either sign."""
PIECES = 18


@dataclass(frozen=True, eq=False)
class Bundle:
    """The links between two columns, weakest first: `ends` (n, 2) tiles left and right, `weights` (n,) from −1 to 1 of
    the strongest."""

    left: int
    right: int
    ends: np.ndarray
    weights: np.ndarray


def bundle(links: Links, *, left: int, right: int) -> Bundle:
    """Return the links between the columns with keys `left` and `right`."""
    weights, ends = np.nan_to_num(numbers(links.weights).astype(np.float64)), numbers(links.ends).reshape(-1, 2)
    order = np.argsort(np.abs(weights), kind="stable")
    weights, ends = weights[order], ends[order]
    most = float(np.abs(weights[-1])) if len(weights) else 0.0
    return Bundle(left, right, ends, weights / most if most > 0 else weights)


def strands(bundles: Sequence[Bundle], layout: Layout, *, only: tuple[int, int] | None = None) -> np.ndarray:
    """Return the curves to paint (n, 5): x, y of the start, x, y of the end, weight; the strongest last.

    `only` (key, tile): just those of one unit.
    """
    made = [np.empty((0, 5))]
    for one in bundles:
        ends, curves = _curves(one, layout, most=_share(bundles))
        if only is not None:
            there = ((ends[:, 0] == only[1]) & (one.left == only[0])) | (
                (ends[:, 1] == only[1]) & (one.right == only[0])
            )
            curves = curves[there]
        made.append(curves)
    found = np.concatenate(made)
    return found[np.argsort(np.abs(found[:, 4]), kind="stable")]


def _share(bundles: Sequence[Bundle]) -> int:
    return max(MOST // max(len(bundles), 1), 12)


def _curves(one: Bundle, layout: Layout, *, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (tiles (n, 2), curves (n, 5)) of the strongest links between two columns."""
    left, right = layout.by_key(one.left), layout.by_key(one.right)
    if left is None or right is None:
        return np.empty((0, 2), int), np.empty((0, 5))
    ends, weights = one.ends[-most:], one.weights[-most:]
    there = (ends[:, 0] < len(left.ys)) & (ends[:, 1] < len(right.ys))  # the others are from before an edit
    ends, weights = ends[there], weights[there]
    if not len(weights):
        return np.empty((0, 2), int), np.empty((0, 5))
    x1, x2 = left.x + left.tile / 2 + 1, right.x - right.tile / 2 - 1
    y1, y2 = np.array(left.ys)[ends[:, 0]], np.array(right.ys)[ends[:, 1]]
    return ends, np.stack([np.full_like(y1, x1), y1, np.full_like(y1, x2), y2, weights], axis=1)


@dataclass(frozen=True)
class Line:
    """One line of the drawing: the keys of two columns, and the tiles in them that it joins."""

    left: int
    right: int
    ends: tuple[int, int]


NEAR_PX = 5.0
"""A line is meant that passes so near the pointer."""


def line_at(bundles: Sequence[Bundle], layout: Layout, x: float, y: float) -> Line | None:
    """Return the line nearest to a point, None where none is near; of several, the strongest."""
    t = np.linspace(0, 1, 4 * PIECES + 1)
    across, up = _bezier(t)
    best: tuple[float, Line] | None = None
    for one in bundles:
        ends, curves = _curves(one, layout, most=_share(bundles))
        if not len(curves) or not curves[0, 0] <= x <= curves[0, 2]:
            continue
        place = float(np.interp((x - curves[0, 0]) / max(curves[0, 2] - curves[0, 0], 1e-9), across, t))
        rise = curves[:, 3] - curves[:, 1]
        slope = 6 * place * (1 - place) * rise / (curves[0, 2] - curves[0, 0])  # steep where a line crosses
        away = np.abs(curves[:, 1] + float(np.interp(place, t, up)) * rise - y) / np.sqrt(1 + slope * slope)
        nearest = len(away) - 1 - int(np.argmin(away[::-1] - 1e-3 * np.abs(curves[::-1, 4])))
        if away[nearest] <= NEAR_PX and (best is None or away[nearest] < best[0]):
            best = float(away[nearest]), Line(one.left, one.right, (int(ends[nearest, 0]), int(ends[nearest, 1])))
    return best[1] if best is not None else None


def curve_of(bundles: Sequence[Bundle], layout: Layout, line: Line) -> np.ndarray:
    """Return the curve of one line (1, 5), (0, 5) where it is not drawn."""
    for one in bundles:
        if (one.left, one.right) == (line.left, line.right):
            ends, curves = _curves(one, layout, most=_share(bundles))
            found: np.ndarray = curves[(ends[:, 0] == line.ends[0]) & (ends[:, 1] == line.ends[1])]
            return found[-1:]
    return np.empty((0, 5))


def paint_strands(painter: QPainter, curves: np.ndarray, theme: Theme, *, strength: float = 1.0) -> None:
    """Paint curves; `strength` scales how much they stand out.

    Each is cut into straight pieces and all curves of one pen are painted at once: Qt takes 100 µs for a curved path
    and 1 µs for a line. The colours are mixed with the card instead of transparent, so that pieces may overlap.
    """
    if not len(curves):
        return
    pens = np.clip(np.ceil(np.abs(curves[:, 4]) * PENS).astype(int), 1, PENS) * np.where(curves[:, 4] < 0, -1, 1)
    pieces = _pieces(curves)
    for pen in sorted(set(pens.tolist()), key=abs):
        size = abs(pen) / PENS
        color = blend(
            theme.card, theme.positive if pen > 0 else theme.negative, min(1.0, (0.15 + 0.68 * size) * strength)
        )
        painter.setPen(QPen(color, 0.7 + 2.3 * size * size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        draw_lines(painter, pieces[pens == pen].reshape(-1, 4))


def _pieces(curves: np.ndarray) -> np.ndarray:
    """Return the straight pieces (n, PIECES, 4) of curves that leave and arrive level."""
    across, up = _bezier(np.linspace(0, 1, PIECES + 1))
    x = curves[:, 0:1] + (curves[:, 2:3] - curves[:, 0:1]) * across
    y = curves[:, 1:2] + (curves[:, 3:4] - curves[:, 1:2]) * up
    return np.stack([x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]], axis=2)


def _bezier(t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how far (across, up) a curve has come: cubic, its inner points half way across at the heights of its
    ends."""
    return 1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3, 3 * t**2 * (1 - t) + t**3
