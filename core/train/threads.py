"""How many processor threads to train on: measured, because for small networks one is faster than two.

The number of threads decides how sums are split and so the last bits of the result; it is therefore written into the
timeline whenever it changes, and it changes only between two steps. Networks whose step is nearly all overhead get one
thread without measuring.
"""

from __future__ import annotations

import math
import os
import time

import torch

from core.shapes import cost
from core.train import model
from core.train.steps import Stepper
from core.train.training import Training

SMALL = 4e6
"""Multiply-adds of one forward step below which one thread always wins."""
CLASS_FACTOR = 4.0
"""The size class changes when the work does by about this factor."""
MEASURE_S = 0.25
MOST = 4 * (os.cpu_count() or 1)
ROUNDS = 3


class Threads:
    """Chooses the number of threads. `fixed` > 0: that many, whatever is measured."""

    def __init__(self, fixed: int = 0) -> None:
        self.fixed = min(fixed, MOST)
        self._class: int | None = None

    def adopt(self, training: Training, count: int) -> None:
        """Go on with the `count` that a saved training was trained with, so that it goes on bit for bit."""
        self._class = 0 if self.fixed else size_class_of(training)
        torch.set_num_threads(self.fixed or max(1, min(count, MOST)))

    def choose(self, training: Training) -> bool:
        """Set the number of threads if the size class is another one; return whether the number has changed."""
        before = torch.get_num_threads()
        first = self._class is None
        size_class = 0 if self.fixed else size_class_of(training)
        if size_class == self._class:
            return False
        self._class = size_class
        torch.set_num_threads(self.fixed or (measure(training) if size_class else 1))
        return first or torch.get_num_threads() != before


def size_class_of(training: Training) -> int:
    """Return 0 for a small network, and one more for each `CLASS_FACTOR` times the work of a step."""
    work = cost(training.net, training.settings.optimizer).multiply_adds * training.settings.batch_size
    if training.device.type != "cpu" or work < SMALL:
        return 0
    return 1 + round(math.log(work / SMALL, CLASS_FACTOR))


def measure(training: Training) -> int:
    """Return the number of threads with which a step is fastest, on a copy of the network."""
    cores = os.cpu_count() or 1
    candidates = [count for count in (1, 2, 4, 8, 16, 32) if count <= cores]
    stepper = Stepper(model.snapshot(training.model), training.settings, task=training.dataset.task)
    inputs, targets = training.next_batch()
    generator = training.dropout_copy()
    best, best_s = 1, math.inf
    begun = time.perf_counter()
    for count in candidates:
        torch.set_num_threads(count)
        for _ in range(ROUNDS):
            start = time.perf_counter()
            stepper.take(
                inputs, targets, [len(inputs)], settings=training.settings, learning_rates=[0.0], generator=generator
            )
            seconds = time.perf_counter() - start
            # Five percent better, or the fewer threads: they leave room for the window.
            if seconds < 0.95 * best_s:
                best, best_s = count, seconds
            if time.perf_counter() - begun > MEASURE_S:
                return best
    return best
