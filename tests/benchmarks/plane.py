"""Training while the plane is watched, against training while it is not; and what one answer costs to show.

    python -m tests.benchmarks.plane [--pairs N]

1. One session at full speed, with its Ticks and portraits, is watched on a grid of 96 × 96 and not watched by turns.
   Time is the processor's, so that other programs do not count. The bar: a median ratio of 0.95 or more.
2. Of the window: from the answer to its picture, 240 and 640 pixels wide, in its thread's own time. The bar: a worst of
   25 ms, so that a frame of 33 ms has room for the rest.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from dataclasses import replace
from functools import partial

import torch

from core.messages.beside.plane import PlaneAnswer, WatchPlane
from core.messages.catalogue import CATALOGUE
from core.messages.train_reports import Device
from core.net.plan import mlp
from core.train.beside.points import Points, answer
from core.train.session.portrait import Portraits
from core.train.session.session import Session
from core.train.training.datasets import describe, load
from core.train.training.training import begin

CASES = {
    "2-4-2-2, batch 10": ("playground-spiral", (4, 2), 10),
    "7-8-8-2, batch 10, all inputs": ("playground-spiral", (8, 8), 10),
    "2-16-16-1, batch 32": ("playground-hills", (16, 16), 32),
    "2-256-256-2, batch 32": ("playground-spiral", (256, 256), 32),
}
TURN_S, WARM_PAIRS, TICKS_S = 0.8, 2, 1 / 30
BAR, WORST_S = 0.95, 0.025


def session_of(name: str, hidden: tuple[int, ...], batch: int, *, inputs: tuple[str, ...] = ()) -> Session:
    """Return a session that has just begun."""
    known = CATALOGUE[name]
    data = load(replace(known.usual, inputs=inputs))
    net = mlp(len(inputs) or 2, hidden, known.outputs, activation="tanh")
    training = begin(data, net=net, settings=replace(known.settings, batch_size=batch))
    made = Session(training, device=Device("cpu", "", 0), folder=None, fixed_threads=1)
    made.player.playing = True
    return made


def turn(made: Session, points: Points, portraits: Portraits) -> tuple[float, int]:
    """Let a session train for a while, as the trainer's loop does; return steps a second, and how many answers."""
    begun, step, told = time.process_time(), made.training.step, 0
    while (passed := time.process_time() - begun) < TURN_S:
        if made.advance():
            portraits.changed()
            points.changed()
        portraits.take(made.training)
        told += len(points.take(made))
    return (made.training.step - step) / passed, told


def measured(name: str, hidden: tuple[int, ...], batch: int, *, pairs: int, inputs: tuple[str, ...]) -> float:
    """Print and return the median of watched steps per second over unwatched ones."""
    made = session_of(name, hidden, batch, inputs=inputs)
    portraits, points = Portraits(clock=time.process_time), Points(time.process_time)
    portraits.watch(hertz=10.0, units=12)
    ratios, counts = [], []
    for pair in range(pairs + WARM_PAIRS):
        speeds = {}
        for watched in (True, False) if pair % 2 else (False, True):
            points.does[WatchPlane](made, WatchPlane(15.0 if watched else 0.0))
            speeds[watched], told = turn(made, points, portraits)
            counts.append(told) if watched and pair >= WARM_PAIRS else None
        if pair >= WARM_PAIRS:
            ratios.append(speeds[True] / speeds[False])
    median = statistics.median(ratios)
    each_s = statistics.mean(counts) / TURN_S
    print(f"  {median:.3f}  ({min(ratios):.3f} to {max(ratios):.3f}), {each_s:.1f} answers a second")
    return median


def shown(side_px: int) -> list[float]:
    """Return how long each of some answers takes to be on the picture, in seconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QApplication

    from gui.kit.arrays import numbers
    from gui.kit.theme import theme_for
    from gui.train.plane.view import PlaneView

    application = QApplication.instance() or QApplication([])
    made = session_of("playground-spiral", (8, 8), 10)
    view, theme = PlaneView(lambda edit: 0), theme_for("light", motion=False)
    view.set_theme(theme)
    view.show_data(describe(made.training.dataset))
    view.resize(side_px, side_px)
    picture = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    taken = []
    for _ in range(60):
        made.advance()
        told: PlaneAnswer = answer(made.training, 160 if side_px > 300 else 96)
        begun = time.thread_time()
        view.show_answer(numbers(told.surface))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view.paint(painter, theme)
        painter.end()
        taken.append(time.thread_time() - begun)
    view.deleteLater()
    assert application is not None
    return sorted(taken[5:])


def main() -> int:
    """Measure all cases; return 0 where the bars are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=9)
    options = parser.parse_args()
    torch.set_num_threads(1)
    held = True
    for title, case in CASES.items():
        print(title)
        inputs = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin x1", "sin x2") if "all inputs" in title else ()
        held &= partial(measured, pairs=options.pairs, inputs=inputs)(*case) >= BAR
    for side in (240, 640):
        taken = shown(side)
        print(f"{side} px: {1000 * statistics.median(taken):.1f} ms to show an answer, worst {1000 * taken[-1]:.1f}")
        held &= taken[-1] <= WORST_S
    return int(not held)


if __name__ == "__main__":
    raise SystemExit(main())
