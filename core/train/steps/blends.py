"""Activations on their way: between a straight line and what they are.

A layer that fades out gives y = s·z + (1 − s)·act(z) with a share s of the line that climbs to 1; a layer that was
inserted begins with s = 1 and unfolds. The shares are tensors, so a recorded step is played with others.

The line is z itself. A sigmoid that unfolds begins with its own tangent, 1/2 + z/4: z would be four times as steep as
what it becomes, and what follows could not keep up (`SIGMOID` in `core.train.surgery.deepen`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Union

import torch
from torch import Tensor

from core.net.plan import Activation, LayerKey
from core.train.model.model import Fade

TANGENTS: dict[Activation, tuple[float, float]] = {"sigmoid": (0.25, 0.5)}
"""The line from which an activation unfolds, where that is not z: slope and level."""
NAME, TANGENT = "blend ", "tangent "
"""Before the key in the name of a blend among the masks of a step."""


class Blend(NamedTuple):
    """The shares of the straight line and of the activation, and whether the line is the tangent."""

    straight: Union[float, Tensor]
    curved: Union[float, Tensor]
    tangent: bool


def of_model(fades: Mapping[LayerKey, Fade]) -> dict[int, Blend]:
    """Return the blends of a model as it is, by key."""
    return {key: Blend(fade.straight(), 1 - fade.straight(), fade.tangent) for key, fade in fades.items()}


def add_to(masks: list[dict[str, Tensor]], fades: Mapping[LayerKey, Fade], *, like: Tensor) -> None:
    """Add to the masks of the next steps the blend of each layer that fades or unfolds, as (2,)."""
    for key, fade in fades.items():
        ways = [fade.straight(ahead) for ahead in range(len(masks))]
        shares = torch.tensor([(way, 1 - way) for way in ways], dtype=like.dtype).to(like.device)  # (k, 2)
        for step, blend in zip(masks, shares, strict=True):
            step[f"{TANGENT if fade.tangent else NAME}{key}"] = blend


def among(masks: Mapping[str, Tensor]) -> dict[int, Blend]:
    """Return the blends among the masks of a step, by key."""
    named = [(name.rpartition(" "), both) for name, both in masks.items() if " " in name]
    return {int(key): Blend(both[0], both[1], f"{kind} " == TANGENT) for (kind, _, key), both in named}


def line_of(activation: Activation, tangent: bool) -> tuple[float, float]:
    """Return slope and level of the straight line."""
    return TANGENTS.get(activation, (1.0, 0.0)) if tangent else (1.0, 0.0)


def blended(activation: Activation, blend: Blend, z: Tensor, active: Tensor) -> Tensor:
    """Return what a layer gives; `active` is activation(z)."""
    slope, level = line_of(activation, blend.tangent)
    line = z if (slope, level) == (1.0, 0.0) else z * slope + level
    return active * blend.curved + line * blend.straight


def slope_of_line(activation: Activation, blend: Blend, slope: Tensor) -> Tensor:
    """Return the part of d loss / d z that goes through the line; `slope` is d loss / d output."""
    rise, _ = line_of(activation, blend.tangent)
    through = slope * blend.straight
    return through if rise == 1.0 else through * rise
