"""The Python line with its history and completion, and what was said to every line."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QTextBrowser

from core.messages.inside.bench import LineDone, LineOptions
from core.sentence import Sentence
from gui.inside.bench.words import took_text
from gui.kit.theme import Theme, mono
from gui.kit.words import read, tr

KEPT = 200
"""Entries of the transcript, and lines of the history."""


@dataclass(frozen=True)
class Entry:
    """A line and what came of it; `note`: a sentence of ours."""

    text: str = ""
    printed: str = ""
    value: str = ""
    note: Sentence | None = None
    bad: bool = False
    said: str = ""
    took: str = ""


def entry_of(done: LineDone) -> Entry:
    """Return what is shown of a line that has run."""
    error = done.error
    return Entry(
        done.text, done.printed, done.value, error.sentence if error is not None else None, error is not None,
        error.said if error is not None else "", took_text(done.seconds),
    )  # fmt: skip


class Transcript(QTextBrowser):
    """What was typed and what was said, the newest last."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.theme: Theme | None = None
        self.setOpenLinks(False)
        self.setAccessibleName(tr("What was typed and answered"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(70)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 70)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.setFont(mono(theme, theme.note_px))
        self._show()

    def add(self, entry: Entry) -> None:
        """Add what came of a line."""
        self.entries = [*self.entries, entry][-KEPT:]
        self._show()

    def empty(self) -> None:
        """Show nothing any more."""
        self.entries = []
        self._show()

    def _show(self) -> None:
        if self.theme is None:
            return
        self.setHtml("".join(_html(entry, self.theme) for entry in self.entries))
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())


def _html(entry: Entry, theme: Theme) -> str:
    soft, parts = theme.soft.name(), []
    if entry.text:
        took = f'<span style="color:{soft}">&nbsp;&nbsp;{html.escape(entry.took)}</span>' if entry.took else ""
        parts.append(f'<span style="color:{soft}">&gt;&gt;&gt; </span>{_plain(entry.text)}{took}')
    parts += [_plain(text) for text in (entry.printed, entry.value) if text]
    if entry.note is not None and read(entry.note):
        color = theme.narrowed if entry.bad else theme.soft
        parts.append(f'<span style="color:{color.name()}">{_plain(read(entry.note))}</span>')
    if entry.said:
        parts.append(f'<span style="color:{soft}">{_plain(entry.said)}</span>')
    return f'<div style="margin-bottom:4px">{"<br>".join(parts)}</div>'


def _plain(text: str) -> str:
    return html.escape(text).replace("  ", "&nbsp; ").replace("\n", "<br>")


class PythonLine(QLineEdit):
    """One line of Python: Enter runs it, up and down go through what was typed, Tab completes."""

    def __init__(self, run: Callable[[str], bool], complete: Callable[[str], Any], stop: Callable[[], Any]) -> None:
        super().__init__()
        self.run, self.complete, self.stop = run, complete, stop
        self.history: list[str] = []
        self.place, self.draft = 0, ""
        self.setMaxLength(10_000)
        self.setAccessibleName(tr("A line of Python"))
        self.setPlaceholderText(">>> x = torch.arange(12).reshape(3, 4)")
        self.returnPressed.connect(self.enter)

    def set_theme(self, theme: Theme) -> None:
        self.setFont(mono(theme, theme.body_px))

    def enter(self) -> None:
        """Run what stands here."""
        text = self.text().strip().replace("\0", "")
        if not text or not self.run(text):
            return
        if not self.history or self.history[-1] != text:
            self.history = [*self.history, text][-KEPT:]
        self.place, self.draft = len(self.history), ""
        self.clear()

    def put(self, text: str) -> None:
        """Write a line for the person, to be run or changed."""
        self.setText(text)
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            before = self.text()[: self.cursorPosition()]
            if event.key() == Qt.Key.Key_Tab and before and (before[-1].isalnum() or before[-1] in "._"):
                self.complete(before)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.hasSelectedText():
            self.stop()
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        if self.place == len(self.history):
            self.draft = self.text()
        place = min(max(self.place + by, 0), len(self.history))
        if place != self.place:
            self.place = place
            self.setText(self.history[place] if place < len(self.history) else self.draft)

    def show_options(self, options: LineOptions) -> tuple[str, ...]:
        """Write what all words begin with; return the words if there are several."""
        before, after = self.text()[: self.cursorPosition()], self.text()[self.cursorPosition() :]
        if before != options.text or not options.words:
            return ()
        first, last = min(options.words), max(options.words)
        common = first[: next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
        begun = before[: options.place] + (
            common if len(common) >= len(before) - options.place else before[options.place :]
        )
        self.setText(begun + after)
        self.setCursorPosition(len(begun))
        return options.words if len(options.words) > 1 else ()
