"""The loop everybody writes, to measure against: torch.nn, torch.optim.Adam, digits in memory or through a DataLoader.

python -m tests.benchmarks.plain_loop memory 32,32 5     prints steps per second, measured over 5 s
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

from core.messages.train_commands import DataSpec
from core.train.training import datasets

BATCH = 64


def batches(kind: str, inputs: Tensor, targets: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield shuffled batches without end."""
    if kind == "loader":
        from torch.utils.data import DataLoader, TensorDataset

        loader = DataLoader(TensorDataset(inputs, targets), batch_size=BATCH, shuffle=True)
        while True:
            yield from loader
    while True:
        order = torch.randperm(len(inputs))
        for rows in order.split(BATCH):
            yield inputs[rows], targets[rows]


def stepping(inputs: Tensor, targets: Tensor, hidden: tuple[int, ...], outputs: int = 10) -> Callable[[], None]:
    """Return what takes one step of the plain loop in memory, on a net of its own."""
    widths = (inputs.shape[1], *hidden, outputs)
    layers: list[nn.Module] = []
    for fan_in, width in itertools.pairwise(widths):
        layers += [nn.Linear(fan_in, width), nn.ReLU()]
    net = nn.Sequential(*layers[:-1])
    optimizer, loss_of = torch.optim.Adam(net.parameters(), lr=1e-3), nn.CrossEntropyLoss()
    source = batches("memory", inputs, targets)

    def step() -> None:
        x, y = next(source)
        loss = loss_of(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


def rate(kind: str, hidden: tuple[int, ...], seconds: float) -> float:
    """Return steps per second of the plain loop on digits."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    data = datasets.load(DataSpec("digits"))
    inputs, targets = data.training_inputs.flatten(1), data.training_targets
    widths = (inputs.shape[1], *hidden, 10)
    layers: list[nn.Module] = []
    for fan_in, width in itertools.pairwise(widths):
        layers += [nn.Linear(fan_in, width), nn.ReLU()]
    net = nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    loss_of = nn.CrossEntropyLoss()
    begun = 0.0
    for steps, (x, y) in enumerate(batches(kind, inputs, targets)):
        if steps == 100:
            begun = time.perf_counter()
        loss = loss_of(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if steps > 100 and time.perf_counter() - begun > seconds:
            return (steps - 99) / (time.perf_counter() - begun)
    raise AssertionError("the batches never end")


if __name__ == "__main__":
    print(rate(sys.argv[1], tuple(int(w) for w in sys.argv[2].split(",")), float(sys.argv[3])))
