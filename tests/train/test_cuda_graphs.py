"""What is asked of CUDA, in which order: torch.cuda is a stand-in that writes down what it is told."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from core.train.steps import cuda_graphs
from core.train.steps.cuda_graphs import WARM_UPS, CudaGraphs, graphs_of


class Cuda:
    """Streams, graphs and captures by name, in the order in which they are used."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.now = Stream("usual", self)
        self.streams = 0

    def new_stream(self, device: torch.device) -> Stream:
        assert device == torch.device("cuda", 1)
        self.streams += 1
        return Stream(f"own {self.streams}", self)

    @contextlib.contextmanager
    def stream(self, stream: Stream) -> Iterator[None]:
        before, self.now = self.now, stream
        yield
        self.now = before

    @contextlib.contextmanager
    def graph(self, graph: Graph, *, stream: Stream, capture_error_mode: str) -> Iterator[None]:
        """As in torch 2.2, where a capture that fails leaves its stream behind."""
        assert capture_error_mode == "thread_local"
        self.now = stream
        self.told.append("capture begins")
        yield
        self.told.append("capture ends")
        self.now = Stream("usual", self)

    def set_stream(self, stream: Stream) -> None:
        self.now = stream


class Stream:
    """A queue of work."""

    def __init__(self, name: str, cuda: Cuda) -> None:
        self.name, self._cuda = name, cuda

    def wait_stream(self, other: Stream) -> None:
        self._cuda.told.append(f"{self.name} waits for {other.name}")


class Graph:
    """A captured graph."""

    def replay(self) -> None: ...


@pytest.fixture
def cuda(monkeypatch: pytest.MonkeyPatch) -> Cuda:
    made = Cuda()
    monkeypatch.setattr(cuda_graphs, "_new_stream", made.new_stream)
    monkeypatch.setattr(torch.cuda, "current_stream", lambda device: made.now)
    monkeypatch.setattr(torch.cuda, "device", lambda device: contextlib.nullcontext())
    monkeypatch.setattr(torch.cuda, "CUDAGraph", Graph)
    for name in ("stream", "graph", "set_stream"):
        monkeypatch.setattr(torch.cuda, name, getattr(made, name))
    return made


def test_warming_up_waits_for_what_came_before_and_is_waited_for(cuda: Cuda) -> None:
    CudaGraphs(torch.device("cuda", 1)).warm(lambda: cuda.told.append(f"work on {cuda.now.name}"))
    assert cuda.told == ["own 1 waits for usual", *["work on own 1"] * WARM_UPS, "usual waits for own 1"]
    assert cuda.now.name == "usual"


def test_a_capture_takes_the_work_once_on_a_stream_of_its_own(cuda: Cuda) -> None:
    replay = CudaGraphs(torch.device("cuda", 1)).capture(lambda: cuda.told.append(f"work on {cuda.now.name}"))
    assert cuda.told == ["capture begins", "work on own 1", "capture ends"]
    assert cuda.now.name == "usual"
    assert isinstance(replay.__self__, Graph)  # type: ignore[attr-defined]


def test_work_that_fails_leaves_the_usual_stream(cuda: Cuda) -> None:
    def work() -> None:
        raise RuntimeError("operation not permitted when stream is capturing")

    graphs = CudaGraphs(torch.device("cuda", 1))
    for attempt in (graphs.capture, graphs.warm):
        with pytest.raises(RuntimeError, match="not permitted"):
            attempt(work)
        cuda.told.append(cuda.now.name)
    assert cuda.told[1] == "usual"
    assert cuda.told[-2] == "usual waits for own 2"


def test_torch_takes_these_arguments() -> None:
    given: dict[str, Any] = dict(inspect.signature(torch.cuda.graph.__init__).parameters)
    assert {"stream", "capture_error_mode"} <= set(given)
    assert callable(torch.cuda.CUDAGraph.replay)


def test_only_cuda_has_graphs() -> None:
    assert isinstance(graphs_of(torch.device("cuda", 0)), CudaGraphs)
    assert all(graphs_of(torch.device(name)) is None for name in ("cpu", "mps", "xpu"))
