"""Reading gives way: the window and a training go first."""

from __future__ import annotations

import contextlib
import os
import sys

NICENESS = 10
BELOW_NORMAL = 0x4000
"""Windows' BELOW_NORMAL_PRIORITY_CLASS."""


def step_back() -> None:
    """Lower this process's priority, and that of what it starts on POSIX; where that is not possible, do nothing."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL)
    else:
        with contextlib.suppress(OSError):
            os.nice(NICENESS - os.nice(0))
