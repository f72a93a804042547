"""A file forced to the disk while the training goes on.

Between writing a file beside and moving it into place its content must have reached the disk, or a power failure may
leave the new name with nothing in it. `fsync` takes milliseconds on a good disk and a second on a bad one, so it runs
on a thread of its own and the writer asks now and then whether it is done.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

from core.files import force


class Flush:
    """A file on its way to the disk; `wait` raises the `OSError` that the disk answered with."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="flush", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            descriptor = os.open(self._path, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                force(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            self._error = error

    def wait(self, timeout_s: float | None) -> bool:
        """Return whether the content is on the disk, after at most `timeout_s` (None: however long it takes)."""
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            return False
        if self._error is not None:
            raise self._error
        return True
