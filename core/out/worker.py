"""The out worker: takes saved runs home, predicts with them, and brings networks in. ``python -m core.out.start``.

Every command is answered by exactly one event. It reads runs and never writes into one.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

import torch

from core.disk_reason import reason
from core.messages.own.out import (
    BringIn,
    BroughtIn,
    MeasureOut,
    OutReady,
    Predict,
    TakenOut,
    TakeOut,
)
from core.messages.train_events import Rejected
from core.out import forms
from core.out.brought import networks
from core.out.garden import opened, packed
from core.out.garden.members import SUFFIX
from core.out.predict import predicting
from core.out.taken import OutError, take
from core.sentence import say
from core.train.model.allocation import keep_heap
from core.workers.child import Pipe, answered
from core.workers.handover import step_back


class Taker:
    """The out worker: a pipe."""

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    def run(self) -> None:
        """Answer until the app closes its end; then `Closed` is raised."""
        while True:
            came = self._pipe.receive()
            if came is not None:
                self.answer(*came)

    def answer(self, number: int, command: Any) -> None:
        """Answer one command by exactly one event."""
        self._pipe.send(answered(lambda: _do(command)), answers=number)


def _do(command: Any) -> object:
    match command:
        case TakeOut():
            return _take_out(command)
        case MeasureOut(run):
            return packed.measure(Path(run))
        case Predict():
            return predicting.predict(command)
        case BringIn():
            return _bring_in(command)
        case _:
            return Rejected(say("This command is not known here."))


def _take_out(command: TakeOut) -> TakenOut:
    """Write a run in one form."""
    path = Path(command.path)
    write = forms.writer(command.form)
    taken = take(Path(command.run))
    try:
        told = write(taken, path, data=command.data, language=command.language)
    except OSError as error:
        raise OutError("{path} was not written.", advice=(reason(error),), path=str(path)) from error
    return TakenOut(command.form, _written(path, *forms.beside(command.form, path)), told)


def _bring_in(command: BringIn) -> BroughtIn:
    """Make a run of a file."""
    path, runs = Path(command.path), Path(command.runs)
    if opened.is_garden(path) or path.suffix.casefold() == SUFFIX:
        run, told = opened.bring_in(path, runs)
    else:
        run, told = networks.bring_in(command)
    return BroughtIn(str(run), told)


def _written(*paths: Path) -> tuple[tuple[str, int], ...]:
    """Return what was written, file by file, with the size of each."""
    found: list[Path] = []
    for path in paths:
        found += sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return tuple((str(one), one.stat().st_size) for one in found)


def serve(pipe: Pipe, *, device: str = "cpu", threads: int = 0) -> None:
    """Be the out worker on `pipe`. It works on the processor, whatever `device` the training is on."""
    step_back()
    keep_heap()
    torch.set_num_threads(threads or 1)
    pipe.send(OutReady(platform.python_version(), str(torch.__version__), os.getpid()))
    Taker(pipe).run()
