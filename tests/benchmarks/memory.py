"""How much resident memory stays behind each edit: ``python -m tests.benchmarks.memory [EDITS]``.

A training of 0.3 to 1.5 million parameters at full speed, as the worker runs it; every 30 to 90 steps one of its layers
is widened or narrowed. The ring of undo is kept small, so that it is full before measuring begins.
"""

from __future__ import annotations

import gc
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import torch

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import Dense, Edit, Narrow, Net, Widen, mlp
from core.train.model.allocation import keep_heap
from core.train.session import devices
from core.train.session.session import Session
from core.train.session.undo import Ring
from core.train.training import datasets
from core.train.training.training import begin

RING_BYTES = 30 << 20
LEAST, MOST = 300_000, 1_500_000
"""Between so many parameters the network goes up and down."""
BEFORE = 40
"""Edits before measuring begins."""


@dataclass(frozen=True)
class Kept:
    """What stays behind an edit, in bytes, and how many bytes the parameters took in the mean."""

    edit_bytes: float
    parameters_bytes: float

    @property
    def share(self) -> float:
        """What stays, as a share of the parameters."""
        return self.edit_bytes / self.parameters_bytes


def resident_bytes() -> int:
    """Return the memory of this process that is in RAM (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def measured(edits: int) -> Kept:
    """Return what stays behind each of `edits` edits."""
    keep_heap()
    torch.set_num_threads(1)
    data = datasets.load(DataSpec("digits"))
    training = begin(data, net=mlp(64, (600, 600), 10), settings=Settings(), seed=0)
    cpu = next(device for device in devices.list_devices() if device.name == "cpu")
    session = Session(training, device=cpu, folder=None, fixed_threads=1)
    session.player.playing = True
    session.ring = Ring(limit_bytes=RING_BYTES)
    choice, sizes = random.Random(5), [0.0]
    for _ in range(BEFORE):
        _edit(session, choice)
    gc.collect()
    before = resident_bytes()
    for _ in range(edits):
        _edit(session, choice)
        sizes.append(session.training.model.flat.nbytes)
    gc.collect()
    return Kept((resident_bytes() - before) / edits, sum(sizes) / edits)


def _edit(session: Session, choice: random.Random) -> None:
    session.edit(_chosen(session.training.net, session.training.model.flat.numel(), choice))
    until = session.training.step + choice.choice([30, 60, 90])
    while session.training.step < until:
        session.advance()


def _chosen(net: Net, size: int, choice: random.Random) -> Edit:
    layer = choice.choice([layer for layer in net.layers[:-1] if isinstance(layer, Dense)])
    by = choice.choice([16, 64, 200])
    grows = size < LEAST or (size < MOST and choice.random() < 0.5)
    return Widen(layer.key, by) if grows or layer.width <= by + 50 else Narrow(layer.key, by, "magnitude")


if __name__ == "__main__":
    kept = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    print(f"{kept.edit_bytes:.0f} bytes an edit, parameters {kept.parameters_bytes:.0f}, share {kept.share:.4f}")
