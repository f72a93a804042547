"""The keyboard: the app's keys reach the app, whatever has the focus.

A key goes to the focused widget first, and a list, a drop-down or a button keep letters, + and Space for themselves.
So what `gui.kit.actions` promises is asked for before that, as Qt does it for shortcuts: only a widget that text is
typed into may claim a key. Space is the one key with two meanings: on a button that the keyboard has gone to it presses
that button, as everywhere; a layer, a drop-down, a list and what was only clicked leave it to Play. Enter presses what
has the focus: a button, a switch, a drop-down. The Menu key opens the menu of what has the focus, if that has one
(`own_menu`), else that of the selected layer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from gui.kit.actions import pressed, pressed_in_class
from gui.kit.inputs import Clicked

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ONCE = ("play", "full_screen", "quit", "leave")
"""Not again and again while the key is held."""


class Keyboard:
    """`does` returns what the actions do at this moment. Where all keys are promised (`all_promised`), one that is
    impossible now does nothing, instead of choosing something in a list; elsewhere it is left to the widget."""

    def __init__(
        self,
        window: QWidget,
        does: Callable[[], Mapping[str, Callable[[], Any]]],
        all_promised: Callable[[], bool],
        in_class: Callable[[], bool],
    ) -> None:
        self.does, self.all_promised, self.in_class = does, all_promised, in_class
        self._act: Callable[[], Any] | None = None
        self._shortcut = QShortcut(window)
        self._shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        self._shortcut.activated.connect(self._do)
        self._shortcut.activatedAmbiguously.connect(self._do)

    def offer(self, event: QKeyEvent) -> None:
        """Make the key of `event` a shortcut if it does something now. Qt asks for shortcuts right after this."""
        in_class = self.in_class()
        name = pressed_in_class(event) if in_class else pressed(event)
        if name == "play" and not in_class and presses_by_space(QApplication.focusWidget()):
            name = ""
        if event.key() == Qt.Key.Key_Menu and getattr(QApplication.focusWidget(), "own_menu", False):
            name = ""  # M is still the selected layer's
        self._act = self.does().get(name) if name else None
        if name and self._act is None and self.all_promised():
            self._act = _nothing
        self._shortcut.setEnabled(self._act is not None)
        if self._act is not None:
            combination = event.keyCombination()
            plain = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
            self._shortcut.setKey(QKeySequence(plain.value | combination.key().value))
            self._shortcut.setAutoRepeat(name not in ONCE)

    def _do(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()

    def press(self, event: QKeyEvent, focused: QWidget | None) -> bool:
        """Do what a key asks for that the focused widget left over; return whether it asked for anything."""
        if event.key() in ENTER and isinstance(focused, QAbstractButton) and focused.isEnabled():
            focused.click()
            return True
        if event.key() in ENTER and isinstance(focused, QComboBox):
            focused.showPopup()
            return True
        name = pressed(event)
        act = self.does().get(name) if name else None
        if act is not None:
            act()
        return act is not None


def presses_by_space(focused: QWidget | None) -> bool:
    """Return whether Space presses the focused widget: a button does, unless it says `keeps_space` is False."""
    return isinstance(focused, QAbstractButton | Clicked) and bool(getattr(focused, "keeps_space", True))


def _nothing() -> None:
    pass
