"""The step as a person writes it is the trainer's own, to the last digit, whatever was done to the network."""

from __future__ import annotations

import pytest
import torch

from core.inside.written.step import Step, difference
from core.messages.train_commands import OPTIMIZERS, SCHEDULES, DataSpec, OptimizerName, Schedule, Settings
from core.net.plan import (
    INPUT,
    CopyLayer,
    Edit,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    RemoveLayer,
    SetActivation,
    Widen,
)
from core.net.presets import PRESETS, preset
from core.train.training import datasets
from core.train.training.training import Training, begin

LAST_DIGIT = 2e-7
"""Of weights about 1 in float32; a changed update is a thousand times as large."""


def training(data: str = "digits", *, net: Net | None = None, steps: int = 4, **settings: object) -> Training:
    made = begin(
        datasets.load(DataSpec(data)), net=net, settings=Settings(**{"batch_size": 32, **settings}), seed=1  # type: ignore[arg-type]
    )  # fmt: skip
    made.take(steps)
    return made


def same(of: Training) -> None:
    differs, largest = difference(Step(of))
    assert largest > 1e-5, "a step that changes nothing proves nothing"
    assert differs <= LAST_DIGIT


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("data", ["digits", "spiral", "plane"])
def test_every_optimizer_takes_the_trainers_step(data: str, optimizer: OptimizerName) -> None:
    same(training(data, optimizer=optimizer, learning_rate=1e-2, weight_decay=0.01, clip=1.0, l1=1e-4))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_rate_is_that_of_the_next_step(schedule: Schedule) -> None:
    same(training(optimizer="sgd", learning_rate=0.1, schedule=schedule, schedule_steps=10))


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "custom"])
def test_every_preset_takes_the_trainers_step(name: str) -> None:
    same(training(net=preset(name, (1, 8, 8), 10)))


EDITS: dict[str, list[Edit]] = {
    "widened": [Widen(LayerKey(1), 8)],
    "split": [Widen(LayerKey(1), 8, way="split")],
    "narrowed": [Narrow(LayerKey(1), 8)],
    "unfolding": [InsertLayer(LayerKey(1))],
    "after the input": [InsertLayer(INPUT)],
    "residual": [InsertLayer(LayerKey(1), kind="residual")],
    "copied": [CopyLayer(LayerKey(2))],
    "batch norm": [InsertLayer(LayerKey(1), kind="batch_norm")],
    "dropout": [InsertLayer(LayerKey(1), kind="dropout")],
    "frozen": [Freeze(LayerKey(1))],
    "frozen batch norm": [InsertLayer(LayerKey(1), kind="batch_norm"), Freeze(LayerKey(1))],
    "a frozen unit": [Freeze(LayerKey(1), unit=2)],
    "fading": [RemoveLayer(LayerKey(1), way="fade")],
    "another activation": [SetActivation(LayerKey(1), "gelu")],
    "several": [Widen(LayerKey(1), 4), InsertLayer(LayerKey(1)), Widen(LayerKey(2), 4), Freeze(LayerKey(2), unit=0)],
}


@pytest.mark.parametrize("optimizer", ["adam", "momentum", "adamw", "amsgrad", "rmsprop"])
@pytest.mark.parametrize("name", EDITS)
def test_an_edited_network_takes_the_trainers_step(name: str, optimizer: OptimizerName) -> None:
    of = training(optimizer=optimizer, weight_decay=0.01)
    for edit in EDITS[name]:
        of.edit(edit)
        of.take(3)
        same(of)


@pytest.mark.parametrize("before", OPTIMIZERS)
@pytest.mark.parametrize("after", OPTIMIZERS)
def test_another_optimizer_in_the_middle_takes_the_trainers_step(before: OptimizerName, after: OptimizerName) -> None:
    """What both remember stays, the rest begins from zero, for weights of every age."""
    of = training(optimizer=before)
    of.edit(Widen(LayerKey(1), 8))
    of.take(3)
    of.change("optimizer", after)
    same(of)
    of.take(2)
    same(of)


def test_going_back_gives_the_same_step_again() -> None:
    of = training()
    of.edit(InsertLayer(LayerKey(1), kind="dropout"))
    step = Step(of)
    step.draw_as_the_training()
    step.run()
    first = {name: tensor.detach().clone() for name, tensor in step.network.named().items()}
    step.back()
    assert all(torch.equal(tensor, step.start[name]) for name, tensor in step.network.named().items())
    step.run()
    assert all(torch.equal(tensor, first[name]) for name, tensor in step.network.named().items())


def test_the_training_itself_stays_where_it_is() -> None:
    of = training()
    before = of.model.flat.clone()
    difference(Step(of))
    assert torch.equal(of.model.flat, before)
    assert of.step == 4


def test_the_lines_say_what_is_done() -> None:
    step = Step(training(clip=1.0, l1=0.001, optimizer="nesterov"))
    assert [line.text for line in step.lines] == [
        "optimizer.zero_grad()",
        "output = net(x)",
        "loss = F.cross_entropy(output, y) + 0.001 * sum(p.abs().sum() for p in net.parameters())",
        "loss.backward()",
        "nn.utils.clip_grad_norm_(net.parameters(), 1)",
        "optimizer.step()",
    ]
    assert step.optimizer_text == (
        "optimizer = torch.optim.SGD(net.parameters(), lr=0.001, momentum=0.9, nesterov=True)"
    )
