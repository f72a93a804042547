"""The wizard's last page: Jupyter, VS Code, a terminal and the trainer, each opened by its button."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.messages.install_commands import OpenEditor, OpenTerminal, StartJupyter
from core.sentence import say
from tests.gui.installs import Pretend, Shown, machine, nvidia
from tests.gui.wizards import Open, press, to_install, way, words

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def done(wizard: Open, qtbot: QtBot, worker: Pretend | None = None) -> Shown:
    shown = wizard(worker)
    to_install(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    return shown


def test_jupyter_opens_with_a_first_notebook_that_was_written(wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = done(wizard, qtbot)
    press(qtbot, shown, shown.page.pages["done"].jupyter.button)
    started = shown.worker.sent[-1]
    assert isinstance(started, StartJupyter)
    assert (tmp_path / "notebooks" / started.notebook).is_file()
    assert shown.opened == [f"http://127.0.0.1:8888/notebooks/{started.notebook}?token=abc"]


def test_the_other_doors_send_what_they_say(wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = done(wizard, qtbot)
    page, prefix = shown.page.pages["done"], shown.page.course.installed.env.prefix
    press(qtbot, shown, page.editor.button)
    assert shown.worker.sent[-1] == OpenEditor(prefix, str(tmp_path / "notebooks"))
    press(qtbot, shown, page.terminal.button)
    assert shown.worker.sent[-1] == OpenTerminal(prefix)
    press(qtbot, shown, page.train.button)
    assert shown.trained == [f"{prefix}/bin/python"]


def test_a_door_takes_its_time_in_sight(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(nvidia()), envs=(), silent=(StartJupyter,)))
    to_install(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    assert "Starting Jupyter" not in words(shown.page)
    press(qtbot, shown, shown.page.pages["done"].jupyter.button)
    assert "Starting Jupyter; the browser opens by itself …" in words(shown.page)
    shown.fails(say("The worker was ended from outside."))
    assert "Starting Jupyter" not in words(shown.page)


def test_the_done_page_says_where_the_notebooks_are(wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    assert f"Notebooks are in {tmp_path / 'notebooks'}" in words(shown.page)
    shown.page.setting = replace(shown.page.setting, notebooks=(tmp_path / "a file", tmp_path / "elsewhere"))
    (tmp_path / "a file").write_text("in the way")
    press(qtbot, shown, shown.page.pages["done"].jupyter.button)
    assert f"Notebooks are in {tmp_path / 'elsewhere'}" in words(shown.page), "where it really is"


def test_a_door_that_does_not_open_says_why(wizard: Open, qtbot: QtBot) -> None:
    worker = Pretend(machine(nvidia()), envs=(), jupyter_problem=say("No free port was found."))
    shown = done(wizard, qtbot, worker)
    press(qtbot, shown, shown.page.pages["done"].jupyter.button)
    assert "No free port was found." in words(shown.page)
    assert shown.opened == []
    press(qtbot, shown, way(shown, "Close"))
    assert "No free port" not in words(shown.page)
    press(qtbot, shown, shown.page.pages["done"].jupyter.button)
    worker.jupyter_problem = None
    press(qtbot, shown, way(shown, "Try again"))
    assert "No free port" not in words(shown.page)
    assert len(shown.opened) == 1


def test_a_notebook_that_cannot_be_written_is_told(wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = done(wizard, qtbot)
    (tmp_path / "notebooks").write_text("a file, not a folder")
    press(qtbot, shown, shown.page.pages["done"].jupyter.button)
    assert "could not be written" in words(shown.page)


def test_another_environment_begins_at_the_choice(wizard: Open, qtbot: QtBot) -> None:
    shown = done(wizard, qtbot)
    press(qtbot, shown, shown.page.foot.second)
    assert shown.page.course.step == "choose"
    assert shown.page.course.installed is None


def test_the_person_may_leave_to_the_trainer_meanwhile(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    press(qtbot, shown, shown.page.foot.quiet[1])
    assert shown.went == ["train"]
    shown.page.hide()
    shown.worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"
