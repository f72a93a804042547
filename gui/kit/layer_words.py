"""What the trainer page says of a `Net`: names and widths of its layers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.language.particles import settle
from core.net import plan
from core.net.edits import edited
from core.net.labels import counted_from_one
from core.net.plan import (
    INPUT,
    Conv,
    Dense,
    Dropout,
    Edit,
    EditError,
    Flatten,
    GlobalPool,
    Layer,
    LayerKey,
    Net,
    Pool,
    Residual,
    Shape,
    find_layer,
    hidden_place,
    is_weighted,
    key_at,
    number_of,
    width_of,
)
from core.sentence import Sentence, filled
from gui.kit.words import read, template, tr

LAYER_WORDS = ("ayer {layer}", "{layer}번 층")
"""How the sentences of core name a layer, in the languages there are."""
_HIDDEN = re.compile(r"[Ll]ayer \{layer\}|\{layer\}번 층(?:([은이을과])(?![가-힣]))?")
_BOTH_FORMS = {"은": "은(는)", "이": "이(가)", "을": "을(를)", "과": "과(와)"}


def with_depth(net: Net) -> Iterator[tuple[Layer, int]]:
    """Yield (layer, depth) in the order the data flows; depth counts the residual blocks around it."""

    def walk(layers: tuple[Layer, ...], depth: int) -> Iterator[tuple[Layer, int]]:
        for layer in layers:
            yield layer, depth
            if isinstance(layer, Residual):
                yield from walk(layer.body, depth + 1)

    return walk(net.layers, 0)


def output_key(net: Net) -> LayerKey:
    """Return the key of the output layer."""
    return plan.output_layer(net).key


def stays_at(net: Net, key: LayerKey, before: Net | None) -> LayerKey:
    """Return `key` if that layer is in `net`, else the layer that is now where it was in the net `before`."""
    if key == INPUT or find_layer(net, key) is not None:
        return key
    place = number_of(before, key) if before is not None else 0
    layers = plan.numbered(net)
    return layers[min(place, len(layers)) - 1].key if place else INPUT


def has_width(layer: Layer | None) -> bool:
    """Whether a layer has units or channels of its own."""
    return layer is not None and is_weighted(layer)


def hidden(net: Net) -> list[LayerKey]:
    """Return the keys of the layers a person can widen and narrow."""
    return list(plan.hidden_keys(net))


def impossible(net: Net, edit: Edit) -> str:
    """Return why an edit cannot be done, "" if it can."""
    try:
        edited(net, edit)
    except EditError as error:
        return said_of(net, error.sentence)
    return ""


def said_of(net: Net, sentence: Sentence) -> str:
    """Return what core says of a layer, with the layer's name on screen: core and the terminal count every layer,
    the screen those with a width. "Hidden 4 is ...", "Layer 7 (Dropout 20%) is ..."."""
    values = dict(sentence.values)
    number = values.get("layer")
    if not isinstance(number, int) or not 0 < number < len(plan.numbered(net)):
        return read(sentence)
    key = key_at(net, number)
    said = template(sentence)
    if hidden_place(net, key):
        said = _HIDDEN.sub(lambda found: "{name}" + _BOTH_FORMS.get(found[1] or "", found[1] or ""), said)
    else:
        for words in LAYER_WORDS:
            said = said.replace(words, words + " ({name})" if words.isascii() else words + "({name})")
    return settle(filled(said, (*sentence.values, ("name", title(net, key)))))


def title(net: Net, key: LayerKey) -> str:
    """Return a layer's name on screen, "" for one that is gone."""
    return titles(net).get(key, "")


def titles(net: Net) -> dict[LayerKey, str]:
    """Return every layer's name on screen, by key. "Hidden 1" counts the layers with a width only."""
    places = {key: place for place, key in enumerate(plan.hidden_keys(net), 1)}
    names = {INPUT: tr("Input")}
    for layer in plan.numbered(net):
        names[layer.key] = tr("Hidden {n}", n=places[layer.key]) if layer.key in places else kind_text(layer)
    return names | {output_key(net): tr("Output")}


def kind_text(layer: Layer) -> str:
    """Return what kind of layer it is."""
    if isinstance(layer, Pool):
        return tr("Max pooling") if layer.kind == "max" else tr("Average pooling")
    if isinstance(layer, GlobalPool):
        return tr("Global pooling")
    if isinstance(layer, Flatten):
        return tr("Flatten")
    if isinstance(layer, Dropout):
        return tr("Dropout {percent:.0f}%", percent=100 * layer.rate)
    if isinstance(layer, Residual):
        return tr("Residual block")
    if isinstance(layer, Conv):
        return tr("Convolution")
    return tr("Dense layer")


def describe(layer: Layer) -> str:
    """Return one line on a layer: "48 units · relu · batch norm · frozen"."""
    if isinstance(layer, Dense):
        parts = [tr("1 unit") if layer.width == 1 else tr("{n:,} units", n=layer.width)]
    elif isinstance(layer, Conv):
        channels = tr("1 channel") if layer.channels == 1 else tr("{n:,} channels", n=layer.channels)
        parts = [channels, f"{layer.kernel}×{layer.kernel}"]
    else:
        return kind_text(layer)
    parts.append(layer.activation)
    if layer.norm == "batch":
        parts.append(tr("batch norm"))
    if layer.frozen:
        parts.append(tr("frozen"))
    return " · ".join(parts)


def label_text(label: Sentence) -> str:
    """Return an edit's label in the window's language, also that of an older run."""
    return read(counted_from_one(label))


def arrows(net: Net) -> str:
    """Return the widths from input to output: "64 → 48 → 24 → 10"; where there are convolutions, with what they count:
    "28×28 → 6 ch → 16 ch → 120 → 10"."""
    layers = [layer for layer in plan.numbered(net) if has_width(layer)]
    shown = [
        tr("{n:,} ch", n=width_of(layer)) if isinstance(layer, Conv) else f"{width_of(layer):,}" for layer in layers
    ]
    pixels = "×".join(str(side) for side in net.input if side != 1)
    shown.insert(0, pixels if any(isinstance(layer, Conv) for layer in layers) else f"{size(net.input):,}")
    if len(shown) > 9:
        shown = [*shown[:5], "…", *shown[-3:]]
    return " → ".join(shown)


def size(shape: Shape) -> int:
    """Return how many numbers one sample is."""
    return plan.size_of(shape)
