"""Steps played from a device's graph, on the CPU by a stand-in that repeats every operation with its tensors.

What the stand-in cannot show is CUDA itself: that its capture takes every operation, and how fast it plays them.
"""

from __future__ import annotations

from functools import partial

import pytest
import torch

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import Widen
from core.train.model.model import new_model
from core.train.session.player import TOGETHER
from core.train.steps.cuda_graphs import MOST_GRAPHS, Captured, pieces
from core.train.steps.jit import Recorded
from core.train.steps.ladder import RECORD_AFTER, Stepper
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin
from tests.train import nets
from tests.train.stepping import STEPS, CpuGraphs, again, with_dropout


def test_a_graph_holds_eight_steps_and_another_what_is_left() -> None:
    model, graphs = new_model(nets.dense(), seed=0), CpuGraphs()
    stepper = Stepper(model, Settings(), task="classify", way="top", graphs=graphs)
    again(stepper, RECORD_AFTER)
    assert (graphs.captures, graphs.replays) == (0, 0)
    again(stepper, 2 * TOGETHER + 3)
    assert (graphs.captures, graphs.replays) == (2, 5)
    again(stepper, 4 * TOGETHER)
    assert (graphs.captures, graphs.replays) == (2, 9)
    again(stepper, 1, batch=9)
    assert (graphs.captures, graphs.replays) == (3, 10)
    assert pieces([5, 5, 7]) == [
        ((1, 5), slice(0, 5), slice(0, 1)), ((1, 5), slice(5, 10), slice(1, 2)), ((1, 7), slice(10, 17), slice(2, 3)),
    ]  # fmt: skip


def test_graphs_that_are_not_needed_go_and_those_needed_now_stay() -> None:
    model, graphs = new_model(nets.dense(), seed=0), CpuGraphs()
    stepper = Stepper(model, Settings(), task="classify", way="top", graphs=graphs)
    again(stepper, RECORD_AFTER)
    for batch in range(2, 2 + 2 * MOST_GRAPHS):
        again(stepper, 1, batch=batch)
        again(stepper, 1, batch=2)
    top = stepper.top
    assert isinstance(top, Captured)
    assert len(top._graphs) == MOST_GRAPHS
    assert (1, 2) in top._graphs
    assert graphs.captures == 2 * MOST_GRAPHS


def test_a_graph_works_on_the_models_own_tensors_and_an_edit_captures_again() -> None:
    graphs = CpuGraphs()
    training = begin(datasets.load(DataSpec("digits")), settings=Settings(batch_size=64), seed=0)
    training.make_stepper = partial(Stepper, graphs=graphs, way="top")
    for edit in (None, Widen(1, 2), Widen(2, 3)):
        before = graphs.captures
        if edit is not None:
            training.edit(edit)
        training.take(1)
        assert stepper_of(training).top is None, "the first steps after an edit go by hand"
        run_to(training, training.step + 60)
        model = training.model
        mine = (model.flat, model.gradient, *model.memory.slots.values(), *model.buffers.values())
        assert graphs.captures > before
        for addresses in graphs.addresses[before:]:
            assert {t.data_ptr() for t in mine} <= addresses


def stepper_of(training: Training) -> Stepper:
    assert training._stepper is not None
    return training._stepper


def test_a_training_with_graphs_is_the_one_without_bit_for_bit_through_edits_and_changes() -> None:
    flats, graphs = [], CpuGraphs()
    for stepper in (partial(Stepper, way="by hand"), Stepper, partial(Stepper, way="top", graphs=graphs)):
        training = begin(datasets.load(DataSpec("digits")), settings=Settings(clip=1.0, l1=1e-5), seed=0)
        training.make_stepper = stepper
        run_to(training, 60)
        training.edit(Widen(1, 5))
        run_to(training, 130)
        training.change("schedule", "cosine")
        training.change("batch_size", 48)
        run_to(training, 190)
        training.change("optimizer", "nesterov")
        run_to(training, 260)
        flats.append(training.model.flat)
    assert graphs.replays > 20
    assert torch.equal(flats[0], flats[1])
    assert torch.equal(flats[0], flats[2])


def test_a_capture_that_reads_from_the_device_is_refused_by_the_stand_in() -> None:
    graphs, number = CpuGraphs(), torch.ones(1)
    with pytest.raises(RuntimeError, match="not permitted"):
        graphs.capture(lambda: number.mul_(float(number)))


def test_what_cannot_be_captured_is_recorded(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    model, other = new_model(with_dropout(), seed=0), new_model(with_dropout(), seed=0)
    again(Stepper(other, Settings(), task="classify", way="by hand"), STEPS)
    stepper = Stepper(model, Settings(), task="classify", way="top", graphs=CpuGraphs(fail="no memory"))
    again(stepper, STEPS)
    assert isinstance(stepper.top, Recorded)
    assert nets.same(nets.everything(model), nets.everything(other))
    assert [record.message for record in caplog.records] == ["steps are not captured: no memory"]
