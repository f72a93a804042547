"""The runs page, the settings page and the two small files they stand on."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from core import files
from core.locks import take
from core.messages.train_commands import Step
from core.messages.train_events import Rejected, Saving
from core.sentence import say
from gui.kit.remembered import Preferences, read_preferences, write_preferences
from gui.kit.theme import theme_for
from gui.runs.page import RunsPage
from gui.train.crash_mark import CrashMark
from tests.conftest import ROOT
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_window import saved_run, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot: QtBot, home: Path) -> Any:
    runs = home / "runs"
    saved_run(runs / "first", step=100)
    saved_run(runs / "second", step=200)
    opened: list[Path] = []
    moved: list[Path] = []
    made = RunsPage(
        theme=theme_for("light"),
        folder=runs,
        current=lambda: str(runs / "second"),
        open_run=opened.append,
        move_current=moved.append,
        own_bin=home / "bin",
        system_bin=False,
    )
    qtbot.addWidget(made)
    made.opened, made.moved = opened, moved
    made.resize(1100, 700)
    made.show()
    return made


def dialog_button(text: str) -> Any:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return next(b for b in dialog.findChildren(QAbstractButton) if b.text() == text)


def test_runs_are_listed_with_what_they_learned(page: RunsPage) -> None:
    names = [page.table.item(line, 0).text() for line in range(page.table.rowCount())]
    assert sorted(names) == ["first", "second · open"]
    assert page.table.item(0, 1).text() == "Handwritten digits 8×8"
    assert page.table.item(0, 2).text() == "64 → 32 → 32 → 10"


def test_a_run_is_opened_by_return(page: Any, qtbot: QtBot) -> None:
    page.select(page.folder / "first")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.opened == [page.folder / "first"]


def test_the_open_run_cannot_be_deleted_and_says_why(page: Any) -> None:
    page.select(page.folder / "second")
    assert not page.delete_button.isEnabled()
    assert "open" in page.delete_button.toolTip()


def test_opening_the_run_that_is_open_shows_it_as_it_is(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.training.send(Step(30))
    qtbot.waitUntil(lambda: window.page.state is not None and window.page.state.step >= 30, timeout=WAIT_MS)
    before = window.page.loaded
    window.frame.open("runs")
    window.open_run(Path(window.training.run.folder))
    assert window.frame.opened == "train"
    assert not window.training.opening
    assert window.page.loaded is before, "not read again from a checkpoint that is older"


def test_a_run_is_renamed(page: Any, qtbot: QtBot) -> None:
    page.select(page.folder / "first")
    page.rename()
    editor = QApplication.activeModalWidget().findChild(QLineEdit)
    editor.setText("나의 훈련")
    qtbot.mouseClick(dialog_button("Rename"), Qt.MouseButton.LeftButton)
    assert (page.folder / "나의 훈련" / "run.json").is_file()
    assert page.chosen.name == "나의 훈련"


def test_a_name_that_is_taken_is_said_beside_the_field_and_what_was_typed_stays(page: Any, qtbot: QtBot) -> None:
    page.select(page.folder / "first")
    page.rename()
    dialog = QApplication.activeModalWidget()
    editor = dialog.findChild(QLineEdit)
    for name, said in (("second", "already"), ("a/b", "cannot contain")):
        editor.setText(name)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert editor.text() == name
        (why,) = [label for label in dialog.findChildren(QLabel) if said in label.text()]
        assert why.isVisible()
        assert why.y() > editor.y()
    editor.setText("third")
    assert not why.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert page.chosen.name == "third"
    assert not dialog.isVisible()


def test_the_open_run_is_renamed_by_the_trainer(page: Any) -> None:
    page.select(page.folder / "second")
    page._rename(page.chosen, "better name")
    assert page.moved == [page.folder / "better name"]


def test_a_run_is_deleted_only_after_asking(page: Any, qtbot: QtBot) -> None:
    page.select(page.folder / "first")
    page.delete()
    qtbot.mouseClick(dialog_button("Cancel"), Qt.MouseButton.LeftButton)
    assert (page.folder / "first").is_dir()
    page.delete()
    qtbot.mouseClick(dialog_button("Delete"), Qt.MouseButton.LeftButton)
    assert not (page.folder / "first").exists()
    assert page.table.rowCount() == 1
    assert "thirty days" in page.binned.text()
    assert str(page.own_bin) in page.binned.text()
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    assert (page.folder / "first" / "run.json").is_file()
    assert page.chosen.name == "first"
    assert not page.in_bin.isVisible()


def test_a_run_comes_back_beside_one_that_took_its_name(page: Any) -> None:
    page.select(page.folder / "first")
    page._delete(page.chosen)
    saved_run(page.folder / "first", step=7)
    page.take_back()
    assert page.chosen.name == "first (2)"
    assert page.chosen.record.step == 100


def test_a_run_that_cannot_come_back_now_can_later(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page.select(page.folder / "first")
    page._delete(page.chosen)
    with monkeypatch.context() as held:
        held.setattr("core.files.rename", lambda source, target: (_ for _ in ()).throw(OSError(13, "held")))
        page.take_back()
    assert "cannot be moved back" in page.sentence.text()
    assert page.in_bin.isVisibleTo(page), "it is in the bin still, and can be asked for again"
    page.take_back()
    assert page.chosen.name == "first"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it would be the person's own bin")
def test_the_system_has_its_bin_and_gives_back_what_is_in_it(
    page: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))
    (home / "share").mkdir()
    page.system_bin = True
    page.select(page.folder / "first")
    page._delete(page.chosen)
    assert "system’s bin" in page.binned.text()
    assert (home / "share" / "Trash" / "files" / "first" / "run.json").is_file()
    page.take_back()
    assert (page.folder / "first" / "run.json").is_file()
    assert not list((home / "share" / "Trash" / "info").iterdir())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere it would be the person's own bin")
def test_without_a_system_bin_ours_takes_it(page: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))
    (home / "share").write_text("no folder")
    page.system_bin = True
    page.select(page.folder / "first")
    page._delete(page.chosen)
    assert "thirty days" in page.binned.text()


def test_a_bin_on_a_full_disk_leaves_the_run_and_asks_whether_to_delete_it_for_good(
    page: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    for answer, there in (("Cancel", True), ("Delete for good", False)):
        page.select(page.folder / "first")
        page._delete(page.chosen)
        assert any("disk is full" in text for text in texts(QApplication.activeModalWidget()))
        assert dialog_button("Cancel").isDefault()
        qtbot.mouseClick(dialog_button(answer), Qt.MouseButton.LeftButton)
        assert (page.folder / "first").exists() == there
    assert page.table.rowCount() == 1


def test_a_run_that_another_program_has_open_is_not_deleted_and_the_sentence_goes_with_it(page: Any) -> None:
    page.select(page.folder / "first")
    with take(page.folder / "first" / ".lock"):
        page._delete(page.chosen)
        assert "open in another TorchGarden" in page.sentence.text()
        assert page.sentence.isVisible()
        page.show_runs()
        assert page.sentence.isVisible()
        assert "open in another TorchGarden" in page._rename(page.chosen, "third")
    assert (page.folder / "first").is_dir()
    page.select(page.folder / "second")
    assert not page.sentence.isVisible()


def test_a_run_whose_folder_is_removed_by_hand_is_a_sentence_and_goes_from_the_list(page: Any) -> None:
    page.select(page.folder / "first")
    run = page.chosen
    files.remove_tree(run.folder)
    assert "no training" in page._rename(run, "third")
    page._delete(run)
    assert page.table.rowCount() == 1
    assert not page.in_bin.isVisible()
    page.draw()
    assert page.chosen.name == "second"


LONG = "손글씨 숫자 8×8, the second hour, after we had widened the first hidden layer"


@pytest.mark.parametrize("width", [1100, 700, 520])
def test_the_state_of_a_run_is_read_however_long_its_name_is(page: Any, width: int) -> None:
    saved_run(page.folder / f"{LONG} (2)", step=10)
    saved_run(page.folder / f"{LONG} (3)", step=10)
    (page.folder / f"{LONG} (3)" / "run.json").write_text("{")
    page.current = lambda: str(page.folder / f"{LONG} (2)")
    page.resize(width, 700)
    page.show_runs()
    QApplication.processEvents()
    ends = {"(2)": "(2) · open", "(3)": "(3) · damaged"}
    for line, run in enumerate(page.runs):
        if not run.name.startswith(LONG):
            continue
        written, room = written_in(page.table, line)
        assert written.endswith(ends[run.name[-3:]])
        assert "…" in written
        assert room >= 0, "it is not cut again"
        tip = " ".join(page.table.item(line, 0).toolTip().splitlines())
        assert run.name in tip
        assert ends[run.name[-3:]] in tip


def written_in(table: Any, line: int) -> tuple[str, int]:
    """Return what a cell's name is painted as, and how many pixels are left beside it."""
    index, option = table.model().index(line, 0), QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.rect = table.visualRect(index)
    table.itemDelegateForIndex(index).initStyleOption(option, index)
    inside = table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, table)
    return option.text, inside.width() - option.fontMetrics.horizontalAdvance(option.text)


def test_a_damaged_run_is_listed_with_a_sentence(page: Any) -> None:
    (page.folder / "first" / "run.json").write_text("{")
    page.look_at = 0.0
    page.draw()
    page.select(page.folder / "first")
    assert page.table.item(page.table.currentRow(), 0).text() == "first · damaged"
    assert "damaged and cannot be read" in page.sentence.text()
    page._delete(page.chosen)
    assert not (page.folder / "first").exists()


def test_the_rows_follow_what_is_saved_meanwhile(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    window.frame.open("runs")
    listed: Any = window.frame.made["runs"]
    saved_run(home / "runs" / "elsewhere", step=40)
    qtbot.waitUntil(lambda: [run.name for run in listed.runs] == ["elsewhere"], timeout=WAIT_MS)
    files.remove_tree(home / "runs" / "elsewhere")
    saved_run(home / "runs" / "elsewhere", step=50)
    qtbot.waitUntil(lambda: listed.table.rowCount() == 1 and listed.table.item(0, 3).text() == "50", timeout=WAIT_MS)


def test_the_columns_say_what_was_measured_on_what(page: Any) -> None:
    heads = [page.table.horizontalHeaderItem(place).text() for place in range(page.table.columnCount())]
    assert heads[4:6] == ["Training loss", "Validation score"]


def test_renaming_the_open_run_moves_it(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    old = Path(window.training.run.folder)
    saved_run(old)
    target = old.with_name("moved")
    window.training.move_run(target)
    qtbot.waitUntil(lambda: window.training.run.folder == str(target), timeout=WAIT_MS)
    assert not old.exists(), "the old folder goes when the new one is written"
    assert window.windowTitle().startswith("moved")


def test_a_run_in_which_nothing_was_trained_goes(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    empty, trained = Path(window.training.run.folder), home / "runs" / "trained"
    saved_run(empty, step=0)
    saved_run(trained, step=9)
    window.open_run(trained)
    qtbot.waitUntil(lambda: window.training.run.folder == str(trained), timeout=WAIT_MS)
    assert not empty.exists()
    window.close()
    assert trained.is_dir()


# ------------------------------------------------------------------------------------------------------------- settings
def test_choices_are_kept(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window(page="settings")
    page: Any = window.frame.page("settings")
    page.theme.setCurrentIndex(page.theme.findData("dark"))
    page.theme.activated.emit(page.theme.currentIndex())
    assert window.theme.scheme == "dark"
    qtbot.mouseClick(page.motion, Qt.MouseButton.LeftButton)
    assert window.theme.motion_ms == 0
    kept = read_preferences(home / "settings.json")
    assert (kept.theme, kept.motion) == ("dark", False)


def test_settings_that_cannot_be_saved_still_count_and_the_person_is_told(open_window: OpenWindow, home: Path) -> None:
    window = open_window(page="settings")
    (home / "settings.json").unlink(missing_ok=True)
    (home / "settings.json").mkdir()
    window.change("theme", "dark")
    assert window.theme.scheme == "dark"
    assert "cannot be saved" in window.frame.bars.up["preferences"].sentence.text()
    (home / "settings.json").rmdir()
    window.change("theme", "light")
    assert "preferences" not in window.frame.bars.up
    assert read_preferences(home / "settings.json").theme == "light"


def test_another_folder_for_runs_is_listed_at_once_and_used(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    window.frame.open("runs")
    listed: Any = window.frame.made["runs"]
    elsewhere = home / "다른 곳"
    saved_run(elsewhere / "there", step=40)
    window.change("runs", str(elsewhere))
    assert [run.name for run in listed.runs] == ["there"]
    window.page.data.choose("moons")
    qtbot.waitUntil(lambda: Path(window.training.run.folder).parent == elsewhere, timeout=WAIT_MS)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_rows_of_the_keys_are_equally_high(open_window: OpenWindow, language: Any) -> None:
    window = open_window(page="settings", preferences=Preferences(language=language, theme="light"))
    QApplication.processEvents()
    badges = [x for x in window.frame.page("settings").findChildren(QLabel) if x.property("kind") == "badge"]
    columns: dict[int, list[int]] = {}
    for badge in badges:
        at = badge.mapTo(window, badge.rect().center())
        columns.setdefault(id(badge.parentWidget()), []).append(at.y())
    assert len(columns) == 2
    pitches = {after - before for ys in columns.values() for before, after in pairwise(sorted(ys))}
    assert len(pitches) == 1, pitches
    assert len({min(ys) for ys in columns.values()}) == 1, "and both columns begin on one line"


def test_the_keys_are_listed_from_the_same_data_that_binds_them(open_window: OpenWindow) -> None:
    words = texts(open_window(page="settings").frame.page("settings"))
    assert "Undo the last edit or setting" in words
    assert "Ctrl+Z" in words
    assert "Fifth page" not in words


def test_choices_survive_nonsense_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"theme": "pink", "zoom": 7, "language": "ko", "motion": "yes", "other": [1]}), "utf-8")
    assert read_preferences(file) == Preferences(language="ko")
    file.write_text("{", "utf-8")
    assert read_preferences(file) == Preferences()
    write_preferences(file, Preferences(theme="dark", runs="/somewhere"))
    assert read_preferences(file) == Preferences(theme="dark", runs="/somewhere")


def test_what_others_keep_in_the_settings_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"installer": {"speed": 3}}', "utf-8")
    write_preferences(file, Preferences())
    assert json.loads(file.read_text("utf-8"))["installer"] == {"speed": 3}


def test_two_windows_do_not_take_back_each_others_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    write_preferences(file, Preferences(theme="dark"), only=["theme"])
    write_preferences(file, Preferences(data="moons"), only=["data"])
    write_preferences(file, Preferences(language="ko"), only=["language"])
    assert read_preferences(file) == Preferences(theme="dark", data="moons", language="ko")


def test_many_windows_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    code = (
        "import json, sys; from pathlib import Path; from core import files, locks\n"
        "from gui.kit import remembered as r\n"
        "file, key = Path(sys.argv[1]), sys.argv[2]\n"
        "r.PATIENCE_S = 60\n"
        "for n in range(20):\n"
        "    with r._alone(file):\n"
        "        files.write(file, json.dumps({**r._kept(file), key + str(n): n}))\n"
    )
    file = tmp_path / "settings.json"
    both = [subprocess.Popen([sys.executable, "-c", code, str(file), key], cwd=ROOT) for key in "ab"]
    assert [process.wait(60) for process in both] == [0, 0]
    assert len(json.loads(file.read_text("utf-8"))) == 40


def test_a_settings_file_that_is_no_json_is_kept_beside(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"installer": {"speed": 3}', "utf-8")
    write_preferences(file, Preferences(theme="dark"), only=["theme"])
    assert json.loads(file.read_text("utf-8")) == {"theme": "dark"}
    assert "installer" in (tmp_path / "settings.damaged.json").read_text("utf-8")


def test_a_change_that_could_not_be_saved_is_saved_with_the_next_one(open_window: OpenWindow, home: Path) -> None:
    window = open_window(page="settings")
    (home / "settings.json").unlink(missing_ok=True)
    (home / "settings.json").mkdir()
    window.change("theme", "dark")
    said = window.frame.bars.up["preferences"].sentence.text()
    assert "Errno" not in said
    assert "Is a directory" not in said
    (home / "settings.json").rmdir()
    window.change("motion", False)
    assert (read_preferences(home / "settings.json").theme, read_preferences(home / "settings.json").motion) == (
        "dark", False,
    )  # fmt: skip


def test_a_window_does_not_take_the_mark_of_one_that_is_open(tmp_path: Path) -> None:
    first, second = CrashMark(tmp_path), CrashMark(tmp_path)
    first.note("/runs/a")
    assert second.left_over() == ""
    second.note("/runs/b")
    second.note("")
    assert first.left_over() == ""
    first.note("")
    assert list(tmp_path.iterdir()) == []


def test_the_mark_of_a_killed_window_is_found_once(tmp_path: Path) -> None:
    code = "import sys, os; from pathlib import Path; from gui.train.crash_mark import CrashMark\n"
    code += "CrashMark(Path(sys.argv[1])).note('/runs/a'); os._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False)
    assert CrashMark(tmp_path).left_over() == "/runs/a"
    assert CrashMark(tmp_path).left_over() == ""


@pytest.mark.parametrize("content", ["{", "[]", '{"run": 3}', '{"run": "relative"}', '{"run": "/a\\u0000"}'])
def test_a_mark_that_is_none_is_forgotten(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    assert CrashMark(tmp_path).left_over() == ""
    assert not (tmp_path / "a.json").exists()


# -------------------------------------------------------------------------------------------- held, copied, not saved
def button_of(window: Any, subject: str, text: str) -> Any:
    bar = window.frame.bars.up[subject]
    return next(one for one in bar.findChildren(QAbstractButton) if one.text() == text)


def test_of_a_run_that_is_open_elsewhere_a_copy_can_be_opened(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    window = open_window()
    run = home / "runs" / "broken 7"  # the fake trainer refuses to open it
    saved_run(run, step=40)
    with take(run / ".lock"):
        window.open_run(run)
        qtbot.waitUntil(lambda: "opening" in window.frame.bars.up, timeout=WAIT_MS)
        asked: list[Path] = []
        window.training.open_run = asked.append
        qtbot.mouseClick(button_of(window, "opening", "Open a copy"), Qt.MouseButton.LeftButton)
    assert asked == [home / "runs" / "broken 7 (2)"]
    assert (asked[0] / "run.json").is_file()
    assert run.is_dir()


def test_a_run_that_is_only_broken_offers_no_copy(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    window.open_run(home / "runs" / "broken")
    qtbot.waitUntil(lambda: "opening" in window.frame.bars.up, timeout=WAIT_MS)
    texts_ = [one.text() for one in window.frame.bars.up["opening"].findChildren(QAbstractButton)]
    assert "Open a copy" not in texts_


def test_what_cannot_be_saved_is_said_until_it_can(open_window: OpenWindow) -> None:
    window = open_window()
    window.show_event(Saving(say("It cannot be saved."), (say("The disk is full."),)), None)
    assert window.frame.bars.up["saving"].sentence.text() == "It cannot be saved. The disk is full."
    window.show_event(Saving(), None)
    assert "saving" not in window.frame.bars.up


def test_the_open_run_that_cannot_be_renamed_says_so_on_every_page(open_window: OpenWindow, home: Path) -> None:
    window = open_window()
    before = window.training.run.folder
    window.frame.open("runs")
    window.training.move_run(home / "runs" / "other")
    number = max(window.training.moving)
    window.show_event(Rejected(say("It cannot be saved there."), (say("The disk is full."),)), number)
    assert "The disk is full." in window.frame.bars.up["moving"].sentence.text()
    assert window.training.run.folder == before


def test_two_windows_that_open_within_seconds_train_in_folders_of_their_own(open_window: OpenWindow) -> None:
    one, two = open_window(), open_window()
    assert one.training.run.folder != two.training.run.folder
    folders = {Path(window.training.run.folder) for window in (one, two)}
    assert all(folder.is_dir() for folder in folders)
    one.close()
    two.close()
    assert not any(folder.exists() for folder in folders), "nothing was trained, so nothing stays"


def test_two_windows_rename_the_same_run_and_one_is_told(page: Any) -> None:
    page.select(page.folder / "first")
    run = page.chosen
    assert page._rename(run, "mine") is None
    assert "no training" in page._rename(run, "yours")
    assert sorted(path.name for path in page.folder.iterdir()) == ["mine", "second"]


def test_a_run_that_is_opened_while_it_is_asked_about_is_not_deleted(page: Any) -> None:
    page.select(page.folder / "first")
    page.delete()
    page.current = lambda: str(page.folder / "first")
    dialog_button("Delete").click()
    assert (page.folder / "first").is_dir()
