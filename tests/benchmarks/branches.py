"""How long a jump to an earlier moment takes, and what keeping copies for it costs the training.

    python -m tests.benchmarks.branches [--seconds 20]

Jumps: a training of the usual kind plays as fast as it goes for some seconds; then moments all over it are asked for.
Bar: 300 ms. Copies: the same training plays in turns of a quarter of a second with copies and without, in one process;
told is the median of the ratios of neighbouring turns. Bar: 0.98.

Measured on two cores of an EPYC that others used too (load 8 to 10): jumps into 39,031 steps of digits 36 ms (median),
149 ms (worst of 30), into 90,012 steps of moons 92 ms and 274 ms; training with copies / without 0.997 and 0.998.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from itertools import pairwise
from typing import Any

from core.messages.beside.branches import BackToNow, LookBack
from core.messages.train_commands import DataSpec, Load, Play, Watch
from core.train.branches.branching import Branching
from core.train.worker import Trainer
from tests.train.line import CPU, Line

TURN_S = 0.25
JUMPS = 30


def playing(data: str) -> Line:
    """A training that plays as fast as it goes, in real time, and is watched."""
    line = Line()
    line.clock = time.monotonic  # type: ignore[assignment]
    line.receive = lambda timeout_s: line.asked.popleft() if line.asked else None  # type: ignore[method-assign]
    pipe: Any = line
    line.trainer = Trainer(pipe, devices_=(CPU,), fixed_threads=1, clock=time.monotonic)
    line.ask(Load(DataSpec(data)))
    line.ask(Watch(10.0, 12))
    line.ask(Play())
    return line


def play(line: Line, seconds: float) -> float:
    """Play; return the steps a second of the processor's time, which others that run beside do not take."""
    begun, used, step = time.monotonic(), time.process_time(), line.session.training.step
    while time.monotonic() - begun < seconds:
        line.trainer.turn()
    return (line.session.training.step - step) / (time.process_time() - used)


def jumps(data: str, seconds: float) -> None:
    """Print how long jumps take."""
    line = playing(data)
    play(line, seconds)
    chance, took, steps = random.Random(1), list[float](), line.session.training.step
    for _ in range(JUMPS):
        begun = time.monotonic()
        line.ask(LookBack(chance.randrange(steps)))
        took.append(time.monotonic() - begun)
    line.ask(BackToNow())
    median, worst = 1e3 * statistics.median(took), 1e3 * max(took)
    print(f"{data}: {steps:,} steps; jump {median:.0f} ms (median), {worst:.0f} ms (worst)")


def copies(data: str, turns: int) -> None:
    """Print the speed with copies as a share of that without."""
    line = playing(data)
    (part,) = [one for one in line.trainer._beside._parts if isinstance(one, Branching)]
    note, speeds = part.keyframes.note, list[float]()
    play(line, 2.0)
    for turn in range(turns):
        part.keyframes.note = note if turn % 2 == 0 else lambda *_, **__: None  # type: ignore[method-assign]
        speeds.append(play(line, TURN_S))
    pairs = pairwise(speeds)
    ratios = [a / b if at % 2 == 0 else b / a for at, (a, b) in enumerate(pairs)]
    print(f"{data}: training with copies / without {statistics.median(ratios):.3f} ({len(part.keyframes.kept)} copies)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each training plays before the jumps")
    options = parser.parse_args()
    for data in ("digits", "moons"):
        jumps(data, options.seconds)
        copies(data, 80)


if __name__ == "__main__":
    main()
