"""An editor for one number: type it, or step it with the arrow keys, the wheel, or the two arrow heads at its right.

It calls `wanted` when the person has finished, and shows the old value until the trainer agrees. Text
that is no number gets a sentence, and Escape brings the number back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit

from gui.kit.inputs import chevron
from gui.kit.painting import safely
from gui.kit.pieces import repolish
from gui.kit.theme import Theme, font

STEPPER_PX = 18


@dataclass(frozen=True)
class Numbers:
    """Which numbers a field takes: from `least` to `most`; `steps`: how the arrows go from one to the next.

    "log": 1, 2, 5, 10 …; "double": powers of two; "add": by `by`. `zero`: the word for 0, where 0 means "off".
    """

    least: float
    most: float
    steps: Literal["log", "double", "add"] = "log"
    by: float = 1.0
    whole: bool = False
    zero: str = ""


def stepped(value: float, numbers: Numbers, *, up: bool) -> float:
    """Return the next number from `value`, inside the limits."""
    if numbers.steps == "add":
        made = round(value / numbers.by) * numbers.by + (numbers.by if up else -numbers.by)
    elif numbers.steps == "double":
        made = (
            2.0 ** (math.floor(math.log2(value)) + 1 if up else math.ceil(math.log2(value)) - 1) if value > 0 else 1.0
        )
    else:
        made = _next_125(value, up=up) if value > 0 else (numbers.least or smallest(numbers))
    if not up and numbers.zero and 0 < made < smallest(numbers):
        made = 0.0
    if up and numbers.zero and 0 < made < smallest(numbers):
        made = smallest(numbers)
    made = float(f"{made:.6g}")
    return min(max(made, numbers.least), numbers.most)


def smallest(numbers: Numbers) -> float:
    """Return the smallest number above zero that the arrows reach."""
    return 1.0 if numbers.whole else 1e-6


def _next_125(value: float, *, up: bool) -> float:
    power = math.floor(math.log10(value) + 1e-9)
    ladder = [lead * 10.0**k for k in (power - 1, power, power + 1) for lead in (1, 2, 5)]
    if up:
        return min(rung for rung in ladder if rung > value * (1 + 1e-6))
    return max(rung for rung in ladder if rung < value * (1 - 1e-6))


def written(value: float, numbers: Numbers) -> str:
    """Return the number as a person writes it: 0.001, 1e-5, 64."""
    if value == 0 and numbers.zero:
        return numbers.zero
    return f"{value:.0f}" if numbers.whole else as_typed(value)


def as_typed(value: float) -> str:
    """Return a number as one types it, the same everywhere: 0.001, 1e-5, 0.00025."""
    if value and abs(value) < 1e-4:
        lead, _, power = f"{value:.3g}".partition("e")
        return f"{lead}e{int(power)}" if power else lead
    return f"{value:.6g}"


def understood(text: str, numbers: Numbers) -> float | None:
    """Return the number in `text`, None if there is none. A decimal comma is a point, blanks are nothing."""
    plain = text.strip().replace(" ", "").replace("\u00a0", "")
    if numbers.zero and plain == numbers.zero.replace(" ", ""):
        return 0.0
    if "," in plain and "." not in plain:
        head, _, tail = plain.partition(",")
        plain = head + tail if len(tail) == 3 and numbers.whole else f"{head}.{tail}"
    try:
        value = float(plain.replace(",", ""))
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return round(value) if numbers.whole else value


class Field(QLineEdit):
    """Shows a number; `wanted(number)` when the person has set another, `puzzled(text)` when it is none."""

    def __init__(
        self, numbers: Numbers, wanted: Callable[[float], Any], puzzled: Callable[[str], Any], *, name: str
    ) -> None:
        super().__init__()
        self.numbers, self.wanted, self.puzzled = numbers, wanted, puzzled
        self.value = numbers.least
        self.over = False
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(0, 0, STEPPER_PX - 6, 0)
        self.setFixedWidth(84)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.editingFinished.connect(self.finish)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.setFont(font(theme, theme.body_px, tabular=True))

    def display(self, value: float) -> None:
        """Show `value`: it is the truth now. What is being typed stays."""
        self.value = value
        self.wrong(False)
        if not (self.hasFocus() and self.isModified()):
            self.setText(written(value, self.numbers))
            self.setCursorPosition(0) if not self.hasFocus() else None

    def wrong(self, wrong: bool) -> None:
        """Mark the text as wrong, or take the mark away."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            repolish(self)

    def finish(self) -> None:
        """The person has finished: ask for the number, or say that it is none."""
        if not self.isModified():
            return
        self.setModified(False)
        value = understood(self.text(), self.numbers)
        if value is None or not self.numbers.least <= value <= self.numbers.most:
            self.wrong(True)
            self.puzzled(self.text())
        elif value != self.value:
            self.wanted(value)
        else:
            self.display(self.value)

    def turn(self, *, up: bool) -> None:
        """Go one step."""
        self.setModified(False)
        value = stepped(self.value, self.numbers, up=up)
        if value != self.value:
            self.wanted(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.turn(up=event.key() == Qt.Key.Key_Up)
        elif event.key() == Qt.Key.Key_Escape and (self.isModified() or self.property("wrong")):
            self.setModified(False)
            self.display(self.value)
            self.puzzled("")
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and event.angleDelta().y():
            self.turn(up=event.angleDelta().y() > 0)
            event.accept()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - STEPPER_PX:
            self.turn(up=event.position().y() < self.height() / 2)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.setCursor(
            Qt.CursorShape.ArrowCursor
            if event.position().x() > self.width() - STEPPER_PX
            else Qt.CursorShape.IBeamCursor
        )
        super().mouseMoveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.over = False
        self.update()
        super().leaveEvent(event)

    @safely
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if (self.over or self.hasFocus()) and self.isEnabled():
            middle, x = self.height() / 2, self.width() - STEPPER_PX / 2 - 1
            chevron(self, QPointF(x, middle - 5), up=True, size=3)
            chevron(self, QPointF(x, middle + 5), size=3)
