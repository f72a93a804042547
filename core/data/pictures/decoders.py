"""The processes that decode, and the one that has them do it: a file that takes too long or too much memory, or ends
its process, is counted, and another process goes on with the next.

    with Decoders() as decoders:
        for number, answer in decoders.answers(requests, going_on):

`going_on` is called again and again, at least every twentieth of a second; what it raises ends the processes. They are
children of the data worker, in its process group (Windows: its job), so whatever ends that ends them, too.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Union

from core.data.memory_watch import resident_bytes
from core.data.pictures.facts import PROBLEMS, Facts, from_plain
from core.messages.own.prepared import PicturePreparation

MEMORY_BYTES = 400 << 20
"""Of one process. With two of them, and what asks them, that stays below a gigabyte."""
PROCESSES = 2
FILE_S = 10.0
START_S = 60.0
"""How long a process may take to begin: a cold disk, a virus scanner."""
LOOK_S = 0.05
LINE_BYTES, CONTENT_BYTES = 1 << 16, 1 << 20
"""Of an answer: what is said, and the picture behind it."""
WAITING_BYTES = 3500
"""Of requests in a pipe at once: Windows' pipes hold 4096, and nobody waits for a process that hangs."""
WAITING = 16
MOST_FAILED = 4
MODULE = "core.data.pictures.decoder"


@dataclass(frozen=True)
class Request:
    """What to do with a file or an entry of an archive (`member` ≥ 0). `to` None: look at it."""

    path: str
    member: int = -1
    suffix: str = ""
    to: Union[PicturePreparation, None] = None
    cut: bool = False


@dataclass(frozen=True)
class Made:
    """The network's input of one picture; or why there is none, one of `facts.PROBLEMS`."""

    content: bytes = b""
    problem: str = ""


Answer = Union[Facts, Made]


def command() -> list[str]:
    """Return what starts a process that decodes; a packaged app has no ``-m``, it is its own (gui/__main__.py)."""
    frozen = bool(getattr(sys, "frozen", False))
    program = [sys.executable, *(["--pictures"] if frozen else ["-m", MODULE])]
    return [*program, str(MEMORY_BYTES), str(FILE_S)]


def prepared(
    paths: Sequence[str], preparation: PicturePreparation, going_on: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, Made]]:
    """Yield (place in `paths`, what became of it) for pictures that nobody has looked at, as they come: decoded in
    processes with limits, and prepared as all of the data were. Why one cannot be read is in `facts.WHY`."""
    with Decoders() as some:
        for place, answer in some.answers([Request(path, to=preparation) for path in paths], going_on):
            yield place, answer if isinstance(answer, Made) else Made(problem="broken")


@dataclass
class _Process:
    """One process: what it was asked and has not answered, oldest first, and since when it owes the next answer."""

    program: subprocess.Popen[bytes]
    reader: threading.Thread
    number: int
    asked: deque[tuple[int, Request, int]] = field(default_factory=deque)
    since: float = field(default_factory=time.monotonic)
    runs: bool = False

    @property
    def waiting_bytes(self) -> int:
        return sum(length for _, _, length in self.asked)


Told = tuple[int, Union[tuple[dict[str, Any], bytes], None]]
"""Which process, and its answer; None at its end."""


class Decoders:
    """Some processes that decode. A context manager: at its end they are gone."""

    def __init__(self, program: Sequence[str] = ()) -> None:
        self._program = list(program)
        self._told: queue.SimpleQueue[Told] = queue.SimpleQueue()
        self._processes: dict[int, _Process] = {}
        self._started = self._failed = 0

    def __enter__(self) -> Decoders:
        return self

    def __exit__(self, *_: object) -> None:
        for process in list(self._processes.values()):
            self._end(process)

    @property
    def pids(self) -> list[int]:
        """The processes that there are."""
        return [process.program.pid for process in self._processes.values()]

    def answers(self, requests: Iterable[Request], going_on: Callable[[], None]) -> Iterator[tuple[int, Answer]]:
        """Yield (number of a request, counted from 0, and its answer) for every request, as they come. Raises OSError
        where no process can be started. Who stops before the last one asks these processes nothing more."""
        waiting = deque(enumerate(requests))
        total, done = len(waiting), 0
        looked_at = time.monotonic()
        while done < total:
            self._feed(waiting)
            told = self._next(LOOK_S)
            if told is not None:
                for one in self._heard(told, waiting):
                    done += 1
                    yield one
            now = time.monotonic()
            if told is None or now - looked_at > LOOK_S:
                looked_at = now
                going_on()
                for one in self._ended_late(now, waiting):
                    done += 1
                    yield one

    # ------------------------------------------------------------------------------------------------------- asked
    def _feed(self, waiting: deque[tuple[int, Request]]) -> None:
        while waiting and len(self._processes) < min(PROCESSES, max(1, os.cpu_count() or 1)):
            if self._processes and len(waiting) < WAITING:
                break  # one is enough for a few
            self._start()
        for process in list(self._processes.values()):
            while waiting and len(process.asked) < WAITING:
                number, request = waiting[0]
                line = _line(number, request)
                if process.asked and process.waiting_bytes + len(line) > WAITING_BYTES:
                    break
                waiting.popleft()
                if not process.asked and process.runs:
                    process.since = time.monotonic()
                process.asked.append((number, request, len(line)))
                with contextlib.suppress(OSError):  # that it is gone is told by its reader
                    assert process.program.stdin is not None
                    process.program.stdin.write(line)
                    process.program.stdin.flush()

    def _start(self) -> None:
        program = subprocess.Popen(
            self._program or command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[3],
            creationflags=_creation_flags(),
        )  # fmt: skip
        self._started += 1
        number = self._started
        reader = threading.Thread(target=self._read, args=(program, number), name="pictures-reader", daemon=True)
        self._processes[number] = _Process(program, reader, number)
        reader.start()

    # -------------------------------------------------------------------------------------------------------- heard
    def _read(self, program: subprocess.Popen[bytes], number: int) -> None:
        """Put a process's answers into the queue, and None at its end; runs on a thread of its own."""
        assert program.stdout is not None
        with contextlib.suppress(OSError, ValueError, RecursionError):
            while line := program.stdout.readline(LINE_BYTES):
                head = json.loads(line)
                length = head["bytes"] if isinstance(head, dict) and type(head.get("bytes")) is int else -1
                if not 0 <= length <= CONTENT_BYTES:
                    break
                content = program.stdout.read(length)
                if len(content) != length:
                    break
                self._told.put((number, (head, content)))
        self._told.put((number, None))

    def _next(self, timeout_s: float) -> Told | None:
        try:
            return self._told.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def _heard(self, told: Told, waiting: deque[tuple[int, Request]]) -> Iterator[tuple[int, Answer]]:
        process = self._processes.get(told[0])
        if process is None:  # what was ended meanwhile
            return
        answered = told[1]
        if answered is None:
            yield from self._given_up(process, "crash", waiting)
            return
        head, content = answered
        if not process.runs and head.get("id") == -1:
            process.since, process.runs, self._failed = time.monotonic(), True, 0
            return
        try:
            number, request, _ = process.asked[0]
            if head.get("id") != number:
                raise ValueError("another request")
            answer = _answer(head, content, request)
        except (ValueError, IndexError, TypeError, KeyError):  # a process that says something else is not trusted
            yield from self._given_up(process, "crash", waiting)
            return
        process.asked.popleft()
        process.since = time.monotonic()
        yield number, answer

    # ------------------------------------------------------------------------------------------------------- ended
    def _ended_late(self, now: float, waiting: deque[tuple[int, Request]]) -> Iterator[tuple[int, Answer]]:
        for process in list(self._processes.values()):
            late = process.asked and now - process.since > (FILE_S if process.runs else START_S)
            if late or resident_bytes(process.program.pid) > MEMORY_BYTES:
                yield from self._given_up(process, "slow" if late else "huge", waiting)

    def _given_up(
        self, process: _Process, problem: str, waiting: deque[tuple[int, Request]]
    ) -> Iterator[tuple[int, Answer]]:
        """End a process; the file it was at is told of, the others that it was asked for wait for another one. Raises
        OSError where several do not even begin."""
        self._end(process)
        asked = list(process.asked)
        if not process.runs:
            self._failed += 1
            if self._failed >= MOST_FAILED:
                raise OSError("the process that reads pictures does not run")
        for number, request, _ in reversed(asked[1:] if process.runs else asked):
            waiting.appendleft((number, request))
        if asked and process.runs:
            number, request, _ = asked[0]
            yield number, Facts(problem=problem) if request.to is None else Made(problem=problem)

    def _end(self, process: _Process) -> None:
        self._processes.pop(process.number, None)
        process.program.kill()
        process.program.wait()
        process.reader.join()
        for stream in (process.program.stdin, process.program.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _line(number: int, request: Request) -> bytes:
    do: Literal["look", "make"] = "look" if request.to is None else "make"
    plain: dict[str, Any] = {"id": number, "do": do, "path": request.path, "member": request.member}
    plain |= {"suffix": request.suffix, "cut": request.cut}
    if (to := request.to) is not None:
        plain["to"] = [to.channels, to.height, to.width, to.fit, to.ground, to.inverted]
    return json.dumps(plain).encode("ascii") + b"\n"


def _answer(head: dict[str, Any], content: bytes, request: Request) -> Answer:
    """Return what a process has answered; raise ValueError or KeyError where it cannot be so."""
    if request.to is None:
        return from_plain(head["facts"])
    problem = head["problem"]
    size = request.to.channels * request.to.height * request.to.width
    if problem not in ("", *PROBLEMS) or len(content) != (0 if problem else size):
        raise ValueError("no picture")
    return Made(content, problem)
