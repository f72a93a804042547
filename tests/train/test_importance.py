"""The rankings put first what matters least; idle units are found and nothing else."""

from __future__ import annotations

import pytest
import torch

from core.net.plan import Narrow, layer_of
from core.net.widths import units_of
from core.train.model.model import Model, snapshot
from core.train.session.preview import measured
from core.train.surgery import apply as surgery
from core.train.surgery import importance
from tests.train import nets

RANKS = ("magnitude", "taylor", "obs")


def scores(model: Model, number: int, rank: str, **how: int) -> torch.Tensor:
    inputs, targets = nets.data(model.net, 256)
    return importance.scores(
        model,
        number,
        rank=rank,  # type: ignore[arg-type]
        inputs=inputs.to(model.flat),
        targets=targets,
        task="classify",
        **how,
    )


@pytest.mark.parametrize(
    "name", ["dense", "dense norm", "residual dense", "conv", "conv norm", "residual conv", "depthwise"]
)
@pytest.mark.parametrize("rank", RANKS)
def test_every_unit_has_a_score(name: str, rank: str) -> None:
    model = nets.trained(nets.NETS[name]())
    found = scores(model, 1, rank)
    assert found.shape == (model.parameters["1.bias"].numel(),)
    assert bool(torch.isfinite(found).all())
    assert len(found.unique()) > 2


@pytest.mark.parametrize("rank", RANKS)
def test_a_unit_that_says_nothing_scores_lowest(rank: str) -> None:
    model = snapshot(nets.trained(nets.dense()))
    model.parameters["1.weight"][4] *= 1e-6
    model.parameters["1.bias"][4] = 0
    assert int(scores(model, 1, rank).argmin()) == 4


def test_obs_sees_that_one_of_two_alike_can_go_and_then_not_the_other() -> None:
    """Two units that are loud and alike: the first to go costs nothing, the second much."""
    model = snapshot(nets.trained(nets.dense()))
    for kind in ("weight", "bias"):
        model.parameters[f"1.{kind}"][3] = model.parameters[f"1.{kind}"][7]
    found = scores(model, 1, "obs")
    low, high = sorted([float(found[3]), float(found[7])])
    assert low == 0
    assert high > 3


def test_only_the_asked_ones_need_telling_apart() -> None:
    model = nets.trained(nets.dense(hidden=(40, 10)))
    few, all_ = scores(model, 1, "obs", by=5), scores(model, 1, "obs")
    assert few.topk(5, largest=False).indices.sort().values.tolist()
    assert int((few < 40).sum()) == 5
    assert all_.unique().numel() == 40


def test_obs_chooses_better_than_chance_and_than_the_opposite() -> None:
    wins = 0
    for seed in range(5):
        x, y, _, _ = nets.digits()
        model = nets.on_digits(nets.mlp(64, (48, 32), 10), seed=seed, steps=200)
        inputs = x[:1024].flatten(1)
        best = surgery.apply(model, Narrow(1, 36), seed=0, inputs=inputs, targets=y[:1024], task="classify").model
        found = importance.scores(model, 1, rank="obs", inputs=inputs, targets=y[:1024], task="classify")
        kept = found.topk(12, largest=False).indices
        worst = snapshot(model)
        stays = torch.zeros(48, dtype=torch.bool)
        stays[kept] = True
        worst.parameters["1.weight"][~stays] = 0
        worst.parameters["1.bias"][~stays] = 0
        losses = [measured(m, x.flatten(1), y, "classify")[0] for m in (best, worst)]
        wins += losses[0] < losses[1]
    assert wins == 5


def test_a_wide_layer_is_ranked_without_inverting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importance, "MOST_FEATURES", 8)
    monkeypatch.setattr(importance, "MOST_OF_IMAGES", 8)
    for name in ("dense", "conv", "depthwise"):
        found = scores(nets.trained(nets.NETS[name]()), 1, "obs")
        assert bool((found >= 0).all())
        assert len(found.unique()) > 2


def test_idle_units_of_a_living_network_are_none() -> None:
    model = nets.trained(nets.dense(activation="tanh"))
    inputs, _ = nets.data(model.net, 256)
    assert len(importance.idle(model, units_of(model.net, 1), inputs=inputs).gone) == 0


def test_planted_idle_units_are_found_with_their_twins_and_factors() -> None:
    model = snapshot(nets.trained(nets.dense(activation="leaky_relu")))
    for kind in ("weight", "bias"):
        model.parameters[f"1.{kind}"][5] = 3 * model.parameters[f"1.{kind}"][2]
        model.parameters[f"1.{kind}"][8] = 0
    inputs, _ = nets.data(model.net, 256)
    found = importance.idle(model, units_of(model.net, 1), inputs=inputs)
    told = {
        u: (s, f) for u, s, f in zip(found.gone.tolist(), found.same_as.tolist(), found.factor.tolist(), strict=True)
    }
    assert set(told) == {5, 8}
    assert told[8][0] == -1
    assert told[5] == (2, pytest.approx(3.0, rel=1e-5))


def test_a_tanh_unit_twice_as_large_is_no_twin() -> None:
    model = snapshot(nets.trained(nets.dense(activation="tanh")))
    for kind in ("weight", "bias"):
        model.parameters[f"1.{kind}"][5] = 2 * model.parameters[f"1.{kind}"][2]
    inputs, _ = nets.data(model.net, 256)
    assert len(importance.idle(model, units_of(model.net, 1), inputs=inputs).gone) == 0


def test_a_layer_of_dead_units_keeps_one() -> None:
    model = snapshot(nets.trained(nets.dense()))
    model.parameters["1.weight"].zero_()
    model.parameters["1.bias"].fill_(-1)
    inputs, _ = nets.data(model.net, 64)
    assert len(importance.idle(model, units_of(model.net, 1), inputs=inputs).gone) == 11
    assert layer_of(model.net, 1).width == 12  # type: ignore[union-attr]
