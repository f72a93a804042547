"""The train worker, through its pipe: every command has one answer, and the fake one speaks the same language."""

from __future__ import annotations

import itertools
import math
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import psutil
import pytest

from core.messages.stops import Condition, Stop
from core.messages.train_commands import (
    Change,
    DataSpec,
    Describe,
    Epoch,
    HandOver,
    Load,
    OpenRun,
    Pause,
    Play,
    Preview,
    Redo,
    Reset,
    Save,
    SetStops,
    Settings,
    Step,
    TrainCommand,
    Undo,
    UseDevice,
    UseThreads,
    Watch,
)
from core.messages.train_events import (
    Changed,
    DeviceLoad,
    Diverged,
    Edited,
    Failed,
    Loaded,
    Portrait,
    Previewed,
    Ready,
    Rejected,
    State,
    StopsSet,
    Tick,
)
from core.net.plan import (
    CallOff,
    CopyLayer,
    Freeze,
    InsertLayer,
    LayerKey,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    ResetUnit,
    SetActivation,
    SetBias,
    SetWeight,
    Widen,
    mlp,
    width_of,
)
from core.runs import read_record
from core.workers import wire
from core.workers.child import GRACE_S
from tests.train.talk import FAKE, REAL, ROOT, Talk

XOR = Load(
    DataSpec("xor", samples=200),
    net=mlp(2, (8, 8), 2, activation="tanh"),
    settings=Settings(learning_rate=0.01, batch_size=32),
)


@pytest.fixture(params=[REAL, FAKE], ids=["real", "fake"])
def talk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Talk]:
    started = Talk(tmp_path, request.param)
    yield started
    started.worker.kill()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Talk]:
    started = Talk(tmp_path, REAL)
    yield started
    started.worker.kill()


ANSWERS: dict[Any, type] = {
    Describe(): Loaded,
    XOR: Loaded,
    OpenRun("broken"): Rejected,
    HandOver(f"{os.devnull}/no folder"): Rejected,
    SetStops((Stop(Condition("dead", "above", 0.5, layer=LayerKey(1))), Stop(Condition("loss", "nan")))): StopsSet,
    SetStops((Stop(Condition("loss", "below", math.nan)),)): Rejected,
    SetStops(()): StopsSet,
    Play(): State,
    Pause(): State,
    Step(): State,
    Step(5): State,
    Epoch(): State,
    Reset(): Loaded,
    Reset(7): Loaded,
    Change("learning_rate", 0.5): Changed,
    Change("no_such_setting", 1): Rejected,
    Change("learning_rate", -1): Rejected,
    Undo(): Edited,
    Redo(): Edited,
    Preview(Widen(1, 2)): Previewed,
    Watch(5.0): State,
    UseDevice("cpu"): Loaded,
    UseDevice("tpu:9"): Rejected,
    UseThreads(1): State,
    Save(): State,
    Widen(1, 4): Edited,
    Widen(99, 4): Rejected,
    Narrow(1, 2): Edited,
    InsertLayer(1): Edited,
    InsertLayer(1, 1): Rejected,
    RemoveLayer(1): Edited,
    SetActivation(1, "relu"): Edited,
    RemoveUnit(1, 0): Edited,
    ResetUnit(1, 0): Edited,
    Freeze(1): Edited,
    CopyLayer(2): Edited,
    Prune(1): Edited,
    CallOff(1): Rejected,
    SetWeight(1, 0, 0, 0.5): Edited,
    SetBias(1, 0, 0.5): Edited,
}


def test_the_list_of_answers_is_whole() -> None:
    assert {type(command) for command in ANSWERS} == set(get_args(TrainCommand))


def test_every_command_is_answered_exactly_once(talk: Talk) -> None:
    assert isinstance(talk.ask(XOR), Loaded)
    assert isinstance(talk.ask(Step(20)), State)
    numbers = {}
    for command, kind in ANSWERS.items():
        number = talk.worker.send(command)
        answer = talk.until(lambda event, answers, number=number: answers == number)
        # Removing the only hidden layer may be impossible, pruning a layer without dead units too: a sentence then.
        allowed = (kind, Rejected) if isinstance(command, (RemoveLayer, Prune)) else (kind,)
        assert isinstance(answer, allowed), f"{command} -> {answer}"
        numbers[number] = command
        if isinstance(answer, Edited):
            talk.ask(Undo())
    talk.ask(Pause())
    answered = [answers for _, answers in talk.said if answers in numbers]
    assert sorted(answered) == sorted(numbers)


def test_commands_before_anything_is_loaded_are_answered_too(talk: Talk) -> None:
    for command in ANSWERS:
        if not isinstance(command, Load):
            answer = talk.ask(command)
            assert isinstance(answer, (Rejected, State)) or isinstance(command, (OpenRun, SetStops)), command


def test_many_commands_at_once_are_answered_in_order(talk: Talk) -> None:
    talk.ask(XOR)
    sent = [
        talk.worker.send(command) for command in (Step(3), Change("learning_rate", 0.1), Widen(1, 1), Step(4), Pause())
    ]
    talk.until(lambda event, answers: answers == sent[-1])
    answered = [answers for _, answers in talk.said if answers in sent]
    assert sorted(answered) == sent


def test_steps_are_exact_and_pause_afterwards(talk: Talk) -> None:
    talk.ask(XOR)
    state = talk.ask(Step(137))
    assert (state.step, state.playing) == (137, False)
    assert talk.ask(Step()).step == 138
    assert talk.every(Tick)[-1].step == 138


def test_two_goals_follow_each_other(talk: Talk) -> None:
    talk.ask(XOR)
    first, second = talk.worker.send(Step(10)), talk.worker.send(Step(10))
    answers = [talk.until(lambda event, answers, number=number: answers == number).step for number in (first, second)]
    assert answers == [10, 20]


def test_play_pause_and_edit_while_it_trains(talk: Talk) -> None:
    loaded = talk.ask(XOR)
    assert talk.ask(Play()).playing
    talk.until(lambda event, answers: isinstance(event, Tick) and event.step > 30)
    edited = talk.ask(Widen(1, 4))
    assert isinstance(edited, Edited)
    now = edited.now
    assert width_of(now.net.layers[0]) == width_of(loaded.now.net.layers[0]) + 4
    assert now.state.playing
    assert now.cost.parameters > loaded.now.cost.parameters
    assert now.marks == (edited.mark,)
    talk.until(lambda event, answers: isinstance(event, Tick) and event.step > now.state.step)
    undone = talk.ask(Undo())
    assert undone.now.net == loaded.now.net
    assert undone.now.state.step == now.state.step
    assert undone.cause == "undo"
    assert undone.now.state.redo == 1
    assert undone.now.keep_to_step <= undone.now.state.step
    assert undone.now.ticks is not None
    redone = talk.ask(Redo())
    assert redone.now.net == edited.now.net
    assert not talk.ask(Pause()).playing


def test_reset_goes_back_to_the_first_network(talk: Talk) -> None:
    loaded = talk.ask(XOR)
    talk.ask(Step(10))
    talk.ask(Widen(1, 4))
    again = talk.ask(Reset())
    now = again.now
    assert (now.net, again.seed, now.state.step, now.ticks.shape) == (loaded.now.net, loaded.seed, 0, (0, 9))
    assert talk.ask(Reset(5)).seed == 5


def test_portraits_and_loads_come_when_watched(talk: Talk) -> None:
    talk.ask(XOR)
    talk.ask(Watch(20.0, units=3))
    talk.ask(Play())
    told = talk.until(lambda event, answers: isinstance(event, Portrait))
    assert [column.width for column in told.columns] == [2, 8, 8, 2]
    assert len(told.links) == len(told.columns) - 1
    for column in told.columns:
        count = column.shown.shape[0]
        assert 1 <= count <= 3
        assert column.activity.shape == column.alive.shape == column.new.shape == (count,)
        assert column.tiles.shape[0] == count
    load = talk.until(lambda event, answers: isinstance(event, DeviceLoad))
    assert load.device == "cpu"


# ------------------------------------------------------------------------------------------------ the real one only
def test_ticks_are_the_exact_means_of_every_step(real: Talk) -> None:
    """Trained in one go and told 30 times a second, or step by step: the same losses."""
    real.ask(XOR)
    for _ in range(60):
        real.ask(Step())
    singly = {tick.step: tick.loss for tick in real.every(Tick)}
    assert sorted(singly) == list(range(1, 61))
    real.said.clear()
    real.ask(Reset())
    real.ask(Step(60))
    before = 0
    for tick in real.every(Tick):
        mean = sum(singly[step] for step in range(before + 1, tick.step + 1)) / (tick.step - before)
        assert tick.loss == pytest.approx(mean, rel=1e-12)
        before = tick.step
    assert before == 60


def test_the_loss_falls_and_the_network_is_alive(real: Talk) -> None:
    real.ask(Load(DataSpec("digits"), settings=Settings()))
    real.ask(Watch(30.0))
    real.ask(Step())
    real.ask(Step(399))
    real.ask(Step(20))
    ticks = real.every(Tick)
    assert ticks[0].loss > 2.0
    assert ticks[-1].loss < 0.5
    assert ticks[-1].score > 0.85
    measured = [tick.validation_score for tick in ticks if not math.isnan(tick.validation_score)]
    assert measured[-1] > 0.85
    portrait = real.until(lambda event, answers: isinstance(event, Portrait) and event.step == 420)
    for column in portrait.columns[1:]:
        alive = struct.unpack(f"<{len(column.alive.data) // 4}f", column.alive.data)
        assert sum(share > 0.02 for share in alive) > len(alive) / 2


def test_ticks_come_at_most_thirty_times_a_second(real: Talk) -> None:
    real.ask(XOR)
    begun = time.monotonic()
    real.ask(Play())
    real.until(lambda event, answers: isinstance(event, Tick) and time.monotonic() - begun > 1.5)
    real.ask(Pause())
    elapsed = time.monotonic() - begun
    assert len(real.every(Tick)) <= 30 * elapsed + 2
    assert len(real.every(Tick)) >= 5 * elapsed


def test_a_paced_training_keeps_its_pace(real: Talk) -> None:
    real.ask(replace(XOR, settings=replace(XOR.settings, pace=40.0)))
    at = [time.monotonic()]
    real.ask(Play())
    for step in (20, 40, 60, 80):
        real.until(lambda event, answers, step=step: isinstance(event, Tick) and event.step >= step)
        at.append(time.monotonic())
    assert at[-1] - at[0] > 0.8 * 80 / 40, "never ahead of its pace"
    assert min(later - earlier for earlier, later in itertools.pairwise(at)) < 2 * 20 / 40, "nor behind it by itself"


def test_a_loss_that_explodes_pauses_and_can_be_mended(real: Talk) -> None:
    settings = Settings(learning_rate=0.01, batch_size=32, optimizer="sgd")
    real.ask(Load(DataSpec("bumps", samples=200), settings=settings))
    real.ask(Step(200))
    real.ask(Change("learning_rate", 100.0))
    number = real.worker.send(Step(5000))
    diverged = real.until(lambda event, answers: isinstance(event, Diverged))
    state = real.until(lambda event, answers: answers == number)
    assert not state.playing
    assert 200 <= state.step < 300
    assert diverged.step == state.step + 1
    assert [(str(mark.label), mark.step) for mark in diverged.now.marks] == [("Loss exploded", state.step)]
    assert diverged.layer >= 1
    assert "layer" in str(diverged.sentence) or "loss" in str(diverged.sentence)
    assert all(math.isfinite(tick.loss) for tick in real.every(Tick))
    # Undo leads to where it was still well; with a smaller rate it goes on from there.
    undone = real.ask(Undo())
    assert undone.cause == "undo"
    assert undone.now.state.step <= 205
    real.ask(Change("learning_rate", 0.01))
    real.ask(Step(50))
    assert real.every(Tick)[-1].loss < 1.0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_kill_nine_is_one_failure(real: Talk) -> None:
    real.ask(XOR)
    real.ask(Play())
    os.kill(real.worker.pid, signal.SIGKILL)
    end = time.monotonic() + 60
    events: list[Any] = []
    while time.monotonic() < end and real.worker.alive:
        real.worker.wait(0.1)
        events += [event for event, _ in real.worker.events(500)]
    events += [event for event, _ in real.worker.events(500)]
    assert [type(event) for event in events if isinstance(event, Failed)] == [Failed]
    assert isinstance(events[-1], Failed)


def test_closing_the_app_ends_a_training_at_once(real: Talk) -> None:
    real.ask(XOR)
    real.ask(Play())
    begun = time.monotonic()
    real.close()
    assert time.monotonic() - begun < GRACE_S, "nobody had to end it"


@pytest.mark.parametrize("listening", [True, False], ids=["the app listens", "the app is gone"])
def test_what_was_asked_right_before_the_end_is_done(tmp_path: Path, listening: bool) -> None:
    """The window is closed right behind + and save: what the person did is not lost."""
    run = tmp_path / "run"
    asked = [replace(XOR, run=str(run)), Step(5), Widen(1, 4), Change("learning_rate", 0.5), Save()]
    lines = b"".join(wire.encode(command, number=number) for number, command in enumerate(asked, 1))
    with subprocess.Popen(
        REAL, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    ) as it:
        assert it.stdin is not None
        assert it.stdout is not None
        ready = it.stdout.readline()
        it.stdin.write(lines)
        it.stdin.close()
        if not listening:
            it.stdout.close()
        said = [wire.decode(line) for line in it.stdout] if listening else []
        it.wait(timeout=60)
    assert isinstance(wire.decode(ready)[0], Ready)
    record = read_record(run)
    assert width_of(record.net.layers[0]) == 12
    assert record.settings.learning_rate == 0.5
    assert len(record.marks) == 1
    if listening:
        answered = [answers for _, _, answers in said if answers is not None]
        assert sorted(answered) == list(range(1, len(asked) + 1))


def test_goals_asked_for_together_each_get_what_they_asked_for(talk: Talk) -> None:
    per_epoch = 45 if talk.worker.pid and talk.every(Ready)[0].python == "3.12.0" else 5
    talk.ask(XOR)
    talk.ask(Step(3))
    numbers = [talk.worker.send(command) for command in (Epoch(), Step(2), Epoch())]
    reached = [talk.until(lambda event, answers, number=number: answers == number).step for number in numbers]
    assert reached == [per_epoch, per_epoch + 2, 2 * per_epoch]


def test_too_large_an_edit_is_a_sentence_and_training_goes_on(real: Talk) -> None:
    real.ask(XOR)
    real.ask(Play())
    assert isinstance(real.ask(Widen(1, 10**9)), Rejected)
    step = real.every(Tick)[-1].step if real.every(Tick) else 0
    real.until(lambda event, answers: isinstance(event, Tick) and event.step > step)


@pytest.mark.slow
@pytest.mark.parametrize(
    "impossible",
    [
        replace(XOR, net=mlp(2, (10**6, 10**6), 2)),
        replace(XOR, net=mlp(2, (0,), 2)),
        replace(XOR, net=mlp(5, (4,), 2)),
        replace(XOR, net=Net((2,), (), 1)),
        replace(XOR, seed=-1),
        replace(XOR, seed=2**64),
        replace(XOR, data=DataSpec("xor", seed=2**70)),
        replace(XOR, data=DataSpec("nothing")),
        replace(XOR, settings=Settings(optimizer="magic")),  # type: ignore[arg-type]
        replace(XOR, settings=Settings(schedule_steps=0)),
    ],
)
def test_what_cannot_be_loaded_is_a_sentence_and_the_old_training_stays(real: Talk, impossible: Load) -> None:
    real.ask(XOR)
    real.ask(Step(3))
    assert isinstance(real.ask(impossible), Rejected)
    assert real.ask(Step(3)).step == 6


def test_the_first_steps_come_soon(real: Talk) -> None:
    """The worker is warm when it says Ready: loading and a hundred steps take no second of its own work."""
    worker = psutil.Process(real.worker.pid)
    before = sum(worker.cpu_times()[:2])
    real.ask(Load(DataSpec("digits"), settings=Settings()))
    real.ask(Step(100))
    assert sum(worker.cpu_times()[:2]) - before < 1.5


def test_only_what_is_needed_is_imported() -> None:
    """torch._dynamo and sympy would double the time to start."""
    program = (
        "import sys, core.train.worker; from core.train.session import opening; opening.warm_up();"
        "print([m for m in sys.modules if m.split('.')[0] == 'sympy' or m.startswith('torch._dynamo')])"
    )
    folder = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
