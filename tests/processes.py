"""Look at other processes, which may end meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

import psutil


def command(process: psutil.Process) -> list[str]:
    """Return the command line of `process`; empty when it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def runs(pid: int) -> bool:
    """Whether a process with this number runs: it is there, and is no zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def started_by(pid: int) -> list[int]:
    """Return what a process has started, and what that has started; nothing when it has ended."""
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def wait_ended(pids: Iterable[int], timeout_s: float) -> None:
    """Wait until none of `pids` runs any more, at most `timeout_s` seconds. Exit codes are not read."""
    ends, left = time.monotonic() + timeout_s, list(pids)
    while (left := [pid for pid in left if runs(pid)]) and time.monotonic() < ends:
        threading.Event().wait(0.02)


def wait_until(true: Callable[[], bool], timeout_s: float = 60.0) -> None:
    """Wait for what another process does; fail if it is not done in time."""
    ends = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        threading.Event().wait(0.01)
