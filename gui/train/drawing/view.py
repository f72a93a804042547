"""The network as it is: columns of units with what they learned, their connections, and the buttons that change it.

Reading order is the order of the data: a column's head, its − and +, then the + that inserts a layer behind it. Arrow
keys move between columns and units, Delete removes the selected layer, the menu key or a right click opens its menu.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from core.messages.train_events import Fading, Loaded, NetChanged, Portrait, State, Tick
from core.net.plan import INPUT, LayerKey, Net, RemoveLayer
from gui.kit.theme import Theme
from gui.kit.words import tr
from gui.train.drawing.buttons import Buttons
from gui.train.drawing.canvas import UNITS_BEFORE_A_PORTRAIT, Canvas
from gui.train.drawing.close_up import Seen
from gui.train.drawing.columns import Slot, summary
from gui.train.drawing.head import Head, tried, ways
from gui.train.drawing.knob import KEYBOARD
from gui.train.drawing.layout import HEAD, KNOB, NOTE, Layout
from gui.train.drawing.popover import Popover, words
from gui.train.drawing.sideways import Sideways

UNIT_PX, TIGHT_PX = 25.0, 18.0
"""The height that a unit gets with the gap to the next, and the least: ten classes are all shown if possible."""
FEWEST, MOST = 4, 48
"""Units are drawn in steps of `FEWEST`."""


class NetDrawing(QWidget):
    """`selected(key)` says which layer a person chose; `show_selected` chooses one from outside."""

    selected = Signal(int)

    def __init__(
        self,
        *,
        palette: Theme,
        send: Callable[[object], object],
        menu: Callable[[LayerKey, QPoint], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.send, self._menu, self._theme = send, menu, palette
        self.canvas = Canvas(palette=palette, clock=clock)
        self._scroll = Sideways(self, self.canvas)
        self._popover = Popover(self, palette=palette)
        self._net: Net | None = None
        self.buttons = Buttons(self.canvas, palette=palette, send=send)
        self._placed: Layout | None = None
        self._step, self._fading = 0, tuple[Fading, ...]()
        self.canvas.installEventFilter(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 130)
        self.setAccessibleName(tr("Network"))

    def sizeHint(self) -> QSize:
        return QSize(612, 440)

    def keeps_clear(self) -> QRect:
        """Return where no message lies: all of it."""
        return self.rect()

    # ------------------------------------------------------------------------------------------ what it is told
    def show_loaded(self, loaded: Loaded) -> None:
        """Start over for another training; its units come with the next portrait."""
        self.canvas.show_data(loaded.data)
        self._net = None

    def show_now(self, now: NetChanged, *, touched: LayerKey = INPUT, grown: int = 0) -> None:
        """Show another net: columns slide, what is gone fades in amber. `touched`: the key of the layer that was
        edited; `grown` as in EditMark."""
        if self._net is None:
            self._show_net(now.net, motion=False)
            first = next((slot for slot in self.canvas.slots if slot.hidden), self.canvas.slots[0])
            self._choose(first.key, -1, tell=False)
        elif touched or now.net != self._net:
            self._show_net(now.net, touched=touched, grown=grown)

    def _show_net(self, net: Net, *, touched: LayerKey = INPUT, grown: int = 0, motion: bool = True) -> None:
        self._net = net
        focused = self._focused_place()
        self.canvas.show_net(net, touched=touched, grown=grown, motion=motion)
        for head in self.buttons.show_slots(net, self.canvas.slots):
            head.clicked.connect(lambda _on=False, key=head.slot.key: self._choose(key, -1, clicked=True))
            head.installEventFilter(self)
        self._placed = None
        self._show_fading()
        self.setAccessibleDescription(summary(self.canvas.slots))
        if self.canvas.chosen[0] not in {slot.key for slot in self.canvas.slots}:  # the selected layer was removed
            slot = self.canvas.slots[min(focused, len(self.canvas.slots) - 1)]
            self._choose(slot.key, -1, tell=False)
        else:
            self._choose(*self.canvas.chosen, tell=False)

    def show_again(self) -> None:
        """Show the same net in other words."""
        if self._net is not None:
            self._show_net(self._net, motion=False)

    def _focused_place(self) -> int:
        order = [slot.key for slot in self.canvas.slots]
        return order.index(self.canvas.chosen[0]) if self.canvas.chosen[0] in order else 0

    def show_portrait(self, portrait: Portrait) -> None:
        """Show what the units do now."""
        self.canvas.show_portrait(portrait)

    def show_tick(self, tick: Tick) -> None:
        """Show how far layers that fade out or unfold have come; units change with portraits."""
        self._step = tick.step
        self._show_fading()

    def show_state(self, state: State) -> None:
        """Show which layers fade out or unfold, and which go, or lose units, when a smaller copy is ready."""
        self._step, self._fading = state.step, state.fading
        self._show_fading()

    def _show_fading(self) -> None:
        faded, unfolded = ways(self._fading, self._step)
        leaving = {one.key: (one.by, tried(one, self._step)) for one in self._fading if one.ready}
        self.canvas.show_faded(faded, unfolded)
        for key, head in self.buttons.heads.items():
            head.show_faded(int(100 * faded[key]) if key in faded else None)
            head.show_unfolded(int(100 * unfolded[key]) if key in unfolded else None)
            head.show_leaving(*leaving.get(key, (None, 0)))

    @property
    def closed(self) -> bool:
        """Whether no edits are offered."""
        return bool(self.buttons.closed)

    def close_edits(self, reason: str) -> None:
        """Offer no edits from now on; `reason` says why."""
        self.setEnabled(True)  # units can be looked at all the same
        self.buttons.closed = reason
        if self._net is not None:
            self.buttons.show_slots(self._net, self.canvas.slots)

    def show_selected(self, key: LayerKey) -> None:
        """Mark a layer as the selected one, without emitting `selected`."""
        if self.canvas.slot(key) is not None and key != self.canvas.chosen[0]:
            self._choose(key, -1, tell=False)

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self._theme = palette
        self.canvas.set_theme(palette)
        self.buttons.set_theme(palette)
        self._popover.set_theme(palette)

    def draw(self) -> None:
        """Repaint what changed since the last frame."""
        layout = self.canvas.layout_
        if layout is not None and layout is not self._placed:
            self._placed = layout
            self.buttons.place(layout)
        if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None:
            self._hover(None)  # the pointer is elsewhere, and what it was on last is no longer meant
        self._show_popover()
        self.canvas.draw()

    @property
    def selection(self) -> tuple[LayerKey, int]:
        """The selected layer and unit (a unit's own number, −1 for none)."""
        key, unit = self.canvas.chosen
        slot, units = self.canvas.slot(key), self.canvas.units.get(key)
        if slot is None:
            return INPUT, -1
        return slot.key, int(units.shown[unit]) if units is not None and 0 <= unit < units.count else -1

    def units_that_fit(self) -> int:
        """Return how many units of a layer have room one above the other: 4, 8, 12 … so that a small change of the
        window changes nothing."""
        room = self.height() - HEAD - NOTE - KNOB - 9
        fit = max(room / UNIT_PX, min(room / TIGHT_PX, UNITS_BEFORE_A_PORTRAIT))
        return int(min(max(fit, FEWEST), MOST)) // FEWEST * FEWEST

    def in_reading_order(self) -> list[QWidget]:
        """Return the buttons in the order of the data: a column's head, its − and +, the + behind it."""
        return self.buttons.in_reading_order([slot.key for slot in self.canvas.slots])

    def close_up(self) -> Seen | None:
        """Return the selected unit at large; None if none is selected."""
        key, tile = self.canvas.chosen
        units, slot = self.canvas.units.get(key), self.canvas.slot(key)
        if units is None or slot is None or not 0 <= tile < units.count:
            return None
        title, lines = self._words(slot, key, tile)
        picture = self.canvas.image(key, tile)
        return Seen(slot.key, int(units.shown[tile]), picture, title, tuple(lines), bool(units.frozen[tile]))

    def _words(self, slot: Slot, key: LayerKey, tile: int) -> tuple[str, list[str]]:
        told = self.canvas.label(key, tile), self.canvas.drawn_of(key, tile)
        return words(slot, self.canvas.units[key], tile, *told)

    # ------------------------------------------------------------------------------------------- what a person does
    def _choose(
        self, key: LayerKey, unit: int, *, tell: bool = True, by_keyboard: bool = False, clicked: bool = False
    ) -> None:
        """Select a layer or a unit; one that is `clicked` is told of in any case, for its side may not be open."""
        before = self.canvas.chosen
        self.canvas.chosen, self.canvas.by_keyboard = (key, unit), by_keyboard
        self.canvas.stale = self.canvas.stale or before != (key, unit)
        for head in self.buttons.heads.values():
            if head.chosen != (head.slot.key == key):
                head.chosen = not head.chosen
                head.update()
        if before != (key, unit):
            self._say(before[0], -1)
            self._say(key, unit)
        if tell and self.canvas.slot(key) is not None and (before[0] != key or clicked):
            self.selected.emit(key)

    def _say(self, key: LayerKey, unit: int) -> None:
        """Give the head of a column the name that screen readers read: with a unit's, if one is selected."""
        head, units, slot = self.buttons.heads.get(key), self.canvas.units.get(key), self.canvas.slot(key)
        if head is None or slot is None:
            return
        if units is None or not 0 <= unit < units.count:
            head.say_unit("")
            return
        title, lines = words(slot, units, unit, self.canvas.label(key, unit), self.canvas.drawn_of(key, unit))
        head.say_unit(", ".join([title, *lines]))

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
            self._choose(there[0], -1 if there == self.canvas.chosen else there[1], clicked=True)
            self.buttons.heads[there[0]].setFocus(Qt.FocusReason.MouseFocusReason)

    def _hover(self, unit: tuple[LayerKey, int] | None) -> None:
        if unit != self.canvas.hovered:
            self.canvas.hovered, self.canvas.stale = unit, True

    def _key(self, key: int) -> bool:
        """Do what a key asks for; True if it asked for anything."""
        chosen, unit = self.canvas.chosen
        order, at = [slot.key for slot in self.canvas.slots], self._focused_place()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            to = min(max(at + (1 if key == Qt.Key.Key_Right else -1), 0), len(order) - 1)
            self.buttons.heads[order[to]].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._choose(order[to], -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and chosen in self.canvas.units:
            last = self.canvas.units[chosen].count - 1
            self._choose(chosen, min(max(unit + (1 if key == Qt.Key.Key_Down else -1), -1), last), by_keyboard=True)
        elif key == Qt.Key.Key_Escape and unit >= 0:
            self._choose(chosen, -1)
        elif key == Qt.Key.Key_Delete:
            self._remove(chosen)
        else:
            return False
        return True

    def _remove(self, key: LayerKey) -> None:
        if key in [slot.key for slot in self.canvas.slots[1:-1]] and not self.buttons.closed:
            self.send(RemoveLayer(layer=key))

    def _open_menu(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            slot = self.canvas.slot(self.canvas.chosen[0])
            if slot is not None:
                head = self.buttons.heads[slot.key]
                self._menu(slot.key, head.mapToGlobal(QPoint(0, head.height())))
            return
        there = self.canvas.under(QPointF(event.pos()))
        if there is not None and (slot := self.canvas.slot(there[0])) is not None:
            self._choose(*there)
            self._menu(slot.key, event.globalPos())

    def _show_popover(self) -> None:
        unit, layout = self.canvas.watched(), self.canvas.layout_
        place = layout.by_key(unit[0]) if unit is not None and layout is not None else None
        if unit is None or place is None or unit[1] >= len(place.ys) or unit[1] >= self.canvas.units[unit[0]].count:
            self._popover.hide()
            return
        key, tile = unit
        title, lines = self._words(place.slot, key, tile)
        self._popover.show_unit(self.canvas.image(key, tile), title, lines + self.canvas.more)
        box = place.box(tile)
        unit_box = QRect(self.canvas.mapTo(self, box.topLeft().toPoint()), box.size().toSize())
        covers = self.buttons.in_the_way(layout, key) if layout is not None else []
        there = tuple(QRect(self.canvas.mapTo(self, one.topLeft()), one.size()) for one in covers)
        self._popover.stand_beside(self, unit_box, there)

    def hideEvent(self, event: QHideEvent) -> None:
        self._hover(None)
        self._popover.hide()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scroll.setGeometry(self.rect())
        self.canvas.relayout(motion=False)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(tr("Network"))
            self.show_again()
        super().changeEvent(event)
