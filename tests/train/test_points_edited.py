"""Points of the plane that a person adds, moves and takes away while the training goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.messages.beside.plane import PointsChanged
from core.messages.catalogue import CATALOGUE
from core.messages.train_commands import (
    DataSpec,
    EditPoint,
    Load,
    OpenRun,
    Pause,
    Play,
    PointEdit,
    Redo,
    Reset,
    Save,
    Step,
    Undo,
)
from core.messages.train_events import Changed, Loaded, Rejected
from core.net.plan import InsertLayer, Widen, hidden_keys
from core.train.plane.edited import LEAST_POINTS
from core.train.training import datasets
from core.train.training.replay import replay
from core.train.training.training import begin
from tests.train.arrays import from_array
from tests.train.line import Line

ADDED = PointEdit(5.0, -5.0, 1.0)


def begun(name: str = "playground-circle", run: str = "", **more: object) -> Line:
    line = Line()
    spec = replace(CATALOGUE[name].usual, **more)  # type: ignore[arg-type]
    assert isinstance(line.ask(Load(data=spec, settings=CATALOGUE[name].settings, run=run)), Loaded)
    return line


def weights(line: Line) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in line.session.training.model.parameters.items()}


def changes(line: Line) -> list[PointsChanged]:
    line.turns(2)
    return [event for event, _ in line.said if isinstance(event, PointsChanged)]


def test_a_point_is_added_moved_and_taken_away_and_the_window_is_told() -> None:
    line = begun(inputs=("x1", "x1^2"))
    before = line.session.training.dataset
    assert isinstance(line.ask(EditPoint(ADDED)), Changed)
    told = changes(line)[-1].data
    assert from_array(told.samples)[-1].tolist() == [5.0, -5.0]
    assert from_array(told.targets)[-1] == 1
    assert told.training_samples == 251
    after = line.session.training.dataset
    assert after.training_inputs[-1].tolist() == [5.0, 25.0], "the network is told of it as of the others"
    assert torch.equal(after.training_inputs[:-1], before.training_inputs)
    assert torch.equal(after.validation_inputs, before.validation_inputs), "only what is trained on changes"
    line.ask(EditPoint(PointEdit(1.0, 2.0, place=250)))
    assert from_array(changes(line)[-1].data.samples)[-1].tolist() == [1.0, 2.0]
    line.ask(EditPoint(PointEdit(place=0, gone=True)))
    data = changes(line)[-1].data
    assert data.training_samples == 250
    assert torch.equal(from_array(data.samples)[0], from_array(told.samples)[1])


def test_in_a_regression_a_point_has_a_value() -> None:
    line = begun("playground-plane")
    line.ask(EditPoint(PointEdit(0.0, 0.0, -0.75)))
    assert line.session.training.dataset.training_targets[-1].tolist() == [-0.75]
    line.ask(Step(100))
    assert line.session.training.step == 100


def test_the_training_goes_on_with_its_weights_and_sees_the_new_points() -> None:
    line = begun("playground-xor", samples=40)
    line.ask(Step(30))
    kept, epoch = weights(line), line.session.training.order.epoch
    for at in range(15):
        line.ask(EditPoint(PointEdit(4.0 + 0.1 * at, 4.0, 0.0)))  # where the others are of class 1
    training = line.session.training
    assert training.step == 30
    assert all(torch.equal(tensor, kept[name]) for name, tensor in weights(line).items())
    assert training.order.epoch == pytest.approx(epoch, abs=0.5)
    at = torch.tensor([[4.7, 4.0]])
    before = training.model_outputs(at).softmax(1)[0, 0]
    line.ask(Step(400))
    assert training.model_outputs(at).softmax(1)[0, 0] > before + 0.2
    rows = training.order.rows
    assert sorted(rows.tolist()) == list(range(35)), "an epoch is a permutation of all of them"


def test_undo_takes_points_and_weights_back_and_redo_brings_them_again() -> None:
    line = begun()
    line.ask(Step(20))
    before = line.session.training.dataset
    kept = weights(line)
    line.ask(EditPoint(ADDED))
    line.ask(Step(10))
    later = weights(line)
    assert line.session.ring.undo[-1].mark.label.text == "Points changed"
    line.ask(Undo())
    assert changes(line)[-1].data.training_samples == 250
    assert line.session.training.dataset is before
    assert line.session.training.step == 20
    assert all(torch.equal(tensor, kept[name]) for name, tensor in weights(line).items())
    line.ask(Redo())
    assert changes(line)[-1].data.training_samples == 251
    assert line.session.training.step == 30
    assert all(torch.equal(tensor, later[name]) for name, tensor in weights(line).items())


def test_with_edits_of_the_network_between_everything_comes_back_in_order() -> None:
    line = begun("moons", samples=60)
    line.ask(Step(5))
    line.ask(EditPoint(PointEdit(1.0, 1.0, 1.0)))
    line.ask(Widen(hidden_keys(line.session.training.net)[0], 3))
    line.ask(Step(5))
    line.ask(EditPoint(PointEdit(place=3, gone=True)))
    line.ask(InsertLayer(hidden_keys(line.session.training.net)[0]))
    line.ask(Step(5))
    counts = [len(line.session.training.dataset.training_inputs)]
    for _ in range(4):
        line.ask(Undo())
        line.ask(Step(3))
        counts.append(len(line.session.training.dataset.training_inputs))
    assert counts == [48, 48, 49, 49, 48]
    line.agree()


def test_a_run_is_saved_with_its_points_opens_with_them_and_is_trained_again_bit_by_bit(tmp_path: Path) -> None:
    run = str(tmp_path / "drawn")
    line = begun("playground-gauss", run=run, noise=0.3)
    line.ask(Step(17))
    line.ask(EditPoint(ADDED))
    line.ask(Step(23))
    line.ask(EditPoint(PointEdit(-1.0, 0.5, place=4)))
    line.ask(EditPoint(PointEdit(place=7, gone=True)))
    line.ask(EditPoint(PointEdit(place=8, gone=True)))
    line.ask(Step(60))
    line.ask(Pause())
    line.ask(Save())
    kept, training = weights(line), line.session.training
    data = training.dataset
    # From the first points, all that the timeline tells.
    first = datasets.load(replace(data.spec, edits=()))
    again = begin(first, settings=training.first_settings, seed=training.seed)
    replay(again, training.timeline, steps=training.step)
    assert all(torch.equal(tensor, kept[name]) for name, tensor in again.model.parameters.items())
    line.ask(Load(data=DataSpec("xor")))
    opened = line.ask(OpenRun(run))
    assert isinstance(opened, Loaded), opened
    assert opened.data.spec == data.spec
    assert torch.equal(line.session.training.dataset.training_inputs, data.training_inputs)
    line.ask(Step(20))
    replay(again, (), steps=training.step + 20)
    assert all(torch.equal(tensor, again.model.parameters[name]) for name, tensor in weights(line).items())


def test_reset_keeps_the_points_and_the_next_undo_is_not_of_them() -> None:
    line = begun()
    line.ask(EditPoint(ADDED))
    line.ask(Step(10))
    loaded = line.ask(Reset())
    assert loaded.data.training_samples == 251
    assert loaded.now.state.undo == 0


def test_while_it_plays_at_full_speed_points_are_changed_and_taken_back() -> None:
    line = begun("playground-spiral")
    line.ask(Play())
    for at in range(6):
        line.turns(3)
        line.ask(EditPoint(PointEdit(float(at), 1.0, at % 2)))
    line.turns(3)
    for _ in range(6):
        line.ask(Undo())
    assert len(line.session.training.dataset.training_inputs) == 250
    assert line.session.player.playing
    line.ask(Pause())


@pytest.mark.parametrize(
    "wrong",
    [
        PointEdit(float("nan"), 0.0, 1.0), PointEdit(1e9, 0.0, 1.0), PointEdit(0.0, 0.0, 2.0), PointEdit(0.0, 0.0, 0.5),
        PointEdit(place=10**6), PointEdit(place=-7), PointEdit(gone=True),
    ],
)  # fmt: skip
def test_what_cannot_be_done_to_points_is_refused_and_changes_nothing(wrong: PointEdit) -> None:
    line = begun()
    before = line.session.training.dataset
    assert isinstance(line.ask(EditPoint(wrong)), Rejected)
    assert line.session.training.dataset is before
    assert not line.session.ring.undo


def test_some_points_stay_and_images_have_none() -> None:
    line = begun("xor", samples=20, held_out=50)
    assert len(line.session.training.dataset.training_inputs) == LEAST_POINTS
    assert isinstance(line.ask(EditPoint(PointEdit(place=0, gone=True))), Rejected)
    line.ask(Load(data=DataSpec("digits")))
    assert isinstance(line.ask(EditPoint(ADDED)), Rejected)


def test_points_that_were_edited_count_in_the_memory_of_what_can_be_undone() -> None:
    line = begun("moons", samples=20_000)
    before = line.session.training.state().size_bytes
    line.ask(EditPoint(PointEdit(0.5, 0.5, 1.0)))
    data = line.session.training.dataset
    assert line.session.training.state().size_bytes >= before + data.training_inputs.nbytes
    line.ask(Undo())
    assert line.session.training.state().size_bytes == before
