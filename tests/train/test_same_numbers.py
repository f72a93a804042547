"""After 200 steps, however they are taken, the numbers are the same.

By hand, from a recording and from a graph, bit for bit, whatever a network and its settings have. Against autograd with
`torch.optim`, with which our steps share neither backward nor optimizer, within 1e-12 of the largest in float64.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import pytest
import torch
from torch import Generator, Tensor, nn

from core.messages.train_commands import OPTIMIZERS, SCHEDULES, DataSpec, Schedule, Settings, Task
from core.net.plan import ACTIVATIONS, Conv, Dense, Dropout, GlobalPool, Net, Widen, mlp, numbered
from core.train.model.model import Fade, Memory, Model, new_model
from core.train.steps import written
from core.train.steps.forward import for_autograd, forward
from core.train.steps.ladder import Stepper, Way
from core.train.steps.plain import Taken
from core.train.training import datasets, schedules
from core.train.training.replay import run_to
from core.train.training.training import begin
from tests.train import nets
from tests.train.stepping import CpuGraphs, with_dropout
from tests.train.test_optimizers import TORCHS

STEPS, BATCH = 200, 12
PLAIN = Settings()


def cohorts(model: Model) -> None:
    """Make a third of the elements new, on a ramp that ends on the way."""
    model.memory = Memory({}, [0, 0], [False, True], (torch.arange(len(model.flat)) % 3 == 0).long())


def still(model: Model) -> None:
    """Freeze every fifth element."""
    model.still = torch.arange(len(model.flat)) % 5 == 0


def frozen_layer() -> Net:
    net = nets.dense(norm=True)
    return replace(net, layers=(replace(net.layers[0], frozen=True), *net.layers[1:]))


def dropout_conv() -> Net:
    return Net((2, 8, 8), (Conv(1, 6), Dropout(2, 0.3), GlobalPool(3), Dense(4, 4, "linear")), 5)


def fading(model: Model) -> None:
    """Let all hidden layers fade; one is done before the steps are."""
    for place, layer in enumerate(numbered(model.net)[:-1]):
        if hasattr(layer, "activation"):
            model.fades[layer.key] = Fade(10, 150 + 90 * place)


def unfolding(model: Model) -> None:
    """Let all hidden layers unfold."""
    for place, layer in enumerate(numbered(model.net)[:-1]):
        if isinstance(layer, (Dense, Conv)):
            model.fades[layer.key] = Fade(0, 150 + 90 * place, unfolds=True, tangent=True)


@dataclass(frozen=True)
class Case:
    """What is trained and how."""

    net: Callable[[], Net] = nets.dense
    settings: Settings = PLAIN
    task: Task = "classify"
    change: Callable[[Model], None] | None = None


ALL = Settings(weight_decay=0.01, l1=1e-4, clip=0.5)
CASES: dict[str, Case] = {
    **{f"net {name}": Case(net) for name, net in nets.ALL.items()},
    **{f"activation {name}": Case(partial(nets.dense, activation=name)) for name in ACTIVATIONS},
    **{f"activation {name} residual": Case(partial(nets.residual_dense, name)) for name in ACTIVATIONS},
    **{f"optimizer {name}": Case(settings=Settings(optimizer=name)) for name in OPTIMIZERS},
    **{f"optimizer {name} with all": Case(settings=replace(ALL, optimizer=name)) for name in OPTIMIZERS},
    **{f"ramp {name}": Case(settings=replace(ALL, optimizer=name), change=cohorts) for name in OPTIMIZERS},
    **{f"frozen units {name}": Case(settings=replace(ALL, optimizer=name), change=still) for name in OPTIMIZERS},
    **{f"schedule {name}": Case(settings=Settings(schedule=name, schedule_steps=150)) for name in SCHEDULES},
    "fading": Case(change=fading),
    "fading blocks": Case(nets.residual_conv, change=fading),
    "unfolding": Case(settings=ALL, change=unfolding),
    "unfolding sigmoid": Case(partial(nets.dense, activation="sigmoid"), change=unfolding),
    "unfolding conv": Case(partial(nets.conv, norm=True, activation="tanh"), change=unfolding),
    "unfolding dropout": Case(with_dropout, change=unfolding),
    "frozen layer": Case(frozen_layer, ALL),
    "wide": Case(partial(nets.dense, hidden=(130, 70))),
    "no hidden layer": Case(lambda: mlp(6, (), 4)),
    "dropout": Case(with_dropout, ALL),
    "dropout conv": Case(dropout_conv),
    "regression": Case(partial(nets.dense, activation="tanh"), task="regress"),
    "regression conv": Case(nets.conv, task="regress"),
}

SLOW = ("activation", "frozen units", "ramp", "schedule")


def settings_of(case: Case) -> Settings:
    return replace(case.settings, learning_rate=5e-3, batch_size=BATCH, ramp_steps=90)


def batches(case: Case, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    inputs, targets = nets.data(case.net(), STEPS * BATCH, task=case.task)
    return inputs.to(dtype), targets if case.task == "classify" else targets.to(dtype)


def trained(case: Case, way: Way | Literal["graph"], dtype: torch.dtype) -> tuple[Model, Taken]:
    """Take 200 steps one way, in calls as uneven as a training's."""
    model, settings = new_model(case.net(), seed=0, dtype=dtype), settings_of(case)
    if case.change is not None:
        case.change(model)
    graphs = CpuGraphs() if way == "graph" else None
    stepper = Stepper(model, settings, task=case.task, way="by hand" if way == "by hand" else "top", graphs=graphs)
    inputs, targets = batches(case, dtype)
    generator, taken = Generator().manual_seed(0), []
    for steps in (range(7), range(7, 40), range(40, 41), range(41, STEPS)):
        rows = slice(steps.start * BATCH, steps.stop * BATCH)
        rates = [schedules.rate_at(settings, step) for step in steps]
        taken.append(
            stepper.take(
                inputs[rows], targets[rows], [BATCH] * len(steps), settings=settings, learning_rates=rates,
                generator=generator,
            )
        )  # fmt: skip
    assert (stepper.top is not None) == (way != "by hand")
    assert graphs is None or graphs.replays > 10
    names = ("losses", "squared_norms", "outputs")
    return model, Taken(*(torch.cat([getattr(t, name) for t in taken]) for name in names))


@pytest.mark.parametrize("dtype", [torch.float32, pytest.param(torch.float64, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n.startswith(SLOW) else n for n in CASES])
def test_steps_by_hand_from_a_recording_and_from_a_graph_are_the_same_bit_for_bit(
    name: str, dtype: torch.dtype
) -> None:
    case = CASES[name]
    model, told = trained(case, "by hand", dtype)
    assert float(told.losses[-20:].mean()) < float(told.losses[:20].mean()), "nothing was learned"
    assert float(told.squared_norms[-20:].min()) > 0
    for way in ("top", "graph") if dtype == torch.float32 else ("top",):
        other, told_too = trained(case, way, dtype)  # type: ignore[arg-type]
        assert nets.same(nets.everything(model), nets.everything(other)), way
        for what in ("losses", "squared_norms", "outputs"):
            assert torch.equal(getattr(told, what), getattr(told_too, what)), (way, what)


# ------------------------------------------------------------------------------------- autograd and torch.optim
OUTSIDE = [
    name for name, case in CASES.items()
    if case.change is None and case.settings.l1 == 0 and not name.startswith(("schedule", "frozen"))
]  # fmt: skip


def outside(case: Case, dtype: torch.dtype) -> tuple[Model, Tensor]:
    """Take 200 steps with autograd and torch.optim; return the model and the losses."""
    model, settings = new_model(case.net(), seed=0, dtype=dtype), settings_of(case)
    leaves = for_autograd(model)
    optimizer = TORCHS[settings.optimizer](leaves.values(), weight_decay=0.0)
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate
    generator, losses = Generator().manual_seed(0), []
    for x, y in zip(*(tensor.split(BATCH) for tensor in batches(case, dtype)), strict=True):
        optimizer.zero_grad()
        outputs = forward(model, x, training=True, generator=generator, parameters=leaves)
        loss = written.LOSS[case.task](outputs, y)
        loss.backward()
        if settings.clip:
            nn.utils.clip_grad_norm_(leaves.values(), settings.clip)
        optimizer.step()
        losses.append(loss.detach())
    return model, torch.stack(losses)


@pytest.mark.parametrize("name", OUTSIDE)
def test_two_hundred_steps_are_those_of_autograd_and_torch_optim(name: str) -> None:
    model, told = trained(CASES[name], "top", torch.float64)
    theirs, losses = outside(CASES[name], torch.float64)
    assert float((told.losses - losses).abs().max()) <= 1e-12 * float(losses.abs().max())
    compared = 0
    for name_, other in {**theirs.parameters, **theirs.buffers}.items():
        if name_ in without_effect(model.net):
            continue
        mine = {**model.parameters, **model.buffers}[name_]
        assert float((mine - other).abs().max()) <= 1e-12 * float(other.abs().max()), name_
        compared += 1
    assert compared >= 2


def without_effect(net: Net) -> set[str]:
    """A bias before a batch norm, which takes it away again: its gradient is rounding alone, and Adam makes steps of
    full length of that, in directions of their own."""
    normed = [layer.key for layer in numbered(net) if getattr(layer, "norm", "none") == "batch"]
    return {f"{key}.{name}" for key in normed for name in ("bias", "running_mean")}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in OUTSIDE if name.startswith(("activation", "optimizer", "regr"))])
def test_in_float32_too_but_for_the_last_digits(name: str) -> None:
    model, _ = trained(CASES[name], "top", torch.float32)
    theirs, _ = outside(CASES[name], torch.float32)
    assert float((model.flat - theirs.flat).abs().max()) <= 1e-6 * float(theirs.flat.abs().max())


# ------------------------------------------------------------------------------------------- switching on the way
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_switching_in_mid_run_changes_no_bit(schedule: Schedule) -> None:
    """By hand, on the top rung, by hand again, from an edit on with graphs: one and the same training."""
    flats = []
    for ways in (["by hand"] * 4, ["top", "by hand", "top", "top"], ["faster", "top", "by hand", "faster"]):
        settings = Settings(schedule=schedule, schedule_steps=200, clip=1.0, batch_size=50)
        training = begin(datasets.load(DataSpec("digits")), settings=settings, seed=0)
        for place, way in enumerate(ways):
            graphs = CpuGraphs() if place == 3 and way == "top" else None
            training.make_stepper = partial(Stepper, way=way, graphs=graphs)
            training._stepper = None
            run_to(training, 50 * place + 50)
            if place == 1:
                training.edit(Widen(1, 3))
            if graphs is not None:
                assert graphs.replays > 2
        flats.append(training.model.flat)
    assert torch.equal(flats[0], flats[1])
    assert torch.equal(flats[0], flats[2])
