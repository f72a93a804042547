"""What an edit would cost, before it is done: the edit is done on a copy and measured on held-out samples."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from core.messages.train_commands import Task
from core.messages.train_events import Previewed
from core.net.edits import HURTS
from core.net.plan import Conv, Dense, Edit, Narrow, RemoveLayer, Residual, layer_of
from core.net.shapes import cost
from core.sentence import Sentence, Value, say
from core.train.model.model import Model
from core.train.steps.forward import forward
from core.train.steps.written import LOSS
from core.train.surgery import apply as surgery
from core.train.surgery.successor import POINTS


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
    step: int = 0,
) -> Previewed:
    """Return what `edit` would do; raise `EditError` when it cannot be done. Nothing changes.

    `inputs`, `targets`: the training samples that the edit may use; held-out samples only measure.
    """
    after = surgery.apply(model, edit, seed=seed, inputs=inputs, targets=targets, task=task).model
    if (now := _at_once(edit)) != edit:
        after = surgery.apply(model, now, seed=seed, inputs=inputs, targets=targets, task=task).model
    loss_before, score_before = measured(model, probe_inputs, probe_targets, task)
    loss_after, score_after = measured(after, probe_inputs, probe_targets, task)
    lost = score_before - score_after if task == "classify" else 0.0
    advice, gentler = _advice(model, edit, rise=loss_after - loss_before, lost=lost)
    return Previewed(
        edit, cost(model.net, optimizer), cost(after.net, optimizer),
        loss_before, loss_after, score_before, score_after, advice, gentler, model.net, step,
    )  # fmt: skip


def _at_once(edit: Edit) -> Edit:
    """What of an edit can be measured now: one that waits until it is ready, or a layer that fades out, changes nothing
    at first, so it is done at once.

    Training goes on meanwhile and makes up for what that costs, so the edit itself costs less.
    """
    if isinstance(edit, (Narrow, RemoveLayer)) and edit.way in ("fade", "ready"):
        return replace(edit, way="refit")
    return edit


def measured(model: Model, inputs: Tensor, targets: Tensor, task: Task) -> tuple[float, float]:
    """Return (loss, accuracy or R²)."""
    with torch.no_grad():
        outputs = forward(model, inputs, training=False)
        loss = float(LOSS[task](outputs, targets))
        if task == "classify":
            return loss, float((outputs.argmax(1) == targets).cpu().double().mean())
        return loss, 1.0 - loss / max(float(targets.cpu().double().var(correction=0)), 1e-12)


def _advice(model: Model, edit: Edit, *, rise: float, lost: float) -> tuple[Sentence | None, Edit | None]:
    """Return what to say of an edit that hurts, and the gentler way."""
    hurts = rise > HURTS or lost > POINTS
    if isinstance(edit, RemoveLayer) and edit.way not in ("fade", "ready") and hurts:
        return _removal_advice(model, edit, rise=rise, lost=lost)
    if isinstance(edit, Narrow) and edit.way != "ready" and hurts:
        return _narrowing_advice(model, edit, rise=rise, lost=lost)
    return None, None


def _removal_advice(model: Model, edit: RemoveLayer, *, rise: float, lost: float) -> tuple[Sentence, Edit | None]:
    """Offer to train a copy without the layer beside; where a copy is in training already, to fade the layer out."""
    told: dict[str, Value] = {"rise": rise, "points": 100 * lost, "steps": surgery.FADE_STEPS}
    layer = layer_of(model.net, edit.layer)
    if model.successor is None and isinstance(layer, (Dense, Conv, Residual)):
        if rise > HURTS:
            said = say(
                "The loss would jump by {rise:.3f}. A copy without this layer can be trained beside the network and "
                "take over once that costs next to nothing.", **told,
            )  # fmt: skip
        else:
            said = say(
                "Accuracy would fall by {points:.1f} points. A copy without this layer can be trained beside the "
                "network and take over once that costs next to nothing.", **told,
            )  # fmt: skip
        return said, replace(edit, way="ready")
    now = model.fades.get(layer.key)
    fades = isinstance(layer, (Dense, Conv)) and layer.activation != "linear" and (now is None or now.unfolds)
    if fades and rise > HURTS:
        said = say("The loss would jump by {rise:.3f}. Fading the layer out over {steps} steps keeps more.", **told)
        return said, replace(edit, way="fade")
    if rise > HURTS:
        return say("The loss would jump by {rise:.3f}; this layer is doing work.", **told), None
    return say("Accuracy would fall by {points:.1f} points; this layer is doing work.", **told), None


def _narrowing_advice(model: Model, edit: Narrow, *, rise: float, lost: float) -> tuple[Sentence, Edit | None]:
    """Offer to train a narrower copy beside; where that is under way for another layer, half the step."""
    told: dict[str, Value] = {"rise": rise, "points": 100 * lost}
    if model.successor is None:
        gentler = replace(edit, way="ready")
        if rise > HURTS:
            return say(
                "The loss would jump by {rise:.3f}. A narrower copy can be trained beside the network and take over "
                "once that costs next to nothing.", **told,
            ), gentler  # fmt: skip
        return say(
            "Accuracy would fall by {points:.1f} points. A narrower copy can be trained beside the network and take "
            "over once that costs next to nothing.", **told,
        ), gentler  # fmt: skip
    if rise > HURTS:
        said = say("The loss would jump by {rise:.3f}. Dropping fewer units at a time keeps more.", **told)
    else:
        said = say("Accuracy would fall by {points:.1f} points. Dropping fewer units at a time keeps more.", **told)
    return said, replace(edit, by=edit.by // 2) if edit.by > 1 else None
