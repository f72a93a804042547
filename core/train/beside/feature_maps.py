"""What a convolution makes of one picture, from the network's own pass forward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from core.messages.beside.feature_maps import MOST_MAPS, MOST_VALUES, FeatureMaps, LookAtConvolution
from core.messages.train_commands import Asked
from core.net.plan import Conv, EditError, layer_of, number_of
from core.net.widths import check_unit
from core.train.beside.answering import check
from core.train.model.safetensors import to_array
from core.train.session.session import Session
from core.train.steps import written
from core.train.steps.forward import live
from core.train.training import measuring
from core.train.training.datasets import Dataset


class LookedInto:
    """The part that tells feature maps; it does only what it is asked."""

    def __init__(self) -> None:
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {LookAtConvolution: feature_maps}


def feature_maps(session: Session, asked: LookAtConvolution) -> FeatureMaps:
    """Return what a convolution makes of a validation sample, or of a picture that is handed in; raise `EditError` or
    `PictureError` if there is no such thing."""
    training = session.training
    net, dataset = training.net, training.dataset
    layer, samples = layer_of(net, asked.layer), len(dataset.validation_inputs)
    if not isinstance(layer, Conv):
        raise EditError("Layer {layer} is no convolution.", layer=number_of(net, asked.layer))
    check_unit(net, asked.layer, asked.unit)
    picture, sample, target = _picture(asked, dataset)
    picture = measuring.shaped(picture, net)
    with torch.no_grad():
        reached: dict[int, Tensor] = {}
        reads = replace(live(training.model, training=False), taken_in=reached)
        written.forward(net.layers, reads, picture, [])
        tape: written.Tape = []
        maps = written.forward((layer,), live(training.model, training=False), reached[layer.key], tape)[0]
        _, normed, behind, _ = tape[-1]
        linear = (behind if normed is None else normed[0])[0, asked.unit]
    first, weights = _of_unit(layer, reached[layer.key].shape[1], asked.unit, training.model.parameters)
    inputs = reached[layer.key][0, first : first + len(weights)]
    if inputs.numel() > MOST_VALUES:
        raise EditError("Too much reaches layer {layer} to be shown.", layer=number_of(net, asked.layer))
    shown = sorted({*range(min(len(maps), MOST_MAPS)), asked.unit})
    return FeatureMaps(
        training.step, layer.key, asked.unit, sample, samples, target, to_array(picture[0].float()),
        to_array(inputs.float()), first, to_array(weights.float()),
        float(training.model.parameters[f"{layer.key}.bias"][asked.unit]), layer.stride, layer.padding,
        to_array(linear.float()), to_array(behind[0, asked.unit].float()), to_array(maps[shown].float()),
        to_array(torch.tensor(shown, dtype=torch.int32)), layer.activation, layer.norm == "batch",
    )  # fmt: skip


def _picture(asked: LookAtConvolution, dataset: Dataset) -> tuple[Tensor, int, int]:
    """Return (picture (1, *input), its number, its class); −1 for what it has not."""
    if asked.picture is not None:
        check(asked.picture, dataset)
        given = torch.frombuffer(bytearray(asked.picture.data), dtype=torch.float32)
        return given.reshape(1, *asked.picture.shape).to(dataset.validation_inputs.device), -1, -1
    samples, at = len(dataset.validation_inputs), asked.sample
    if not 0 <= at < samples:
        raise EditError("There are {count} validation samples; there is no sample {n}.", count=samples, n=at)
    target = int(dataset.validation_targets[at]) if dataset.task == "classify" else -1
    return dataset.validation_inputs[at : at + 1], at, target


def _of_unit(layer: Conv, channels: int, unit: int, parameters: Mapping[str, Tensor]) -> tuple[int, Tensor]:
    """Return (first channel that it reads, its weights (c, k, k)) of a unit."""
    inside = channels // layer.groups
    return unit // (layer.channels // layer.groups) * inside, parameters[f"{layer.key}.weight"][unit].detach()
