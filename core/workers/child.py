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
from core.sentence import Problem, say
from core.workers import wire
from core.workers.process_tree import is_out_of_memory, memory_sentence

PULSE_S = 1.0
"""How often a worker whose main thread is busy with one thing says that it lives."""
GRACE_S = 3.0
"""How long a worker may go on after the app's end has closed, to finish what it saves."""


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
            self.send(Rejected(problem.sentence), answers=wire.number_of(line))


def run(serve: Callable[[Pipe], None]) -> None:
    """Run a worker's main loop, `serve(pipe)`, and end the process. Never returns.

    An exception that `serve` lets through is told to the app as `Failed`, with the traceback as detail.
    """
    incoming, outgoing = _take_descriptors()
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
        reason = say("Something went wrong inside TorchGarden's own code.")
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


# ------------------------------------------------------------------------------------------------- the descriptors
def _take_descriptors() -> tuple[BinaryIO, BinaryIO]:
    """Take 0 and 1 for the messages; leave the null device and stderr in their place."""
    incoming, outgoing = _duplicate(0), _duplicate(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    if _is_open(2):
        os.dup2(2, 1)
    else:
        os.dup2(null, 1)
        os.dup2(null, 2)
    os.close(null)
    # A windowed program on Windows starts with sys.stdout and sys.stderr None, where print() is silent but
    # libraries that write to sys.stderr fail.
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    if sys.stdout is None:
        sys.stdout = sys.stderr
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb", buffering=1 << 16)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _duplicate(descriptor: int) -> int:
    """Return a private copy of descriptor 0 or 1, not inherited by processes that this one starts."""
    if sys.platform == "win32":
        import msvcrt

        if not _is_open(descriptor):
            # A windowed program gets no C descriptors, but the handles its parent passed are still there.
            _windows_handle_to(descriptor)
        msvcrt.setmode(descriptor, os.O_BINARY)
    return os.dup(descriptor)


if sys.platform == "win32":

    def _windows_handle_to(descriptor: int) -> None:
        """Make `descriptor` (0 or 1) from the standard handle of this process."""
        import ctypes
        import msvcrt

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetStdHandle.restype = ctypes.c_void_p
        handle = kernel.GetStdHandle(-10 - descriptor)  # STD_INPUT_HANDLE, STD_OUTPUT_HANDLE
        if handle in (None, ctypes.c_void_p(-1).value):
            raise OSError(f"standard handle {descriptor} is missing")
        opened = msvcrt.open_osfhandle(handle, os.O_RDONLY if descriptor == 0 else 0)
        if opened != descriptor:
            os.dup2(opened, descriptor)
            os.close(opened)
