"""Run a program that ends with us, and keeps our lock while it runs.

It stays in our process group, which a cancelled install kills. Descriptors it inherits (the install's lock) stay
open until it ends, even if we are killed first. A thread waits for its end: except on Windows, Python's own wait with
a time limit looks only every 50 ms.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Literal

import psutil  # type: ignore[import-untyped]

from core.env.look.system import Ran, end_tree
from core.workers.handover import NICENESS
from core.workers.process_tree import foreign_environment, own_libraries_forgotten

EVERY_S = 0.2
QUIETLY = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
MOST_BYTES = 64 << 20
"""What a program may print: one that prints without end would fill the disk."""


def run_program(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    text: str = "",
    timeout_s: float = float("inf"),
    tick: Callable[[], None] = lambda: None,
    keep_open: Sequence[int] = (),
    began: Callable[[int], None] = lambda pid: None,
    errors: Path | None = None,
) -> Ran:
    """Run `command` until it ends or `timeout_s` passes, with `text` as its input; its failure raises nothing.

    Output goes through files: a pipe that nobody reads would fill up. `began` hears its process number. `errors`: the
    file for what it says on stderr, which can be read meanwhile. What `tick` raises ends it.
    """
    environment = foreign_environment(environment, frozen=getattr(sys, "frozen", False))
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as out, _file_for(errors) as err:
        said.write(text.encode())
        said.seek(0)
        try:
            with own_libraries_forgotten():
                process = subprocess.Popen(
                    list(command), stdin=said, stdout=out, stderr=err, env=environment,
                    pass_fds=tuple(keep_open) if os.name == "posix" else (), creationflags=QUIETLY,
                )  # fmt: skip
        except (OSError, ValueError) as error:  # ValueError: NUL in a variable
            return Ran("missing", err=str(error))
        step_back(process.pid)
        began(process.pid)
        ends = time.monotonic() + timeout_s
        waiter = threading.Thread(target=process.wait, name="wait-for-program", daemon=True)
        waiter.start()
        end: Literal["done", "late", "endless"] = "done"
        try:
            while waiter.is_alive() and time.monotonic() < ends and end == "done":
                tick()
                waiter.join(min(EVERY_S, max(ends - time.monotonic(), 0.0)))
                end = "endless" if any(os.fstat(file.fileno()).st_size > MOST_BYTES for file in (out, err)) else "done"
            end = "late" if waiter.is_alive() and end == "done" else end
        finally:
            if waiter.is_alive():
                end_tree(process)
            waiter.join()
        return Ran(end, process.returncode, *(_text_of(file) for file in (out, err)))


class Outline:
    """A running program as it is seen from outside. `began` is what `run_program` calls."""

    def __init__(self) -> None:
        self._process: psutil.Process | None = None

    def began(self, pid: int) -> None:
        """Take the number of the process."""
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(pid)

    def computed_s(self) -> float:
        """The seconds it has computed, 0 where that cannot be seen."""
        with contextlib.suppress(psutil.Error):
            if self._process is not None:
                times = self._process.cpu_times()
                return float(times.user + times.system)
        return 0.0


def _file_for(path: Path | None) -> IO[bytes]:
    return path.open("w+b") if path else tempfile.TemporaryFile()


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(MOST_BYTES).decode("utf-8", "replace")


def step_back(pid: int) -> None:
    """Lower a process's priority, so that an install does not slow down the window or a training."""
    with contextlib.suppress(OSError, psutil.Error):  # it may have ended
        if os.name == "posix":
            os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
        else:
            psutil.Process(pid).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
