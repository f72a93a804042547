"""The timed pass: one step under PyTorch's profiler, as a list of spans that lie in one another.

What is Python's and what is the engine's is told by marks of our own: each line of the step and each module's forward
is wrapped in `torch.profiler.record_function`. The stacks that the profiler itself can take cost more than the step.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch.profiler import ProfilerActivity, profile, record_function

from core.inside.written.step import Step
from core.net.plan import Shape
from core.train.steps.ladder import finish

LINE, MODULE = "line ", "module "
"""Before the number of a line, and the name of a module, in the names of our marks."""
STEPS, MOST_STEPS, PLAIN_STEPS = 5, 12, 11
CALM, CALM_S = 0.9, 0.15
"""The share of a step that its thread must have computed for the step to count as calm, and how long calm steps
are waited for."""
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
    """One profiled step: its spans in the order they began, how long it took, and whether it was calm (`Watched`)."""

    spans: list[Span]
    seconds: float
    calm: bool = True


@dataclass(frozen=True)
class Watched:
    """A profiler that has watched one step, and how long that took. `calm`: the step's thread computed all the time;
    else another program had its processor for a while, and some span is as much too long."""

    profiler: Any
    seconds: float
    calm: bool


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
    return timed(watched_step(step).profiler)


def watched_step(step: Step) -> Watched:
    """Return a profiler that has watched one step; everything is as before afterwards."""
    device = step.training.device
    step.back()
    watched = profile(activities=activities(device), record_shapes=True)
    with marked(step), torch.autograd.set_multithreading_enabled(False), watched as found:
        begun, computed = time.perf_counter(), time.thread_time()
        for number, line in enumerate(step.lines):
            with record_function(f"{LINE}{number}"):
                line.run()
        computed, asked = time.thread_time() - computed, time.perf_counter() - begun
        finish(device)
        took = time.perf_counter() - begun
    step.back()
    return Watched(found, took, calm=computed > CALM * asked)


def timed(found: Any) -> Timed:
    """Return the spans of a profiler that has ended.

    They are read from the profiler's own tree, whose times are nanoseconds in every release of torch: those of
    `events()` were whole microseconds before 2.3, and what lies in what cannot be told by them.
    """
    tree = found.profiler.kineto_results.experimental_event_tree()
    lines = [event for event in tree if event.name.startswith(LINE)]
    zero, end = min(event.start_time_ns for event in lines), max(event.end_time_ns for event in lines)
    kernels = _kernels(found) if len(found.activities) > 1 else {}
    spans: list[Span] = []

    def take(event: Any, parent: Span | None) -> None:
        told = event.typed[1]
        span = Span(
            event.name, (event.start_time_ns - zero) / 1e9, (event.end_time_ns - zero) / 1e9,
            getattr(told, "sequence_number", -1), _shapes(told), kernels.get(event.correlation_id, ()), parent,
        )  # fmt: skip
        spans.append(span)
        if parent is not None:
            parent.children.append(span)
        for child in event.children:
            take(child, span)

    for line in sorted(lines, key=lambda line: line.start_time_ns):
        take(line, None)
    return Timed(spans, (end - zero) / 1e9)


def _shapes(told: Any) -> tuple[Shape, ...]:
    """Return the shapes of the tensors that an op was given, but for those of no dimension."""
    found = [getattr(given, "sizes", None) for given in getattr(told, "inputs", ())]
    return tuple(tuple(sizes) for sizes in found if sizes)


def _kernels(found: Any) -> dict[int, tuple[tuple[str, float], ...]]:
    """Return the kernels on a card that each event on the host started, by its number."""
    return {
        event.id: tuple((kernel.name, kernel.duration / 1e6) for kernel in event.kernels)
        for event in found.events() if event.kernels
    }  # fmt: skip


def middle(step: Step, steps: int = STEPS) -> Timed:
    """Return the step of middle length among several profiled calm ones; on a machine that is never calm, among all."""
    found: list[Watched] = []
    begun = time.perf_counter()
    while sum(one.calm for one in found) < steps and len(found) < MOST_STEPS:
        found.append(watched_step(step))
        if len(found) >= steps and time.perf_counter() - begun > CALM_S:
            break  # somebody waits for the picture
    calm = sorted([one for one in found if one.calm] or found, key=lambda one: one.seconds)
    chosen = calm[len(calm) // 2]
    return replace(timed(chosen.profiler), calm=chosen.calm)


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


def warm_up() -> None:
    """Start a profiler once: the first of a process can take seconds."""
    with profile(activities=[ProfilerActivity.CPU]):
        torch.zeros(1).add_(1)
