"""What the pages open in other programs goes on without the window, and knows nothing of it."""

from __future__ import annotations

import html
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.install import desktop
from gui.install.desktop import open_folder, open_private, open_url
from gui.kit.pieces import Button
from gui.kit.remembered import Preferences
from tests.gui.conftest import OpenWindow
from tests.processes import wait_ended, wait_until

ADDRESS = "http://127.0.0.1:8888/notebooks/%EC%B2%AB.ipynb?token=s3cret&x=%22"


def pretended_opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in the place of the desktop's own; return the file in which it says how it was started."""
    program, told = tmp_path / "xdg-open", tmp_path / "told"
    program.write_text(
        # A first line cannot name a program whose path has a space: a shell starts it.
        f"#!/bin/sh\n'''exec' '{sys.executable}' " + '"$0" "$@"\n' + "'''\nimport json, os, sys\n"
        "told = [os.getpid(), os.getsid(0), sys.argv[1], sorted(os.environ)]\n"
        f"half, whole = {str(tmp_path / 'half')!r}, {str(told)!r}\n"
        "open(half, 'w').write(json.dumps(told)); os.replace(half, whole)\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return told


@pytest.mark.skipif(sys.platform != "linux", reason="only there Qt starts the program itself")
@pytest.mark.parametrize("opens", [open_folder, open_url])
def test_the_desktops_opener_is_handed_over(opens: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = pretended_opener(tmp_path, monkeypatch)
    monkeypatch.setenv("TORCHGARDEN_HOME", "/x")
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    assert opens("/내 폴더")  # type: ignore[operator]
    wait_until(told.exists)
    pid, session, what, names = json.loads(told.read_text("utf-8"))
    assert (session, what) == (pid, "/내 폴더")
    assert session != os.getsid(0)
    assert not {"TORCHGARDEN_HOME", "QT_SCALE_FACTOR"} & {*names}
    wait_ended([pid], 10)


@pytest.mark.skipif(sys.platform != "linux", reason="the opener of this test is Linux's")
def test_a_token_is_on_no_command_line_and_only_this_person_can_read_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, folder = pretended_opener(tmp_path, monkeypatch), tmp_path / "내 노트"
    blocked = tmp_path / "a file"
    blocked.write_text("no folder")
    assert open_private(ADDRESS, (blocked, folder), kept_ms=0)
    (leads,) = folder.iterdir()
    assert stat.S_IMODE(leads.stat().st_mode) == 0o600
    written = html.unescape(leads.read_text("utf-8"))
    assert f'content="0; url={ADDRESS}"' in written
    assert f'href="{ADDRESS}"' in written
    wait_until(told.exists)
    pid, _, what, _ = json.loads(told.read_text("utf-8"))
    assert what == str(leads)
    assert "s3cret" not in what
    qtbot.waitUntil(lambda: not leads.exists())
    wait_ended([pid], 10)


@pytest.mark.skipif(sys.platform == "darwin", reason="on macOS there is no such file")
def test_opening_a_second_page_leaves_the_first_for_its_browser(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    due: list[Callable[[], object]] = []
    monkeypatch.setattr(desktop, "open_folder", lambda path: True)
    monkeypatch.setattr(desktop.QTimer, "singleShot", lambda ms, app, work: due.append(work))
    stale = tmp_path / ".torchgarden-open-old.html"
    stale.write_text(ADDRESS)
    os.utime(stale, (0, 0))
    assert open_private(ADDRESS, (tmp_path,), system="linux")
    (first,) = tmp_path.iterdir()
    assert first != stale, "one that a crash left behind goes"
    assert open_private(ADDRESS, (tmp_path,), system="linux")
    assert first.exists()
    due[0]()
    (second,) = tmp_path.iterdir()
    assert second != first, "each goes when its own time has come"
    due[1]()
    assert not [*tmp_path.iterdir()]


def test_what_was_left_behind_is_removed_when_the_window_closes(open_window: OpenWindow) -> None:
    window = open_window()
    folder = window.notebooks[0]
    folder.mkdir(parents=True, exist_ok=True)
    left, mine = folder / ".torchgarden-open-x1.html", folder / "mine.html"
    left.write_text(ADDRESS)
    mine.write_text("")
    window.close()
    assert not left.exists()
    assert mine.exists()


@pytest.mark.qt_log_ignore("does not support openUrl|propagateSizeHints|xdg-open|Unable to detect a web browser")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_computer_without_an_opener_is_a_sentence_with_what_to_copy(
    language: Any, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("BROWSER", raising=False)
    window = open_window(preferences=Preferences(language=language))
    assert not open_folder("/내 폴더")
    assert not open_url("https://torchgarden.example/releases")
    window.open_logs()
    bar = window.frame.bars.up["not opened"]
    assert str(window.folders.logs) in bar.sentence.text()
    if sys.platform == "linux":
        assert "xdg-utils" in bar.sentence.text()
    (copy,) = (button for button in bar.findChildren(Button) if button.text() in ("Copy", "복사"))
    copy.click()
    assert QGuiApplication.clipboard().text() == str(window.folders.logs)


def test_nobody_is_told_of_what_was_opened(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    monkeypatch.setattr(desktop.handover, "opener", lambda which: "")
    monkeypatch.setattr(desktop.QDesktopServices, "openUrl", lambda url: True)
    assert open_folder("/내 폴더")
    assert "not opened" not in window.frame.bars.up
