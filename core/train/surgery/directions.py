"""Where new units should look: fan-in directions from the gradient of the loss.

A new unit with zero fan-out lowers the loss the faster, the larger the gradient of its fan-out will be. For a unit with
fan-in w, taken as linear, that gradient is Mᵀw with M = E[h dᵀ]: h what reaches the layer, d the gradient of the loss
at what its readers add up. Convolutions are the same with patches for h, and M summed over all places of the image.

- gradmax: w = the leading left singular vectors of M (Evci et al. 2022, turned round so that the fan-out is zero and
  growth stays exact for every activation)
- tiny: the same after whitening h: w = S^(−1/2) u, with S = E[h hᵀ] and u the leading left singular vectors of S^(−1/2)
  M (Verbockhaven et al. 2024)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from core.messages.train_commands import Task
from core.net.plan import Conv, Dense, Net, Pool, WidenWay, numbered, walk
from core.net.shapes import cost
from core.train.model.model import Model
from core.train.steps import forward, written
from core.train.surgery.refit import patches

RIDGE = 1e-3
CONV_SAMPLES = 256
"""On how many samples a convolution is looked at."""
LEAST_SAMPLES: dict[WidenWay, int] = {"gradmax": 32, "tiny": 48}
"""On how many a dense layer of a wide network is: the person waits, and on mnist-5k 64 train no better. On 32 whitening
knows too little."""
MOST_SAMPLES, WORK = 256, 2_500_000
"""Of small networks, as many as so many multiply-adds allow."""


def fan_in(
    model: Model,
    layer: Dense | Conv,
    readers: Sequence[Dense | Conv],
    *,
    by: int,
    way: WidenWay,
    inputs: Tensor,
    targets: Tensor,
    task: Task,
) -> Tensor:
    """Return up to `by` rows (k, fan_in) of length one; k is at most the rank of what the gradient asks for."""
    samples = CONV_SAMPLES
    if isinstance(layer, Dense):
        samples = max(LEAST_SAMPLES[way], min(MOST_SAMPLES, WORK // cost(model.net, "sgd").multiply_adds))
    reach, slopes = _passed(model, inputs[:samples], targets[:samples], task, readers)
    rows = patches(layer, reach[layer.key])  # (rows, fan_in)
    if isinstance(layer, Dense):
        asked = torch.cat([slopes[reader.key] for reader in readers], 1).double()
        alike = rows @ rows.t()  # (n, n)
        mix, strength = _of_dense(alike, asked, fan_in=rows.shape[1], whitened=way == "tiny")
        mix = mix[:, : min(by, _useful(strength))]
        found, seen = mix.to(model.flat).t() @ rows.to(model.flat), alike @ mix
    else:
        wish = torch.cat([_wish(model.net, layer, r, reach, slopes[r.key]) for r in readers], 1)
        found, strength = _of_conv(rows, wish, whitened=way == "tiny")
        found = found[: min(by, _useful(strength))]
        seen = rows @ found.t()
    length = found.norm(dim=1).clamp_min(1e-12)  # (k,)
    rows_of_one: Tensor = found * (_facing(layer, seen / length) / length)[:, None]
    return rows_of_one.to(model.flat)


def _useful(strength: Tensor) -> int:
    """How many directions, the strongest first, the gradient asks for at all."""
    return int((strength > 1e-6 * strength.max()).sum())


def _of_dense(alike: Tensor, asked: Tensor, *, fan_in: int, whitened: bool) -> tuple[Tensor, Tensor]:
    """Return (shares of the samples (n, k) in each direction, how strongly each is asked for (k,)), the strongest
    first; `alike` (n, n) is XXᵀ of what reaches the layer on samples, `asked` (n, fan_out).

    With M = Xᵀ asked, everything happens among the few samples: MᵀS⁻¹M and S⁻¹M follow from the products of samples
    with each other, because (XᵀX + λI)⁻¹Xᵀ = Xᵀ(XXᵀ + λI)⁻¹. More outputs than samples are rotated into so many.
    """
    if asked.shape[1] > len(asked):
        asked = _root(asked @ asked.t(), 1e-10)
    through = asked
    if whitened:
        ridge = RIDGE * alike.diagonal().sum() / fan_in
        through = torch.cholesky_solve(asked, torch.linalg.cholesky(alike + ridge * torch.eye(len(alike)).to(alike)))
    product = asked.t() @ (alike @ through)
    values, vectors = torch.linalg.eigh((product + product.t()) / 2)
    return through @ vectors.flip(1), values.flip(0).clamp_min(0).sqrt()


def _root(matrix: Tensor, ridge: float) -> Tensor:
    """Return L with LLᵀ = matrix + a little on its diagonal."""
    matrix.diagonal().add_(ridge * matrix.diagonal().mean() + 1e-300)
    root: Tensor = torch.linalg.cholesky(matrix)
    return root


def _of_conv(rows: Tensor, wish: Tensor, *, whitened: bool) -> tuple[Tensor, Tensor]:
    """Return the same from M itself, `wish` (fan_in, …), and the patches `rows` (n, fan_in)."""
    if not whitened:
        left, strength = _leading(wish)
        return left.t(), strength
    # Any root of S whitens: with S = LLᵀ, w = L⁻ᵀu for u the left singular vectors of L⁻¹M.
    root = _root(rows.t() @ rows / len(rows), RIDGE)
    left, strength = _leading(torch.linalg.solve_triangular(root, wish, upper=False))
    return torch.linalg.solve_triangular(root.t(), left, upper=True).t(), strength


def _leading(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Return (left singular vectors as columns, singular values), the largest first; by way of the smaller side."""
    if matrix.shape[0] <= matrix.shape[1]:
        values, vectors = torch.linalg.eigh(matrix @ matrix.t())
        return vectors.flip(1), values.flip(0).clamp_min(0).sqrt()
    values, vectors = torch.linalg.eigh(matrix.t() @ matrix)
    strength = values.flip(0).clamp_min(0).sqrt()
    return matrix @ vectors.flip(1) / strength.clamp_min(1e-300), strength


def _passed(
    model: Model, inputs: Tensor, targets: Tensor, task: Task, readers: Sequence[Dense | Conv]
) -> tuple[dict[int, Tensor], dict[int, Tensor]]:
    """Return by key what reaches each layer, and the gradient of the loss at what it adds up: back to the first of the
    `readers`, for nobody asks further."""
    taken_in: dict[int, Tensor] = {}
    slopes: dict[int, Tensor] = {}
    live = replace(forward.live(model, training=False), taken_in=taken_in, slopes=slopes)
    tape: written.Tape = []
    keys, layers = {reader.key for reader in readers}, model.net.layers
    first = min(place for place, layer in enumerate(layers) if keys & {inner.key for inner in walk((layer,))})
    with torch.no_grad():
        outputs = written.forward(layers, live, inputs, tape)
        _, slope = written.loss_and_slope(task, outputs, targets)
        written.backward(layers[first:], live, slope, tape, further=False)
    return taken_in, slopes


def _wish(net: Net, layer: Conv, reader: Dense | Conv, reach: dict[int, Tensor], slope: Tensor) -> Tensor:
    """Return M (fan_in, fan_out of a new unit): how the gradient of a new unit's fan-out follows from its fan-in."""
    x, seen = reach[layer.key], reach[reader.key]
    features = functional.unfold(x, layer.kernel, padding=layer.padding, stride=layer.stride).double()
    sides = [(side + 2 * layer.padding - layer.kernel) // layer.stride + 1 for side in x.shape[2:]]
    image = features.reshape(*features.shape[:2], *sides)  # (n, fan_in, H', W'): each feature as a channel
    if isinstance(reader, Dense):
        pooled = functional.adaptive_avg_pool2d(image, _side(net, layer, seen, image))
        return torch.einsum("nfp,no->fop", pooled.flatten(2), slope.double()).flatten(1) / len(x)
    pooled = functional.adaptive_avg_pool2d(image, (seen.shape[2], seen.shape[3]))
    taps = functional.unfold(
        pooled.flatten(0, 1).unsqueeze(1), reader.kernel, padding=reader.padding, stride=reader.stride
    )  # (n · fan_in, k·k, places)
    taps = taps.reshape(*pooled.shape[:2], *taps.shape[1:])
    return torch.einsum("nftp,nop->fot", taps, slope.double().flatten(2)).flatten(1) / len(x)


def _side(net: Net, layer: Conv, seen: Tensor, image: Tensor) -> tuple[int, int]:
    """The size of the images when a dense layer reads them: from how often the layers between halve them."""
    height, width = image.shape[2:]
    behind = False
    for other in numbered(net):
        if other.key == layer.key:
            behind = True
        elif behind and isinstance(other, Pool):
            height, width = ((side - other.kernel) // other.stride + 1 for side in (height, width))
        elif behind and isinstance(other, (Dense, Conv)):
            break
    return (height, width) if height * width * layer.channels == seen.shape[1] else (1, 1)


def _facing(layer: Dense | Conv, seen: Tensor) -> Tensor:
    """Return (k,) 1 or −1: the side on which each unit, through the activation, has more to say; `seen` (rows, k) is
    what they add up."""
    act = written.FORWARD[layer.activation]
    ahead, back = act(seen).var(0), act(-seen).var(0)
    return torch.where(ahead >= back, 1.0, -1.0).to(seen)
