"""How long a training step takes here, against the loops that people write.

    python -m tests.benchmarks.steps [--rounds 5] [--only 64-32-32-10]

In one process on one thread, in turns: our training with its telemetry on (as the worker trains: permutations, batches,
steps, thirty ticks a second with means over all steps and validation, thirty portraits a second), the same with its
steps by hand, the plain in-memory loop with `torch.optim.Adam`, the same with its fused Adam, a `DataLoader` loop, and
Lightning, skorch, Keras on torch and fastai where they are installed. All train the same network with the same batch
size from the same data in memory. Prints microseconds a step of the plain loop, the medians over rounds of each loop's
ratio to the plain one of its round, ours with its bar, and the share of our time that validation and portraits took.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn

from core.catalogue import CATALOGUE
from core.messages import DataSpec, Device, Settings
from core.net import Net, mlp, outputs
from core.presets import preset
from core.train.datasets import Dataset
from core.train.heap import keep_heap
from core.train.player import Goal
from core.train.probe import Portraits
from core.train.session import Session
from core.train.steps import Stepper, Way
from core.train.training import begin

Loop = Callable[[int], None]
"""steps -> takes about that many (a whole number of epochs where the tool knows nothing else)."""
SAMPLES = 1280
HELD_OUT = 320
BARS = {"784-128-64-10": 0.67, "lenet5": 1.02, "resnet": 1.02}
"""The most that a step of ours may take, as a ratio to the plain loop; other networks are small ones."""
SMALL_BAR = 0.25
TEN_TIMES = ("Lightning", "Keras")
"""What ours is compared with directly, too."""


@dataclass(frozen=True)
class Case:
    """A network and the batch it is trained with."""

    name: str
    net: Net
    batch: int


def cases() -> list[Case]:
    small = ((2, 4, 2, 1), (2, 8, 8, 1), (2, *(8,) * 6, 1), (2, 32, 32, 1))
    found = [
        Case("-".join(map(str, widths)), mlp(widths[0], widths[1:-1], widths[-1], activation="tanh"), batch)
        for widths in small
        for batch in (10, 30)
    ]
    for widths in ((64, 32, 32, 10), (784, 128, 64, 10)):
        found.append(Case("-".join(map(str, widths)), mlp(widths[0], widths[1:-1], widths[-1]), 64))
    for name in ("lenet5", "resnet"):
        found.append(Case(name, preset(name, (1, 28, 28), 10), 64))
    return found


def data(case: Case) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn((SAMPLES, *case.net.input), generator=generator)
    if outputs(case.net) == 1:
        return inputs, torch.randn((SAMPLES, 1), generator=generator)
    return inputs, torch.randint(0, 10, (SAMPLES,), generator=generator)


class Block(nn.Module):
    """A residual block with batch norm, as everybody writes it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.relu(x + self.body(x))


def module(case: Case) -> nn.Module:
    """Return the same network in torch.nn."""
    if case.name == "lenet5":
        return nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
        )  # fmt: skip
    if case.name == "resnet":
        layers: list[nn.Module] = []
        before = 1
        for channels in (8, 16):
            layers += [nn.Conv2d(before, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU(), Block(channels)]
            layers.append(nn.MaxPool2d(2))
            before = channels
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))
    widths = [int(width) for width in case.name.split("-")]
    act = nn.ReLU if widths[-1] > 1 else nn.Tanh
    found: list[nn.Module] = []
    for fan_in, width in pairwise(widths):
        found += [nn.Linear(fan_in, width), act()]
    return nn.Sequential(*found[:-1])


def loss_of(case: Case) -> Callable[[Tensor, Tensor], Tensor]:
    return nn.functional.mse_loss if outputs(case.net) == 1 else nn.functional.cross_entropy


# ------------------------------------------------------------------------------------------------------------ the loops
class Ours:
    """Our training as the worker runs it, without the worker."""

    def __init__(self, case: Case, *, way: Way = "faster") -> None:
        inputs, targets = data(case)
        task = "regress" if targets.dim() == 2 else "classify"
        known = replace(CATALOGUE["digits"], input=case.net.input, task=task)
        dataset = Dataset(DataSpec("digits"), known, inputs, targets, inputs[:HELD_OUT], targets[:HELD_OUT])
        self.training = begin(dataset, net=case.net, settings=Settings(batch_size=case.batch), seed=0)
        self.training.make_stepper = partial(Stepper, way=way)
        self.away_s, self.left = 0.0, time.perf_counter()
        self.session = Session(self.training, device=Device("cpu", "", 0), folder=None, clock=self._clock)
        self.session.threads.fixed = 1
        self.portraits = Portraits(clock=self._clock)
        self.portraits.watch(hertz=30.0, units=12)
        self.looking_s = self.all_s = 0.0
        self.training.validate = self._timed(self.training.validate)  # type: ignore[method-assign]
        self._portrait = self._timed(self.portraits.take)

    def _clock(self) -> float:
        """A clock that stands still while the other loops have their turn."""
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
        self.session.player.goals.append(Goal(0, step=end))
        while self.training.step < end:
            if self.session.advance():
                self.portraits.changed()
            self._portrait(self.training)
        self.session.player.goals.clear()
        self.left = time.perf_counter()
        self.all_s += self.left - begun


def in_memory(case: Case) -> Iterator[tuple[Tensor, Tensor]]:
    inputs, targets = data(case)
    while True:
        order = torch.randperm(len(inputs))
        for rows in order.split(case.batch):
            yield inputs[rows], targets[rows]


def from_loader(case: Case) -> Iterator[tuple[Tensor, Tensor]]:
    from torch.utils.data import DataLoader, TensorDataset

    loader = DataLoader(TensorDataset(*data(case)), batch_size=case.batch, shuffle=True)
    while True:
        yield from loader


def plain(case: Case, *, fused: bool = False, loader: bool = False) -> Loop:
    net, loss = module(case), loss_of(case)
    optimizer = torch.optim.Adam(net.parameters(), fused=fused or None)
    batches = from_loader(case) if loader else in_memory(case)

    def run(steps: int) -> None:
        for _ in range(steps):
            inputs, targets = next(batches)
            found = loss(net(inputs), targets)
            optimizer.zero_grad()
            found.backward()
            optimizer.step()

    return run


def _epochs(case: Case, steps: int) -> int:
    return max(1, round(steps * case.batch / SAMPLES))


def lightning(case: Case) -> Loop:
    import lightning as tool  # type: ignore[import-not-found]
    from torch.utils.data import DataLoader, TensorDataset

    loss = loss_of(case)

    class Lit(tool.LightningModule):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.net = module(case)

        def training_step(self, batch: list[Tensor]) -> Tensor:
            return loss(self.net(batch[0]), batch[1])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.Adam(self.parameters())

    lit = Lit()
    loader = DataLoader(TensorDataset(*data(case)), batch_size=case.batch, shuffle=True)

    def run(steps: int) -> None:
        tool.Trainer(
            max_epochs=_epochs(case, steps), accelerator="cpu", logger=False, enable_checkpointing=False,
            enable_progress_bar=False, enable_model_summary=False,
        ).fit(lit, loader)  # fmt: skip

    return run


def skorch(case: Case) -> Loop:
    import skorch as tool  # type: ignore[import-not-found]

    inputs, targets = data(case)
    kind = tool.NeuralNetRegressor if targets.dim() == 2 else tool.NeuralNetClassifier
    how: dict[str, Any] = {} if targets.dim() == 2 else {"criterion": nn.CrossEntropyLoss}
    net = kind(
        module(case), optimizer=torch.optim.Adam, lr=1e-3, batch_size=case.batch, verbose=0, train_split=None, **how
    )
    net.initialize()

    def run(steps: int) -> None:
        net.partial_fit(inputs, targets, epochs=_epochs(case, steps))

    return run


def keras(case: Case) -> Loop:
    os.environ["KERAS_BACKEND"] = "torch"
    import keras as tool  # type: ignore[import-not-found]

    if case.name in ("lenet5", "resnet"):
        raise ImportError("dense networks only")
    widths = [int(width) for width in case.name.split("-")]
    regress = widths[-1] == 1
    layers = [tool.layers.Dense(width, activation="tanh" if regress else "relu") for width in widths[1:-1]]
    net = tool.Sequential([tool.layers.Input((widths[0],)), *layers, tool.layers.Dense(widths[-1])])
    loss = "mse" if regress else tool.losses.SparseCategoricalCrossentropy(from_logits=True)
    net.compile(optimizer="adam", loss=loss)
    inputs, targets = (tensor.numpy() for tensor in data(case))

    def run(steps: int) -> None:
        net.fit(inputs, targets, batch_size=case.batch, epochs=_epochs(case, steps), verbose=0)

    return run


def fastai(case: Case) -> Loop:
    import fastai.callback.progress  # type: ignore[import-not-found]  # noqa: F401
    from fastai.data.core import DataLoaders  # type: ignore[import-not-found]
    from fastai.learner import Learner  # type: ignore[import-not-found]
    from torch.utils.data import DataLoader, TensorDataset

    loader = DataLoader(TensorDataset(*data(case)), batch_size=case.batch, shuffle=True)
    learner = Learner(DataLoaders(loader, loader), module(case), loss_func=loss_of(case))

    def run(steps: int) -> None:
        with learner.no_bar(), learner.no_logging():
            learner.fit(_epochs(case, steps), 1e-3)

    return run


LOOPS: dict[str, Callable[[Case], Loop]] = {
    "plain": plain,
    "ours": Ours,
    "ours by hand": lambda case: Ours(case, way="by hand"),
    "fused Adam": lambda case: plain(case, fused=True),
    "DataLoader": lambda case: plain(case, loader=True),
    "Lightning": lightning,
    "skorch": skorch,
    "Keras": keras,
    "fastai": fastai,
}


def measure(case: Case, rounds: int) -> tuple[float, dict[str, float], float]:
    """Return the plain loop's microseconds a step, each loop's median ratio to it, and the share of our time that
    validation and portraits took."""
    loops: dict[str, Loop] = {}
    for name, make in LOOPS.items():
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
    mine.looking_s = mine.all_s = 0.0
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
    return statistics.median(seconds["plain"]) * 1e6, ratios, mine.looking_s / mine.all_s


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
        plain_us, ratios, looking = measure(case, arguments.rounds)
        print(line(case, plain_us, ratios, looking), flush=True)


def line(case: Case, plain_us: float, ratios: dict[str, float], looking: float) -> str:
    """Return what was measured of one network, in one line."""
    mine, bar = ratios["ours"], BARS.get(case.name, SMALL_BAR)
    told = [f"ours {mine:.2f} (bar {bar:.2f}{'' if mine <= bar else ' MISSED'})"]
    for name, ratio in ratios.items():
        if name not in ("ours", "plain"):
            times = f" ({ratio / mine:.0f} x ours)" if name in TEN_TIMES else ""
            told.append(f"{name} {ratio:.2f}{times}")
    return f"{case.name:>18} batch {case.batch:<2} plain {plain_us:5.0f} µs  {'  '.join(told)}  looking {looking:.1%}"


if __name__ == "__main__":
    main()
