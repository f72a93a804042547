"""Where messages lie: over what nobody needs just then, as near as possible to the edge of the page that they keep to.

What a person needs is every button, field and list that can be used now, the rows of a table, and what a part says of
itself by `keeps_clear` (the drawing of the network, the legend of a chart). Texts, empty places and curves may be
covered for a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QTableView,
    QWidget,
)

Edge = Literal["top", "bottom"]
STEP_PX = 4
NEEDED = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider)


class Place(NamedTuple):
    """A place for messages: `which` of the sizes that were offered, and how many pixels it covers that are needed."""

    box: QRect
    which: int
    covered: int


def needed(page: QWidget, ground: QWidget, *, controls_only: bool = False) -> list[QRect]:
    """Return what of `page` must not be covered now, as seen on `ground`, without what is scrolled away.
    `controls_only`: what a part says of itself does not count, because the message is about that part."""
    found = []
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.isEnabled() and (of := _needed_of(part, controls_only)) is not None:
            box = QRect(part.mapTo(ground, of.topLeft()), of.size())
            above = part.parentWidget()
            while above is not None and above is not ground:
                box = box.intersected(QRect(above.mapTo(ground, QPoint(0, 0)), above.size()))
                above = above.parentWidget()
            if not box.isEmpty():
                found.append(box)
    return found


def _needed_of(part: QWidget, controls_only: bool) -> QRect | None:
    """Return what of a widget is needed, None for nothing."""
    if not controls_only and (of := getattr(part, "keeps_clear", None)) is not None:
        clear: QRect = of()
        return clear
    if isinstance(part, NEEDED) and not isinstance(part, QScrollBar):
        return part.rect()
    if isinstance(part, QAbstractItemView):
        rows = part.model().rowCount() if part.model() is not None else 0
        last = part.visualRect(part.model().index(rows - 1, 0)) if rows else QRect()
        head = part.horizontalHeader().height() if isinstance(part, QTableView) else 0
        return QRect(0, 0, part.width(), min(head + max(last.bottom() + 1, 0), part.height()))
    return None


def calm_place(
    sizes: Sequence[tuple[int, int]], room: QRect, keep_clear: Iterable[QRect], *, edge: Edge, inset: int
) -> Place:
    """Return where in `room` a message of one of `sizes` (width, height) covers nothing of `keep_clear`.

    The nearest place to `edge`, `inset` pixels away from it, wins; there the first size, in the middle before the
    sides. Where all places cover something: the one that covers least.
    """
    clear = [(box.left(), box.top(), box.right() + 1, box.bottom() + 1) for box in keep_clear]
    best: Place | None = None
    least = min(tall for _, tall in sizes)
    steps = [*range(inset, max(room.height() - least, inset) + 1, STEP_PX), *range(inset - STEP_PX, -1, -STEP_PX)]
    # Then right below or above what is needed, where a place has just the height of a message.
    ends = sorted({bottom for _, _, _, bottom in clear} | {top - least for _, top, _, _ in clear})
    last = room.top() + room.height() - least
    steps += [end - room.top() if edge == "top" else last - end for end in ends if room.top() <= end <= last]
    for away in steps:
        for which, (width, tall) in enumerate(sizes):
            if away + tall > room.height() and best is not None:
                continue
            top = room.top() + away if edge == "top" else room.top() + room.height() - away - tall
            middle = room.left() + (room.width() - width) // 2
            for left in dict.fromkeys((middle, room.left(), room.left() + room.width() - width)):
                covered = _covered((left, max(top, room.top()), left + width, top + tall), clear)
                if best is None or covered < best.covered:
                    best = Place(QRect(left, max(top, room.top()), width, tall), which, covered)
                if covered == 0:
                    return best
    assert best is not None, "no size was offered"
    return best


def covers(box: QRect, keep_clear: Iterable[QRect]) -> bool:
    """Return whether a message in `box` lies over something needed."""
    return any(box.intersects(clear) for clear in keep_clear)


def _covered(box: tuple[int, int, int, int], clear: Sequence[tuple[int, int, int, int]]) -> int:
    left, top, right, bottom = box
    return sum(max(0, min(right, r) - max(left, l_)) * max(0, min(bottom, b) - max(top, t)) for l_, t, r, b in clear)
