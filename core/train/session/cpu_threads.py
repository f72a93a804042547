"""How many processor threads to train on: measured, because for small networks one is faster than two.

The number of threads decides how sums are split and so the last bits of the result; it is therefore written into the
timeline whenever it changes, and it changes only between two steps. Networks whose step is nearly all overhead get one
thread without measuring. A training that begins waits for the measuring; one that goes on does not stand still for it:
one step of a copy is measured each time it is asked, until enough is known.
"""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Iterator

import torch

from core.messages.train_commands import Settings
from core.net.plan import Net
from core.net.shapes import cost
from core.train.model import model
from core.train.steps.ladder import Stepper
from core.train.training.adopted import Adopted
from core.train.training.settings import SettingError
from core.train.training.training import Training

SMALL = 4e6
"""Multiply-adds of one forward step below which one thread always wins."""
CLASS_FACTOR = 4.0
"""The size class changes when the work does by about this factor."""
MEASURE_S = 0.25
"""For second and third turns, of all numbers together."""
LONG_S = 2.0
WORSE = 2.0
"""After `LONG_S` the numbers above one that is so many times slower than the best are not tried."""
HARDLY = 1.05
MOST = 4 * (os.cpu_count() or 1)
ROUNDS = 3


def check_threads(count: int) -> int:
    """Return `count` if so many threads can be asked for (0: as many as are fastest); raise `SettingError`."""
    if not 0 <= count <= MOST:
        raise SettingError("This computer can use 1 to {most} threads; 0 stands for the fastest number.", most=MOST)
    return count


def candidates(cores: int) -> tuple[int, ...]:
    """Return the numbers of threads to try on so many cores, the fewest first."""
    return tuple(sorted({count for count in (1, 2, 4, 8, 16, 32) if count <= cores} | {min(cores, 64)}))


@contextlib.contextmanager
def kept_on_failure() -> Iterator[None]:
    """Put the number of threads back if what is done inside fails."""
    count = torch.get_num_threads()
    try:
        yield
    except BaseException:
        torch.set_num_threads(count)
        raise


class Threads:
    """The choice of the number of threads. `fixed` > 0: that many, and nothing is measured."""

    def __init__(self, fixed: int = 0) -> None:
        self.fixed = min(fixed, MOST)
        self._class: int | None = None
        self._trial: Trial | None = None

    def ready(self, training: Training, change: Adopted, count: int) -> tuple[int, int]:
        """Return what `adopt` takes to go on with `change` on the `count` that it was trained with: on a processor it
        goes on bit for bit."""
        size_class = 0 if self.fixed else size_class_of(change.model.net, change.settings, training.device)
        return size_class, self.fixed or max(1, min(count, MOST))

    def adopt(self, size_class: int, count: int) -> None:
        """Go on with what `ready` has returned."""
        self._class, self._trial = size_class, None
        torch.set_num_threads(count)

    def take(self, training: Training, count: int) -> None:
        """Train on as many as it was trained with from now on, or on as many as were fixed."""
        chosen = self.ready(training, training.stands(), count)
        self.adopt(*chosen)
        training.note_threads(chosen[1])

    def choose(self, training: Training) -> bool:
        """Set the number of threads if the size class is another one and enough is known; return whether the number has
        changed. Called again and again while it trains."""
        before, first = torch.get_num_threads(), self._class is None
        size_class = 0 if self.fixed else size_class_of(training.net, training.settings, training.device)
        if size_class != self._class:
            self._class = size_class
            self._trial = Trial(training) if size_class else None
            if self._trial is None:
                torch.set_num_threads(self.fixed or 1)
                return first or torch.get_num_threads() != before
        if self._trial is None:
            return False
        best = self._trial.finished() if first else self._trial.go_on()
        if best is None:
            return False
        self._trial = None
        torch.set_num_threads(best)
        return first or best != before


def size_class_of(net: Net, settings: Settings, device: torch.device) -> int:
    """Return 0 for a small network, and one more for each `CLASS_FACTOR` times the work of a step."""
    work = cost(net, settings.optimizer).multiply_adds * settings.batch_size
    if device.type != "cpu" or work < SMALL:
        return 0
    return 1 + round(math.log(work / SMALL, CLASS_FACTOR))


class Trial:
    """The measuring of how many threads are fastest, step by step on a copy of the network.

    Every number has a turn, however long a step takes; more turns follow only while they are cheap, for what disturbs
    a turn only makes it slower. So all of it costs little more than one step on each number.
    """

    def __init__(self, training: Training) -> None:
        self._left = list(candidates(os.cpu_count() or 1))
        self._each_s = MEASURE_S / len(self._left)
        self._settings = training.settings
        self._stepper = Stepper(model.snapshot(training.model), training.settings, task=training.dataset.task)
        self._batch = training.next_batch()
        self._generator = training.dropout_copy()
        self._took_s: dict[int, list[float]] = {}

    def go_on(self) -> int | None:
        """Take one step; return the best number of threads when enough is known. The number stays as it is."""
        count, before = self._left[0], torch.get_num_threads()
        torch.set_num_threads(count)
        try:
            seconds = self._step_s()
        finally:
            torch.set_num_threads(before)
        turns = self._took_s.setdefault(count, [])
        turns.append(seconds)
        if len(turns) == ROUNDS or sum(turns) > self._each_s:
            del self._left[0]
        return self._best() if not self._left or self._hopeless(seconds) else None

    def _hopeless(self, seconds: float) -> bool:
        """Whether steps take long, and with more threads longer and longer."""
        spent_s = sum(map(sum, self._took_s.values()))
        return spent_s > LONG_S and seconds > WORSE * min(map(min, self._took_s.values()))

    def _best(self) -> int:
        """Return the fewest threads that are hardly slower than the best: they leave room for the window."""
        took_s = {count: min(turns) for count, turns in self._took_s.items()}
        return min(count for count, seconds in took_s.items() if seconds <= HARDLY * min(took_s.values()))

    def finished(self) -> int:
        """Take all steps now; return the best number of threads."""
        while True:
            best = self.go_on()
            if best is not None:
                return best

    def _step_s(self) -> float:
        inputs, targets = self._batch
        begun = time.perf_counter()
        self._stepper.take(
            inputs, targets, [len(inputs)], settings=self._settings, learning_rates=[0.0], generator=self._generator
        )
        return time.perf_counter() - begun
