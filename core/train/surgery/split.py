"""Split units in two that share their work, the function kept (Net2Wider, Chen et al. 2015).

The strongest units are copied with all that comes in. Of each outgoing weight v the copy gets v/2 + d and the old unit
keeps v/2 − d, with a random d of its own: units that say the same would learn the same for ever. The copies are new:
they have no memory yet, and their learning rate climbs. If they had the old units' memory, two would take the step that
one took; and with that step halved they would hardly part (measured by tests/benchmarks/edits.py).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from core.net.plan import Conv, Dense, EditError, Widen, number_of
from core.net.widths import Units
from core.train.model.model import frozen_units
from core.train.surgery.knife import FIRST_MOMENTS, SECOND_MOMENTS, Knife, grouped, spread

KINDS = ("weight", "bias", "norm_weight", "norm_bias")
BUFFERS = ("running_mean", "running_var")
PARTING = 1.0
"""The deviation of d, in those of the weights it is added to."""
PARTING_SLOW = 3
"""How many times as long as usual the learning rate of copies climbs."""


def part(knife: Knife, units: Units, edit: Widen) -> None:
    """Split the strongest units of a layer."""
    source, chosen = _chosen(knife, units, edit)
    knife.slow = PARTING_SLOW
    there, new = chosen.to(knife.model.device), (source < 0).nonzero().flatten().to(knife.model.device)
    for maker in units.makers:
        for name in (f"{maker.key}.{kind}" for kind in KINDS if f"{maker.key}.{kind}" in knife.weights):
            knife.arrange(name, 0, source, knife.weights[name].index_select(0, there))
        for name in (f"{maker.key}.{kind}" for kind in BUFFERS if f"{maker.key}.{kind}" in knife.buffers):
            copies = knife.buffers[name].index_select(0, there)
            knife.arrange_buffer(name, source, 0.0)
            knife.buffers[name][new] = copies
    was = _outgoing(knife, units)
    for reader in units.readers:
        before = knife.weights[f"{reader.key}.weight"]
        deviation = PARTING * float(before.norm()) / before.numel() ** 0.5
        knife.arrange_columns(reader, units.found[reader.key], source)
        weight, frozen = knife.weights[f"{reader.key}.weight"], frozen_units(knife.model, reader)
        for rows, places, twins in _columns(knife, reader, units, source, chosen):
            old = weight[rows].index_select(1, twins)
            given = torch.randn(old.shape, generator=knife.generator).to(old).mul_(deviation).add_(old, alpha=0.5)
            if frozen is not None:
                given[frozen[rows]] = 0.0  # a frozen unit reads the old units alone
            weight[rows].index_copy_(1, places, given)
            weight[rows].index_copy_(1, twins, old - given)
    _be_careful(knife, units, source, was=was)


def _be_careful(knife: Knife, units: Units, source: Tensor, *, was: Tensor) -> None:
    """Let the second moments of what comes into the old units grow as their gradients do now that what goes out is
    larger than it `was` (width,)."""
    now = _outgoing(knife, units, wider=len(source))[(source >= 0).to(was.device)]
    larger = (now / was.clamp_min(1e-12)).square().clamp_min(1.0)
    places = (source >= 0).nonzero().flatten().to(was.device)
    for maker in units.makers:
        for name in (f"{maker.key}.{kind}" for kind in KINDS if f"{maker.key}.{kind}" in knife.weights):
            for memory in (knife.parts[slot][name] for slot in SECOND_MOMENTS if slot in knife.parts):
                factor = larger.to(memory).reshape(-1, *[1] * (memory.dim() - 1))
                memory.index_copy_(0, places, memory.index_select(0, places) * factor)


def _chosen(knife: Knife, units: Units, edit: Widen) -> tuple[Tensor, Tensor]:
    """Return (where each unit of the wider layer comes from, −1 for copies; the old unit of each copy)."""
    if edit.by > units.width:
        raise EditError(
            "Splitting can at most double layer {layer}, which has {width} units.",
            layer=number_of(knife.model.net, edit.layer),
            width=units.width,
        )
    each = edit.by // units.parts
    strongest = _strength(knife, units).chunk(units.parts)
    first = [one.topk(each).indices + begin for one, begin in zip(strongest, _begins(units), strict=True)]
    chosen = torch.cat(first)
    return appended(units, edit.by), chosen.sort().values if units.parts == 1 else chosen


def _columns(
    knife: Knife, reader: Dense | Conv, units: Units, source: Tensor, chosen: Tensor
) -> list[tuple[slice, Tensor, Tensor]]:
    """Return for each group of a reader its rows, the columns of copies, and those of what they are copies of."""
    places, is_new = torch.arange(len(source)), source < 0
    now = torch.empty(units.width, dtype=torch.int64)  # where each old unit is
    now[source[~is_new]] = places[~is_new]
    twin = torch.full_like(source, -1)
    twin[is_new] = now[chosen]
    fan_out = len(knife.weights[f"{reader.key}.weight"])
    if isinstance(reader, Conv) and reader.groups > 1:
        blocks = grouped(reader.groups, rows=fan_out, width=len(source), source=twin)
    else:
        blocks = [(slice(None), spread(twin, units.found[reader.key].columns))]
    device = knife.model.device
    return [(rows, (twins >= 0).nonzero().flatten().to(device), twins[twins >= 0].to(device)) for rows, twins in blocks]


def appended(units: Units, by: int) -> Tensor:
    """Return where each unit of the wider layer comes from: new ones (−1) behind the old, in each part of equal
    standing."""
    old = torch.arange(units.width).chunk(units.parts)
    new = torch.full((by // units.parts,), -1)
    return torch.cat([piece for part_ in old for piece in (part_, new)])


def _strength(knife: Knife, units: Units) -> Tensor:
    """Return (width,): |incoming weights| · |outgoing weights| of each unit."""
    incoming = torch.stack([knife.weights[f"{m.key}.weight"].flatten(1).norm(dim=1) for m in units.makers]).sum(0)
    return (incoming * _outgoing(knife, units)).cpu()


def _outgoing(knife: Knife, units: Units, *, wider: int = 0) -> Tensor:
    """Return (width,): |outgoing weights| of each unit; `wider`: of the layer that has so many by now."""
    outgoing = torch.zeros(wider or units.width, dtype=knife.model.flat.dtype, device=knife.model.device)
    for reader in units.readers:
        weight = knife.weights[f"{reader.key}.weight"]
        groups = reader.groups if isinstance(reader, Conv) else 1
        per_unit = weight.reshape(groups, len(weight) // groups, len(outgoing) // groups, -1)
        outgoing += per_unit.square().sum((1, 3)).flatten().sqrt()
    return outgoing


def _begins(units: Units) -> range:
    return range(0, units.width, units.width // units.parts)


# ------------------------------------------------------------------------------------- as it was in formats 1 and 2
def share(knife: Knife, units: Units, edit: Widen) -> None:
    """Split units as older timelines did, so that they are replayed exactly."""
    plain, chosen = _chosen(knife, units, edit)
    source, new = plain.clone(), (plain < 0).nonzero().flatten()
    source[new] = chosen
    shared = torch.isin(source, source[new])
    for maker in units.makers:
        for kind in KINDS:
            name = f"{maker.key}.{kind}"
            if name in knife.weights and units.parts == 1:
                _follow_rows(knife, name, source[new])
            elif name in knife.weights:
                knife.arrange(name, 0, source)
                _share_memory(knife, name, shared)
        for kind in BUFFERS:
            if f"{maker.key}.{kind}" in knife.buffers:
                knife.arrange_buffer(f"{maker.key}.{kind}", source, 0.0)
    for reader in units.readers:
        if units.parts == 1 and (isinstance(reader, Dense) or reader.groups == 1):
            _follow_columns(knife, reader, spread(source[new], units.found[reader.key].columns))
        else:
            knife.arrange_columns(reader, units.found[reader.key], source)
            _share_columns(knife, reader, units, plain, chosen)


def _follow_rows(knife: Knife, name: str, chosen: Tensor) -> None:
    """Copy rows. Such a unit's gradient is a share of the old one's: first moments × ½ on average, second × ¼."""
    values: dict[str, tuple[Tensor, Tensor]] = {}
    for slots, factor in ((FIRST_MOMENTS, 0.5), (SECOND_MOMENTS, 0.25)):
        for slot in (slot for slot in slots if slot in knife.parts):
            values[slot] = _scaled(knife.parts[slot][name], 0, chosen, factor)
    knife.follow(name, 0, chosen, values)


def _follow_columns(knife: Knife, reader: Dense | Conv, chosen: Tensor) -> None:
    """Outgoing weights v become v·(1 − s) for the old unit and v·s for its copy, s random per weight around ½."""
    name = f"{reader.key}.weight"
    weight, every = knife.weights[name], len(chosen) == knife.weights.shape(name)[1]  # `chosen` is in order
    there = chosen.to(weight.device)
    old = weight if every else weight.index_select(1, there)
    part = _share(knife, reader, old.shape).to(old).mul_(old)
    values = {"flat": (weight - part if every else weight.index_copy(1, there, old - part), part)}
    for slot in (slot for slot in SECOND_MOMENTS if slot in knife.parts):
        # Two units now answer the gradient that one answered: each takes half the step, at first.
        values[slot] = _scaled(knife.parts[slot][name], 1, chosen, 4.0)
    knife.follow(name, 1, chosen, values)


def _share(knife: Knife, reader: Dense | Conv, shape: Sequence[int], rows: slice = slice(None)) -> Tensor:
    """Return random shares around ½ for some of a reader's `rows`; a frozen unit reads the old units alone."""
    share = torch.rand(shape, generator=knife.generator).mul_(0.5).add_(0.25)
    frozen = frozen_units(knife.model, reader)
    if frozen is not None:
        share[frozen[rows].to(share.device)] = 0.0
    return share


def _scaled(tensor: Tensor, dimension: int, chosen: Tensor, factor: float) -> tuple[Tensor, Tensor]:
    """Return (tensor with what is `chosen` along `dimension` scaled, copies of that)."""
    if len(chosen) == tensor.shape[dimension]:  # all, in order
        made = tensor * factor
        return made, made
    there = chosen.to(tensor.device)
    copies = tensor.index_select(dimension, there).mul_(factor)
    return tensor.index_copy(dimension, there, copies), copies


def _share_memory(knife: Knife, name: str, shared: Tensor) -> None:
    """Scale the moments of copied rows: see `_follow_rows`."""
    shared = shared.to(knife.model.device)
    for slots, factor in ((FIRST_MOMENTS, 0.5), (SECOND_MOMENTS, 0.25)):
        for slot in slots:
            if slot in knife.parts:
                knife.parts[slot][name][shared] *= factor


def _share_columns(knife: Knife, reader: Dense | Conv, units: Units, plain: Tensor, chosen: Tensor) -> None:
    """Share outgoing weights as `_follow_columns` does, of units or readers in groups."""
    weight = knife.weights[f"{reader.key}.weight"]
    for rows, places, others in _columns(knife, reader, units, plain, chosen):
        old = weight[rows].index_select(1, places)
        part = _share(knife, reader, old.shape, rows).to(old).mul_(old)
        weight[rows].index_copy_(1, places, part)
        weight[rows].index_copy_(1, others, old - part)
        both = torch.cat([places, others])
        for slot in SECOND_MOMENTS:
            if slot in knife.parts:
                # Two units now answer the gradient that one answered: each takes half the step, at first.
                memory = knife.parts[slot][f"{reader.key}.weight"][rows]
                memory.index_copy_(1, both, memory.index_select(1, both) * 4)
