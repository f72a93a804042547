"""After growth the loss does not kick back: the optimizer takes the new entries in gently.

A jump of zero is not enough. An exact insert with cold optimizer memory raised the loss by 0.08 within ten steps.
"""

from __future__ import annotations

import statistics
from functools import cache

import pytest

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import CopyLayer, Edit, InsertLayer, Widen, mlp
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin
from tests.sweeps import sweep

SEEDS = sweep(usual=range(9), nightly=range(15))
LOOKED_AT, EVERY_STEP = 100, 30
BAR = 1.3
NOTHING = 5e-4
"""What is no kick at all: where the loss only falls without an edit, there is nothing to compare with."""

RUNS = {
    "digits 1e-3": ("digits", 1e-3, 440),
    "digits 5e-3": ("digits", 5e-3, 440),
    "mnist-5k 3e-3": ("mnist-5k", 3e-3, 310),
}
GROWTH: dict[str, Edit] = {
    "append": Widen(1, 32),
    "split": Widen(1, 32, "split"),
    "gradmax": Widen(1, 32, "gradmax"),
    "tiny": Widen(1, 32, "tiny"),
    "hidden": InsertLayer(1),
    "wider": InsertLayer(2, 48),
    "hidden gelu": InsertLayer(2, activation="gelu"),
    "identity": InsertLayer(1, kind="identity"),
    "block": InsertLayer(1, kind="residual"),
    "block gelu": InsertLayer(2, activation="gelu", kind="residual"),
    "first": InsertLayer(0, 32),
    "copy": CopyLayer(2),
}

CASES = sweep(
    usual=[(run, growth) for place, growth in enumerate(GROWTH) for run in [list(RUNS)[place % len(RUNS)]]],
    nightly=[(run, growth) for run in RUNS for growth in GROWTH],
)
"""Each growth on one of the runs; at night each on all. Fewer seeds would not do: a median of three is mostly luck."""


def loss(training: Training) -> float:
    return training.evaluate(training.dataset.training_inputs, training.dataset.training_targets)[0]


@cache
def before(run: str, seed: int) -> Training:
    name, rate, steps = RUNS[run]
    data = datasets.load(DataSpec(name))
    side = data.training_inputs.shape[-1]
    training = begin(data, net=mlp(side * side, (32, 32), 10), settings=Settings(learning_rate=rate), seed=seed)
    run_to(training, steps)
    return training


def kick(run: str, seed: int, edit: Edit | None) -> float:
    """The highest training loss in the steps after an edit, less that before it."""
    training = before(run, seed)
    moment = training.state()
    start = loss(training)
    assert start < 0.4, "the network has learned too little for this to mean anything"
    if edit is not None:
        training.edit(edit)
    highest = loss(training)
    for step in range(LOOKED_AT):
        training.take(1)
        if step < EVERY_STEP or step % 4 == 0:
            highest = max(highest, loss(training))
    training.restore(moment)
    return highest - start


@cache
def unedited(run: str) -> float:
    return statistics.median(kick(run, seed, None) for seed in SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize(("run", "growth"), CASES)
def test_growth_does_not_kick_back(run: str, growth: str) -> None:
    kicked = statistics.median(kick(run, seed, GROWTH[growth]) for seed in SEEDS)
    assert kicked <= max(BAR * unedited(run), NOTHING), f"{kicked:.4f} against {unedited(run):.4f} without an edit"
