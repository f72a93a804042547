"""The events of a worker, shown a bounded number a frame, so that a flood cannot freeze the window."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from gui.notices.problem import reported

BATCH = 25
BATCHES = 16
BUDGET_S = 0.012
"""A frame takes batches of events until none is left, `BATCHES` are taken or `BUDGET_S` is over."""

Event = TypeVar("Event")


def show_waiting(
    take: Callable[[int], list[tuple[Event, int | None]]], show: Callable[[Event, int | None], object]
) -> None:
    """Show what waits: `take` returns up to so many events; `show` gets each, with the command it answers."""
    begun = time.perf_counter()
    for _ in range(BATCHES):
        events = take(BATCH)
        for event, answers in events:
            with reported():
                show(event, answers)
        if len(events) < BATCH or time.perf_counter() - begun > BUDGET_S:
            break
