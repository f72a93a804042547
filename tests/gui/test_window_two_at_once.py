"""Two things at once in the window: something is open, asked or under way while something else takes the layer away,
another training its place, or the window closes; and two windows in one home."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from core.messages.train_commands import DataSpec, Describe, Load, Pause, Play, Preview, Save, Step, Undo
from core.messages.train_events import Loaded
from core.net.plan import InsertLayer, LayerKey, Narrow, RemoveLayer, Widen, layer_of, width_of
from core.workers.worker import Worker
from gui.kit.layer_words import hidden
from gui.kit.remembered import read_preferences
from gui.train.drawing.popover import Popover
from gui.window.window import Window
from tests import fake_trainer
from tests.gui.conftest import OpenWindow
from tests.gui.test_window import click, saved_run, steps_shown, wait

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
GONE = "That layer is not in the network any more."
WAYS = ["fade", "copy", "undo", "reset", "load", "open", pytest.param("dead", marks=POSIX)]
"""How a layer goes away, the training with it or the trainer."""


def begun(window: Window, qtbot: QtBot, way: str) -> LayerKey:
    """Return the layer that will go away, with that under way."""
    page = window.page
    if way in ("undo", "reset"):
        page.send(InsertLayer(hidden(page.net)[0]))
        wait(qtbot, lambda: len(hidden(page.net)) == 3)
        return hidden(page.net)[1]
    layer = hidden(page.net)[1]
    if way in ("fade", "copy"):
        page.send(RemoveLayer(layer, "fade" if way == "fade" else "ready"))
        wait(qtbot, lambda: bool(page.state.fading))
    return layer


def go(window: Window, qtbot: QtBot, way: str) -> None:
    """Let it go away, and wait until the window shows that."""
    page, before = window.page, window.page.loaded
    does: dict[str, Callable[[], Any]] = {
        "fade": lambda: page.send(Step(300)), "copy": lambda: page.send(Step(300)), "undo": lambda: page.send(Undo()),
        "reset": lambda: page.begin_again(-1), "load": lambda: page.begin(DataSpec("digits", seed=1), None),
        "open": lambda: window.training.open_run(Path("other")),
        "dead": lambda: os.kill(window.training.worker.pid, signal.SIGKILL),  # type: ignore[union-attr]
    }  # fmt: skip
    count = len(hidden(page.net))
    does[way]()
    if way == "dead":
        wait(qtbot, lambda: "gone" in window.frame.bars.up)
    elif way in ("reset", "load", "open"):
        wait(qtbot, lambda: page.loaded is not before)
    else:
        wait(qtbot, lambda: len(hidden(page.net)) == count - 1)
    window.frame_passed()
    assert "bug" not in window.frame.bars.up


def dialog_of(window: Window, qtbot: QtBot, edit: Any) -> Any:
    window.page.editor.edit(edit)
    wait(qtbot, lambda: window.page.editor.dialog is not None)
    return window.page.editor.dialog


def pressed(root: Any, text: str, qtbot: QtBot) -> None:
    click(qtbot, next(b for b in root.findChildren(QAbstractButton) if b.text() == text and b.isVisible()))


def trainers_own(window: Window, qtbot: QtBot) -> tuple[Any, Any]:
    """Return the net that the window shows once all it asked is answered, and the trainer's own."""
    shown: list[Any] = []
    real = window.page.show_loaded

    def show_loaded(loaded: Loaded, answers: int | None) -> None:
        if answers == number:
            shown.extend((window.page.net, loaded.now.net, window.page.state.undo, loaded.now.state.undo))
        real(loaded, answers)

    window.page.show_loaded = show_loaded  # type: ignore[method-assign]
    number = window.training.send(Describe())
    wait(qtbot, lambda: bool(shown))
    assert shown[2] == shown[3]
    return shown[0], shown[1]


# ------------------------------------------------------------------------------------------ while something is open
@pytest.mark.parametrize("way", WAYS)
def test_a_dialog_closes_with_the_layer_it_asks_about_and_nothing_is_done(
    open_window: OpenWindow, qtbot: QtBot, way: str
) -> None:
    window = open_window()
    layer = begun(window, qtbot, way)
    dialog_of(window, qtbot, RemoveLayer(layer))
    sent: list[Any] = []
    worker = window.training.worker
    assert worker is not None
    real = worker.send
    worker.send = lambda command: sent.append(command) or real(command)  # type: ignore[method-assign,func-returns-value,assignment]
    go(window, qtbot, way)
    wait(qtbot, lambda: window.page.editor.dialog is None)
    assert QApplication.activeModalWidget() is None
    assert not [one for one in sent if isinstance(one, RemoveLayer | Preview)]
    assert not window.page.editor.asked
    if way in ("fade", "copy", "undo"):
        assert window.page.network.notice.text() == GONE


def test_a_dialog_shows_the_numbers_of_the_network_after_an_edit_and_an_undo_meanwhile(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.page
    first, second = hidden(page.net)[:2]
    dialog = dialog_of(window, qtbot, RemoveLayer(second))
    before = page.net
    page.send(Widen(first, 4))
    wait(qtbot, lambda: page.net != before and dialog.previewed.net == page.net)
    click(qtbot, page.undo)  # the timeline's own button
    wait(qtbot, lambda: page.net == before and dialog.previewed.net == before)
    page.editor.edit(Narrow(first, 20))  # by another door: it waits for its turn
    wait(qtbot, lambda: bool(page.editor.later))
    pressed(dialog, "Do it anyway", qtbot)
    wait(qtbot, lambda: second not in hidden(page.net))
    wait(qtbot, lambda: page.editor.dialog is not None and page.editor.dialog.previewed.net == page.net)
    pressed(page.editor.dialog, "Do it", qtbot)
    wait(qtbot, lambda: width_of(layer_of(page.net, first)) == 12)
    shown, own = trainers_own(window, qtbot)
    assert shown == own


@pytest.mark.parametrize("way", WAYS)
def test_what_is_selected_hovered_and_close_up_is_of_a_layer_there_is(
    open_window: OpenWindow, qtbot: QtBot, way: str
) -> None:
    window = open_window()
    page, canvas = window.page, window.page.drawing.canvas
    layer = begun(window, qtbot, way)
    wait(qtbot, lambda: layer in canvas.units and canvas.layout_.by_key(layer) is not None)
    unit = canvas.layout_.by_key(layer).box(3).center().toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=unit)
    wait(qtbot, lambda: page.close_up.seen is not None and page.close_up.seen.key == layer)
    assert page.selected == layer
    for place in (QPoint(1, 1), unit):  # a pointer that stands where it is told to go does not move
        qtbot.mouseMove(canvas, place)
    assert canvas.hovered == (layer, 3)
    go(window, qtbot, way)
    there = {one.key for one in page.net.layers}
    assert page.selected in there
    assert page.drawing.selection[0] == page.selected
    seen = page.close_up.seen
    assert seen is None or (seen.key, seen.unit) == page.drawing.selection
    assert page.drawing.findChild(Popover).isHidden() or canvas.watched()[0] in there
    if way != "dead":
        if page.selected not in hidden(page.net):
            qtbot.keyClick(window, Qt.Key.Key_BracketLeft)
        qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ShiftModifier)
        at = page.selected
        wait(qtbot, lambda: page.state.undo > 0 and str(page.timeline.marks[-1].label).endswith("widened +8"))
        assert width_of(layer_of(page.net, at)) == 40, "what is selected is what the keys edit"
    assert "bug" not in window.frame.bars.up


def open_menu(window: Window, qtbot: QtBot, layer: LayerKey) -> QMenu:
    window.page.select(layer)
    qtbot.keyClick(window, Qt.Key.Key_M)
    wait(qtbot, lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.mark.parametrize("way", WAYS)
def test_a_menu_that_is_open_meanwhile_edits_no_other_layer(open_window: OpenWindow, qtbot: QtBot, way: str) -> None:
    window = open_window()
    layer = begun(window, qtbot, way)
    menu = open_menu(window, qtbot, layer)
    go(window, qtbot, way)
    page = window.page
    if way in ("reset", "load", "open", "dead"):
        assert QApplication.activePopupWidget() is None, "it was the menu of another training"
        return
    before, marks = page.net, page.timeline.marks
    widen = next(action.menu() for action in menu.actions() if action.text().startswith("Widen"))
    widen.actions()[0].trigger()
    menu.close()
    wait(qtbot, lambda: page.network.notice.text() == GONE)
    shown, own = trainers_own(window, qtbot)
    assert shown == own == before
    assert page.timeline.marks == marks


def test_another_language_with_a_dialog_open_closes_it_and_the_window_goes_on(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    dialog_of(window, qtbot, RemoveLayer(hidden(window.page.net)[0]))
    english = window.frame
    window.change("language", "ko")
    wait(qtbot, lambda: window.frame is not english and window.page.loaded is not None)
    wait(qtbot, lambda: QApplication.activeModalWidget() is None)
    before = window.page.net
    qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ShiftModifier)
    wait(qtbot, lambda: window.page.net != before)
    assert "bug" not in window.frame.bars.up
    window.change("language", "en")
    wait(qtbot, lambda: window.page.controls.undo.text() == "Undo")


# -------------------------------------------------------------------------------------------- faster than the answers
@pytest.mark.parametrize("way", ["reset", "load", "open"])
def test_an_edit_asked_before_another_training_is_shown_changes_neither(
    open_window: OpenWindow, qtbot: QtBot, way: str
) -> None:
    """The keys of the layers there may be the same by accident."""
    window = open_window()
    page, before = window.page, window.page.loaded
    window.timer.stop()  # a slow computer: nothing that is answered is seen yet
    page.editor.edit(RemoveLayer(2))  # its preview comes before the other training
    {
        "reset": lambda: page.begin_again(-1), "load": lambda: page.begin(DataSpec("digits", seed=4), None),
        "open": lambda: window.training.open_run(Path("other")),
    }[way]()  # fmt: skip
    sent = page.send(Widen(1, 4)), page.editor.edit(Narrow(1, 2)), page.editor.edit(SET)
    qtbot.keyClick(window, Qt.Key.Key_I)
    assert sent == (0, 0, 0)
    assert "Edit it when it is there" in page.network.notice.text()
    window.timer.start()
    wait(qtbot, lambda: page.loaded is not before)
    shown, own = trainers_own(window, qtbot)
    assert shown == own == fake_trainer.usual_net("digits")
    assert page.editor.dialog is None
    assert QApplication.activeModalWidget() is None
    page.send(Widen(1, 4))
    wait(qtbot, lambda: width_of(layer_of(page.net, LayerKey(1))) == 36)


SET = RemoveLayer(LayerKey(1))


def test_a_run_that_cannot_be_opened_gives_the_training_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.training.open_run(Path("broken"))
    assert window.page.send(Widen(1, 4)) == 0
    wait(qtbot, lambda: "opening" in window.frame.bars.up)
    window.page.send(Widen(1, 4))
    wait(qtbot, lambda: width_of(layer_of(window.page.net, LayerKey(1))) == 36)


def test_fifty_keystrokes_before_any_answer_end_in_the_trainers_own_network(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window("--fast", "20")
    page = window.page
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    none = Qt.KeyboardModifier.NoModifier
    page.send(InsertLayer(1))
    wait(qtbot, lambda: len(hidden(page.net)) == 3)
    for round_ in range(5):
        window.timer.stop()
        if round_ == 2:
            page.send(RemoveLayer(2, "fade"))
            page.send(Step(320))  # and it is folded between two of the keystrokes
        for key, modifier in (
            (Qt.Key.Key_Plus, shift), (Qt.Key.Key_I, none), (Qt.Key.Key_Plus, shift), (Qt.Key.Key_Minus, none),
            (Qt.Key.Key_BracketRight, none), (Qt.Key.Key_Plus, shift), (Qt.Key.Key_I, none), (Qt.Key.Key_Minus, none),
            *(((Qt.Key.Key_Z, control), (Qt.Key.Key_Y, control)) if round_ != 2 else ()),
        ):  # fmt: skip
            qtbot.keyClick(window, key, modifier)
        window.timer.start()
        if round_ == 2:
            wait(qtbot, lambda: LayerKey(2) not in hidden(page.net))
    wait(qtbot, lambda: not page.editor.asked or page.editor.dialog is not None)
    while page.editor.dialog is not None:
        page.editor.dialog.reject()
        wait(qtbot, lambda: not page.editor.asked)
    shown, own = trainers_own(window, qtbot)
    assert shown == own
    assert len(page.timeline.marks) > 8
    assert "bug" not in window.frame.bars.up


def test_an_undo_that_overtakes_a_preview_leaves_no_dialog_of_a_network_that_was(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.page
    page.send(Widen(1, 8))
    wait(qtbot, lambda: page.state.undo == 1)
    window.timer.stop()
    page.send(Undo())
    page.editor.edit(RemoveLayer(1))  # answered for the network after the undo, which is not shown yet
    page.send(Widen(2, 8))
    window.timer.start()
    wait(qtbot, lambda: width_of(layer_of(page.net, LayerKey(2))) == 40)  # all three are answered, in one frame or more
    wait(qtbot, lambda: page.editor.dialog is not None and page.editor.dialog.previewed.net == page.net)
    assert width_of(layer_of(page.net, LayerKey(1))) == 32
    page.editor.dialog.reject()


def test_steps_an_epoch_a_pace_and_a_pause_pressed_together_leave_it_paused(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.page
    window.timer.stop()
    click(qtbot, page.controls.epoch)
    click(qtbot, page.controls.step)
    page.send(fake_trainer.Change("pace", 20.0))
    page.send(Pause())
    window.timer.start()
    wait(qtbot, lambda: page.settings.pace == 20.0 and not page.state.playing)
    shown, own = trainers_own(window, qtbot)
    assert shown == own
    assert not page.state.playing


# ------------------------------------------------------------------------------------------------------ while it closes
def closed_well(window: Window, home: Path) -> None:
    worker, begun_at = window.training.worker, time.monotonic()
    window.close()
    assert time.monotonic() - begun_at < 10
    assert window.training.worker is None
    assert worker is not None
    assert not list((home / "open-runs").glob("*"))
    assert QApplication.activeModalWidget() is None
    assert QApplication.activePopupWidget() is None


def test_the_window_closes_with_a_dialog_open(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    dialog_of(window, qtbot, RemoveLayer(hidden(window.page.net)[0]))
    closed_well(window, home)


def test_the_window_closes_with_a_menu_open(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    open_menu(window, qtbot, hidden(window.page.net)[0])
    closed_well(window, home)


def test_the_window_closes_before_the_trainer_is_ready(open_window: OpenWindow, home: Path) -> None:
    closed_well(open_window("--ready-after", "30", loaded=False), home)


@pytest.mark.parametrize("asked", [Save(), Load(), Widen(1, 4), Step(10_000), Preview(RemoveLayer(1)), Play()], ids=str)
def test_the_window_closes_with_something_asked(
    open_window: OpenWindow, qtbot: QtBot, home: Path, asked: object
) -> None:
    window = open_window()
    window.training.send(asked)
    closed_well(window, home)


def test_the_window_closes_while_it_moves_to_another_python(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    click(qtbot, window.page.controls.play)
    wait(qtbot, lambda: steps_shown(window) > 20)
    window.train_in("/other/python")
    closed_well(window, home)
    other = open_window()
    late, log = fake_trainer.command("--ready-after", "30"), home / "logs" / "late.log"
    other.training.start = lambda python: Worker(late, log=log, folder=fake_trainer.ROOT)
    other.train_in("/other/python")
    wait(qtbot, lambda: other.training.worker is not None and other.page.state is None)  # handed over, not ready yet
    closed_well(other, home)


# --------------------------------------------------------------------------------------------------- two windows
def test_two_windows_keep_one_whole_settings_file(open_window: OpenWindow, qtbot: QtBot) -> None:
    one, two = open_window(), open_window()
    for at, theme in enumerate(("dark", "light", "dark")):
        one.change("theme", theme)
        two.change("zoom", zoom := (1.25, 1.0, 1.5)[at])
        one.change("motion", at % 2 == 1)
        kept = read_preferences(one.folders.settings_file)
        assert (kept.theme, kept.zoom, kept.motion) == (theme, zoom, at % 2 == 1), "each keeps what it has changed"
    assert one.theme.scheme == "dark", "what the other chose is not forced on this one"
    assert two.theme.scheme == "light"


def test_another_language_in_one_window_leaves_the_other_as_it_is(open_window: OpenWindow, qtbot: QtBot) -> None:
    one, two = open_window(), open_window()
    before = two.frame
    one.change("language", "ko")
    wait(qtbot, lambda: one.page.loaded is not None and one.page.controls.undo.text() == "되돌리기")
    assert two.frame is before
    two.page.send(Widen(1, 4))
    wait(qtbot, lambda: two.page.state.undo == 1)
    assert "bug" not in two.frame.bars.up
    one.change("language", "en")
    wait(qtbot, lambda: one.page.controls.undo.text() == "Undo")


def test_two_windows_train_in_folders_of_their_own_and_list_each_others_run(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    one = open_window()
    saved_run(Path(one.training.run.folder), step=40)
    two = open_window()
    assert two.training.run.folder != one.training.run.folder
    saved_run(Path(two.training.run.folder), step=70)
    for window in (one, two):
        window.frame.open("runs")
        listed: Any = window.frame.made["runs"]
        names = {run.name for run in listed.runs}
        assert names == {Path(one.training.run.folder).name, Path(two.training.run.folder).name}


def test_a_run_deleted_in_one_window_leaves_the_other_training(open_window: OpenWindow, qtbot: QtBot) -> None:
    one = open_window()
    run = Path(one.training.run.folder)
    saved_run(run, step=40)
    two = open_window()
    two.frame.open("runs")
    listed: Any = two.frame.made["runs"]
    listed.select(run)
    listed.delete()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    pressed(dialog, "Delete", qtbot)
    assert not run.exists()
    one.page.send(Widen(1, 4))
    wait(qtbot, lambda: one.page.state.undo == 1)
    one.frame.open("runs")
    assert "bug" not in one.frame.bars.up
    one.frame.open("train")
    click(qtbot, one.page.controls.reset)
    wait(qtbot, lambda: one.page.state.undo == 0)
    assert "bug" not in one.frame.bars.up
