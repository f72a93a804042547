"""Reading a plan: positions, keys, widths."""

from __future__ import annotations

import pytest

from core.net.plan import (
    Conv,
    Dense,
    EditError,
    Flatten,
    GlobalPool,
    Net,
    Pool,
    Residual,
    hidden_keys,
    hidden_place,
    key_at,
    layer_of,
    mlp,
    number_of,
    numbered,
    size_of,
    walk,
    width_of,
    with_layer,
)

BLOCK = Residual(3, (Conv(4, 6), Conv(5, 8, activation="linear")))
NET = Net((1, 8, 8), (Conv(1, 8), Pool(2), BLOCK, Flatten(6), Dense(7, 5), Dense(8, 10, "linear")), 9)


def test_layers_are_numbered_as_the_data_flows_blocks_before_what_is_in_them() -> None:
    assert [layer.key for layer in numbered(NET)] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [layer.key for layer in walk((BLOCK,))] == [3, 4, 5]
    assert layer_of(NET, 4) == Conv(4, 6)
    assert number_of(NET, 6) == 6
    assert number_of(NET, 99) == 0
    assert [key_at(NET, position) for position in range(1, 9)] == [1, 2, 3, 4, 5, 6, 7, 8]
    for position in (0, 9, -1):
        with pytest.raises(EditError, match=f"There is no layer {position}; this network has 8"):
            key_at(NET, position)


def test_a_layer_keeps_its_key_wherever_it_stands() -> None:
    moved = Net(NET.input, NET.layers[2:], 9)
    assert [number_of(moved, key) for key in (3, 4, 8)] == [1, 2, 6]
    assert layer_of(moved, key_at(moved, 2)) == Conv(4, 6)
    with pytest.raises(EditError, match="not in the network any more"):
        layer_of(moved, 1)


def test_people_count_hidden_layers() -> None:
    assert hidden_keys(NET) == (1, 4, 5, 7)
    assert [hidden_place(NET, number) for number in range(1, 9)] == [1, 0, 0, 2, 3, 0, 4, 0]
    assert hidden_keys(mlp(4, (), 2)) == ()


def test_widths() -> None:
    assert [width_of(layer) for layer in numbered(NET)] == [8, 0, 0, 6, 8, 0, 5, 10]
    assert size_of((3, 4, 5)) == 60
    assert size_of(()) == 1


def test_an_mlp() -> None:
    net = mlp(2, (8, 4), 1, activation="tanh")
    assert net == Net((2,), (Dense(1, 8, "tanh"), Dense(2, 4, "tanh"), Dense(3, 1, "linear")), 4)


def test_a_layer_is_replaced_wherever_it_is() -> None:
    made = with_layer(NET.layers, 4, [Conv(4, 7), Conv(9, 7)])
    assert [layer.key for layer in walk(made)] == [1, 2, 3, 4, 9, 5, 6, 7, 8]
    assert with_layer(NET.layers, 3, []) == (*NET.layers[:2], *NET.layers[3:])
    assert with_layer(NET.layers, 77, []) == NET.layers


def test_plans_are_values() -> None:
    assert hash(NET) == hash(Net(NET.input, tuple(NET.layers), 9))
    assert GlobalPool(1) != Flatten(1)
