"""Measuring on devices, with a clock that says what it shall, and for real on this processor."""

from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path

import pytest
import torch

from core.inside.compare import pieces
from core.inside.compare.clock import LEAST_RUNS, measured
from core.inside.compare.measuring import Measuring, each
from core.inside.compare.pieces import can_run, copies, layer, number_types, numbers, thread_counts, width_alike
from core.messages.inside.compare import LayerTime, LeftOut, MeasuringEnded, NetTime, VectorTime
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_reports import Device
from core.net.plan import mlp
from core.train.training import datasets
from core.train.training.training import begin

CPU = torch.device("cpu")
HERE = (Device("cpu", "Pretend 3000", 1 << 33),)


def test_the_median_and_the_quartiles_of_the_runs_are_told() -> None:
    took = itertools.chain([0.01] * 4, [0.01, 0.02, 0.03, 0.04, 0.05], itertools.repeat(0.05))
    now = 0.0

    def clock() -> float:
        return now

    def work() -> None:
        nonlocal now
        now += next(took)

    found = measured(work, CPU, budget_s=0.14, now=clock)
    assert found.runs == 5
    assert found.seconds == pytest.approx(0.03)
    assert (found.low_s, found.high_s) == (pytest.approx(0.02), pytest.approx(0.04))


def test_dear_work_is_run_a_few_times_only() -> None:
    now, runs = 0.0, 0

    def work() -> None:
        nonlocal now, runs
        now += 5.0
        runs += 1

    found = measured(work, CPU, budget_s=0.4, now=lambda: now)
    assert found.runs == LEAST_RUNS
    assert runs == LEAST_RUNS + 2  # once to warm up, once to see how long it takes


def test_a_wider_layer_takes_longer_and_the_shares_are_a_whole() -> None:
    torch.set_num_threads(1)
    narrow, wide = layer("cpu", 16, set()), layer("cpu", 1024, set())
    assert narrow is not None
    assert wide is not None
    assert wide.seconds > 3 * narrow.seconds
    assert sum(wide.shares) == pytest.approx(1.0)
    assert all(share > 0 for share in wide.shares)


def test_a_device_that_took_too_long_is_not_asked_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "TOO_LONG_S", 0.0)
    slow: set[str] = set()
    assert layer("cpu", 16, slow) is not None
    assert slow == {"cpu"}
    assert layer("cpu", 32, slow) is None


def test_fewer_bits_are_further_off() -> None:
    torch.set_num_threads(1)
    errors = [numbers("cpu", kind).error for kind in ("float64", "float32", "bfloat16")]
    assert errors[0] < 1e-15 < errors[1] < 1e-5 < errors[2] < 0.1


def test_what_a_device_cannot_do_is_left_out_with_the_reason() -> None:
    measuring = Measuring(
        None, (Device("cuda:9", "none", 0),), pieces=lambda t, d: [("x", lambda: numbers(d[0], "tf32"))]
    )
    told = list(each(measuring))
    assert isinstance(told[0], LeftOut)
    assert told[0].why
    assert isinstance(told[1], MeasuringEnded)
    assert told[1].whole


def test_every_kind_of_device_has_its_pieces() -> None:
    names = [name for name, _ in pieces.all_pieces(None, ("cpu", "cuda:0", "mps"))]
    assert {"layer 16 cuda:0", "layer 4096 mps", "tf32 cuda:0", "copy to_pinned cuda:0", "launch mps"} <= set(names)
    assert not [name for name in names if "pinned mps" in name or "tf32 mps" in name or "float64 mps" in name]
    assert number_types("xpu:0") == ("float64", "float32", "bfloat16")
    assert [kind for _, kind, _ in copies(("cpu",))] == ["within", "within"]
    assert thread_counts()[0] == 1


def test_the_network_stands_at_the_layer_with_as_much_work() -> None:
    dataset = datasets.load(DataSpec("digits"))
    training = begin(dataset, net=mlp(64, [64], 10), settings=Settings(batch_size=64), seed=0)
    assert width_alike(training) == pytest.approx(math.sqrt(64 * 64 + 64 * 10))
    training = begin(dataset, net=mlp(64, [64], 10), settings=Settings(batch_size=16), seed=0)
    assert width_alike(training) == pytest.approx(math.sqrt((64 * 64 + 64 * 10) / 4))
    assert isinstance(pieces.network(training, "cpu"), NetTime)


def test_the_threads_are_as_before_afterwards() -> None:
    torch.set_num_threads(1)
    pieces.threads(None, 2)
    assert torch.get_num_threads() == 1


@pytest.mark.slow
def test_vectors_are_measured_in_processes_apart() -> None:
    found = pieces.vector("default")
    assert isinstance(found, VectorTime)
    assert found.seconds > 0
    assert can_run("default")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the app")
def test_a_packaged_app_starts_itself_for_that(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = tmp_path / "내 앱"
    app.write_text('#!/bin/sh\n[ "$1" = --vector ] && [ "$2" -gt 1000 ] && echo 0.25\n')
    app.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(app))
    found = pieces.vector("default")
    assert found is not None
    assert found.seconds == 0.25


@pytest.mark.slow
def test_everything_is_measured_once_on_this_processor() -> None:
    torch.set_num_threads(1)
    training = begin(datasets.load(DataSpec("spiral")), seed=0)
    told = list(each(Measuring(training, HERE)))
    widths = [event.width for event in told if isinstance(event, LayerTime)]
    assert widths[:3] == [16, 32, 64]
    assert sum(isinstance(event, NetTime) for event in told) == 1
    assert not [event for event in told if isinstance(event, LeftOut)]
    assert isinstance(told[-1], MeasuringEnded)
