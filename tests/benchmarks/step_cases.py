"""What `tests.benchmarks.steps` trains: networks as ours, the same in torch.nn, and data for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from core.net.plan import Net, mlp, output_layer, width_of
from core.net.presets import preset

SAMPLES = 1280


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
    if width_of(output_layer(case.net)) == 1:
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
    return nn.functional.mse_loss if width_of(output_layer(case.net)) == 1 else nn.functional.cross_entropy
