"""What the app keeps, in the settings: listed with its size, taken away one by one, brought back; and whether there is
a newer version, when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from core import runs
from core.bin import BinError
from core.messages.install_commands import LookAtKept, LookForNewer, Measure
from core.messages.install_reports import Kept
from core.messages.train_events import Failed
from core.sentence import say
from core.workers.worker import start_installer
from gui.kit.remembered import Preferences, read_preferences
from gui.runs.bin import Thrown, throw_away
from gui.settings.kept import KeptCard, KeptLine
from gui.settings.newest import NewestLine
from gui.settings.taken import KeptError, bring_back, take_away
from gui.window.window import Window
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.installs import Pretend, machine
from tests.gui.test_window import saved_run

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def card_of(window: Window) -> KeptCard:
    window.frame.open("settings")
    card = window.frame.page("settings").kept  # type: ignore[attr-defined]
    assert isinstance(card, KeptCard)
    return card


def listed(card: KeptCard, qtbot: QtBot) -> list[KeptLine]:
    """Press the button and return the lines, all measured."""
    qtbot.mouseClick(card.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(card.lines) and not card.measuring and not card.asked, timeout=WAIT_MS)
    return card.lines


def confirm(window: Window, qtbot: QtBot, word: str) -> None:
    dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == word)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def put(path: Path, size: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    return path


def test_what_is_there_is_measured_taken_away_after_asking_and_brought_back(
    open_window: OpenWindow, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    put(home / "cache" / "wheels" / "torch.whl", 3_000_000)
    window = open_window(
        installer=start_installer(log=home / "logs" / "installer.log", arguments=["--home", str(home)])
    )
    card = card_of(window)
    assert not card.lines, "nothing is looked at before it is asked for"
    lines = {line.item.kind: line for line in listed(card, qtbot)}
    cache = lines["cache"]
    assert cache.amount.text() == "3 MB"
    assert cache.item.path == str(home / "cache")
    assert "downloads everything again" in cache.effect.text()
    assert {"settings", "runs", "logs"} <= set(lines) | {"settings"}
    qtbot.mouseClick(cache.button, Qt.MouseButton.LeftButton)
    confirm(window, qtbot, "Cancel")
    assert (home / "cache" / "wheels").is_dir()
    qtbot.mouseClick(cache.button, Qt.MouseButton.LeftButton)
    confirm(window, qtbot, "Move to the bin")
    assert not (home / "cache").exists()
    assert "Moved to the bin" in card.said.text()
    qtbot.waitUntil(lambda: not card.asked and "cache" not in {line.item.kind for line in card.lines}, timeout=WAIT_MS)
    qtbot.mouseClick(card.undo, Qt.MouseButton.LeftButton)
    assert (home / "cache" / "wheels" / "torch.whl").stat().st_size == 3_000_000
    assert card.said.text() == "It is back."


def test_when_the_settings_go_every_choice_is_as_at_first_at_once(
    open_window: OpenWindow, qtbot: QtBot, home: Path
) -> None:
    pretend = Pretend(machine(), kept=(Kept("settings", str(home / "settings.json"), "settings.json", 20),))
    window = open_window(preferences=Preferences(language="en", theme="dark"), installer=pretend)
    window.change("data", "moons")
    window.change("language", "en")
    assert (home / "settings.json").is_file()
    card = card_of(window)
    (line,) = listed(card, qtbot)
    assert line.amount.text() != "…", "a file needs no measuring"
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    confirm(window, qtbot, "Move to the bin")
    assert window.preferences.theme == "system"
    assert window.preferences.data == Preferences().data


def test_the_choices_of_settings_that_went_come_back(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    pretend = Pretend(machine(), kept=(Kept("settings", str(home / "settings.json"), "settings.json", 20),))
    window = open_window(preferences=Preferences(theme="dark"), installer=pretend)
    window.change("told", "tour")
    before = window.preferences
    card = card_of(window)
    card.take(listed(card, qtbot)[0].item)
    assert window.preferences == Preferences()
    qtbot.mouseClick(card.undo, Qt.MouseButton.LeftButton)
    assert window.preferences == before
    assert read_preferences(home / "settings.json") == before
    assert [path.name for path in home.glob("settings*.json")] == ["settings.json"]


def test_the_choices_come_back_though_the_language_was_one_of_them(
    open_window: OpenWindow, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    pretend = Pretend(machine(), kept=(Kept("settings", str(home / "settings.json"), "settings.json", 20),))
    window = open_window(preferences=Preferences(theme="dark", language="ko"), installer=pretend)
    window.change("told", "tour")
    before, card = window.preferences, card_of(window)
    card.take(listed(card, qtbot)[0].item)
    qtbot.waitUntil(lambda: card_of(window) is not card, timeout=WAIT_MS)
    now = card_of(window)
    assert now.said.text().startswith("Moved to the bin: "), "in the language that it is now"
    qtbot.mouseClick(now.undo, Qt.MouseButton.LeftButton)
    assert window.preferences == before
    qtbot.waitUntil(lambda: card_of(window) is not now, timeout=WAIT_MS)
    assert card_of(window).undo.isHidden(), "it is back, so there is nothing to bring back"
    assert read_preferences(home / "settings.json") == before


def test_a_size_that_cannot_be_measured_is_said_and_not_waited_for(open_window: OpenWindow, qtbot: QtBot) -> None:
    kept = (Kept("cache", "/a", "", -1), Kept("logs", "/b", "", -1), Kept("runs", "/c", "", -1))
    window = open_window(installer=Pretend(machine(), kept=kept, measure_problem=say("This folder cannot be read.")))
    card = card_of(window)
    lines = listed(card, qtbot)
    assert [line.amount.text() for line in lines] == ["?"] * 3
    assert all(line.effect.text().endswith("This folder cannot be read.") for line in lines)
    card.measuring = {7: lines[0]}
    lines[0].amount.put("…")
    card.show_event(Failed(say("The installer has ended."), ""), None)
    assert lines[0].amount.text() == "?"


def test_what_can_be_brought_back_is_though_something_else_cannot(tmp_path: Path) -> None:
    def throw(path: Path) -> Thrown:
        return throw_away(path, own=tmp_path / "bin", system=False)

    gone, there = (throw(put(tmp_path / name)) for name in ("a", "b"))
    gone.now.unlink()
    with pytest.raises(BinError):
        bring_back((gone, there))
    assert (tmp_path / "b").is_file()


def test_an_environment_is_removed_where_it_is_shown_what_goes_with_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    pretend = Pretend(machine(), kept=(Kept("environment", "/home/minsu/envs/torch_book", "torch_book"),))
    window = open_window(installer=pretend)
    (line,) = listed(card_of(window), qtbot)
    assert line.amount.text() == "7.1 GB"
    assert isinstance(pretend.sent[-1], Measure)
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert window.frame.opened == "environments"


def test_trainings_go_one_by_one_and_the_open_one_stays(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    for name in ("다른 훈련", "open"):
        saved_run(folder / name)
    put(folder / "my notes.txt")

    def take() -> tuple[Thrown, ...]:
        own = tmp_path / "bin"
        return take_away(Kept("runs", str(folder)), lambda path: throw_away(path, own=own, system=False), busy=False)

    lock = runs.hold(folder / "open")
    assert lock is not None
    taken = take()
    assert sorted(path.name for path in folder.iterdir()) == ["my notes.txt", "open"], "only trainings go"
    with pytest.raises(KeptError) as caught:
        take()
    assert "they are open" in str(caught.value)
    lock.release()
    taken += take()
    with pytest.raises(KeptError) as caught:
        take()
    assert "There is no training" in str(caught.value), "nothing is said to have gone"
    bring_back(taken)
    assert sorted(run.name for run in runs.list_runs(folder)) == ["open", "다른 훈련"]


@pytest.mark.parametrize("kind", ["cache", "installs"])
def test_what_an_install_needs_stays_while_it_runs(tmp_path: Path, kind: Any) -> None:
    put(tmp_path / "cache" / "a")
    with pytest.raises(KeptError) as caught:
        take_away(Kept(kind, str(tmp_path / "cache")), lambda path: pytest.fail("it was moved"), busy=True)
    assert "An install is running" in str(caught.value)


@pytest.mark.parametrize("up", [None, "relative", 0, 1, 2])
def test_a_folder_that_holds_more_than_ours_stays(up: Any) -> None:
    home = Path.home()
    path = str((home, *home.parents)[up]) if isinstance(up, int) else up or ""
    with pytest.raises(KeptError):
        take_away(Kept("notebooks", path), lambda path: pytest.fail("it was moved"), busy=False)


def test_what_goes_meanwhile_is_a_sentence_and_the_list_is_made_again(open_window: OpenWindow, qtbot: QtBot) -> None:
    pretend = Pretend(machine(), kept=(Kept("inside", "/nowhere/inside"),))
    window = open_window(installer=pretend)
    card = card_of(window)
    (line,) = listed(card, qtbot)
    card.take(line.item)
    assert "is not there any more" in card.said.text()
    window.installs.show_event(Failed(say("It was ended."), ""), None)
    assert card.look.isEnabled()


def test_an_install_worker_that_ends_meanwhile_leaves_the_buttons_usable(open_window: OpenWindow, qtbot: QtBot) -> None:
    pretend = Pretend(machine(), silent=(LookAtKept, LookForNewer))
    window = open_window(installer=pretend)
    card = card_of(window)
    newest: NewestLine = window.frame.page("settings").newest  # type: ignore[attr-defined]
    qtbot.mouseClick(card.look, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(newest.look, Qt.MouseButton.LeftButton)
    assert not card.look.isEnabled()
    assert not newest.look.isEnabled()
    pretend.waiting.append((Failed(say("It was ended."), ""), None))
    qtbot.waitUntil(lambda: card.look.isEnabled() and newest.look.isEnabled(), timeout=WAIT_MS)
    assert card.said.text() == newest.said.text() == "It was ended."


# ------------------------------------------------------------------------------------------------------ newer versions
@pytest.fixture
def asked(open_window: OpenWindow, qtbot: QtBot) -> Callable[..., tuple[NewestLine, Pretend]]:
    def open_(**more: Any) -> tuple[NewestLine, Pretend]:
        pretend = Pretend(machine(), **more)
        window = open_window(installer=pretend)
        window.frame.open("settings")
        line: NewestLine = window.frame.page("settings").newest  # type: ignore[attr-defined]
        assert not any(isinstance(command, LookForNewer) for command in pretend.sent), "it never asks by itself"
        opened: list[str] = []
        line.open_page = opened.append
        line.opened = opened  # type: ignore[attr-defined]
        line.setFocus()
        qtbot.mouseClick(line.look, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not line.asked, timeout=WAIT_MS)
        return line, pretend

    return open_


def test_a_newer_version_is_said_and_its_page_is_opened_only_on_a_click(
    asked: Callable[..., tuple[NewestLine, Pretend]], qtbot: QtBot
) -> None:
    line, _ = asked()
    assert line.said.text() == "Version 0.2.0 is there; you have test."
    assert line.opened == []  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: line.get.isVisible())
    qtbot.mouseClick(line.get, Qt.MouseButton.LeftButton)
    assert line.opened == ["https://torchgarden.example/releases"]  # type: ignore[attr-defined]


def test_without_a_network_a_sentence_is_there_and_it_can_be_asked_again(
    asked: Callable[..., tuple[NewestLine, Pretend]], qtbot: QtBot
) -> None:
    line, pretend = asked(newer_problem=say("{host} cannot be reached.", host="api.github.com"))
    assert "api.github.com cannot be reached." in line.said.text()
    assert not line.get.isVisible()
    pretend.newer_problem = None
    qtbot.mouseClick(line.look, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "0.2.0" in line.said.text(), timeout=WAIT_MS)
