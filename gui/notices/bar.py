"""A bar: one calm sentence over the page, with buttons; never modal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from gui.kit.dialog import Dialog
from gui.kit.folding import AIR_PX, fold
from gui.kit.painting import pixmap
from gui.kit.pieces import Button, Elided, Label, column, row
from gui.kit.theme import Theme, mono
from gui.kit.words import tr
from gui.notices.masked import masked, person_here

Tone = Literal["bad", "note"]
SENTENCE_PX = 300
"""The room that a sentence needs beside buttons."""
MARGINS, FOLDED_MARGINS = (14, 8), (10, 2)


@dataclass(frozen=True)
class BarButton:
    """A button of a bar: text and action. The bar goes away unless it `stays`."""

    text: str
    act: Callable[[], Any]
    primary: bool = False
    stays: bool = False


class Mark(QLabel):
    """The sign before the sentence: its shape says the same as its colour."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self.tone = tone
        self.setFixedSize(18, 18)

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        color = theme.bad if self.tone == "bad" else theme.accent
        self.setPixmap(
            pixmap("warning" if self.tone == "bad" else "info", color, ratio=max(2.0, self.devicePixelRatioF()))
        )


class Report(QPlainTextEdit):
    """The text of a report, to read and copy."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFixedSize(560, 260)
        self.setAccessibleName(tr("Details"))

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.setFont(mono(theme, 11))


class Holder(Protocol):
    """What holds the bars (`gui.notices.bars`)."""

    theme: Theme | None

    def place(self) -> None:
        """Give each its place."""

    def remove_bar(self, bar: Bar) -> None:
        """Remove one."""


class Bar(QFrame):
    """A sentence, its buttons and, behind "Details", the report. Folded, it is one line that can be opened."""

    def __init__(self, sentence: str, *, tone: Tone, does: tuple[BarButton, ...] = (), report: str = "") -> None:
        super().__init__()
        self.held_by: Holder | None = None
        self.setProperty("kind", "bar")
        self.setProperty("tone", tone)
        self.sentence, self.report = Label(sentence, wrap=True), report
        self.line = Elided(sentence)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(sentence)
        self.more = Button(kind="small", icon="down", name=tr("Show the whole message"), act=self.open_whole)
        self.waiting = Label(kind="soft", size="note_px", tabular=True)
        shut = Button(kind="small", icon="close", name=tr("Close"), act=self.leave)
        self.top = row(Mark(tone), self.sentence, self.line, self.more, self.waiting, shut, gap=10)
        self.top.setStretch(1, 1)
        self.top.setStretch(2, 1)
        self.buttons, line = QWidget(), row(gap=8)
        if report:
            self.open = Button(tr("Details"), self.show_details, kind="link")
            line.addWidget(self.open)
            line.addWidget(Button(tr("Copy report"), self.copy, kind="link"))
        for do in does:
            button = Button(do.text, kind="primary" if do.primary else "")
            button.clicked.connect(lambda _=False, do=do: self._done(do))
            line.addWidget(button)
        self.buttons.setLayout(line)
        self.top.insertWidget(3, self.buttons)
        self.inside = column(self.top, gap=6)
        self.setLayout(self.inside)
        self.beside, self.folded, self.opened = True, True, False
        self.offers = line.count() > 0
        """Whether there is something to do about it."""
        self.show_folded(False)
        self.show_waiting(0)

    def hide_buttons(self) -> None:
        """Offer nothing: in a recording nothing can be done."""
        self.offers = False
        self.buttons.hide()

    def show_waiting(self, count: int) -> None:
        """Say how many messages wait until this one is closed."""
        self.waiting.put(f"+{count}" if count else "")
        self.waiting.setToolTip(tr("More messages, shown when this one is closed: {count}", count=count))
        self.waiting.setVisible(count > 0)

    def open_whole(self) -> None:
        """Show all of it although it covers something: a person has asked for it."""
        self.opened = True
        if self.held_by is not None:
            self.held_by.place()

    def show_folded(self, folded: bool) -> None:
        """Show one line, or all of it."""
        if folded == self.folded:
            return
        self.folded = folded
        self.sentence.setVisible(not folded)
        self.buttons.setVisible(not folded and self.offers)
        self.line.setVisible(folded)
        self.more.setVisible(folded)
        across, down = FOLDED_MARGINS if folded else MARGINS
        self.inside.setContentsMargins(across, down, across - 4, down)

    def is_beside(self, width: int) -> bool:
        """Return whether the buttons have room beside the sentence."""
        return self.wide + SENTENCE_PX <= width

    @property
    def wide(self) -> int:
        """The width of the buttons beside each other."""
        widths = [button.sizeHint().width() for button in self.buttons.findChildren(Button)]
        return sum(widths) + 8 * max(len(widths) - 1, 0)

    def tall(self, width: int) -> int:
        """Return about how tall all of it is in `width` pixels."""
        beside = self.is_beside(width)
        buttons = max((button.sizeHint().height() for button in self.buttons.findChildren(Button)), default=0)
        words = width - 2 * MARGINS[0] - 18 - 28 - 2 * 10 - (self.wide + 10 if beside and self.offers else 0)
        tall = max(self.sentence.heightForWidth(max(words, 40)), buttons if beside else 0, 28)
        below = 0 if beside or not self.offers else buttons + 6
        if below and self.wide > width - 2 * MARGINS[0]:  # one below the other
            below = sum(button.sizeHint().height() + 8 for button in self.buttons.findChildren(Button))
        return tall + below + 2 * MARGINS[1] + 2

    def place_buttons(self, width: int) -> None:
        """Put the buttons beside the sentence, or below it where they would leave it too little room."""
        beside = self.is_beside(width)
        if beside != self.beside:
            self.beside = beside
            if beside:
                self.inside.removeWidget(self.buttons)
                self.top.insertWidget(3, self.buttons)
            else:
                self.top.removeWidget(self.buttons)
                self.inside.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignLeft)
        fold(self.buttons, max(self.wide + AIR_PX, 0) if beside else width - 2 * MARGINS[0])

    def _done(self, do: BarButton) -> None:
        if not do.stays:
            self.leave()
        do.act()

    def copy(self) -> None:
        """Copy the report to the clipboard."""
        QGuiApplication.clipboard().setText(masked(f"{self.sentence.text()}\n\n{self.report}", person_here()))

    def show_details(self) -> None:
        """Open the report in a dialog."""
        theme = self.held_by.theme if self.held_by is not None else None
        if theme is not None:
            made = Dialog(self.window(), theme, title=tr("Details"), sentence=self.sentence.text())
            made.body.addWidget(Report(self.report))
            made.add_button(tr("Copy report"), self.copy)
            made.add_button(tr("Close"), None, kind="primary")
            made.show_now()

    def leave(self) -> None:
        """Remove this bar."""
        if self.held_by is not None:
            self.held_by.remove_bar(self)
