"""Least squares make up for what is cut: exactly where that can be, and never worse than leaving it."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from core.net.plan import (
    Conv,
    Dense,
    Edit,
    Flatten,
    Freeze,
    GlobalPool,
    InsertLayer,
    Narrow,
    Net,
    RemoveLayer,
    RemoveUnit,
    Widen,
    layer_of,
    mlp,
)
from core.net.widths import units_of
from core.train.model.model import Model, new_model, snapshot
from core.train.steps.forward import forward
from core.train.surgery import apply as surgery
from core.train.surgery import refit
from tests.train import nets


def made_dependent(model: Model, unit: int) -> Model:
    """The model with `unit` of its linear layer 1 a sum of two others, so that it can be dropped without loss."""
    made = snapshot(model)
    made.parameters["1.weight"][unit] = made.parameters["1.weight"][0] + made.parameters["1.weight"][1]
    made.parameters["1.bias"][unit] = made.parameters["1.bias"][0] + made.parameters["1.bias"][1]
    return made


def linear_first() -> Net:
    return Net((6,), (Dense(1, 12, "linear"), Dense(2, 10), Dense(3, 4, "linear")), 4)


def test_what_others_can_say_is_dropped_without_loss() -> None:
    model = made_dependent(nets.trained(linear_first(), dtype=torch.float64), 5)
    inputs, _ = nets.data(model.net, 200)
    reach = refit.taken_in(model, model.net, inputs.double())
    units = units_of(model.net, 1)
    kept = torch.tensor([u for u in range(12) if u != 5])
    reader = units.readers[0]
    weight, bias = refit.without_units(model, reader, units.found[2], kept, x=reach[2])
    assert (tuple(weight.shape), tuple(bias.shape)) == ((10, 11), (10,))
    before = reach[2] @ model.parameters["2.weight"].t() + model.parameters["2.bias"]
    after = reach[2][:, kept] @ weight.t() + bias
    assert float((before - after).abs().max() / before.abs().max()) < 5e-3  # what the ridge leaves
    bare = reach[2][:, kept] @ model.parameters["2.weight"][:, kept].t() + model.parameters["2.bias"]
    assert float((before - after).norm()) < 0.02 * float((before - bare).norm())


@pytest.mark.parametrize("name", ["dense", "dense norm", "conv", "conv norm", "residual conv", "depthwise"])
@pytest.mark.parametrize("rank", ["magnitude", "taylor", "obs"])
def test_a_refit_is_better_than_none(name: str, rank: str) -> None:
    model = nets.trained(nets.NETS[name](), seed=2)
    inputs, targets = nets.data(model.net, 256)
    made = surgery.apply(
        model, Narrow(1, 2, rank), seed=0, inputs=inputs, targets=targets, task="classify"  # type: ignore[arg-type]
    ).model  # fmt: skip
    assert nets.distance(model, made, inputs) < nets.distance(model, bare(model), inputs)


def test_a_grouped_convolution_takes_over_from_a_removed_layer_group_by_group() -> None:
    """Each group saw channels of one input channel alone, so each can see that one itself."""
    first = Conv(1, 6, kernel=1, padding=0, activation="linear")
    layers = (first, Conv(2, 8, groups=2), GlobalPool(3), Dense(4, 4, "linear"))
    model = new_model(Net((2, 8, 8), layers, 5), seed=0, dtype=torch.float64)
    model.parameters["1.weight"][:3, 1] = 0
    model.parameters["1.weight"][3:, 0] = 0
    inputs = torch.randn(64, 2, 8, 8, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    targets = torch.arange(64) % 4
    made = surgery.apply(model, RemoveLayer(1, "refit"), seed=0, inputs=inputs, targets=targets, task="regress").model
    assert tuple(made.parameters["2.weight"].shape) == (8, 1, 3, 3)
    before, after = forward(model, inputs, training=False), forward(made, inputs, training=False)
    assert float(before.std()) > 1e-3
    assert float((before - after).abs().max() / before.abs().max()) < 0.02  # what the ridge leaves


def bare(model: Model) -> Model:
    """The model with the last two units of layer 1 switched off and nothing made up for."""
    made = snapshot(model)
    for name in ("norm_weight", "norm_bias", "weight", "bias"):
        if f"1.{name}" in made.parameters:
            made.parameters[f"1.{name}"][-2:] = 0
    return made


def test_later_layers_make_up_for_what_is_left() -> None:
    """With `repair` the classes are more nearly as probable as before than with the refit of the next layer alone."""
    x, y, _, _ = nets.digits()
    model = nets.on_digits(mlp(64, (64, 32, 32), 10), seed=0, steps=300)
    inputs = x[:1024].flatten(1)
    made = surgery.apply(model, Narrow(1, 48), seed=0, inputs=inputs, targets=y[:1024], task="classify").model
    alone = snapshot(made)
    for name in ("3.weight", "3.bias", "4.weight", "4.bias"):
        alone.parameters[name].copy_(model.parameters[name])
    assert divergence(model, made, inputs) < 0.9 * divergence(model, alone, inputs)


def divergence(one: Model, other: Model, inputs: Tensor) -> float:
    """The Kullback-Leibler divergence of the second model's classes from the first's."""
    before, after = (nets.outputs(model, inputs).log_softmax(1) for model in (one, other))
    return float((before.exp() * (before - after)).sum(1).mean())


def test_the_last_layer_is_fitted_as_the_loss_sees_it() -> None:
    """After a cut the classes are more nearly as probable as before than least squares alone make them."""
    nearer = 0
    x, y, _, _ = nets.digits()
    for seed in range(5):
        model = nets.on_digits(mlp(64, (32, 24), 10), seed=seed, steps=300)
        inputs = x[:1024].flatten(1)
        made = {
            task: surgery.apply(
                model, Narrow(2, 14, "magnitude"), seed=0, inputs=inputs,
                targets=y[:1024] if task == "classify" else one_hot(y[:1024]), task=task,  # type: ignore[arg-type]
            ).model
            for task in ("classify", "regress")
        }  # fmt: skip
        nearer += divergence(model, made["classify"], x.flatten(1)) < divergence(model, made["regress"], x.flatten(1))
    assert nearer == 5


def one_hot(targets: Tensor) -> Tensor:
    return torch.nn.functional.one_hot(targets, 10).float()


def test_repair_leaves_alone_what_nothing_has_changed_for() -> None:
    model = nets.trained(nets.dense(hidden=(12, 10, 8)))
    inputs, targets = nets.data(model.net, 256)
    made = surgery.apply(model, Narrow(2, 3), seed=0, inputs=inputs, targets=targets, task="classify").model
    for name in ("1.weight", "1.bias"):
        assert torch.equal(made.parameters[name], model.parameters[name])
    frozen = surgery.apply(model, Narrow(1, 3), seed=0, inputs=inputs, targets=targets, task="classify").model
    assert not torch.equal(frozen.parameters["4.weight"], model.parameters["4.weight"])


def test_batch_norm_gets_the_statistics_of_what_reaches_it_now() -> None:
    model = nets.trained(nets.dense(norm=True))
    inputs, targets = nets.data(model.net, 256)
    made = surgery.apply(model, Narrow(1, 6), seed=0, inputs=inputs, targets=targets, task="classify").model
    sums = refit.pre_activations(made, 2, inputs)
    assert torch.allclose(made.buffers["2.running_mean"].double(), sums.mean(0), atol=1e-5)
    assert torch.allclose(made.buffers["2.running_var"].double(), sums.var(0), rtol=1e-4)


def test_a_removed_layer_is_refitted_far_better_than_left_out() -> None:
    model = nets.trained(nets.dense(hidden=(12, 12)))
    inputs, targets = nets.data(model.net, 256)
    made = surgery.apply(model, RemoveLayer(2), seed=0, inputs=inputs, targets=targets, task="classify").model
    skipped = snapshot(made)
    skipped.parameters["3.weight"].copy_(model.parameters["3.weight"])
    skipped.parameters["3.bias"].copy_(model.parameters["3.bias"])
    assert nets.distance(model, made, inputs) < 0.5 * nets.distance(model, skipped, inputs)


def test_patches_times_weight_is_the_convolution() -> None:
    for layer in (Conv(1, 5, 3, 1, 1), Conv(1, 5, 3, 2, 0), Conv(1, 5, 5, 1, 2)):
        net = Net((2, 8, 8), (layer,), 2)
        model = new_model(net, seed=0, dtype=torch.float64)
        inputs, _ = nets.data(Net((2, 8, 8), (layer,), 2), 3)
        with torch.no_grad():
            wanted: Tensor = torch.nn.functional.conv2d(
                inputs.double(), model.parameters["1.weight"], model.parameters["1.bias"], layer.stride, layer.padding
            )
        found = refit.pre_activations(model, 1, inputs.double())
        assert torch.allclose(found, wanted.movedim(1, -1).reshape(-1, 5), atol=1e-12)


def test_folding_a_linear_convolution_into_a_dense_layer_is_exact() -> None:
    net = Net((2, 6, 6), (Conv(1, 4), Conv(2, 3, activation="linear"), Flatten(3), Dense(4, 4, "linear")), 5)
    model = nets.trained(net, dtype=torch.float64)
    inputs, targets = nets.data(net, 128)
    made = surgery.apply(
        model, RemoveLayer(2, "fold"), seed=0, inputs=inputs.double(), targets=targets, task="classify"
    )
    assert nets.difference(model, made.model, inputs) <= 1e-13


def test_features_that_never_vary_do_no_harm() -> None:
    model = nets.trained(nets.dense())
    inputs, targets = nets.data(model.net, 256)
    model.parameters["1.weight"][:6] = 0
    made = surgery.apply(model, Narrow(1, 6), seed=0, inputs=inputs, targets=targets, task="classify").model
    assert bool(torch.isfinite(made.flat).all())
    assert nets.distance(model, made, inputs) < 0.02
    with torch.no_grad():
        assert bool(torch.isfinite(forward(made, inputs * 3, training=False)).all())
    assert layer_of(made.net, 1).width == 6  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------------------------------- frozen
FROZEN_UNIT = 2
LATER: list[Edit] = [
    Widen(1, 3), Widen(1, 8, "split"), Widen(1, 2, "split"), Widen(1, 3, "gradmax"), Narrow(1, 4), RemoveUnit(1, 0),
    InsertLayer(1, kind="residual"),
]  # fmt: skip


@pytest.mark.parametrize("layer", [2, 3, 4])
@pytest.mark.parametrize("edit", LATER, ids=str)
def test_a_frozen_unit_stays_bit_for_bit_in_what_it_still_reads(edit: Edit, layer: int) -> None:
    model = nets.trained(mlp(6, (8, 8, 8), 4))
    inputs, targets = nets.data(model.net, 256)
    told = {"inputs": inputs, "targets": targets, "task": "classify"}
    model = surgery.apply(model, Freeze(layer, FROZEN_UNIT), seed=0, **told).model
    made = surgery.apply(model, edit, seed=0, **told).model
    key, unit = layer_of(model.net, layer).key, FROZEN_UNIT
    before, after = (m.parameters[f"{key}.weight"] for m in (model, made))
    row, here = before[unit], after[unit]
    if isinstance(edit, Widen) and layer == 2:
        assert torch.equal(here[: len(row)], row)
        assert not here[len(row) :].any(), "it reads nothing of what is new"
    elif len(here) < len(row):
        assert torch.isin(here, row).all(), "what it still reads, it reads as before"
    else:
        assert torch.equal(here, row)
    assert torch.equal(made.parameters[f"{key}.bias"][unit], model.parameters[f"{key}.bias"][unit])
    if isinstance(edit, Narrow) and layer > 2:
        assert not torch.equal(after[unit - 1], before[unit - 1]), "the others make up"
    kept = here.clone()
    nets.train(made, 5, inputs=inputs, targets=targets)
    assert torch.equal(made.parameters[f"{key}.weight"][unit], kept), "it is frozen still, in all that it reads"
