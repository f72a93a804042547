"""Growing keeps the function, shrinking keeps as much as can be kept, and everything trains on afterwards.

All on networks that were trained and are alive: on a dead one every edit is exact and proves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from statistics import median

import pytest
import torch
from torch import Tensor

from core.messages.train_commands import Settings
from core.net.plan import (
    Activation,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Flatten,
    Freeze,
    InsertLayer,
    Narrow,
    Net,
    Pool,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    Residual,
    SetActivation,
    Widen,
    mlp,
    number_of,
    numbered,
    width_of,
)
from core.net.shapes import parameter_shapes
from core.train.model.model import Model, new_model, snapshot, views
from core.train.session.preview import measured
from core.train.surgery import apply as surgery
from core.train.surgery.apply import FADE_STEPS, Applied
from tests.train import nets

SEEDS = range(10)
FEW_OR_ALL = pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 10), marks=pytest.mark.slow)], ids=str)
EXACT = {torch.float32: 1e-6, torch.float64: 1e-14}


@cache
def kept(name: str, seed: int, dtype: torch.dtype = torch.float32, optimizer: str = "adam") -> Model:
    return nets.trained(nets.NETS[name](), seed=seed, dtype=dtype, optimizer=optimizer)


def done(model: Model, edit: Edit, *, seed: int = 1) -> Applied:
    inputs, targets = nets.data(model.net, 256)
    return surgery.apply(model, edit, seed=seed, inputs=inputs.to(model.flat), targets=targets, task="classify")


def fresh_inputs(net: Net) -> Tensor:
    return nets.data(net, 200, seed=77)[0]


def further(model: Model, steps: int, *, optimizer: str = "adam", ramp: int = 100) -> None:
    inputs, targets = nets.data(model.net, 256)
    settings = Settings(optimizer=optimizer, learning_rate=1e-2, ramp_steps=ramp)  # type: ignore[arg-type]
    nets.train(model, steps, settings=settings, inputs=inputs, targets=targets, seed=11)


# ------------------------------------------------------------------------------------------------------------ growth
GROWTHS: list[tuple[str, Edit]] = [
    ("dense", Widen(1, 5)),
    ("dense", Widen(2, 7, "split")),
    ("dense", Widen(1, 4, "gradmax")),
    ("dense", Widen(1, 4, "tiny")),
    ("dense tanh", Widen(1, 5)),
    ("dense norm", Widen(1, 5)),
    ("dense norm", Widen(2, 3, "split")),
    ("residual dense", Widen(1, 5)),
    ("residual dense", Widen(3, 4, "split")),
    ("conv", Widen(1, 4)),
    ("conv", Widen(3, 3)),
    ("conv", Widen(3, 3, "split")),
    ("conv", Widen(1, 3, "gradmax")),
    ("conv", Widen(3, 3, "tiny")),
    ("conv norm", Widen(1, 4)),
    ("conv norm", Widen(3, 3, "split")),
    ("residual conv", Widen(1, 4)),
    ("residual conv", Widen(4, 3, "split")),
    ("residual conv", Widen(4, 3)),
    ("depthwise", Widen(1, 2)),
    ("depthwise", Widen(3, 4, "split")),
]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(("name", "edit"), GROWTHS, ids=lambda x: str(x))
@FEW_OR_ALL
def test_widening_keeps_the_function(name: str, edit: Edit, dtype: torch.dtype, seeds: range) -> None:
    for seed in seeds:
        model = kept(name, seed, dtype)
        made = done(model, edit, seed=seed).model
        inputs = fresh_inputs(model.net)
        nets.assert_alive(made, inputs.to(dtype)) if edit.way == "split" else None  # type: ignore[union-attr]
        assert nets.difference(model, made, inputs) <= EXACT[dtype]
        assert nets.difference(model, made, inputs, training=True) <= EXACT[dtype]
        assert made.flat.numel() > model.flat.numel()


INSERTS: list[tuple[str, Edit]] = [
    ("dense", InsertLayer(1)),
    ("dense", InsertLayer(1, kind="identity")),
    ("dense", InsertLayer(2, activation="leaky_relu")),
    ("dense", InsertLayer(0, 6, "sigmoid")),
    ("dense", InsertLayer(1, activation="linear")),
    ("dense", InsertLayer(1, kind="residual")),
    ("dense", InsertLayer(1, 5, "tanh", "residual")),
    ("dense", InsertLayer(1, 5, "tanh", "auto")),
    ("dense tanh", InsertLayer(1)),
    ("dense tanh", InsertLayer(2, 10, "sigmoid")),
    ("dense tanh", InsertLayer(2, 0, "gelu")),
    ("dense norm", InsertLayer(1)),
    ("residual dense", InsertLayer(2)),
    ("residual dense", InsertLayer(1, activation="silu")),
    ("conv", InsertLayer(1)),
    ("conv", InsertLayer(2, 6, "tanh")),
    ("conv", InsertLayer(4)),
    ("conv norm", InsertLayer(3, 4, kind="residual")),
    ("conv norm", InsertLayer(1, kind="conv")),
    ("residual conv", InsertLayer(3)),
    ("residual conv", InsertLayer(4)),
    ("dense", CopyLayer(2)),
]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(("name", "edit"), INSERTS, ids=lambda x: str(x))
@FEW_OR_ALL
def test_a_new_layer_changes_no_bit(name: str, edit: Edit, dtype: torch.dtype, seeds: range) -> None:
    for seed in seeds:
        model = kept(name, seed, dtype) if not isinstance(edit, CopyLayer) else square(seed, dtype)
        made = done(model, edit, seed=seed).model
        inputs = fresh_inputs(model.net)
        # A sigmoid unfolds from 1/2 + z/4, and x is rounded on its way through 4x − 2.
        bound = EXACT[dtype] if isinstance(edit, InsertLayer) and edit.activation == "sigmoid" else 0
        assert nets.difference(model, made, inputs) <= bound
        assert nets.difference(model, made, inputs, training=True) <= bound
        assert len(numbered(made.net)) > len(numbered(model.net))


@cache
def square(seed: int, dtype: torch.dtype = torch.float32) -> Model:
    """A net with two layers of one width."""
    return nets.trained(nets.dense(hidden=(10, 10)), seed=seed, dtype=dtype)


WIDER: list[tuple[str, int, str]] = [
    ("dense", 1, "hidden"), ("dense", 1, "identity"), ("dense", 0, "hidden"), ("dense tanh", 2, "hidden"),
    ("dense norm", 1, "hidden"), ("conv", 0, "hidden"), ("conv", 2, "hidden"), ("conv norm", 1, "conv"),
    ("residual dense", 2, "hidden"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "after", "kind"), WIDER)
def test_an_identity_wider_than_what_reaches_it_keeps_the_function(name: str, after: int, kind: str) -> None:
    for dtype, bound in EXACT.items():
        for seed in range(3):
            model = kept(name, seed, dtype)
            made = done(model, InsertLayer(after, 20, kind=kind)).model  # type: ignore[arg-type]
            new = next(x for x in numbered(made.net) if x.key == model.net.next_key)
            assert width_of(new) == 20
            for training in (False, True):
                assert nets.difference(model, made, fresh_inputs(model.net), training=training) <= bound
            further(made, 400)
            assert not made.unfolded or made.fades[new.key].over
            assert bool(torch.isfinite(made.flat).all())


NARROWER: list[tuple[str, int, int]] = [
    ("dense", 1, 10), ("dense", 1, 11), ("dense", 2, 4), ("dense tanh", 2, 7), ("dense norm", 1, 10), ("conv", 2, 5),
    ("conv", 4, 9), ("conv norm", 4, 30), ("residual dense", 2, 5), ("residual conv", 6, 5),
]  # fmt: skip


@pytest.mark.parametrize(("name", "after", "width"), NARROWER)
def test_a_layer_narrower_than_what_reaches_it_takes_over_what_the_next_one_did(
    name: str, after: int, width: int
) -> None:
    for dtype, bound in EXACT.items():
        model = kept(name, 1, dtype)
        made = done(model, InsertLayer(after, width)).model
        new = next(x for x in numbered(made.net) if x.key == model.net.next_key)
        assert width_of(new) == width
        for training in (False, True):
            assert nets.difference(model, made, fresh_inputs(model.net), training=training) <= bound
        before = {n: t.clone() for n, t in made.parameters.items()}
        further(made, 1)
        normed = {f"{x.key}.bias" for x in numbered(made.net) if isinstance(x, (Dense, Conv)) and x.norm == "batch"}
        assert {n for n, t in made.parameters.items() if torch.equal(t, before[n])} <= {*normed, f"{new.key}.bias"}
        further(made, 400)


def test_a_frozen_layer_is_never_taken_over() -> None:
    model = done(kept("dense", 0), Freeze(2)).model
    with pytest.raises(EditError, match="at least 12 units here"):
        done(model, InsertLayer(1, 10))
    unit = done(kept("dense", 0), Freeze(2, 3)).model
    made = done(unit, InsertLayer(1, 10)).model
    assert nets.difference(unit, made, fresh_inputs(unit.net)) <= 1e-6
    further(made, 20)
    assert torch.equal(made.parameters["4.weight"][3], unit.parameters["2.weight"][3])
    assert torch.equal(made.parameters["2.weight"][3], torch.eye(10)[3])


def test_new_units_of_an_inserted_layer_begin_with_healthy_weights_and_say_nothing_yet() -> None:
    model = kept("dense tanh", 0)
    made = done(model, InsertLayer(0, 400)).model
    weight, reader = made.parameters["4.weight"], made.parameters["1.weight"]
    assert torch.equal(weight[:6], torch.eye(6))
    assert float(weight[6:].std()) == pytest.approx(5 / 3 / 6**0.5, rel=0.1)
    assert not reader[:, 6:].any()
    assert torch.equal(reader[:, :6], model.parameters["1.weight"])


def test_a_layer_that_has_just_been_inserted_folds_exactly() -> None:
    for activation in ("tanh", "sigmoid", "relu"):
        model = kept("dense tanh", 0, torch.float64)
        made = done(model, InsertLayer(1, activation=activation)).model  # type: ignore[arg-type]
        gone = done(made, RemoveLayer(4)).model
        assert gone.net.layers == model.net.layers
        assert nets.difference(model, gone, fresh_inputs(model.net)) <= 1e-14


@pytest.mark.parametrize("name", ["dense", "dense tanh", "dense norm", "conv", "conv norm", "residual conv"])
def test_a_layer_unfolds_and_is_then_like_any_other(name: str) -> None:
    made = done(kept(name, 0), InsertLayer(1)).model
    key = made.net.next_key - 1
    steps = made.fades[key].steps
    further(made, steps - 1)
    assert made.unfolded == ()
    whole = snapshot(made)
    further(made, 1)
    assert (made.unfolded, made.faded) == ((key,), ())
    del made.fades[key]
    whole.fades.clear()
    further(whole, 1)
    assert not torch.equal(whole.flat, made.flat), "the last step still was a little straight"
    assert not made.fades


def test_a_layer_that_unfolds_can_turn_back_and_be_what_is_asked() -> None:
    made = done(kept("dense tanh", 0), InsertLayer(1)).model
    further(made, 100)
    back = done(made, RemoveLayer(4, "fade")).model
    assert nets.difference(made, back, fresh_inputs(made.net)) <= 1e-6
    assert back.fades[4].done == round(made.fades[4].straight() * FADE_STEPS)
    assert not back.fades[4].unfolds
    assert not done(made, SetActivation(4, "linear")).model.fades
    assert done(made, SetActivation(4, "relu")).model.fades == made.fades
    with pytest.raises(EditError, match="fading out already"):
        done(back, RemoveLayer(4, "fade"))


@pytest.mark.parametrize("name", ["dense", "dense tanh", "dense norm", "conv"])
@pytest.mark.parametrize("norm", [False, True])
def test_an_inserted_sigmoid_that_stays_linear_goes_on_from_its_line(name: str, norm: bool) -> None:
    model = kept(name, 0, torch.float64)
    made = done(model, InsertLayer(1, activation="sigmoid")).model
    key = model.net.next_key
    if norm:
        made = done(made, InsertLayer(key, kind="batch_norm")).model
    inputs = fresh_inputs(made.net)
    straight = done(made, SetActivation(key, "linear")).model
    assert not straight.fades
    assert nets.difference(made, straight, inputs) <= 1e-12
    further(made, 120)
    back = done(made, RemoveLayer(key, "fade")).model
    further(back, back.fades[key].steps - back.fades[key].done)
    assert back.faded == (key,)
    kept_linear = done(back, SetActivation(key, "linear")).model
    assert not kept_linear.fades
    assert nets.difference(back, kept_linear, inputs) <= 1e-12
    if name != "conv":  # two convolutions are not one
        gone = done(back, RemoveLayer(key)).model
        assert nets.difference(back, gone, inputs) <= 1e-12


def test_a_block_comes_only_when_it_is_asked_for() -> None:
    for name in nets.NETS:
        model = nets.trained(nets.NETS[name](), steps=250 if name == "depthwise" else 60)
        blocks = sum(isinstance(x, Residual) for x in numbered(model.net))
        for after in [0, *(x.key for x in numbered(model.net)[:-1])]:
            made = done(model, InsertLayer(after)).model
            assert sum(isinstance(x, Residual) for x in numbered(made.net)) == blocks
            assert nets.difference(model, made, fresh_inputs(model.net)) <= 1e-6
            block = done(model, InsertLayer(after, kind="residual")).model
            assert sum(isinstance(x, Residual) for x in numbered(block.net)) == blocks + 1


@pytest.mark.parametrize("name", ["dense", "conv"])
def test_a_new_batch_norm_gives_back_what_goes_in(name: str) -> None:
    for seed in range(3):
        model = kept(name, seed)
        made = done(model, InsertLayer(1, kind="batch_norm")).model
        assert nets.difference(model, made, fresh_inputs(model.net)) <= 1e-5
        further(made, 5)


def test_dropout_changes_nothing_for_the_network_in_use() -> None:
    model = kept("dense", 0)
    made = done(model, InsertLayer(1, kind="dropout")).model
    assert nets.difference(model, made, fresh_inputs(model.net)) == 0
    assert nets.difference(model, made, fresh_inputs(model.net), training=True) > 0.01
    back = done(made, RemoveLayer(numbered(made.net)[1].key)).model
    assert nets.difference(model, back, fresh_inputs(model.net), training=True) == 0


def test_split_copies_are_new_and_part_from_the_first_step() -> None:
    model = kept("dense", 0)
    made = done(model, Widen(1, 12, "split")).model
    weight, copies = made.parameters["1.weight"], twins(model, made)
    assert torch.equal(weight[12:], weight[copies])
    assert (made.memory.ages, made.memory.ramped) == ([60, 0], [False, True])
    moments = {name: named(made, slot) for name, slot in made.memory.slots.items()}
    before = {name: named(model, slot) for name, slot in model.memory.slots.items()}
    assert torch.equal(moments["mean"]["1.weight"][:12], before["mean"]["1.weight"])
    assert bool((moments["square"]["1.weight"][:12] >= before["square"]["1.weight"]).all())
    for name in ("mean", "square"):
        assert not moments[name]["1.weight"][12:].any()
        assert not moments[name]["2.weight"][:, 12:].any()
        assert torch.equal(moments[name]["2.weight"][:, :12], before[name]["2.weight"])
    fan_out, was = made.parameters["2.weight"], model.parameters["2.weight"]
    assert torch.allclose(fan_out[:, 12:] + fan_out[:, copies], was[:, copies], atol=1e-6)
    apart = fan_out[:, 12:] - fan_out[:, copies]
    assert float(apart.norm() / was.norm()) > 1
    further(made, 20)
    assert float((made.parameters["1.weight"][12:] - made.parameters["1.weight"][copies]).abs().max()) > 1e-3


def test_split_copies_of_old_timelines_share_memory_as_they_did() -> None:
    model = kept("dense", 0)
    made = done(model, Widen(1, 12, "share")).model
    copies = twins(model, made)
    moments = {name: named(made, slot) for name, slot in made.memory.slots.items()}
    before = {name: named(model, slot) for name, slot in model.memory.slots.items()}
    for name, share in (("mean", 0.5), ("square", 0.25)):
        assert torch.allclose(moments[name]["1.weight"][:12], before[name]["1.weight"] * share)
        assert torch.allclose(moments[name]["1.weight"][12:], before[name]["1.weight"][copies] * share)
    assert made.memory.cohort is None


def named(model: Model, flat: Tensor) -> dict[str, Tensor]:
    """Return what is kept for each element, by the name of the parameter."""
    return views(flat, parameter_shapes(model.net))


def twins(model: Model, made: Model) -> Tensor:
    """Of which old unit of layer 1 each new one is a copy."""
    rows = made.parameters["1.bias"][12:, None] == model.parameters["1.bias"]
    return rows.int().argmax(1)


@pytest.mark.parametrize("way", ["gradmax", "tiny"])
def test_aimed_units_answer_the_gradient_better_than_random_ones(way: str) -> None:
    """What a new unit will learn first is its fan-out: its gradient there is what the loss falls by."""
    gains = []
    for seed in SEEDS:
        model = kept("dense", seed)
        strength = []
        for how in ("append", way):
            made = done(model, Widen(1, 3, how), seed=seed).model  # type: ignore[arg-type]
            inputs, targets = nets.data(model.net, 256)
            live = snapshot(made)
            nets.train(
                live,
                1,
                settings=Settings(optimizer="sgd", learning_rate=0.0),
                inputs=inputs,
                targets=targets,
                batch=256,
            )
            strength.append(float(live.gradients["2.weight"][:, -3:].norm()))
        gains.append(strength[1] / strength[0])
    assert median(gains) > 1.2


# ---------------------------------------------------------------------------------------- what every edit must leave
EDITS: list[tuple[str, Edit]] = [
    *GROWTHS[:12], *INSERTS[:21],
    ("dense", Narrow(1, 6)), ("dense", Narrow(2, 3, "magnitude")), ("dense norm", Narrow(1, 4, "taylor")),
    ("residual dense", Narrow(1, 3)), ("conv", Narrow(1, 2)), ("conv", Narrow(3, 2)), ("conv norm", Narrow(1, 2)),
    ("residual conv", Narrow(1, 2)), ("residual conv", Narrow(4, 3)), ("depthwise", Narrow(1, 2)),
    ("depthwise", Narrow(3, 4)),
    ("dense", RemoveUnit(1, 2)), ("conv", RemoveUnit(3, 0)), ("dense", ResetUnit(2, 1)), ("conv norm", ResetUnit(1, 1)),
    ("dense", RemoveLayer(2)), ("dense", RemoveLayer(1, "fade")), ("dense norm", RemoveLayer(1)),
    ("conv", RemoveLayer(3)),
    ("conv", RemoveLayer(5)), ("conv", RemoveLayer(2)), ("conv", InsertLayer(3, kind="pool")),
    ("residual dense", RemoveLayer(2)), ("residual conv", RemoveLayer(3)), ("residual conv", RemoveLayer(2)),
    ("residual dense", RemoveLayer(2, "fade")), ("dense norm", RemoveLayer(1, "batch_norm")),
    ("residual conv", RemoveLayer(4, "batch_norm")), ("dense", SetActivation(1, "tanh")),
    ("residual dense", SetActivation(2, "linear")), ("dense", Freeze(1)), ("dense", Freeze(1, 3)),
    ("dense", InsertLayer(1, kind="batch_norm")), ("dense", InsertLayer(1, kind="dropout")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "edit"), EDITS, ids=lambda x: str(x))
def test_an_edit_leaves_the_model_it_was_given_alone(name: str, edit: Edit) -> None:
    model = kept(name, 0)
    before = nets.everything(model)
    made = done(model, edit)
    further(made.model, 3)
    assert nets.same(before, nets.everything(model))
    storages = {
        t.untyped_storage().data_ptr() for t in (model.flat, *model.buffers.values(), *model.memory.slots.values())
    }
    shared = [
        t
        for t in (made.model.flat, *made.model.buffers.values(), *made.model.memory.slots.values())
        if t.untyped_storage().data_ptr() in storages
    ]
    assert not shared


@pytest.mark.parametrize("optimizer", ["adam", *(pytest.param(o, marks=pytest.mark.slow) for o in ("sgd", "rmsprop"))])
@pytest.mark.parametrize(("name", "edit"), EDITS, ids=lambda x: str(x))
def test_the_step_after_an_edit_moves_every_tensor(name: str, edit: Edit, optimizer: str) -> None:
    model = kept(name, 0, torch.float64, optimizer)
    made = done(model, edit).model
    before = {n: t.clone() for n, t in made.parameters.items()}
    further(made, 1, optimizer=optimizer, ramp=1)
    normed = {f"{x.key}.bias" for x in numbered(made.net) if isinstance(x, (Dense, Conv)) and x.norm == "batch"}
    frozen = {x.key for x in numbered(made.net) if isinstance(x, (Dense, Conv)) and x.frozen}
    still = {n for n, t in made.parameters.items() if torch.equal(t, before[n]) and int(n.split(".")[0]) not in frozen}
    assert still <= normed, "only a bias before a batch norm has no gradient"
    assert all(torch.equal(t, before[n]) for n, t in made.parameters.items() if int(n.split(".")[0]) in frozen)


@pytest.mark.parametrize(("name", "edit"), EDITS, ids=lambda x: str(x))
def test_tensors_and_memory_have_the_shapes_of_the_plan(name: str, edit: Edit) -> None:
    made = done(kept(name, 1), edit).model
    shapes = parameter_shapes(made.net)
    assert {n: tuple(t.shape) for n, t in made.parameters.items()} == shapes
    assert sorted(made.memory.slots) == ["mean", "square"]
    for tensor in (made.gradient, *made.memory.slots.values()):
        assert tensor.shape == made.flat.shape
    ages = made.memory.ages
    if made.memory.cohort is not None:
        assert made.memory.cohort.shape == made.flat.shape
        assert set(made.memory.cohort.unique().tolist()) == set(range(len(ages))), "a cohort that nobody belongs to"
    else:
        assert len(ages) == 1
    assert bool(torch.isfinite(made.flat).all())
    assert all(bool((slot >= 0).all()) for slot in (made.memory.slots["square"],))


def test_new_units_are_of_their_own_age_and_climb() -> None:
    model = kept("dense", 0)
    made = done(model, Widen(1, 5)).model
    assert made.memory.ages == [60, 0]
    assert made.memory.ramped == [False, True]
    assert made.memory.cohort is not None
    cohorts = named(made, made.memory.cohort)
    assert cohorts["1.weight"][12:].eq(1).all()
    assert cohorts["1.weight"][:12].eq(0).all()
    assert cohorts["2.weight"][:, 12:].eq(1).all()
    assert cohorts["2.weight"][:, :12].eq(0).all()
    assert cohorts["3.weight"].eq(0).all()
    old = named(model, model.memory.slots["square"])
    new = named(made, made.memory.slots["square"])
    assert torch.equal(new["1.weight"][:12], old["1.weight"])
    assert not new["1.weight"][12:].any()
    further(made, 30)
    assert made.memory.ages == [90, 30]


def test_a_batch_norm_that_came_and_went_leaves_no_cohort() -> None:
    made = done(kept("dense", 0), InsertLayer(1, kind="batch_norm")).model
    assert made.memory.ages == [60, 0]
    further(made, 30)
    without = done(made, RemoveLayer(1, "batch_norm")).model
    assert (without.memory.ages, without.memory.cohort) == ([90], None)


@pytest.mark.parametrize(
    ("name", "edit"), [(n, e) for n, e in EDITS if not isinstance(e, Freeze)][::4], ids=lambda x: str(x)
)
def test_the_same_seed_gives_the_same_edit(name: str, edit: Edit) -> None:
    torch.manual_seed(1)
    one = done(kept(name, 0), edit, seed=5).model
    torch.rand(3)
    state = torch.get_rng_state()
    other = done(kept(name, 0), edit, seed=5).model
    assert nets.same(nets.everything(one), nets.everything(other))
    assert torch.equal(state, torch.get_rng_state()), "an edit draws from a stream of its own"


# ------------------------------------------------------------------------------------------------- removing, folding
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_linear_layer_folds_exactly(dtype: torch.dtype) -> None:
    net = Net((6,), (Dense(1, 12), Dense(2, 10, "linear"), Dense(3, 8, "tanh"), Dense(4, 4, "linear")), 5)
    for seed in SEEDS:
        model = nets.trained(net, seed=seed, dtype=dtype)
        made = done(model, RemoveLayer(2, "fold")).model
        assert nets.difference(model, made, fresh_inputs(net)) <= 5 * EXACT[dtype]


@pytest.mark.parametrize(("name", "number"), [("dense norm", 1), ("conv norm", 3), ("residual conv", 4)])
def test_batch_norm_folds_exactly_for_the_network_in_use(name: str, number: int) -> None:
    for seed in range(3):
        model = kept(name, seed, torch.float64)
        made = done(model, RemoveLayer(number, "batch_norm")).model
        assert nets.difference(model, made, fresh_inputs(model.net)) <= 1e-12


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_layer_fades_and_then_folds_without_a_jump(activation: Activation) -> None:
    model = nets.trained(nets.dense(activation=activation))
    fading = done(model, RemoveLayer(2, "fade")).model
    assert nets.difference(model, fading, fresh_inputs(model.net)) == 0
    steps = fading.fades[2].steps
    further(fading, steps)
    assert fading.faded == (2,)
    inputs, targets = nets.data(model.net, 256)
    made = surgery.fold_faded(fading, 2, inputs=inputs, targets=targets, task="classify").model
    assert not made.fades
    assert number_of(made.net, 2) == 0
    assert nets.difference(fading, made, fresh_inputs(model.net)) <= 1e-5


def test_edits_while_a_layer_fades() -> None:
    fading = done(kept("dense", 0), RemoveLayer(1, "fade")).model
    further(fading, 50)
    for edit in (Widen(1, 4), Widen(2, 3, "split"), InsertLayer(1, 14), InsertLayer(2), InsertLayer(0, 7)):
        made = done(fading, edit).model
        assert nets.difference(fading, made, fresh_inputs(fading.net)) <= 1e-6, edit
        assert made.fades[1] == fading.fades[1]
        assert all(fade.unfolds for key, fade in made.fades.items() if key != 1)
        further(made, 5)
    gone = done(fading, RemoveLayer(1)).model
    assert not gone.fades


# ---------------------------------------------------------------------------------------------------------- freezing
def test_freezing_really_freezes_and_freeing_frees() -> None:
    model = done(kept("dense norm", 0), Freeze(1)).model
    before = {n: t.clone() for n, t in (*model.parameters.items(), *model.buffers.items()) if n.startswith("1.")}
    further(model, 30)
    now = {**model.parameters, **model.buffers}
    assert all(torch.equal(t, now[n]) for n, t in before.items())
    freed = done(model, Freeze(1, frozen=False)).model
    further(freed, 2)
    assert not torch.equal(freed.parameters["1.weight"], before["1.weight"])


def test_freezing_one_unit_freezes_its_fan_in_alone_through_later_edits() -> None:
    model = done(kept("dense", 0), Freeze(1, 3)).model
    row = model.parameters["1.weight"][3].clone()
    wider = done(model, Widen(1, 4)).model
    further(wider, 20)
    assert torch.equal(wider.parameters["1.weight"][3], row)
    assert not torch.equal(wider.parameters["1.weight"][2], model.parameters["1.weight"][2])
    fewer = done(wider, RemoveUnit(1, 0)).model
    further(fewer, 5)
    assert torch.equal(fewer.parameters["1.weight"][2], row)
    freed = done(fewer, Freeze(1, 2, frozen=False)).model
    assert freed.still is None


# ---------------------------------------------------------------------------------------------------------- pruning
@pytest.mark.parametrize("name", ["dense", "conv", "conv norm"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_planted_dead_and_duplicate_units_are_pruned_exactly(name: str, dtype: torch.dtype) -> None:
    for seed in range(3):
        model = planted(kept(name, seed, dtype))
        made = done(model, Prune(1))
        width = model.parameters["1.bias"].numel()
        assert made.model.parameters["1.bias"].numel() <= width - 2
        assert nets.difference(model, made.model, nets.data(model.net, 256)[0]) <= 3 * EXACT[dtype]
        with pytest.raises(EditError):
            done(made.model, Prune(1))


def planted(model: Model) -> Model:
    """The model with unit 0 of layer 1 dead, and unit 2 of it twice unit 1."""
    made = snapshot(model)
    norm = "1.norm_weight" in made.parameters
    kinds = ("norm_weight", "norm_bias") if norm else ("weight", "bias")
    for kind in kinds:
        tensor = made.parameters[f"1.{kind}"]
        tensor[0] = 0 if kind.endswith("weight") else -1.0
        tensor[2] = 2 * tensor[1]
    if norm:
        for part in (*(made.parameters[f"1.{kind}"] for kind in ("weight", "bias")), *made.buffers.values()):
            if len(part) == len(made.parameters["1.bias"]):
                part[2] = part[1]
    return made


def test_a_unit_that_only_one_of_several_makers_leaves_at_zero_is_not_dead() -> None:
    model = snapshot(kept("residual dense", 0))
    model.parameters["1.weight"][0] = 0
    model.parameters["1.bias"][0] = -1
    assert nets.outputs(model, fresh_inputs(model.net)).isfinite().all()
    with pytest.raises(EditError):
        done(model, Prune(1))


# ------------------------------------------------------------------------------------------------ impossible, strange
IMPOSSIBLE: list[tuple[str, Edit]] = [
    ("dense", Widen(3, 1)), ("dense", Widen(9, 1)), ("dense", Widen(0, 1)), ("dense", Widen(1, 0)),
    ("dense", Widen(1, 13, "split")), ("dense", Widen(1, 10**6)), ("dense", Narrow(1, 12)), ("dense", Narrow(1, 99)),
    ("dense", Narrow(3, 1)), ("dense", RemoveLayer(3)), ("dense", RemoveLayer(4)), ("dense", RemoveLayer(1, "fold")),
    ("dense", RemoveLayer(1, "batch_norm")), ("dense", InsertLayer(3)), ("dense", InsertLayer(-1)),
    ("dense", InsertLayer(1, kind="pool")), ("dense", InsertLayer(1, kind="conv")),
    ("dense", InsertLayer(0, kind="batch_norm")),
    ("dense", InsertLayer(1, 3, kind="identity")), ("dense norm", InsertLayer(1, kind="batch_norm")),
    ("dense", SetActivation(3, "relu")), ("dense", SetActivation(1, "relu")),
    ("dense", SetActivation(1, "swish")),  # type: ignore[arg-type]
    ("dense", RemoveUnit(1, 12)), ("dense", RemoveUnit(1, -1)), ("dense", ResetUnit(1, 40)), ("dense", Freeze(1, 12)),
    ("dense", CopyLayer(1)), ("dense", CopyLayer(3)), ("conv", Widen(2, 1)), ("conv", RemoveLayer(4)),
    ("conv", SetActivation(2, "relu")), ("conv", Freeze(4)), ("residual conv", RemoveLayer(5)),
    ("residual dense", RemoveLayer(4)),
    ("depthwise", Narrow(3, 3)), ("dense", Prune(1)), ("dense", RemoveLayer(3, "fade")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "edit"), IMPOSSIBLE, ids=lambda x: str(x))
def test_an_impossible_edit_is_one_sentence(name: str, edit: Edit) -> None:
    model = kept(name, 0)
    before = nets.everything(model)
    with pytest.raises(EditError) as problem:
        done(model, edit)
    said = str(problem.value)
    assert said[0].isupper()
    assert said.endswith(".")
    assert len(said) < 200
    assert nets.same(before, nets.everything(model))


def test_weights_that_are_no_numbers_are_said_so() -> None:
    model = snapshot(kept("dense", 0))
    model.flat[3] = float("nan")
    for edit in (Widen(1, 2), Narrow(1, 2), RemoveLayer(1)):
        with pytest.raises(EditError, match="not numbers"):
            done(model, edit)


def test_narrowing_with_fewer_samples_than_features() -> None:
    model = kept("conv", 0)
    inputs, targets = nets.data(model.net, 8)
    for rank in ("magnitude", "taylor", "obs"):
        made = surgery.apply(
            model,
            Narrow(3, 2, rank),
            seed=0,
            inputs=inputs,
            targets=targets,
            task="classify",  # type: ignore[arg-type]
        ).model
        assert bool(torch.isfinite(made.flat).all())
        assert nets.difference(model, made, inputs) < 0.5


def test_pooling_before_a_flatten_is_made_up_for() -> None:
    model = kept("conv", 0)
    made = done(model, InsertLayer(3, kind="pool")).model
    assert [type(x) for x in numbered(made.net)][3:5] == [Pool, Flatten]
    inputs, targets = nets.data(model.net, 256)
    assert measured(made, inputs, targets, "classify")[1] > measured(model, inputs, targets, "classify")[1] - 0.15
    further(made, 5)


def test_a_new_model_can_be_edited_before_its_first_step() -> None:
    model = new_model(mlp(6, (8,), 4), seed=0)
    for edit in (Widen(1, 2), Widen(1, 2, "split"), Narrow(1, 2), InsertLayer(1), InsertLayer(0, 7, "tanh")):
        made = done(model, edit).model
        assert made.net != model.net
        further(made, 3)
        assert bool(made.flat.isfinite().all())


def test_edits_in_a_row_without_steps_between_make_no_crowd_of_cohorts() -> None:
    model = kept("dense", 0)
    for _ in range(8):
        model = done(model, Widen(1, 1)).model
    assert len(model.memory.ages) == 2


# -------------------------------------------------------------------------------------------------------- on the digits
def test_halving_the_widest_layer_on_the_digits_costs_half_a_point_at_most() -> None:
    x, y, vx, vy = nets.digits()
    costs = []
    for seed in SEEDS:
        model = nets.on_digits(mlp(64, (64, 32), 10), seed=seed, steps=440)
        made = surgery.apply(
            model, Narrow(1, 32), seed=seed, inputs=x[:1024].flatten(1), targets=y[:1024], task="classify"
        ).model
        before = measured(model, vx.flatten(1), vy, "classify")[1]
        assert before > 0.9
        costs.append(before - measured(made, vx.flatten(1), vy, "classify")[1])
    assert median(costs) <= 0.005


def test_every_ranking_beats_dropping_without_a_refit() -> None:
    x, y, _, _ = nets.digits()
    model = nets.on_digits(mlp(64, (64, 32), 10), seed=0, steps=300)
    loss = measured(model, x.flatten(1), y, "classify")[0]
    bare = new_model(mlp(64, (32, 32), 10), seed=0)
    for name, tensor in bare.parameters.items():
        tensor.copy_(model.parameters[name][tuple(slice(side) for side in tensor.shape)])
    jump = measured(bare, x.flatten(1), y, "classify")[0] - loss
    for rank in ("magnitude", "taylor", "obs"):
        made = surgery.apply(
            model, Narrow(1, 32, rank), seed=0, inputs=x[:1024].flatten(1), targets=y[:1024], task="classify"
        ).model  # type: ignore[arg-type]
        assert measured(made, x.flatten(1), y, "classify")[0] - loss < 0.1 * jump


def conv_digits() -> Net:
    return Net((1, 8, 8), (Conv(1, 16), Pool(2), Conv(3, 32), Pool(4), Flatten(5), Dense(6, 10, "linear")), 7)


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 3])
def test_halving_a_convolution_on_the_digits_costs_half_a_point_at_most(number: int) -> None:
    x, y, vx, vy = nets.digits()
    costs = []
    for seed in SEEDS:
        model = nets.on_digits(conv_digits(), seed=seed, steps=220, rate=3e-3)
        edit = Narrow(number, 8 if number == 1 else 16)
        made = surgery.apply(model, edit, seed=seed, inputs=x[:1024], targets=y[:1024], task="classify").model
        before = measured(model, vx, vy, "classify")[1]
        assert before > 0.9
        costs.append(before - measured(made, vx, vy, "classify")[1])
    assert median(costs) <= 0.005


def test_removing_a_hidden_layer_by_fading_costs_no_more_than_the_bar() -> None:
    x, y, vx, vy = nets.digits()
    rises = []
    for seed in range(5):
        model = nets.on_digits(mlp(64, (32, 32), 10), seed=seed, steps=440)
        before = measured(model, vx.flatten(1), vy, "classify")[0]
        fading = surgery.apply(
            model, RemoveLayer(2, "fade"), seed=0, inputs=x[:1024].flatten(1), targets=y[:1024], task="classify"
        ).model
        nets.train(
            fading, fading.fades[2].steps, settings=Settings(), inputs=x.flatten(1), targets=y, seed=seed, batch=64
        )
        made = surgery.fold_faded(fading, 2, inputs=x[:1024].flatten(1), targets=y[:1024], task="classify").model
        rises.append(measured(made, vx.flatten(1), vy, "classify")[0] - before)
    assert median(rises) <= 0.04


def test_replace_is_not_needed_to_unfreeze_a_whole_layer_with_a_frozen_unit() -> None:
    model = done(kept("dense", 0), Freeze(1, 3)).model
    model = done(model, Freeze(1)).model
    freed = done(model, Freeze(1, frozen=False)).model
    assert freed.still is None
    assert freed.net == replace(model.net, layers=(replace(model.net.layers[0], frozen=False), *model.net.layers[1:]))
