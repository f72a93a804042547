"""What the timeline and the charts call an edit. Units are counted from 1, as the drawing counts them."""

from __future__ import annotations

from dataclasses import replace

from core.net.depths import inserted
from core.net.plan import (
    CallOff,
    CopyLayer,
    Dropout,
    Edit,
    Freeze,
    InsertLayer,
    Narrow,
    Net,
    Pool,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    hidden_place,
    layer_of,
    width_of,
)
from core.sentence import Sentence, say


def label(net: Net, edit: Edit) -> Sentence:
    """Return what the timeline says of `edit` on `net`: "Hidden 1 widened +16"."""
    if isinstance(edit, InsertLayer):
        return _insert_label(net, edit)
    place = hidden_place(net, edit.layer)
    if isinstance(edit, Widen):
        return say("Hidden {place} widened +{by}", place=place, by=edit.by)
    if isinstance(edit, Narrow) and edit.way == "ready":
        return say("Hidden {place} to be narrowed −{by}", place=place, by=edit.by)
    if isinstance(edit, Narrow):
        return say("Hidden {place} narrowed −{by}", place=place, by=edit.by)
    if isinstance(edit, RemoveUnit):
        return say("Hidden {place}: unit {number} removed", place=place, number=edit.unit + 1)
    if isinstance(edit, ResetUnit):
        return say("Hidden {place}: unit {number} started again", place=place, number=edit.unit + 1)
    if isinstance(edit, Prune):
        return say("Hidden {place} pruned", place=place)
    if isinstance(edit, CopyLayer):
        return say("Hidden {place} copied", place=place)
    if isinstance(edit, SetActivation):
        return _activation_label(edit, place)
    if isinstance(edit, Freeze):
        return _freeze_label(edit, place)
    if isinstance(edit, (SetWeight, SetBias)):
        return _value_label(edit, place)
    if isinstance(edit, CallOff):
        if place:
            return say("Hidden {place} stays as it is", place=place)
        return say("Residual block stays as it is")
    return _removal_label(net, edit, place)


def _activation_label(edit: SetActivation, place: int) -> Sentence:
    if place:
        return say("Hidden {place} now {activation}", place=place, activation=edit.activation)
    return say("Residual block now {activation}", activation=edit.activation)


def _value_label(edit: SetWeight | SetBias, place: int) -> Sentence:
    """Return the label of a number that was set; inputs too are counted from 1."""
    number, value = edit.unit + 1, edit.value
    if isinstance(edit, SetBias):
        if place:
            return say("Hidden {place}: bias of unit {number} set to {value:.4g}", place=place, number=number,
                       value=value)  # fmt: skip
        return say("Output {number}: bias set to {value:.4g}", number=number, value=value)
    of = edit.input + 1
    if place:
        return say("Hidden {place}: weight {input} → {number} set to {value:.4g}", place=place, input=of, number=number,
                   value=value)  # fmt: skip
    return say("Output {number}: weight from {input} set to {value:.4g}", number=number, input=of, value=value)


def _removal_label(net: Net, edit: RemoveLayer, place: int) -> Sentence:
    layer = layer_of(net, edit.layer)
    if edit.way == "batch_norm":
        return say("Batch norm of hidden {place} folded away", place=place)
    if isinstance(layer, Residual):
        if edit.way == "fade":
            return say("Residual block fading out")
        if edit.way == "ready":
            return say("Residual block to be removed")
        return say("Residual block removed")
    if isinstance(layer, Pool):
        return say("Pooling removed")
    if isinstance(layer, Dropout):
        return say("Dropout removed")
    if edit.way == "fade":
        return say("Hidden {place} fading out", place=place)
    if edit.way == "ready":
        return say("Hidden {place} to be removed", place=place)
    return say("Hidden {place} removed", place=place)


def _freeze_label(edit: Freeze, place: int) -> Sentence:
    if not place and edit.unit < 0:
        return say("Output layer frozen") if edit.frozen else say("Output layer unfrozen")
    number = edit.unit + 1
    if not place:
        if edit.frozen:
            return say("Output {number} frozen", number=number)
        return say("Output {number} unfrozen", number=number)
    if number:
        if edit.frozen:
            return say("Hidden {place}: unit {number} frozen", place=place, number=number)
        return say("Hidden {place}: unit {number} unfrozen", place=place, number=number)
    if edit.frozen:
        return say("Hidden {place} frozen", place=place)
    return say("Hidden {place} unfrozen", place=place)


def _insert_label(net: Net, edit: InsertLayer) -> Sentence:
    if edit.kind == "batch_norm":
        return say("Batch norm in hidden {place}", place=hidden_place(net, edit.after))
    if edit.kind == "dropout":
        return say("Dropout inserted")
    if edit.kind == "pool":
        return say("Pooling inserted")
    _, made, _ = inserted(net, edit)
    inner = made.body[0] if isinstance(made, Residual) else made
    if edit.kind == "residual":
        return say("Residual block inserted, {width} wide", width=width_of(inner))
    return say("Hidden layer inserted, {width} wide", width=width_of(inner))


def counted_from_one(label: Sentence) -> Sentence:
    """Return a label as it is made today. Those of older runs say `unit`, counted from 0 but where a number was set."""
    from_zero = "set to" not in label.text
    values = tuple(
        ("number", value + from_zero if isinstance(value, int) else value) if name == "unit" else (name, value)
        for name, value in label.values
    )
    return replace(label, text=label.text.replace("{unit}", "{number}"), values=values)
