"""How good a model is on samples: loss and score, as the network is for use (no dropout, batch norm at rest)."""

from __future__ import annotations

import torch
from torch import Tensor

from core.net.plan import Edit, Net, Widen
from core.net.shapes import cost
from core.train.model.model import Model
from core.train.steps.forward import forward
from core.train.steps.written import LOSS
from core.train.training.datasets import Dataset

CALIBRATION_SAMPLES = 1024
"""On how many training samples an edit may look at activations."""
PROBE_SAMPLES = 512
"""On how many held-out samples the loss before and after an edit is measured, at most."""
PROBE_WORK, LEAST_PROBE = 16_000_000, 64
GROWTH_PROBE_WORK, LEAST_GROWTH_PROBE = 2_000_000, 16
"""Wide networks are measured on fewer: as many as so many multiply-adds allow, or else the measuring would take longer
than the edit. Where units are added and the function stays, a few show that it does."""
EVALUATED_AT_ONCE, IMAGES_AT_ONCE = 2048, 256
"""Samples that go through the network together. Fewer where they are images and a processor computes: what a
convolution gives then stays in its cache, and a pass takes half as long or less."""


def shaped(inputs: Tensor, net: Net) -> Tensor:
    """Return the samples as a network takes them: (n, *sample) -> (n, *net.input)."""
    return inputs.reshape(len(inputs), *net.input)


def evaluate(made: Model, dataset: Dataset, inputs: Tensor, targets: Tensor) -> tuple[float, float]:
    """Return (mean loss, score) on samples of `dataset`: accuracy, or R² for regression."""
    loss, score = 0.0, 0.0
    few = len(made.net.input) == 3 and made.device.type == "cpu"
    at_once = IMAGES_AT_ONCE if few else EVALUATED_AT_ONCE
    inputs, loss_of = shaped(inputs, made.net), LOSS[dataset.task]
    with torch.no_grad():
        for first in range(0, len(inputs), at_once):
            x, y = inputs[first : first + at_once], targets[first : first + at_once]
            given = forward(made, x, training=False)
            loss += float(loss_of(given, y)) * len(x)
            if dataset.task == "classify":
                score += float((given.argmax(1) == y).sum())
    count = len(inputs)
    if dataset.task == "regress":
        return loss / count, r_squared(loss / count, targets)
    return loss / count, score / count


def validate(made: Model, dataset: Dataset) -> tuple[float, float]:
    """Return (mean loss, score) on all validation samples."""
    return evaluate(made, dataset, dataset.validation_inputs, dataset.validation_targets)


def probe_loss(made: Model, dataset: Dataset, *, samples: int) -> float:
    """Return the loss on the first held-out samples."""
    return evaluate(made, dataset, dataset.validation_inputs[:samples], dataset.validation_targets[:samples])[0]


def calibration(dataset: Dataset, inputs: Tensor) -> dict[str, Tensor]:
    """Return the training samples that an edit may look at: always the same ones. `inputs` (n, *net.input): all."""
    return {"inputs": inputs[:CALIBRATION_SAMPLES], "targets": dataset.training_targets[:CALIBRATION_SAMPLES]}


def probe_samples(net: Net, edit: Edit | None = None) -> int:
    """Return on how many held-out samples an edit of this network is measured."""
    grows = isinstance(edit, Widen)
    work, least = (GROWTH_PROBE_WORK, LEAST_GROWTH_PROBE) if grows else (PROBE_WORK, LEAST_PROBE)
    return max(least, min(PROBE_SAMPLES, work // cost(net, "sgd").multiply_adds))


def r_squared(loss: float, targets: Tensor) -> float:
    """Return 1 − mean squared error / variance of the targets."""
    variance = float(targets.cpu().double().var(correction=0))  # not every device has float64
    return 1.0 - loss / variance if variance > 0 else float("nan")
