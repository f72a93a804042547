"""The presets fit the data that ships with the app."""

from __future__ import annotations

import pytest

from core.net.plan import Conv, NetError, Residual, numbered, output_layer, width_of
from core.net.presets import PRESETS, preset
from core.net.shapes import cost, flows

SHAPES = [((1, 8, 8), 10), ((1, 28, 28), 10), ((3, 32, 32), 10)]


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize(("shape", "classes"), SHAPES)
def test_every_preset_fits_images(name: str, shape: tuple[int, ...], classes: int) -> None:
    net = preset(name, shape, classes)
    assert width_of(output_layer(net)) == classes
    flows(net)
    keys = [layer.key for layer in numbered(net)]
    assert keys == sorted(set(keys))
    assert net.next_key == max(keys) + 1
    assert cost(net, "adam").parameters < 2_000_000


@pytest.mark.parametrize(("shape", "outs"), [((2,), 2), ((2,), 1)])
def test_points_have_the_networks_without_images(shape: tuple[int, ...], outs: int) -> None:
    for name in ("perceptron", "mlp"):
        assert width_of(output_layer(preset(name, shape, outs))) == outs
    for name in ("lenet5", "vgg", "resnet"):
        with pytest.raises(NetError, match="images"):
            preset(name, shape, outs)


def test_an_unknown_preset_is_said_so() -> None:
    with pytest.raises(NetError, match="alexnet"):
        preset("alexnet", (1, 8, 8), 10)


def test_each_is_what_its_name_says() -> None:
    layers = {name: numbered(preset(name, (1, 28, 28), 10)) for name in PRESETS}
    assert len(layers["perceptron"]) == 1
    assert not any(isinstance(layer, Conv) for layer in layers["mlp"])
    assert sum(isinstance(layer, Residual) for layer in layers["resnet"]) == 2
    assert all(layer.norm == "batch" for layer in layers["vgg"] if isinstance(layer, Conv))
