"""A program that is handed over knows nothing of us, has the normal priority, and goes on when we are ended."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from core.workers import process_tree
from core.workers.handover import (
    CREATE_BREAKAWAY_FROM_JOB,
    CREATE_NEW_CONSOLE,
    CREATE_NEW_PROCESS_GROUP,
    CREATE_NO_WINDOW,
    NICENESS,
    NORMAL_PRIORITY_CLASS,
    opener,
    outgoing_environment,
    quietly,
    start,
    windows_flags,
)
from tests.processes import runs, wait_ended, wait_until

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="sessions, niceness and descriptors of POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="a thread with a priority of its own")

# It tells what it was given, then stays until it is ended: whoever waits for the file knows that it is whole.
TELLER = """
import json, os, signal, sys
told = {"pid": os.getpid(), "session": os.getsid(0), "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "group": open("/proc/self/autogroup").read().split() if os.path.exists("/proc/self/autogroup") else [],
        "environment": dict(os.environ), "stdin": sys.stdin.read(), "descriptors": sorted(os.listdir("/proc/self/fd"))}
open(sys.argv[1] + ".half", "w").write(json.dumps(told))
os.replace(sys.argv[1] + ".half", sys.argv[1])
signal.pause()
"""
# A program of ours that steps back as an install does, hands over, and then does nothing until it is ended.
GIVER = """
import os, signal, sys
from pathlib import Path
from core.workers import handover
from core.workers.handover import step_back_as_a_session
extra = os.open("/dev/null", os.O_RDONLY); os.set_inheritable(extra, True)
step_back_as_a_session()
handover.quietly(lambda: print("quiet", os.getpriority(os.PRIO_PROCESS, 0), flush=True))
handover.let_go(handover.start([sys.executable, "-c", sys.argv[1], sys.argv[2]], folder=Path(sys.argv[3])))
print("given", flush=True)
signal.pause()
"""


@posix
def test_a_program_that_is_handed_over_goes_on_and_has_nothing_of_ours(tmp_path: Path) -> None:
    ours = {"PYTHONPATH": str(ROOT), "TORCHGARDEN_HOME": "/x", "QT_SCALE_FACTOR": "2", "QT_PLUGIN_PATH": "/bundle"}
    giver = subprocess.Popen(
        [sys.executable, "-c", GIVER, TELLER, str(tmp_path / "told"), str(tmp_path)],
        cwd=ROOT, env={**os.environ, **ours, "MINE": "yes"}, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    before = os.getpriority(os.PRIO_PROCESS, 0)
    wait_until((tmp_path / "told").exists)
    told: dict[str, Any] = json.loads((tmp_path / "told").read_text("utf-8"))
    try:
        os.killpg(giver.pid, signal.SIGKILL)
        giver.wait(30)
        assert runs(told["pid"]), "it ended with us"
        assert told["session"] == told["pid"]
        assert told["nice"] == before
        assert told["group"][1:] in ([], ["nice", "0"]), "its session has the normal priority too"
        assert told["stdin"] == ""
        assert told["descriptors"][:3] == ["0", "1", "2"]
        assert len(told["descriptors"]) == 4, "the fourth is the one that lists them"
        assert told["environment"]["MINE"] == "yes"
        assert not {*ours, "PYTHONNOUSERSITE", "PYTHONUTF8"} & {*told["environment"]}
    finally:
        os.kill(told["pid"], signal.SIGKILL)
        wait_ended([told["pid"]], 10)
        assert giver.stdout is not None
        giver.stdout.close()


@linux
def test_work_steps_back_with_all_it_starts_and_its_caller_does_not() -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    seen: list[int] = []

    def work() -> str:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        inner = threading.Thread(target=lambda: seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id())))
        inner.start()
        inner.join()
        asked = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpriority(os.PRIO_PROCESS, 0))"],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        seen.append(int(asked.stdout))
        return "done"

    assert quietly(work) == "done"
    assert seen == [max(before, NICENESS)] * 3
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_what_quiet_work_raises_is_raised(system: str) -> None:
    with pytest.raises(ZeroDivisionError):
        quietly(lambda: 1 // 0, system=system)


# ------------------------------------------------------------------------------------------------------- environment
def test_a_packaged_apps_own_folders_are_not_handed_on() -> None:
    given = {
        "PATH": "/usr/bin", "LANG": "ko_KR.UTF-8", "QT_IM_MODULE": "ibus", "PYTHONUTF8": "0",
        "LD_LIBRARY_PATH": "/app/_internal", "LD_LIBRARY_PATH_ORIG": "/opt/cuda", "PYTHONHOME": "/app",
        "_MEIPASS2": "/app", "_PYI_ARCHIVE_FILE": "/app/x", "QT_PLUGIN_PATH": "/app/qt", "TORCHGARDEN_X": "1",
        "PYSIDE6_OPTION_PYTHON_ENUM": "1",
    }  # fmt: skip
    assert outgoing_environment(given, frozen=True) == {
        "PATH": "/usr/bin", "LANG": "ko_KR.UTF-8", "QT_IM_MODULE": "ibus", "LD_LIBRARY_PATH": "/opt/cuda",
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- Windows
class Started:
    """What Windows was asked for; it refuses `refused` times to let a process leave its job."""

    def __init__(self, refused: int = 0) -> None:
        self.asked: list[dict[str, Any]] = []
        self.refused = refused

    def __call__(self, command: list[str], **settings: Any) -> str:
        self.asked.append({"command": command, **settings})
        if len(self.asked) <= self.refused:
            raise PermissionError(13, "access denied")
        return "started"


def test_windows_is_asked_to_let_it_out_of_our_job_and_not_to_step_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started()
    monkeypatch.setattr(subprocess, "Popen", started)
    start(["code.exe", "x y"], environment={"A": "1"}, windows=True)
    (asked,) = started.asked
    assert asked["creationflags"] == windows_flags(console=False)
    assert asked["creationflags"] & CREATE_BREAKAWAY_FROM_JOB
    assert asked["creationflags"] & NORMAL_PRIORITY_CLASS
    assert asked["creationflags"] & CREATE_NO_WINDOW
    assert asked["env"] == {"A": "1"}
    assert asked["stdin"] == asked["stdout"] == asked["stderr"] == subprocess.DEVNULL


def test_a_terminal_has_a_console_of_its_own_that_hears_the_interrupt_key(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started()
    monkeypatch.setattr(subprocess, "Popen", started)
    start(["cmd.exe"], console=True, windows=True)
    (asked,) = started.asked
    assert asked["creationflags"] & CREATE_NEW_CONSOLE
    assert not asked["creationflags"] & (CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP)
    assert asked["stdin"] is asked["stdout"] is asked["stderr"] is None, "they are its console's"


def test_where_a_job_around_ours_does_not_let_go_it_is_started_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    started = Started(refused=1)
    monkeypatch.setattr(subprocess, "Popen", started)
    assert start(["code.exe"], windows=True) == "started"  # type: ignore[comparison-overlap]
    assert started.asked[1]["creationflags"] == started.asked[0]["creationflags"] & ~CREATE_BREAKAWAY_FROM_JOB


def test_what_windows_refuses_for_another_reason_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", Started(refused=2))
    with pytest.raises(PermissionError):
        start(["code.exe"], windows=True)


def test_our_job_ends_with_us_and_lets_out_who_asks() -> None:
    kill_on_close, breakaway_ok = 0x2000, 0x0800
    assert kill_on_close | breakaway_ok == process_tree.JOB_LIMITS


class Kernel:
    """Windows' own library, as far as it says where libraries are looked for."""

    def __init__(self) -> None:
        self.folders: list[str | None] = []

    def SetDllDirectoryW(self, folder: str | None) -> int:
        self.folders.append(folder)
        return 1


@pytest.mark.parametrize("fails", [False, True])
def test_a_packaged_apps_libraries_are_forgotten_while_windows_starts_a_program(
    monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    kernel = Kernel()
    for name, value in (("platform", "win32"), ("frozen", True), ("_MEIPASS", "C:\\내 앱\\_internal")):
        monkeypatch.setattr(sys, name, value, raising=False)
    monkeypatch.setattr(ctypes, "WinDLL", lambda name: kernel, raising=False)

    def started(command: list[str], **settings: Any) -> str:
        assert kernel.folders == [None], "it is started while they are forgotten"
        if fails:
            raise FileNotFoundError(2, "no such program")
        return "started"

    monkeypatch.setattr(subprocess, "Popen", started)
    with pytest.raises(FileNotFoundError) if fails else contextlib.nullcontext():
        start(["code.exe"], environment={}, windows=True)
    assert kernel.folders == [None, "C:\\내 앱\\_internal"], "and afterwards ours are found again"


def test_on_macos_the_loaders_folders_are_the_persons_own_again() -> None:
    given = {"PATH": "/usr/bin", "DYLD_LIBRARY_PATH": "/app/Contents/Frameworks", "DYLD_FRAMEWORK_PATH": "/app",
             "DYLD_FRAMEWORK_PATH_ORIG": "/my own", "__PYVENV_LAUNCHER__": "/app"}  # fmt: skip
    assert outgoing_environment(given, frozen=True) == {"PATH": "/usr/bin", "DYLD_FRAMEWORK_PATH": "/my own"}


# ----------------------------------------------------------------------------------------------------------- opener
def test_only_linux_needs_a_program_to_open_things_with() -> None:
    assert opener({"xdg-open": "/usr/bin/xdg-open"}.get, system="linux") == "/usr/bin/xdg-open"
    assert opener({}.get, system="linux") == ""
    assert opener({"xdg-open": "/usr/bin/xdg-open"}.get, system="darwin") == ""
