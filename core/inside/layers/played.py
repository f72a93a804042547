"""The next steps as the trainer takes them, under the profiler: the same code, on a copy of the same weights.

First the copy takes steps until its ladder has decided on a rung (`core.train.steps.ladder`), then everything is put
back, and one call of several steps is profiled, as the trainer calls them. A step begins where it takes its row of the
numbers; of the steps in the call, the one of middle length is told. Where a device plays a graph, there are no
operations on the host, and a step is its share of the device's kernels.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch.profiler import profile, record_function

from core.inside.layers.timed import LINE, Span, activities, timed
from core.messages.inside.played import Rung
from core.train.steps import optimizers
from core.train.steps.ladder import finish
from core.train.steps.plain import TOGETHER
from core.train.training.state import TrainingState
from core.train.training.training import Training

MOST_WARM_STEPS = 400
BUDGET_S, TIMED_S, LEAST_CALLS = 1.0, 0.05, 7
LOOP_NAME = "chunk"
"""What the loop around a recorded step is called (`core.train.steps.jit`)."""
SLOW_S = 0.05
"""A step that takes longer is taken alone: eight in one call would keep the worker from answering."""


@dataclass(frozen=True)
class Taken:
    """One step of the trainer's: its spans, in seconds from its beginning, how long it took, and of how many steps
    it is the middle one. `differs`: as in `Played`."""

    rung: Rung
    spans: list[Span]
    seconds: float
    steps: int
    parameters: int
    differs: float
    plain_s: float


def taken_by_the_trainer(training: Training) -> Taken:
    """Return the next step as the trainer takes it; the training stays where it is."""
    moment = training.state()
    there = training.at(moment)
    there.model.successor = None
    together = TOGETHER if _seconds(there, 1) < SLOW_S else 1
    _settle(there, together)
    same = _put_back(there, moment)
    count, top = len(there.batch_sizes(together)), there.top
    rows = optimizers.table(there.model, there.settings, [0.0]).shape[1]
    found = _profiled(there, count)
    if there.top is not top:  # a step was recorded just then, and what was seen is that as well
        same = _put_back(there, moment)
        found = _profiled(there, count)
    differs = _difference(training, moment, there) if same else math.nan
    whole = timed(found).spans
    rung = rung_of(whole)
    steps = _kernels_of(found.events(), count) if rung == "captured" else _steps_of(whole, rows)
    spans, seconds = sorted(steps, key=lambda step: step[1])[len(steps) // 2]
    return Taken(rung, spans, seconds, len(steps), there.model.flat.numel(), differs, _plain_seconds(there, together))


def _seconds(there: Training, count: int) -> float:
    """Return how long each of up to `count` steps takes, in one call."""
    begun = time.perf_counter()
    taken = there.steps(count).steps
    finish(there.device)
    return (time.perf_counter() - begun) / max(taken, 1)


def _settle(there: Training, together: int) -> None:
    """Take steps until it is decided how. Slow ones are not waited for: then a turn of the race is told."""
    first, begun = there.step, time.perf_counter()
    while there.rung is None and there.step - first < MOST_WARM_STEPS and time.perf_counter() - begun < BUDGET_S:
        there.steps(together)


def rung_of(spans: Sequence[Span]) -> Rung:
    """Return on which rung a call was taken, by what the profiler saw: a device's graph that was started, the
    recording's loop, or neither."""
    if any("GraphLaunch" in span.name for span in spans):
        return "captured"
    return "played" if any(span.name == LOOP_NAME for span in spans) else "by hand"


@torch.no_grad()
def _put_back(there: Training, moment: TrainingState) -> bool:
    """Put a training back to a state in the tensors that are there, so that its ladder stays; return whether it could
    be: elements of several ages may have become one meanwhile."""
    now, was = there.model, moment.model
    if (now.memory.cohort is None) != (was.memory.cohort is None) or now.memory.slots.keys() < was.memory.slots.keys():
        return False
    now.flat.copy_(was.flat)
    for name, slot in now.memory.slots.items():
        slot.copy_(was.memory.slots[name]) if name in was.memory.slots else slot.zero_()
    for name, buffer in now.buffers.items():
        buffer.copy_(was.buffers[name])
    now.memory.ages, now.memory.ramped = list(was.memory.ages), list(was.memory.ramped)
    for key, fade in now.fades.items():
        fade.done = was.fades[key].done
    order = there.order.at(moment.epochs, moment.position, moment.order, moment.order_state)
    dropout = there.dropout_copy()
    dropout.set_state(moment.dropout_state)
    there.adopt(replace(there.stands(), step=moment.step, order=order, dropout=dropout))
    return True


def _profiled(there: Training, count: int) -> Any:
    watched = profile(activities=activities(there.device), record_shapes=True)
    with watched as found, record_function(f"{LINE}0"):
        there.steps(count)
        finish(there.device)
    return found


def _plain_seconds(there: Training, together: int) -> float:
    """Return how long a step takes without a profiler: the median of several calls, each of several steps."""
    times: list[float] = []
    begun = time.perf_counter()
    while len(times) < (LEAST_CALLS if together > 1 else 1) or time.perf_counter() - begun < TIMED_S:
        times.append(_seconds(there, together))
    return statistics.median(times)


def _difference(training: Training, moment: TrainingState, there: Training) -> float:
    """Return how far the weights are from those of the same steps by hand."""
    other = training.at(moment)
    while other.step < there.step:
        other.steps(there.step - other.step)
    return float((other.model.flat - there.model.flat).abs().max().item())


# ------------------------------------------------------------------------------------------------------------ the cut
def _steps_of(spans: Sequence[Span], rows: int) -> list[tuple[list[Span], float]]:
    """Return (spans, seconds) of each step of a call; the shape of what a step takes its row from has `rows` in it."""
    begins = [
        place for place, span in enumerate(spans)
        if span.name == "aten::select" and any(len(shape) == 3 and shape[1] == rows for shape in span.shapes)
    ]  # fmt: skip
    last = next((place for place in range(len(spans) - 1, -1, -1) if spans[place].name == "aten::stack"), len(spans))
    ends = [*begins[1:], _first_stack(spans, begins[-1], last)]
    return [_cut(spans[begin:end], spans[end].start_s) for begin, end in zip(begins, ends, strict=True)]


def _first_stack(spans: Sequence[Span], begin: int, last: int) -> int:
    return next((place for place in range(begin, last) if spans[place].name == "aten::stack"), last)


def _cut(spans: Sequence[Span], end_s: float) -> tuple[list[Span], float]:
    """Return the spans of a step, counted from its beginning, and its length."""
    zero, made = spans[0].start_s, dict[int, Span]()
    for span in spans:
        parent = made.get(id(span.parent))
        one = Span(span.name, span.start_s - zero, span.end_s - zero, shapes=span.shapes, parent=parent)
        if parent is not None:
            parent.children.append(one)
        made[id(span)] = one
    return list(made.values()), end_s - zero


def _kernels_of(events: Any, count: int) -> list[tuple[list[Span], float]]:
    """Return (kernels, seconds) of each step that a device's graph has played."""
    on_card = sorted(
        (event.time_range.start / 1e6, event.time_range.end / 1e6, event.name)
        for event in events if "CPU" not in str(getattr(event, "device_type", "CPU"))
    )  # fmt: skip
    each = max(len(on_card) // max(count, 1), 1)
    steps = []
    for first in range(0, each * count, each):
        here = on_card[first : first + each]
        if here:
            zero = here[0][0]
            steps.append(([Span(name, a - zero, b - zero) for a, b, name in here], here[-1][1] - zero))
    return steps or [([], 0.0)]
