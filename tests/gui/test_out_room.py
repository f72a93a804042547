"""What is asked of the out worker: a run that trains is saved first, a worker that dies is one sentence and *Try
again*, and one that nobody needs is ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.messages.own.out import BringIn, MeasureOut, Predict, TakenOut, TakeOut
from core.messages.train_commands import DataSpec, Save
from core.messages.train_events import Failed, Rejected, Silence
from core.sentence import say
from gui.kit.dialog import Dialog
from gui.kit.theme import theme_for
from gui.notices.bars import Bars
from gui.out import worker_room
from gui.out.bring_in import BringInDialog
from gui.out.predict import PredictDialog
from gui.out.setting import FileDialogs, OutSetting
from gui.out.take_home import TakeHomeDialog, written_text
from gui.out.worker_room import OutRoom
from tests.gui.out_worker import FakeOut, usual

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@dataclass
class House:
    """A room with pretended surroundings. `saves`: what the trainer was told; its answers are the test's to give."""

    parent: QWidget
    home: Path
    workers: list[FakeOut] = field(default_factory=list)
    saves: list[object] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    python: str = ""
    own: bool = True
    recorded: bool = False
    current: str = ""
    meant: str = ""
    trainer: object | None = None
    cleared: list[tuple[int, Path | None]] = field(default_factory=list)
    chosen: str = ""
    answer: Callable[[Any], object] = usual
    holds: bool = False

    def __post_init__(self) -> None:
        self.bars = Bars()
        self.bars.setParent(self.parent)
        theme = theme_for("light", motion=False)
        self.room = OutRoom(OutSetting(
            start=self.start, python=lambda: self.python, own=self.own, train=self.train, trainer=lambda: self.trainer,
            current=lambda: self.current, data=DataSpec, meant=lambda: self.meant, parent=self.parent,
            theme=lambda: theme, bars=lambda: self.bars, language=lambda: "en", runs=lambda: self.home / "runs",
            open_run=self.opened.append, show_folder=self.shown.append, recorded=self.recorded,
            clear=lambda pid, target: self.cleared.append((pid, target)),
        ), files=FileDialogs(save_as=lambda *_: self.chosen, file=lambda *_: self.chosen))  # fmt: skip

    def start(self, python: str) -> FakeOut:
        self.workers.append(FakeOut(self.answer, holds=self.holds))
        return self.workers[-1]

    def train(self, command: object) -> int:
        self.saves.append(command)
        return len(self.saves)

    @property
    def asked(self) -> list[Any]:
        """What was asked of all workers but how large the one file is."""
        return [one for worker in self.workers for one in worker.asked if not isinstance(one, MeasureOut)]

    def said(self) -> list[str]:
        return [bar.sentence.text() for bar in self.bars.up.values()]


MakeHouse = Callable[..., House]


@pytest.fixture
def house(qtbot: QtBot, home: Path) -> Iterator[MakeHouse]:
    made: list[House] = []

    def make(**more: Any) -> House:
        parent = QWidget()
        qtbot.addWidget(parent)
        parent.resize(900, 600)
        parent.show()
        made.append(House(parent, home, **more))
        return made[-1]

    yield make
    for one in made:
        if one.room.dialog is not None:
            one.room.dialog.close()
        one.room.close()


def training(make: MakeHouse, **more: Any) -> House:
    """A house in which the run that is looked at trains."""
    return make(current="/runs/one", meant="/runs/one", trainer=object(), chosen="/tmp/a.ipynb", **more)


def take_home(one: House, form: str = "notebook") -> TakeHomeDialog:
    one.room.take_home()
    dialog = one.room.dialog
    assert isinstance(dialog, TakeHomeDialog)
    dialog.choices[form].act()  # type: ignore[index]
    return dialog


def words(dialog: Dialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_a_run_that_trains_is_saved_before_anything_is_asked_about_it(house: MakeHouse) -> None:
    one = training(house)
    take_home(one)
    assert one.saves == [Save(), Save()], "one to measure, one to write"
    assert not one.workers
    one.room.stood(1)
    assert one.workers[0].asked == [MeasureOut("/runs/one")]
    one.room.stood(7)  # something else was answered
    assert not one.asked
    one.room.stood(2)
    assert one.asked == [TakeOut("/runs/one", "notebook", "/tmp/a.ipynb", data=True, language="en")]


def test_another_run_is_taken_as_it_was_saved(house: MakeHouse) -> None:
    one = training(house)
    one.room.take_home("/runs/other")
    assert one.saves == []
    assert one.workers[0].asked == [MeasureOut("/runs/other")]


def test_a_training_that_cannot_be_saved_is_not_taken_home_as_it_was_before(house: MakeHouse) -> None:
    one = training(house)
    dialog = take_home(one)
    assert one.room.not_saved(Rejected(say("The disk is full.")), 2)
    assert "The disk is full." in words(dialog)
    assert not one.asked
    assert not one.room.not_saved(Rejected(say("Another thing.")), 9)


def test_a_trainer_that_dies_while_it_saves_keeps_nobody_waiting(house: MakeHouse) -> None:
    one = training(house)
    take_home(one)
    one.trainer = None
    one.room.frame_passed()
    assert [type(command) for command in one.asked] == [TakeOut]


def test_what_was_written_is_said_with_its_size_and_shown_in_its_folder(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="/tmp/a b/가방.py")
    dialog = take_home(one, "script")
    one.room.frame_passed()
    assert "가방.py, 12 KB" in words(dialog)
    assert "It needs PyTorch 2.2 or newer." in words(dialog)
    dialog.shown.click()
    assert one.shown == ["/tmp/a b"]
    dialog.another.click()
    assert dialog.forms.isVisible()
    assert "12 KB" not in words(dialog)


def test_files_in_a_folder_are_said_with_the_folder() -> None:
    files = tuple((f"/tmp/기록 a/{name}/events.1", 5_000) for name in ("training", "validation"))
    said = written_text(TakenOut("tensorboard", files), Path("/tmp/기록 a"))
    assert said.split("\n")[1:] == ["기록 a/training/events.1, 5 KB", "기록 a/validation/events.1, 5 KB"]


def test_how_large_the_one_file_would_be_stands_at_it_before(house: MakeHouse) -> None:
    one = house(meant="/runs/one")
    one.room.take_home()
    one.room.frame_passed()
    assert isinstance(one.room.dialog, TakeHomeDialog)
    choice = one.room.dialog.choices["garden"]
    assert choice.note.text() == "3 MB, without data 180 KB"
    assert "3 MB" in choice.accessibleDescription()


def test_without_the_data_if_a_person_wants_it_so_and_never_where_there_is_none(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="/tmp/a")
    dialog = take_home(one, "garden")
    dialog.show_choices()
    dialog.data.click()
    for form in ("garden", "onnx"):
        dialog.choices[form].act()  # type: ignore[index]
        dialog.show_choices()
    assert [(command.form, command.data) for command in one.asked] == [
        ("garden", True), ("garden", False), ("onnx", False),
    ]  # fmt: skip
    assert one.asked[0].path == "/tmp/a.garden"


def test_a_cancelled_file_dialog_asks_nothing(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="")
    dialog = take_home(one)
    assert dialog.forms.isVisible()
    assert not one.asked


def test_a_worker_that_dies_is_one_sentence_and_try_again(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="/tmp/a.py", holds=True)
    dialog = take_home(one, "script")
    one.workers[0].tell(Failed(say("It ran out of memory."), "exit code -9"))
    one.room.frame_passed()
    assert "It ran out of memory." in words(dialog)
    assert one.room.worker is None
    assert dialog.another.isVisible()
    dialog.progress.again.click()
    assert [type(command) for command in one.workers[1].asked] == [TakeOut]
    one.workers[1].go_on()
    one.room.frame_passed()
    assert "12 KB" in words(dialog)


def test_one_that_is_silent_can_be_tried_again_and_its_sentence_goes_when_it_speaks(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="/tmp/a.py", holds=True)
    dialog = take_home(one, "script")
    one.workers[0].tell(Silence(5, say("It has said nothing."), ""))
    one.room.frame_passed()
    assert "It has said nothing." in words(dialog)
    assert dialog.progress.stop.isVisible()
    one.workers[0].tell(Silence(0, say(""), ""))
    one.room.frame_passed()
    assert "a.py is being written" in words(dialog)
    dialog.progress.again.click()
    assert one.workers[0].ended
    assert any(isinstance(command, TakeOut) for command in one.workers[1].asked)


def test_stopping_ends_the_worker_and_shows_the_forms_again(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="/tmp/a.py", holds=True)
    dialog = take_home(one, "script")
    one.room.frame_passed()
    dialog.progress.stop.click()
    assert one.workers[0].ended
    assert one.cleared == [(1, Path("/tmp/a.py"))], "what it had begun to write goes, once it is gone"
    assert dialog.forms.isVisible()


def test_what_is_written_while_the_dialog_closes_is_told_in_a_bar(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="/tmp/a.py", holds=True)
    dialog = take_home(one, "script")
    dialog.reject()
    assert not one.workers[0].ended
    one.workers[0].go_on()
    one.room.frame_passed()
    (said,) = one.said()
    assert said.startswith("a.py is written.")
    assert one.room.folder == "/tmp", "the next dialog begins there"


def test_a_worker_that_nobody_needs_is_ended(house: MakeHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    one = house(meant="/runs/one")
    one.room.take_home()
    one.room.frame_passed()
    monkeypatch.setattr(worker_room, "IDLE_S", -1.0)
    one.room.frame_passed()
    assert not one.workers[0].ended, "the dialog is open"
    assert one.room.dialog is not None
    one.room.dialog.close()
    one.room.frame_passed()
    assert one.workers[0].ended
    assert one.room.worker is None


def test_another_python_that_trains_gets_a_worker_of_its_own(house: MakeHouse) -> None:
    one = house(meant="/runs/one", chosen="/tmp/a.py")
    dialog = take_home(one)
    one.room.frame_passed()
    one.python = "/env/bin/python"
    dialog.show_choices()
    dialog.choices["script"].act()
    assert one.room.python == "/env/bin/python"
    assert one.workers[0].ended


@pytest.mark.parametrize(("more", "said"), [({"own": False}, "needs PyTorch"), ({"recorded": True}, "recording plays")])
def test_where_nothing_can_be_done_every_way_says_why(house: MakeHouse, more: dict[str, Any], said: str) -> None:
    one = house(meant="/runs/one", chosen="/tmp/x.garden", **more)
    for way in (one.room.take_home, one.room.try_on, one.room.open_file, lambda: one.room.bring_in("/tmp/x.garden")):
        way()
        assert said in one.said()[0]
        one.bars.remove(worker_room.SUBJECT)
    assert not one.workers
    assert one.room.does() == {}


def test_without_a_training_that_is_said(house: MakeHouse) -> None:
    one = house()
    one.room.take_home()
    assert one.said() == ["There is no training to take home yet."]


# ----------------------------------------------------------------------------------------------------------- brought in
def test_a_plain_question_stands_before_a_file_from_elsewhere_is_made_a_run(house: MakeHouse, tmp_path: Path) -> None:
    file = tmp_path / "내 훈련.garden"
    file.write_bytes(bytes(2_000_000))
    one = house()
    assert one.room.take((str(file),))
    dialog = one.room.dialog
    assert isinstance(dialog, BringInDialog)
    assert not one.asked
    assert "내 훈련.garden" in dialog.heading.text()
    assert "2 MB" in dialog.sentence.text()
    assert "Nothing in it is run" in dialog.sentence.text()
    assert not dialog.asking.isVisible(), "such a file says itself what it was trained on"
    dialog.open_button.click()
    assert one.asked == [BringIn(str(file), str(one.home / "runs"), "")]
    one.room.frame_passed()
    assert one.opened == [one.home / "runs" / "brought"]
    assert "Two layers were taken." in words(dialog)


def test_why_it_cannot_be_brought_in_is_said_where_it_was_asked(house: MakeHouse, tmp_path: Path) -> None:
    file = tmp_path / "a.garden"
    file.touch()
    one = house(answer=lambda _: Rejected(say("The file is damaged."), (say("Copy it once more."),)))
    one.room.bring_in(file)
    dialog = one.room.dialog
    assert isinstance(dialog, BringInDialog)
    dialog.open_button.click()
    one.room.frame_passed()
    assert "The file is damaged. Copy it once more." in words(dialog)
    assert dialog.open_button.isVisible()
    assert not one.opened


def test_what_is_opened_while_a_dialog_is_open_waits_for_its_end(house: MakeHouse, tmp_path: Path) -> None:
    file = tmp_path / "a.garden"
    file.touch()
    one = house(meant="/runs/one")
    one.room.take_home()
    one.room.bring_in(file)
    assert isinstance(one.room.dialog, TakeHomeDialog)
    one.room.frame_passed()
    one.room.dialog.close()
    QApplication.processEvents()
    one.room.frame_passed()
    assert isinstance(one.room.dialog, BringInDialog)


@pytest.mark.parametrize("name", ["a.txt", "missing.garden", "folder.garden", "a\0b.garden"])
def test_what_is_no_such_file_is_said(house: MakeHouse, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "folder.garden").mkdir()
    one = house()
    path = f"{tmp_path}/{name}"
    assert not one.room.take((path,))
    one.room.bring_in(path)
    assert "cannot be opened here" in one.said()[0]
    assert one.room.dialog is None


def test_the_dialog_of_predictions_asks_about_the_run_that_trains(house: MakeHouse) -> None:
    one = training(house)
    one.room.try_on()
    dialog = one.room.dialog
    assert isinstance(dialog, PredictDialog)
    dialog.predict_files(("/tmp/3.png",))
    one.room.stood(1)
    assert one.asked == [Predict("/runs/one", files=("/tmp/3.png",))]


def test_a_run_that_is_damaged_predicts_nothing_and_says_so(house: MakeHouse, tmp_path: Path) -> None:
    one = house()
    one.room.try_on(str(tmp_path))
    assert one.room.dialog is None
    assert "cannot be read" in one.said()[0]
