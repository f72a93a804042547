"""What the six steps share: title, one honest sentence, body, and the buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui.install.surfaces import fill
from gui.install.wizard.course import Course
from gui.kit.pieces import Button, Label, Scroll, column, row
from gui.kit.theme import Theme
from gui.kit.words import tip_text


@dataclass(frozen=True)
class Press:
    """A button at the foot: text, action, and why it is disabled ("" if it is enabled)."""

    text: str
    act: Callable[[], Any]
    why_not: str = ""


@dataclass(frozen=True)
class Foot:
    """The buttons at the foot. The primary one never moves; the quiet ones are on the left."""

    primary: Press | None = None
    second: Press | None = None
    quiet: tuple[Press, ...] = ()


class StepPage(QWidget):
    """The body of one step. It shows a Course and asks through its callables."""

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.to_reveal: QWidget | None = None
        self.reveal_in = 0
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.setLayout(self.body)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme

    def title(self, course: Course) -> str:
        """Return the step's title."""
        raise NotImplementedError

    def sentence(self, course: Course) -> str:
        """Return in one sentence, with numbers, what will happen or has happened."""
        raise NotImplementedError

    def foot(self, course: Course) -> Foot:
        """Return the buttons at the foot."""
        raise NotImplementedError

    def show_course(self, course: Course) -> None:
        """Show the course. Called for every event while the step is open, so change only what differs."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw one frame."""
        if self.to_reveal is not None and self.reveal_in:
            self.reveal_in -= 1
        elif self.to_reveal is not None:
            place: QWidget | None = self
            while place is not None and not (isinstance(place, QScrollArea) and not getattr(place, "flows", False)):
                place = place.parentWidget()
            if place is not None:
                scroll_to(place, self.to_reveal)
            self.to_reveal = None

    def reveal(self, widget: QWidget) -> None:
        """Scroll to `widget` two frames later: the page has to grow first."""
        self.to_reveal, self.reveal_in = widget, 2

    def refill(self, layout: QVBoxLayout, parts: Sequence[QWidget]) -> None:
        """Replace what is in `layout` by `parts`, in the page's theme."""
        fill(layout, parts, self.theme)


class FootButton(Button):
    """A button at the foot; its text and action change with the step."""

    def __init__(self, kind: str) -> None:
        super().__init__("", kind=kind)
        self.press: Press | None = None
        self.clicked.connect(self._pressed)
        if kind != "quiet":
            self.setMinimumHeight(38)

    def show_press(self, press: Press | None) -> None:
        """Become this button; None hides it."""
        self.press = press
        self.setVisible(press is not None)
        if press is None:
            return
        if press.text != self.text():
            self.setText(press.text)
            self.setAccessibleName(press.text)
        self.setEnabled(not press.why_not)
        self.setToolTip(tip_text(press.why_not))
        self.setAccessibleDescription(press.why_not)

    def _pressed(self) -> None:
        if self.press is not None:
            self.press.act()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(max(hint.width() + 12, 78), 38) if self.property("kind") != "quiet" else hint

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), super().sizeHint().height())  # in a low window as low as any button


class FootRow(QWidget):
    """The foot of the wizard."""

    QUIET = 3

    def __init__(self) -> None:
        super().__init__()
        self.quiet = [FootButton("quiet") for _ in range(self.QUIET)]
        self.second, self.primary = FootButton(""), FootButton("primary")
        self.setLayout(row(*self.quiet, None, self.second, self.primary, gap=10))

    def show_foot(self, foot: Foot) -> None:
        """Show these buttons."""
        self.primary.show_press(foot.primary)
        self.second.show_press(foot.second)
        for place, button in enumerate(self.quiet):
            button.show_press(foot.quiet[place] if place < len(foot.quiet) else None)


class Unfold(QWidget):
    """A heading that folds and unfolds what is below it."""

    def __init__(self, title: str, inside: QWidget) -> None:
        super().__init__()
        self.head = Button(title, self.toggle, kind="quiet", icon="right")
        self.inside = inside
        inside.hide()
        line = row(self.head, None, gap=0)
        self.setLayout(column(line, inside, gap=6))

    def toggle(self) -> None:
        """Fold or unfold."""
        self.show_open(self.inside.isHidden())

    def show_open(self, is_open: bool) -> None:
        """Unfold or fold."""
        self.inside.setVisible(is_open)
        self.head.set_icon("down" if is_open else "right")


def scroll_to(area: QScrollArea, widget: QWidget) -> None:
    """Scroll until all of `widget` is visible, or its top; Qt's own method only follows a text cursor."""
    bar, space = area.verticalScrollBar(), area.viewport().height()
    top = widget.mapTo(area.viewport(), QPoint(0, 0)).y() + bar.value()
    if top + widget.height() > bar.value() + space:
        bar.setValue(min(top, top + widget.height() - space))
    elif top < bar.value():
        bar.setValue(top)


def scrolled(inside: QWidget, *, may_flow: bool = False) -> Scroll:
    """Return a body that scrolls if the window is too low for it."""
    made = Scroll(inside, folds=True, may_flow=may_flow)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    return made


def heading(text: str) -> Label:
    """Return a small heading inside a page."""
    return Label(text, bold=True)
