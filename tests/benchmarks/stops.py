"""Training with conditions of all kinds, against training without: the share of the speed that is left.

    python -m tests.benchmarks.stops [--pairs N]

One session, with all that it does (charts, anchors, looking for what is wrong), is watched and not watched by turns; it
waits for five conditions that are never so. Time is the processor's, so that other programs do not count. The bar: a
median ratio of 0.98 or more.
"""

from __future__ import annotations

import argparse
import statistics
import time

import torch

from core.messages.catalogue import CATALOGUE
from core.messages.stops import Stop, parse, resolve
from core.messages.train_commands import DataSpec
from core.messages.train_reports import Device
from core.net.plan import mlp, size_of
from core.net.presets import preset
from core.train.session.session import Session
from core.train.stops.lookout import Lookout
from core.train.training.datasets import load
from core.train.training.training import begin

CONDITIONS = ("loss < -1", "gradient > 1e9", "dead > 99.9%", "ratio outside 0..1e6", "accuracy > 100%")
CASES = {
    "2-8-8-2, spiral": ("spiral", (8, 8)),
    "64-32-32-10, digits": ("digits", (32, 32)),
    "784-128-64-10, mnist-5k": ("mnist-5k", (128, 64)),
    "LeNet-5, mnist-5k": ("mnist-5k", "lenet5"),
}
TURN_S, WARM_PAIRS = 0.8, 3
BAR = 0.98


class Lap:
    """The processor's time, without the turns in which nobody looks at it."""

    def __init__(self) -> None:
        self.away = self.left = 0.0

    def __call__(self) -> float:
        return time.process_time() - self.away

    def leave(self) -> None:
        self.left = time.process_time()

    def come_back(self) -> None:
        self.away += time.process_time() - self.left


def turn(made: Session, seconds: float) -> float:
    """Let a session train for some seconds of processor time; return its steps per second."""
    begun, step = time.process_time(), made.training.step
    while (passed := time.process_time() - begun) < seconds:
        made.advance()
        made.noticing.take(made.training)
        assert not made.stopped(), "a condition was so"
    return (made.training.step - step) / passed


def measure(data: str, hidden: tuple[int, ...] | str, pairs: int) -> list[float]:
    """Return watched steps per second over unwatched ones, a ratio a pair of turns."""
    known = CATALOGUE[data]
    if isinstance(hidden, str):
        net = preset(hidden, known.input, known.outputs)
    else:
        net = mlp(size_of(known.input), hidden, known.outputs)
    training = begin(load(DataSpec(data)), net=net, seed=0)
    made = Session(training, device=Device("cpu", "", 0), folder=None, fixed_threads=1, clock=time.process_time)
    made.player.playing = True
    lap = Lap()
    alone, watched = made.lookout, Lookout(clock=lap)
    watched.watch(net)
    watched.set(tuple(Stop(resolve(*parse(text), net)) for text in CONDITIONS))
    ratios, speeds = [], {}
    for pair in range(-WARM_PAIRS, pairs):
        for lookout in (watched, alone) if pair % 2 else (alone, watched):
            made.lookout = lookout
            if lookout is watched:
                lap.come_back()
            speeds[id(lookout)] = turn(made, TURN_S)
            if lookout is watched:
                lap.leave()
        if pair >= 0:
            ratios.append(speeds[id(watched)] / speeds[id(alone)])
    return ratios


def main() -> int:
    """Measure every case; return 0 if each is at least the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    options = parser.parse_args()
    torch.set_num_threads(1)
    worst = 1.0
    for name, (data, hidden) in CASES.items():
        ratios = sorted(measure(data, hidden, options.pairs))
        median = statistics.median(ratios)
        worst = min(worst, median)
        print(f"{name:<26} {median:.3f}  ({ratios[0]:.3f} … {ratios[-1]:.3f})", flush=True)
    print(f"the least median is {worst:.3f}; the bar is {BAR}")
    return int(worst < BAR)


if __name__ == "__main__":
    raise SystemExit(main())
