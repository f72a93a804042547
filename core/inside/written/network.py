"""A plan as the `torch.nn` modules that a person would write, with the weights of a model.

Every module that does something has a name that a person can read: ``hidden_1``, ``hidden_1_relu``, ``output``. Which
layer of the plan it belongs to is in `Network.keys`, by that name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import torch
from torch import Tensor, nn

from core.net.modules import module_names, norm_of, tensor_names
from core.net.plan import (
    Activation,
    Conv,
    Dense,
    Dropout,
    GlobalPool,
    Layer,
    LayerKey,
    Pool,
    Residual,
)
from core.net.shapes import flows
from core.train.model.model import Model
from core.train.steps import blends
from core.train.steps.blends import Blend
from core.train.steps.written import BATCH_NORM_EPS, BATCH_NORM_MOMENTUM, LEAKY_SLOPE

ACTIVATIONS: dict[Activation, Callable[[], nn.Module]] = {
    "relu": nn.ReLU,
    "leaky_relu": lambda: nn.LeakyReLU(LEAKY_SLOPE),
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
}
"""Without linear, for which nobody writes a module."""


class OnItsWay(nn.Module):
    """An activation that fades into a straight line, or unfolds from one (`core.train.steps.blends`)."""

    def __init__(self, activation: Activation, blend: Blend) -> None:
        super().__init__()
        self.activation = ACTIVATIONS[activation]() if activation in ACTIVATIONS else nn.Identity()
        self.kind, self.blend = activation, blend

    def forward(self, z: Tensor) -> Tensor:
        """Any shape -> the same shape."""
        return blends.blended(self.kind, self.blend, z, self.activation(z))


class Block(nn.Module):
    """A residual block: ``activation(x + body(x))``, each (n, *shape)."""

    def __init__(self, body: nn.Sequential, activation: nn.Module | None, share: float | Tensor = 1.0) -> None:
        super().__init__()
        self.body, self.activation, self.share = body, activation, share

    def forward(self, x: Tensor) -> Tensor:
        """(n, *shape) -> (n, *shape)."""
        inner = self.body(x)
        total = x + (inner if isinstance(self.share, float) and self.share == 1.0 else inner * self.share)
        return total if self.activation is None else cast(Tensor, self.activation(total))


class Network(nn.Sequential):
    """The network of a model; `keys`: which layer each module belongs to, by the module's full name."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.keys: dict[str, LayerKey] = {}
        self.parameter_names = tensor_names(model.net)
        """The model's name of each parameter and buffer, by its name here: "hidden_1.weight" -> "7.weight"."""
        made = _Made(self, model)
        made.add_all(model.net.layers, self, "")
        self.load(model)

    @torch.no_grad()
    def load(self, model: Model) -> None:
        """Copy the model's weights and running statistics."""
        for name, tensor in self.state_dict().items():
            if (theirs := self.parameter_names.get(name)) is not None:
                tensor.copy_(model.parameters[theirs] if theirs in model.parameters else model.buffers[theirs])

    def named(self) -> dict[str, nn.Parameter]:
        """Return the parameters by the model's names."""
        return {self.parameter_names[name]: parameter for name, parameter in self.named_parameters()}


class _Made:
    """Makes the modules of a plan, one after the other."""

    def __init__(self, network: Network, model: Model) -> None:
        self.network, self.model = network, model
        self.names = module_names(model.net)
        self.flows = flows(model.net)
        self.blends = blends.of_model(model.fades)

    def add_all(self, layers: tuple[Layer, ...], into: nn.Sequential, above: str) -> None:
        for layer in layers:
            if isinstance(layer, (Dense, Conv)):
                self._weighted(layer, into, above)
            elif isinstance(layer, Residual):
                self._block(layer, into, above)
            else:
                self._add(into, above, self.names[layer.key], _plain(layer), layer.key)

    def _add(self, into: nn.Sequential, above: str, name: str, module: nn.Module, key: LayerKey) -> None:
        into.add_module(name, module.to(self.model.device, self.model.flat.dtype))
        self.network.keys[above + name] = key

    def _weighted(self, layer: Dense | Conv, into: nn.Sequential, above: str) -> None:
        name, key = self.names[layer.key], layer.key
        fan_in = self.flows[key].inside[0]
        module: nn.Module
        if isinstance(layer, Dense):
            module, width = nn.Linear(fan_in, layer.width), layer.width
        else:
            module, width = nn.Conv2d(
                fan_in, layer.channels, layer.kernel, layer.stride, layer.padding, groups=layer.groups
            ), layer.channels  # fmt: skip
        self._add(into, above, name, module, key)
        if layer.norm == "batch":
            norm_kind = nn.BatchNorm1d if isinstance(layer, Dense) else nn.BatchNorm2d
            norm = norm_kind(width, BATCH_NORM_EPS, BATCH_NORM_MOMENTUM)
            if layer.frozen:
                norm.eval()
            self._add(into, above, norm_of(name), norm, key)
        if layer.frozen:
            for part in into.children():
                if self._is_of(part, key):
                    part.requires_grad_(False)
        activation = self._activation(layer.activation, key)
        if activation is not None:
            self._add(into, above, f"{name}_{layer.activation}", activation, key)

    def _is_of(self, part: nn.Module, key: LayerKey) -> bool:
        names = {full for full, of in self.network.keys.items() if of == key}
        return any(self.network.get_submodule(full) is part for full in names)

    def _activation(self, activation: Activation, key: LayerKey) -> nn.Module | None:
        blend = self.blends.get(int(key))
        if blend is not None:
            return OnItsWay(activation, blend)
        return ACTIVATIONS[activation]() if activation in ACTIVATIONS else None

    def _block(self, layer: Residual, into: nn.Sequential, above: str) -> None:
        name, body = self.names[layer.key], nn.Sequential()
        blend = self.blends.get(int(layer.key))
        share: float | Tensor = 1.0 if blend is None else blend.curved
        block = Block(body, self._activation(layer.activation, layer.key), share)
        self._add(into, above, name, block, layer.key)
        self.add_all(layer.body, body, f"{above}{name}.body.")


def _plain(layer: Layer) -> nn.Module:
    if isinstance(layer, Dropout):
        return nn.Dropout(layer.rate)
    if isinstance(layer, Pool):
        kind = nn.MaxPool2d if layer.kind == "max" else nn.AvgPool2d
        return kind(layer.kernel, layer.stride)
    if isinstance(layer, GlobalPool):
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return nn.Flatten()


def fresh_parameters(network: Network) -> Mapping[str, Tensor]:
    """Return a copy of every parameter, by the model's names."""
    return {name: parameter.detach().clone() for name, parameter in network.named().items()}
