"""The table of edit times: from the command to the end of the first step on the new network.

All in: the plan judged, the moment for undo, the loss before and after on held-out samples, surgery, the new stepper,
the first step. In steps of the same net before the edit, batch 64, one thread, processor time: steps of the plain loop
in memory, and, behind the bar, our own.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from core.messages import DataSpec, Settings
from core.net import Edit, InsertLayer, Narrow, RemoveLayer, RemoveUnit, Widen, mlp
from core.train import datasets, devices
from core.train.session import Session
from core.train.training import begin
from tests.benchmarks.plain_loop import stepping

EDITS: dict[str, Callable[[int], Edit]] = {
    "append ×2": lambda width: Widen(1, width),
    "split ×2": lambda width: Widen(1, width, "split"),
    "gradmax ×2": lambda width: Widen(1, width, "gradmax"),
    "tiny ×2": lambda width: Widen(1, width, "tiny"),
    "append +⅛": lambda width: Widen(1, width // 8),
    "obs ÷2": lambda width: Narrow(1, width // 2),
    "obs ÷2, last": lambda width: Narrow(2, width // 2),
    "magnitude ÷2": lambda width: Narrow(1, width // 2, "magnitude"),
    "taylor ÷2": lambda width: Narrow(1, width // 2, "taylor"),
    "one unit": lambda width: RemoveUnit(1, 0),
    "insert": lambda width: InsertLayer(1),
    "block": lambda width: InsertLayer(1, kind="residual"),
    "remove": lambda width: RemoveLayer(2),
}


def times(widths: tuple[int, ...], rounds: int = 5) -> None:
    """Print the table."""
    print("\nEdit and first step after it, 784-H-H-10, in plain | own steps (bars: widening 4, narrowing 10)")
    print(f"{'H':>6s}{'plain ms':>10s}{'own ms':>9s}" + "".join(f"{name:>14s}" for name in EDITS))
    for width in widths:
        plain, own, told = _measured(width, rounds if width <= 512 else 3)
        cells = "".join(f"{f'{edit / plain:.1f} | {edit / own:.1f}':>14s}" for edit in told)
        print(f"{width:>6d}{plain * 1e3:>10.2f}{own * 1e3:>9.2f}{cells}", flush=True)


def _measured(width: int, rounds: int) -> tuple[float, float, list[float]]:
    """Return seconds, medians: a plain step, a step of ours, and each edit."""
    data = datasets.load(DataSpec("mnist-5k"))
    net, settings = mlp(784, (width, width), 10), Settings(learning_rate=1e-3)
    training, steady = begin(data, net=net, settings=settings, seed=0), begin(data, net=net, settings=settings, seed=0)
    plain_step = stepping(data.training_inputs.flatten(1), data.training_targets, (width, width))
    device = next(device for device in devices.list_devices() if device.name == "cpu")
    session = Session(training, device=device, folder=None, fixed_threads=1)
    training.take(10)
    steady.take(32)
    steady.take(4)
    plain: list[float] = []
    own: list[float] = []
    edits: list[list[float]] = [[] for _ in EDITS]
    for _ in range(rounds):
        for made, told in zip(EDITS.values(), edits, strict=True):
            plain.append(_seconds(plain_step))
            own.append(_seconds(lambda: steady.take(8)) / 8)
            moment = training.moment()
            session.meter.add(training.take(1), 0.001)
            told.append(_seconds(lambda made=made: (session.edit(made(width)), training.take(1))))  # type: ignore[misc]
            training.restore(moment)
            session.ring.clear()
            session.meter.forget()
    return statistics.median(plain), statistics.median(own), [statistics.median(told) for told in edits]


def _seconds(do: Callable[[], object]) -> float:
    begun = time.thread_time()
    do()
    return time.thread_time() - begun
