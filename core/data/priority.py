"""Reading gives way: the window and a training go first."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

NICENESS = 10
AUTOGROUP = Path("/proc/self/autogroup")
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
        if os.getsid(0) == os.getpid():
            _step_back_as_a_session()


def _step_back_as_a_session(place: Path = AUTOGROUP) -> None:
    """Lower the priority of this process's session, which is its own. Linux shares its processors among sessions first
    (sched(7), "The autogroup feature"): niceness counts only within one, and a worker has its own."""
    with contextlib.suppress(OSError):
        place.write_text(str(NICENESS), encoding="ascii")
