"""The optimizer memory that a new layer would have, had it always been there.

Adam's second moment of a layer that is in the middle of a trained network tells how large gradients were in the past,
and that is usually much more than they are now. A new layer that starts from zero knows only the small gradients of
today and takes steps several times as large as its neighbours'. Its gradients on the training samples can be looked at,
and how much larger they were in the past is taken from the rest of the network.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from core.messages.train_commands import Task
from core.net.shapes import parameter_shapes
from core.train.model.model import Model, views
from core.train.steps import written

BETA2 = 0.999
BATCH, BATCHES = 64, 8
SETTLED = 2.5
"""How many times smaller than in the past squared gradients are when a network has settled."""
LEAST_SLOW = 2
LEAST = 0.1
"""The smallest second moment of an element, in shares of the mean of all of the layer."""


def recall(model: Model, name: str, *, inputs: Tensor, targets: Tensor, task: Task) -> None:
    """Give the cohort that the new parameter `name` belongs to the memory and age of the oldest one, in place."""
    memory = model.memory
    if memory.cohort is None or "square" not in memory.slots:
        return
    newborn = int(views(memory.cohort, parameter_shapes(model.net))[name].flatten()[0])
    age = max(memory.ages)
    if age == 0:
        return
    squared = squared_gradients(model, inputs=inputs, targets=targets, task=task)
    ages = torch.tensor([max(a, 1) for a in memory.ages], dtype=torch.float64)
    corrected = memory.slots["square"] / (1 - BETA2**ages).to(model.flat)[memory.cohort.int()]
    new = memory.cohort == newborn
    past = float(corrected[~new].sum() / squared[~new].sum().clamp_min(1e-30))
    level = squared[new].clamp_min(LEAST * float(squared[new].mean()))
    for slot in ("square", "largest"):
        if slot in memory.slots:
            memory.slots[slot][new] = level * max(1.0, past) * (1 - BETA2**age)
    memory.ages[newborn] = memory.begun[newborn] = age
    # Where gradients are what they always were, learning is far from done and new layers may be quick.
    settled = min(1.0, max(0.0, (past - 1.0) / (SETTLED - 1.0)))
    memory.slow[newborn] = max(LEAST_SLOW, round(memory.slow[newborn] * settled))


def squared_gradients(model: Model, *, inputs: Tensor, targets: Tensor, task: Task) -> Tensor:
    """Return (n,) the mean squared gradient of each element over batches of training samples."""
    total = torch.zeros_like(model.flat)
    batches = list(zip(torch.split(inputs, BATCH), torch.split(targets, BATCH), strict=True))[:BATCHES]
    live = replace(model.live(training=False), gradients=model.gradients)
    with torch.no_grad():
        for x, y in batches:
            tape: written.Tape = []
            outputs = written.forward(model.net.layers, live, x, tape)
            _, slope = written.loss_and_slope(task, outputs, y)
            written.backward(model.net.layers, live, slope, tape, further=False)
            total += model.gradient.square()
    return total / len(batches)
