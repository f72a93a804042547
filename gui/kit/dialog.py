"""Dialogs in the app's style: a title, a text, and buttons at the bottom right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.kit.pieces import Button, Label, apply_theme, column, row
from gui.kit.theme import Theme
from gui.kit.words import tr

FIELD_PX = 360


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

    def add_button(self, text: str, act: Callable[[], Any] | None, *, kind: str = "", stays: bool = False) -> Button:
        """Add a button that closes (unless it `stays`) and runs `act`. Enter presses it when it has the focus; in a
        line of text and where nothing has the focus, Enter presses the primary one."""
        button = Button(text, kind=kind)
        button.clicked.connect(lambda _=False: act() if stays and act is not None else self._chosen(act))
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do what has the focus: a button, a list or a tick is not passed over for the coloured button."""
        focused = self.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or isinstance(focused, QPushButton | QLineEdit):
            super().keyPressEvent(event)
        elif isinstance(focused, QAbstractButton):
            focused.click()
        elif isinstance(focused, QComboBox):
            focused.showPopup()

    def done(self, result: int) -> None:
        super().done(result)
        self.deleteLater()


def ask_text(
    parent: QWidget, theme: Theme, *, title: str, sentence: str, text: str, do: str, act: Callable[[str], Any]
) -> Dialog:
    """Ask for one line of text. If `act` returns a text, that is why it cannot be: it is shown below the field, and the
    dialog stays with what was typed."""
    made = Dialog(parent, theme, title=title, sentence=sentence)
    editor = QLineEdit(text)
    editor.setAccessibleName(title)
    editor.setMinimumWidth(FIELD_PX)
    editor.selectAll()
    why = Label(kind="problem", wrap=True)
    why.hide()
    made.body.addWidget(editor)
    made.body.addWidget(why)

    def done() -> None:
        told = act(editor.text().strip())
        if not isinstance(told, str):
            made.accept()
            return
        why.put(told)
        why.setMinimumHeight(why.heightForWidth(editor.width()))  # the dialog was made for less
        why.show()
        made.adjustSize()
        editor.setAccessibleDescription(told)
        editor.setFocus()

    def typed(now: str) -> None:
        button.setEnabled(bool(now.strip()))
        why.hide()

    made.add_button(tr("Cancel"), None)
    button = made.add_button(do, done, kind="primary", stays=True)
    editor.textChanged.connect(typed)
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
