"""Which edit marks get their label written, and where, so that no two ever touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 6.0
"""Between a mark's sign and its label, and between a label and the next sign."""


@dataclass(frozen=True)
class Written:
    """The label of mark number `mark` starts at `x` in text row `row` (0 at the top)."""

    mark: int
    x: float
    row: int


def place_labels(
    marks_x: Sequence[float], widths: Sequence[float], *, left: float, right: float, rows: int, sign: float
) -> list[Written]:
    """Return where labels stand: the newest mark first, right of its sign, else left of it, else not at all.

    `marks_x` ascend; `widths` are the labels' widths; `sign` is half a sign's width. A label keeps clear of every
    other sign (row 0) or dotted line (below) and of labels placed before it; lower rows are tried when row 0 is full.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    written = []
    for mark in range(len(marks_x) - 1, -1, -1):
        x, width = marks_x[mark], widths[mark]
        if not left <= x <= right:
            continue
        places = [(row, start) for row in range(rows) for start in (x + sign + 2, x - sign - 2 - width)]
        for row, start in places:
            end = start + width
            wide = sign if row == 0 else 1.0  # below the signs only their dotted lines are in the way
            signs = [(other - wide + GAP / 2, other + wide - GAP / 2) for at, other in enumerate(marks_x) if at != mark]
            inside = start >= left - GAP and end <= right + GAP
            if inside and all(end + GAP <= a or start - GAP >= b for a, b in (*taken[row], *signs)):
                taken[row].append((start, end))
                written.append(Written(mark=mark, x=start, row=row))
                break
    return written
