"""Log files of bounded size: one for the app, one for each kind of worker.

A file that has reached `LOG_BYTES` becomes ``NAME.1``, which replaces the one before. So a log takes at most twice
that.
"""

from __future__ import annotations

import contextlib
import io
import logging
import logging.handlers
from pathlib import Path
from typing import BinaryIO

from core.files import added_to, end_of, replace

LOG_BYTES = 1 << 20
TAIL_BYTES = 8 << 10
"""How much of the end of a worker's log is kept for a report."""
END_BYTES, END_LINES = 16 << 10, 40
"""How much of the end of the app's log stands in a report."""


class LogFile:
    """The file for what a worker writes to its stderr; keeps the last `TAIL_BYTES` in memory.

    Where nothing can be written (a full disk, a folder that is not ours) only these are kept: a worker that nobody
    reads would stop.
    """

    def __init__(self, path: Path, *, limit_bytes: int = LOG_BYTES) -> None:
        self._path = path
        self._limit_bytes = limit_bytes
        self._tail = b""
        self._file: BinaryIO | None = None
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = added_to(path, buffering=0)

    def write(self, data: bytes) -> None:
        """Add `data`, putting the file aside first if it would grow too large."""
        self._tail = (self._tail + data)[-TAIL_BYTES:]
        with contextlib.suppress(OSError):
            self._make_room(len(data))
            if self._file:
                self._file.write(data[-self._limit_bytes :])

    def _make_room(self, more_bytes: int) -> None:
        if not self._file or not self._file.tell() or self._file.tell() + more_bytes <= self._limit_bytes:
            return
        self._file.close()
        self._file = None
        try:
            replace(self._path, self._path.with_name(self._path.name + ".1"))
        except OSError:  # another window writes to it too, which Windows refuses; then it is emptied in place
            self._file = added_to(self._path, buffering=0)
            self._file.truncate(0)
        else:
            self._file = added_to(self._path, buffering=0)

    def tail(self) -> str:
        """Return the end of the log."""
        return self._tail.decode("utf-8", "replace")

    def close(self) -> None:
        """Close the file; `tail` still answers."""
        if self._file:
            self._file.close()


def end_of_app_log(logs: Path) -> str:
    """Return the last lines of the app's log, "" where there is none."""
    return end_of(logs / "app.log", most_bytes=END_BYTES, lines=END_LINES)


def start_app_log(path: Path) -> logging.Handler:
    """Write the app's own log to `path` too; return the handler, for `stop_app_log`."""
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):  # the app works without a log file
        path.parent.mkdir(parents=True, exist_ok=True)
        added_to(path).close()
        handler = _AppLog(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler


def stop_app_log(handler: logging.Handler) -> None:
    """Stop what `start_app_log` began."""
    logging.getLogger().removeHandler(handler)
    with contextlib.suppress(OSError):  # a full disk
        handler.close()


class _AppLog(logging.handlers.RotatingFileHandler):
    """The file of the app's log; like every log it is an ordinary file, whatever lies in its place meanwhile."""

    def _open(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(added_to(Path(self.baseFilename)), encoding=self.encoding)
