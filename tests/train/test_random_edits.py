"""Random edits in random order on random networks of all kinds, with a few training steps between."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from typing import Any, get_args

import pytest
import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor

from core.messages.train_commands import OPTIMIZERS, Settings
from core.net.edits import edited
from core.net.plan import (
    ACTIVATIONS,
    INPUT,
    CallOff,
    Conv,
    CopyLayer,
    Dense,
    Edit,
    EditError,
    Freeze,
    InsertKind,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    numbered,
)
from core.net.shapes import parameter_shapes
from core.train.model.model import Model, new_buffers, new_model, set_aside, snapshot
from core.train.steps.forward import forward
from core.train.steps.ladder import Stepper
from core.train.steps.optimizers import SLOTS
from core.train.surgery import apply as surgery
from tests.sweeps import sweep
from tests.train import nets

EDITS_EACH = 10
SEQUENCES = sweep(usual=50, nightly=500)
GROWTH = 1e-6
BATCH = 24
FOLLOWING = {n: f for n, f in nets.NETS.items() if n not in ("conv average",)} | {"dropout": nets.dropout}


@st.composite
def edits(draw: Any) -> Edit:
    """Return an edit of any kind, of a layer that may be there or not, and may allow it or not."""
    layer, unit = draw(st.integers(0, 999)), draw(st.integers(-1, 6))
    by = draw(st.sampled_from([1, 2, 3, 5]))
    kinds = [
        Widen(layer, by, draw(st.sampled_from(["append", "split", "share", "gradmax", "tiny"]))),
        Narrow(
            layer, by, draw(st.sampled_from(["magnitude", "taylor", "obs"])),
            draw(st.sampled_from(["refit", "refit", "ready"])),
        ),
        InsertLayer(
            layer, draw(st.sampled_from([0, 0, 3, 14])), draw(st.sampled_from((*ACTIVATIONS, "same"))),
            draw(st.sampled_from(["hidden", "hidden", "hidden", *get_args(InsertKind), "auto"])),
        ),
        RemoveLayer(layer, draw(st.sampled_from(["fold", "refit", "refit", "fade", "ready", "batch_norm"]))),
        SetActivation(layer, draw(st.sampled_from(ACTIVATIONS))),
        RemoveUnit(layer, unit), ResetUnit(layer, unit), CopyLayer(layer), Prune(layer), CallOff(layer),
        Freeze(layer, draw(st.sampled_from([-1, -1, unit])), draw(st.booleans())),
        SetWeight(layer, unit, draw(st.integers(-1, 6)), draw(st.floats(-2, 2))),
        SetBias(layer, unit, draw(st.floats(-2, 2))),
    ]  # fmt: skip
    weights = [4, 3, 4, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    return draw(st.sampled_from([kind for kind, weight in zip(kinds, weights, strict=True) for _ in range(weight)]))


TERMS: list[dict[str, float]] = [{}, {}, {"clip": 0.5}, {"weight_decay": 1e-2}, {"l1": 1e-4, "clip": 1.0}]
"""What else a step may have."""
Plan = tuple[str, tuple[Any, dict[str, float]], int, int, list[Edit]]
PLANS = st.tuples(
    st.sampled_from(sorted(FOLLOWING)), st.tuples(st.sampled_from(OPTIMIZERS), st.sampled_from(TERMS)),
    st.integers(0, 99), st.integers(0, 4),
    st.lists(edits(), min_size=EDITS_EACH, max_size=EDITS_EACH),
)  # fmt: skip


def aimed(edit: Edit, net: Net) -> Edit:
    """Return the edit at one of the layers there are, or rarely at one there is not."""
    keys = [layer.key for layer in numbered(net)]
    if isinstance(edit, InsertLayer):
        return replace(edit, after=(INPUT, *keys)[edit.after % (len(keys) + 1)])
    return replace(edit, layer=keys[edit.layer % len(keys)] if edit.layer < 970 else LayerKey(net.next_key))


def check_plan(plan: Plan) -> int:
    """Do a whole sequence and check everything after each edit; return how many edits could be done."""
    name, (optimizer, terms), seed, between, wanted = plan
    model = new_model(FOLLOWING[name](), seed=seed)
    inputs, targets = nets.data(model.net, 96, seed=seed)
    hyper = Settings(optimizer=optimizer, learning_rate=1e-3 if optimizer != "sgd" else 1e-2, ramp_steps=4, **terms)
    steps(model, hyper, inputs, targets, 5)
    count = 0
    for place, asked in enumerate(wanted):
        before = nets.everything(model)
        edit = aimed(asked, model.net)
        try:
            applied = surgery.apply(model, edit, seed=place, inputs=inputs, targets=targets, task="classify")
        except EditError as problem:
            said = str(problem)
            said_well(said)
            assert nets.same(before, nets.everything(model))
            continue
        count += 1
        assert nets.same(before, nets.everything(model)), "an edit must leave the model it was given alone"
        made = applied.model
        check_shapes(made, optimizer)
        check_function(model, made, edit, inputs)
        kept = set_aside(model)
        model = made
        check_moves(model, hyper, inputs, targets)
        steps(model, hyper, inputs, targets, between)
        assert nets.same(before, nets.everything(kept)), "steps on the new network must leave the old one as it was"
        check_undo(kept, before, hyper, inputs, targets)
        for key in (*model.faded, *model.unfolded):
            model.fades.pop(key)
    return count


def check_undo(kept: Model, before: dict[str, Tensor], hyper: Settings, inputs: Tensor, targets: Tensor) -> None:
    """What comes back is the network before the edit bit for bit, and so is every step from there."""
    undone, again = snapshot(kept), snapshot(kept)
    assert nets.same(before, nets.everything(undone))
    for model in (undone, again):
        steps(model, hyper, inputs, targets, 2)
    assert nets.same(nets.everything(undone), nets.everything(again))
    assert nets.same(before, nets.everything(kept))


def said_well(said: str) -> None:
    assert said[0].isupper()
    assert said.endswith(".")


def steps(model: Model, hyper: Settings, inputs: Tensor, targets: Tensor, count: int) -> None:
    if count:
        rows = torch.arange(count * BATCH) % len(inputs)
        Stepper(model, hyper, task="classify").take(
            inputs[rows], targets[rows], [BATCH] * count, settings=hyper, learning_rates=[hyper.learning_rate] * count,
            generator=Generator().manual_seed(1),
        )  # fmt: skip


def check_shapes(model: Model, optimizer: str) -> None:
    assert {n: tuple(t.shape) for n, t in model.parameters.items()} == parameter_shapes(model.net)
    assert sum(t.numel() for t in model.parameters.values()) == model.flat.numel(), "a parameter twice, or none at all"
    assert model.buffers.keys() == new_buffers(model.net).keys()
    assert tuple(model.memory.slots) == SLOTS[optimizer]  # type: ignore[index]
    for tensor in model.memory.slots.values():
        assert tensor.shape == model.flat.shape
        assert bool(torch.isfinite(tensor).all())
    ages = model.memory.ages
    assert len(ages) == len(model.memory.ramped)
    if model.memory.cohort is None:
        assert len(ages) == 1
    else:
        assert model.memory.cohort.shape == model.flat.shape
        assert model.memory.cohort.unique().tolist() == list(range(len(ages)))
    assert bool(torch.isfinite(model.flat).all())
    assert all(bool(torch.isfinite(b).all()) for b in model.buffers.values())
    keys = [x.key for x in numbered(model.net)]
    assert len(keys) == len(set(keys))
    assert max(keys) < model.net.next_key
    assert set(model.fades) <= set(keys)
    if (beside := model.successor) is not None:
        assert beside.model.net == edited(model.net, beside.edit)
        check_shapes(beside.model, optimizer)


def check_function(before: Model, after: Model, edit: Edit, inputs: Tensor) -> None:
    """Growing keeps the function; nothing makes it something else than numbers."""
    assert bool(torch.isfinite(nets.outputs(after, inputs)).all())
    moved = nets.difference(before, after, inputs)
    if isinstance(edit, (Widen, CopyLayer)):
        assert moved <= GROWTH
    if isinstance(edit, InsertLayer) and edit.kind not in ("batch_norm", "pool"):
        assert moved <= GROWTH
    if isinstance(edit, InsertLayer) and edit.kind == "batch_norm":
        assert moved <= 1e-3
    if isinstance(edit, (RemoveLayer, Narrow)) and edit.way in ("fade", "ready"):
        assert moved == 0
    if isinstance(edit, CallOff):
        assert moved == 0
        assert after.successor is None


def check_moves(model: Model, hyper: Settings, inputs: Tensor, targets: Tensor) -> None:
    """Each tensor that has a gradient moves at the next step, frozen ones not at all."""
    before = {n: t.clone() for n, t in model.parameters.items()}
    steps(model, replace(hyper, learning_rate=0.05), inputs, targets, 1)
    by_key = {x.key: x for x in numbered(model.net)}
    for name, tensor in model.parameters.items():
        layer = by_key[int(name.split(".")[0])]
        assert isinstance(layer, (Dense, Conv))
        if layer.frozen:
            assert torch.equal(tensor, before[name])
        elif float(model.gradients[name].abs().max()) > 1e-5 and model.still is None:
            assert not torch.equal(tensor, before[name]), name


@given(PLANS)
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_random_edits_leave_a_sound_network(plan: Plan) -> None:
    check_plan(plan)


@pytest.mark.slow
def test_many_random_sequences() -> None:
    """And memory does not leak: after a fifth of the sequences there are as many tensors as after all of them."""
    alive: list[int] = []
    done = [0]
    witness = torch.zeros(1)  # so that what counts tensors is seen to count

    @given(PLANS)
    @settings(
        max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    def run(plan: Plan) -> None:
        check_plan(plan)
        done[0] += 1
        if done[0] % (SEQUENCES // 5) == 0:
            alive.append(tensors())

    run()
    assert done[0] >= SEQUENCES
    assert len(alive) >= 5
    assert min(alive) >= len(witness)
    assert max(alive) <= alive[0] + 5, alive


def tensors() -> int:
    """How many tensors there are."""
    gc.collect()
    return sum(type(thing) is Tensor for thing in gc.get_objects())


def test_most_random_edits_can_be_done() -> None:
    """If they could not, the tests above would prove nothing."""
    done = [0]

    @given(PLANS)
    @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def run(plan: Plan) -> None:
        done.append(check_plan(plan))

    run()
    assert sum(done) >= 20


@pytest.mark.slow
def test_edits_leave_no_memory_behind() -> None:
    model = nets.trained(nets.residual_conv())
    inputs, targets = nets.data(model.net, 96)

    counts = []
    for _ in range(6):
        for edit in (Widen(1, 2), Narrow(1, 2), InsertLayer(1), None):
            edit = edit or RemoveLayer(numbered(model.net)[1].key)
            model = surgery.apply(model, edit, seed=0, inputs=inputs, targets=targets, task="classify").model
        edited(model.net, Widen(1, 1))
        forward(model, inputs, training=False)
        counts.append(tensors())
    assert counts[-1] <= counts[1] + 2


def test_an_edit_of_a_small_network_is_quick() -> None:
    model = nets.trained(nets.dense())
    inputs, targets = nets.data(model.net, 256)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        surgery.apply(model, Widen(1, 4), seed=0, inputs=inputs, targets=targets, task="classify")
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.05
