"""An app that has nothing to train with says calmly what is needed and what is there; so does one whose chosen
environment cannot be used any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.env.choose.builds import choose_build
from core.messages.install_commands import ListEnvs, LookAtPython
from core.messages.install_events import EnvSeen, EnvsSeen, Installed, Planned
from core.messages.recipe import Recipe
from core.messages.train_events import Failed
from core.sentence import say
from core.workers.worker import Worker, start_trainer
from gui.install.elsewhere import env_name
from gui.install.quantities import size
from gui.kit.remembered import Preferences
from gui.welcome.page import TorchNeededPage
from gui.window.window import Window
from tests import fake_trainer
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.installs import ENVS, Pretend, machine, planned, report

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def bare(open_window: OpenWindow, home: Path) -> Callable[..., tuple[Window, Any]]:
    """Return what opens a window without a PyTorch of its own, on a pretended install worker; `started` says which
    Pythons a trainer was started on."""

    def open_(worker: Pretend | None = None, **more: Any) -> tuple[Window, Pretend]:
        worker = worker or Pretend(machine())
        window = open_window(own=False, loaded=False, installer=worker, **more)
        started: list[str] = []

        def start(python: str) -> Worker:
            started.append(python)
            return Worker(fake_trainer.command(), log=home / "logs" / "there.log", folder=fake_trainer.ROOT)

        window.training.start = start
        window.started = started  # type: ignore[attr-defined]
        return window, worker

    return open_


def page_of(window: Window) -> TorchNeededPage:
    page = window.welcome.page
    assert page is not None
    assert window.frame.stack.currentWidget() is window.frame.instead
    return page


def texts(page: TorchNeededPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def press(page: TorchNeededPage, text: str, qtbot: QtBot) -> None:
    def found() -> list[QPushButton]:
        return [b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=WAIT_MS)
    qtbot.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def test_without_pytorch_one_calm_page_stands_in_place_of_train_and_look_inside(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    window, _worker = bare()
    page = page_of(window)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.envs is not None, timeout=WAIT_MS)
    assert page.title.text() == "To train, PyTorch is needed"
    assert not window.frame.bars.up, "nothing failed"
    window.frame.open("inside")
    assert page.isVisible()
    assert window.inside.worker is None
    assert window.frame.opened == "inside"
    window.frame.open("runs")
    assert not page.isVisible()
    window.frame.open("train")
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert window.started == [], "no training key does anything"  # type: ignore[attr-defined]
    press(page, "Set up PyTorch", qtbot)
    assert window.frame.opened == "install"


def test_sizes_are_rough_for_this_computer_and_exact_once_there_is_a_plan(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    window, worker = bare()
    page = page_of(window)
    qtbot.waitUntil(lambda: page.download.number.text() == "about 350 MB", timeout=WAIT_MS)
    plan = planned(Recipe("a", choose_build(worker.machine)), worker.machine)
    window.installs.show_event(Planned(plan), None)
    assert page.download.number.text() == size(plan.download_bytes)
    assert page.time.note.text() == "from your plan"


def test_only_what_is_there_is_offered_with_what_it_has_and_one_click_trains_there(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    worker = Pretend(machine(), silent=(ListEnvs,))
    window, _ = bare(worker)
    page = page_of(window)
    assert "Looking for environments …" in texts(page)
    number = next(n for n, c in enumerate(worker.sent, 1) if isinstance(c, ListEnvs))
    worker.waiting.append((EnvsSeen(ENVS), number))
    qtbot.waitUntil(lambda: len(page.offered.buttons) == 2, timeout=WAIT_MS)
    said = texts(page)
    assert "Python 3.12.11 · torch 2.14.1 · CUDA 13.0" in said
    assert "lesson" in said, "a virtual environment is one too"
    assert "Its Python 3.9.18 is older than 3.10, which the trainer needs." in said
    assert "data" not in said.split(), "there is no torch in it"
    assert page.offered.buttons[0].accessibleName() == "Train in torch_book"
    page.offered.buttons[0].setFocus()
    qtbot.keyClick(page.offered.buttons[0], Qt.Key.Key_Return)
    assert window.started == [ENVS[0].executable]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.page.loaded is not None, timeout=WAIT_MS)
    assert window.welcome.page is None
    assert window.page.isVisible()
    assert window.preferences.python == ENVS[0].executable


def test_nothing_on_the_computer_is_said(bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot) -> None:
    window, _ = bare(Pretend(machine(), envs=()))
    page = page_of(window)
    qtbot.waitUntil(lambda: "No environment with a PyTorch that can train was found here." in texts(page))
    assert not page.offered.isVisible()


def test_after_the_wizard_the_training_begins_there_at_once(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    window, _ = bare()
    page_of(window)
    window.frame.open("install")
    window.installs.show_event(Installed(ENVS[0], report(), "", "", 12.0), None)
    assert window.started == [ENVS[0].executable]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.playing, timeout=WAIT_MS)
    assert window.frame.opened == "train"
    assert "torch_book is ready" in window.frame.bars.up["install"].sentence.text()


def test_another_python_is_looked_at_and_then_trains_or_is_refused_in_a_sentence(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Pretend(machine(), python_problem=say("{file} does not run.", file="/내 집/bin/python"))
    window, _ = bare(worker)
    page = page_of(window)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.envs is not None, timeout=WAIT_MS)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/내 집/bin/python", ""))
    press(page, "Another Python …", qtbot)
    assert not page.another.isEnabled()
    qtbot.waitUntil(lambda: "/내 집/bin/python does not run." in texts(page), timeout=WAIT_MS)
    worker.python_problem = None
    press(page, "Another Python …", qtbot)
    assert worker.sent[-1] == LookAtPython("/내 집/bin/python")
    qtbot.waitUntil(lambda: window.page.loaded is not None, timeout=WAIT_MS)
    assert window.started == ["/내 집/bin/python"]  # type: ignore[attr-defined]


def test_a_chosen_environment_that_is_gone_is_named_with_its_ways_on(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot, home: Path
) -> None:
    python = str(home / "수업 환경" / "bin" / "python")
    gone = start_trainer(Path(python), log=home / "logs" / "gone.log")
    chosen = Preferences(language="en", theme="light", python=python)
    window, _ = bare(trainer=gone, preferences=chosen)
    qtbot.waitUntil(lambda: window.welcome.page is not None, timeout=WAIT_MS)
    page = page_of(window)
    assert page.title.text() == "“수업 환경” cannot be used now"
    qtbot.waitUntil(lambda: "its Python was not found" in texts(page), timeout=WAIT_MS)
    assert python in texts(page)
    assert "gone" not in window.frame.bars.up
    qtbot.waitUntil(lambda: "Forget it" in [b.text() for b in page.findChildren(QPushButton) if b.isVisible()])
    buttons = [b.text() for b in page.findChildren(QPushButton) if b.isVisible()]
    for way in ("Try again", "Make a new one", "Forget it", "Another Python …", "Copy report"):
        assert way in buttons
    assert "Train with TorchGarden’s own PyTorch" not in buttons, "there is none"
    press(page, "Make a new one", qtbot)
    assert window.frame.opened == "install"
    window.frame.open("train")
    press(page, "Try again", qtbot)
    assert window.started == [python]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.page.loaded is not None, timeout=WAIT_MS)
    assert window.welcome.page is None, "it was back"


def test_one_that_is_broken_and_listed_is_to_be_repaired_and_can_be_forgotten(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot, home: Path
) -> None:
    window, _ = bare(preferences=Preferences(language="en", theme="light", python=""))
    window.change("python", ENVS[0].executable)
    window.training.failed(Failed(say("It is broken."), "Traceback"))
    page = page_of(window)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.listed, timeout=WAIT_MS)
    assert page.title.text() == "“torch_book” cannot be used now"
    assert [b.accessibleName() for b in page.offered.buttons] == ["Train in lesson"], "not the broken one"
    press(page, "Repair …", qtbot)
    assert window.frame.opened == "environments"
    window.frame.open("train")
    press(page, "Forget it", qtbot)
    assert page.title.text() == "To train, PyTorch is needed"
    assert window.preferences.python == ""
    assert len(page.offered.buttons) == 2


def test_one_that_breaks_while_the_app_is_open_leads_there_after_one_restart(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    python = str(home / "usb" / "bin" / "python")
    window = open_window(preferences=Preferences(language="en", theme="light", python=python))
    window.installs.start = lambda: Pretend(machine())
    window.training.start = lambda chosen: start_trainer(Path(chosen), log=home / "logs" / "gone.log")
    window.training.failed(Failed(say("The worker ended by itself (exit code {code}).", code=1), ""))
    window.training.restart(playing=True)
    qtbot.waitUntil(lambda: window.welcome.page is not None, timeout=WAIT_MS)
    page = page_of(window)
    assert page.title.text() == "“usb” cannot be used now"
    window.training.start = lambda chosen: Worker(
        fake_trainer.command(), log=home / "logs" / "own.log", folder=fake_trainer.ROOT
    )
    press(page, "Train with TorchGarden’s own PyTorch", qtbot)
    qtbot.waitUntil(lambda: window.welcome.page is None, timeout=WAIT_MS)
    assert window.preferences.python == ""


def test_an_environment_removed_between_the_list_and_the_click_is_said_and_the_page_stays(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot, home: Path
) -> None:
    there = replace(ENVS[0], executable=str(home / "envs" / "torch_book" / "bin" / "python"))
    window, _ = bare(Pretend(machine(), envs=(there, ENVS[3])))
    page = page_of(window)
    qtbot.waitUntil(lambda: len(page.offered.buttons) == 2, timeout=WAIT_MS)
    window.training.start = lambda chosen: start_trainer(Path(chosen), log=home / "logs" / "gone.log")
    page.offered.buttons[0].click()
    qtbot.waitUntil(lambda: page.title.text() == "“torch_book” cannot be used now", timeout=WAIT_MS)
    assert page.isVisible()


def test_an_install_worker_that_ends_while_a_python_is_looked_at_leaves_the_page_usable(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    window, worker = bare(Pretend(machine(), silent=(LookAtPython,)))
    page = page_of(window)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.envs is not None, timeout=WAIT_MS)
    window.welcome.look_at("/x/bin/python")
    worker.waiting.append((Failed(say("It was ended."), ""), None))
    qtbot.waitUntil(lambda: "It was ended." in texts(page), timeout=WAIT_MS)
    assert page.another.isEnabled()


def test_a_change_of_language_keeps_the_page(bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot) -> None:
    window, _ = bare()
    english = page_of(window)
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.welcome.page is not english, timeout=WAIT_MS)
    assert page_of(window).title.text() == "훈련하려면 PyTorch가 필요합니다"


def test_the_device_menu_offers_no_pytorch_of_its_own_where_there_is_none(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    window, _ = bare()
    page = page_of(window)
    qtbot.waitUntil(lambda: bool(page.offered.buttons), timeout=WAIT_MS)
    page.offered.buttons[0].click()
    qtbot.waitUntil(lambda: window.page.loaded is not None, timeout=WAIT_MS)
    pill = window.page.controls.device
    pill.setFocus()
    qtbot.keyClick(pill, Qt.Key.Key_Return)
    menu = pill.findChildren(QMenu)[-1]
    shown = [action.text() for action in menu.actions()]
    assert "TorchGarden itself" not in shown
    assert "Another Python …" in shown
    menu.close()


@pytest.mark.parametrize(
    ("python", "name"),
    [("/home/a/envs/torch_book/bin/python", "torch_book"), ("/home/a/lesson/.venv/bin/python3", "lesson/.venv"),
     ("/내 집/수업 1/bin/python", "수업 1")],
)  # fmt: skip
def test_an_environment_is_called_after_its_folder_or_its_project(python: str, name: str) -> None:
    assert env_name(python) == name


def test_the_answer_about_another_python_comes_too_late_once_a_training_is_there(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    window, worker = bare(Pretend(machine(), silent=(LookAtPython,)))
    page = page_of(window)
    qtbot.waitUntil(lambda: bool(page.offered.buttons), timeout=WAIT_MS)
    window.welcome.look_at("/x/bin/python")
    asked = window.welcome.asked
    page.offered.buttons[0].click()
    qtbot.waitUntil(lambda: window.page.loaded is not None, timeout=WAIT_MS)
    worker.waiting.append((EnvSeen(replace(ENVS[3], executable="/x/bin/python")), asked))
    qtbot.waitUntil(lambda: not worker.waiting, timeout=WAIT_MS)
    assert window.started == [ENVS[0].executable]  # type: ignore[attr-defined]


def test_another_python_is_chosen_from_the_device_menu_of_an_app_with_its_own_too(
    open_window: OpenWindow, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = say("{file} is not there any more.", file="/usb/python")
    worker = Pretend(machine(), python_problem=problem)
    window = open_window(installer=worker)
    started: list[str] = []

    def start(python: str) -> Worker:
        started.append(python)
        return Worker(fake_trainer.command(), log=home / "logs" / "there.log", folder=fake_trainer.ROOT)

    window.training.start = start
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/usb/python", ""))
    window.welcome.ask_for_python()
    qtbot.waitUntil(lambda: "another" in window.frame.bars.up, timeout=WAIT_MS)
    assert "/usb/python is not there any more." in window.frame.bars.up["another"].sentence.text()
    assert window.welcome.page is None
    worker.python_problem = None
    window.welcome.ask_for_python()
    qtbot.waitUntil(lambda: started == ["/usb/python"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.page.loaded is not None and window.page.state is not None, timeout=WAIT_MS)


def test_the_tour_is_not_shown_over_a_page_that_is_not_there(bare: Callable[..., tuple[Window, Pretend]]) -> None:
    window, _ = bare(tour=True)
    window.guide.show()
    assert window.guide.tour is None


def test_a_change_of_language_while_something_trains_brings_no_page_back(
    bare: Callable[..., tuple[Window, Pretend]], qtbot: QtBot
) -> None:
    window, _ = bare()
    page = page_of(window)
    qtbot.waitUntil(lambda: bool(page.offered.buttons), timeout=WAIT_MS)
    page.offered.buttons[0].click()
    qtbot.waitUntil(lambda: window.page.loaded is not None, timeout=WAIT_MS)
    english = window.frame
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.frame is not english and window.page.loaded is not None, timeout=WAIT_MS)
    assert window.welcome.page is None
    assert window.frame.instead is None
