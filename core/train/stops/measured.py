"""One step in numbers: what it was, how far it moved the weights, which units are dead after it."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from core.messages.train_reports import AtLayer, AtStep
from core.net.plan import LayerKey, is_weighted, numbered
from core.net.shapes import parameter_shapes
from core.train.diagnosis.sight import look
from core.train.model.model import views
from core.train.training import schedules
from core.train.training.state import Chunk
from core.train.training.training import Training

FIRST_SAMPLES = 12
"""So many of a batch's samples are named."""
NAN = math.nan


def ratios_of(training: Training, before: Tensor) -> dict[LayerKey, float]:
    """Return how far the last step moved each layer's weights, as a share of them: ‖Δw‖ / ‖w‖. `before` (n,): all
    parameters as they were before it."""
    net, model = training.net, training.model
    old = views(before, parameter_shapes(net))
    keys = [layer.key for layer in numbered(net) if is_weighted(layer)]
    norms = []
    for key in keys:
        was = old[f"{key}.weight"]
        norms += [(model.parameters[f"{key}.weight"] - was).norm(), was.norm()]
    told = torch.stack(norms).tolist() if norms else []  # one copy from the device for all of it
    return {
        key: (moved / size if size > 0 else NAN) for key, moved, size in zip(keys, told[::2], told[1::2], strict=True)
    }


def layers_of(training: Training, ratios: dict[LayerKey, float]) -> tuple[AtLayer, ...]:
    """Return each layer with weights as it is now. Nothing of the training changes."""
    with torch.no_grad():
        silent = {layer.key: (layer.silent, layer.width) for layer in look(training).layers}
    weighted = [layer for layer in numbered(training.net) if is_weighted(layer)]
    return tuple(AtLayer(one.key, ratios.get(one.key, NAN), *silent.get(one.key, (-1, 0))) for one in weighted)


def standing(training: Training, *, loss: float = NAN, gradient: float = NAN) -> AtStep:
    """Return what is known of the last step of a training that stands right after it, with what else is known of it."""
    order = training.order
    rate = schedules.rate_at(training.settings, training.step - 1) if training.step else NAN
    return AtStep(
        training.step, order.epochs + (1 if order.position else 0), -(-order.position // training.settings.batch_size),
        0, (), loss, gradient, rate, layers_of(training, {}),
    )  # fmt: skip


def take_one(training: Training, *, validating: bool, told: Callable[[Chunk], object]) -> AtStep:
    """Take one step, adopt what it brings about, and return it in numbers; `told` is given what it tells."""
    order, settings, model = training.order, training.settings, training.model
    samples = training.batch_sizes(1)[0]
    epoch, batch = order.epochs + 1, order.position // settings.batch_size + 1
    first = tuple(order.next_rows(samples)[:FIRST_SAMPLES].tolist())
    before, rate = model.flat.clone(), schedules.rate_at(settings, training.step)
    chunk = training.steps(1)
    told(chunk)
    ratios = ratios_of(training, before)
    change = training.brought_about()
    if change is not None:
        training.adopt(change)
    validation, score = training.validate() if validating else (NAN, NAN)
    return AtStep(
        training.step, epoch, batch, samples, first, float(chunk.losses[0]), math.sqrt(float(chunk.squared_norms[0])),
        rate, layers_of(training, ratios), validation, score,
    )  # fmt: skip
