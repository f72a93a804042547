"""A tensor to look at: its numbers counted whole, and as many of its values as a screen can show."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from core.inside.stepping.kept import Kept
from core.messages.inside.stepping import TensorSeen
from core.train.model.safetensors import to_array

ROWS, COLUMNS, PICTURES, SIDE = 128, 192, 64, 64
BINS = 32


def seen(name: str, kept: Kept, *, output: bool) -> TensorSeen:
    """Return what there is to see of a tensor. `output`: of a layer, whose units can be dead."""
    tensor = kept.tensor
    whole = tensor.detach()
    numbers = whole.to(torch.float32) if not whole.is_floating_point() else whole
    finite = numbers[torch.isfinite(numbers)]
    low = high = mean = sigma = math.nan
    counts = torch.zeros(BINS, dtype=torch.int64)
    if finite.numel():
        low, high = float(finite.min()), float(finite.max())
        mean, sigma = float(finite.double().mean() if finite.device.type != "mps" else finite.mean()), 0.0
        if finite.numel() > 1:
            sigma = float(finite.std(correction=0))
        counts = _histogram(finite.cpu().double(), low, high)
    pictures = tensor.dim() == 4 and min(tensor.shape[2:]) > 1
    return TensorSeen(
        name=name, shape=tuple(tensor.shape), stride=tuple(tensor.stride()), dtype=str(tensor.dtype).split(".")[-1],
        device=str(tensor.device), bytes=tensor.numel() * tensor.element_size(), needs_grad=kept.needs_grad,
        grad_fn=kept.grad_fn, saved=kept.saved, low=low, high=high, mean=mean, sigma=sigma,
        zeros=int((numbers == 0).sum()), nans=int(torch.isnan(numbers).sum()),
        infinities=int(torch.isinf(numbers).sum()), counts=to_array(counts),
        values=to_array(shown(numbers, pictures=pictures).to(torch.float32)), pictures=pictures,
        dead=_dead(whole) if output else -1,
    )  # fmt: skip


def _histogram(finite: Tensor, low: float, high: float) -> Tensor:
    if not math.isfinite(high - low) or high <= low:
        counts = torch.zeros(BINS, dtype=torch.int64)
        counts[BINS // 2] = finite.numel()
        return counts
    return torch.histc(finite, BINS, low, high).to(torch.int64)


def shown(tensor: Tensor, *, pictures: bool) -> Tensor:
    """Return the values that are drawn: (rows, columns), or (n, rows, columns)."""
    if pictures:
        return tensor.flatten(0, 1)[:PICTURES, :SIDE, :SIDE]
    flat = tensor.reshape(1, -1) if tensor.dim() < 2 else tensor.flatten(1)
    return flat[:ROWS, :COLUMNS]


def _dead(tensor: Tensor) -> int:
    """Return how many units are 0 for every sample."""
    if tensor.dim() < 2:
        return -1
    others = [axis for axis in range(tensor.dim()) if axis != 1]
    return (
        int((tensor == 0).all(dim=others[-1]).sum())
        if len(others) == 1
        else _dead(tensor.transpose(1, -1).flatten(0, -2))
    )
