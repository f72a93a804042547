"""Grounds, notices and small drawings of the install pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.kit.painting import pixmap, safely
from gui.kit.pieces import Button, Label, Painted, apply_theme, clear, column, row
from gui.kit.theme import Theme, blend, font

Tone = Literal["note", "good", "warn", "bad", "plain"]
TONE_ICONS = {"note": "info", "good": "check", "warn": "warning", "bad": "warning", "plain": "question"}


def tone_color(theme: Theme, tone: Tone) -> QColor:
    """Return the colour of a tone; its icon says the same by its shape."""
    by_tone = {"note": theme.accent, "good": theme.grown, "warn": theme.narrowed, "bad": theme.bad}
    return by_tone.get(tone, theme.soft)


class Surface(QFrame):
    """A rounded ground in a colour of the theme. `ground` and `line` are fields of Theme, "" for none."""

    def __init__(self, *, ground: str = "card", line: str = "line", radius: int = 10, edge: str = "") -> None:
        super().__init__()
        self.ground, self.line, self.radius, self.edge = ground, line, radius, edge
        self.theme: Theme | None = None

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def colors(self, theme: Theme) -> tuple[QColor | None, QColor | None]:
        """Return the colours of ground and line."""
        ground = getattr(theme, self.ground) if self.ground else None
        return ground, getattr(theme, self.line) if self.line else None

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, line = self.colors(self.theme)
        painter.setPen(QPen(line, 1) if line else Qt.PenStyle.NoPen)
        painter.setBrush(ground if ground else Qt.BrushStyle.NoBrush)
        inset = 0.5 if line else 0.0
        place = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(place, self.radius, self.radius)
        if self.edge:
            whole = QPainterPath()
            whole.addRoundedRect(place, self.radius, self.radius)
            painter.setClipPath(whole)
            painter.fillRect(QRectF(0, 0, 3, self.height()), getattr(self.theme, self.edge))
        painter.end()


class Drawing(QLabel):
    """An icon in a colour that `color` takes from the theme."""

    def __init__(self, name: str, color: Callable[[Theme], QColor], *, px: int = 18) -> None:
        super().__init__()
        self.drawing, self.color, self.px = name, color, px
        self.setFixedSize(px, px)

    def set_theme(self, theme: Theme) -> None:
        self.setPixmap(pixmap(self.drawing, self.color(theme), size=self.px, ratio=max(2.0, self.devicePixelRatioF())))


def tone_icon(tone: Tone, *, px: int = 18) -> Drawing:
    """Return the sign of a tone."""
    return Drawing(TONE_ICONS[tone], lambda theme: tone_color(theme, tone), px=px)


@dataclass(frozen=True)
class Advice:
    """What helps: a sentence, and a button if `act` is not None."""

    sentence: str
    button: str = ""
    act: Callable[[], Any] | None = None
    primary: bool = False


class Notice(Surface):
    """One sentence on a tinted ground, with two or three pieces of advice below it."""

    def __init__(self, sentence: str, *, tone: Tone, advice: tuple[Advice, ...] = (), title: str = "") -> None:
        super().__init__(ground="", line="", radius=8)
        self.tone = tone
        self.title = Label(title, bold=True, wrap=True)
        self.title.setVisible(bool(title))
        self.sentence = Label(sentence, wrap=True)
        self.setAccessibleName(" ".join(part for part in (title, sentence) if part))
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        said = column(self.title, self.sentence, gap=2)
        line = row(gap=10)
        if tone != "note":
            line.addWidget(tone_icon(tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(said, 1)
        outer = column(line, self.lines, gap=0)
        outer.setContentsMargins(14, 10, 14, 10)
        self.setLayout(outer)
        self.buttons: list[Button] = []
        self.put_advice(advice)

    def put_advice(self, advice: tuple[Advice, ...]) -> None:
        """Offer this advice."""
        for one in advice:
            line = row(28, Label(one.sentence, kind="soft", wrap=True), gap=8)
            line.setStretch(1, 1)
            if one.act is not None:
                button = Button(one.button, one.act, kind="primary" if one.primary else "chip", name=one.button)
                line.addWidget(button)
                self.buttons.append(button)
            if not self.lines.count():
                self.lines.addSpacing(8)
            self.lines.addLayout(line)

    def colors(self, theme: Theme) -> tuple[QColor | None, QColor | None]:
        if self.tone in ("note", "plain"):
            return (theme.selected if self.tone == "note" else theme.control), None
        color = tone_color(theme, self.tone)
        return blend(theme.card, color, 0.09), blend(theme.card, color, 0.32)


class Circle(Painted):
    """The number of a stage or step in a ring: waiting, running, done (a tick), failed (a cross)."""

    def __init__(self, number: int, *, px: int = 26) -> None:
        super().__init__(px, px)
        self.number, self.state = number, "waiting"

    def show_state(self, state: str) -> None:
        """Show "waiting", "current", "running", "done" or "failed"."""
        if state != self.state:
            self.state = state
            self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        draw_circle(painter, QRectF(self.rect()), self.number, self.state, theme)


def draw_circle(painter: QPainter, place: QRectF, number: int, state: str, theme: Theme) -> None:
    """Paint a ring with a number, a tick or a cross."""
    ring = {"running": theme.accent, "done": theme.grown, "failed": theme.bad, "current": theme.accent}
    color = ring.get(state, blend(theme.ground, theme.soft, 0.75) if state == "open" else theme.line)
    inner = place.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(theme.accent if state == "current" else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(inner)
    middle, unit = inner.center(), inner.width() / 24
    if state in ("done", "failed"):
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        if state == "done":
            points = [(-4, 0.3), (-1.2, 3.2), (4.2, -3)]
            painter.drawPolyline([middle + QPointF(x, y) * unit for x, y in points])
        else:
            for end in (1, -1):
                painter.drawLine(middle + QPointF(-3.4, -3.4 * end) * unit, middle + QPointF(3.4, 3.4 * end) * unit)
        return
    text = {"current": theme.on_accent, "running": theme.accent}.get(state, theme.soft)
    painter.setPen(text)
    painter.setFont(font(theme, theme.note_px, bold=state == "current", tabular=True))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))


def fill(layout: QVBoxLayout, parts: Sequence[QWidget], theme: Theme | None) -> None:
    """Replace what is in `layout` by `parts`, in `theme`."""
    clear(layout)
    for part in parts:
        layout.addWidget(part)
        if theme is not None:
            apply_theme(part, theme)
