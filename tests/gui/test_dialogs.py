"""The keyboard in dialogs: Enter presses what has the focus, and nothing that cannot be undone by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_events import Previewed
from core.net.plan import Cost, Edit, Narrow, RemoveLayer, mlp
from gui.kit.dialog import Dialog, ask_sure, ask_text
from gui.kit.pieces import apply_theme
from gui.kit.theme import theme_for
from gui.notices.bar import Bar, Bars
from gui.train.drawing.legend import legend_dialog
from gui.train.panels.new_net import NewNet
from gui.train.panels.preview import PreviewDialog
from tests.gui import nets

THEME = theme_for("light", motion=False)
Done = list[str]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def deleting(parent: QWidget, done: Done) -> Dialog:
    return ask_sure(parent, THEME, title="?", sentence="", do="Delete", act=lambda: done.append("Delete"))


def renaming(parent: QWidget, done: Done) -> Dialog:
    return ask_text(parent, THEME, title="?", sentence="", text="a", do="Rename", act=lambda _: done.append("Rename"))


def weighing(edit: Edit, gentler: Edit | None, parent: QWidget, done: Done) -> Dialog:
    cost, words = Cost(1, 1, 1), {edit: "Do it" if gentler is None else "Do it anyway"}
    if gentler is not None:
        words[gentler] = "Remove when ready"
    previewed = Previewed(edit, cost, cost, 0.1, 0.3, 0.9, 0.8, None, gentler, mlp(64, (32, 24), 10), 0)
    made = PreviewDialog(parent, THEME, previewed, task="classify", do=lambda one: done.append(words[one]))
    made.show_now()
    return made


def narrowing(parent: QWidget, done: Done) -> Dialog:
    return weighing(Narrow(1, 8), None, parent, done)


def removing(parent: QWidget, done: Done) -> Dialog:
    return weighing(RemoveLayer(1), RemoveLayer(1, "ready"), parent, done)


def beginning(parent: QWidget, done: Done) -> Dialog:
    made = NewNet(parent, THEME, nets.loaded().data, begin=lambda _: done.append("Begin"))
    made.show_now()
    return made


def explaining(parent: QWidget, done: Done) -> Dialog:
    made = legend_dialog(parent, THEME)
    made.show_now()
    return made


def reporting(parent: QWidget, done: Done) -> Dialog:
    bars = Bars()
    bars.setParent(parent)
    apply_theme(bars, THEME)
    bars.show_bar("bug", lambda: Bar("It broke.", tone="bad", report="why")).show_details()
    found = QApplication.activeModalWidget()
    assert isinstance(found, Dialog)
    return found


ALL = (deleting, renaming, narrowing, removing, beginning, explaining, reporting)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(qtbot: QtBot, dialog: Dialog) -> Dialog:
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow())
    return dialog


def press(dialog: Dialog, key: Qt.Key) -> None:
    """Press a key as the system does: it goes to the window, which gives it to what has the focus."""
    QTest.keyClick(dialog.windowHandle(), key)


def buttons(dialog: Dialog) -> list[QPushButton]:
    return [one for one in dialog.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]


@pytest.mark.parametrize("open_", ALL)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_focused_button(
    parent: QWidget, qtbot: QtBot, open_: Callable[[QWidget, Done], Dialog], key: Qt.Key
) -> None:
    dialog = shown(qtbot, open_(parent, []))
    names = [one.text() for one in buttons(dialog)]
    dialog.reject()
    for name in names:
        done: Done = []
        dialog = shown(qtbot, open_(parent, done))
        (button,) = (one for one in buttons(dialog) if one.text() == name)
        for _ in range(20):
            if QApplication.focusWidget() is button:
                break
            press(dialog, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button, f"Tab does not reach {name}"
        closed: list[int] = []
        dialog.finished.connect(closed.append)
        press(dialog, key)
        assert closed, name
        assert done == ([] if name in ("Cancel", "Close", "Copy report") else [name])


def test_enter_at_once_deletes_nothing(parent: QWidget, qtbot: QtBot) -> None:
    done: Done = []
    dialog = shown(qtbot, deleting(parent, done))
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Cancel"
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    press(dialog, Qt.Key.Key_Return)
    assert closed
    assert done == []


@pytest.mark.parametrize("open_", ALL)
def test_no_red_button_is_pressed_by_an_enter_elsewhere(
    parent: QWidget, qtbot: QtBot, open_: Callable[[QWidget, Done], Dialog]
) -> None:
    dialog = shown(qtbot, open_(parent, []))
    assert not [one.text() for one in buttons(dialog) if one.isDefault() and one.property("kind") == "danger"]
    dialog.reject()


def test_enter_in_a_line_of_text_does_what_was_asked_for(parent: QWidget, qtbot: QtBot) -> None:
    done: Done = []
    dialog = shown(qtbot, renaming(parent, done))
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    press(dialog, Qt.Key.Key_Return)
    assert done == ["Rename"]
