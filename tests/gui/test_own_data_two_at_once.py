"""Own data when two things happen at once: answers that come late, a worker that is silent or is another one by now,
files that change meanwhile, a second press."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.messages.own.looking import (
    DeleteOwn,
    Fetch,
    ListOwn,
    LookInto,
    Prepare,
    Prepared,
    Preparing,
    RunCode,
)
from core.messages.train_events import Rejected, Silence
from core.messages.train_reports import Data
from core.sentence import say
from gui.data.forms.form import Pick
from gui.data.sheet import DataSheet
from gui.data.source import Source
from gui.kit.remembered import Preferences
from gui.window.window import Window
from tests.gui import nets
from tests.gui.bringing import PretendData, own, seen_arrays, seen_code, seen_pictures
from tests.gui.conftest import OpenWindow
from tests.gui.test_own_data import asked, drag, open_ways
from tests.gui.test_own_data_answered import described

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Unhurried(PretendData):
    """Answers nothing but what is in the library before the test says so: `late` has what is not answered."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[tuple[Any, int]] = []
        self.hurries = True

    def send(self, command: Any) -> int:
        if self.hurries or isinstance(command, ListOwn):
            return super().send(command)
        self.sent.append(command)
        self.late.append((command, len(self.sent)))
        return len(self.sent)

    def number(self, kind: type) -> int:
        """Return the number of the newest command of a kind that is not answered."""
        return next(number for command, number in reversed(self.late) if isinstance(command, kind))


def opened(window: Window, qtbot: QtBot, worker: PretendData, path: str = "/data/동물 사진") -> DataSheet:
    window.own_data.open(Source(path))
    sheet = window.own_data.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: not worker.waiting and sheet.seen is not None)
    return sheet


def taken(window: Window, worker: PretendData, qtbot: QtBot) -> None:
    """Wait until the window has taken what the worker has said."""
    passed = window.frames
    qtbot.waitUntil(lambda: not worker.waiting and window.frames > passed + 1)


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def pick(choice: Pick, value: Any) -> None:
    choice.picker.activated.emit(choice.picker.findData(value))


# --------------------------------------------------------------------------------------------------------------- late
def test_data_that_is_ready_only_after_a_cancel_is_not_trained_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    sheet = opened(window, qtbot, worker)
    worker.hurries = False
    press(sheet.train)
    press(sheet.cancel)
    made = own("동물", "e" * 64)
    worker.own = (made, *worker.own)
    worker.answer(worker.number(Prepare), Prepared(made))
    taken(window, worker, qtbot)
    assert window.page.data.spec.name == "digits", "a person has said no"
    assert sheet.isVisible()
    assert sheet.train.isEnabled()
    assert sheet.what.isHidden()
    qtbot.waitUntil(lambda: window.page.data.own == worker.own)  # what was made is not lost


def test_a_set_that_is_there_only_after_stop_is_not_trained_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    worker.hurries = False
    press(ways.known.lines[0].buttons[0])
    press(ways.stop_button)
    made = own("MNIST", "e" * 64)
    worker.own = (made, *worker.own)
    worker.answer(worker.number(Fetch), Prepared(made))
    taken(window, worker, qtbot)
    assert window.page.data.spec.name == "digits"
    assert window.own_data.ways is ways
    assert not ways.going.isVisible()
    qtbot.waitUntil(lambda: [line.title.text() for line in ways.own.lines] == ["MNIST", "동물 사진"])


def test_a_cancel_that_nobody_hears_closes_at_the_second_press(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    sheet = opened(window, qtbot, worker)
    worker.hurries = False
    press(sheet.train)
    press(sheet.cancel)
    assert sheet.isVisible()
    press(sheet.cancel)
    assert window.own_data.sheet is None


def test_what_is_chosen_while_it_is_looked_at_is_what_is_prepared(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    sheet: Any = opened(window, qtbot, worker)
    worker.hurries = False
    pick(sheet.form.side, 48)
    look, number = worker.late[-1]
    pick(sheet.form.copies, 3)
    worker.answer(number, seen_pictures(look.choices))
    taken(window, worker, qtbot)
    assert sheet.form.copies.picker.currentText() == "3"
    press(sheet.train)
    chosen = asked(worker, Prepare)[-1].choices
    assert (chosen.side, chosen.copies) == (48, 3)


# ------------------------------------------------------------------------------------------------------ another worker
def test_a_picture_that_a_dead_worker_was_asked_takes_no_answer_of_the_next(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    dead, alive = Unhurried(), PretendData()
    window = open_window(data=dead)
    workers = iter((dead, alive))
    room = window.own_data
    room.setting = replace(room.setting, start=lambda _python: next(workers), trained=lambda: asked_about())
    dead.hurries = False
    room.look_at_picture("/x/cat.png")
    assert dead.late[-1][1] == 1
    dead.die()
    qtbot.waitUntil(lambda: room.worker is None)
    room.open(Source("/data/동물 사진"))  # the first command of the worker that comes after
    qtbot.waitUntil(lambda: room.sheet is not None and room.sheet.seen is not None)


def asked_about() -> Data:
    return replace(nets.loaded().data, spec=described((3, 8, 8)).spec, input=(3, 8, 8))


def test_a_silent_worker_is_told_of_where_one_waits_for_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    sheet = opened(window, qtbot, worker)
    worker.hurries = False
    sheet.look()
    worker.waiting.append((Silence(5, say("The process that reads data has said nothing for five seconds."), ""), None))
    qtbot.waitUntil(lambda: "said nothing" in sheet.what.text())
    assert "data-silent" not in window.frame.bars.up, "nobody can reach a button behind the sheet"
    assert sheet.retry.isVisible()
    worker.waiting.append((Silence(0, say(""), ""), None))
    qtbot.waitUntil(lambda: not sheet.retry.isVisible())
    assert "said nothing" not in sheet.what.text()
    worker.waiting.append((Silence(5, say("It has said nothing."), ""), None))
    qtbot.waitUntil(lambda: sheet.retry.isVisible())
    worker.hurries = True
    press(sheet.retry)
    assert worker.ended
    qtbot.waitUntil(lambda: sheet.train.isEnabled())
    assert not sheet.retry.isVisible()


def test_what_keeps_a_long_sheet_from_going_on_is_in_sight_with_a_way_on(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    sheet: Any = opened(window, qtbot, worker)
    sheet.form.more.button.setChecked(True)  # now it is longer than the screen
    worker.hurries = False
    sheet.look()
    worker.answer(worker.number(LookInto), Rejected(say("The folder cannot be read. " * 4)))
    qtbot.waitUntil(sheet.problem.isVisible)
    qtbot.waitUntil(lambda: not sheet.problem.visibleRegion().isEmpty())
    sheet.look()
    worker.die()
    qtbot.waitUntil(sheet.retry.isVisible)
    qtbot.waitUntil(lambda: sheet.retry.visibleRegion().boundingRect() == sheet.retry.rect())


def test_a_silent_worker_is_told_of_while_a_set_is_fetched(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    worker.hurries = False
    press(ways.known.lines[0].buttons[0])
    worker.waiting.append((Silence(5, say("It has said nothing."), ""), None))
    qtbot.waitUntil(lambda: "said nothing" in ways.problem.text())
    assert "data-silent" not in window.frame.bars.up
    worker.waiting.append((Silence(0, say(""), ""), None))
    qtbot.waitUntil(lambda: not ways.problem.isVisible())
    assert not ways.retry.isVisible()
    assert ways.going.isVisible(), "it is fetched still"
    worker.waiting.append((Silence(5, say("It has said nothing."), ""), None))
    qtbot.waitUntil(lambda: ways.retry.isVisible())
    press(ways.retry)
    assert worker.ended
    assert not ways.going.isVisible()
    assert ways.known.isEnabled()


def test_a_silent_worker_ends_with_the_sheet_that_waited_for_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker)
    sheet = opened(window, qtbot, worker)
    worker.hurries = False
    sheet.look()
    worker.waiting.append((Silence(5, say("It has said nothing."), ""), None))
    qtbot.waitUntil(sheet.retry.isVisible)
    press(sheet.cancel)
    assert worker.ended
    assert window.own_data.worker is None
    worker.hurries = True
    assert not opened(window, qtbot, worker).retry.isVisible()


def test_a_silent_worker_that_nobody_waits_for_is_a_bar_until_it_speaks(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    window.own_data.send(ListOwn())
    worker.waiting.append((Silence(5, say("It has said nothing."), ""), None))
    qtbot.waitUntil(lambda: "data-silent" in window.frame.bars.up)
    worker.waiting.append((Silence(0, say(""), ""), None))
    qtbot.waitUntil(lambda: "data-silent" not in window.frame.bars.up)


def test_that_a_worker_has_ended_is_not_said_any_more_when_another_is_there(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    window.own_data.send(ListOwn())
    worker.die()
    qtbot.waitUntil(lambda: "data-gone" in window.frame.bars.up)
    worker.waiting = PretendData().waiting
    window.own_data.send(ListOwn())
    qtbot.waitUntil(lambda: "data-gone" not in window.frame.bars.up)


# ------------------------------------------------------------------------------------------------------------ meanwhile
def test_nothing_else_is_opened_while_a_set_is_fetched(open_window: OpenWindow, qtbot: QtBot) -> None:
    """The dialog closes when all has come, and whatever was opened over it would go with it."""
    worker = PretendData()
    worker.holds = True
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    picked: list[str] = []

    def system(*_: object) -> str:
        picked.append("a dialog of the system")
        return ""

    ways.setting = replace(ways.setting, pick_file=system, pick_folder=system)
    press(ways.known.lines[0].buttons[0])
    qtbot.waitUntil(ways.going.isVisible)
    ways.sources.button.setChecked(True)
    for button in (ways.from_file, ways.from_folder, *ways.sources.findChildren(QPushButton)):
        press(button)
    press(ways.own.lines[0].buttons[1])
    assert picked == []
    assert QApplication.activeModalWidget() is ways
    assert not asked(worker, DeleteOwn)
    press(ways.stop_button)
    qtbot.waitUntil(ways.from_file.isEnabled)
    press(ways.from_file)
    assert picked


def test_return_in_a_line_of_the_ways_opens_nothing(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    picked: list[str] = []
    ways.setting = replace(ways.setting, pick_folder=lambda *_: picked.append("") or "")  # type: ignore[func-returns-value]
    ways.sources.button.setChecked(True)
    for line in (ways.mirror, ways.folder):
        line.setFocus()
        qtbot.waitUntil(line.hasFocus)
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert picked == []
    assert window.own_data.ways is ways, "what was typed is not lost"
    ways.from_folder.setFocus()
    qtbot.waitUntil(ways.from_folder.hasFocus)
    QTest.keyClick(ways.from_folder, Qt.Key.Key_Return)
    assert picked == [""]


def test_a_python_file_that_has_changed_can_be_looked_at_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    changed = replace(seen_code(), text="def data(): ...", sha256="f" * 64)

    def look(command: Any) -> object:
        if isinstance(command, RunCode):
            seen = command.sha256 == changed.sha256
            return seen_arrays(command.choices) if seen else Rejected(say("It has changed. Look at it again."))
        return seen_code() if len(asked(worker, LookInto)) == 1 else changed

    worker.look = look
    window = open_window(data=worker)
    sheet: Any = opened(window, qtbot, worker, "/data/made.py")
    press(sheet.form.run_button)
    qtbot.waitUntil(sheet.problem.isVisible)
    press(sheet.retry)
    qtbot.waitUntil(lambda: sheet.form.text.toPlainText() == changed.text)
    assert [one.sha256 for one in asked(worker, RunCode)] == [seen_code().sha256], "the new text was not run unasked"
    press(sheet.form.run_button)
    qtbot.waitUntil(lambda: sheet.train.isEnabled())


# ------------------------------------------------------------------------------------------------------ words and units
def test_a_long_name_is_whole_in_what_is_said_of_a_drop(open_window: OpenWindow) -> None:
    window = open_window(data=PretendData())
    drag(window, "/data/" + "measured_values" * 8, kind=QDragEnterEvent)
    picture, left = window.overlay.grab().toImage(), (window.overlay.width() - 460) // 2 + 24
    window.overlay.hide()
    middle = range(window.overlay.height() // 2 - 20, window.overlay.height() // 2 + 20)
    inks = {picture.pixel(x, y) for x in (left, left + 1) for y in middle}
    assert len(inks) == 1, "no letter is cut where the line begins"


def test_how_much_has_come_of_a_download_is_told_in_bytes(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    worker.holds = True
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    press(ways.known.lines[0].buttons[0])
    worker.waiting.append((Preparing(1_200_000, 11_600_000, say("Fetching {name}", name="a.gz")), None))
    qtbot.waitUntil(lambda: ways.going.share > 0.05)
    assert ways.what.text() == "Fetching a.gz 1 MB / 12 MB"


def test_a_sample_table_is_fetched_under_its_name_in_the_language_of_the_window(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    worker = Unhurried()
    window = open_window(data=worker, preferences=Preferences(language="ko", theme="light"))
    ways = open_ways(window, qtbot)
    worker.hurries = False
    press(ways.tables.lines[0].buttons[0])
    assert ways.what.text() == "붓꽃을 내려받는 중…"


def test_why_nothing_can_be_brought_in_is_said_in_the_language_of_now(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(own=False, loaded=False, data=PretendData())
    window.own_data.open_ways()
    assert "PyTorch" in window.frame.bars.up["data-many"].sentence.text()
    before = window.frame
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.frame is not before)
    said = window.frame.bars.up["data-many"].sentence.text()
    assert any("가" <= letter <= "힣" for letter in said), said


def test_a_name_as_a_mac_writes_it_has_the_right_particle(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = Unhurried()
    window = open_window(data=worker, preferences=Preferences(language="ko", theme="light"))
    worker.hurries = False
    window.own_data.open(Source("/data/" + unicodedata.normalize("NFD", "동물 사진")))
    sheet = window.own_data.sheet
    assert sheet is not None
    assert sheet.what.text() == "동물 사진을 살펴보는 중…"
    assert unicodedata.is_normalized("NFD", asked(worker, LookInto)[0].path), "the path is as the system has it"


def test_arrays_that_are_split_already_offer_no_share_to_hold_out(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData(lambda command: replace(seen_arrays(command.choices), split=command.path == "/data/b.npz"))
    window = open_window(data=worker)
    for path, shown in (("/data/a.npz", True), ("/data/b.npz", False)):
        sheet: Any = opened(window, qtbot, worker, path)
        assert sheet.form.held_out.isVisible() == shown
