"""What the page shows of single numbers: asks for those of what is looked at, and lets a person set them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent

from core.messages.beside.numbers import AtSpot, Numbers, Spot, WatchNumbers
from core.messages.train_events import Loaded, NetChanged, Ready, Told
from core.net.plan import INPUT, Edit, LayerKey, Net, SetWeight
from core.sentence import Sentence
from gui.kit.words import tr
from gui.train.drawing.links import Line
from gui.train.drawing.view import NetDrawing
from gui.train.numbers.line_card import LineCard
from gui.train.numbers.panel import UnitNumbers
from gui.train.numbers.written import of_unit
from gui.train.side.listener import Listener


class NumbersShown(QObject, Listener):
    """Watches the pointer on the drawing and the selected unit; `send` asks the trainer, `ask` gets an edit."""

    def __init__(self, drawing: NetDrawing, send: Callable[[Any], int], ask: Callable[[Edit], Any]) -> None:
        super().__init__(drawing)
        self.drawing, self.send, self.ask = drawing, send, ask
        self.panel = UnitNumbers(ask)
        self.card = LineCard(drawing, self._set_weight, self.leave)
        self.net: Net | None = None
        self.possible = False
        self.watched: tuple[Spot, ...] = ()
        """What the trainer was asked for."""
        self.told: dict[Spot, AtSpot] = {}
        self.over = 0
        self._asked: set[int] = set()
        self._at = QPoint()
        drawing.canvas.installEventFilter(self)

    # ------------------------------------------------------------------------------------------ what it is told
    def show_ready(self, ready: Ready) -> None:
        self._forget()

    def show_loaded(self, loaded: Loaded) -> None:
        self._forget()
        self.leave()

    def _forget(self) -> None:
        self.watched, self.told = (), {}
        self._asked.clear()

    def show_now(self, now: NetChanged) -> None:
        if self.net is not None and now.net != self.net:
            self.leave()
            self.watched = ()  # the units may be counted otherwise
        self.net = now.net

    def show_asking(self, possible: bool) -> None:
        self.possible = possible
        self.panel.closed = not possible
        if not possible:
            self._forget()
            self.leave()

    def hear(self, event: Told, answers: int | None) -> bool:
        if not isinstance(event, Numbers):
            return False
        self._asked.discard(answers or 0)
        self.told, self.over = {at.spot: at for at in event.spots}, event.over
        return True

    def rejected(self, answers: int | None, sentence: Sentence) -> bool:
        if answers not in self._asked:
            return False
        self._asked.discard(answers)
        self.told = {}
        return True  # the layer was gone before it was asked for: it is no more looked at

    # ---------------------------------------------------------------------------------------------- once a frame
    def draw(self) -> None:
        key, unit = self.drawing.selection
        self.panel.show_selected(self.net if self.possible else None, key, unit)
        line = self._line_spot()
        hovered = self._hovered_spot() if line is None else None
        wanted = tuple(dict.fromkeys(spot for spot in (line, hovered, self.panel.spot) if spot is not None))
        if self.possible and wanted != self.watched and self.drawing.isVisible():
            self.watched = wanted
            self._asked.add(self.send(WatchNumbers(wanted)))
        self._show(line, hovered)

    def _show(self, line: Spot | None, hovered: Spot | None) -> None:
        own = self.told.get(self.panel.spot) if self.panel.spot is not None else None
        if own is not None:
            self.panel.show_numbers(own, self.over)
        there = self.told.get(hovered) if hovered is not None else None
        self.drawing.canvas.more = of_unit(there, self.over) if there is not None else []
        if line is None:
            self.card.hide()
        elif line in self.told and self.drawing.canvas.line is not None:
            title = self._title(self.drawing.canvas.line)
            self.card.show_line(title, self.told[line], self.over, near=self._at, open_=not self.drawing.closed)

    def _line_spot(self) -> Spot | None:
        line, units = self.drawing.canvas.line, self.drawing.canvas.units
        if line is None or line.left not in units or line.right not in units:
            return None
        left, right = units[line.left], units[line.right]
        if line.ends[0] >= left.count or line.ends[1] >= right.count:
            return None
        return Spot(LayerKey(line.right), int(right.shown[line.ends[1]]), int(left.shown[line.ends[0]]))

    def _hovered_spot(self) -> Spot | None:
        there = self.drawing.canvas.watched()
        units = self.drawing.canvas.units.get(there[0]) if there is not None else None
        if there is None or units is None or there[0] == INPUT or not 0 <= there[1] < units.count:
            return None
        spot, own = Spot(there[0], int(units.shown[there[1]])), self.panel.spot
        return own if own is not None and (own.layer, own.unit) == (spot.layer, spot.unit) else spot

    def _title(self, line: Line) -> str:
        ends = []
        for key, tile in ((LayerKey(line.left), line.ends[0]), (LayerKey(line.right), line.ends[1])):
            slot, units = self.drawing.canvas.slot(key), self.drawing.canvas.units[key]
            name = self.drawing.canvas.label(key, tile) or str(int(units.shown[tile]) + 1)
            ends.append(tr("{layer} · {name}", layer=slot.title if slot is not None else "", name=name))
        return f"{ends[0]} → {ends[1]}"

    # ------------------------------------------------------------------------------------------ what a person does
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        canvas, kind = self.drawing.canvas, event.type()
        if kind == QEvent.Type.Hide:
            self._nobody_looks()
        elif self.card.pinned or not self.possible:
            if kind == QEvent.Type.MouseButtonPress and self.card.pinned:
                self.leave()
        elif kind == QEvent.Type.Leave:
            self._point(None)
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseMove:
            self._at = canvas.mapTo(self.drawing, event.position().toPoint())
            self._point(canvas.line_under(event.position()))
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonPress:
            return self._press(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        spot = self._line_spot()
        at = self.told.get(spot) if spot is not None else None
        opens = event.button() == Qt.MouseButton.LeftButton and at is not None and at.weights > 0
        if not opens or self.drawing.closed:
            return False
        self.card.pin()
        return True

    def _point(self, line: Line | None) -> None:
        if line != self.drawing.canvas.line:
            self.drawing.canvas.line, self.drawing.canvas.stale = line, True

    def _nobody_looks(self) -> None:
        self.leave()
        if self.watched and self.possible:
            self.watched = ()
            self._asked.add(self.send(WatchNumbers()))

    def leave(self) -> None:
        """Set nothing: the field goes, and the line is no longer looked at."""
        self.card.unpin()
        self._point(None)

    def _set_weight(self, value: float) -> None:
        spot = self._line_spot()
        at = self.told.get(spot) if spot is not None else None
        if spot is not None and at is not None:
            self.ask(SetWeight(spot.layer, spot.unit, at.input, value, at.row, at.column))
