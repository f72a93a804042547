"""A second start brings the first window up and hands over what it was asked; nobody else can ask anything of it."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.locks import take
from gui.__main__ import main
from gui.window.doorbell import LINE_BYTES, PAGES, TOLD, Doorbell, Request, come_in
from tests.conftest import ROOT
from tests.gui.conftest import WAIT_MS, OpenWindow
from tests.gui.test_window import saved_run

START = (
    "import sys, json; from pathlib import Path; from gui.window.doorbell import *\n"
    "print(come_in(Path(sys.argv[1]), Request(*sys.argv[3:]), patience_s=float(sys.argv[2])))\n"
)


@pytest.fixture
def first(home: Path) -> Iterator[Doorbell]:
    made = come_in(home, Request())
    assert isinstance(made, Doorbell)
    yield made
    made.close()


def start(home: Path, *asked: str, patience_s: float = 60.0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", START, str(home), str(patience_s), *asked]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def heard(doorbell: Doorbell, until: Any) -> list[Request]:
    """Look as a window does, once a frame, until something is so."""
    found: list[Request] = []
    while not until(found):
        found += doorbell.asked()
        time.sleep(0.002)
    return found


def test_a_second_start_hands_over_what_it_was_asked(first: Doorbell, home: Path) -> None:
    run = str(home / "runs" / "나의 훈련")
    second = start(home, run, "runs")
    assert heard(first, lambda found: second.poll() is not None) == [Request(run, "runs")]
    assert second.communicate()[0] == "True\n"


def test_a_killed_first_window_does_not_stand_in_the_way(home: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", START.replace("print(", "bell = (") + "import os; os._exit(9)", str(home), "1"],
        cwd=ROOT, check=False,
    )  # fmt: skip
    assert killed.returncode == 9
    assert (home / TOLD).exists()
    made = come_in(home, Request())
    assert isinstance(made, Doorbell)
    made.close()
    assert not (home / TOLD).exists()


def test_a_first_window_that_hangs_is_not_waited_for_long(first: Doorbell, home: Path) -> None:
    assert come_in(home, Request(), patience_s=0.0) is False, "a window of its own opens"


def test_a_start_while_the_first_window_closes_becomes_the_first(first: Doorbell, home: Path) -> None:
    second = start(home)
    time_out = time.monotonic() + 60
    while (home / TOLD).exists() and time.monotonic() < time_out:
        first.close()
    assert "Doorbell" in second.communicate(timeout=60)[0]


def test_who_wants_two_windows_gets_two(first: Doorbell, home: Path) -> None:
    assert come_in(home, Request(), own=True) is False


def test_each_home_has_its_own(first: Doorbell, tmp_path: Path) -> None:
    other = come_in(tmp_path, Request())
    assert isinstance(other, Doorbell)
    other.close()


def test_a_home_where_nothing_can_be_written_has_no_doorbell(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    assert come_in(tmp_path / "home", Request()) is False


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_only_the_person_may_read_the_token(first: Doorbell, home: Path) -> None:
    assert stat.S_IMODE((home / TOLD).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "line",
    [
        b"", b"\n", b"{\n", b"[]\n", b"\xff\n", b"x" * (LINE_BYTES + 2) + b"\n", b"[" * 5000 + b"\n",
        {"token": "wrong"}, {"token": 3}, {"token": "\ud800"}, {"run": "runs/mine"}, {"run": 7}, {"run": "/a\0"},
        {"run": "/" + "x" * 5000}, {"page": "nowhere"}, {"page": None}, None,
    ],
)  # fmt: skip
def test_what_is_odd_or_has_no_token_asks_nothing(first: Doorbell, home: Path, line: Any) -> None:
    told = json.loads((home / TOLD).read_text())
    if not isinstance(line, bytes):
        whole = {"token": told["token"], "run": "", "page": "", **(line or {})}
        if line is None:
            del whole["page"]
        line = json.dumps(whole).encode() + b"\n"
    with socket.create_connection(("127.0.0.1", told["port"])) as stranger:
        stranger.sendall(line)
        stranger.shutdown(socket.SHUT_WR)
        stranger.setblocking(False)
        answer = None
        while answer is None:
            assert first.asked() == []
            try:
                answer = stranger.recv(8)
            except BlockingIOError:
                time.sleep(0.002)
            except ConnectionResetError:
                answer = b""
        assert answer == b""


def test_many_that_say_nothing_do_not_keep_others_out_for_long(
    first: Doorbell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.window.doorbell.ANSWER_S", 0.01)
    port = json.loads((home / TOLD).read_text())["port"]
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(6)]
    second = start(home, "", "runs")
    assert Request("", "runs") in heard(first, lambda found: second.poll() is not None)
    assert second.communicate()[0] == "True\n"
    for connection in silent:
        connection.close()


def test_the_window_comes_up_with_what_was_asked(open_window: OpenWindow, qtbot: QtBot, home: Path) -> None:
    window = open_window()
    saved_run(home / "runs" / "mine", step=40)
    window.showMinimized()
    waiting = [Request(page="runs"), Request(run=str(home / "runs" / "mine"))]
    window.asked = lambda: [waiting.pop(0)] if waiting else []
    qtbot.waitUntil(lambda: window.training.run.name == "mine", timeout=WAIT_MS)
    assert not window.isMinimized()
    assert window.frame.opened == "train"


def test_only_pages_that_there_are_can_be_asked_for(open_window: OpenWindow) -> None:
    assert set(PAGES) == set(open_window().frame.pages)


def test_a_run_as_argument_must_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nothing")]) == 2
    assert "no training" in capsys.readouterr().err


def test_the_front_door_hands_a_run_over_and_ends(first: Doorbell, home: Path) -> None:
    saved_run(home / "runs" / "mine")
    command = [sys.executable, "-m", "gui", str(home / "runs" / "mine" / "run.json")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as second:
        found = heard(first, lambda found: second.poll() is not None)
    assert second.returncode == 0
    assert found == [Request(str(home / "runs" / "mine"), "")]


def test_a_lock_without_a_window_is_no_window(home: Path) -> None:
    with take(home / "window.lock"):
        assert come_in(home, Request(), patience_s=0.0) is False


def test_a_window_that_is_still_opening_takes_a_request_once(first: Doorbell, home: Path) -> None:
    second = start(home, "", "runs")
    while not first._visitors:  # it has come, and the window does not look yet
        with pytest.MonkeyPatch.context() as late:
            late.setattr(first, "_heard", lambda visitor: None)
            first.asked()
    assert heard(first, lambda found: second.poll() is not None) == [Request("", "runs")]
    assert second.communicate()[0] == "True\n"
