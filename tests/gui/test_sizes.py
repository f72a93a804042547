"""The window keeps to its screen, remembers its place, and everything in it becomes larger or smaller at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from gui.kit.remembered import ZOOMS, Preferences
from gui.window import scaling
from gui.window.place import SMALLEST, USUAL, Remembered, inside, middle, name_of, read_places
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NO = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def usual_size() -> Iterator[None]:
    yield
    scaling.change_now(1.0, ())


def screen() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Callable[..., QMainWindow]:
    """Return what opens a bare window as a start of the app does, where it belongs."""

    def open_(*, zoom: float = 1.0) -> QMainWindow:
        window = QMainWindow()
        window.setMinimumSize(SMALLEST)
        qtbot.addWidget(window)
        Remembered(tmp_path / "window.json").put(window, zoom)
        window.show()
        QApplication.processEvents()
        Remembered(tmp_path / "window.json").fit(window, zoom)
        return window

    return open_


# ----------------------------------------------------------------------------------------------------------- the place
@pytest.mark.parametrize(
    "room", [QRect(0, 38, 1024, 662), QRect(0, 0, 1366, 728), QRect(-1920, 40, 1920, 1000), QRect(0, 0, 409, 264)]
)
@pytest.mark.parametrize("wanted", [QRect(0, 0, 1280, 800), QRect(5000, -900, 700, 500), QRect(-50, 600, 3000, 200)])
def test_a_window_lies_wholly_in_the_room_there_is(room: QRect, wanted: QRect) -> None:
    fits = inside(wanted, room)
    assert room.contains(fits)
    assert fits.size() == wanted.size().boundedTo(room.size()), "no smaller than it must be"
    assert inside(fits, room) == fits
    centred = middle(USUAL, room)
    assert room.contains(centred)
    assert (centred.center() - room.center()).manhattanLength() <= 2


def test_the_first_window_is_no_larger_than_the_screen(opened: Callable[..., QMainWindow]) -> None:
    window = opened()
    assert screen().contains(window.frameGeometry())
    assert window.height() < screen().height(), "a title bar has its room too"


def test_the_app_opens_on_the_screen_that_is_there(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    assert screen().size() == QSize(800, 800), "the screen of these tests is smaller than the usual window"
    window = open_window()  # which makes it 1280 wide, as a person would
    window.setGeometry(60, 70, 610, 500)
    window.close()
    kept = json.loads((home / "window.json").read_text(encoding="utf-8"))["screens"]
    assert list(kept.values()) == [{"x": 60, "y": 70, "width": 610, "height": 500, "maximised": False}]


def test_the_place_comes_back_on_the_same_screen(opened: Callable[..., QMainWindow], tmp_path: Path) -> None:
    window = opened()
    window.setGeometry(40, 80, 500, 400)
    Remembered(tmp_path / "window.json").keep(window, 1.0)
    assert opened().geometry() == QRect(40, 80, 500, 400)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    QApplication.processEvents()
    Remembered(tmp_path / "window.json").keep(window, 1.0)
    assert opened().isMaximized()


def test_another_size_of_everything_keeps_the_place(opened: Callable[..., QMainWindow], tmp_path: Path) -> None:
    window = opened()
    window.setGeometry(60, 90, 600, 450)
    Remembered(tmp_path / "window.json").keep(window, 1.0)
    window.close()
    QApplication.processEvents()
    assert scaling.change_now(1.5, [window])
    QApplication.processEvents()
    assert opened(zoom=1.5).geometry() == QRect(40, 60, 400, 300)


def test_of_a_screen_that_is_gone_the_size_stays_in_the_middle_of_another(
    opened: Callable[..., QMainWindow], tmp_path: Path
) -> None:
    gone = {"x": 2500, "y": 100, "width": 640, "height": 480, "maximised": True}
    (tmp_path / "window.json").write_text(json.dumps({"screens": {"HDMI-2 3840×2160": gone}}), encoding="utf-8")
    window = opened()
    assert window.size() == QSize(640, 480)
    assert screen().contains(window.frameGeometry())
    assert abs(window.geometry().center().x() - screen().center().x()) <= 2
    known = name_of(QGuiApplication.primaryScreen(), 1.0)
    here = {"x": 10, "y": 50, "width": 400, "height": 300, "maximised": False}
    both = {known: here, "HDMI-2 3840×2160": gone}
    (tmp_path / "window.json").write_text(json.dumps({"screens": both}), encoding="utf-8")
    assert opened().geometry() == QRect(10, 50, 400, 300), "each screen has its own place"


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", '{"screens": 3}', '{"screens": {"a": {"x": 1e400, "y": 0, "width": 5, "height": 5}}}',
        '{"screens": {"a": {"x": "0", "y": 0, "width": true, "height": 5}}}', "[" * 100_000,
        '{"screens": {"a": {"x": 0, "y": 0, "width": -5, "height": 0}}}',
    ],
)  # fmt: skip
def test_a_file_that_is_no_place_opens_in_the_middle(
    opened: Callable[..., QMainWindow], tmp_path: Path, text: str
) -> None:
    (tmp_path / "window.json").write_text(text, encoding="utf-8")
    assert read_places(tmp_path / "window.json") == {}
    assert screen().contains(opened().frameGeometry())


def test_a_place_far_outside_is_brought_back(opened: Callable[..., QMainWindow], tmp_path: Path) -> None:
    known = name_of(QGuiApplication.primaryScreen(), 1.0)
    far = {"x": 90_000, "y": -90_000, "width": 99_000, "height": 99_000, "maximised": False}
    (tmp_path / "window.json").write_text(json.dumps({"screens": {known: far}}), encoding="utf-8")
    assert screen().contains(opened().frameGeometry())


# ------------------------------------------------------------------------------------------------------------ the size
def waits_for(window: Window, qtbot: QtBot, zoom: float) -> None:
    qtbot.waitUntil(lambda: abs(window.devicePixelRatioF() - zoom) < 1e-6 and window.isVisible(), timeout=WAIT_MS)
    for _ in range(4):
        window.frame_passed()
        QApplication.processEvents()


def test_every_size_is_there_at_once_and_training_goes_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    assert (min(ZOOMS), max(ZOOMS)) == (0.75, 2.5)
    window = open_window(size=(760, 640))
    page = window.page
    page.controls.play.click()
    qtbot.waitUntil(lambda: page.loss.record.newest > 50, timeout=WAIT_MS)
    sent = page.loaded
    for zoom in (*ZOOMS, 1.0):
        window.change("zoom", zoom)
        waits_for(window, qtbot, zoom)
        assert screen().contains(window.geometry()), f"{zoom}: {window.geometry()} on {screen()}"
        pixels = window.grab().size()
        assert pixels.width() == pytest.approx(window.width() * zoom, abs=2)
        before = page.loss.record.newest
        qtbot.waitUntil(lambda before=before: page.loss.record.newest > before, timeout=WAIT_MS)
    assert page.loaded is sent, "nothing began again"
    assert abs(window.width() - 760) + abs(window.height() - 640) <= 2, "and the window is as it was"


def test_a_larger_size_makes_letters_larger_on_the_screen(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=(760, 640))
    waits_for(window, qtbot, 1.0)
    button = window.page.controls.play
    small = button.grab().size()
    window.change("zoom", 2.0)
    waits_for(window, qtbot, 2.0)
    large = button.grab().size()
    assert large.height() == pytest.approx(2 * small.height(), abs=2)


def test_keys_make_everything_larger_smaller_and_as_usual(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=(760, 640))
    control = Qt.KeyboardModifier.ControlModifier
    for key, zoom in (
        (Qt.Key.Key_Equal, 1.1), (Qt.Key.Key_Equal, 1.25), (Qt.Key.Key_Minus, 1.1), (Qt.Key.Key_0, 1.0),
        (Qt.Key.Key_Minus, 0.9), (Qt.Key.Key_Minus, 0.75), (Qt.Key.Key_Minus, 0.75),
    ):  # fmt: skip
        qtbot.keyClick(window, key, control)
        assert window.preferences.zoom == zoom
        waits_for(window, qtbot, zoom)


def test_the_focus_and_the_page_stay_where_they_are(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(page="settings", size=(760, 640))
    chosen = window.frame.page("settings").zoom
    chosen.setFocus()
    window.change("zoom", 1.5)
    waits_for(window, qtbot, 1.5)
    assert window.frame.opened == "settings"
    assert window.focusWidget() is chosen
    assert chosen.currentData() == 1.5


def test_the_variable_of_the_desktop_counts_too_and_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(scaling.VARIABLE, "2")
    with scaling.at_start(1.5):
        assert scaling.os.environ[scaling.VARIABLE] == "3"
    assert scaling.os.environ[scaling.VARIABLE] == "2"
    monkeypatch.setenv(scaling.VARIABLE, "wide")
    assert scaling.outer() == 1.0
    monkeypatch.delenv(scaling.VARIABLE)
    with scaling.at_start(1.0):
        pass
    assert scaling.VARIABLE not in scaling.os.environ


def test_where_qt_cannot_do_it_the_settings_say_so(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaling, "_setter", lambda: None)
    window = open_window(page="settings", preferences=Preferences(language="en", theme="light"))
    window.change("zoom", 1.5)
    QApplication.processEvents()
    assert window.devicePixelRatioF() == 1.0
    texts = [
        label.text() for label in window.frame.page("settings").findChildren(type(window.page.summary).__bases__[0])
    ]
    assert any(text.startswith("Takes effect at the next start") for text in texts)


def test_a_button_can_be_clicked_where_it_is_seen_at_every_size(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=(760, 640))
    for zoom in (1.5, 0.75):
        window.change("zoom", zoom)
        waits_for(window, qtbot, zoom)
        step: QPushButton = window.page.controls.step
        before = window.page.state.step
        there = step.mapTo(window, step.rect().center())
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, NO, there)
        qtbot.waitUntil(lambda before=before: window.page.state.step > before, timeout=WAIT_MS)
