"""Everything that can be asked of a trainer, in any order and at once: the window knows what is trained, undo and redo
give back the very bits, and a run that is opened is the one that was saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.messages.stops import Condition, Stop
from core.messages.train_commands import (
    Change,
    DataSpec,
    Describe,
    Epoch,
    Load,
    OpenRun,
    Pause,
    Play,
    Preview,
    Redo,
    Reset,
    Save,
    SetStops,
    Step,
    Undo,
    UseDevice,
    UseThreads,
)
from core.messages.train_events import Edited, Loaded, Rejected
from core.net.plan import InsertLayer, LayerKey, Narrow, RemoveLayer, Widen, mlp
from core.train.surgery.remove import FADE_STEPS
from core.train.surgery.successor import CHECKED_EVERY
from tests.sweeps import sweep
from tests.train.line import Line
from tests.train.test_interleavings import KEYS, SETTINGS
from tests.train.test_trainer_two_at_once import on_disk, stand

torch.set_num_threads(1)
pytestmark = pytest.mark.slow
DATA, NET = DataSpec("xor", samples=60), mlp(2, (5, 6, 4), 2)
OTHER = Load(DataSpec("circles", samples=60), mlp(2, (4,), 2), SETTINGS, 8)
MINE, YOURS = "나의 훈련", "another"
"""Two runs: the one that is trained, and one that is opened meanwhile."""
OPENS = "open"
"""Stands for OpenRun of a folder that the test knows."""

STOPS = st.builds(
    Stop,
    st.sampled_from([
        Condition("loss", "below", 0.6), Condition("gradient", "above", 0.5), Condition("dead", "above", 0.2),
        Condition("ratio", "outside", 1e-3, 0.02), Condition("accuracy", "above", 0.6), Condition("edit", "done"),
        Condition("step", "reached", 40.0), Condition("dead", "above", 0.1, layer=LayerKey(2)),
        Condition("loss", "nan"), Condition("validation", "below", 0.65),
    ]),
    st.sampled_from([True, True, False]),
)  # fmt: skip
COMMANDS: st.SearchStrategy[Any] = st.one_of(
    st.builds(Widen, KEYS, st.integers(1, 2)), st.builds(InsertLayer, KEYS),
    st.builds(Narrow, KEYS, st.just(1), st.just("magnitude"), st.sampled_from(["refit", "ready"])),
    st.builds(RemoveLayer, KEYS, st.sampled_from(["refit", "fade", "ready"])),
    st.just(Undo()), st.just(Undo()), st.just(Redo()), st.just(Redo()),
    st.builds(Change, st.just("learning_rate"), st.sampled_from([0.01, 0.002])),
    st.builds(Change, st.just("optimizer"), st.sampled_from(["sgd", "adam"])),
    st.builds(Change, st.just("pace"), st.sampled_from([0.0, 50.0])),
    st.builds(SetStops, st.lists(STOPS, max_size=3).map(tuple)),
    st.builds(Step, st.sampled_from([1, 7, CHECKED_EVERY, FADE_STEPS])), st.just(Epoch()),
    st.just(Play()), st.just(Pause()), st.builds(Reset, st.sampled_from([-1, 4])),
    st.just(UseDevice("cpu")), st.just(UseThreads(1)), st.just(UseThreads(0)), st.just(Save()), st.just(Describe()),
    st.builds(Preview, st.builds(Narrow, KEYS, st.just(1))),
    st.tuples(st.just(OPENS), st.sampled_from([MINE, YOURS])),
)  # fmt: skip
EDIT_UNDO_REDO: st.SearchStrategy[list[Any]] = st.sampled_from([
    [Step(5), Widen(LayerKey(1), 1), Step(3), Undo(), Redo()],
    [Step(2), Change("learning_rate", 0.003), Step(4), Undo(), Step(1), Redo()],
    [RemoveLayer(LayerKey(2), "ready"), Step(3), Undo(), Redo()],
    [RemoveLayer(LayerKey(1), "fade"), Step(FADE_STEPS), Undo(), Undo(), Redo()],
    [Save(), (OPENS, YOURS), Step(2), (OPENS, MINE)],
])  # fmt: skip
TRIED = settings(
    max_examples=sweep(usual=30, nightly=500), deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@st.composite
def orders(draw: st.DrawFn) -> list[Any]:
    found: list[Any] = []
    for pair in draw(st.lists(st.integers(0, 2), min_size=2, max_size=9)):
        found += [draw(COMMANDS)] if pair else draw(EDIT_UNDO_REDO)
    return found


Moment = tuple[Any, ...]


def moment(line: Line) -> Moment:
    """All of a training that an undo has to give back: weights and the optimizer's memory to the bit. The speed is the
    person's."""
    training = line.session.training
    memory = training.model.memory
    return (
        training.step, training.net, replace(training.settings, pace=0.0), training.timeline, repr(training.marks),
        training.model.flat.numpy().tobytes(), tuple(slot.numpy().tobytes() for slot in memory.slots.values()),
        repr(memory.ages),
    )  # fmt: skip


class Shadow:
    """What undo and redo must give back, from what was seen before each command."""

    def __init__(self) -> None:
        self.undo: dict[int, Moment] = {}
        self.redo: dict[int, Moment] = {}
        self.checked = 0

    def took(self, before: Moment, depths: tuple[int, int], now: tuple[int, int], command: Any, line: Line) -> None:
        """Compare after a command, or remember what was there before it."""
        (undo, redo), (undo_now, redo_now) = depths, now
        if isinstance(command, Undo) and undo_now == undo - 1 and redo_now == redo + 1:
            if undo_now in self.undo:
                assert moment(line) == self.undo[undo_now]
                self.checked += 1
            self.redo[redo] = before
        elif isinstance(command, Redo) and redo_now == redo - 1 and undo_now == undo + 1:
            if redo_now in self.redo:
                assert moment(line) == self.redo[redo_now]
                self.checked += 1
            self.undo[undo] = before
        elif (undo_now, redo_now) == (0, 0):
            self.undo.clear()
            self.redo.clear()
        elif undo_now == undo + 1:
            self.undo[undo] = before
            self.redo.clear()
        elif now != depths:
            self.undo.clear()  # what came about by itself
            self.redo.clear()


def depths(line: Line) -> tuple[int, int]:
    return len(line.session.ring.undo), len(line.session.ring.redo)


def meant(command: Any, runs: Path) -> Any:
    return OpenRun(str(runs / command[1])) if isinstance(command, tuple) else command


def began(runs: Path) -> Line:
    line = Line()
    line.ask(replace(OTHER, run=str(runs / YOURS)))
    line.ask(Step(11))
    line.ask(Load(DATA, NET, SETTINGS, 3, str(runs / MINE)))
    line.ask(Step(4))
    line.ask(Save())
    return line


def check_saved(line: Line) -> None:
    """What is saved now is what is trained, and opening it again changes nothing."""
    line.ask(Pause())
    line.ask(Save())
    session = line.session
    folder = session.saver.folder
    assert folder is not None
    assert on_disk(folder) == stand(session.training, session.ticks.history)
    before = moment(line)
    assert isinstance(line.ask(OpenRun(str(folder))), Loaded)
    assert moment(line) == before
    line.agree()


def test_after_every_command_all_is_as_it_must_be(tmp_path_factory: pytest.TempPathFactory) -> None:
    told: list[Any] = []
    checked = [0]

    @given(orders())
    @TRIED
    def run(commands: list[Any]) -> None:
        runs = tmp_path_factory.mktemp("runs")
        line, shadow = began(runs), Shadow()
        for asked in commands:
            line.ask(Pause())
            before, deep, command = moment(line), depths(line), meant(asked, runs)
            line.ask(command)
            if not isinstance(command, Play):
                line.agree()
            shadow.took(before, deep, depths(line), command, line)
        check_saved(line)
        line.trainer._hold.keep_only(None)
        told.extend(event for event, _ in line.said)
        checked[0] += shadow.checked

    run()
    assert checked[0] > 20, "else this proves nothing"
    causes = {event.cause for event in told if isinstance(event, Edited)}
    assert {"edit", "undo", "redo", "fade"} <= causes
    assert any(isinstance(event, Rejected) for event in told)


@given(st.lists(COMMANDS, min_size=3, max_size=12))
@TRIED
def test_after_commands_that_came_all_at_once_too(
    tmp_path_factory: pytest.TempPathFactory, commands: list[Any]
) -> None:
    runs = tmp_path_factory.mktemp("runs")
    line = began(runs)
    line.queue(*(meant(command, runs) for command in commands), Pause())
    line.done()
    line.agree()
    check_saved(line)
    line.trainer._hold.keep_only(None)
