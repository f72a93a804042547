"""Which units of a layer matter least, and which do nothing at all.

- magnitude: Σ|incoming weights| (Li et al. 2017)
- taylor: (Σ gradient · activation)², the first-order change of the loss when the unit goes (Molchanov et al. 2019)
- obs: the error left in what the next layer adds up after the best refit, unit by unit (Hassibi and Stork 1993, for
  units and greedily)
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from core.edits import Units
from core.messages import Task
from core.net import Conv, Dense, NarrowRank, layer_at
from core.shapes import consumers, flows, producers
from core.train import refit
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
    """Drop the unit that hurts least after the best refit, refit, and again: the earlier a unit goes, the lower its
    score.

    With A = C⁻¹ over what a reader sees and V its weights, dropping the columns S costs tr(V_S A_SS⁻¹ V_Sᵀ); then
    V ← V − V_S A_SS⁻¹ A_S·, A ← A − A_·S A_SS⁻¹ A_S·. Wide layers lose several units a round.
    """
    found = flows(model.net)
    flow = found[layer_at(model.net, number).key]
    reach = refit.taken_in(model, model.net, inputs)
    seen = [
        _Seen(model, reader, reach[reader.key], found[reader.key].columns)
        for reader in consumers(model.net, flow.group_out, found)
        if isinstance(reader, (Dense, Conv))
    ]
    width = flow.outside[0]
    scores = torch.full((width,), torch.inf, dtype=torch.float64)
    left, rank = list(range(width)), 0
    at_once = max(1, width // ROUNDS)
    while len(left) > 1:
        costs = torch.stack([reader.costs(left) for reader in seen]).sum(0)
        for place in costs.argsort()[: min(at_once, len(left) - 1)].tolist():
            scores[left[place]], rank = rank, rank + 1
            for reader in seen:
                reader.drop(left[place])
        left = [unit for unit in left if scores[unit] == torch.inf]
    scores[left] = width
    return scores


ROUNDS = 64
"""Into how many rounds at most the ranking of a wide layer is cut."""


class _Seen:
    """What one reader sees of the units: A = C⁻¹ (features, features) and its weights V (fan_out, features)."""

    def __init__(self, model: Model, reader: Dense | Conv, x: Tensor, columns: int) -> None:
        rows = refit.patches(reader, x)
        centred = rows - rows.mean(0)
        covariance = centred.t() @ centred / len(centred)
        ridge = refit.RIDGE * covariance.diagonal().mean().clamp_min(1e-12)
        eye = torch.eye(len(covariance), dtype=torch.float64, device=covariance.device)
        self.inverse = torch.linalg.inv(covariance + ridge * eye)
        self.weight = model.parameters[f"{reader.key}.weight"].flatten(1).double().clone()
        self.span = columns if isinstance(reader, Dense) else reader.kernel**2

    def costs(self, units: list[int]) -> Tensor:
        """What dropping each of `units` costs, (len(units),)."""
        place = torch.tensor(units)[:, None] * self.span + torch.arange(self.span)  # (units, span)
        blocks = self.inverse[place[:, :, None], place[:, None, :]]  # (units, span, span)
        weights = self.weight[:, place].transpose(0, 1)  # (units, fan_out, span)
        costs: Tensor = (torch.linalg.solve(blocks, weights.transpose(1, 2)).transpose(1, 2) * weights).sum((1, 2))
        return costs

    def drop(self, unit: int) -> None:
        """Drop a unit and refit the others; its rows and columns become zero but for an identity, which keeps them
        solvable."""
        place = slice(unit * self.span, (unit + 1) * self.span)
        block, across = self.inverse[place, place].clone(), self.inverse[place].clone()
        self.weight -= self.weight[:, place] @ torch.linalg.solve(block, across)
        self.inverse -= across.t() @ torch.linalg.solve(block, across)
        self.weight[:, place] = 0
        self.inverse[place] = 0
        self.inverse[:, place] = 0


@dataclass(frozen=True)
class Idle:
    """Units that do nothing of their own: `gone` (k,), and for each of them the unit that does the same (−1: none, it
    is dead) and the factor between the two."""

    gone: Tensor
    same_as: Tensor
    factor: Tensor

    def moved(self, weight: Tensor, width: int) -> Tensor:
        """Return a reader's weight when the parts of idle units have moved to their twins; the shape stays."""
        made = weight.clone()
        units = made.view(len(made), width, -1)
        for unit, twin, factor in zip(self.gone.tolist(), self.same_as.tolist(), self.factor.tolist(), strict=True):
            if twin >= 0:
                units[:, twin] += factor * units[:, unit]
        return made


def idle(model: Model, units: Units, *, inputs: Tensor) -> Idle:
    """Find units that are zero on every sample, and units that repeat another (up to a positive factor behind a ReLU).

    Of units that several layers make together, one idles only if it does so in each of them, by the same factor.
    """
    capture: dict[int, Tensor] = {}
    with torch.no_grad():
        forward(model, inputs, training=False, capture=capture)
    made = [_rows(capture[maker.key]).double() for maker in units.makers]
    active = torch.cat(made)  # (rows, width)
    lengths = active.norm(dim=0)
    dead = lengths == 0
    scaled = all(maker.activation in ("relu", "leaky_relu", "linear") for maker in units.makers) and len(made) == 1
    like = (active.t() @ active) / (lengths[:, None] * lengths).clamp_min(1e-300)  # cosines (width, width)
    gone, same_as, factors = dead.nonzero().flatten().tolist(), [-1] * int(dead.sum()), [0.0] * int(dead.sum())
    near = (like > 1 - CLOSE).tril(-1) & ~dead & ~dead[:, None]
    taken = set(gone)
    for unit in near.any(1).nonzero().flatten().tolist():
        for other in near[unit].nonzero().flatten().tolist():
            factor = lengths[unit] / lengths[other] if scaled else torch.ones((), dtype=torch.float64)
            if other not in taken and (active[:, unit] - factor * active[:, other]).norm() <= REPEATS * lengths[unit]:
                gone, same_as, factors = [*gone, unit], [*same_as, other], [*factors, float(factor)]
                taken.add(unit)
                break
    if len(gone) == units.width:
        gone, same_as, factors = gone[1:], same_as[1:], factors[1:]  # a layer keeps at least one unit
    return Idle(
        torch.tensor(gone, dtype=torch.int64), torch.tensor(same_as), torch.tensor(factors, dtype=torch.float64)
    )


CLOSE = 1e-9
"""Two units whose activations have a cosine nearer to 1 than this are looked at more closely."""
REPEATS = 1e-6
"""How far, in shares of its length, a unit may be from a multiple of another to be its repetition."""
