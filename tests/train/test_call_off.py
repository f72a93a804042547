"""What fades out or unfolds can be called off by itself: the training is as it was before that began, to the byte."""

from __future__ import annotations

import random
from typing import Any

import pytest

from core.messages.train_commands import Change, Load, Pause, Play, Redo, Settings, Step, Undo
from core.messages.train_events import Edited, Rejected
from core.messages.train_reports import Fading
from core.net.plan import CallOff, Edit, InsertLayer, LayerKey, RemoveLayer, SetActivation, Widen, mlp
from tests.train.line import Line

FADE, UNFOLD = RemoveLayer(LayerKey(2), "fade"), InsertLayer(LayerKey(1))
LATER: tuple[Any, ...] = (
    Widen(LayerKey(1), 3), SetActivation(LayerKey(1), "relu"), Change("learning_rate", 0.003), InsertLayer(LayerKey(0)),
)  # fmt: skip


def begun(steps: int = 40) -> Line:
    line = Line()
    net = mlp(64, (14, 12), 10, activation="tanh")
    line.ask(Load(net=net, settings=Settings(pace=0.0, batch_size=32)))
    line.ask(Step(steps))
    return line


def bytes_of(line: Line) -> tuple[Any, ...]:
    """Everything that decides what comes next."""
    training = line.session.training
    memory = sorted((name, slot.numpy().tobytes()) for name, slot in training.model.memory.slots.items())
    return (
        training.net, training.step, training.settings, training.model.flat.numpy().tobytes(), memory,
        {key: (fade.done, fade.steps) for key, fade in training.model.fades.items()}, training.timeline, training.marks,
        line.session.ticks.history.tobytes(),
    )  # fmt: skip


def on_its_way(line: Line, *, unfolds: bool) -> Fading:
    return next(one for one in line.shown.state.fading if one.unfolds == unfolds)


@pytest.mark.parametrize("edit", [FADE, UNFOLD])
@pytest.mark.parametrize("steps", [0, 1, 17, 90])
def test_calling_off_gives_back_the_net_before_and_redo_the_net_after(edit: Edit, steps: int) -> None:
    line = begun()
    before = bytes_of(line)
    assert isinstance(line.ask(edit), Edited)
    if steps:
        line.ask(Step(steps))
    after = bytes_of(line)
    told = on_its_way(line, unfolds=edit is UNFOLD)
    assert told.takes_back == 0
    assert line.shown.marks[told.mark].step == 40, "the row of the timeline that it belongs to"
    answer = line.ask(CallOff(told.key, 0))
    assert (answer.cause, answer.steps_undone) == ("undo", steps)
    assert bytes_of(line)[:-1] == before[:-1]
    assert not line.shown.state.fading
    line.agree()
    line.ask(Redo())
    assert bytes_of(line)[:-1] == after[:-1]
    line.agree()


@pytest.mark.parametrize("edit", [FADE, UNFOLD])
def test_what_was_done_later_goes_back_with_it_is_said_and_comes_back_one_by_one(edit: Edit) -> None:
    line = begun()
    before = bytes_of(line)
    line.ask(edit)
    stood = []
    for count, later in enumerate(LATER, 1):
        line.ask(Step(7))
        stood.append(bytes_of(line))
        line.ask(later)
        first = next(one for one in line.shown.state.fading if one.unfolds == (edit is UNFOLD) and one.mark == 0)
        assert first.takes_back == count
    line.ask(Step(5))
    last = bytes_of(line)
    key = next(one.key for one in line.shown.state.fading if one.mark == 0)
    assert isinstance(line.ask(CallOff(key, len(LATER) - 1)), Rejected), "more would go than the person was told"
    assert bytes_of(line)[:-1] == last[:-1]
    assert line.ask(CallOff(key, len(LATER))).cause == "undo"
    assert bytes_of(line)[:-1] == before[:-1]
    assert line.shown.state.redo == len(LATER) + 1
    line.agree()
    for wanted in (*stood, last):
        line.ask(Redo())
        assert bytes_of(line)[:-1] == wanted[:-1]
        line.agree()
    for wanted in (*reversed(stood), before):
        line.ask(Undo())
        assert bytes_of(line)[:-1] == wanted[:-1]
        line.agree()


@pytest.mark.parametrize("seed", range(12))
def test_at_any_moment_with_anything_waiting_it_is_called_off_or_refused_and_replay_gives_the_same(seed: int) -> None:
    chance = random.Random(seed)
    line = begun(chance.randrange(5, 60))
    line.ask(Play())
    for _ in range(5):
        line.turns(chance.randrange(4))
        line.queue(*chance.sample((FADE, UNFOLD, *LATER, Undo(), Redo(), Pause(), Play(), Step(3)), k=3))
        line.turns(chance.randrange(12))
        fading = list(line.shown.state.fading)
        if fading:
            one = chance.choice(fading)
            waiting = chance.sample((*LATER, Undo(), Step(2), Play()), k=chance.randrange(3))
            numbers = line.queue(*waiting, CallOff(one.key, max(one.takes_back, 0)))
            line.done()
            told = line.answers()[numbers[-1]]
            assert isinstance(told, Edited | Rejected)
            if isinstance(told, Edited):
                assert told.cause == "undo"
                assert all(left.mark != one.mark or left.key != one.key for left in line.shown.state.fading)
        line.done()
        line.ask(Pause())
        line.agree()
        line.ask(Play())


def test_what_began_before_what_can_be_undone_goes_on_and_says_so() -> None:
    line = begun()
    line.ask(UNFOLD)
    line.session.ring = type(line.session.ring)()  # as after opening the run again
    line.ask(Step(2))
    told = line.ask(Pause())
    (one,) = told.fading
    assert (one.mark, one.takes_back) == (-1, -1)
    answer = line.ask(CallOff(one.key))
    assert isinstance(answer, Rejected)
    assert "it goes on" in str(answer.sentence)
    assert line.session.training.model.fades


def test_where_nothing_is_on_its_way_there_is_nothing_to_call_off() -> None:
    line = begun()
    answer = line.ask(CallOff(LayerKey(1)))
    assert isinstance(answer, Rejected)
    assert "nothing to call off" in str(answer.sentence)


def test_its_row_is_that_of_the_edit_not_of_the_smaller_copy_that_the_edit_has_called_off() -> None:
    line = begun()
    line.ask(RemoveLayer(LayerKey(2), "ready"))
    line.ask(Step(3))
    line.ask(FADE)
    (told,) = line.shown.state.fading
    assert [str(mark.label) for mark in line.shown.marks][1:] == [
        "Hidden 2 not removed: another edit came first", "Hidden 2 fading out",
    ]  # fmt: skip
    assert line.shown.marks[told.mark].label == line.shown.marks[-1].label
    line.ask(CallOff(told.key, 0))
    assert [one.ready for one in line.shown.state.fading] == [True], "and the copy is back"
    line.agree()


def test_of_two_that_unfold_each_is_called_off_by_itself() -> None:
    line = begun()
    line.ask(UNFOLD)
    line.ask(Step(3))
    between = bytes_of(line)
    line.ask(InsertLayer(LayerKey(2)))
    line.ask(Step(3))
    older, newer = sorted(line.shown.state.fading, key=lambda one: one.mark)
    assert (older.takes_back, newer.takes_back) == (1, 0)
    line.ask(CallOff(newer.key, 0))
    assert bytes_of(line)[:-1] == between[:-1]
    (left,) = line.shown.state.fading
    assert (left.key, left.takes_back) == (older.key, 0)
