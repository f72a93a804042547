"""The network drawing itself: what is painted, from which caches, and how it moves.

Expensive parts are kept as pictures: each tile until a portrait changes it, all connections in one pixmap until a
portrait or the layout changes. The rest (light of activity, motion of an edit) is painted every frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from core.messages.train_events import Portrait
from core.messages.train_reports import Data
from core.net.plan import INPUT, LayerKey, Net
from gui.kit.painting import safely
from gui.kit.theme import Theme, font
from gui.kit.words import tr
from gui.train.drawing import paint as strokes
from gui.train.drawing.columns import Slot, slots
from gui.train.drawing.ghosts import GHOST_S, Ghost, lost
from gui.train.drawing.layout import Layout, Place, between, ease, hit, lay_out
from gui.train.drawing.light import Light
from gui.train.drawing.links import Bundle, Line, bundle, curve_of, line_at, paint_strands, strands
from gui.train.drawing.names import Names, names_of
from gui.train.drawing.pictures import Pictures
from gui.train.drawing.tiles import Units, blank_units, resized, units_of

UNITS_BEFORE_A_PORTRAIT = 12
NOTHING = (LayerKey(-1), -1)
"""No column and no tile, where one is chosen."""
FRESH_S = 3.0
"""New units stay ringed at least this long: at full speed they are through their ramp before an eye has found them."""


class Canvas(QWidget):
    """Paints the columns `slots` with what portraits say of them. Owns no buttons and sends nothing: see `view`."""

    def __init__(self, *, palette: Theme, clock: Callable[[], float]) -> None:
        super().__init__()
        self.theme, self._clock = palette, clock
        self.slots: tuple[Slot, ...] = ()
        self.units: dict[int, Units] = {}
        self.layout_: Layout | None = None
        self.chosen: tuple[LayerKey, int] = NOTHING  # key, tile
        self.by_keyboard = False
        self.hovered: tuple[LayerKey, int] | None = None
        self.line: Line | None = None
        """The line under the pointer, or the one whose weight is being set."""
        self.shapes = False
        self.more: list[str] = []
        """What else is said of the unit that is watched."""
        self._names = Names()
        self._beside = self._names.width_for(palette)
        self._bundles: tuple[Bundle, ...] = ()
        self._before: Layout | None = None
        self._moved_at = 0.0
        self._light = Light()
        self._pictures = Pictures()
        self._links: QPixmap | None = None
        self._ghosts: tuple[Ghost, ...] = ()
        self._fresh: dict[int, tuple[int, float]] = {}
        self.faded: dict[LayerKey, float] = {}
        """How far layers that fade out have come, 0 … 1, by key."""
        self.unfolded: dict[LayerKey, float] = {}
        """The same of layers that were inserted and unfold."""
        self.stale = True
        self.setMouseTracking(True)

    # ------------------------------------------------------------------------------------------ what it is told
    def show_data(self, data: Data) -> None:
        """Take the names of the outer columns' units from the data."""
        self._names = names_of(data)
        self._beside = self._names.width_for(self.theme)
        self.units, self._bundles, self._light.drawn = {}, (), {}
        self.forget_pictures()

    def show_net(self, net: Net, *, touched: LayerKey = INPUT, grown: int = 0, motion: bool = True) -> None:
        """Show another net. `touched`: the key of the layer that was edited; `grown` as in EditMark."""
        before, now = self.layout_, self._clock()
        counts = {slot.key: slot.count for slot in self.slots}
        self.slots = slots(net, shapes=self.shapes)
        grew = next((slot for slot in self.slots if slot.key == touched and slot.count > counts.get(touched, 0)), None)
        if grew is not None and motion and grown > 0:
            self._fresh[touched] = (counts.get(touched, 0), now)
        else:
            self._fresh.pop(touched, None)
        for slot in self.slots:
            old = self.units.get(slot.key)
            if slot.kind == "units" and old is None:
                self.units[slot.key] = blank_units(min(slot.count, UNITS_BEFORE_A_PORTRAIT))
            elif old is not None:
                count = min(slot.count, max(old.count, UNITS_BEFORE_A_PORTRAIT))
                if count != old.count:
                    self.units[slot.key] = resized(old, count, new=slot.key == touched and grown > 0)
                    self._pictures.forget(slot.key)
        self._ghosts = ()
        if before is not None and motion:
            shown = {key: units.count for key, units in self.units.items()}
            self._ghosts = tuple(lost(before, self.slots, shown, touched=touched, now=now))
        self._set_neighbours()
        self.relayout(motion=motion)

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the units do now. A column that no longer fits the net (sent before an edit) is left out."""
        keys = [column.key for column in portrait.columns]
        counts = {slot.key: slot.count for slot in self.slots if slot.kind == "units"}
        shape = self._shape()
        fit = set()
        for key, column in zip(keys, portrait.columns, strict=True):
            if counts.get(key) == column.width:
                fit.add(key)
                self.units[key] = self._as_the_data(key, units_of(column))
                self._pictures.show(key, column.tiles.data)
        self._bundles = tuple(
            bundle(links, left=left, right=right)
            for (left, right), links in zip(pairwise(keys), portrait.links, strict=True)
            if left in fit and right in fit
        )
        self._links = None
        if shape != self._shape():
            self.relayout(motion=False)
        self.stale = True

    def _as_the_data(self, key: LayerKey, units: Units) -> Units:
        """Give the first of two classes the colour that its points have: orange is for it, not against it."""
        if not (self._names.plane and len(self._names.classes) == 2 and self.slots and key == self.slots[-1].key):
            return units
        sign = np.where(units.shown == 0, -1.0, 1.0).astype(np.float32)
        return replace(units, tiles=units.tiles * sign[:, None, None])

    def show_faded(self, faded: dict[LayerKey, float], unfolded: dict[LayerKey, float]) -> None:
        """Show how far layers have faded or unfolded: by key, 0 … 1."""
        if (faded, unfolded) != (self.faded, self.unfolded):
            self.faded, self.unfolded, self.stale = faded, unfolded, True

    def show_drawn(self, values: Mapping[int, np.ndarray] | None) -> None:
        """Light the units by what they do for one picture, by key (width,); None: by what they usually do."""
        self._light.drawn, self.stale = dict(values or {}), True

    def drawn_of(self, key: int, tile: int) -> float | None:
        """Return what a unit does for the picture on the pad; None where nothing is there."""
        values = self._light.drawn_of(key, self.units[key]) if key in self.units else None
        return None if values is None or not 0 <= tile < len(values) else float(values[tile])

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self.theme = palette
        self._beside = self._names.width_for(palette)
        self.forget_pictures()

    def forget_pictures(self) -> None:
        """Paint everything again next time."""
        self._pictures.clear()
        self._links = None
        self.stale = True

    def relayout(self, *, motion: bool) -> None:
        """Give every column its place in the widget's size; with `motion` they slide there."""
        before = self.current()
        shown = {key: units.count for key, units in self.units.items()}
        cells = {key: units.cells for key, units in self.units.items()}
        parent = self.parentWidget()
        width = parent.width() if parent is not None else self.width()
        left, right = self._beside
        self.layout_ = lay_out(self.slots, shown, cells, width=width, height=self.height(), left=left, right=right)
        self.setMinimumWidth(int(self.layout_.width) if self.layout_.width > width + 0.5 else 0)
        moves = motion and self.theme.motion_ms > 0 and before is not None
        self._before, self._moved_at = (before if moves else None), self._clock()
        self._links = None
        self.stale = True

    # -------------------------------------------------------------------------------------------------- each frame
    def current(self) -> Layout | None:
        """Return where everything stands at this moment, also in the middle of a motion."""
        if self.layout_ is None or self._before is None:
            return self.layout_
        return between(self._before, self.layout_, ease(self._progress()))

    def draw(self) -> None:
        """Repaint if anything changed or moves."""
        if self._before is not None and self._progress() >= 1:
            self._before, self.stale = None, True
        kept = tuple(ghost for ghost in self._ghosts if self._clock() - ghost.since < GHOST_S)
        moving = self._before is not None or bool(kept and self.theme.motion_ms) or len(kept) != len(self._ghosts)
        self._ghosts = kept
        ended = [key for key, (_, since) in self._fresh.items() if self._clock() - since >= FRESH_S]
        for key in ended:
            del self._fresh[key]
        lit = self._light.follow(self.units, motion=self.theme.motion_ms > 0)
        if lit or moving or ended or self.stale:
            self.stale = False
            self.update()

    def _progress(self) -> float:
        return (self._clock() - self._moved_at) * 1000 / self.theme.motion_ms if self.theme.motion_ms else 1.0

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        layout = self.current()
        if layout is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not layout.places:
            painter.setFont(font(self.theme, self.theme.note_px))
            painter.setPen(self.theme.soft)
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The network appears as soon as it is built.")
            )
            return
        for place in layout.places:
            if place.slot.key == self.chosen[0] and place.slot.kind == "units":
                strokes.paint_ground(painter, layout, place, self.theme, bottom=self.height())
        self._paint_links(painter, layout)
        strokes.paint_arcs(painter, layout, self.theme)
        strokes.paint_shapes(painter, layout, self.theme)
        now = self._clock()
        for ghost in self._ghosts:
            share = (now - ghost.since) / GHOST_S if self.theme.motion_ms else 0.0
            if ghost.box is not None:
                strokes.paint_ghost(painter, ghost.box, self.theme, ease(min(share, 1.0)))
        for place in layout.places:
            if place.slot.kind == "units":
                self._paint_column(painter, layout, place)
            if place.slot.key in self.faded:
                strokes.paint_way(painter, layout, place, self.faded[place.slot.key], self.theme.narrowed, self.theme)
            if place.slot.key in self.unfolded:
                strokes.paint_way(painter, layout, place, self.unfolded[place.slot.key], self.theme.grown, self.theme)

    def _paint_links(self, painter: QPainter, layout: Layout) -> None:
        if self._before is not None:
            paint_strands(painter, strands(self._bundles, layout), self.theme, strength=0.4 + 0.6 * self._progress())
            return
        ratio = self.devicePixelRatioF()
        if self._links is None or self._links.devicePixelRatioF() != ratio:
            self._links = QPixmap(self.size() * ratio)
            self._links.setDevicePixelRatio(ratio)
            self._links.fill(Qt.GlobalColor.transparent)
            inside = QPainter(self._links)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_strands(inside, strands(self._bundles, layout), self.theme)
            inside.end()
        unit = self.watched()
        painter.setOpacity(0.4 if self.line is not None else 1.0 if unit is None else 0.16)
        painter.drawPixmap(0, 0, self._links)
        painter.setOpacity(1.0)
        if self.line is not None:
            paint_strands(painter, curve_of(self._bundles, layout, self.line), self.theme, strength=2.4)
        elif unit is not None:
            paint_strands(painter, strands(self._bundles, layout, only=unit), self.theme, strength=1.6)

    def _paint_column(self, painter: QPainter, layout: Layout, place: Place) -> None:
        key, theme = place.slot.key, self.theme
        units = self.units.get(key)
        if units is None:
            return
        chosen = self.chosen[1] if self.chosen[0] == key else -1
        first = self._fresh[key][0] if key in self._fresh else units.shown.max(initial=0) + 1
        target = self.layout_.by_key(key) if self.layout_ is not None else None
        side, ratio = (target or place).tile, self.devicePixelRatioF()  # in a motion, the tiles it will end with
        tiles = self._pictures.tiles(key, units, theme, side=side, ratio=ratio)
        light = self._pictures.light(theme, side=side, ratio=ratio)
        strokes.paint_tiles(
            painter, place, units, tiles, self._light.of(key, units), theme,
            light=light, chosen=chosen, new=units.new | (units.shown >= first),
        )  # fmt: skip
        note = next((ghost.text for ghost in self._ghosts if ghost.key == key and ghost.text), "")
        strokes.paint_below(painter, place, layout, note, place.slot.count - units.count, theme)
        if texts := self._names_in(place, units):
            strokes.paint_labels(painter, place, texts, theme, left=key == INPUT)

    # ------------------------------------------------------------------------------------------------ what is where
    def image(self, key: LayerKey, unit: int) -> QImage:
        """Return the picture of a unit, a pixel a value; a null one where nothing is known of it."""
        if not self.units[key].tiles[unit].any():
            return QImage()
        return self._pictures.images(key, self.units[key], self.theme)[unit]

    def watched(self) -> tuple[LayerKey, int] | None:
        """Return (key, tile) of the unit under the pointer, else of the one the keyboard is at."""
        if self.hovered is not None:
            return self.hovered
        return self.chosen if self.by_keyboard and self.chosen[1] >= 0 else None

    def under(self, at: QPointF) -> tuple[LayerKey, int] | None:
        """Return (key, tile or −1) of the column at a point."""
        if self.layout_ is None:
            return None
        column, unit = hit(self.layout_, at)
        return None if column < 0 else (self.layout_.places[column].slot.key, unit)

    def line_under(self, at: QPointF) -> Line | None:
        """Return the line at a point, None on a unit and where none is near."""
        if self.layout_ is None or self._before is not None or (self.under(at) or (0, -1))[1] >= 0:
            return None
        return line_at(self._bundles, self.layout_, at.x(), at.y())

    def slot(self, key: LayerKey) -> Slot | None:
        """Return the column with a key."""
        return next((slot for slot in self.slots if slot.key == key), None)

    def label(self, key: LayerKey, unit: int) -> str:
        """Return what an outer unit stands for: its class or feature; "" for a hidden one."""
        place = self.layout_.by_key(key) if self.layout_ is not None else None
        if place is None or key not in self.units:
            return ""
        texts = self._names_in(place, self.units[key])
        return texts[unit] if unit < len(texts) else ""

    def _names_in(self, place: Place, units: Units) -> Sequence[str]:
        return self._names.of(place.slot, units, last=self.slots[-1].key if self.slots else INPUT)

    def _shape(self) -> dict[int, tuple[int, int]]:
        return {key: (units.count, units.cells) for key, units in self.units.items()}

    def _set_neighbours(self) -> None:
        known = {slot.key for slot in self.slots}
        self.units = {key: units for key, units in self.units.items() if key in known}
        order = [slot.key for slot in self.slots if slot.kind == "units"]
        pairs = set(pairwise(order))
        self._bundles = tuple(one for one in self._bundles if (one.left, one.right) in pairs)
        if self.chosen[0] not in known:
            self.chosen = NOTHING
