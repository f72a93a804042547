"""Own data in the window: how it comes in, the sheet, the list of data, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.messages.own.looking import DeleteOwn, Fetch, ListOwn, LookInto, Prepare, RunCode, StopLooking
from core.messages.own.pictures import PictureOptions
from core.messages.own.table import SeenTable, TableOptions
from gui.data.forms.form import Form
from gui.data.forms.oddities import OddLine
from gui.data.forms.pictures import PicturesForm
from gui.data.forms.table import TableForm
from gui.data.sheet import DataSheet
from gui.data.source import Source
from gui.data.ways import DataWays
from gui.kit.remembered import Preferences
from gui.train.panels.data import WAYS, folder_of
from gui.window.window import Window
from tests.gui.bringing import (
    DIGEST,
    KNOWN,
    NAMES,
    ODDITIES,
    PretendData,
    own,
    seen_pictures,
    seen_table,
    unreadable_table,
)
from tests.gui.conftest import OpenWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Opened = tuple[Window, PretendData]


@pytest.fixture
def bring(open_window: OpenWindow, qtbot: QtBot) -> Callable[..., tuple[Window, PretendData, DataSheet]]:
    """Return what opens a window and the sheet on a path."""

    def open_(path: str = "/data/동물 사진", *, worker: PretendData | None = None, text: str = "", **more: Any) -> Any:
        worker = worker or PretendData()
        window = open_window(data=worker, **more)
        window.own_data.open(Source(path, text))
        sheet = window.own_data.sheet
        assert sheet is not None
        qtbot.waitUntil(lambda: not worker.waiting and (sheet.seen is not None or not sheet.problem.isHidden()))
        return window, worker, sheet

    return open_


def asked(worker: PretendData, kind: type) -> list[Any]:
    return [one for one in worker.sent if isinstance(one, kind)]


def drag(window: Window, *paths: str, kind: type = QDropEvent) -> Any:
    """Drag files over the window as the system does, and drop them there if `kind` is a drop."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    kinds = (QDragEnterEvent, kind) if kind is QDropEvent else (kind,)
    target: QWidget = window
    for one in kinds:
        at: Any = QPointF(50, 50) if one is QDropEvent else QPoint(50, 50)
        event = one(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        event.kept = data
        QApplication.sendEvent(target, event)
        target = window.overlay if window.overlay.isVisible() else window
    return event


# ------------------------------------------------------------------------------------------------------------- ways in
def test_what_is_dragged_over_the_window_is_told_what_will_happen(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(data=PretendData())
    assert drag(window, "/home/김/동물 사진", kind=QDragEnterEvent).isAccepted()
    assert window.overlay.isVisible()
    assert "동물 사진" in window.overlay.accessibleName()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()
    assert window.own_data.sheet is None


def test_a_dropped_folder_is_looked_at_and_nothing_else_is_done(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    drag(window, "/home/김/동물 사진")
    qtbot.waitUntil(lambda: window.own_data.sheet is not None and window.own_data.sheet.seen is not None)
    assert [(one.path, one.choices) for one in asked(worker, LookInto)] == [("/home/김/동물 사진", None)]
    assert not asked(worker, Prepare)


def test_without_a_pytorch_it_is_said_what_is_needed_and_no_worker_is_started(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    (home / "data" / ("0" * 64)).mkdir(parents=True)
    worker = PretendData()
    window = open_window(own=False, loaded=False, data=worker)
    drag(window, "/home/김/동물 사진", kind=QDragEnterEvent)
    assert "This needs PyTorch" in window.overlay.accessibleName()
    QApplication.sendEvent(window, QDragLeaveEvent())
    for way in (lambda: drag(window, "/home/김/동물 사진"), window.own_data.open_ways):
        way()
        assert "data-many" in window.frame.bars.makes
        window.frame.bars.remove("data-many")
    passed = window.frames
    qtbot.waitUntil(lambda: window.frames > passed + 3)
    assert (window.own_data.sheet, window.own_data.ways, window.own_data.worker) == (None, None, None)
    assert worker.sent == []


def test_several_files_are_explained_not_guessed_at(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    drag(window, "/a.png", "/b.png")
    assert window.own_data.sheet is None
    assert "data-many" in window.frame.bars.makes


def test_a_training_from_elsewhere_is_told_from_data(open_window: OpenWindow, tmp_path: Path) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    (tmp_path / "run.garden").write_bytes(b"")
    drag(window, str(tmp_path / "run.garden"), kind=QDragEnterEvent)
    assert window.overlay.accessibleName() == "Open “run.garden”"
    QApplication.sendEvent(window, QDragLeaveEvent())
    drag(window, str(tmp_path / "run.csv"), kind=QDragEnterEvent)
    assert "as data" in window.overlay.accessibleName()


def test_what_is_no_file_is_not_taken(open_window: OpenWindow) -> None:
    window = open_window(data=PretendData())
    data = QMimeData()
    data.setText("words")
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, event)
    assert not window.overlay.isVisible()


def test_the_list_of_data_leads_to_all_ways_in(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    choice = window.page.data.choice
    assert choice.itemText(choice.count() - 1) == "My own data …"
    window.page.data.choose(WAYS)
    ways = window.own_data.ways
    assert ways is not None
    qtbot.waitUntil(lambda: bool(ways.own.lines))
    assert [line.title.text() for line in ways.own.lines] == ["동물 사진"]
    assert [line.title.text() for line in ways.known.lines] == ["MNIST", "CIFAR-10"]
    assert [line.title.text() for line in ways.tables.lines] == ["Iris"]
    about = ways.known.lines[0].about.text()
    assert "12 MB" in about
    assert "CC BY-SA 3.0" in about
    assert choice.currentData() == "digits", "nothing was chosen yet"


def open_ways(window: Window, qtbot: QtBot) -> DataWays:
    window.own_data.open_ways()
    ways = window.own_data.ways
    assert ways is not None
    qtbot.waitUntil(lambda: bool(ways.own.lines))
    return ways


def test_a_table_is_pasted(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    QApplication.clipboard().setText("one word")
    ways.paste()
    assert not ways.problem.isHidden()
    assert not asked(worker, LookInto)
    QApplication.clipboard().setText("나이\t생존\n22\t0\n")
    ways.paste()
    qtbot.waitUntil(lambda: window.own_data.sheet is not None and window.own_data.sheet.seen is not None)
    (look,) = asked(worker, LookInto)
    assert (look.path, look.text) == ("", "나이\t생존\n22\t0\n")


def test_a_known_set_is_fetched_with_its_progress_and_can_be_stopped(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    worker.holds = True
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    ways.mirror.setText("https://mirror.example/mnist")
    QTest.mouseClick(ways.known.lines[0].buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ways.going.isVisible() and ways.going.share > 0)
    assert asked(worker, Fetch) == [Fetch("mnist", "https://mirror.example/mnist", "")]
    assert not ways.known.isEnabled()
    QTest.mouseClick(ways.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not ways.going.isVisible())
    assert asked(worker, StopLooking)
    assert ways.known.isEnabled()
    worker.holds = False
    QTest.mouseClick(ways.known.lines[0].buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page.data.spec.own == "e" * 64)


def test_what_is_in_the_library_is_deleted_only_when_one_is_sure(open_window: OpenWindow, qtbot: QtBot) -> None:
    worker = PretendData()
    window = open_window(data=worker)
    ways = open_ways(window, qtbot)
    QTest.mouseClick(ways.own.lines[0].buttons[1], Qt.MouseButton.LeftButton)
    sure = QApplication.activeModalWidget()
    assert sure is not None
    assert not asked(worker, DeleteOwn)
    red = next(one for one in sure.findChildren(QPushButton) if one.property("kind") == "danger")
    QTest.mouseClick(red, Qt.MouseButton.LeftButton)
    assert asked(worker, DeleteOwn) == [DeleteOwn(DIGEST)]
    qtbot.waitUntil(lambda: not ways.own.lines)
    assert window.page.data.own == ()


# ----------------------------------------------------------------------------------------------------------- the sheet
def test_the_sheet_shows_what_a_folder_holds(bring: Callable[..., Any]) -> None:
    _, _, sheet = bring()
    form = sheet.form
    assert isinstance(form, PicturesForm)
    assert [form.counts.item(at, 0).text() for at in range(form.counts.rowCount())] == list(NAMES)
    assert form.counts.item(0, 1).text() == "180"
    assert len(form.samples.order) == 12
    assert form.samples.pictures.shape[1:] == (3, 28, 28)
    assert sheet.train.isEnabled()


@pytest.mark.parametrize("oddity", ODDITIES, ids=lambda one: one.kind)
def test_every_oddity_has_its_line_and_can_be_decided(bring: Callable[..., Any], qtbot: QtBot, oddity: Any) -> None:
    _, worker, sheet = bring()
    line: OddLine = sheet.form.oddities.lines[oddity.kind]
    assert line.count.text() == str(oddity.count)
    assert str(oddity.count) in line.said.text()
    assert all(name in line.examples.text() for name in oddity.examples)
    if len(oddity.ways) == 1:
        assert line.way.isHidden()
        assert line.only.text()
        return
    other = next(way.name for way in oddity.ways if way.name != oddity.way)
    line.way.setFocus()
    line.way.setCurrentIndex(line.way.findData(other))
    line.way.activated.emit(line.way.currentIndex())
    qtbot.waitUntil(lambda: not sheet.asked)
    assert asked(worker, LookInto)[-1].choices.decisions == ((oddity.kind, other),)
    assert sheet.form.oddities.lines[oddity.kind] is line, "the line stays where it is, with the focus"
    assert line.way.currentData() == other


def test_another_size_is_looked_at_again_and_an_altered_copy_is_not(bring: Callable[..., Any], qtbot: QtBot) -> None:
    _, worker, sheet = bring()
    sheet.form.side.picker.activated.emit(sheet.form.side.picker.findData(48))
    qtbot.waitUntil(lambda: not sheet.asked)
    assert sheet.form.samples.pictures.shape[-1] == 48
    looks = len(asked(worker, LookInto))
    sheet.form.copies.picker.activated.emit(sheet.form.copies.picker.findData(2))
    assert len(asked(worker, LookInto)) == looks
    sheet.prepare()
    chosen = asked(worker, Prepare)[-1].choices
    assert isinstance(chosen, PictureOptions)
    assert (chosen.side, chosen.copies) == (48, 2)
    assert chosen.shift or chosen.rotate, "copies that are not altered are none"


def test_only_the_answer_to_what_was_asked_last_is_shown(bring: Callable[..., Any], qtbot: QtBot) -> None:
    _, worker, sheet = bring()
    number = len(worker.sent) + 1
    late = replace(seen_pictures(), used=7)
    worker.look = lambda command: seen_pictures(command.choices)
    sheet.look()
    sheet.hear(late, number - 1)
    assert sheet.seen.used != 7 or sheet.asked == number
    qtbot.waitUntil(lambda: not sheet.asked)
    assert sheet.seen.used == 398


def test_train_prepares_under_the_name_and_the_training_begins(bring: Callable[..., Any], qtbot: QtBot) -> None:
    window, worker, sheet = bring()
    sheet.name.setText("우리 반 동물")
    sheet.name.setFocus()
    qtbot.waitUntil(sheet.name.hasFocus)
    QTest.keyClick(sheet.name, Qt.Key.Key_Return)
    (prepare,) = asked(worker, Prepare)
    assert (prepare.path, prepare.title) == ("/data/동물 사진", "우리 반 동물")
    qtbot.waitUntil(lambda: window.page.data.spec.own == "e" * 64)
    assert window.own_data.sheet is None
    assert window.page.data.choice.currentText() == "우리 반 동물"
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.playing)
    assert window.page.loaded is not None
    assert window.page.loaded.data.spec.title == "우리 반 동물"
    assert Path(window.page.loaded.run).name == "우리 반 동물"


def test_preparing_can_be_stopped_and_nothing_is_lost(bring: Callable[..., Any], qtbot: QtBot) -> None:
    _, worker, sheet = bring()
    worker.holds = True
    sheet.form.side.picker.activated.emit(sheet.form.side.picker.findData(48))
    qtbot.waitUntil(lambda: not sheet.asked)
    sheet.prepare()
    qtbot.waitUntil(lambda: sheet.going.share > 0)
    assert "120 / 412" in sheet.what.text()
    assert not sheet.form.isEnabled()
    sheet.stop()
    qtbot.waitUntil(lambda: sheet.form.isEnabled())
    assert sheet.isVisible()
    assert sheet.train.isEnabled()
    assert sheet.choices.side == 48


def test_what_cannot_be_read_is_said_in_the_sheet(bring: Callable[..., Any]) -> None:
    worker = PretendData()
    worker.look = worker.refuse
    _, _, sheet = bring("/data/empty", worker=worker)
    assert sheet.problem.text() == "There are no pictures in /data/empty."
    assert sheet.retry.isVisible()
    assert not sheet.train.isEnabled()


def test_a_worker_that_dies_is_one_sentence_and_another_try(bring: Callable[..., Any], qtbot: QtBot) -> None:
    window, worker, sheet = bring()
    worker.holds = True
    sheet.prepare()
    worker.die()
    qtbot.waitUntil(lambda: not sheet.problem.isHidden())
    assert sheet.problem.text() == "The worker has ended."
    assert sheet.isVisible()
    assert sheet.form is not None, "nothing that was chosen is lost"
    worker.holds = False
    QTest.mouseClick(sheet.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.train.isEnabled())
    assert sheet.problem.isHidden()
    sheet.prepare()
    qtbot.waitUntil(lambda: window.page.data.spec.own == "e" * 64)


def test_closing_the_sheet_stops_what_goes_on(bring: Callable[..., Any]) -> None:
    window, worker, sheet = bring()
    worker.holds = True
    sheet.prepare()
    sheet.reject()
    assert isinstance(worker.sent[-1], StopLooking)
    assert window.own_data.sheet is None


@pytest.mark.parametrize("name", ["실은 표", "실은 표.npz", "실은 표.zip", "실은 표.csv", "표.dat"])
def test_what_a_name_lets_expect_makes_room_for_what_there_is(
    bring: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made: list[type] = []
    usual = DataSheet._made
    monkeypatch.setattr(DataSheet, "_made", lambda sheet, seen: made.append(seen) or usual(sheet, seen))

    def look(command: Any) -> object:
        """Answer when the form that the name lets expect is there."""
        (asking,) = (one for one in QApplication.allWidgets() if isinstance(one, DataSheet) and one.isVisible())
        asking._expect()
        return seen_table(command.choices)

    _, _, sheet = bring(f"/data/{name}", worker=PretendData(look))
    assert isinstance(sheet.form, TableForm)
    assert sheet.expected is None
    qtbot.waitUntil(lambda: sheet.form.isVisible())
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    qtbot.waitUntil(lambda: sheet.place.findChildren(Form, options=direct) == [sheet.form])
    assert made == {"실은 표.csv": [SeenTable], "표.dat": [SeenTable]}.get(name, [made[0], SeenTable])


# -------------------------------------------------------------------------------------------------------------- tables
def test_a_column_gets_another_role_and_kind(bring: Callable[..., Any], qtbot: QtBot) -> None:
    _, worker, sheet = bring("/data/사람.csv")
    form = sheet.form
    assert isinstance(form, TableForm)
    form.rows.setFocus()
    QTest.keyClick(form.rows, Qt.Key.Key_Right)
    assert form.of_column.text() == "나이"
    assert "177" in form.why.text()
    form.kind.picker.activated.emit(form.kind.picker.findData("category"))
    qtbot.waitUntil(lambda: not sheet.asked)
    chosen = {one.name: (one.role, one.kind) for one in asked(worker, LookInto)[-1].choices.columns}
    assert chosen["나이"] == ("input", "category")
    assert chosen["요금"] == ("input", "number")


def test_the_first_column_has_its_warning(bring: Callable[..., Any]) -> None:
    _, _, sheet = bring("/data/사람.csv")
    sheet.form.rows.choose(0)
    assert "by heart" in sheet.form.warning.text()
    assert sheet.form.role.picker.currentData() == "unused"


def test_another_target_is_asked_for_as_a_class_or_a_number(bring: Callable[..., Any], qtbot: QtBot) -> None:
    _, worker, sheet = bring("/data/사람.csv")
    sheet.form.target.picker.activated.emit(sheet.form.target.picker.findData("요금"))
    qtbot.waitUntil(lambda: not sheet.asked)
    choices = asked(worker, LookInto)[-1].choices
    assert isinstance(choices, TableOptions)
    assert (choices.target, choices.task) == ("요금", "")
    roles = {one.name: one.role for one in choices.columns}
    assert roles["요금"] == "target"
    assert roles["생존"] == "input"
    assert sheet.form.task.picker.currentData() == "regress"
    sheet.form.task.picker.activated.emit(sheet.form.task.picker.findData("classify"))
    assert asked(worker, LookInto)[-1].choices.task == "classify"


def test_an_encoding_that_nobody_can_guess_is_asked_with_its_rows(bring: Callable[..., Any], qtbot: QtBot) -> None:
    worker = PretendData(lambda command: unreadable_table(command.choices))
    _, _, sheet = bring("/data/t.csv", worker=worker)
    assert not sheet.train.isEnabled()
    buttons = sheet.form.encodings.findChildren(QPushButton)
    assert [one.text() for one in buttons] == ["Read it as Korean (CP949)", "Read it as Western European (CP1252)"]
    assert "철수" in buttons[0].accessibleDescription()
    buttons[0].click()
    qtbot.waitUntil(lambda: sheet.train.isEnabled())
    assert asked(worker, LookInto)[-1].choices.reading.encoding == "cp949"
    assert sheet.form.encodings.isHidden()


# ----------------------------------------------------------------------------------------------------- arrays and code
def test_a_python_file_is_run_only_when_one_has_said_so(bring: Callable[..., Any], qtbot: QtBot) -> None:
    window, worker, sheet = bring("/data/made.py")
    assert "def data()" in sheet.form.text.toPlainText()
    assert "Python" in sheet.form.with_.text()
    assert not asked(worker, RunCode)
    assert not sheet.train.isEnabled()
    QTest.mouseClick(sheet.form.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sheet.train.isEnabled())
    (run,) = asked(worker, RunCode)
    assert len(run.sha256) == 64
    sheet.form.targets.picker.activated.emit(sheet.form.targets.picker.findData("weights"))
    qtbot.waitUntil(lambda: not sheet.asked)
    assert asked(worker, RunCode)[-1].choices.targets == "weights"
    sheet.prepare()
    assert asked(worker, Prepare)[-1].sha256 == run.sha256
    qtbot.waitUntil(lambda: window.page.data.spec.own == "e" * 64)


# ----------------------------------------------------------------------------------------------------- the list of data
def test_data_of_the_library_is_chosen_like_shipped_data(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(data=PretendData())
    window.page.data.show_own((own("펭귄", "a" * 64, kind="table"),), lambda: None)
    choice = window.page.data.choice
    choice.activated.emit(choice.findText("펭귄"))
    qtbot.waitUntil(lambda: window.page.data.spec.own == "a" * 64)
    assert choice.currentText() == "펭귄"
    assert window.page.loaded is not None
    assert window.page.settings.batch_size == 64, "what suits 700 samples"
    choice.activated.emit(choice.findData("digits"))
    qtbot.waitUntil(lambda: window.page.data.spec.name == "digits")


def test_data_that_is_in_place_is_listed_though_the_library_has_lost_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(data=PretendData())
    window.own_data.setting.begin(own("펭귄", "a" * 64))
    qtbot.waitUntil(lambda: window.page.data.spec.own == "a" * 64)
    window.page.data.show_own((), lambda: None)
    assert window.page.data.choice.currentText() == "펭귄"
    assert window.preferences.data == "digits", "the next start cannot know whether it is still there"


def test_the_library_is_listed_at_the_start_only_where_there_is_something(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    empty = open_window(data=PretendData())
    qtbot.waitUntil(lambda: empty.own_data.looked)
    assert empty.own_data.worker is None
    (home / "data" / DIGEST).mkdir(parents=True)
    worker = PretendData()
    window = open_window(data=worker)
    qtbot.waitUntil(lambda: bool(window.page.data.own))
    assert asked(worker, ListOwn)
    assert window.page.data.choice.findText("동물 사진") > 0


def test_the_list_and_the_sheet_speak_korean(bring: Callable[..., Any], qtbot: QtBot) -> None:
    window, _, sheet = bring("/data/사람.csv", preferences=Preferences(language="ko", theme="dark"))
    choice = window.page.data.choice
    assert choice.itemText(choice.count() - 1) == "내 데이터…"
    assert sheet.train.text() == "훈련"
    assert "행 891개" in sheet.form.told.text()


def test_a_title_becomes_a_folder_on_every_system() -> None:
    for title, folder in (("a/b: c?", "a b c"), ("...", "My own data"), ("CON", "CON data"), ("가" * 90, "가" * 60)):
        assert folder_of(own(title).spec) == folder


def test_known_sets_say_size_and_licence() -> None:
    from gui.data.words import known_text

    assert known_text(KNOWN[1]) == "60,000 samples · 32×32 · 3 classes · 170 MB · MIT"
    assert "on this computer" in known_text(KNOWN[2])
