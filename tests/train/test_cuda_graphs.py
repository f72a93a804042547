"""How graphs of a device are kept: what captures again, what is let go, and that no stream outruns another.

The classes are the real ones; torch.cuda is pretended on the CPU (`tests.train.pretend_cuda`). Whether a card plays the
same steps is asked in tests/train/test_on_gpu.py.
"""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import torch

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import Widen
from core.train.model.model import new_model
from core.train.session.player import TOGETHER
from core.train.steps.cuda_graphs import MOST_GRAPHS, Captured, CudaGraphs, graphs_of
from core.train.steps.jit import Recorded
from core.train.steps.ladder import RECORD_AFTER, Stepper
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin
from tests.train import nets
from tests.train.pretend_cuda import DEVICE, PretendCuda, Race
from tests.train.stepping import again, with_dropout


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> Iterator[PretendCuda]:
    made = PretendCuda()
    made.put_in_place(monkeypatch)
    with made:
        yield made


def stepper_on(model: Any) -> Stepper:
    return Stepper(model, Settings(), task="classify", way="top", graphs=CudaGraphs(DEVICE))


def digits(**settings: Any) -> Training:
    """A training that plays its steps from graphs as soon as it may."""
    training = begin(datasets.load(DataSpec("digits")), settings=Settings(batch_size=64, **settings), seed=0)
    training.make_stepper = partial(Stepper, graphs=CudaGraphs(DEVICE), way="top")
    run_to(training, RECORD_AFTER + 2 * TOGETHER)
    return training


def alive(cuda: PretendCuda) -> int:
    """How many graphs hold memory of the device."""
    gc.collect()
    return len(cuda.graphs)


# ---------------------------------------------------------------------------------------------------------- streams
def test_steps_from_graphs_never_outrun_what_they_need_and_are_those_by_hand(cuda: PretendCuda) -> None:
    model, other = new_model(with_dropout(), seed=0), new_model(with_dropout(), seed=0)
    stepper = stepper_on(model)
    by_hand = Stepper(other, Settings(), task="classify", way="by hand")
    for batch in (16, 9, 16):
        again(stepper, RECORD_AFTER + TOGETHER, batch=batch)
        again(by_hand, RECORD_AFTER + TOGETHER, batch=batch)
    assert isinstance(stepper.top, Captured)
    assert cuda.replays > 3
    assert len(cuda.streams) > 1, "all was done on one stream: nothing could have raced"
    assert nets.same(nets.everything(model), nets.everything(other))


def test_streams_that_do_not_wait_race_here(cuda: PretendCuda) -> None:
    """If they did not, the test above would prove nothing."""
    number, aside = torch.zeros(2), torch.cuda.Stream(DEVICE)
    number.add_(1)
    with pytest.raises(Race), torch.cuda.stream(aside):
        number.add_(1)
    aside.wait_stream(cuda.usual)
    with torch.cuda.stream(aside):
        number.add_(1)
    with pytest.raises(Race):
        number.add_(1)


@pytest.mark.parametrize("when", ["warm", "capture"])
def test_work_that_fails_leaves_the_usual_stream_and_keeps_no_memory(cuda: PretendCuda, when: str) -> None:
    number = torch.ones(2)

    def work() -> None:
        number.mul_(2)
        raise RuntimeError("operation not permitted when stream is capturing")

    graphs = CudaGraphs(DEVICE)
    with pytest.raises(RuntimeError, match="not permitted"):
        getattr(graphs, when)(work)
    assert cuda.now is cuda.usual
    number.add_(1)  # no race: what had begun aside is waited for
    assert alive(cuda) == 0


def test_what_reads_from_the_device_is_not_captured_but_recorded(
    cuda: PretendCuda, monkeypatch: pytest.MonkeyPatch
) -> None:
    taking = Captured._steps

    def reading(captured: Captured, *given: Any) -> None:
        taking(captured, *given)
        float(captured._state.flat.sum())

    monkeypatch.setattr(Captured, "_steps", reading)
    model, other = new_model(nets.dense(), seed=0), new_model(nets.dense(), seed=0)
    stepper = stepper_on(model)
    again(stepper, RECORD_AFTER)
    again(stepper, TOGETHER)
    assert isinstance(stepper.top, Recorded)
    assert (cuda.captures, alive(cuda)) == (0, 0)
    assert cuda.now is cuda.usual
    by_hand = Stepper(other, Settings(), task="classify", way="by hand")
    again(by_hand, RECORD_AFTER)
    again(by_hand, TOGETHER)
    assert nets.same(nets.everything(model), nets.everything(other))


# ------------------------------------------------------------------------------------------- what captures again
@pytest.mark.parametrize(
    ("setting", "value"),
    [("learning_rate", 0.02), ("weight_decay", 0.1), ("l1", 1e-3), ("clip", 0.5), ("schedule", "cosine")],
)
def test_a_number_that_changes_captures_nothing_again(cuda: PretendCuda, setting: str, value: Any) -> None:
    training = digits(weight_decay=0.01, l1=1e-4, clip=1.0)
    run_to(training, training.step + 3 * TOGETHER)
    before = cuda.captures
    training.change(setting, value)
    training.take(TOGETHER)
    assert cuda.captures == before


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("optimizer", "nesterov"), ("clip", 0.5),
        *(pytest.param(name, value, marks=pytest.mark.slow) for name, value in (("weight_decay", 0.1), ("l1", 1e-3))),
    ],
)  # fmt: skip
def test_another_optimizer_or_term_steps_by_hand_and_lets_the_old_graphs_go(
    cuda: PretendCuda, setting: str, value: Any
) -> None:
    training = digits()
    assert alive(cuda) > 0
    training.change(setting, value)
    before = cuda.captures
    training.take(TOGETHER)
    assert alive(cuda) == 0
    run_to(training, training.step + RECORD_AFTER + TOGETHER)
    assert cuda.captures > before


def undo(training: Training) -> None:
    training.restore(training.kept)  # type: ignore[attr-defined]


@pytest.mark.parametrize("change", [lambda training: training.edit(Widen(1, 3)), undo], ids=["edit", "undo"])
def test_another_network_steps_by_hand_and_lets_the_old_graphs_go(
    cuda: PretendCuda, change: Callable[[Training], object]
) -> None:
    training = digits()
    training.kept = training.state()  # type: ignore[attr-defined]  # as the ring of undo keeps it
    assert alive(cuda) > 0
    change(training)
    before = cuda.captures
    training.take(TOGETHER)
    assert (cuda.captures, alive(cuda)) == (before, 0)
    run_to(training, training.step + RECORD_AFTER + TOGETHER)
    assert cuda.captures > before
    assert alive(cuda) > 0


def test_graphs_of_batches_that_are_not_needed_any_more_are_let_go(cuda: PretendCuda) -> None:
    stepper = stepper_on(new_model(nets.dense(), seed=0))
    again(stepper, RECORD_AFTER)
    for batch in range(2, 2 + 2 * MOST_GRAPHS):
        again(stepper, 1, batch=batch)
    assert cuda.captures == 2 * MOST_GRAPHS
    assert alive(cuda) == MOST_GRAPHS
    again(stepper, 1, batch=2)
    assert cuda.captures == 2 * MOST_GRAPHS + 1, "what was let go is captured again"


def test_all_captures_of_a_device_share_one_stream_and_one_pool(cuda: PretendCuda) -> None:
    stepper = stepper_on(new_model(nets.dense(), seed=0))
    again(stepper, RECORD_AFTER)
    for batch in range(2, 6):
        again(stepper, TOGETHER + 1, batch=batch)
    assert cuda.captures == 8
    assert len(set(cuda.pools)) == 1
    assert len(cuda.streams) == 2, "the usual one, and one aside"


def test_a_pool_that_nobody_is_in_any_more_is_left_for_good(cuda: PretendCuda) -> None:
    training = digits()
    for _ in range(3):
        training.edit(Widen(1, 1))
        run_to(training, training.step + RECORD_AFTER + 2 * TOGETHER)
        gc.collect()
    assert 1 < len(set(cuda.pools)) <= 4
    assert len(cuda.streams) == 2


def test_after_a_capture_that_failed_others_take_another_stream_and_pool(cuda: PretendCuda) -> None:
    number, graphs = torch.ones(2), CudaGraphs(DEVICE)

    def fails() -> None:
        raise RuntimeError("no memory")

    kept = graphs.capture(lambda: None)
    with pytest.raises(RuntimeError):
        graphs.capture(fails)
    graphs.capture(lambda: None)
    assert cuda.pools[0] == cuda.pools[1] != cuda.pools[2]
    kept()
    number.add_(1)


# --------------------------------------------------------------------------------------------------- torch itself
def test_torch_takes_these_arguments() -> None:
    given: dict[str, Any] = dict(inspect.signature(torch.cuda.graph.__init__).parameters)
    assert {"pool", "stream", "capture_error_mode"} <= set(given)
    assert callable(torch.cuda.graph_pool_handle)
    assert callable(torch.cuda.CUDAGraph.replay)


def test_only_cuda_has_graphs() -> None:
    assert isinstance(graphs_of(torch.device("cuda", 0)), CudaGraphs)
    assert graphs_of(torch.device("cuda", 0)) is graphs_of(torch.device("cuda", 0))
    assert graphs_of(torch.device("cuda", 0)) is not graphs_of(torch.device("cuda", 1))
    assert all(graphs_of(torch.device(name)) is None for name in ("cpu", "mps", "xpu"))
