"""The classroom screen: F11 fills the screen with what the teacher chose, large, and Esc brings back what was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Step
from gui.kit.remembered import Preferences
from gui.train.classroom.classroom import READABLE_PX, SMALLEST_TYPE_PX, next_screen
from gui.train.classroom.shown import USUAL, chosen, kept
from gui.window import scaling
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_screens import faults, settle
from tests.gui.test_side_cards import with_answers  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(autouse=True)
def usual_size() -> Iterator[None]:
    yield
    scaling.change_now(1.0, ())


def press(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the focus is."""
    window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    settle(window)


def in_sight(window: Window) -> set[str]:
    """Return the names of what is seen of the page."""
    page = window.page
    parts = {
        "network": page.network, "loss": page.loss, "score": page.score, "answers": page.answers, "layer": page.right,
        "timeline": page.done, "device": page.device, "controls": page.controls, "data": page.left,
    }  # fmt: skip
    scrolls = {"answers", "layer", "timeline"}  # beside the network, one below the other
    return {
        name for name, part in parts.items()
        if part.isVisible() and (name in scrolls or not part.visibleRegion().isEmpty())
    }  # fmt: skip


def stands(window: Window) -> tuple[object, ...]:
    """Return all that must be as before when the classroom screen is left."""
    page = window.page
    return (
        window.geometry(), window.windowState(), window.zoom, window.frame.rail.isVisible(), page.arrangement.kind,
        in_sight(window), page.stack.choices(), page.arrangement.side, window.frame.opened, page.panel.more.isChecked(),
    )  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_f11_shows_only_what_was_chosen_and_nothing_is_cut(
    with_answers: Callable[..., Window],  # noqa: F811
    language: str,
    scheme: str,
) -> None:
    window = with_answers(preferences=Preferences(language=language, theme=scheme))
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert in_sight(window) == {"network", "loss", "score", "answers", "controls"}
    assert not window.frame.rail.isVisible()
    assert not faults(window)
    press(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


@pytest.mark.parametrize(
    "shown", ["network", "loss", "answers,timeline", "network,device", "layer", "nothing", "loss,score"]
)
def test_every_choice_fits(with_answers: Callable[..., Window], shown: str) -> None:  # noqa: F811
    window = with_answers(preferences=Preferences(language="ko", theme="light", classroom=shown))
    press(window, Qt.Key.Key_F11)
    assert in_sight(window) == set(shown.split(",")) - {"nothing"}
    assert not faults(window)


@pytest.mark.parametrize("size", [(1280, 800), (853, 500), (1000, 700)])
def test_leaving_restores_exactly_what_was(open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    page = window.page
    page.panel.more.click()
    page.done.toggle()
    page.arrangement.open_side("layer")
    page.right.heading.setFocus()
    settle(window)
    before, focus = stands(window), window.focusWidget()
    press(window, Qt.Key.Key_F11)
    assert stands(window) != before
    press(window, Qt.Key.Key_Escape)
    settle(window)
    assert stands(window) == before
    assert window.focusWidget() is focus


def test_a_maximised_window_is_maximised_again(open_window: OpenWindow) -> None:
    window = open_window()
    window.showMaximized()
    settle(window)
    press(window, Qt.Key.Key_F11)
    press(window, Qt.Key.Key_Escape)
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_type_can_be_read_from_the_last_row(open_window: OpenWindow) -> None:
    window = open_window()
    lines = window.screen().geometry().height() * window.zoom
    press(window, Qt.Key.Key_F11)
    fonts = [
        label.font().pixelSize() for label in window.page.findChildren(QLabel) if label.isVisible() and label.text()
    ]
    assert len(fonts) >= 4
    least = READABLE_PX * lines / 1080
    assert min(*fonts, SMALLEST_TYPE_PX) * window.zoom >= least - 0.5


@pytest.mark.parametrize("focus", ["optimizer", "play", "loss", "learning_rate"])
def test_keys_work_wherever_the_focus_is(open_window: OpenWindow, qtbot: QtBot, focus: str) -> None:
    window = open_window(preferences=Preferences(language="en", theme="light", classroom="network,loss,layer,controls"))
    page = window.page
    page.send(Step())
    qtbot.waitUntil(lambda: page.state.step > 0, timeout=WAIT_MS)
    press(window, Qt.Key.Key_F11)
    place: QWidget = {
        "optimizer": page.inspector.activation, "play": page.controls.epoch, "loss": page.loss,
        "learning_rate": page.right.heading,
    }[focus]  # fmt: skip
    place.setFocus(Qt.FocusReason.TabFocusReason)
    first = page.selected
    press(window, Qt.Key.Key_Right)
    assert page.selected != first
    press(window, Qt.Key.Key_Left)
    assert page.selected == first
    before = page.net
    press(window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: page.net is not before and page.net != before, timeout=WAIT_MS)
    grown = page.net
    press(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: page.net != grown, timeout=WAIT_MS)
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.state.playing, timeout=WAIT_MS)
    press(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.state.playing, timeout=WAIT_MS)


def test_the_panel_chooses_and_the_choice_is_remembered(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    press(window, Qt.Key.Key_F11)
    room = window.classroom
    qtbot.mouseClick(room.strip.choose, Qt.MouseButton.LeftButton)
    assert room.panel.isVisible()
    assert window.page.rect().contains(room.panel.geometry())
    qtbot.mouseClick(room.panel.switches["score"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(room.panel.switches["timeline"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(room.panel.switches["controls"], Qt.MouseButton.LeftButton)
    settle(window)
    assert in_sight(window) & {"score", "timeline", "controls", "loss"} == {"timeline", "loss"}
    told = json.loads(window.folders.settings_file.read_text(encoding="utf-8"))["classroom"]
    assert chosen(told) == {"network", "loss", "answers", "timeline", "pointer"}
    press(window, Qt.Key.Key_F11)
    assert "score" in in_sight(window), "the page itself has all of it"
    press(window, Qt.Key.Key_F11)
    assert "score" not in in_sight(window)


@pytest.mark.parametrize("text", ["", "nonsense", "network,network,,x", "nothing", "," * 500])
def test_any_remembered_choice_can_be_read(text: str) -> None:
    shown = chosen(text)
    assert shown <= {*USUAL, "layer", "timeline", "device", "spotlight"}
    assert chosen(kept(shown)) == shown


def test_the_ring_follows_the_mouse(open_window: OpenWindow) -> None:
    window = open_window(preferences=Preferences(language="en", theme="dark", classroom="network,pointer"))
    press(window, Qt.Key.Key_F11)
    pointer = window.classroom.pointer
    for at in (QPoint(200, 150), QPoint(320, 240)):
        QCursor.setPos(window.mapToGlobal(at))
        settle(window)
        assert pointer.isVisible()
        assert (pointer.geometry().center() - window.mapFromGlobal(QCursor.pos())).manhattanLength() <= 3
    window.classroom.choose(window.classroom.shown | {"spotlight"})
    settle(window)
    assert pointer.geometry() == window.rect()
    far = window.grab().toImage().pixelColor(2, 2)
    window.classroom.choose(window.classroom.shown - {"spotlight"})
    settle(window)
    assert window.grab().toImage().pixelColor(2, 2) != far, "the rest lay in the dark"
    press(window, Qt.Key.Key_Escape)
    assert not pointer.isVisible()


def test_it_is_announced(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    said: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(getattr(event, "message", str)()))
    press(window, Qt.Key.Key_F11)
    press(window, Qt.Key.Key_Escape)
    assert [text for text in said if "lassroom" in text] == [
        "Classroom screen. Esc leaves it.", "The classroom screen is closed.",
    ]  # fmt: skip


def test_another_language_another_theme_and_another_training_leave_it_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(preferences=Preferences(language="en", theme="light", classroom="network,loss"))
    press(window, Qt.Key.Key_F11)
    before = window.page
    window.change("language", "ko")
    qtbot.waitUntil(
        lambda: window.page is not before and window.page.loaded is not None and window.page.state is not None,
        timeout=WAIT_MS,
    )
    settle(window)
    assert in_sight(window) == {"network", "loss"}
    window.change("theme", "dark")
    page, loaded = window.page, window.page.loaded
    page.begin(loaded.data.spec, None)
    qtbot.waitUntil(lambda: page.loaded is not loaded, timeout=WAIT_MS)
    settle(window)
    assert in_sight(window) == {"network", "loss"}
    assert not window.frame.rail.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert in_sight(window) >= {"network", "loss", "score", "controls"}
    assert window.frame.rail.isVisible()


def test_a_window_that_closes_on_it_opens_at_its_own_place(open_window: OpenWindow) -> None:
    window = open_window(size=(900, 600))
    place = window.geometry()
    press(window, Qt.Key.Key_F11)
    window.close()
    kept_places = json.loads((window.folders.data / "window.json").read_text(encoding="utf-8"))
    assert str(place.width()) in json.dumps(kept_places)


def test_on_other_pages_f11_is_a_full_screen_as_always(open_window: OpenWindow) -> None:
    window = open_window(page="runs")
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert not window.classroom.on
    assert window.frame.rail.isVisible()
    press(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_a_button_leads_into_it_and_leave_out_of_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    qtbot.mouseClick(window.page.controls.classroom, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.classroom.on
    assert window.isFullScreen()
    qtbot.mouseClick(window.classroom.strip.leave, Qt.MouseButton.LeftButton)
    settle(window)
    assert not window.classroom.on
    assert not window.isFullScreen()


def test_on_a_screen_of_1080_lines_all_ten_classes_are_drawn(open_window: OpenWindow) -> None:
    window = open_window()
    press(window, Qt.Key.Key_F11)
    scale = READABLE_PX / SMALLEST_TYPE_PX
    window.setGeometry(0, 0, round(1920 / scale), round(1080 / scale))
    settle(window)
    assert window.page.drawing.units_that_fit() >= 10
    assert not faults(window)


def test_the_other_screen_is_the_next_one_round_and_round() -> None:
    first, second, gone = object(), object(), object()
    screens: list = [first, second]  # type: ignore[type-arg]
    assert next_screen(first, screens) is second  # type: ignore[arg-type, comparison-overlap]
    assert next_screen(second, screens) is first  # type: ignore[arg-type, comparison-overlap]
    assert next_screen(gone, screens) is first  # type: ignore[arg-type, comparison-overlap]
