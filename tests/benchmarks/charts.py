"""How long a frame of a chart takes: ``python -m pytest tests/benchmarks/charts.py -s -p no:randomly``.

A frame is one Tick, `draw()` and the painting. Told is the worst of many at each zoom, for runs of 1,000 and 1,000,000
ticks. The bound is 16 ms, and the long run may not cost noticeably more. For comparison, pyqtgraph paints the same two
curves in the same process, with its own downsampling and clipping.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.train_events import Tick
from gui.kit.theme import theme_for
from gui.train.charts.chart import LossChart
from gui.train.charts.view import View
from tests.gui.nets import loaded

pytestmark = pytest.mark.benchmark
LONG, SHORT = 1_000_000, 1_000
FRAME_MS = 16.0
SIZE = (760, 330)


def history(count: int) -> np.ndarray:
    """Return rows (count, 9) of a noisy run, with a validation loss at every fourth."""
    draw = np.random.default_rng(0)
    rows = np.full((count, 9), np.nan)
    rows[:, 0] = np.cumsum(draw.integers(1, 20, count))
    rows[:, 2] = np.abs(2.3 * np.exp(-np.linspace(0, 6, count)) + 0.1 + draw.normal(size=count) * 0.02)
    rows[::4, 3] = rows[::4, 2] + 0.05
    return rows


def frames_ms(chart: LossChart, step: float, *, count: int) -> list[float]:
    """Return the milliseconds of each of `count` frames, each with a new Tick."""
    taken = []
    for number in range(1, count + 1):
        tick = Tick(int(step) + number, 0.0, 0.11, 0.16, 0.9, 0.9, 0.1, 1000.0, 0.001)
        start = time.perf_counter()
        chart.show_tick(tick)
        chart.draw()
        QApplication.processEvents()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def opened(qtbot: QtBot, rows: np.ndarray) -> LossChart:
    chart = LossChart(palette=theme_for("light"), send=lambda command: None)
    qtbot.addWidget(chart)
    chart.resize(*SIZE)
    told = loaded(ticks=rows)
    chart.show_loaded(told)
    chart.show_now(told.now)
    chart.show()
    QApplication.processEvents()
    return chart


def views(end: float) -> dict[str, View]:
    return {
        "whole run": View(),
        "newest tenth": View(span=end / 10),
        "middle half": View(span=end / 2, right=end * 0.75),
        "a thousandth": View(span=end / 1000, right=end / 2),
        "100 steps": View(span=100, right=end / 3),
    }


def test_a_frame_costs_the_same_after_a_million_ticks(qtbot: QtBot) -> None:
    medians: dict[int, float] = {}
    for count in (SHORT, LONG):
        rows = history(count)
        start = time.perf_counter()
        chart = opened(qtbot, rows)
        print(f"\n{count:,} ticks: first picture after {(time.perf_counter() - start) * 1000:.0f} ms")
        every = []
        for name, view in views(rows[-1, 0]).items():
            chart.show_view(view)
            taken = frames_ms(chart, rows[-1, 0], count=60)
            every += taken
            print(f"  {name:13} median {statistics.median(taken):5.2f} ms, worst {max(taken):5.2f} ms")
        medians[count] = statistics.median(every)
        assert max(every) < FRAME_MS
    print(f"ratio of the medians: {medians[LONG] / medians[SHORT]:.2f}")


def test_beside_pyqtgraph(qtbot: QtBot) -> None:
    import pyqtgraph

    rows = history(LONG)
    ours = opened(qtbot, rows)
    plot = pyqtgraph.PlotWidget()
    qtbot.addWidget(plot)
    plot.resize(*SIZE)
    plot.setDownsampling(auto=True, mode="peak")
    plot.setClipToView(True)
    measured = rows[~np.isnan(rows[:, 3])]
    curves = [plot.plot(rows[:, 0], rows[:, 2]), plot.plot(measured[:, 0], measured[:, 3])]
    plot.show()
    QApplication.processEvents()

    def theirs() -> None:
        curves[0].setData(rows[:, 0], rows[:, 2])
        curves[1].setData(measured[:, 0], measured[:, 3])
        QApplication.processEvents()

    print(f"\nours {statistics.median(frames_ms(ours, rows[-1, 0], count=10)):.2f} ms, ", end="")
    print(f"pyqtgraph {statistics.median(timed(theirs, count=10)):.2f} ms a frame, whole run of {LONG:,} ticks")


def timed(work: Callable[[], None], *, count: int) -> list[float]:
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken
