"""What an edit does to a plan, before anything is computed."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.net.edits import edited
from core.net.labels import label
from core.net.plan import (
    CallOff,
    Conv,
    CopyLayer,
    Dense,
    Dropout,
    Edit,
    EditError,
    Flatten,
    Freeze,
    GlobalPool,
    InsertLayer,
    Layer,
    Narrow,
    Net,
    Pool,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    key_at,
    layer_of,
    mlp,
    numbered,
)
from core.net.presets import preset
from core.net.shapes import flows
from core.net.widths import WIDEST, step_down, step_up, steps_of, units_of

MLP = mlp(6, (12, 10), 4)
CONV = Net((1, 8, 8), (Conv(1, 6), Pool(2), Conv(3, 5), Flatten(4), Dense(5, 9), Dense(6, 4, "linear")), 7)
BLOCK = Residual(2, (Conv(3, 7), Conv(4, 6, activation="linear")), "relu")
STREAM = Net((1, 8, 8), (Conv(1, 6), BLOCK, GlobalPool(5), Dense(6, 4, "linear")), 7)


def widths(net: Net) -> list[int]:
    return [getattr(layer, "width", getattr(layer, "channels", 0)) for layer in numbered(net)]


def test_widths_change_with_all_that_is_tied_to_them() -> None:
    assert widths(edited(MLP, Widen(1, 5))) == [17, 10, 4]
    assert widths(edited(MLP, Narrow(2, 9))) == [12, 1, 4]
    assert widths(edited(STREAM, Widen(1, 2))) == [8, 0, 7, 8, 0, 4]
    assert widths(edited(STREAM, Narrow(4, 2))) == [4, 0, 7, 4, 0, 4]
    assert widths(edited(STREAM, Widen(3, 2))) == [6, 0, 9, 6, 0, 4]
    assert widths(edited(MLP, RemoveUnit(1, 0))) == [11, 10, 4]
    assert edited(MLP, ResetUnit(1, 0)) == MLP
    assert edited(MLP, Prune(1)) == MLP


@given(st.integers(1, WIDEST // 2))
def test_minus_takes_back_what_plus_has_added_at_every_width(width: int) -> None:
    wider = width + step_up(width)
    assert wider - step_down(wider) == width
    again = wider - step_down(wider) + step_up(wider - step_down(wider))
    assert again == wider
    assert step_up(width) <= step_up(wider) <= 2 * step_up(width)
    assert width < 4 or width / 8 < step_up(width) <= width / 4
    assert width == 1 or 1 <= step_down(width) < width


def test_plus_and_minus_pass_the_widths_that_people_choose() -> None:
    widths_, width = [], 4
    while width <= 128:
        widths_.append(width)
        width += step_up(width)
    assert widths_ == [4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128]
    assert [32 + step_up(32), 40 - step_down(40)] == [40, 32]


def test_plus_and_minus_change_all_parts_alike() -> None:
    plan = Net((1, 8, 8), (Conv(1, 12), Conv(2, 6, groups=3), GlobalPool(3), Dense(4, 2, "linear")), 5)
    for key in (1, 2):
        up, down = steps_of(plan, key)
        wider = edited(plan, Widen(key, up))
        assert edited(wider, Narrow(key, steps_of(wider, key)[1])) == plan
        edited(plan, Narrow(key, down))
    assert steps_of(plan, 4) == (1, 1)


def test_a_depthwise_convolution_follows_and_a_grouped_one_changes_in_equal_parts() -> None:
    plan = Net((1, 8, 8), (Conv(1, 4), Conv(2, 4, groups=4), Conv(3, 6, groups=2), GlobalPool(4), Dense(5, 2)), 6)
    made = edited(plan, Widen(1, 2))
    assert layer_of(made, 2) == Conv(2, 6, groups=6)
    assert units_of(plan, 1).parts == 2
    with pytest.raises(EditError, match="multiple of 2"):
        edited(plan, Widen(1, 1))
    with pytest.raises(EditError, match="multiple of 2"):
        edited(plan, Narrow(3, 1))
    flows(edited(plan, Narrow(3, 2)))


def at(net: Net, position: int) -> Layer:
    return layer_of(net, key_at(net, position))


def test_insertions() -> None:
    assert numbered(edited(MLP, InsertLayer(1)))[1] == Dense(4, 12)
    assert numbered(edited(MLP, InsertLayer(1, 20)))[1] == Dense(4, 20)
    for edit in (InsertLayer(1, 5, "relu", "auto"), InsertLayer(0, 6, "relu", "auto"), InsertLayer(1, kind="residual")):
        assert isinstance(at(edited(MLP, edit), edit.after + 1), Residual)
    for edit in (InsertLayer(1, 12, "tanh"), InsertLayer(1, 20, "tanh")):
        assert at(edited(MLP, edit), 2) == Dense(4, edit.width, "tanh")
    assert at(edited(MLP, InsertLayer(2, 4)), 3) == Dense(4, 4)
    with pytest.raises(EditError, match="at least 10 units here"):
        edited(MLP, InsertLayer(1, 5))
    assert at(edited(MLP, InsertLayer(1, kind="dropout")), 2) == Dropout(4, 0.2)
    assert at(edited(CONV, InsertLayer(1)), 2) == Conv(7, 6)
    assert at(edited(CONV, InsertLayer(1, kind="pool")), 2) == Pool(7)
    assert at(edited(CONV, InsertLayer(4)), 5) == Dense(7, 9)
    assert at(edited(CONV, InsertLayer(4, 5 * 16)), 5) == Dense(7, 5 * 16)
    assert at(edited(MLP, InsertLayer(1, kind="batch_norm")), 1) == Dense(1, 12, norm="batch")


def test_an_inserted_layer_is_as_those_around_it() -> None:
    xor = Net((2,), (Dense(1, 2, "linear"),), 2)
    assert at(edited(xor, InsertLayer(0)), 1) == Dense(2, 8, "tanh")
    assert at(edited(mlp(64, (), 10), InsertLayer(0)), 1) == Dense(2, 32)
    assert at(edited(mlp(784, (128, 64), 10), InsertLayer(0)), 1) == Dense(4, 128)
    assert edited(mlp(2, (16, 12), 2, activation="sigmoid"), InsertLayer(0)).layers[0] == Dense(4, 16, "sigmoid")
    assert edited(mlp(2, (16, 12), 2, activation="tanh"), InsertLayer(2)).layers[2] == Dense(4, 12, "tanh")
    assert edited(mlp(2, (16, 12), 2, activation="tanh"), InsertLayer(2, activation="relu")).layers[2] == Dense(4, 12)
    assert edited(CONV, InsertLayer(0)).layers[0] == Conv(7, 6)
    images = Net((1, 8, 8), (Flatten(1), Dense(2, 10, "linear")), 3)
    assert edited(images, InsertLayer(0)).layers[0] == Conv(3, 8)
    assert edited(STREAM, InsertLayer(0)).layers[0] == Conv(7, 6)


def test_a_wider_identity_in_front_of_a_block_becomes_a_block_only_in_old_runs() -> None:
    made = edited(STREAM, InsertLayer(1, 20, kind="auto"))
    assert isinstance(at(made, 2), Residual)
    assert at(made, 3) == Conv(8, 20)
    assert at(edited(STREAM, InsertLayer(1)), 2) == Conv(7, 6)
    for kind in ("identity", "hidden"):
        with pytest.raises(EditError, match="shapes differ"):
            edited(STREAM, InsertLayer(1, 20, kind=kind))  # type: ignore[arg-type]


def test_keys_are_never_used_again() -> None:
    net, seen = MLP, {layer.key for layer in numbered(MLP)}
    for _ in range(4):
        net = edited(net, InsertLayer(1, 5, "tanh", "residual"))
        new = {layer.key for layer in numbered(net)} - seen
        assert len(new) == 3
        seen |= new
        net = edited(net, RemoveLayer(at(net, 2).key))
        assert net.next_key == max(seen) + 1


def test_removals() -> None:
    assert widths(edited(MLP, RemoveLayer(1))) == [10, 4]
    assert widths(edited(CONV, RemoveLayer(2))) == [6, 5, 0, 9, 4]
    assert widths(edited(STREAM, RemoveLayer(2))) == [6, 0, 4]
    assert widths(edited(mlp(6, (3,), 4), RemoveLayer(1))) == [4]
    with pytest.raises(EditError, match="remove the block instead"):
        edited(STREAM, RemoveLayer(4))


def test_a_block_goes_with_its_only_layer() -> None:
    plan = Net((6,), (Dense(1, 5), Residual(2, (Dense(3, 5),)), Dense(4, 2)), 5)
    assert [layer.key for layer in numbered(edited(plan, RemoveLayer(3)))] == [1, 4]


def test_activations_and_freezing() -> None:
    assert layer_of(edited(MLP, SetActivation(1, "tanh")), 1) == Dense(1, 12, "tanh")
    assert layer_of(edited(STREAM, SetActivation(2, "linear")), 2).activation == "linear"  # type: ignore[union-attr]
    assert layer_of(edited(MLP, Freeze(3)), 3) == Dense(3, 4, "linear", frozen=True)
    assert edited(MLP, Freeze(1, 2)) == MLP


def test_limits() -> None:
    with pytest.raises(EditError, match="at most"):
        edited(MLP, Widen(1, WIDEST))
    deep = mlp(2, (2,) * 63, 2)
    with pytest.raises(EditError, match="at most 64 layers"):
        edited(deep, InsertLayer(1))
    with pytest.raises(EditError, match="one pixel"):
        edited(Net((1, 1, 1), (Conv(1, 2), Flatten(2), Dense(3, 2)), 4), InsertLayer(1, kind="pool"))


EVERY: list[Edit] = [
    Widen(1, 1), Narrow(1, 1), InsertLayer(1), InsertLayer(1, kind="dropout"), InsertLayer(1, kind="batch_norm"),
    RemoveLayer(1), RemoveLayer(1, "fade"), SetActivation(1, "tanh"), RemoveUnit(1, 0), ResetUnit(1, 0), Freeze(1),
    Freeze(1, 0), Freeze(3, frozen=False), Freeze(3, 1), CopyLayer(1), Prune(1), CallOff(1),
    SetWeight(1, 0, 0, 0.5), SetBias(1, 0, 0.5),
]  # fmt: skip


@pytest.mark.parametrize("edit", EVERY, ids=str)
def test_every_edit_has_a_label_that_counts_hidden_layers(edit: Edit) -> None:
    said = str(label(MLP, edit))
    assert said
    assert "ayer 1" not in said
    assert "{" not in said
    assert {type(edit) for edit in EVERY} == set(get_args(Edit))


def test_labels_count_hidden_layers_past_poolings_and_blocks() -> None:
    assert str(label(CONV, Widen(5, 2))) == "Hidden 3 widened +2"
    assert str(label(CONV, RemoveLayer(2))) == "Pooling removed"
    assert str(label(STREAM, RemoveLayer(2))) == "Residual block removed"
    assert str(label(STREAM, RemoveLayer(2, "fade"))) == "Residual block fading out"
    assert str(label(STREAM, SetActivation(2, "tanh"))) == "Residual block now tanh"
    assert str(label(MLP, Freeze(3))) == "Output layer frozen"
    assert str(label(CONV, InsertLayer(2, kind="pool"))) == "Pooling inserted"


def refused(net: Net, edit: Edit) -> str:
    """Return why an edit cannot be done; "" if it can."""
    try:
        edited(net, edit)
    except EditError as why:
        return str(why)
    return ""


@pytest.mark.parametrize("name", ["mlp", "lenet5", "vgg", "resnet"])
def test_every_place_of_every_preset_takes_a_layer_or_says_why_not(name: str) -> None:
    net = preset(name, (1, 8, 8), 10)
    taken = 0
    for after in range(len(numbered(net))):
        flows(edited(net, InsertLayer(after)))
        for width in (3, 40):
            flows(edited(net, InsertLayer(after, width, kind="residual")))
            why = refused(net, InsertLayer(after, width))
            taken += not why
            assert not why or re.search("at least|shapes differ|do not divide", why)
    assert taken >= len(numbered(net)) // 2
