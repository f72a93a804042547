"""The captured rung of the ladder (`core.train.steps.ladder`): steps as one graph of the device.

CUDA records every kernel that some work starts, with the addresses of all tensors, and starts them all again at one
call (`torch.cuda.CUDAGraph`, Ng et al. 2021; AMD's ROCm has the same under the same names). For that, no tensor may
move: batches, numbers and dropout's masks are copied into buffers that stay where they are; losses, norms and outputs
are copied out. Nothing random happens inside: the masks are drawn before, as for steps by hand.

`TOGETHER` steps make one graph, and a single step another, for what is left; each size of batch has its own. An edit
makes a new Model at new addresses, so new graphs. Warming up and capturing train nothing: what they change is put back.

Only `Graphs` knows the device. So on the processor the tests play the same work through a stand-in, which notes every
operation with its tensors and repeats it, as a graph does.
"""

from __future__ import annotations

import functools
import itertools
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

from core.net import plan
from core.train.steps.plain import TOGETHER, Given, OneStep, State, Taken, joined

Work = Callable[[], None]

MOST_GRAPHS = 6
"""Graphs kept: two for each size of batch, and an epoch has two sizes. The least recently used go."""
WARM_UPS = 3
"""Runs before a capture: in the first ones, libraries choose algorithms and take memory (torch's advice)."""


class Graphs(Protocol):
    """What a device offers: a warm-up on a stream of its own, and a capture."""

    def warm(self, work: Work) -> None:
        """Do the work a few times on a stream of its own; what follows waits for it."""

    def capture(self, work: Work) -> Work:
        """Return a function that does the work again, on the same tensors."""


class CudaGraphs:
    """Graphs of an NVIDIA (CUDA) or AMD (ROCm) device: all of them on one stream, with one pool of memory.

    A pool for each graph keeps the most that each needs, and a stream for each has caches of its own in the libraries.
    One pool will do: graphs play one after the other, and what must outlast them lies outside.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream: torch.cuda.Stream | None = None
        self._pool: Any = None
        self._living: weakref.WeakSet[torch.cuda.CUDAGraph] = weakref.WeakSet()

    def warm(self, work: Work) -> None:
        """Do the work `WARM_UPS` times on a stream of its own; what follows waits for it."""
        here, aside = torch.cuda.current_stream(self._device), self._aside()
        aside.wait_stream(here)
        try:
            with torch.cuda.stream(aside):
                for _ in range(WARM_UPS):
                    work()
        finally:
            here.wait_stream(aside)

    def capture(self, work: Work) -> Work:
        """Return what plays the work again as a graph; raise RuntimeError where CUDA refuses the capture."""
        graph, here = torch.cuda.CUDAGraph(), torch.cuda.current_stream(self._device)
        # Not torch's default stream for captures: it belongs to the device that captured first.
        stream = self._aside()
        if self._pool is None or not self._living:
            self._pool = torch.cuda.graph_pool_handle()  # torch takes no pool again that its last graph has left
        try:
            # Only this thread's calls count: the meter of the device's load may ask for something meanwhile.
            on_device, capturing = torch.cuda.device(self._device), torch.cuda.graph(
                graph, pool=self._pool, stream=stream, capture_error_mode="thread_local"
            )  # fmt: skip
            with on_device, capturing:
                work()
        except BaseException:
            self._stream = self._pool = None  # nobody knows in which state it left them
            raise
        finally:
            torch.cuda.set_stream(here)  # a capture that fails may leave its own set
        self._living.add(graph)
        replay: Work = graph.replay
        return replay

    def _aside(self) -> torch.cuda.Stream:
        """Return the stream for warming up and capturing."""
        if self._stream is None:
            self._stream = torch.cuda.Stream(self._device)  # type: ignore[no-untyped-call]
        return self._stream


@functools.cache
def graphs_of(device: torch.device) -> Graphs | None:
    """Return the graphs of a device, always the same; None where it has none."""
    return CudaGraphs(device) if device.type == "cuda" else None


@dataclass(frozen=True)
class _Graph:
    """One graph of k steps and its buffers: the `batches`, the rest of what steps are given, and the results."""

    given: Given
    batches: list[Tensor]
    taken: Taken
    replay: Work

    def play(self, given: Given, rows: slice, steps: slice) -> Taken:
        """Take k steps: copy in, play, copy out."""
        still = self.given
        for batch, inputs in zip(self.batches, torch.split(given.inputs[rows], still.sizes), strict=True):
            batch.copy_(inputs)
        still.targets.copy_(given.targets[rows])
        still.numbers.copy_(given.numbers[steps])
        still.constants.copy_(given.constants)
        for into, masks in zip(still.masks, given.masks[steps], strict=True):
            for key, mask in masks.items():
                into[key].copy_(mask)
        self.replay()
        taken = self.taken
        return Taken(taken.losses.clone(), taken.squared_norms.clone(), taken.outputs.clone())


class Captured:
    """Plays steps from graphs of a device."""

    def __init__(self, one: OneStep, state: State, graphs: Graphs) -> None:
        self._one, self._state, self._on = one, state, graphs
        self._graphs: dict[tuple[int, int], _Graph] = {}

    def prepare(self, given: Given) -> None:
        """Capture the graphs that these steps need and that are not there yet; raise RuntimeError where that fails."""
        needed = pieces(given.sizes)
        for key, rows, steps in needed:
            graph = self._graphs.pop(key) if key in self._graphs else self._capture(given, rows, steps)
            self._graphs[key] = graph  # the newest, at the end
        kept = max(MOST_GRAPHS, len({key for key, *_ in needed}))
        for key in list(self._graphs)[:-kept]:
            del self._graphs[key]

    def take(self, given: Given) -> Taken:
        """Take the steps in place; `prepare` was called for them."""
        return joined([self._graphs[key].play(given, rows, steps) for key, rows, steps in pieces(given.sizes)])

    def _capture(self, given: Given, rows: slice, steps: slice) -> _Graph:
        sizes = given.sizes[steps]
        batches = [batch.clone() for batch in torch.split(given.inputs[rows], sizes)]
        still = Given(
            batches[0], given.targets[rows].clone(), given.numbers[steps].clone(),
            given.constants.clone(), [{k: m.clone() for k, m in masks.items()} for masks in given.masks[steps]],
            sizes,
        )  # fmt: skip
        taken = self._results(len(sizes), sum(sizes))
        before = [tensor.clone() for tensor in self._changing()]
        try:
            self._on.warm(lambda: self._steps(still, batches, taken))
            replay = self._on.capture(lambda: self._steps(still, batches, taken))
        finally:
            for tensor, was in zip(self._changing(), before, strict=True):
                tensor.copy_(was)
        return _Graph(still, batches, taken, replay)

    def _steps(self, still: Given, batches: Sequence[Tensor], taken: Taken) -> None:
        """Take the steps: the work that is captured."""
        size = still.sizes[0]
        for place, batch in enumerate(batches):
            rows = slice(place * size, (place + 1) * size)
            loss, norm, output = self._one.take(
                self._state, batch, still.targets[rows], still.numbers[place], still.constants,
                masks=still.masks[place],
            )  # fmt: skip
            self._one.finish(self._state, still.numbers[place])
            taken.losses[place].copy_(loss)
            taken.squared_norms[place].copy_(norm)
            taken.outputs[rows].copy_(output)

    def _results(self, count: int, rows: int) -> Taken:
        flat, width = self._state.flat, plan.width_of(plan.output_layer(self._one.net))
        return Taken(flat.new_empty(count), flat.new_empty(count), flat.new_empty(rows, width))

    def _changing(self) -> list[Tensor]:
        """Return what steps change; the named parameters are views of the flat ones."""
        state = self._state
        return [state.flat, state.gradient, *state.slots.values(), *state.buffers.values()]


def pieces(sizes: Sequence[int]) -> list[tuple[tuple[int, int], slice, slice]]:
    """Return ((count, batch size), rows, steps) of each graph to play for steps on batches of `sizes`, in order."""
    found, row, place = [], 0, 0
    for size, alike in itertools.groupby(sizes):
        many, rest = divmod(len(list(alike)), TOGETHER)
        for count in [TOGETHER] * many + [1] * rest:
            found.append(((count, size), slice(row, row + size * count), slice(place, place + count)))
            row, place = row + size * count, place + count
    return found
