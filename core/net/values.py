"""Which single numbers of a network a person can set, and where they stand."""

from __future__ import annotations

import math

from core.net.by_hand import LARGEST, SetBias, SetWeight
from core.net.plan import Dense, EditError, LayerKey, Net, number_of, size_of
from core.net.shapes import INPUT_GROUP, flows, parameter_shapes
from core.net.widths import check_unit, weighted_of


def place_of(net: Net, edit: SetWeight | SetBias) -> tuple[str, tuple[int, ...]]:
    """Return (name of the parameter, place in it) of the number that an edit sets."""
    if isinstance(edit, SetBias):
        return f"{edit.layer}.bias", (edit.unit,)
    name = f"{edit.layer}.weight"
    return name, (edit.unit, edit.input, edit.row, edit.column)[: len(parameter_shapes(net)[name])]


def check_value(net: Net, edit: SetWeight | SetBias) -> None:
    """Raise `EditError` where there is no such number in the network, or it cannot have that value."""
    layer, number = weighted_of(net, edit.layer), number_of(net, edit.layer)
    check_unit(net, edit.layer, edit.unit)
    if isinstance(edit, SetWeight):
        _, inputs, *kernel = parameter_shapes(net)[f"{layer.key}.weight"]
        if not 0 <= edit.input < inputs:
            raise EditError(
                "A unit of layer {layer} has the inputs 0 to {last}; there is no input {input}.",
                layer=number, last=inputs - 1, input=edit.input,
            )  # fmt: skip
        rows, columns = kernel or (1, 1)
        if not (0 <= edit.row < rows and 0 <= edit.column < columns):
            raise EditError(
                "The window of layer {layer} has {rows} rows and {columns} columns; there is no row {row} and column "
                "{column}.",
                layer=number, rows=rows, columns=columns, row=edit.row, column=edit.column,
            )  # fmt: skip
    if not math.isfinite(edit.value) or abs(edit.value) > LARGEST:
        raise EditError("A weight or a bias can be set to a number from −{most:,} to {most:,}.", most=int(LARGEST))


def sources_of(net: Net, key: LayerKey) -> int:
    """Return from how many units, of the column before it in the drawing, lines lead to each unit of a layer.

    The input's column has a unit for each value of a sample; a convolution of it reads all values of a channel alike.
    """
    layer, flow = weighted_of(net, key), flows(net)[key]
    if flow.group_in == INPUT_GROUP:
        return flow.inside[0] if isinstance(layer, Dense) else size_of(net.input)
    return flow.inside[0] // (flow.columns if isinstance(layer, Dense) else 1)


def inputs_from(net: Net, key: LayerKey, unit: int, source: int) -> tuple[int, int]:
    """Return (the first, how many) of a unit's inputs to which a line from the unit `source` leads; (0, 0): to none, in
    a grouped convolution. Raise `EditError` if there is no such unit."""
    layer, flow, count = weighted_of(net, key), flows(net)[key], sources_of(net, key)
    if not 0 <= source < count:
        raise EditError(
            "Layer {layer} reads {count} units; there is no unit {unit} before it.",
            layer=number_of(net, key), count=count, unit=source,
        )  # fmt: skip
    if isinstance(layer, Dense):
        columns = flow.inside[0] // count
        return source * columns, columns
    channel = source // (count // flow.inside[0])
    inside = flow.inside[0] // layer.groups  # of its own group, a unit reads these
    local = channel - unit // (layer.channels // layer.groups) * inside
    return (local, 1) if 0 <= local < inside else (0, 0)
