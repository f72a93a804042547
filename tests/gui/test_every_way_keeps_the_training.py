"""Every way that puts another training in the place of this one, or ends the window, leaves it in Runs as it stood,
with a real trainer: nothing that was trained for more than a moment is lost by a click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.messages.train_commands import DataSpec, Load, Settings, Step
from core.net.plan import mlp
from core.runs import list_runs, read_record, read_run
from core.workers.worker import start_trainer
from gui.kit.remembered import Preferences
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow

STEPS = 237
"""No multiple of anything, and less than the five seconds after which a training is saved by itself."""

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("propagateSizeHints|This plugin does not support")]


def wait(qtbot: QtBot, condition: Callable[[], Any]) -> None:
    qtbot.waitUntil(condition, timeout=WAIT_MS)


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot, home: Path) -> Window:
    """A window in which XOR has been trained for `STEPS` steps, as a run of its own beside another one."""
    trainer = start_trainer(log=home / "logs" / "trainer.log")
    made = open_window(trainer=trainer, preferences=Preferences(language="en", theme="light", data="xor"))
    other = str(made.runs / "another")
    made.page.send(Load(DataSpec("circles", samples=60), mlp(2, (3,), 2), Settings(batch_size=8), 1, other))
    wait(qtbot, lambda: made.training.run.folder == other)
    train(made, qtbot, 120)
    run = str(made.runs / "mine")
    made.page.send(Load(DataSpec("xor", samples=60), mlp(2, (4,), 2), Settings(batch_size=8), 2, run))
    wait(qtbot, lambda: made.training.run.folder == run)
    train(made, qtbot, STEPS)
    return made


def train(window: Window, qtbot: QtBot, steps: int) -> None:
    window.page.send(Step(steps))
    wait(qtbot, lambda: window.page.state is not None and window.page.state.step == steps)


def other_data(window: Window) -> None:
    window.page.data.choose("moons")


def other_noise(window: Window) -> None:
    window.page.data.set_noise(40)


def new_network(window: Window) -> None:
    window.page.ask_new_net()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Begin").click()


def another_run(window: Window) -> None:
    window.open_run(window.runs / "another")


def reset(window: Window) -> None:
    window.page.controls.reset.click()


WAYS = (other_data, other_noise, new_network, another_run, reset)


@pytest.mark.parametrize("go", WAYS)
def test_what_was_trained_stays_in_runs_and_can_be_opened_as_it_was(
    window: Window, qtbot: QtBot, go: Callable[[Window], None]
) -> None:
    mine = Path(window.training.run.folder)
    rows = window.page.loss.record.training.count
    go(window)
    wait(qtbot, lambda: window.training.run.folder not in ("", str(mine)) and not window.training.giving_way)
    assert read_record(mine).step == STEPS
    assert mine in [run.folder for run in list_runs(window.runs) if run.problem is None]
    window.open_run(mine)
    wait(qtbot, lambda: window.training.run.folder == str(mine) and window.page.state.step == STEPS)
    assert window.page.loss.record.training.count == rows, "with its charts"


@pytest.mark.parametrize("way", ["close", "Alt+F4", "quit"])
def test_closing_the_window_saves_up_to_the_last_step(window: Window, qtbot: QtBot, way: str) -> None:
    mine = Path(window.training.run.folder)
    if way == "close":
        window.close()
    elif way == "quit":
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    else:
        QApplication.closeAllWindows()
    assert window.closed
    run = read_run(mine)
    assert run.problem is None
    assert run.record is not None
    assert run.record.step == STEPS
    assert read_record(window.runs / "another").step == 120


def test_closing_the_window_while_it_trains_loses_nothing_that_was_shown(window: Window, qtbot: QtBot) -> None:
    mine = Path(window.training.run.folder)
    window.page.controls.play.click()
    wait(qtbot, lambda: window.page.loss.record.newest > STEPS + 100)
    shown = window.page.loss.record.newest
    window.close()
    assert read_record(mine).step >= shown
