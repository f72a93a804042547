"""A network that was made elsewhere, as a training at step 0: its weights, on data that is chosen, ready to be trained
and grown."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import secrets
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from core import files
from core.data import library
from core.data.library import DIGEST
from core.disk_reason import reason
from core.messages.catalogue import CATALOGUE, OWN
from core.messages.own.out import BringIn
from core.messages.train_commands import DataSpec
from core.messages.train_events import Tick
from core.net.plan import Activation, LayerKey, Net, output_layer, size_of, width_of
from core.net.shapes import parameter_shapes
from core.out.brought import described, guessed, layers, weights
from core.out.brought.layers import Found
from core.out.brought.weights import Weights
from core.out.placed import beside_runs, put_in_place
from core.out.taken import OutError
from core.runs import RunError, check_name
from core.sentence import Problem, Sentence, say
from core.train.disk import checkpoint
from core.train.model.model import new_buffers
from core.train.session.cpu_threads import size_class_of
from core.train.training import datasets
from core.train.training.datasets import Dataset
from core.train.training.state import First
from core.train.training.training import Training, begin

PLAN_BYTES = 4 << 20
MOST_TOLD = 40


@dataclass(frozen=True)
class Brought:
    """A plan with its tensors by our names, those of batch norms too, and what has to be known of it."""

    net: Net
    tensors: Mapping[str, Tensor]
    told: tuple[Sentence, ...]


def bring_in(command: BringIn) -> tuple[Path, tuple[Sentence, ...]]:
    """Make a run of a file with weights; return its folder and what has to be known of it. Raises `Problem`."""
    path, runs = Path(command.path), Path(command.runs)
    try:
        held, told = _held(path)
    except OSError as error:
        raise OutError("{name} cannot be read.", advice=(reason(error),), name=path.name) from error
    dataset = datasets.load(_spec(command.data or told.get(described.TITLE, ""), named=bool(command.data)))
    if described.PLAN in told:
        brought = _described(held, told, path)
    else:
        brought = _guessed(held, dataset, command.activation or "relu", path)
    _check_sizes(brought.net, dataset)
    training = _begun(brought, dataset, path)
    try:
        return _written(training, path, runs), brought.told[:MOST_TOLD]
    except OSError as error:
        raise OutError(
            "The training cannot be saved in {folder}.", advice=(reason(error),), folder=str(runs)
        ) from error


def _held(path: Path) -> tuple[Weights, dict[str, str]]:
    """Return the weights of a file and the texts that go along: its own, or those of the plan beside it."""
    beside = path.with_suffix(".json")
    if path.suffix.casefold() == ".json":
        others = [path.with_suffix(suffix) for suffix in (".safetensors", ".pt", ".pth")]
        path = next((one for one in others if one.is_file()), others[0])
    held = weights.read(path)
    if described.PLAN not in held.metadata and beside.is_file():
        return held, described.from_file(files.read_bytes(beside, limit_bytes=PLAN_BYTES), beside.name)
    return held, held.metadata


# ------------------------------------------------------------------------------------------------------------ the data
def _spec(name: str, *, named: bool) -> DataSpec:
    """Return the data that a name means: a set of the app, a digest or a title of the library."""
    if name in CATALOGUE:
        return CATALOGUE[name].usual if CATALOGUE[name].reach else DataSpec(name)
    if DIGEST.fullmatch(name):
        return DataSpec(OWN, own=name, title=library.read_about(name).title)
    for own in library.listed():
        if name and own.about.title == name:
            return DataSpec(OWN, own=own.digest, title=name)
    if named:
        raise OutError("There is no data called “{name}” here.", name=name[:80])
    raise OutError("The file does not say what its network was trained on. Choose the data to train it on.")


def _check_sizes(net: Net, dataset: Dataset) -> None:
    known = dataset.known
    inputs, outputs = size_of(net.input), width_of(output_layer(net)) if net.layers else 0
    if (inputs, outputs) != (size_of(known.input), known.outputs):
        raise OutError(
            "The network takes {inputs} numbers and gives {outputs}; the data “{name}” has {wanted} and needs "
            "{wanted_out}.", inputs=inputs, outputs=outputs, name=dataset.spec.title or known.name,
            wanted=size_of(known.input), wanted_out=known.outputs,
        )  # fmt: skip


# --------------------------------------------------------------------------------------------------------- the network
def _described(held: Weights, told: Mapping[str, str], path: Path) -> Brought:
    """Return the network that the texts of a file describe."""
    plan = described.read(told, path.name)
    found: dict[str, Tensor] = {}
    for theirs, ours in plan.names.items():
        if theirs in held.tensors:
            found[ours] = held.tensors[theirs]
    shapes = {**parameter_shapes(plan.net), **{name: tuple(one.shape) for name, one in new_buffers(plan.net).items()}}
    for name, shape in shapes.items():
        if name not in found or tuple(found[name].shape) != shape:
            theirs = next((theirs for theirs, ours in plan.names.items() if ours == name), name)
            raise OutError(
                "The tensor {tensor} of {name} is missing or does not fit the plan.", tensor=weights.shown(theirs),
                name=path.name,
            )  # fmt: skip
    others = sorted(held.tensors.keys() - plan.names.keys())
    said = [say("{name} is not in the plan and was left out.", name=weights.shown(name)) for name in others]
    if plan.on_its_way:
        said.append(say("Layers that were fading out or unfolding are taken as they will be then."))
    return Brought(plan.net, found, tuple(said))


def _guessed(held: Weights, dataset: Dataset, activation: Activation, path: Path) -> Brought:
    """Return the network that names and shapes tell of, as it fits the data."""
    modules = layers.modules(held.tensors)
    orders = [list(modules), sorted(modules, key=layers.in_order)]
    reads = [layers.read(names, modules) for names in orders]
    for read in reads:
        guess = guessed.plan(read.found, inputs=dataset.known.input, activation=activation)
        if guess is not None:
            said = _said(read, guess, activation, held)
            return Brought(guess.net, _tensors(read.found, guess.keys), said)
    read = reads[0]
    if not read.found:
        raise OutError("No layer of {name} is known here.", advice=tuple(read.left[:MOST_TOLD]), name=path.name)
    _check_ends(read.found, dataset)
    raise OutError(
        "The layers of {name} do not fit each other and the data “{data}”: {layers}.",
        advice=tuple(read.left[:MOST_TOLD]), name=path.name, data=dataset.spec.title or dataset.known.name,
        layers=", ".join(layers.label(one) for one in read.found[:12]),
    )  # fmt: skip


def _check_ends(found: list[Found], dataset: Dataset) -> None:
    """Raise `OutError` with both numbers where it is only the data that does not fit."""
    known, first, last = dataset.known, found[0], found[-1]
    shape = len(known.input)
    wanted = size_of(known.input) if first.kind == "dense" else known.input[0] if shape == 3 else 0
    takes, gives = first.weight.shape[1], last.out
    chained = all(one.out == other.weight.shape[1] for one, other in itertools.pairwise(found))
    if chained and (takes != wanted or gives != known.outputs):
        raise OutError(
            "The network takes {inputs} numbers and gives {outputs}; the data “{name}” has {wanted} and needs "
            "{wanted_out}.", inputs=takes, outputs=gives, name=dataset.spec.title or known.name, wanted=wanted,
            wanted_out=known.outputs,
        )  # fmt: skip


def _said(read: layers.Read, guess: guessed.Guess, activation: str, held: Weights) -> tuple[Sentence, ...]:
    said = [say("Taken: {layers}.", layers=", ".join(layers.label(one) for one in read.found[:40]))]
    if len(read.found) > 1:
        said.append(
            say("The file does not say what stands between the layers: {activation} was assumed, but where one layer "
                "follows another directly.", activation=activation)
        )  # fmt: skip
    if guess.assumed:
        said.append(say("Borders, steps and pooling of the convolutions were chosen so that the shapes fit."))
    for one in read.found:
        if layers.norm_is_apart(one):
            said.append(say(
                "{name}: this batch normalisation stood behind an activation; here it stands before it, so the network "
                "gives something else until it is trained.", name=weights.shown(one.norm.name if one.norm else ""),
            ))  # fmt: skip
    said += read.left
    said += [say("“{name}” of the file was left out.", name=weights.shown(name)) for name in held.aside]
    return tuple(said)


def _tensors(found: list[Found], keys: tuple[LayerKey, ...]) -> dict[str, Tensor]:
    """Return the tensors of modules by our names; a bias that is missing is 0, a factor 1."""
    made: dict[str, Tensor] = {}
    for one, key in zip(found, keys, strict=True):
        made[f"{key}.weight"] = one.weight
        made[f"{key}.bias"] = one.tensors.get("bias", torch.zeros(one.out))
        if one.norm is not None:
            norm = one.norm.tensors
            made[f"{key}.norm_weight"] = norm.get("weight", torch.ones(one.out))
            made[f"{key}.norm_bias"] = norm.get("bias", torch.zeros(one.out))
            made[f"{key}.running_mean"], made[f"{key}.running_var"] = norm["running_mean"], norm["running_var"]
    return made


# -------------------------------------------------------------------------------------------------------- the training
def _begun(brought: Brought, dataset: Dataset, path: Path) -> Training:
    flat = torch.cat([brought.tensors[name].reshape(-1) for name in parameter_shapes(brought.net)])
    buffers = {name: brought.tensors[name].double() for name in new_buffers(brought.net)}
    # A seed of its own: what began with these weights is told from what the same network drew from a seed.
    seed = int.from_bytes(hashlib.sha256(flat.numpy().tobytes()).digest()[:7], "little")
    try:
        return begin(dataset, net=brought.net, seed=seed, first=First(flat, buffers))
    except Problem as problem:
        raise OutError("{name} cannot be trained here.", advice=(problem.sentence,), name=path.name) from problem


def _written(training: Training, path: Path, runs: Path) -> Path:
    """Save a training as a run with a name that is free."""
    name = "network"
    with contextlib.suppress(RunError):
        name = check_name(path.stem)
    nan = float("nan")
    loss, score = training.validate()
    last = Tick(0, 0.0, nan, loss, nan, score, nan, nan, training.settings.learning_rate)
    large = size_class_of(training.net, training.settings, training.device)
    threads = max(1, (os.cpu_count() or 1) // 2) if large else 1
    record = checkpoint.record_of(training, last=last, threads=threads)
    with beside_runs(runs) as place:
        story = secrets.randbelow(2**31)
        for flush in checkpoint.writing(
            place / name, training.state(), record, array("d"), on_disk=0, story=story
        ):  # fmt: skip
            if flush is not None:
                flush.wait(None)
        checkpoint.read(place / name, device=torch.device("cpu"))
        return put_in_place(place / name, runs, name)
