"""The card *Stops by itself*: the conditions, each with its number and a switch, and below them what has hit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from core.messages.stops import EVERY_STEP, MOST_STEP, MOST_STOPS, SHARES, Condition, Stop, is_gone
from core.messages.train_reports import Hit
from gui.kit.layer_words import label_text
from gui.kit.pieces import Button, Card, Columns, Elided, Label, Switch, apply_theme, clear, column, kind, row
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr
from gui.stops.adding import menu_of
from gui.stops.hit import HitRow
from gui.stops.known import KnownStops
from gui.stops.words import differences, name_text, often_text, stands_text
from gui.train.panels.field import Field, Numbers

ROWS = 30
"""So many hits are listed."""
LEAST_PX = 380
"""The least width of the conditions, and of the hits beside them."""


def numbers_for(condition: Condition) -> Numbers:
    """Return which numbers a condition takes, as they are typed: shares in percent."""
    if condition.of in SHARES:
        return Numbers(0.0, 100.0, steps="add", by=5.0)
    if condition.of == "step":
        return Numbers(1, MOST_STEP, whole=True)
    return Numbers(-1e12 if condition.of in ("loss", "validation") else 0.0, 1e12)


class StopRow(QWidget):
    """One condition: a switch, its name, its number or two, and what takes it away; below it, if it does not wait to be
    so, why."""

    def __init__(self, known: KnownStops, place: int, stop: Stop) -> None:
        super().__init__()
        self.known, self.place, self.stop = known, place, stop
        condition = stop.condition
        name = name_text(condition, known.net)
        self.switch = Switch(partial(known.switch, place), name=name)
        self.name = Elided(name)
        self.name.least = 90
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.name.setToolTip(tip_text(often_text(condition)))
        self.fields = [self._field(field, name) for field in self._asks(condition)]
        unit = Label("%" if condition.of in SHARES else "", kind="soft")
        unit.setVisible(condition.of in SHARES)
        self.gone = Button(
            kind="icon", icon="close", name=tr("Remove: {name}", name=name), act=lambda: known.remove(place)
        )
        self.note = Label("", kind="soft", size="note_px", wrap=True)
        line = row(self.switch, self.name, *self.fields, unit, self.gone, gap=8)
        line.setStretch(1, 1)
        self.setLayout(column(line, self.note, gap=1))
        self.show_stop(stop)

    def _asks(self, condition: Condition) -> tuple[str, ...]:
        if condition.sign in ("nan", "done"):
            return ()
        return ("value", "upper") if condition.sign == "outside" else ("value",)

    def _field(self, field: str, name: str) -> Field:
        said = tr("{name}: from", name=name) if field == "value" and self.stop.condition.sign == "outside" else name
        said = tr("{name}: to", name=name) if field == "upper" else said
        return Field(numbers_for(self.stop.condition), partial(self._want, field), self._puzzled, name=said)

    def _want(self, field: str, typed: float) -> None:
        condition = self.stop.condition
        value = typed / 100 if condition.of in SHARES else typed
        made = replace(condition, value=value) if field == "value" else replace(condition, upper=value)
        self.known.change(self.place, made)

    def _puzzled(self, text: str) -> None:
        self._say(tr("“{text}” is not a number for this.", text=text) if text else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # it ends a number, and closes no dialog
            super().keyPressEvent(event)

    def same_kind(self, stop: Stop) -> bool:
        """Whether another stop can be shown here."""
        one, other = self.stop.condition, stop.condition
        return (one.of, one.sign, one.layer) == (other.of, other.sign, other.layer)

    def show_stop(self, stop: Stop) -> None:
        """Show the numbers, and whether it waits to be so."""
        self.stop = stop
        condition = stop.condition
        self.switch.setChecked(stop.on)
        shown = 100.0 if condition.of in SHARES else 1.0
        for field, value in zip(self.fields, (condition.value, condition.upper), strict=False):
            field.display(float(f"{value * shown:.12g}"))
        net = self.known.net
        if net is not None and is_gone(condition, net):
            self._say(tr("Its layer is not in the network any more, so this stops nothing."), tone="narrowed")
        elif stop.on and stop.waits:
            self._say(tr("It has stopped the training. It does so again after it has not been so for a while."))
        elif stop.on and condition.of == "step" and self.known.step >= condition.value:
            self._say(tr("That step is done already."))
        elif stop.on and condition.of == "accuracy" and self.known.task != "classify":
            self._say(tr("This data has no classes, so there is no accuracy."))
        else:
            self._say("" if condition.of in EVERY_STEP else often_text(condition))

    def _say(self, text: str, *, tone: str = "soft") -> None:
        kind(self.note, tone)
        self.note.put(text)
        self.note.setVisible(bool(text))


class StopsCard(Card):
    """Shows what a `KnownStops` knows, and asks through it."""

    def __init__(self, known: KnownStops) -> None:
        super().__init__(tr("Stops by itself"))
        self.known = known
        self.theme: Theme | None = None
        self.chosen: Hit | None = None
        self.leave: Callable[[], Any] = lambda: None
        self.rows: list[StopRow] = []
        self.entries: list[HitRow] = []
        self.shown_hits: tuple[Hit, ...] = ()
        self.add = Button(tr("Add …"), self.open_menu, kind="chip", icon="plus",
                          tip=tr("Choose what to wait for; its number can be changed afterwards."))  # fmt: skip
        self.add.setAccessibleName(tr("Add a condition"))
        self.head.addWidget(self.add)
        self.hint = Label(
            tr("The training stops exactly at the step at which one of these is so. Add one, and go on training."),
            kind="soft", size="note_px", wrap=True,
        )  # fmt: skip
        self.why = Label("", kind="problem", size="note_px", wrap=True)
        self.list, self.hit_list, self.grid = QVBoxLayout(), QVBoxLayout(), QGridLayout()
        self.list.setSpacing(6)
        self.hit_list.setSpacing(2)
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(2)
        self.heading = Label(tr("Has stopped at"), bold=True, size="note_px")
        self.different = Label("", bold=True, size="note_px")
        self.stands = Label("", kind="soft", size="note_px", wrap=True)
        self.done = Label("", kind="soft", size="note_px", wrap=True)
        self.look = Button(tr("Look at this step"), self.look_at, kind="chip", icon="inside")
        self.charts = Button(tr("Show in the charts"), self.show_in_charts, kind="chip", icon="train")
        self.details = QWidget()
        self.details.setLayout(column(
            self.different, self.grid, self.done, self.stands, row(self.look, self.charts, None, gap=6), gap=4
        ))  # fmt: skip
        asked, found = QWidget(), QWidget()
        asked.setLayout(column(self.hint, self.list, self.why, None, gap=6))
        found.setLayout(column(self.heading, self.hit_list, self.details, None, gap=6))
        self.body.addWidget(Columns((asked, found), most=2, least=LEAST_PX, gap=24))
        known.changed.connect(self.show_all)
        self.show_all()

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    # ------------------------------------------------------------------------------------------------ what is shown
    def show_all(self) -> None:
        """Show the conditions and the hits as they are now."""
        stops = self.known.stops
        alike = len(stops) == len(self.rows) and all(map(StopRow.same_kind, self.rows, stops))
        if not alike:
            self._build(stops)
        for line, stop in zip(self.rows, stops, strict=True):
            line.show_stop(stop)
        possible = self.known.net is not None and not self.known.setting.closed
        for line in self.rows:
            line.setEnabled(possible)
        self.add.setEnabled(possible and len(stops) < MOST_STOPS)
        self.hint.setVisible(not stops)
        self.why.put(self.known.why)
        self.why.setVisible(bool(self.known.why))
        self._show_hits()

    def _build(self, stops: tuple[Stop, ...]) -> None:
        clear(self.list)
        self.rows = [StopRow(self.known, place, stop) for place, stop in enumerate(stops)]
        for line in self.rows:
            self.list.addWidget(line)
            if self.theme is not None:
                apply_theme(line, self.theme)

    def _show_hits(self) -> None:
        hits = self.known.hits[:ROWS]
        if hits != self.shown_hits:
            newest = hits[0] if hits else None
            was = self.shown_hits[0] if self.shown_hits else None
            self.chosen = newest if newest is not was or self.chosen not in hits else self.chosen
            self.shown_hits = hits
            clear(self.hit_list)
            self.entries = [HitRow(hit, self.choose) for hit in hits]
            for entry in self.entries:
                self.hit_list.addWidget(entry)
                if self.theme is not None:
                    apply_theme(entry, self.theme)
            for entry in self.entries[:1]:  # one stop of Tab; the arrow keys go on from there
                entry.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.setVisible(bool(hits))
        self._show_details()

    def choose(self, hit: Hit) -> None:
        """Show what was different at a hit, and its step in the charts."""
        self.chosen = hit
        self.known.show_step(hit.stands, bring=False)
        self._show_details()

    def _show_details(self) -> None:
        hit = self.chosen
        for entry in self.entries:
            entry.show_chosen(entry.hit is hit)
        self.details.setVisible(hit is not None)
        if hit is None:
            return
        self.different.put(
            tr("What the edit changed") if hit.of_edit else tr("What was different from the step before")
        )
        self.stands.put(stands_text(hit))
        self.stands.setVisible(not hit.of_edit)  # an edit is between two steps: there is none to look at
        self.look.setVisible(self.known.can_look(hit))
        done = ", ".join(map(label_text, hit.done))
        self.done.put(tr("Done between them: {done}", done=done) if done else "")
        self.done.setVisible(bool(done))
        clear(self.grid)
        heads = ("", tr("step {step:,}", step=hit.before.step), tr("step {step:,}", step=hit.after.step))
        if hit.of_edit:
            heads = ("", tr("before"), tr("after"))
        for place, line in enumerate([heads, *differences(hit, self.known.net)]):
            for at, text in enumerate(line):
                label = Label(text, kind="soft" if not at or not place else "", size="note_px", tabular=bool(at))
                if at:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                if self.theme is not None:
                    label.set_theme(self.theme)
                self.grid.addWidget(label, place, at)
        self.grid.setColumnStretch(3, 1)

    # ------------------------------------------------------------------------------------------------ what is asked
    def open_menu(self) -> None:
        """Open the menu of conditions."""
        if self.known.net is not None:
            menu = menu_of(self, self.known.net, self.known.task, step=self.known.step, add=self.known.add)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))

    def leave_by(self, leave: Callable[[], Any]) -> None:
        """Leave the dialog that this card is in before another page is shown."""
        self.leave = leave

    def look_at(self) -> None:
        """Open Step through at the chosen hit."""
        if self.chosen is not None:
            self.leave()
            self.known.look_at(self.chosen)

    def show_in_charts(self) -> None:
        """Show the step of the chosen hit in the charts."""
        if self.chosen is not None:
            self.leave()
            self.known.show_step(self.chosen.stands, bring=True)
