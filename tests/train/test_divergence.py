"""When a loss explodes, the layer that went first is found, and the training stands just before it."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from core.messages.train_commands import Change, DataSpec, Settings, UseThreads
from core.messages.train_reports import Device
from core.net.plan import Widen, mlp
from core.train.session import cpu_threads, devices, divergence
from core.train.session.divergence import Found, locate
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.state import Chunk
from core.train.training.training import Training, begin
from tests.train.test_session import Clock

torch.set_num_threads(1)
BUMPS = datasets.load(DataSpec("bumps", samples=200))
XOR = datasets.load(DataSpec("xor", samples=200))


def new(data: Any = XOR, **changes: Any) -> Training:
    net = mlp(2, (8, 8), data.known.outputs)
    return begin(data, net=net, settings=Settings(learning_rate=0.01, batch_size=32, **changes), seed=0)


def explode(training: Training) -> int:
    """Train until something is no finite number; return the step after which it was."""
    while True:
        chunk = training.take(8)
        if divergence.is_bad(training, chunk):
            return training.step
        assert training.step < 5000


def test_it_stands_just_before_the_bad_step_and_all_steps_before_were_told() -> None:
    training = new(BUMPS, optimizer="sgd")
    run_to(training, 20)
    start = training.state()
    training.edit(Widen(1, 4))
    training.change("learning_rate", 60.0)
    upto, timeline = explode(training), training.timeline
    told: list[Chunk] = []
    found = locate(training, start, timeline, upto=upto, told=told.append)
    assert found is not None
    assert found.step == training.step == 20 + len(told)
    assert 1 <= found.layer <= 3
    assert bool(torch.isfinite(training.model.flat).all())
    assert training.timeline == timeline
    assert len(training.marks) == 1
    assert all(bool(torch.isfinite(chunk.losses).all()) for chunk in told)
    bad = training.take(1)
    assert divergence.is_bad(training, bad)


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    training = new()
    start = training.state()
    run_to(training, 30)
    after = training.model.flat.clone()
    assert locate(training, start, (), upto=30, told=lambda chunk: None) is None
    assert torch.equal(training.model.flat, after)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1.weight", Found(0, 1, "activation")),
        ("2.weight", Found(0, 2, "activation")),
        ("3.weight", Found(0, 3, "activation")),
    ],
)
def test_the_first_layer_that_goes_is_named(name: str, expected: Found) -> None:
    training = new()
    training.model.parameters[name].fill_(3e38)
    start = training.state()
    training.take(1)
    assert locate(training, start, (), upto=1, told=lambda chunk: None) == expected


def test_a_loss_and_a_gradient_can_go_first_too() -> None:
    training = new(BUMPS)
    training.model.parameters["3.bias"].fill_(1e30)  # finite itself, its square is not
    start = training.state()
    training.take(1)
    assert locate(training, start, (), upto=1, told=lambda chunk: None) == Found(0, 3, "loss")
    training = new(BUMPS)
    training.model.parameters["3.bias"].fill_(1e18)
    training.model.parameters["3.weight"].fill_(1e25)
    training.model.parameters["2.weight"].zero_()
    training.model.parameters["2.bias"].fill_(1e-8)
    start = training.state()
    training.take(1)
    found = locate(training, start, (), upto=1, told=lambda chunk: None)
    assert found is not None
    assert found.what in ("gradient", "loss", "weight")


@pytest.mark.parametrize("what", ["activation", "gradient", "weight", "loss"])
def test_every_cause_is_one_sentence(what: str) -> None:
    told = str(divergence.sentence_of(2, what, 0.5))
    assert "0.5" in told
    assert ("layer 2" in told) == (what != "loss")


# ---------------------------------------------------------------------------------------------------------- threads
def test_small_networks_get_one_thread_without_measuring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpu_threads, "Trial", lambda training: pytest.fail("measured"))
    chooser = cpu_threads.Threads()
    assert chooser.choose(new())
    assert torch.get_num_threads() == 1
    assert not chooser.choose(new())


def test_a_larger_class_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Counted(cpu_threads.Trial):
        def __init__(self, training: Training) -> None:
            made.append(training.model.flat.numel())
            super().__init__(training)

    monkeypatch.setattr(cpu_threads, "Trial", Counted)
    chooser = cpu_threads.Threads()
    wide = begin(XOR, net=mlp(2, (512, 512), 2), settings=Settings(batch_size=32), seed=0)
    chooser.choose(new())
    for _ in range(40):
        chooser.choose(wide)
    wide.edit(Widen(1, 8))
    chooser.choose(wide)
    assert len(made) == 1


def test_a_training_that_goes_on_never_waits_for_more_than_one_measured_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """And until it is known, the number of threads stays as it is: it decides the last bits of every sum."""
    steps: list[int] = []

    def one_step_s(trial: cpu_threads.Trial) -> float:
        steps.append(torch.get_num_threads())
        return 0.001 / torch.get_num_threads()

    monkeypatch.setattr(cpu_threads.Trial, "_step_s", one_step_s)
    monkeypatch.setattr(cpu_threads.os, "cpu_count", lambda: 2)
    wide = begin(XOR, net=mlp(2, (512, 512), 2), settings=Settings(batch_size=32), seed=0)
    chooser = cpu_threads.Threads()
    chooser.choose(new())
    before, told = wide.model.flat.clone(), []
    try:
        for call in range(1, 10):
            told.append(chooser.choose(wide))
            assert len(steps) == min(call, 2 * cpu_threads.ROUNDS)
            assert torch.get_num_threads() == (1 if call < 2 * cpu_threads.ROUNDS else 2)
        assert told == [False] * (2 * cpu_threads.ROUNDS - 1) + [True] + [False] * 3
        assert steps == [1] * cpu_threads.ROUNDS + [2] * cpu_threads.ROUNDS
        assert torch.equal(wide.model.flat, before)
        steps.clear()
        assert cpu_threads.Threads().choose(wide), "one that begins is measured at once"
        assert len(steps) == 2 * cpu_threads.ROUNDS
    finally:
        torch.set_num_threads(1)


def test_measuring_changes_nothing_of_the_training() -> None:
    pair = [begin(XOR, net=mlp(2, (64, 64), 2), settings=Settings(batch_size=32), seed=0) for _ in range(2)]
    for training in pair:
        training.take(3)
    try:
        assert cpu_threads.Trial(pair[0]).finished() >= 1
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(1)
    for training in pair:
        training.take(5)
    assert torch.equal(pair[0].model.flat, pair[1].model.flat)


def test_a_fixed_number_is_kept_and_noted() -> None:
    try:
        chooser = cpu_threads.Threads(2)
        assert chooser.choose(new())
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)
    training = new()
    training.note(UseThreads(2))
    assert training.timeline[0].done == UseThreads(2)
    training.change("l1", 0.1)
    assert training.timeline[1].done == Change("l1", 0.1)


# ---------------------------------------------------------------------------------------------------------- devices
def test_the_processor_has_a_name_and_a_load() -> None:
    (cpu, *_) = devices.list_devices()
    assert cpu.name == "cpu"
    assert len(cpu.product) > 3
    assert cpu.memory_bytes > 2**28
    gauge = devices.LoadGauge(cpu)
    sum(number * number for number in range(300_000))
    load = gauge.read(threads=1, steps_per_s=5.0, samples_per_s=50.0)
    assert 0 < load.process_percent <= 100
    assert 0 <= load.cpu_percent <= 100
    assert 2**24 < load.process_memory_bytes < load.device_total_bytes


def test_an_environment_with_torch_alone_still_tells_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "psutil", None)
    monkeypatch.setattr(devices, "pynvml", None)
    (cpu, *_) = devices.list_devices()
    assert cpu.memory_bytes > 0
    load = devices.LoadGauge(cpu).read(threads=1, steps_per_s=0.0, samples_per_s=0.0)
    assert load.process_memory_bytes > 0
    assert load.cpu_percent != load.cpu_percent


def test_devices_are_found_by_name() -> None:
    found = devices.list_devices()
    assert devices.find("cpu", found).name == "cpu"
    with pytest.raises(devices.DeviceError, match="cpu"):
        devices.find("cuda:7", found)


def test_the_speed_after_an_undo_is_unknown_rather_than_none() -> None:
    clock = Clock()
    loads = devices.Loads(Device("cpu", "x", 1), step=0, clock=clock)
    told = []
    for step, samples in ((100, 6400), (40, 7000), (90, 10_200)):
        clock.now += 10.0
        load = loads.take(step=step, samples=samples)
        assert load is not None
        told.append((load.steps_per_s, load.samples_per_s))
    assert told[0] == (10.0, 640.0)
    assert math.isnan(told[1][0]), "it went back from 100 to 40"
    assert told[1][1] == 60.0
    assert told[2] == (5.0, 320.0)
