"""Measuring on devices: warm up, wait for the device, take the median of several runs.

A device works on while Python goes on. Without waiting for it (`finish`), only the asking is measured.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from core.train.steps.ladder import finish

WARM_UPS = 3
MOST_RUNS, LEAST_RUNS = 21, 3
BUDGET_S = 0.4
"""A measurement ends after so many seconds, though not before `LEAST_RUNS` runs."""
LEAST_S = 2e-4
"""Shorter work is repeated within one run until it takes so long: clocks and loops cost about a microsecond."""


@dataclass(frozen=True)
class Spread:
    """The median of some runs and their quartiles, seconds each."""

    seconds: float
    low_s: float
    high_s: float
    runs: int


def measured(
    work: Callable[[], object], device: torch.device, *, budget_s: float = BUDGET_S,
    now: Callable[[], float] = time.perf_counter,
) -> Spread:  # fmt: skip
    """Return how long `work` takes on a device."""
    for _ in range(WARM_UPS):
        begun = now()
        work()
        finish(device)
        if now() - begun > budget_s:
            break  # warm enough, and dear
    begun = now()
    work()
    finish(device)
    once = max(now() - begun, 1e-9)
    repeats = max(1, min(1000, round(LEAST_S / once)))
    times: list[float] = []
    first = now()
    while len(times) < MOST_RUNS and (len(times) < LEAST_RUNS or now() - first < budget_s):
        begun = now()
        for _ in range(repeats):
            work()
        finish(device)
        times.append((now() - begun) / repeats)
    low, middle, high = statistics.quantiles(times, n=4, method="inclusive")
    return Spread(middle, low, high, len(times))
