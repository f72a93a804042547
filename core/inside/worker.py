"""The inside worker: takes up a training that was handed over and looks into it, while the training itself goes on in
another process. ``python -m core.inside.worker``.

Every command is answered by exactly one event. What is looked with has a room each below `core.inside`; each gets the
step as a person would write it (`core.inside.written`). Whatever a person types here can crash this process or keep it
busy for ever, and the training never notices.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
from pathlib import Path
from typing import get_args

import torch

from core.inside.bench.running import Bench
from core.inside.compare.measuring import Measuring
from core.inside.layers import counted, timed
from core.inside.layers.answers import Layers
from core.inside.stepping.answers import Stepping
from core.inside.written.step import Step, difference
from core.messages.inside.bench import BenchCommand
from core.messages.inside.compare import MeasureAll, MeasuringBegun, MeasuringEnded, StopMeasuring
from core.messages.inside.layers import LayersCommand
from core.messages.inside.opening import InsideCommand, InsideReady, TakenUp, TakeUp
from core.messages.inside.stepping import SteppingCommand
from core.messages.train_events import Rejected
from core.messages.train_reports import Device
from core.sentence import Problem, say
from core.train.disk import checkpoint
from core.train.model.allocation import keep_heap
from core.train.model.precision import use_tf32
from core.train.session import devices
from core.train.training.training import Training
from core.workers.child import Pipe, answered

log = logging.getLogger(__name__)


class NothingTakenUp(Problem):
    """A command that needs a training, and none has been taken up."""


class Looker:
    """The inside worker: a pipe, and the training that is looked into, if there is one."""

    def __init__(self, pipe: Pipe, *, devices_: tuple[Device, ...]) -> None:
        self._pipe = pipe
        self._devices = devices_
        self._training: Training | None = None
        self._measuring: Measuring | None = None
        self._layers = Layers()
        self._stepping = Stepping()
        self._bench = Bench(tensor_of=self._stepping.tensor)

    def run(self) -> None:
        """Answer until the app closes its end; then `Closed` is raised."""
        while True:
            came = self._pipe.receive(None if self._measuring is None else 0.0)
            if came is not None:
                self.answer(*came)
            elif self._measuring is not None:
                self._measure(self._measuring)

    def _measure(self, measuring: Measuring) -> None:
        """MeasureAll one piece of what was asked for."""
        event = measuring.next()
        if event is not None:
            self._pipe.send(event)
        if isinstance(event, MeasuringEnded):
            self._measuring = None

    def answer(self, number: int, command: InsideCommand) -> None:
        """Answer one command by exactly one event."""
        self._pipe.send(answered(lambda: self._do(command)), answers=number)

    def _do(self, command: InsideCommand) -> object:
        match command:
            case TakeUp(folder):
                return self._take_up(Path(folder))
            case MeasureAll():
                self._measuring = Measuring(self._training, self._devices)
                return MeasuringBegun(self._measuring.pieces)
            case StopMeasuring():
                measuring, self._measuring = self._measuring or Measuring(None, ()), None
                return measuring.ended(whole=False)
            case _ if isinstance(command, get_args(LayersCommand)):
                return self._layers.do(command, self.training)
            case _ if isinstance(command, get_args(SteppingCommand)):
                return self._stepping.do(command, self.training)
            case _ if isinstance(command, get_args(BenchCommand)):
                return self._bench.do(command, self._training)
            case _:
                return Rejected(say("This command is not known here."))

    def _take_up(self, folder: Path) -> TakenUp:
        """Read a training and say how far the step as a person writes it is from the trainer's own."""
        found = checkpoint.read(folder, device=torch.device("cpu"))
        wanted = found.record.device
        if wanted != "cpu" and any(device.name == wanted for device in self._devices):
            found = checkpoint.read(folder, device=torch.device(wanted))
        training, record = found.training, found.record
        torch.set_num_threads(max(1, record.threads))
        step = Step(training)
        differs, largest = difference(step)
        self._training = training
        return TakenUp(
            record.data, record.task, training.net, training.settings, training.step, len(step.x),
            str(training.device), torch.get_num_threads(), differs, largest,
        )  # fmt: skip

    @property
    def training(self) -> Training:
        """The training that is looked into; raise `NothingTakenUp` if there is none."""
        if self._training is None:
            raise NothingTakenUp("There is no training to look into yet.")
        return self._training


def warm_up() -> None:
    """Take one step of something small as a person would write it: torch.optim and autograd are loaded then, and MKL
    measures the clock meanwhile."""
    from core.messages.train_commands import DataSpec, Settings
    from core.train.training import datasets
    from core.train.training.training import begin

    clock = threading.Thread(target=counted.warm_up, name="clock")
    clock.start()
    training = begin(datasets.load(DataSpec("xor", samples=40)), settings=Settings(batch_size=8), seed=0)
    step = Step(training)
    clock.join()  # what runs meanwhile would tell of itself as well
    step.run()
    timed.warm_up()


def serve(pipe: Pipe, *, device: str = "cpu", threads: int = 0) -> None:
    """Be the inside worker on `pipe`."""
    keep_heap()
    use_tf32(False)
    torch.set_num_threads(threads or 1)
    found = devices.list_devices()
    warm_up()
    looker = Looker(pipe, devices_=found)  # first: from then on an interrupt ends a line and no process
    pipe.send(InsideReady(platform.python_version(), str(torch.__version__), found, os.getpid()))
    looker.run()


def main() -> None:
    """Be the inside worker of the app at the other end of stdin and stdout. Never returns."""
    from core.train import loading

    loading.main("core.inside.worker")


if __name__ == "__main__":
    main()
