"""The wizard from its first page to its last, by real clicks, against a pretended install worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.messages.computer import Finding
from core.messages.install_commands import Install, Look, MakePlan
from core.messages.install_reports import DeviceCheck, Fault
from core.sentence import say
from gui.install.wizard.finished import DeviceCard, faults
from gui.install.wizard.machine_step import Tile
from gui.install.wizard.timing import bars
from gui.kit.pieces import Button
from tests.gui.installs import Pretend, machine, nvidia, report
from tests.gui.wizards import Open, next_step, press, to_install, way, words

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


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
    assert "Device in use: cuda" in words(shown.page)
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

    def told(lines: Iterable[str]) -> str:
        return "".join(f"{line}\n" for line in lines).replace("사용 중인 디바이스:", "Device in use:")

    assert shown.copied == [told(line for stage in plan.stages for line in stage.bash)]
    press(qtbot, shown, stages.shells["powershell"])
    press(qtbot, shown, stages.copy_button)
    assert shown.copied[-1] == told(line for stage in plan.stages for line in stage.powershell)


def test_the_script_is_saved(wizard: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = wizard()
    for _ in range(3):
        next_step(qtbot, shown)
    shown.save_to = str(tmp_path / "만들기.sh")
    press(qtbot, shown, shown.page.pages["plan"].stages.save_button)
    text = (tmp_path / "만들기.sh").read_text("utf-8")
    assert text.startswith("#!/usr/bin/env bash")
    assert "conda create --yes" in text
    assert "print('Device in use:'" in text
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
    assert "Device in use: cpu" in words(shown.page)
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


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_enter_on_a_list_opens_it_and_goes_no_step_on(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard()
    for _ in range(2):
        next_step(qtbot, shown)
    lists = [one for one in shown.page.findChildren(QComboBox) if one.isVisible() and one.isEnabled()]
    assert lists
    for one in lists:
        shown.page.activateWindow()
        one.setFocus()
        qtbot.waitUntil(one.hasFocus)
        qtbot.keyClick(one, Qt.Key.Key_Return)
        assert shown.page.course.step == "choose"
        assert one.view().isVisible()
        one.hidePopup()


@pytest.mark.parametrize(("device", "at", "product"), [("cuda", 0, "RTX 4060"), ("cuda:1", 1, "RTX 3060")])
def test_the_last_page_names_the_card_that_is_used_and_what_is_not(
    qtbot: QtBot, device: str, at: int, product: str
) -> None:
    """The check tells the notes' word "cuda" for the first card, and "cuda:1" where that one fails."""
    cards = [DeviceCheck(f"cuda:{one}", name, 8 << 30, one == at, 18.4, 1.3, 2e-6, "" if one == at else "matmul")
             for one, name in enumerate(("RTX 4060", "RTX 3060"))]  # fmt: skip
    said = say("{gpu} ({device}) is not used: it failed at “{part}”. {works} trains.", gpu="GTX", device="cuda:0",
               part="matmul", works=product)  # fmt: skip
    whole = report()
    told = replace(whole, device=device, devices=(whole.devices[0], *cards), faults=(Fault("left_out", said, said),))
    page = DeviceCard()
    qtbot.addWidget(page)
    page.show_report(told)
    assert product in page.product.text()
    assert [used for name, _, _, used in bars(told) if name != "cpu"] == [True]
    (notice,) = faults(told)
    qtbot.addWidget(notice)
    assert str(said) in [label.text() for label in notice.findChildren(QLabel)]


def test_a_card_that_cannot_work_says_so_where_it_is_named(wizard: Open, qtbot: QtBot) -> None:
    shown = wizard(Pretend(machine(nvidia(), nvidia("NVIDIA GeForce RTX 3060", driver=""))))
    next_step(qtbot, shown)
    tiles = [tile.accessibleName() for tile in shown.page.pages["machine"].findChildren(Tile)]
    (works,) = [name for name in tiles if "RTX 4060" in name]
    (silent,) = [name for name in tiles if "RTX 3060" in name]
    assert "does not work now" in silent
    assert "does not work now" not in works
