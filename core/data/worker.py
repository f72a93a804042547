"""The data worker: looks at what a person has brought and prepares it. ``python -m core.data.start``.

It needs no torch; pictures need Pillow, which comes with torchvision. Every command is answered by exactly one event,
one at a time. Each kind of data has a room below `core.data`, whose `answers` does the work.
"""

from __future__ import annotations

import os
import platform
from array import array
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.data import library
from core.data.arrays import answers as arrays
from core.data.asked import LookingOver, Piped
from core.data.drawn import dropped
from core.data.fetched import answers as fetched
from core.data.library import LibraryError
from core.data.pictures import answers as pictures
from core.data.pictures import decoders
from core.data.pictures.facts import WHY
from core.data.table import answers as table
from core.data.table import samples
from core.disk_reason import reason
from core.messages.own.looking import (
    DataReady,
    DeleteOwn,
    Fetch,
    ListOwn,
    LookAtPicture,
    LookingStopped,
    LookInto,
    OwnListed,
    PictureSeen,
    Prepare,
    RunCode,
    StopLooking,
)
from core.messages.own.pictures import PictureOptions
from core.messages.own.prepared import About, PicturePreparation
from core.messages.own.table import TableOptions
from core.messages.train_events import Rejected
from core.messages.train_reports import Array
from core.sentence import Sentence, say
from core.workers.child import Pipe, answered

ROOMS = (table, arrays, pictures)
"""Asked in this order whether a file or folder is theirs; the last takes what nobody else does."""


class Keeper:
    """The data worker: a pipe, and what waits to be done."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._pending: deque[tuple[int, Any]] = deque()

    def run(self) -> None:
        """Answer until the app closes its end; then `Closed` is raised."""
        while True:
            came = self._pending.popleft() if self._pending else self._pipe.receive()
            if came is not None:
                self.answer(*came)

    def answer(self, number: int, command: Any) -> None:
        """Answer one command by exactly one event."""
        try:
            event = answered(lambda: self._do(command))
        except LookingOver:
            event = LookingStopped()
        self._pipe.send(event, answers=number)

    def _do(self, command: Any) -> object:
        asked = Piped(self._pipe, self._pending)
        match command:
            case LookInto():
                return _room(command).look(command, asked)
            case Prepare():
                return _room(command).prepare(command, asked)
            case RunCode():
                return arrays.run_code(command, asked)
            case Fetch(name) if (prepare := samples.wanted(name)) is not None:
                return table.prepare(prepare, asked)
            case Fetch():
                return fetched.fetch(command, asked)
            case LookAtPicture(path, digest):
                return _one_picture(path, digest, asked)
            case StopLooking():
                return LookingStopped()
            case ListOwn():
                return _listed()
            case DeleteOwn(digest):
                library.remove(digest)
                return _listed()
            case _:
                return Rejected(say("This command is not known here."))


def _room(command: LookInto | Prepare) -> Any:
    """Return the room that a file or folder belongs to: the one its choices are for, else the first that takes it."""
    choices = command.choices
    if choices is not None:
        return (
            pictures if isinstance(choices, PictureOptions) else table if isinstance(choices, TableOptions) else arrays
        )
    if command.text:
        return table
    if not os.path.lexists(command.path):
        raise LibraryError("{path} is not there.", path=command.path)
    return next((room for room in ROOMS if room.takes(command.path)), pictures)


def _one_picture(path: str, digest: str, asked: Piped) -> PictureSeen | Rejected:
    """Return a picture as those of prepared data were made ready, or why not; a process with limits decodes it. Of data
    that was drawn it is what is drawn on the picture."""
    about = library.read_about(digest)
    preparation = about.preparation
    if not isinstance(preparation, PicturePreparation):
        raise LibraryError("This data is not made of pictures.")
    if (missing := pictures.missing()) is not None:
        return Rejected(missing)
    reading = say("Reading the picture")

    def going_on() -> None:
        asked.at(0, 0, reading)

    try:
        drawing = _drawing(path, about, going_on)
        if isinstance(drawing, Sentence):
            return Rejected(drawing)
        ((_, made),) = [(0, drawing)] if drawing else decoders.prepared([path], preparation, going_on)
    except OSError as error:
        raise LibraryError(
            "The process that reads pictures does not start. Restart TorchGarden, or train with another environment.",
            advice=(reason(error),),
        ) from error
    if made.problem:
        return Rejected(WHY[made.problem])
    shape = (preparation.channels, preparation.height, preparation.width)
    return PictureSeen(path, Array("u1", shape, made.content))


def _drawing(path: str, about: About, going_on: Callable[[], None]) -> decoders.Made | Sentence | None:
    """Return what is drawn on a picture, (1, side, side) bytes, or why there is nothing; None where nothing is to be
    made of it."""
    if not (name := dropped.fetched_name(about)):
        return None
    with decoders.Decoders() as some:
        made = dropped.drawing(some, Path(path), name=name, side=about.input[-1], going_on=going_on)
    if not isinstance(made, dropped.Drawing):
        return made
    return decoders.Made(bytes(round(255 * value) for value in array("f", made.content)))


def _listed() -> OwnListed:
    own = library.listed()
    return OwnListed(own, (*fetched.known(own), *samples.known()))


def serve(pipe: Pipe) -> None:
    """Be the data worker on `pipe`."""
    missing = tuple(sentence for sentence in (pictures.missing(), arrays.missing()) if sentence is not None)
    pipe.send(DataReady(platform.python_version(), os.getpid(), missing))
    Keeper(pipe).run()
