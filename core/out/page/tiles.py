"""What units have learned, as little pictures: their weights, or what they answer over the plane."""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Mapping

import torch
from torch import Tensor

from core.net.plan import INPUT, Conv, Dense, LayerKey
from core.out.names import weighted
from core.out.taken import Taken
from core.train.plane.inputs import inputs_of
from core.train.steps.forward import forward

POSITIVE, NEGATIVE = (47, 111, 222), (232, 113, 10)
PLANE_SIDE = 16
MOST_SIDE = 40
"""Pixels of a picture of weights: of a larger one every second, third … row and column is left out."""


def png(pixels: Tensor) -> str:
    """Return (h, w, 4) uint8 as the address of a PNG that lies in the address itself."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + bytes(row.flatten().tolist()) for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")


def signed(values: Tensor) -> str:
    """Return (h, w) as a picture: blue what is positive, orange what is negative, fainter what is smaller."""
    step = math.ceil(max(values.shape) / MOST_SIDE)
    values = torch.nan_to_num(values.detach().float())[::step, ::step]
    share = (values.abs() / values.abs().max().clamp(min=1e-12) * 255).round().to(torch.uint8)
    colors = torch.tensor([NEGATIVE, POSITIVE], dtype=torch.uint8)[(values >= 0).long()]  # (h, w, 3)
    return png(torch.cat([colors, share.unsqueeze(2)], 2))


def grey(values: Tensor) -> str:
    """Return a picture (channels, h, w) from 0 to 1, grey or in its colours."""
    clear = (torch.nan_to_num(values.detach().float()).clamp(0, 1) * 255).round().to(torch.uint8)
    colors = clear if len(clear) == 3 else clear[:1].expand(3, -1, -1)
    return png(torch.cat([colors.permute(1, 2, 0), torch.full((*clear.shape[1:], 1), 255, dtype=torch.uint8)], 2))


def squarest(values: Tensor) -> Tensor:
    """Return (n,) as the squarest picture that holds it, padded with zeros."""
    width = math.ceil(math.sqrt(len(values)))
    height = -(-len(values) // width)
    made = values.new_zeros(height * width)
    made[: len(values)] = values
    return made.view(height, width)


def over_the_plane(taken: Taken) -> Mapping[LayerKey, Tensor]:
    """Return what every unit answers over the plane, by its layer's key: (units, side, side); {} for other data."""
    training, spec = taken.training, taken.training.dataset.spec
    reach = training.dataset.known.reach
    if not reach:
        return {}
    along = torch.linspace(-reach, reach, PLANE_SIDE)
    down, across = torch.meshgrid(-along, along, indexing="ij")
    points = torch.stack([across.flatten(), down.flatten()], 1)  # (side², 2)
    inputs = inputs_of(points, spec.inputs)
    captured: dict[int, Tensor] = {}
    with torch.no_grad():
        forward(training.model, inputs, training=False, capture=captured)
    captured[INPUT] = inputs
    return {
        LayerKey(key): values.t().reshape(-1, PLANE_SIDE, PLANE_SIDE)
        for key, values in captured.items()
        if values.dim() == 2
    }


def of_weights(taken: Taken, layer: Dense | Conv, unit: int) -> Tensor:
    """Return the weights of one unit as (h, w): like the input where they look at it, else the squarest."""
    weight = taken.training.model.parameters[f"{layer.key}.weight"][unit]
    shape = taken.training.dataset.known.input
    if isinstance(layer, Conv):
        return weight.mean(0)
    first = layer.key == weighted(taken.training.net)[0].key
    if first and len(shape) == 3 and weight.numel() == math.prod(shape):
        return weight.view(shape).mean(0)
    return squarest(weight)
