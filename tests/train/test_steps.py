"""A played step does what a step by hand does, bit for bit, and few changes need a new recording or capture."""

from __future__ import annotations

import warnings
from dataclasses import replace

import pytest
import torch
from torch import Generator, Tensor

from core.messages.train_commands import OPTIMIZERS, OptimizerName, Settings
from core.net.plan import ACTIVATIONS, Activation, Conv, Dense, Dropout, GlobalPool, Net, mlp
from core.train.model.model import Fade, Memory, Model, new_model
from core.train.steps import scripted, written
from core.train.steps.ladder import RECORD_AFTER, Stepper
from core.train.steps.plain import Given
from tests.train import nets
from tests.train.stepping import STEPS, CpuGraphs, again, run, with_dropout


def check(net: Net, settings: Settings, *, change: object = None, **how: object) -> None:
    """Compare steps from a recording and from a graph with steps by hand: every tensor, loss, norm and output."""
    results = []
    graphs = CpuGraphs()
    for record, on in ((False, None), (True, None), (True, graphs)):
        model = new_model(net, seed=0)
        if callable(change):
            change(model)
        _, taken = run(model, settings, record=record, graphs=on, **how)  # type: ignore[arg-type]
        results.append((nets.everything(model), taken))
    assert graphs.replays > 1
    (hand, told), *others = results
    for everything, told_too in others:
        assert nets.same(hand, everything)
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


@pytest.mark.parametrize("name", nets.ALL)
def test_every_kind_of_layer(name: str) -> None:
    check(nets.ALL[name](), Settings(learning_rate=1e-2))


def test_regression() -> None:
    check(nets.dense(activation="tanh"), Settings(learning_rate=1e-2), regress=True)


def cohorts(model: Model) -> None:
    """Make a third of the elements new."""
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


@pytest.mark.parametrize("name", nets.LARGE)
def test_batches_of_another_size_than_was_recorded_of_large_images(name: str) -> None:
    """Batch norm counts what it averages over; a recording must not keep the count of its first batch."""
    sizes = [16] * RECORD_AFTER + [16, 9, 31, 2, 3, 64] + [16] * 17
    check(nets.LARGE[name](), Settings(learning_rate=1e-2), sizes=sizes)


@pytest.mark.parametrize("graphs", [None, CpuGraphs()])
def test_changed_numbers_need_no_new_recording(graphs: CpuGraphs | None) -> None:
    model = new_model(nets.dense(), seed=0)
    settings = Settings(learning_rate=1e-2, weight_decay=0.01, l1=1e-4, clip=1.0, optimizer="momentum")
    stepper, _ = run(model, settings, record=True, graphs=graphs)
    top, captures = stepper.top, graphs and graphs.captures
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
    assert stepper.top is top
    assert (graphs and graphs.captures) == captures
    assert not stepper.fits(model, replace(settings, l1=0.0))
    assert not stepper.fits(model, replace(settings, optimizer="adam"))


@pytest.mark.parametrize("graphs", [None, CpuGraphs()])
@pytest.mark.parametrize("setting", ["weight_decay", "l1", "clip", "momentum"])
def test_a_changed_number_is_felt_by_what_is_played(setting: str, graphs: CpuGraphs | None) -> None:
    settings = Settings(learning_rate=1e-2, weight_decay=0.01, l1=1e-4, clip=1.0, optimizer="momentum")
    other = replace(settings, **{setting: 0.05})
    finals = []
    for then in (settings, other):
        model = new_model(nets.dense(), seed=0)
        stepper, _ = run(model, settings, record=True, graphs=graphs)
        inputs, targets = nets.data(model.net, 64)
        stepper.take(inputs, targets, [32, 32], settings=then, learning_rates=[1e-2] * 2, generator=Generator())
        finals.append(model.flat)
    assert not torch.equal(*finals)


@pytest.mark.parametrize("graphs", [None, CpuGraphs()])
def test_recording_and_capturing_train_nothing_and_draw_nothing(graphs: CpuGraphs | None) -> None:
    model = new_model(with_dropout(), seed=0)
    stepper, _ = run(model, Settings(learning_rate=1e-2), record=True, graphs=graphs)
    before, random = nets.everything(model), torch.get_rng_state()
    inputs, targets = nets.data(model.net, 16)
    masks = written.masks_of(stepper._dropouts, [16], Generator(), like=model.flat)
    given = Given(inputs, targets, torch.zeros(1, 5, 2), torch.zeros(4), masks, [16])
    captures = graphs and graphs.captures
    stepper.top = None
    assert stepper._prepared_top(given) is not None
    if graphs is not None:
        assert graphs.captures == (captures or 0) + 1
    assert nets.same(before, nets.everything(model))
    assert torch.equal(random, torch.get_rng_state())


@pytest.mark.parametrize("net", [nets.dense(), nets.conv(norm=True)], ids=["dense", "conv"])
@pytest.mark.parametrize("why", [RuntimeError("unsupported"), AttributeError("gone"), TypeError("other arguments")])
def test_what_cannot_be_recorded_goes_on_by_hand(
    why: Exception, net: Net, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object, **how: object) -> None:
        raise why

    monkeypatch.setattr(torch._C, "_create_graph_by_tracing", refuse)
    caplog.set_level("INFO")
    model, other = new_model(net, seed=0), new_model(net, seed=0)
    for way in ("faster", "by hand"):
        stepper = Stepper(model if way == "faster" else other, Settings(), task="classify", way=way)  # type: ignore[arg-type]
        again(stepper, STEPS)
        again(stepper, STEPS)
    assert torch.equal(model.flat, other.flat)
    told = [record.message for record in caplog.records]
    assert len(told) == 1
    assert told[0].startswith("steps go on by hand, recording them failed:")
    assert str(why) in told[0]


@pytest.mark.parametrize("net", [nets.dense(), nets.conv(norm=True)], ids=["dense", "conv"])
def test_without_torch_jit_steps_go_by_hand(
    net: Net, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is deprecated, and not supported on Python 3.14."""
    caplog.set_level("INFO")
    model, other = new_model(net, seed=0), new_model(net, seed=0)
    again(Stepper(other, Settings(), task="classify", way="by hand"), STEPS)
    monkeypatch.delattr(torch, "jit")
    again(Stepper(model, Settings(), task="classify"), STEPS)
    assert torch.equal(model.flat, other.flat)
    assert len(caplog.records) == 1


def test_dropout_is_played_with_the_masks_that_steps_by_hand_would_draw() -> None:
    check(with_dropout(), Settings(learning_rate=1e-2))
    check(with_dropout(), Settings(learning_rate=1e-2), sizes=[16] * 30 + [5, 9, 16] + [16] * 14)
    conv = (Conv(1, 6), Dropout(2, 0.4), GlobalPool(3), Dense(4, 4, "linear"))
    check(Net((2, 8, 8), conv, 5), Settings(learning_rate=1e-2))


def test_dropout_draws_new_masks_at_each_step_that_is_played() -> None:
    for graphs in (None, CpuGraphs()):
        model = new_model(with_dropout(), seed=0)
        stepper, _ = run(model, Settings(), record=True, graphs=graphs)
        inputs, targets = nets.data(model.net, 16)
        taken = stepper.take(
            inputs.repeat(8, 1), targets.repeat(8), [16] * 8, settings=Settings(), learning_rates=[0.0] * 8,
            generator=Generator().manual_seed(1),
        )  # fmt: skip
        assert len(set(taken.losses.tolist())) == 8


@pytest.mark.parametrize("unfolds", [False, True])
def test_one_recording_and_one_capture_serve_a_fade_from_its_beginning_to_its_end(unfolds: bool) -> None:
    for graphs in (None, CpuGraphs()):
        model = new_model(nets.dense(), seed=0)
        model.fades[1] = Fade(0, STEPS - 2, unfolds=unfolds)
        stepper, _ = run(model, Settings(learning_rate=1e-2), record=True, graphs=graphs)
        assert model.fades[1].over
        assert stepper.steps_by_hand == RECORD_AFTER
        top = stepper.top
        again(stepper, 16)
        assert stepper.top is top
        assert graphs is None or graphs.captures == 2, "eight steps, and one"


def test_warnings_of_torch_jit_reach_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is deprecated upstream, and each of its doors may say so one day."""
    told = []

    def telling(name: str) -> None:
        door = getattr(torch.jit, name)

        def told_(*given: object, **how: object) -> object:
            told.append(name)
            warnings.warn(f"torch.jit.{name} is deprecated", DeprecationWarning, stacklevel=1)
            looks_up = {"_frames_up": 1} if name == "CompilationUnit" else {}  # it reads its caller's names
            return door(*given, **how, **looks_up)

        monkeypatch.setattr(torch.jit, name, told_)

    for name in ("CompilationUnit", "optimized_execution"):
        telling(name)
    scripted._scripted.cache_clear()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        run(new_model(nets.conv(norm=True), seed=0), Settings(learning_rate=1e-2), record=True)
    assert set(told) == {"CompilationUnit", "optimized_execution"}
    assert not seen


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
