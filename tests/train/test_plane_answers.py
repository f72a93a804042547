"""What the network says about points of the plane, through the real trainer."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from core.messages.beside.plane import PlaneAnswer, WatchPlane
from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec, Load, Pause, Play, Reset, Step, Undo
from core.messages.train_events import Rejected, State
from core.net.plan import Widen, hidden_keys, mlp
from core.train.beside import points
from core.train.plane.surface import answers, grid
from tests.train.arrays import from_array
from tests.train.line import Line


def told(line: Line) -> list[PlaneAnswer]:
    return [event for event, _ in line.said if isinstance(event, PlaneAnswer)]


def begun(name: str, **more: object) -> Line:
    line = Line()
    line.ask(Load(data=replace(CATALOGUE[name].usual, **more), settings=CATALOGUE[name].settings))  # type: ignore[arg-type]
    return line


def test_the_surface_the_points_and_playgrounds_losses_are_those_of_the_network_right_then() -> None:
    line = begun("playground-circle", inputs=("x1", "x1^2", "x2^2"))
    assert isinstance(line.ask(WatchPlane(30.0, 64)), State)
    line.ask(Step(60))
    line.turns(3)
    last, training = told(line)[-1], line.session.training
    assert last.step == training.step == 60
    surface = from_array(last.surface)
    side = surface.shape[0]
    with torch.no_grad():
        told_of = grid(side, reach=6.0, names=("x1", "x1^2", "x2^2"), like=training.dataset.training_inputs)
        again = answers(training.model_outputs(told_of)).reshape(side, side)
        outputs = training.model_outputs(training.dataset.validation_inputs)
    assert torch.allclose(surface, again, atol=1e-5)
    assert surface.std() > 0.01, "the network is not dead"
    # Playground's output is the tanh of one number; ours has a number for each class.
    one = torch.tanh((outputs[:, 1] - outputs[:, 0]) / 2)
    targets = training.dataset.validation_targets.float() * 2 - 1
    assert torch.allclose(from_array(last.held_out), one, atol=1e-5)
    assert last.held_out_loss == pytest.approx(float((0.5 * (one - targets) ** 2).mean()), rel=1e-4)
    assert last.score == pytest.approx(training.validate()[1])
    assert len(from_array(last.trained)) == 250


def test_of_regression_the_score_is_r_squared_and_the_loss_half_the_mean_square() -> None:
    line = begun("playground-plane", noise=0.2)
    line.ask(WatchPlane(30.0))
    line.ask(Step(300))
    line.turns(3)
    last, training = told(line)[-1], line.session.training
    loss, score = training.validate()
    assert 0.5 < score < 1, "it has learned something, but not the noise"
    assert last.score == pytest.approx(score, rel=1e-3)
    wanted = training.dataset.validation_targets[:, 0]
    assert last.held_out_loss == pytest.approx(float((from_array(last.held_out) - wanted).square().mean() / 2))
    assert loss > 0


def test_an_edit_an_undo_and_a_reset_are_answered_for_while_the_training_waits() -> None:
    line = begun("xor")
    line.ask(WatchPlane(10.0))
    line.ask(Step(50))
    line.turns(5)
    before = len(told(line))
    for asked in (Widen(hidden_keys(line.session.training.net)[0], 4), Undo(), Reset()):
        line.ask(asked)
        line.turns(3)
        assert len(told(line)) > before, asked
        before = len(told(line))
    assert told(line)[-1].step == 0


def test_nothing_is_told_of_images_nor_once_nobody_watches_and_the_trainer_rests() -> None:
    line = begun("xor")
    line.ask(WatchPlane(10.0))
    line.ask(Load(data=DataSpec("digits")))
    before = len(told(line))
    line.ask(Step(5))
    line.turns(5)
    assert len(told(line)) == before
    assert not line.trainer._beside.busy
    line.ask(Load(data=DataSpec("moons")))
    line.turns(3)
    assert len(told(line)) == before + 1
    line.ask(WatchPlane(0.0))
    line.ask(Step(5))
    line.turns(5)
    assert len(told(line)) == before + 1


@pytest.mark.parametrize("wrong", [WatchPlane(-1.0), WatchPlane(math.nan), WatchPlane(10.0, 10**9), WatchPlane(1.0, 0)])
def test_what_cannot_be_watched_is_refused(wrong: WatchPlane) -> None:
    line = begun("xor")
    assert isinstance(line.ask(wrong), Rejected)
    line.ask(Step(5))
    assert told(line) == []


def test_a_grid_that_takes_long_gets_coarser_until_it_does_not_and_finer_again() -> None:
    side, cost_of = 200, lambda side: side**2 * 1e-6
    for _ in range(20):
        side = points.side_after(side, cost_of(side), wanted=200)
    assert points.LEAST_SIDE < side < 70
    assert cost_of(side) <= points.LONGEST_S
    for _ in range(60):
        side = points.side_after(side, 1e-5, wanted=200)
    assert side == 200


def test_watching_does_not_change_what_is_learned() -> None:
    kept = []
    for hertz in (0.0, 60.0):
        line = Line()
        line.ask(Load(data=CATALOGUE["playground-spiral"].usual, net=mlp(2, (8, 8), 2, activation="tanh")))
        line.ask(WatchPlane(hertz))
        line.ask(Play())
        line.ask(Step(80))
        line.ask(Pause())
        kept.append({name: tensor.clone() for name, tensor in line.session.training.model.parameters.items()})
        assert bool(told(line)) == (hertz > 0)
    assert all(torch.equal(tensor, kept[1][name]) for name, tensor in kept[0].items())


def test_a_pass_that_was_held_up_once_does_not_put_the_next_off_for_long() -> None:
    line = begun("xor")
    line.ask(WatchPlane(15.0))
    line.turns(2)
    line.ask(Step(1))
    line.clock.now += 60  # the processor was away
    line.turns(1)
    before, now = len(told(line)), line.clock.now
    line.ask(Play())
    while len(told(line)) == before and line.clock.now < now + 5:
        line.turns(1)
    assert line.clock.now - now < 1.0
    line.ask(Pause())
