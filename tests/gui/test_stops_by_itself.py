"""The card *Stops by itself*: what is set, switched, removed; what has hit and what was different; in both places."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from core.messages.stops import MOST_STOPS, POSSIBLE, Condition, Stop
from core.messages.train_commands import HandOver, Pause, Settings
from core.messages.train_events import Failed, NetChanged, Rejected, State, StopHit
from core.messages.train_reports import AtLayer, AtStep, Device, EditMark, Hit, Met
from core.net.plan import LayerKey, Net, RemoveLayer, mlp
from core.net.shapes import cost
from core.sentence import say
from gui.kit.pieces import Button
from gui.kit.remembered import Preferences
from gui.notices.notices import stopped_bar
from gui.stops.adding import offered
from gui.stops.card import StopsCard
from gui.stops.hit import HitRow
from gui.stops.words import NAMES, differences, hit_text, name_text, often_text, stands_text
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
BELOW = Condition("loss", "below", 0.5)
NET = mlp(64, (32, 32), 10)


def opened(window: Window, qtbot: QtBot) -> StopsCard:
    """Open the card through the trainer page's button."""
    assert window.page.stops is not None
    QTest.mouseClick(window.page.stops, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=WAIT_MS)
    (card,) = dialog.findChildren(StopsCard)
    return card


def close_dialog() -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    dialog.accept()


def asked(window: Window, qtbot: QtBot, *stops: Condition) -> None:
    window.stops.ask(tuple(map(Stop, stops)))
    qtbot.waitUntil(lambda: [one.condition for one in window.stops.stops] == [*stops], timeout=WAIT_MS)


def hit(window: Window, qtbot: QtBot, *conditions: Condition) -> Hit:
    """Set conditions, start by a click, and wait until it stops by itself."""
    asked(window, qtbot, *conditions)
    before = len(window.stops.all_hits)
    QTest.mouseClick(window.page.controls.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.stops.all_hits) > before, timeout=WAIT_MS)
    return window.stops.all_hits[-1]


def test_a_condition_is_added_from_the_menu_by_the_keyboard_and_its_number_typed(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    card = opened(window, qtbot)
    card.add.setFocus()
    QTest.keyClick(card.add, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=WAIT_MS)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().text() == "Loss below"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(card.rows) == 1, timeout=WAIT_MS)
    (line,) = card.rows
    (field,) = line.fields
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.75")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.stops.stops == (Stop(Condition("loss", "below", 0.75)),), timeout=WAIT_MS)
    assert card.rows == [line], "what is typed into stays"
    assert window.page.stops is not None
    assert window.page.stops.text() == "Stops by itself: 1 …"
    QTest.keyClick(line.switch, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.stops.stops[0].on, timeout=WAIT_MS)
    assert window.page.stops.text() == "Stops by itself …"
    QTest.mouseClick(line.gone, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.rows, timeout=WAIT_MS)
    assert card.hint.isVisible()
    close_dialog()


def test_a_step_is_offered_that_lies_ahead_of_a_training_that_plays(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--fast", "4")
    page = window.page
    QTest.mouseClick(page.controls.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.loss.record.newest > 2500, timeout=WAIT_MS)
    assert page.state.step < 2500, "while it plays, Ticks alone tell how far it is"
    (ahead,) = (one for one in offered("classify", step=window.stops.step) if one.of == "step")
    assert ahead.value > 2500
    QTest.mouseClick(page.controls.play, Qt.MouseButton.LeftButton)


def test_a_share_is_typed_in_percent_and_a_range_has_two_numbers(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    dead, ratio = Condition("dead", "above", 0.29, layer=LayerKey(2)), Condition("ratio", "outside", 1e-5, 0.1)
    asked(window, qtbot, dead, ratio)
    card = opened(window, qtbot)
    assert card.rows[0].name.text() == "Dead units above · Hidden 2"
    assert [field.text() for field in card.rows[0].fields] == ["29"]
    assert [field.text() for field in card.rows[1].fields] == ["1e-5", "0.1"]
    card.rows[0].fields[0].wanted(57)
    qtbot.waitUntil(lambda: window.stops.stops[0].condition.value == 0.57, timeout=WAIT_MS)
    card.rows[1].fields[0].wanted(0.5)
    qtbot.waitUntil(lambda: bool(window.stops.why), timeout=WAIT_MS)
    assert "smaller to a larger" in card.why.text()
    assert window.stops.stops[1].condition == ratio
    close_dialog()


def test_it_stands_at_the_step_says_so_in_one_bar_and_opens_nothing(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    found = hit(window, qtbot, BELOW)
    qtbot.waitUntil(lambda: not window.page.state.playing, timeout=WAIT_MS)  # type: ignore[union-attr]
    assert window.page.state is not None
    assert window.page.state.step == found.step
    assert window.page.loss.record.marks[-1].step == found.step
    bar = window.frame.bars.up["stopped"]
    assert f"at step {found.step}" in bar.sentence.text()
    assert "loss below 0.5" in bar.sentence.text()
    assert window.frame.opened == "train"
    assert QApplication.activeModalWidget() is None
    QTest.mouseClick(window.page.controls.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "stopped" not in window.frame.bars.up, timeout=WAIT_MS)
    window.page.send(Pause())


def test_a_hit_is_listed_with_what_was_different_and_shown_in_the_charts(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    first = hit(window, qtbot, Condition("step", "reached", 100.0))
    second = hit(window, qtbot, Condition("step", "reached", 150.0))
    card = opened(window, qtbot)
    assert [entry.hit for entry in card.entries] == [second, first]
    assert card.chosen is second
    assert card.details.isVisible()
    shown = {
        card.grid.itemAtPosition(at, 0).widget().text(): card.grid.itemAtPosition(at, 2).widget().text()  # type: ignore[union-attr]
        for at in range(1, card.grid.rowCount())
    }
    assert float(shown["Loss"]) == pytest.approx(second.after.loss, rel=1e-3)
    assert shown["Batch"].endswith("of epoch 7")
    assert shown["Dead units · Hidden 1"] == "2 of 32"
    card.entries[0].setFocus()
    QTest.keyClick(card.entries[0], Qt.Key.Key_Down)
    assert card.chosen is first
    assert window.page.loss._hover == 100
    QTest.mouseClick(card.entries[0], Qt.MouseButton.LeftButton)
    assert card.chosen is second
    assert window.page.loss._hover == 150
    window.frame.open("runs")
    QTest.mouseClick(card.charts, Qt.MouseButton.LeftButton)
    assert window.frame.opened == "train"
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=WAIT_MS)


def test_look_at_this_step_opens_step_through_right_before_it(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    found = hit(window, qtbot, BELOW)
    sent: list[Any] = []
    inner = window.training.worker.send  # type: ignore[union-attr]

    def send(command: object) -> int:
        sent.append(command)
        return inner(command)

    monkeypatch.setattr(window.training.worker, "send", send)
    bar = window.frame.bars.up["stopped"]
    next(button for button in bar.findChildren(type(window.page.controls.play)) if "Look" in button.text()).click()
    assert window.frame.opened == "inside"
    assert window.inside.made is not None
    assert window.inside.made.opened == "stepping"
    handed = [command for command in sent if isinstance(command, HandOver)]
    assert handed[-1].hit == found.number
    window.inside.look_at(replace(found, number=7))
    assert sent[-1] == HandOver(handed[-1].folder, 7)
    qtbot.waitUntil(lambda: not window.inside.asked, timeout=WAIT_MS)


def test_a_step_that_is_not_kept_is_not_offered_to_be_looked_at(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    first = hit(window, qtbot, Condition("step", "reached", 100.0))
    second = hit(window, qtbot, Condition("step", "reached", 150.0))
    stops = window.stops
    assert stops.looks == (first.number, second.number)
    card = StopsCard(stops)
    qtbot.addWidget(card)
    assert not card.look.isHidden()
    assert stops.net is not None
    third = replace(second, number=3, step=160, stands=160)
    event = StopHit(third, now_with(stops.net), (), (second.number,))
    stops.hear(event, None)
    stops.marks = tuple(
        EditMark(one.stands, one.labels[0], 0, math.nan, math.nan, one.number) for one in stops.all_hits
    )
    card.show_all()
    for one, offered_ in ((third, False), (second, True), (first, False)):
        card.choose(one)
        assert card.look.isHidden() is not offered_
    bar = stopped_bar(third, hit_text(third), stands_text(third), None)
    qtbot.addWidget(bar)
    assert not [button for button in bar.findChildren(Button) if "Look" in button.text()]
    event = replace(event, now=replace(event.now, state=replace(event.now.state, playing=True)))
    window.page.state = event.now.state
    window.bars.show_hit(event, stops.look_at if stops.can_look(third) else None)
    shown = window.frame.bars.up["stopped"]
    assert not [button for button in shown.findChildren(Button) if "Look" in button.text()]


def test_both_places_show_the_same(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    one, other = StopsCard(window.stops), StopsCard(window.stops)
    qtbot.addWidget(one)
    qtbot.addWidget(other)
    window.stops.add(BELOW)
    qtbot.waitUntil(lambda: len(one.rows) == len(other.rows) == 1, timeout=WAIT_MS)
    one.rows[0].fields[0].wanted(0.25)
    qtbot.waitUntil(lambda: other.rows[0].fields[0].text() == "0.25", timeout=WAIT_MS)
    window.stops.add(Condition("loss", "below", 0.25))
    qtbot.waitUntil(lambda: not window.stops.asked, timeout=WAIT_MS)
    assert len(one.rows) == 1, "the same condition is there once"


def test_a_layer_that_goes_is_said_and_what_waits_too(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    asked(window, qtbot, Condition("dead", "above", 0.5, layer=LayerKey(2)), BELOW)
    card = opened(window, qtbot)
    window.page.send(RemoveLayer(LayerKey(2)))
    qtbot.waitUntil(lambda: "not in the network" in card.rows[0].note.text(), timeout=WAIT_MS)
    close_dialog()
    hit(window, qtbot, BELOW)
    card = opened(window, qtbot)
    assert "after it has not been so for a while" in card.rows[0].note.text()
    close_dialog()


def test_a_trainer_that_is_started_again_is_told_what_was_set(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    asked(window, qtbot, BELOW, Condition("dead", "above", 0.5, layer=LayerKey(1)))
    window.training.failed(Failed(say("The worker is gone."), "exit code 1"))
    window.training.restart(playing=False)
    qtbot.waitUntil(lambda: window.page.loaded is not None and window.page.state is not None, timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: [one.condition.of for one in window.stops.stops] == ["loss", "dead"] and window.page.ready,
        timeout=WAIT_MS,
    )


def test_the_card_survives_another_language_and_follows_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(preferences=Preferences(language="en", theme="light"))
    asked(window, qtbot, BELOW)
    window.change("language", "ko")
    qtbot.waitUntil(
        lambda: window.page.stops is not None and "저절로 멈춤: 1" in window.page.stops.text(), timeout=WAIT_MS
    )
    card = opened(window, qtbot)
    assert card.rows[0].name.text() == "손실 미만"
    close_dialog()


def test_so_many_can_be_set_and_no_more(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    asked(window, qtbot, *(Condition("step", "reached", float(10**6 + at)) for at in range(MOST_STOPS)))
    card = StopsCard(window.stops)
    qtbot.addWidget(card)
    assert not card.add.isEnabled()


# ------------------------------------------------------------------------------------------------------------- words
def test_every_kind_of_condition_is_offered_and_has_its_name() -> None:
    kinds = {(one.of, one.sign) for one in offered("classify", step=1234)}
    assert kinds == {(of, sign) for of, signs in POSSIBLE.items() for sign in signs} == NAMES.keys()
    assert all(one.of != "accuracy" for one in offered("regress", step=0))
    assert next(one.value for one in offered("classify", step=1234) if one.of == "step") == 2000
    assert len({name_text(one, NET) for one in offered("classify", step=0)}) == len(kinds)
    assert len({often_text(one) for one in offered("classify", step=0)}) == 4


def made_hit(**changes: Any) -> Hit:
    nan = math.nan
    before = AtStep(156, 7, 18, 64, (5, 6, 7), 0.6, 1.5, 1e-3, (AtLayer(LayerKey(1), nan, 3, 32),))
    after = AtStep(157, 7, 19, 64, (1, 2, 3), 0.4, math.inf, 1e-4, (AtLayer(LayerKey(1), 0.5, 31, 32),), nan, 0.9)
    fields: dict[str, Any] = {
        "step": 157, "stands": 157, "met": (Met(BELOW, 0.4),), "before": before, "after": after,
        "labels": (say("Stop: loss below {value:g}", value=0.5),),
    }  # fmt: skip
    return Hit(**(fields | changes))


def test_what_was_different_is_told_and_what_is_not_known_is_a_dash(qapp: QApplication) -> None:
    told = {name: (one, other) for name, one, other in differences(made_hit(), NET)}
    assert told["Loss"] == ("0.6", "0.4")
    assert told["Gradient norm"] == ("1.5", "∞")
    assert told["Accuracy"] == ("–", "90.0%")
    assert told["Update ratio · Hidden 1"] == ("–", "0.5")
    assert told["Dead units · Hidden 1"] == ("3 of 32", "31 of 32")
    assert told["Batch"] == ("18 of epoch 7", "19 of epoch 7")
    assert "Validation loss" not in told
    assert hit_text(made_hit()) == "Stop: loss below 0.5 (0.4)"


def now_with(net: Net) -> NetChanged:
    state = State(False, 157, 7.0, 0, 0, 1, Device("cpu", "a processor", 0))
    return NetChanged(net, cost(net, "adam"), Settings(), (), state)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({}, "it was not so"), ({"begins": False}, "already"), ({"stands": 156}, "right before")],
)
def test_where_it_stands_is_said(changes: dict[str, Any], said: str) -> None:
    assert said in stands_text(made_hit(**changes))


def test_an_edit_is_between_two_steps_and_there_is_no_step_to_look_at(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    made = made_hit(step=156, stands=156, after=replace(made_hit().after, step=156), labels=(say("Layer added"),))
    stops = window.stops
    stops.all_hits, stops.marks = (made,), (EditMark(156, made.labels[0], 0, math.nan, math.nan),)
    card = StopsCard(stops)
    qtbot.addWidget(card)
    assert card.chosen is made
    assert card.different.text() == "What the edit changed"
    assert card.look.isHidden()
    assert card.stands.isHidden()
    bar = stopped_bar(made, hit_text(made), stands_text(made), lambda: None)
    qtbot.addWidget(bar)
    assert bar.sentence.text().endswith(", at step 156.")
    assert not [button for button in bar.findChildren(Button) if "Look" in button.text()]


def test_a_step_at_which_it_stops_again_after_an_undo_is_listed_once(open_window: OpenWindow) -> None:
    stops = open_window().stops
    stops.setting = replace(stops.setting, hit=lambda _: None)
    mark = EditMark(157, made_hit().labels[0], 0, math.nan, math.nan)
    again = made_hit(met=(Met(BELOW, 0.3),))
    assert stops.net is not None
    for one in (made_hit(), again):
        stops.hear(StopHit(one, now_with(stops.net), ()), None)
    stops.marks = (mark,)
    assert stops.hits == (again,)


def test_hits_of_what_was_undone_are_not_listed(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    found = hit(window, qtbot, BELOW)
    assert window.stops.hits == (found,)
    window.stops.marks = tuple(mark for mark in window.stops.marks if mark.step != found.step)
    assert window.stops.hits == ()
    window.stops.marks = (EditMark(found.step, found.labels[0], 0, math.nan, math.nan, found.number),)
    assert window.stops.hits == (found,)


def test_a_refusal_of_something_else_is_none_of_its_business(open_window: OpenWindow) -> None:
    window = open_window()
    assert not window.stops.rejected(Rejected(say("No.")), 99)
    row = HitRow(made_hit(), lambda hit: None)
    assert "step 157" in row.accessibleName()
    row.deleteLater()
