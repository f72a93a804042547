"""What it costs to look at numbers while a network trains at full speed.

    python -m tests.benchmarks.numbers [--seconds 3] [--rounds 5]

One trainer trains the same network with nobody looking, with a unit and a line looked at, and with a convolution asked
for four times a second as its dialog does. The three take turns in each round; the median of each round's ratio to
nobody looking is printed. Needs no screen: what the window does with the numbers is drawn in frames that come anyway.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from core.messages.beside.feature_maps import LookAtConvolution
from core.messages.beside.numbers import Spot, WatchNumbers
from core.messages.train_commands import Change, DataSpec, Load, Pause, Play, Settings, Watch
from core.net.plan import LayerKey, Net, mlp
from core.net.presets import preset
from tests.train.talk import Talk

AGAIN_S = 0.25


def rate(talk: Talk, seconds: float, *, again: Any = None) -> float:
    """Return steps a second over some seconds; `again`: asked four times a second."""
    talk.ask(Play())
    begun, first = time.perf_counter(), talk.ask(Watch(10.0)).step
    while (passed := time.perf_counter() - begun) < seconds:
        if again is not None:
            talk.ask(again)
        due = min(begun + seconds, time.perf_counter() + AGAIN_S)
        while time.perf_counter() < due:
            talk.worker.events(1000)
            time.sleep(0.005)
    last = talk.ask(Watch(10.0)).step
    talk.ask(Pause())
    return float(last - first) / passed


def measure(name: str, net: Net, spots: tuple[Spot, ...], again: Any, *, seconds: float, rounds: int) -> None:
    """Print the ratios for one network."""
    with tempfile.TemporaryDirectory() as folder:
        talk = Talk(Path(folder))
        talk.ask(Load(DataSpec("digits"), net=net, settings=Settings(optimizer="adam")))
        talk.ask(Change("pace", 0.0))
        rate(talk, 1.0)
        found: dict[str, list[float]] = {"a unit and a line looked at": [], "a convolution looked into": []}
        for _ in range(rounds):
            talk.ask(WatchNumbers())
            plain = rate(talk, seconds)
            talk.ask(WatchNumbers(spots))
            found["a unit and a line looked at"].append(rate(talk, seconds) / plain)
            talk.ask(WatchNumbers())
            if again is not None:
                found["a convolution looked into"].append(rate(talk, seconds, again=again) / plain)
        for what, ratios in found.items():
            if ratios:
                print(f"{name}, {what}: {statistics.median(ratios):.3f} of nobody looking {sorted(ratios)}")
        talk.close()


def main() -> None:
    """Measure a dense and a convolutional network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    one, two = LayerKey(1), LayerKey(2)
    spots = (Spot(two, 3, 5), Spot(one, 2, 0))
    measure("64 → 32 → 32 → 10", mlp(64, (32, 32), 10), spots, None, seconds=options.seconds, rounds=options.rounds)
    net = preset("lenet5", (1, 8, 8), 10)
    measure(
        "LeNet-5 on 8×8", net, (Spot(one, 2, 0),), LookAtConvolution(one, 2, 0), seconds=options.seconds,
        rounds=options.rounds,
    )  # fmt: skip


if __name__ == "__main__":
    main()
