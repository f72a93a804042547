"""Take units out: the least important, a single one, idle ones; the layers that read them are refitted."""

from __future__ import annotations

import torch
from torch import Tensor

from core.net.edits import edited
from core.net.plan import Conv, EditError, Narrow, Net, Prune, RemoveUnit, ResetUnit, hidden_place, number_of, numbered
from core.net.shapes import cost
from core.net.widths import Units, units_of
from core.sentence import Sentence, say
from core.train.model.model import Model
from core.train.surgery import importance, refit
from core.train.surgery.knife import Knife
from core.train.surgery.widen import BUFFERS, KINDS, calibrate, random_rows


def narrowed(knife: Knife, edit: Narrow | RemoveUnit, net: Net) -> Model:
    """Return the model without the least important units, or without the one that is named; `net` is the plan after
    it."""
    model, units = knife.model, units_of(knife.model.net, edit.layer)
    inputs = knife.inputs[: calibration_samples(model.net)]
    given: dict[int, Tensor] = {}
    reach = refit.taken_in(model, model.net, inputs, capture=given)
    if isinstance(edit, RemoveUnit):
        gone = torch.tensor([edit.unit])
    else:
        scores = importance.scores(
            model, edit.layer, rank=edit.rank, inputs=inputs, targets=knife.targets[: len(inputs)], task=knife.task,
            by=edit.by, reach=reach,
        ).cpu()  # fmt: skip
        gone = _least(scores, edit.by, units)
    kept = _kept(units, gone)
    for reader in units.readers:
        flow = units.found[reader.key]
        weight, bias = refit.without_units(model, reader, flow, kept, x=reach[reader.key])
        knife.arrange_columns(reader, flow, kept)
        knife.fit(f"{reader.key}.weight", weight)
        knife.fit(f"{reader.key}.bias", bias)
    _keep_rows(knife, units, kept)
    made = knife.sewn(net)
    begin, behind = _behind(units, net, given, kept, inputs)
    fitted = [reader.key for reader in units.readers]
    refit.repair(model, made, inputs=behind, reach=reach, fitted=fitted if begin else (), begin=begin, task=knife.task)
    return made


IMAGE_SAMPLES, MOST_SAMPLES, LEAST_SAMPLES, WORK = 1024, 640, 256, 220_000_000


def calibration_samples(net: Net) -> int:
    """Return on how many samples a cut is made up for: as many as so many multiply-adds allow, for the person waits.

    Of images all that may be looked at: steps take longer there, and behind a flatten inputs come by the hundred.
    """
    if any(isinstance(layer, Conv) for layer in numbered(net)):
        return IMAGE_SAMPLES
    return max(LEAST_SAMPLES, min(MOST_SAMPLES, WORK // cost(net, "sgd").multiply_adds))


def _behind(units: Units, net: Net, given: dict[int, Tensor], kept: Tensor, inputs: Tensor) -> tuple[int, Tensor]:
    """Return from which of the net's layers on something changes, and what reaches that one on samples: behind the
    layer that was cut, if it is one and no part of a block, what it gave, less the units that are gone."""
    places = [place for place, layer in enumerate(net.layers) if layer.key == units.makers[0].key]
    if len(units.makers) > 1 or not places:
        return 0, inputs
    return places[0] + 1, given[units.makers[0].key].index_select(1, kept.to(inputs.device))


def _least(scores: Tensor, by: int, units: Units) -> Tensor:
    """Return the units that go: the least important, as many from each part."""
    each, wide = by // units.parts, units.width // units.parts
    return torch.cat([
        part.topk(each, largest=False).indices + at * wide for at, part in enumerate(scores.chunk(units.parts))
    ])  # fmt: skip


def _kept(units: Units, gone: Tensor) -> Tensor:
    stays = torch.ones(units.width, dtype=torch.bool)
    stays[gone] = False
    return stays.nonzero().flatten()


def _keep_rows(knife: Knife, units: Units, kept: Tensor) -> None:
    for maker in units.makers:
        for kind in ("weight", *(kind for kind, _ in KINDS)):
            if f"{maker.key}.{kind}" in knife.weights:
                knife.arrange(f"{maker.key}.{kind}", 0, kept)
        for kind, value in BUFFERS:
            if f"{maker.key}.{kind}" in knife.buffers:
                knife.arrange_buffer(f"{maker.key}.{kind}", kept, value)


def pruned(knife: Knife, edit: Prune) -> tuple[Model, Sentence]:
    """Return the model without idle or repeated units, exactly; raise `EditError` if none is."""
    net = knife.model.net
    units = units_of(net, edit.layer)
    found = importance.idle(knife.model, units, inputs=knife.inputs)
    if not len(found.gone):
        raise EditError(
            "Every unit of layer {layer} is active and none repeats another; nothing to prune.",
            layer=number_of(net, edit.layer),
        )
    kept = _kept(units, found.gone)
    for reader in units.readers:
        flow = units.found[reader.key]
        weight = found.moved(knife.weights[f"{reader.key}.weight"], units.width)
        knife.fit(f"{reader.key}.weight", weight)
        knife.arrange_columns(reader, flow, kept)
    _keep_rows(knife, units, kept)
    made = knife.sewn(edited(net, Narrow(edit.layer, len(found.gone))))
    place = hidden_place(net, edit.layer)
    return made, say("Hidden {place}: {count} idle units pruned", place=place, count=len(found.gone))


def with_unit_reset(knife: Knife, edit: ResetUnit, net: Net) -> Model:
    """Return the model with one unit new: random fan-in, zero fan-out, no memory."""
    units = units_of(knife.model.net, edit.layer)
    source = torch.arange(units.width)
    source[edit.unit] = -1
    for maker in units.makers:
        row = random_rows(knife.weights[f"{maker.key}.weight"], 1, knife.generator)
        knife.arrange(f"{maker.key}.weight", 0, source, row)
        for kind, value in KINDS:
            if f"{maker.key}.{kind}" in knife.weights:
                knife.arrange(f"{maker.key}.{kind}", 0, source, value)
    for reader in units.readers:
        knife.arrange_columns(reader, units.found[reader.key], source)
    made = knife.sewn(net)
    calibrate(knife, made, units, torch.tensor([edit.unit]))
    return made
