"""A training that stops by itself meets what a person asks at that very moment, and what was asked before."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.headless.train_words import Lines
from core.messages.stops import Condition, Stop
from core.messages.train_commands import (
    Change,
    DataSpec,
    Describe,
    HandOver,
    Load,
    Play,
    Redo,
    SetStops,
    Settings,
    Step,
    Undo,
)
from core.messages.train_events import Diverged, HandedOver, StopHit, StopsSet
from core.messages.train_reports import listed
from core.net.plan import CallOff, InsertLayer, LayerKey, RemoveLayer, Widen, mlp
from core.train.disk import checkpoint
from core.train.session import undo
from core.train.session.undo import Ring
from tests.train.line import Line

NET = mlp(64, (16, 12), 10)
WIDE = mlp(64, (900, 900), 10)
"""Handed over in many slices."""
EDIT, ACCURATE = Stop(Condition("edit", "done")), Stop(Condition("accuracy", "above", 0.85))


def watching(*stops: Stop, steps: int = 20) -> Line:
    line = Line()
    line.ask(Load(DataSpec("digits"), NET, Settings(learning_rate=3e-3), 3))
    line.ask(Step(steps))
    line.ask(SetStops(stops))
    return line


def hits(line: Line) -> list[StopHit]:
    return [event for event, _ in line.said if isinstance(event, StopHit)]


@pytest.mark.parametrize("between", [2, 3, 4])
def test_a_setting_that_is_changed_at_the_moment_of_a_stop_stays_changed(between: int) -> None:
    line = watching(ACCURATE, steps=60)
    line.ask(Play())
    rate = 3e-3
    while not hits(line):
        line.turns(between)
        rate *= 1.0001
        line.ask(Change("learning_rate", rate))
    assert line.session.training.settings.learning_rate == rate == line.shown.settings.learning_rate
    assert not line.shown.state.playing
    line.agree()
    stands = line.session.training.step
    assert stands == hits(line)[0].hit.stands
    line.ask(Undo())
    assert line.session.training.step <= stands, "an undo never goes on"
    line.agree()


def test_what_is_asked_right_after_an_edit_finds_the_training_stopped_at_it() -> None:
    line = watching(EDIT)
    line.ask(Play())
    numbers = line.queue(Widen(LayerKey(1), 4), Undo())
    line.done(*numbers)
    (event,) = hits(line)
    assert event.hit.after.layers[0].width == 20, "as the edit left it"
    assert event.now.marks[-1].label == event.hit.labels[0]
    assert [number for told, number in line.said if told is event or number in numbers] == [
        numbers[0],
        None,
        numbers[1],
    ]
    assert listed((event.hit,), line.shown.marks) == ()
    line.agree()


def test_an_edit_that_is_waited_for_twice_is_one_hit_with_one_label() -> None:
    line = watching(EDIT, EDIT)
    line.ask(Widen(LayerKey(1), 4))
    (event,) = hits(line)
    assert len(event.hit.met) == len(event.hit.labels) == 1
    said: list[str] = []
    Lines(said.append).show(event, None)
    assert said[0] == "stopped by itself at step 20: Hidden 1 widened +4"
    assert said[1].startswith("  before -> after: loss ")


@pytest.mark.parametrize("later", ["stop", "divergence"])
def test_going_back_for_a_later_stop_or_a_divergence_keeps_the_earlier_one(
    monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    monkeypatch.setattr(undo, "ANCHOR_S", math.inf)  # no copy is kept on the way
    line = Line()
    bumps = Load(DataSpec("bumps", samples=120), mlp(2, (8, 6), 1), Settings(batch_size=16, optimizer="sgd"), 3)
    line.ask(bumps)
    line.ask(SetStops((Stop(Condition("step", "reached", 10.0)),)))
    line.ask(Step(30))
    assert line.session.training.step == 10
    if later == "divergence":
        line.session.change("learning_rate", 90.0)
        line.session.ring = Ring()  # nor before the change
        line.ask(Step(30))
        assert isinstance(next(event for event, _ in line.said if isinstance(event, Diverged)), Diverged)
    else:
        ahead = line.session.training.at(line.session.training.state())
        least = min(float(ahead.take(1).losses[0]) for _ in range(20))
        line.ask(SetStops((Stop(Condition("loss", "below", least * 1.0001)),)))
        line.session.player.took(64, 1e-6, pace=0.0)  # many steps at once are fast
        line.ask(Step(30))
        assert hits(line)[-1].now.keep_to_step == line.session.training.step, "it went back"
    shown = listed(line.session.lookout.hits, line.shown.marks)
    assert shown[0].stands == 10
    assert len(shown) == (2 if later == "stop" else 1)
    assert line.shown.marks[0].step == 10
    line.agree()


def test_a_divergence_met_twice_is_one_hit() -> None:
    line = Line()
    line.ask(Load(DataSpec("bumps", samples=120), mlp(2, (8, 6), 1), Settings(batch_size=16, optimizer="sgd"), 3))
    line.ask(SetStops((Stop(Condition("loss", "nan")),)))
    line.ask(Step(10))
    line.ask(Change("learning_rate", 90.0))
    line.ask(Step(30))
    marks = line.shown.marks
    line.ask(Step(30))
    assert len([event for event, _ in line.said if isinstance(event, Diverged)]) == 2
    assert (len(line.session.lookout.hits), line.shown.marks) == (1, marks)
    line.agree()


def test_words_say_once_for_what_it_stops_whatever_is_switched_off() -> None:
    line = watching(EDIT, steps=1)
    loaded = line.ask(Describe())
    said: list[str] = []
    lines = Lines(said.append)
    lines.show(loaded, None)
    for _ in range(3):
        lines.show(StopsSet((replace(ACCURATE, on=False), EDIT)), None)
    assert [one for one in said if one.startswith("it stops")] == ["it stops when: edit"]


@pytest.mark.parametrize("edit", [RemoveLayer(LayerKey(2), "fade"), InsertLayer(LayerKey(1))])
def test_calling_off_is_no_edit_to_stop_at_and_takes_the_hit_of_its_edit_back(edit: object) -> None:
    line = watching(EDIT)
    line.ask(edit)
    (event,) = hits(line)
    line.ask(Step(3))
    line.ask(Widen(LayerKey(1), 4))
    (fading,) = line.shown.state.fading
    line.ask(CallOff(fading.key, fading.takes_back))
    assert len(hits(line)) == 2, "the edits alone"
    assert listed(line.session.lookout.hits, line.shown.marks) == ()
    line.agree()
    line.ask(Redo())
    assert listed(line.session.lookout.hits, line.shown.marks) == (event.hit,)
    line.agree()


def test_a_step_that_stopped_is_handed_over_after_what_is_being_written_and_whatever_is_done_meanwhile(
    tmp_path: Path,
) -> None:
    line = Line()
    line.ask(Load(DataSpec("digits", samples=200), WIDE, Settings(batch_size=8)))
    line.ask(SetStops((Stop(Condition("step", "reached", 3.0)),)))
    line.ask(Step(9))
    hit = hits(line)[0].hit
    line.ask(Step(4))
    first, second = line.queue(HandOver(str(tmp_path / "a")), HandOver(str(tmp_path / "b"), hit.number))
    line.queue(Widen(LayerKey(1), 5), Step(2))
    answers = line.done(first, second)
    assert answers == [HandedOver(str(tmp_path / "a"), 7), HandedOver(str(tmp_path / "b"), hit.step - 1)]
    there = checkpoint.read(tmp_path / "b", device=torch.device("cpu")).training
    assert there.net == WIDE
    assert float(there.take(1).losses[0]) == hit.after.loss


def test_a_stop_is_handed_over_with_the_network_before_it_not_with_a_later_one(tmp_path: Path) -> None:
    line = watching(*(Stop(Condition("step", "reached", at)) for at in (30.0, 40.0)))
    found = []
    for step in (30, 40):
        line.ask(Step(20))
        assert line.session.training.step == step
        line.ask(Widen(LayerKey(1), 4))
    for step, event in zip((30, 40), hits(line), strict=True):
        line.ask(HandOver(str(tmp_path / str(step)), event.hit.number))
        there = checkpoint.read(tmp_path / str(step), device=torch.device("cpu")).training
        found.append((there.net, there.net_before))
    assert found == [(NET, None), (mlp(64, (20, 12), 10), NET)]
