"""A plan as text: the modules of `torch.nn` that a person would write, by the names of `core.net.modules`.

An `Item` is one entry of an `nn.Sequential`. Its name, and the names of what is inside a block, are those of
the written state: ``hidden_1``, ``hidden_1_norm``, ``residual_1.body.hidden_2``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from core.net.modules import module_names, norm_of
from core.net.plan import (
    Activation,
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
)
from core.net.shapes import Flow, flows
from core.train.model.model import Fade
from core.train.steps.blends import line_of

ACTIVATIONS: dict[Activation, str] = {
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.01)",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "gelu": "nn.GELU()",
    "silu": "nn.SiLU()",
}
Role = Literal["layer", "norm", "activation", "block", "plain"]
PARAMETERS: dict[Role, tuple[tuple[str, str], ...]] = {
    "layer": (("weight", "weight"), ("bias", "bias")),
    "norm": (("weight", "norm_weight"), ("bias", "norm_bias")),
}
"""Of a module with parameters: what it calls them, and what the model does."""


@dataclass(frozen=True)
class Item:
    """A module: its name in its Sequential, its full name, its layer, the text that makes it, and `kind`, which is the
    same for two whose tensors can take each other's place. `body`: what is inside a block; `blend`: it is on its way
    from or to a straight line."""

    name: str
    path: str
    key: LayerKey
    role: Role
    text: str
    kind: str
    body: tuple[Item, ...] = ()
    blend: bool = False

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """(full name in the script, name in the model) of each parameter."""
        return tuple((f"{self.path}.{ours}", f"{self.key}.{theirs}") for ours, theirs in PARAMETERS.get(self.role, ()))


def items_of(net: Net, fades: Mapping[LayerKey, Fade], *, sample: Shape) -> tuple[Item, ...]:
    """Return the modules of a plan for samples of a shape."""
    listing = _Listing(module_names(net), flows(net), fades)
    made = listing.of(net.layers, "")
    none = LayerKey(0)
    if len(net.input) == 1 < len(sample):
        return (Item("pixels", "pixels", none, "plain", "nn.Flatten()", "Flatten"), *made)
    if sample != net.input:
        text = f"nn.Unflatten(1, {net.input})"
        text = text if len(sample) == 1 else f"nn.Sequential(nn.Flatten(), {text})"
        return (Item("picture", "picture", none, "plain", text, "Unflatten"), *made)
    return made


def walk(items: Iterable[Item]) -> Iterator[Item]:
    """Yield all modules, a block before what is inside it."""
    for item in items:
        yield item
        yield from walk(item.body)


@dataclass(frozen=True)
class _Listing:
    names: dict[LayerKey, str]
    flows: dict[int, Flow]
    fades: Mapping[LayerKey, Fade]

    def of(self, layers: tuple[Layer, ...], above: str) -> tuple[Item, ...]:
        found: list[Item] = []
        for layer in layers:
            name = self.names[layer.key]
            if isinstance(layer, Residual):
                body = self.of(layer.body, f"{above}{name}.body.")
                text = self._activation(layer.activation, layer.key) or "None"
                blend = layer.key in self.fades
                found.append(Item(name, above + name, layer.key, "block", text, "Block", body, blend))
            elif isinstance(layer, (Dense, Conv)):
                found += self._weighted(layer, name, above)
            else:
                text = _plain(layer)
                found.append(Item(name, above + name, layer.key, "plain", text, text))
        return tuple(found)

    def _weighted(self, layer: Dense | Conv, name: str, above: str) -> list[Item]:
        key, fan_in = layer.key, self.flows[layer.key].inside[0]
        if isinstance(layer, Dense):
            width, text, kind, norm = layer.width, f"nn.Linear({fan_in}, {layer.width})", "Linear", "nn.BatchNorm1d"
        else:
            width, norm = layer.channels, "nn.BatchNorm2d"
            text = f"nn.Conv2d({fan_in}, {width}, {_window(layer)}{f', groups={layer.groups}' * (layer.groups > 1)})"
            kind = f"Conv2d {_window(layer)} {'grouped' if layer.groups > 1 else ''}"
        found = [Item(name, above + name, key, "layer", text, kind)]
        if layer.norm == "batch":
            normed = norm_of(name)
            found.append(Item(normed, above + normed, key, "norm", f"{norm}({width})", norm))
        activation = self._activation(layer.activation, key)
        if activation:
            active = f"{name}_{layer.activation}"
            found.append(
                Item(active, above + active, key, "activation", activation, activation, blend=key in self.fades)
            )
        return found

    def _activation(self, activation: Activation, key: LayerKey) -> str:
        fade, text = self.fades.get(key), ACTIVATIONS.get(activation, "")
        if fade is None:
            return text
        line = line_of(activation, fade.tangent)
        told = f", slope={line[0]}, level={line[1]}" * (line != (1.0, 0.0))
        told = f", unfolds={fade.unfolds}, done={fade.done}{told}"
        return f"OnItsWay({text or 'nn.Identity()'}, steps={fade.steps}{told})"


def _window(layer: Conv) -> str:
    told = f"{layer.kernel}"
    told += f", stride={layer.stride}" * (layer.stride != 1)
    return told + f", padding={layer.padding}" * (layer.padding != 0)


def _plain(layer: Layer) -> str:
    if isinstance(layer, Dropout):
        return f"nn.Dropout({layer.rate!r})"
    if isinstance(layer, Pool):
        kind = "nn.MaxPool2d" if layer.kind == "max" else "nn.AvgPool2d"
        return f"{kind}({layer.kernel}, stride={layer.stride})"
    if isinstance(layer, GlobalPool):
        return "nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())"
    assert isinstance(layer, Flatten)
    return "nn.Flatten()"


def sequential(items: tuple[Item, ...], text_of: Callable[[Item], str], *, indent: str = "") -> str:
    """Return the text of an `nn.Sequential`; its first line is not indented."""
    lines = ["nn.Sequential(OrderedDict("]
    deeper = indent + "    "
    for item in items:
        if item.role == "block":
            body = sequential(item.body, text_of, indent=deeper + "    ")
            lines += [f"{deeper}{item.name}=Block(", f"{deeper}    {body},", f"{deeper}    {item.text},", f"{deeper}),"]
        else:
            lines.append(f"{deeper}{item.name}={text_of(item)},")
    return "\n".join([*lines, f"{indent}))"])
