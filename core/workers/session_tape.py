"""Recordings: what the app and a worker said to each other, written down and played again.

One JSON line each, with the seconds since the start: ``{"at": 1.25, "sent": {...}}`` and ``{"at": 1.3, "got": {...}}``,
the inner objects being the lines of `core.workers.wire`. The first line is ``{"format": 2}``. A recording shows a bug,
a lesson or a machine that is not here (a GPU's training) in the real window, without the worker.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from core.files import from_json, opened
from core.messages.by_position import OldMessages
from core.messages.train_commands import Describe, Watch
from core.messages.train_events import Rejected
from core.sentence import Problem, say
from core.workers import wire
from core.workers.backlog import shortened
from core.workers.worker import WorkerLike

FORMAT = 2
"""Since 2 edits name layers by their keys; a file that says nothing is of format 1."""

TAPE_BYTES = 4 << 30
"""The longest recording that is played: all of it is in memory."""
IMPOSSIBLE = (
    OSError, ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError, RecursionError, Problem,
)  # fmt: skip
"""What comes of reading something that no version has written."""

Plain = dict[str, Any]
"""A message as it stands in a line of JSON."""


class RecordingError(Problem):
    """A file that is not a recording."""


class Recorder:
    """A worker, with all that it is told and says written to `path` as it goes."""

    def __init__(self, worker: WorkerLike, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._worker = worker
        self._clock = clock
        self._begun = clock()
        self._file = path.open("w", encoding="utf-8")
        self._file.write(json.dumps({"format": FORMAT}) + "\n")

    def send(self, command: object) -> int:
        """Send a command, write it down, and return its number."""
        number = self._worker.send(command)
        self._write("sent", wire.encode(command, number=number))
        return number

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        """Return up to `limit` waiting events, and write them down."""
        events = self._worker.events(limit)
        for event, answers in events:
            self._write("got", wire.encode(event, answers=answers))
        return events

    def wait(self, timeout_s: float) -> bool:
        """Wait for an event; return whether one is there."""
        return self._worker.wait(timeout_s)

    def close(self) -> None:
        """End the worker when it has saved, and close the file."""
        self._worker.close()
        self._file.close()

    def kill(self) -> None:
        """End the worker at once, and close the file."""
        self._worker.kill()
        self._file.close()

    def dismiss(self) -> None:
        """End the worker at once, without waiting for it, and close the file."""
        self._worker.dismiss()
        self._file.close()

    def _write(self, way: str, line: bytes) -> None:
        """Add a line; a disk that is full costs the recording, never what was said."""
        at = json.dumps(round(self._clock() - self._begun, 4))
        with contextlib.suppress(OSError, ValueError):
            self._file.write(f'{{"at": {at}, "{way}": {line.decode("utf-8", "surrogatepass").rstrip()}}}\n')
            self._file.flush()


class Replay:
    """A worker that says again what the one in a recording said, at the same times (`speed` 0: all at once).

    A command that the recording also holds is answered by what was recorded; any other is refused with a sentence,
    but for those of a window about itself: what it can show (Watch) changes nothing, and to one that was made again
    (Describe) all is said again up to here, at once.
    """

    def __init__(self, path: Path, *, speed: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._all_sent, self._all_got = _read(path)
        self._sent, self._got = list(self._all_sent), list(self._all_got)
        self._clock, self._speed = clock, speed
        self._begun = clock()
        self._held_s = 0.0
        self.paused = False
        self._numbers = max([number for _, number in self._sent] + [0])
        self._refused: list[tuple[Any, int | None]] = []

    def send(self, command: object) -> int:
        """Return the number that the same command has in the recording; a command that is not in it is refused."""
        for place, (recorded, number) in enumerate(self._sent):
            if recorded == command:
                del self._sent[place]
                return number
        self._numbers += 1
        if isinstance(command, Describe):
            self._got = list(self._all_got)
        elif not isinstance(command, Watch):
            self._refused.append((Rejected(say("This is a recording: nothing in it can be changed.")), self._numbers))
        return self._numbers

    def events(self, limit: int) -> list[tuple[Any, int | None]]:
        """Return up to `limit` events whose time has come."""
        now = self._now()
        found, self._refused = self._refused[:limit], self._refused[limit:]
        while self._got and len(found) < limit and (self._got[0][0] <= now or (self._speed == 0 and not self.paused)):
            _, event, answers = self._got.pop(0)
            found.append((event, answers))
        return found

    def _now(self) -> float:
        return self._held_s if self.paused else (self._clock() - self._begun) * self._speed

    @property
    def position_s(self) -> float:
        """How far it has come, at most its length."""
        return self.length_s if self.over else min(self._now(), self.length_s)

    @property
    def length_s(self) -> float:
        """When its last event comes."""
        return self._all_got[-1][0] if self._all_got else 0.0

    def holds(self, kind: type) -> bool:
        """Whether an event of this kind is in it."""
        return any(isinstance(event, kind) for _, event, _ in self._all_got)

    @property
    def over(self) -> bool:
        """Whether all of it has been said."""
        return not self._got

    def hold(self, paused: bool) -> None:
        """Stand still, or go on from there."""
        self._held_s, self.paused = self._now(), paused
        self._begun = self._clock() - (self._held_s / self._speed if self._speed else 0.0)

    def again(self) -> None:
        """Begin again from the start."""
        self._sent, self._got = list(self._all_sent), list(self._all_got)
        self._begun, self._held_s, self.paused = self._clock(), 0.0, False

    def wait(self, timeout_s: float) -> bool:
        """Return whether events are left. Nothing is waited for: what a recording holds is there."""
        return bool(self._refused or self._got)

    def close(self) -> None:
        """End the replay."""
        self._got.clear()

    def kill(self) -> None:
        """End the replay."""
        self._got.clear()

    def dismiss(self) -> None:
        """End the replay."""
        self._got.clear()


def _read(path: Path) -> tuple[list[tuple[Any, int]], list[tuple[float, Any, int | None]]]:
    """Return the commands with their numbers, and the events with their times and what they answer."""
    sent: list[tuple[Any, int]] = []
    got: list[tuple[float, Any, int | None]] = []
    now: Plain = {}
    old: OldMessages | None = OldMessages()
    try:
        with opened(path) as file:
            for line in _lines(file):
                entry = from_json(line)
                if "format" in entry:
                    old = _of_format(entry["format"])
                    continue
                told = entry.get("sent") or entry["got"]
                now = with_net_changed(told["message"], now)
                if old is not None and old.net is not None and told["message"]["is"] == "Previewed":
                    told["message"]["net"] = wire.to_plain(old.net)
                message, number, answers = wire.decode(json.dumps(told).encode("utf-8", "surrogatepass"))
                if "sent" in entry:
                    sent.append((message if old is None else old.sent(message, number), number or 0))
                else:
                    message = shortened(message, line_bytes=len(line))
                    got.append((_time(entry), message if old is None else old.got(message, answers), answers))
    except RecordingError:
        raise
    except IMPOSSIBLE as error:
        raise RecordingError("{name} is not a recording, or it is damaged.", name=path.name) from error
    return sent, got


def _time(entry: Plain) -> float:
    """Return when an event came, in seconds since the start; raise ValueError for what is no time."""
    at = float(entry["at"])
    if not 0 <= at < math.inf:
        raise ValueError("a time is no time")
    return at


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a recording; raise ValueError where one, or the whole, is longer than any is."""
    if os.fstat(file.fileno()).st_size > TAPE_BYTES:
        raise ValueError("it is too long")
    while line := file.readline(wire.LINE_BYTES + 2):
        if len(line) > wire.LINE_BYTES:
            raise ValueError("a line is too long")
        yield line


def with_net_changed(message: Plain, now: Plain) -> Plain:
    """Return the newest `NetChanged` as plain JSON; an event of an old file gets one, in place. `now`: the newest one
    before this event."""
    kind = message.get("is")
    if "now" in message and kind in ("Loaded", "Edited", "Diverged"):
        return dict(message["now"])
    if kind == "Loaded":
        message["now"] = {"is": "NetChanged", "keep_to_step": 0} | {
            name: message.pop(name) for name in ("net", "cost", "settings", "marks", "state", "ticks")
        }
    elif kind == "Edited":
        step, keep, ticks = message.pop("step"), message.pop("keep_to_step", -1), message.pop("ticks", None)
        if message["cause"] in ("undo", "redo") and keep < 0:
            keep = step
        here = {name: message.pop(name) for name in ("net", "cost", "state")}
        here |= {"settings": message.pop("settings", None) or now["settings"], "marks": message.pop("marks", [])}
        message["now"] = {"is": "NetChanged", "keep_to_step": keep, "ticks": ticks} | here
    elif kind == "Diverged":
        stood = {"marks": message.pop("marks", now["marks"]), "state": now["state"] | {"playing": False}}
        message["now"] = now | stood | {"keep_to_step": -1, "ticks": None}
    elif kind == "State":
        return now | {"state": message} if now else now
    elif kind == "Changed":
        return now | {"settings": message["settings"]} if now else now
    return dict(message["now"]) if "now" in message else now


def _of_format(number: int) -> OldMessages | None:
    """Return what makes messages of format `number` into today's, None if they are; raise `RecordingError`."""
    if not 1 <= number <= FORMAT:
        raise RecordingError("This recording was written by a newer TorchGarden: update TorchGarden to replay it.")
    return OldMessages() if number < FORMAT else None
