"""What is opened with the app, a file, a folder or a link, is shown or refused; nothing happens by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from gui import __main__ as door
from gui.asked.desktop import MOST, OpenedByDesktop, say_who_we_are
from gui.asked.links import LONGEST, Link, LinkError, read_link
from gui.asked.opened import SUBJECT, as_given, asked_to_open
from gui.kit.remembered import Preferences
from gui.window.doorbell import Request
from gui.window.window import Window
from tests.conftest import ROOT
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_doorbell import first, heard
from tests.gui.test_window import saved_run, texts

__all__ = ["first"]


# --------------------------------------------------------------------------------------------------------------- links
@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("torchgarden://open", Link()),
        ("torchgarden://open/", Link()),
        ("torchgarden://open?", Link()),
        ("TorchGarden://OPEN?page=runs", Link(page="runs")),
        ("torchgarden://open?run=My%20first+run", Link(run="My first run")),
        ("torchgarden://open/?page=train&run=%EB%82%98%EC%84%A0", Link("train", "나선")),
        ("torchgarden://open?run=a%26page%3Dx", Link(run="a&page=x")),
    ],
)
def test_a_link_is_read(text: str, link: Link) -> None:
    assert read_link(text) == link


HOSTILE = [
    "torchgarden:", "torchgarden:open", "torchgarden://", "torchgarden://train",
    "torchgarden://open?x=1", "torchgarden://open?page=runs&page=train", "torchgarden://open?page=../runs",
    "torchgarden://open?page=Runs", "torchgarden://open?run=", "torchgarden://open?run=..",
    "torchgarden://open?run=..%2F..%2Fetc", "torchgarden://open?run=a/b", "torchgarden://open?run=a%5Cb",
    "torchgarden://open?run=C%3A", "torchgarden://open?run=%2Fetc%2Fpasswd", "torchgarden://open?run=.hidden",
    "torchgarden://open?run=a%00b", "torchgarden://open?run=a%0Ab", "torchgarden://open?run=%ff%fe",
    "torchgarden://open?run=%ED%A0%80", "torchgarden://open?run=CON", "torchgarden://open?run=" + "x" * 300,
    "torchgarden://open?run=" + "%41" * LONGEST, "torchgarden://open?run=나선", "torchgarden://open?run=a b",
    "torchgarden://open?run=%zz", "torchgarden://open?run=a#b", "torchgarden://open:80?run=a",
    "torchgarden://me@open?run=a", "torchgarden://[open]?run=a", "torchgarden://open?run=a;page=x&",
    'torchgarden://open" --python /tmp/evil', "torchgarden://open --replay x", "torchgarden://open\n?run=a",
    "torchgarden://open?run=a\n", "torchgarden://open?python=/tmp/evil", "torchgarden://open?home=/tmp",
    "torchgarden://open?run={name.__class__}&page={0}", "torchgarden://open?page=runs\0",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_link_of_ours_asks_nothing(text: str) -> None:
    with pytest.raises(LinkError) as told:
        read_link(text)
    said = str(told.value)
    assert said.isprintable()
    assert len(said) < 200


def test_a_link_shown_in_a_sentence_fills_no_places() -> None:
    with pytest.raises(LinkError) as told:
        read_link("torchgarden://open?run={link.__class__}{0}%s")
    assert "{link.__class__}{0}%s" in str(told.value)


# ----------------------------------------------------------------------------------------------------- in the window
@pytest.fixture
def window(open_window: OpenWindow, home: Path) -> Window:
    saved_run(home / "runs" / "나의 훈련", step=40)
    return open_window()


def open_in(window: Window, what: str) -> str:
    """Open something as another start or the desktop does; return what the bar about it says, "" for none."""
    waiting = [Request(opened=what)]
    window.asked = lambda: [waiting.pop(0)] if waiting else []
    window.frame_passed()
    bar = window.frame.bars.up.get(SUBJECT)
    return "" if bar is None else " ".join(texts(bar))


def press(window: Window, text: str) -> None:
    bar = window.frame.bars.up[SUBJECT]
    next(button for button in bar.findChildren(QAbstractButton) if button.text() == text).click()


def test_a_link_shows_a_page(window: Window) -> None:
    window.showMinimized()
    assert open_in(window, "torchgarden://open?page=runs") == ""
    assert window.frame.opened == "runs"
    assert not window.isMinimized()


def test_a_link_to_a_training_asks_and_only_then_opens_it(window: Window, qtbot: QtBot) -> None:
    before = window.training.run.folder
    assert "나의 훈련" in open_in(window, "torchgarden://open?run=%EB%82%98%EC%9D%98%20%ED%9B%88%EB%A0%A8")
    assert window.training.run.folder == before
    press(window, "Open this training")
    qtbot.waitUntil(lambda: window.training.run.name == "나의 훈련", timeout=WAIT_MS)


def test_a_hostile_link_changes_nothing(window: Window, home: Path) -> None:
    def all_there_is() -> object:
        return window.training.run.folder, window.frame.opened, window.preferences, sorted(home.rglob("*.json"))

    before = all_there_is()
    for text in HOSTILE:
        assert open_in(window, text), text
        assert all_there_is() == before, text


def test_links_to_what_is_not_here_say_so(window: Window) -> None:
    assert "no training called “gone”" in open_in(window, "torchgarden://open?run=gone")
    assert "no page “nowhere”" in open_in(window, "torchgarden://open?page=nowhere")


def test_the_bar_speaks_the_language_of_the_window(open_window: OpenWindow, home: Path) -> None:
    saved_run(home / "runs" / "mine")
    window = open_window(preferences=Preferences(language="ko", theme="light"))
    assert "‘mine’ 훈련" in open_in(window, "torchgarden://open?run=mine")
    assert "이해하지 못" in open_in(window, "torchgarden://x")


def test_a_folder_and_a_file_in_it_are_opened_and_others_are_said_not_to_be(
    window: Window, qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    assert "no training in" in open_in(window, str(tmp_path))
    assert open_in(window, str(garden(tmp_path))) == ""
    assert window.out.dialog is not None, "a file from elsewhere is asked about first"
    assert "선물.garden" in window.out.dialog.heading.text()
    window.out.dialog.reject()
    assert open_in(window, "/a\0b")
    assert open_in(window, str(home / "runs" / "나의 훈련" / "run.json")) == ""
    qtbot.waitUntil(lambda: window.training.run.name == "나의 훈련", timeout=WAIT_MS)


def garden(folder: Path) -> Path:
    (folder / "선물.garden").write_bytes(b"PK\x03\x04")
    return folder / "선물.garden"


def test_macos_hands_files_and_links_to_the_app_that_runs(window: Window, qtbot: QtBot, home: Path) -> None:
    app = QApplication.instance()
    assert app is not None
    desktop = OpenedByDesktop(app)
    window.asked = door.asking(Request(), None, desktop)
    QApplication.sendEvent(app, QFileOpenEvent(QUrl("torchgarden://open?page=settings")))
    window.frame_passed()
    assert window.frame.opened == "settings"
    QApplication.sendEvent(app, QFileOpenEvent(str(home / "runs" / "나의 훈련")))
    window.frame_passed()
    qtbot.waitUntil(lambda: window.training.run.name == "나의 훈련", timeout=WAIT_MS)
    for _ in range(3 * MOST):
        QApplication.sendEvent(app, QFileOpenEvent("/nothing"))
    assert len(desktop.opened()) == MOST
    app.removeEventFilter(desktop)
    desktop.deleteLater()


def test_the_app_says_which_menu_entry_it_is(qapp: QApplication) -> None:
    say_who_we_are(system="linux")
    assert qapp.desktopFileName() == "org.torchgarden.app"
    entry = ROOT / "resources" / "linux" / f"{qapp.desktopFileName()}.desktop"
    assert "\nStartupWMClass=torchgarden\n" in entry.read_text("utf-8")


# ---------------------------------------------------------------------------------------------------- from the desktop
@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("torchgarden://open?page=runs", "torchgarden://open?page=runs"),
        ("file:///tmp/%EB%82%98%20a", "/tmp/나 a"),
        ("file://localhost/tmp/a", "/tmp/a"),
        ("/tmp/../tmp/a b", "/tmp/a b"),
        ("", ""),
        ("a\0b", "a\0b"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_what_a_desktop_hands_over_is_understood(given: str, meant: str) -> None:
    assert as_given(given) == meant


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_an_address_on_another_computer_is_no_path_here() -> None:
    assert not Path(as_given("file://server/share/run")).is_dir()
    assert as_given("file://[bad") == "file://[bad"


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        (["--opened", "torchgarden://open?page=runs"], "torchgarden://open?page=runs"),
        (["torchgarden://open?page=runs"], "torchgarden://open?page=runs"),
        (["--opened", "torchgarden://x", "--python", "/tmp/evil"], "torchgarden://x --python /tmp/evil"),
        (["--opened", "torchgarden://x", "--new-window"], "torchgarden://x --new-window"),
        (["--opened", "torchgarden://open", "--trainer"], "torchgarden://open --trainer"),
    ],
)  # fmt: skip
def test_a_second_start_by_the_desktop_hands_it_to_the_first_window_as_it_is(
    first: object, home: Path, words: list[str], opened: str
) -> None:
    command = [sys.executable, "-m", "gui", *words]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as second:
        found = heard(first, lambda found: second.poll() is not None)  # type: ignore[arg-type]
        second.communicate()
    assert second.returncode == 0
    assert found == [Request(opened=opened)], "behind --opened nothing is an option"


def test_a_folder_from_the_desktop_is_the_run_that_a_start_begins_with(home: Path, tmp_path: Path) -> None:
    folder = home / "runs" / "나의 훈련"
    saved_run(folder)
    assert asked_to_open("", folder.as_uri()) == (str(folder), "")
    assert asked_to_open("", str(folder / "run.json")) == (str(folder), "")
    assert asked_to_open("", str(tmp_path)) == ("", str(tmp_path)), "the window says that it is none"
    assert asked_to_open(str(folder), "") == (str(folder), "")
    assert asked_to_open("", "torchgarden://open?run=x") == ("", "torchgarden://open?run=x")
    assert asked_to_open("", "") == ("", "")


def test_a_training_in_one_file_is_opened_by_its_place_however_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = garden(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert asked_to_open("선물.garden", "") == ("", str(path)), "typed, from where the person is"
    assert asked_to_open("", path.as_uri()) == ("", str(path)), "from the desktop"


def test_a_link_named_like_a_training_in_one_file_opens_none() -> None:
    with pytest.raises(LinkError):
        read_link("torchgarden://open?run=../a.garden")


def test_what_the_first_start_was_asked_is_asked_once() -> None:
    app = QApplication.instance() or QApplication([])
    desktop = OpenedByDesktop(app)
    asked = door.asking(Request(opened="torchgarden://open"), None, desktop)
    started = time.monotonic()
    assert asked() == [Request(opened="torchgarden://open")]
    assert asked() == []
    assert time.monotonic() - started < 1
    app.removeEventFilter(desktop)
    desktop.deleteLater()
