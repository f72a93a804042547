"""What an edit does to a plan, and whether it is possible. The window asks here before it offers a button.

`edited(net, edit)` returns the new plan or raises `EditError` with one sentence. `core.train.surgery.apply` decides
which units go when a layer is narrowed, and what the tensors become; the plan only knows the widths.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import get_args

from core.net.depths import DEEPEST, copied, foldable, inserted, layer_is_linear, readers_behind, removed
from core.net.labels import label
from core.net.plan import (
    ACTIVATIONS,
    CallOff,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    layer_of,
    number_of,
    numbered,
    output_layer,
    size_of,
    width_of,
    with_layer,
)
from core.net.shapes import REMEMBERED, flows
from core.net.values import check_value
from core.net.widths import WIDEST, Units, check_prunable, check_unit, resized, units_of, weighted_of

__all__ = [
    "WIDEST", "Units", "copied", "edited", "foldable", "inserted", "label", "layer_is_linear", "readers_behind",
    "resized", "units_of",
]  # fmt: skip
EDITS: tuple[type[Edit], ...] = get_args(Edit)
"""The class of every edit."""
HURTS = 0.04
"""From this rise of the loss on, an edit hurts."""


def check_new(net: Net, *, inputs: int, outputs: int, data: str) -> None:
    """Raise `EditError` where a network cannot learn from the data, or is larger than edits could have made it."""
    if not net.layers or not isinstance(output_layer(net), Dense):
        raise EditError("A network ends with a dense layer.")
    if size_of(net.input) != inputs or width_of(output_layer(net)) != outputs:
        raise EditError(
            "This network takes {inputs} numbers and gives {outputs}; the data {name} needs {wanted} and {wanted_out}.",
            inputs=size_of(net.input), outputs=width_of(output_layer(net)), name=data, wanted=inputs,
            wanted_out=outputs,
        )  # fmt: skip
    flows(net)
    if len(numbered(net)) > DEEPEST:
        raise EditError("A network can have at most {deepest} layers here.", deepest=DEEPEST)
    if max(width_of(layer) for layer in numbered(net)) > WIDEST:
        raise EditError("A layer can have at most {widest} units here.", widest=WIDEST)


@lru_cache(maxsize=REMEMBERED)
def edited(net: Net, edit: Edit) -> Net:
    """Return the net after `edit`; raise `EditError` when it cannot be done."""
    made = _edited(net, edit)
    if isinstance(edit, CopyLayer) and len(numbered(net)) >= DEEPEST:
        raise EditError("A network can have at most {deepest} layers here.", deepest=DEEPEST)
    flows(made)  # raises the sentence of what does not fit
    return made


def _edited(net: Net, edit: Edit) -> Net:
    if isinstance(edit, (Widen, Narrow)) and edit.by < 1:
        raise EditError("Say how many units: at least one.")
    if isinstance(edit, Widen):
        return resized(net, edit.layer, edit.by)
    if isinstance(edit, Narrow):
        return resized(net, edit.layer, -edit.by)
    if isinstance(edit, RemoveUnit):
        check_unit(net, edit.layer, edit.unit)
        return resized(net, edit.layer, -1)
    if isinstance(edit, ResetUnit):
        check_unit(net, edit.layer, edit.unit)
        units_of(net, edit.layer)
        return net
    if isinstance(edit, Prune):
        check_prunable(net, edit.layer)
        return net  # how many units go is known when the activations are seen
    if isinstance(edit, InsertLayer):
        return inserted(net, edit)[0]
    if isinstance(edit, RemoveLayer):
        return removed(net, edit)
    if isinstance(edit, SetActivation):
        return _activated(net, edit)
    if isinstance(edit, Freeze):
        return _frozen(net, edit)
    if isinstance(edit, (SetWeight, SetBias)):
        check_value(net, edit)
        return net
    if isinstance(edit, CallOff):
        layer_of(net, edit.layer)
        return net  # whether there is something to call off, the trainer knows
    return copied(net, edit)[0]


# ------------------------------------------------------------------------------------------------------------- others
def _activated(net: Net, edit: SetActivation) -> Net:
    layer, number = layer_of(net, edit.layer), number_of(net, edit.layer)
    if edit.activation not in ACTIVATIONS:
        raise EditError("There is no activation called {name}.", name=str(edit.activation))
    if not isinstance(layer, (Dense, Conv, Residual)):
        raise EditError("Layer {layer} has no activation.", layer=number)
    if layer.key == output_layer(net).key:
        raise EditError("Layer {layer} is the output; the loss needs it without an activation.", layer=number)
    if layer.activation == edit.activation:
        raise EditError("Layer {layer} has that activation already.", layer=number)
    return replace(net, layers=with_layer(net.layers, layer.key, [replace(layer, activation=edit.activation)]))


def _frozen(net: Net, edit: Freeze) -> Net:
    layer = weighted_of(net, edit.layer)
    if edit.unit != -1:
        check_unit(net, edit.layer, edit.unit)
        return net
    return replace(net, layers=with_layer(net.layers, layer.key, [replace(layer, frozen=edit.frozen)]))
