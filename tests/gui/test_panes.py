"""Two moments, branches or runs side by side, by real events."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.beside.branches import GoOnFrom
from core.messages.beside.panes import PaneShown
from core.messages.train_events import Failed
from core.net.plan import Widen
from core.sentence import say
from gui.kit.remembered import Preferences
from gui.train.panes.dialog import SideBySide, rows_of
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_branches_page import choose, look, rows, stands, trained


def opened(window: Window, qtbot: QtBot) -> SideBySide:
    """The dialog, once both sides are told."""
    qtbot.waitUntil(lambda: window.page.panes.dialog is not None, timeout=WAIT_MS)
    made = window.page.panes.dialog
    assert made is not None
    qtbot.waitUntil(lambda: all(pane.told is not None and pane.asked is None for pane in made.panes), timeout=WAIT_MS)
    return made


def test_an_earlier_moment_and_the_training_as_it_stands_are_seen_side_by_side(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("--fast", "4")
    page = window.page
    trained(qtbot, window)
    window.training.send(Widen(page.selected, 8))
    page.controls.play.click()
    qtbot.waitUntil(lambda: page.loss.record.newest > 1200, timeout=WAIT_MS)
    page.controls.play.click()
    qtbot.waitUntil(lambda: page.state is not None and not page.state.playing, timeout=WAIT_MS)
    waits, wide = stands(window), page.net
    look(qtbot, window, 100)
    qtbot.mouseClick(page.looking.bar.beside, Qt.MouseButton.LeftButton)
    made = opened(window, qtbot)
    left, right = made.left.told, made.right.told
    assert left is not None
    assert right is not None
    assert (left.now.state.step, right.now.state.step) == (100, waits)
    assert right.now.net == wide != left.now.net
    qtbot.waitUntil(made.left.drawing.isVisible, timeout=WAIT_MS)  # what is added to a layout is shown a turn later
    shown = {cells[0].text(): [cell.text() for cell in cells[1:]] for cells in made.cells}
    assert shown["Step"] == ["100", f"{waits:,}", f"+{waits - 100:,}"]
    assert shown["Layers"] == ["64 → 40 → 32 → 10", "64 → 48 → 32 → 10", ""]
    assert shown["Loss, validation"][2].startswith("−")
    assert not any(knob.isVisible() for knob in made.left.drawing.buttons._plus.values()), "nothing is edited here"
    assert stands(window) == 100, "the earlier moment is still shown behind it"
    made.close()
    qtbot.waitUntil(lambda: page.panes.dialog is None, timeout=WAIT_MS)


def test_another_step_is_typed_and_one_that_is_not_there_is_said(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    window.page.panes.open()
    made = opened(window, qtbot)
    pane = made.left
    assert pane.number.isVisible()
    for typed, step in (("120", 120), ("40", 40)):
        pane.number.setFocus()
        pane.number.selectAll()
        QTest.keyClicks(pane.number, typed)
        QTest.keyClick(pane.number, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: pane.told is not None and pane.told.now.state.step == step, timeout=WAIT_MS)  # noqa: B023
    assert window.page.panes.dialog is made, "Enter in the field closes nothing"
    pane.number.selectAll()
    QTest.keyClicks(pane.number, "999999")
    QTest.keyClick(pane.number, Qt.Key.Key_Return)
    qtbot.waitUntil(pane.said.isVisible, timeout=WAIT_MS)
    assert pane.said.text() == "This training has no step 999,999."
    pane.number.selectAll()
    QTest.keyClicks(pane.number, "viele")
    QTest.keyClick(pane.number, Qt.Key.Key_Tab)
    assert pane.said.text() == "A step is a whole number, from 0 on."


def test_the_side_that_shows_the_present_follows_the_training(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    window.page.panes.clock = lambda: math.inf
    window.page.panes.open()
    made = opened(window, qtbot)
    window.page.panes.clock, window.page.panes._asked_at = (lambda: 10.0), 0.0
    before = made.right.told
    assert before is not None
    window.page.controls.play.click()

    def further() -> bool:
        window.page.panes._asked_at = 0.0
        return made.right.told is not None and made.right.told.now.state.step > before.now.state.step

    qtbot.waitUntil(further, timeout=WAIT_MS)
    assert made.left.told is not None
    assert made.left.told.now.state.step < before.now.state.step


def test_a_branch_stands_beside_the_training_by_its_menu(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    left_at = stands(window)
    window.training.send(GoOnFrom(100))
    # The branches are told first, then the training that goes on, maybe some frames later.
    qtbot.waitUntil(lambda: len(rows(window)) == 2 and stands(window) == 100, timeout=WAIT_MS)
    row = next(one for one in rows(window) if not one.property("here"))
    QTest.mouseClick(row.more, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    choose("Side by side")
    made = opened(window, qtbot)
    assert made.left.told is not None
    assert (made.left.told.of, made.left.told.now.state.step) == ("branch", left_at)
    assert made.left.which.currentText().startswith("Branch: ")


def test_what_was_asked_for_while_another_branch_was_on_its_way_is_asked_again(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    page = window.page
    page.panes.open()
    made = opened(window, qtbot)
    assert page.loaded is not None
    left = next(one for one in made.left.choices if one.of == "step")
    made.left.show_choice(replace(left, place=40))
    page.panes.show_loaded(page.loaded)
    qtbot.waitUntil(lambda: made.left.told is not None and made.left.told.now.state.step == 40, timeout=WAIT_MS)
    assert opened(window, qtbot).right.told is not None


def test_a_trainer_that_dies_closes_it_and_leaves_no_question(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    window.page.panes.open()
    opened(window, qtbot)
    window.show_event(Failed(say("It ended."), ""), None)
    qtbot.waitUntil(lambda: window.page.panes.dialog is None, timeout=WAIT_MS)
    assert window.page.panes.open() is None


def test_it_opens_from_the_menu_of_a_chart_and_in_korean(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4", preferences=Preferences(language="ko"))
    trained(qtbot, window)
    qtbot.mouseClick(window.page.loss._more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=WAIT_MS)
    choose("나란히 보기")
    made = opened(window, qtbot)
    assert made.windowTitle() == "나란히 보기"
    assert [one.text for one in made.left.choices][:2] == ["지금", "스텝 …"]


def test_numbers_that_are_none_leave_a_dash(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    trained(qtbot, window)
    window.page.panes.open()
    told = opened(window, qtbot).right.told
    assert isinstance(told, PaneShown)
    broken = replace(told, loss=math.nan, validation_loss=math.inf)
    shown = {name: (left, right, more) for name, left, right, more in rows_of(broken, told)}
    assert shown["Loss, training"][0] == "–"
    assert shown["Loss, training"][2] == ""
    assert rows_of(None, None) == []
    assert rows_of(None, told)[0][1] == "–"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_fits_a_small_screen(open_window: OpenWindow, qtbot: QtBot, language: str) -> None:
    window = open_window("--fast", "4", preferences=Preferences(language=language), size=(1024, 700))
    trained(qtbot, window)
    window.page.panes.open()
    made = opened(window, qtbot)
    room = made.screen().availableGeometry()
    assert made.width() <= room.width()
    assert made.height() <= room.height()
