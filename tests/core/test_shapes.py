"""Shapes, what changes together, and what a plan costs."""

from __future__ import annotations

import pytest

from core.net.plan import Conv, Dense, Dropout, Flatten, GlobalPool, Net, NetError, Pool, Residual, mlp
from core.net.presets import preset
from core.net.shapes import MOMENTS, consumers, cost, flows, is_depthwise, parameter_shapes, producers


def net(*layers: object, shape: tuple[int, ...] = (1, 8, 8)) -> Net:
    return Net(shape, layers, 99)  # type: ignore[arg-type]


def test_shapes_flow_through_every_kind_of_layer() -> None:
    plan = net(
        Conv(1, 4), Pool(2), Conv(3, 6, kernel=3, stride=2, padding=0), Dropout(4), Flatten(5), Dense(6, 7), Dense(7, 2)
    )
    found = flows(plan)
    assert [found[key].outside for key in range(1, 8)] == [
        (4, 8, 8), (4, 4, 4), (6, 1, 1), (6, 1, 1), (6,), (7,), (2,)
    ]  # fmt: skip
    assert flows(net(Conv(1, 5), GlobalPool(2), Dense(3, 2)))[2].outside == (5,)


def test_a_flatten_gives_each_channel_a_column_for_each_place() -> None:
    plan = net(Conv(1, 4), Pool(2), Flatten(3), Dense(4, 7))
    assert flows(plan)[4].columns == 16
    assert flows(plan)[4].group_in == flows(plan)[1].group_out
    assert parameter_shapes(plan)["4.weight"] == (7, 64)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (net(Dense(1, 3)), "flatten"),
        (net(Conv(1, 3), shape=(4,)), "works on images"),
        (net(Conv(1, 3, kernel=12, padding=0)), "larger than the image"),
        (net(Pool(1), Pool(2), Pool(3), Pool(4)), "larger than the image"),
        (net(Conv(1, 0)), "do not divide"),
        (net(Conv(1, 4), Conv(2, 6, groups=4)), "do not divide"),
        (net(Dense(1, 0), shape=(4,)), "at least one unit"),
        (net(Conv(1, 4), Residual(2, (Conv(3, 5),))), "shapes differ"),
        (net(Conv(1, 4), Residual(2, (Pool(3),))), "shapes differ"),
    ],
)
def test_a_plan_that_cannot_be_says_which_layer_and_why(plan: Net, said: str) -> None:
    with pytest.raises(NetError, match=said) as problem:
        flows(plan)
    assert "ayer" in str(problem.value)


def test_what_is_added_changes_together() -> None:
    plan = net(
        Conv(1, 4), Residual(2, (Conv(3, 9), Conv(4, 4))), Residual(5, (Conv(6, 4),)), GlobalPool(7), Dense(8, 2)
    )
    found = flows(plan)
    group = found[1].group_out
    assert [x.key for x in producers(plan, group, found)] == [1, 4, 6]
    assert [x.key for x in consumers(plan, group, found)] == [3, 6, 8]
    assert [x.key for x in producers(plan, found[3].group_out, found)] == [3]


def test_a_depthwise_convolution_belongs_to_what_feeds_it() -> None:
    plan = net(Conv(1, 4), Conv(2, 4, groups=4), Conv(3, 5), GlobalPool(4), Dense(5, 2))
    found = flows(plan)
    assert is_depthwise(plan.layers[1], found[2])
    assert [x.key for x in producers(plan, found[1].group_out, found)] == [1, 2]
    assert [x.key for x in consumers(plan, found[1].group_out, found)] == [3]
    assert parameter_shapes(plan)["2.weight"] == (4, 1, 3, 3)


def test_a_block_on_the_input_ties_its_width_to_the_data() -> None:
    plan = net(Residual(1, (Dense(2, 9), Dense(3, 4))), Dense(4, 2), shape=(4,))
    found = flows(plan)
    assert found[3].group_out == 0
    assert found[2].group_out == 2


def test_parameters_are_named_by_key_in_the_order_the_data_flows() -> None:
    plan = net(Dense(5, 3, norm="batch"), Dense(2, 1), shape=(4,))
    assert list(parameter_shapes(plan).items()) == [
        ("5.weight", (3, 4)), ("5.bias", (3,)), ("5.norm_weight", (3,)), ("5.norm_bias", (3,)), ("2.weight", (1, 3)),
        ("2.bias", (1,)),
    ]  # fmt: skip


def test_cost() -> None:
    dense = cost(mlp(4, (3,), 2), "adam")
    assert (dense.parameters, dense.multiply_adds, dense.bytes) == (23, 18, 23 * 4 * 3)
    conv = cost(net(Conv(1, 4), GlobalPool(2), Dense(3, 2)), "sgd")
    assert (conv.parameters, conv.multiply_adds) == (4 * 9 + 4 + 8 + 2, 36 * 64 + 8)
    assert {name: cost(mlp(4, (), 2), name).bytes // 40 for name in MOMENTS} == {n: 1 + k for n, k in MOMENTS.items()}


def test_lenet_costs_what_is_known_of_it() -> None:
    assert cost(preset("lenet5", (1, 28, 28), 10), "sgd").parameters == 61_706
