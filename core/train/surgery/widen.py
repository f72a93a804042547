"""Add units to a layer and to all that is tied to it, the function kept.

- append: random fan-in at the scale the trained rows have, zero fan-out.
- split: copies of the strongest units share their work (`core.train.surgery.split`).
- gradmax, tiny: append, the fan-in chosen where the gradient of the loss wants it (`core.train.surgery.directions`).
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Generator, Tensor

from core.net.plan import Conv, Dense, EditError, LayerKey, Net, Widen, layer_of, number_of, numbered, with_layer
from core.net.widths import Units, units_of
from core.train.model.model import Model, snapshot
from core.train.steps.forward import forward
from core.train.surgery import directions, split
from core.train.surgery.knife import Knife
from core.train.surgery.split import appended

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
    if edit.way in ("split", "share"):
        (split.part if edit.way == "split" else split.share)(knife, units, edit)
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


def random_rows(weight: Tensor, count: int, generator: Generator, *, deviation: float = 0.0) -> Tensor:
    """Return (count, fan_in …) random rows with a deviation, 0 for the scale that the trained rows have now."""
    scale = deviation or (weight.norm() / weight.numel() ** 0.5).clamp_min(1e-3)
    return torch.randn((count, *weight.shape[1:]), generator=generator).to(weight).mul_(scale)


def _aimed(knife: Knife, units: Units, edit: Widen) -> Tensor | None:
    """Rows (k, fan_in) of length one from the gradient of the loss; None for plain appending."""
    if edit.way not in ("gradmax", "tiny"):
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
