"""Learning-rate schedules against torch's own, and at their ends."""

from __future__ import annotations

import warnings

import pytest
import torch
from torch.optim import SGD, lr_scheduler

from core.messages.train_commands import SCHEDULES, Settings
from core.train.training.schedules import rate_at

STEPS = 100


def settings(schedule: str) -> Settings:
    return Settings(learning_rate=0.4, schedule=schedule, schedule_steps=STEPS)  # type: ignore[arg-type]


def test_cosine_is_torchs() -> None:
    optimizer = SGD([torch.zeros(1)], 0.4)
    theirs = lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for step in range(STEPS):
        assert rate_at(settings("cosine"), step) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-9, abs=1e-12)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs.step()


def test_steps_halve_the_rate_in_equal_parts() -> None:
    rates = [rate_at(settings("step"), step) for step in range(STEPS)]
    assert rates == [pytest.approx(0.4 * 0.5 ** (step // 20)) for step in range(STEPS)]


@pytest.mark.parametrize("steps", [4, 5, 10, 37, STEPS, 1000])
def test_one_cycle_is_torchs(steps: int) -> None:
    optimizer = SGD([torch.zeros(1)], 0.4)
    theirs = lr_scheduler.OneCycleLR(optimizer, max_lr=0.4, total_steps=steps, cycle_momentum=False)
    ours = Settings(learning_rate=0.4, schedule="one_cycle", schedule_steps=steps)
    for step in range(steps):
        assert rate_at(ours, step) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-9, abs=1e-15)
        if step < steps - 1:
            optimizer.step()
            theirs.step()


def test_one_cycle_rises_to_the_peak_and_falls_to_almost_nothing() -> None:
    rates = [rate_at(settings("one_cycle"), step) for step in range(STEPS + 1)]
    assert rates[0] == pytest.approx(0.4 / 25)
    assert max(rates) == pytest.approx(0.4)
    assert rates.index(max(rates)) == 29
    assert rates[-1] == rates[-2] == pytest.approx(0.4 / 250_000)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_shortest_cycles_are_numbers(steps: int) -> None:
    ours = Settings(learning_rate=0.4, schedule="one_cycle", schedule_steps=steps)
    assert all(0 < rate_at(ours, step) <= 0.4 for step in range(5))


def test_warm_up_climbs_straight_and_stays() -> None:
    rates = [rate_at(settings("warm_up"), step) for step in range(20)]
    assert rates[:10] == [pytest.approx(0.04 * (step + 1)) for step in range(10)]
    assert rates[10:] == [0.4] * 10


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_after_its_end_a_schedule_stays(schedule: str) -> None:
    end = rate_at(settings(schedule), STEPS)
    assert rate_at(settings(schedule), STEPS * 1000) == end >= 0
