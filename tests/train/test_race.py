"""The faster way of stepping stays, and no way makes the device wait or needs what some devices lack."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import torch

from core.messages.train_commands import DataSpec, Settings
from core.messages.train_reports import Device
from core.net.plan import Conv, Dense, Dropout, GlobalPool, Net
from core.train.model.model import new_model
from core.train.session.player import TOGETHER
from core.train.session.portrait import portrait
from core.train.session.session import Session
from core.train.steps.jit import Recorded
from core.train.steps.ladder import RECORD_AFTER, TURNS, WARM_UPS, Stepper, Way
from core.train.steps.plain import ByHand, Given, Taken
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import begin
from tests.train import nets
from tests.train.stepping import CpuGraphs, Watcher, again, with_dropout

READING = {"_local_scalar_dense", "nonzero", "equal", "is_nonzero", "item"}
"""Operations that wait until the device has a result."""


def small_conv(dataset_input: int = 8) -> Net:
    """A net for the digits with all that needs numbers from a batch: batch norm, dropout, pooling."""
    layers = (Conv(1, 4, norm="batch"), GlobalPool(2), Dense(3, 8), Dropout(4, 0.2), Dense(5, 10, "linear"))
    return Net((1, dataset_input, dataset_input), layers, 6)


@pytest.mark.parametrize("way", ["by hand", "top"])
@pytest.mark.parametrize("with_graphs", [False, True])
def test_steps_read_nothing_from_the_device_and_their_report_reads_once(way: str, with_graphs: bool) -> None:
    training = begin(datasets.load(DataSpec("digits")), net=small_conv(), settings=Settings(clip=1.0), seed=0)
    session = Session(training, device=Device("cpu", "", 0), folder=None)
    training.make_stepper = partial(Stepper, graphs=CpuGraphs() if with_graphs else None, way=way)
    run_to(training, RECORD_AFTER)
    training.take(1), training.take(8)
    seen = []
    for steps in (1, 8):
        with Watcher() as watcher:
            chunk = training.take(steps)
        assert chunk.steps == steps
        assert not READING & set(watcher.seen)
        with Watcher() as watcher:
            session.ticks.add(chunk, 0.1)
        seen.append(watcher.seen)
    assert seen[0] == seen[1], "telling eight steps reads as often as telling one"
    assert (training._stepper.top is not None) == (way == "top")


@pytest.mark.parametrize("way", ["by hand", "top"])
@pytest.mark.parametrize("name", nets.ALL)
def test_no_kind_of_layer_reads_from_the_device(name: str, way: Way) -> None:
    stepper = Stepper(new_model(nets.ALL[name](), seed=0), Settings(), task="classify", way=way)
    again(stepper, RECORD_AFTER + 1)
    with Watcher() as watcher:
        again(stepper, 3)
    assert watcher.seen.count("_log_softmax") == 3, "every operation is seen"
    assert not READING & set(watcher.seen)


@pytest.mark.parametrize("way", ["by hand", "top"])
@pytest.mark.parametrize("data", ["digits", "plane"])
def test_steps_and_what_they_tell_need_no_float64_on_the_device(way: str, data: str) -> None:
    """Apple's devices have none: what is float64 here has come from a copy to the processor."""
    training = begin(datasets.load(DataSpec(data)), settings=Settings(clip=1.0, optimizer="adamw"), seed=0)
    training.make_stepper = partial(Stepper, way=way)
    run_to(training, RECORD_AFTER + 1)
    with Watcher() as watcher:
        training.take(3)
        training.probe_loss() if data == "digits" else None
        portrait(training, units=6)
    assert torch.float64 not in watcher.kinds


class Costs:
    """A clock that moves when steps are taken, by what each way costs here."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, by_hand: float, top: float) -> None:
        self.now, self.top_steps, self.hand_steps = 0.0, 0, 0
        hand, played = ByHand.take, Recorded.take

        def by_hand_(rung: ByHand, given: Given) -> Taken:
            self.now += by_hand * len(given.sizes)
            self.hand_steps += len(given.sizes)
            return hand(rung, given)

        def played_(recorded: Recorded, given: Given) -> Taken:
            self.now += top * len(given.sizes)
            self.top_steps += len(given.sizes)
            return played(recorded, given)

        monkeypatch.setattr(ByHand, "take", by_hand_)
        monkeypatch.setattr(Recorded, "take", played_)

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("by_hand", "top", "stays"), [(1.0, 0.9, "top"), (1.0, 1.01, "top"), (1.0, 1.03, "hand")])
def test_both_ways_are_measured_and_the_faster_stays(
    monkeypatch: pytest.MonkeyPatch, by_hand: float, top: float, stays: str
) -> None:
    costs = Costs(monkeypatch, by_hand=by_hand, top=top)
    model, other = new_model(with_dropout(), seed=0), new_model(with_dropout(), seed=0)
    stepper = Stepper(model, Settings(), task="classify", clock=costs)
    again(stepper, RECORD_AFTER)
    again(stepper, 400)
    trials = costs.hand_steps - RECORD_AFTER, costs.top_steps
    assert trials[0] == TURNS * TOGETHER if stays == "top" else trials[1] == (WARM_UPS + TURNS) * TOGETHER
    assert sum(trials) == 400
    again(Stepper(other, Settings(), task="classify", way="by hand"), RECORD_AFTER)
    again(Stepper(other, Settings(), task="classify", way="by hand"), 400)
    assert nets.same(nets.everything(model), nets.everything(other))


def test_another_size_of_batch_and_single_steps_are_measured_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = Costs(monkeypatch, by_hand=1.0, top=2.0)
    stepper = Stepper(new_model(nets.dense(), seed=0), Settings(), task="classify", clock=costs)
    tried = WARM_UPS + TURNS
    again(stepper, RECORD_AFTER)
    again(stepper, 130)
    assert costs.top_steps == tried * TOGETHER
    again(stepper, 130, batch=7)
    assert costs.top_steps == 2 * tried * TOGETHER
    for _ in range(20):
        again(stepper, 1)
    assert costs.top_steps == 2 * tried * TOGETHER + tried


@pytest.mark.parametrize(("top", "stays"), [(0.9, "played"), (2.0, "by hand")])
def test_which_rung_takes_many_steps_is_told_once_it_is_decided(
    monkeypatch: pytest.MonkeyPatch, top: float, stays: str
) -> None:
    costs = Costs(monkeypatch, by_hand=1.0, top=top)
    stepper = Stepper(new_model(with_dropout(), seed=0), Settings(), task="classify", clock=costs)
    again(stepper, RECORD_AFTER + TOGETHER)
    assert stepper.rung(16) is None
    again(stepper, 400)
    assert stepper.rung(16) == stays
    assert stepper.rung(7) is None, "another size of batch has its own race"


def test_a_rung_that_was_chosen_is_told_at_once() -> None:
    def rung(**more: Any) -> str | None:
        return Stepper(new_model(with_dropout(), seed=0), Settings(), task="classify", **more).rung(16)

    assert [rung(way="by hand"), rung(way="top"), rung(way="top", graphs=CpuGraphs())] == [
        "by hand", "played", "captured",
    ]  # fmt: skip
