"""The numbers behind units and lines: what a step has left in the tensors, told while they are watched."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from core.messages.beside.numbers import MOST_SPOTS, Numbers, Spot, WatchNumbers
from core.messages.train_commands import DataSpec, Load, Pause, Play, Reset, Settings, Step, Undo
from core.messages.train_events import Edited, Rejected
from core.net.plan import (
    Conv,
    Dense,
    Flatten,
    Freeze,
    LayerKey,
    Narrow,
    Net,
    Pool,
    RemoveLayer,
    SetBias,
    SetWeight,
    mlp,
)
from tests.train.line import Line

torch.set_num_threads(1)
ONE, TWO, THREE, FOUR = (LayerKey(key) for key in (1, 2, 3, 4))
XOR = Load(DataSpec("xor", samples=200), net=mlp(2, (6, 5), 2), settings=Settings(optimizer="adam"))
IMAGES = Net(
    (1, 8, 8),
    (Conv(ONE, 4), Pool(TWO), Conv(LayerKey(5), 4, groups=2), Flatten(THREE), Dense(FOUR, 10, "linear")),
    6,
)


def begun(load: Load = XOR, steps: int = 10) -> Line:
    line = Line()
    line.ask(load)
    line.ask(Step(steps))
    return line


def told_since(line: Line, count: int) -> list[Numbers]:
    return [event for event, _ in line.said[count:] if isinstance(event, Numbers)]


def test_a_lines_numbers_are_those_of_the_last_step() -> None:
    line = begun()
    first = line.ask(WatchNumbers((Spot(TWO, 3, 4),)))
    before = line.session.training.model.flat.clone()
    parameters = line.session.training.model.parameters
    (there,) = first.spots
    assert there.weight == float(parameters["2.weight"][3, 4])
    assert there.bias == float(parameters["2.bias"][3])
    assert there.weight_gradient == float(line.session.training.model.gradients["2.weight"][3, 4])
    assert there.size == pytest.approx(float(parameters["2.weight"][3].norm()))
    assert (there.weights, there.input, there.row, there.column) == (1, 4, 0, 0)
    assert math.isnan(there.weight_change), "no step was taken since it is watched"
    count = len(line.said)
    line.ask(Step(1))
    line.turns(2)
    (after,) = told_since(line, count)[-1].spots
    assert told_since(line, count)[-1].over == 1
    assert after.weight_change == pytest.approx(after.weight - there.weight, abs=1e-9)
    assert not torch.equal(before, line.session.training.model.flat)


@pytest.mark.parametrize("steps", [3, 700])
def test_the_gradient_is_that_of_the_loss_however_the_steps_are_taken(steps: int) -> None:
    line = begun(steps=steps)
    training = line.session.training
    inputs, targets = training.next_batch()
    leaves = {name: t.detach().clone().requires_grad_() for name, t in training.model.parameters.items()}
    x = inputs
    activations = [layer.activation for layer in training.net.layers]  # type: ignore[union-attr]
    for key, activation in enumerate(activations, 1):
        x = x @ leaves[f"{key}.weight"].T + leaves[f"{key}.bias"]
        x = torch.relu(x) if activation == "relu" else x
    torch.nn.functional.cross_entropy(x, targets).backward()
    line.ask(Step(1))
    there = line.ask(WatchNumbers((Spot(ONE, 2, 1),))).spots[0]
    assert there.weight_gradient == pytest.approx(float(leaves["1.weight"].grad[2, 1]), rel=1e-4, abs=1e-7)
    assert there.bias_gradient == pytest.approx(float(leaves["1.bias"].grad[2]), rel=1e-4, abs=1e-7)


def test_a_line_behind_a_flatten_or_into_a_kernel_is_its_largest_weight() -> None:
    load = Load(DataSpec("digits", samples=200), net=IMAGES, settings=Settings(batch_size=32))
    line = begun(load, steps=2)
    parameters = line.session.training.model.parameters
    kernel, dense, grouped = line.ask(WatchNumbers((Spot(ONE, 2, 0), Spot(FOUR, 7, 3), Spot(LayerKey(5), 3, 2)))).spots
    assert kernel.weights == 9
    assert abs(kernel.weight) == pytest.approx(float(parameters["1.weight"][2, 0].abs().max()))
    assert kernel.weight == float(parameters["1.weight"][2, 0, kernel.row, kernel.column])
    assert dense.weights == 16
    assert 48 <= dense.input < 64
    assert dense.weight == float(parameters["4.weight"][7, dense.input])
    assert abs(dense.weight) == pytest.approx(float(parameters["4.weight"][7, 48:64].abs().max()))
    assert grouped.input == 0, "channel 2 is the first of the second group"
    assert grouped.weight == float(parameters["5.weight"][3, 0, grouped.row, grouped.column])
    other = line.ask(WatchNumbers((Spot(LayerKey(5), 3, 0),))).spots[0]
    assert other.weights == 0, "a unit reads nothing of another group"
    line.ask(SetWeight(FOUR, 7, dense.input, 9.0))
    assert line.ask(WatchNumbers((Spot(FOUR, 7, 3),))).spots[0].weight == 9.0


@pytest.mark.parametrize("spots", [
    (Spot(LayerKey(99), 0),), (Spot(LayerKey(0), 0),), (Spot(ONE, 6),), (Spot(ONE, -1),), (Spot(ONE, 0, 2),),
    (Spot(ONE, 0, -2),), (Spot(ONE, 2**62, 0),), (Spot(ONE, 0, 0),) * (MOST_SPOTS + 1),
], ids=str)  # fmt: skip
def test_a_spot_that_is_not_there_is_refused_and_the_one_before_stays_watched(spots: Any) -> None:
    line = begun()
    line.ask(WatchNumbers((Spot(ONE, 0, 0),)))
    assert isinstance(line.ask(WatchNumbers(spots)), Rejected)
    count = len(line.said)
    line.ask(Step(1))
    line.turns(2)
    assert [one.spots[0].spot for one in told_since(line, count)][-1] == Spot(ONE, 0, 0)


def test_nothing_is_told_once_nobody_watches() -> None:
    line = begun()
    line.ask(WatchNumbers((Spot(ONE, 0),)))
    assert line.ask(WatchNumbers()).spots == ()
    count = len(line.said)
    line.ask(Step(5))
    line.turns(3)
    assert told_since(line, count) == []


def test_while_it_trains_the_numbers_come_some_times_a_second_and_are_of_a_rounds_steps() -> None:
    line = begun()
    line.ask(WatchNumbers((Spot(ONE, 0, 0),)))
    line.ask(Play())
    count, begin, step = len(line.said), line.clock(), line.session.training.step
    line.turns(400)
    told, passed = told_since(line, count), line.clock() - begin
    line.ask(Pause())
    taken = line.session.training.step - step
    assert 1 <= len(told) <= passed / 0.1 + 1
    assert all(one.over >= 1 for one in told)
    assert sum(one.over for one in told) < taken, "a change is of the last steps, not of all since it was told"
    line.turns(2)
    last = told_since(line, count)[-1]
    assert last.step == line.session.training.step
    assert last.spots[0].weight == float(line.session.training.model.parameters["1.weight"][0, 0])


def test_an_edit_an_undo_and_a_reset_are_told_at_the_same_step() -> None:
    line = begun()
    line.ask(WatchNumbers((Spot(TWO, 1, 1),)))
    for asked, value in ((SetWeight(TWO, 1, 1, 7.5), 7.5), (SetBias(TWO, 1, 2.5), 7.5), (Undo(), 7.5)):
        count = len(line.said)
        assert isinstance(line.ask(asked), Edited)
        line.turns(2)
        (there,) = told_since(line, count)[-1].spots
        assert there.weight == value
        assert math.isnan(there.weight_gradient), "no step was taken with it yet"
    line.ask(Freeze(TWO, 1))
    line.turns(2)
    assert told_since(line, 0)[-1].spots[0].frozen
    line.ask(Reset())
    line.turns(2)
    assert told_since(line, 0)[-1].step == 0
    line.agree()


def test_a_layer_that_goes_is_watched_no_more_and_training_goes_on() -> None:
    for edit in (RemoveLayer(TWO), Narrow(TWO, 4)):
        line = begun()
        line.ask(WatchNumbers((Spot(TWO, 4, 1),)))
        assert isinstance(line.ask(edit), Edited)
        count = len(line.said)
        line.ask(Step(3))
        line.turns(2)
        assert told_since(line, count) == []
