"""What an edit would cost, before it is done: the edit is done on a copy and measured on held-out samples."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from core.messages import Previewed, Task
from core.net import Edit, Narrow, RemoveLayer, Residual, layer_at
from core.say import Sentence, say
from core.shapes import cost
from core.train import surgery
from core.train.model import Model, forward
from core.train.written_out import LOSS

HURTS = 0.04
"""A rise of the loss from which on a gentler way is offered."""
POINTS = 0.005
"""A share of the samples, right before and wrong after, from which on narrowing hurts as well."""


def preview(
    model: Model,
    edit: Edit,
    *,
    optimizer: str,
    seed: int,
    inputs: Tensor,
    targets: Tensor,
    probe_inputs: Tensor,
    probe_targets: Tensor,
    task: Task,
) -> Previewed:
    """Return what `edit` would do; raise `EditError` when it cannot be done. Nothing changes.

    `inputs`, `targets`: the training samples that the edit may look at; the probe is held out and only measures.
    """
    after = surgery.apply(model, edit, seed=seed, inputs=inputs, targets=targets, task=task).model
    if (now := _at_once(edit)) != edit:
        after = surgery.apply(model, now, seed=seed, inputs=inputs, targets=targets, task=task).model
    loss_before, score_before = measured(model, probe_inputs, probe_targets, task)
    loss_after, score_after = measured(after, probe_inputs, probe_targets, task)
    lost = score_before - score_after if task == "classify" else 0.0
    advice, gentler = _advice(model, edit, loss_after - loss_before)
    if advice is None and isinstance(edit, Narrow) and lost > POINTS:
        advice, gentler = _fewer(edit, lost)
    return Previewed(
        edit, cost(model.net, optimizer), cost(after.net, optimizer),
        loss_before, loss_after, score_before, score_after, advice, gentler,
    )  # fmt: skip


def _at_once(edit: Edit) -> Edit:
    """What of an edit can be measured now: a layer that fades out changes nothing at first, so it is folded at once.

    Training goes on while it fades and makes up for what that costs, so the fade itself costs less.
    """
    return replace(edit, way="refit") if isinstance(edit, RemoveLayer) and edit.way == "fade" else edit


def measured(model: Model, inputs: Tensor, targets: Tensor, task: Task) -> tuple[float, float]:
    """Return (loss, accuracy or R²)."""
    with torch.no_grad():
        outputs = forward(model, inputs, training=False)
        loss = float(LOSS[task](outputs, targets))
        if task == "classify":
            return loss, float((outputs.argmax(1) == targets).cpu().double().mean())
        return loss, 1.0 - loss / max(float(targets.cpu().double().var(correction=0)), 1e-12)


def _advice(model: Model, edit: Edit, rise: float) -> tuple[Sentence | None, Edit | None]:
    if rise <= HURTS or not isinstance(edit, (Narrow, RemoveLayer)):
        return None, None
    if isinstance(edit, RemoveLayer):
        if edit.way == "fade":
            return None, None  # this is the gentler way
        if not isinstance(layer_at(model.net, edit.layer), Residual) and hasattr(
            layer_at(model.net, edit.layer), "activation"
        ):
            said = say(
                "The loss would jump by {rise:.3f}. Fading the layer out over {steps} steps keeps more.",
                rise=rise,
                steps=surgery.FADE_STEPS,
            )
            return said, replace(edit, way="fade")
        return say("The loss would jump by {rise:.3f}; this layer is doing work.", rise=rise), None
    if edit.by > 1:
        return say("The loss would jump by {rise:.3f}. Dropping fewer units at a time keeps more.", rise=rise), replace(
            edit, by=edit.by // 2
        )
    return say("The loss would jump by {rise:.3f}; even this unit is doing work.", rise=rise), None


def _fewer(edit: Narrow, lost: float) -> tuple[Sentence, Edit | None]:
    """Say how many samples in a hundred would be wrong now, and offer half the step."""
    points = 100 * lost
    if edit.by == 1:
        return say("Accuracy would fall by {points:.1f} points; even this unit is doing work.", points=points), None
    said = say("Accuracy would fall by {points:.1f} points. Dropping fewer units at a time keeps more.", points=points)
    return said, replace(edit, by=edit.by // 2)
