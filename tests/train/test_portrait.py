"""The portrait shows what the network has learned."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.messages.train_commands import DataSpec, Settings
from core.messages.train_reports import Array
from core.net.plan import Conv, Dense, Freeze, InsertLayer, LayerKey, Net, Widen, mlp, numbered
from core.net.presets import preset
from core.train.session import portrait as probe
from core.train.session.portrait import GRID, LINKS, Portraits, portrait, scaled, slope
from core.train.session.ticks import VALIDATED_S, VALIDATION_SHARE, Ticks
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin
from tests.train.arrays import from_array

torch.set_num_threads(1)
DIGITS = datasets.load(DataSpec("digits"))


@pytest.fixture(scope="module")
def digits() -> Training:
    training = begin(DIGITS, settings=Settings(), seed=0)
    run_to(training, 400)
    return training


def tensor(array: Array) -> torch.Tensor:
    return from_array(array)


def correlation(left: torch.Tensor, right: torch.Tensor) -> float:
    return float(np.corrcoef(left.flatten().numpy(), right.flatten().numpy())[0, 1])


def test_the_first_layers_tiles_are_its_weights(digits: Training) -> None:
    column = portrait(digits, units=8).columns[1]
    shown = tensor(column.shown).long()
    weights = digits.model.parameters["1.weight"][shown].reshape(8, 8, 8)
    assert torch.allclose(tensor(column.tiles), scaled(weights))
    assert tensor(column.tiles).abs().amax((1, 2)).allclose(torch.ones(8))


def test_an_output_units_tile_looks_like_its_digit(digits: Training) -> None:
    """Each digit's mean image agrees more with its own unit's tile than with most other units' tiles."""
    column = portrait(digits, units=10).columns[-1]
    assert (column.width, column.number, column.tiles.shape) == (10, 3, (10, 8, 8))
    images, labels = DIGITS.training_inputs[:, 0], DIGITS.training_targets
    means = torch.stack([images[labels == digit].mean(0) for digit in range(10)]) - images.mean(0)
    table = torch.tensor([[correlation(tile, mean) for mean in means] for tile in tensor(column.tiles)])
    own = table.diagonal()
    assert (own > 0.2).sum() >= 8
    assert own.mean() > table.mean() + 0.3


def test_units_in_the_plane_show_their_response() -> None:
    training = begin(datasets.load(DataSpec("circles", noise=0.0)), seed=0)
    run_to(training, 1200)
    columns = portrait(training, units=8).columns
    x_tile, y_tile = tensor(columns[0].tiles)
    assert x_tile.shape == (GRID, GRID)
    assert x_tile[0, 0] == -1.0
    assert x_tile[0, -1] == 1.0
    assert y_tile[0, 0] == 1.0  # the top of a picture is where y is large
    assert y_tile[-1, 0] == -1.0
    inner, outer = tensor(columns[-1].tiles)
    middle, corner = GRID // 2, 0
    assert inner[middle, middle] > inner[corner, corner]
    assert outer[middle, middle] < outer[corner, corner]


@pytest.mark.parametrize("name", ["circles", "bumps"])
def test_the_answer_over_the_plane_is_the_networks_own(name: str) -> None:
    dataset = datasets.load(DataSpec(name=name))
    outputs = 2 if name == "circles" else 1
    training = begin(
        dataset, net=mlp(2, (12, 12), outputs, activation="tanh"), settings=Settings(learning_rate=0.01), seed=0
    )
    run_to(training, 600)
    told = portrait(training, units=4).answer
    assert told is not None
    answer = tensor(told)
    assert answer.shape == (GRID, GRID)
    assert float(answer.std()) > 0.2, "the network says different things at different places"
    places = ((dataset.validation_inputs / datasets.PLANE + 1) / 2 * (GRID - 1)).round().long().clamp(0, GRID - 1)
    there = answer[GRID - 1 - places[:, 1], places[:, 0]]
    if name == "circles":
        right = (there > 0) == (dataset.validation_targets == 1)
        assert float(right.float().mean()) > 0.95
    else:
        assert correlation(there, dataset.validation_targets.flatten()) > 0.7


def test_images_and_several_classes_have_no_answer_over_the_plane(digits: Training) -> None:
    assert portrait(digits, units=4).answer is None


def test_activity_and_life_are_what_the_batch_says(digits: Training) -> None:
    for column in portrait(digits, units=64).columns[1:]:
        alive, activity = tensor(column.alive), tensor(column.activity)
        assert ((alive >= 0) & (alive <= 1)).all()
        assert (activity[alive > 0.1] > 0).all()
        assert (alive > 0.05).float().mean() > 0.5
    dead = begin(DIGITS, settings=Settings(), seed=0)
    dead.model.parameters["1.bias"][3] = -100.0
    told = portrait(dead, units=64).columns[1]
    assert tensor(told.alive)[3] == 0
    assert tensor(told.activity)[3] == 0


def test_links_are_the_strongest_weights(digits: Training) -> None:
    told = portrait(digits, units=6)
    left, right, links = told.columns[1], told.columns[2], told.links[1]
    weight = digits.model.parameters["2.weight"]
    ends, strengths = tensor(links.ends), tensor(links.weights)
    assert ends.shape == (36, 2)
    shown_left, shown_right = tensor(left.shown), tensor(right.shown)
    for (a, b), strength in zip(ends.tolist(), strengths.tolist(), strict=True):
        assert strength == weight[shown_right[b], shown_left[a]]
    assert (strengths.abs()[:-1] >= strengths.abs()[1:]).all()


def test_new_units_are_shown_and_marked_until_they_have_learned() -> None:
    training = begin(DIGITS, settings=Settings(ramp_steps=30), seed=0)
    run_to(training, 50)
    training.edit(Widen(1, 4))
    column = portrait(training, units=12).columns[1]
    marked = tensor(column.shown)[tensor(column.new).bool()]
    assert marked.tolist() == [32, 33, 34, 35]
    training.take(10)
    assert tensor(portrait(training, units=12).columns[1].new).sum() == 4
    run_to(training, 90)
    assert tensor(portrait(training, units=12).columns[1].new).sum() == 0


def test_frozen_units_are_marked_alone_and_with_their_layer() -> None:
    training = begin(DIGITS, settings=Settings(), net=mlp(64, (40, 8), 10), seed=0)
    assert all(column.frozen is None for column in portrait(training, units=8).columns)
    shown = tensor(portrait(training, units=8).columns[1].shown).long().tolist()
    for edit in (Freeze(1, shown[3]), Freeze(2)):
        training.edit(edit)
    first, second, last = portrait(training, units=8).columns[1:]
    assert first.frozen is not None
    assert second.frozen is not None
    assert tensor(first.frozen).tolist() == [0, 0, 0, 1, 0, 0, 0, 0]
    assert tensor(second.frozen).tolist() == [1] * 8
    assert last.frozen is None


def test_the_choice_of_units_stays_while_the_network_does(digits: Training) -> None:
    before = portrait(digits, units=7)
    digits.take(5)
    after = portrait(digits, units=7)
    assert [column.shown for column in before.columns] == [column.shown for column in after.columns]
    assert all(len(set(tensor(column.shown).tolist())) == column.shown.shape[0] for column in after.columns)


@pytest.mark.parametrize("name", ["perceptron", "mlp", "lenet5", "vgg", "resnet"])
def test_every_kind_of_network_has_a_portrait(name: str) -> None:
    training = begin(DIGITS, net=preset(name, (1, 8, 8), 10), settings=Settings(batch_size=128), seed=0)
    training.take(4)
    told = portrait(training, units=5)
    weighted = [n for n, layer in enumerate(numbered(training.net), 1) if isinstance(layer, (Dense, Conv))]
    assert [column.number for column in told.columns] == [0, *weighted]
    for column in told.columns:
        assert column.shown.shape[0] == min(5, column.width)
        tiles = tensor(column.tiles)
        assert torch.isfinite(tiles).all()
        assert tiles.abs().max() <= 1.0001
    for left, right, links in zip(told.columns, told.columns[1:], told.links, strict=False):
        ends = tensor(links.ends)
        assert len(ends) <= LINKS
        if len(ends):
            assert ends[:, 0].max() < left.shown.shape[0]
            assert ends[:, 1].max() < right.shown.shape[0]


def test_a_portrait_leaves_no_trace(digits: Training) -> None:
    net = Net((64,), (Dense(1, 16, "relu", "batch"), Dense(2, 10, "linear")), 3)
    pair = [begin(DIGITS, net=net, settings=Settings(), seed=0) for _ in range(2)]
    for _ in range(5):
        for training in pair:
            training.take(3)
        portrait(pair[0], units=4)
    assert torch.equal(pair[0].model.flat, pair[1].model.flat)
    assert all(torch.equal(b, pair[1].model.buffers[name]) for name, b in pair[0].model.buffers.items())


def test_portraits_keep_to_their_share_of_the_time(digits: Training) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 0.005  # every look at the clock costs: a portrait takes 5 ms here
        return now[0]

    portraits = Portraits(clock=clock)
    assert portraits.take(digits) is None
    portraits.watch(hertz=60.0, units=4)
    taken = 0
    while now[0] < 10.0:
        portraits.changed()
        taken += portraits.take(digits) is not None
    assert 0.005 * taken <= 0.03 * now[0] * 1.1
    assert taken > 35, "dear, but still a picture that lives"
    portraits.watch(hertz=0.0, units=4)
    portraits.changed()
    assert portraits.take(digits) is None


def test_a_network_that_was_edited_shows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However dear the last portrait was: somebody has pressed + and looks."""
    now = [0.0]
    training = begin(DIGITS, settings=Settings(), seed=0)
    portraits = Portraits(clock=lambda: now[0])

    def look(training: Training, *, units: int) -> object:
        now[0] += 0.5
        return object()

    monkeypatch.setattr(probe, "portrait", look)
    portraits.watch(hertz=30.0, units=12)
    assert portraits.take(training) is not None
    portraits.changed()
    assert portraits.take(training) is None, "it was dear, so the next one has time"
    training.edit(Widen(1, 4))
    portraits.changed()
    assert portraits.take(training) is not None
    portraits.changed()
    assert portraits.take(training) is None
    assert portraits.take(begin(DIGITS, settings=Settings(), seed=1)) is not None


@pytest.mark.parametrize(("validation_s", "portrait_s"), [(0.003, 0.002), (0.02, 0.02), (0.2, 0.1)])
def test_validation_and_portraits_cost_less_than_a_tenth_of_the_training(
    monkeypatch: pytest.MonkeyPatch, validation_s: float, portrait_s: float
) -> None:
    """Thirty ticks and thirty portraits a second are asked for; what looking costs decides how many there are."""
    now = [0.0]
    training = begin(DIGITS, settings=Settings(), seed=0)
    ticks, portraits = Ticks(training, clock=lambda: now[0]), Portraits(clock=lambda: now[0])
    looking = {"validation": 0, "portrait": 0}

    def validate(_: Training) -> tuple[float, float]:
        now[0] += validation_s
        looking["validation"] += 1
        return 1.0, 0.5

    def look(training: Training, *, units: int) -> object:
        now[0] += portrait_s
        looking["portrait"] += 1
        return object()

    monkeypatch.setattr(Training, "validate", validate)
    monkeypatch.setattr(probe, "portrait", look)
    portraits.watch(hertz=30.0, units=12)
    trained_s, told, chunk = 0.0, 0, training.take(1)
    while trained_s < 60.0:
        now[0] += 0.005
        trained_s += 0.005
        ticks.add(chunk, 0.005)
        if ticks.due():
            ticks.tick()
            told += 1
        portraits.changed()
        portraits.take(training)
    spent = validation_s * looking["validation"] + portrait_s * looking["portrait"]
    assert spent <= 0.1 * trained_s + validation_s + portrait_s
    # Cheap looks come with nearly every tick; dear ones use at least half of their share, or come every moment.
    assert spent >= 0.045 * trained_s or looking["portrait"] > 25 * 60
    assert looking["validation"] >= 0.9 * min(60.0 / VALIDATED_S, trained_s * VALIDATION_SHARE / validation_s)
    assert told > 25 * 60 if validation_s < 0.1 else told > 15 * 60


def test_slopes_are_mean_derivatives() -> None:
    z = torch.randn(500, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(0)).requires_grad_()
    for name, function in (
        ("relu", torch.relu),
        ("tanh", torch.tanh),
        ("sigmoid", torch.sigmoid),
        ("linear", lambda v: v * 1.0),
    ):
        values = function(z)
        (expected,) = torch.autograd.grad(values.sum(), z)
        assert torch.allclose(slope(name, values.detach()), expected.mean(0))  # type: ignore[arg-type]


def test_a_layer_that_has_just_been_inserted_is_seen_through() -> None:
    """Values of the line may lie beyond those of the activation, whose slope would be told as negative there."""
    training = begin(DIGITS, net=mlp(64, (12, 12), 10, activation="tanh"), seed=0)
    run_to(training, 100)
    before = {column.key: column for column in portrait(training, units=12).columns}
    training.edit(InsertLayer(0, 64))
    training.model.parameters["4.weight"].mul_(8.0)
    after = {column.key: column for column in portrait(training, units=12).columns}
    assert torch.equal(tensor(before[1].shown), tensor(after[1].shown))
    assert torch.allclose(tensor(before[1].tiles), tensor(after[1].tiles), atol=1e-5)


def test_wide_plans_stay_cheap() -> None:
    training = begin(DIGITS, net=mlp(64, (512, 256), 10), settings=Settings(), seed=0)
    training.take(1)
    told = portrait(training, units=12)
    size = sum(len(column.tiles.data) for column in told.columns)
    assert size < 20_000


def test_a_portrait_tells_which_units_are_frozen() -> None:
    training = begin(datasets.load(DataSpec("xor", samples=40)), net=mlp(2, (4,), 2), seed=1)
    assert all(column.frozen is None for column in portrait(training, units=4).columns)
    training.edit(Freeze(LayerKey(1), 2))
    (hidden,) = [column for column in portrait(training, units=4).columns if column.key == 1]
    assert hidden.frozen is not None
    marks, shown = tensor(hidden.frozen).tolist(), tensor(hidden.shown).tolist()
    assert [unit for unit, mark in zip(shown, marks, strict=True) if mark] == [2]
