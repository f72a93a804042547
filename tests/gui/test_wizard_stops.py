"""The wizard when something fails, is paused, cancelled or left: a sentence, and a way to go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from core.env import problems
from core.messages.install_commands import Continue, Discard, MakePlan
from core.messages.install_events import LogLine, UnfinishedInstall
from core.messages.recipe import StageName
from core.sentence import say
from tests.gui.installs import Pretend, Shown, machine, nvidia
from tests.gui.wizards import STAGES, Open, answer_dialog, next_step, press, to_install, way, words

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.mark.parametrize("stage", STAGES)
def test_a_failure_in_any_stage_is_a_sentence_and_continue_finishes(
    wizard: Open, qtbot: QtBot, stage: StageName
) -> None:
    shown = wizard()
    shown.worker.fail = stage
    to_install(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    read = words(shown.page)
    assert "The connection to download.pytorch.org broke off while torch was coming." in read
    assert "nothing is downloaded twice" in read
    assert shown.page.foot.primary.text() == "Continue"
    failed = next(row for row in shown.page.pages["install"].stages.rows if row.circle.state == "failed")
    assert failed is shown.page.pages["install"].stages.rows[STAGES.index(stage)]
    next_step(qtbot, shown)
    assert shown.worker.sent[-1] == Continue(f"{shown.page.course.prefix}.part")
    shown.worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"


@pytest.mark.parametrize("stage", STAGES)
def test_pause_and_continue_in_any_stage(wizard: Open, qtbot: QtBot, stage: StageName) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    shown.worker.go_on(stage, share=0.5)
    shown.pump()
    press(qtbot, shown, shown.page.foot.primary)
    assert shown.worker.kills == 1
    assert shown.page.course.work == "paused"
    assert "Nothing is lost" in words(shown.page)
    assert "running" not in [s.state for s in shown.page.course.stages]
    assert "left" not in words(shown.page), "nothing is under way that could take a time"
    done = [s.state for s in shown.page.course.stages].count("done")
    next_step(qtbot, shown)
    assert [s.state for s in shown.page.course.stages].count("done") >= done
    shown.worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"


@pytest.mark.parametrize("stage", STAGES)
def test_cancel_in_any_stage_deletes_what_is_there_and_keeps_the_plan(
    wizard: Open, qtbot: QtBot, stage: StageName
) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    shown.worker.go_on(stage, share=0.5)
    shown.pump()
    folder = f"{shown.page.course.prefix}.part"
    press(qtbot, shown, shown.page.foot.second)
    answer_dialog(qtbot, shown, "Cancel the install")
    assert shown.worker.kills == 1
    assert shown.worker.sent[-1] == Discard(folder)
    assert (shown.page.course.step, shown.page.course.work) == ("plan", "none")
    next_step(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"


def test_thinking_twice_about_cancelling_changes_nothing(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    press(qtbot, shown, shown.page.foot.second)
    answer_dialog(qtbot, shown, "Cancel")
    assert shown.worker.kills == 0
    assert shown.page.course.work == "running"


def test_a_worker_that_dies_is_a_sentence_and_the_install_goes_on_in_another(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    shown.worker.go_on("torch", share=0.5)
    shown.pump()
    shown.fails(say("The worker was ended from outside."))
    assert "ended from outside" in words(shown.page)
    next_step(qtbot, shown)
    assert isinstance(shown.worker.sent[-1], Continue)
    shown.worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"


def test_a_worker_that_dies_at_once_does_not_ask_for_ever(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    for _ in range(3):
        sent = len(shown.worker.sent)
        shown.fails(say("The worker cannot be started."))
    assert len(shown.worker.sent) == sent, "a second death must not start a third worker by itself"
    assert shown.page.foot.primary.text() == "Continue"


def test_a_full_disk_offers_its_folder(wizard: Open, qtbot: QtBot) -> None:
    why = say("There is no space left on the disk of {path}.", path="/home")
    worker = Pretend(machine(nvidia()), envs=(), fail="torch", why=why, advice=problems.DiskFull.advice)
    shown = wizard(worker)
    to_install(qtbot, shown)
    worker.go_on()
    shown.pump()
    assert "no space left" in words(shown.page)
    press(qtbot, shown, way(shown, "Open the folder"))
    assert shown.opened
    next_step(qtbot, shown)
    worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"


def test_without_a_network_the_plan_says_so_and_can_be_asked_again(wizard: Open, qtbot: QtBot) -> None:
    worker = Pretend(machine(nvidia()), envs=(), plan_problem=say("There is no way to {host}.", host="conda-forge"))
    shown = wizard(worker)
    for _ in range(3):
        next_step(qtbot, shown)
    assert "There is no way to conda-forge." in words(shown.page)
    assert not shown.page.foot.primary.isEnabled()
    worker.plan_problem = None
    press(qtbot, shown, way(shown, "Try again"))
    assert shown.page.foot.primary.isEnabled()
    assert "There is no way" not in words(shown.page)


def planning(qtbot: QtBot, wizard: Open, worker: Pretend) -> Shown:
    """The wizard at its plan, which the worker has been asked for."""
    shown = wizard(worker)
    for _ in range(3):
        next_step(qtbot, shown)
    assert shown.page.course.step == "plan"
    return shown


def foot(shown: Shown, text: str) -> QAbstractButton:
    return next(button for button in shown.page.foot.quiet if button.text() == text)


def test_a_plan_that_is_being_made_can_be_cancelled_and_made_again(wizard: Open, qtbot: QtBot) -> None:
    worker = Pretend(machine(nvidia()), envs=(), silent=(MakePlan,))
    shown = planning(qtbot, wizard, worker)
    assert not shown.page.foot.primary.isEnabled()
    assert shown.page.foot.second.text() == "Cancel"
    press(qtbot, shown, shown.page.foot.second)
    assert worker.kills == 1, "what asks the servers has ended"
    assert (shown.page.course.step, shown.page.course.asked) == ("choose", ())
    assert shown.page.course.problem is None
    worker.silent = ()
    next_step(qtbot, shown)
    assert shown.page.course.plan is not None
    assert shown.page.foot.second.text() == "Back"


def test_escape_cancels_a_plan_that_is_being_made(wizard: Open, qtbot: QtBot) -> None:
    shown = planning(qtbot, wizard, Pretend(machine(nvidia()), envs=(), silent=(MakePlan,)))
    QTest.keyClick(shown.page, Qt.Key.Key_Escape)
    shown.pump()
    assert (shown.worker.kills, shown.page.course.step) == (1, "choose")


def test_a_plan_whose_worker_was_ended_for_another_page_is_asked_for_again(wizard: Open, qtbot: QtBot) -> None:
    worker = Pretend(machine(nvidia()), envs=(), silent=(MakePlan,))
    shown = planning(qtbot, wizard, worker)
    worker.silent = ()
    shown.stop()
    shown.pump()
    assert shown.page.course.plan is not None


def test_while_a_plan_is_made_the_page_says_what_is_waited_for(wizard: Open, qtbot: QtBot) -> None:
    shown = planning(qtbot, wizard, Pretend(machine(nvidia()), envs=(), silent=(MakePlan,)))
    waits = say("{host} has sent nothing for {seconds} s.", host="conda-forge", seconds=4)
    shown.page.show_event(LogLine(str(waits), waits=waits))
    shown.pump()
    assert "conda-forge has sent nothing for 4 s." in words(shown.page)
    press(qtbot, shown, shown.page.foot.second)
    shown.worker.silent = ()
    next_step(qtbot, shown)
    assert "has sent nothing" not in words(shown.page)


def test_a_refused_plan_says_what_helps_and_its_log_can_be_read_and_copied(
    wizard: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    log = tmp_path / "계획.txt"
    log.write_text("10:00:00 Asking conda-forge for python=3.12.\n10:00:20 no plan\n", encoding="utf-8")
    why = say("The channel {channel} stopped answering.", channel="conda-forge")
    helps = say("The proxy {proxy} asks for a name and a password.", proxy="http://proxy:3128")
    worker = Pretend(machine(nvidia()), envs=(), plan_problem=why, plan_advice=(helps,), plan_log=str(log))
    shown = planning(qtbot, wizard, worker)
    assert "The channel conda-forge stopped answering." in words(shown.page)
    assert "The proxy http://proxy:3128 asks for a name and a password." in words(shown.page)
    view = shown.page.pages["plan"].log
    assert not view.isVisible()
    press(qtbot, shown, foot(shown, "Show the log"))
    assert view.isVisible()
    assert "no plan" in view.toPlainText()
    press(qtbot, shown, foot(shown, "Copy the log"))
    assert shown.copied == [log.read_text("utf-8").strip()]
    press(qtbot, shown, foot(shown, "Hide the log"))
    assert not view.isVisible()


def test_a_log_that_has_gone_is_said(wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    worker = Pretend(machine(nvidia()), envs=(), plan_problem=say("It is {x}.", x=1), plan_log=str(tmp_path / "gone"))
    shown = planning(qtbot, wizard, worker)
    press(qtbot, shown, foot(shown, "Show the log"))
    assert f"The log {tmp_path / 'gone'} cannot be read." in shown.page.pages["plan"].log.toPlainText()


def test_too_little_room_keeps_the_install_from_beginning(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(nvidia(), free_gb=4), envs=()))
    for _ in range(3):
        next_step(qtbot, shown)
    assert "has 4.0 GB free" in words(shown.page)
    assert not shown.page.foot.primary.isEnabled()
    press(qtbot, shown, way(shown, "Change the choice"))
    assert shown.page.course.step == "choose"


def test_a_stopped_install_can_go_back_to_the_choice(wizard: Open, qtbot: QtBot) -> None:
    worker = Pretend(machine(nvidia()), envs=(), fail="environment", advice=(problems.OTHER_NAME, problems.SEE_LOG))
    shown = wizard(worker)
    to_install(qtbot, shown)
    worker.go_on()
    shown.pump()
    press(qtbot, shown, way(shown, "Show the log"))
    log = shown.page.pages["install"].log
    assert log.isVisible()
    assert "environment: 14 packages" in log.toPlainText()
    press(qtbot, shown, way(shown, "Choose another name"))
    assert shown.page.course.step == "choose"


def test_an_unfinished_install_of_an_earlier_day_is_continued_from_the_first_page(wizard: Open, qtbot: QtBot) -> None:
    left = UnfinishedInstall("/x.part", "torch_class", "/home/minsu/miniforge3/envs/torch_class", "extras",
                             1_610_000_000, 2_880_000_000, "2026-11-22T10:00:00")  # fmt: skip
    shown = wizard(Pretend(machine(nvidia()), envs=(), unfinished=(left,)))
    assert "The install of torch_class was not finished" in words(shown.page)
    assert "1.61 / 2.88 GB" in words(shown.page)
    press(qtbot, shown, way(shown, "Continue"))
    assert shown.worker.sent[-1] == Continue("/x.part")
    assert [s.state for s in shown.page.course.stages[:2]] == ["done", "done"]
    shown.worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"


def test_an_unfinished_install_can_be_deleted(wizard: Open, qtbot: QtBot) -> None:
    left = UnfinishedInstall("/x.part", "torch_class", "/e/torch_class", "torch", 0, 0, "")
    shown = wizard(Pretend(machine(nvidia()), envs=(), unfinished=(left,)))
    press(qtbot, shown, way(shown, "Delete"))
    assert shown.worker.sent[-1] == Discard("/x.part")
    assert "was not finished" not in words(shown.page)
