"""The data that ships with the app: two sets of images, and points in the plane that are made on the spot.

A `Dataset` is four tensors. The split into training and validation samples depends on the spec's seed alone; points
are drawn from torch's own generator, so the same spec is the same data on every machine.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Generator, Tensor

from core.messages.catalogue import CATALOGUE, OWN, PLANE, PLANE_INPUTS, USUAL_INPUTS, Known, known_for
from core.messages.own.prepared import About, TablePreparation, target_scaling
from core.messages.train_commands import DataSpec, Task
from core.messages.train_reports import Data
from core.sentence import Problem
from core.train.model.safetensors import read_tensors, to_array
from core.train.plane import playground
from core.train.plane.edited import with_edits
from core.train.plane.inputs import inputs_of
from core.train.training import own
from core.train.training.seeds import check_seed

SOURCE = Path(__file__).resolve().parents[3]
"""The folder that `core` is in; in a packaged app worker_src, and its resources lie beside that."""
RESOURCES = next(
    (found for place in (SOURCE, SOURCE.parent) if (found := place / "resources" / "datasets").is_dir()),
    SOURCE / "resources" / "datasets",
)
SAMPLES_SHOWN = 60
SAMPLES_SHOWN_PLANE = 1000
Maker = Callable[[DataSpec, Generator], tuple[Tensor, Tensor]]
"""spec, generator -> inputs (n, *input), targets."""


class DataError(Problem):
    """Data that cannot be had."""


@dataclass(frozen=True)
class Dataset:
    """What is learned: inputs (n, *input) float32, targets (n,) int64 (classes) or (n, 1) float32 (values)."""

    spec: DataSpec
    known: Known
    training_inputs: Tensor
    training_targets: Tensor
    validation_inputs: Tensor
    validation_targets: Tensor
    task: Task
    points: tuple[Tensor, Tensor] | None = None
    """Of the plane: (n, 2) trained on and held out, where the network is told something else of them."""
    about: About | None = None
    """How a person's own data was made ready."""

    @property
    def own_bytes(self) -> int:
        """How much memory points take that a person changed; all states before that share the data."""
        if not self.spec.edits:
            return 0
        inputs = (self.training_inputs, self.validation_inputs, *(self.points or ()))
        return sum(one.nbytes for one in (*inputs, self.training_targets, self.validation_targets))


def load(spec: DataSpec) -> Dataset:
    """Return the data of `spec`; raise `DataError` if there is none."""
    if spec.name == OWN:
        return _of_a_person(spec)
    if spec.name not in CATALOGUE:
        names = ", ".join(CATALOGUE)
        raise DataError("There is no data called {name}. Choose one of: {names}.", name=spec.name, names=names)
    if not 20 <= spec.samples <= 100_000:
        raise DataError("{samples} samples cannot be made; choose between 20 and 100,000.", samples=spec.samples)
    most = CATALOGUE[spec.name].most_noise
    if not 0 <= spec.noise <= most:
        raise DataError("The noise must be between 0 and {most}, not {noise}.", most=f"{most:g}", noise=spec.noise)
    if not 1 <= spec.held_out <= 90:
        raise DataError(
            "Between 1 and 90 percent of the samples can be kept for validation, not {percent}.", percent=spec.held_out
        )
    known = known_for(spec)
    _check_inputs(spec, known)
    generator = Generator().manual_seed(check_seed(spec.seed))
    inputs, targets = MAKERS[spec.name](spec, generator)
    order = torch.randperm(len(inputs), generator=generator)
    inputs, targets = inputs[order], targets[order]
    count = len(inputs) - max(1, round(len(inputs) * spec.held_out / 100))
    trained, trained_targets = with_edits(inputs[:count], targets[:count], spec.edits, known)
    held_out = inputs[count:]
    points = (trained, held_out) if known.reach and spec.inputs not in ((), USUAL_INPUTS) else None
    if points is not None:
        trained, held_out = inputs_of(trained, spec.inputs), inputs_of(held_out, spec.inputs)
    return Dataset(
        spec=spec,
        known=known,
        training_inputs=trained.contiguous(),
        training_targets=trained_targets.contiguous(),
        validation_inputs=held_out.contiguous(),
        validation_targets=targets[count:].contiguous(),
        task=known.task,
        points=points,
    )


def _of_a_person(spec: DataSpec) -> Dataset:
    """Return data from the library."""
    read = own.read(spec)
    count = read.training
    return Dataset(
        spec=spec,
        known=read.known,
        training_inputs=read.inputs[:count].contiguous(),
        training_targets=read.targets[:count].contiguous(),
        validation_inputs=read.inputs[count:].contiguous(),
        validation_targets=read.targets[count:].contiguous(),
        task=read.known.task,
        about=read.about,
    )


def _check_inputs(spec: DataSpec, known: Known) -> None:
    """Raise `DataError` where a network cannot be told this of a sample."""
    if spec.inputs and not known.reach:
        raise DataError("The inputs of {name} cannot be chosen: they are its pixels.", name=spec.name)
    if spec.inputs != tuple(name for name in PLANE_INPUTS if name in spec.inputs):
        names = ", ".join(PLANE_INPUTS)
        raise DataError("The inputs can be some of these, each once and in this order: {names}.", names=names)


def to(dataset: Dataset, device: torch.device) -> Dataset:
    """Return the same data with its tensors on `device`."""
    return replace(
        dataset,
        training_inputs=dataset.training_inputs.to(device),
        training_targets=dataset.training_targets.to(device),
        validation_inputs=dataset.validation_inputs.to(device),
        validation_targets=dataset.validation_targets.to(device),
    )


def describe(dataset: Dataset) -> Data:
    """Return what the window is told of the data: all points of the plane up to a thousand, or some images."""
    known = dataset.known
    flat = known.reach > 0
    shown = SAMPLES_SHOWN_PLANE if flat else SAMPLES_SHOWN
    trained, held_out = dataset.points or (dataset.training_inputs, dataset.validation_inputs)
    told = Data(
        spec=dataset.spec,
        task=known.task,
        input=known.input,
        classes=known.classes,
        training_samples=len(dataset.training_inputs),
        validation_samples=len(dataset.validation_inputs),
        samples=to_array(trained[:shown]),
        targets=to_array(dataset.training_targets[:shown]),
        attribution=known.attribution,
        reach=known.reach or PLANE,
        held_out=to_array(held_out[:shown]) if flat else None,
        held_out_targets=to_array(dataset.validation_targets[:shown]) if flat else None,
    )
    if dataset.about is None:
        return told
    table = dataset.about.preparation
    mean, scale = target_scaling(table)
    told = replace(told, mean=mean, scale=scale)
    if not isinstance(table, TablePreparation):
        return told
    inputs = tuple(name for column in table.columns for name in column.input_names)
    each = [column for column in table.columns for _ in range(column.inputs)]
    scales = tuple((column.mean, column.scale) if column.kind == "number" else (0.0, 0.0) for column in each)
    dates = tuple(at for at, column in enumerate(each) if column.dates)
    return replace(told, inputs=inputs, target=table.target, scales=scales, dates=dates)


# --------------------------------------------------------------------------------------------------------- images
def _images(file: str, highest: float, spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """(n, 1, h, w) float32 from 0 to 1, and (n,) int64."""
    tensors, _ = read_tensors(RESOURCES / file)
    return tensors["images"].float() / highest, tensors["labels"].long()


# ------------------------------------------------------------------------------------------- points in the plane
def _uniform(count: int, low: float, high: float, generator: Generator) -> Tensor:
    return torch.rand(count, generator=generator) * (high - low) + low


def _noisy(points: Tensor, noise: float, generator: Generator) -> Tensor:
    """Displace each point by up to `noise` times the plane's half width."""
    return points + (torch.rand(points.shape, generator=generator) * 2 - 1) * noise * PLANE


def _labels(*counts: int) -> Tensor:
    return torch.cat([torch.full((count,), label) for label, count in enumerate(counts)])


def _polar(radius: Tensor, angle: Tensor) -> Tensor:
    return torch.stack([radius * torch.sin(angle), radius * torch.cos(angle)], 1)


def _circles(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """A disc inside a ring."""
    inner = spec.samples // 2
    outer = spec.samples - inner
    radius = torch.cat([_uniform(inner, 0.0, 0.42, generator), _uniform(outer, 0.6, 0.85, generator)]) * PLANE
    points = _polar(radius, _uniform(spec.samples, 0.0, 2 * math.pi, generator))
    return _noisy(points, spec.noise * 0.5, generator), _labels(inner, outer)


def _xor(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Four squares, opposite ones alike."""
    points = _uniform(spec.samples * 2, -0.85, 0.85, generator).reshape(-1, 2) * PLANE
    points = points + points.sign() * 0.05 * PLANE
    return _noisy(points, spec.noise * 0.5, generator), (points[:, 0] * points[:, 1] < 0).long()


def _gaussians(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Two clouds; noise widens them."""
    first = spec.samples // 2
    labels = _labels(first, spec.samples - first)
    centres = torch.where(labels.bool(), -1.1, 1.1).unsqueeze(1)
    spread = 0.35 + spec.noise * 1.2
    return centres + torch.randn(spec.samples, 2, generator=generator) * spread, labels


def _spiral(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Two arms, 1.75 turns each."""
    first = spec.samples // 2
    arms = []
    for count, offset in ((first, 0.0), (spec.samples - first, math.pi)):
        along = torch.arange(count) / count
        arms.append(_polar(along * 0.85 * PLANE, along * 1.75 * 2 * math.pi + offset))
    return _noisy(torch.cat(arms), spec.noise * 0.3, generator), _labels(first, spec.samples - first)


def _moons(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Two half circles, one in the other's arms."""
    first = spec.samples // 2
    angle = _uniform(spec.samples, 0.0, math.pi, generator)
    upper = torch.stack([angle[:first].cos() - 0.5, angle[:first].sin() - 0.25], 1)
    lower = torch.stack([0.5 - angle[first:].cos(), 0.25 - angle[first:].sin()], 1)
    return _noisy(torch.cat([upper, lower]) * 1.6, spec.noise * 0.5, generator), _labels(first, spec.samples - first)


def _square(spec: DataSpec, generator: Generator) -> Tensor:
    return _uniform(spec.samples * 2, -PLANE, PLANE, generator).reshape(-1, 2)


def _with_noise(values: Tensor, spec: DataSpec, generator: Generator) -> Tensor:
    """(n,) -> (n, 1), each with normal noise."""
    return (values + torch.randn(values.shape, generator=generator) * spec.noise * 0.5).unsqueeze(1)


def _plane(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """A tilted plane from −1 to 1."""
    points = _square(spec, generator)
    return points, _with_noise(points.sum(1) / (2 * PLANE), spec, generator)


BUMPS = ((0.65, 0.4, 1), (0.0, 0.6, -1), (-0.65, 0.4, 1), (-0.65, -0.4, -1), (0.0, -0.6, 1), (0.65, -0.4, -1))
"""(x, y, sign) in half widths of the plane."""


def _bumps(spec: DataSpec, generator: Generator) -> tuple[Tensor, Tensor]:
    """Six hills and hollows."""
    points = _square(spec, generator)
    values = torch.zeros(spec.samples)
    for x, y, sign in BUMPS:
        squared = (points / PLANE - torch.tensor([x, y])).square().sum(1)
        values += sign * torch.exp(-squared / (2 * 0.17**2))
    return points, _with_noise(values, spec, generator)


MAKERS: dict[str, Maker] = {
    "digits": functools.partial(_images, "digits.safetensors", 16.0),
    "mnist-5k": functools.partial(_images, "mnist-5k.safetensors", 255.0),
    "circles": _circles,
    "xor": _xor,
    "gaussians": _gaussians,
    "spiral": _spiral,
    "moons": _moons,
    "plane": _plane,
    "bumps": _bumps,
    "playground-circle": playground.circle,
    "playground-xor": playground.xor,
    "playground-gauss": playground.gauss,
    "playground-spiral": playground.spiral,
    "playground-plane": playground.plane,
    "playground-hills": playground.hills,
}
