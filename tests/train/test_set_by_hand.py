"""Weights and biases set by hand on live networks: one number changes, and nothing else but what belongs to it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from core import runs
from core.messages.train_commands import Change, DataSpec, Load, OpenRun, Redo, Save, Settings, Step, Undo
from core.messages.train_events import Edited, Loaded, Rejected, State
from core.messages.train_reports import TimelineEntry
from core.net.plan import (
    Conv,
    Dense,
    Edit,
    Flatten,
    Freeze,
    LayerKey,
    Narrow,
    Net,
    RemoveLayer,
    SetBias,
    SetWeight,
    Widen,
    mlp,
)
from core.train.disk import checkpoint
from core.train.disk.checked import checked
from core.train.model.model import views
from core.train.training import datasets
from core.train.training.replay import replay, run_to
from core.train.training.training import Training, begin
from tests.train.line import Line
from tests.train.talk import Talk

torch.set_num_threads(1)
XOR = datasets.load(DataSpec("xor", samples=200))
ONE, TWO, THREE = LayerKey(1), LayerKey(2), LayerKey(3)
OLD = Path(__file__).parent / "old_runs"


def new(optimizer: str = "adam", net: Net | None = None) -> Training:
    settings = Settings(optimizer=optimizer, learning_rate=0.01, batch_size=32)  # type: ignore[arg-type]
    training = begin(XOR, net=net or mlp(2, (6, 5), 2), settings=settings, seed=3)
    run_to(training, 40)
    return training


def slots(training: Training) -> dict[str, Any]:
    """Return all that is kept of each parameter, by name."""
    shapes = {name: tensor.shape for name, tensor in training.model.parameters.items()}
    memory = training.model.memory
    return {name: views(slot.clone(), shapes) for name, slot in memory.slots.items()}


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam", "amsgrad", "rmsprop"])
@pytest.mark.parametrize("edit", [SetWeight(TWO, 3, 4, 0.75), SetBias(ONE, 2, -0.5)], ids=["weight", "bias"])
def test_one_number_changes_and_what_was_remembered_of_it_goes(optimizer: str, edit: Edit) -> None:
    training = new(optimizer)
    name, place = ("2.weight", (3, 4)) if isinstance(edit, SetWeight) else ("1.bias", (2,))
    before = {key: tensor.clone() for key, tensor in training.model.parameters.items()}
    remembered = slots(training)
    training.edit(edit)
    for key, tensor in before.items():
        there = training.model.parameters[key].clone()
        if key == name:
            assert float(there[place]) == edit.value  # type: ignore[union-attr]
            there[place] = tensor[place]
        assert torch.equal(there, tensor)
    for slot, by_name in slots(training).items():
        for key, tensor in by_name.items():
            expected = remembered[slot][key]
            if key == name:
                expected[place] = 0
            assert torch.equal(tensor, expected), (slot, key)
    assert training.timeline[-1].done == edit
    assert training.marks[-1].grown == 0


def test_adams_first_step_from_there_is_of_the_usual_size() -> None:
    training = new("adam")
    training.edit(SetWeight(TWO, 3, 4, 0.75))
    run_to(training, training.step + 1)
    moved = abs(float(training.model.parameters["2.weight"][3, 4]) - 0.75)
    assert 0 < moved <= 1.001 * training.settings.learning_rate


def test_numbers_set_one_after_another_at_one_step_share_an_age() -> None:
    training = new("adam")
    for unit in range(5):
        training.edit(SetBias(TWO, unit, 0.1))
    assert len(training.model.memory.ages) == 2
    begun = begin(XOR, net=mlp(2, (4,), 2), settings=Settings(optimizer="adam"))
    begun.edit(SetBias(ONE, 0, 0.1))
    assert begun.model.memory.cohort is None, "before the first step all have the same age"


def test_a_frozen_unit_can_be_set_and_stays_frozen() -> None:
    training = new()
    training.edit(Freeze(ONE, 2))
    training.edit(SetWeight(ONE, 2, 1, 3.0))
    training.edit(Freeze(THREE))
    training.edit(SetBias(THREE, 0, -2.0))
    run_to(training, training.step + 5)
    assert float(training.model.parameters["1.weight"][2, 1]) == 3.0
    assert float(training.model.parameters["3.bias"][0]) == -2.0


def test_a_kernels_place_is_set_on_a_convolution() -> None:
    net = Net((1, 8, 8), (Conv(ONE, 4), Flatten(TWO), Dense(THREE, 10, "linear")), 4)
    training = begin(datasets.load(DataSpec("digits", samples=200)), net=net, settings=Settings(batch_size=32))
    before = training.model.parameters["1.weight"].clone()
    training.edit(SetWeight(ONE, 2, 0, 1.5, row=2, column=1))
    changed = (training.model.parameters["1.weight"] != before).nonzero().tolist()
    assert changed == [[2, 0, 2, 1]]
    assert float(training.model.parameters["1.weight"][2, 0, 2, 1]) == 1.5


@pytest.mark.parametrize("edit", [Narrow(ONE, 2, way="ready"), RemoveLayer(ONE, "ready")], ids=["narrow", "remove"])
def test_a_smaller_copy_goes_where_its_units_are_others_and_follows_elsewhere(edit: Edit) -> None:
    for touched, stays in ((SetBias(ONE, 1, 0.3), False), (SetWeight(TWO, 0, 1, 0.3), False)):
        training = new()
        training.edit(edit)
        training.edit(touched)
        assert (training.model.successor is not None) == stays
        assert "another edit came first" in str(training.marks[-2].label)
    training = new()
    training.edit(edit)
    training.edit(SetBias(THREE, 1, 0.3))
    assert training.model.successor is not None
    assert float(training.model.successor.model.parameters["3.bias"][1]) == pytest.approx(0.3)


def test_a_layer_that_fades_out_folds_with_what_was_set() -> None:
    training = new()
    training.edit(RemoveLayer(TWO, "fade"))
    run_to(training, training.step + 20)
    training.edit(SetWeight(TWO, 0, 0, 2.0))
    run_to(training, training.step + 300)
    assert [layer.key for layer in training.net.layers] == [1, 3]
    assert bool(torch.isfinite(training.model.flat).all())


def test_what_was_set_replays_bit_for_bit_and_from_disk(tmp_path: Path) -> None:
    training = new()
    for edit in (SetWeight(ONE, 0, 1, 0.1), Widen(TWO, 3), SetBias(TWO, 7, 1 / 3), Freeze(ONE, 0)):
        training.edit(edit)
        run_to(training, training.step + 7)
    again = begin(XOR, net=training.first_net, settings=training.first_settings, seed=training.seed)
    replay(again, training.timeline, steps=training.step)
    assert torch.equal(again.model.flat, training.model.flat)
    record = checkpoint.record_of(training, last=None, threads=1)
    for _ in checkpoint.writing(tmp_path / "run", training.state(), record, array("d"), on_disk=0, story=0):
        pass
    opened = checkpoint.read(tmp_path / "run", device=torch.device("cpu")).training
    assert opened.timeline == training.timeline
    assert runs.read_record(tmp_path / "run").format == runs.FORMAT
    assert '"format": 5' in (tmp_path / "run" / "run.json").read_text(encoding="utf-8")
    for one in (opened, training):
        run_to(one, training.step + 9) if one is opened else run_to(one, opened.step)
    assert torch.equal(opened.model.flat, training.model.flat)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e7])
def test_an_entry_that_sets_what_is_no_weight_is_left_out_of_a_run(value: float) -> None:
    training = new()
    training.edit(SetBias(ONE, 0, 0.5))
    record = checkpoint.record_of(training, last=None, threads=1)
    odd = TimelineEntry(0, SetWeight(ONE, 0, 0, value))
    assert checked(replace(record, timeline=(odd, *record.timeline))).timeline == record.timeline


def test_a_run_of_format_4_opens_and_trains_on_bit_for_bit() -> None:
    folder = OLD / "before numbers were set"
    assert '"format": 4' in (folder / "run.json").read_text(encoding="utf-8")
    old = checkpoint.read(folder, device=torch.device("cpu")).training
    assert [type(entry.done) for entry in old.timeline] == [Widen, Change, Freeze]
    assert runs.read_record(folder).timeline == old.timeline
    again = begin(old.dataset, net=old.first_net, settings=old.first_settings, seed=old.seed)
    replay(again, old.timeline, steps=old.step)
    torch.testing.assert_close(again.model.flat, old.model.flat, rtol=1e-3, atol=1e-4)  # made on another processor
    old.edit(SetBias(ONE, 0, 0.5))
    run_to(old, old.step + 3)
    assert old.timeline[-1].done == SetBias(ONE, 0, 0.5)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    talk = Talk(tmp_path)
    yield talk
    talk.close()


LOAD = Load(DataSpec("xor", samples=200), net=mlp(2, (6, 5), 2), settings=Settings(optimizer="adam"))


def test_a_person_sets_undoes_and_redoes_while_it_trains(talk: Talk, tmp_path: Path) -> None:
    assert isinstance(talk.ask(LOAD), Loaded)
    talk.ask(Step(30))
    done = talk.ask(SetWeight(TWO, 1, 2, 4.0))
    assert isinstance(done, Edited)
    assert str(done.mark.label) == "Hidden 2: weight 3 → 2 set to 4"
    assert talk.ask(Undo()).cause == "undo"
    assert talk.ask(Redo()).cause == "redo"
    for wrong in (SetBias(TWO, 0, float("nan")), SetBias(LayerKey(99), 0, 1.0), SetWeight(TWO, 0, 99, 1.0)):
        assert isinstance(talk.ask(wrong), Rejected)
    assert isinstance(talk.ask(Save(str(tmp_path / "kept"))), State)
    opened = talk.ask(OpenRun(str(tmp_path / "kept")))
    assert isinstance(opened, Loaded)
    assert [entry.done for entry in opened.timeline if not isinstance(entry.done, Change)][-1] == SetWeight(
        TWO, 1, 2, 4.0
    )


def test_undo_brings_back_the_number_and_its_memory_exactly() -> None:
    line = Line()
    line.ask(LOAD)
    line.ask(Step(10))
    before = line.session.training.state()
    line.ask(SetWeight(ONE, 0, 0, 5.0))
    line.ask(Step(5))
    line.ask(Undo())
    after = line.session.training.state()
    assert torch.equal(before.model.flat, after.model.flat)
    assert all(torch.equal(before.model.memory.slots[k], v) for k, v in after.model.memory.slots.items())
    line.ask(Step(5))
    again = line.session.training.model.flat.clone()
    plain = Line()
    plain.ask(LOAD)
    plain.ask(Step(15))
    assert torch.equal(plain.session.training.model.flat, again)
