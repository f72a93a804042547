"""Where what goes out is found: in the network's card, on the page of runs, by the keyboard; and what a screen reader
hears in its dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.messages.own.out import MeasureOut, Predict
from gui.kit.dialog import Dialog
from gui.kit.remembered import Preferences
from gui.kit.words import install_language, remove_translators
from gui.out.bring_in import BringInDialog
from gui.out.predict import PredictDialog
from gui.out.take_home import TakeHomeDialog
from gui.window.appearance import the_app
from gui.window.window import Window
from tests.gui.conftest import OpenWindow
from tests.gui.out_dialogs import OUT, Done
from tests.gui.out_worker import FakeOut
from tests.gui.test_accessibility import nameless
from tests.gui.test_every_event import Tape
from tests.gui.test_own_data import drag
from tests.gui.test_window import saved_run

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|This plugin does not support")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def outer() -> FakeOut:
    return FakeOut()


@pytest.fixture
def window(open_window: OpenWindow, outer: FakeOut, home: Path) -> Iterator[Window]:
    saved_run(home / "runs" / "다른 훈련")
    made = open_window(outer=outer)
    yield made
    if made.out.dialog is not None:
        made.out.dialog.close()


def entry(menu: QMenu | None, text: str) -> Any:
    assert menu is not None
    return next(action for action in menu.actions() if action.text() == text)


def test_the_networks_card_leads_there_and_the_training_goes_on(window: Window, outer: FakeOut, qtbot: QtBot) -> None:
    assert window.page.network.home is not None
    window.page.controls.play.click()
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.playing)
    entry(window.page.network.home.menu(), "Take home …").trigger()
    assert isinstance(window.out.dialog, TakeHomeDialog)
    qtbot.waitUntil(lambda: outer.asked == [MeasureOut(window.training.run.folder)])
    assert window.page.state is not None
    assert window.page.state.playing
    window.out.dialog.try_button.click()
    qtbot.waitUntil(lambda: isinstance(window.out.dialog, PredictDialog))
    dialog = window.out.dialog
    assert isinstance(dialog, PredictDialog)
    dialog.predict_files(("/tmp/3.png",))
    qtbot.waitUntil(lambda: dialog.answers.isVisible())
    assert outer.asked[-1] == Predict(window.training.run.folder, files=("/tmp/3.png",))


def test_the_page_of_runs_takes_home_what_is_selected(window: Window, outer: FakeOut, home: Path) -> None:
    window.frame.open("runs")
    page: Any = window.frame.page("runs")
    run = home / "runs" / "다른 훈련"
    page.select(run)
    page.out.take_home.click()
    assert isinstance(window.out.dialog, TakeHomeDialog)
    assert outer.asked == [MeasureOut(str(run))], "at once: nobody trains it"
    window.out.dialog.close()
    page.contextMenuEvent(
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), page.mapToGlobal(QPoint()))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()][:3] == ["Open", "Take home …", "Try it …"]
    entry(menu, "Try it …").trigger()
    menu.close()
    assert isinstance(window.out.dialog, PredictDialog)
    assert window.out.dialog.run == run


def test_the_keyboard_takes_home_what_is_looked_at(window: Window, qtbot: QtBot, home: Path) -> None:
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL)
    assert isinstance(window.out.dialog, TakeHomeDialog)
    assert str(window.out.dialog.run) == window.training.run.folder
    window.out.dialog.close()
    window.frame.open("runs")
    page: Any = window.frame.page("runs")
    page.select(home / "runs" / "다른 훈련")
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert isinstance(window.out.dialog, PredictDialog)
    assert window.out.dialog.run.name == "다른 훈련"


def test_a_run_whose_record_is_damaged_goes_nowhere(window: Window, home: Path) -> None:
    (home / "runs" / "broken").mkdir()
    (home / "runs" / "broken" / "run.json").write_text("{")
    window.frame.open("runs")
    page: Any = window.frame.page("runs")
    page.show_runs()
    page.select(home / "runs" / "broken")
    assert not page.out.take_home.isEnabled()
    assert not page.out.try_on.isEnabled()
    assert page.out.open_file.isEnabled()


def test_an_app_without_torch_says_what_is_needed(open_window: OpenWindow, outer: FakeOut, home: Path) -> None:
    saved_run(home / "runs" / "one")
    window = open_window(own=False, loaded=False, outer=outer, page="runs")
    page: Any = window.frame.page("runs")
    for button in (page.out.take_home, page.out.try_on, page.out.open_file):
        assert button.isVisible()
        assert not button.isEnabled()
        assert "needs PyTorch" in button.toolTip()
    assert "take_home" not in window.does()


def test_a_recording_offers_none_of_it(open_window: OpenWindow, outer: FakeOut) -> None:
    window = open_window(tape=Tape(), loaded=False, outer=outer)
    assert window.page.network.home is None
    assert "open_file" not in window.does()


def test_the_card_shows_the_icon_alone_where_it_is_narrow(window: Window) -> None:
    button = window.page.network.home
    assert button is not None
    window.resize(1280, 800)
    QApplication.processEvents()
    assert button.text() == "Take home"
    window.resize(410, 300)
    QApplication.processEvents()
    assert button.text() == ""
    assert button.accessibleName()


def test_a_file_that_is_opened_with_the_app_is_asked_about(window: Window, tmp_path: Path) -> None:
    file = tmp_path / "선물.garden"
    file.touch()
    assert window.out.says_of((str(file),)) == "Open “선물.garden”"
    assert window.out.says_of((str(file), str(file))) == ""
    assert window.out.says_of((str(tmp_path),)) == ""
    assert window.out.take((str(file),))
    assert window.out.dialog is not None
    assert "선물.garden" in window.out.dialog.heading.text()


@pytest.mark.parametrize("opens", OUT)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_in_the_dialogs_has_a_name_and_a_description(
    qtbot: QtBot, language: Literal["en", "ko"], opens: Callable[[QWidget, Done], Dialog]
) -> None:
    spoken = install_language(the_app(), language)
    try:
        parent = QWidget()
        qtbot.addWidget(parent)
        parent.show()
        dialog = opens(parent, [])
        dialog.setWindowTitle("")
        told = [one for one in nameless(dialog, language) if not one.startswith("no description: Button")]
        dialog.close()
        assert told == []
    finally:
        remove_translators(the_app(), spoken)


def test_the_choice_of_language_reaches_the_worker(open_window: OpenWindow, outer: FakeOut) -> None:
    window = open_window(outer=outer, preferences=Preferences(language="ko", theme="light"))
    assert window.out.doing().language() == "ko"


def test_a_file_that_is_dropped_onto_the_window_is_asked_about_and_is_no_data(window: Window, tmp_path: Path) -> None:
    file = tmp_path / "선물.garden"
    file.touch()
    drag(window, str(file), kind=QDragEnterEvent)
    assert window.overlay.isVisible()
    assert window.overlay.accessibleName() == "Open “선물.garden”"
    QApplication.sendEvent(window, QDragLeaveEvent())
    drag(window, str(file))
    assert isinstance(window.out.dialog, BringInDialog)
    assert window.out.dialog.path == file
