"""A recorded step does what a step by hand does, bit for bit, and needs recording seldom."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Generator, Tensor

from core.messages import OPTIMIZERS, OptimizerName, Settings
from core.net import ACTIVATIONS, Activation, Dense, Net, mlp
from core.train import steps
from core.train.model import Fade, Memory, Model, new_model
from core.train.steps import RECORD_AFTER, Stepper, Taken
from tests.train import nets

STEPS = RECORD_AFTER + 23


def run(
    model: Model, settings: Settings, *, record: bool, cuts: tuple[int, ...] = (STEPS,), sizes: list[int] | None = None,
    rates: list[float] | None = None, regress: bool = False,
) -> tuple[Stepper, Taken]:  # fmt: skip
    """Take STEPS steps in calls of `cuts` steps."""
    task = "regress" if regress else "classify"
    sizes, rates = sizes or [16] * STEPS, rates or [settings.learning_rate] * STEPS
    inputs, targets = nets.data(model.net, sum(sizes), task=task)  # type: ignore[arg-type]
    stepper = Stepper(model, settings, task=task)  # type: ignore[arg-type]
    if not record:
        stepper._recordable = False
    taken, place, row, generator = [], 0, 0, Generator().manual_seed(0)
    for count in cuts:
        here = sizes[place : place + count]
        rows = slice(row, row + sum(here))
        taken.append(
            stepper.take(
                inputs[rows],
                targets[rows],
                here,
                settings=settings,
                learning_rates=rates[place : place + count],
                generator=generator,
            )
        )
        place, row = place + count, rows.stop
    assert (stepper._recording is not None) == record
    return stepper, Taken(
        *(torch.cat([getattr(t, name) for t in taken]) for name in ("losses", "squared_norms", "outputs"))
    )


def check(net: Net, settings: Settings, *, change: object = None, **how: object) -> None:
    """Compare recorded steps with steps by hand: every tensor, every loss, every norm, every output."""
    results = []
    for record in (False, True):
        model = new_model(net, seed=0)
        if callable(change):
            change(model)
        _, taken = run(model, settings, record=record, **how)  # type: ignore[arg-type]
        results.append((nets.everything(model), taken))
    (hand, told), (recorded, told_too) = results
    assert nets.same(hand, recorded)
    for name in ("losses", "squared_norms", "outputs"):
        assert torch.equal(getattr(told, name), getattr(told_too, name)), name
    assert float(told.losses[-8:].mean()) < float(told.losses[:8].mean())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer(optimizer: OptimizerName) -> None:
    settings = Settings(optimizer=optimizer, learning_rate=1e-2)
    check(nets.dense(), settings)
    check(nets.dense(), replace(settings, weight_decay=0.01, l1=1e-4, clip=0.5))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(activation: Activation) -> None:
    check(nets.dense(activation=activation), Settings(learning_rate=1e-2))


@pytest.mark.parametrize("name", nets.NETS)
def test_every_kind_of_layer(name: str) -> None:
    check(nets.NETS[name](), Settings(learning_rate=1e-2))


def test_regression() -> None:
    check(nets.dense(activation="tanh"), Settings(learning_rate=1e-2), regress=True)


def cohorts(model: Model) -> None:
    """Make a third of the elements newborn."""
    model.memory = Memory({}, [0, 0], [False, True], (torch.arange(len(model.flat)) % 3 == 0).long())


def still(model: Model) -> None:
    """Freeze every fifth element."""
    model.still = torch.arange(len(model.flat)) % 5 == 0


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("change", [cohorts, still])
def test_new_entries_on_their_ramp_and_frozen_ones(optimizer: OptimizerName, change: object) -> None:
    check(nets.dense(), Settings(optimizer=optimizer, learning_rate=1e-2, clip=0.5), change=change)


@pytest.mark.parametrize("cuts", [(1,) * STEPS, (5, STEPS - 5), (RECORD_AFTER, 1, 22), (RECORD_AFTER + 1, 22)])
def test_how_steps_are_cut_into_calls_changes_nothing(cuts: tuple[int, ...]) -> None:
    model, other = new_model(nets.dense(norm=True), seed=0), new_model(nets.dense(norm=True), seed=0)
    run(model, Settings(learning_rate=1e-2), record=True)
    run(other, Settings(learning_rate=1e-2), record=True, cuts=cuts)
    assert nets.same(nets.everything(model), nets.everything(other))


def test_one_recording_serves_every_batch_size_and_learning_rate() -> None:
    sizes = [16] * RECORD_AFTER + [16, 9, 31, 2, 1, 64] + [16] * 17
    check(nets.dense(), Settings(learning_rate=1e-2), sizes=sizes, rates=[1e-3 + 1e-4 * i for i in range(STEPS)])


def test_changed_numbers_need_no_new_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = []
    record = Stepper._record
    monkeypatch.setattr(Stepper, "_record", lambda self, given: recorded.append(1) or record(self, given))
    model = new_model(nets.dense(), seed=0)
    settings = Settings(learning_rate=1e-2, weight_decay=0.01, l1=1e-4, clip=1.0, optimizer="momentum")
    stepper, _ = run(model, settings, record=True)
    for changed in (
        replace(settings, learning_rate=0.1), replace(settings, weight_decay=0.3), replace(settings, clip=2.0),
        replace(settings, l1=1e-3), replace(settings, momentum=0.5), replace(settings, ramp_steps=7),
    ):  # fmt: skip
        assert stepper.fits(model, changed)
        before = model.flat.clone()
        inputs, targets = nets.data(model.net, 16)
        stepper.take(
            inputs, targets, [16], settings=changed, learning_rates=[changed.learning_rate], generator=Generator()
        )
        assert not torch.equal(before, model.flat)
    assert len(recorded) == 1
    assert not stepper.fits(model, replace(settings, l1=0.0))
    assert not stepper.fits(model, replace(settings, optimizer="adam"))


@pytest.mark.parametrize("setting", ["weight_decay", "l1", "clip", "momentum"])
def test_a_changed_number_is_felt_by_the_recording(setting: str) -> None:
    settings = Settings(learning_rate=1e-2, weight_decay=0.01, l1=1e-4, clip=1.0, optimizer="momentum")
    other = replace(settings, **{setting: 0.05})
    finals = []
    for then in (settings, other):
        model = new_model(nets.dense(), seed=0)
        stepper, _ = run(model, settings, record=True)
        inputs, targets = nets.data(model.net, 64)
        stepper.take(inputs, targets, [32, 32], settings=then, learning_rates=[1e-2] * 2, generator=Generator())
        finals.append(model.flat)
    assert not torch.equal(*finals)


def test_recording_trains_nothing_and_draws_nothing() -> None:
    model = new_model(nets.dense(norm=True), seed=0)
    stepper, _ = run(model, Settings(learning_rate=1e-2), record=True)
    before, random = nets.everything(model), torch.get_rng_state()
    inputs, targets = nets.data(model.net, 16)
    numbers = torch.zeros(1, 5, 2)
    stepper._record(steps.Given(inputs, targets, numbers, torch.zeros(4), [16]))
    assert nets.same(before, nets.everything(model))
    assert torch.equal(random, torch.get_rng_state())


def test_what_cannot_be_recorded_goes_on_by_hand(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **how: object) -> None:
        raise RuntimeError("unsupported")

    monkeypatch.setattr(torch.jit, "trace", refuse)
    caplog.set_level("INFO")
    model, other = new_model(nets.dense(), seed=0), new_model(nets.dense(), seed=0)
    inputs, targets = nets.data(model.net, 16 * STEPS)
    for one in (model, other):
        stepper = Stepper(one, Settings(), task="classify")
        stepper._recordable = one is model
        for _ in range(2):
            stepper.take(
                inputs, targets, [16] * STEPS, settings=Settings(), learning_rates=[1e-3] * STEPS, generator=Generator()
            )
    assert torch.equal(model.flat, other.flat)
    assert [record.message for record in caplog.records] == ["steps go on by hand, recording them failed: unsupported"]


def test_dropout_goes_by_hand() -> None:
    model = new_model(nets.dropout(), seed=0)
    _, taken = run(model, Settings(learning_rate=1e-2), record=False)
    assert not Stepper(model, Settings(), task="classify")._recordable
    assert float(taken.losses[-5:].mean()) < float(taken.losses[0])


def test_a_fading_layer_goes_by_hand_and_its_fade_moves_with_the_steps() -> None:
    model = new_model(nets.dense(), seed=0)
    model.fades[1] = Fade(0, 30)
    stepper, _ = run(model, Settings(learning_rate=1e-2), record=False)
    assert model.fades[1].done == 30
    assert stepper.by_hand == STEPS


def test_losses_norms_and_outputs_are_those_before_each_step() -> None:
    model = new_model(nets.dense(), seed=0)
    inputs, targets = nets.data(model.net, 16)
    begun = nets.outputs(model, inputs)
    taken = nets.train(model, 1, inputs=inputs, targets=targets, batch=16, seed=3)
    rows: Tensor = torch.randint(0, 16, (16,), generator=Generator().manual_seed(3))
    assert torch.allclose(taken.outputs, begun[rows], atol=1e-6)
    wanted = torch.nn.functional.cross_entropy(begun[rows], targets[rows])
    assert float(taken.losses) == pytest.approx(float(wanted), rel=1e-5)


def test_a_net_without_hidden_layers_steps() -> None:
    check(mlp(6, (), 4), Settings(learning_rate=5e-2))


def test_everything_frozen_moves_nothing() -> None:
    net = Net((6,), (Dense(1, 4, "linear", frozen=True),), 2)
    model = new_model(net, seed=0)
    before = model.flat.clone()
    run(model, Settings(learning_rate=1e-2, clip=1.0), record=True)
    assert torch.equal(model.flat, before)
