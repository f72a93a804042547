"""From the command to the first step on the new network: a handful of steps of the loop that everybody writes.

Measured in processor time of one thread, both sides in the same run, so that a busy computer does not decide. The
tables are printed by tests/benchmarks/edits.py; the bounds here are those of the goal (widening 4 steps, narrowing with
refit 10) and half as much again, for processors differ in what memory and arithmetic cost.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
import torch

from core.messages.train_commands import DataSpec, Settings
from core.messages.train_reports import Device
from core.net.plan import Edit, Narrow, Widen, mlp
from core.train.session import devices
from core.train.session.session import Session
from core.train.session.undo import Ring
from core.train.training import datasets
from core.train.training.training import begin
from core.versions import leading
from tests.benchmarks.plain_loop import stepping

WIDENING, NARROWING, SLACK = 4.0, 10.0, 1.5
ROUNDS = 7
EDITS: list[tuple[Callable[[int], Edit], float]] = [
    (lambda width: Widen(1, width), WIDENING),
    (lambda width: Widen(1, width, "split"), WIDENING),
    (lambda width: Narrow(1, width // 2), NARROWING),
    (lambda width: Narrow(1, width // 2, "magnitude"), NARROWING),
]


def processor() -> Device:
    return next(device for device in devices.list_devices() if device.name == "cpu")


def seconds(do: Callable[[], object]) -> float:
    begun = time.thread_time()
    do()
    return time.thread_time() - begun


@pytest.mark.skipif(
    leading(torch.__version__) < (2, 4), reason="the bars are those with Adam in one pass; before 2.4 it is 7 steps"
)
@pytest.mark.parametrize("width", [64, pytest.param(256, marks=pytest.mark.slow), 512])
def test_an_edit_and_the_first_step_after_it_take_a_few_steps(width: int) -> None:
    data = datasets.load(DataSpec("mnist-5k"))
    training = begin(data, net=mlp(784, (width, width), 10), settings=Settings(learning_rate=1e-3), seed=0)
    session = Session(training, device=processor(), folder=None, fixed_threads=1)
    plain = stepping(data.training_inputs.flatten(1), data.training_targets, (width, width))
    training.take(10)
    steps: list[float] = []
    edits: list[list[float]] = [[] for _ in EDITS]
    for _ in range(ROUNDS):
        steps += [seconds(plain) for _ in range(5)]
        for (edit, _), told in zip(EDITS, edits, strict=True):
            moment = training.state()
            session.ticks.add(training.take(1), 0.001)
            told.append(seconds(lambda edit=edit: (session.edit(edit(width)), training.take(1))))  # type: ignore[misc]
            assert training.step == moment.step + 2
            training.restore(moment)
            session.ring = Ring()
            session.ticks.forget()
    step = statistics.median(steps)
    for (edit, bar), told in zip(EDITS, edits, strict=True):
        taken = statistics.median(told) / step
        assert taken <= bar * SLACK, f"{edit(width)} took {taken:.1f} steps of a plain loop"


def test_an_edit_copies_nothing_for_undo() -> None:
    """What comes back is the very memory that was there, and the steps after the edit do not touch it."""
    data = datasets.load(DataSpec("digits"))
    training = begin(data, net=mlp(64, (32, 32), 10), seed=0)
    session = Session(training, device=processor(), folder=None, fixed_threads=1)
    training.take(20)
    before, kept = training.model.flat, training.model.flat.clone()
    session.edit(Widen(1, 8))
    training.take(20)
    assert session.ring.undo[-1].state.model.flat.data_ptr() == before.data_ptr()
    assert torch.equal(before, kept)
    session.undo()
    assert torch.equal(training.model.flat, kept)
