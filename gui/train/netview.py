"""The network as it is: columns of units with what they learned, their connections, and the buttons that change it.

Reading order is the order of the data: a column's head, its − and +, then the + that inserts a layer behind it. Arrow
keys move between columns and units, Delete removes the selected layer, the menu key or a right click opens its menu.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from core.messages import Edited, Loaded, Portrait, Tick
from core.net import InsertLayer, Narrow, Net, RemoveLayer, Widen
from gui.theme import Theme
from gui.train import netview_paint as strokes
from gui.train.knob import KEYBOARD, Knob
from gui.train.netview_canvas import Canvas
from gui.train.netview_head import Head
from gui.train.netview_layout import KNOB, Layout, Place
from gui.train.netview_plan import INPUT_KEY, Slot, summary
from gui.words import tr


class NetView(QWidget):
    """`selected(number)` says which layer a person chose; `show_selected` chooses one from outside."""

    selected = Signal(int)

    def __init__(
        self,
        *,
        palette: Theme,
        send: Callable[[object], object],
        menu: Callable[[int, QPoint], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.send, self._menu, self._theme = send, menu, palette
        self.canvas = Canvas(palette=palette, clock=clock)
        self._scroll = _Scroll(self, self.canvas)
        self._popover = Popover(self, palette=palette)
        self._heads: dict[int, Head] = {}
        self._minus: dict[int, Knob] = {}
        self._plus: dict[int, Knob] = {}
        self._inserts: dict[int, Knob] = {}
        self._placed: Layout | None = None
        self.canvas.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 260)
        self.setAccessibleName(tr("Network"))

    def sizeHint(self) -> QSize:
        return QSize(612, 440)

    # ------------------------------------------------------------------------------------------ what it is told
    def show_loaded(self, loaded: Loaded) -> None:
        """Show another training's net; what its units do comes with the next portrait."""
        self.canvas.show_data(loaded.data)
        self.canvas.show_net(loaded.net, motion=False)
        self._show_buttons()
        first = next((slot for slot in self.canvas.slots if slot.hidden), self.canvas.slots[0])
        self._choose(first.key, -1, tell=False)

    def show_edited(self, edited: Edited) -> None:
        """Show the net after an edit: columns slide, what is gone fades in amber."""
        self.canvas.show_net(edited.net, touched=edited.key, grown=edited.mark.grown)
        self._show_buttons()

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the units do now."""
        self.canvas.show_portrait(portrait)

    def show_tick(self, tick: Tick) -> None:
        """Nothing to see: units change with portraits."""

    def show_selected(self, number: int) -> None:
        """Mark layer `number` as the selected one, without saying so."""
        slot = next((slot for slot in self.canvas.slots if slot.number == number), None)
        if slot is not None and slot.key != self.canvas.chosen[0]:
            self._choose(slot.key, -1, tell=False)

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self._theme = palette
        self.canvas.set_theme(palette)
        for part in (*self._knobs(), *self._heads.values(), self._popover):
            part.set_theme(palette)

    def draw(self) -> None:
        """Repaint what changed since the last frame."""
        layout = self.canvas.layout_
        if layout is not None and layout is not self._placed:
            self._place(layout)
        self._show_popover()
        self.canvas.draw()

    @property
    def selection(self) -> tuple[int, int]:
        """The selected layer's number and unit (a unit's own number, −1 for none)."""
        key, unit = self.canvas.chosen
        slot, units = self.canvas.slot(key), self.canvas.units.get(key)
        if slot is None:
            return 0, -1
        return slot.number, int(units.shown[unit]) if units is not None and 0 <= unit < units.count else -1

    # -------------------------------------------------------------------------------------------------- the buttons
    def _knobs(self) -> list[Knob]:
        return [*self._minus.values(), *self._plus.values(), *self._inserts.values()]

    def _show_buttons(self) -> None:
        columns = self.canvas.slots
        _drop(self._heads, {slot.key for slot in columns})
        _drop(self._minus, {slot.key for slot in columns if slot.hidden})
        _drop(self._plus, {slot.key for slot in columns if slot.hidden})
        _drop(self._inserts, {slot.key for slot in columns[:-1]})
        before: QWidget = self.canvas
        for slot in columns:
            parts: list[QWidget] = [self._head(slot)]
            if slot.hidden:
                parts += self._pair(slot)
            if slot is not columns[-1]:
                parts.append(self._insert(slot))
            for part in parts:
                QWidget.setTabOrder(before, part)
                before = part
        self.setAccessibleDescription(summary(columns))
        self._placed = None

    def _head(self, slot: Slot) -> Head:
        head = self._heads.get(slot.key)
        if head is None:
            head = self._heads[slot.key] = Head(self.canvas, palette=self._theme, slot=slot)
            head.clicked.connect(lambda key=slot.key: self._choose(key, -1))
            head.installEventFilter(self)
        head.show_slot(slot)
        return head

    def _pair(self, slot: Slot) -> list[QWidget]:
        for knobs, face in ((self._minus, "minus"), (self._plus, "plus")):
            if slot.key not in knobs:
                knob = knobs[slot.key] = Knob(self.canvas, palette=self._theme, face=face, name="")  # type: ignore[arg-type]
                knob.asked.connect(lambda fine, key=slot.key, grow=face == "plus": self._ask_width(key, grow, fine))
        minus, plus = self._minus[slot.key], self._plus[slot.key]
        minus.setEnabled(slot.count > 1)
        by = min(slot.step, max(slot.count - 1, 1))
        minus.setAccessibleName(tr("Narrow {layer} by {n}", layer=slot.title, n=by))
        plus.setAccessibleName(tr("Widen {layer} by {n}", layer=slot.title, n=slot.step))
        for knob in (minus, plus):
            knob.setToolTip(tr("{what} (with Shift: by 1)", what=knob.accessibleName()))
        return [minus, plus]

    def _insert(self, slot: Slot) -> Knob:
        if slot.key not in self._inserts:
            knob = self._inserts[slot.key] = Knob(self.canvas, palette=self._theme, face="plus", name="", round_=True)
            knob.asked.connect(lambda fine, key=slot.key: self._ask_insert(key))
        knob = self._inserts[slot.key]
        knob.setAccessibleName(tr("Insert a layer after {layer}", layer=slot.title))
        knob.setToolTip(knob.accessibleName())
        return knob

    def _ask_width(self, key: int, grow: bool, fine: bool) -> None:
        slot = self.canvas.slot(key)
        if slot is None:
            return
        by = 1 if fine else slot.step
        if grow:
            self.send(Widen(layer=slot.number, by=by))
        elif slot.count > 1:
            self.send(Narrow(layer=slot.number, by=min(by, slot.count - 1)))

    def _ask_insert(self, key: int) -> None:
        slot = self.canvas.slot(key)
        if slot is not None:
            self.send(InsertLayer(after=slot.number))

    def _place(self, layout: Layout) -> None:
        self._placed = layout
        for at, place in enumerate(layout.places):
            key = place.slot.key
            self._heads[key].setGeometry(*_head_box(layout, at))
            for knob, (x, y) in zip(self._pair_of(key), _pair_places(layout, place), strict=False):
                knob.setGeometry(int(x), int(y), 30 if layout.buttons == "wide" else 24, 24)
            if key in self._inserts:
                after = layout.places[at + 1]
                x = (place.x + place.half + after.x - after.half) / 2
                self._inserts[key].setGeometry(int(x - 13), int(layout.middle - 13), 26, 26)
        for part in (*self._heads.values(), *self._knobs()):
            part.show()

    def _pair_of(self, key: int) -> list[Knob]:
        return [self._minus[key], self._plus[key]] if key in self._minus else []

    # ------------------------------------------------------------------------------------------- what a person does
    def _choose(self, key: int, unit: int, *, tell: bool = True) -> None:
        before = self.canvas.chosen
        self.canvas.chosen = (key, unit)
        self.canvas.stale = self.canvas.stale or before != (key, unit)
        for head in self._heads.values():
            if head.chosen != (head.slot.key == key):
                head.chosen = not head.chosen
                head.update()
        slot = self.canvas.slot(key)
        if tell and slot is not None and before[0] != key:
            self.selected.emit(slot.number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, Head) and isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusIn:
            if event.reason() in KEYBOARD and self.canvas.chosen[0] != watched.slot.key:
                self._choose(watched.slot.key, -1)
        elif watched is self.canvas and isinstance(event, QContextMenuEvent):
            self._open_menu(event)
            return True
        elif watched is self.canvas and isinstance(event, QMouseEvent):
            self._mouse(event)
        elif watched is self.canvas and isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event.key())
        elif watched is self.canvas and kind == QEvent.Type.Leave:
            self._hover(None)
        elif watched is self.canvas and kind == QEvent.Type.Resize:
            self.canvas.relayout(motion=False)
        return super().eventFilter(watched, event)

    def _mouse(self, event: QMouseEvent) -> None:
        there = self.canvas.under(event.position())
        if event.type() == QEvent.Type.MouseMove:
            self._hover(there if there is not None and there[1] >= 0 else None)
        elif event.type() == QEvent.Type.MouseButtonPress and there is not None:
            again = there == self.canvas.chosen
            self._choose(there[0], -1 if again else there[1])
            self._heads[there[0]].setFocus(Qt.FocusReason.MouseFocusReason)

    def _hover(self, unit: tuple[int, int] | None) -> None:
        if unit != self.canvas.hovered:
            self.canvas.hovered, self.canvas.stale = unit, True

    def _key(self, key: int) -> bool:
        """Do what a key asks for; True if it asked for anything."""
        chosen, unit = self.canvas.chosen
        order = [slot.key for slot in self.canvas.slots]
        at = order.index(chosen) if chosen in order else 0
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            to = min(max(at + (1 if key == Qt.Key.Key_Right else -1), 0), len(order) - 1)
            self._heads[order[to]].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._choose(order[to], -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and chosen in self.canvas.units:
            last = self.canvas.units[chosen].count - 1
            self._choose(chosen, min(max(unit + (1 if key == Qt.Key.Key_Down else -1), -1), last))
        elif key == Qt.Key.Key_Escape and unit >= 0:
            self._choose(chosen, -1)
        elif key == Qt.Key.Key_Delete:
            self._remove(chosen)
        else:
            return False
        return True

    def _remove(self, key: int) -> None:
        slot = self.canvas.slot(key)
        if slot is not None and slot.number > 0 and slot is not self.canvas.slots[-1]:
            self.send(RemoveLayer(layer=slot.number))

    def _open_menu(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            slot = self.canvas.slot(self.canvas.chosen[0])
            if slot is not None:
                head = self._heads[slot.key]
                self._menu(slot.number, head.mapToGlobal(QPoint(0, head.height())))
            return
        there = self.canvas.under(QPointF(event.pos()))
        slot = self.canvas.slot(there[0]) if there is not None else None
        if slot is not None and there is not None:
            self._choose(*there)
            self._menu(slot.number, event.globalPos())

    # -------------------------------------------------------------------------------------------------- the popover
    def _show_popover(self) -> None:
        unit, layout = self.canvas.watched(), self.canvas.layout_
        place = layout.by_key(unit[0]) if unit is not None and layout is not None else None
        if unit is None or place is None or unit[1] >= len(place.ys) or unit[1] >= self.canvas.units[unit[0]].count:
            self._popover.hide()
            return
        key, tile = unit
        title, lines = self._words(place.slot, tile)
        self._popover.show_unit(
            self.canvas.images(key)[tile], title, lines, blank=not self.canvas.units[key].tiles[tile].any()
        )
        box = place.box(tile)
        corner = self.canvas.mapTo(self, box.topRight().toPoint())
        x = corner.x() + 12
        if x + self._popover.width() > self.width():
            x = corner.x() - int(box.width()) - 12 - self._popover.width()
        y = corner.y() + int(box.height() / 2) - self._popover.height() // 2
        self._popover.move(max(0, x), min(max(0, y), self.height() - self._popover.height()))
        self._popover.show()
        self._popover.raise_()

    def _words(self, slot: Slot, tile: int) -> tuple[str, list[str]]:
        units, label = self.canvas.units[slot.key], self.canvas.label(slot.key, tile)
        title = tr("{layer} · {name}", layer=slot.title, name=label or tr("unit {n}", n=int(units.shown[tile]) + 1))
        lines = [tr("activity {value}", value=f"{units.raw[tile]:.2f}")]
        if slot.number > 0 and units.dead(tile):
            lines.append(tr("dead: active on no sample"))
        elif slot.number > 0 and units.alive[tile] == units.alive[tile]:
            lines.append(tr("active on {percent} of samples", percent=f"{units.alive[tile]:.0%}"))
        if units.new[tile]:
            lines.append(tr("new, still learning"))
        return title, lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scroll.setGeometry(self.rect())
        self.canvas.relayout(motion=False)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(tr("Network"))
        super().changeEvent(event)


class Popover(QWidget):
    """A unit at large, beside the pointer; it takes no mouse."""

    def __init__(self, parent: QWidget, *, palette: Theme) -> None:
        super().__init__(parent)
        self._theme, self._what = palette, None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self._theme = palette

    def show_unit(self, image, title: str, lines: list[str], *, blank: bool) -> None:
        """Show another unit, or the same as it is now."""
        what = (image.cacheKey(), title, tuple(lines), blank)
        if what == self._what:
            return
        self._what, self._image, self._title, self._lines = what, image, title, lines
        wide, tall = strokes.popover_size(self._theme, title, lines)
        self.resize(int(wide), int(tall))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._what is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strokes.paint_popover(painter, QRectF(self.rect()), self._image, self._title, self._lines, self._theme)


class _Scroll(QScrollArea):
    """Lets a deep network scroll sideways; a plain wheel does that too. Everything in it is see-through."""

    def __init__(self, parent: QWidget, canvas: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(canvas)
        for part in (self, self.viewport(), canvas):
            part.setAutoFillBackground(False)


def _head_box(layout: Layout, at: int) -> tuple[int, int, int, int]:
    place = layout.places[at]
    if place.slot.kind == "units":
        near = [abs(other.x - place.x) for other in layout.places if other is not place and other.slot.kind == "units"]
        half = min(70.0, max(min(near, default=140.0) / 2 - 1, place.half))
        half = min(half, place.x, layout.width - place.x)
        return int(place.x - half), 0, int(2 * half), 36
    if place.slot.kind == "slim":
        tall = min(150.0, (layout.bottom - layout.top) * 0.7)
        return int(place.x - place.half), int(layout.middle - tall / 2), int(2 * place.half), int(tall)
    return int(place.x - 12), int(layout.middle - 12), 24, 24


def _pair_places(layout: Layout, place: Place) -> list[tuple[float, float]]:
    if layout.buttons == "stacked":
        return [(place.x - 12, layout.knobs + KNOB + 2), (place.x - 12, layout.knobs)]
    apart, wide = (4, 30) if layout.buttons == "wide" else (1, 24)
    return [(place.x - apart - wide, layout.knobs), (place.x + apart, layout.knobs)]


def _drop(parts: dict, keys: set[int]) -> None:
    for key in [key for key in parts if key not in keys]:
        part = parts.pop(key)
        part.hide()
        part.deleteLater()


__all__ = ["INPUT_KEY", "NetView", "Net", "Popover"]
