"""Training with a twin beside it, and with a twin that is switched off, against training without: the share of the
speed that is left.

    python -m tests.benchmarks.twin [--pairs N]

One session trains by turns alone, with the twin's part doing nothing (off), and with a twin that is behind and so takes
all that it may take. Time is the processor's. The bars: medians of 0.47 or more with a twin, 0.98 with it off.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from typing import Literal

import torch

from core.messages.beside.twin import SetTwin
from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec
from core.messages.train_reports import Device
from core.net.plan import Widen, hidden_keys, mlp, size_of
from core.net.presets import preset
from core.train.session.session import Session
from core.train.training.datasets import load
from core.train.training.training import begin
from core.train.twin import run as run_
from core.train.twin.twin import Twin

CASES = {
    "2-8-8-2, spiral": ("spiral", (8, 8)),
    "64-32-32-10, digits": ("digits", (32, 32)),
    "784-128-64-10, mnist-5k": ("mnist-5k", (128, 64)),
    "LeNet-5, mnist-5k": ("mnist-5k", "lenet5"),
}
TURN_S, WARM_PAIRS = 0.8, 1
WITH_BAR, OFF_BAR = 0.47, 0.98
Kind = Literal["alone", "off", "twin"]


def turn(made: Session, part: Twin | None, seconds: float) -> float:
    """Let a session train for some seconds of processor time; return its steps per second."""
    begun, step = time.process_time(), made.training.step
    while (passed := time.process_time() - begun) < seconds:
        made.advance()
        made.noticing.take(made.training)
        if part is not None:
            part.take(made)
    return (made.training.step - step) / passed


def measure(data: str, hidden: tuple[int, ...] | str, pairs: int) -> dict[str, list[float]]:
    """Return the speed of each kind of turn over that alone, a ratio a round."""
    known = CATALOGUE[data]
    if isinstance(hidden, str):
        net = preset(hidden, known.input, known.outputs)
    else:
        net = mlp(size_of(known.input), hidden, known.outputs)
    training = begin(load(DataSpec(data)), net=net, seed=0)
    made = Session(training, device=Device("cpu", "", 0), folder=None, fixed_threads=1, clock=time.process_time)
    made.player.playing = True
    turn(made, None, TURN_S)
    made.edit(Widen(hidden_keys(net)[0], 4))
    off, beside = Twin(time.process_time), Twin(time.process_time)
    beside.does[SetTwin](made, SetTwin(True))
    parts: dict[Kind, Twin | None] = {"alone": None, "off": off, "twin": beside}
    ratios: dict[str, list[float]] = {"off": [], "twin": []}
    for round_, order in zip(range(-WARM_PAIRS, pairs), itertools.cycle(itertools.permutations(parts)), strict=False):
        speeds = {}
        for kind in order:
            beside.take(made)  # so that the turns before do not count
            speeds[kind] = turn(made, parts[kind], TURN_S)
        assert beside.run is not None
        assert beside.run.going, "the twin was going all the time"
        for kind, known_ratios in ratios.items() if round_ >= 0 else ():
            known_ratios.append(speeds[kind] / speeds["alone"])  # type: ignore[index]
    return ratios


def main() -> int:
    """Measure every case; return 0 if each is at least its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=9)
    options = parser.parse_args()
    torch.set_num_threads(1)
    run_.MOST_STEPS = 10**9
    worst = {"off": 1.0, "twin": 1.0}
    for name, (data, hidden) in CASES.items():
        for kind, ratios in measure(data, hidden, options.pairs).items():
            median = statistics.median(ratios)
            worst[kind] = min(worst[kind], median)
            print(f"{name:<26} {kind:<5} {median:.3f}  ({min(ratios):.3f} … {max(ratios):.3f})", flush=True)
    print(f"the least medians are {worst['twin']:.3f} with a twin, {worst['off']:.3f} with it off; "
          f"the bars are {WITH_BAR} and {OFF_BAR}")  # fmt: skip
    return int(worst["twin"] < WITH_BAR or worst["off"] < OFF_BAR)


if __name__ == "__main__":
    raise SystemExit(main())
