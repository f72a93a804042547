"""What is called exact changes the outputs by no more than rounding, whatever the network; what is new is in scale."""

from __future__ import annotations

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor

from core.net.plan import (
    ACTIVATIONS,
    Conv,
    CopyLayer,
    Dense,
    EditError,
    Flatten,
    Freeze,
    GlobalPool,
    InsertLayer,
    Layer,
    Net,
    Pool,
    Prune,
    RemoveLayer,
    ResetUnit,
    Residual,
    Widen,
    numbered,
)
from core.train.model.model import Model, new_model
from core.train.steps.forward import forward
from core.train.surgery import apply as surgery
from core.train.surgery.apply import Applied
from tests.train import nets

SAMPLES = 96
BAR = 1e-9
"""In float64."""

activations = st.sampled_from(ACTIVATIONS)


def applied(model: Model, edit: object, inputs: Tensor) -> Applied:
    targets = torch.zeros(len(inputs), dtype=torch.int64)
    return surgery.apply(model, edit, seed=0, inputs=inputs, targets=targets, task="classify")  # type: ignore[arg-type]


def outputs(model: Model, inputs: Tensor) -> Tensor:
    return forward(model, inputs, training=False)


@st.composite
def dense_nets(draw: st.DrawFn) -> Net:
    """Return a net of layers and residual blocks, sums of blocks within blocks, each with an activation of its own."""
    width = draw(st.integers(3, 7))
    layers: list[Layer] = [Dense(1, width, draw(activations))]
    for place in range(draw(st.integers(0, 2))):
        key = 10 * (place + 1)
        body: tuple[Layer, ...] = (Dense(key + 1, draw(st.integers(2, 6)), draw(activations)),)
        if draw(st.booleans()):
            inner = Residual(key + 3, (Dense(key + 4, body[0].width, draw(activations)),), draw(activations))  # type: ignore[union-attr]
            body = (*body, inner)
        body = (*body, Dense(key + 2, width, draw(activations)))
        layers.append(Residual(key, body, draw(activations)))
    if draw(st.booleans()):
        layers.append(Dense(50, draw(st.integers(2, 6)), draw(activations)))
    return Net((5,), (*layers, Dense(60, 3, "linear")), 61)


@st.composite
def image_nets(draw: st.DrawFn) -> Net:
    """Return a convolutional net, with a block or without."""
    channels = draw(st.integers(3, 5))
    norm = draw(st.sampled_from(["none", "batch"]))
    layers: list[Layer] = [Conv(1, channels, activation=draw(activations), norm=norm)]  # type: ignore[arg-type]
    if draw(st.booleans()):
        body = (Conv(3, 4, activation=draw(activations)), Conv(4, channels, activation=draw(activations)))
        layers.append(Residual(2, body, draw(activations)))
    layers.append(Pool(5, draw(st.sampled_from(["max", "average"]))))  # type: ignore[arg-type]
    layers.append(GlobalPool(6) if draw(st.booleans()) else Flatten(6))
    return Net((2, 6, 6), (*layers, Dense(7, 5, draw(activations)), Dense(8, 3, "linear")), 9)


def planted(net: Net, seed: int) -> Model:
    """Return a model in float64 where some units are silent, some repeat others, some are multiples of others."""
    model, choice = new_model(net, seed=seed, dtype=torch.float64), Generator().manual_seed(seed)
    for layer in numbered(net)[:-1]:
        if isinstance(layer, (Dense, Conv)):
            weight, bias = model.parameters[f"{layer.key}.weight"], model.parameters[f"{layer.key}.bias"]
            what = int(torch.randint(0, 5, (), generator=choice))
            if what == 0:
                weight[0], bias[0] = 0.0, -1.0
            elif what == 1:
                weight[0], bias[0] = 0.0, 0.0
            elif what == 2:
                weight[1], bias[1] = weight[0], bias[0]
            elif what == 3:
                weight[1], bias[1] = 2 * weight[0], 2 * bias[0]
    return model


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(net=st.one_of(dense_nets(), image_nets()), seed=st.integers(0, 1000))
def test_pruning_exactly_changes_nothing_whatever_stands_behind_the_unit(net: Net, seed: int) -> None:
    model = planted(net, seed)
    inputs = torch.randn(SAMPLES, *net.input, generator=Generator().manual_seed(seed), dtype=torch.float64)
    before = outputs(model, inputs)
    for layer in numbered(net)[:-1]:
        if isinstance(layer, (Dense, Conv)):
            try:
                made = applied(model, Prune(layer.key), inputs).model
            except EditError:
                continue
            after = outputs(made, inputs)
            assert float((after - before).abs().max()) <= BAR * max(1.0, float(before.abs().max()))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(net=st.one_of(dense_nets(), image_nets()), seed=st.integers(0, 1000))
def test_every_edit_that_is_called_exact_changes_nothing_at_that_moment(net: Net, seed: int) -> None:
    model = planted(net, seed)
    inputs = torch.randn(SAMPLES, *net.input, generator=Generator().manual_seed(seed), dtype=torch.float64)
    before, done = outputs(model, inputs), 0
    for layer in numbered(net):
        for edit in exact_edits(layer):
            try:
                made = applied(model, edit, inputs).model
            except EditError:
                continue
            done += 1
            off = float((outputs(made, inputs) - before).abs().max())
            assert off <= BAR * max(1.0, float(before.abs().max())), edit
    assert done > 3


def exact_edits(layer: Layer) -> list[object]:
    """Return what can be asked of a layer and is said to keep what the network computes."""
    key = layer.key
    return [
        Widen(key, 2), Widen(key, 2, "split"), CopyLayer(key), Freeze(key), RemoveLayer(key, "fold"),
        RemoveLayer(key, "batch_norm"), InsertLayer(key), InsertLayer(key, kind="residual"),
        InsertLayer(key, kind="batch_norm"), Prune(key),
    ]  # fmt: skip


def test_a_unit_that_is_silent_behind_a_sum_with_a_relu_is_pruned_and_behind_a_sigmoid_it_is_not() -> None:
    for activation, goes in (("relu", True), ("tanh", True), ("silu", True), ("sigmoid", False)):
        block = Residual(2, (Dense(3, 8), Dense(4, 8, "linear")), activation)  # type: ignore[arg-type]
        net = Net((6,), (Dense(1, 8), block, Dense(5, 4, "linear")), 6)
        model = new_model(net, seed=0, dtype=torch.float64)
        for key, level in ((1, -1.0), (4, 0.0)):
            model.parameters[f"{key}.weight"][0] = 0
            model.parameters[f"{key}.bias"][0] = level
        inputs = torch.randn(SAMPLES, 6, dtype=torch.float64, generator=Generator().manual_seed(0))
        if goes:
            made = applied(model, Prune(1), inputs).model
            assert len(made.parameters["1.bias"]) < 8
            assert torch.allclose(outputs(made, inputs), outputs(model, inputs), atol=1e-12)
        else:
            with pytest.raises(EditError, match="nothing to prune"):
                applied(model, Prune(1), inputs)


# ----------------------------------------------------------------------------------------------- frozen batch norms
def trained(net: Net, *, freeze: bool) -> tuple[Model, Tensor]:
    """Return a model whose batch norms know the data, its first layer frozen or not, and samples far from 0 and 1."""
    model = new_model(net, seed=0, dtype=torch.float64)
    inputs = 0.02 * torch.randn(SAMPLES, *net.input, generator=Generator().manual_seed(1), dtype=torch.float64) + 0.3
    for _ in range(60):
        forward(model, inputs, training=True, generator=Generator().manual_seed(0))
    return (applied(model, Freeze(1), inputs).model if freeze else model), inputs


def normed_nets() -> dict[str, Net]:
    return {"dense": nets.dense(norm=True), "conv": nets.conv(norm=True), "block": nets.residual_conv()}


@pytest.mark.parametrize("freeze", [True, False])
@pytest.mark.parametrize("way", ["append", "split", "gradmax", "tiny"])
@pytest.mark.parametrize("name", ["dense", "conv", "block"])
def test_new_channels_of_a_frozen_batch_norm_are_as_large_as_the_old_ones(name: str, way: str, freeze: bool) -> None:
    model, inputs = trained(normed_nets()[name], freeze=freeze)
    before = outputs(model, inputs)
    width = len(model.parameters["1.bias"])
    made = applied(model, Widen(1, 3, way), inputs).model
    assert made.net.layers[0].frozen == freeze  # type: ignore[union-attr]
    captured: dict[int, Tensor] = {}
    after = forward(made, inputs, training=False, capture=captured)
    assert torch.allclose(after, before, atol=1e-9)
    sizes = captured[1].abs().transpose(0, 1).flatten(1).mean(1)
    assert sizes[width:].max() <= 4 * sizes[:width].max()
    assert sizes[width:].max() > 0, "a dead unit proves nothing"
    assert bool((made.buffers["1.running_var"][width:] > 1e-6).all())


@pytest.mark.parametrize("freeze", [True, False])
def test_a_unit_that_is_reset_gets_the_statistics_of_what_it_is_now(freeze: bool) -> None:
    model, inputs = trained(nets.conv(norm=True), freeze=freeze)
    model.parameters["1.weight"][2] *= 300.0
    for _ in range(60):
        forward(model, inputs, training=True, generator=Generator().manual_seed(0))
    made = applied(model, ResetUnit(1, 2), inputs).model
    captured: dict[int, Tensor] = {}
    forward(made, inputs, training=False, capture=captured)
    sizes = captured[1].abs().transpose(0, 1).flatten(1).mean(1)
    assert 0.05 * sizes.median() < sizes[2] <= 4 * sizes.median()


def test_folding_a_frozen_batch_norm_changes_nothing() -> None:
    model, inputs = trained(nets.conv(norm=True), freeze=True)
    made = applied(model, RemoveLayer(1, "batch_norm"), inputs).model
    assert torch.allclose(outputs(made, inputs), outputs(model, inputs), atol=1e-9)
