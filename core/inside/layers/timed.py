"""The timed pass: one step under PyTorch's profiler, as a list of spans that lie in one another.

What is Python's and what is the engine's is told by marks of our own: each line of the step and each module's forward
is wrapped in `torch.profiler.record_function`. The stacks that the profiler itself can take cost more than the step.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.profiler import ProfilerActivity, profile, record_function

from core.inside.written.step import Step
from core.net.plan import Shape
from core.train.steps.ladder import finish

LINE, MODULE = "line ", "module "
"""Before the number of a line, and the name of a module, in the names of our marks."""
STEPS, PLAIN_STEPS, TRAINER_STEPS = 5, 11, 8
BUDGET_S = 0.05


@dataclass
class Span:
    """One event of the profiler, in seconds from the beginning of the step."""

    name: str
    start_s: float
    end_s: float
    sequence: int = -1
    shapes: tuple[Shape, ...] = ()
    kernels: tuple[tuple[str, float], ...] = ()
    """Of a card: the kernels this event started, with their seconds."""
    parent: Span | None = None
    children: list[Span] = field(default_factory=list)

    @property
    def own_s(self) -> float:
        """The time that none of its children took."""
        return max(self.end_s - self.start_s - sum(child.end_s - child.start_s for child in self.children), 0.0)


@dataclass(frozen=True)
class Timed:
    """One profiled step: its spans in the order they began, and how long it took."""

    spans: list[Span]
    seconds: float


def activities(device: torch.device) -> list[ProfilerActivity]:
    """Return what the profiler can watch on a device."""
    found = [ProfilerActivity.CPU]
    if device.type == "cuda":
        found.append(ProfilerActivity.CUDA)
    elif device.type == "xpu" and hasattr(ProfilerActivity, "XPU"):
        found.append(ProfilerActivity.XPU)
    return found


@contextlib.contextmanager
def marked(step: Step) -> Iterator[None]:
    """Mark what each module's forward takes, until the end."""
    open_marks: list[Any] = []

    def before(name: str) -> Any:
        def enter(*_: object) -> None:
            mark = record_function(MODULE + name)
            mark.__enter__()  # type: ignore[no-untyped-call]
            open_marks.append(mark)

        return enter

    def after(*_: object) -> None:
        open_marks.pop().__exit__(None, None, None)

    hooks = []
    for name, module in step.network.named_modules():
        if name in step.network.keys:
            hooks += [module.register_forward_pre_hook(before(name)), module.register_forward_hook(after)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def profiled(step: Step) -> Timed:
    """Return one step under the profiler; everything is as before afterwards."""
    device = step.training.device
    step.back()
    watched = profile(activities=activities(device), record_shapes=True)
    with marked(step), torch.autograd.set_multithreading_enabled(False), watched as found:
        for number, line in enumerate(step.lines):
            with record_function(f"{LINE}{number}"):
                line.run()
        finish(device)
    step.back()
    return timed(found.events())


def timed(events: Any) -> Timed:
    """Return the spans of a profiler's events, each in the one that it lies in."""
    on_host = [event for event in events if not _on_card(event)]
    lines = [event for event in on_host if event.name.startswith(LINE)]
    zero = min(event.time_range.start for event in lines)
    end = max(event.time_range.end for event in lines)
    inside = [event for event in on_host if zero <= event.time_range.start and event.time_range.end <= end]
    inside.sort(key=lambda event: (event.time_range.start, -event.time_range.end))
    spans: list[Span] = []
    above: list[Span] = []
    for event in inside:
        span = Span(
            event.name, (event.time_range.start - zero) / 1e6, (event.time_range.end - zero) / 1e6,
            event.sequence_nr, tuple(tuple(shape) for shape in event.input_shapes or () if shape),
            tuple((kernel.name, kernel.duration / 1e6) for kernel in event.kernels or ()),
        )  # fmt: skip
        while above and above[-1].end_s < span.end_s:
            above.pop()
        if above:
            span.parent = above[-1]
            above[-1].children.append(span)
        above.append(span)
        spans.append(span)
    return Timed(spans, (end - zero) / 1e6)


def _on_card(event: Any) -> bool:
    kind = getattr(event, "device_type", None)
    return kind is not None and "CPU" not in str(kind)


def middle(step: Step, steps: int = STEPS) -> Timed:
    """Return the step of middle length among several profiled ones."""
    found = sorted((profiled(step) for _ in range(steps)), key=lambda one: one.seconds)
    return found[len(found) // 2]


def plain_seconds(step: Step, steps: int = PLAIN_STEPS) -> float:
    """Return how long the same step takes without a profiler: the median of several."""
    times = []
    begun = time.perf_counter()
    for _ in range(steps):
        step.back()
        finish(step.training.device)
        first = time.perf_counter()
        step.run()
        finish(step.training.device)
        times.append(time.perf_counter() - first)
        if time.perf_counter() - begun > BUDGET_S:
            break
    step.back()
    return statistics.median(times)


def trainer_seconds(step: Step) -> float:
    """Return how long a step takes as the trainer plays it, on a copy: the median of several handfuls."""
    there = step.training.at(step.training.state())
    times = []
    begun = time.perf_counter()
    while time.perf_counter() - begun < BUDGET_S:
        first = time.perf_counter()
        taken = there.take(TRAINER_STEPS).steps
        finish(step.training.device)
        times.append((time.perf_counter() - first) / max(taken, 1))
    settled = times[len(times) // 2 :]  # by then it has chosen how to take a step
    return statistics.median(settled)


def warm_up() -> None:
    """Start a profiler once: the first of a process can take seconds."""
    with profile(activities=[ProfilerActivity.CPU]):
        torch.zeros(1).add_(1)
