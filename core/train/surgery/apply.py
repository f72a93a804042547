"""Edits on live networks: tensors and optimizer memory follow the plan, and nothing that was learned is lost on growth.

`apply` never touches the model it is given. It takes the model apart into named tensors (`core.train.surgery.knife`),
cuts and sews them (`widen`, `deepen`, `narrow`, `remove`), and puts a new Model together.

New entries start with optimizer memory zero and an age of their own, and their learning rate climbs over `ramp_steps`
steps: carrying the old age along would multiply their first steps by up to 6.6 (measured), and without a ramp even an
exact identity kicks back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Task
from core.net.depths import spelled_out
from core.net.edits import edited
from core.net.labels import label
from core.net.plan import (
    CallOff,
    CopyLayer,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    layer_named,
    layer_of,
    walk,
)
from core.net.values import place_of
from core.sentence import Sentence
from core.train.model.dismantle import to_device
from core.train.model.model import Model
from core.train.surgery import successor
from core.train.surgery.deepen import straighten, with_copy, with_inserted
from core.train.surgery.knife import Knife
from core.train.surgery.narrow import narrowed, pruned, with_unit_reset
from core.train.surgery.remove import FADE_STEPS, without
from core.train.surgery.widen import widened

__all__ = ["FADE_STEPS", "Applied", "apply", "fold_faded"]

NO_FLOAT64 = ("mps", "xpu")
"""Devices that have no float64, or not all of them: their edits are computed on the processor."""


@dataclass(frozen=True)
class Applied:
    """A finished edit: the new model, its label, the key of the layer it touched, and how the number of parameters
    moved (sign; never up where a layer is removed)."""

    model: Model
    label: Sentence
    key: LayerKey
    grown: int


def apply(model: Model, edit: Edit, *, seed: int, inputs: Tensor, targets: Tensor, task: Task) -> Applied:
    """Return the model after `edit`; raise `EditError` when it cannot be done. `model` stays as it is.

    `inputs` (n, *net.input) and `targets` are training samples on which activations may be looked at. Random numbers
    come from a generator of the edit's own, made from `seed`.
    """
    if model.device.type in NO_FLOAT64:
        on_cpu = to_device(model, "cpu")
        applied = apply(on_cpu, edit, seed=seed, inputs=inputs.cpu(), targets=targets.cpu(), task=task)
        return replace(applied, model=to_device(applied.model, model.device))
    net = edited(model.net, edit)  # judges it, before anything is computed
    if not _finite(model):
        raise EditError("The weights are not numbers any more; undo, or start again with a smaller learning rate.")
    too_large = EditError("The weights are too large for this; undo, or go on with a smaller learning rate.")
    try:
        applied = _applied(model, edit, net, seed=seed, inputs=inputs, targets=targets, task=task)
    except torch.linalg.LinAlgError as error:  # type: ignore[attr-defined]  # what is solved for is hardly finite
        raise too_large from error
    copies = isinstance(edit, Widen) and edit.way in ("append", "split")  # numbers that were finite before
    if not (copies or _finite(applied.model)):
        raise too_large
    return applied


def _finite(model: Model) -> bool:
    """Return whether all weights are finite numbers."""
    return math.isfinite(float(model.flat.sum())) or bool(torch.isfinite(model.flat).all())


def _applied(
    model: Model, edit: Edit, net: Net, *, seed: int, inputs: Tensor, targets: Tensor, task: Task
) -> Applied:  # fmt: skip
    """Return the model after an edit that has been judged; `net` is the plan after it."""
    knife = Knife(model, Generator().manual_seed(seed), inputs, targets, task)
    said = label(model.net, edit)
    if isinstance(edit, Widen):
        made = widened(knife, edit, net)
    elif isinstance(edit, (Narrow, RemoveLayer)) and edit.way == "ready":
        if model.successor is not None:
            raise EditError("A smaller copy is in training already; wait for it, or undo it.")
        made = Knife(model, knife.generator, inputs, targets, task).sewn(model.net)
        smaller = narrowed(knife, edit, net) if isinstance(edit, Narrow) else without(knife, edit, net)
        made.successor = successor.begin(made, smaller, edit, seed=seed)
    elif isinstance(edit, (Narrow, RemoveUnit)):
        made = narrowed(knife, edit, net)
    elif isinstance(edit, Prune):
        made, said = pruned(knife, edit)
    elif isinstance(edit, ResetUnit):
        made = with_unit_reset(knife, edit, net)
    elif isinstance(edit, InsertLayer):
        made = with_inserted(knife, edit)
    elif isinstance(edit, RemoveLayer):
        made = without(knife, edit, net)
    elif isinstance(edit, CopyLayer):
        made = with_copy(knife, edit)
    elif isinstance(edit, Freeze):
        made = _frozen(knife, edit, net)
    elif isinstance(edit, (SetWeight, SetBias)):
        made = _with_value(knife, edit, net)
    elif isinstance(edit, CallOff):
        made = _called_off(knife, edit)
    else:
        assert isinstance(edit, SetActivation)
        made = _activated(knife, edit, net)
    if model.successor is not None:
        same_there = spelled_out(model.net, edit) if isinstance(edit, InsertLayer) else edit
        made.successor = successor.carried(
            model, made, same_there,
            lambda beside, same: apply(beside, same, seed=seed, inputs=inputs, targets=targets, task=task).model,
        )  # fmt: skip
    change = made.flat.numel() - model.flat.numel()
    if isinstance(edit, RemoveLayer) and change > 0:
        change = -1  # without a bottleneck there are more parameters, but nobody calls that growth
    return Applied(made, said, _touched(model.net, made.net, edit), (change > 0) - (change < 0))


def _touched(before: Net, after: Net, edit: Edit) -> LayerKey:
    """Return the key of the layer to look at: the new one, or the edit's."""
    if isinstance(edit, (InsertLayer, CopyLayer)):
        old = {layer.key for layer in walk(before.layers)}
        new = [x.key for x in walk(after.layers) if x.key not in old]
        return new[0] if new else layer_named(edit)
    return edit.layer


def fold_faded(model: Model, key: LayerKey, *, inputs: Tensor, targets: Tensor, task: Task) -> Applied:
    """Return the model without the layer `key`, whose activation is linear by now."""
    return apply(model, RemoveLayer(key, "refit"), seed=0, inputs=inputs, targets=targets, task=task)


def _with_value(knife: Knife, edit: SetWeight | SetBias, net: Net) -> Model:
    """Return the model with one weight or bias that a person has set."""
    knife.set(*place_of(net, edit), edit.value)
    return knife.sewn(net)


def _called_off(knife: Knife, edit: CallOff) -> Model:
    """Return the model, whose successor goes."""
    beside = knife.model.successor
    if beside is None or beside.key != edit.layer:
        raise EditError("There is nothing to call off: nothing is on its way for that layer.")
    return knife.sewn(knife.model.net)


def _activated(knife: Knife, edit: SetActivation, net: Net) -> Model:
    """Return the model with another activation; one that is on its way to a straight line, or from one, can stay it."""
    fade = knife.model.fades.get(edit.layer)
    if edit.activation != "linear" or fade is None:
        return knife.sewn(net)
    if fade.tangent:
        straighten(knife, layer_of(knife.model.net, edit.layer))
    made = knife.sewn(net)
    if fade.unfolds or fade.over:
        del made.fades[edit.layer]
    else:
        made.fades[edit.layer] = replace(fade, tangent=False)
    return made


def _frozen(knife: Knife, edit: Freeze, net: Net) -> Model:
    """Return the model with a layer (in the plan) or one unit (in the marks) frozen or free."""
    if edit.unit >= 0:
        marks = knife.marks()
        for name in knife.names(edit.layer):
            marks[name] = marks[name].clone()
            marks[name][edit.unit] = edit.frozen
    elif not edit.frozen and knife.model.still is not None:
        marks = knife.marks()
        for name in knife.names(edit.layer):
            marks[name] = torch.zeros_like(marks[name])  # no unit of a layer that is free stays frozen
    return knife.sewn(net)
