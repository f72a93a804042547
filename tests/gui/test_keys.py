"""The keys that the app promises work whatever has the focus; where text is typed, they are text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Step
from gui.__main__ import main
from gui.kit.actions import ACTIONS
from gui.kit.inputs import Clicked
from gui.kit.remembered import Preferences
from gui.kit.words import read
from gui.train.drawing.head import Head
from gui.train.drawing.knob import Knob
from gui.window.doorbell import PAGES
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NO, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
SINGLE = {
    "play": (Qt.Key.Key_Space, NO), "insert": (Qt.Key.Key_I, NO), "widen": (Qt.Key.Key_Plus, SHIFT),
    "narrow": (Qt.Key.Key_Minus, NO), "remove": (Qt.Key.Key_Delete, NO), "log": (Qt.Key.Key_L, NO),
    "step": (Qt.Key.Key_S, NO), "epoch": (Qt.Key.Key_E, NO), "after": (Qt.Key.Key_BracketRight, NO),
    "menu": (Qt.Key.Key_M, NO), "follow": (Qt.Key.Key_F, NO),
}  # fmt: skip
TYPED_INTO = (QLineEdit, QPlainTextEdit)


def focusable(page: QWidget) -> list[QWidget]:
    """Return what on `page` can have the focus now, by Tab or by a click."""
    return [
        part
        for part in page.findChildren(QWidget)
        if part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.isVisible() and part.isEnabled()
    ]


def noted(window: Window, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of what the keyboard does from now on, instead of doing it."""
    done: list[str] = []
    real = window.does

    def does() -> dict[str, Callable[[], object]]:
        return {name: lambda name=name: done.append(name) for name in real()}  # type: ignore[misc]

    monkeypatch.setattr(window, "does", does)
    return done


def keys_of(name: str) -> list[tuple[Qt.Key, Qt.KeyboardModifier]]:
    """Return each key that is promised for an action, as one presses it."""
    found = []
    for key in next(action.keys for action in ACTIONS if action.name == name):
        combination = QKeySequence(key)[0]
        found.append((combination.key(), combination.keyboardModifiers()))
    return found


def test_every_single_key_works_from_every_widget_but_where_text_is_typed(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.page.panel.more.click()
    done, seen, tried = noted(window, monkeypatch), set(), 0
    for part in focusable(window.page):
        if not (part.isEnabled() and part.isVisible()):
            continue  # a layer that was reached meanwhile does not have it
        part.setFocus(Qt.FocusReason.TabFocusReason)
        assert QApplication.focusWidget() is part
        seen.add(type(part).__name__)
        for name, (key, shift) in SINGLE.items():
            if name == "play" and isinstance(part, QAbstractButton | Clicked) and not isinstance(part, Head):
                continue  # Space presses a button that the keyboard has gone to
            done.clear()
            qtbot.keyClick(part, key, shift)
            assert QApplication.activePopupWidget() is None, f"{name} opened something"
            if isinstance(part, TYPED_INTO):
                assert not done, f"{name} while text is typed into {part.accessibleName()}"
            else:
                possible = name in window.does()  # the input cannot be removed, wherever the key is pressed
                assert done == [name][: int(possible)], f"{name} in {type(part).__name__} {part.accessibleName()}"
                tried += possible
    assert tried > 8 * 25
    assert {"Head", "Knob", "Picker", "Field", "FirstChart", "Button", "DevicePill"} <= seen


@pytest.mark.parametrize("page", ["train", "install", "environments", "runs", "settings"])
def test_every_other_key_works_on_every_page_also_where_text_is_typed(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    window = open_window()
    window.frame.open(page)
    done, everywhere = noted(window, monkeypatch), ("page_1", "page_2", "settings", "quit", "full_screen")
    names = (*everywhere, "save", "new_net", "reset") if page == "train" else everywhere
    parts = focusable(window.frame.page(page)) or [window]
    for part in parts:
        part.setFocus()
        for name in names:
            for key, modifiers in keys_of(name):
                done.clear()
                qtbot.keyClick(part, key, modifiers)
                assert done == [name], f"{name} in {type(part).__name__} {part.accessibleName()}"


def test_space_plays_after_a_click_into_the_network_and_after_a_drop_down(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.page
    window.frame_passed()
    layout = page.drawing.canvas.layout_
    assert layout is not None
    for place, playing in ((layout.places[1], True), (layout.places[2], False)):
        qtbot.mouseClick(page.drawing.canvas, Qt.MouseButton.LeftButton, pos=place.box(0).center().toPoint())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        qtbot.waitUntil(lambda on=playing: page.state is not None and page.state.playing is on, timeout=WAIT_MS)
    chosen = page.panel.rows["optimizer"].editor
    assert isinstance(chosen, QComboBox)
    chosen.setFocus(Qt.FocusReason.MouseFocusReason)
    before = chosen.currentIndex()
    qtbot.keyClick(chosen, Qt.Key.Key_L)
    assert chosen.currentIndex() == before
    assert page.loss._log.isChecked()
    qtbot.keyClick(chosen, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.state is not None and page.state.playing, timeout=WAIT_MS)


def test_a_click_on_plus_leaves_space_to_play(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.frame_passed()
    plus = next(knob for knob in window.page.findChildren(Knob) if knob.accessibleName().startswith("Widen"))
    qtbot.mouseClick(plus, Qt.MouseButton.LeftButton)
    qtbot.keyClick(plus, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.playing, timeout=WAIT_MS)


def test_a_key_that_does_nothing_now_belongs_to_the_widget(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.frame.open("settings")
    language = next(part for part in window.frame.page("settings").findChildren(QComboBox))
    language.setFocus()
    qtbot.keyClick(language, Qt.Key.Key_Space)
    assert QApplication.activePopupWidget() is not None, "nothing plays here: Space opens the list as everywhere"
    QApplication.activePopupWidget().close()


def test_enter_presses_what_has_the_focus(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    pressed = []
    for button in [part for part in focusable(page) if isinstance(part, QAbstractButton)]:
        if isinstance(button, QPushButton) and button.menu() is not None:
            continue  # its menu opens
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(button, "click", lambda button=button: pressed.append(button))
            button.setFocus()
            qtbot.keyClick(button, Qt.Key.Key_Return)
        assert pressed[-1:] == [button], button.accessibleName()
    chosen = page.panel.rows["optimizer"].editor
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is not None
    QApplication.activePopupWidget().close()


# --------------------------------------------------------------------------------------------------------- the order
@pytest.mark.parametrize("size", [(1280, 800), (900, 520), (512, 304)])
def test_tab_follows_the_eye_on_the_trainer_page(open_window: OpenWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    page = window.page
    page.send(Step())
    qtbot.waitUntil(lambda: page.undo is not None and page.state is not None and page.state.step > 0, timeout=WAIT_MS)
    window.frame_passed()
    stops = [page.controls.play]
    page.controls.play.setFocus()
    for _ in range(120):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() in stops or not page.isAncestorOf(QApplication.focusWidget()):
            break
        stops.append(QApplication.focusWidget())
    answers, layer, timeline = page.answers, page.right, page.done
    cards = [page.controls, page.left, page.network, answers, layer, timeline, page.loss, page.score, page.device]
    if size[0] < 1000:
        sides = [page.left, answers, layer, timeline, page.device]
        others = [page.loss, page.score]
        cards = [page.controls, page.network, page.arrangement.names]
        cards = [*cards, *sides, *others] if size[0] > 600 else [*cards[:2], *others, cards[2], *sides]
    order = [next(n for n, card in enumerate(cards) if card is stop or card.isAncestorOf(stop)) for stop in stops]
    assert order == sorted(order), [f"{stop.accessibleName()} {n}" for stop, n in zip(stops, order, strict=True)]
    for card in cards:
        if card is page.network:
            continue
        places = [stop.mapTo(card, stop.rect().center()) for stop in stops if card is stop or card.isAncestorOf(stop)]
        assert places == sorted(places, key=lambda place: (place.y() // 12, place.x()))
    wanted = {part for part in focusable(page) if part.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert wanted <= set(stops), [part.accessibleName() for part in wanted - set(stops)]


@pytest.mark.parametrize(
    ("language", "keys"), [("en", {"Space", "Ctrl+←", "Del"}), ("ko", {"스페이스바", "Ctrl+←", "Del"})]
)
def test_the_settings_name_pages_and_keys_as_they_are_called(
    open_window: OpenWindow, language: str, keys: set[str]
) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), page="settings")
    texts = " ".join(label.text() for label in window.frame.page("settings").findChildren(QLabel))
    assert all(key in texts for key in keys)
    for name, page in window.frame.pages.items():
        if not page.foot:
            assert read(page.text) in texts, name
    assert "왼쪽" not in texts
    assert "첫째" not in texts


def test_the_front_door_knows_every_page_and_refuses_others(
    open_window: OpenWindow, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tuple(open_window().frame.pages) == PAGES
    for arguments in (["--page", "nonsense"], ["--page", "Train"], ["--page", ""]):
        with pytest.raises(SystemExit) as refused:
            main(arguments)
        assert refused.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in PAGES)
