"""The columns of the network drawing, from a `Net`: what each is called, what it holds and what can be asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.net.plan import (
    INPUT,
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalPool,
    Layer,
    LayerKey,
    Net,
    Pool,
    Residual,
    Shape,
    size_of,
    width_of,
)
from core.net.shapes import LayerCost, layer_costs
from core.net.widths import steps_of
from gui.kit.layer_words import describe, has_width, output_key, titles
from gui.kit.words import tr

GATES = ("relu", "leaky_relu", "gelu", "silu")


@dataclass(frozen=True)
class Slot:
    """One column. `units`: tiles; `slim`: a layer without units; `merge`: where a residual block's branches meet.

    `count`: units, channels or input values. `hidden`: it can be widened, narrowed, removed. `skip_from`: for a merge
    the key of the column where its block begins. `depth`: residual blocks around it. `said`: the note in whole words,
    for screen readers and tooltips. `step`, `step_down`: by how many units + and − change it.
    `gates`: its units are off on some samples, as a ReLU is; others always answer.
    """

    key: LayerKey
    kind: Literal["units", "slim", "merge"]
    title: str
    short: str
    note: str
    short_note: str
    count: int = 0
    hidden: bool = False
    skip_from: LayerKey = INPUT
    depth: int = 0
    said: str = ""
    step: int = 1
    step_down: int = 1
    gates: bool = False
    shape: str = ""
    """Of what leaves the column for one sample, where shapes are shown."""
    costs: str = ""
    """What the layer is made of and costs, in words."""


def slots(net: Net, *, shapes: bool = False) -> tuple[Slot, ...]:
    """Return the columns of `net` from input to output; a residual block is its body's columns, then a merge. With
    `shapes`, notes tell the shape of a layer's weight and how many parameters it has."""
    costs = layer_costs(net)
    made = _slots(net)
    told = [replace(slot, costs=_said_costs(costs[slot.key]) if slot.key in costs else "") for slot in made]
    if not shapes:
        return tuple(told)
    return tuple(_with_shapes(net, slot, costs.get(slot.key)) for slot in told)


def _with_shapes(net: Net, slot: Slot, layer: LayerCost | None) -> Slot:
    if layer is None:
        return replace(slot, shape=sides(net.input))
    if not layer.weight:
        return replace(slot, shape=sides(layer.outside))
    note, small = f"{sides(layer.weight)} · {layer.parameters:,}", f"{layer.parameters:,}"
    return replace(slot, shape=sides(layer.outside), note=note, short_note=small)


def sides(shape: Shape) -> str:
    """Return a shape as one writes it: 16×3×3."""
    return "×".join(f"{side}" for side in shape)


def _said_costs(layer: LayerCost) -> str:
    out = tr("output {shape}", shape=sides(layer.outside))
    if not layer.weight:
        return out
    return tr(
        "weight {weight}, bias {bias:,}, parameters {n:,}, {out}, multiply-adds {work:,}",
        weight=sides(layer.weight), bias=layer.bias, n=layer.parameters, out=out, work=layer.multiply_adds,
    )  # fmt: skip


def _slots(net: Net) -> tuple[Slot, ...]:
    shape = net.input
    size = f"{size_of(shape):,}"
    note = "×".join(str(side) for side in (shape[1:] if shape[0] == 1 else shape)) if len(shape) == 3 else size
    last, names = output_key(net), titles(net)
    made = [Slot(INPUT, "units", names[INPUT], tr("In"), note, note, count=size_of(shape), said=_said_input(shape))]

    def walk(layers: Sequence[Layer], depth: int) -> None:
        for layer in layers:
            if isinstance(layer, Residual):
                begin, origin = made[-1].key, made[-1].title
                walk(layer.body, depth + 1)
                name = names[layer.key]
                said = tr("adds the output of {layer} to that of the block", layer=origin)
                made.append(Slot(layer.key, "merge", name, name, "", "", skip_from=begin, depth=depth, said=said))
            else:
                made.append(_slot(net, layer, names[layer.key], depth, output=layer.key == last))

    walk(net.layers, 0)
    return tuple(made)


def summary(columns: Sequence[Slot]) -> str:
    """Return the network in one line, for screen readers."""
    return "; ".join(f"{slot.title}, {slot.said}" if slot.said else slot.title for slot in columns)


def _slot(net: Net, layer: Layer, name: str, depth: int, *, output: bool) -> Slot:
    if not has_width(layer):
        note = _slim_note(layer)
        return Slot(layer.key, "slim", name, name, note, "", depth=depth, said=note)
    count = width_of(layer)
    activation = layer.activation if isinstance(layer, Dense | Conv) else ""
    act = "" if activation == "linear" else activation.replace("_", " ")
    short = tr("Out") if output else name.split()[-1]
    if isinstance(layer, Conv):
        kernel = f"{layer.kernel}×{layer.kernel}"
        channels = tr("{n:,} ch", n=count)
        note, small = f"{channels} {kernel} {act}".strip(), channels
    else:
        note, small = f"{count:,} {act}".strip(), f"{count:,}"
    if isinstance(layer, Dense | Conv) and layer.frozen:
        note, small = tr("{note}, frozen", note=note), tr("{note}, frozen", note=small)
    said, (up, down) = describe(layer).replace(" · ", ", "), steps_of(net, layer.key)
    return Slot(
        layer.key, "units", name, short, note, small, count=count, hidden=not output, depth=depth, said=said,
        step=up, step_down=down, gates=activation in GATES,
    )  # fmt: skip


def _said_input(shape: Shape) -> str:
    if len(shape) == 3 and shape[0] == 1:
        return tr("image of {height} by {width} pixels", height=shape[1], width=shape[2])
    return tr("{n:,} values per sample", n=size_of(shape))


def _slim_note(layer: Layer) -> str:
    if isinstance(layer, Pool):
        return f"{layer.kernel}×{layer.kernel}"
    if isinstance(layer, Dropout):
        return f"{100 * layer.rate:.0f}%"
    assert isinstance(layer, Flatten | GlobalPool), layer
    return ""
