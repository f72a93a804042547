"""A person's Python file: its text, and the plain question whether it shall be run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit

from core.messages.own.arrays import SeenCode
from gui.data.forms.form import Form
from gui.kit.pieces import Button, Label, column, row
from gui.kit.theme import Theme, mono
from gui.kit.words import tr

TEXT_PX = 220


class CodeForm(Form):
    """Shows the text; `run(sha256)` when a person has said so. `python`: what it would be run with, in words."""

    ready = False

    def __init__(self, run: Callable[[str], Any], python: str) -> None:
        super().__init__()
        self.seen: SeenCode | None = None
        self.asked = Label(wrap=True)
        self.warned = Label(
            tr("A program can do whatever you can do on this computer: read, change and delete files, use the network. "
               "Run it only if you have written it or know who has."),
            kind="soft", wrap=True,
        )  # fmt: skip
        self.with_ = Label(tr("It is run with {python}.", python=python), kind="soft", size="note_px", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(TEXT_PX)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setAccessibleName(tr("The text of the file"))
        self.text.setAccessibleDescription(tr("The text of the file"))
        self.run_button = Button(tr("Run it"), lambda: self.seen is not None and run(self.seen.sha256))
        self.run_button.setAutoDefault(True)
        self.setLayout(column(self.asked, self.text, self.warned, self.with_, row(self.run_button, None), gap=8))

    def set_theme(self, theme: Theme) -> None:
        """Use `theme` from now on."""
        self.text.setFont(mono(theme, theme.note_px))

    def show_seen(self, seen: SeenCode) -> None:
        """Show a file."""
        self.seen = seen
        self.asked.put(
            tr(
                "{name} is a Python program. Shall it be run? What its data() returns becomes the data.",
                name=seen.title,
            )
        )
        self.text.setPlainText(seen.text)
