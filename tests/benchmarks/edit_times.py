"""The table of edit times: from the command to the end of the first step on the new network.

Everything counts: judging the plan, the state for undo, the loss before and after on held-out samples, surgery, the new
stepper, the first step. Batch 64, one thread, processor time, in three units:

- old: steps of the plain loop in memory on the net before the edit; the bars are for these
- new: the same on the net after the edit; the first step is one of them (a block has no plain loop)
- own: steps of our own on the net before the edit
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from core.messages.train_commands import DataSpec, Settings
from core.net.edits import edited
from core.net.plan import Dense, Edit, InsertLayer, Narrow, Net, RemoveLayer, RemoveUnit, Widen, mlp
from core.train.model.allocation import keep_heap
from core.train.session import devices
from core.train.session.session import Session
from core.train.session.undo import Ring
from core.train.training import datasets
from core.train.training.training import begin
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


@dataclass(frozen=True)
class Units:
    """Seconds of a plain step before the edit, of one after it, and of one of ours before it, and of the edit."""

    old: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    edit: list[float] = field(default_factory=list)

    def told(self) -> str:
        edit = statistics.median(self.edit)
        return " ".join(
            f"{edit / statistics.median(steps):7.1f}" if steps else f"{'–':>7s}"
            for steps in (self.old, self.new, self.own)
        )


UNMEASURED = 2
"""First rounds that do not count: memory that a virtual machine has never touched it gets from its host first."""


def times(widths: tuple[int, ...], rounds: int = 7, names: tuple[str, ...] = tuple(EDITS)) -> None:
    """Print the table."""
    keep_heap()  # as the worker does; the plain loop has it too
    print("\nEdit and first step after it, 784-H-H-10 (bars, in old steps: widening 4, narrowing 10)")
    for width in widths:
        told = _measured(width, rounds, names)
        old, own = (statistics.median(x for u in told.values() for x in getattr(u, unit)) for unit in ("old", "own"))
        print(f"\nH = {width}: a plain step takes {old * 1e3:.2f} ms, one of ours {own * 1e3:.2f} ms")
        print(f"{'':16s}{'old':>7s} {'new':>7s} {'own':>7s}")
        for name, units in told.items():
            print(f"{name:16s}{units.told()}", flush=True)


def _measured(width: int, rounds: int, names: tuple[str, ...]) -> dict[str, Units]:
    """Return what each edit took and what it is measured in, one after the other, over and over."""
    data = datasets.load(DataSpec("mnist-5k"))
    net, settings = mlp(784, (width, width), 10), Settings(learning_rate=1e-3)
    training, steady = begin(data, net=net, settings=settings, seed=0), begin(data, net=net, settings=settings, seed=0)
    plain: dict[tuple[int, ...], Callable[[], None]] = {}
    edits = {name: EDITS[name](width) for name in names}
    after = {name: _hidden(edited(net, edit)) for name, edit in edits.items()}
    for hidden in {(width, width), *after.values()} - {()}:
        plain[hidden] = stepping(data.training_inputs.flatten(1), data.training_targets, hidden)
        plain[hidden]()
    device = next(device for device in devices.list_devices() if device.name == "cpu")
    session = Session(training, device=device, folder=None, fixed_threads=1)
    training.take(10)
    steady.take(32)
    steady.take(4)
    found = {name: Units() for name in edits}
    for done in range(-UNMEASURED, rounds):
        if done == 0:
            found = {name: Units() for name in edits}
        for name, units in found.items():
            units.old.append(_seconds(plain[width, width]))
            if after[name]:
                units.new.append(_seconds(plain[after[name]]))
            units.own.append(_seconds(lambda: steady.take(4)) / 4)
            moment = training.state()
            session.ticks.add(training.take(1), 0.001)
            units.edit.append(_seconds(lambda name=name: (session.edit(edits[name]), training.take(1))))  # type: ignore[misc]
            training.restore(moment)
            session.ring = Ring()
            session.ticks.forget()
    return found


def _hidden(net: Net) -> tuple[int, ...]:
    """The widths of a net that is nothing but dense layers; () of another."""
    widths = [layer.width for layer in net.layers if isinstance(layer, Dense)]
    return tuple(widths[:-1]) if len(widths) == len(net.layers) else ()


def _seconds(do: Callable[[], object]) -> float:
    begun = time.thread_time()
    do()
    return time.thread_time() - begun
