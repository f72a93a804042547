"""The way of a click on Install in the window: down to the worker's pipe once, and only then to the screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.installs import Pretend, Shown, machine, nvidia
from tests.gui.wizards import Open, next_step

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROOT = Path(__file__).resolve().parents[2]


def to_plan(wizard: Open, qtbot: QtBot, worker: Pretend | None = None) -> Shown:
    shown = wizard(worker)
    for _ in ("machine", "choose", "plan"):
        next_step(qtbot, shown)
    assert shown.page.course.step == "plan"
    return shown


class Deaf(Pretend):
    """A worker whose pipe is closed."""

    closed = False

    def send(self, command: Any) -> int:
        if self.closed:
            raise BrokenPipeError
        return super().send(command)


def test_an_install_that_cannot_be_sent_leaves_the_plan_on_screen(wizard: Open, qtbot: QtBot) -> None:
    worker = Deaf(machine(nvidia()), envs=())
    shown = to_plan(wizard, qtbot, worker)
    before, worker.closed = shown.page.course, True
    with qtbot.capture_exceptions() as raised:
        shown.page.foot.primary.click()
    assert [kind for kind, _, _ in raised] == [BrokenPipeError]
    assert shown.page.course is before
    assert shown.page.title.text() == "This is how it will be installed"
    worker.closed = False
    next_step(qtbot, shown)
    assert shown.page.course.work == "running", "it can be begun all the same"


def test_a_click_on_install_reaches_the_worker_before_the_screen_and_enters_no_file_twice(
    wizard: Open, qtbot: QtBot
) -> None:
    shown = to_plan(wizard, qtbot)
    entered: list[str] = []

    def note(frame: FrameType, event: str, _arg: Any) -> None:
        file = frame.f_code.co_filename.removeprefix(f"{ROOT}{os.sep}").replace(os.sep, "/")
        if event == "call" and file.startswith(("gui/", "core/", "tests/")) and file not in entered[-1:]:
            entered.append(file)

    sys.setprofile(note)
    try:
        shown.page.foot.primary.click()
    finally:
        sys.setprofile(None)
    assert shown.page.course.work == "running"
    down = entered[: entered.index("tests/gui/installs.py")]  # the pretended worker: here the pipe begins
    assert len(down) == len(set(down)), down
    assert len(down) <= 5, down
