"""How long the network drawing takes to paint: ``python -m pytest tests/benchmarks/drawing.py -s -p no:randomly``.

A 64-48-24-10 net in the window at 1280×800, with as many links as the trainer tells. A full paint (a new portrait:
tiles, links, everything) has a bound of 8 ms; most frames only move the light of activity.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.kit.theme import theme_for
from gui.train.drawing.view import NetDrawing
from tests.gui.nets import dense, loaded, portrait

pytestmark = pytest.mark.benchmark
FULL_PAINT_MS = 8.0
LINKS = 96


def test_a_full_paint_fits_in_a_frame(qtbot: QtBot) -> None:
    net = dense(48, 24)
    view = NetDrawing(palette=theme_for("light"), send=lambda command: None, menu=lambda number, at: None)
    qtbot.addWidget(view)
    view.resize(612, 440)
    told = loaded(net)
    view.show_loaded(told)
    view.show_now(told.now)
    view.show()
    portraits = [portrait(net, seed=seed, links=LINKS, new={1: 4}) for seed in range(2)]

    def full() -> None:
        portraits.reverse()
        view.show_portrait(portraits[0])

    def light() -> None:
        view.canvas.stale = True

    def move() -> None:
        view.canvas.relayout(motion=True)

    medians = {}
    for name, change in {"full paint": full, "light only": light, "in motion": move}.items():
        taken = frames_ms(view, change, count=40)
        medians[name] = statistics.median(taken)
        print(f"\n{name:10} median {medians[name]:5.2f} ms, worst {max(taken):5.2f} ms", end="")
    assert medians["full paint"] < FULL_PAINT_MS


def frames_ms(view: NetDrawing, change: Callable[[], None], *, count: int) -> list[float]:
    """Return the milliseconds of each of `count` frames; `change` is done before each."""
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        change()
        view.draw()
        QApplication.processEvents()
        taken.append((time.perf_counter() - start) * 1000)
    return taken
