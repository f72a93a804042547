"""Which units of a layer matter least, and which do nothing at all.

- magnitude: Σ|incoming weights| (Li et al. 2017)
- taylor: (Σ gradient · activation)², the first-order change of the loss when the unit goes (Molchanov et al. 2019)
- obs: the error left in what the next layer adds up after the best refit, unit by unit (Hassibi and Stork 1993, for
  units and greedily)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Task
from core.net.plan import Conv, Dense, LayerKey, NarrowRank, Net, Residual, walk
from core.net.shapes import flows, producers
from core.net.widths import Units, units_of
from core.train.model.model import Model
from core.train.steps import written
from core.train.steps.forward import for_autograd, forward, live
from core.train.steps.written import LOSS
from core.train.surgery import refit


def scores(
    model: Model,
    key: LayerKey,
    *,
    rank: NarrowRank,
    inputs: Tensor,
    targets: Tensor,
    task: Task,
    by: int | None = None,
    reach: Mapping[int, Tensor] | None = None,
) -> Tensor:
    """Return (width,) float64: the larger, the more a unit matters.

    `by`: how many of the least need telling apart. `reach`: what reaches each layer, if that is known.
    """
    if rank == "taylor":
        return _taylor(model, key, inputs, targets, task)
    if rank == "obs":
        reach = refit.taken_in(model, model.net, inputs) if reach is None else reach
        by = units_of(model.net, key).width - 1 if by is None else by
        return _obs(model, key, reach, _felt(model, inputs[:FELT_SAMPLES]), by)
    found = flows(model.net)
    group = found[key].group_out
    weights = [model.parameters[f"{maker.key}.weight"] for maker in producers(model.net, group, found)]
    return torch.stack([w.flatten(1).abs().sum(1).double() for w in weights]).sum(0)


def _rows(values: Tensor) -> Tensor:
    return values if values.dim() == 2 else values.movedim(1, -1).reshape(-1, values.shape[1])


def _taylor(model: Model, key: LayerKey, inputs: Tensor, targets: Tensor, task: Task) -> Tensor:
    capture: dict[int, Tensor] = {}
    with torch.enable_grad():
        outputs = forward(model, inputs, training=False, capture=capture, parameters=for_autograd(model))
        active = capture[key]
        (slope,) = torch.autograd.grad(LOSS[task](outputs, targets), active)
    return _rows((slope * active).detach()).double().sum(0).square()


def _obs(model: Model, key: LayerKey, reach: Mapping[int, Tensor], felt: Mapping[int, Tensor], by: int) -> Tensor:
    """Drop the units that hurt least after the best refit, refit, and again: the earlier a unit goes, the lower its
    score; what is left when `by` units are gone shares the highest.

    With A = C⁻¹ over what a reader sees and V its weights in the metric G (how much what it adds up is felt in the
    outputs, as in K-FAC; Wang et al. 2019), dropping the columns S costs tr(V_S A_SS⁻¹ V_Sᵀ); then
    V ← V − V_S A_SS⁻¹ A_S·, A ← A − A_·S A_SS⁻¹ A_S·. Many units go in ROUNDS rounds. Where a reader sees more than
    that, or grouped convolutions read, there is one round only.
    """
    units = units_of(model.net, key)
    seen = [
        part for reader in units.readers for part in _parts(model, reader, reach[reader.key], felt[reader.key], units)
    ]
    left = torch.arange(units.width, device=model.device)
    if units.parts > 1 or any(part.inverse is None for part in seen):
        return torch.stack([part.costs(left) for part in seen]).sum(0)
    scores = torch.full((units.width,), float(units.width), dtype=torch.float64, device=model.device)
    at_once = 1 if by <= ONE_BY_ONE else -(-by // ROUNDS)
    for gone in range(0, by, at_once):
        order = torch.stack([part.costs(left) for part in seen]).sum(0).argsort()
        count = min(at_once, by - gone)
        going = left[order[:count]]
        scores[going] = torch.arange(gone, gone + count, dtype=torch.float64, device=model.device)
        left = left[order[count:]]
        for part in seen:
            part.drop(going)
    return scores


FELT_SAMPLES = 128
"""The number of samples for how much is felt in the outputs."""
ONE_BY_ONE, ROUNDS = 16, 10
"""So many units go one by one; where more go, the greedy ranking refits so often."""
MOST_FEATURES, MOST_OF_IMAGES = 200, 1024
"""Inputs of a reader above which the ranking does not refit in between: that would take longer than ten training steps,
and of so many units others can stand in for those that go. Of images, a few channels make many inputs, and steps take
longer."""
ALONE_SAMPLES = 256
"""The number of samples for such a wide reader."""


def _parts(model: Model, reader: Dense | Conv, x: Tensor, felt: Tensor, units: Units) -> list[_Seen]:
    """What a reader sees of the units; a grouped convolution, each of its groups for itself."""
    groups = reader.groups if isinstance(reader, Conv) else 1
    weights = model.parameters[f"{reader.key}.weight"].flatten(1).double().chunk(groups)
    slopes = _rows(felt).chunk(groups, 1)
    span = units.found[reader.key].columns if isinstance(reader, Dense) else reader.kernel**2
    wide = units.width // groups
    return [
        _Seen(refit.patches(reader, seen), _in_metric(weight, slope), first=part * wide, span=span)
        for part, (seen, weight, slope) in enumerate(zip(x.chunk(groups, 1), weights, slopes, strict=True))
    ]


def _felt(model: Model, inputs: Tensor) -> dict[int, Tensor]:
    """Return by key how the outputs, taken together in random shares, follow what each layer adds up."""
    slopes: dict[int, Tensor] = {}
    reads = replace(live(model, training=False), slopes=slopes)
    tape: written.Tape = []
    with torch.no_grad():
        outputs = written.forward(model.net.layers, reads, inputs, tape)
        shares = torch.randn(outputs.shape, generator=Generator().manual_seed(0), dtype=torch.float64).to(outputs)
        written.backward(model.net.layers, reads, shares, tape, further=False)
    return slopes


def _in_metric(weight: Tensor, slope: Tensor) -> Tensor:
    """Return Lᵀ · weight with LLᵀ = G = E[slope slopeᵀ]: its squares are what is felt in the outputs."""
    if len(weight) > MOST_FEATURES:
        return weight
    metric = slope.double().t() @ slope.double() / len(slope)
    metric.diagonal().add_(refit.RIDGE * metric.diagonal().mean() + 1e-30)
    root, failed = torch.linalg.cholesky_ex(metric)
    return weight if bool(failed) else root.t() @ weight


class _Seen:
    """What one reader sees of the units from `first` on, `span` features each: C or, of few features, A = C⁻¹
    (features, features), and its weights V (fan_out, features)."""

    def __init__(self, rows: Tensor, weight: Tensor, *, first: int, span: int) -> None:
        self.first, self.span, self.width = first, span, rows.shape[1] // span
        self.weight = weight.clone()
        self.inverse: Tensor | None = None
        greedy = rows.shape[1] <= (MOST_FEATURES if span == 1 else MOST_OF_IMAGES)
        if not greedy:
            rows = rows[:: -(-len(rows) // ALONE_SAMPLES)]
        centred = rows - rows.mean(0)
        ridge = refit.RIDGE * (centred.square().sum() / centred.numel()).clamp_min(1e-12)
        if greedy:
            covariance = centred.t() @ centred / len(centred)
            covariance.diagonal().add_(ridge)
            self.inverse = torch.cholesky_inverse(torch.linalg.cholesky(covariance))
        else:
            self.alone = _alone(centred, ridge, span)

    def costs(self, units: Tensor) -> Tensor:
        """Return (len(units),): the cost of dropping each of `units`; 0 for those it does not see."""
        if self.inverse is not None and self.span == 1 and self.width == self.weight.shape[1] and not self.first:
            return (self.weight.square().sum(0) / self.inverse.diagonal().clamp_min(1e-300))[units]
        costs = torch.zeros(len(units), dtype=torch.float64, device=units.device)
        mine = (units >= self.first) & (units < self.first + self.width)
        place = self._places(units[mine])  # (units, span)
        weights = self.weight[:, place].transpose(0, 1)  # (units, fan_out, span)
        if self.inverse is None:
            blocks = self.alone[units[mine] - self.first]
        else:
            blocks = self.inverse[place[:, :, None], place[:, None, :]]  # (units, span, span)
        solved = torch.linalg.solve(blocks, weights.transpose(1, 2)).transpose(1, 2)
        costs[mine] = (solved * weights).sum((1, 2))
        return costs

    def drop(self, units: Tensor) -> None:
        """Drop units and refit the others; never ask for dropped ones again."""
        assert self.inverse is not None
        place = self._places(units).flatten()
        across = self.inverse[place]  # (S, features)
        shares = torch.linalg.solve(across[:, place], across)
        self.weight.addmm_(self.weight[:, place], shares, alpha=-1)
        self.inverse.addmm_(across.t(), shares, alpha=-1)

    def _places(self, units: Tensor) -> Tensor:
        """Return the features of each unit, (units, span)."""
        return (units - self.first)[:, None] * self.span + torch.arange(self.span, device=units.device)


def _alone(centred: Tensor, ridge: Tensor, span: int) -> Tensor:
    """Return the blocks (units, span, span) on the diagonal of (C + λI)⁻¹ for `centred` (rows, features), without
    making it: with few rows it is (I − Xᵀ(XXᵀ + nλI)⁻¹X) / λ."""
    products = centred @ centred.t()
    products.diagonal().add_(ridge * len(centred))
    root = torch.linalg.cholesky(products)
    parts = torch.linalg.solve_triangular(root, centred, upper=False)
    parts = parts.reshape(len(centred), -1, span).permute(1, 2, 0)  # (units, span, rows)
    eye = torch.eye(span, dtype=centred.dtype, device=centred.device)
    blocks: Tensor = (eye - parts @ parts.transpose(1, 2)) / ridge
    return blocks


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

    What counts is what those who read the units see. A layer may be silent and its block not: σ(0) is ½.
    """
    reach = refit.taken_in(model, model.net, inputs)
    active = torch.cat([_seen_units(reach[reader.key], units.width) for reader in units.readers])  # (rows, width)
    lengths = active.norm(dim=0)
    dead = lengths == 0
    # Behind other activations a multiple of a unit on these samples need not be one on others.
    scaled = all(one.activation in HOMOGENEOUS for one in (*units.makers, *_blocks(model.net)))
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


HOMOGENEOUS = ("relu", "leaky_relu", "linear")
"""Activations with a(f · x) = f · a(x) for a positive f."""


def _blocks(net: Net) -> list[Residual]:
    return [layer for layer in walk(net.layers) if isinstance(layer, Residual)]


def _seen_units(x: Tensor, width: int) -> Tensor:
    """Return (rows, width) float64 of what reaches a reader: (n, width · columns) or images (n, width, H, W)."""
    return x.reshape(len(x), width, -1).movedim(1, -1).reshape(-1, width).double()


CLOSE = 1e-9
"""Two units whose activations have a cosine nearer to 1 than this are compared closely."""
REPEATS = 1e-6
"""How far, in shares of its length, a unit may be from a multiple of another to be its repetition."""
