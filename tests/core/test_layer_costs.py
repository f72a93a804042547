"""What each layer is made of and costs, beside what the whole network does."""

from __future__ import annotations

import pytest

from core.net.plan import Conv, Dense, Flatten, LayerKey, Net, Pool, mlp
from core.net.presets import preset
from core.net.shapes import LayerCost, cost, layer_costs

IMAGES = Net(
    (1, 8, 8),
    (
        Conv(LayerKey(1), 4, norm="batch"), Pool(LayerKey(2)), Conv(LayerKey(3), 6, groups=2), Flatten(LayerKey(4)),
        Dense(LayerKey(5), 10, "linear"),
    ),
    6,
)  # fmt: skip


def test_a_layers_shapes_and_multiply_adds_by_hand() -> None:
    found = layer_costs(IMAGES)
    assert found[1] == LayerCost((4, 1, 3, 3), 4, 36 + 4 + 8, (4, 8, 8), 36 * 64)
    assert found[2] == LayerCost((), 0, 0, (4, 4, 4), 0)
    assert found[3] == LayerCost((6, 2, 3, 3), 6, 108 + 6, (6, 4, 4), 108 * 16)
    assert found[4] == LayerCost((), 0, 0, (96,), 0)
    assert found[5] == LayerCost((10, 96), 10, 970, (10,), 960)


@pytest.mark.parametrize(
    "net", [mlp(2, (3, 4), 2), IMAGES, preset("resnet", (1, 8, 8), 10)], ids=["mlp", "conv", "res"]
)
def test_the_layers_together_cost_what_the_network_costs(net: Net) -> None:
    whole = cost(net, "sgd")
    assert sum(one.parameters for one in layer_costs(net).values()) == whole.parameters
    assert sum(one.multiply_adds for one in layer_costs(net).values()) == whole.multiply_adds
