"""The table of inserted layers: a plain layer that unfolds, beside a residual block, in one run.

    python -m tests.benchmarks.deepening [--seeds 15] [--cases spiral,circles,xor,digits-tanh,...] [--ways hidden,block]

Each case begins with a small network and inserts one layer after another at equal shares of the work. `work` is the
multiply-adds that the final network of plain layers needs for its steps; every way gets as many.

- kick: the highest training loss within 100 steps after an insertion, less that before it, median of all
- after 600: training loss 600 steps after the last insertion, mean
- accuracy: on the validation samples at the end, mean and standard deviation
- loss: training loss at the end, mean

Measured, accuracy and median kick (the worst), of 15 seeds (the last six: 8):

| case | never | scratch | hidden | residual | kick of hidden | of residual |
| --- | --- | --- | --- | --- | --- | --- |
| spiral, 16 → 16-16-16 | .980 | .985 | .983 | .958 | .014 (.065) | .021 (.348) |
| spiral, 16-16 → 16-16-16 | .987 | .985 | .978 | .905 | .004 (.507) | .004 (.858) |
| xor, no hidden layer → 8 | .532 | .994 | .991 | .976 | .004 (.029) | .001 (.004) |
| xor, 8 → 8-8 | .996 | .998 | .994 | .992 | .002 (.002) | .001 (.002) |
| circles sigmoid, 8 → 8-8 | 1.000 | 1.000 | 1.000 | 1.000 | .000 (.001) | .001 (.002) |
| digits tanh, 32-32 → 32-32-32 | .976 | .975 | .973 | .974 | .000 (.000) | .000 (.000) |
| digits sigmoid | .967 | .950 | .967 | .965 | .000 (.000) | .000 (.000) |
| digits relu | .974 | .974 | .975 | .978 | .001 (.002) | .001 (.002) |
| digits relu, behind the input | .974 | .974 | .976 | .977 | .001 (.002) | .001 (.002) |

How it was tuned (spiral, 6 seeds): with the memory that an identity gets (`deepen.recall`) the kick is twice as large.
A learning rate that climbs 5 × as long as usual kicks by .06, 10 × by .02, 15 × by .01, 30 × by .01, but ends at .968.
Linear, quadratic and cosine ramps of 300 to 1,000 steps end alike. A sigmoid that unfolds from z instead of its tangent
ends at .956 on digits, with a kick of .03. More than 100 steps after an insertion, deep tanh networks kick by
themselves at this learning rate: from scratch, by .22 on average within 700 steps.
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import dataclass, replace

import torch

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import (
    INPUT,
    Activation,
    InsertKind,
    InsertLayer,
    LayerKey,
    Net,
    hidden_keys,
    mlp,
    output_layer,
    width_of,
)
from core.net.shapes import cost
from core.train.training import datasets
from core.train.training.replay import run_to
from core.train.training.training import Training, begin

SOON, LATER = 100, 600
WAYS = ("never", "scratch", "hidden", "residual")
"""The first network alone, the last one from the start, and two ways to grow from the one to the other."""


@dataclass(frozen=True)
class Case:
    """`hidden`: widths at first; `after`: behind which hidden layer (0: the input) each layer is inserted."""

    data: str
    hidden: tuple[int, ...]
    after: tuple[int, ...]
    activation: Activation
    rate: float
    steps: int


CASES = {
    "spiral": Case("spiral", (16,), (1, 2), "tanh", 1e-2, 6000),
    "spiral-16-16": Case("spiral", (16, 16), (1,), "tanh", 1e-2, 6000),
    "spiral-relu": Case("spiral", (16,), (1, 2), "relu", 1e-2, 6000),
    "circles": Case("circles", (8,), (1,), "tanh", 1e-2, 2400),
    "circles-sigmoid": Case("circles", (8,), (1,), "sigmoid", 1e-2, 2400),
    "xor": Case("xor", (), (0,), "tanh", 1e-2, 2400),
    "xor-8": Case("xor", (8,), (1,), "tanh", 1e-2, 2400),
    "digits-tanh": Case("digits", (32, 32), (1,), "tanh", 1e-3, 2400),
    "digits-sigmoid": Case("digits", (32, 32), (1,), "sigmoid", 1e-3, 2400),
    "digits-relu": Case("digits", (32, 32), (1,), "relu", 1e-3, 2400),
    "digits-relu-5e-3": Case("digits", (32, 32), (1,), "relu", 5e-3, 2400),
    "digits-first": Case("digits", (32, 32), (0,), "relu", 1e-3, 2400),
}


@dataclass(frozen=True)
class Outcome:
    kicks: tuple[float, ...]
    later: float
    score: float
    loss: float


def loss(training: Training) -> float:
    return training.evaluate(training.dataset.training_inputs, training.dataset.training_targets)[0]


def insertion(net: Net, after: int, case: Case, kind: InsertKind) -> InsertLayer:
    key = hidden_keys(net)[after - 1] if after else INPUT
    return InsertLayer(LayerKey(key), 0, case.activation, kind)


def grown(case: Case, way: str, *, seed: int) -> Outcome:
    """Train one network its whole life."""
    data = datasets.load(DataSpec(case.data, seed=seed % 5))
    inputs, classes = data.training_inputs[0].numel(), data.known.outputs
    first = mlp(inputs, case.hidden, classes, activation=case.activation)
    settings = replace(data.known.settings, learning_rate=case.rate)
    assert isinstance(settings, Settings)
    final = _final(case, data, first, settings)
    work = cost(final, "adam").multiply_adds * case.steps
    training = begin(data, net=final if way == "scratch" else first, settings=settings, seed=seed)
    assert width_of(output_layer(training.net)) == classes
    done, kicks, later, since = 0.0, [], float("nan"), -1
    edits = list(case.after) if way in ("hidden", "residual") else []
    for place in range(len(case.after) + 1):
        share = work * (place + 1) / (len(case.after) + 1)
        each = cost(training.net, "adam").multiply_adds
        end = training.step + max(0, round((share - done) / each))
        done += (end - training.step) * each
        if since >= 0 and place == len(case.after):
            middle = min(end, since + LATER)
            run_to(training, middle)
            later = loss(training)
        run_to(training, end)
        if place < len(case.after) and way != "scratch":
            kind: InsertKind = "residual" if way == "residual" else "hidden"
            edit = insertion(training.net, edits[place], case, kind) if edits else None
            kick, took = _insert(training, edit)
            kicks.append(kick)
            since = training.step - took
            done += took * cost(training.net, "adam").multiply_adds
    return Outcome(tuple(kicks), later, training.validate()[1], loss(training))


def _final(case: Case, data: datasets.Dataset, first: Net, settings: Settings) -> Net:
    made = begin(data, net=first, settings=settings)
    for after in case.after:
        made.edit(insertion(made.net, after, case, "hidden"))
    return made.net


def _insert(training: Training, edit: InsertLayer | None) -> tuple[float, int]:
    """Insert (None: nothing), take some steps; return the kick and how many."""
    before = highest = loss(training)
    if edit is not None:
        training.edit(edit)
    highest = max(highest, loss(training))
    for _ in range(SOON):
        training.take(1)
        highest = max(highest, loss(training))
    return highest - before, SOON


def deepenings(names: list[str], ways: list[str], seeds: int) -> None:
    """Print a table for each case."""
    for name in names:
        case = CASES[name]
        widths = "-".join(map(str, case.hidden)) or "no hidden layer"
        print(f"\nInserting · {name}: {widths}, {case.activation}, {case.rate:g}, {case.steps} steps, {seeds} seeds")
        print(f"{'':12s}{'kick':>9s}{'worst':>9s}{'after 600':>11s}{'accuracy':>10s}{'±':>8s}{'loss':>9s}")
        for way in ways:
            told = [grown(case, way, seed=seed) for seed in range(seeds)]
            kicks = [kick for one in told for kick in one.kicks] or [float("nan")]
            scores = [one.score for one in told]
            print(
                f"{way:12s}{statistics.median(kicks):>+9.4f}{max(kicks):>+9.4f}"
                f"{statistics.mean(one.later for one in told):>11.4f}{statistics.mean(scores):>10.4f}"
                f"{statistics.pstdev(scores):>8.4f}{statistics.mean(one.loss for one in told):>9.4f}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--ways", default=",".join(WAYS))
    given = parser.parse_args()
    torch.set_num_threads(1)
    deepenings(given.cases.split(","), given.ways.split(","), given.seeds)


if __name__ == "__main__":
    main()
