"""A gradient by finite differences, beside autograd's; and how one value of a layer came about.

Both runs are in float64 on the processor, with the batch of the step and with what dropout drew in it.
"""

from __future__ import annotations

import copy
import math

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from core.inside.stepping.apart import Apart, Place
from core.messages.inside.stepping import GradientChecked, UnitSeen
from core.net.plan import Conv, Dense
from core.sentence import Problem

TERMS = 6


class NotThere(Problem):
    """A tensor, or a place in it, that the step does not have."""


class Drawn(nn.Module):
    """Dropout as it was drawn."""

    def __init__(self, mask: Tensor) -> None:
        super().__init__()
        self.mask = mask

    def forward(self, x: Tensor) -> Tensor:
        """(n, …) -> the same shape."""
        return x * self.mask


def check(apart: Apart, name: str, index: tuple[int, ...]) -> GradientChecked:
    """Return the gradient of one weight in three ways; raise `NotThere`."""
    parameter = apart.parameters().get(name)
    if parameter is None or not _within(index, parameter):
        raise NotThere("Choose one number of a weight or a bias, like W1, to check its gradient.")
    if not parameter.requires_grad:
        raise NotThere("This layer is frozen, so it has no gradient. Unfreeze it on the trainer page first.")
    full = next(full for full, one in apart.step.network.named_parameters() if one is parameter)
    network = _exact(apart)
    there = dict(network.named_parameters())[full]
    exact = float(torch.autograd.grad(_loss(apart, network), there)[0][index])
    weight = float(there[index].detach())
    width = 1e-6 * max(1.0, abs(weight))
    losses = []
    with torch.no_grad():
        for value in (weight - width, weight, weight + width):
            there[index] = value
            losses.append(float(_loss(apart, network)))
    before, middle, after = losses
    differences = (after - before) / (2 * width)
    noise = 1e-15 * max(1.0, abs(middle)) / width  # what rounding in float64 leaves of a difference
    agrees = abs(differences - exact) <= 1e-5 * max(abs(exact), abs(differences)) + 10 * noise
    kept = apart.store.kept.get(f"∂{name}")
    return GradientChecked(
        name, index, weight, float(kept.tensor[index]) if kept is not None else math.nan, exact, differences,
        (middle - before) / width, (after - middle) / width, width, agrees,
    )  # fmt: skip


def _exact(apart: Apart) -> nn.Module:
    """Return the network in float64 on the processor, dropout as it was drawn."""
    network = copy.deepcopy(apart.step.network).to("cpu").double()
    for name, mask in apart.masks.items():
        above, _, own = name.rpartition(".")
        setattr(network.get_submodule(above) if above else network, own, Drawn(mask.to("cpu").double()))
    return network


def _loss(apart: Apart, network: nn.Module) -> Tensor:
    x, y = apart.step.x.to("cpu").double(), apart.step.y.to("cpu")
    output = network(x)
    if apart.step.training.dataset.task == "classify":
        loss = F.cross_entropy(output, y)
    else:
        loss = F.mse_loss(output, y.double())
    l1 = apart.step.settings.l1
    return loss + l1 * torch.stack([p.abs().sum() for p in network.parameters()]).sum() if l1 else loss


def _within(index: tuple[int, ...], tensor: Tensor) -> bool:
    return len(index) == tensor.dim() and all(0 <= i < size for i, size in zip(index, tensor.shape, strict=True))


def unit(apart: Apart, name: str, index: tuple[int, ...]) -> UnitSeen:
    """Return how one value came about; raise `NotThere`."""
    place, kept = apart.place_of(name), apart.store.kept
    if place is None or name not in kept or not _within(index, kept[name].tensor):
        raise NotThere("Choose one number of a layer's output, like h1, to see how it came about.")
    weight, source = kept.get(f"W{place.number}"), kept.get(place.source)
    bias, result = kept.get(f"b{place.number}"), kept.get(place.result)
    if weight is None or source is None or bias is None or result is None:
        raise NotThere(
            "What this number was made of was left out, since there was no room for it. Train with a smaller batch, "
            "then look again."
        )
    x, w = _inputs(place, source.tensor, weight.tensor, index)
    b, products = float(bias.tensor[index[1]]), x * w
    largest = products.abs().topk(min(TERMS, len(products))).indices.tolist()
    terms = tuple((float(x[i]), float(w[i])) for i in largest)
    total = float(products.sum())
    rest = total - sum(a * c for a, c in terms)
    function: str = place.layer.activation if isinstance(place.layer, (Dense, Conv)) else "linear"
    function = "" if function == "linear" else function
    if isinstance(place.layer, (Dense, Conv)) and place.layer.norm == "batch":
        function = f"{function}, batch_norm" if function else "batch_norm"
    return UnitSeen(
        name, index, terms, len(products) - len(largest), rest, b, total + b, float(result.tensor[index]), function
    )  # fmt: skip


def _inputs(place: Place, source: Tensor, weight: Tensor, index: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """Return (inputs, weights) that are multiplied for one value, each flat in float64."""
    layer, sample, channel = place.layer, index[0], index[1]
    x, w = source[sample].cpu().double(), weight[channel].cpu().double()
    if isinstance(layer, Conv):
        p, s, k = layer.padding, layer.stride, layer.kernel
        each = source.shape[1] // layer.groups
        first = (channel // (weight.shape[0] // layer.groups)) * each
        top, left = index[2] * s, index[3] * s
        x = F.pad(x[first : first + each], (p, p, p, p))[:, top : top + k, left : left + k]
    return x.reshape(-1), w.reshape(-1)
