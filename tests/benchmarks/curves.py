"""What the charts' extras cost: ``python -m pytest tests/benchmarks/curves.py -s -p no:randomly``.

A frame with everything drawn (a million Ticks, five compared runs, smoothed, on the axis of seconds) stays within the
16 ms of a frame, as it must without (`tests/benchmarks/charts.py`); told is the process's own
time, for both in the same run. And a training whose layers are told of takes as many steps in the same time of its
process as one that nobody asks, in turns: at least 0.95 of them.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.beside.layer_curves import WatchLayers
from core.messages.train_commands import DataSpec, Load, Pause, Play
from core.net.plan import LayerKey
from gui.train.charts.view import View
from tests.benchmarks.charts import FRAME_MS, LONG, SIZE, history, views
from tests.gui import nets
from tests.gui.test_curves import Pair, saved
from tests.train.talk import REAL, Talk

pytestmark = pytest.mark.benchmark
RUNS, FRAMES, ROUNDS = 5, 30, 9
RATIO = 0.95
ROUND_S = 1.5


def frames_ms(pair: Pair, step: int) -> list[float]:
    """Milliseconds of each frame of the left chart, each with a new Tick."""
    chart, taken = pair.charts[0], []
    for number in range(1, FRAMES + 1):
        told = nets.tick(step + number)
        start = time.process_time()
        chart.show_tick(told)
        pair.curves.show_tick(told)
        chart.draw()
        QApplication.processEvents()
        taken.append((time.process_time() - start) * 1000)
    return taken


def test_a_frame_with_everything_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    rows = history(LONG)
    rows[:, 1], rows[:, 7] = rows[:, 0] / 100, 5000.0
    for number in range(RUNS):
        saved(tmp_path / f"run {number}", np.nan_to_num(history(100_000) * (1 + 0.1 * number), nan=0.3))
    pair = Pair(qtbot, tmp_path, rows)
    pair.charts[1].hide()
    chart = pair.charts[0]
    chart.resize(*SIZE)
    worst = []
    for everything in (False, True):
        if everything:
            pair.curves.compare_with([tmp_path / f"run {number}" for number in range(RUNS)])
            pair.curves.shared.choose_smoothing(0.97)
            pair.curves.shared.choose_count("second")
            frames_ms(pair, int(chart.record.newest))  # a million points are smoothed once
        for name, view in views(rows[-1, 0]).items():
            chart.show_view(view)
            taken = frames_ms(pair, int(chart.record.newest))
            print(f"  {'all' if everything else 'two lines':9} {name:13} median {statistics.median(taken):5.2f} ms, "
                  f"worst {max(taken):5.2f} ms")  # fmt: skip
            worst.append(statistics.median(taken))
    chart.show_view(View())
    assert max(worst) < FRAME_MS


def used_s(pid: int) -> float:
    """How long a process has computed: what other programs take does not count."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def test_training_with_the_layers_told_of(tmp_path: Path) -> None:
    talk = Talk(tmp_path, REAL)
    try:
        talk.ask(Load(DataSpec("digits")))
        ratios = []
        for _ in range(ROUNDS):
            steps = []
            for asked in (WatchLayers(), WatchLayers(layers=True, spread=LayerKey(1))):
                talk.ask(asked)
                before, used = talk.ask(Play()).step, used_s(talk.ready.pid)
                end = time.perf_counter() + ROUND_S
                while time.perf_counter() < end:
                    talk.worker.events(1000)
                    talk.worker.wait(0.05)
                after = talk.ask(Pause()).step
                steps.append((after - before) / (used_s(talk.ready.pid) - used))
            ratios.append(steps[1] / steps[0])
        print(f"\nwith / without: median {statistics.median(ratios):.3f}, {[round(one, 3) for one in sorted(ratios)]}")
        assert statistics.median(ratios) >= RATIO
    finally:
        talk.close()
