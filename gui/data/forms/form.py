"""What every form of the sheet is: it shows what was seen, and tells what a person chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from core.messages.own.looking import Choices
from gui.kit.pieces import Button, Label, Painted, Picker, column, row
from gui.kit.theme import Theme

Chosen = Callable[[Choices, bool], Any]
"""Gets what is chosen now, and whether it has to be looked at again to show what that makes of the data."""


class Form(QWidget):
    """One kind of data. `ready`: whether it can be prepared as it is chosen now."""

    ready = True

    def show_seen(self, seen: Any) -> Choices | None:
        """Show what was seen, with the choices that it was seen with; return what is chosen now, None where there is
        nothing to choose."""
        raise NotImplementedError


class Line(QWidget):
    """A choice with its name before it."""

    def __init__(self, name: str, control: QWidget) -> None:
        super().__init__()
        self.name, self.control = Label(name, kind="soft"), control
        self.name.setBuddy(control)
        line = row(self.name, control, gap=8)
        line.setStretch(0, 2)
        line.setStretch(1, 3)
        self.setLayout(line)


class Pick(Line):
    """One of a few values with its name before it; `picked` gets what the person wants."""

    def __init__(
        self, name: str, options: list[tuple[Any, str]], picked: Callable[[Any], Any], *, tip: str = ""
    ) -> None:
        self.picker = Picker(options, picked, name=name)
        self.picker.setAccessibleDescription(tip or name)
        super().__init__(name, self.picker)
        self.setToolTip(tip)

    def display(self, value: Any, text: str = "") -> None:
        """Show `value` without telling anybody; one that is not among the options is added, as `text`."""
        if self.picker.findData(value) < 0:
            self.picker.addItem(text or str(value), value)
        self.picker.display(value)


class Folded(QWidget):
    """What is rarely chosen, behind a name that unfolds it."""

    def __init__(self, name: str, *parts: QWidget, fits: Callable[[], Any] = lambda: None) -> None:
        super().__init__()
        self.fits = fits
        self.button = Button(name, kind="link")
        self.button.setCheckable(True)
        self.inside = QWidget()
        self.inside.setLayout(column(*parts, gap=6))
        self.inside.hide()
        self.button.toggled.connect(self._turned)
        self.setLayout(column(row(self.button, None), self.inside, gap=4))

    def _turned(self, on: bool) -> None:
        self.inside.setVisible(on)
        self.fits()


class Going(Painted):
    """How far something is: a bar; full width and faint where that is not known."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.share = -1.0
        self.setFixedHeight(6)
        self.setAccessibleName(name)

    def show_share(self, share: float) -> None:
        """Show `share` from 0 to 1; less than 0: not known."""
        self.share = min(share, 1.0)
        self.setAccessibleDescription(f"{100 * self.share:.0f}%" if share >= 0 else "")
        self.update()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint it."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.line)
        painter.drawRoundedRect(self.rect(), 3, 3)
        if self.share > 0:
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(0, 0, max(round(self.width() * self.share), 6), self.height(), 3, 3)
