"""The wizard in Korean, in every size, by Tab and for screen readers; commands as their shell takes them."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import unicodedata
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.env.plan.by_hand import ShellName, quote
from core.messages.install_events import Progress, UnfinishedInstall
from gui.install.quantities import size
from gui.install.wizard.code import Code, broken
from gui.kit.pieces import Button
from gui.kit.words import SEPARATORS, install_language, remove_translators
from tests.gui.installs import Pretend, Shown, machine, nvidia
from tests.gui.wizards import LETTERS, NAMES, Open, next_step, press, to_install, words

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def to_the_plan(wizard: Open, qtbot: QtBot, **more: Any) -> Shown:
    shown = wizard(**more)
    for _ in range(3):
        next_step(qtbot, shown)
    assert shown.page.course.plan is not None
    return shown


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


def test_korean_has_no_english_left(wizard: Open, qtbot: QtBot) -> None:
    app = QApplication.instance()
    spoken = install_language(app, "ko")
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
        remove_translators(app, spoken)
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


def test_inside_quotes_a_line_has_a_mark_only_where_it_is_no_part_of_the_text() -> None:
    command = 'python --isolated -c "import torch; print(torch.device(0))"'
    lines = broken(command, "bash", lambda text: len(text) <= 28)
    assert lines == ["python --isolated -c \\", '   "import torch; \\', 'print(torch.device(0))"']
    lines = broken(command, "powershell", lambda text: len(text) <= 28)
    assert lines == ["python --isolated -c `", '   "import torch;', 'print(torch.device(0))"']
    lines = broken(command.replace('"', "'"), "bash", lambda text: len(text) <= 28)
    assert lines == ["python --isolated -c \\", "   'import torch;", "print(torch.device(0))'"]


LONG_PATHS = (
    "/home/minsu/miniforge3/envs/deep-learning-from-scratch-2026-spring-semester/bin/python",
    "/Users/민수/문서/딥러닝 과제/가상환경/밑바닥부터_시작하는_딥러닝_2026년_봄학기_실습용_환경/bin/python",
    unicodedata.normalize("NFD", "/Users/민수/밑바닥부터시작하는딥러닝이천이십육년봄학기실습용환경입니다"),
    r"\\fileserver.school.example\students$\김민수\envs\torch_book_with_a_very_long_name_indeed\python.exe",
    "C:\\Users\\kim\\" + "a" * 120,
)


@pytest.mark.parametrize("shell", ["bash", "powershell"])
@pytest.mark.parametrize("path", LONG_PATHS)
@pytest.mark.parametrize("letters", [24, 37, 60])
def test_a_long_path_is_cut_behind_a_separator_and_stays_what_it_is(path: str, shell: ShellName, letters: int) -> None:
    command = f"conda create -p {quote(path, shell)} python=3.12"
    lines = broken(command, shell, lambda text: len(text) <= letters)
    assert all(len(line) <= letters for line in lines)
    mark = {"bash": "\\", "powershell": "`"}[shell]
    joined = ""
    for line in lines:
        joined += line.removesuffix(f" {mark}") + " " if line.endswith(f" {mark}") else line.removesuffix(mark)
    assert "".join(joined.split()) == "".join(command.split()), "nothing is lost and nothing is added"
    at = 0
    for line, after in itertools.pairwise(lines):
        bare = line.removesuffix(mark).rstrip()
        at = command.index(bare.strip(), at) + len(bare.strip())
        if command[at] != " ":  # cut inside a word
            tail = bare[len(bare) // 2 + 1 :]
            good = bare[-1] in SEPARATORS or after.startswith("\\")
            assert good or not set(tail) & set(SEPARATORS), f"{bare} | {after}"
            assert not "\u1160" <= after[0] <= "\u11ff", "half a letter"


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize("path", LONG_PATHS)
@pytest.mark.parametrize("letters", [24, 37, 60])
def test_what_is_shown_of_a_long_path_runs_as_it_stands(path: str, letters: int) -> None:
    """Unless it is in single quotes: a selection of the lines then has line ends in it, and the button to copy none."""
    word = f'"{path}"' if "$" not in path and "\\" not in path else quote(path, "bash")
    shown = "\n".join(broken(f"printf %s {word} end", "bash", lambda text: len(text) <= letters))
    told = subprocess.run(["bash", "-c", shown], capture_output=True, text=True, check=True).stdout
    assert told.replace("\n", "") == f"{path}end"
    assert "\n" not in told or word.startswith("'")


def test_a_command_that_had_to_be_broken_is_whole_in_its_tooltip(qtbot: QtBot) -> None:
    command = f"{LONG_PATHS[0]} -m venv x"
    code = Code((command,))
    qtbot.addWidget(code)
    code.resize(200, 300)
    code.show()
    QApplication.processEvents()
    assert command in code.toolTip().replace("\n", " ")
    code.resize(2000, 300)
    QApplication.processEvents()
    assert code.toolTip() == ""


@pytest.mark.parametrize("width", [972, 1148, 1400])
def test_the_heading_of_the_commands_stays_one_line(wizard: Open, qtbot: QtBot, width: int) -> None:
    shown = to_the_plan(wizard, qtbot, size=(width, 700))
    head = shown.page.pages["plan"].stages.head
    parts = [part for part in head.findChildren(QWidget) if part.isVisible()]
    assert len({part.geometry().center().y() // 6 for part in parts}) == 1
    assert all(part.width() >= part.minimumSizeHint().width() for part in parts)


def test_each_number_of_the_disk_says_what_it_is(wizard: Open, qtbot: QtBot) -> None:
    shown = to_the_plan(wizard, qtbot)
    page, plan = shown.page.pages["plan"], shown.page.course.plan
    assert plan is not None
    need = plan.volumes[0]
    assert need.need_bytes != plan.disk_bytes
    assert f"{size(plan.disk_bytes)} on disk once installed" in shown.page.sentence.text()
    assert f"{size(need.need_bytes)} needed during the install" in page.volumes.text()
    assert size(need.free_bytes) not in shown.page.sentence.text(), "what is free is said once"
    assert f"{size(need.free_bytes)} free" in page.volumes.text()
