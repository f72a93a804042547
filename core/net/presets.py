"""Well-known networks, sized for the data that ships with the app."""

from __future__ import annotations

from collections.abc import Callable

from core.net.plan import (
    Conv,
    Dense,
    Flatten,
    GlobalPool,
    Layer,
    LayerKey,
    Net,
    NetError,
    Pool,
    Residual,
    Shape,
    mlp,
    size_of,
)
from core.net.shapes import flows


class _Keys:
    """Gives each layer the next key."""

    def __init__(self) -> None:
        self.next = 1

    def __call__(self) -> LayerKey:
        self.next += 1
        return LayerKey(self.next - 1)


def _net(shape: Shape, layers: list[Layer], key: _Keys) -> Net:
    net = Net(shape, tuple(layers), key.next)
    flows(net)
    return net


def perceptron(shape: Shape, outputs: int) -> Net:
    """Return a network without a hidden layer (Rosenblatt 1958)."""
    return mlp(size_of(shape), (), outputs)


def small_mlp(shape: Shape, outputs: int) -> Net:
    """Return a network of two hidden layers, wider for larger samples."""
    return mlp(size_of(shape), (128, 64) if size_of(shape) > 256 else (32, 32), outputs)


def lenet5(shape: Shape, outputs: int) -> Net:
    """Return LeNet-5 (LeCun et al. 1998), with ReLU and max pooling; smaller windows on images under 16 pixels."""
    _image(shape)
    key = _Keys()
    side = 5 if shape[1] >= 16 else 3
    padding = 2 if side == 5 else 1
    layers: list[Layer] = [
        Conv(key(), 6, side, 1, padding), Pool(key()), Conv(key(), 16, side, 1, 0 if side == 5 else 1), Pool(key()),
        Flatten(key()), Dense(key(), 120), Dense(key(), 84), Dense(key(), outputs, "linear"),
    ]  # fmt: skip
    return _net(shape, layers, key)


def small_vgg(shape: Shape, outputs: int) -> Net:
    """Return a small VGG: pairs of 3×3 convolutions with batch norm, then pooling (Simonyan and Zisserman 2014)."""
    _image(shape)
    key = _Keys()
    layers: list[Layer] = []
    for channels in (8, 16):
        layers += [Conv(key(), channels, norm="batch"), Conv(key(), channels, norm="batch"), Pool(key())]
    layers += [Flatten(key()), Dense(key(), 64), Dense(key(), outputs, "linear")]
    return _net(shape, layers, key)


def small_resnet(shape: Shape, outputs: int) -> Net:
    """Return a small ResNet: residual blocks of two 3×3 convolutions with batch norm (He et al. 2015)."""
    _image(shape)
    key = _Keys()
    layers: list[Layer] = []
    for channels in (8, 16):
        layers.append(Conv(key(), channels, norm="batch"))
        block = key()
        body = (Conv(key(), channels, norm="batch"), Conv(key(), channels, activation="linear", norm="batch"))
        layers += [Residual(block, body, "relu"), Pool(key())]
    layers += [GlobalPool(key()), Dense(key(), outputs, "linear")]
    return _net(shape, layers, key)


def _image(shape: Shape) -> None:
    if len(shape) != 3:
        raise NetError("This network looks at images; this data has none.")


PRESETS: dict[str, Callable[[Shape, int], Net]] = {
    "perceptron": perceptron,
    "mlp": small_mlp,
    "lenet5": lenet5,
    "vgg": small_vgg,
    "resnet": small_resnet,
}
"""By name, from the simplest on: (shape of a sample, outputs) -> Net."""


def preset(name: str, shape: Shape, outputs: int) -> Net:
    """Return the preset called `name`; raise `NetError` for an unknown name or data it cannot look at."""
    if name not in PRESETS:
        raise NetError("There is no network called {name}.", name=name)
    return PRESETS[name](shape, outputs)
