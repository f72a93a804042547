"""The columns of the network drawing, from a `Net`: what each is called, what it holds and what can be asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def slots(net: Net) -> tuple[Slot, ...]:
    """Return the columns of `net` from input to output; a residual block is its body's columns, then a merge."""
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
