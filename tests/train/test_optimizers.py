"""Our optimizers are torch.optim's, step by step; what is new has an age and a ramp of its own; what is frozen
stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Generator, Tensor, nn, optim

from core.messages.train_commands import OPTIMIZERS, OptimizerName, Settings
from core.net.plan import Dense, mlp
from core.train.model.model import Memory, Model, new_model
from core.train.steps import optimizers
from core.train.steps.ladder import Stepper
from core.versions import leading
from tests.train import nets

RATE = 1e-2
TORCHS: dict[str, Callable[..., Any]] = {
    "sgd": lambda p, **k: optim.SGD(p, RATE, **k),
    "momentum": lambda p, **k: optim.SGD(p, RATE, momentum=0.9, **k),
    "nesterov": lambda p, **k: optim.SGD(p, RATE, momentum=0.9, nesterov=True, **k),
    "adam": lambda p, **k: optim.Adam(p, RATE, **k),
    "amsgrad": lambda p, **k: optim.Adam(p, RATE, amsgrad=True, **k),
    "adamw": lambda p, **k: optim.AdamW(p, RATE, **k),
    "rmsprop": lambda p, **k: optim.RMSprop(p, RATE, **k),
}


def pair(settings: Settings, *, steps: int, dtype: torch.dtype) -> tuple[Model, list[Tensor]]:
    """Train the same network with the same batches by ours and by torch.optim; return ours and torch's parameters."""
    model = new_model(mlp(6, (12, 10), 4, activation="tanh"), seed=0, dtype=dtype)
    theirs = nn.Sequential(nn.Linear(6, 12), nn.Tanh(), nn.Linear(12, 10), nn.Tanh(), nn.Linear(10, 4)).to(dtype)
    with torch.no_grad():
        for parameter, value in zip(theirs.parameters(), model.parameters.values(), strict=True):
            parameter.copy_(value)
    inputs, targets = nets.data(model.net, 16 * steps)
    inputs = inputs.to(dtype)
    optimizer = TORCHS[settings.optimizer](theirs.parameters(), weight_decay=settings.weight_decay)
    for x, y in zip(inputs.split(16), targets.split(16), strict=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(theirs(x), y).backward()
        if settings.clip:
            nn.utils.clip_grad_norm_(theirs.parameters(), settings.clip)
        optimizer.step()
    take(model, settings, inputs, targets, steps)
    return model, [p.detach() for p in theirs.parameters()]


def take(model: Model, settings: Settings, inputs: Tensor, targets: Tensor, steps: int) -> None:
    size = len(inputs) // steps
    Stepper(model, settings, task="classify").take(
        inputs, targets, [size] * steps, settings=settings, learning_rates=[settings.learning_rate] * steps,
        generator=Generator(),
    )  # fmt: skip


def apart(ours: Iterable[Tensor], theirs: Iterable[Tensor]) -> float:
    return max(float((a - b).abs().max()) for a, b in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("weight_decay", [0.0, 0.02])
@pytest.mark.parametrize("clip", [0.0, 0.3])
def test_steps_are_those_of_torch_optim(optimizer: OptimizerName, weight_decay: float, clip: float) -> None:
    settings = Settings(learning_rate=RATE, optimizer=optimizer, weight_decay=weight_decay, clip=clip)
    model, theirs = pair(settings, steps=80, dtype=torch.float64)
    began = new_model(model.net, seed=0, dtype=torch.float64)
    assert apart(model.parameters.values(), began.parameters.values()) > 0.02, "nothing was learned"
    assert apart(model.parameters.values(), theirs) <= 1e-12
    model, theirs = pair(settings, steps=80, dtype=torch.float32)
    assert apart(model.parameters.values(), theirs) <= 2e-5


def test_l1_adds_its_sign_to_the_gradient() -> None:
    model, other = (new_model(nets.dense(), seed=0, dtype=torch.float64) for _ in range(2))
    inputs, targets = nets.data(model.net, 16)
    settings = Settings(optimizer="sgd", learning_rate=RATE)
    take(model, settings, inputs.double(), targets, 1)
    take(other, replace(settings, l1=0.03), inputs.double(), targets, 1)
    began = new_model(model.net, seed=0, dtype=torch.float64).flat
    assert torch.allclose(model.flat - other.flat, RATE * 0.03 * began.sign(), atol=1e-15)


@pytest.mark.skipif(leading(torch.__version__) < (2, 4), reason="torch fuses Adam on the CPU since 2.4")
def test_without_torchs_one_pass_adam_the_steps_are_the_same_to_the_last_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(learning_rate=RATE, optimizer="amsgrad", weight_decay=0.02)
    assert optimizers.can_fuse(new_model(nets.dense(), seed=0), settings), "this torch fuses Adam on the CPU"
    one, _ = pair(settings, steps=60, dtype=torch.float64)
    monkeypatch.setattr(optimizers, "can_fuse", lambda model, settings: False)
    other, _ = pair(settings, steps=60, dtype=torch.float64)
    assert 0 < apart([one.flat], [other.flat]) < 1e-13


# --------------------------------------------------------------------------------------------- ages, ramps, cohorts
def two_cohorts(*, age: int = 500) -> Model:
    """A model whose second half came later."""
    model = new_model(nets.dense(), seed=0, dtype=torch.float64)
    cohort = torch.zeros(len(model.flat), dtype=torch.int64)
    cohort[len(cohort) // 2 :] = 1
    model.memory = Memory({}, [age, 0], [False, True], cohort)
    return model


def test_new_entries_have_their_own_bias_correction_and_ramp() -> None:
    model = two_cohorts()
    settings = Settings(optimizer="adam", ramp_steps=10)
    table = optimizers.table(model, settings, [1.0, 1.0, 1.0])
    assert table.shape == (3, 5, 3)
    rates = table[:, 0]
    assert rates[:, 0].tolist() == [1.0] * 3
    assert rates[:, 1].tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert rates[:, 2].tolist() == [0.0] * 3
    assert table[0, 1, 1] == pytest.approx(-0.1 / (1 - 0.9))
    assert table[0, 2, 1] == pytest.approx((1 - 0.999) ** 0.5)
    assert table[:, 4, :2].tolist() == [[501, 1], [502, 2], [503, 3]]


def test_a_cold_entry_steps_no_further_than_its_ramp_says() -> None:
    model = two_cohorts()
    model.memory.slots = {name: torch.zeros_like(model.flat) for name in ("mean", "square")}
    model.memory.slots["square"][: len(model.flat) // 2] = 1e-4
    before = model.flat.clone()
    inputs, targets = nets.data(model.net, 16)
    settings = Settings(optimizer="adam", learning_rate=1e-3, ramp_steps=100)
    take(model, settings, inputs.double(), targets, 1)
    moved = (model.flat - before).abs()[len(before) // 2 :]
    assert 0 < float(moved.max()) <= 1e-3 / 100 * 1.001


def test_cohorts_join_when_nothing_tells_them_apart_any_more() -> None:
    model = two_cohorts(age=0)
    settings = Settings(optimizer="sgd", ramp_steps=10)
    inputs, targets = nets.data(model.net, 16 * 12)
    take(model, settings, inputs.double()[: 16 * 9], targets[: 16 * 9], 9)
    assert model.memory.ages == [9, 9]
    take(model, settings, inputs.double()[: 16 * 3], targets[: 16 * 3], 3)
    assert (model.memory.ages, model.memory.ramped, model.memory.cohort) == ([12], [False], None)


@pytest.mark.parametrize("cuts", [[1] * 40, [40], [13, 27], [7] * 5 + [5]])
def test_cohorts_join_at_the_same_step_however_the_steps_are_cut(
    cuts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optimizers, "GROWN_UP", 21)
    results = []
    for sizes in ([40], cuts):
        model = new_model(nets.dense(), seed=0)
        model.memory = Memory({}, [0, 0], [False, True], (torch.arange(len(model.flat)) % 2))
        settings = Settings(optimizer="adam", learning_rate=RATE, ramp_steps=10)
        stepper = Stepper(model, settings, task="classify")
        inputs, targets = nets.data(model.net, 16 * 40)
        at = 0
        for k in sizes:
            rows = slice(16 * at, 16 * (at + k))
            stepper.take(
                inputs[rows],
                targets[rows],
                [16] * k,
                settings=settings,
                learning_rates=[RATE] * k,
                generator=Generator(),
            )
            at += k
        assert model.memory.cohort is None
        results.append(model.flat)
    assert torch.equal(*results)


def test_another_optimizer_starts_with_an_empty_memory_and_no_ramp_again() -> None:
    model = two_cohorts()
    model.memory.slots = {name: torch.ones_like(model.flat) for name in ("mean", "square")}
    model.memory.ages, model.memory.ramped = [900, 400], [False, True]
    optimizers.prepared(model, Settings(optimizer="rmsprop", ramp_steps=100))
    assert (model.memory.ages, model.memory.ramped) == ([0, 0], [False, False])
    assert [*model.memory.slots] == ["average"]
    assert not bool(model.memory.slots["average"].any())


def test_adam_becomes_amsgrad_and_adamw_with_what_it_remembers() -> None:
    model = nets.trained(nets.dense(), optimizer="adam")
    square = model.memory.slots["square"].clone()
    optimizers.prepared(model, Settings(optimizer="amsgrad"))
    assert torch.equal(model.memory.slots["largest"], square)
    assert model.memory.slots["largest"].data_ptr() != model.memory.slots["square"].data_ptr()
    assert model.memory.ages == [60]
    optimizers.prepared(model, Settings(optimizer="adamw"))
    assert [*model.memory.slots] == ["mean", "square"]


# ----------------------------------------------------------------------------------------------------------- frozen
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_what_is_frozen_stays_bit_for_bit(optimizer: OptimizerName) -> None:
    net = nets.dense(norm=True)
    first = net.layers[0]
    assert isinstance(first, Dense)
    net = replace(net, layers=(replace(first, frozen=True), *net.layers[1:]))
    model = new_model(net, seed=0)
    model.still = torch.zeros(len(model.flat), dtype=torch.bool)
    model.still[-3:] = True  # some of the last bias
    before = {name: t.clone() for name, t in model.parameters.items()}
    inputs, targets = nets.data(net, 16 * 40)
    take(model, Settings(optimizer=optimizer, learning_rate=RATE, weight_decay=0.1, l1=0.01), inputs, targets, 40)
    for name, tensor in model.parameters.items():
        assert torch.equal(tensor, before[name]) == name.startswith("1."), name
    assert torch.equal(model.parameters["3.bias"][-3:], before["3.bias"][-3:])


def test_what_is_frozen_has_no_part_in_the_gradient_norm() -> None:
    net = nets.dense()
    first = net.layers[0]
    assert isinstance(first, Dense)
    model, frozen = new_model(net, seed=0), new_model(
        replace(net, layers=(replace(first, frozen=True), *net.layers[1:])), seed=0
    )  # fmt: skip
    inputs, targets = nets.data(net, 16)
    norms = []
    for one in (model, frozen):
        taken = nets.train(one, 1, settings=Settings(optimizer="sgd"), inputs=inputs, targets=targets)
        norms.append(float(taken.squared_norms))
    parts = [g for name, g in model.gradients.items() if not name.startswith("1.")]
    assert norms[1] == pytest.approx(float(sum(g.square().sum() for g in parts)), rel=1e-5)
    assert norms[1] < norms[0]
