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
    most = max(MOST // max(len(bundles), 1), 12)
    for one in bundles:
        left, right = layout.by_key(one.left), layout.by_key(one.right)
        if left is None or right is None:
            continue
        ends, weights = one.ends[-most:], one.weights[-most:]
        there = (ends[:, 0] < len(left.ys)) & (ends[:, 1] < len(right.ys))  # the others are from before an edit
        if only is not None:
            there &= ((ends[:, 0] == only[1]) & (one.left == only[0])) | (
                (ends[:, 1] == only[1]) & (one.right == only[0])
            )
        ends, weights = ends[there], weights[there]
        if len(weights):
            x1, x2 = left.x + left.tile / 2 + 1, right.x - right.tile / 2 - 1
            y1, y2 = np.array(left.ys)[ends[:, 0]], np.array(right.ys)[ends[:, 1]]
            made.append(np.stack([np.full_like(y1, x1), y1, np.full_like(y1, x2), y2, weights], axis=1))
    found = np.concatenate(made)
    return found[np.argsort(np.abs(found[:, 4]), kind="stable")]


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
    t = np.linspace(0, 1, PIECES + 1)
    # A cubic Bézier curve with its inner points half way across at the heights of its ends.
    across = 1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3
    up = 3 * t**2 * (1 - t) + t**3
    x = curves[:, 0:1] + (curves[:, 2:3] - curves[:, 0:1]) * across
    y = curves[:, 1:2] + (curves[:, 3:4] - curves[:, 1:2]) * up
    return np.stack([x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]], axis=2)
