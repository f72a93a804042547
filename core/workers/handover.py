"""Programs that outlive us: a notebook server, an editor, a terminal, the desktop's file manager.

They get a session of their own (on Windows they leave our job, which ends with us), the normal priority, and nothing
of our input, descriptors or environment. On POSIX a process that has lowered its priority cannot raise it again, nor
can what it starts. So `start` must be called from a thread of normal priority; `quietly` does other work at a lower
one.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

from core.workers.process_tree import BUNDLE_ONLY, foreign_environment, own_libraries_forgotten

Result = TypeVar("Result")
WINDOWS = sys.platform == "win32"
NICENESS = 10
AUTOGROUP = Path("/proc/self/autogroup")
OURS = ("QT_SCALE_FACTOR", "PYTHONNOUSERSITE", "PYTHONUTF8", "PYSIDE6_OPTION_PYTHON_ENUM", *BUNDLE_ONLY)
"""What the window, or PySide6 in it, sets for itself and its workers only."""

# Windows' own numbers: `subprocess` has no names for them elsewhere.
CREATE_NEW_CONSOLE = 0x00000010
NORMAL_PRIORITY_CLASS = 0x00000020
BELOW_NORMAL_PRIORITY_CLASS = 0x00004000
CREATE_NEW_PROCESS_GROUP = 0x00000200
CREATE_BREAKAWAY_FROM_JOB = 0x01000000
CREATE_NO_WINDOW = 0x08000000


def outgoing_environment(environment: Mapping[str, str], *, frozen: bool) -> dict[str, str]:
    """Return the environment of a program that is not ours: as the person had it."""
    clean = foreign_environment(environment, frozen=frozen)
    return {
        name: value
        for name, value in clean.items()
        if name not in OURS and not name.startswith(("TORCHGARDEN_", "_MEI", "_PYI_"))
    }


def windows_flags(*, console: bool) -> int:
    """Return how Windows starts it: out of the job that ends with us, at the normal priority.

    `console`: in a window of its own. Otherwise in a hidden console, which the programs that it starts share.
    """
    apart = CREATE_BREAKAWAY_FROM_JOB | NORMAL_PRIORITY_CLASS
    # A group of its own would make a new console deaf to Ctrl+C.
    return apart | (CREATE_NEW_CONSOLE if console else CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP)


def start(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    output: IO[bytes] | None = None,
    console: bool = False,
    windows: bool = WINDOWS,
) -> subprocess.Popen[bytes]:
    """Start a program that goes on when we end; raise OSError if it cannot be started.

    `environment` None: the person's own. `output`: a file for what it prints. Call `let_go` when nothing more is asked
    of the process.
    """
    if environment is None:
        environment = outgoing_environment(os.environ, frozen=bool(getattr(sys, "frozen", False)))
    printed = None if windows and console else output or subprocess.DEVNULL
    settings: dict[str, Any] = {
        "env": dict(environment),
        "cwd": folder,
        "stdin": None if windows and console else subprocess.DEVNULL,
        "stdout": printed,
        "stderr": printed if output is None else subprocess.STDOUT,
        "close_fds": True,
    }
    if not windows:
        return subprocess.Popen(list(command), start_new_session=True, **settings)
    flags = windows_flags(console=console)
    with own_libraries_forgotten():
        try:
            return subprocess.Popen(list(command), creationflags=flags, **settings)
        except PermissionError:  # a job around ours (a school's, a build server's) does not let go
            return subprocess.Popen(list(command), creationflags=flags & ~CREATE_BREAKAWAY_FROM_JOB, **settings)


def let_go(process: subprocess.Popen[bytes]) -> int:
    """Return the id of a process that goes on without us: Popen must not warn of a child that nobody waits for."""
    if process.poll() is None:
        process.returncode = 0
    return process.pid


# --------------------------------------------------------------------------------------------- the desktop's opener
def opener(which: Callable[[str], str | None], *, system: str = sys.platform) -> str:
    """Return the program that opens a folder or an address; "" where Qt can do it.

    On Linux Qt would hand our libraries on. On Windows and macOS the desktop itself starts the program.
    """
    return (which("xdg-open") or "") if system == "linux" else ""


# -------------------------------------------------------------------------------------------------------- work beside
def step_back() -> None:
    """Lower this process's priority, and that of what it starts on POSIX; where that is not possible, do nothing."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(NICENESS - os.nice(0))
    step_back_as_a_session()


def step_back_as_a_session(place: Path = AUTOGROUP) -> None:
    """Lower the priority of this process on Windows, and of its session on Linux, if it is its own: what gets another
    session from here on (on Windows, what asks for it) has the normal priority.

    Linux shares its processors among sessions first (sched(7), "The autogroup feature"): niceness counts only within
    one, and a worker has its own.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS)
    elif sys.platform == "linux" and os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):
            place.write_text(str(NICENESS), encoding="ascii")


def quietly(work: Callable[[], Result], *, system: str = sys.platform) -> Result:
    """Do `work` at a lower priority than the window and a training; return what it returns, raise its error.

    On Linux a thread has its own priority, and so have all threads and programs that it starts; the caller keeps the
    normal one and can still start programs at it. Elsewhere the work is simply done: on Windows the whole process has a
    low priority, and `start` asks for the normal one; on macOS a thread cannot lower its own, and the programs that do
    the work (uv) lower theirs.
    """
    if system != "linux":
        return work()
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 (raised again below, in the caller's thread)
            errors.append(error)

    thread = threading.Thread(target=run, name="quiet-work", daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
