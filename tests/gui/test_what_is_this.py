"""Every control of the trainer page says what it is, in two sentences with its formula and the numbers of now."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCursor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Change, DataSpec, Step
from core.net.edits import edited
from core.net.plan import Narrow, Widen
from core.net.shapes import cost
from core.net.widths import steps_of
from gui.explain.words_dialog import WordsDialog
from gui.kit.remembered import Preferences
from gui.train.explained.where import today, what_is
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_screens import settle

SENTENCE_END = re.compile(r"(?<=[.?])\s+(?=\S)")


def controls_of(window: Window) -> list[QWidget]:
    """Return every control of the page that can be reached and is enabled."""
    page = window.page
    return [
        part for part in page.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]  # fmt: skip


def trained(window: Window, qtbot: QtBot) -> None:
    """Take a few steps and do an edit, so that there is something to say."""
    page = window.page
    for step in range(1, 4):
        page.send(Step())
        qtbot.waitUntil(lambda step=step: page.state.step >= step, timeout=WAIT_MS)  # type: ignore[misc]
    before = page.net
    page.send(Widen(page.selected, 4))
    qtbot.waitUntil(lambda: page.net != before, timeout=WAIT_MS)
    settle(window)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("data", ["digits", "spiral"])
def test_every_enabled_control_has_its_sentences_with_a_number_of_now(
    open_window: OpenWindow, qtbot: QtBot, language: str, data: str
) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"), size=(1920, 1080))
    page, before = window.page, window.page.loaded
    page.begin(DataSpec(name=data), None)
    qtbot.waitUntil(lambda: page.loaded is not before, timeout=WAIT_MS)
    page.panel.more.click()
    trained(window, qtbot)
    controls = controls_of(window)
    assert len(controls) > 40
    for control in controls:
        found = what_is(page, control)
        assert found is not None, control.accessibleName()
        assert found.name
        assert len(SENTENCE_END.split(found.said)) >= 2, found.said
        assert re.search(r"\d", found.said), found.said
        assert "{" not in found.said, found.said
        assert (language == "ko") == bool(re.search(r"[가-힣]", found.said)), found.said


@pytest.mark.parametrize("setting", ["learning_rate", "batch_size", "weight_decay", "clip", "ramp_steps"])
def test_the_words_about_a_setting_hold_what_is_set_now(open_window: OpenWindow, qtbot: QtBot, setting: str) -> None:
    window = open_window()
    page = window.page
    trained(window, qtbot)
    editor = page.panel.rows[setting].editor
    before = what_is(page, editor)
    value = {"learning_rate": 0.0375, "batch_size": 48, "weight_decay": 0.0125, "clip": 7.5, "ramp_steps": 37}[setting]
    page.send(Change(setting, value))
    qtbot.waitUntil(lambda: getattr(page.settings, setting) == value, timeout=WAIT_MS)
    page.send(Step())
    step = page.state.step
    qtbot.waitUntil(lambda: page.state.step > step and page.curves.history.rows[-1, 0] > step, timeout=WAIT_MS)
    after = what_is(page, editor)
    assert before is not None
    assert after is not None
    assert f"{value:g}" in after.said or (
        setting == "learning_rate" and f"{page.curves.history.rows[-1, 8]:.4g}" in after.said
    )
    assert after.said != before.said
    assert after.formula


def test_the_gradient_norm_and_the_step_it_makes_are_those_of_the_newest_step(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    trained(window, qtbot)
    tick = today(window.page).tick
    found = what_is(window.page, window.page.panel.rows["learning_rate"].editor)
    assert found is not None
    assert f"{tick.gradient_norm:.4g}" in found.said
    assert f"{tick.learning_rate * tick.gradient_norm:.4g}".replace("-", "−").replace("e−0", "e−") in found.said
    assert found.formula == "w ← w − η · g"


@pytest.mark.parametrize("button", ["wider", "fewer", "twice", "half"])
def test_the_words_about_an_edit_say_what_it_will_come_to(open_window: OpenWindow, qtbot: QtBot, button: str) -> None:
    window = open_window()
    trained(window, qtbot)
    page = window.page
    more, fewer = steps_of(page.net, page.selected)
    width = page.inspector._width()
    edit = {
        "wider": Widen(page.selected, more), "fewer": Narrow(page.selected, fewer),
        "twice": Widen(page.selected, width), "half": Narrow(page.selected, width - width // 2),
    }[button]  # fmt: skip
    found = what_is(page, getattr(page.inspector, button))
    assert found is not None
    for net in (page.net, edited(page.net, edit)):
        assert f"{cost(net, page.settings.optimizer).parameters:,}" in found.said


def test_shift_f1_explains_the_control_that_the_keyboard_is_at(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    trained(window, qtbot)
    window.ring.by_keyboard = True
    window.page.panel.rows["batch_size"].editor.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(WordsDialog)
    assert dialog is not None
    said = dialog.here.toPlainText()
    assert f"B = {window.page.settings.batch_size}" in said
    assert f"{window.page.loaded.data.training_samples:,}" in said
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_shift_f1_explains_what_the_mouse_is_over(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    trained(window, qtbot)
    window.page.panel.rows["batch_size"].editor.setFocus()
    window.ring.by_keyboard = False
    wider = window.page.inspector.wider
    window.page.stack.ensureWidgetVisible(wider)
    QApplication.processEvents()
    QCursor.setPos(wider.mapToGlobal(wider.rect().center()))
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(WordsDialog)
    assert dialog is not None
    assert "Adds" in dialog.here.toPlainText()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_resting_on_a_field_shows_its_numbers_of_now(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    trained(window, qtbot)
    shown: list[str] = []
    record: Callable[..., None] = lambda _place, text, _widget: shown.append(text)  # noqa: E731
    monkeypatch.setattr(QToolTip, "showText", record)
    label = window.page.panel.rows["learning_rate"].findChildren(QWidget)[0]
    place = label.rect().center()
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, place, label.mapToGlobal(place)))
    assert f"{today(window.page).tick.gradient_norm:.4g}" in "".join(shown)
