"""Settings are undone and redone like edits, in order with them, bit for bit."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from core.messages.train_commands import Change, DataSpec, Load, Pause, Redo, Settings, Step, Undo
from core.messages.train_events import Changed, Diverged, Edited
from core.net.plan import LayerKey, Widen, mlp
from core.train.training.replay import replay
from core.train.training.training import begin
from tests.train.line import Line


def line_of(**settings: Any) -> Line:
    line = Line()
    net = mlp(2, (8, 8), 2, activation="relu")
    line.ask(Load(DataSpec("xor", samples=100), net, Settings(learning_rate=0.01, **settings), seed=3))
    return line


def weights(line: Line) -> torch.Tensor:
    return line.session.training.model.flat.clone()


def test_undo_takes_a_setting_back_with_all_that_was_trained_since() -> None:
    line = line_of()
    line.ask(Step(20))
    before = weights(line)
    changed = line.ask(Change("learning_rate", 50.0))
    assert isinstance(changed, Changed)
    assert changed.state is not None
    assert changed.state.undo == 1
    line.ask(Step(30))
    after = weights(line)
    undone = line.ask(Undo())
    assert isinstance(undone, Edited)
    assert undone.now.settings.learning_rate == 0.01
    assert undone.steps_undone == 30
    assert torch.equal(weights(line), before)
    redone = line.ask(Redo())
    assert redone.now.settings.learning_rate == 50.0
    assert torch.equal(weights(line), after)


def test_settings_and_edits_come_back_in_the_order_in_which_they_were_done() -> None:
    line = line_of()
    line.ask(Step(5))
    line.ask(Change("optimizer", "sgd"))
    line.ask(Step(5))
    line.ask(Widen(LayerKey(1), 4))
    line.ask(Step(5))
    line.ask(Change("batch_size", 10))
    assert line.ask(Undo()).now.settings.batch_size == 64
    assert line.ask(Undo()).now.net.layers[0].width == 8
    last = line.ask(Undo())
    assert last.now.settings.optimizer == "adam"
    assert last.now.state.undo == 0
    assert last.now.state.redo == 3


def test_what_is_changed_again_before_the_next_step_is_one_thing_to_undo_and_the_speed_is_none() -> None:
    line = line_of()
    line.ask(Step(2))
    for rate in (0.02, 0.05, 0.1):
        last = line.ask(Change("learning_rate", rate))
    assert last.state.undo == 1
    assert line.ask(Change("pace", 5.0)).state.undo == 1
    assert line.ask(Change("learning_rate", 0.1)).state.undo == 1, "nothing has changed"
    assert line.ask(Undo()).now.settings.learning_rate == 0.01


def test_after_an_undo_a_setting_that_is_changed_again_is_undone_alone() -> None:
    line = line_of()
    line.ask(Step(2))
    line.ask(Change("learning_rate", 0.02))
    line.ask(Widen(LayerKey(1), 2))
    line.ask(Undo())
    last = line.ask(Change("learning_rate", 0.05))
    assert (last.state.undo, last.state.redo) == (2, 0), "what was undone before it cannot be done again"
    assert line.ask(Undo()).now.settings.learning_rate == 0.02


def test_a_setting_that_is_refused_leaves_nothing_to_undo() -> None:
    line = line_of()
    line.ask(Change("learning_rate", -1.0))
    assert line.session.state().undo == 0


def test_the_net_that_a_high_rate_killed_comes_back_by_one_undo() -> None:
    line = line_of()
    line.ask(Step(10))
    before = weights(line)
    line.ask(Change("learning_rate", 100.0))
    line.ask(Step(20))
    line.ask(Pause())
    line.ask(Undo())
    assert torch.equal(weights(line), before)
    line.ask(Step(20))
    assert not any(isinstance(event, Diverged) for event, _ in line.said)
    assert torch.isfinite(weights(line)).all()


@pytest.mark.parametrize("undone", [1, 2])
def test_after_an_undo_all_goes_on_as_if_it_had_never_been(undone: int) -> None:
    line, plain = line_of(), line_of()
    for one in (line, plain):
        one.ask(Step(7))
    line.ask(Change("momentum", 0.5))
    line.ask(Change("weight_decay", 0.1))
    line.ask(Step(9))
    for _ in range(2):
        line.ask(Undo())
    if undone == 1:
        line.ask(Redo())
        line.ask(Undo())
    for one in (line, plain):
        one.ask(Step(11))
    assert torch.equal(weights(line), weights(plain))
    training = line.session.training
    again = begin(training.dataset, net=training.first_net, settings=training.first_settings, seed=training.seed)
    replay(again, training.timeline, steps=training.step)
    assert torch.equal(again.model.flat, training.model.flat)


def test_the_number_of_threads_belongs_to_what_comes_back() -> None:
    line = line_of()
    line.session.threads.fixed = 0  # chosen by measuring, not by the person
    before = torch.get_num_threads()
    try:
        line.ask(Step(3))
        line.ask(Widen(LayerKey(1), 4))
        torch.set_num_threads(before + 1)
        line.ask(Undo())
        assert torch.get_num_threads() == before
        line.ask(Redo())
        assert torch.get_num_threads() == before + 1
    finally:
        torch.set_num_threads(before)
