"""The six sets of TensorFlow Playground, by its formulas: points from −6 to 6, noise from 0 to 0.5.

So a lesson that was written for it can be held here. Its blue class (+1) is our second, "1"; its orange one (−1) is our
first, "0". In three of the sets noise does not move a point: it moves where the target is looked up, so that points
near the border get the other class, or another value. Source: what its data generators compute (D. Smilkov,
S. Carter, 2016); the random numbers are torch's, so one seed is one draw.
"""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor

from core.messages.train_commands import DataSpec

EDGE = 6.0
"""Regression draws from the square from −EDGE to EDGE."""
RADIUS = 5.0
"""Of the circle, the spiral, and half the side of the XOR square."""
GAP = 0.3
"""XOR leaves so much free on both sides of its axes."""
TURNS = 1.75


def _within(low: float, high: float, shape: tuple[int, ...], generator: Generator) -> Tensor:
    return torch.rand(shape, generator=generator) * (high - low) + low


def _halves(spec: DataSpec) -> tuple[int, int]:
    """How many points each class gets, the second first."""
    second = spec.samples // 2
    return second, spec.samples - second


def _classes(second: int, first: int) -> Tensor:
    return torch.cat([torch.ones(second, dtype=torch.int64), torch.zeros(first, dtype=torch.int64)])


def _turned(radius: Tensor, angle: Tensor) -> Tensor:
    return torch.stack([radius * torch.sin(angle), radius * torch.cos(angle)], 1)


def circle(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """A disc of radius 2.5 (second class) in a ring from 3.5 to 5; the class is looked up within ±5 · noise."""
    inside, outside = _halves(spec)
    radius = torch.cat([
        _within(0, 0.5 * RADIUS, (inside,), generator), _within(0.7 * RADIUS, RADIUS, (outside,), generator)
    ])  # fmt: skip
    points = _turned(radius, _within(0, 2 * math.pi, (spec.samples,), generator))
    looked_up = points + _within(-RADIUS, RADIUS, (spec.samples, 2), generator) * spec.noise
    return points, (looked_up.norm(dim=1) < 0.5 * RADIUS).long()


def xor(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Four squares of side 5 with a gap between; x1 · x2 ≥ 0 is the second class, looked up within ±5 · noise."""
    points = _within(-RADIUS, RADIUS, (spec.samples, 2), generator)
    points = points + torch.where(points > 0, GAP, -GAP)
    looked_up = points + _within(-RADIUS, RADIUS, (spec.samples, 2), generator) * spec.noise
    return points, (looked_up[:, 0] * looked_up[:, 1] >= 0).long()


def gauss(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Two clouds around (2, 2), the second class, and (−2, −2); their variance grows from 0.5 to 4 with the noise."""
    classes = _classes(*_halves(spec))
    centres = torch.where(classes.bool(), 2.0, -2.0).unsqueeze(1)
    deviation = math.sqrt(0.5 + 3.5 * spec.noise / 0.5)
    return centres + torch.randn(spec.samples, 2, generator=generator) * deviation, classes


def spiral(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Two arms of 1.75 turns out to radius 5, half a turn apart; noise moves the points, by up to itself."""
    second, first = _halves(spec)
    arms = [
        _turned(along * RADIUS, along * TURNS * 2 * math.pi + begin)
        for count, begin in ((second, 0.0), (first, math.pi))
        for along in [torch.arange(count) / count]
    ]
    moved = _within(-1, 1, (spec.samples, 2), generator) * spec.noise
    return torch.cat(arms) + moved, _classes(second, first)


def _looked_up(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Points of the square, and where their values are looked up: within ±6 · noise."""
    points = _within(-EDGE, EDGE, (spec.samples, 2), generator)
    return points, points + _within(-EDGE, EDGE, (spec.samples, 2), generator) * spec.noise


def plane(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """A tilted plane: a tenth of x1 + x2."""
    points, at = _looked_up(spec, generator)
    return points, at.sum(1, keepdim=True) / 10


HILLS = torch.tensor([(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)])
"""(x1, x2, sign) of their tops."""


def hills(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Six hills and hollows, each falling to 0 at a distance of 2; the largest in size counts."""
    points, at = _looked_up(spec, generator)
    heights = (1 - torch.cdist(at, HILLS[:, :2]) / 2).clamp(0, 1) * HILLS[:, 2]  # (n, 6)
    return points, heights.gather(1, heights.abs().argmax(1, keepdim=True))
