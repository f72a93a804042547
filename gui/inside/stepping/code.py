"""The step as code, the line at the cursor lit; at the left of each line a place to stop in every step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui.kit.painting import safely
from gui.kit.pieces import Elided, apply_theme, clear, column, row
from gui.kit.theme import Theme, mono
from gui.kit.words import tr


class StopHere(QAbstractButton):
    """The place left of a line: a dot if the step stops there."""

    def __init__(self, line: int, toggled: Callable[[bool], Any]) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.setCheckable(True)
        self.setFixedSize(24, 24)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Stop at line {line} in every step", line=line))
        self.setToolTip(tr("Stop at line {line} in every step", line=line))
        self.toggled.connect(toggled)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.accent, 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen if self.isChecked() else QPen(self.theme.line, 1))
        painter.setBrush(self.theme.negative if self.isChecked() else Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.underMouse():
            painter.drawEllipse(middle, 4, 4)
        painter.end()


class CodeText(Elided):
    """A line in the fixed-width font, cut where there is no room."""

    def set_theme(self, theme: Theme) -> None:
        self.setFont(mono(theme, theme.note_px))


class CodeLine(QWidget):
    """One line: where to stop, its number and text."""

    def __init__(self, number: int, text: str, *, stops: bool, toggled: Callable[[bool], Any]) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.lit = False
        self.stop = StopHere(number, toggled)
        self.stop.setChecked(stops)
        self.text = CodeText(f"{number:2} {text}")
        line = row(self.stop, self.text, gap=2)
        line.setStretch(1, 1)
        self.setLayout(line)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def show_lit(self, lit: bool) -> None:
        """Light the line, or not."""
        self.lit = lit
        self.setAccessibleName(tr("The step is here: {line}", line=self.text.text().strip()) if lit else "")
        self.update()

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None or not self.lit:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.selected)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        painter.end()


class Code(QWidget):
    """All lines; `stops`: the texts of the lines where every step stops."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.stops: set[str] = set()
        self.lines: list[CodeLine] = []
        self.texts: tuple[str, ...] = ()
        self.box = column(gap=0)
        self.setLayout(self.box)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def show_lines(self, texts: tuple[str, ...]) -> None:
        """Show another step; the same lines stay as they are."""
        if texts == self.texts:
            return
        clear(self.box)
        self.texts = texts
        self.lines = [
            CodeLine(number, text, stops=text in self.stops, toggled=partial(self._toggle, text))
            for number, text in enumerate(texts, 1)
        ]
        for line in self.lines:
            self.box.addWidget(line)
            apply_theme(line, self.theme)
        self.box.addStretch(1)

    def _toggle(self, text: str, on: bool) -> None:
        (self.stops.add if on else self.stops.discard)(text)

    def stops_at(self, number: int) -> bool:
        """Return whether every step stops at line `number`, from 1."""
        return self.texts[number - 1] in self.stops

    def show_line(self, number: int) -> None:
        """Light line `number`, from 1."""
        for place, line in enumerate(self.lines, 1):
            line.show_lit(place == number)

    def sizeHint(self) -> QSize:
        return QSize(240, super().sizeHint().height())
