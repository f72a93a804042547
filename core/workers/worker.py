"""The app's end of a worker: a child process, commands in, events out.

    worker = start_trainer(log=folders.logs / "trainer.log")
    number = worker.send(Play())
    for event, answers in worker.events(limit=200):      # every frame; never blocks
        show(event)

Two threads read for the window: one the events, into a bounded `Backlog`, one the worker's stderr, into a bounded log
file. Neither touches the window. However a worker ends, the last event is one `Failed`, with a sentence for the person
and the end of the log for a report, unless the app ended it itself (`close`, `kill`, `dismiss`).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from core.messages.train_events import Failed, Pulse
from core.prefix import path_with, prefix_of
from core.sentence import Problem, say
from core.workers import wire
from core.workers.backlog import Backlog, shortened
from core.workers.log import LogFile
from core.workers.process_tree import Group, foreign_environment, memory_kills, why_ended, why_not_started
from core.workers.silence import DATA, INSIDE, INSTALLER, OUT, TRAINER, Watch, Wording

READ_BYTES = 1 << 16
END_S = 4.0
"""How long a worker may take to end by itself once its pipe is closed."""
HELD_S = 4.0
"""How long whoever ends a worker waits until it is gone: a dead disk or a driver may hold it for ever."""


class WorkerLike(Protocol):
    """What a window needs of a worker; also `session_tape.Recorder` and `session_tape.Replay` are such."""

    def send(self, command: object) -> int:
        """Send one command; return its number."""

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        """Return up to `limit` waiting (event, number of the command it answers or None)."""

    def wait(self, timeout_s: float) -> bool:
        """Wait for an event; return whether one is there."""

    def close(self) -> None:
        """Let the worker save and end."""

    def kill(self) -> None:
        """End the worker at once."""

    def dismiss(self) -> None:
        """End the worker at once, without waiting for it."""


class Worker:
    """A running child process."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        wording: Wording = TRAINER,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start `command`. If it cannot be started, a `Failed` event says so, as for any other end."""
        self._numbers = 0
        self._watch = Watch(wording, clock=clock)
        self._sending = threading.Lock()
        self._backlog = Backlog()
        self._log = LogFile(log)
        self._ended_by_us = False
        self._memory_kills = memory_kills()
        self._threads: list[threading.Thread] = []
        try:
            self._group: Group | None = Group(command, environment=environment, folder=folder)
        except OSError as error:
            self._group = None
            self._backlog.put(Failed(why_not_started(error), f"{command[0]}: {error}"), None)
            self._backlog.close()
            self._log.close()
            return
        self._log_thread = threading.Thread(target=self._read_log, name="worker-log", daemon=True)
        events = threading.Thread(target=self._tell_events, name="worker-events", daemon=True)
        self._threads = [self._log_thread, events]
        for thread in self._threads:  # the log's first: the other waits for it when the worker is gone at once
            thread.start()

    @property
    def pid(self) -> int:
        """The worker's process id; 0 if it could not be started."""
        return self._group.process.pid if self._group else 0

    @property
    def alive(self) -> bool:
        """Whether events can still come."""
        return self._backlog.is_open

    def send(self, command: object) -> int:
        """Send one command and return its number. That a worker is gone is said by `Failed`, not here."""
        with self._sending:
            self._numbers += 1
            line = wire.encode(command, number=self._numbers)
            self._watch.asked(self._numbers)
            if self._group and self._group.process.stdin:
                with contextlib.suppress(OSError, ValueError):
                    self._group.process.stdin.write(line)
                    self._group.process.stdin.flush()
            return self._numbers

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        """Return up to `limit` waiting (event, number of the command it answers or None); never blocks. Whether the
        worker is silent is seen here."""
        taken = self._backlog.take(limit)
        for event, answers in taken:
            self._watch.took(event, answers)
        silence = self._watch.look(detail=self._log.tail) if self.alive and len(taken) < limit else None
        return taken if silence is None else [*taken, (silence, None)]

    def wait(self, timeout_s: float) -> bool:
        """Wait for an event, for callers without a window; return whether one is there."""
        return self._backlog.wait(timeout_s)

    def close(self) -> None:
        """Close our end: the worker does what was asked, saves and ends; one that takes too long is ended."""
        self._ended_by_us = True
        if self._group is None:
            return
        with contextlib.suppress(OSError), self._sending:
            if self._group.process.stdin:
                self._group.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._backlog.close()
            self._group.process.wait(timeout=END_S)
        self.kill()

    def kill(self) -> None:
        """End the worker and all it started, at once; wait until it is gone, but not for what the system holds."""
        self._end().join(HELD_S)

    def interrupt(self) -> bool:
        """Ask a worker that is busy to stop what it does, as Ctrl+C would; return whether this system can. The worker
        decides what may be stopped."""
        return self._group is not None and self._group.interrupt()

    def dismiss(self) -> None:
        """End the worker and all it started, at once; a thread waits for it, for the window cannot."""
        self._end()

    def _end(self) -> threading.Thread:
        """End the worker; return the thread that waits until it is gone."""
        self._ended_by_us = True
        if self._group is not None:
            self._group.signal()
        thread = threading.Thread(target=self._finish, name="worker-end", daemon=True)
        thread.start()
        return thread

    def _finish(self) -> None:
        if self._group is None:
            return
        self._group.end()
        self._backlog.close()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()
        self._close_files()

    def _close_files(self) -> None:
        """Close our ends of the pipes and the log, of a group that is gone; twice does no harm."""
        if self._group is None:
            return
        for stream in (self._group.process.stdin, self._group.process.stdout, self._group.process.stderr):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
        self._log.close()

    # ------------------------------------------------------------------------------------------------ the threads
    def _tell_events(self) -> None:
        """Turn lines into events until the worker's end closes; then say why it ended. Whatever goes wrong here, the
        last event says so: nobody sees that a thread is gone."""
        try:
            failed = self._read_events()
        except Exception:  # noqa: BLE001 (our own fault, told like one of the worker's)
            self._backlog.put(_misunderstood(traceback.format_exc()), None)
            failed = True
        if not self._ended_by_us:
            self._say_why(failed)
        self._backlog.close()

    def _read_events(self) -> bool:
        """Put what the worker says into the backlog, to its end; return whether it said that it has failed."""
        while line := self._line():
            try:
                event, _, answers = wire.decode(line)
            except Problem as problem:
                event, answers = _misunderstood(str(problem)), None
            self._watch.heard(event)
            if isinstance(event, Pulse):
                continue
            self._backlog.put(shortened(event, line_bytes=len(line)), answers)
            if isinstance(event, Failed):
                return True
        return False

    def _line(self) -> bytes:
        """Return the next line, empty at the end."""
        assert self._group is not None
        assert self._group.process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            return self._group.process.stdout.readline(wire.LINE_BYTES + 2)
        return b""

    def _say_why(self, failed: bool) -> None:
        """Wait until the process is gone and put a `Failed` last, unless it has sent one itself."""
        assert self._group is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._group.process.wait(timeout=END_S)
        ended_itself = self._group.process.poll() is not None
        self._group.end()
        self._log_thread.join(timeout=END_S)
        if self._ended_by_us:
            return
        self._close_files()
        if failed:
            return
        code = self._group.process.returncode if ended_itself else 0
        log = self._log.tail()
        reason = why_ended(code, log, out_of_memory=code == -9 and memory_kills() > self._memory_kills)
        self._backlog.put(Failed(reason, f"exit code {code}\n{log}"), None)

    def _read_log(self) -> None:
        assert self._group is not None
        assert self._group.process.stderr is not None
        with contextlib.suppress(OSError, ValueError):
            while data := os.read(self._group.process.stderr.fileno(), READ_BYTES):
                self._log.write(data)


def _misunderstood(detail: str) -> Failed:
    return Failed(say("The worker said something that cannot be understood."), detail)


# ------------------------------------------------------------------------------------------------ the five workers
def start_trainer(python: Path | None = None, *, log: Path, arguments: Sequence[str] = ()) -> Worker:
    """Start the train worker, with our own PyTorch or that of the environment whose interpreter is `python`."""
    command, environment, folder = trainer_command(python)
    return Worker([*command, *arguments], log=log, environment=environment, folder=folder)


def start_inside(python: Path | None = None, *, log: Path) -> Worker:
    """Start the inside worker, on the Python that trains."""
    command, environment, folder = trainer_command(python, "--inside", "core.inside.start")
    return Worker(command, log=log, environment=environment, folder=folder, wording=INSIDE)


def start_data(python: Path | None = None, *, log: Path) -> Worker:
    """Start the data worker, on the Python that trains: it has what reads pictures."""
    command, environment, folder = trainer_command(python, "--data", "core.data.start")
    return Worker(command, log=log, environment=environment, folder=folder, wording=DATA)


def start_out(python: Path | None = None, *, log: Path) -> Worker:
    """Start the out worker, on the Python that trains."""
    command, environment, folder = trainer_command(python, "--out", "core.out.start")
    return Worker(command, log=log, environment=environment, folder=folder, wording=OUT)


def start_installer(*, log: Path, arguments: Sequence[str] = ()) -> Worker:
    """Start the install worker."""
    command, environment, folder = _own_command("--installer", "core.env.worker")
    return Worker([*command, *arguments], log=log, environment=environment, folder=folder, wording=INSTALLER)


def trainer_command(
    python: Path | None = None, flag: str = "--trainer", module: str = "core.train.start"
) -> tuple[list[str], dict[str, str], Path]:
    """Return (command, environment, folder) that make a train worker, or another worker that needs torch."""
    if python is None:
        return _own_command(flag, module)
    frozen = _frozen()
    environment = foreign_environment(os.environ, frozen=frozen)
    source = _bundle() / "worker_src" if frozen else _source()
    environment["PYTHONPATH"] = str(source)
    if frozen:
        # Byte code of another Python must not be written into our folder: it may be read-only, or signed.
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    if sys.platform == "win32":
        environment["PATH"] = path_with(str(prefix_of(python)), environment.get("PATH", ""))
    return [str(python), "-m", module], environment, source


def _own_command(flag: str, module: str) -> tuple[list[str], dict[str, str], Path]:
    """Return (command, environment, folder) of our own worker: the packaged app itself, or this Python and a module."""
    environment = dict(os.environ)
    if _frozen():
        return [sys.executable, flag], environment, Path(sys.executable).parent
    environment.pop("PYTHONPATH", None)  # `-m` finds the module in the folder it is started in
    environment["PYTHONUTF8"] = "1"
    return [sys.executable, "-m", module], environment, _source()


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))


def _bundle() -> Path:
    return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent))


def _source() -> Path:
    """Return the folder that `core` is in."""
    return Path(__file__).resolve().parents[2]
