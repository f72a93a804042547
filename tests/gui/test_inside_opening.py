"""Tensors of the step and of the training, opened on the bench through the window: each is there under its name as a
copy, and whatever keeps it from being there is one sentence."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.messages.inside.bench import OpenTensor
from core.messages.inside.layers import Trace
from core.messages.inside.names import of_layer
from core.messages.inside.opening import TakenUp
from core.messages.inside.stepping import TakeApart, TakenApart
from core.messages.train_commands import DataSpec, HandOver, Play, Reset, Settings, Step, Undo
from core.messages.train_events import Failed, HandedOver, Rejected
from core.net.plan import LayerKey, RemoveLayer, Widen, mlp
from core.sentence import say
from core.workers.worker import Worker
from gui.inside.bench.tab import BenchTab
from gui.inside.naming import offer_tensors
from gui.inside.stepping.tab import SteppingTab
from gui.inside.worker_room import NOT_HANDED, Wanted
from gui.kit.dialog import Dialog
from gui.kit.inputs import Menu
from gui.kit.pieces import Button
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.train.talk import ROOT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NET = mlp(64, [32, 32], 10)
TAKEN = TakenUp(
    DataSpec(), "classify", NET, Settings(), step=1350, samples=64, device="cpu", threads=1, differs=0.0, largest=1e-3
)


def dialog() -> Dialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, Dialog)
    return found


def type_name(qtbot: QtBot, name: str | None = None) -> str:
    """Type a name into the dialog, None for the proposed one, press Open, and return it."""
    asked = dialog()
    line = asked.findChild(QLineEdit)
    if name is not None:
        line.setText(name)
    typed = line.text()
    button = next(one for one in asked.findChildren(Button) if one.text() in ("Open", "열기"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return typed


def why_not() -> str:
    return dialog().findChild(QLineEdit).accessibleDescription()


def bench_of(window: Window) -> BenchTab:
    found = window.inside.made.made["tensors"]
    assert isinstance(found, BenchTab)
    return found


def said(window: Window) -> str:
    return bench_of(window).transcript.toPlainText()


def names(window: Window) -> list[str]:
    return [name.name for name in bench_of(window).state.names]


# ------------------------------------------------------------------------------------------------------- the whole way
@pytest.fixture
def training(open_window: OpenWindow, qtbot: QtBot, home: Path) -> Window:
    """A window with a real trainer; the page has taken its training up."""
    command = [sys.executable, "-m", "core.train.worker", "--threads", "1"]
    window = open_window(trainer=Worker(command, log=home / "trainer.log", folder=ROOT))
    number = window.training.send(Step(3))
    assert number
    window.frame.open("inside")
    qtbot.waitUntil(lambda: window.inside.made.taken is not None, timeout=WAIT_MS)
    return window


def menu_entry(window: Window, key: LayerKey, text: str) -> Any:
    """Return the action of the trainer page's menu of a layer."""
    window.page.select(key)
    window.page.inspector.show_menu()
    menu = window.page.editor.menu
    inside = next(action.menu() for action in menu.actions() if action.text() == "Open in Tensors …")
    found = next(action for action in inside.actions() if action.text() == text)
    menu.close()
    return found


@pytest.mark.slow
def test_a_tensor_of_the_step_is_on_the_bench_under_its_name(training: Window, qtbot: QtBot) -> None:
    window = training
    stepping = window.inside.made.open_tab("stepping")
    assert isinstance(stepping, SteppingTab)
    qtbot.waitUntil(lambda: stepping.told is not None and stepping.heat.seen is not None, timeout=WAIT_MS)
    qtbot.mouseClick(stepping.backward, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(stepping.next, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(stepping.open, Qt.MouseButton.LeftButton)
    assert "changes nothing in the training" in dialog().sentence.text()
    name = type_name(qtbot)
    assert name == "grad_hidden_2_weight"
    assert window.inside.made.opened == "tensors", "the bench is shown at once"
    bench = bench_of(window)
    qtbot.waitUntil(lambda: bool(bench.picture.blocks), timeout=WAIT_MS)
    assert [block.name for block in bench.picture.blocks] == [name, ""]
    assert f"{name} is here: a copy of ∂W2 in step" in said(window)
    assert window.focusWidget() is bench.line, "one can type on"
    bench.run(f"{name}.zero_()")
    qtbot.waitUntil(lambda: not bench.running, timeout=WAIT_MS)
    assert {cell.text for cell in bench.picture.blocks[0].cells} == {"0"}
    stepping.setting.show_tab("stepping")
    qtbot.mouseClick(stepping.open, Qt.MouseButton.LeftButton)
    for wrong, words in ((name, "on the bench already"), ("lambda", "a word of Python’s own"), ("1w", "begins with")):
        type_name(qtbot, wrong)
        assert words in why_not()
    assert type_name(qtbot, "기울기") == "기울기"
    qtbot.waitUntil(lambda: "기울기" in names(window), timeout=WAIT_MS)
    assert {cell.text for cell in bench.picture.blocks[0].cells} != {"0"}, "the step itself is as it was"


@pytest.mark.slow
def test_a_tensor_of_the_training_is_on_the_bench_as_it_stands_now(training: Window, qtbot: QtBot) -> None:
    window = training
    before = window.inside.made.taken.step
    window.frame.open("train")
    window.training.send(Play())
    qtbot.waitUntil(lambda: window.page.step > before + 20, timeout=WAIT_MS)
    key = NET.layers[1].key
    menu_entry(window, key, "exp_avg: weight").trigger()
    name = type_name(qtbot)
    assert name == "hidden_2_weight_exp_avg"
    assert window.frame.opened == "inside"
    assert window.inside.made.opened == "tensors"
    qtbot.waitUntil(lambda: name in names(window), timeout=WAIT_MS)
    assert window.inside.made.taken.step > before + 20, "that of now, not that of when the page was last seen"
    assert "exp_avg[W2]" in said(window)
    assert [block.name for block in bench_of(window).picture.blocks] == [name, ""]
    # the layer is taken out while the name is being typed
    window.frame.open("train")
    menu_entry(window, key, "weight").trigger()
    window.training.send(RemoveLayer(key, "refit"))
    qtbot.waitUntil(lambda: len(window.page.net.layers) == 2, timeout=WAIT_MS)
    assert type_name(qtbot) == "hidden_2_weight"
    qtbot.waitUntil(lambda: "The layer is gone by now" in said(window), timeout=WAIT_MS)
    assert "hidden_2_weight" not in names(window)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_a_bench_with_a_line_that_runs_says_so_and_one_that_died_begins_again(training: Window, qtbot: QtBot) -> None:
    window = training
    stepping = window.inside.made.open_tab("stepping")
    qtbot.waitUntil(lambda: stepping.heat.seen is not None, timeout=WAIT_MS)
    bench = window.inside.made.open_tab("tensors")
    bench.run("while True: pass")
    window.inside.made.open_tab("stepping")
    qtbot.mouseClick(stepping.open, Qt.MouseButton.LeftButton)
    type_name(qtbot)
    assert "A line is still running, so h1 was not opened." in said(window)
    window.frame.open("train")
    menu_entry(window, NET.layers[0].key, "weight").trigger()
    type_name(qtbot)
    assert "A line is still running, so hidden_1_weight was not opened." in said(window)
    bench.stop()
    qtbot.waitUntil(lambda: not bench.running, timeout=WAIT_MS)
    assert names(window) == []
    bench.run("import os; os._exit(3)")
    qtbot.waitUntil(lambda: "inside-gone" in window.frame.bars.makes, timeout=WAIT_MS)
    assert window.inside.made.taken is None
    window.frame.open("train")
    menu_entry(window, NET.layers[0].key, "weight").trigger()
    name = type_name(qtbot)
    qtbot.waitUntil(lambda: name in names(window), timeout=WAIT_MS)  # another worker took the training up
    assert window.training.worker.alive


# ------------------------------------------------------------------------------------------------------ without waiting
def opened(window: Window, sent: list[Any]) -> BenchTab:
    """Let the room hear that a training was taken up, and keep what it sends to the inside worker."""
    window.frame.open("inside")
    window.inside.send = lambda command: sent.append(command) or len(sent)
    window.inside.made.setting = replace(window.inside.made.setting, send=window.inside.send)
    window.inside.show_event(TAKEN, None)
    return window.inside.made.tab("tensors")


def test_what_the_worker_refuses_is_said_on_the_bench(open_window: OpenWindow) -> None:
    window, sent = open_window(), []
    tab = opened(window, sent)
    window.inside.made.open_tensor("∂W1", "g")
    assert sent[-1] == OpenTensor("g", "∂W1")
    window.inside.show_event(Rejected(say("This layer is frozen."), ()), len(sent))
    assert "This layer is frozen." in tab.transcript.toPlainText()
    window.inside.show_event(Rejected(say("This is for another."), ()), len(sent) + 1)
    assert "another" not in tab.transcript.toPlainText()


def test_a_trainer_that_cannot_hand_over_is_one_sentence_and_nothing_is_opened_later(open_window: OpenWindow) -> None:
    window, sent = open_window(), []
    tab = opened(window, sent)
    window.frame.open("train")
    window.inside.open_tensor(Wanted("w", NET.layers[0].key, "W#"))
    assert window.frame.opened == "inside"
    window.inside.not_handed(Rejected(say("The disk is full."), ()), window.inside.asked)
    assert "The disk is full." in tab.transcript.toPlainText()
    window.inside.show_event(TAKEN, window.inside.taking)
    assert not [command for command in sent if isinstance(command, OpenTensor)]


def test_that_nothing_was_handed_over_is_said_only_until_it_is_tried_again_or_left(open_window: OpenWindow) -> None:
    window, sent = open_window(), []
    opened(window, sent)
    window.inside.show_event(TAKEN, window.inside.taking)
    for ends in (window.inside.again, lambda: window.frame.open("train")):
        window.inside.again()
        window.inside.not_handed(Rejected(say("The disk is full."), ()), window.inside.asked)
        assert NOT_HANDED in window.frame.bars.up
        ends()
        assert NOT_HANDED not in window.frame.bars.up


def test_what_was_taken_up_before_is_not_taken_for_what_was_asked(open_window: OpenWindow) -> None:
    window, sent = open_window(), []
    opened(window, sent)
    window.inside.open_tensor(Wanted("w", NET.layers[0].key, "∂W#"))
    window.inside.show_event(TAKEN, 999)
    assert not [command for command in sent if isinstance(command, OpenTensor)]
    window.inside.taking = 7
    window.inside.show_event(TAKEN, 7)
    window.inside.show_event(TAKEN, 7)
    assert [command for command in sent if isinstance(command, OpenTensor)] == [OpenTensor("w", "∂W1")]


def test_a_training_is_handed_over_once_for_a_tensor_even_if_it_was_edited(open_window: OpenWindow) -> None:
    """The page that comes into sight takes an edited training up by itself."""
    for edited in (False, True):
        window, sent, asked = open_window(), [], []
        opened(window, sent)
        window.frame.open("train")
        net = mlp(64, [8], 10) if edited else NET
        train = lambda command, asked=asked: asked.append(command) or 70 + len(asked)  # noqa: E731
        window.inside.setting = replace(window.inside.setting, train=train, net=lambda net=net: net)
        window.inside.open_tensor(Wanted("w", NET.layers[0].key, "W#"))
        assert [type(command) for command in asked] == [HandOver], f"edited: {edited}"
        window.inside.handed_over(HandedOver("folder", 1350), window.inside.asked)
        window.inside.show_event(TAKEN, window.inside.taking)
        assert sent[-1] == OpenTensor("w", "W1")


def test_a_worker_that_ends_forgets_what_was_to_be_opened(open_window: OpenWindow) -> None:
    window, sent = open_window(), []
    opened(window, sent)
    window.inside.open_tensor(Wanted("w", NET.layers[0].key, "W#"))
    window.inside.show_event(Failed(say("The process was killed."), "exit code -9"), None)
    assert window.inside.wanted is None
    assert "inside-gone" in window.frame.bars.makes


def test_a_step_without_room_for_a_tensor_cannot_open_it(open_window: OpenWindow) -> None:
    from tests.gui.test_inside_stepping import APART

    window, sent = open_window(), []
    opened(window, sent)
    stepping = window.inside.made.open_tab("stepping")
    told: TakenApart = APART
    stepping.show_event(told, None)
    assert stepping.open.isEnabled()
    stepping.go_to("update")
    assert not stepping.open.isEnabled(), "its numbers are not there"


def test_the_menu_offers_what_a_layer_has(qtbot: QtBot) -> None:
    def texts(net: Any, key: LayerKey, optimizer: Any) -> dict[str, str]:
        chosen: list[tuple[LayerKey, str]] = []
        menu = Menu()
        qtbot.addWidget(menu)
        offer_tensors(menu, net, key, optimizer, lambda *what: chosen.append(what))
        actions = menu.actions()[-1].menu().actions()
        for action in actions:
            action.trigger()
        return {action.text(): of_layer(net, *what) for action, what in zip(actions, chosen, strict=True)}

    first, last = NET.layers[0].key, NET.layers[2].key
    assert texts(NET, first, "rmsprop") == {
        "weight": "W1", "bias": "b1", "Output for the next batch": "h1", "gradient: weight": "∂W1",
        "gradient: bias": "∂b1", "square_avg: weight": "square_avg[W1]", "square_avg: bias": "square_avg[b1]",
    }  # fmt: skip
    assert texts(NET, last, "sgd")["Output for the next batch"] == "out"
    frozen = replace(NET, layers=(replace(NET.layers[0], frozen=True, norm="batch"), *NET.layers[1:]))
    assert list(texts(frozen, first, "adam")) == ["weight", "bias", "gamma", "beta", "Output for the next batch"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in another way")
def test_a_worker_that_is_killed_under_every_tab_leaves_the_window_and_the_training(
    training: Window, qtbot: QtBot
) -> None:
    """While a step is taken apart, traced, measured, a line runs, and the training is edited."""
    window = training
    window.training.send(Play())
    edits = (Widen(NET.layers[0].key, 4), RemoveLayer(NET.layers[1].key, "fade"), Reset(), Undo())
    begins: dict[str, Any] = {
        "layers": lambda tab: window.inside.send(Trace()), "stepping": lambda tab: window.inside.send(TakeApart()),
        "tensors": lambda tab: tab.run("while True: pass"), "compare": lambda tab: tab.begin(),
    }  # fmt: skip
    for (name, begin), edit in zip(begins.items(), edits, strict=True):
        begin(window.inside.made.open_tab(name))
        window.training.send(edit)
        os.kill(window.inside.worker.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: "inside-gone" in window.frame.bars.makes, timeout=WAIT_MS)
        assert window.inside.made.taken is None
        assert window.training.worker.alive
        window.training.send(Play())  # measuring had it wait
        window.inside.again()
        qtbot.waitUntil(lambda: window.inside.made.taken is not None, timeout=WAIT_MS)
        assert "inside-gone" not in window.frame.bars.makes
    at = window.page.step
    qtbot.waitUntil(lambda: window.page.step > at, timeout=WAIT_MS)
