"""Every dialog on every screen: no larger than the screen, nothing cut in it, its buttons always in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.data.forms.columns import ColumnTable
from gui.kit import dialog as dialogs
from gui.kit.dialog import Dialog
from gui.kit.pieces import Label
from gui.kit.theme import theme_for
from gui.kit.words import Language, install_language, remove_translators
from gui.window.appearance import apply_theme_to_app, the_app
from tests.gui.test_dialogs import ALL, Done, deleting
from tests.gui.test_screens import CONTROLS, cut, name, outside

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROOMS = [(1024, 662), (682, 428), (512, 312), (405, 242)]
"""A screen of 1024×700 at 100, 150, 200 and 250 %, less the frame of a window."""


@pytest.fixture
def spoken(request: pytest.FixtureRequest) -> Iterator[Language]:
    translators = install_language(the_app(), request.param)
    yield request.param
    remove_translators(the_app(), translators)


def faults_of(made: Dialog, room: QSize) -> list[str]:
    found = []
    if made.width() > room.width() or made.height() > room.height():
        found.append(f"{made.size().toTuple()} on {room.toTuple()}")
    for part in made.findChildren(QWidget):
        if not part.isVisible() or part.window() is not made:
            continue
        bar = part.horizontalScrollBar() if isinstance(part, QAbstractScrollArea) else None
        bar = None if isinstance(part, ColumnTable) else bar  # a person's table is as wide as it is
        if bar is not None and bar.maximum() > 0 and (isinstance(part, QScrollArea) or bar.isVisible()):
            found.append(f"sideways: {type(part).__name__} {bar.maximum()}")
        if isinstance(part, CONTROLS):
            if outside(part, made):
                found.append(f"outside: {name(part)}")
            elif cut(part):
                found.append(f"cut: {name(part)} {part.width()}×{part.height()}")
    for place in range(made.buttons.count()):
        button = made.buttons.itemAt(place).widget()
        offered = isinstance(button, QPushButton) and not button.isHidden()
        if offered and button.visibleRegion().boundingRect() != button.rect():
            found.append(f"out of sight: {name(button)}")
    return found


@pytest.mark.parametrize("spoken", ["en", "ko"], indirect=True)
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("opens", ALL)
def test_every_dialog_fits_every_screen(
    opens: object, room: tuple[int, int], spoken: Language, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "room_on_screen", lambda _widget: QSize(*room))
    parent, done = QWidget(), Done()
    qtbot.addWidget(parent)
    parent.resize(*room)
    parent.show()
    made = opens(parent, done)  # type: ignore[operator]
    for _ in range(8):
        QApplication.processEvents()
    assert faults_of(made, QSize(*room)) == []
    made.close()


def test_a_dialog_with_room_does_not_scroll(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = deleting(parent, [])
    assert made.scroller is None
    made.close()


def test_a_dialog_that_needs_most_of_the_screen_gets_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    tall = parent.screen().availableGeometry().height() * 3 // 4
    monkeypatch.setattr(dialogs, "room_on_screen", lambda _widget: QSize(4000, 4000))
    made = Dialog(parent, theme_for("light", motion=False), title="?", sentence="Some words. " * 40)
    text, words = QPlainTextEdit(), Label("Some words. " * 40, wrap=True)
    text.setMinimumSize(360, tall)
    made.body.addWidget(words)
    made.body.addWidget(text)
    made.add_button("Close", None, kind="primary")
    made.show_now()
    button = made.buttons.itemAt(made.buttons.count() - 1).widget()
    qtbot.waitUntil(button.isVisible)
    assert made.scroller is None
    assert button.geometry().top() > text.geometry().bottom()
    assert words.height() >= words.heightForWidth(words.width())
    made.close()


@pytest.mark.parametrize("kind", ["", "primary", "danger"])
def test_a_button_with_the_focus_shows_its_whole_text(qtbot: QtBot, kind: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    apply_theme_to_app(theme_for("light", motion=False))
    parent.show()
    made = Dialog(parent, theme_for("light", motion=False), title="?")
    button = made.add_button("Close", None, kind=kind)
    made.show_now()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    look = QStyleOptionButton()
    button.initStyleOption(look)
    inside = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, look, button)
    assert inside.width() >= button.fontMetrics().horizontalAdvance("Close")
    made.close()
