"""A training is handed over as it stood when that was asked, while it goes on, whatever is done meanwhile."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import torch

from core.messages.train_commands import (
    Change,
    DataSpec,
    HandOver,
    Load,
    Pause,
    Play,
    Redo,
    Reset,
    Settings,
    Step,
    Undo,
    UseDevice,
)
from core.messages.train_events import Edited, HandedOver, Loaded, Rejected, State
from core.net.plan import InsertLayer, LayerKey, Narrow, Widen, mlp
from core.train.disk import checkpoint
from core.train.model import dismantle
from core.train.training.state import TrainingState
from core.workers.child import Closed
from tests.train.line import Line

WIDE = mlp(64, (900, 900), 10, activation="relu")
"""Some 900,000 weights, three numbers each: many slices long."""
WRITTEN = ["run.json", "ticks-0.f8", "weights.safetensors"]


def loaded() -> Line:
    line = Line()
    line.ask(Load(data=DataSpec("digits", samples=200), net=WIDE, settings=Settings(pace=0.0, batch_size=8)))
    line.ask(Step(3))
    return line


def numbers(state: TrainingState) -> dict[str, torch.Tensor]:
    """Every tensor of a state, by name."""
    tensors, _ = dismantle.to_tensors(state.model)
    return {name: tensor.detach().clone() for name, tensor in tensors.items()}


def assert_handed(folder: Path, wanted: TrainingState) -> None:
    found = checkpoint.read(folder, device=torch.device("cpu")).training.state()
    assert (found.step, found.model.net, found.settings) == (wanted.step, wanted.model.net, wanted.settings)
    before, after = numbers(wanted), numbers(found)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert sorted(path.name for path in folder.iterdir()) == WRITTEN


def answers(line: Line, number: int) -> list[Any]:
    return [event for event, answered in line.said if answered == number]


def turns_until(line: Line, number: int, *, most: int = 5000) -> int:
    """Let the trainer go round until a command is answered; return how many rounds that took."""
    for turn in range(most):
        if answers(line, number):
            return turn
        line.trainer.turn()
    raise AssertionError("never answered")


def test_training_goes_on_while_it_is_handed_over(tmp_path: Path) -> None:
    line = loaded()
    line.ask(Play())
    wanted, step = line.session.training.state(), line.session.training.step
    number = line.queue(HandOver(str(tmp_path / "넘겨주기")))[0]
    line.trainer.turn()
    assert not answers(line, number), "it is not written in one go"
    turns = turns_until(line, number)
    assert line.session.training.step > step + turns // 2, "a step or more in most rounds"
    (told,) = answers(line, number)
    assert told == HandedOver(str(tmp_path / "넘겨주기"), wanted.step)
    assert_handed(tmp_path / "넘겨주기", wanted)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_meanwhile_the_moment_that_was_asked_for_is_handed_over(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    does: list[Any] = [
        Widen(LayerKey(1), 8), Narrow(LayerKey(1), 8), InsertLayer(LayerKey(1)), Undo(), Redo(), Pause(), Play(),
        Step(2), Change("learning_rate", 0.01), UseDevice("cpu"), Reset(), Load(data=DataSpec("xor")),
    ]  # fmt: skip
    line = loaded()
    if chance.random() < 0.7:
        line.ask(Play())
    wanted = line.session.training.state()
    number = line.queue(HandOver(str(tmp_path / "a")))[0]
    line.trainer.turn()
    asked = 0
    while not answers(line, number):
        if asked < 8:
            line.queue(chance.choice(does))
            asked += 1
        line.trainer.turn()
    assert answers(line, number) == [HandedOver(str(tmp_path / "a"), wanted.step)]
    assert_handed(tmp_path / "a", wanted)
    line.ask(Pause())
    assert isinstance(line.ask(Step(1)), State), "and the training goes on"


@pytest.mark.parametrize("same", [True, False])
def test_who_asks_meanwhile_waits_and_gets_a_later_moment(same: bool, tmp_path: Path) -> None:
    line = loaded()
    line.ask(Play())
    folders = [tmp_path / "a", tmp_path / ("a" if same else "b")]
    wanted = line.session.training.state()
    first = line.queue(HandOver(str(folders[0])))[0]
    line.trainer.turn()
    second = line.queue(HandOver(str(folders[1])))[0]
    line.trainer.turn()
    edited = line.ask(Widen(LayerKey(2), 5))
    assert isinstance(edited, Edited)
    turns_until(line, first)
    assert not answers(line, second)
    assert_handed(folders[0], wanted)
    turns_until(line, second)
    (told,) = answers(line, second)
    found = checkpoint.read(folders[1], device=torch.device("cpu")).training
    assert told == HandedOver(str(folders[1]), found.step)
    assert found.step > wanted.step
    assert found.net == edited.now.net
    assert len(answers(line, first)) == 1


def test_while_nothing_is_trained_it_is_written_without_a_pause(tmp_path: Path) -> None:
    line = loaded()
    number = line.queue(HandOver(str(tmp_path / "a")))[0]
    waits = []
    while not answers(line, number):
        before = line.clock.now
        line.trainer.turn()
        waits.append(line.clock.now - before)
    assert len(waits) > 1, "in more than one go"
    assert max(waits[:-1]) < 0.01, "a person waits: the trainer does not"


def test_quitting_leaves_nothing_half_written(tmp_path: Path) -> None:
    line = loaded()
    number = line.queue(HandOver(str(tmp_path / "a")))[0]
    line.queue(HandOver(str(tmp_path / "b")))
    line.trainer.turn()
    assert list((tmp_path / "a").glob("*.part")), "it is under way"
    line.closed = True
    with pytest.raises(Closed):
        line.trainer.run()
    assert not answers(line, number)
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["ticks-0.f8"]
    assert not (tmp_path / "b").exists()


def test_a_disk_that_becomes_full_is_a_sentence_and_training_goes_on(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="files have no such limit here")
    line = loaded()
    line.ask(Play())
    number, after = line.queue(HandOver(str(tmp_path / "a")), HandOver(str(tmp_path / "b")))
    line.trainer.turn()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
        turns_until(line, number)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    (told,) = answers(line, number)
    assert isinstance(told, Rejected)
    assert str(told.sentence) == "The training cannot be handed over."
    assert [str(one) for one in told.advice] == ["The disk is full: free some space on it."]
    assert not list((tmp_path / "a").glob("*.part"))
    turns_until(line, after)
    assert isinstance(answers(line, after)[0], HandedOver), "the next one has room again"
    step = line.session.training.step
    line.trainer.turn()
    assert line.session.training.step > step


def test_the_run_itself_is_still_saved_and_is_no_place_for_it(tmp_path: Path) -> None:
    line = Line()
    told = line.ask(Load(data=DataSpec("digits", samples=200), net=WIDE, run=str(tmp_path / "run")))
    assert isinstance(told, Loaded)
    assert isinstance(line.ask(HandOver(str(tmp_path / "run"))), Rejected)
    line.ask(Play())
    number = line.queue(HandOver(str(tmp_path / "a")))[0]
    turns_until(line, number)
    line.closed = True
    with pytest.raises(Closed):
        line.trainer.run()
    saved = checkpoint.read(tmp_path / "run", device=torch.device("cpu"))
    assert saved.training.step == line.session.training.step
