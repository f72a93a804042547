"""Which training is open in this window, on disk, so that the next start can offer it after a crash.

One mark for each window: a file that names the run, and a lock beside it that the window holds as long as it lives. So
a second window never takes the mark of one that is open, and two that start after a crash do not both offer the run.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

from core.files import can_be_path, read_object, to_json, write
from core.locks import Lock, Taken, take

MARK_BYTES = 1 << 16
MANY = 1000


class CrashMark:
    """The mark of this window in the folder `marks`."""

    def __init__(self, marks: Path) -> None:
        self._file = marks / f"{secrets.token_hex(4)}.json"
        self._lock: Lock | None = None

    def note(self, run: str) -> None:
        """Write down which run is open, "" for none. Where nothing can be written, it is not offered after a crash."""
        with contextlib.suppress(OSError, Taken):
            if run:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._lock = self._lock or take(_lock_of(self._file))
                write(self._file, to_json({"run": run}))
            else:
                self._file.unlink(missing_ok=True)
        if not run and self._lock is not None:
            self._lock.release()
            self._lock = None
            with contextlib.suppress(OSError):
                _lock_of(self._file).unlink()

    def left_over(self) -> str:
        """Return the run that a window had open when it crashed, the last one first, and forget it; "" for none."""
        found: list[tuple[float, Path]] = []
        with contextlib.suppress(OSError):
            for mark in list(self._file.parent.glob("*.json"))[:MANY]:
                found.append((mark.stat().st_mtime, mark))
        for _, mark in sorted(found, reverse=True):
            with contextlib.suppress(OSError, Taken), take(_lock_of(mark)):
                run = _run_of(mark)
                mark.unlink()
                _lock_of(mark).unlink()
                if run:
                    return run
        return ""


def _lock_of(mark: Path) -> Path:
    return mark.with_suffix(".lock")


def _run_of(mark: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        run = read_object(mark, limit_bytes=MARK_BYTES).get("run")
        return run if isinstance(run, str) and can_be_path(run) and Path(run).is_absolute() else ""
    return ""
