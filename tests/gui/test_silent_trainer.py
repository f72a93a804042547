"""A worker that owes a word and says nothing: the window says so, with what can be done, until it speaks again."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Play
from core.messages.train_events import Failed, Silence
from core.messages.train_reports import NOT_LOADED
from core.sentence import say
from core.workers.silence import INSTALLER, NOTHING
from core.workers.worker import Worker
from gui.kit.pieces import Button
from gui.kit.remembered import Preferences
from gui.notices.bar import Bar
from gui.window.window import Window
from tests import fake_trainer
from tests.gui.conftest import OpenWindow

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no process")
LONG_MS = 60_000


def hurried(home: Path) -> Worker:
    """Return a fake trainer whose window sees the seconds go by twenty times as fast."""
    command = fake_trainer.command()
    clock = lambda: 20 * time.monotonic()  # noqa: E731
    return Worker(command, log=home / "logs" / "t.log", folder=fake_trainer.ROOT, clock=clock)


def button(bar: Bar, text: str) -> Button:
    return next(button for button in bar.findChildren(Button) if button.text() == text)


def stopped(window: Window, qtbot: QtBot) -> tuple[Bar, int]:
    """Play, stop the trainer's process, and wait until that is said; return the bar and the process."""
    worker = cast(Worker, window.training.worker)
    window.training.send(Play())
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.playing, timeout=LONG_MS)
    assert "silent" not in window.frame.bars.up
    os.kill(worker.pid, signal.SIGSTOP)
    qtbot.waitUntil(lambda: "silent" in window.frame.bars.up, timeout=LONG_MS)
    return window.frame.bars.up["silent"], worker.pid


def test_a_silent_trainer_is_said_and_goes_away_when_it_speaks_again(
    open_window: OpenWindow, home: Path, qtbot: QtBot
) -> None:
    window = open_window(trainer=hurried(home))
    bar, pid = stopped(window, qtbot)
    assert "has said nothing for five seconds" in bar.sentence.text()
    assert bar.report
    assert not window.page.controls.device.dot.lit
    qtbot.waitUntil(lambda: "no answer" in window.page.controls.status.text(), timeout=LONG_MS)
    assert {"Wait", "Start again", "Details"} <= {button.text() for button in bar.findChildren(Button)}
    os.kill(pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: "silent" not in window.frame.bars.up, timeout=LONG_MS)
    qtbot.waitUntil(lambda: "no answer" not in window.page.controls.status.text(), timeout=LONG_MS)
    assert window.page.controls.device.dot.lit


def test_start_again_ends_a_silent_trainer_and_another_one_goes_on(
    open_window: OpenWindow, home: Path, qtbot: QtBot
) -> None:
    window = open_window(trainer=hurried(home))
    bar, pid = stopped(window, qtbot)
    button(bar, "Start again").click()
    assert "silent" not in window.frame.bars.up
    worker = cast(Worker, window.training.worker)
    assert worker.pid != pid
    window.page.loaded = None
    qtbot.waitUntil(lambda: window.page.loaded is not None, timeout=LONG_MS)
    assert "gone" not in window.frame.bars.up


def test_a_paused_trainer_owes_nothing(open_window: OpenWindow, home: Path, qtbot: QtBot) -> None:
    window = open_window(trainer=hurried(home))
    worker = cast(Worker, window.training.worker)
    # What the page asks by itself once a training is there is owed until it is answered.
    qtbot.waitUntil(lambda: not worker._watch._unanswered, timeout=LONG_MS)
    os.kill(worker.pid, signal.SIGSTOP)
    frames = window.frames
    qtbot.waitUntil(lambda: window.frames > frames + 40, timeout=LONG_MS)
    assert "silent" not in window.frame.bars.up
    os.kill(worker.pid, signal.SIGCONT)


def test_a_silent_installing_process_is_said_in_both_languages(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.installs.show_event(Silence(5, INSTALLER.stuck, "its log"), None)
    assert "installing process" in window.frame.bars.up["install-silent"].sentence.text()
    english = window.frame
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.frame is not english, timeout=LONG_MS)
    assert "설치 프로세스" in window.frame.bars.up["install-silent"].sentence.text()
    window.installs.show_event(Silence(0, NOTHING, ""), None)
    assert "install-silent" not in window.frame.bars.up


def test_the_blue_button_is_the_one_that_helps(open_window: OpenWindow) -> None:
    window = open_window(preferences=Preferences(language="en", theme="light", python="/somewhere/bin/python"))
    room = window.training
    room.failed(Failed(NOT_LOADED, "ImportError"))
    buttons = window.frame.bars.up["gone"].findChildren(Button)
    assert [button.text() for button in buttons if button.property("kind") == "primary"] == ["Restart"]
    room.answered = False  # it never began: a restart would not help
    room.failed(Failed(NOT_LOADED, "ImportError"))
    assert "gone" not in window.frame.bars.up
    page = window.welcome.page
    assert page is not None
    blue = [button.text() for button in page.problem.itemAt(0).widget().findChildren(Button)
            if button.property("kind") == "primary"]  # fmt: skip
    assert blue == ["Train with TorchGarden’s own PyTorch"]


def test_a_torch_that_does_not_load_is_shown_with_its_mend(open_window: OpenWindow) -> None:
    window = open_window()
    window.training.failed(Failed(NOT_LOADED, "ImportError: x.so: undefined symbol: y"))
    text = window.frame.bars.up["gone"].sentence.text()
    assert "does not load. Libraries of different versions are mixed in this environment. Make a new" in text
    window.training.failed(Failed(say("Something else."), "undefined symbol"))
    assert window.frame.bars.up["gone"].sentence.text().startswith("Something else.")
