"""The tour: shown once to a newcomer, over the real controls, by keyboard too, and gone without a trace afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.kit.remembered import Preferences
from gui.notices.problem import show_problem
from gui.tour.bubble import beside
from gui.tour.steps import STEPS
from gui.tour.tour import Tour
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def shown(window: Window, qtbot: QtBot) -> Tour:
    """Return the tour that comes by itself."""
    qtbot.waitUntil(lambda: window.guide.tour is not None, timeout=WAIT_MS)
    tour = window.guide.tour
    assert tour is not None
    qtbot.waitUntil(lambda: tour.card.isVisible() and tour.placed is not None, timeout=WAIT_MS)
    return tour


def hole_of(tour: Tour) -> QRect:
    return tour._hole()


def test_a_newcomer_is_shown_around_once_and_it_is_remembered(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    window = open_window(tour=True)
    tour = shown(window, qtbot)
    assert tour.card.title.text() == "Start the training"
    assert tour.card.count.text() == "Step 1 of 5"
    play = window.page.controls.play
    assert hole_of(tour).contains(QRect(play.mapTo(window.frame, QPoint(0, 0)), play.size()))
    assert json.loads((home / "settings.json").read_text())["told"] == "tour"
    qtbot.keyClick(tour.card.next, Qt.Key.Key_Escape)
    assert window.guide.tour is None
    before = window.frames
    qtbot.waitUntil(lambda: window.frames > before + 10, timeout=WAIT_MS)
    assert window.guide.tour is None, "once is enough"


def test_who_has_seen_it_is_not_shown_around_again_but_can_ask(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(tour=True, preferences=Preferences(language="en", theme="light", told="other tour"))
    qtbot.waitUntil(lambda: window.frames > 45, timeout=WAIT_MS)
    assert window.guide.tour is None
    window.frame.open("runs")
    window.guide.show()
    tour = shown(window, qtbot)
    assert window.frame.opened == "train"
    assert window.preferences.told == "other tour"
    window.guide.end()
    assert not tour.card.isVisible()


def test_all_steps_by_keyboard_alone_and_the_training_keys_are_back_afterwards(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(tour=True)
    window.page.controls.play.setFocus()
    tour = shown(window, qtbot)
    assert QApplication.focusWidget() is tour.card.next
    titles = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Return):
        titles.append(tour.card.title.text())
        qtbot.keyClick(QApplication.focusWidget(), key)
    titles.append(tour.card.title.text())
    assert len(set(titles)) == len(STEPS) == 5
    assert tour.card.next.text() == "Done"
    assert not tour.card.skip.isVisible()
    qtbot.keyClick(tour.card.next, Qt.Key.Key_Left)
    assert tour.card.title.text() == titles[3]
    qtbot.keyClick(tour.card.next, Qt.Key.Key_Right)
    qtbot.keyClick(tour.card.next, Qt.Key.Key_Return)
    assert window.guide.tour is None
    assert QApplication.focusWidget() is window.page.controls.play
    assert not window.page.state.playing  # type: ignore[union-attr]
    qtbot.keyClick(window.page.controls.play, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.playing, timeout=WAIT_MS)


def test_what_a_step_speaks_of_can_be_clicked_meanwhile(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(tour=True)
    tour = shown(window, qtbot)
    play = window.page.controls.play
    assert QApplication.widgetAt(play.mapToGlobal(play.rect().center())) is play or (
        window.childAt(play.mapTo(window, play.rect().center())) is play
    )
    qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.playing, timeout=WAIT_MS)
    assert window.guide.tour is tour


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (640, 480), (410, 280)])
def test_at_every_size_each_step_is_whole_in_the_window_and_beside_what_it_points_at(
    open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = open_window(tour=True, size=size)
    tour = shown(window, qtbot)
    for at in range(len(STEPS)):
        tour.go(at)
        QApplication.processEvents()
        tour.placed = None
        tour.draw()
        card, hole = tour.card.geometry(), hole_of(tour)
        assert window.frame.rect().contains(card), (at, card)
        assert not hole.isEmpty(), at
        assert tour.card.text.height() >= tour.card.text.heightForWidth(tour.card.text.width()) or size[1] < 400, at
        if size[0] >= 1024 and STEPS[at].target in ("play", "undo", "pages"):
            assert not card.intersects(hole), at


def test_a_message_is_never_covered(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(tour=True)
    tour = shown(window, qtbot)
    for at in range(len(STEPS)):
        tour.go(at)
        bar = show_problem(window.frame.bars, f"test {at}", lambda: "Something has happened, and this says what.")
        QApplication.processEvents()
        tour.draw()
        assert bar.isVisible()
        assert not tour.card.geometry().intersects(window.frame.bars.geometry()), at
        order = window.frame.children()
        assert order.index(window.frame.bars) > order.index(tour.spotlight), "it is not in the shade"
        window.frame.bars.remove(f"test {at}")


def test_without_motion_nothing_moves_and_with_it_it_ends_with_the_window(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    still = open_window(tour=True, preferences=Preferences(language="en", theme="light", motion=False))
    tour = shown(still, qtbot)
    tour.go(1)
    assert tour.spotlight.hole == hole_of(tour)
    assert tour.spotlight.moving.state() == tour.spotlight.moving.State.Stopped
    still.close()
    assert still.guide.tour is None


def test_another_page_hides_it_and_a_change_of_language_keeps_the_step(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(tour=True)
    tour = shown(window, qtbot)
    tour.go(2)
    window.frame.open("runs")
    tour.draw()
    assert not tour.card.isVisible()
    assert not tour.spotlight.isVisible()
    window.frame.open("train")
    tour.draw()
    assert tour.card.isVisible()
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.guide.tour not in (None, tour), timeout=WAIT_MS)
    assert window.guide.tour is not None
    assert window.guide.tour.at == 2
    assert "단계" in window.guide.tour.card.count.text()


def test_a_screen_reader_hears_the_words_with_the_button(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(tour=True)
    tour = shown(window, qtbot)
    assert tour.card.next.accessibleName() == "Next"
    assert tour.card.text.text() in tour.card.next.accessibleDescription()


def test_a_card_beside_a_control_stays_in_the_room() -> None:
    room = QRect(0, 0, 400, 300)
    for box in beside(QRect(380, 280, 18, 18), QRect(0, 0, 200, 100).size(), room):
        assert room.contains(box)


def test_a_change_of_theme_reaches_the_ring_and_the_card(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(tour=True)
    tour = shown(window, qtbot)
    window.change("theme", "dark")
    assert tour.spotlight.theme == window.theme
    assert tour.card.theme == window.theme
