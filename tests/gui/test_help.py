"""F1 explains the page that is open, in the window's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.explain.words_dialog import WordsDialog
from gui.help.dialog import HelpDialog
from gui.help.texts import HELP
from gui.kit.actions import ACTIONS, key_text
from gui.kit.remembered import Preferences
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def help_open(window: Window) -> HelpDialog:
    found = [dialog for dialog in window.findChildren(HelpDialog) if dialog.isVisible()]
    assert len(found) == 1
    return found[0]


def test_every_page_has_its_help_and_f1_opens_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    assert set(HELP) == set(window.frame.pages)
    seen = set()
    for name in window.frame.pages:
        window.frame.open(name)
        qtbot.keyClick(window, Qt.Key.Key_F1)
        dialog = help_open(window)
        text = dialog.text.toPlainText()
        assert HELP[name].purpose.text in text, name
        assert window.frame.rail.texts[name] in dialog.windowTitle()
        for key in HELP[name].keys:
            found = next(one for one in ACTIONS if one.name == key)
            assert key_text(found.keys[0]) in text, (name, key)
        seen.add(text)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible())
    assert len(seen) == len(HELP)


def test_help_says_where_the_files_lie_now(open_window: OpenWindow, home: Path, tmp_path: Path) -> None:
    window = open_window()
    window.change("runs", str(tmp_path / "내 훈련"))
    window.frame.open("runs")
    window.show_help()
    dialog = help_open(window)
    assert str(tmp_path / "내 훈련") in dialog.text.toPlainText()
    dialog.accept()
    window.frame.open("settings")
    window.show_help()
    assert str(home / "settings.json") in help_open(window).text.toPlainText()


def test_help_is_korean_in_a_korean_window(open_window: OpenWindow) -> None:
    window = open_window(preferences=Preferences(language="ko", theme="dark"))
    for name in window.frame.pages:
        window.frame.open(name)
        window.show_help()
        dialog = help_open(window)
        assert HELP[name].purpose.text not in dialog.text.toPlainText()
        assert any("가" <= letter <= "힣" for letter in dialog.text.toPlainText())
        dialog.accept()


def test_help_leads_to_the_words_and_to_the_tour_by_mouse_and_keyboard(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    qtbot.mouseClick(window.frame.rail.help, Qt.MouseButton.LeftButton)
    dialog = help_open(window)
    words = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Words")
    words.setFocus()
    qtbot.keyClick(words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(WordsDialog) is not None, timeout=WAIT_MS)
    window.findChild(WordsDialog).accept()  # type: ignore[union-attr]
    qtbot.keyClick(window, Qt.Key.Key_F1)
    tour = next(b for b in help_open(window).findChildren(QPushButton) if b.text() == "Tour")
    qtbot.mouseClick(tour, Qt.MouseButton.LeftButton)
    assert window.guide.tour is not None
    window.guide.end()


def test_a_report_without_a_fault_tells_the_versions_and_no_names(
    open_window: OpenWindow, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/김민수"))
    (home / "logs").mkdir(exist_ok=True)
    (home / "logs" / "app.log").write_text("first\n" * 9000 + "last: /home/김민수/수업/a.py\n", encoding="utf-8")
    window = open_window()
    window.show_help()
    dialog = help_open(window)
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "TorchGarden test, page train" in copied
    assert "last: ~/수업/a.py" in copied
    assert "김민수" not in copied
    assert copied.count("first") < 50


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (410, 280)])
def test_help_fits_into_the_window(open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    window.show_help()
    dialog = help_open(window)
    qtbot.waitUntil(lambda: dialog.isVisible())
    room = window.screen().availableGeometry()
    assert dialog.width() <= max(room.width(), 410)
    assert dialog.text.height() >= 90
    assert dialog.text.width() >= 240
    dialog.accept()
