"""How much memory another process takes, asked of the system, and a limit that this process sets for itself."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


def limit_myself(*, memory_bytes: int) -> None:
    """Let this process take no more memory than so much, write no file, and leave no core file; where the system knows
    such limits (POSIX)."""
    if sys.platform == "win32":
        return
    import resource

    for which, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):  # macOS refuses RLIMIT_AS; then `resident_bytes` is looked at
            hard = resource.getrlimit(which)[1]
            resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def end_myself_after(seconds: float) -> None:
    """Let the system end this process after so many seconds, also within a call that never returns; 0: not any more.
    Not on Windows, where whoever started it does that alone."""
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)


def resident_bytes(pid: int) -> int:
    """Return how much of the computer's memory a process takes; 0 where the system does not say."""
    if sys.platform == "linux":
        try:
            pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return _of_windows(pid) if sys.platform == "win32" else _of_macos(pid)


if sys.platform == "win32":

    def _of_windows(pid: int) -> int:
        """PROCESS_MEMORY_COUNTERS.WorkingSetSize."""
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [
                ("cb", wintypes.DWORD),
                ("PageFaultCount", wintypes.DWORD),
                *[
                    (name, ctypes.c_size_t)
                    for name in (
                        "PeakWorkingSetSize",
                        "WorkingSetSize",
                        "QuotaPeakPagedPoolUsage",
                        "QuotaPagedPoolUsage",
                        "QuotaPeakNonPagedPoolUsage",
                        "QuotaNonPagedPoolUsage",
                        "PagefileUsage",
                        "PeakPagefileUsage",
                    )
                ],
            ]

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.OpenProcess.argtypes = [wintypes.DWORD, wintypes.BOOL, wintypes.DWORD]
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD]
        query_limited_information = 0x1000
        handle = kernel.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return 0
        found = Counters(cb=ctypes.sizeof(Counters))
        known = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(found), ctypes.sizeof(found))
        kernel.CloseHandle(handle)
        return int(found.WorkingSetSize) if known else 0

else:

    def _of_windows(pid: int) -> int:
        return 0


def _of_macos(pid: int) -> int:
    """rusage_info_v0.ri_resident_size of proc_pid_rusage: the seventh number of 64 bits behind a UUID of 16 bytes."""
    import ctypes

    try:
        system = ctypes.CDLL("libproc.dylib")
        found = (ctypes.c_uint64 * 16)()
        known = system.proc_pid_rusage(pid, 0, ctypes.byref(found)) == 0
    except (OSError, AttributeError):
        return 0
    return int(found[2 + 6]) if known else 0
