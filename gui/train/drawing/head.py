"""The head of a column in the network drawing: a button with the layer's name, so that a layer can be reached, read
aloud and selected without a mouse. A layer without units is its head: a slim pill, or the circle of a residual sum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from core.messages.train_events import Fading
from core.net.plan import LayerKey
from gui.kit.painting import safely
from gui.kit.theme import Theme, blend, font
from gui.kit.words import tip_text, tr
from gui.train.drawing.columns import Slot
from gui.train.drawing.knob import ARROWS, KEYBOARD


class Head(QAbstractButton):
    """Paints `slot`; the canvas places it and hears `clicked` and the focus."""

    draws_own_focus = True
    keeps_space = False
    """A layer is selected as soon as the keyboard is at it, so Space plays."""

    def __init__(self, parent: QWidget, *, palette: Theme, slot: Slot) -> None:
        super().__init__(parent)
        self._theme, self.slot = palette, slot
        self._fit: tuple[tuple[QFont, str], tuple[QFont, str]] | None = None
        self.chosen = self._ring = False
        self.faded: int | None = None
        """How many percent of the way out the layer is; None: it stays."""
        self.unfolded: int | None = None
        """How many percent of the way from a straight line to its activation; None: it is there."""
        self.leaving: int | None = None
        self.tried = 0
        """How many units go when a smaller copy is ready, 0: the layer; None: nothing does."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_slot(slot)

    def show_slot(self, slot: Slot) -> None:
        """Show another state of the same layer."""
        self.slot, self._fit = slot, None
        self.setText(slot.title)
        self.say_unit("")
        self._say()
        self.update()

    def show_faded(self, percent: int | None) -> None:
        """Say how far a layer has faded; None for one that stays."""
        if percent != self.faded:
            told = (percent is None) != (self.faded is None)  # screen readers don't read every percent
            self.faded, self._fit = percent, None
            if told:
                self.say_unit("")
                self._say()
            self.update()

    def show_unfolded(self, percent: int | None) -> None:
        """Say how far a layer that was inserted has unfolded; None for one that has."""
        if percent != self.unfolded:
            told = (percent is None) != (self.unfolded is None)
            self.unfolded, self._fit = percent, None
            if told:
                self.say_unit("")
                self._say()
            self.update()

    def show_leaving(self, count: int | None, tried: int = 0) -> None:
        """Say how many units go when a smaller copy is ready, 0: the layer; None: nothing does. `tried`: the percentage
        of the steps it has at most."""
        if (count, tried) != (self.leaving, self.tried):
            self.leaving, self.tried, self._fit = count, tried, None
            self.say_unit("")
            self._say()
            self.update()

    def _said(self) -> list[str]:
        fading = tr("fading out") if self.faded is not None else ""
        if self.unfolded is not None:
            fading = tr("new: linear at first, it takes on its activation while training goes on")
        leaving = ""
        if self.leaving == 0:
            leaving = tr("goes when a copy without it is ready")
        elif self.leaving is not None:
            leaving = tr("{n} units go when a narrower copy is ready", n=self.leaving)
        if leaving:
            leaving += " · " + tr("{percent}% of its time is over; then it is given up", percent=self.tried)
        return [self.slot.title, *filter(None, [self.slot.said, fading, leaving])]

    def _say(self) -> None:
        self.setToolTip(tip_text(" · ".join(filter(None, [*self._said(), self.slot.costs]))))

    def say_unit(self, unit: str) -> None:
        """Let screen readers read a unit of the column, in front of the column itself; "" for none."""
        own = ", ".join(self._said())
        self.setAccessibleName(unit or own)
        self.setAccessibleDescription(own if unit else self.slot.costs)

    def set_theme(self, palette: Theme) -> None:
        """Paint in `palette` from now on."""
        self._theme, self._fit = palette, None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit = None
        super().resizeEvent(event)

    def _fitted(self) -> tuple[tuple[QFont, str], tuple[QFont, str]]:
        """The name and the note as they fit; kept, because a head is painted with every frame of the canvas."""
        if self._fit is None:
            theme, slot, room = self._theme, self.slot, self.width() - 2.0
            if slot.kind == "slim":
                both = f"{slot.title} {slot.note}".strip()
                name = fitting(theme, (both, slot.title), self.height() - 16.0, largest=11, bold=False)
            else:
                name = fitting(theme, (slot.title, slot.short), room, largest=theme.body_px, bold=True)
            notes: tuple[str, ...] = (slot.note, slot.short_note)
            if self.faded is not None:
                notes = (tr("fading {percent}%", percent=self.faded), f"{self.faded}%")
            elif self.unfolded is not None:
                notes = (tr("unfolding {percent}%", percent=self.unfolded), f"{self.unfolded}%")
            elif self.leaving == 0:
                words = tr("goes when ready")
                notes = (f"{words} · {self.tried}%", words, f"− {self.tried}%")
            elif self.leaving is not None:
                words = tr("−{n} when ready", n=self.leaving)
                notes = (f"{words} · {self.tried}%", words, f"−{self.leaving} {self.tried}%")
            note = fitting(theme, notes, room, largest=theme.note_px, bold=False)
            self._fit = name, note
        return self._fit

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS:  # they move between columns and units: the canvas knows where to
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in (*KEYBOARD, Qt.FocusReason.OtherFocusReason)
        super().focusInEvent(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        if self._ring and self.hasFocus():
            painter.setPen(QPen(self._theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = 7.0 if self.slot.kind == "units" else min(self.width(), self.height()) / 2 - 1
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def paint(self, painter: QPainter) -> None:
        """Paint the words of the column, or the sign of a layer without units, at the painter's origin."""
        if self.slot.kind == "units":
            self._paint_words(painter)
        elif self.slot.kind == "slim":
            self._paint_pill(painter)
        else:
            self._paint_sum(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme, ((bold, name), (plain, note)) = self._theme, self._fitted()
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(bold)
        painter.setPen(theme.accent if self.chosen or self.underMouse() else theme.text)
        painter.drawText(QRectF(0, 1, self.width(), 19), centre, name)
        painter.setFont(plain)
        tone = theme.grown if self.unfolded is not None else theme.soft
        painter.setPen(theme.narrowed if self.leaving is not None or self.faded is not None else tone)
        painter.drawText(QRectF(0, 18, self.width(), 17), centre, note)

    def _paint_pill(self, painter: QPainter) -> None:
        theme, box = self._theme, QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(theme.accent if self.chosen else theme.line, 1))
        painter.setBrush(theme.selected if self.chosen else theme.hover if self.underMouse() else theme.control)
        painter.drawRoundedRect(box, box.width() / 2, box.width() / 2)
        painter.save()
        painter.translate(self.width() / 2, self.height() / 2)
        painter.rotate(-90)
        face, text = self._fitted()[0]
        painter.setFont(face)
        painter.setPen(theme.text if self.chosen else theme.soft)
        long = self.height()
        painter.drawText(QRectF(-long / 2, -10, long, 20), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _paint_sum(self, painter: QPainter) -> None:
        theme, box = self._theme, QRectF(self.rect()).adjusted(2, 2, -2, -2)
        # A filled dot with the sign of a sum: not the hollow button with a + that inserts a layer.
        ground = theme.accent if self.chosen else blend(theme.card, theme.soft, 0.95 if self.underMouse() else 0.75)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(box)
        painter.setPen(QPen(theme.card, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        middle, arm = box.center(), 3.8
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))


def ways(fading: Sequence[Fading], step: int) -> tuple[dict[LayerKey, float], dict[LayerKey, float]]:
    """Return how far layers have faded and, of those that have not unfolded yet, unfolded at a step: by key, 0 … 1."""
    shares = {one: 1 - (one.until - step) / max(one.steps, 1) for one in fading if not one.ready}
    faded = {one.key: min(max(share, 0.0), 1.0) for one, share in shares.items() if not one.unfolds}
    return faded, {one.key: max(share, 0.0) for one, share in shares.items() if one.unfolds and share < 1}


def tried(one: Fading, step: int) -> int:
    """Return how much of its steps a smaller copy has been trained for, in percent."""
    return min(max(100 - 100 * (one.until - step) // max(one.steps, 1), 0), 100)


def fitting(theme: Theme, texts: tuple[str, ...], room: float, *, largest: int, bold: bool) -> tuple[QFont, str]:
    """Return the first of `texts` that fits in `room` pixels at `largest` or a bit smaller, else the last, elided."""
    for text in texts:
        for size in range(largest, 10, -1):
            face = font(theme, size, bold=bold, tabular=True)
            if QFontMetricsF(face).horizontalAdvance(text) <= room:
                return face, text
    face = font(theme, 11, bold=bold)
    return face, QFontMetricsF(face).elidedText(texts[-1], Qt.TextElideMode.ElideRight, room)
