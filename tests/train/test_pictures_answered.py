"""What the network says of a picture, and of the samples it is wrong about: through the trainer's own door."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from core.messages.beside.branches import BackToNow, LookBack, ShownAt
from core.messages.beside.pictures import (
    Classified,
    Classify,
    Examine,
    Examined,
    PicturesShown,
    SampleTaken,
    ShowPictures,
    Split,
    TakeSample,
)
from core.messages.train_commands import Change, DataSpec, Load, Pause, Play, Reset, Step, Undo
from core.messages.train_events import Edited, Loaded, Rejected
from core.messages.train_reports import Array
from core.net.plan import Conv, Dense, Narrow, RemoveLayer, Widen, mlp
from core.net.presets import preset
from core.train.beside import answering, examining
from core.train.model.safetensors import to_array
from core.train.steps.forward import forward
from core.train.training import datasets
from core.train.training.measuring import shaped
from core.train.training.replay import run_to
from core.train.training.training import begin
from tests.train.arrays import from_array
from tests.train.line import Line

torch.set_num_threads(1)
DIGITS = datasets.load(DataSpec("digits"))
FIRST = mlp(64, (12,), 10)


def trained(steps: int = 60, **more: Any) -> Line:
    """Return a trainer that has taken some steps on the digits and is paused."""
    line = Line()
    assert isinstance(line.ask(Load(data=DataSpec("digits"), net=more.get("net", FIRST))), Loaded)
    line.ask(Step(steps))
    return line


def sample(place: int = 0) -> Array:
    return to_array(DIGITS.validation_inputs[place])


def said(line: Line, kind: type) -> list[Any]:
    """Return the events of a kind that came unasked."""
    return [event for event, number in line.said if isinstance(event, kind) and number is None]


def examined(line: Line, of: Split = "validation") -> Examined:
    """Ask for a pass over a split and return what it found."""
    before = len(said(line, Examined))
    assert line.ask(Examine(of)).table is None
    for _ in range(5000):
        if len(told := said(line, Examined)) > before:
            return told[-1]  # type: ignore[no-any-return]
        line.turns(1)
    raise AssertionError("no pass ended")


# ------------------------------------------------------------------------------------------------ one picture
@pytest.mark.parametrize("net", [FIRST, preset("lenet5", (1, 8, 8), 10)], ids=["dense", "convolutions"])
def test_a_picture_is_answered_with_the_probabilities_and_what_every_unit_does(net: Any) -> None:
    line = trained(30, net=net)
    picture = sample(3)
    answer = line.ask(Classify(picture))
    assert isinstance(answer, Classified)
    assert answer.picture == picture
    assert answer.step == 30
    capture: dict[int, torch.Tensor] = {}
    made = line.session.training.model
    given = forward(made, shaped(from_array(picture).unsqueeze(0), made.net), training=False, capture=capture)
    assert torch.equal(from_array(answer.probabilities), given[0].softmax(0))
    assert float(from_array(answer.probabilities).max()) < 1  # it is no constant
    by_key = {one.key: from_array(one.values) for one in answer.activations}
    assert torch.equal(by_key[0], from_array(picture).flatten())
    for layer in made.net.layers:
        if isinstance(layer, Conv):
            assert torch.equal(by_key[layer.key], capture[layer.key][0].abs().mean((1, 2)))
        elif isinstance(layer, Dense) and layer is not made.net.layers[-1]:
            assert torch.equal(by_key[layer.key], capture[layer.key][0])
    assert sum(len(values) > 0 for values in by_key.values()) == len(by_key) >= 3


def test_the_answer_is_told_again_while_the_network_learns_and_no_more_when_it_is_cleared() -> None:
    line = trained()
    line.ask(Classify(sample(), hertz=10))
    line.ask(Play())
    begun = line.clock.now
    while line.clock.now - begun < 1.05:
        line.turns(20)
    told = said(line, Classified)
    assert 4 <= len(told) <= 11
    assert len({event.probabilities.data for event in told}) > 3
    assert [event.step for event in told] == sorted({event.step for event in told})
    assert line.ask(Classify(None)).picture is None
    before = len(said(line, Classified))
    line.turns(500)
    assert len(said(line, Classified)) == before


def test_a_network_that_was_edited_answers_at_once() -> None:
    line = trained()
    line.ask(Classify(sample(), hertz=1))
    layer = line.shown.net.layers[0].key
    for edit, width in ((Widen(layer, 5), 17), (Undo(), 12), (Narrow(layer, 4), 8)):
        before = len(said(line, Classified))
        assert isinstance(line.ask(edit), Edited)
        line.turns(1)
        told = said(line, Classified)[before:]
        assert len(told) == 1
        assert {one.key: one.values.shape for one in told[0].activations}[layer] == (width,)
    line.ask(RemoveLayer(layer))
    line.turns(1)
    assert layer not in {one.key for one in said(line, Classified)[-1].activations}
    line.agree()


def test_a_reset_keeps_the_picture_and_other_data_forgets_it() -> None:
    line = trained()
    line.ask(Classify(sample()))
    line.ask(Reset())
    line.turns(2)
    assert said(line, Classified)[-1].step == 0
    line.ask(Load(data=DataSpec("mnist-5k")))
    before = len(said(line, Classified))
    line.ask(Step(3))
    line.clock.now += 5
    line.turns(3)
    assert len(said(line, Classified)) == before
    assert isinstance(line.ask(Classify(sample())), Rejected)


@pytest.mark.parametrize(
    "picture",
    [
        Array("f4", (64,), bytes(256)),
        Array("f4", (1, 28, 28), bytes(28 * 28 * 4)),
        Array("u1", (1, 8, 8), bytes(64)),
        Array("f4", (1, 8, 8), np.full(64, np.nan, "<f4").tobytes()),
        Array("f4", (0,), b""),
    ],
    ids=["flat", "larger", "bytes", "not numbers", "empty"],
)
def test_a_picture_that_is_none_is_refused_and_the_one_before_stays(picture: Array) -> None:
    line = trained()
    line.ask(Classify(sample()))
    assert isinstance(line.ask(Classify(picture)), Rejected)
    line.ask(Step(1))
    line.clock.now += 1
    line.turns(2)
    assert said(line, Classified)[-1].picture == sample()


def test_samples_are_stepped_through_from_the_last_to_the_first() -> None:
    line = trained()
    count = len(DIGITS.validation_inputs)
    for place, there in ((0, 0), (7, 7), (count, 0), (-1, count - 1), (2**40, 2**40 % count)):
        taken = line.ask(TakeSample("validation", place))
        assert isinstance(taken, SampleTaken)
        assert (taken.place, taken.count) == (there, count)
        assert torch.equal(from_array(taken.picture), DIGITS.validation_inputs[there])
        assert taken.true == int(DIGITS.validation_targets[there])


# --------------------------------------------------------------------------------------------- all samples
@pytest.mark.parametrize("of", ["validation", "training"])
def test_the_table_counts_every_sample_once_and_agrees_with_the_accuracy(of: Split) -> None:
    line = trained(300)
    found = examined(line, of)
    assert found.table is not None
    assert found.worst is not None
    assert found.unsure is not None
    table = from_array(found.table)
    inputs, targets = answering.samples_of(DIGITS, of)
    given = forward(line.session.training.model, inputs.flatten(1), training=False).softmax(1)
    sure, predicted = given.max(1)
    assert torch.equal(table.sum(1), torch.bincount(targets, minlength=10).int())
    assert int(table.diagonal().sum()) == int((predicted == targets).sum())
    assert 0.3 < float(table.diagonal().sum()) / len(targets) < 0.99
    wrong = (predicted != targets).nonzero().flatten()
    worst = sure[wrong].sort(descending=True).values[: examining.SHOWN]
    assert torch.allclose(from_array(found.worst.sure), worst)
    assert (from_array(found.worst.true) != from_array(found.worst.predicted)).all()
    assert torch.allclose(from_array(found.unsure.sure), sure.sort().values[: examining.SHOWN])
    places = from_array(found.unsure.places).long()
    assert torch.equal(from_array(found.unsure.pictures), inputs[places])


def test_a_cell_shows_just_the_pictures_it_counts() -> None:
    line = trained()
    table = from_array(examined(line).table)  # type: ignore[arg-type]
    off = table.clone().fill_diagonal_(0)
    true, predicted = divmod(int(off.argmax()), 10)
    shown = line.ask(ShowPictures("validation", true, predicted, most=3))
    assert isinstance(shown, PicturesShown)
    assert shown.count == int(table[true, predicted]) > 0
    assert set(from_array(shown.some.true).tolist()) == {true}
    assert set(from_array(shown.some.predicted).tolist()) == {predicted}
    assert len(from_array(shown.some.places)) == min(3, shown.count)
    assert torch.equal(from_array(shown.some.pictures), DIGITS.validation_inputs[from_array(shown.some.places).long()])
    assert line.ask(ShowPictures("validation", 11, -1)).count == 0
    assert isinstance(line.ask(ShowPictures("training", 0, 0)), Rejected)  # counted was the other split


def test_a_pass_during_training_is_about_one_step_exactly() -> None:
    line = Line()
    line.ask(Load(data=DataSpec("digits"), net=FIRST))
    line.ask(Change("pace", 60.0))
    line.ask(Examine("training"))
    line.ask(Play())
    while len(said(line, Examined)) < 3:
        line.turns(1)
    line.ask(Pause())
    steps = [event.step for event in said(line, Examined)]
    assert steps[-1] > steps[0]
    again = begin(DIGITS, net=FIRST, seed=0)
    for event in said(line, Examined)[:3]:
        run_to(again, event.step)
        predicted = forward(again.model, DIGITS.training_inputs.flatten(1), training=False).argmax(1)
        table = torch.bincount(DIGITS.training_targets * 10 + predicted, minlength=100).reshape(10, 10)
        assert torch.equal(from_array(event.table), table.int())
    line.agree()  # nothing of it has touched the training


def test_passes_take_their_share_of_the_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    line, spent = trained(), [0.0]
    go_on = examining.Pass.go_on

    def slow(self: examining.Pass, count: int) -> None:
        line.clock.now += 0.0001 * count
        spent[0] += 0.0001 * count
        go_on(self, count)

    monkeypatch.setattr(examining.Pass, "go_on", slow)
    examined(line)
    line.ask(Change("pace", 60.0))
    line.ask(Play())
    line.turns(2)
    begun, spent[0], before = line.clock.now, 0.0, len(said(line, Examined))
    while line.clock.now - begun < 12:
        line.turns(10)
    assert len(said(line, Examined)) >= before + 2
    assert 0 < spent[0] / (line.clock.now - begun) <= 1.1 * examining.SHARE


def test_an_edit_in_the_middle_of_a_pass_begins_it_again() -> None:
    line = trained()
    line.ask(Examine("training"))
    line.ask(Play())
    for number in range(6):
        line.ask(Widen(line.shown.net.layers[0].key, 1) if number % 2 == 0 else Undo())
        line.turns(1)
    line.ask(Pause())
    for _ in range(400):
        line.turns(1)
    last = said(line, Examined)[-1]
    assert last.step == line.session.training.step
    given = forward(line.session.training.model, DIGITS.training_inputs.flatten(1), training=False).argmax(1)
    assert int(from_array(last.table).diagonal().sum()) == int((given == DIGITS.training_targets).sum())
    line.agree()


def test_nothing_is_looked_through_when_nobody_looks() -> None:
    line = trained()
    examined(line)
    line.ask(Examine("validation", on=False))
    before = len(said(line, Examined))
    line.ask(Play())
    for _ in range(40):
        line.clock.now += 0.2
        line.turns(1)
    assert len(said(line, Examined)) == before


def test_a_regression_is_answered_with_values_and_has_no_classes_to_look_at() -> None:
    line = Line()
    line.ask(Load(data=DataSpec("plane"), net=mlp(2, (4,), 1)))
    line.ask(Step(300))
    taken = line.ask(TakeSample("validation", 3))
    assert isinstance(taken, SampleTaken)
    assert taken.true == -1
    answer = line.ask(Classify(taken.picture))
    assert isinstance(answer, Classified)
    assert answer.probabilities is None
    assert abs(answer.value - taken.value) < 1
    found = examined(line)
    values = from_array(found.values)  # type: ignore[arg-type]
    assert (found.table, found.worst, found.all_) == (None, None, 200)
    assert values.shape == (200, 2)
    assert values[3].tolist() == pytest.approx([taken.value, answer.value], abs=1e-5)
    residuals = (values[:, 0] - values[:, 1]).square().sum()
    assert found.score == pytest.approx(1 - float(residuals / (values[:, 0] - values[:, 0].mean()).square().sum()))
    assert found.score > 0.5, "it has learned something"
    assert isinstance(line.ask(ShowPictures("validation", 0, 0)), Rejected)


def test_a_network_that_diverges_is_answered_for_all_the_same() -> None:
    line = trained()
    line.ask(Classify(sample()))
    line.ask(Examine())
    line.ask(Change("learning_rate", 1e4))
    line.ask(Play())
    for _ in range(200):
        line.turns(1)
    told = said(line, Examined)
    assert told
    assert int(from_array(told[-1].table).sum()) == len(DIGITS.validation_targets)
    assert all(math.isfinite(value) for value in from_array(told[-1].worst.sure).tolist())
    assert isinstance(line.ask(Classify(sample())), Classified)


@pytest.mark.parametrize("way", ["fade", "ready"])
def test_a_layer_on_its_way_out_is_answered_for_until_it_is_gone(way: Any) -> None:
    line = trained(net=mlp(64, (16, 12), 10))
    line.ask(Classify(sample()))
    line.ask(Examine())
    layer = line.shown.net.layers[1].key
    assert isinstance(line.ask(RemoveLayer(layer, way)), Edited)
    line.ask(Step(20))
    for _ in range(60):
        line.clock.now += 0.1
        line.turns(1)
    made = line.session.training.model
    given = forward(made, DIGITS.validation_inputs.flatten(1), training=False)
    told = said(line, Classified)[-1]
    assert torch.allclose(from_array(told.probabilities), given[0].softmax(0), atol=1e-6)
    found = said(line, Examined)[-1]
    right = int((given.argmax(1) == DIGITS.validation_targets).sum())
    assert (found.step, int(from_array(found.table).diagonal().sum())) == (line.session.training.step, right)
    line.ask(Step(1100))
    line.turns(2)
    if way == "fade":
        assert layer not in {one.key for one in said(line, Classified)[-1].activations}


def test_an_earlier_moment_that_is_looked_at_answers_as_it_did_then() -> None:
    line = trained(200)
    line.ask(Classify(sample()))
    line.ask(Examine())
    assert isinstance(line.ask(LookBack(100)), ShownAt)
    line.turns(30)
    then = begin(DIGITS, net=FIRST, seed=0)
    run_to(then, 100)
    given = forward(then.model, DIGITS.validation_inputs.flatten(1), training=False)
    told, found = said(line, Classified)[-1], said(line, Examined)[-1]
    assert (told.step, found.step) == (100, 100)
    assert torch.allclose(from_array(told.probabilities), given[0].softmax(0), atol=1e-6)
    right = int((given.argmax(1) == DIGITS.validation_targets).sum())
    assert int(from_array(found.table).diagonal().sum()) == right
    line.ask(BackToNow())
    line.turns(30)
    assert said(line, Classified)[-1].step == 200
