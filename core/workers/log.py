"""Log files of bounded size: one for the app, one for each kind of worker.

A file that has reached `LOG_BYTES` is put aside as ``NAME.1``, replacing the one before, so a log never takes more
than twice that.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
from io import FileIO
from pathlib import Path

LOG_BYTES = 1 << 20
TAIL_BYTES = 8 << 10
"""How much of a worker's last words is kept for a report."""


class LogFile:
    """A file that what a worker writes to its stderr is added to, as it is. Keeps the last `TAIL_BYTES` at hand.

    A disk that is full or gone costs the log and nothing else: who reads a worker's stderr must not stop.
    """

    def __init__(self, path: Path, *, limit_bytes: int = LOG_BYTES) -> None:
        self._path = path
        self._limit_bytes = limit_bytes
        self._tail = b""
        self._file: FileIO | None = None
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._opened()

    def write(self, data: bytes) -> None:
        """Add `data`."""
        self._tail = (self._tail + data)[-TAIL_BYTES:]
        if self._file is not None:
            with contextlib.suppress(OSError, ValueError):
                self._add(self._file, data)

    def _add(self, file: FileIO, data: bytes) -> None:
        """Add `data`, putting the file aside first if it would grow too large."""
        if file.tell() + len(data) > self._limit_bytes and file.tell():
            file.close()
            self._path.replace(self._path.with_name(self._path.name + ".1"))
            self._file = file = self._opened()
        file.write(data[-self._limit_bytes :])

    def _opened(self) -> FileIO:
        return self._path.open("ab", buffering=0)

    def tail(self) -> str:
        """Return the last words."""
        return self._tail.decode("utf-8", "replace")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def start_app_log(path: Path) -> logging.Handler:
    """Send the app's own log to `path` as well; return the handler, for `stop_app_log`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler


def stop_app_log(handler: logging.Handler) -> None:
    """Take `start_app_log` back."""
    logging.getLogger().removeHandler(handler)
    handler.close()
