"""Which edit marks get their label written, and where, so that no two ever touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 4.0
"""Between a label and the next sign or label."""
FAR = 14.0
"""Between a label and a sign that is not its own: so much that nobody takes it for the sign's."""
SHORTEST = 66.0
"""A label with less room than this says nothing."""


@dataclass(frozen=True)
class Written:
    """The label of mark number `mark` starts at `x` in text row `row` (0 at the top) and has `room` pixels."""

    mark: int
    x: float
    row: int
    room: float


def place_labels(
    marks_x: Sequence[float], widths: Sequence[float], *, left: float, right: float, rows: int, sign: float
) -> list[Written]:
    """Return where labels stand: the newest mark first, right of its sign, else left of it, else cut short (right of
    it if that still says something), else not. Its own sign is always the nearest.

    `marks_x` ascend; `widths` are the labels' widths; `sign` is half a sign's width. A label keeps clear of every
    other sign (row 0) or dotted line (below) and of labels placed before it; lower rows are tried when row 0 is full.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    written: list[Written] = []
    for mark in range(len(marks_x) - 1, -1, -1):
        x, width = marks_x[mark], widths[mark]
        if not left <= x <= right:
            continue
        found: list[tuple[bool, Written]] = []
        for row in range(rows):
            reach = sign if row == 0 else 1.0  # below the signs only their dotted lines are in the way
            others = [(other - reach, other + reach) for at, other in enumerate(marks_x) if at != mark]
            clear = FAR - GAP if row == 0 else 0.0
            others = [(begin - clear, end + clear) for begin, end in others]
            spans = [(left - 2 * GAP, left - GAP), (right + GAP, right + 2 * GAP), *taken[row], *others]
            after = min(a for a, b in spans if b > x) - GAP - (x + sign + 2)
            before = (x - sign - 2) - GAP - max(b for a, b in spans if a < x)
            for room, rightwards in ((after, True), (before, False)):
                wide = min(width, room)
                start = x + sign + 2 if rightwards else x - sign - 2 - wide
                found.append((room >= width, Written(mark, start, row, wide)))
        whole = [place for fits, place in found if fits]
        right_of_it = [place for _, place in found if place.x > x and place.room >= SHORTEST]
        cut = right_of_it or [place for _, place in found]
        best = whole[0] if whole else max(cut, key=lambda place: place.room)
        if whole or best.room >= SHORTEST:
            taken[best.row].append((best.x, best.x + best.room))
            written.append(best)
    return written
