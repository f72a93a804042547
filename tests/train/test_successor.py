"""A narrowing that waits until it is ready changes nothing before, and costs next to nothing then."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
import torch

from core.edits import edited
from core.messages import DataSpec, Edited, Settings
from core.net import Dropout, EditError, Freeze, InsertLayer, Narrow, Net, RemoveLayer, SetActivation, Widen, mlp
from core.net import width_of as width
from core.train import checkpoint, datasets, successor
from core.train.replay import replay, run_to
from core.train.saver import Saver
from core.train.session import Session
from core.train.training import Training, begin
from tests.train import nets
from tests.train.test_session import CPU, Clock

torch.set_num_threads(1)
DIGITS = datasets.load(DataSpec("digits"))
MOONS = datasets.load(DataSpec("moons", samples=300))
READY = Narrow(1, 12, way="ready")


def on_digits(*, steps: int = 150, dropout: bool = False) -> Training:
    """Return a network that has learned the digits rather well."""
    plan = mlp(64, (24, 16), 10)
    if dropout:
        plan = Net(plan.input, (plan.layers[0], Dropout(9, 0.2), *plan.layers[1:]), 10)
    training = begin(DIGITS, net=plan, settings=Settings(learning_rate=3e-3), seed=4)
    run_to(training, steps)
    return training


def until_done(training: Training) -> None:
    begun = training.step
    while training.model.successor is not None:
        training.take(successor.CHECKED_EVERY)
        assert training.step <= begun + successor.LONGEST


def test_until_it_is_ready_the_network_is_as_if_nothing_had_been_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    asked, alone = on_digits(dropout=True), on_digits(dropout=True)
    asked.edit(READY)
    assert asked.model.successor is not None
    begun = asked.evaluate(*_seen(), of=asked.model.successor.model)[0]
    for training in (asked, alone):
        run_to(training, 260)
    assert torch.equal(asked.model.flat, alone.model.flat)
    assert asked.net == alone.net
    beside = asked.model.successor
    assert beside is not None
    assert (beside.taken, beside.model.net) == (110, edited(alone.net, Narrow(1, 12)))
    assert asked.evaluate(*_seen(), of=beside.model)[0] < 0.9 * begun, "it learns as well"


def test_when_it_takes_over_it_costs_next_to_nothing() -> None:
    at_once, training = on_digits(), on_digits()
    at_once.edit(Narrow(1, 12))
    assert training.validate()[1] - at_once.validate()[1] > successor.POINTS, "at once it costs something"
    training.edit(READY)
    until_done(training)
    mark, now = training.marks[-1], training.validate()
    assert width(training.net.layers[0]) == 12
    assert str(mark.label) == "Hidden 1 narrowed −12"
    assert mark.grown == -1
    assert mark.loss_after == now[0]
    assert mark.loss_after - mark.loss_before <= successor.HURTS
    unedited = on_digits(steps=training.step)
    assert mark.loss_before == unedited.validate()[0]
    assert unedited.validate()[1] - now[1] <= successor.POINTS
    moved = training.model.flat.clone()
    training.take(5)
    assert not torch.equal(moved, training.model.flat), "it goes on learning"


def test_one_that_never_gets_ready_is_given_up_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor, "LONGEST", 50)
    training, alone = on_digits(), on_digits()
    training.edit(Narrow(1, 23, way="ready"))
    for each in (training, alone):
        run_to(each, 220)
    assert training.model.successor is None
    assert torch.equal(training.model.flat, alone.model.flat)
    assert "Hidden 1 not narrowed: still" in str(training.marks[-1].label)
    assert training.marks[-1].grown == 0


@pytest.mark.parametrize("chunk", [1, 7, 60])
def test_how_many_steps_are_taken_at_once_changes_no_bit(chunk: int) -> None:
    whole, parts = on_digits(dropout=True), on_digits(dropout=True)
    for each in (whole, parts):
        each.edit(READY)
    run_to(whole, 240)
    while parts.step < 240:
        parts.take(min(chunk, 240 - parts.step))
    assert torch.equal(whole.model.flat, parts.model.flat)
    assert whole.marks == parts.marks
    again = on_digits(steps=0, dropout=True)
    replay(again, whole.timeline, steps=240)
    assert torch.equal(whole.model.flat, again.model.flat)


def test_a_moment_and_a_file_keep_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    training = on_digits(dropout=True)
    training.edit(READY)
    run_to(training, 163)
    moment = training.moment()
    saver = Saver(tmp_path / "run", lambda: 0.0)
    saver.begin(training, array("d"), last=None, threads=1)
    assert saver.finish() is None
    run_to(training, 190)
    straight = nets.everything(training.model)
    opened = checkpoint.read(tmp_path / "run", device=torch.device("cpu")).training
    training.restore(moment)
    for each in (training, opened):
        run_to(each, 190)
        assert nets.same(straight, nets.everything(each.model))
        assert each.model.successor is not None
        assert each.model.successor.taken == 40


def test_a_file_whose_narrower_copy_does_not_fit_is_refused(tmp_path: Path) -> None:
    training = on_digits()
    training.edit(READY)
    assert training.model.successor is not None
    training.model.successor.by = 11
    saver = Saver(tmp_path / "run", lambda: 0.0)
    saver.begin(training, array("d"), last=None, threads=1)
    assert saver.finish() is None
    with pytest.raises(checkpoint.RunError, match="cannot be continued"):
        checkpoint.read(tmp_path / "run", device=torch.device("cpu"))


@pytest.mark.parametrize(
    "edit",
    [Widen(2, 4), Narrow(2, 3), InsertLayer(2), InsertLayer(0, kind="dropout"), Freeze(2), SetActivation(2, "tanh")],
)
def test_other_edits_are_done_to_both(edit: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    training = on_digits(steps=60)
    training.edit(READY)
    run_to(training, 70)
    training.edit(edit)  # type: ignore[arg-type]
    beside = training.model.successor
    assert beside is not None
    assert beside.taken == 10
    number = 2 if isinstance(edit, InsertLayer) and edit.after == 0 else 1
    assert beside.model.net == edited(training.net, Narrow(number, 12))
    run_to(training, 90)
    monkeypatch.undo()
    until_done(training)
    assert training.net == beside.model.net
    assert width(training.net.layers[number - 1]) == 12


@pytest.mark.parametrize("edit", [Widen(1, 4), Narrow(1, 2), RemoveLayer(1)])
def test_an_edit_of_the_same_units_calls_it_off(edit: object) -> None:
    training = on_digits(steps=60)
    training.edit(READY)
    training.edit(edit)  # type: ignore[arg-type]
    assert training.model.successor is None
    training.take(30)


def test_there_is_one_at_a_time() -> None:
    training = on_digits(steps=60)
    training.edit(READY)
    for second in (Narrow(2, 3, way="ready"), READY):
        with pytest.raises(EditError, match="in training already"):
            training.edit(second)
    assert training.model.successor is not None


def test_a_layer_may_fade_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    training = on_digits(steps=60)
    training.edit(READY)
    training.edit(RemoveLayer(2, "fade"))
    run_to(training, 60 + 320)
    assert len(training.net.layers) == 2
    beside = training.model.successor
    assert beside is not None
    assert len(beside.model.net.layers) == 2


def test_points_on_the_plane_and_curves_have_it_too() -> None:
    for data in (MOONS, datasets.load(DataSpec("plane", samples=300))):
        training = begin(data, net=mlp(2, (12, 8), data.known.outputs), seed=0)
        run_to(training, 100)
        training.edit(Narrow(1, 4, way="ready"))
        until_done(training)
        assert len(training.marks) == 2


def test_the_window_is_told_what_waits_and_when_it_is_done() -> None:
    clock = Clock()
    session = Session(on_digits(), device=CPU, folder=None, fixed_threads=1, clock=clock)
    _, begun = session.edit(READY)
    assert str(begun.mark.label) == "Hidden 1 to be narrowed −12"
    (waiting,) = begun.state.fading
    assert (waiting.key, waiting.by, waiting.until) == (1, 12, 150 + successor.LONGEST)
    told: list[object] = []
    session.player.playing = True
    while session.training.model.successor is not None:
        clock.now += 0.04
        told += session.advance()
    (done,) = [event for event in told if isinstance(event, Edited)]
    assert done.cause == "fade"
    assert done.net == session.training.net
    assert width(done.net.layers[0]) == 12
    assert done.state.fading == ()
    session.undo()
    assert session.training.step == 150
    assert width(session.training.net.layers[0]) == 24
    assert session.training.model.successor is None


def _seen() -> tuple[torch.Tensor, torch.Tensor]:
    return DIGITS.training_inputs, DIGITS.training_targets
