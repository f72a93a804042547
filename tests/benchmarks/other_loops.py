"""The loops that `tests.benchmarks.steps` compares ours with: plain ones, and other tools where they are installed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, nn

from tests.benchmarks.step_cases import SAMPLES, Case, data, loss_of, module

Loop = Callable[[int], None]
"""steps -> takes about that many (a whole number of epochs where the tool knows nothing else)."""


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
    "fused Adam": lambda case: plain(case, fused=True),
    "DataLoader": lambda case: plain(case, loader=True),
    "Lightning": lightning,
    "skorch": skorch,
    "Keras": keras,
    "fastai": fastai,
}
"""By the name in the table; each raises ImportError where its tool is not installed or does not know the network."""
