"""Looking inside while the training is edited: whatever is asked, in any order, gets one answer; the training that was
looked into is, bit for bit, the one that nobody looked into; and a process that dies takes nothing with it."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import torch

from core.inside.worker import Looker
from core.messages.inside.bench import (
    BenchShown,
    BringTraining,
    ChooseGuide,
    ClearBench,
    CompleteLine,
    LineDone,
    OpenTensor,
    RunLine,
    UndoLine,
)
from core.messages.inside.compare import MeasureAll, StopMeasuring
from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import InsideEvent, TakenUp, TakeUp
from core.messages.inside.stepping import CheckGradient, LookAt, LookAtUnit, TakeApart, TakenApart
from core.messages.train_commands import (
    Change,
    DataSpec,
    HandOver,
    Load,
    Play,
    Redo,
    Reset,
    Settings,
    Step,
    Undo,
    UseDevice,
)
from core.messages.train_events import Failed, HandedOver, Loaded, Rejected, Tick
from core.net.plan import InsertLayer, LayerKey, Narrow, RemoveLayer, Widen, mlp
from core.train.surgery.remove import FADE_STEPS
from core.workers import wire
from tests.inside.asked import Inside
from tests.sweeps import sweep
from tests.train.line import CPU, Line
from tests.train.talk import Talk
from tests.train.test_trainer_two_at_once import stand

LOAD = Load(DataSpec("xor", samples=60), mlp(2, (5, 6, 4), 2), Settings(learning_rate=0.01, batch_size=16), 3)
NAMES = ("x", "y", "W1", "b1", "W2", "W9", "h1", "z2", "out", "loss", "∂W1", "∂h1", "exp_avg[W1]", "ΔW2", "", "텐서")
LINES = ("1 + 1", "x = torch.randn(3)", "x.backward()", "y = (W1 @ W1.T).sum()", "del x", "for", "W1.zero_()", "1 / 0",
         "import os; os.chdir('/')", "torch.manual_seed(0)", "torch.set_num_threads(2)", "print('a' * 10_000)",
         "torch.set_default_dtype(torch.float64)", "torch.set_grad_enabled(False)", "raise SystemExit")  # fmt: skip


class Heard:
    """The pipe of an inside worker in memory: what it says is written and read as on the wire."""

    def __init__(self) -> None:
        self.said: list[tuple[Any, int | None]] = []

    def send(self, event: object, *, answers: int | None = None) -> None:
        self.said.append((wire.decode(wire.encode(event, answers=answers))[0], answers))


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def look_at(choose: random.Random) -> Any:
    """Return something to ask of an inside worker."""
    name = choose.choice(NAMES)
    index = tuple(choose.randrange(6) for _ in range(choose.randrange(4)))
    return choose.choice((
        TakeApart(), LookAt(name), LookAt(name),
        LookAtUnit(choose.choice(("h1", name)), choose.choice(((0, 0), index))),
        CheckGradient(choose.choice(("b1", name)), choose.choice(((0,), index))),
        OpenTensor(choose.choice(("w", "w2", "for", "가중치", "")), name), RunLine(choose.choice(LINES)),
        RunLine(choose.choice(LINES)), BringTraining(), UndoLine(), ClearBench(), ChooseGuide("views"),
        CompleteLine("torch.ze"), MeasureAll(), StopMeasuring(), *((Trace(),) if choose.random() < 0.3 else ()),
    ))  # fmt: skip


def change(choose: random.Random) -> Any:
    """Return something to ask of a trainer."""
    key = LayerKey(choose.randrange(1, 8))
    return choose.choice((
        Step(choose.choice((1, 3, 7))), Step(2), Widen(key, 2), Narrow(key, 1), InsertLayer(key),
        InsertLayer(key, kind="batch_norm"), InsertLayer(key, kind="dropout"), RemoveLayer(key, "refit"),
        RemoveLayer(key, "fade"), RemoveLayer(key, "fade"), Step(FADE_STEPS // 2), Undo(), Redo(), Reset(), Reset(4),
        UseDevice("cpu"), UseDevice("cuda:7"),
        Change("optimizer", choose.choice(("sgd", "adam", "amsgrad", "rmsprop"))),
        Change("batch_size", choose.choice((1, 8))), Change("clip", choose.choice((0.0, 1.0))),
    ))  # fmt: skip


@pytest.mark.slow
def test_a_training_that_is_looked_into_is_the_one_that_nobody_looked_into(tmp_path: Path) -> None:
    kinds: Counter[str] = Counter()
    for seed in range(sweep(usual=12, nightly=150)):
        choose = random.Random(seed)
        here, there, heard = Line(), Line(), Heard()
        looker = Looker(heard, devices_=(CPU,))  # type: ignore[arg-type]
        number = 0
        for line in (here, there):
            line.ask(LOAD)
        for _ in range(14):
            command = change(choose)
            threads = torch.get_num_threads()
            assert type(here.ask(command)) is type(there.ask(command)), command
            asked: list[Any] = [look_at(choose) for _ in range(choose.randrange(4))]
            if choose.random() < 0.7:
                handed = here.ask(HandOver(str(tmp_path / f"넘겨주기 {seed}")))
                assert isinstance(handed, HandedOver), handed
                asked.insert(choose.randrange(len(asked) + 1), TakeUp(handed.folder))
            for what in asked:
                number, before = number + 1, len(heard.said)
                looker.answer(number, what)
                answers = [event for event, answers in heard.said[before:] if answers == number]
                assert len(answers) == 1, what
                assert isinstance(answers[0], get_args(InsideEvent)), what
                kinds[type(answers[0]).__name__] += 1
                if isinstance(answers[0], TakenUp):
                    assert answers[0].net == here.session.training.net
                    assert answers[0].step == here.session.training.step
                    assert answers[0].differs <= max(2e-6, 1e-3 * answers[0].largest), command
            if looker._measuring is not None:
                looker._measure(looker._measuring)
            assert torch.get_num_threads() == threads, asked
        sides = [stand(line.session.training, line.session.ticks.history) for line in (here, there)]
        assert sides[0] == sides[1], f"seed {seed}"
    wanted = {"TakenUp", "Traced", "TakenApart", "TensorSeen", "UnitSeen", "GradientChecked", "LineDone", "BenchShown"}
    assert wanted | {"Rejected", "MeasuringBegun"} <= set(kinds), kinds


# ---------------------------------------------------------------------------------------------------- real processes
@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    made = Talk(tmp_path)
    assert isinstance(made.ask(Load()), Loaded)
    yield made
    made.worker.kill()


KILLED = (
    TakeUp(""),
    Trace(),
    TakeApart(),
    MeasureAll(),
    RunLine("while True: pass"),
    BringTraining(),
    OpenTensor("w", "W1"),
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process in another way")
def test_a_worker_that_is_killed_in_the_middle_takes_nothing_with_it(talk: Talk, tmp_path: Path) -> None:
    """Each time the training plays on, and the next worker takes it up as it stands."""
    choose, edits = random.Random(5), (Widen(LayerKey(1), 4), RemoveLayer(LayerKey(2), "fade"), Reset(), Undo())
    talk.ask(Play())
    for place, command in enumerate(KILLED):
        inside = Inside(tmp_path)
        try:
            folder = talk.ask(HandOver(str(tmp_path / "handed"))).folder
            if not isinstance(command, TakeUp):
                assert isinstance(inside.ask(TakeUp(folder)), TakenUp)
            inside.worker.send(TakeUp(folder) if isinstance(command, TakeUp) else command)
            inside.worker.wait(choose.choice((0.0, 0.01, 0.05)))
            os.kill(inside.ready.pid, signal.SIGKILL)
            talk.worker.send(edits[place % len(edits)])
            failed = inside.ended()
            assert isinstance(failed, Failed), command
            assert str(failed.reason)
        finally:
            inside.worker.kill()
        talk.ask(Play())
        at = talk.until(lambda event, _: isinstance(event, Tick)).step
        talk.until(lambda event, _, at=at: isinstance(event, Tick) and event.step > at)  # type: ignore[misc]
    inside = Inside(tmp_path)
    try:
        taken = inside.ask(TakeUp(talk.ask(HandOver(str(tmp_path / "handed"))).folder))
        assert isinstance(taken, TakenUp)
        assert isinstance(inside.ask(Trace()), Traced)
    finally:
        inside.worker.kill()


@pytest.mark.slow
def test_handing_over_again_and_again_while_it_is_read_is_always_one_moment(talk: Talk, tmp_path: Path) -> None:
    """The folder is the same each time: what is read is one moment or the next, never half of each."""
    inside = Inside(tmp_path)
    try:
        talk.ask(Play())
        folder, steps = str(tmp_path / "handed"), []
        for turn in range(12):
            numbers = [talk.worker.send(HandOver(folder)) for _ in range(3)]
            if turn % 3 == 1:
                talk.worker.send((Widen(LayerKey(1), 2), Undo(), RemoveLayer(LayerKey(1), "fade"))[turn // 3 % 3])
            talk.until(lambda _, answers, first=numbers[0]: answers == first)  # type: ignore[misc]
            taken = inside.ask(TakeUp(folder))
            assert isinstance(taken, TakenUp), taken
            assert taken.differs <= max(2e-6, 1e-3 * taken.largest)
            steps.append(taken.step)
            talk.until(lambda _, answers, last=numbers[-1]: answers == last)  # type: ignore[misc]
        assert len(set(steps)) > 1
        assert isinstance(inside.ask(TakeApart()), TakenApart)
        assert isinstance(inside.ask(RunLine("1")), LineDone)
        assert isinstance(inside.ask(BringTraining()), BenchShown)
        assert isinstance(inside.ask(LookAt("no such")), Rejected)
    finally:
        inside.worker.kill()
