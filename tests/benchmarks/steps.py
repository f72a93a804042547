"""How long a training step takes here, against the loops that people write.

    python -m tests.benchmarks.steps [--rounds 5] [--only 64-32-32-10]

In one process on one thread, in turns: our training with its telemetry on (as the worker trains: permutations, batches,
steps, thirty ticks a second with means over all steps and validation, thirty portraits a second), the same with its
steps by hand, the plain in-memory loop with `torch.optim.Adam`, the same with its fused Adam, a `DataLoader` loop, and
Lightning, skorch, Keras on torch and fastai where they are installed. All train the same network with the same batch
size from the same data in memory. Prints microseconds a step of the plain loop, the medians over rounds of each loop's
ratio to the plain one of its round, ours with its bar, and the share of our time that validation and portraits took,
with how many of them there were.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import torch

from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_reports import Device
from core.train.model.allocation import keep_heap
from core.train.session.player import Goal
from core.train.session.portrait import Portraits
from core.train.session.session import Session
from core.train.steps.ladder import Stepper, Way
from core.train.training.datasets import Dataset
from core.train.training.training import begin
from tests.benchmarks.other_loops import LOOPS, Loop
from tests.benchmarks.step_cases import SAMPLES, Case, cases, data

HELD_OUT = 320
BARS = {"784-128-64-10": 0.67, "lenet5": 1.02, "resnet": 1.02}
"""The most that a step of ours may take, as a ratio to the plain loop; other networks are small ones."""
SMALL_BAR = 0.25
TEN_TIMES = ("Lightning", "Keras")
"""What ours is compared with directly, too."""


class Ours:
    """Our training as the train worker runs it, in this process."""

    def __init__(self, case: Case, *, way: Way = "faster") -> None:
        inputs, targets = data(case)
        task = "regress" if targets.dim() == 2 else "classify"
        known = replace(CATALOGUE["digits"], input=case.net.input, task=task)
        dataset = Dataset(DataSpec("digits"), known, inputs, targets, inputs[:HELD_OUT], targets[:HELD_OUT], known.task)
        self.training = begin(dataset, net=case.net, settings=Settings(batch_size=case.batch), seed=0)
        self.training.make_stepper = partial(Stepper, way=way)
        self.away_s, self.left = 0.0, time.perf_counter()
        self.session = Session(self.training, device=Device("cpu", "", 0), folder=None, clock=self._clock)
        self.session.threads.fixed = 1
        self.portraits = Portraits(clock=self._clock)
        self.portraits.watch(hertz=30.0, units=12)
        self.forget()
        validate, portrait = self._timed(self.training.validate), self._timed(self.portraits.take)

        def validated() -> tuple[float, float]:
            self.validations += 1
            return validate()  # type: ignore[no-any-return]

        def pictured() -> None:
            self.pictures += portrait(self.training) is not None

        self.training.validate = validated  # type: ignore[method-assign]
        self._portrait = pictured

    def forget(self) -> None:
        """Measure from now on."""
        self.looking_s = self.all_s = 0.0
        self.validations = self.pictures = 0

    def _clock(self) -> float:
        """Return the time on a clock that stands still during the turns of the other loops."""
        return time.perf_counter() - self.away_s

    def _timed(self, look: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any) -> Any:
            begun = time.perf_counter()
            seen = look(*given)
            self.looking_s += time.perf_counter() - begun
            return seen

        return timed

    def __call__(self, steps: int) -> None:
        begun, end = time.perf_counter(), self.training.step + steps
        self.away_s += begun - self.left
        self.session.player.ask(Goal(0, step=steps), step=self.training.step, epochs=self.training.order.epochs)
        while self.training.step < end:
            if self.session.advance():
                self.portraits.changed()
            self._portrait()
        self.session.player.goals.clear()
        self.left = time.perf_counter()
        self.all_s += self.left - begun


OURS: dict[str, Callable[[Case], Loop]] = {"ours": Ours, "ours by hand": lambda case: Ours(case, way="by hand")}


def measure(case: Case, rounds: int) -> tuple[float, dict[str, float], Ours]:
    """Return the plain loop's microseconds a step, each loop's median ratio to it, and what ours took to look."""
    loops: dict[str, Loop] = {}
    for name, make in (OURS | LOOPS).items():
        try:
            loops[name] = make(case)
        except ImportError:
            continue
    loops["plain"](20)
    begun = time.perf_counter()
    loops["plain"](20)
    epoch = -(-SAMPLES // case.batch)
    steps = max(1, round(0.4 / ((time.perf_counter() - begun) / 20) / epoch)) * epoch
    for loop in loops.values():
        loop(max(epoch, steps // 2, 48))  # long enough for ours to be recorded, and to know the faster way
    mine = loops["ours"]
    assert isinstance(mine, Ours)
    mine.forget()
    seconds: dict[str, list[float]] = {name: [] for name in loops}
    for _ in range(rounds):
        for name, loop in loops.items():
            begun = time.perf_counter()
            loop(steps)
            seconds[name].append((time.perf_counter() - begun) / steps)
    ratios = {
        name: statistics.median(a / b for a, b in zip(times, seconds["plain"], strict=True))
        for name, times in seconds.items()
    }
    return statistics.median(seconds["plain"]) * 1e6, ratios, mine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="a network, as it is named in the table")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    warnings.simplefilter("ignore")
    keep_heap()  # as the worker does; the other loops have it too
    for name in ("lightning", "lightning.pytorch"):
        logging.getLogger(name).setLevel(logging.ERROR)
    chosen = [case for case in cases() if arguments.only in ("", case.name)]
    for case in chosen:
        print(line(case, *measure(case, arguments.rounds)), flush=True)


def line(case: Case, plain_us: float, ratios: dict[str, float], mine: Ours) -> str:
    """Return what was measured of one network, in one line."""
    ratio, bar = ratios["ours"], BARS.get(case.name, SMALL_BAR)
    told = [f"ours {ratio:.2f} (bar {bar:.2f}{'' if ratio <= bar else ' MISSED'})"]
    for name, other in ratios.items():
        if name not in ("ours", "plain"):
            times = f" ({other / ratio:.0f} x ours)" if name in TEN_TIMES else ""
            told.append(f"{name} {other:.2f}{times}")
    looking = f"looking {mine.looking_s / mine.all_s:.1%}"
    often = f"{mine.validations / mine.all_s:.1f} validations and {mine.pictures / mine.all_s:.1f} portraits a second"
    row = f"{case.name:>18} batch {case.batch:<2} plain {plain_us:5.0f} µs"
    return f"{row}  {'  '.join(told)}  {looking}, {often}"


if __name__ == "__main__":
    main()
