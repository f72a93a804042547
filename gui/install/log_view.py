"""The log of an install or of a plan, to read and to copy."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit

from core.files import read_bytes
from gui.kit.theme import Theme, mono
from gui.kit.words import tr

LOG_LINES = 5000
LOG_BYTES = 4 << 20
"""A log file that is larger is not read into the window."""


class LogView(QPlainTextEdit):
    """The log. New lines are added once a frame, so a flood of lines costs little."""

    def __init__(self, lines: deque[str]) -> None:
        super().__init__()
        self.lines, self.pending = lines, deque[str](maxlen=LOG_LINES)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setMaximumBlockCount(LOG_LINES)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFixedHeight(170)
        self.setAccessibleName(tr("Log"))
        self.setPlainText("\n".join(lines))

    def set_theme(self, theme: Theme) -> None:
        self.setFont(mono(theme, 11))

    def empty(self) -> None:
        """Remove every line."""
        self.lines.clear()
        self.pending.clear()
        self.clear()

    def add(self, text: str) -> None:
        """Keep a line; the next frame shows it."""
        self.lines.append(text)
        self.pending.append(text)

    def draw(self) -> None:
        """Show the new lines."""
        if self.pending:
            self.appendPlainText("\n".join(self.pending))
            self.pending.clear()

    def show_file(self, path: str) -> None:
        """Show what is in a log file, or that it cannot be read."""
        self.empty()
        try:
            text = read_bytes(Path(path), limit_bytes=LOG_BYTES).decode("utf-8", "replace")
        except OSError:
            text = tr("The log {path} cannot be read.", path=path)
        for line in text.splitlines():
            self.add(line)
