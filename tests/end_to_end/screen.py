"""A screen of the test's own: an X server without hardware."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator


def can_be_made() -> bool:
    """Whether there is a program for it here."""
    return shutil.which("Xvfb") is not None


@contextlib.contextmanager
def screen(width: int = 1280, height: int = 800) -> Iterator[dict[str, str]]:
    """Start an X server on a free display; give the environment for programs that shall appear on it."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "the X server did not start"
        yield {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(10)
