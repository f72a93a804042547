"""The timeline: every edit and every changed setting with its step and what it did to the loss, newest first."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from core.messages.train_commands import Change, Settings
from core.messages.train_events import Loaded, NetChanged, State
from core.messages.train_reports import Data, EditMark, Fading
from core.sentence import Value
from gui.kit.inputs import Menu
from gui.kit.layer_words import label_text
from gui.kit.pieces import Button, Elided, Label, Painted, Themed, clear, column, row
from gui.kit.theme import Theme
from gui.kit.words import tip_text, tr
from gui.notices.on_its_way import Lasting, Send, call_off_button
from gui.train.panels.settings import setting_name, setting_value
from gui.train.telling import points
from gui.train.telling.points import PointsEdited

Point = Callable[[int | None, bool], Any]
Look = Callable[[int, bool], Any]
ROWS = 60
"""How many entries are shown; the charts carry all of them."""


class Sign(Painted):
    """▲ grown, ▼ narrowed, ● neither: shape as well as colour."""

    def __init__(self, grown: int) -> None:
        super().__init__(11, 12)
        self.grown = grown

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the sign."""
        painter.setPen(Qt.PenStyle.NoPen)
        if self.grown == 0:
            painter.setBrush(theme.soft)
            painter.drawEllipse(QRectF(3, 3.5, 5, 5))
            return
        up = self.grown > 0
        painter.setBrush(theme.grown if up else theme.narrowed)
        tip, base = (2.0, 10.0) if up else (10.0, 2.0)
        painter.drawPolygon(QPolygonF([QPointF(5.5, tip), QPointF(10.5, base), QPointF(0.5, base)]))


class Entry(QFrame):
    """One row: sign and words, below them the step and what was done to the loss. `point(step, bring)` shows that step
    in the charts while the pointer or the keyboard is here (None: no longer); a click or Return also goes there. `off`:
    the button that calls off what it began, while that is on its way."""

    def __init__(
        self, *, step: int, grown: int, text: str, change: float, point: Point, off: Button | None = None,
        look: Look | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setProperty("kind", "row")
        self.look = look
        self.own_menu = look is not None
        self.step, self.point = step, point
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.words = Elided(text, size="note_px")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        below = [Label(tr("step {step}", step=step_text(step)), kind="soft", size="small_px", tabular=True)]
        if math.isfinite(change) and off is None:  # beside the button that calls it off there is no room
            shown = signed(change)
            tone = "grown" if shown.startswith("−") else "soft"  # as it is read: a change too small to show is none
            said = tr("loss {change}", change=shown)
            below += [Label(said, kind=tone, size="small_px", tabular=True)]
        self.off = off
        under = row(*below, None, *((off,) if off is not None else ()), gap=10)
        self.more = Button(kind="small", icon="more", name=tr("Look at this moment"))
        self.more.clicked.connect(lambda: self.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height() + 2))))
        if look is None or off is not None:  # beside that button there is no room; the menu key offers the same
            self.more.hide()
        layout = row(Sign(grown), column(self.words, under, gap=0), self.more, gap=7)
        layout.setStretch(1, 1)
        layout.setContentsMargins(8, 4, 8, 4)
        self.setLayout(layout)
        self.setAccessibleName(", ".join([text, *(label.text() for label in below)]))
        self.setAccessibleDescription(tr("Shows this step in the charts"))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.point(self.step, False)

    def leaveEvent(self, event: QEvent) -> None:
        self.point(None, False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.point(self.step, True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.point(None, False)
        super().focusOutEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.point(self.step, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.point(self.step, True)
        elif event.key() == Qt.Key.Key_Menu:
            self.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._neighbour(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, place: QPoint) -> None:
        """Offer to look at the network of this moment."""
        look = self.look
        if look is None:
            return
        menu = Menu(self)
        menu.addAction(tr("Look at this moment"), lambda: look(self.step, False))
        menu.addAction(tr("Look at the moment before it"), lambda: look(self.step, True))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _neighbour(self, by: int) -> None:
        """Give the keyboard to the next row above or below."""
        above = self.parentWidget()
        rows = above.findChildren(Entry) if above is not None else []
        rows.sort(key=lambda entry: entry.y())
        at = rows.index(self) + by
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)


def step_text(step: int) -> str:
    """Return a step number short enough for a row: 760, 9,999, 12.3k, 1.25M."""
    if step < 10_000:
        return f"{step:,}"
    return f"{step / 1e3:.3g}k" if step < 999_500 else f"{step / 1e6:.3g}M"


@dataclass(frozen=True)
class Changing:
    """A setting that was changed at a step."""

    step: int
    setting: str
    old: Value
    new: Value

    def text(self) -> str:
        """Return the change in words."""
        return tr(
            "{setting} {old} → {new}",
            setting=setting_name(self.setting),
            old=setting_value(self.setting, self.old),
            new=setting_value(self.setting, self.new),
        )


def signed(change: float) -> str:
    """Return "−0.031": with a true minus sign, three decimals, or fewer digits when it is large; "±0" for nothing."""
    size = abs(change)
    if size < 5e-4:
        return "±0"
    digits = f"{size:.3f}" if size < 10 else f"{size:.3g}"
    return ("−" if change < 0 else "+") + digits


class Timeline(QWidget):
    """Newest first. Edits are what the trainer says they are; settings are added as they change."""

    def __init__(self, point: Point, send: Send = lambda _command: None) -> None:
        super().__init__()
        self.point, self.send = point, send
        self.look: Look | None = None
        """Asks for the network of a moment."""
        self.closed = False
        """Nothing can be asked for: what is shown was recorded."""
        self.way, self.lasting = Lasting(), tuple[Fading, ...]()
        self.theme: Theme | None = None
        self.marks: tuple[EditMark, ...] = ()
        self.changes: list[Changing] = []
        self.noted: list[Changing] = []
        """All of them, those that were undone too: a redo brings them back."""
        self.points: list[PointsEdited] = []
        self.settings: Settings | None = None
        self.step = 0
        self.stale = True
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(4)
        self.setLayout(self.list)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def show_loaded(self, loaded: Loaded) -> None:
        """Show all that was done to another training."""
        self.changes, self.noted, self.settings, marks = [], [], loaded.first_settings, loaded.now.marks
        self.points = points.rows_of(loaded.timeline, edits=len(loaded.data.spec.edits))
        for entry in loaded.timeline:
            if isinstance(entry.done, Change):
                self.step, self.marks = entry.step, tuple(mark for mark in marks if mark.step <= entry.step)
                if entry.done.setting in vars(self.settings):  # else it is of a newer TorchGarden
                    self.show_settings(replace(self.settings, **{entry.done.setting: entry.done.value}))  # type: ignore[arg-type]
        self.show_now(loaded.now)

    def show_state(self, state: State) -> None:
        """Note the step for the next changed setting, and what is on its way."""
        self.step = state.step
        self.way.take(state)

    def show_step(self, step: int) -> None:
        """Note the step for the next changed setting."""
        self.step = step
        self.way.note_step(step)

    def show_now(self, now: NetChanged) -> None:
        """Show the edits; where something was undone or redone, with the settings that hold again."""
        self.marks, self.settings = now.marks, now.settings
        if now.keep_to_step >= 0:
            self.changes = _holding(self.noted, now)
        self.show_state(now.state)
        self.stale = True

    def show_points(self, data: Data) -> None:
        """Add an entry for points that were edited, or take it away where that was undone."""
        other = max((*(mark.step for mark in self.marks), *(change.step for change in self.changes)), default=-1)
        self.points = points.rows_after(self.points, edits=len(data.spec.edits), step=self.step, edited=other)
        self.stale = True

    def show_settings(self, settings: Settings) -> None:
        """Add an entry for each setting that differs from before."""
        before, self.settings = self.settings, settings
        if before is None:
            return
        for field in fields(Settings):
            if field.name == "pace":  # decides when, never what
                continue
            old, new = getattr(before, field.name), getattr(settings, field.name)
            if old != new:
                self._note(Changing(self.step, field.name, old, new))

    def _note(self, change: Changing) -> None:
        """Add a changed setting; changing the same setting again changes the same entry."""
        last = self.changes[-1] if self.changes else None
        edited = self.marks[-1].step if self.marks else -1
        if last is not None and last.setting == change.setting and last.step >= edited:
            self.changes.pop()
            change = Changing(change.step, change.setting, last.old, change.new)
        if change.old != change.new:
            self.changes.append(change)
        self.noted = list(self.changes)
        self.stale = True

    def draw(self) -> None:
        """Build the rows again if something was added or undone, or can be called off now."""
        lasting = () if self.closed else self.way.look()
        if lasting != self.lasting:
            self.lasting, self.stale = lasting, True
        if not self.stale or not self.isVisible():
            return
        self.stale = False
        self.point(None, False)
        clear(self.list)
        begun = {id(self.marks[one.mark]): one for one in lasting if one.mark < len(self.marks)}
        lines: list[tuple[int, int, EditMark | Changing | PointsEdited]] = []
        lines += [(mark.step, 1, mark) for mark in self.marks]
        lines += [(at.step, 0, at) for at in self.changes] + [(at.step, 0, at) for at in self.points]
        lines.sort(key=lambda line: line[:2])
        lines.reverse()  # at the same step too the newest comes first
        look = None if self.closed else self.look
        for step, _, what in lines[:ROWS]:
            if isinstance(what, Changing | PointsEdited):
                entry = Entry(step=step, grown=0, text=what.text(), change=math.nan, point=self.point, look=look)
            else:
                change = what.loss_after - what.loss_before
                label = label_text(what.label)
                one = begun.get(id(what))
                off = call_off_button(one, self.send) if one is not None else None
                if off is not None:
                    off.setAccessibleName(tr("Cancel: {what}", what=label))
                entry = Entry(step=step, grown=what.grown, text=label, change=change, point=self.point, off=off,
                              look=look)  # fmt: skip
                entry.setToolTip(tip_text(self._tip(what)))
            if self.list.count() == 0:  # one stop of Tab; the arrow keys go on from there
                entry.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.list.addWidget(entry)
        if not lines:
            hint = Label(
                tr("Edits and changed settings appear here, each with its step."),
                kind="soft",
                size="note_px",
                wrap=True,
            )
            self.list.addWidget(hint)
        if self.theme is not None:
            for child in self.findChildren(QWidget):
                if isinstance(child, Themed):
                    child.set_theme(self.theme)

    def _tip(self, mark: EditMark) -> str:
        whole = label_text(mark.label)
        if not (math.isfinite(mark.loss_before) and math.isfinite(mark.loss_after)):
            return whole
        spot = tr(
            "Loss on the spot: {before:.4f} before, {after:.4f} after", before=mark.loss_before, after=mark.loss_after
        )
        return f"{whole}\n{spot}"


def _holding(noted: Sequence[Changing], now: NetChanged) -> list[Changing]:
    """Return the changed settings that led to those of `now`: of each setting, none after the one that holds."""
    held, known = [], set[str]()
    for change in reversed([change for change in noted if change.step <= now.state.step]):
        if change.setting in known or change.new == getattr(now.settings, change.setting):
            held.append(change)
            known.add(change.setting)
    return held[::-1]
