"""Two things at once in the install room: the window closes while an install runs; two actions on one environment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from core.messages.install_commands import Check, Clone, Continue, Install, Measure, PreviewRemove, Remove
from core.messages.recipe import StageName
from core.messages.train_commands import Step
from core.messages.train_events import Rejected
from core.sentence import say
from gui.install.environments.page import EnvironmentsPage
from gui.kit.pieces import Button, apply_theme
from gui.kit.theme import theme_for
from gui.window.window import Window
from tests.gui.conftest import OpenWindow
from tests.gui.installs import ENVS, Pretend, Shown, machine, nvidia
from tests.gui.test_window import wait
from tests.gui.wizards import STAGES, press, words

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|This plugin does not support")
FIRST = ENVS[0].prefix
Open = Callable[..., Shown]


@pytest.fixture
def environments(qtbot: QtBot, tmp_path: Path) -> Open:
    """Return what opens the environments page on a worker that leaves some commands without an answer."""

    def open_(*silent: type) -> Shown:
        theme = theme_for("light", motion=False)
        worker = Pretend(machine(nvidia()), silent=silent)
        shown = Shown(EnvironmentsPage, worker, theme=theme, folder=tmp_path)
        qtbot.addWidget(shown.page)
        shown.page.resize(1148, 800)
        shown.page.show()
        apply_theme(shown.page, theme)
        shown.pump()
        return shown

    return open_


def do(qtbot: QtBot, shown: Shown, deed: str) -> None:
    press(qtbot, shown, shown.page.details.rows[deed].button)


def in_dialog(qtbot: QtBot, shown: Shown, text: str) -> None:
    dialog = next(d for d in shown.page.findChildren(QDialog) if d.isVisible())
    press(qtbot, shown, next(b for b in dialog.findChildren(Button) if b.text() == text))


def answer(shown: Shown, kind: type, event: Any = None) -> None:
    """Let the worker answer the commands of this kind that wait, as it would or with this event."""
    for number, command in enumerate(shown.worker.sent, 1):
        if type(command) is kind and number in {asked for asked, _, _ in shown.page.shelf.asked}:
            if event is None:
                shown.worker.answer(command, number)
            else:
                shown.worker.waiting.append((event, number))
    shown.pump()


# --------------------------------------------------------------------------------------------- the environments page
def test_an_environment_that_is_removed_while_it_is_checked_is_gone(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Check)
    do(qtbot, shown, "check")
    do(qtbot, shown, "remove")
    in_dialog(qtbot, shown, "Remove")
    assert FIRST not in [env.prefix for env in shown.page.shelf.envs]
    answer(shown, Check, Rejected(say("The environment {prefix} is not there any more.", prefix=FIRST)))
    assert "is not there any more" in words(shown.page)
    assert not shown.page.shelf.waits_for("check")
    assert shown.page.shelf.env is not None
    assert shown.page.shelf.chosen != FIRST


def test_a_check_that_ends_after_the_environment_has_gone_is_not_shown_for_another(
    environments: Open, qtbot: QtBot
) -> None:
    shown = environments(Check)
    do(qtbot, shown, "check")
    do(qtbot, shown, "remove")
    in_dialog(qtbot, shown, "Remove")
    now = shown.page.shelf.chosen
    answer(shown, Check)
    assert shown.page.shelf.chosen == now
    assert now not in shown.page.shelf.reports


def test_a_clone_of_what_is_being_removed_is_one_sentence(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Remove, Clone)
    do(qtbot, shown, "remove")
    in_dialog(qtbot, shown, "Remove")
    if shown.page.details.rows["clone"].button.isEnabled():
        do(qtbot, shown, "clone")
        in_dialog(qtbot, shown, "Clone")
        answer(shown, Remove)
        answer(shown, Clone, Rejected(say("The environment {prefix} is not there any more.", prefix=FIRST)))
        assert "is not there any more" in words(shown.page)
    else:
        answer(shown, Remove)
    assert shown.page.shelf.task is None
    assert not shown.page.strip.isVisible()
    assert FIRST not in [env.prefix for env in shown.page.shelf.envs]


def test_the_same_environment_is_removed_once_however_often_it_is_asked(environments: Open, qtbot: QtBot) -> None:
    shown = environments(PreviewRemove)
    do(qtbot, shown, "remove")
    if shown.page.details.rows["remove"].button.isEnabled():
        do(qtbot, shown, "remove")
    answer(shown, PreviewRemove)
    while any(d.isVisible() for d in shown.page.findChildren(QDialog)):
        in_dialog(qtbot, shown, "Remove")
    assert [one for one in shown.worker.sent if isinstance(one, Remove)] == [Remove(FIRST)]


@pytest.mark.parametrize("silent", [(Check,), (Remove,), (Check, Remove), (Measure, Check)])
def test_a_worker_that_dies_in_between_leaves_nothing_waiting(
    environments: Open, qtbot: QtBot, silent: tuple[type, ...]
) -> None:
    shown = environments(*silent)
    do(qtbot, shown, "check")
    do(qtbot, shown, "remove")
    in_dialog(qtbot, shown, "Remove")
    shown.fails(say("The worker was ended from outside."))
    assert "ended from outside" in words(shown.page)
    assert shown.page.shelf.asked == ()
    shown.worker.silent = ()
    shown.page.look_again()
    shown.pump()
    assert shown.page.shelf.env is not None
    do(qtbot, shown, "check")
    assert shown.page.shelf.chosen in shown.page.shelf.reports


# --------------------------------------------------------------------------------------------- the window closes
class Closing(Pretend):
    """What the window also asks of a worker."""

    def close(self) -> None:
        self.kill()


def installing(window: Window, qtbot: QtBot, worker: Closing, stage: StageName) -> None:
    """Begin an install in the window and let it come to the middle of a stage."""
    window.installs.start = lambda: worker  # type: ignore[assignment,return-value]
    window.frame.open("install")
    page: Any = window.frame.made["install"]
    wait(qtbot, lambda: page.course.machine is not None)
    for step in ("machine", "choose"):
        page.walk(step)
    page.make_plan()
    wait(qtbot, lambda: page.course.plan is not None)
    page.install()
    worker.go_on(stage, share=0.5)
    wait(qtbot, lambda: not worker.waiting)
    assert page.course.work == "running"


@pytest.mark.parametrize("stage", STAGES)
def test_the_window_closes_in_any_stage_of_an_install_and_the_next_one_goes_on(
    open_window: OpenWindow, qtbot: QtBot, stage: StageName
) -> None:
    worker = Closing(machine(nvidia()), envs=())
    window = open_window()
    installing(window, qtbot, worker, stage)
    window.training.send(Step(5))
    window.close()
    assert worker.kills == 1
    assert window.installs.worker is None
    assert not QApplication.activeModalWidget()
    (left,) = worker.unfinished
    assert left.stage == stage
    again = open_window()
    again.installs.start = lambda: worker  # type: ignore[assignment,return-value]
    again.frame.open("install")
    page: Any = again.frame.made["install"]
    ways: list[Button] = []

    def offered() -> bool:
        ways[:] = [b for b in page.findChildren(Button) if b.text() == "Continue" and b.isVisible()]
        return bool(ways)

    wait(qtbot, offered)
    ways[0].click()
    wait(qtbot, lambda: Continue(left.folder) in worker.sent)
    worker.go_on()
    wait(qtbot, lambda: page.course.step == "done")
    assert [type(one) for one in worker.sent].count(Install) == 1
