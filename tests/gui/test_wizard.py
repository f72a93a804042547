"""The wizard from its first page to its last, by real clicks, against a pretended install worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.env import problems
from core.install_messages import (
    Continue,
    Discard,
    Install,
    Look,
    MakePlan,
    OpenEditor,
    OpenTerminal,
    Progress,
    StartJupyter,
    UnfinishedInstall,
)
from core.machine import Finding
from core.recipe import StageName
from core.say import say
from gui.install import WizardPage
from gui.install.code import broken
from gui.install.surfaces import Notice
from gui.pieces import Button, dress
from gui.theme import theme_for
from gui.words import hush, speak
from tests.gui.installs import Pretend, Shown, machine, nvidia

STAGES: tuple[StageName, ...] = ("environment", "torch", "extras", "kernel", "check")
Open = Callable[..., Shown]
# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def wizard(qtbot: QtBot, tmp_path: Path) -> Open:
    """Return what opens the wizard on a worker."""

    def open_(worker: Pretend | None = None, *, size: tuple[int, int] = (1148, 800), **more: Any) -> Shown:
        theme = theme_for("light", motion=False)
        shown = Shown(WizardPage, worker or Pretend(machine(nvidia()), envs=()), theme=theme, folder=tmp_path, **more)
        qtbot.addWidget(shown.page)
        shown.page.resize(*size)
        shown.page.show()
        dress(shown.page, theme)
        shown.pump()
        return shown

    return open_


def press(qtbot: QtBot, shown: Shown, button: QAbstractButton) -> None:
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    shown.pump()


def next_step(qtbot: QtBot, shown: Shown) -> None:
    press(qtbot, shown, shown.page.foot.primary)


def to_install(qtbot: QtBot, shown: Shown) -> None:
    for step in ("machine", "choose", "plan", "install"):
        next_step(qtbot, shown)
        assert shown.page.course.step == step


def words(widget: QWidget) -> str:
    """Everything a person can read on a page now."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    buttons = [button.text() for button in widget.findChildren(QAbstractButton) if button.isVisible()]
    return "\n".join(labels + buttons)


def way(shown: Shown, text: str) -> Button:
    """A button of a notice that is shown."""
    found = [b for n in shown.page.findChildren(Notice) if n.isVisible() for b in n.buttons if b.text() == text]
    assert found, f"no button {text!r} in:\n{words(shown.page)}"
    return found[0]


def answer_dialog(qtbot: QtBot, shown: Shown, text: str) -> None:
    dialog = next(d for d in shown.page.findChildren(QDialog) if d.isVisible())
    press(qtbot, shown, next(b for b in dialog.findChildren(Button) if b.text() == text))


# --------------------------------------------------------------------------------------------------- the way through
def test_from_the_first_page_to_the_last_by_clicking_the_primary_button(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    place = shown.page.foot.primary.geometry().bottomRight()
    to_install(qtbot, shown)
    assert shown.page.course.plan is not None
    shown.worker.go_on("torch", share=0.5)
    shown.pump()
    read = words(shown.page)
    assert "GB" in read
    assert "MB/s" in read
    assert "left" in read
    assert shown.page.foot.primary.geometry().bottomRight() == place
    shown.worker.go_on()
    shown.pump()
    assert shown.page.course.step == "done"
    assert "사용 중인 디바이스: cuda" in words(shown.page)
    assert [type(c) for c in shown.worker.sent if type(c) in (Look, MakePlan, Install)] == [Look, MakePlan, Install]


def test_the_keyboard_alone_is_enough(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for step in ("machine", "choose", "plan", "install"):
        qtbot.keyClick(QApplication.focusWidget() or shown.page, Qt.Key.Key_Return)
        shown.pump()
        assert shown.page.course.step == step
    qtbot.keyClick(QApplication.focusWidget() or shown.page, Qt.Key.Key_Return)
    shown.pump()
    assert shown.page.course.work == "running", "Return on the install page must not pause it"
    shown.worker.go_on()
    shown.pump()
    qtbot.keyClick(QApplication.focusWidget() or shown.page, Qt.Key.Key_Return)
    assert shown.trained == [shown.page.course.installed.env.executable]


def test_nothing_is_asked_before_the_page_is_opened_and_once_only(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    assert shown.worker.sent_kinds() == ["FindUnfinished", "Look", "ListEnvs"]
    shown.page.hide()
    shown.page.show()
    assert shown.worker.sent_kinds() == ["FindUnfinished", "Look", "ListEnvs"]


def test_the_plan_shows_its_numbers_its_reason_and_the_commands(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(3):
        next_step(qtbot, shown)
    read, plan = words(shown.page), shown.page.course.plan
    assert "really runs on this card" in read
    assert "2.9 GB" in read
    assert "212 GB free" in read
    stages = shown.page.pages["plan"].stages
    commands = "\n".join(line for card in stages.cards for line in card.code.commands)
    assert "conda create -n torch_book -c conda-forge --override-channels python=3.12 pip" in commands
    press(qtbot, shown, stages.copy_button)
    assert shown.copied == ["\n".join(line for stage in plan.stages for line in stage.bash) + "\n"]
    press(qtbot, shown, stages.shells["powershell"])
    press(qtbot, shown, stages.copy_button)
    assert shown.copied[-1] == "\n".join(line for stage in plan.stages for line in stage.powershell) + "\n"


def test_the_script_is_saved(wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = wizard()
    for _ in range(3):
        next_step(qtbot, shown)
    shown.save_to = str(tmp_path / "만들기.sh")
    press(qtbot, shown, shown.page.pages["plan"].stages.save_button)
    text = (tmp_path / "만들기.sh").read_text("utf-8")
    assert text.startswith("#!/usr/bin/env bash")
    assert "conda create --yes" in text
    shown.save_to = str(tmp_path / "no such folder" / "x.sh")
    press(qtbot, shown, shown.page.pages["plan"].stages.save_button)
    assert "could not be saved" in words(shown.page)


def test_all_packages_can_be_looked_at(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(3):
        next_step(qtbot, shown)
    plan = shown.page.course.plan
    press(qtbot, shown, shown.page.foot.quiet[0])
    table = shown.page.pages["plan"].packages.table
    assert table.isVisible()
    assert table.rowCount() == len(plan.packages) + len(plan.wheels)
    assert table.item(0, 0).text() == "torch"


# ------------------------------------------------------------------------------------------- failures and continuing
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
    assert "The connection to download.pytorch.org broke off." in read
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


# -------------------------------------------------------------------------------------------------- machine and choice
def test_the_machine_page_says_what_was_found_and_what_could_not_be(wizard: Open, qtbot: QtBot) -> None:
    findings = (
        Finding(
            "path",
            "hazard",
            say("The folder {folder} has a space in its name.", folder="/a b"),
            say("Put it in quotes."),
        ),
        Finding("gpu", "unknown", say("{program} did not answer in time.", program="nvidia-smi")),
    )
    shown = wizard(Pretend(machine(nvidia(), findings=findings), envs=()))
    next_step(qtbot, shown)
    read = words(shown.page)
    for expected in (
        "RTX 4060",
        "driver 581.29",
        "compute 8.9",
        "has a space",
        "Put it in quotes.",
        "did not answer",
        "2 things",
    ):
        assert expected in read


def test_while_the_machine_is_looked_at_the_page_says_for_what_it_waits(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(), envs=(), silent=(Look,)))
    next_step(qtbot, shown)
    assert not shown.page.foot.primary.isEnabled()
    assert "Asking the graphics driver" in words(shown.page)


def test_an_unknown_gpu_gets_the_processor_build_and_its_reason(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(
        Pretend(machine(replace(nvidia("Mystery 1"), vendor="other", driver="", capability=(0, 0))), envs=())
    )
    for _ in range(2):
        next_step(qtbot, shown)
    assert "for the processor" in words(shown.page)
    next_step(qtbot, shown)
    assert shown.page.course.plan.recipe.choice.build == "cpu"
    next_step(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    assert "사용 중인 디바이스: cpu" in words(shown.page)
    assert "The processor trains" in words(shown.page)


def test_an_old_card_gets_the_build_that_has_its_kernels(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(nvidia("NVIDIA GeForce GTX 1080", capability=(6, 1))), envs=()))
    for _ in range(2):
        next_step(qtbot, shown)
    assert "CUDA 12.6" in words(shown.page)
    assert "6.1" in words(shown.page)


def test_a_bad_name_is_told_beside_its_field_and_keeps_the_plan_away(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(2):
        next_step(qtbot, shown)
    name = shown.page.findChild(QLineEdit)
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "my env")
    assert "programs break on other characters" in words(shown.page)
    assert not shown.page.foot.primary.isEnabled()
    name.selectAll()
    qtbot.keyClicks(name, "my_env")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    shown.pump()
    assert shown.page.course.plan.recipe.name == "my_env"


def test_a_taken_name_is_numbered_and_may_be_replaced_on_request(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(nvidia())))
    for _ in range(2):
        next_step(qtbot, shown)
    choose = shown.page.pages["choose"]
    assert choose.name.text() == "torch_book_2"
    choose.name.setFocus()
    choose.name.selectAll()
    qtbot.keyClicks(choose.name, "torch_book")
    shown.pump()
    assert "is there already" in words(shown.page)
    press(qtbot, shown, choose.replaces)
    next_step(qtbot, shown)
    assert shown.page.course.plan.recipe.replace


def test_the_notes_way_is_offered_with_what_has_changed(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(2):
        next_step(qtbot, shown)
    choose = shown.page.pages["choose"]
    press(qtbot, shown, choose.unfold.head)
    choose._source("as_in_notes")
    assert "Since then" in words(shown.page)
    next_step(qtbot, shown)
    assert shown.page.course.plan.recipe.python == "3.9"


def test_a_wish_that_cannot_be_is_a_sentence_with_the_way_back(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(2):
        next_step(qtbot, shown)
    choose = shown.page.pages["choose"]
    choose._wish(torch="2.14.1", python="3.8")
    shown.pump()
    assert not shown.page.foot.primary.isEnabled()
    assert "is made for Python" in words(shown.page)
    press(qtbot, shown, way(shown, "As recommended"))
    assert shown.page.foot.primary.isEnabled()


def test_a_change_of_mind_makes_the_old_plan_none(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(3):
        next_step(qtbot, shown)
    press(qtbot, shown, shown.page.foot.second)
    shown.pick = "/data/envs"
    choose = shown.page.pages["choose"]
    press(qtbot, shown, choose.extras["study"])
    choose.unfold.show_open(True)
    press(qtbot, shown, next(b for b in choose.findChildren(Button) if b.text() == "Change …"))
    assert shown.page.course.plan is None
    next_step(qtbot, shown)
    recipe = shown.page.course.plan.recipe
    assert recipe.extras == ("jupyter", "study")
    assert recipe.folder == "/data/envs"


def test_the_rail_leads_back_but_not_forward_and_not_while_it_runs(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(3):
        next_step(qtbot, shown)
    rail = shown.page.rail.steps
    assert not rail["install"].isEnabled()
    assert not rail["done"].isEnabled()
    press(qtbot, shown, rail["machine"])
    assert shown.page.course.step == "machine"
    for _ in range(3):
        next_step(qtbot, shown)
    assert not any(step.isEnabled() for step in rail.values())


# ------------------------------------------------------------------------------------------------------ the four doors
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
    shown.page.notebooks = (tmp_path / "a file", tmp_path / "elsewhere")
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


# ------------------------------------------------------------------------------------------------ language and the look
def test_another_language_half_way_goes_on_where_it_was(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    to_install(qtbot, shown)
    shown.worker.go_on("torch", share=0.5)
    shown.pump()
    again = wizard(shown.worker, course=shown.page.course, lines=shown.page.lines)
    assert again.page.course.work == "running"
    assert again.page.pages["install"].log.toPlainText() == "\n".join(shown.page.lines)
    shown.worker.go_on()
    again.pump()
    assert again.page.course.step == "done"


LETTERS = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"PyTorch|TorchGarden|CPU|GPU|Python|CUDA|conda\S*|miniforge\S*|RTX|GTX|NVIDIA|GeForce|AMD|Ryzen|HS|GB|MB|Jupyter|Notebook"
    r"|VS Code|torch\w*|torchvision|matplotlib|pandas|scikit-learn|bash|PowerShell|wheel|PyPI|Linux|linux-64"
    r"|cu\d+|cuda\S*|cpu|ms"
    r"|download\.pytorch\.org\S*|whl\S*|first_notebook\S*|/\S+|activate|code|jupyter\S*|TorchGarden|pip|ipykernel"
)


def test_korean_has_no_english_left(wizard: Open, qtbot: QtBot) -> None:
    app = QApplication.instance()
    spoken = speak(app, "ko")
    try:
        shown = wizard(language="ko")
        told = [words(shown.page)]
        for _ in range(4):
            next_step(qtbot, shown)
            shown.page.pages["choose"].unfold.show_open(True)
            told.append(words(shown.page))
        shown.worker.go_on("torch", share=0.5)
        shown.pump()
        told.append(words(shown.page))
        press(qtbot, shown, shown.page.foot.primary)
        told.append(words(shown.page))
        next_step(qtbot, shown)
        shown.worker.go_on()
        shown.pump()
        told.append(words(shown.page))
    finally:
        hush(app, spoken)
    lines = {
        line
        for text in told
        for line in text.splitlines()
        if not line.startswith(("conda ", "pip ", "python ", "jupyter ", "   "))
    }
    code = {line for line in lines if "torch.device" in line or line.startswith(("torchgarden ", "else", "(torch"))}
    left = {line for line in lines - code if LETTERS.search(NAMES.sub("", line))}
    assert not left


@pytest.mark.parametrize("size", [(768, 520), (1148, 800), (1788, 1080)])
def test_nothing_is_cut_off_at_any_size(wizard: Open, qtbot: QtBot, size: tuple[int, int]) -> None:
    shown = wizard(size=size)
    for _ in range(4):
        next_step(qtbot, shown)
        scroll = shown.page.scrolls[shown.page.course.step]
        assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width(), shown.page.course.step
        for label in scroll.widget().findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()


def stops_of_tab(qtbot: QtBot, shown: Shown) -> list[str]:
    """Where Tab stops, from the first control of the open step to the foot's last."""
    page = shown.page
    stops: list[QWidget] = []
    page.foot.primary.setFocus()
    for _ in range(60):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        now = page.focusWidget()
        if now in stops:
            break
        stops.append(now)
    body = page.pages[page.course.step]
    begin = next(place for place, one in enumerate(stops) if body.isAncestorOf(one) or page.foot.isAncestorOf(one))
    stops = stops[begin:] + stops[:begin]
    return [one.accessibleName() or one.text() for one in stops if not page.rail.isAncestorOf(one)]


def test_tab_goes_through_a_page_as_one_reads_it(wizard: Open, qtbot: QtBot) -> None:
    left = UnfinishedInstall("/x.part", "torch_class", "/e/torch_class", "torch", 0, 0, "")
    shown = wizard(Pretend(machine(nvidia()), envs=(), unfinished=(left,)))
    assert stops_of_tab(qtbot, shown) == [
        "Continue",
        "Delete",
        "Environments on this computer",
        "Look at this computer",
    ]
    next_step(qtbot, shown)
    next_step(qtbot, shown)
    choose = shown.page.pages["choose"]
    choose.unfold.show_open(True)
    choose.python.setCurrentIndex(1)
    choose.python.activated.emit(1)
    shown.pump()
    assert stops_of_tab(qtbot, shown) == [
        "Name of the environment", "Python", "Jupyter Notebook and a kernel", "matplotlib, pandas, scikit-learn",
        "Other ways and versions", "Where PyTorch comes from", "PyTorch", "Build", "Change …", "As recommended", "Back",
        "Make the plan",
    ]  # fmt: skip
    next_step(qtbot, shown)
    assert stops_of_tab(qtbot, shown) == [
        "bash", "PowerShell", "Copy", "Save as script", "All 125 packages", "Back", "Start the install",
    ]  # fmt: skip
    shown.worker.fail = "torch"
    next_step(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    assert stops_of_tab(qtbot, shown)[:2] == ["Continue", "Show the log"], "what helps comes first"
    assert stops_of_tab(qtbot, shown)[-2:] == ["Delete …", "Continue"]
    next_step(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    assert stops_of_tab(qtbot, shown) == [
        *(f"{title} · {button}" for title, button in (
            ("Train here", "Train in this environment"), ("Jupyter", "Open the first notebook"),
            ("VS Code", "Open VS Code"), ("Terminal", "Open a terminal"))),
        "Open the folder of the notebooks", "Environments on this computer", "Make another",
        "Train in this environment",
    ]  # fmt: skip


def test_every_control_has_a_name_for_a_screen_reader(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(4):
        next_step(qtbot, shown)
    shown.worker.go_on()
    shown.pump()
    for widget in shown.page.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and isinstance(widget, QAbstractButton | QLineEdit):
            hidden = isinstance(widget, Button) and not widget.text() and widget.isHidden()
            assert hidden or widget.accessibleName() or widget.text(), widget


def test_progress_of_somebody_elses_work_changes_nothing(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    before = shown.page.course
    shown.page.show_event(Progress("torch", "downloading", 1, 2, 0, 1, 1.0, 1.0, 0.5), None)
    assert shown.page.course == before


# --------------------------------------------------------------------------------------------------------- commands
def test_a_long_command_is_broken_as_its_shell_allows() -> None:
    def fits(text: str) -> bool:
        return len(text) <= 30

    command = "conda create -n torch_book -c conda-forge --override-channels python=3.12"
    for shell, mark in (("bash", " \\"), ("powershell", " `")):
        lines = broken(command, shell, fits)  # type: ignore[arg-type]
        assert all(len(line) <= 30 for line in lines)
        assert all(line.endswith(mark) for line in lines[:-1])
        assert " ".join(line.removesuffix(mark).strip() for line in lines) == command


def test_inside_quotes_a_line_has_no_mark() -> None:
    command = 'python --isolated -c "import torch; print(torch.device(0))"'
    lines = broken(command, "bash", lambda text: len(text) <= 28)
    assert lines == ["python --isolated -c \\", '   "import torch;', 'print(torch.device(0))"']
