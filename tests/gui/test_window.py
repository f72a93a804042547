"""The window on a fake trainer: what a person does arrives there, and what it says is shown."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.messages.beside.device import DeviceFails
from core.messages.stops import Condition, Stop
from core.messages.train_commands import Change, DataSpec, Pause, Play, SetStops, Settings, Step
from core.messages.train_events import (
    Diverged,
    Edited,
    HandedOver,
    Noticed,
    Ready,
    Rejected,
    Saving,
    State,
    Tick,
    TrainEvent,
)
from core.messages.train_reports import Diagnosis, EditMark, Fading, RunRecord
from core.net.plan import INPUT, Freeze, LayerKey, RemoveUnit, SetActivation, SetWeight, Widen
from core.runs import RECORD_FILE, WEIGHTS_FILE
from core.sentence import say
from core.workers import wire
from gui.kit.layer_words import hidden, label_text
from gui.kit.remembered import Preferences, read_preferences
from gui.kit.theme import LIGHT
from gui.kit.words import I18N, read, read_ts
from gui.notices import notices
from gui.notices.events import BATCH, BATCHES
from gui.notices.on_its_way import Lasting
from gui.train.charts.view import View, shown
from gui.train.drawing.head import Head
from gui.train.drawing.legend import SIGNS, Swatch
from gui.train.panels.timeline import Entry
from gui.window.window import Window
from tests import fake_trainer
from tests.gui.conftest import WAIT_MS, OpenWindow


def steps_shown(window: Window) -> int:
    found = re.match(r"([\d,]+) steps", window.page.controls.status.text())
    return int(found[1].replace(",", "")) if found else -1


def click(qtbot: QtBot, button: QWidget) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wait(qtbot: QtBot, condition: Any) -> None:
    qtbot.waitUntil(condition, timeout=WAIT_MS)


# ----------------------------------------------------------------------------------------------- the way a person goes
def test_play_trains_and_pause_stops(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    controls = window.page.controls
    assert controls.play.text() == "Start"
    click(qtbot, controls.play)
    wait(qtbot, lambda: controls.play.text() == "Pause" and steps_shown(window) > 100)
    click(qtbot, controls.step)  # one more, and then it stands
    wait(qtbot, lambda: controls.play.text() == "Continue")
    click(qtbot, controls.play)
    wait(qtbot, lambda: controls.play.text() == "Pause")
    click(qtbot, controls.play)
    wait(qtbot, lambda: controls.play.text() == "Continue")
    stopped = window.page.state.step
    click(qtbot, controls.step)
    wait(qtbot, lambda: steps_shown(window) == stopped + 1)


def test_plus_widens_the_selected_layer_and_undo_takes_it_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    before = page.network.note.text()
    click(qtbot, page.inspector.wider)
    wait(qtbot, lambda: page.network.note.text() != before)
    assert page.network.note.text().startswith("64 → 40 → 32 → 10 ·")
    wait(qtbot, lambda: "Hidden 1 widened +8" in texts(page.timeline))
    assert page.controls.undo.isEnabled()
    click(qtbot, page.undo)
    wait(qtbot, lambda: page.network.note.text() == before)
    wait(qtbot, lambda: "Hidden 1 widened +8" not in texts(page.timeline))
    assert page.controls.redo.isEnabled()


def test_undo_and_redo_say_why_they_cannot_be_pressed(open_window: OpenWindow, qtbot: QtBot) -> None:
    controls = open_window().page.controls
    assert not controls.undo.isEnabled()
    assert controls.undo.toolTip() == "There is nothing to undo yet."
    assert controls.redo.toolTip() == "Nothing has been undone."
    controls.send(Widen(1, 4))
    wait(qtbot, controls.undo.isEnabled)
    assert controls.undo.toolTip().startswith("Undo the last edit or setting")


def test_a_reset_leaves_an_edited_network_in_runs_and_one_click_goes_back(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page, run = window.page, window.training.run
    first, old = page.network.note.text(), run.folder
    before = page.loaded
    click(qtbot, page.controls.reset)
    wait(qtbot, lambda: page.loaded is not before and not page.timeline.marks)
    assert run.folder == old, "nothing was edited, so nothing is worth keeping"
    page.send(Widen(1, 4))
    wait(qtbot, lambda: page.network.note.text() != first)
    click(qtbot, page.controls.reset)
    wait(qtbot, lambda: page.network.note.text() == first and run.folder != old)
    bar = window.frame.bars.up["kept"]
    assert Path(old).name in bar.sentence.text()
    click(qtbot, next(b for b in bar.findChildren(QAbstractButton) if b.text() == "Back to it"))
    wait(qtbot, lambda: run.folder == old and "kept" not in window.frame.bars.up)


@pytest.mark.parametrize(("language", "word"), [("en", "weight"), ("ko", "가중치")])
def test_the_drawing_explains_its_signs(open_window: OpenWindow, qtbot: QtBot, language: Any, word: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"))
    click(qtbot, window.page.network.how)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert any(word in text for text in texts(dialog))
    swatches = dialog.findChildren(Swatch)
    pictures = {bytes(swatch.grab().toImage().constBits()) for swatch in swatches}
    assert len(pictures) == len(SIGNS) == len(swatches), "each sign looks like itself"
    dialog.close()


def test_a_frozen_unit_looks_frozen_and_can_be_let_go(open_window: OpenWindow, qtbot: QtBot) -> None:
    page = open_window().page
    key = hidden(page.net)[0]
    drawing, canvas, button = page.drawing, page.drawing.canvas, page.close_up.freeze
    wait(qtbot, lambda: key in canvas.units and canvas.units[key].cells > 1)
    at = canvas.layout_.by_key(key).box(2).center().toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    wait(qtbot, button.isVisible)
    free = canvas.grab().toImage()
    assert (button.text(), canvas.units[key].frozen.any()) == ("Freeze", False)
    click(qtbot, button)
    wait(qtbot, lambda: button.text() == "Unfreeze")
    assert [bool(one) for one in canvas.units[key].frozen[:4]] == [False, False, True, False]
    assert "frozen: its weights stay as they are" in page.close_up.lines.text()
    corner = canvas.layout_.by_key(key).box(2).bottomRight().toPoint()
    ratio = free.devicePixelRatio()
    assert free.pixelColor(corner * ratio) != canvas.grab().toImage().pixelColor(corner * ratio), "its tile is marked"
    click(qtbot, button)
    wait(qtbot, lambda: button.text() == "Freeze" and not canvas.units[key].frozen.any())
    page.send(Freeze(key))
    wait(qtbot, lambda: button.text() == "Unfreeze layer" and canvas.units[key].frozen.all())
    assert drawing.canvas.slot(key).note.endswith("frozen")
    click(qtbot, button)
    wait(qtbot, lambda: button.text() == "Freeze" and not canvas.units[key].frozen.any())


def test_the_speed_that_was_chosen_stays_for_other_data_a_new_network_and_the_next_window(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    window = open_window()
    page = window.page
    assert page.settings.pace == 100.0
    page.send(Change("pace", 5.0))
    wait(qtbot, lambda: page.settings.pace == 5.0)
    page.data.choose("xor")
    wait(qtbot, lambda: page.loaded.data.spec.name == "xor")
    assert page.settings.pace == page.loaded.now.settings.pace == 5.0
    before = page.loaded
    page.begin(before.data.spec, None, before.now.net)
    wait(qtbot, lambda: page.loaded is not before)
    assert page.settings.pace == 5.0
    kept = read_preferences(window.folders.settings_file)
    assert kept.pace == 5.0
    another = open_window(preferences=replace(kept, language="en"))
    assert another.page.settings.pace == another.page.loaded.now.settings.pace == 5.0


@pytest.mark.parametrize("wrong", ["NaN", "-1", "1e300", '"fast"'])
def test_a_speed_that_makes_no_sense_is_the_usual_one(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "settings.json").write_text(f'{{"pace": {wrong}}}', encoding="utf-8")
    assert read_preferences(tmp_path / "settings.json").pace == Preferences().pace


@pytest.mark.parametrize(
    ("cause", "label", "said"),
    [
        (
            "given up",
            say("Hidden {place} not narrowed: still {points:.1f} points", place=1, points=1.234),
            "Given up at step 700. Hidden 1 not narrowed: still 1.2 points. "
            "The smaller network did not become as good; yours stays as it is.",
        ),
        ("fade", say("Hidden {place} removed", place=2), "Done at step 700: Hidden 2 removed."),
    ],
)
def test_what_came_of_a_slow_edit_is_said_whole(
    open_window: OpenWindow, qtbot: QtBot, cause: Any, label: Any, said: str
) -> None:
    window = open_window()
    page, bars = window.page, window.frame.bars
    mark = EditMark(700, label, 0, 0.5, 0.51)
    state = replace(page.state, step=700)
    now = replace(page.loaded.now, marks=(mark,), state=state, keep_to_step=-1, ticks=None)
    window.show_event(Edited(now, mark, INPUT, cause), None)
    assert bars.up["came about"].sentence.text() == said
    wait(qtbot, lambda: len(page.timeline.findChildren(Entry)) == 1)
    tip = page.timeline.findChildren(Entry)[0].toolTip()
    assert tip.startswith(label_text(label)), "whole, where the row may be cut"
    window.show_event(Edited(now, mark, LayerKey(1), "edit"), None)
    assert "came about" not in bars.up


def test_a_run_that_is_opened_says_once_that_its_undo_history_is_gone(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, bars = window.page, window.frame.bars
    assert "no undo" not in bars.up
    mark = EditMark(10, say("Hidden {layer} widened +{by}", layer=1, by=8), 8, 0.5, 0.5)
    loaded = replace(page.loaded, now=replace(page.loaded.now, marks=(mark,)))
    window.training.opening.add(77)
    window.show_event(loaded, 77)
    assert "undone any more" in bars.up["no undo"].sentence.text()
    window.show_event(page.loaded, None)
    assert "no undo" not in bars.up


def test_layers_come_and_go_by_single_keys(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    page.select(1)
    qtbot.keyClick(window, Qt.Key.Key_I)
    wait(qtbot, lambda: page.network.note.text().startswith("64 → 32 → 32 → 32 → 10"))
    qtbot.keyClick(window, Qt.Key.Key_Delete)
    wait(qtbot, lambda: QApplication.activeModalWidget() is not None)  # weighed, as by mouse
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    click(qtbot, next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "Do it anyway"))
    wait(qtbot, lambda: page.network.note.text().startswith("64 → 32 → 32 → 10"))
    log = next(knob for knob in page.loss.findChildren(QAbstractButton) if knob.isCheckable())
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert log.isChecked()


def test_a_setting_changes_when_the_trainer_agrees(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    line = window.page.panel.rows["learning_rate"]
    qtbot.keyClick(line.editor, Qt.Key.Key_Up)
    assert line.editor.text() == "0.001", "nothing changes before the trainer says so"
    wait(qtbot, lambda: line.editor.text() == "0.002")
    wait(qtbot, lambda: "Learning rate 0.001 → 0.002" in texts(window.page.timeline))


@pytest.mark.parametrize(("held", "says"), [("translocated", "temporary copy"), ("quarantined", "not approved")])
def test_an_app_that_macos_holds_says_so_and_what_to_do(open_window: OpenWindow, held: str, says: str) -> None:
    window = open_window(held=held)
    sentence = window.frame.bars.up["held"].sentence.text()
    assert says in sentence
    assert "move TorchGarden into Applications" in sentence
    window.close()
    assert "held" not in open_window().frame.bars.up


def test_a_row_of_the_timeline_counts_units_as_the_drawing_does(open_window: OpenWindow, qtbot: QtBot) -> None:
    page = open_window().page
    first = page.net.layers[0].key
    for edit, said in (
        (SetWeight(first, 4, 2, 0.5), "Hidden 1: weight 3 → 5 set to 0.5"),
        (Freeze(first, 0), "Hidden 1: unit 1 frozen"),
        (RemoveUnit(first, 0), "Hidden 1: unit 1 removed"),
    ):
        page.send(edit)
        wait(qtbot, lambda said=said: said in [entry.words.text() for entry in page.timeline.findChildren(Entry)])


def test_a_row_of_the_timeline_shows_its_step_in_the_charts(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    page.controls.play.click()
    for step in (100, 300):
        wait(qtbot, lambda step=step: page.loss.record.newest > step)
        count = len(page.timeline.findChildren(Entry))
        page.send(Widen(page.net.layers[0].key, 8))
        wait(qtbot, lambda count=count: len(page.timeline.findChildren(Entry)) == count + 1)
    wait(qtbot, lambda: page.loss.record.newest > page.timeline.marks[-1].step + 100)
    page.controls.play.click()
    wait(qtbot, lambda: not page.state.playing)
    newest, oldest = sorted(page.timeline.findChildren(Entry), key=lambda entry: entry.y())
    bare = page.loss.grab().toImage()
    QApplication.sendEvent(oldest, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert page.loss._hover == page.score._hover == oldest.step == page.timeline.marks[0].step
    page.loss.draw()
    assert page.loss.grab().toImage() != bare, "the crosshair is there"
    QApplication.sendEvent(oldest, QEvent(QEvent.Type.Leave))
    assert page.loss._hover is None
    page.loss.show_view(View(span=20.0))
    qtbot.mouseClick(oldest, Qt.MouseButton.LeftButton)
    left, right = shown(page.loss._view, newest=page.loss.record.newest)
    assert left < oldest.step < right, "the charts have come to that step"
    assert page.loss._hover == oldest.step
    newest.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.loss._hover == newest.step
    qtbot.keyClick(newest, Qt.Key.Key_Down)
    assert page.loss._hover == oldest.step
    assert newest.focusPolicy() == Qt.FocusPolicy.TabFocus, "one stop of Tab"
    assert oldest.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_an_impossible_setting_is_a_sentence_beside_its_editor(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    line = window.page.panel.rows["learning_rate"]
    line.editor.setFocus()
    line.editor.selectAll()
    qtbot.keyClicks(line.editor, "quick")
    qtbot.keyClick(line.editor, Qt.Key.Key_Return)
    assert "quick" in line.sentence.text()
    assert line.sentence.isVisible()
    qtbot.keyClick(line.editor, Qt.Key.Key_Escape)
    assert line.editor.text() == "0.001"
    assert not line.sentence.isVisible()


def test_a_setting_the_trainer_refuses_is_a_sentence_too(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    line = window.page.panel.rows["learning_rate"]
    window.page.panel.want("learning_rate", -5.0)
    wait(qtbot, lambda: line.sentence.isVisible())
    assert "between" in line.sentence.text()
    assert window.page.settings.learning_rate == 1e-3


def test_other_data_begins_a_new_training_and_plays_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    click(qtbot, window.page.controls.play)
    wait(qtbot, lambda: steps_shown(window) > 20)
    window.page.data.choose("spiral")
    wait(qtbot, lambda: window.page.data.choice.currentData() == "spiral")
    assert window.page.data.noise.isVisible()
    assert window.page.settings.learning_rate == 1e-2
    wait(qtbot, lambda: window.page.state.playing)
    assert read_preferences(window.folders.settings_file).data == "spiral"


def test_removing_a_layer_is_weighed_first_and_the_gentler_way_is_offered(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    before = window.page.network.note.text()
    window.page.drawing.send(fake_trainer.RemoveLayer(1))
    wait(qtbot, lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert window.page.network.note.text() == before, "a preview changes nothing"
    words = texts(dialog)
    assert {"Parameters", "Loss", "Accuracy", "Do it anyway", "Remove when ready"} <= set(words)
    click(qtbot, next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "Do it anyway"))
    wait(qtbot, lambda: window.page.network.note.text().startswith("64 → 32 → 10"))


def test_a_removal_that_waits_is_seen_in_the_drawing_until_the_layer_is_gone(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.page.drawing.send(fake_trainer.RemoveLayer(1))
    wait(qtbot, lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    click(qtbot, next(b for b in dialog.findChildren(QAbstractButton) if b.text() == "Remove when ready"))
    head = window.page.drawing.findChildren(Head)[1]
    wait(qtbot, lambda: head.leaving == 0)
    assert window.page.network.note.text().startswith("64 → 32 → 32 → 10")
    click(qtbot, window.page.controls.play)
    wait(qtbot, lambda: window.page.network.note.text().startswith("64 → 32 → 10"))


def test_a_preview_is_measured_again_when_a_fade_folds_under_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    editor = window.page.editor
    first, second = hidden(window.page.net)[:2]
    window.page.send(fake_trainer.RemoveLayer(first, "fade"))
    wait(qtbot, lambda: bool(window.page.state.fading))
    editor.edit(fake_trainer.RemoveLayer(second))
    wait(qtbot, lambda: editor.dialog is not None)
    assert editor.dialog.windowTitle() == "Remove Hidden 2"
    window.page.send(Step(300))
    wait(qtbot, lambda: editor.dialog.windowTitle() == "Remove Hidden 1")
    assert editor.dialog.previewed.net == window.page.net
    assert any("Measured at step 300" in text for text in texts(editor.dialog))
    does = (b for b in editor.dialog.findChildren(QAbstractButton) if b.text() == "Do it anyway" and b.isVisible())
    click(qtbot, next(does))
    wait(qtbot, lambda: second not in hidden(window.page.net))
    assert editor.dialog is None


def test_a_fade_says_what_it_would_cost_at_once(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.page.editor.edit(fake_trainer.RemoveLayer(1, "fade"))
    wait(qtbot, lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    words = texts(dialog)
    assert {"Let Hidden 1 fade away", "Loss, folded at once", "Accuracy, folded at once", "Do it"} <= set(words)
    assert any("Fading lets training make up for it" in word for word in words)
    assert not any("would jump" in word for word in words), "nothing jumps in a fade"
    dialog.close()


def test_a_fade_is_seen_in_the_drawing_until_the_layer_is_gone(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.training.send(fake_trainer.RemoveLayer(1, "fade"))
    head = window.page.drawing.findChildren(Head)[1]
    wait(qtbot, lambda: head.faded == 0)
    window.page.send(Step(100))  # it stands there to be looked at: while it plays, all of it may go by in one frame
    wait(qtbot, lambda: head.faded == 33)
    click(qtbot, window.page.controls.play)
    wait(qtbot, lambda: window.page.network.note.text().startswith("64 → 32 → 10"))
    assert not window.page.drawing.canvas.faded


def test_what_waits_until_it_is_ready_says_how_it_does_and_can_be_cancelled(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page, copy = window.page, window.page.network.copy
    assert not copy.isVisible()
    window.training.send(fake_trainer.RemoveLayer(1, "ready"))
    wait(qtbot, copy.cancel.isVisible)
    assert copy.gap.text() == "A smaller copy is in training."
    (waiting,) = page.state.fading
    compared = replace(waiting, compared=((0.2, 0.941), (0.25, 0.93)))
    window.show_event(replace(page.state, fading=(compared,)), None)
    assert not page.network.note.isVisible()
    assert copy.gap.text() == "Copy: loss 0.200 → 0.250 · accuracy 94.1 → 93.0%"
    before = page.net
    click(qtbot, copy.cancel)
    wait(qtbot, lambda: not copy.isVisible())
    assert page.network.note.isVisible()
    assert page.net == before
    wait(qtbot, lambda: "Hidden 1 stays as it is" in texts(page.timeline))


def test_what_fades_for_a_while_can_be_called_off_in_the_head_and_in_its_row_of_the_timeline(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page, copy = window.page, window.page.network.copy
    page.settings = replace(page.settings, pace=1.0)
    before = page.net

    def called_off_by() -> list[Entry]:
        return [row for row in page.timeline.findChildren(Entry) if row.off is not None]

    window.training.send(fake_trainer.RemoveLayer(1, "fade"))
    wait(qtbot, lambda: copy.cancel.isVisible() and bool(called_off_by()))  # each counts from when it heard of it
    assert copy.gap.text() == "“Hidden 1” fades out"
    assert copy.cancel.text() == "Cancel"
    assert "exactly as it was before this began" in copy.cancel.toolTip().replace("\n", " ")
    assert not page.network.note.isVisible()
    (row,) = called_off_by()
    assert "fading out" in row.words.text()
    window.training.send(Widen(LayerKey(2), 3))
    wait(qtbot, lambda: copy.cancel.text() == "Cancel, and 1 later")
    assert "One later edit or setting is undone with it" in copy.cancel.toolTip().replace("\n", " ")
    (row,) = called_off_by()
    assert row.off.text() == "Cancel, and 1 later"
    assert row.off.accessibleName() == "Cancel: Hidden 1 fading out"
    assert page.net != before
    click(qtbot, row.off)
    wait(qtbot, lambda: not copy.isVisible())
    assert page.net == before
    assert page.network.note.isVisible()
    assert page.state.redo == 2
    assert not called_off_by()


def test_what_is_over_in_a_blink_shows_no_button() -> None:
    now = [0.0]
    way = Lasting(clock=lambda: now[0])
    one = Fading(LayerKey(1), 300, 300, unfolds=True, mark=0, takes_back=0)
    state = State(True, 0, 0.0, 1, 0, 1, fake_trainer.DEVICES[0], (one,))
    way.take(state)
    assert way.look() == ()
    now[0] = 0.7
    assert way.look() == (one,)
    way.note_step(300)
    assert way.look() == (), "it has unfolded, and nobody told"
    way.take(replace(state, fading=(replace(one, mark=3),)))
    way.note_step(0)
    assert way.look() == (), "another one is new"
    way.take(replace(state, fading=(replace(one, takes_back=-1), replace(one, ready=True))))
    now[0] = 9.0
    assert way.look() == ()


def test_an_edit_that_comes_before_what_waits_says_what_it_has_called_off(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page, bars = window.page, window.frame.bars
    dropped = EditMark(700, say("Hidden {place} not narrowed: another edit came first", place=1), 0, 0.5, 0.5)
    mark = EditMark(700, say("Hidden {place} widened +{by}", place=1, by=4), 1, 0.5, 0.5)
    now = replace(page.loaded.now, marks=(dropped, mark), keep_to_step=-1, ticks=None)
    window.show_event(Edited(now, mark, LayerKey(1), "edit"), None)
    said = bars.up["came about"].sentence.text()
    assert said == "Hidden 1 not narrowed: another edit came first. Ask for it again if you still want it."
    window.show_event(Edited(replace(now, marks=()), mark, LayerKey(1), "undo"), None)
    assert "came about" not in bars.up


def test_a_unit_that_is_clicked_opens_the_side_that_shows_it_where_there_is_room_for_one(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.resize(1024, 700)
    page, canvas = window.page, window.page.drawing.canvas
    wait(qtbot, lambda: page.arrangement.kind != "wide" and page.selected in canvas.units)
    page.arrangement.open_side("data")
    key = page.selected
    assert not page.close_up.isVisible()
    wait(qtbot, lambda: canvas.layout_ is not None and canvas.units[key].cells > 1)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.layout_.by_key(key).box(2).center().toPoint())
    assert page.close_up.isVisible()
    page.arrangement.open_side("data")
    head = next(one for one in page.drawing.findChildren(Head) if one.slot.key == key)
    click(qtbot, head)
    assert page.close_up.isVisible()


def test_what_the_network_cannot_do_is_said_under_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.training.send(Widen(3, 4))  # the output
    wait(qtbot, lambda: window.page.network.notice.isVisible())
    assert "output" in window.page.network.notice.text()


def test_another_device_is_chosen_where_the_device_stands(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    pill = window.page.controls.device
    assert pill.device.text() == "cpu · Pretend 3000"
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith("cuda")).trigger()
    menu.close()
    wait(qtbot, lambda: pill.device.text() == "cuda · Pretend GPU 4060")


def test_a_device_that_has_failed_is_marked_with_why_until_it_trains(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    pill, why = window.page.controls.device, say("Pretend GPU 4060 (cuda:0) has failed at a step.")

    def card() -> QAction:
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert menu.toolTipsVisible()
        found = next(action for action in menu.actions() if action.text().startswith("cuda"))
        menu.close()
        return found

    window.show_event(DeviceFails("cuda:0", why), None)
    window.show_event(Rejected(why, ()), None)
    assert window.page.network.notice.text() == read(why)
    assert pill.device.text() == "cpu · Pretend 3000"
    found = card()
    assert found.text() == "cuda · Pretend GPU 4060 · has failed"
    assert " ".join(found.toolTip().split()).endswith("has failed at a step.")
    assert found.isEnabled(), "it can be tried again"
    before = window.training.worker
    window.training.train_in("")  # what is trained is saved, and goes on in another one
    wait(qtbot, lambda: window.training.worker not in (before, None) and window.page.ready)
    wait(qtbot, lambda: window.page.loaded is not None and window.page.state is not None)
    assert card().text().endswith("has failed"), "another trainer computes on the same card"
    card().trigger()
    wait(qtbot, lambda: pill.using == "cuda:0")
    qtbot.mouseClick(window.page.controls.play, Qt.MouseButton.LeftButton)
    wait(qtbot, lambda: card().text() == "cuda · Pretend GPU 4060")
    window.page.send(Pause())


# -------------------------------------------------------------------------------------------------------- every message
def events_of(worker: Any) -> dict[type, Any]:
    """One of every event, as the fake trainer says them."""
    found: dict[type, Any] = {}
    commands = [
        fake_trainer.Load(), fake_trainer.Watch(20.0), Widen(1, 4), fake_trainer.Preview(Widen(1, 4)),
        fake_trainer.Change("batch_size", 32), fake_trainer.Change("nothing", 1),
        SetStops((Stop(Condition("step", "reached", 2)),)), fake_trainer.Step(3),
    ]  # fmt: skip
    for command in commands:
        worker.send(command)
    deadline = time.monotonic() + 60
    needed = set(get_args(TrainEvent)) - {Diverged, HandedOver, Noticed, Saving, fake_trainer.child.Failed}
    while needed - found.keys() and time.monotonic() < deadline:
        worker.wait(0.2)
        for event, _ in worker.events(100):
            found.setdefault(type(event), event)
    now = found[fake_trainer.Edited].now
    found[Diverged] = Diverged(40, 1, "activation", say("The loss grew beyond all numbers."), 0.5, now)
    found[Saving] = Saving(say("It cannot be saved."))
    found[Noticed] = Noticed((Diagnosis("overfitting", say("It learns by heart."), INPUT, 0.001),))
    found[fake_trainer.child.Failed] = fake_trainer.child.Failed(say("The trainer is gone."), "exit code 1")
    return found


def test_every_event_changes_what_is_seen(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    other = fake_trainer_worker(home)
    events = events_of(other)
    other.kill()
    assert set(events) == set(get_args(TrainEvent)) - {HandedOver}  # seen by the inside worker alone
    window = open_window(preferences=Preferences(language="en", theme="light", motion=False))
    window.timer.stop()
    window.training.send(Play())
    page = window.page
    # Previewed is shown only to the one who asked for it.
    page.editor.asked[99] = Widen(1, 4)
    events[fake_trainer.Previewed] = fake_trainer.replace(events[fake_trainer.Previewed], advice=say("This costs."))
    for kind, event in sorted(events.items(), key=lambda item: item[0] is fake_trainer.child.Failed):
        if kind is fake_trainer.Loaded:
            page.data.choice.display("xor")
        if kind is Ready:
            page.device.versions.put("")
        if kind is fake_trainer.State:
            page.controls.device.device.put("")
        at_rest(window)
        before = at_rest(window)
        assert before == at_rest(window), "nothing moves by itself, so what changes is what the event changes"
        window.show_event(event, 99)
        at_rest(window)
        modal = QApplication.activeModalWidget()
        assert picture(window) != before or modal is not None, f"{kind.__name__} is not shown"
        if modal is not None:
            modal.close()


class Said:
    """A trainer that has said all it will say."""

    def __init__(self, *events: tuple[Any, int | None]) -> None:
        self.waiting = list(events)

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        found, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return found

    def send(self, command: object) -> int:
        return 0

    def close(self) -> None:
        pass


def test_one_event_that_cannot_be_shown_takes_no_other_with_it(
    open_window: OpenWindow, home: Path, monkeypatch: pytest.MonkeyPatch, expected_log: list[Any]
) -> None:
    other = fake_trainer_worker(home)
    events = events_of(other)
    other.kill()
    window = open_window(preferences=Preferences(language="en", theme="light", motion=False))
    window.timer.stop()
    window.training.close()
    monkeypatch.setattr(sys, "excepthook", window.caught.caught)
    drawn: list[bool] = []

    def fail(*told: object) -> None:
        raise ValueError("a drawing bug")

    monkeypatch.setattr(window.page, "show_portrait", fail)
    monkeypatch.setattr(window.page.loss, "draw", fail)
    monkeypatch.setattr(window.ring, "draw", lambda: drawn.append(True))
    edited = events[fake_trainer.Edited]
    window.training.worker = Said((events[fake_trainer.Portrait], None), (edited, 5))  # type: ignore[assignment]
    window.frame_passed()
    assert window.page.net == edited.now.net
    assert drawn == [True]
    assert "a drawing bug" in window.frame.bars.up["bug"].report
    assert sum("a drawing bug" in record.getMessage() for record in expected_log) == 2, "both are in the log"


def test_a_divergence_shows_the_net_that_the_training_went_back_to(open_window: OpenWindow, home: Path) -> None:
    """The trainer has gone back behind an edit that the window has shown."""
    other = fake_trainer_worker(home)
    events = events_of(other)
    other.kill()
    window = open_window(preferences=Preferences(language="en", theme="light", motion=False))
    window.timer.stop()
    begun, edited = events[fake_trainer.Loaded].now, events[fake_trainer.Edited]
    window.show_event(events[fake_trainer.Loaded], None)
    window.show_event(edited, None)
    assert window.page.net == edited.now.net != begun.net
    mark = replace(edited.mark, label=say("Loss exploded"))
    back = replace(begun, marks=(mark,), state=replace(begun.state, undo=1), keep_to_step=0, ticks=None)
    diverged = replace(events[Diverged], layer=0, now=back)
    window.show_event(diverged, None)
    at_rest(window)
    page = window.page
    assert page.net == page.editor.net == begun.net
    assert page.state == back.state
    assert page.timeline.marks == page.loss.record.marks == back.marks
    assert page.undo.isVisible()
    labels = [button.text() for button in window.frame.bars.up["diverged"].findChildren(QPushButton)]
    assert any(label.startswith("Back to before it diverged") for label in labels)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_is_named_in_full_in_the_rail(open_window: OpenWindow, language: str) -> None:
    window = open_window(preferences=Preferences(language=language, theme="light"))
    for name, button in window.frame.rail.buttons.items():
        window.frame.open(name)
        QApplication.processEvents()
        needs = button.fontMetrics().horizontalAdvance(button.text()) + button.iconSize().width() + 4 + 2 * 10
        assert button.width() >= needs, f"{button.text()} is cut off"


def at_rest(window: Window) -> bytes:
    """Draw, and return what is seen."""
    for _ in range(4):  # what was drawn asks for room, the cards beside the network give it, and are drawn again
        window.page.draw()
        QApplication.processEvents()
    return picture(window)


def picture(window: Window) -> bytes:
    words = "|".join(sorted(texts(window.frame)))
    image = window.grab().toImage()
    return words.encode() + bytes(image.constBits())


def fake_trainer_worker(home: Path) -> Any:
    from core.workers.worker import Worker

    return Worker(fake_trainer.command(), log=home / "other.log", folder=fake_trainer.ROOT)


class Flood:
    """A trainer that has always more to say than anybody can show."""

    def __init__(self) -> None:
        self.taken = 0
        self.first: list[tuple[Any, int | None]] = []

    def send(self, command: object) -> int:
        return 1

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        self.taken += limit
        steps = range(self.taken - limit, self.taken)
        return [(Tick(s + 1, s / 22, 1.0, 1.1, 0.5, 0.4, 1.0, 5e4, 1e-3), None) for s in steps]

    def close(self) -> None: ...
    def kill(self) -> None: ...
    def dismiss(self) -> None: ...


def test_a_flood_of_events_keeps_frames_short(open_window: OpenWindow, qtbot: QtBot) -> None:
    flood = Flood()
    window = open_window(trainer=flood, loaded=False)
    window.timer.stop()
    took = []
    for _ in range(30):
        begun, before = time.thread_time(), flood.taken
        window.frame_passed()
        took.append(time.thread_time() - begun)
        assert BATCH <= flood.taken - before <= BATCH * BATCHES
    assert sorted(took)[len(took) // 2] < 0.033


# --------------------------------------------------------------------------------------------------- when things end
def test_a_dead_trainer_is_one_sentence_and_restart_goes_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--die-at", "60")
    click(qtbot, window.page.controls.play)
    wait(qtbot, lambda: "gone" in window.frame.bars.up)
    bar = window.frame.bars.up["gone"]
    assert not window.page.controls.play.isEnabled()
    assert not window.page.inspector.wider.isEnabled()
    assert "pretending to die" in bar.report
    assert "Traceback" not in "".join(texts(window))
    bar.copy()
    assert "pretending to die" in QGuiApplication.clipboard().text()
    restart = next(b for b in bar.findChildren(QAbstractButton) if b.text() == "Restart")
    click(qtbot, restart)
    wait(qtbot, lambda: window.page.state is not None and window.page.controls.play.isEnabled())
    assert "gone" not in window.frame.bars.up


def saved_run(folder: Path, *, step: int = 4200) -> None:
    net = fake_trainer.usual_net("digits")
    record = RunRecord(
        DataSpec(), "classify", net, Settings(), 0, net, Settings(), step, 187.0, 0.1, 0.2, 0.98, 0.96, "cpu", 1,
        "2.14.1", "2026-11-23T12:00:00+00:00", (), (),
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RECORD_FILE).write_text(json.dumps(wire.to_plain(record)), encoding="utf-8")
    (folder / WEIGHTS_FILE).touch()


def left_open(home: Path, run: Path) -> None:
    """Leave the mark of a window that crashed."""
    (home / "open-runs").mkdir()
    (home / "open-runs" / "crashed.json").write_text(json.dumps({"run": str(run)}), encoding="utf-8")


def test_after_a_crash_of_the_app_the_run_is_offered_again(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    run = home / "runs" / "my digits"
    saved_run(run)
    left_open(home, run)
    window = open_window()
    bar = window.frame.bars.up["left"]
    assert "my digits" in bar.sentence.text()
    assert "4,200" in bar.sentence.text()
    click(qtbot, next(b for b in bar.findChildren(QAbstractButton) if b.text() == "Continue this training"))
    wait(qtbot, lambda: window.training.run.folder == str(run))
    assert window.page.state.step == 500  # what the fake calls the continued training
    assert "left" not in window.frame.bars.up


def test_a_run_in_which_nothing_was_trained_is_not_offered(open_window: OpenWindow, home: Path) -> None:
    run = home / "runs" / "my digits"
    saved_run(run, step=0)
    left_open(home, run)
    window = open_window()
    assert "left" not in window.frame.bars.up
    assert not run.exists()


def test_space_plays_after_a_bar_was_clicked_away(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    run = home / "runs" / "my digits"
    saved_run(run)
    left_open(home, run)
    window = open_window()
    window.activateWindow()
    bar = window.frame.bars.up["left"]
    next(b for b in bar.findChildren(QAbstractButton) if b.text() == "Continue this training").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    wait(qtbot, lambda: window.training.run.folder == str(run))
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Space)
    wait(qtbot, lambda: window.page.state.playing)


def test_a_window_that_was_closed_offers_nothing(open_window: OpenWindow, home: Path) -> None:
    window = open_window()
    (mark,) = (home / "open-runs").glob("*.json")
    assert json.loads(mark.read_text(encoding="utf-8"))["run"] == window.training.run.folder
    window.close()
    assert not list((home / "open-runs").iterdir())


def paused_by_its_loss(window: Window, qtbot: QtBot) -> Any:
    """Wait for the bar, and for the trainer to say that it has paused: there is something to go back to then."""
    wait(qtbot, lambda: "diverged" in window.frame.bars.up and not window.page.state.playing)
    return window.frame.bars.up["diverged"]


@pytest.mark.parametrize(
    ("language", "said", "slower", "back"),
    [
        (
            "en",
            "the values in “Hidden 1” have diverged",
            "Continue with learning rate 0.0001",
            "Back to before it diverged, learning rate 0.0001",
        ),
        ("ko", "‘은닉층 1’의 값이", "계속하기 (학습률 0.0001)", "발산하기 전으로 되돌리기 (학습률 0.0001)"),
    ],
)
def test_a_loss_that_is_no_number_pauses_and_offers_a_smaller_rate_or_the_way_back(
    open_window: OpenWindow, qtbot: QtBot, language: Any, said: str, slower: str, back: str
) -> None:
    window = open_window("--diverge-at", "40", preferences=Preferences(language=language, theme="light"))
    controls = window.page.controls
    click(qtbot, controls.play)
    bar = paused_by_its_loss(window, qtbot)
    assert said in bar.sentence.text()
    assert controls.play.text() == ("Continue" if language == "en" else "계속")
    assert controls.undo.isEnabled()
    buttons = {button.text(): button for button in bar.findChildren(QAbstractButton)}
    assert back in buttons
    click(qtbot, buttons[slower])
    wait(qtbot, lambda: window.page.settings.learning_rate == pytest.approx(1e-4))
    wait(qtbot, lambda: window.page.state.playing and "diverged" not in window.frame.bars.up)


def test_after_a_loss_that_is_no_number_one_click_goes_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--diverge-at", "40")
    click(qtbot, window.page.controls.play)
    bar = paused_by_its_loss(window, qtbot)
    for marks in (window.page.loss.record.marks, window.page.score.record.marks, window.page.timeline.marks):
        assert [str(mark.label) for mark in marks] == ["Loss exploded"], "it is marked at once"
        assert marks[0].step >= 40
    wait(qtbot, lambda: "Loss exploded" in texts(window.page.timeline))
    at = window.page.state.step
    back = next(b for b in bar.findChildren(QAbstractButton) if b.text().startswith("Back to before it diverged"))
    assert back.property("kind") == "primary", "the way that helps is the one that is offered first"
    click(qtbot, back)
    wait(qtbot, lambda: window.page.state.step < at and "diverged" not in window.frame.bars.up)
    wait(qtbot, lambda: window.page.settings.learning_rate == pytest.approx(1e-4))
    assert window.page.loss.record.marks == (), "and its mark went with it"


def test_a_bug_in_a_slot_or_a_thread_is_a_bar_and_a_log_line(
    open_window: OpenWindow, qtbot: QtBot, expected_log: list[Any]
) -> None:
    window = open_window()

    def broken() -> None:
        raise ValueError("a wheel came off")

    QTimer.singleShot(0, broken)
    wait(qtbot, lambda: "bug" in window.frame.bars.up)
    bar = window.frame.bars.up["bug"]
    assert "a wheel came off" not in bar.sentence.text(), "the sentence is in the window's language"
    assert "ValueError: a wheel came off" in bar.report
    assert "Traceback" in bar.report
    assert "Traceback" not in "".join(texts(window))
    bar.leave()
    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    wait(qtbot, lambda: "bug" in window.frame.bars.up)
    assert len([line for line in expected_log if "a wheel came off" in line.getMessage()]) == 2


def test_a_crash_of_the_last_time_is_told(open_window: OpenWindow) -> None:
    window = open_window(crash="Fatal Python error: Segmentation fault")
    assert "Segmentation fault" in window.frame.bars.up["crash"].report


# ------------------------------------------------------------------------------------------------------ looks and words
def texts(root: QWidget) -> list[str]:
    """Everything a person can read or hear in `root`, hidden parts too."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, QLabel | QAbstractButton):
            found.append(widget.text())
        elif isinstance(widget, QComboBox):
            found += [widget.itemText(at) for at in range(widget.count())]
        elif isinstance(widget, QLineEdit):
            found += [widget.text(), widget.placeholderText()]
        found += [widget.accessibleName(), widget.toolTip()]
        if (words := getattr(widget, "words", None)) is not None and isinstance(words, QLabel):
            found.append(words.text().split(" · ", 1)[-1])
    return [text.strip() for text in found if text.strip()]


def english_patterns() -> list[re.Pattern[str]]:
    """What the English sentences look like with their places filled, where the Korean is another."""
    made = []
    for path in I18N.glob("*.ko.ts"):
        for english, korean in read_ts(path).items():
            if english != korean and len(re.sub(r"\{[^{}]*\}|[^A-Za-z]", "", english)) > 2:
                places = re.sub(r"\\\{[^{}]*\\\}", ".+?", re.escape(english))
                made.append(re.compile(places))
    return made


def test_in_korean_no_english_is_left(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.training.send(Widen(1, 4))
    wait(qtbot, lambda: window.page.state.undo == 1)
    window.frame.open("runs")
    window.frame.open("settings")
    patterns = english_patterns()
    assert any(p.fullmatch(t) for p in patterns for t in texts(window.frame)), (
        "the search finds nothing even in English"
    )
    english = window.frame
    window.change("language", "ko")
    wait(qtbot, lambda: window.frame is not english and window.page.loaded is not None)
    for name in ("train", "runs", "settings"):
        window.frame.open(name)
    wait(qtbot, lambda: window.page.state is not None and window.page.state.undo == 1)
    window.frame.open("train")
    wait(qtbot, lambda: not window.page.timeline.stale)
    left = sorted({t for t in texts(window.frame) for p in patterns if p.fullmatch(t)})
    assert not left
    assert window.page.controls.undo.text() == "되돌리기"
    assert "은닉층" in " ".join(texts(window.page.timeline))
    window.change("language", "en")
    wait(qtbot, lambda: window.page.controls.undo.text() == "Undo")


def test_what_is_said_above_the_page_is_said_in_the_other_language_too(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--diverge-at", "40", preferences=Preferences(language="en", theme="light"))
    click(qtbot, window.page.controls.play)
    paused_by_its_loss(window, qtbot)
    english = window.frame
    window.change("language", "ko")
    wait(qtbot, lambda: window.frame is not english and window.page.loaded is not None)
    bar = window.frame.bars.up["diverged"]
    assert "‘은닉층 1’의 값이" in bar.sentence.text()
    assert [str(mark.label) for mark in window.page.loss.record.marks] == ["Loss exploded"], "the marks are there still"
    click(qtbot, next(b for b in bar.findChildren(QAbstractButton) if b.text().startswith("발산하기 전으로 되돌리기")))
    wait(qtbot, lambda: "diverged" not in window.frame.bars.up)


def test_a_dead_trainer_is_still_gone_in_the_other_language(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window("--die-at", "60", preferences=Preferences(language="en", theme="light"))
    click(qtbot, window.page.controls.play)
    wait(qtbot, lambda: "gone" in window.frame.bars.up)
    english, report = window.frame, window.frame.bars.up["gone"].report
    window.change("language", "ko")
    wait(qtbot, lambda: window.frame is not english)
    bar = window.frame.bars.up["gone"]
    assert bar.report == report
    assert {"다시 시작", "자세히"} <= {button.text() for button in bar.findChildren(QAbstractButton)}


def test_dark_and_light_switch_live(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    light = window.grab().toImage()
    window.change("theme", "dark")
    dark = window.grab().toImage()
    for place in ((20, 400), (381, 400), (300, 700), (900, 26)):
        assert light.pixelColor(*place).lightness() > 180
        assert dark.pixelColor(*place).lightness() < 90
    window.change("theme", "light")
    assert window.grab().toImage().pixelColor(640, 60).name() in (LIGHT["ground"], LIGHT["line"])


def test_without_a_korean_font_it_says_so_in_letters_that_are_there(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "can_write_korean", lambda: False)  # the machine's fonts are not ours to remove
    window = open_window(preferences=Preferences(language="ko", theme="light"))
    assert window.frame.bars.up["font"].sentence.text().isascii()


# ------------------------------------------------------------------------------------------------------------ keyboard
def reachable(window: Window) -> set[QWidget]:
    """Where Tab leads, once around."""
    start = window.focusWidget() or window
    found, widget = set(), start.nextInFocusChain()
    while widget is not start:
        wants_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if wants_tab and widget.isVisible() and widget.isEnabled():
            found.add(widget)
        widget = widget.nextInFocusChain()
    return found | {start}


def test_tab_reaches_every_control_and_each_has_a_name(open_window: OpenWindow) -> None:
    window = open_window()
    for page in ("train", "runs", "settings"):
        window.frame.open(page)
        QApplication.processEvents()
        there = reachable(window)
        controls = [
            widget
            for kind in (QAbstractButton, QComboBox, QLineEdit)
            for widget in window.frame.findChildren(kind)
            if widget.isVisible() and widget.isEnabled() and not isinstance(widget.parent(), QComboBox)
        ]
        assert len(controls) >= 3
        for control in controls:
            assert control in there, f"{control.accessibleName()} cannot be reached by Tab on {page}"
            text = control.text() if isinstance(control, QAbstractButton) else ""
            assert control.accessibleName() or text, f"{control} has no name on {page}"


def test_a_training_can_be_run_by_keys_alone(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.page
    window.activateWindow()

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(window.focusWidget() or window, key, modifier)

    press(Qt.Key.Key_Space)
    wait(qtbot, lambda: page.state.playing and steps_shown(window) > 20)
    before = page.network.note.text()
    press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ShiftModifier)
    wait(qtbot, lambda: page.network.note.text() != before)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: page.network.note.text() == before)
    press(Qt.Key.Key_BracketRight)
    assert page.inspector.layer.currentText() == "Hidden 2"
    press(Qt.Key.Key_M)
    wait(qtbot, lambda: QApplication.activePopupWidget() is not None)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
    wait(qtbot, lambda: QApplication.activePopupWidget() is None)
    press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert window.frame.opened == "runs"


def test_the_focus_ring_shows_for_tab_and_not_for_a_click(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    window.page.controls.play.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.keyClick(window.page.controls.play, Qt.Key.Key_Tab)
    assert window.ring.isVisible()
    assert window.ring.around is window.focusWidget()
    qtbot.mousePress(window.page.inspector.layer, Qt.MouseButton.LeftButton)
    window.ring.draw()
    assert window.ring.around is not window.page.inspector.layer
    qtbot.mouseRelease(window.page.inspector.layer, Qt.MouseButton.LeftButton)
    QApplication.activePopupWidget() and QApplication.activePopupWidget().close()


def test_a_setting_can_be_undone_and_redone_like_an_edit(open_window: OpenWindow, qtbot: QtBot) -> None:
    page = open_window().page
    before = page.settings.learning_rate
    page.send(Change("learning_rate", 100.0))
    wait(qtbot, lambda: page.settings.learning_rate == 100.0 and page.controls.undo.isEnabled())
    assert "Learning rate" in " ".join(texts(page.timeline))
    click(qtbot, page.controls.undo)
    wait(qtbot, lambda: page.settings.learning_rate == before and page.controls.redo.isEnabled())
    wait(qtbot, lambda: "Learning rate" not in " ".join(texts(page.timeline)))
    click(qtbot, page.controls.redo)
    wait(qtbot, lambda: page.settings.learning_rate == 100.0)
    wait(qtbot, lambda: "Learning rate" in " ".join(texts(page.timeline)))


def test_an_undo_says_how_far_it_went_back_until_the_next_thing_is_done(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, bars = window.page, window.frame.bars
    page.send(Widen(1, 4))
    wait(qtbot, page.controls.undo.isEnabled)
    page.send(Step(600))
    wait(qtbot, lambda: steps_shown(window) == 600)
    click(qtbot, page.controls.undo)
    wait(qtbot, lambda: "went back" in bars.up)
    assert "Back at step 0, 600 steps earlier" in bars.up["went back"].sentence.text()
    wait(qtbot, lambda: steps_shown(window) == 0)
    assert page.step == 0
    click(qtbot, next(b for b in bars.up["went back"].findChildren(QAbstractButton) if b.text() == "Redo"))
    wait(qtbot, lambda: steps_shown(window) == 600 and "went back" not in bars.up)


def test_a_training_of_more_than_a_moment_stays_in_runs_when_it_is_reset(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, run = window.page, window.training.run
    old = run.folder
    page.send(Step(2963))
    wait(qtbot, lambda: page.state.step == 2963)  # its last Tick is shown before, perhaps a frame before
    click(qtbot, page.controls.reset)
    wait(qtbot, lambda: run.folder != old and "kept" in window.frame.bars.up)
    assert Path(old).name in window.frame.bars.up["kept"].sentence.text()


def test_a_training_that_plays_stays_in_runs_when_it_is_reset(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page, run = window.page, window.training.run
    old = run.folder
    click(qtbot, page.controls.play)
    wait(qtbot, lambda: steps_shown(window) > 300)
    assert page.state.step < 100, "while it plays, Ticks alone tell how far it is"
    click(qtbot, page.controls.reset)
    wait(qtbot, lambda: run.folder != old and "kept" in window.frame.bars.up)
    assert Path(old).name in window.frame.bars.up["kept"].sentence.text()


def test_what_the_trainer_notices_is_said_with_the_way_on_and_goes_when_it_is_over(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    bars, page = window.frame.bars, window.page
    rows, height = page.loss.geometry(), page.height()
    over = Diagnosis("overfitting", say("It learns by heart."), INPUT, 0.002)
    window.show_event(Noticed((over,)), None)
    bar = bars.up["noticed"]
    assert bar.sentence.text() == "It learns by heart."
    click(qtbot, next(b for b in bar.findChildren(QAbstractButton) if b.text() == "Weight decay 0.002"))
    wait(qtbot, lambda: page.settings.weight_decay == 0.002)
    window.show_event(Noticed(()), None)
    assert "noticed" not in bars.up
    assert (page.loss.geometry(), page.height()) == (rows, height) or bars.isVisible()


@pytest.mark.parametrize(
    ("diagnosis", "button"),
    [
        (
            Diagnosis("dead", say("Dead at {rate}.", rate="100"), LayerKey(1), 0.001),
            "Start again with learning rate 0.001",
        ),
        (Diagnosis("dead", say("Dead."), LayerKey(1), 0.001), "Use leaky_relu there"),
        (Diagnosis("vanishing", say("It vanishes."), LayerKey(1), 0.0), "Use ReLU in the hidden layers"),
        (Diagnosis("chance", say("Chance."), INPUT, 0.5), "Learning rate 0.5"),
        (Diagnosis("exploding", say("It explodes."), INPUT, 0.0001), "Learning rate 0.0001"),
        (Diagnosis("plateau", say("It stays."), INPUT, 0.5), "Learning rate 0.5"),
        (Diagnosis("plateau", say("It stays."), INPUT, 0.001), "Twice as many units in Hidden 1"),
        (Diagnosis("l1", say("L1."), INPUT, 0.0), "Start again without L1"),
        (Diagnosis("weight_decay", say("Decay."), INPUT, 0.0), "Start again without weight decay"),
    ],
)
def test_each_thing_noticed_has_its_way_on(open_window: OpenWindow, qtbot: QtBot, diagnosis: Any, button: str) -> None:
    window = open_window()
    page = window.page
    page.send(SetActivation(LayerKey(1), "sigmoid"))
    wait(qtbot, page.controls.undo.isEnabled)
    before = page.loaded, page.net, page.settings
    window.show_event(Noticed((diagnosis,)), None)
    found = {b.text(): b for b in window.frame.bars.up["noticed"].findChildren(QAbstractButton)}
    assert ("Undo the last change" in found) == (diagnosis.kind in ("dead", "exploding"))
    click(qtbot, found[button])
    wait(qtbot, lambda: (page.loaded, page.net, page.settings) != before)


def test_the_speed_is_kept_with_other_data_another_network_and_the_next_time(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.page
    page.send(Change("pace", 5.0))
    wait(qtbot, lambda: page.settings.pace == 5.0)
    before = page.loaded
    page.data.choose("spiral")
    wait(qtbot, lambda: page.loaded is not before and page.settings.pace == 5.0)
    wait(qtbot, lambda: read_preferences(window.folders.settings_file).pace == 5.0)
    again = open_window(preferences=read_preferences(window.folders.settings_file))
    assert again.page.settings.pace == 5.0
