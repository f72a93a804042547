"""Predictions in the window: what is dropped, chosen or typed, and the table that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core import files
from core.data import library
from core.messages.own.answers import table_of
from core.messages.own.out import Answer, Predict, Predicted
from core.messages.own.prepared import About, TableColumn, TablePreparation
from core.messages.train_commands import DataSpec
from core.messages.train_events import Rejected
from core.sentence import say
from gui.kit.inputs import Picker
from gui.kit.theme import theme_for
from gui.out.answers import percent
from gui.out.predict import PredictDialog
from gui.out.setting import Doing, FileDialogs, Job
from tests.gui.out_worker import ANSWERS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

THEME = theme_for("light", motion=False)


class Shown:
    """The dialog with nobody behind it: `jobs` is what it has asked."""

    def __init__(self, parent: QWidget, data: DataSpec, files_: FileDialogs) -> None:
        self.jobs: list[Job] = []
        self.stopped: list[Job] = []
        doing = Doing(
            ask=self.ask, stop=self.stopped.append, again=lambda job: None, leave=lambda job: None,
            show_folder=lambda folder: None, files=files_,
        )  # fmt: skip
        self.dialog = PredictDialog(parent, THEME, run=Path("/runs/내 훈련"), data=data, folder="/tmp", doing=doing)
        self.dialog.show_now()

    def ask(self, command: Any, hears: Callable[[Any], Any]) -> Job:
        self.jobs.append(Job(command, hears))
        return self.jobs[-1]

    @property
    def asked(self) -> list[Any]:
        return [job.command for job in self.jobs]

    def answer(self, *answers: Answer, left_out: int = 0) -> None:
        self.jobs[-1].hears(Predicted("/runs/내 훈련", answers, left_out))


Show = Callable[..., Shown]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    made: list[Shown] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    def make(data: DataSpec | None = None, **more: Any) -> Shown:
        made.append(Shown(parent, data or DataSpec(), FileDialogs(**more)))
        return made[-1]

    yield make
    for one in made:
        one.dialog.close()


def rows(shown: Shown) -> list[list[str]]:
    model = shown.dialog.table.answers
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def of_library(columns: tuple[TableColumn, ...]) -> DataSpec:
    """Put a table of two samples into the library; return what a run on it says."""
    count = sum(column.inputs for column in columns)
    about = About("꽃", "table", "classify", (count,), ("a", "b"), 1, 1, TablePreparation(columns, "종"))
    with library.writing() as folder:
        files.write(folder / library.DATA_FILE, np.zeros(4).tobytes())
        digest = library.put(folder, about).digest
    return DataSpec("own", own=digest, title="꽃")


# ------------------------------------------------------------------------------------------------------- what is asked
def test_what_is_dropped_onto_the_dialog_is_predicted(show: Show) -> None:
    shown, mime = show(), QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/tmp/그림 폴더"), QUrl("https://example.org/a.png")])
    flags = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), *flags)
    shown.dialog.dragEnterEvent(enter)
    assert enter.isAccepted()
    shown.dialog.dropEvent(QDropEvent(QPoint(9, 9), *flags))
    assert shown.asked == [Predict("/runs/내 훈련", files=("/tmp/그림 폴더",))]


def test_what_is_no_file_of_this_computer_is_not_taken(show: Show) -> None:
    shown, mime = show(), QMimeData()
    mime.setText("hello")
    enter = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    shown.dialog.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_files_and_folders_are_chosen_too(show: Show) -> None:
    offered: list[str] = []
    shown = show(files=lambda *given: offered.append(given[3]) or ["/a/1.png", "/a/2.png"], folder=lambda *_: "/b")
    shown.dialog.choose_files()
    shown.dialog.choose_folder()
    assert "*.png" in offered[0]
    assert [command.files for command in shown.asked] == [("/a/1.png", "/a/2.png"), ("/b",)]
    assert shown.stopped == [shown.jobs[0]], "the first is not waited for any more"


def test_a_row_of_a_table_is_typed_column_by_column(show: Show, qtbot: QtBot) -> None:
    columns = (TableColumn("길이", "number"), TableColumn("색", "category", categories=("빨강", "파랑", "")))
    shown = show(of_library(columns))
    typed = shown.dialog.typed
    assert typed is not None
    length, colour = typed.fields.values()
    assert isinstance(length, QLineEdit)
    assert isinstance(colour, Picker)
    assert [colour.itemText(at) for at in range(3)] == ["빨강", "파랑", "(missing)"]
    colour.setCurrentIndex(1)
    qtbot.keyClicks(length, "1,5")
    qtbot.keyClick(length, Qt.Key.Key_Return)
    assert shown.asked == [Predict("/runs/내 훈련", row=(("길이", "1,5"), ("색", "파랑")))]
    assert shown.dialog.isVisible(), "Enter in a field does not close it"


def test_a_point_of_the_plane_is_typed_and_pictures_are_not(show: Show) -> None:
    plane = show(DataSpec("moons")).dialog
    assert plane.typed is not None
    assert list(plane.typed.fields) == ["x1", "x2"]
    assert show(DataSpec("digits")).dialog.typed is None


def test_data_that_is_gone_is_said_at_once(show: Show) -> None:
    dialog = show(DataSpec("own", own="0" * 64, title="내 표")).dialog
    assert "내 표" in dialog.progress.sentence.text()
    assert dialog.typed is None


def test_a_table_wider_than_can_be_typed_has_some_fields_and_a_sentence(show: Show) -> None:
    shown = show(of_library(tuple(TableColumn(f"열 {n}", "number") for n in range(300))))
    assert shown.dialog.typed is not None
    assert len(shown.dialog.typed.fields) == 60


# ---------------------------------------------------------------------------------------------------- what is answered
def test_answers_stand_in_the_order_of_the_files_and_bad_files_say_why(show: Show) -> None:
    shown = show()
    shown.dialog.predict_files(("/tmp",))
    shown.answer(*ANSWERS, left_out=7)
    assert rows(shown)[0] == ["three.png", "3", "92%", "8 5%   5 2%"]
    assert rows(shown)[2][1] == "This picture is damaged."
    assert shown.dialog.count.text() == "2 answers · 1 could not be read · 7 more were left out"
    assert shown.dialog.table.columnSpan(2, 1) == 3, "the reason has the rest of the row"
    assert not shown.dialog.progress.isVisible()


def test_a_row_that_was_typed_is_called_so(show: Show) -> None:
    shown = show(DataSpec("moons"))
    shown.dialog.predict_row((("x1", "1"), ("x2", "2")))
    shown.answer(Answer("", "0", others=(("0", 1.0),)))
    assert rows(shown)[0][:2] == ["The row that was typed", "0"]


def test_what_has_to_be_known_of_all_answers_stands_below_them(show: Show) -> None:
    shown = show()
    shown.dialog.predict_files(("/tmp/a.csv",))
    shown.jobs[-1].hears(Predicted("/r", ANSWERS[:1], told=(say("{name} is missing in the table.", name="색"),)))
    assert shown.dialog.note.text() == "색 is missing in the table."
    assert shown.dialog.note.isVisible()


def test_a_click_on_a_heading_sorts_and_what_could_not_be_read_stays_last(show: Show) -> None:
    shown = show()
    shown.dialog.predict_files(("/tmp",))
    shown.answer(ANSWERS[2], *ANSWERS[:2])
    order = Qt.SortOrder
    for column, way, names in (
        (2, order.AscendingOrder, ["=seven.png", "three.png", "숫자.png"]),
        (2, order.DescendingOrder, ["three.png", "=seven.png", "숫자.png"]),
        (0, order.DescendingOrder, ["three.png", "=seven.png", "숫자.png"]),
    ):
        shown.dialog.table.sortByColumn(column, way)
        assert [row[0] for row in rows(shown)] == names
        assert shown.dialog.table.columnSpan(2, 1) == 3
    shown.dialog.table.sortByColumn(-1, order.AscendingOrder)
    assert [row[0] for row in rows(shown)] == ["숫자.png", "three.png", "=seven.png"]


def test_numbers_are_sorted_as_numbers_and_have_no_probability(show: Show) -> None:
    shown = show(DataSpec("plane"))
    shown.dialog.predict_files(("/tmp/a.csv",))
    shown.answer(*(Answer(f"row {n}", value=value) for n, value in enumerate((10.5, 9.0, -3.25), 1)))
    assert rows(shown)[0] == ["row 1", "10.5"]
    shown.dialog.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row[1] for row in rows(shown)] == ["-3.25", "9", "10.5"]


def test_a_refusal_is_one_sentence_and_other_files_can_be_tried(show: Show) -> None:
    shown = show()
    shown.dialog.predict_files(("/tmp/a.xyz",))
    shown.jobs[-1].hears(Rejected(say("There are no pictures in {path}.", path="/tmp/a.xyz")))
    assert "There are no pictures" in shown.dialog.progress.sentence.text()
    assert not shown.dialog.answers.isVisible()
    shown.dialog.predict_files(("/tmp/b.png",))
    shown.answer(ANSWERS[0])
    assert shown.dialog.answers.isVisible()
    assert shown.dialog.count.text() == "1 answer"


# --------------------------------------------------------------------------------------------------------- what is kept
def test_answers_are_saved_as_they_are_sorted_as_excel_in_korean_reads_them(show: Show, tmp_path: Path) -> None:
    shown = show(save_as=lambda *_: str(tmp_path / "예측"))
    shown.dialog.predict_files(("/tmp",))
    shown.answer(*ANSWERS)
    shown.dialog.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    shown.dialog.save_button.click()
    written = (tmp_path / "예측.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    lines = written.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "sample,answer,probability,why not,7,1,9,3,8,5"
    assert lines[1] == "'=seven.png,7,0.55,,0.55,0.4,0.05,,,", "no name is a formula"
    assert lines[3].startswith("숫자.png,,,This picture is damaged.")
    assert "예측.csv" in shown.dialog.note.text()


def test_what_cannot_be_written_is_said(show: Show, tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    shown = show(save_as=lambda *_: str(tmp_path / "a.csv"))
    shown.dialog.predict_files(("/tmp",))
    shown.answer(*ANSWERS)
    shown.dialog.save_button.click()
    assert "cannot be saved as a.csv" in shown.dialog.note.text()


def test_answers_are_copied_for_a_spreadsheet(show: Show) -> None:
    shown = show()
    shown.dialog.predict_files(("/tmp",))
    shown.answer(*ANSWERS)
    shown.dialog.copy_button.click()
    assert QGuiApplication.clipboard().text().split("\r\n")[1].startswith("three.png\t3\t0.92")
    assert shown.dialog.copy_button.text() == "Copied"


def test_ten_thousand_answers_are_shown_and_sorted_in_no_time(show: Show, qtbot: QtBot) -> None:
    many = [Answer(f"{n}.png", str(n % 10), others=((str(n % 10), n / 10_000), ("x", 0.0))) for n in range(10_000)]
    shown = show()
    shown.dialog.predict_files(("/tmp",))
    shown.answer(*many)
    shown.dialog.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert rows(shown)[0][0] == "9999.png"
    assert table_of(many).count("\r\n") == 10_001


@pytest.mark.parametrize(("share", "text"), [(0.0, "0%"), (0.001, "<1%"), (0.5, "50%"), (1.0, "100%")])
def test_a_probability_is_read_at_a_glance(share: float, text: str) -> None:
    assert percent(share) == text
