"""What is looked at now and then: which units still answer to the data, and how much gradient reaches each layer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from core.net.plan import Conv, Dense, LayerKey, Residual, number_of, output_layer, walk
from core.train.steps.forward import forward
from core.train.training.training import Training

SAMPLES = 128
"""Held-out samples that a look takes."""
ANSWERS = 1e-6
"""A unit answers to the data if its values differ by more than this share of their size."""


@dataclass(frozen=True)
class SeenLayer:
    """One hidden layer with weights. `silent` of its `width` units give the same for every sample. `gradient`: the root
    mean square of the last step's gradient of its weights. `passed_by`: a residual block leads around it."""

    key: LayerKey
    position: int
    activation: str
    width: int
    silent: int
    gradient: float
    passed_by: bool
    frozen: bool = False


@dataclass(frozen=True)
class Sight:
    """One look. `output_gradient`: the root mean square of the gradient of the output layer's weights."""

    step: int
    layers: tuple[SeenLayer, ...]
    output_gradient: float


def look(training: Training) -> Sight:
    """Look at a training; nothing of it changes."""
    net, model = training.net, training.model
    captured: dict[int, torch.Tensor] = {}
    forward(model, training.probe_inputs(SAMPLES), training=False, capture=captured)
    last = output_layer(net).key
    inside = {layer.key for block in net.layers if isinstance(block, Residual) for layer in walk(block.body)}
    layers = []
    for layer in walk(net.layers):
        if not isinstance(layer, (Dense, Conv)) or layer.key == last or layer.key not in captured:
            continue
        values = captured[layer.key].transpose(0, 1).flatten(1)  # (units, samples × places)
        lowest, highest = values.amin(1), values.amax(1)
        silent = int((highest - lowest <= ANSWERS * torch.maximum(lowest.abs(), highest.abs())).sum())
        layers.append(SeenLayer(
            layer.key, number_of(net, layer.key), layer.activation, len(values), silent,
            _root_mean_square(training, layer.key), layer.key in inside, layer.frozen,
        ))  # fmt: skip
    return Sight(training.step, tuple(layers), _root_mean_square(training, last))


def _root_mean_square(training: Training, key: LayerKey) -> float:
    gradient = training.model.gradients[f"{key}.weight"]
    return float(gradient.norm()) / math.sqrt(gradient.numel())
