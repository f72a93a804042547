"""Whole runs with edits in them: they can be done again bit for bit, and layers that fade out cost next to nothing."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.messages.train_commands import DataSpec, OptimizerName, Settings
from core.net.plan import (
    CopyLayer,
    Edit,
    EditError,
    Freeze,
    InsertLayer,
    Narrow,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    Widen,
    hidden_keys,
    mlp,
)
from core.net.presets import PRESETS, preset
from core.train.disk import checkpoint
from core.train.disk.saver import Saver
from core.train.training import datasets
from core.train.training.replay import replay, run_to
from core.train.training.training import Training, begin

DIGITS = datasets.load(DataSpec("digits"))
EDITS: list[Edit] = [
    InsertLayer(0), InsertLayer(0, kind="residual"), Widen(1, 2), Widen(1, 2, "split"),
    Widen(1, 1, "tiny"), Narrow(1, 2), CopyLayer(1),
    Narrow(1, 1, "taylor"), ResetUnit(1, 0), Freeze(1, 1), RemoveUnit(1, 2), Freeze(1, 1, frozen=False),
    SetActivation(1, "gelu"), InsertLayer(1, kind="residual"), RemoveLayer(1, "fade"), RemoveLayer(2), Prune(1),
]  # fmt: skip
OF: dict[str, tuple[OptimizerName, str]] = {
    "perceptron": ("adamw", "cosine"), "mlp": ("amsgrad", "one_cycle"), "lenet5": ("nesterov", "step"),
    "vgg": ("rmsprop", "warm_up"), "resnet": ("adam", "cosine"),
}  # fmt: skip


def new(name: str) -> Training:
    optimizer, schedule = OF[name]
    settings = Settings(
        optimizer=optimizer, schedule=schedule, schedule_steps=40, clip=1.0, learning_rate=2e-3, batch_size=48  # type: ignore[arg-type]
    )  # fmt: skip
    return begin(DIGITS, net=preset(name, (1, 8, 8), 10), settings=settings, seed=4)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in ("vgg", "resnet") else name for name in PRESETS]
)
def test_a_run_with_edits_of_every_kind_replays_bit_for_bit(name: str) -> None:
    lived, done = new(name), 0
    for place, edit in enumerate(EDITS):
        run_to(lived, 2 + 2 * place)
        hidden = hidden_keys(lived.net)
        if not isinstance(edit, InsertLayer):
            edit = replace(edit, layer=hidden[min(edit.layer, len(hidden)) - 1])
        try:
            lived.edit(edit)
            done += 1
        except EditError:
            continue
    run_to(lived, 40)
    assert done >= 8
    assert bool(torch.isfinite(lived.model.flat).all())
    again = new(name)
    replay(again, lived.timeline, steps=40)
    assert torch.equal(lived.model.flat, again.model.flat)
    for slot, memory in lived.model.memory.slots.items():
        assert torch.equal(memory, again.model.memory.slots[slot])
    assert (again.net, again.timeline, again.marks) == (lived.net, lived.timeline, lived.marks)


MEANWHILE: list[Edit] = [
    Widen(4, 3), Widen(4, 2, "split"), Narrow(4, 4), Narrow(4, 4, way="ready"), RemoveLayer(4), RemoveLayer(4, "fade"),
    RemoveLayer(4, "ready"), SetActivation(4, "sigmoid"), SetActivation(4, "linear"), Freeze(4), Freeze(4, 2),
    RemoveUnit(4, 1), ResetUnit(4, 1), InsertLayer(4), InsertLayer(4, kind="batch_norm"), InsertLayer(1), CopyLayer(4),
    InsertLayer(4, kind="residual"), RemoveLayer(1), RemoveLayer(2, "fade"), Widen(1, 2), Narrow(2, 3),
]  # fmt: skip


@pytest.mark.parametrize("edit", MEANWHILE, ids=str)
def test_any_edit_while_a_layer_unfolds_is_undone_saved_moved_and_replayed_bit_for_bit(
    edit: Edit, tmp_path: Path
) -> None:
    net = mlp(64, (16, 16), 10, activation="tanh")
    lived = begin(DIGITS, net=net, settings=Settings(learning_rate=3e-3), seed=6)
    run_to(lived, 30)
    lived.edit(InsertLayer(1))
    run_to(lived, 130)
    assert [key for key, fade in lived.model.fades.items() if fade.unfolds] == [4]
    before = lived.state()
    lived.edit(edit)
    run_to(lived, 180)
    saver = Saver(tmp_path / "run", lambda: 0.0)
    saver.begin(lived, array("d"), last=None, threads=1)
    assert saver.finish().problem is None
    opened = checkpoint.read(tmp_path / "run", device=lived.device).training
    moved = checkpoint.moved(lived, lived.device)
    again = begin(DIGITS, net=net, settings=Settings(learning_rate=3e-3), seed=6)
    replay(again, lived.timeline, steps=180)
    back = lived.at(before)
    run_to(back, 500)
    other = begin(DIGITS, net=net, settings=Settings(learning_rate=3e-3), seed=6)
    replay(other, before.timeline, steps=500)
    assert torch.equal(back.model.flat, other.model.flat), "what is undone leaves no trace"
    for each in (lived, opened, moved, again):
        run_to(each, 500)
        assert torch.equal(each.model.flat, lived.model.flat)
        assert each.net == lived.net
        assert not any(fade.unfolds and fade.over for fade in each.model.fades.values())
    assert bool(torch.isfinite(lived.model.flat).all())


FADES = [
    ("digits", (32, 32), 1e-3, 440), ("digits", (32, 32, 32), 1e-3, 440),
    pytest.param("mnist-5k", (32, 32), 3e-3, 310, marks=pytest.mark.slow),
    pytest.param("mnist-5k", (32, 32, 32), 3e-3, 310, marks=pytest.mark.slow),
]  # fmt: skip


@pytest.mark.parametrize(("name", "hidden", "rate", "steps"), FADES)
def test_a_layer_that_fades_out_costs_next_to_nothing(
    name: str, hidden: tuple[int, ...], rate: float, steps: int
) -> None:
    """Training loss when the layer is gone, less that before it began to fade."""
    data = datasets.load(DataSpec(name))
    net = mlp(math.prod(data.training_inputs.shape[1:]), hidden, 10)
    training = begin(data, net=net, settings=Settings(learning_rate=rate), seed=1)
    run_to(training, steps)
    moment = training.state()

    def loss() -> float:
        return training.evaluate(data.training_inputs, data.training_targets)[0]

    before = loss()
    assert before < 0.4
    for layer in range(1, len(hidden) + 1):
        training.edit(RemoveLayer(layer, "fade"))
        run_to(training, steps + 300)
        assert len(hidden_keys(training.net)) == len(hidden) - 1
        assert loss() - before <= 0.04
        training.restore(moment)
