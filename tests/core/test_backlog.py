"""The queue between reader and window is bounded, and merges only what may be merged."""

from __future__ import annotations

import math
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages.install_events import Progress
from core.messages.train_events import DeviceLoad, Portrait, Rejected, Tick
from core.messages.train_reports import Array
from core.sentence import say
from core.workers.backlog import Backlog, merge

NO = Rejected(say("no"))


def tick(step: int, loss: float = 1.0, validation: float = math.nan) -> Tick:
    return Tick(step, step / 10, loss, validation, 0.5, validation, 1.0, 100.0, 0.1)


def load(percent: float) -> DeviceLoad:
    return DeviceLoad("cpu", percent, 0, 0, 0.0, 0, 0.0, 1, 0.0, 0.0)


@settings(max_examples=200, deadline=None, database=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 50), st.floats(0, 1e3), st.booleans(), st.integers(0, 3)), min_size=1, max_size=80
    )
)
def test_merged_ticks_keep_the_sum_over_all_steps_and_answers_stay(entries: list[tuple[int, float, bool, int]]) -> None:
    backlog = Backlog(ticks=8)
    step, total, answers, taken = 0, 0.0, 0, []
    for steps, loss, answer, take in entries:
        step += steps
        total += steps * loss
        backlog.put(tick(step, loss), None)
        if answer:
            answers += 1
            backlog.put(NO, answers)
        taken += backlog.take(take)
    taken += backlog.take(1000)
    ticks = [event for event, _ in taken if isinstance(event, Tick)]
    before, found = 0, 0.0
    for event in ticks:
        assert event.step > before
        found += (event.step - before) * event.loss
        before = event.step
    assert before == step
    assert found == pytest.approx(total, rel=1e-9, abs=1e-9)
    assert [number for event, number in taken if event is NO] == list(range(1, answers + 1))


def test_no_more_ticks_wait_than_allowed() -> None:
    backlog = Backlog(ticks=100)
    for step in range(1, 5000):
        backlog.put(tick(step), None)
    assert len(backlog.take(10_000)) <= 101


def test_a_jump_back_in_steps_is_never_merged_over() -> None:
    backlog = Backlog(ticks=2)
    for step in (10, 20, 5, 8, 9, 12):
        backlog.put(tick(step, float(step)), None)
    steps = [event.step for event, _ in backlog.take(99)]
    assert steps[-1] == 12
    assert merge(tick(20), tick(5), steps_first=10) is None
    assert 5 in steps or 8 in steps


def test_a_merged_tick_has_the_newest_validation() -> None:
    both = merge(tick(10, 1.0, 0.4), tick(30, 4.0), steps_first=10)
    assert both is not None
    assert (both.loss, both.validation_loss, both.step) == (3.0, 0.4, 30)
    assert merge(tick(10, 1.0, 0.4), tick(30, 4.0, 0.2), steps_first=10).validation_loss == 0.2  # type: ignore[union-attr]


def test_how_things_are_now_replaces_how_they_were() -> None:
    backlog = Backlog()
    empty = Array("f4", (0,), b"")
    assert empty.data == b""

    def progress(stage: Any, overall: float) -> Progress:
        return Progress(stage, "downloading", 0, 0, 0, 0, 0.0, 0.0, overall)

    for number in range(5):
        backlog.put(load(float(number)), None)
        backlog.put(Portrait(number, (), ()), None)
        backlog.put(progress("torch", number), None)
        backlog.put(progress("extras", number), None)
    backlog.put(load(9.0), 7)  # an answer stays, whatever it is
    backlog.put(load(10.0), None)
    events = [event for event, _ in backlog.take(99)]
    assert len(events) == 5
    assert events == [Portrait(4, (), ()), progress("torch", 4), progress("extras", 4), load(9.0), load(10.0)]


def test_the_reader_waits_when_the_backlog_is_full_and_nothing_is_lost() -> None:
    backlog = Backlog(entries=10)
    reader = threading.Thread(target=lambda: [backlog.put(NO, number) for number in range(100)])
    reader.start()
    taken: list[Any] = []
    while len(taken) < 100:
        backlog.wait(5)
        found = backlog.take(3)
        assert len(backlog._entries) <= 10
        taken += found
    reader.join()
    assert [number for _, number in taken] == list(range(100))


def test_closing_sets_a_waiting_reader_free() -> None:
    backlog = Backlog(entries=1)
    backlog.put(NO, 1)
    reader = threading.Thread(target=backlog.put, args=(NO, 2))
    reader.start()
    backlog.close()
    reader.join(5)
    assert not reader.is_alive()
    assert not backlog.is_open
