"""What an edit took away, shown for a moment where it was: units that were dropped, columns that were removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from core.net.plan import LayerKey
from gui.train.drawing.columns import Slot
from gui.train.drawing.layout import Layout

GHOST_S = 0.9


@dataclass(frozen=True)
class Ghost:
    """Fading since `since` (seconds): a tile's box, or (without one) a note below the column with this key."""

    since: float
    key: LayerKey
    box: QRectF | None
    text: str = ""


def lost(
    before: Layout, slots: Sequence[Slot], shown: Mapping[int, int], *, touched: LayerKey, now: float
) -> list[Ghost]:
    """Return what is gone between the layout `before` and the columns `slots` with `shown` tiles each.

    `touched`: the key of the layer that was edited; other columns may show fewer tiles without having lost units.
    """
    kept = {slot.key: slot for slot in slots}
    ghosts: list[Ghost] = []
    for place in before.places:
        slot = kept.get(place.slot.key)
        if slot is None:
            ghosts += [Ghost(now, place.slot.key, place.box(unit)) for unit in range(len(place.ys))]
        elif slot.key == touched and slot.count < place.slot.count:
            ghosts += [Ghost(now, slot.key, place.box(unit)) for unit in range(shown[slot.key], len(place.ys))]
            ghosts.append(Ghost(now, slot.key, None, f"−{place.slot.count - slot.count:,}"))
    return ghosts
