"""A training does the same again, bit for bit, and an epoch sees every sample once."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from core.messages.train_commands import Change, DataSpec, Settings
from core.messages.train_reports import TimelineEntry
from core.net.plan import Dropout, EditError, InsertLayer, Narrow, Net, RemoveLayer, SetActivation, Widen, mlp
from core.net.presets import preset
from core.train.training import datasets
from core.train.training.measuring import IMAGES_AT_ONCE, r_squared
from core.train.training.replay import replay, run_to
from core.train.training.seeds import mix
from core.train.training.settings import SettingError, changed_settings
from core.train.training.training import Training, begin

torch.set_num_threads(1)
XOR = datasets.load(DataSpec("xor", samples=250))
DIGITS = datasets.load(DataSpec("digits"))


def weights(training: Training) -> Tensor:
    return training.model.flat.clone()


def new(net: Net | None = None, *, settings: Settings | None = None, seed: int = 0) -> Training:
    return begin(
        XOR, net=net or mlp(2, (8, 8), 2), settings=settings or Settings(learning_rate=0.01, batch_size=32), seed=seed
    )


def test_an_epoch_sees_every_sample_once_and_in_another_order_each_time() -> None:
    training = new(settings=Settings(batch_size=32))
    orders = []
    for _ in range(2):
        sizes, rows = training.batch_sizes(10_000), training.order.rows.clone()
        assert sorted(rows.tolist()) == list(range(200))
        assert sizes == [32] * 6 + [8]
        chunk = training.take(10_000)
        assert (chunk.steps, chunk.samples, len(chunk.losses)) == (7, 200, 7)
        orders.append(rows)
    assert training.order.epoch == 2.0
    assert not torch.equal(*orders)


@pytest.mark.parametrize(
    ("batch", "sizes"),
    [(199, [200]), (200, [200]), (1, [1] * 200), (66, [66, 66, 66, 2]), (67, [67, 67, 66]), (500, [200])],
)
def test_the_last_batch_is_never_one_lonely_sample(batch: int, sizes: list[int]) -> None:
    training = new(settings=Settings(batch_size=batch))
    assert sum(training.batch_sizes(10_000)) == 200
    assert training.batch_sizes(10_000) == sizes


def test_the_seed_decides_and_nothing_else_does() -> None:
    first, second, third = new(), new(), new(seed=1)
    torch.manual_seed(123)
    run_to(first, 60)
    torch.manual_seed(321)
    torch.rand(7)
    run_to(second, 60)
    run_to(third, 60)
    assert torch.equal(weights(first), weights(second))
    assert not torch.equal(weights(first), weights(third))


@pytest.mark.parametrize("chunk", [1, 3, 8, 13, 100])
def test_how_many_steps_are_taken_at_once_changes_no_bit(chunk: int) -> None:
    whole, parts = new(), new()
    run_to(whole, 150)
    losses = []
    while parts.step < 150:
        losses.append(parts.take(min(chunk, 150 - parts.step)).losses)
        # What the charts ask for in between must leave no trace.
        parts.validate()
        parts.probe_loss()
    assert torch.equal(weights(whole), weights(parts))
    assert len(torch.cat(losses)) == 150


def edit_it(training: Training) -> None:
    """A life with edits, changes and a fade."""
    run_to(training, 40)
    training.edit(Widen(1, 4))
    run_to(training, 70)
    training.change("learning_rate", 0.02)
    training.edit(InsertLayer(1))
    training.edit(InsertLayer(2, 6, "sigmoid", "residual"))
    run_to(training, 90)
    training.change("batch_size", 16)
    training.edit(Narrow(1, 3))
    training.edit(SetActivation(5, "tanh"))
    run_to(training, 110)
    training.change("optimizer", "rmsprop")
    training.edit(RemoveLayer(5, "fade"))


def test_a_replay_is_bit_identical_through_edits_changes_and_a_fade() -> None:
    lived = new()
    edit_it(lived)
    assert lived.model.fades
    run_to(lived, 450)
    assert not lived.model.fades
    again = new()
    replay(again, lived.timeline, steps=450)
    assert torch.equal(weights(lived), weights(again))
    assert again.timeline == lived.timeline
    assert again.marks == lived.marks
    assert again.net == lived.net
    halfway = new()
    replay(halfway, lived.timeline, steps=80)
    assert (halfway.step, len(halfway.timeline)) == (80, 4)


def test_a_moment_comes_back_exactly_with_all_that_follows() -> None:
    net = Net((64,), (*mlp(64, (16, 16), 10).layers[:1], Dropout(9, 0.3), *mlp(64, (16, 16), 10).layers[1:]), 10)
    training = begin(DIGITS, net=net, settings=Settings(schedule="cosine", schedule_steps=300), seed=3)
    run_to(training, 37)
    moment = training.state()
    run_to(training, 87)
    straight = weights(training)
    training.edit(Widen(1, 8))
    run_to(training, 120)
    for _ in range(2):
        training.restore(moment)
        assert (training.step, training.net) == (37, net)
        run_to(training, 87)
        assert torch.equal(weights(training), straight)


@pytest.mark.parametrize("name", ["lenet5", "vgg", "resnet"])
def test_networks_of_every_kind_are_deterministic(name: str) -> None:
    results = []
    for _ in range(2):
        training = begin(DIGITS, net=preset(name, (1, 8, 8), 10), settings=Settings(batch_size=128), seed=1)
        training.take(3)
        training.edit(Widen(1, 2))
        training.take(3)
        results.append(weights(training))
    assert torch.equal(*results)


def test_an_edit_that_cannot_be_done_changes_nothing() -> None:
    training = new()
    run_to(training, 10)
    before = training.state()
    for impossible in (Widen(9, 1), Narrow(1, 8), RemoveLayer(3), Widen(3, 1)):
        with pytest.raises(EditError):
            training.edit(impossible)
    after = training.state()
    assert torch.equal(before.model.flat, after.model.flat)
    assert (before.timeline, before.marks) == (after.timeline, after.marks)
    assert torch.equal(before.order_state, after.order_state)


def test_growth_keeps_the_loss_and_marks_it() -> None:
    training = new()
    run_to(training, 100)
    training.edit(Widen(1, 8))
    (mark,) = training.marks
    assert mark.step == 100
    assert mark.grown > 0
    assert mark.loss_after == pytest.approx(mark.loss_before, rel=1e-5)
    assert 0 < mark.loss_before < 1.0


def test_score_is_accuracy_or_r_squared() -> None:
    training = begin(DIGITS, settings=Settings(), seed=0)
    run_to(training, 300)
    loss, score = training.validate()
    outputs = torch.cat([training.model_outputs(part) for part in DIGITS.validation_inputs.split(100)])
    assert score == pytest.approx(float((outputs.argmax(1) == DIGITS.validation_targets).double().mean()))
    assert loss == pytest.approx(float(torch.nn.functional.cross_entropy(outputs, DIGITS.validation_targets)), rel=1e-5)
    targets = torch.tensor([[0.0], [1.0], [2.0]])
    assert r_squared(0.0, targets) == 1.0
    assert r_squared(float(targets.var(correction=0)), targets) == pytest.approx(0.0, abs=1e-6)
    assert math.isnan(r_squared(0.1, torch.ones(3, 1)))


def test_images_are_validated_in_pieces_and_none_is_left_out() -> None:
    training = begin(DIGITS, net=preset("lenet5", (1, 8, 8), 10), settings=Settings(), seed=0)
    run_to(training, 60)
    assert len(DIGITS.validation_inputs) > IMAGES_AT_ONCE, "the samples make more than one piece"
    outputs = training.model_outputs(DIGITS.validation_inputs)
    loss, score = training.validate()
    assert score == pytest.approx(float((outputs.argmax(1) == DIGITS.validation_targets).double().mean()))
    assert loss == pytest.approx(float(torch.nn.functional.cross_entropy(outputs, DIGITS.validation_targets)), rel=1e-5)


@pytest.mark.parametrize("name", ["circles", "xor", "gaussians", "moons", "plane", "spiral", "bumps"])
def test_every_set_of_points_is_learned_with_what_is_usual_for_it(name: str) -> None:
    training = begin(datasets.load(DataSpec(name, noise=0.05)), seed=0)
    run_to(training, 1500)
    loss, score = training.validate()
    assert score > 0.9, f"{name}: loss {loss}, score {score}"


@pytest.mark.parametrize(
    ("setting", "value"),
    [("learning_rate", -1.0), ("learning_rate", "fast"), ("batch_size", 0), ("batch_size", 2.5), ("momentum", 1.0),
     ("optimizer", "magic"), ("schedule", "never"), ("depth", 3), ("clip", float("nan")), ("learning_rate", True)],
)  # fmt: skip
def test_impossible_settings_are_refused(setting: str, value: float | str) -> None:
    training = new()
    with pytest.raises(SettingError):
        training.change(setting, value)
    assert not training.timeline


def test_settings_keep_their_kind_and_batches_fit_the_data() -> None:
    assert changed_settings(Settings(), "learning_rate", 1).learning_rate == 1.0
    assert type(changed_settings(Settings(), "learning_rate", 1).learning_rate) is float
    training = new()
    assert training.change("batch_size", 10_000).batch_size == 200
    training.change("pace", 5.0)
    assert training.timeline == (TimelineEntry(0, Change("batch_size", 10_000)),)


def test_batch_norm_and_batches_of_one_do_not_go_together() -> None:
    training = new()
    training.change("batch_size", 1)
    with pytest.raises(EditError, match="Batch norm"):
        training.edit(InsertLayer(1, kind="batch_norm"))
    training.change("batch_size", 8)
    training.edit(InsertLayer(1, kind="batch_norm"))
    with pytest.raises(EditError, match="Batch norm"):
        training.change("batch_size", 1)


def test_a_network_must_fit_the_data() -> None:
    with pytest.raises(EditError, match="needs"):
        begin(XOR, net=mlp(3, (8,), 2))
    with pytest.raises(EditError, match="needs"):
        begin(XOR, net=mlp(2, (8,), 3))


def test_seeds_for_different_purposes_differ() -> None:
    seeds = {mix(seed, *parts) for seed in range(50) for parts in ((1,), (2,), (3, 0, 0), (3, 0, 1), (3, 1, 0))}
    assert len(seeds) == 250
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_a_restored_training_keeps_its_pace() -> None:
    training = new()
    moment = training.state()
    training.change("pace", 7.0)
    training.restore(moment)
    assert training.settings == replace(moment.settings, pace=7.0)


def test_removing_a_bottleneck_is_no_growth_though_there_are_more_parameters_after_it() -> None:
    training = begin(datasets.load(DataSpec("moons", samples=200)), net=mlp(2, (16, 2, 16), 2), seed=0)
    before = training.model.flat.numel()
    training.edit(RemoveLayer(2))
    assert training.model.flat.numel() > before
    assert training.marks[-1].grown == -1
