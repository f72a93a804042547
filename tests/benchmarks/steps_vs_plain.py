"""Steps per second of the real train worker, telemetry on, against loops that a person would write.

    python -m tests.benchmarks.steps_vs_plain [--rounds 5] [--seconds 2] [--data digits --net 32,32]

In one run, in turns: the plain loop (tensors in memory, ``torch.optim.Adam``), the same with a ``DataLoader``, and
the worker in its own process, told to play, with ticks, portraits and device load as the window asks for them. All
train the same network on the same data, with the same batch size, on one thread. Prints medians and ratios to the
plain loop.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec, Load, Pause, Play, Watch
from core.messages.train_events import Tick
from core.net.plan import mlp
from core.train.training import datasets
from tests.train.talk import REAL, Talk

BATCH = 64


def network(hidden: list[int], inputs: int, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for width in hidden:
        layers += [nn.Linear(inputs, width), nn.ReLU()]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def in_memory(x: torch.Tensor, y: torch.Tensor) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    while True:
        order = torch.randperm(len(x))
        for begin in range(0, len(x), BATCH):
            rows = order[begin : begin + BATCH]
            yield x[rows], y[rows]


def from_loader(x: torch.Tensor, y: torch.Tensor) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    loader = DataLoader(TensorDataset(x, y), batch_size=BATCH, shuffle=True)
    while True:
        yield from loader


def plain_loop(
    batches: Iterator[tuple[torch.Tensor, torch.Tensor]], made: nn.Sequential, *, fused: bool = False
) -> Callable[[float], float]:
    """Return a function that trains for some seconds and says how many steps a second it took."""
    optimizer = torch.optim.Adam(made.parameters(), lr=1e-3, fused=fused or None)

    def run(seconds: float) -> float:
        begun, steps = time.perf_counter(), 0
        while time.perf_counter() - begun < seconds:
            for _ in range(20):
                inputs, targets = next(batches)
                loss = nn.functional.cross_entropy(made(inputs), targets)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                steps += 1
        return steps / (time.perf_counter() - begun)

    return run


def worker_loop(talk: Talk) -> Callable[[float], float]:
    """Return a function that lets the worker play for some seconds and says how many steps a second it took."""

    def run(seconds: float) -> float:
        talk.ask(Play())
        first = talk.until(lambda event, answers: isinstance(event, Tick))
        begun = time.perf_counter()
        last = talk.until(lambda event, answers: isinstance(event, Tick) and time.perf_counter() - begun > seconds)
        elapsed = time.perf_counter() - begun
        talk.ask(Pause())
        talk.said.clear()
        return (last.step - first.step) / elapsed

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--data", choices=("digits", "mnist-5k"), default="digits")
    parser.add_argument("--net", default="32,32")
    parser.add_argument("--portraits", type=float, default=10.0)
    parser.add_argument("--alone", action="store_true", help="print the worker's steps a second, and nothing else")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    hidden = [int(width) for width in arguments.net.split(",")]
    known = CATALOGUE[arguments.data]
    inputs = math.prod(known.input)
    data = datasets.load(DataSpec(arguments.data))
    x, y = data.training_inputs.flatten(1), data.training_targets
    with tempfile.TemporaryDirectory() as folder:
        talk = Talk(Path(folder), REAL)
        talk.ask(Load(DataSpec(arguments.data), mlp(inputs, hidden, known.outputs), run=str(Path(folder) / "run")))
        talk.ask(Watch(arguments.portraits))
        if arguments.alone:
            print(worker_loop(talk)(arguments.seconds))
            talk.close()
            return
        loops = {
            "plain loop in memory": plain_loop(in_memory(x, y), network(hidden, inputs, known.outputs)),
            "plain loop, fused Adam": plain_loop(in_memory(x, y), network(hidden, inputs, known.outputs), fused=True),
            "DataLoader loop": plain_loop(from_loader(x, y), network(hidden, inputs, known.outputs)),
            "TorchGarden's trainer": worker_loop(talk),
        }
        speeds: dict[str, list[float]] = {name: [] for name in loops}
        for _ in range(arguments.rounds):
            for name, loop in loops.items():
                speeds[name].append(loop(arguments.seconds))
        talk.close()
    plain = statistics.median(speeds["plain loop in memory"])
    shape = f"{inputs}-{arguments.net.replace(',', '-')}-{known.outputs}"
    print(f"{shape}, batch {BATCH}, one thread, {arguments.rounds} rounds")
    for name, found in speeds.items():
        median = statistics.median(found)
        spread = f"({min(found):,.0f} to {max(found):,.0f})"
        print(f"{name:<24} {median:>9,.0f} steps/s   {median / plain:5.2f} x plain   {spread}")


if __name__ == "__main__":
    main()
