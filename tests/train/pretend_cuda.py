"""What torch.cuda offers for graphs, pretended on the CPU: streams that may race, and graphs that repeat operations.

A stream knows what another has done only where it has waited for it; an operation on tensors of which it does not know
the last one raises `Race`, as on a device it would read half written numbers. A graph keeps every operation that is
captured with its tensors, and does just these again when it is replayed. What this cannot show is CUDA itself:
tests/train/test_on_gpu.py asks a card.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from tests.train.stepping import FORBIDDEN, Noted, Watcher, tensors

DEVICE = torch.device("cuda", 1)


class Race(AssertionError):  # noqa: N818 (the word for it)
    """Two streams use a tensor, and neither waits for the other."""


class Stream:
    """A queue of work; `knows`: up to which of its operations it has waited for each stream."""

    def __init__(self, cuda: PretendCuda) -> None:
        self._cuda = cuda
        self.done = 0
        self.knows: dict[Stream, int] = {}
        cuda.streams.append(self)

    def wait_stream(self, other: Stream) -> None:
        for stream, done in [*other.knows.items(), (other, other.done)]:
            self.knows[stream] = max(self.knows.get(stream, 0), done)


class Graph:
    """A captured graph; its memory is in use as long as somebody has it."""

    def __init__(self, cuda: PretendCuda) -> None:
        self._cuda = cuda
        self.noted: list[Noted] = []
        self.pool = -1
        cuda.graphs.add(self)

    def replay(self) -> None:
        self._cuda.replays += 1
        for note in self.noted:
            note.again()


class PretendCuda(TorchDispatchMode):
    """The whole of it; while it is entered, every operation is one on the stream of now."""

    def __init__(self) -> None:
        super().__init__()
        self.streams: list[Stream] = []
        self.usual = self.now = Stream(self)
        self.graphs: weakref.WeakSet[Graph] = weakref.WeakSet()
        self.captures = self.replays = 0
        self.pools: list[int] = []
        """The pool of each capture, those that failed too."""
        self._last: dict[int, tuple[Stream, int]] = {}

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        made = func(*args, **(kwargs or {}))
        used = {t.untyped_storage().data_ptr() for t in tensors((args, kwargs or {}))}
        for place in used:
            stream, done = self._last.get(place, (self.now, 0))
            if stream is not self.now and self.now.knows.get(stream, 0) < done:
                raise Race(f"{func} uses what another stream may still be writing")
        self.now.done += 1
        for place in used | {t.untyped_storage().data_ptr() for t in tensors(made)}:
            self._last[place] = self.now, self.now.done
        return made

    def synchronize(self) -> None:
        """All wait for all."""
        for stream in self.streams:
            for other in self.streams:
                stream.wait_stream(other)

    # -------------------------------------------------------------------------------- what torch.cuda is asked for
    @contextlib.contextmanager
    def stream(self, stream: Stream) -> Iterator[None]:
        before, self.now = self.now, stream
        try:
            yield
        finally:
            self.now = before

    @contextlib.contextmanager
    def graph(self, graph: Graph, *, pool: int, stream: Stream, capture_error_mode: str) -> Iterator[None]:
        """As in torch 2.2: all is waited for at first, a capture that fails leaves its stream behind, and a pool that
        its last graph has left cannot be used again."""
        left = pool in self.pools and not any(other.pool == pool for other in self.graphs)
        assert not left, "torch: use_count > 0"
        self.pools.append(pool)
        graph.pool = pool
        assert capture_error_mode == "thread_local", "the gauge of the load may ask the device for something meanwhile"
        self.synchronize()
        self.now, before = stream, self.now
        try:
            with Watcher(keep=True, forbidden=FORBIDDEN) as watcher:
                yield
        finally:
            self.synchronize()  # a capture does nothing on the device, so there is nothing to wait for
        graph.noted = watcher.noted
        self.captures += 1
        self.now = before

    def set_stream(self, stream: Stream) -> None:
        self.now = stream

    def put_in_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have torch.cuda be this."""

        def of(device: torch.device) -> None:
            assert device == DEVICE, "what is asked for is asked of the device that trains"

        def new_stream(device: torch.device) -> Stream:
            of(device)
            return Stream(self)

        def current_stream(device: torch.device) -> Stream:
            of(device)
            return self.now

        def device(device: torch.device) -> contextlib.AbstractContextManager[None]:
            of(device)
            return contextlib.nullcontext()

        for name, put in {
            "Stream": new_stream, "current_stream": current_stream, "device": device,
            "graph_pool_handle": lambda: max(self.pools, default=0) + 1,
            "CUDAGraph": lambda: Graph(self), "stream": self.stream, "graph": self.graph, "set_stream": self.set_stream,
        }.items():  # fmt: skip
            monkeypatch.setattr(torch.cuda, name, put)
