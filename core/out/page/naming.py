"""What layers are called on the page: as on the screen."""

from __future__ import annotations

from core.messages.catalogue import TITLES
from core.net.plan import (
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalPool,
    Layer,
    Net,
    Pool,
    Residual,
    hidden_place,
    output_layer,
)
from core.out.described import title
from core.out.spoken import Voice
from core.out.taken import Taken
from core.sentence import say


def name_of(net: Net, layer: Layer, voice: Voice) -> str:
    """Return a layer's name: "Hidden 2", "Output", "Max pooling"."""
    if layer.key == output_layer(net).key:
        return voice.read(say("Output"))
    place = hidden_place(net, layer.key)
    return voice.read(say("Hidden {n}", n=place)) if place else kind_of(layer, voice)


def data_name(taken: Taken, voice: Voice) -> str:
    """Return what the data is called: as a person called it, or as the screen calls what ships with the app."""
    name = taken.training.dataset.spec.name
    return voice.read(TITLES[name]) if name in TITLES else title(taken)


def kind_of(layer: Layer, voice: Voice) -> str:
    """Return what kind of layer it is."""
    if isinstance(layer, Pool):
        return voice.read(say("Max pooling") if layer.kind == "max" else say("Average pooling"))
    if isinstance(layer, GlobalPool):
        return voice.read(say("Global pooling"))
    if isinstance(layer, Flatten):
        return voice.read(say("Flatten"))
    if isinstance(layer, Dropout):
        return voice.read(say("Dropout {percent:.0f}%", percent=100 * layer.rate))
    if isinstance(layer, Residual):
        return voice.read(say("Residual block"))
    return voice.read(say("Convolution") if isinstance(layer, Conv) else say("Dense layer"))


def activation_of(layer: Layer) -> str:
    """Return a layer's activation, "" for none."""
    named = isinstance(layer, (Dense, Conv, Residual)) and layer.activation != "linear"
    return layer.activation if named and isinstance(layer, (Dense, Conv, Residual)) else ""
