"""TensorFlow Playground's sets by its own formulas, and what a network is told of a point."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from core.messages.catalogue import CATALOGUE, PLANE_INPUTS
from core.messages.train_commands import DataSpec, Load, OpenRun, Pause, Save, Step, Watch
from core.messages.train_events import Loaded, Portrait
from core.net.plan import Widen, hidden_keys
from core.train.plane.inputs import inputs_of
from core.train.training.datasets import DataError, describe, load
from core.train.training.training import begin
from tests.train.arrays import from_array
from tests.train.line import Line

SETS = [name for name in CATALOGUE if name.startswith("playground-")]


def drawn(name: str, *, noise: float = 0.0, seed: int = 0, samples: int = 4000) -> tuple[Tensor, Tensor]:
    """All points of a set, trained on or held out, and their targets."""
    data = load(DataSpec(name, noise=noise, samples=samples, seed=seed, held_out=50))
    return (
        torch.cat([data.training_inputs, data.validation_inputs]),
        torch.cat([data.training_targets, data.validation_targets]),
    )


def test_the_usual_draw_is_that_of_a_fresh_playground_page() -> None:
    for name in SETS:
        usual = CATALOGUE[name].usual
        assert (usual.noise, usual.held_out) == (0.0, 50)
        assert usual.samples == (500 if CATALOGUE[name].task == "classify" else 1200)
        data = load(usual)
        assert len(data.training_inputs) == len(data.validation_inputs) == usual.samples // 2


def test_a_circle_is_a_disc_of_2_5_in_a_ring_from_3_5_to_5_and_noise_changes_classes_near_the_border() -> None:
    points, classes = drawn("playground-circle")
    radius = points.norm(dim=1)
    inside, outside = radius[classes == 1], radius[classes == 0]
    assert len(inside) == len(outside) == 2000
    assert 2.45 < inside.max() <= 2.5
    assert 3.5 <= outside.min() < 3.55
    assert 4.95 < outside.max() <= 5.0
    assert inside.mean().item() == pytest.approx(1.25, abs=0.05)  # drawn evenly by radius, so denser in the middle
    noisy, found = drawn("playground-circle", noise=0.1)
    assert noisy.norm(dim=1).max() <= 5.0, "noise moves no point"
    wrong = found != (noisy.norm(dim=1) < 2.5).long()
    assert 0.005 < wrong.float().mean() < 0.1
    assert (noisy.norm(dim=1)[wrong] - 2.5).abs().max() <= 0.5 * math.sqrt(2)


def test_xor_has_a_gap_along_its_axes_and_equal_signs_are_the_second_class() -> None:
    points, classes = drawn("playground-xor")
    assert torch.equal(classes, (points.prod(1) >= 0).long())
    assert 0.3 <= points.abs().min() < 0.31
    assert 5.25 < points.abs().max() <= 5.3
    noisy, found = drawn("playground-xor", noise=0.2)
    wrong = found != (noisy.prod(1) >= 0).long()
    assert wrong.any()
    assert noisy[wrong].abs().amin(1).max() <= 0.2 * 5


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_the_clouds_stand_at_2_and_their_variance_grows_from_a_half_to_4(noise: float, variance: float) -> None:
    points, classes = drawn("playground-gauss", noise=noise)
    for which, centre in ((1, 2.0), (0, -2.0)):
        cloud = points[classes == which]
        assert torch.allclose(cloud.mean(0), torch.full((2,), centre), atol=0.15)
        assert torch.allclose(cloud.var(0), torch.full((2,), variance), rtol=0.12)


def test_each_arm_of_the_spiral_turns_once_and_three_quarters_out_to_5() -> None:
    points, classes = drawn("playground-spiral")
    radius, angle = points.norm(dim=1), torch.atan2(points[:, 0], points[:, 1])
    assert 4.99 < radius.max() < 5.0
    for which, begin_ in ((1, 0.0), (0, math.pi)):
        arm = classes == which
        off = angle[arm] - (radius[arm] / 5 * 1.75 * 2 * math.pi + begin_)
        assert torch.allclose(torch.cos(off[radius[arm] > 0.01]), torch.tensor(1.0), atol=1e-3)
    noisy, _ = drawn("playground-spiral", noise=0.5)
    assert 5.1 < noisy.norm(dim=1).max() < 5.0 + 0.5 * math.sqrt(2)


def test_the_plane_is_a_tenth_of_the_sum_and_noise_looks_the_value_up_elsewhere() -> None:
    points, values = drawn("playground-plane")
    assert torch.allclose(values, points.sum(1, keepdim=True) / 10, atol=1e-6)
    assert 5.9 < points.abs().max() <= 6.0
    noisy, found = drawn("playground-plane", noise=0.5)
    off = (found - noisy.sum(1, keepdim=True) / 10).abs()
    assert 0.4 < off.max() <= 0.6 + 1e-6  # twice 6 · 0.5, a tenth of it


def test_each_of_the_six_hills_falls_to_0_at_a_distance_of_2() -> None:
    points, values = drawn("playground-hills", samples=20_000)
    for x, y, sign in ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)):
        distance = (points - torch.tensor([float(x), y])).norm(dim=1)
        near = distance < 1.9  # no other hill reaches further in: their tops are 4 and 5 apart
        assert torch.allclose(values[near, 0], sign * (1 - distance[near] / 2), atol=1e-5)
    assert values[(points[:, 1] > 4.5).nonzero().flatten()].abs().max() == 0


def test_the_split_is_what_was_asked_and_the_draw_stays_the_same() -> None:
    whole = [drawn("playground-circle", samples=500, seed=4)[0]]
    for held_out in (10, 30, 90):
        data = load(DataSpec("playground-circle", noise=0.0, samples=500, seed=4, held_out=held_out))
        assert len(data.validation_inputs) == 5 * held_out
        whole.append(torch.cat([data.training_inputs, data.validation_inputs]))
    assert all(torch.equal(whole[0], one) for one in whole[1:])


@pytest.mark.parametrize(
    "wrong",
    [
        DataSpec("playground-xor", noise=0.6), DataSpec("xor", held_out=0), DataSpec("xor", held_out=91),
        DataSpec("xor", inputs=("x2", "x1")), DataSpec("xor", inputs=("x1", "x1")), DataSpec("xor", inputs=("x3",)),
        DataSpec("digits", inputs=("x1",)),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_a_sentence(wrong: DataSpec) -> None:
    with pytest.raises(DataError):
        load(wrong)


def test_inputs_are_what_their_names_say() -> None:
    points = torch.tensor([[2.0, -3.0], [0.5, 4.0]])
    told = inputs_of(points, PLANE_INPUTS)
    wanted = [(x, y, x * x, y * y, x * y, math.sin(x), math.sin(y)) for x, y in points.tolist()]
    assert torch.allclose(told, torch.tensor(wanted))
    assert inputs_of(points, ()) is points


def test_with_other_inputs_the_window_still_gets_the_points_and_the_network_is_as_wide_as_they_are() -> None:
    plain = load(DataSpec("playground-circle", held_out=50))
    told = load(replace(plain.spec, inputs=("x1^2", "x2^2", "sin x1")))
    assert told.training_inputs.shape == (500, 3)
    shown = describe(told)
    assert shown.input == (3,)
    assert torch.equal(from_array(shown.samples), plain.training_inputs)
    assert shown.held_out is not None
    assert torch.equal(from_array(shown.held_out), plain.validation_inputs)
    assert begin(told).net.input == (3,)


def test_squares_tell_a_circle_apart_without_a_hidden_layer(tmp_path: object) -> None:
    from core.net.plan import mlp

    usual = replace(CATALOGUE["playground-circle"].usual, inputs=("x1^2", "x2^2"))
    scores = {}
    for inputs in (("x1", "x2"), ("x1^2", "x2^2")):
        training = begin(load(replace(usual, inputs=inputs)), net=mlp(2, (), 2), settings=CATALOGUE["circles"].settings)
        while training.step < 600:
            training.take(600 - training.step)
        scores[inputs] = training.validate()[1]
    assert scores["x1^2", "x2^2"] > 0.97
    assert scores["x1", "x2"] < 0.75


def test_a_training_with_chosen_inputs_is_drawn_edited_saved_and_goes_on_bit_by_bit(tmp_path: object) -> None:
    line = Line()
    spec = replace(CATALOGUE["playground-spiral"].usual, inputs=("x1", "x2", "x1*x2", "sin x1", "sin x2"), seed=3)
    run = f"{tmp_path}/spiral"
    loaded = line.ask(Load(data=spec, settings=CATALOGUE["playground-spiral"].settings, run=run))
    assert isinstance(loaded, Loaded), loaded
    assert loaded.now.net.input == (5,)
    line.ask(Step(40))
    line.ask(Widen(hidden_keys(loaded.now.net)[0], 2))
    line.ask(Watch(10.0, 8))
    line.ask(Step(1))
    portrait = [event for event, _ in line.said if isinstance(event, Portrait)][-1]
    assert portrait.answer is not None
    first = from_array(portrait.columns[0].tiles)
    assert len(first) == 5, "each input is drawn over the plane"
    assert torch.allclose(first[2], -first[2].flip(1), atol=1e-5), "x1 · x2 changes its sign from left to right"
    line.ask(Pause())
    line.ask(Save())
    kept = {name: tensor.clone() for name, tensor in line.session.training.model.parameters.items()}
    line.ask(Load(data=DataSpec("moons")))
    opened = line.ask(OpenRun(run))
    assert isinstance(opened, Loaded), opened
    assert opened.data.spec == spec
    assert all(torch.equal(kept[name], tensor) for name, tensor in line.session.training.model.parameters.items())
