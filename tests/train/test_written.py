"""The written-out gradients are autograd's: bit for bit where the operations are the same, and but for the last digits
where batch norm or a convolution of few channels is done in another way on images."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Generator, Tensor

from core.messages.train_commands import Task
from core.net.plan import ACTIVATIONS, Activation, Conv, Dense, Net, numbered, size_of
from core.net.shapes import flows
from core.train.model.model import Fade, Model, new_model, snapshot
from core.train.steps import images, written
from core.train.steps.forward import for_autograd, forward, live
from tests.train import nets


def both(
    net: Net, *, task: Task = "classify", dtype: torch.dtype = torch.float32, fades: dict[int, Fade] | None = None
) -> None:
    """Compare loss, every gradient and every buffer after one pass each way."""
    model = new_model(net, seed=3, dtype=dtype)
    model.fades = fades or {}
    inputs, targets = nets.data(net, 24, task=task)
    inputs, targets = inputs.to(dtype), targets if task == "classify" else targets.to(dtype)
    other = snapshot(model)
    gradients = apart(model)
    loss = by_hand(model, inputs, targets, task, gradients)
    leaves = for_autograd(other)
    given = forward(other, inputs, training=True, generator=Generator().manual_seed(1), parameters=leaves)
    wanted = written.LOSS[task](given, targets)
    slopes = torch.autograd.grad(wanted, list(leaves.values()))
    digits = LAST_DIGITS[dtype] if in_another_way(net) else 0.0
    assert float((loss - wanted.detach()).abs()) <= digits
    assert float(loss) > 0.01
    largest = max(float(slope.abs().max()) for slope in slopes)
    for (name, gradient), slope in zip(gradients.items(), slopes, strict=True):
        assert float((gradient - slope).abs().max()) <= digits * largest, name
        assert name.endswith("bias") or float(slope.abs().max()) > 0, f"{name} has no gradient: the test proves nothing"
    for name, buffer in model.buffers.items():
        assert float((buffer - other.buffers[name]).abs().max()) <= digits, name


LAST_DIGITS = {torch.float32: 1e-6, torch.float64: 1e-14}


def in_another_way(net: Net) -> bool:
    """Whether something in a net of the tests is not done with autograd's own operations: batch norm over large images,
    and the gradient that goes on from a convolution of few channels over them."""
    large = [
        layer for layer in numbered(net) if isinstance(layer, Conv)
        and size_of(flows(net)[layer.key].outside) >= images.LEAST
    ]  # fmt: skip
    return any(layer.norm == "batch" for layer in large) or any(layer.channels < 16 for layer in large[1:])


def apart(model: Model) -> dict[str, Tensor]:
    """A tensor of its own for each gradient, as autograd has: the matrix library rounds the last digit by where in
    memory it writes, and in one flat buffer that is not where a tensor of its own would be."""
    return {name: torch.empty_like(gradient) for name, gradient in model.gradients.items()}


def by_hand(model: Model, inputs: Tensor, targets: Tensor, task: Task, gradients: dict[str, Tensor]) -> Tensor:
    reads = replace(live(model, training=True, generator=Generator().manual_seed(1)), gradients=gradients)
    tape: written.Tape = []
    with torch.no_grad():
        outputs = written.forward(model.net.layers, reads, inputs, tape)
        loss, slope = written.loss_and_slope(task, outputs, targets)
        written.backward(model.net.layers, reads, slope, tape, further=False)
    assert not tape, "backward must use up what forward kept"
    return loss


@pytest.mark.parametrize("name", nets.ALL)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_gradients_are_those_of_autograd_for_every_kind_of_layer(name: str, dtype: torch.dtype) -> None:
    both(nets.ALL[name](), dtype=dtype)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_are_those_of_autograd_for_every_activation(activation: Activation) -> None:
    both(nets.dense(activation=activation))
    both(nets.residual_dense(activation))
    both(nets.conv(activation=activation))
    both(nets.large_conv(activation=activation))


@pytest.mark.parametrize("name", ["dense", "dense norm", "residual conv", "large residual conv"])
def test_gradients_are_those_of_autograd_for_regression(name: str) -> None:
    both(nets.ALL[name](), task="regress")


def test_dropout_drops_the_same_with_the_same_generator() -> None:
    both(nets.dropout())


@pytest.mark.parametrize(
    "name", ["dense", "dense norm", "conv", "residual conv", "large conv norm", "large residual conv"]
)
def test_gradients_of_fading_layers(name: str) -> None:
    net = nets.ALL[name]()
    keys = [layer.key for layer in numbered(net) if hasattr(layer, "activation")][:-1]
    both(net, fades={key: Fade(30 * place + 10, 100) for place, key in enumerate(keys)})


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_of_unfolding_layers(activation: Activation) -> None:
    for net in (nets.dense(activation=activation), nets.conv(activation=activation), nets.residual_dense(activation)):
        keys = [layer.key for layer in numbered(net) if isinstance(layer, (Dense, Conv))][:-1]
        for done in (0, 40, 100):
            both(net, fades={key: Fade(done, 100, unfolds=True, tangent=True) for key in keys})


def test_the_batch_norm_of_a_frozen_layer_stays_at_rest() -> None:
    net = nets.dense(norm=True)
    frozen = replace(net, layers=(replace(net.layers[0], frozen=True), *net.layers[1:]))
    model = new_model(frozen, seed=0)
    before = {name: buffer.clone() for name, buffer in model.buffers.items()}
    both(frozen)
    inputs, targets = nets.data(frozen, 24)
    by_hand(model, inputs, targets, "classify", apart(model))
    moved = {name for name in before if not torch.equal(before[name], model.buffers[name])}
    assert moved == {"2.running_mean", "2.running_var"}


@pytest.mark.parametrize("name", nets.ALL)
def test_gradients_in_one_flat_buffer_differ_in_the_last_digit_at_most(name: str) -> None:
    model = new_model(nets.ALL[name](), seed=0)
    inputs, targets = nets.data(model.net, 24)
    gradients = apart(model)
    by_hand(snapshot(model), inputs, targets, "classify", gradients)
    by_hand(model, inputs, targets, "classify", model.gradients)
    for name_, gradient in gradients.items():
        assert float((gradient - model.gradients[name_]).abs().max()) <= 1e-6 * max(1.0, float(gradient.abs().max()))


def test_a_pass_at_rest_changes_nothing() -> None:
    model = nets.trained(nets.residual_conv())
    before = nets.everything(model)
    forward(model, nets.data(model.net, 8)[0], training=False)
    assert nets.same(before, nets.everything(model))
