"""The worker's end of the conversation: a `Pipe` to the app, and `run`, the frame of every worker's `main`.

    def main() -> None:
        child.run(serve)

    def serve(pipe: Pipe) -> None:
        pipe.send(Ready(...))
        while True:
            for number, command in pipe.waiting():       # what has come; never blocks
                pipe.send(answer_to(command), answers=number)
            work_a_little()                              # or: pipe.receive(timeout_s) when there is nothing to do

When the app closes its end, or dies, `waiting` and `receive` still return what it asked before. Then they raise
`Closed`; `serve` may tidy up and let it through. A worker that is in a long call has `GRACE_S` to come back; then the
process ends.

The pipe belongs to the messages alone. First of all `run` takes descriptors 0 and 1 for it, and leaves the null device
and stderr in their place: a stray `print`, a message of a C library or an `input()` can neither disturb the messages
nor read them. Stderr goes to the app's log file.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from core.messages.train_events import Failed, Pulse, Rejected
from core.sentence import AdvisedProblem, Problem, say
from core.workers import wire
from core.workers.descriptors import take_descriptors
from core.workers.process_tree import is_out_of_memory, memory_sentence

PULSE_S = 1.0
"""How often a worker whose main thread is busy with one thing says that it lives."""
GRACE_S = 3.0
"""How long a worker may go on after the app's end has closed, to finish what it saves."""

NOT_READ = say(
    "The worker could not read what it was asked, and has changed nothing. Start TorchGarden again: parts of two "
    "versions may be running together."
)


class Closed(Exception):  # noqa: N818 (nothing went wrong)
    """The app has closed its end."""


class Pipe:
    """The way to and from the app. Any thread may send; only the main thread receives."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._arrived: queue.SimpleQueue[tuple[int, Any] | Exception] = queue.SimpleQueue()
        """Commands; last, what to raise instead of waiting: `Closed`, or an error of the reader itself."""
        self._lock = threading.Lock()
        self._busy_since: float | None = time.monotonic()
        """When the main thread was here last, or something was told; None while it waits."""
        self._unanswered: set[int] = set()
        self.closed = False
        self._reader = threading.Thread(target=self._read, name="pipe-reader", daemon=True)
        self._reader.start()

    def waiting(self) -> list[tuple[int, Any]]:
        """Return the (number, command) pairs that have come, oldest first, without waiting; raise `Closed` when nothing
        is left and nothing more can come."""
        self._busy_since = time.monotonic()
        found: list[tuple[int, Any]] = []
        with contextlib.suppress(queue.Empty):
            while True:
                entry = self._arrived.get_nowait()
                if isinstance(entry, Exception) and found:
                    self._arrived.put(entry)  # what came before it is done first
                    break
                found.append(self._take(entry))
        return found

    def receive(self, timeout_s: float | None = None) -> tuple[int, Any] | None:
        """Wait for the next (number, command) and return it, None if none came in time; raise `Closed` when nothing is
        left and nothing more can come."""
        self._busy_since = None
        try:
            return self._take(self._arrived.get(timeout=timeout_s))
        except queue.Empty:
            return None
        finally:
            self._busy_since = time.monotonic()

    def beat(self) -> None:
        """Say that the process lives, if nothing was told or taken in for a while or an answer is due."""
        since = self._busy_since
        busy_s = 0.0 if since is None else time.monotonic() - since
        if busy_s > PULSE_S or self._unanswered:
            self.send(Pulse(round(busy_s, 1)))

    def _take(self, entry: tuple[int, Any] | Exception) -> tuple[int, Any]:
        if isinstance(entry, Exception):
            self._arrived.put(entry)  # whoever asks next hears it too
            raise entry
        self._unanswered.add(entry[0])
        return entry

    def send(self, event: object, *, answers: int | None = None) -> None:
        """Send one event; raise `Closed` if nobody reads any more."""
        line = wire.encode(event, answers=answers)
        self._unanswered.discard(answers or 0)
        if self._busy_since is not None and not isinstance(event, Pulse):
            self._busy_since = time.monotonic()  # whoever tells how far it is does not hang
        try:
            with self._lock:
                self._outgoing.write(line)
                self._outgoing.flush()
        except (OSError, ValueError) as error:
            self._end(Closed())
            raise Closed from error

    def _read(self) -> None:
        """Turn lines into commands until the app's end closes; runs on the reader thread."""
        try:
            while line := self._line():
                self._hear(line)
            self._end(Closed())
        except Exception as error:  # noqa: BLE001 (the main thread raises it, and `run` tells it)
            self._end(error)

    def _line(self) -> bytes:
        """Return the next line, empty at the end."""
        with contextlib.suppress(OSError, ValueError):
            return self._incoming.readline(wire.LINE_BYTES + 2)
        return b""

    def _hear(self, line: bytes) -> None:
        try:
            command, number, _ = wire.decode(line)
        except Problem as problem:
            self._refuse(line, problem)
            return
        if number is not None:
            self._arrived.put((number, command))

    def _end(self, reason: Exception) -> None:
        """Nothing more will come: after the last command, the next call raises `reason`."""
        self.closed = True
        self._arrived.put(reason)

    def _refuse(self, line: bytes, problem: Problem) -> None:
        """Refuse a command that could not be read, if its number can be."""
        print(f"refused a line of {len(line)} bytes: {problem}", file=sys.stderr, flush=True)
        with contextlib.suppress(Problem, Closed):
            self.send(Rejected(NOT_READ), answers=wire.number_of(line))


def answered(do: Callable[[], object]) -> object:
    """Return what `do` returns, or the refusal that a person reads where it raises a `Problem` or memory is short."""
    try:
        return do()
    except Problem as problem:
        return Rejected(problem.sentence, problem.advice if isinstance(problem, AdvisedProblem) else ())
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        return Rejected(say("There is not enough memory for this. Nothing was changed."))


def run(serve: Callable[[Pipe], None]) -> None:
    """Run a worker's main loop, `serve(pipe)`, and end the process. Never returns.

    An exception that `serve` lets through is told to the app as `Failed`, with the traceback as detail.
    """
    incoming, outgoing = take_descriptors()
    pipe = Pipe(incoming, outgoing)
    _end_when_closed(pipe)
    _beat_while_busy(pipe)
    code = 0
    try:
        serve(pipe)
    except Closed:
        pass
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # noqa: BLE001 (the one place where a worker's own fault becomes a sentence)
        code = 1
        detail = traceback.format_exc()
        print(detail, file=sys.stderr, flush=True)
        own = say("Something went wrong inside TorchGarden's own code.")
        reason = error.sentence if isinstance(error, Problem) else own
        with contextlib.suppress(Closed):
            pipe.send(Failed(memory_sentence() if is_out_of_memory(error) else reason, detail))
    leave(code)


def leave(code: int) -> None:
    """End this process at once: Python's own ending of a process with torch in it takes 1 to 2 s, this 0.06 s."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    os._exit(code)


def _end_when_closed(pipe: Pipe) -> None:
    """Start a thread that ends the process `GRACE_S` after the app's end closed, whatever the main thread does."""
    late = threading.Event()

    def watch() -> None:
        pipe._reader.join()
        late.wait(GRACE_S)
        leave(0)

    threading.Thread(target=watch, name="pipe-watch", daemon=True).start()


def _beat_while_busy(pipe: Pipe) -> None:
    """Start a thread that tells the app that this process lives while its main thread is busy with one thing."""
    pause = threading.Event()

    def beat() -> None:
        with contextlib.suppress(Closed):
            while not pipe.closed:
                pause.wait(PULSE_S)
                pipe.beat()

    threading.Thread(target=beat, name="pipe-pulse", daemon=True).start()
