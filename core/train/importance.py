"""Which units of a layer matter least, and which do nothing at all.

- magnitude: Σ|incoming weights| (Li et al. 2017)
- taylor: (Σ gradient · activation)², the first-order change of the loss when the unit goes (Molchanov et al. 2019)
- obs: ‖outgoing weights‖² / [C⁻¹]_jj with C the covariance of the units, the error left after the best refit (Hassibi and
  Stork 1993)
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.messages import Task
from core.net import Conv, Dense, NarrowRank, layer_at
from core.shapes import consumers, flows, producers
from core.train.model import Model, for_autograd, forward
from core.train.written_out import LOSS


def scores(model: Model, number: int, *, rank: NarrowRank, inputs: Tensor, targets: Tensor, task: Task) -> Tensor:
    """Return (width,) float64: the larger, the more a unit matters."""
    if rank == "taylor":
        return _taylor(model, number, inputs, targets, task)
    if rank == "obs":
        return _obs(model, number, inputs)
    found = flows(model.net)
    group = found[layer_at(model.net, number).key].group_out
    weights = [model.parameters[f"{maker.key}.weight"] for maker in producers(model.net, group, found)]
    return torch.stack([w.flatten(1).abs().sum(1).double() for w in weights]).sum(0)


def activations(model: Model, number: int, inputs: Tensor) -> Tensor:
    """Return what the units of a layer give: (samples, width), for a convolution (samples · places, channels)."""
    capture: dict[int, Tensor] = {}
    with torch.no_grad():
        forward(model, inputs, training=False, capture=capture)
    return _rows(capture[layer_at(model.net, number).key])


def _rows(values: Tensor) -> Tensor:
    return values if values.dim() == 2 else values.movedim(1, -1).reshape(-1, values.shape[1])


def _taylor(model: Model, number: int, inputs: Tensor, targets: Tensor, task: Task) -> Tensor:
    capture: dict[int, Tensor] = {}
    with torch.enable_grad():
        outputs = forward(model, inputs, training=False, capture=capture, parameters=for_autograd(model))
        active = capture[layer_at(model.net, number).key]
        (slope,) = torch.autograd.grad(LOSS[task](outputs, targets), active)
    return _rows((slope * active).detach()).double().sum(0).square()


def _obs(model: Model, number: int, inputs: Tensor) -> Tensor:
    active = activations(model, number, inputs).double()
    centred = active - active.mean(0)
    covariance = centred.t() @ centred / len(centred)
    ridge = 1e-4 * covariance.diagonal().mean().clamp_min(1e-12)
    inverse = torch.linalg.inv(
        covariance + ridge * torch.eye(len(covariance), dtype=torch.float64, device=covariance.device)
    )
    found = flows(model.net)
    flow = found[layer_at(model.net, number).key]
    outgoing = torch.zeros(len(covariance), dtype=torch.float64, device=covariance.device)
    for reader in consumers(model.net, flow.group_out, found):
        outgoing += _per_unit(model.parameters[f"{reader.key}.weight"], len(outgoing)).double().square().sum((0, 2))
    return outgoing / inverse.diagonal()


def _per_unit(weight: Tensor, units: int) -> Tensor:
    """(fan_out, units · columns, …) -> (fan_out, units, columns …)."""
    return weight.reshape(len(weight), units, -1)


@dataclass(frozen=True)
class Idle:
    """Units that do nothing of their own: `gone` (k,), and for each of them the unit that does the same (−1: none, it is dead)
    and the factor between the two."""

    gone: Tensor
    same_as: Tensor
    factor: Tensor

    def weights(self, model: Model, number: int) -> dict[int, Tensor]:
        """Return the outgoing weights of each reader when the idle units are gone and their parts moved to their twins."""
        found = flows(model.net)
        group = found[layer_at(model.net, number).key].group_out
        made = {}
        for reader in consumers(model.net, group, found):
            weight = model.parameters[f"{reader.key}.weight"].clone()
            width = weight.shape[1] // found[reader.key].columns if isinstance(reader, Dense) else weight.shape[1]
            units = weight.view(len(weight), width, -1)
            for unit, twin, factor in zip(self.gone.tolist(), self.same_as.tolist(), self.factor.tolist(), strict=True):
                if twin >= 0:
                    units[:, twin] += factor * units[:, unit]
            stays = torch.ones(width, dtype=torch.bool, device=weight.device)
            stays[self.gone.to(weight.device)] = False
            made[reader.key] = units[:, stays].reshape(len(weight), -1, *weight.shape[2:])
        return made


def idle(model: Model, number: int, *, inputs: Tensor) -> Idle:
    """Find units that are zero on every sample, and units that repeat another (up to a positive factor behind a ReLU)."""
    layer = layer_at(model.net, number)
    assert isinstance(layer, (Dense, Conv))
    active = activations(model, number, inputs)
    dead = active.abs().amax(0) == 0
    scaled = layer.activation in ("relu", "leaky_relu", "linear")
    gone, same_as, factors = [], [], []
    found = flows(model.net)
    alone = len(producers(model.net, found[layer.key].group_out, found)) == 1
    seen: list[int] = []
    lengths = active.double().norm(dim=0)
    for unit in range(active.shape[1]):
        if bool(dead[unit]):
            gone, same_as, factors = [*gone, unit], [*same_as, -1], [*factors, 0.0]
            continue
        twin = next((s for s in seen if alone and _repeats(active, lengths, unit, s, scaled=scaled)), None)
        if twin is None:
            seen.append(unit)
        else:
            gone, same_as = [*gone, unit], [*same_as, twin]
            factors.append(float(lengths[unit] / lengths[twin]) if scaled else 1.0)
    if len(gone) == active.shape[1]:
        gone, same_as, factors = gone[1:], same_as[1:], factors[1:]  # a layer keeps at least one unit
    return Idle(
        torch.tensor(gone, dtype=torch.int64), torch.tensor(same_as), torch.tensor(factors, dtype=torch.float64)
    )


def _repeats(active: Tensor, lengths: Tensor, unit: int, other: int, *, scaled: bool) -> bool:
    factor = lengths[unit] / lengths[other] if scaled else 1.0
    difference = active[:, unit].double() - factor * active[:, other].double()
    return bool(difference.norm() <= 1e-6 * lengths[unit])
