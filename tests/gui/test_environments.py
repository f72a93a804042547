"""The environments page: what it lists, and each action by real clicks against a pretended install worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from core.env import problems
from core.messages.computer import Finding
from core.messages.install_commands import (
    AddKernel,
    Check,
    Clone,
    Continue,
    CreateFromLock,
    Discard,
    Export,
    ListEnvs,
    Look,
    LookAtNetwork,
    Measure,
    OpenEditor,
    OpenTerminal,
    Remove,
    Repair,
    StartJupyter,
    WriteNotebook,
)
from core.messages.install_events import EnvsSeen, Progress, RemovePreviewed
from core.messages.install_reports import Fault
from core.messages.train_events import Failed, Rejected
from core.sentence import say
from gui.install.environments.findings import FindingsCard
from gui.install.environments.page import EnvironmentsPage
from gui.kit.pieces import Button, Scroll, apply_theme
from gui.kit.theme import theme_for
from gui.kit.words import install_language, remove_translators
from tests.gui.installs import ENVS, Pretend, Shown, machine, nvidia
from tests.gui.wizards import LETTERS, NAMES, press, way, words

Open = Callable[..., Shown]
# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def environments(qtbot: QtBot, tmp_path: Path) -> Open:
    """Return what opens the page on a worker."""

    def open_(worker: Pretend | None = None, *, size: tuple[int, int] = (1148, 800)) -> Shown:
        theme = theme_for("light", motion=False)
        shown = Shown(EnvironmentsPage, worker or Pretend(machine(nvidia())), theme=theme, folder=tmp_path)
        qtbot.addWidget(shown.page)
        shown.page.resize(*size)
        shown.page.show()
        apply_theme(shown.page, theme)
        shown.pump()
        return shown

    return open_


def do(qtbot: QtBot, shown: Shown, deed: str) -> None:
    press(qtbot, shown, shown.page.details.rows[deed].button)


def choose(shown: Shown, name: str) -> None:
    line = [env.name for env in shown.page.shelf.envs].index(name)
    shown.page.table.selectRow(line)
    shown.pump()


def dialog(shown: Shown) -> QDialog:
    return next(d for d in shown.page.findChildren(QDialog) if d.isVisible())


def in_dialog(qtbot: QtBot, shown: Shown, text: str) -> None:
    press(qtbot, shown, next(b for b in dialog(shown).findChildren(Button) if b.text() == text))


def cell(shown: Shown, name: str, column: int) -> str:
    return shown.page.table.item([env.name for env in shown.page.shelf.envs].index(name), column).text()


def test_every_environment_is_listed_with_what_decides(environments: Open) -> None:
    shown = environments()
    assert shown.page.table.rowCount() == len(ENVS)
    assert [cell(shown, "torch_book", place) for place in range(7)] == [
        "torch_book", "3.12.11", "2.14.1", "CUDA 13.0", "7.1 GB", "✓", "can train"]  # fmt: skip
    assert [cell(shown, "torch_old", place) for place in range(2, 7)] == ["2.0.1", "CPU", "1.5 GB", "–",
                                                                          "too old to train"]  # fmt: skip
    assert [cell(shown, "data", place) for place in (2, 3, 6)] == ["–", "–", "no torch"]
    assert not any(shown.page.table.isColumnHidden(place) for place in range(7)), "at the usual size all are seen"
    assert "5 on this computer; the trainer can run in 2." in words(shown.page)


def test_sizes_are_asked_one_after_the_other(environments: Open) -> None:
    shown = environments(Pretend(machine(), silent=(Measure,)))
    assert shown.worker.sent_kinds() == ["Look", "ListEnvs", "Measure"]
    assert cell(shown, "data", 4) == "…"
    shown = environments(Pretend(machine()))
    assert [c.prefix for c in shown.worker.sent if isinstance(c, Measure)] == [env.prefix for env in ENVS]


def test_a_size_that_cannot_be_had_is_no_size_and_the_next_one_is_asked_for(environments: Open) -> None:
    shown = environments(Pretend(machine(), measure_problem=say("This folder cannot be read.")))
    assert [c.prefix for c in shown.worker.sent if isinstance(c, Measure)] == [env.prefix for env in ENVS]
    assert {cell(shown, env.name, 4) for env in ENVS} == {"?"}
    assert shown.page.table.item(0, 4).toolTip() == "This folder cannot be read."
    assert shown.page.shelf.problem is None, "nothing else is the matter"


def test_the_chosen_environment_says_why_the_trainer_cannot_run_in_it(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    choose(shown, "torch_old")
    assert "is older than 3.10, which the trainer needs" in words(shown.page)
    train = shown.page.details.rows["train"].button
    assert not train.isEnabled()
    assert "is older than 3.10, which the trainer needs" in " ".join(train.toolTip().split())


def test_train_here_hands_over_the_python_of_the_environment(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    do(qtbot, shown, "train")
    qtbot.keyClick(shown.page.table, Qt.Key.Key_Return)
    assert shown.trained == [ENVS[0].executable] * 2


def test_the_doors(environments: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = environments()
    do(qtbot, shown, "jupyter")
    assert isinstance(shown.worker.sent[-1], StartJupyter)
    assert shown.opened[0].startswith("http://127.0.0.1:8888/")
    assert (tmp_path / "notebooks" / "first_notebook_torch_book.ipynb").is_file()
    do(qtbot, shown, "terminal")
    assert shown.worker.sent[-1] == OpenTerminal(ENVS[0].prefix)
    assert "gnome-terminal is open." in words(shown.page)
    do(qtbot, shown, "editor")
    assert shown.worker.sent[-1] == OpenEditor(ENVS[0].prefix, str(tmp_path / "notebooks"))


def test_two_doors_opened_while_the_worker_is_busy_both_open(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(nvidia()), silent=(WriteNotebook,)))
    do(qtbot, shown, "jupyter")
    do(qtbot, shown, "editor")
    assert "Opening it" in words(shown.page)
    asked = [(n, one) for n, one in enumerate(shown.worker.sent, 1) if isinstance(one, WriteNotebook)]
    assert len(asked) == 2
    for number, command in asked:
        shown.worker.answer(command, number)
    shown.pump()
    assert shown.worker.sent_kinds()[-2:] == ["StartJupyter", "OpenEditor"]


def test_a_notebook_that_cannot_be_written_is_told_and_can_be_tried_again(
    environments: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = environments()
    shown.page.setting = replace(shown.page.setting, notebooks=(tmp_path / "in the way",))
    (tmp_path / "in the way").write_text("")
    do(qtbot, shown, "editor")
    assert "The notebook could not be written" in words(shown.page)
    (tmp_path / "in the way").unlink()
    press(qtbot, shown, way(shown, "Try again"))
    assert shown.worker.sent[-1] == OpenEditor(ENVS[0].prefix, str(tmp_path / "in the way"))


def test_a_check_shows_the_device_line_and_the_times(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    do(qtbot, shown, "check")
    assert shown.worker.sent[-1] == Check(ENVS[0].prefix)
    assert "Device in use: cuda" in words(shown.page)
    assert "14 times as fast on cuda:0" in words(shown.page)
    assert cell(shown, "torch_book", 6) == "✓ cuda:0 works"


def test_a_check_that_finds_a_fault_shows_cause_and_mend(environments: Open, qtbot: QtBot) -> None:
    worker = Pretend(machine(nvidia()))
    fault = Fault("cpu_build", say("The graphics processor is not used."), say("Make a new environment."))
    worker.report = replace(worker.report, ok=False, faults=(fault,))
    shown = environments(worker)
    do(qtbot, shown, "check")
    assert "The graphics processor is not used." in words(shown.page)
    assert "Make a new environment." in words(shown.page)
    assert cell(shown, "torch_book", 6) == "! needs repair"


def test_a_card_that_is_only_not_used_needs_no_repair(environments: Open, qtbot: QtBot) -> None:
    """Beside a card that trains, one that fails is named, and the environment works."""
    cause = say("{gpu} ({device}) is not used: it failed at “{part}”. {works} trains.", gpu="GTX 1080", device="cuda:1",
                part="matmul", works="RTX 4060")  # fmt: skip
    worker = Pretend(machine(nvidia()))
    worker.report = replace(worker.report, faults=(Fault("left_out", cause, say("For a test.")),))
    shown = environments(worker)
    do(qtbot, shown, "check")
    assert "GTX 1080 (cuda:1) is not used" in words(shown.page)
    assert cell(shown, "torch_book", 6) == "✓ cuda:0 works"


def test_a_wait_says_what_is_waited_for(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(), silent=(Check, ListEnvs, Look)))
    assert "Looking through the folders" in words(shown.page)
    shown.worker.silent = (Check,)
    shown.page.look_again()
    shown.pump()
    do(qtbot, shown, "check")
    assert "Training a little on every device" in words(shown.page)


def test_export_writes_where_it_is_told_and_offers_the_folder(environments: Open, qtbot: QtBot, tmp_path: Path) -> None:
    shown = environments()
    shown.save_to = str(tmp_path / "environment.yml")
    shown.page.details.menu.actions()[1].trigger()
    shown.pump()
    assert shown.worker.sent[-1] == Export(ENVS[0].prefix, "environment_yml", shown.save_to)
    press(qtbot, shown, way(shown, "Open folder"))
    assert shown.opened == [str(tmp_path)]
    shown.save_to, sent = "", len(shown.worker.sent)
    shown.page.details.menu.actions()[0].trigger()
    assert len(shown.worker.sent) == sent, "no path: never mind"


def test_a_kernel_is_added_where_there_is_none(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    assert not shown.page.details.rows["kernel"].isVisible()
    choose(shown, "lesson")
    do(qtbot, shown, "kernel")
    assert shown.worker.sent[-1] == AddKernel(ENVS[3].prefix)
    assert not shown.page.details.rows["kernel"].isVisible()


def test_repair_shows_how_far_it_is_and_ends_with_the_check(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    do(qtbot, shown, "repair")
    assert shown.worker.sent[-1] == Repair(ENVS[0].prefix)
    shown.worker.go_on("torch", share=0.5)
    shown.pump()
    assert shown.page.strip.isVisible()
    assert "Repairing torch_book" in words(shown.page)
    assert shown.page.strip.track.value() > 300
    assert not shown.page.details.rows["check"].button.isEnabled()
    shown.worker.go_on()
    shown.pump()
    assert not shown.page.strip.isVisible()
    assert "Device in use" in words(shown.page)


def test_a_repair_that_stops_can_be_continued_or_left(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(nvidia()), fail="torch"))
    do(qtbot, shown, "repair")
    shown.worker.go_on()
    shown.pump()
    assert "broke off" in words(shown.page)
    folder = shown.page.shelf.stopped.folder
    shown.worker.silent = (Continue,)
    press(qtbot, shown, way(shown, "Continue"))
    assert shown.worker.sent[-1] == Continue(folder)
    shown.page.show_event(Rejected(say("Nothing is left of it.")), shown.worker.numbers)
    shown.page.leave(replace_stopped(shown, folder))
    assert shown.worker.sent[-1] == Discard(folder)


@pytest.mark.parametrize(
    "problem", [problems.DiskFull, problems.NotAllowed, problems.InUse, problems.Offline, problems.Missing]
)  # fmt: skip
def test_whatever_stops_a_repair_there_is_a_button_to_go_on(
    environments: Open, qtbot: QtBot, problem: type[problems.InstallError]
) -> None:
    shown = environments(Pretend(machine(nvidia()), fail="torch", advice=problem.advice))
    do(qtbot, shown, "repair")
    shown.worker.go_on()
    shown.pump()
    shown.worker.silent = (Continue,)
    press(qtbot, shown, way(shown, "Continue"))
    assert isinstance(shown.worker.sent[-1], Continue)


def test_a_refused_export_is_tried_again_by_the_button_beside_its_advice(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(nvidia()), silent=(OpenTerminal,)))
    do(qtbot, shown, "terminal")
    (number,) = (number for number, what, _ in shown.page.shelf.asked if what == "door")
    advice = problems.advice_now(problems.InUse("Another program is using {path}.", path="/x"))
    shown.page.show_event(Rejected(say("Another program is using it."), advice), number)
    shown.pump()
    told = words(shown.page)
    assert "Close programs that may be using the folder" in told
    assert "Continue" not in told, "there is no such button here"
    assert way(shown, "Try again").isVisible()


def test_a_repair_whose_worker_died_is_begun_again(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(nvidia())))
    do(qtbot, shown, "repair")
    shown.worker.go_on("torch", share=0.5)
    shown.pump()
    shown.fails(say("The worker was ended from outside."))
    press(qtbot, shown, way(shown, "Continue"))
    assert shown.worker.sent[-1] == Repair(ENVS[0].prefix)
    assert shown.page.strip.isVisible()


def replace_stopped(shown: Shown, folder: str):
    from core.messages.install_events import Stopped

    return Stopped(folder, "torch", say("It stopped."), (), "")


def test_cancelling_a_repair_ends_the_worker_and_looks_again(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    do(qtbot, shown, "repair")
    shown.worker.go_on("torch", share=0.5)
    shown.pump()
    press(qtbot, shown, shown.page.strip.cancel)
    assert shown.worker.kills == 1
    assert isinstance(shown.worker.sent[-1], ListEnvs)
    assert not shown.page.strip.isVisible()


def test_clone_asks_for_a_name_and_refuses_a_bad_one(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    do(qtbot, shown, "clone")
    editor = dialog(shown).findChild(QLineEdit)
    assert editor.text() == "torch_book_2"
    editor.setText("data")
    in_dialog(qtbot, shown, "Clone")
    assert "is there already" in words(shown.page)
    do(qtbot, shown, "clone")
    in_dialog(qtbot, shown, "Clone")
    assert shown.worker.sent[-1] == Clone(ENVS[0].prefix, "torch_book_2")


def test_from_a_lock_file(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    shown.pick = "/home/minsu/lesson.lock.yml"
    press(qtbot, shown, shown.page.lock)
    in_dialog(qtbot, shown, "Make it")
    assert "is there already" in words(shown.page)
    press(qtbot, shown, shown.page.lock)
    dialog(shown).findChild(QLineEdit).setText("lesson_7")
    in_dialog(qtbot, shown, "Make it")
    assert shown.worker.sent[-1] == CreateFromLock("/home/minsu/lesson.lock.yml", "lesson_7")


def test_remove_shows_what_goes_before_it_goes(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    do(qtbot, shown, "remove")
    read = words(dialog(shown))
    assert ENVS[0].prefix in read
    assert "7.1 GB" in read
    assert "The kernel torch_book" in read
    assert "conda env remove -n torch_book" in read
    assert not any(isinstance(command, Remove) for command in shown.worker.sent)
    in_dialog(qtbot, shown, "Cancel")
    assert not any(isinstance(command, Remove) for command in shown.worker.sent)
    do(qtbot, shown, "remove")
    in_dialog(qtbot, shown, "Remove")
    assert [c for c in shown.worker.sent if isinstance(c, Remove)] == [Remove(ENVS[0].prefix)]
    assert "Removed." in words(shown.page)
    assert shown.page.table.rowCount() == len(ENVS) - 1


class WithOwnFiles(Pretend):
    """A worker whose environments hold files of the person's."""

    OWN = tuple(f"chapter {number}.ipynb" for number in range(1, 9))

    def hear_env(self, command: object) -> object:
        answer = super().hear_env(command)
        if isinstance(answer, RemovePreviewed):
            return replace(answer, own=self.OWN, own_files=41, own_bytes=3_000_000)
        return answer


def test_a_persons_own_files_are_named_before_and_kept_at_a_removal(environments: Open, qtbot: QtBot) -> None:
    shown = environments(WithOwnFiles(machine(nvidia())))
    do(qtbot, shown, "remove")
    read = words(dialog(shown))
    assert "chapter 1.ipynb, chapter 2.ipynb" in read
    assert "chapter 6.ipynb …" in read
    assert "Files: 41, 3 MB" in read
    assert "moved into a folder beside it" in read
    assert "conda env remove" not in read, "by hand they would be deleted"
    in_dialog(qtbot, shown, "Remove")
    sent = [command for command in shown.worker.sent if isinstance(command, Remove)]
    assert sent == [Remove(ENVS[0].prefix, WithOwnFiles.OWN)], "all that was shown is named, so all is moved"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_removes_only_from_the_red_button(environments: Open, qtbot: QtBot, key: Qt.Key) -> None:
    shown = environments()
    for tabs, removed in ((0, []), (1, [Remove(ENVS[0].prefix)])):
        do(qtbot, shown, "remove")
        asking = dialog(shown)
        qtbot.waitUntil(asking.isActiveWindow)
        for _ in range(tabs):
            QTest.keyClick(asking.windowHandle(), Qt.Key.Key_Tab)
        QTest.keyClick(asking.windowHandle(), key)
        assert [c for c in shown.worker.sent if isinstance(c, Remove)] == removed


def test_condas_own_environment_cannot_be_removed(environments: Open) -> None:
    shown = environments()
    choose(shown, "base")
    assert not shown.page.details.rows["remove"].button.isEnabled()
    assert "conda itself lives here" in shown.page.details.rows["remove"].button.toolTip()


def test_every_action_shows_its_command_and_copies_it(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    for name, row in shown.page.details.rows.items():
        assert row.text, name
        assert row.command.text() == row.text
        assert row.command.toolTip().split() == row.text.split(), "whole, in lines as wide as any tooltip"
        row.button.setFocus()
        assert "\n".join(shown.page.details.whole.code.commands) == row.text, "the whole command is shown at the foot"
    press(qtbot, shown, shown.page.details.rows["terminal"].copy)
    assert shown.copied == ["conda activate torch_book"]
    choose(shown, "lesson")
    assert "code " in shown.page.details.rows["editor"].text
    assert shown.page.details.rows["terminal"].text == "source /home/minsu/lesson/.venv/bin/activate"


def test_tab_goes_through_the_page_as_one_reads_it(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    page, stops = shown.page, []
    page.doctor.setFocus()
    while page.focusWidget() not in stops:
        stops.append(page.focusWidget())
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    names = [stop.accessibleName() for stop in stops]
    assert names[:7] == ["What is wrong here?", "Look again", "From a lock file …", "New environment",
                         "Environments on this computer", "Copy the folder", "Train here"]  # fmt: skip
    assert names[-2:] == ["Copy the command of Remove", "Copy the command shown below the actions"]
    assert len(names) == 6 + 2 * sum(row.isVisible() for row in page.details.rows.values()) + 1


def test_what_cannot_be_done_is_a_sentence_with_ways_on(environments: Open, qtbot: QtBot) -> None:
    worker = Pretend(machine(nvidia()), jupyter_problem=say("There is no Jupyter in this environment."))
    shown = environments(worker)
    do(qtbot, shown, "jupyter")
    assert "There is no Jupyter in this environment." in words(shown.page)
    asked = worker.sent_kinds().count("StartJupyter")
    press(qtbot, shown, way(shown, "Try again"))
    assert worker.sent_kinds().count("StartJupyter") == asked + 1
    assert "There is no Jupyter in this environment." in words(shown.page)
    press(qtbot, shown, way(shown, "Close"))
    assert "There is no Jupyter" not in words(shown.page)


def test_a_refusal_says_what_helps(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(nvidia()), silent=(OpenTerminal,)))
    do(qtbot, shown, "terminal")
    (number,) = (number for number, what, _ in shown.page.shelf.asked if what == "door")
    shown.page.show_event(Rejected(say("It does not work."), (say("Choose a folder you may write to."),)), number)
    shown.pump()
    assert "Choose a folder you may write to." in words(shown.page)
    press(qtbot, shown, way(shown, "Close"))
    assert "Choose a folder you may write to." not in words(shown.page)


def test_a_worker_that_dies_is_told_once(environments: Open) -> None:
    shown = environments(Pretend(machine(), silent=(Measure,)))
    sent = len(shown.worker.sent)
    shown.fails(say("The worker was ended from outside."))
    assert "ended from outside" in words(shown.page)
    shown.page.show_event(Failed(say("The worker was ended from outside."), ""), None)
    assert len(shown.worker.sent) == sent, "another worker is not started for nothing"


def test_an_install_elsewhere_is_said_while_one_waits(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(nvidia()), silent=(OpenTerminal,)))
    shown.page.show_event(Progress("torch", "downloading", 1, 2, 0, 1, 1.0, 1.0, 0.5), None)
    do(qtbot, shown, "terminal")
    assert "An install is running; this is done right after it." in words(shown.page)


def test_no_environment_at_all_leads_to_the_wizard(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(), envs=()))
    assert "There is no environment on this computer yet." in words(shown.page)
    press(qtbot, shown, shown.page.new)
    assert shown.went == ["install"]


@pytest.mark.parametrize("size", [(768, 520), (1148, 800), (1788, 1080)])
def test_the_page_fits_its_window(environments: Open, qtbot: QtBot, size: tuple[int, int]) -> None:
    shown = environments(size=size)
    scroll = Scroll(shown.page, folds=True, page=True)  # what the window puts around it
    qtbot.addWidget(scroll)
    scroll.resize(*size)
    scroll.show()
    do(qtbot, shown, "check")
    assert (shown.page.width(), shown.page.height()) == size
    assert shown.page.details.geometry().right() <= shown.page.width()
    table = shown.page.table
    shown_px = sum(table.columnWidth(place) for place in range(7) if not table.isColumnHidden(place))
    assert shown_px <= table.viewport().width()
    assert table.columnWidth(0) >= 110, "the name is what people look for"
    scroll.takeWidget()


def test_korean_has_no_english_left(environments: Open, qtbot: QtBot) -> None:
    app = QApplication.instance()
    spoken = install_language(app, "ko")
    try:
        shown = environments()
        told = [words(shown.page)]
        do(qtbot, shown, "check")
        do(qtbot, shown, "remove")
        told += [words(shown.page), words(dialog(shown))]
        in_dialog(qtbot, shown, "취소")
        do(qtbot, shown, "repair")
        shown.worker.go_on("torch", share=0.5)
        shown.pump()
        told.append(words(shown.page))
    finally:
        remove_translators(app, spoken)
    ours = {env.name for env in ENVS} | {"Python", "PyTorch", "torch", "Jupyter", "VS Code", "conda", "venv"}
    lines = {line for text in told for line in text.splitlines()}
    commands = ("conda ", "pip ", "python ", "torchgarden ", "code ", "source ", "jupyter ", "/home", "   ")
    left = {line for line in lines if not line.startswith(commands) and LETTERS.search(NAMES.sub("", line))}
    assert not left - ours


def test_what_could_not_be_looked_at_is_named_in_the_window(environments: Open) -> None:
    class Odd(Pretend):
        def hear(self, command: Any, number: int) -> Any:
            event = super().hear(command, number)
            odd = say("{folder} could not be looked at: its disk gives no answer.", folder="/mnt/away")
            return replace(event, unread=(odd,)) if isinstance(event, EnvsSeen) else event

    shown = environments(Odd(machine(nvidia())))
    assert "/mnt/away could not be looked at: its disk gives no answer." in words(shown.page)
    assert len(shown.page.shelf.envs) == len(ENVS), "and hides no other"


def test_what_is_wrong_here_says_network_computer_and_environment_with_what_to_do(
    environments: Open, qtbot: QtBot
) -> None:
    wrong = Finding(
        "network", "stop", say("The proxy {proxy} cannot be reached.", proxy="http://p:1"), say("Ask which proxy.")
    )
    card = Finding("gpu", "hazard", say("{gpu} has no driver.", gpu="RTX 4060"), say("Install the driver."))
    worker = Pretend(machine(nvidia(), findings=(card,)), network=(wrong,))
    fault = Fault("import", say("torch cannot be imported."), say("Repair the environment."))
    worker.report = replace(worker.report, ok=False, faults=(fault,))
    shown = environments(worker)
    assert "cannot be reached" not in words(shown.page), "nothing is asked unasked"
    press(qtbot, shown, shown.page.doctor)
    assert [kind for kind in worker.sent_kinds() if kind in ("LookAtNetwork", "Check")] == ["LookAtNetwork", "Check"]
    (found,) = shown.page.findChildren(FindingsCard)
    read = words(found)
    for sentence in (wrong.sentence, wrong.advice, card.sentence, card.advice, fault.cause, fault.mend):
        assert str(sentence) in read
    press(qtbot, shown, found.close_button)
    assert "cannot be reached" not in words(shown.page)


def test_where_nothing_is_wrong_that_is_said_too(environments: Open, qtbot: QtBot) -> None:
    shown = environments()
    press(qtbot, shown, shown.page.doctor)
    (found,) = shown.page.findChildren(FindingsCard)
    assert "conda-forge: they answer now." in words(found)
    assert "torch_book trains on this computer’s device." in words(found)


def test_while_the_network_is_asked_the_page_says_so(environments: Open, qtbot: QtBot) -> None:
    shown = environments(Pretend(machine(nvidia()), silent=(LookAtNetwork,)))
    press(qtbot, shown, shown.page.doctor)
    assert "Asking every server that packages come from" in words(shown.page)
    assert not shown.page.doctor.isEnabled()
