"""The runs page, the settings page and the two small files they stand on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.messages.train_commands import Step
from gui.kit.remembered import Preferences, note_open_run, open_run, read_preferences, write_preferences
from gui.kit.theme import theme_for
from gui.runs.page import RunsPage
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


def test_a_name_that_is_taken_is_a_sentence(page: Any) -> None:
    page.select(page.folder / "first")
    page._rename(page.chosen, "second")
    assert "second" in page.sentence.text()
    assert page.sentence.isVisible()
    assert (page.folder / "first").is_dir()


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


def test_an_open_run_is_remembered_until_it_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "open-run.json"
    assert open_run(file) == ""
    note_open_run(file, "/runs/a")
    assert open_run(file) == "/runs/a"
    note_open_run(file, "")
    assert open_run(file) == ""
