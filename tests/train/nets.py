"""Networks, data and little trainings for the tests of the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import torch
from torch import Generator, Tensor

from core.messages.train_commands import DataSpec, Settings, Task
from core.net.plan import Activation, Conv, Dense, Dropout, Flatten, GlobalPool, Layer, Net, Pool, Residual, mlp
from core.train.model.model import Model, new_model, snapshot
from core.train.steps.forward import forward
from core.train.steps.ladder import Stepper
from core.train.steps.plain import Taken
from core.train.training import datasets

torch.set_num_threads(1)


def dense(*, norm: bool = False, activation: Activation = "relu", hidden: Sequence[int] = (12, 10)) -> Net:
    """Return a net from 6 numbers to 4, by way of `hidden`."""
    layers: list[Layer] = [
        Dense(key, width, activation, "batch" if norm else "none") for key, width in enumerate(hidden, 1)
    ]
    return Net((6,), (*layers, Dense(len(hidden) + 1, 4, "linear")), len(hidden) + 2)


def residual_dense(activation: Activation = "relu") -> Net:
    """Return a net with a dense residual block."""
    block = Residual(2, (Dense(3, 9, activation), Dense(4, 8, "linear")), activation)
    return Net((6,), (Dense(1, 8, activation), block, Dense(5, 4, "linear")), 6)


def conv(*, norm: bool = False, activation: Activation = "relu", kind: str = "max") -> Net:
    """Return a convolutional net from (2, 8, 8) to 4, with pooling and a flatten."""
    batch = "batch" if norm else "none"
    layers = (
        Conv(1, 6, activation=activation, norm=batch), Pool(2, kind), Conv(3, 5, activation=activation, norm=batch),  # type: ignore[arg-type]
        Flatten(4), Dense(5, 9, activation), Dense(6, 4, "linear"),
    )  # fmt: skip
    return Net((2, 8, 8), layers, 7)


def large_conv(*, norm: bool = False, activation: Activation = "relu", kind: str = "max") -> Net:
    """Return a convolutional net with images so large that they go through passes of their own, and an odd side."""
    batch = "batch" if norm else "none"
    layers = (
        Conv(1, 7, activation=activation, norm=batch), Conv(2, 6, activation=activation, norm=batch), Pool(3, kind),  # type: ignore[arg-type]
        Conv(4, 20, 3, 1, 1, activation=activation, norm=batch), Pool(5, kind), GlobalPool(6), Dense(7, 4, "linear"),  # type: ignore[arg-type]
    )  # fmt: skip
    return Net((2, 17, 18), layers, 8)


def large_residual_conv() -> Net:
    """Return the same with a residual block."""
    body = (Conv(3, 9, norm="batch"), Conv(4, 6, activation="linear", norm="batch"))
    layers = (Conv(1, 6, norm="batch"), Residual(2, body, "relu"), Pool(5), GlobalPool(6), Dense(7, 4, "linear"))
    return Net((2, 14, 14), layers, 8)


def residual_conv(activation: Activation = "relu") -> Net:
    """Return a net with a convolutional residual block, batch norm and a global pooling."""
    body = (Conv(4, 7, activation=activation, norm="batch"), Conv(5, 6, activation="linear", norm="batch"))
    layers = (
        Conv(1, 6, activation=activation, norm="batch"), Pool(2), Residual(3, body, activation), GlobalPool(6),
        Dense(7, 4, "linear"),
    )  # fmt: skip
    return Net((2, 8, 8), layers, 8)


def depthwise() -> Net:
    """Return a net with a depthwise and a grouped convolution."""
    layers = (Conv(1, 6), Conv(2, 6, groups=6), Conv(3, 8, groups=2), GlobalPool(4), Dense(5, 4, "linear"))
    return Net((2, 8, 8), layers, 6)


def dropout() -> Net:
    """Return a dense net with dropout."""
    return Net((6,), (Dense(1, 12), Dropout(2, 0.3), Dense(3, 10), Dense(4, 4, "linear")), 5)


NETS: dict[str, Callable[[], Net]] = {
    "dense": dense,
    "dense tanh": lambda: dense(activation="tanh"),
    "dense norm": lambda: dense(norm=True),
    "residual dense": residual_dense,
    "conv": conv,
    "conv average": lambda: conv(kind="average"),
    "conv norm": lambda: conv(norm=True),
    "residual conv": residual_conv,
    "depthwise": depthwise,
}
"""One net of each kind; all give 4 numbers."""

LARGE: dict[str, Callable[[], Net]] = {
    "large conv": large_conv,
    "large conv average": lambda: large_conv(kind="average"),
    "large conv norm": lambda: large_conv(norm=True),
    "large residual conv": large_residual_conv,
}
"""Nets of images that steps go through in another way (`core.train.steps.images`)."""
ALL = NETS | LARGE


def data(net: Net, rows: int, *, task: Task = "classify", seed: int = 0) -> tuple[Tensor, Tensor]:
    """Return inputs (rows, *net.input) and targets that depend on them, so that there is something to learn."""
    generator = Generator().manual_seed(seed)
    inputs = torch.randn((rows, *net.input), generator=generator)
    if (
        len(net.input) == 3
    ):  # each image has a brightness of its own in each channel, which poolings do not average away
        inputs = 0.5 * inputs + torch.randn((rows, net.input[0], 1, 1), generator=generator)
    teacher = Generator().manual_seed(99)
    away = torch.tanh(
        inputs.flatten(1) @ torch.randn(inputs[0].numel(), 4, generator=teacher) / inputs[0].numel() ** 0.5
    )
    return inputs, away.argmax(1) if task == "classify" else away


def train(
    model: Model,
    steps: int,
    *,
    settings: Settings | None = None,
    inputs: Tensor,
    targets: Tensor,
    task: Task = "classify",
    seed: int = 0,
    batch: int = 32,
    rate: float | None = None,
) -> Taken:
    """Take steps on random batches."""
    settings = settings or Settings(learning_rate=1e-2)
    rate = settings.learning_rate if rate is None else rate
    generator = Generator().manual_seed(seed)
    rows = torch.randint(0, len(inputs), (steps * batch,), generator=generator)
    stepper = Stepper(model, settings, task=task)
    return stepper.take(
        inputs[rows].to(model.flat.dtype), targets[rows] if task == "classify" else targets[rows].to(model.flat.dtype),
        [batch] * steps, settings=settings, learning_rates=[rate] * steps, generator=generator,
    )  # fmt: skip


def trained(
    net: Net, *, seed: int = 0, steps: int = 60, dtype: torch.dtype = torch.float32, optimizer: str = "adam"
) -> Model:
    """Return a trained model of a net, alive: its outputs spread."""
    model = new_model(net, seed=seed, dtype=dtype)
    inputs, targets = data(net, 256)
    train(
        model,
        steps,
        settings=Settings(learning_rate=1e-2, optimizer=optimizer),
        inputs=inputs,
        targets=targets,
        seed=seed,
    )  # type: ignore[arg-type]
    assert_alive(model, inputs.to(dtype))
    return model


def assert_alive(model: Model, inputs: Tensor) -> None:
    """Check that units are active and outputs spread; on a dead network every edit is exact and proves nothing."""
    captured: dict[int, Tensor] = {}
    with torch.no_grad():
        outputs = forward(model, inputs, training=False, capture=captured)
    assert float(outputs.std(0).min()) > 0.05, "the outputs are the same for every sample"
    for key, values in captured.items():
        active = (values.movedim(1, -1).flatten(0, -2) != 0).double().mean(0)
        assert float((active > 0.01).double().mean()) > 0.4, f"most units of layer {key} are dead"


def outputs(model: Model, inputs: Tensor, *, training: bool = False) -> Tensor:
    """Return what a model gives, leaving it as it is."""
    kept = snapshot(model)
    with torch.no_grad():
        return forward(kept, inputs.to(kept.flat), training=training, generator=Generator().manual_seed(5))


def difference(one: Model, other: Model, inputs: Tensor, *, training: bool = False) -> float:
    """Return max |Δ output| / max |output|."""
    before, after = outputs(one, inputs, training=training), outputs(other, inputs, training=training)
    return float((before - after).abs().max() / before.abs().max())


def distance(one: Model, other: Model, inputs: Tensor) -> float:
    """Return √mean(Δ output²) / √mean(output²)."""
    before, after = outputs(one, inputs), outputs(other, inputs)
    return float((before - after).norm() / before.norm())


def everything(model: Model) -> dict[str, Tensor]:
    """Return copies of every tensor of a model, its frozen marks and ages included."""
    kept = {f"parameter {n}": t.clone() for n, t in model.parameters.items()}
    kept |= {f"buffer {n}": t.clone() for n, t in model.buffers.items()}
    kept |= {f"memory {n}": t.clone() for n, t in model.memory.slots.items()}
    kept["flat"] = model.flat.clone()
    kept["ages"] = torch.tensor([*model.memory.ages, *map(int, model.memory.ramped)])
    kept["fades"] = torch.tensor([[key, fade.done, fade.steps] for key, fade in sorted(model.fades.items())])
    if model.memory.cohort is not None:
        kept["cohort"] = model.memory.cohort.clone()
    if model.still is not None:
        kept["still"] = model.still.clone()
    if (beside := model.successor) is not None:
        kept |= {f"successor {name}": tensor for name, tensor in everything(beside.model).items()}
        kept["successor"] = torch.tensor([beside.key, beside.by, beside.taken])
        kept["successor's random"] = beside.random.clone()
    return kept


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    """Whether two results of `everything` are equal bit for bit."""
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


@cache
def digits() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the digits: training inputs and targets, validation inputs and targets."""
    found = datasets.load(DataSpec("digits"))
    return found.training_inputs, found.training_targets, found.validation_inputs, found.validation_targets


def on_digits(net: Net, *, seed: int, steps: int, rate: float = 1e-3) -> Model:
    """Return a net trained on the digits, batches of 64."""
    x, y, _, _ = digits()
    model = new_model(net, seed=seed)
    settings = Settings(learning_rate=rate)
    train(model, steps, settings=settings, inputs=x.reshape(-1, *net.input), targets=y, seed=seed, batch=64)
    return model


__all__ = ["NETS", "mlp"]
