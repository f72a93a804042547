"""Dialogs in the app's style: a title, a text, and buttons at the bottom right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QLineEdit, QVBoxLayout, QWidget

from gui.kit.pieces import Button, Label, apply_theme, column, row
from gui.kit.theme import Theme
from gui.kit.words import tr


class Dialog(QDialog):
    """A window-modal dialog; training goes on. Content goes into `body`; `add_button` adds a button."""

    def __init__(self, parent: QWidget, theme: Theme, *, title: str, sentence: str = "") -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setModal(True)
        self.sentence = Label(sentence, kind="soft", wrap=True)
        self.sentence.setVisible(bool(sentence))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = row(None)
        self.heading = Label(title, size="name_px", bold=True)
        layout = column(self.heading, self.sentence, self.body, 4, self.buttons, gap=12)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        self.setLayout(layout)
        self.setMinimumWidth(400)

    def add_button(self, text: str, act: Callable[[], Any] | None, *, kind: str = "") -> Button:
        """Add a button that closes and runs `act`. Enter presses the focused button, elsewhere the primary one."""
        button = Button(text, kind=kind)
        button.clicked.connect(lambda _=False: self._chosen(act))
        button.setAutoDefault(True)
        button.setDefault(kind == "primary")
        self.buttons.addWidget(button)
        return button

    def _chosen(self, act: Callable[[], Any] | None) -> None:
        self.accept()
        if act is not None:
            act()

    def show_now(self) -> None:
        """Open, without waiting for an answer."""
        apply_theme(self, self.theme)
        self.open()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and (parent := self.parentWidget()) is not None:
            return QApplication.sendEvent(parent.window(), event)  # the window explains words, in its dialogs too
        return super().event(event)

    def done(self, result: int) -> None:
        super().done(result)
        self.deleteLater()


def ask_text(
    parent: QWidget, theme: Theme, *, title: str, sentence: str, text: str, do: str, act: Callable[[str], Any]
) -> Dialog:
    """Ask for one line of text."""
    made = Dialog(parent, theme, title=title, sentence=sentence)
    editor = QLineEdit(text)
    editor.setAccessibleName(title)
    editor.selectAll()
    made.body.addWidget(editor)
    made.add_button(tr("Cancel"), None)
    button = made.add_button(do, lambda: act(editor.text().strip()), kind="primary")
    editor.textChanged.connect(lambda now: button.setEnabled(bool(now.strip())))
    made.show_now()
    editor.setFocus()
    return made


def ask_sure(parent: QWidget, theme: Theme, *, title: str, sentence: str, do: str, act: Callable[[], Any]) -> Dialog:
    """Ask before something that cannot be undone. Enter cancels, unless the focus is on `do`."""
    made = Dialog(parent, theme, title=title, sentence=sentence)
    add_danger(made, do, act)
    made.show_now()
    return made


def add_danger(dialog: Dialog, do: str, act: Callable[[], Any]) -> None:
    """Add Cancel, with the focus, and a red button `do` that runs `act`."""
    cancel = dialog.add_button(tr("Cancel"), None)
    dialog.add_button(do, act, kind="danger")
    cancel.setDefault(True)
    cancel.setFocus()
