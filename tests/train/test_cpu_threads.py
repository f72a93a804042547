"""The number of threads that is chosen is nearly the best, whatever they bring, and finding it costs little."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.messages.train_commands import DataSpec, Settings, UseThreads
from core.messages.train_reports import Device
from core.net.plan import LayerKey, Widen, mlp
from core.train.session import cpu_threads
from core.train.session.cpu_threads import MEASURE_S, Trial, candidates
from core.train.session.session import Session
from core.train.training import datasets
from core.train.training.replay import replay, run_to
from core.train.training.training import Training, begin
from tests.train.test_session import Clock


class Pretended(Trial):
    """A trial of steps that take as long as a curve says, each turn up to `noise` longer."""

    def __init__(self, training: Training, curve: dict[int, float], noises: list[float]) -> None:
        super().__init__(training)
        self.curve, self.noises = curve, noises
        self.spent_s = 0.0

    def _step_s(self) -> float:
        self.noises.append(self.noises.pop(0))
        seconds = self.curve[torch.get_num_threads()] * (1 + self.noises[0])
        self.spent_s += seconds
        return seconds


@pytest.fixture(scope="module")
def training() -> Training:
    return begin(datasets.load(DataSpec("xor", samples=40)), settings=Settings(batch_size=8), seed=0)


@st.composite
def curves(draw: st.DrawFn) -> dict[int, float]:
    """Return seconds of a step for each number of threads: work that is shared, work that is not, the cost of sharing,
    and cores that are no real ones."""
    cores = draw(st.sampled_from([1, 2, 4, 6, 8, 12, 16, 24, 32, 64]))
    step_s = 10 ** draw(st.floats(-3, 0.7))
    shared, real = draw(st.floats(0, 1)), draw(st.sampled_from([1, 2])) * cores // 2 or 1
    sharing_s = 10 ** draw(st.floats(-5, -2.5))
    return {
        count: step_s * (1 - shared + shared / min(count, real)) + sharing_s * (count - 1)
        for count in candidates(cores)
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(curve=curves(), noises=st.lists(st.floats(0, 0.02), min_size=1, max_size=9))
def test_the_chosen_number_is_within_a_tenth_of_the_best_and_costs_about_one_step_on_each(
    monkeypatch: pytest.MonkeyPatch, training: Training, curve: dict[int, float], noises: list[float]
) -> None:
    monkeypatch.setattr(cpu_threads.os, "cpu_count", lambda: max(curve))
    trial = Pretended(training, curve, noises)
    before = torch.get_num_threads()
    chosen = trial.finished()
    assert torch.get_num_threads() == before
    assert curve[chosen] <= 1.1 * min(curve.values())
    assert trial.spent_s <= 1.03 * (sum(curve.values()) + MEASURE_S)


@pytest.mark.parametrize(("one", "eight"), [(0.1, 0.02), (0.3, 0.04), (0.02, 0.01), (3.0, 0.5)])
def test_a_heavy_network_gets_its_threads(
    monkeypatch: pytest.MonkeyPatch, training: Training, one: float, eight: float
) -> None:
    monkeypatch.setattr(cpu_threads.os, "cpu_count", lambda: 8)
    curve = {count: one - (one - eight) * math.log2(count) / 3 for count in candidates(8)}
    assert Pretended(training, curve, [0.0]).finished() == 8


def test_the_candidates_are_powers_of_two_and_all_cores() -> None:
    assert candidates(1) == (1,)
    assert candidates(2) == (1, 2)
    assert candidates(6) == (1, 2, 4, 6)
    assert candidates(96) == (1, 2, 4, 8, 16, 32, 64)


def test_more_threads_are_not_tried_where_they_make_long_steps_longer(
    monkeypatch: pytest.MonkeyPatch, training: Training
) -> None:
    monkeypatch.setattr(cpu_threads.os, "cpu_count", lambda: 32)
    curve = {count: 1.0 * count for count in candidates(32)}
    trial = Pretended(training, curve, [0.0])
    assert trial.finished() == 1
    assert trial.spent_s <= 7


@pytest.mark.slow
def test_a_large_network_on_several_threads_is_undone_redone_and_replayed_bit_for_bit() -> None:
    """Two threads round its sums otherwise than one, so each stretch must be trained on as many as it was."""
    large, settings_ = mlp(64, (512, 512), 10), Settings(batch_size=256)
    digits = datasets.load(DataSpec("digits"))

    def plain(steps: int, *, threads: int) -> torch.Tensor:
        torch.set_num_threads(threads)
        alone = begin(digits, net=large, settings=settings_, seed=0)
        run_to(alone, steps)
        return alone.model.flat

    try:
        never_edited = plain(6, threads=2)
        assert not torch.equal(never_edited, plain(6, threads=1)), "else this test could not fail"
        training = begin(digits, net=large, settings=settings_, seed=0)
        session = Session(training, device=Device("cpu", "", 0), folder=None, clock=Clock())
        chosen, _ = session.threads.ready(training, training.stands(), 2)
        assert chosen > 0, "large enough for its threads to be measured"

        def on(threads: int) -> None:
            session.threads.adopt(chosen, threads)
            training.note(UseThreads(threads))

        on(2)
        run_to(training, 3)
        session.edit(Widen(LayerKey(1), 4))
        run_to(training, 5)
        on(1)
        run_to(training, 7)
        edited = training.model.flat.clone()
        session.undo()
        assert torch.get_num_threads() == 2
        session.undo(undone=False)
        assert torch.get_num_threads() == 1
        assert torch.equal(training.model.flat, edited)
        run_to(training, 8)
        again = begin(digits, net=large, settings=settings_, seed=0)
        replay(again, training.timeline, steps=8)
        assert torch.equal(again.model.flat, training.model.flat)
        session.undo()
        run_to(training, 6)
        assert torch.equal(training.model.flat, never_edited)
    finally:
        torch.set_num_threads(1)
