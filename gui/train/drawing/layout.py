"""Where the columns and tiles of the network drawing stand, for a size; and what lies between two such layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from core.net.plan import INPUT
from gui.train.drawing.columns import Slot

Buttons = Literal["wide", "narrow", "stacked"]
HALVES: dict[Buttons, float] = {"wide": 35.0, "narrow": 27.0, "stacked": 12.0}
"""Half the width of a column, by how its − and + stand: apart, close together, one above the other (or more, where
there is room, for larger tiles)."""
WIDEST_STACKED = 22.0
SLIM_HALF = 11.0
MERGE_HALF = 10.0
OUTER_HALF = 25.0
SHORTEST_GAP = 23.0
"""Room for the + between two columns."""
AIR = 9.0
"""Extra width of each gap before columns grow."""
SIDE = 7.0
HEAD = 38.0
LANE = 16.0
"""Height of one residual block's arc above the columns."""
NOTE = 18.0
KNOB = 24.0
TILE_GAP = 5.0
SMALLEST_TILE, LARGEST_TILE = 9.0, 46.0


@dataclass(frozen=True)
class Place:
    """A column on screen: centre, half width, side of a tile, centres of the tiles; `seen` goes to 1 as it appears."""

    slot: Slot
    x: float
    half: float
    tile: float
    ys: tuple[float, ...]
    seen: float = 1.0

    def box(self, unit: int) -> QRectF:
        """The square of tile number `unit` (a place in the shown ones, not a unit's number)."""
        return QRectF(self.x - self.tile / 2, self.ys[unit] - self.tile / 2, self.tile, self.tile)


@dataclass(frozen=True)
class Layout:
    """All columns. Tiles stand between `top` and `bottom`, around `middle`; − and + below at `knobs`."""

    places: tuple[Place, ...]
    width: float
    height: float
    top: float
    bottom: float
    knobs: float
    buttons: Buttons

    @property
    def middle(self) -> float:
        """The height half way between `top` and `bottom`."""
        return (self.top + self.bottom) / 2

    def by_key(self, key: int) -> Place | None:
        """Return the column with a key, None if there is none."""
        return next((place for place in self.places if place.slot.key == key), None)


def lay_out(
    slots: Sequence[Slot],
    shown: Mapping[int, int],
    cells: Mapping[int, int],
    *,
    width: float,
    height: float,
    left: float = 0.0,
    right: float = 0.0,
) -> Layout:
    """Return the layout in `width` × `height` pixels, or a wider one where the columns do not fit.

    `shown`: by key, how many tiles a column has; `cells`: by key, how many values wide a tile is, so that each value
    can be a whole number of pixels; `left` and `right`: room for labels beside the outer columns.
    """
    buttons, halves, gap = _across(slots, width - 2 * SIDE - left - right)
    total = 2 * sum(halves) + 2 * SIDE + left + right + gap * (len(slots) - 1)
    arcs = max((slot.depth + 1 for slot in slots if slot.kind == "merge"), default=0)
    foot = 2 * KNOB + 2 if buttons == "stacked" else KNOB
    top, knobs = HEAD + 6 + arcs * LANE, height - foot - 3
    bottom = knobs - NOTE
    places, x = [], SIDE + left
    for slot, half in zip(slots, halves, strict=True):
        tile, ys = _tiles(slot, shown.get(slot.key, 0), cells.get(slot.key, 1), top=top, bottom=bottom, half=half)
        places.append(Place(slot=slot, x=round(x + half), half=half, tile=tile, ys=ys))
        x += 2 * half + gap
    return Layout(tuple(places), max(total, width), height, top, bottom, knobs, buttons)


def between(before: Layout, after: Layout, share: float) -> Layout:
    """Return the layout `share` (0 … 1) of the way from one to the other: columns slide, new ones appear."""
    places = []
    for place in after.places:
        old = before.by_key(place.slot.key)
        if old is None:
            places.append(replace(place, seen=share))
            continue
        ys = [y if at >= len(old.ys) else _mix(old.ys[at], y, share) for at, y in enumerate(place.ys)]
        x, tile = _mix(old.x, place.x, share), _mix(old.tile, place.tile, share)
        places.append(replace(place, x=x, tile=tile, ys=tuple(ys)))
    return replace(after, places=tuple(places))


def ease(share: float) -> float:
    """Return how far a motion has come after `share` of its time: quick first, then gently to rest."""
    return 1 - (1 - min(max(share, 0.0), 1.0)) ** 3


def hit(layout: Layout, at: QPointF) -> tuple[int, int]:
    """Return (place in `layout.places`, tile) under a point; −1 for none. A tile's target is its whole row."""
    for column, place in enumerate(layout.places):
        if abs(at.x() - place.x) <= max(place.half, 12):
            pitch = place.ys[1] - place.ys[0] if len(place.ys) > 1 else max(place.tile, 24)
            if abs(at.x() - place.x) <= max(place.tile / 2 + 3, 12):
                for unit, y in enumerate(place.ys):
                    if abs(at.y() - y) <= pitch / 2:
                        return column, unit
            return column, -1
    return -1, -1


def _across(slots: Sequence[Slot], room: float) -> tuple[Buttons, list[float], float]:
    """Return how − and + stand, half the width of each column, and the gap between two, in `room` pixels."""
    gaps = max(len(slots) - 1, 1)
    for buttons, least in (("wide", SHORTEST_GAP + 22), ("narrow", SHORTEST_GAP + AIR)):
        halves = [_half(slot, HALVES[buttons]) for slot in slots]  # type: ignore[index]
        gap = (room - 2 * sum(halves)) / gaps
        if gap >= least:
            return buttons, halves, gap  # type: ignore[return-value]
    thin = HALVES["stacked"]
    spare = room - 2 * sum(_half(slot, thin) for slot in slots) - gaps * (SHORTEST_GAP + AIR)
    grown = thin + max(0.0, spare) / 2 / max(sum(slot.kind == "units" for slot in slots), 1)
    halves = [_half(slot, min(grown, WIDEST_STACKED)) for slot in slots]
    return "stacked", halves, max((room - 2 * sum(halves)) / gaps, SHORTEST_GAP)


def _half(slot: Slot, half: float) -> float:
    if slot.kind == "units":
        return half if slot.hidden else min(half, OUTER_HALF)
    return SLIM_HALF if slot.kind == "slim" else MERGE_HALF


def _tiles(
    slot: Slot, count: int, cells: int, *, top: float, bottom: float, half: float
) -> tuple[float, tuple[float, ...]]:
    if not count:
        return 0.0, ()
    room = bottom - top
    largest = min(max(LARGEST_TILE, room / 20), max(room / (10.5 if count > 6 else 7.0), 14.0), max(2 * half - 2, 24.0))
    if slot.key == INPUT and count > 2:
        largest *= 0.8
    pitch = min(room / count, largest + (TILE_GAP + 3 if count < 11 else TILE_GAP))
    tile = max(min(largest, pitch - 3), SMALLEST_TILE)
    if 1 < cells <= tile / 2:
        tile = tile // cells * cells + 2  # whole pixels for each value, and a rim of one
    first = (top + bottom) / 2 - pitch * (count - 1) / 2
    return float(int(tile)), tuple(first + pitch * at for at in range(count))


def _mix(a: float, b: float, share: float) -> float:
    return a + (b - a) * share
