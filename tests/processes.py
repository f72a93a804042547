"""Looking at other processes, which may end while they are looked at."""

from __future__ import annotations

import psutil


def command(process: psutil.Process) -> list[str]:
    """The command line `process` was started with; empty once it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def runs(pid: int) -> bool:
    """Whether a process of this number runs: it is there, and not only waiting for its exit code to be read."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def wait_ended(pids: list[int], timeout_s: float) -> None:
    """Wait until none of `pids` runs any more, at most `timeout_s` seconds."""
    there = []
    for pid in pids:
        try:
            there.append(psutil.Process(pid))
        except psutil.Error:
            continue
    psutil.wait_procs(there, timeout=timeout_s)
