"""Add units to a layer and to all that is tied to it, the function kept.

- append: random fan-in at the scale the trained rows have, zero fan-out.
- split (Net2Wider, Chen et al. 2015): copies of the strongest units; each outgoing weight v is shared as v·s and v·(1 −
  s) with an s of its own, so that copies part; first moments of the fan-in scale with the share, second moments with
  its square.
- gradmax, tiny: append, the fan-in chosen where the gradient of the loss wants it (`core.train.surgery.directions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Generator, Tensor

from core.net.plan import Conv, Dense, EditError, LayerKey, Net, Widen, layer_of, number_of, numbered, with_layer
from core.net.widths import Units, units_of
from core.train.model.model import Model, frozen_units, snapshot
from core.train.steps.forward import forward
from core.train.surgery import directions
from core.train.surgery.knife import FIRST_MOMENTS, SECOND_MOMENTS, Knife, grouped, spread

BUFFERS = (("running_mean", 0.0), ("running_var", 1.0))
KINDS = (("bias", 0.0), ("norm_weight", 1.0), ("norm_bias", 0.0))
AIMED_SLOW = 3
"""How many times as long as usual the learning rate of aimed units climbs: they all pull the way the loss wants."""
BATCH_SHARE = 0.1
"""What batch norm's running statistics take from one batch."""


def widened(knife: Knife, edit: Widen, net: Net, *, deviation: float = 0.0) -> Model:
    """Return the model with `edit.by` more units in a layer; `net` is the plan after it. `deviation`: of the new units'
    random fan-in, 0 for what the trained rows have now."""
    units = units_of(knife.model.net, edit.layer)
    if edit.way == "split":
        _split(knife, units, edit)
        return knife.sewn(net)
    source = appended(units, edit.by)
    aimed = _aimed(knife, units, edit)
    knife.slow = 1 if aimed is None else AIMED_SLOW
    for maker in units.makers:
        weight = knife.weights[f"{maker.key}.weight"]
        own = deviation if maker.key == edit.layer else 0.0
        rows = random_rows(weight, edit.by, knife.generator, deviation=own)
        if aimed is not None and maker.key == edit.layer:
            length = weight.flatten(1).norm(dim=1).mean()
            rows[: len(aimed)] = aimed.reshape(len(aimed), *weight.shape[1:]) * length  # k ≤ by: the rest stays random
        knife.arrange(f"{maker.key}.weight", 0, source, rows)
        for kind, value in KINDS:
            if f"{maker.key}.{kind}" in knife.weights:
                knife.arrange(f"{maker.key}.{kind}", 0, source, value)
        for kind, value in BUFFERS:
            if f"{maker.key}.{kind}" in knife.buffers:
                knife.arrange_buffer(f"{maker.key}.{kind}", source, value)
    for reader in units.readers:
        knife.arrange_columns(reader, units.found[reader.key], source)
    made = knife.sewn(net)
    calibrate(knife, made, units, (source < 0).nonzero().flatten())
    return made


def appended(units: Units, by: int) -> Tensor:
    """Return where each unit of the wider layer comes from: new ones (−1) behind the old, in each part of equal
    standing."""
    old = torch.arange(units.width).chunk(units.parts)
    new = torch.full((by // units.parts,), -1)
    return torch.cat([piece for part in old for piece in (part, new)])


def random_rows(weight: Tensor, count: int, generator: Generator, *, deviation: float = 0.0) -> Tensor:
    """Return (count, fan_in …) random rows with a deviation, 0 for the scale that the trained rows have now."""
    scale = deviation or (weight.norm() / weight.numel() ** 0.5).clamp_min(1e-3)
    return torch.randn((count, *weight.shape[1:]), generator=generator).to(weight).mul_(scale)


def _aimed(knife: Knife, units: Units, edit: Widen) -> Tensor | None:
    """Rows (k, fan_in) of length one from the gradient of the loss; None for plain appending."""
    if edit.way == "append":
        return None
    layer = layer_of(knife.model.net, edit.layer)
    if units.parts > 1 or (isinstance(layer, Conv) and layer.groups > 1):
        raise EditError(
            "New units of grouped convolutions cannot be aimed; widen layer {layer} by appending.",
            layer=number_of(knife.model.net, edit.layer),
        )
    assert isinstance(layer, (Dense, Conv))
    return directions.fan_in(
        knife.model, layer, units.readers, by=edit.by, way=edit.way,
        inputs=knife.inputs, targets=knife.targets, task=knife.task,
    )  # fmt: skip


def _split(knife: Knife, units: Units, edit: Widen) -> None:
    if edit.by > units.width:
        raise EditError(
            "Splitting can at most double layer {layer}, which has {width} units.",
            layer=number_of(knife.model.net, edit.layer),
            width=units.width,
        )
    source, each = appended(units, edit.by), edit.by // units.parts
    strongest = _strength(knife, units).chunk(units.parts)
    first = [part.topk(each).indices + begin for part, begin in zip(strongest, _begins(units), strict=True)]
    new = (source < 0).nonzero().flatten()
    source[new] = torch.cat(first).sort().values if units.parts == 1 else torch.cat(first)
    shared = torch.isin(source, source[new])
    for maker in units.makers:
        for kind in ("weight", "bias", "norm_weight", "norm_bias"):
            name = f"{maker.key}.{kind}"
            if name in knife.weights and units.parts == 1:
                _follow_rows(knife, name, source[new])
            elif name in knife.weights:
                knife.arrange(name, 0, source)
                _share_memory(knife, name, shared)
        for kind, value in BUFFERS:
            if f"{maker.key}.{kind}" in knife.buffers:
                knife.arrange_buffer(f"{maker.key}.{kind}", source, value)
    for reader in units.readers:
        if units.parts == 1 and (isinstance(reader, Dense) or reader.groups == 1):
            _follow_columns(knife, reader, spread(source[new], units.found[reader.key].columns))
        else:
            knife.arrange_columns(reader, units.found[reader.key], source)
            _share_columns(knife, reader, units, source, new)


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


def _strength(knife: Knife, units: Units) -> Tensor:
    """Return (width,): |incoming weights| · |outgoing weights| of each unit."""
    incoming = torch.stack([knife.weights[f"{m.key}.weight"].flatten(1).norm(dim=1) for m in units.makers]).sum(0)
    outgoing = torch.zeros_like(incoming)
    for reader in units.readers:
        weight = knife.weights[f"{reader.key}.weight"]
        groups = reader.groups if isinstance(reader, Conv) else 1
        per_unit = weight.reshape(groups, len(weight) // groups, units.width // groups, -1)
        outgoing += per_unit.square().sum((1, 3)).flatten().sqrt()
    return (incoming * outgoing).cpu()


def _begins(units: Units) -> range:
    return range(0, units.width, units.width // units.parts)


def _share_memory(knife: Knife, name: str, shared: Tensor) -> None:
    """Scale the moments of copied rows: see `_follow_rows`."""
    shared = shared.to(knife.model.device)
    for slots, factor in ((FIRST_MOMENTS, 0.5), (SECOND_MOMENTS, 0.25)):
        for slot in slots:
            if slot in knife.parts:
                knife.parts[slot][name][shared] *= factor


def _share_columns(knife: Knife, reader: Dense | Conv, units: Units, source: Tensor, new: Tensor) -> None:
    """Share outgoing weights as `_follow_columns` does, of units or readers in groups."""
    weight = knife.weights[f"{reader.key}.weight"]
    flow = units.found[reader.key]
    places = torch.arange(len(source))
    is_new = torch.zeros(len(source), dtype=torch.bool)
    is_new[new] = True
    now = torch.empty(units.width, dtype=torch.int64)  # where each old unit is
    now[source[~is_new]] = places[~is_new]
    twin = torch.full_like(source, -1)
    twin[new] = now[source[new]]
    if isinstance(reader, Conv) and reader.groups > 1:
        blocks = grouped(reader.groups, rows=len(weight), width=len(source), source=twin)
    else:
        blocks = [(slice(None), spread(twin, flow.columns))]
    for rows, twins in blocks:
        places = (twins >= 0).nonzero().flatten().to(weight.device)
        others = twins[twins >= 0].to(weight.device)
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


def _thawed(net: Net, keys: set[LayerKey]) -> Net:
    """Return the plan with some layers not frozen."""
    layers = net.layers
    for layer in numbered(net):
        if layer.key in keys and isinstance(layer, (Dense, Conv)):
            layers = with_layer(layers, layer.key, [replace(layer, frozen=False)])
    return replace(net, layers=layers)


def calibrate(knife: Knife, made: Model, units: Units, new: Tensor) -> None:
    """Give the new channels of batch norms the statistics they have on the training samples."""
    normed = [maker for maker in units.makers if maker.norm == "batch"]
    if not normed:
        return
    probe = snapshot(made)
    # A frozen batch norm moves no statistics; those of its new channels are measured all the same.
    probe.net = _thawed(made.net, {maker.key for maker in normed})
    for maker in normed:
        for kind, _ in BUFFERS:
            probe.buffers[f"{maker.key}.{kind}"].zero_()
    with torch.no_grad():
        forward(probe, knife.inputs, training=True, generator=Generator(device=made.device).manual_seed(0))
    for maker in normed:
        for kind, _ in BUFFERS:
            name = f"{maker.key}.{kind}"
            # One pass from zero leaves a share of the batch's statistics.
            made.buffers[name][new] = probe.buffers[name][new] / BATCH_SHARE
