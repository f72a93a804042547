"""A convolution looked into: against torch's own convolution, and one pixel by hand."""

from __future__ import annotations

from array import array
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from core.messages.beside.feature_maps import MOST_MAPS, FeatureMaps, LookAtConvolution
from core.messages.train_commands import DataSpec, Load, Settings, Step
from core.messages.train_events import Rejected
from core.messages.train_reports import Array
from core.net.plan import Conv, Dense, Flatten, LayerKey, Net, Pool, Residual, SetWeight, mlp
from tests.train.line import Line

torch.set_num_threads(1)
ONE, THREE, FIVE = (LayerKey(key) for key in (1, 3, 5))
NET = Net(
    (1, 8, 8),
    (
        Conv(ONE, 6, padding=1, activation="relu"), Pool(LayerKey(2)),
        Conv(THREE, 4, kernel=3, stride=2, padding=2, groups=2, activation="tanh", norm="batch"),
        Residual(LayerKey(4), (Conv(FIVE, 4),)), Flatten(LayerKey(6)), Dense(LayerKey(7), 10, "linear"),
    ),
    8,
)  # fmt: skip


def begun(net: Net = NET) -> Line:
    line = Line()
    line.ask(Load(DataSpec("digits", samples=200), net=net, settings=Settings(batch_size=32)))
    line.ask(Step(6))
    return line


def read(told: Array) -> Tensor:
    kind = {"f4": "f", "i4": "i"}[told.dtype]
    return torch.tensor(array(kind, told.data)).reshape(told.shape)


def reference(line: Line, sample: int) -> dict[int, tuple[Tensor, Tensor, Tensor]]:
    """Return (what reaches it, linear, after the activation) of each convolution, by torch's own functions."""
    training = line.session.training
    p, buffers = training.model.parameters, training.model.buffers
    x = training.dataset.validation_inputs[sample].reshape(1, 1, 8, 8)
    one = functional.conv2d(x, p["1.weight"], p["1.bias"], padding=1)
    pooled = functional.max_pool2d(one.relu(), 2)
    three = functional.conv2d(pooled, p["3.weight"], p["3.bias"], stride=2, padding=2, groups=2)
    normed = functional.batch_norm(
        three, buffers["3.running_mean"], buffers["3.running_var"], p["3.norm_weight"], p["3.norm_bias"]
    )
    five = functional.conv2d(normed.tanh(), p["5.weight"], p["5.bias"], padding=1)
    return {1: (x, one, one.relu()), 3: (pooled, three, normed.tanh()), 5: (normed.tanh(), five, five.relu())}


@pytest.mark.parametrize(("key", "unit", "sample"), [(ONE, 2, 0), (THREE, 0, 5), (THREE, 3, 7), (FIVE, 1, 3)])
def test_maps_and_sums_are_those_of_torchs_own_convolution(key: LayerKey, unit: int, sample: int) -> None:
    line = begun()
    told = line.ask(LookAtConvolution(key, unit, sample))
    assert isinstance(told, FeatureMaps)
    reached, linear, after = reference(line, sample)[key]
    torch.testing.assert_close(read(told.maps), after[0].detach(), rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(read(told.linear), linear[0, unit].detach(), rtol=1e-4, atol=1e-5)
    count = told.inputs.shape[0]
    torch.testing.assert_close(read(told.inputs), reached[0, told.first : told.first + count].detach())
    training = line.session.training
    assert told.target == int(training.dataset.validation_targets[sample])
    assert told.samples == len(training.dataset.validation_inputs)
    assert torch.equal(read(told.picture), training.dataset.validation_inputs[sample].reshape(1, 8, 8))
    assert told.step == 6


def test_one_pixel_is_the_sum_of_its_window_by_hand() -> None:
    line = begun()
    told = line.ask(LookAtConvolution(THREE, 3, 7))
    inputs, weights, linear = read(told.inputs), read(told.weights), read(told.linear)
    assert (told.first, told.stride, told.padding, told.batch_norm) == (3, 2, 2, True)
    for row in range(linear.shape[0]):
        for column in range(linear.shape[1]):
            total = told.bias
            for channel in range(3):
                for dy in range(3):
                    for dx in range(3):
                        y, x = row * 2 - 2 + dy, column * 2 - 2 + dx
                        if 0 <= y < inputs.shape[1] and 0 <= x < inputs.shape[2]:
                            total += float(inputs[channel, y, x]) * float(weights[channel, dy, dx])
            assert total == pytest.approx(float(linear[row, column]), abs=1e-5)
    assert not torch.equal(read(told.normed), linear)


def test_a_weight_set_by_hand_shows_in_the_map() -> None:
    line = begun()
    before = line.ask(LookAtConvolution(ONE, 2, 0))
    line.ask(SetWeight(ONE, 2, 0, 3.0, row=1, column=1))
    after = line.ask(LookAtConvolution(ONE, 2, 0))
    assert float(read(after.weights)[0, 1, 1]) == 3.0
    rise = 3.0 - float(read(before.weights)[0, 1, 1])
    torch.testing.assert_close(
        read(after.linear), read(before.linear) + rise * read(before.picture)[0], rtol=1e-4, atol=1e-4
    )


@pytest.mark.parametrize("asked", [
    LookAtConvolution(LayerKey(2)), LookAtConvolution(LayerKey(7)), LookAtConvolution(LayerKey(99)),
    LookAtConvolution(LayerKey(0)), LookAtConvolution(ONE, 6), LookAtConvolution(ONE, -1),
    LookAtConvolution(ONE, 0, -1), LookAtConvolution(ONE, 0, 10**6), LookAtConvolution(ONE, 2**62, 2**62),
], ids=str)  # fmt: skip
def test_what_is_no_convolution_and_no_sample_is_a_sentence(asked: Any) -> None:
    assert isinstance(begun().ask(asked), Rejected)


def test_many_maps_are_told_up_to_a_number_and_that_of_the_unit() -> None:
    net = Net((1, 8, 8), (Conv(ONE, 80), Flatten(LayerKey(2)), Dense(THREE, 10, "linear")), 4)
    told = begun(net).ask(LookAtConvolution(ONE, 77, 0))
    assert read(told.shown).tolist() == [*range(MOST_MAPS), 77]
    assert told.maps.shape[0] == MOST_MAPS + 1


def test_looking_changes_nothing_of_the_training() -> None:
    looked, plain = begun(), begun()
    for sample in range(5):
        looked.ask(LookAtConvolution(THREE, 1, sample))
    for line in (looked, plain):
        line.ask(Step(9))
    assert torch.equal(looked.session.training.model.flat, plain.session.training.model.flat)
    assert torch.equal(
        looked.session.training.model.buffers["3.running_mean"], plain.session.training.model.buffers["3.running_mean"]
    )
    assert isinstance(begun_with_points().ask(LookAtConvolution(ONE)), Rejected)


def begun_with_points() -> Line:
    line = Line()
    line.ask(Load(DataSpec("xor", samples=100), net=mlp(2, (4,), 2)))
    return line


def test_a_picture_that_is_handed_in_is_looked_at_as_a_sample_is() -> None:
    line = begun()
    sample = line.ask(LookAtConvolution(ONE, 2, 4))
    given = line.ask(LookAtConvolution(ONE, 2, 0, sample.picture))
    assert (given.sample, given.target, given.samples) == (-1, -1, sample.samples)
    assert (given.maps, given.linear, given.picture) == (sample.maps, sample.linear, sample.picture)
    drawn = Array("f4", (1, 8, 8), torch.linspace(0, 1, 64).numpy().tobytes())
    assert line.ask(LookAtConvolution(ONE, 0, 0, drawn)).picture == drawn


@pytest.mark.parametrize("picture", [
    Array("f4", (1, 8, 7), bytes(224)), Array("f4", (64,), bytes(256)), Array("u1", (1, 8, 8), bytes(64)),
    Array("f4", (1, 8, 8), torch.full((64,), float("nan")).numpy().tobytes()),
], ids=lambda one: f"{one.dtype} {one.shape}")  # fmt: skip
def test_a_picture_that_is_none_of_this_data_is_a_sentence(picture: Array) -> None:
    assert isinstance(begun().ask(LookAtConvolution(ONE, 0, 0, picture)), Rejected)
