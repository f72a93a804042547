"""The install room as the window sees it: a worker when it is needed, two pages, what is told while another is open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.install_commands import Continue, FindUnfinished, MakePlan
from core.messages.install_events import LogLine
from core.messages.train_events import Failed
from core.sentence import say
from gui.install.setting import InstallSetting
from gui.install.worker_room import InstallWorkerRoom
from gui.kit.pieces import Button
from gui.kit.theme import theme_for
from gui.notices.bars import Bars
from tests.gui.installs import ENVS, Pretend, machine, nvidia

# Qt's offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Worker(Pretend):
    def close(self) -> None:
        self.kill()


class House:
    """A room, what the window would lend it, and the workers that were started."""

    def __init__(self, folder: Path) -> None:
        self.computer = Worker(machine(nvidia()), envs=())
        self.started = 0
        self.bars = Bars()
        self.went: list[str] = []
        self.room = InstallWorkerRoom(InstallSetting(
            start=self.start, theme=lambda: theme_for("light", motion=False), language=lambda: "en",
            bars=lambda: self.bars, go=self.went.append, train_in=lambda python: None, installs=folder / "installs",
            python=lambda: "", notebooks=(folder / "notebooks",),
        ))  # fmt: skip

    def start(self) -> Worker:
        self.started += 1
        return self.computer

    def frames(self) -> None:
        for _ in range(20):
            self.room.frame_passed()
        QApplication.processEvents()

    def told(self) -> str:
        return " ".join(bar.sentence.text() for bar in self.bars.up.values())


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    qtbot.addWidget(made.bars)
    yield made
    for page in made.room.pages:
        page.close()
        page.deleteLater()


def begin_install(house: House, qtbot: QtBot) -> None:
    page = house.room.wizard()
    page.show()
    house.frames()
    for step in ("machine", "choose"):
        page.walk(step)
    page.make_plan()
    house.frames()
    page.install()
    house.frames()
    assert page.course.work == "running"


def test_the_worker_starts_when_a_page_first_needs_it(house: House) -> None:
    house.frames()
    assert house.started == 0
    page = house.room.wizard()
    assert house.started == 0
    page.show()
    house.frames()
    assert house.started == 1
    assert page.course.machine is not None


def test_a_finished_install_is_told_on_another_page_and_leads_back(house: House, qtbot: QtBot) -> None:
    begin_install(house, qtbot)
    house.room.wizard_page.hide()
    house.computer.go_on()
    house.frames()
    assert house.told() == "torch_book is ready."
    bar = next(iter(house.bars.up.values()))
    show = next(button for button in bar.findChildren(Button) if button.text() == "Show")
    show.click()
    assert house.went == ["install"]


def test_nothing_is_told_above_the_page_that_shows_it(house: House, qtbot: QtBot) -> None:
    begin_install(house, qtbot)
    house.computer.go_on()
    house.frames()
    assert house.told() == ""


@pytest.mark.parametrize("dies", [False, True])
def test_a_stopped_install_is_told_on_another_page(house: House, qtbot: QtBot, dies: bool) -> None:
    house.computer.fail = None if dies else "torch"
    begin_install(house, qtbot)
    house.room.wizard_page.hide()
    if dies:
        house.room.show_event(Failed(say("The worker was ended from outside."), ""), None)
    else:
        house.computer.go_on()
    house.frames()
    assert "The install of torch_book has stopped." in house.told()


def test_after_a_worker_has_died_the_next_question_starts_another(house: House, qtbot: QtBot) -> None:
    begin_install(house, qtbot)
    house.room.show_event(Failed(say("The worker was ended from outside."), ""), None)
    house.frames()
    assert house.started == 2
    assert isinstance(house.computer.sent[-1], FindUnfinished)
    house.room.wizard_page.go_on()
    assert isinstance(house.computer.sent[-1], Continue)


def test_another_language_keeps_a_running_install(house: House, qtbot: QtBot) -> None:
    begin_install(house, qtbot)
    house.room.environments()
    house.computer.go_on("torch", share=0.5)
    house.frames()
    before = house.room.wizard_page
    old = house.room.pages
    assert house.room.leave_pages() == ("install", "environments")
    for page in old:
        page.close()
        page.deleteLater()
    QApplication.processEvents()
    page, _ = house.room.wizard(), house.room.environments()
    assert page is not before
    assert page.course.work == "running"
    house.computer.go_on()
    house.frames()
    assert page.course.step == "done"
    assert [report.device for report in house.room.environments_page.shelf.reports.values()] == ["cuda:0"]


def test_pausing_tells_the_other_page_that_its_questions_are_lost(house: House, qtbot: QtBot) -> None:
    begin_install(house, qtbot)
    other = house.room.environments()
    other.show()
    assert other.shelf.waits_for("list")
    house.room.wizard_page.pause()
    house.frames()
    assert house.room.wizard_page.course.work == "paused"
    assert other.shelf.seen, "the list was asked for again"


def test_cancelling_a_plan_leaves_a_repair_that_the_other_page_began(house: House, qtbot: QtBot) -> None:
    house.computer.envs = ENVS
    page, other = house.room.wizard(), house.room.environments()
    for shown in (page, other):
        shown.show()
    house.frames()
    other.do("repair")
    house.frames()
    assert other.shelf.task is not None
    house.computer.silent = (MakePlan,)
    page.walk("choose")
    page.make_plan()
    page.cancel_plan()
    house.frames()
    assert (page.course.step, page.course.waits_for("plan")) == ("choose", False)
    assert house.computer.kills == 0
    house.computer.go_on()
    house.frames()
    assert other.shelf.task is None, "the repair came to its end"
    assert other.shelf.stopped is None


def test_an_unfinished_install_is_told_at_the_start(house: House, tmp_path: Path) -> None:
    house.room.greet()
    assert house.told() == ""
    (tmp_path / "installs" / "one").mkdir(parents=True)
    (tmp_path / "installs" / "one" / "install.json").write_text("{}")
    house.room.greet()
    assert "An install was not finished." in house.told()


def test_one_event_that_cannot_be_shown_takes_no_other_with_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    wizard, environments = house.room.wizard(), house.room.environments()
    caught: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(str(error)))
    shown: list[object] = []
    drawn: list[bool] = []

    def fail(*told: object) -> None:
        raise ValueError("a drawing bug")

    monkeypatch.setattr(wizard, "show_event", fail)
    monkeypatch.setattr(wizard, "draw", fail)
    monkeypatch.setattr(environments, "show_event", lambda event, answers: shown.append(event))
    monkeypatch.setattr(environments, "draw", lambda: drawn.append(True))
    events = [LogLine("one"), LogLine("two")]
    monkeypatch.setattr(house.room, "worker", house.computer)
    monkeypatch.setattr(house.computer, "events", lambda limit: [(event, None) for event in events])
    house.room.frame_passed()
    assert shown == events
    assert drawn == [True]
    assert caught == ["a drawing bug"] * 3
