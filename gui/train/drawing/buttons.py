"""The buttons on the network drawing: a head for each column, − and + under each hidden one, a + in each gap.

Each belongs to a layer's lasting key and outlives edits, so the focus stays on the + that was pressed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from core.net.plan import Edit, InsertLayer, LayerKey, Narrow, Net, Widen
from gui.kit.layer_words import impossible
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr
from gui.train.drawing.columns import Slot
from gui.train.drawing.head import Head
from gui.train.drawing.knob import Knob
from gui.train.drawing.layout import KNOB, Layout, Place

APART = 5.0
"""Half the air between two names."""
Part = TypeVar("Part", bound=QWidget)


class Buttons:
    """The canvas's children, by key; the drawing listens to `heads` and focuses them."""

    def __init__(self, canvas: QWidget, *, palette: Theme, send: Callable[[object], object]) -> None:
        self._canvas, self._theme, self._send = canvas, palette, send
        self._net: Net | None = None
        self.closed = ""
        """Why nothing can be edited at all; "": it can."""
        self.only_names = False
        self._slots: dict[LayerKey, Slot] = {}
        self.heads: dict[LayerKey, Head] = {}
        self._minus: dict[LayerKey, Knob] = {}
        self._plus: dict[LayerKey, Knob] = {}
        self._inserts: dict[LayerKey, Knob] = {}

    def all(self) -> list[Head | Knob]:
        """Return every button."""
        return [*self.heads.values(), *self._minus.values(), *self._plus.values(), *self._inserts.values()]

    def in_reading_order(self, keys: Sequence[LayerKey]) -> list[QWidget]:
        """Return the buttons of the columns `keys`: of each the head, − and +, and the + behind it."""
        every = (self.heads, self._minus, self._plus, self._inserts)
        return [parts[key] for key in keys for parts in every if key in parts]

    def in_the_way(self, layout: Layout, key: LayerKey) -> list[QRect]:
        """Return what a unit of layer `key` at large must not lie on: the next layer, and the buttons."""
        order = [place.slot.key for place in layout.places]
        after = order[order.index(key) + 1 : order.index(key) + 2] if key in order else []
        found = [self.heads[one].geometry() for one in after if one in self.heads]
        for place in layout.places:
            if place.slot.key in after and place.ys:
                found.append(place.box(0).united(place.box(len(place.ys) - 1)).toRect())
        knobs = (*self._minus.values(), *self._plus.values(), *self._inserts.values())
        return found + [knob.geometry() for knob in knobs if knob.isVisible()]

    def set_theme(self, palette: Theme) -> None:
        """Paint all in `palette` from now on."""
        self._theme = palette
        for part in self.all():
            part.set_theme(palette)

    def show_slots(self, net: Net, slots: Sequence[Slot]) -> list[Head]:
        """Make the buttons that the columns of `net` need, in reading order; return the new heads."""
        self._net = net
        self._slots = {slot.key: slot for slot in slots}
        _drop(self.heads, set(self._slots))
        _drop(self._inserts, {slot.key for slot in slots[:-1]})
        for knobs in (self._minus, self._plus):
            _drop(knobs, {slot.key for slot in slots if slot.hidden})
        fresh = [slot.key for slot in slots if slot.key not in self.heads]
        before = self._canvas
        for slot in slots:
            parts: list[QWidget] = [self._head(slot)]
            parts += self._pair(slot) if slot.hidden else []
            parts += [self._insert(slot)] if slot is not slots[-1] else []
            for part in parts:
                QWidget.setTabOrder(before, part)
                before = part
        return [self.heads[key] for key in fresh]

    def place(self, layout: Layout) -> None:
        """Put every button where its column stands."""
        for at, place in enumerate(layout.places):
            key = place.slot.key
            self.heads[key].setGeometry(_head_box(layout, at))
            if place.slot.hidden:
                for knob, box in zip((self._minus[key], self._plus[key]), _pair_boxes(layout, place), strict=True):
                    knob.setGeometry(box)
            if key in self._inserts:
                after = layout.places[at + 1]
                x, gap = (place.x + place.half + after.x - after.half) / 2, after.x - after.half - place.x - place.half
                side = 26 if gap >= 28 else 24
                self._inserts[key].setGeometry(
                    round(x) - side // 2, round(layout.middle) - side // 2, side, side
                )  # fmt: skip
        for part in self.all():
            part.setVisible(not self.only_names or isinstance(part, Head))

    def _head(self, slot: Slot) -> Head:
        head = self.heads.get(slot.key)
        if head is None:
            head = self.heads[slot.key] = Head(self._canvas, palette=self._theme, slot=slot)
        head.show_slot(slot)
        return head

    def _pair(self, slot: Slot) -> list[QWidget]:
        key = slot.key
        if key not in self._minus:
            self._minus[key] = Knob(self._canvas, palette=self._theme, face="minus", name="")
            self._plus[key] = Knob(self._canvas, palette=self._theme, face="plus", name="")
            self._minus[key].about, self._plus[key].about = "narrow", "widen"
            self._minus[key].key = self._plus[key].key = key
            self._minus[key].asked.connect(lambda fine: self._narrow(key, fine=fine))
            self._plus[key].asked.connect(lambda fine: self._widen(key, fine=fine))
        minus, plus = self._minus[key], self._plus[key]
        minus.setAccessibleName(
            tr("Narrow {layer} by {n}", layer=slot.title, n=min(slot.step_down, max(slot.count - 1, 1)))
        )
        plus.setAccessibleName(tr("Widen {layer} by {n}", layer=slot.title, n=slot.step))
        for knob, least in ((minus, Narrow(slot.key, by=1)), (plus, Widen(slot.key, by=1))):
            self._allow(knob, least, tr("{what} (with Shift: by 1)", what=knob.accessibleName()))
        return [minus, plus]

    def _insert(self, slot: Slot) -> Knob:
        key = slot.key
        if key not in self._inserts:
            knob = self._inserts[key] = Knob(self._canvas, palette=self._theme, face="plus", name="", round_=True)
            knob.about, knob.key = "insert", slot.key
            knob.asked.connect(lambda fine: self._send(InsertLayer(after=self._slots[key].key)))
        knob = self._inserts[key]
        knob.setAccessibleName(tr("Insert a layer after {layer}", layer=slot.title))
        self._allow(knob, InsertLayer(after=slot.key), knob.accessibleName())
        return knob

    def _allow(self, knob: Knob, edit: Edit, tip: str) -> None:
        """Enable a button if the edit is possible, else say why not."""
        reason = self.closed or (impossible(self._net, edit) if self._net is not None else "")
        knob.setEnabled(not reason)
        knob.setToolTip(tip_text(reason or tip))
        knob.setAccessibleDescription(reason)

    def _widen(self, key: LayerKey, *, fine: bool) -> None:
        slot = self._slots[key]
        self._send(Widen(layer=slot.key, by=1 if fine else slot.step))

    def _narrow(self, key: LayerKey, *, fine: bool) -> None:
        slot = self._slots[key]
        if slot.count > 1:
            self._send(Narrow(layer=slot.key, by=1 if fine else min(slot.step_down, slot.count - 1)))


def _head_box(layout: Layout, at: int) -> QRect:
    place = layout.places[at]
    if place.slot.kind == "units":
        near = [abs(other.x - place.x) for other in layout.places if other is not place and other.slot.kind == "units"]
        half = min(70.0, max(min(near, default=140.0) / 2 - APART, place.half), place.x, layout.width - place.x)
        return QRect(int(place.x - half), 0, int(2 * half), 36)
    if place.slot.kind == "slim":
        tall = min(150.0, (layout.bottom - layout.top) * 0.7)
        return QRect(int(place.x - place.half), int(layout.middle - tall / 2), int(2 * place.half), int(tall))
    return QRect(int(place.x - 10), round(layout.middle) - 10, 20, 20)


def _pair_boxes(layout: Layout, place: Place) -> tuple[QRect, QRect]:
    x, y, tall = int(place.x), int(layout.knobs), int(KNOB)
    if layout.buttons == "stacked":
        return QRect(x - 12, y + tall + 2, 24, tall), QRect(x - 12, y, 24, tall)
    apart, wide = (4, 30) if layout.buttons == "wide" else (1, 24)
    return QRect(x - apart - wide, y, wide, tall), QRect(x + apart, y, wide, tall)


def _drop(parts: dict[LayerKey, Part], keys: set[LayerKey]) -> None:
    for key in [key for key in parts if key not in keys]:
        part = parts.pop(key)
        part.hide()
        part.deleteLater()
