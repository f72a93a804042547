"""Our bugs, caught in one place: an uncaught exception becomes a log entry and a bar, and the app continues.

The hooks run in any thread, so they only write and remember. The window asks `waiting` in its frame timer and shows
what it gets. A crash below Python (a segfault) leaves its stacks in a file; the next start shows it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import logging
import platform
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import PySide6
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from core.files import added_to, read_bytes
from gui.kit.words import tr
from gui.notices.bar import Bar, BarButton, Tone
from gui.notices.bars import Bars
from gui.notices.masked import masked, person_here

LOG = logging.getLogger("torchgarden")
REMEMBERED = 20
CRASH_BYTES = 1 << 20
"""More than the stacks of any crash."""
HARMLESS = "This plugin does not support"  # said by a platform without a screen
FROZEN = bool(getattr(sys, "frozen", False))
QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True)
class Bug:
    """Something that should not have happened: one line, and the full traceback."""

    what: str
    detail: str


class Caught:
    """The bugs that the hooks have caught and nobody has shown. `release` restores the old hooks."""

    def __init__(self, crash_file: Path | None) -> None:
        self._bugs: deque[Bug] = deque(maxlen=REMEMBERED)
        self._seen: set[str] = set()
        self.last_crash = _read(crash_file)
        self._crash_file = crash_file
        self._file: TextIO | None = None
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(args.exc_type, args.exc_value, args.exc_traceback)
        self._qt_before = qInstallMessageHandler(self.qt_said)
        if crash_file is not None:
            with contextlib.suppress(OSError):  # where nothing can be written, a crash leaves nothing behind
                crash_file.parent.mkdir(parents=True, exist_ok=True)
                self._file = io.TextIOWrapper(added_to(crash_file), encoding="utf-8")
                self._file.truncate(0)
                faulthandler.enable(self._file)

    def caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Remember an uncaught exception; one that repeats is shown once."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error or kind(), trace)
            return
        detail = "".join(traceback.format_exception(kind, error, trace))
        LOG.error("not caught: %s", detail)
        self._remember(Bug(f"{kind.__name__}: {error}", detail))

    def qt_said(self, level: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """Log what Qt says; what Qt calls critical is a bug of ours."""
        harmless = message.startswith(HARMLESS)
        LOG.log(logging.DEBUG if harmless else QT_LEVELS.get(level, logging.WARNING), "Qt: %s", message)
        if level in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self._remember(Bug(f"Qt: {message}", f"{message}\n{context.file}:{context.line}"))

    def _remember(self, bug: Bug) -> None:
        if bug.detail not in self._seen:
            self._seen.add(bug.detail)
            self._bugs.append(bug)

    def waiting(self) -> list[Bug]:
        """Return the bugs caught since the last call."""
        found = []
        with contextlib.suppress(IndexError):
            while True:
                found.append(self._bugs.popleft())
        return found

    def release(self) -> None:
        """Restore the old hooks, and delete an empty crash file."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._qt_before)
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            with contextlib.suppress(OSError):
                Path(self._crash_file or "").unlink()
            self._file = None


def catch_all(crash_file: Path | None = None) -> Caught:
    """Catch what nobody else catches: from Python, threads and Qt. Crashes go to `crash_file`."""
    return Caught(crash_file)


@contextlib.contextmanager
def reported() -> Iterator[None]:
    """Report an exception raised inside like an uncaught one, and continue: one broken picture must not cost the
    rest of a frame."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 (it goes to the hooks of `catch_all`)
        sys.excepthook(type(error), error, error.__traceback__)


def _read(path: Path | None) -> str:
    """Return what a crash left, "" for nothing."""
    with contextlib.suppress(OSError):
        return read_bytes(path, limit_bytes=CRASH_BYTES).decode("utf-8", "replace") if path is not None else ""
    return ""


def report(detail: str, *, envs: tuple[str, ...] = ()) -> str:
    """Return a report: versions, system, the traceback. Nothing about the person: names are masked, those of `envs`
    too."""
    lines = [
        f"TorchGarden on {platform.platform()}",
        f"Python {platform.python_version()} · Qt {PySide6.__version__} · {'packaged' if FROZEN else 'from source'}",
        "",
        detail.rstrip(),
    ]
    return masked("\n".join(lines), person_here(envs=envs))


def show_problem(
    bars: Bars,
    subject: str,
    sentence: Callable[[], str],
    *,
    detail: str = "",
    does: Callable[[], tuple[BarButton, ...]] = tuple,
    tone: Tone = "bad",
    page: str = "",
) -> Bar:
    """Show in one sentence what went wrong, with a report behind "Details".

    The words are functions, because the language can change while the bar is visible.
    """
    told = report(detail) if detail else ""
    return bars.show_bar(subject, lambda: Bar(sentence(), tone=tone, does=does(), report=told), page=page)


def show_bug(bars: Bars, bug: Bug, open_log: Callable[[], Any]) -> Bar:
    """Show that something in the app failed, and that it still runs."""

    def sentence() -> str:
        return tr("Something in TorchGarden went wrong and was written to the log; you can go on.")

    return show_problem(
        bars, "bug", sentence, detail=bug.detail, does=lambda: (BarButton(tr("Open log"), open_log, stays=True),)
    )
