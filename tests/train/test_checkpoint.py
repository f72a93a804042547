"""A run on disk continues exactly where it was, whatever happened to the process."""

from __future__ import annotations

import errno
import json
import math
import os
import signal
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open

from core import runs
from core.messages.train_commands import Change, DataSpec, Load, OpenRun, Play, Redo, Save, Settings, Step, Undo
from core.messages.train_events import TICK_FIELDS, Loaded, Rejected, Saving, Tick
from core.net.plan import Dropout, InsertLayer, Net, RemoveLayer, Widen, mlp
from core.net.presets import preset
from core.runs import RunError
from core.train.disk import checkpoint
from core.train.disk.saver import SAVE_S, Saver
from core.train.model.safetensors import pieces, read_tensors
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin
from tests.train.talk import REAL, Talk

torch.set_num_threads(1)
CPU = torch.device("cpu")
XOR = datasets.load(DataSpec("xor", samples=200))


def save(training: Training, folder: Path, history: array[float] | None = None) -> Saver:
    saver = Saver(folder, lambda: 0.0)
    saver.begin(training, history if history is not None else array("d"), last=None, threads=1)
    assert saver.finish() == Saving()
    return saver


def with_dropout() -> Net:
    plan = mlp(2, (8, 8), 2)
    return Net(plan.input, (plan.layers[0], Dropout(7, 0.2), *plan.layers[1:]), 8)


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam", "amsgrad", "rmsprop"])
def test_what_is_opened_goes_on_bit_for_bit(tmp_path: Path, optimizer: str) -> None:
    training = begin(XOR, net=with_dropout(), settings=Settings(optimizer=optimizer, learning_rate=0.01), seed=2)
    run_to(training, 31)
    training.edit(Widen(1, 4))
    training.change("weight_decay", 0.01)
    run_to(training, 45)
    save(training, tmp_path / "run")
    opened = checkpoint.read(tmp_path / "run", device=CPU).training
    assert (opened.step, opened.net, opened.settings, opened.timeline, opened.marks) == (
        training.step, training.net, training.settings, training.timeline, training.marks,
    )  # fmt: skip
    for each in (training, opened):
        run_to(each, 120)
        each.edit(InsertLayer(1))
        run_to(each, 150)
    save(training, tmp_path / "again")
    unfolding = checkpoint.read(tmp_path / "again", device=CPU).training
    assert unfolding.model.fades == training.model.fades
    assert [fade.unfolds for fade in unfolding.model.fades.values()] == [True]
    for each in (training, opened, unfolding):
        run_to(each, 500)
        assert not each.model.fades
    assert torch.equal(training.model.flat, unfolding.model.flat)
    assert torch.equal(training.model.flat, opened.model.flat)
    assert training.order.epoch == opened.order.epoch


def test_a_fade_and_batch_norm_are_continued_too(tmp_path: Path) -> None:
    digits = datasets.load(DataSpec("digits"))
    training = begin(digits, net=preset("vgg", (1, 8, 8), 10), settings=Settings(batch_size=256), seed=0)
    training.take(3)
    number = len(training.net.layers) - 1
    training.edit(RemoveLayer(number, "fade"))
    training.take(2)
    save(training, tmp_path / "run")
    opened = checkpoint.read(tmp_path / "run", device=CPU).training
    for each in (training, opened):
        each.take(3)
    assert torch.equal(training.model.flat, opened.model.flat)
    assert opened.model.fades


@pytest.mark.parametrize(
    "fade", ["[-1, 300, 1, 0]", "[301, 300, 1, 0]", "[0, 0, 1, 0]", "[0]", '["a", 3]', "[0, 1e999]"]
)
@pytest.mark.parametrize("key", ["1", "99", "x"])
def test_a_fade_that_cannot_be_is_one_sentence(tmp_path: Path, fade: str, key: str) -> None:
    training = begin(XOR, seed=0)
    training.edit(InsertLayer(1))
    save(training, tmp_path / "run")
    weights = tmp_path / "run" / runs.WEIGHTS_FILE
    tensors, metadata = read_tensors(weights)
    told = json.loads(metadata["torchgarden"])
    assert list(told["model"]["fades"]) == ["3"]
    told["model"]["fades"] = "HERE"
    text = json.dumps(told).replace('"HERE"', '{"%s": %s}' % (key, fade if key == "1" else "[0, 300]"))  # noqa: UP031
    weights.write_bytes(b"".join(pieces(tensors, {"torchgarden": text}, piece_bytes=1 << 20)))
    with pytest.raises(RunError, match="cannot be continued"):
        checkpoint.read(tmp_path / "run", device=CPU)


def test_the_files_are_what_they_say(tmp_path: Path) -> None:
    training = begin(XOR, seed=0)
    run_to(training, 10)
    history = array("d", range(2 * TICK_FIELDS))
    save(training, tmp_path / "첫 훈련", history)
    (found,) = runs.list_runs(tmp_path)
    assert found.name == "첫 훈련"
    assert found.record.step == 10
    assert found.record.net == training.net
    with safe_open(tmp_path / "첫 훈련" / runs.WEIGHTS_FILE, "pt") as file:
        names = set(file.keys())
        assert "model.parameter.1.weight" in names
        told = json.loads(file.metadata()["torchgarden"])
    assert told["ticks"] == 2
    assert not list(tmp_path.rglob("*.part"))
    assert checkpoint.read(tmp_path / "첫 훈련", device=CPU).history == history


@pytest.mark.parametrize("damage", ["gone", "cut", "nonsense", "other version", "another net"])
def test_a_damaged_run_is_one_sentence(tmp_path: Path, damage: str) -> None:
    training = begin(XOR, seed=0)
    save(training, tmp_path / "run")
    weights = tmp_path / "run" / runs.WEIGHTS_FILE
    content = weights.read_bytes()
    if damage == "gone":
        weights.unlink()
    elif damage == "cut":
        weights.write_bytes(content[:-100])
    elif damage == "nonsense":
        weights.write_bytes(content.replace(b'\\"is\\"', b'\\"si\\"'))
    elif damage == "other version":
        weights.write_bytes(content.replace(b'\\"format\\": %d' % runs.format_of(XOR.spec), b'\\"format\\": 9'))
    else:
        weights.write_bytes(content.replace(b'\\"width\\": 8', b'\\"width\\": 9'))
    with pytest.raises(RunError) as caught:
        checkpoint.read(tmp_path / "run", device=CPU)
    assert "run" in str(caught.value)


def test_a_kill_between_two_files_loses_nothing(tmp_path: Path) -> None:
    """Stopped after every single piece of the writing: what is there can always be continued, old or new."""
    training = begin(XOR, seed=0)
    folder = tmp_path / "run"
    history = array("d", [0.0] * TICK_FIELDS)
    save(training, folder, history)
    run_to(training, 10)
    history.extend([10.0] * TICK_FIELDS)
    record = checkpoint.record_of(training, last=None, threads=1)
    writing = checkpoint.writing(folder, training.state(), record, history, on_disk=TICK_FIELDS, story=0)
    seen = set()
    for _ in writing:
        opened = checkpoint.read(folder, device=CPU)
        seen.add((opened.training.step, len(opened.history) // TICK_FIELDS))
    opened = checkpoint.read(folder, device=CPU)
    seen.add((opened.training.step, len(opened.history) // TICK_FIELDS))
    assert seen == {(0, 1), (10, 2)}


def test_a_full_disk_is_a_sentence_and_saving_is_tried_again(tmp_path: Path) -> None:
    training = begin(XOR, seed=0)
    (tmp_path / "file").write_text("in the way")
    saver = Saver(tmp_path / "file" / "run", lambda: 0.0)
    saver.begin(training, array("d"), last=None, threads=1)
    said = saver.finish()
    assert said is not None
    assert "cannot be saved now" in str(said.problem)
    assert not saver.busy


def test_saving_a_large_network_is_cut_in_slices(tmp_path: Path) -> None:
    training = begin(XOR, net=mlp(2, (1024, 1024), 2), settings=Settings(), seed=0)
    training.take(1)
    now = [100.0]

    def clock() -> float:
        now[0] += 0.0015
        return now[0]

    saver = Saver(tmp_path / "run", clock)
    now[0] += 10
    rounds = 0
    while saver.saved[0] != training.step:
        saver.go_on(training, array("d"), last=None, threads=1)
        assert saver.works == Saving()
        rounds += 1
    assert rounds > 3
    assert checkpoint.read(tmp_path / "run", device=CPU).training.net == training.net


def test_a_slow_disk_holds_up_neither_the_training_nor_the_file_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, folder = begin(XOR, seed=0), tmp_path / "run"
    save(training, folder)
    run_to(training, 10)
    disk, forced = threading.Event(), []

    def fsync(descriptor: int) -> None:
        assert disk.wait(20)
        forced.append(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    now = [0.0]
    saver = Saver(folder, lambda: now[0])
    now[0] = 10.0
    begun = time.monotonic()
    for _ in range(200):
        saver.go_on(training, array("d"), last=None, threads=1)
        assert saver.works == Saving()
    assert time.monotonic() - begun < 10, "nobody waited for the disk"
    assert saver.busy
    assert checkpoint.read(folder, device=CPU).training.step == 0, (
        "the old file stands until the new one is on the disk"
    )
    disk.set()
    assert saver.finish() == Saving()
    assert len(forced) == 3
    assert checkpoint.read(folder, device=CPU).training.step == 10


def test_a_disk_that_fails_is_a_sentence_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training, folder = begin(XOR, seed=0), tmp_path / "run"
    save(training, folder)
    run_to(training, 10)

    def fsync(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fsync)
    saver = Saver(folder, lambda: 0.0)
    saver.begin(training, array("d"), last=None, threads=1)
    assert "The disk gave no answer" in str(saver.finish().advice[0])
    assert checkpoint.read(folder, device=CPU).training.step == 0
    assert not list(folder.glob("*.part"))


# ------------------------------------------------------------------------------------------------- through the pipe
@pytest.fixture
def talks(tmp_path: Path) -> Iterator[list[Talk]]:
    started: list[Talk] = []
    yield started
    for talk in started:
        talk.worker.kill()


def start(talks: list[Talk], tmp_path: Path) -> Talk:
    talks.append(Talk(tmp_path, REAL))
    return talks[-1]


LOAD = Load(DataSpec("xor", samples=200), net=with_dropout(), settings=Settings(learning_rate=0.01, batch_size=16))


def weights_at(talk: Talk, step: int, folder: Path) -> torch.Tensor:
    state = talk.ask(Save())
    talk.ask(Step(step - state.step))
    talk.ask(Save(str(folder)))
    return checkpoint.read(folder, device=CPU).training.model.flat


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.slow
def test_kill_nine_and_restart_continues_bit_for_bit(talks: list[Talk], tmp_path: Path) -> None:
    run = str(tmp_path / "run")
    first = start(talks, tmp_path)
    first.ask(Load(LOAD.data, LOAD.net, LOAD.settings, 0, run))
    first.ask(Step(100))
    first.ask(Widen(1, 4))
    first.ask(Step(50))
    begun = time.monotonic()
    first.ask(Save())
    first.ask(Play())
    first.until(lambda event, answers: isinstance(event, Tick) and event.step > 300)
    os.kill(first.worker.pid, signal.SIGKILL)
    late = time.monotonic() - begun > SAVE_S  # then it has saved itself once more

    second = start(talks, tmp_path)
    opened = second.ask(OpenRun(run))
    assert isinstance(opened, Loaded)
    assert opened.now.state.step == 150 or late
    assert not opened.now.state.playing
    assert len(opened.now.marks) == 1
    assert opened.now.ticks.shape[0] >= 2
    assert opened.run == run
    to = opened.now.state.step + 250
    continued = weights_at(second, to, tmp_path / "a")

    third = start(talks, tmp_path)
    third.ask(LOAD)
    third.ask(Step(100))
    third.ask(Widen(1, 4))
    assert torch.equal(weights_at(third, to, tmp_path / "b"), continued)


@pytest.mark.slow
def test_the_charts_of_a_run_survive_undo_and_redo(talks: list[Talk], tmp_path: Path) -> None:
    run = str(tmp_path / "run")
    talk = start(talks, tmp_path)
    talk.ask(Load(LOAD.data, LOAD.net, LOAD.settings, 0, run))
    told: list[Any] = []

    def steps(count: int) -> None:
        talk.said.clear()
        talk.ask(Step(count))
        told.extend(talk.every(Tick))

    steps(50)
    talk.ask(Widen(1, 2))
    steps(50)
    talk.ask(Save())
    undone = talk.ask(Undo())
    kept = [tick for tick in told if tick.step <= undone.now.keep_to_step]
    assert undone.now.state.step == 50
    assert undone.now.ticks.shape == (0, 9)
    after_undo, told = told, kept
    talk.ask(Save())
    steps(30)
    talk.ask(Save())
    redone = talk.ask(Redo())
    assert redone.now.state.step == 100
    # Redo brings back the points that undo took away, and takes those that came after it.
    ticks = redone.now.ticks
    rows = memoryview(ticks.data).cast("d", [ticks.shape[0], 9]).tolist() if ticks.data else []
    assert [row[0] for row in rows] == [tick.step for tick in after_undo if tick.step > redone.now.keep_to_step]
    back = talk.ask(Undo())
    assert back.now.state.step == 80
    talk.ask(Save())
    talk.worker.close()
    opened = start(talks, tmp_path).ask(OpenRun(run))
    assert opened.now.state.step == 80
    steps_kept = [row[0] for row in memoryview(opened.now.ticks.data).cast("d", list(opened.now.ticks.shape)).tolist()]
    assert steps_kept == [tick.step for tick in told]
    assert all(math.isfinite(tick.loss) for tick in told)


@pytest.mark.slow
def test_a_run_saves_itself_as_it_goes_and_when_the_app_goes(talks: list[Talk], tmp_path: Path) -> None:
    run = tmp_path / "run"
    talk = start(talks, tmp_path)
    talk.ask(Load(LOAD.data, LOAD.net, Settings(batch_size=16, pace=50.0), 0, str(run)))
    talk.ask(Play())
    end = time.monotonic() + 60
    while time.monotonic() < end and not (run / runs.RECORD_FILE).exists():
        talk.worker.wait(0.2)
        talk.worker.events(100)
    by_itself = runs.read_record(run).step
    assert by_itself > 0
    talk.ask(Change("learning_rate", 0.1))
    talk.until(lambda event, answers: isinstance(event, Tick) and event.step > by_itself + 5)
    talk.close()
    assert runs.read_record(run).step > by_itself
    assert runs.read_record(run).settings.learning_rate == 0.1


def test_opening_nothing_is_a_sentence_and_the_training_stays(talks: list[Talk], tmp_path: Path) -> None:
    talk = start(talks, tmp_path)
    talk.ask(LOAD)
    talk.ask(Step(5))
    assert isinstance(talk.ask(OpenRun(str(tmp_path / "nothing"))), Rejected)
    assert talk.ask(Step(5)).step == 10


def test_a_run_belongs_to_one_process_until_that_is_gone_however_it_goes(talks: list[Talk], tmp_path: Path) -> None:
    run = str(tmp_path / "run")
    first, second = start(talks, tmp_path), start(talks, tmp_path)
    first.ask(Load(LOAD.data, LOAD.net, LOAD.settings, 0, run))
    first.ask(Step(5))
    first.ask(Save())
    refused = second.ask(OpenRun(run))
    assert isinstance(refused, Rejected)
    assert str(first.ready.pid) in str(refused.sentence)
    assert "open a copy" in str(refused.sentence)
    os.kill(first.ready.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    opened = second.ask(OpenRun(run))
    assert isinstance(opened, Loaded)
    assert opened.now.state.step == 5
