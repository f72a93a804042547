"""What goes out and comes in when two things happen at once: a worker that dies or hangs, a window that closes, a
second press, another language."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.messages.own.out import Predict, TakeOut
from core.messages.train_events import Failed, Silence
from core.sentence import say
from gui.out.bring_in import BringInDialog, shown_name
from gui.out.predict import PredictDialog
from gui.out.take_home import TakeHomeDialog
from tests.gui.conftest import OpenWindow
from tests.gui.out_worker import FakeOut
from tests.gui.test_out_room import House, MakeHouse, house, take_home, training, words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
__all__ = ["house"]

SILENT = Silence(5, say("The process that writes files has said nothing for five seconds."), "")
SPEAKS = Silence(0, say(""), "")


def writing(make: MakeHouse, path: str = "/tmp/a.py", **more: object) -> tuple[House, TakeHomeDialog]:
    """A house in which a script is being written."""
    one = make(meant="/runs/one", chosen=path, holds=True, **more)
    dialog = take_home(one, "script")
    one.room.frame_passed()
    return one, dialog


def buttons(one: House) -> dict[str, QPushButton]:
    return {button.text(): button for bar in one.bars.up.values() for button in bar.buttons.findChildren(QPushButton)}


# ------------------------------------------------------------------------------------------- nothing half made stays
def test_what_a_worker_has_begun_that_died_is_cleared(house: MakeHouse) -> None:
    one, _ = writing(house)
    one.workers[0].tell(Failed(say("It ran out of memory."), "exit code -9"))
    one.room.frame_passed()
    assert one.cleared == [(1, Path("/tmp/a.py"))]


def test_what_is_being_written_when_the_window_closes_is_cleared(house: MakeHouse) -> None:
    one, dialog = writing(house)
    dialog.reject()
    one.room.close()
    assert one.workers[0].ended
    assert one.cleared == [(1, Path("/tmp/a.py"))]


def test_what_was_begun_is_cleared_before_it_is_tried_again(house: MakeHouse) -> None:
    one, dialog = writing(house)
    one.workers[0].tell(SILENT)
    one.room.frame_passed()
    dialog.progress.again.click()
    assert one.cleared == [(1, Path("/tmp/a.py"))]


def test_a_worker_that_was_at_nothing_leaves_nothing_to_clear(house: MakeHouse) -> None:
    one = house(meant="/runs/one")
    one.room.take_home()
    one.room.frame_passed()
    one.room.close()
    assert one.cleared == []


# --------------------------------------------------------------------------------------------------- written meanwhile
def test_what_was_not_written_is_still_said_when_something_else_is_written(house: MakeHouse) -> None:
    one, dialog = writing(house)
    dialog.reject()
    one.workers[0].tell(Failed(say("It ran out of memory."), ""))
    one.room.frame_passed()
    one.chosen, one.holds = "/tmp/b.py", False
    take_home(one, "script").reject()
    one.room.frame_passed()
    assert sorted(said.split(".py")[0] for said in one.said()) == ["a", "b"]


def test_what_is_written_behind_a_closed_dialog_can_be_stopped_when_it_hangs(house: MakeHouse) -> None:
    one, dialog = writing(house)
    dialog.reject()
    one.workers[0].tell(SILENT)
    one.room.frame_passed()
    assert "said nothing" in one.said()[0]
    one.workers[0].tell(SPEAKS)
    one.room.frame_passed()
    assert one.said() == []
    one.workers[0].tell(SILENT)
    one.room.frame_passed()
    buttons(one)["Stop"].click()
    assert one.workers[0].ended
    assert one.said() == []
    assert one.room.jobs == []


def test_a_worker_that_hangs_already_is_told_of_whoever_asks_next(house: MakeHouse) -> None:
    one, dialog = writing(house)
    dialog.reject()
    one.workers[0].tell(SILENT)
    one.room.frame_passed()
    one.chosen = "/tmp/b.py"
    later = take_home(one, "script")
    assert "said nothing" in words(later)
    later.progress.again.click()
    asked = [command for command in one.workers[1].asked if isinstance(command, TakeOut)]
    assert asked[0].path == "/tmp/b.py", "what hangs does not come first again"


# ------------------------------------------------------------------------------------------------- a second press
def test_a_file_that_is_opened_twice_is_asked_about_once(house: MakeHouse, tmp_path: Path) -> None:
    one, files = house(), [tmp_path / "a.garden", tmp_path / "b.garden"]
    for file in files:
        file.touch()
    for file in (files[0], files[0], files[1], files[1], files[0]):
        one.room.bring_in(file)
    for file in files:
        dialog = one.room.dialog
        assert isinstance(dialog, BringInDialog)
        assert dialog.path == file
        dialog.reject()
        QApplication.processEvents()
        one.room.frame_passed()
    assert one.room.dialog is None


def test_a_second_press_asks_nothing_again_and_ends_no_worker(house: MakeHouse) -> None:
    one = house(holds=True, meant="/runs/one", current="/runs/one", trainer=object())
    one.room.try_on()
    one.trainer = None  # it is gone: what was saved last counts
    dialog = one.room.dialog
    assert isinstance(dialog, PredictDialog)
    for _ in range(3):
        dialog.predict_row((("x1", "1"),))
    assert one.asked == [Predict("/runs/one", row=(("x1", "1"),))]
    dialog.predict_row((("x1", "2"),))
    assert len(one.asked) == 2
    one.workers[-1].tell(Failed(say("It ran out of memory."), ""))
    one.room.frame_passed()
    dialog.predict_row((("x1", "2"),))
    assert len(one.asked) == 3, "what has failed can be asked by the same button"


# ---------------------------------------------------------------------------------------------------------------- words
def test_a_typed_row_is_not_called_files(house: MakeHouse) -> None:
    one = training(house, holds=True)
    one.room.try_on()
    dialog = one.room.dialog
    assert isinstance(dialog, PredictDialog)
    dialog.predict_row((("x1", "1"),))
    assert "files" not in dialog.progress.sentence.text()
    dialog.predict_files(("/tmp/a.csv",))
    assert "your files" in dialog.progress.sentence.text()


def test_why_nothing_goes_out_is_said_in_the_language_of_now(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(own=False, loaded=False, outer=FakeOut())
    window.out.take_home()
    before = window.frame
    window.change("language", "ko")
    qtbot.waitUntil(lambda: window.frame is not before)
    said = window.frame.bars.up["opened"].sentence.text()
    assert any("가" <= letter <= "힣" for letter in said), said


def test_a_name_as_a_mac_writes_it_is_put_together() -> None:
    assert shown_name(unicodedata.normalize("NFD", "/a/사진.garden")) == "사진.garden"
