"""Getting smaller when that is ready changes nothing before, and costs next to nothing then."""

from __future__ import annotations

from array import array
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.messages.train_commands import DataSpec, Load, Redo, Save, Settings, Step, Undo
from core.messages.train_events import Edited, State
from core.messages.train_reports import outrun
from core.net.edits import edited
from core.net.plan import (
    CallOff,
    Dense,
    Dropout,
    EditError,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    RemoveLayer,
    Residual,
    SetActivation,
    Widen,
    layer_of,
    mlp,
)
from core.net.plan import width_of as width
from core.train.disk import checkpoint
from core.train.disk.saver import Saver
from core.train.session.session import Session
from core.train.surgery import successor
from core.train.training import datasets
from core.train.training.replay import replay, run_to
from core.train.training.training import Training, begin
from tests.train import nets
from tests.train.talk import Talk
from tests.train.test_session import CPU, Clock

torch.set_num_threads(1)
DIGITS = datasets.load(DataSpec("digits"))
MOONS = datasets.load(DataSpec("moons", samples=300))
SPIRAL = datasets.load(DataSpec("spiral"))
BLOCK = Net((64,), (Dense(1, 32), Residual(2, (Dense(3, 32),)), Dense(4, 10, "linear")), 5)
READY = Narrow(1, 12, way="ready")
GONE = RemoveLayer(1, "ready")
BOTH = pytest.mark.parametrize("ready", [READY, GONE], ids=["units", "layer"])


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


@BOTH
def test_until_it_is_ready_the_network_is_as_if_nothing_had_been_asked(
    ready: Narrow | RemoveLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    asked, alone = on_digits(dropout=True), on_digits(dropout=True)
    asked.edit(ready)
    assert asked.model.successor is not None
    begun = asked.evaluate(*_seen(), of=asked.model.successor.model)[0]
    for training in (asked, alone):
        run_to(training, 260)
    assert torch.equal(asked.model.flat, alone.model.flat)
    assert asked.net == alone.net
    beside = asked.model.successor
    assert beside is not None
    assert (beside.taken, beside.model.net) == (110, edited(alone.net, replace(ready, way="refit")))
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


def test_a_layer_goes_when_that_costs_next_to_nothing() -> None:
    begun = begin(SPIRAL, net=mlp(2, (32, 32, 32), 2), seed=0)
    run_to(begun, 600)
    before, moment = begun.validate(), begun.state()
    begun.edit(RemoveLayer(3))
    assert begun.validate()[0] - before[0] > 2 * successor.HURTS, "at once it costs something"
    begun.restore(moment)
    begun.edit(RemoveLayer(3, "ready"))
    assert str(begun.marks[-1].label) == "Hidden 3 to be removed"
    until_done(begun)
    mark, now = begun.marks[-1], begun.validate()
    assert [width(layer) for layer in begun.net.layers] == [32, 32, 2]
    assert (str(mark.label), mark.grown, mark.loss_after) == ("Hidden 3 removed", -1, now[0])
    assert mark.loss_after - mark.loss_before <= successor.HURTS
    moved = begun.model.flat.clone()
    begun.take(5)
    assert not torch.equal(moved, begun.model.flat), "it goes on learning"


def test_a_layer_that_never_gets_ready_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor, "LONGEST", 50)
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    for net, said in ((mlp(64, (16, 16), 10), "Hidden 1 not removed: still"), (BLOCK, "Residual block not removed:")):
        training = begin(DIGITS, net=net, seed=1)
        run_to(training, 40)
        training.edit(GONE if net != BLOCK else RemoveLayer(2, "ready"))
        run_to(training, 100)
        assert training.model.successor is None
        assert training.net == net
        assert str(training.marks[-1].label).startswith(said)


def test_a_residual_block_goes_when_that_costs_next_to_nothing() -> None:
    training = begin(DIGITS, net=BLOCK, seed=1)
    run_to(training, 150)
    training.edit(RemoveLayer(2, "ready"))
    assert str(training.marks[-1].label) == "Residual block to be removed"
    until_done(training)
    assert [type(layer) for layer in training.net.layers] == [Dense, Dense]
    assert str(training.marks[-1].label) == "Residual block removed"


def test_what_has_nothing_to_learn_is_removed_directly() -> None:
    training = on_digits(steps=1, dropout=True)
    with pytest.raises(EditError, match="remove it directly"):
        training.edit(RemoveLayer(training.net.layers[1].key, "ready"))


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


@BOTH
@pytest.mark.parametrize("chunk", [1, 7, 60])
def test_how_many_steps_are_taken_at_once_changes_no_bit(chunk: int, ready: Narrow | RemoveLayer) -> None:
    whole, parts = on_digits(dropout=True), on_digits(dropout=True)
    for each in (whole, parts):
        each.edit(ready)
    run_to(whole, 240)
    while parts.step < 240:
        parts.take(min(chunk, 240 - parts.step))
    assert torch.equal(whole.model.flat, parts.model.flat)
    assert whole.marks == parts.marks
    again = on_digits(steps=0, dropout=True)
    replay(again, whole.timeline, steps=240)
    assert torch.equal(whole.model.flat, again.model.flat)


@BOTH
def test_a_moment_and_a_file_keep_it(
    ready: Narrow | RemoveLayer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    training = on_digits(dropout=True)
    training.edit(ready)
    run_to(training, 163)
    moment = training.state()
    saver = Saver(tmp_path / "run", lambda: 0.0)
    saver.begin(training, array("d"), last=None, threads=1)
    assert saver.finish().problem is None
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
    assert saver.finish().problem is None
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
    assert beside.model.net == edited(training.net, Narrow(1, 12))
    run_to(training, 90)
    monkeypatch.undo()
    until_done(training)
    assert training.net == beside.model.net
    assert width(layer_of(training.net, 1)) == 12


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (Widen(2, 4), [20, 10]),
        (Narrow(2, 3), [13, 10]),
        (InsertLayer(2), [16, 16, 10]),
        (InsertLayer(0), [24, 16, 10]),  # as wide as the layer that is to go
        (InsertLayer(0, kind="residual"), [0, 16, 10]),
        (Freeze(2), [16, 10]),
        (SetActivation(2, "tanh"), [16, 10]),
    ],
)
def test_other_edits_are_done_to_the_network_without_a_layer_too(
    edit: object, after: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the layer that is to go, the same layer stands elsewhere there."""
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    training = on_digits(steps=60)
    training.edit(GONE)
    run_to(training, 70)
    training.edit(edit)  # type: ignore[arg-type]
    beside = training.model.successor
    assert beside is not None
    assert beside.taken == 10
    assert [width(layer) for layer in beside.model.net.layers] == after
    run_to(training, 90)
    monkeypatch.setattr(successor, "ready", lambda before, after: True)
    until_done(training)
    assert training.net == beside.model.net


@pytest.mark.parametrize("ready", [READY, GONE])
@pytest.mark.parametrize("edit", [Widen(1, 4), Narrow(1, 2), RemoveLayer(1)])
def test_an_edit_of_the_same_units_calls_it_off(edit: object, ready: Narrow | RemoveLayer) -> None:
    training = on_digits(steps=60)
    training.edit(ready)
    training.edit(edit)  # type: ignore[arg-type]
    assert training.model.successor is None
    training.take(30)


@pytest.mark.parametrize(
    ("ready", "edit", "said"),
    [
        (READY, Widen(1, 4), "Hidden 1 not narrowed: another edit came first"),
        (READY, RemoveLayer(1), "Hidden 1 not narrowed: another edit came first"),
        (GONE, Narrow(1, 2), "Hidden 1 not removed: another edit came first"),
        (RemoveLayer(2, "ready"), RemoveLayer(2), "Residual block not removed: another edit came first"),
    ],
    ids=str,
)
def test_a_copy_that_an_edit_leaves_no_place_for_is_said_and_comes_back_with_an_undo(
    ready: Narrow | RemoveLayer, edit: Widen | Narrow | RemoveLayer, said: str, tmp_path: Path
) -> None:
    load = Load(DataSpec("digits"), BLOCK if "Residual" in said else mlp(64, (24, 16), 10), run=str(tmp_path / "run"))
    talk = Talk(tmp_path)
    try:
        talk.ask(load)
        talk.ask(Step(30))
        waiting = talk.ask(ready)
        assert [one.ready for one in waiting.now.state.fading] == [True]
        done = talk.ask(edit)
        marks = [str(mark.label) for mark in done.now.marks]
        assert marks == [str(waiting.mark.label), said, str(done.mark.label)]
        assert (str(outrun(done.now.marks)), done.now.state.fading) == (said, ())
        undone = talk.ask(Undo())
        assert [one.ready for one in undone.now.state.fading] == [True]
        assert (undone.now.marks, outrun(undone.now.marks)) == (waiting.now.marks, None)
        assert talk.ask(Redo()).now.marks == done.now.marks
        talk.ask(Step(20))
        talk.ask(Save())
    finally:
        talk.close()
    lived = checkpoint.read(tmp_path / "run", device=torch.device("cpu")).training
    again = begin(DIGITS, net=load.net, settings=load.settings)
    replay(again, lived.timeline, steps=50)
    assert torch.equal(lived.model.flat, again.model.flat)
    assert [str(mark.label) for mark in again.marks] == marks


@BOTH
def test_what_is_called_off_leaves_the_network_as_if_nothing_had_been_asked(ready: Narrow | RemoveLayer) -> None:
    asked, alone, again = (on_digits(steps=60, dropout=True) for _ in range(3))
    asked.edit(ready)
    run_to(asked, 70)
    waiting = asked.state()
    asked.edit(CallOff(LayerKey(1)))
    assert asked.model.successor is None
    assert [str(mark.label) for mark in asked.marks][1:] == ["Hidden 1 stays as it is"]
    for training in (asked, alone):
        run_to(training, 100)
    assert torch.equal(asked.model.flat, alone.model.flat)
    assert asked.net == alone.net
    again = on_digits(steps=0, dropout=True)
    replay(again, asked.timeline, steps=100)
    assert torch.equal(asked.model.flat, again.model.flat)
    assert again.marks == asked.marks
    asked.restore(waiting)
    assert asked.model.successor is not None
    assert asked.model.successor.taken == 10


def test_there_is_nothing_to_call_off_where_nothing_waits() -> None:
    training = on_digits(steps=30)
    for key in (1, 2):
        with pytest.raises(EditError, match="nothing to call off"):
            training.edit(CallOff(LayerKey(key)))
        training.edit(READY) if key == 1 else None


def test_the_window_is_told_how_far_apart_the_network_and_the_copy_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(successor, "ready", lambda before, after: False)
    clock = Clock()
    session = Session(on_digits(steps=60), device=CPU, folder=None, fixed_threads=1, clock=clock)
    _, begun = session.edit(READY)
    assert [one.compared for one in begun.now.state.fading] == [None]
    told: list[object] = []
    session.player.playing = True
    while session.training.step < 60 + 2 * successor.CHECKED_EVERY:
        clock.now += 0.04
        told += session.advance()
    compared = [event.fading[0].compared for event in told if isinstance(event, State)]
    assert len(compared) == len(set(compared)) >= 1, "each comparison is told once"
    beside = session.training.model.successor
    assert beside is not None
    assert beside.compared is not None
    now, copy = beside.compared
    assert now == session.training.validate()
    assert copy == session.training.evaluate(
        session.training.dataset.validation_inputs, session.training.dataset.validation_targets, of=beside.model
    )


def test_there_is_one_at_a_time() -> None:
    training = on_digits(steps=60)
    training.edit(READY)
    for second in (Narrow(2, 3, way="ready"), READY, GONE):
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
    (waiting,) = begun.now.state.fading
    assert (waiting.key, waiting.by, waiting.until) == (1, 12, 150 + successor.LONGEST)
    told: list[object] = []
    session.player.playing = True
    while session.training.model.successor is not None:
        clock.now += 0.04
        told += session.advance()
    (done,) = [event for event in told if isinstance(event, Edited)]
    assert done.cause == "fade"
    assert done.now.net == session.training.net
    assert width(done.now.net.layers[0]) == 12
    assert done.now.state.fading == ()
    session.undo()
    assert session.training.step == 150
    assert width(session.training.net.layers[0]) == 24
    assert session.training.model.successor is None


def _seen() -> tuple[torch.Tensor, torch.Tensor]:
    return DIGITS.training_inputs, DIGITS.training_targets
