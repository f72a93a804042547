"""The step as the trainer takes it, beside the same step as a person writes it."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
import torch

from core.inside.layers import played as module
from core.inside.layers.joined import traced
from core.inside.layers.overlay import overlaid, update_begins
from core.inside.layers.played import _kernels_of, rung_of, taken_by_the_trainer
from core.inside.layers.timed import Span
from core.inside.written.step import Step
from core.messages.inside.layers import Traced
from core.messages.inside.played import Played
from core.messages.train_commands import OPTIMIZERS, DataSpec, OptimizerName, Settings
from core.net.plan import Edit, InsertLayer, LayerKey, Net, Widen, mlp
from core.net.presets import PRESETS, preset
from core.train.steps import ladder
from core.train.training import datasets
from core.train.training.training import Training, begin
from core.workers import wire

FIRST = LayerKey(1)


def training_of(
    net: Net | None = None, *, optimizer: OptimizerName = "adam", edits: tuple[Edit, ...] = (), **more: float
) -> Training:
    settings = Settings(batch_size=32, optimizer=optimizer, **more)  # type: ignore[arg-type]
    made = begin(datasets.load(DataSpec("digits")), net=net, settings=settings, seed=0)
    made.take(2)
    for edit in edits:
        made.edit(edit)
        made.take(1)
    return made


def both(training: Training) -> tuple[Traced, Played]:
    step = traced(Step(training))
    return step, overlaid(step, taken_by_the_trainer(training))


def check(step: Traced, played: Played) -> None:
    """What must be so of every step."""
    assert played.differs == 0, "these are the trainer's own steps"
    assert sum(one.seconds for one in played.parts) == pytest.approx(step.seconds)
    assert sum(one.played_s for one in played.parts) == pytest.approx(played.seconds)
    assert sum(one.played_calls for one in played.parts) == len(played.ops)
    assert sum(one.calls for one in played.parts) == sum(bar.lane != "kernel" for bar in step.bars)
    assert all(0 <= op.start_s <= op.end_s <= played.seconds + 1e-9 for op in played.ops)
    matched = [op.bar for op in played.ops if op.bar >= 0]
    assert len(set(matched)) == len(matched) == played.alike
    for op in played.ops:
        if op.bar >= 0 and step.bars[op.bar].name != op.name:
            assert {step.bars[op.bar].name, op.name} == {"aten::convolution", "aten::_convolution"}, "one is the other"
    parts = {one.part: one for one in played.parts}
    assert (parts["autograd"].played_calls, parts["modules"].played_calls) == (0, 0)
    assert parts["autograd"].calls > 0
    assert parts["computes"].played_calls > 0
    assert parts["update"].played_calls > 0
    assert wire.decode(wire.encode(played))[0] == played


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizers_step_is_compared(optimizer: OptimizerName) -> None:
    check(*both(training_of(optimizer=optimizer)))


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "custom"])
def test_every_networks_step_is_compared(name: str) -> None:
    check(*both(training_of(preset(name, (1, 8, 8), 10))))


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", [name for name in PRESETS if name != "custom"])
def test_every_networks_step_is_compared_with_every_optimizer(name: str, optimizer: OptimizerName) -> None:
    check(*both(training_of(preset(name, (1, 8, 8), 10), optimizer=optimizer)))


@pytest.mark.parametrize("more", [{"l1": 0.01}, {"clip": 1.0}, {"weight_decay": 0.01}])
def test_every_setting_that_adds_to_a_step_is_compared(more: dict[str, float]) -> None:
    check(*both(training_of(**more)))


def test_an_edited_networks_step_is_compared() -> None:
    edits = (Widen(FIRST, 8), InsertLayer(FIRST), InsertLayer(FIRST, kind="batch_norm"),
             InsertLayer(FIRST, kind="residual"), InsertLayer(FIRST, kind="dropout"))  # fmt: skip
    check(*both(training_of(edits=edits)))


def test_each_product_is_found_again_by_its_shapes() -> None:
    """Autograd takes a layer's two products in another order than the trainer."""
    step, played = both(training_of(mlp(64, [48, 24], 10)))
    products = [op for op in played.ops if op.name == "aten::mm"]
    assert len(products) == 5
    assert all(op.bar >= 0 for op in products)
    shapes = [step.facts[step.bars[op.bar].facts].inputs[:2] for op in products]
    assert shapes[0] == ((10, 32), (32, 24)), "first the gradient of the output's weight"
    assert shapes[1] == ((32, 10), (10, 24)), "then what goes on to the layer before"
    assert Counter(step.bars[op.bar].layer for op in products) == {1: 1, 2: 2, 3: 2}


def test_what_computes_is_in_both_and_the_rest_disappears() -> None:
    _, played = both(training_of(mlp(64, [32, 32], 10)))
    parts = {one.part: one for one in played.parts}
    computing = [op for op in played.ops if op.part == "computes" and op.bar < 0]
    assert [op.name for op in computing] == ["aten::ones"], "the loss's own gradient, which autograd makes elsewhere"
    assert parts["computes"].played_calls <= parts["computes"].calls + 1
    assert sum(one.played_calls for one in played.parts) < sum(one.calls for one in played.parts) / 2
    names = {op.name for op in played.ops}
    assert not {"aten::detach", "aten::linear", "aten::cross_entropy_loss"} & names


def test_the_update_begins_with_the_first_op_on_all_parameters() -> None:
    taken = taken_by_the_trainer(training_of(mlp(64, [32, 32], 10)))
    assert taken.parameters == 64 * 32 + 32 + 32 * 32 + 32 + 320 + 10
    assert taken.spans[update_begins(taken)].name == "aten::dot", "the gradient's norm, for the chart"


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_steps_by_hand_are_compared_too(optimizer: OptimizerName, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "LARGEST", 100)
    step, played = both(training_of(optimizer=optimizer))
    assert played.rung == "by hand"
    check(step, played)


def test_slow_steps_are_taken_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLOW_S", 0.0)
    monkeypatch.setattr(module, "BUDGET_S", 0.01)
    step, played = both(training_of())
    assert played.steps == 1
    assert played.rung in ("by hand", "played"), "whichever the race is for then"
    check(step, played)


def test_a_step_that_is_recorded_while_it_is_watched_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settling ends in front of the step that makes the recording, for every number of steps in a call."""
    for slow_s in (0.0, 60.0):
        monkeypatch.setattr(module, "SLOW_S", slow_s)
        for warm in range(ladder.RECORD_AFTER - 2, ladder.RECORD_AFTER + 2):
            monkeypatch.setattr(module, "MOST_WARM_STEPS", warm)
            step, played = both(training_of())
            assert played.steps == (8 if slow_s else 1), warm
            check(step, played)


def test_the_training_stays_where_it_is() -> None:
    training = training_of()
    flat, step, position = training.model.flat.clone(), training.step, training.order.state()[1]
    taken_by_the_trainer(training)
    assert torch.equal(training.model.flat, flat)
    assert (training.step, training.order.state()[1]) == (step, position)


def test_at_the_end_of_an_epoch_the_steps_that_are_left_are_taken() -> None:
    training = training_of()
    while len(training.batch_sizes(8)) != 2:
        training.take(1)
    step, played = both(training)
    assert played.steps == 2
    check(step, played)


def test_the_rung_is_the_one_that_the_profiler_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rung_of([Span("line 0", 0, 1), Span("cudaGraphLaunch", 0, 1)]) == "captured"
    assert rung_of([Span("line 0", 0, 1), Span("hipGraphLaunch", 0, 1)]) == "captured"
    for budget, count in ((0.0, 0), (60.0, module.MOST_WARM_STEPS)):
        monkeypatch.setattr(module, "BUDGET_S", budget)
        monkeypatch.setattr(module, "MOST_WARM_STEPS", count)
        _, played = both(training_of())
        scopes = any(op.name == "step" for op in played.ops)
        assert played.rung == ("played" if scopes else "by hand"), "also where the race was not waited for"


def test_the_kernels_of_a_devices_graph_are_cut_into_steps() -> None:
    def event(name: str, start: float, end: float, on: str = "DeviceType.CUDA") -> SimpleNamespace:
        return SimpleNamespace(name=name, time_range=SimpleNamespace(start=start, end=end), device_type=on)

    events = [event("cudaGraphLaunch", 0, 3, "DeviceType.CPU")]
    for place in range(3):
        events += [event("gemm", 10 + place * 10, 14 + place * 10), event("adam", 15 + place * 10, 16 + place * 10)]
    steps = _kernels_of(events, 3)
    assert [[span.name for span in spans] for spans, _ in steps] == [["gemm", "adam"]] * 3
    assert [seconds for _, seconds in steps] == pytest.approx([6e-6] * 3)
    assert steps[1][0][1].start_s == pytest.approx(5e-6)
    assert _kernels_of([], 8) == [([], 0.0)]
