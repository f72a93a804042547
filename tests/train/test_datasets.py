"""The data: what it is, that the same spec is the same data, and that the plane's sets can be learned."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import DataSpec
from core.train.training import datasets
from core.train.training.datasets import DataError, load
from tests.train.arrays import from_array


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_set_is_what_the_catalogue_says(name: str) -> None:
    known, data = CATALOGUE[name], load(DataSpec(name))
    assert data.training_inputs.shape[1:] == known.input
    assert data.training_inputs.dtype == torch.float32
    assert len(data.validation_inputs) == round(0.2 * (len(data.training_inputs) + len(data.validation_inputs)))
    for targets in (data.training_targets, data.validation_targets):
        if known.task == "classify":
            assert targets.dtype == torch.int64
            assert set(targets.tolist()) == set(range(known.outputs))
            share = torch.bincount(targets).float() / len(targets)
            assert share.max() < 2.0 / known.outputs, "one class is most of it"
        else:
            assert targets.shape == (len(targets), 1)
            assert targets.std() > 0.1
    assert torch.isfinite(data.training_inputs).all()
    assert data.training_inputs.std() > 0.1


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_seed_alone_decides(name: str) -> None:
    torch.manual_seed(1)
    first = load(DataSpec(name, seed=3))
    torch.manual_seed(2)
    again, other = load(DataSpec(name, seed=3)), load(DataSpec(name, seed=4))
    assert torch.equal(first.training_inputs, again.training_inputs)
    assert torch.equal(first.validation_targets, again.validation_targets)
    assert not torch.equal(first.training_inputs, other.training_inputs)


@pytest.mark.parametrize("name", ["digits", "mnist-5k"])
def test_images_come_with_their_origin_and_licence(name: str) -> None:
    notes = (datasets.RESOURCES / f"{name}.md").read_text(encoding="utf-8")
    assert "Licence: Creative Commons" in notes
    assert "Source:" in notes
    assert "CC BY" in CATALOGUE[name].attribution
    data = load(DataSpec(name))
    assert data.training_inputs.min() == 0
    assert data.training_inputs.max() == 1


@pytest.mark.parametrize("name", ["digits", "mnist-5k"])
def test_no_sample_is_in_both_halves(name: str) -> None:
    data = load(DataSpec(name, seed=5))
    rows = torch.cat([data.training_inputs.flatten(1), data.validation_inputs.flatten(1)])
    whole = load(DataSpec(name, seed=6))
    again = torch.cat([whole.training_inputs.flatten(1), whole.validation_inputs.flatten(1)])
    # Another seed is another split of the very same images.
    assert torch.equal(rows.sum(1).double().sort().values, again.sum(1).double().sort().values)


@pytest.mark.parametrize("name", [name for name in CATALOGUE if CATALOGUE[name].generated])
def test_points_fill_the_plane_and_noise_and_samples_count(name: str) -> None:
    calm, noisy = (load(DataSpec(name, noise=noise, samples=400)) for noise in (0.0, 0.5))
    assert len(calm.training_inputs) + len(calm.validation_inputs) == 400
    assert calm.training_inputs.abs().max() < 1.5 * CATALOGUE[name].reach
    assert calm.training_inputs.abs().max() > 0.4 * CATALOGUE[name].reach
    same = torch.equal(calm.training_inputs, noisy.training_inputs) and torch.equal(
        calm.training_targets, noisy.training_targets
    )
    assert not same


def test_a_class_is_where_it_should_be() -> None:
    circles, xor = (load(DataSpec(name, noise=0.0)) for name in ("circles", "xor"))
    radius = circles.training_inputs.norm(dim=1)
    assert radius[circles.training_targets == 0].max() < radius[circles.training_targets == 1].min()
    x, y = xor.training_inputs.unbind(1)
    assert torch.equal((x * y < 0).long(), xor.training_targets)


@pytest.mark.parametrize(
    "spec",
    [
        DataSpec("cats"),
        DataSpec("xor", samples=3),
        DataSpec("xor", samples=10**9),
        DataSpec("xor", noise=-1.0),
        DataSpec("xor", noise=float("nan")),
    ],
)
def test_impossible_data_is_one_sentence(spec: DataSpec) -> None:
    with pytest.raises(DataError):
        load(spec)


def test_the_window_is_shown_some_of_it() -> None:
    told = datasets.describe(load(DataSpec("digits")))
    assert (told.training_samples, told.validation_samples) == (1438, 359)
    assert from_array(told.samples).shape == (60, 1, 8, 8)
    assert from_array(told.targets).shape == (60,)
    points = datasets.describe(load(DataSpec("bumps", samples=200)))
    assert from_array(points.samples).shape == (160, 2)
    assert from_array(points.targets).shape == (160, 1)


def test_the_files_are_beside_their_notes() -> None:
    for path in datasets.RESOURCES.glob("*.safetensors"):
        assert Path(path).with_suffix(".md").is_file()
