"""A program and all it starts end together. Windows' part runs here on pretended calls of the system."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any

import pytest

from core.workers import process_tree
from core.workers.process_tree import CREATE_SUSPENDED, Group, why_ended
from tests.processes import runs, wait_ended


class Windows:
    """Windows' calls, written down in their order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, job: int | None = 7, resumes: bool = True) -> None:
        self.calls: list[str] = []
        self.flags = 0
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0x200, raising=False)
        monkeypatch.setattr(subprocess, "CREATE_NO_WINDOW", 0x8000000, raising=False)
        monkeypatch.setattr(subprocess, "Popen", self.popen)
        monkeypatch.setattr(
            process_tree, "_windows_job", lambda handle: self.did(f"job of {handle}", job), raising=False
        )
        monkeypatch.setattr(process_tree, "_resume", lambda handle: self.did(f"run {handle}", resumes), raising=False)
        monkeypatch.setattr(
            process_tree, "_close_windows_job", lambda job: self.did(f"close {job}", None), raising=False
        )

    def did(self, what: str, answer: Any) -> Any:
        self.calls.append(what)
        return answer

    def popen(self, command: list[str], **settings: Any) -> Any:
        self.flags = settings["creationflags"]
        self.calls.append("made")
        windows = self

        class Process:
            _handle = 42
            pid = 1

            def kill(self) -> None:
                windows.calls.append("killed")

            def wait(self) -> int:
                return 0

        return Process()


def test_on_windows_a_program_runs_only_once_it_is_in_the_job_that_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows(monkeypatch)
    group = Group(["python.exe"])
    assert windows.flags & CREATE_SUSPENDED
    assert windows.calls == ["made", "job of 42", "run 42"]
    group.end()
    assert windows.calls[3:] == ["close 7", "killed"]


def test_it_runs_where_the_system_gives_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows(monkeypatch, job=None)
    Group(["python.exe"]).end()
    assert windows.calls == ["made", "job of 42", "run 42", "killed"]


def test_one_that_cannot_be_let_run_is_ended_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows(monkeypatch, resumes=False)
    with pytest.raises(OSError, match="did not let"):
        Group(["python.exe"])
    assert windows.calls[-2:] == ["close 7", "killed"]


@pytest.mark.skipif(sys.platform == "win32", reason="a group is a POSIX session")
def test_what_a_program_has_started_ends_with_it() -> None:
    code = "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
    group = Group([sys.executable, "-c", code + "print(p.pid, flush=True); p.wait()"])
    assert group.process.stdout is not None
    with group.process:  # closes its pipes
        started = int(group.process.stdout.readline())
        group.end()
    wait_ended([started], 30.0)
    assert not runs(started)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0xC0000374, "crashed inside a library (0xc0000374)"),
        (0xC0000374 - 2**32, "crashed inside a library (0xc0000374)"),
        (0xE06D7363, "crashed inside a library"),
        (0x80000003, "crashed inside a library"),
        (0xC0000142, "system library that PyTorch needs is missing"),
        (0xC0000138 - 2**32, "system library that PyTorch needs is missing"),
        (0xC000013A, "asked to stop"),
        (0xC000001D, "lacks an instruction"),
    ],
)
def test_how_a_worker_ended_on_windows_is_a_sentence(code: int, words: str) -> None:
    assert words in str(why_ended(code, ""))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
@pytest.mark.parametrize(("name", "words"), [("SIGTRAP", "(SIGTRAP)"), ("SIGSYS", "(SIGSYS)"), ("SIGQUIT", "to stop")])
def test_how_a_signal_ended_a_worker_is_a_sentence(name: str, words: str) -> None:
    number = int(signal.Signals[name])
    assert words in str(why_ended(-number, ""))
    assert words in str(why_ended(128 + number, ""))
