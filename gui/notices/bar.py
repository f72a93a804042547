"""Bars: one calm sentence over the page, with buttons. Never modal, never two on one subject, and nothing moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from gui.kit.dialog import Dialog
from gui.kit.painting import pixmap
from gui.kit.pieces import Button, Label, apply_theme, column, row
from gui.kit.theme import Theme, mono
from gui.kit.words import tr

Tone = Literal["bad", "note"]
SENTENCE_PX = 300
"""The room that a sentence needs beside buttons."""
WIDEST_PX, MARGIN_PX = 820, 12
BELOW_PX = 62
"""So far below the page's top the bars begin: the buttons of each page are there."""


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


class Bar(QFrame):
    """A sentence, its buttons and, behind "Details", the report."""

    def __init__(self, sentence: str, *, tone: Tone, does: tuple[BarButton, ...] = (), report: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setProperty("tone", tone)
        self.sentence, self.report = Label(sentence, wrap=True), report
        self.setAccessibleName(sentence)
        self.top = row(Mark(tone), self.sentence, gap=10)
        self.top.setStretch(1, 1)
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
        self.top.addWidget(self.buttons)
        self.top.addWidget(Button(kind="small", icon="close", name=tr("Close"), act=self.leave))
        self.inside = column(self.top, gap=6)
        self.inside.setContentsMargins(14, 8, 10, 8)
        self.setLayout(self.inside)
        self.beside = True
        self.buttons.setVisible(line.count() > 0)

    def place_buttons(self, width: int) -> None:
        """Put the buttons beside the sentence, or below it where they would leave it too little room."""
        beside = self.buttons.sizeHint().width() + SENTENCE_PX <= width
        if beside == self.beside:
            return
        self.beside = beside
        if beside:
            self.inside.removeWidget(self.buttons)
            self.top.insertWidget(2, self.buttons)
        else:
            self.top.removeWidget(self.buttons)
            self.inside.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignLeft)

    def _done(self, do: BarButton) -> None:
        if not do.stays:
            self.leave()
        do.act()

    def copy(self) -> None:
        """Copy the report to the clipboard."""
        QGuiApplication.clipboard().setText(f"{self.sentence.text()}\n\n{self.report}")

    def show_details(self) -> None:
        """Open the report in a dialog."""
        bars = self.parentWidget()
        if isinstance(bars, Bars) and bars.theme is not None:
            made = Dialog(self.window(), bars.theme, title=tr("Details"), sentence=self.sentence.text())
            made.body.addWidget(Report(self.report))
            made.add_button(tr("Copy report"), self.copy)
            made.add_button(tr("Close"), None, kind="primary")
            made.show_now()

    def leave(self) -> None:
        """Remove this bar."""
        bars = self.parentWidget()
        if isinstance(bars, Bars):
            bars.remove_bar(self)


class Bars(QWidget):
    """The visible bars, the newest on top. A new bar replaces the one on the same subject.

    They lie over the page, below its own bar, so that nothing moves when one comes or goes: `over` says where the page
    is in the window.
    """

    def __init__(self) -> None:
        super().__init__()
        self.theme: Theme | None = None
        self.up: dict[str, Bar] = {}
        self.makes: dict[str, Callable[[], Bar]] = {}
        """What makes each of them again, in the language of that moment."""
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(8)
        self.setLayout(self.list)
        self.page = QRect()
        self.hide()

    def over(self, page: QRect) -> None:
        """Lie over `page`, the place of the page in the window."""
        self.page = page
        self.place()

    def place(self) -> None:
        """Take as much room as the bars need now, in the middle of the page."""
        if self.isHidden() or self.page.isEmpty():
            return
        width = min(WIDEST_PX, self.page.width() - 2 * MARGIN_PX)
        for bar in self.up.values():
            bar.place_buttons(width)
        top = min(BELOW_PX, self.page.height() // 5)
        tall = min(self.list.heightForWidth(width), self.page.height() - top - MARGIN_PX)
        x = self.page.x() + (self.page.width() - width) // 2
        self.setGeometry(x, self.page.y() + top, width, tall)
        self.raise_()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return done

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.theme = theme

    def show_bar(self, subject: str, make: Callable[[], Bar]) -> Bar:
        """Show the bar that `make` makes; it replaces the one on `subject`."""
        self.remove(subject)
        bar = self.up[subject] = make()
        self.makes[subject] = make
        self.list.insertWidget(0, bar)
        if self.theme is not None:
            apply_theme(bar, self.theme)
        self.show()
        self.place()
        return bar

    def remove(self, subject: str) -> None:
        """Remove the bar on `subject`, if there is one."""
        if (bar := self.up.get(subject)) is not None:
            self.remove_bar(bar)

    def remove_bar(self, bar: Bar) -> None:
        """Remove this bar."""
        self.up = {subject: kept for subject, kept in self.up.items() if kept is not bar}
        self.makes = {subject: make for subject, make in self.makes.items() if subject in self.up}
        focused = QApplication.focusWidget()
        if focused is not None and bar.isAncestorOf(focused):
            focused.clearFocus()  # else Qt gives the focus to the next widget
        self.list.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(bool(self.up))
        self.place()
