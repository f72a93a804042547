"""The table of halved layers: what it costs at once, and where training ends.

- at once: percentage points of validation accuracy lost, mean and its standard error over seeds, and validation loss
- after: the training loss after as many steps again, less that of the same run without the edit
- as narrow from the start: points that a network of the smaller size lacks, trained for as many steps
"""

from __future__ import annotations

import math
import statistics

from core.edits import edited
from core.messages import DataSpec, Settings
from core.net import EditError, Narrow, Net, hidden_numbers, layer_at, mlp, width_of
from core.presets import PRESETS
from core.shapes import flows
from core.train import datasets
from core.train.datasets import Dataset
from core.train.replay import run_to
from core.train.training import Training, begin

NETS = ("64-32", "128-64", "lenet5", "vgg", "resnet")
RATES = {"digits": 1e-3, "mnist-5k": 3e-3}
STEPS = {"digits": 440, "mnist-5k": 310}


def halvings(names: list[str], kinds: list[str], seeds: int) -> None:
    """Print a table for each data and network."""
    for name in names:
        data = datasets.load(DataSpec(name))
        for kind in kinds:
            _table(name, kind, data, _net(kind, data), seeds)


def _net(kind: str, data: Dataset) -> Net:
    shape = data.known.input if len(data.known.input) == 3 else (1, *data.training_inputs.shape[-2:])
    if kind in PRESETS:
        return PRESETS[kind](shape, 10)
    return mlp(math.prod(shape), tuple(int(width) for width in kind.split("-")), 10)


def _table(name: str, kind: str, data: Dataset, net: Net, seeds: int) -> None:
    print(f"\nHalving one layer · {name}, {kind}, {seeds} seeds")
    print(f"{'layer':>6s}{'width':>7s}{'points at once':>17s}{'loss at once':>14s}{'after':>9s}{'from the start':>16s}")
    steps, rate = STEPS[name], RATES[name] if kind[0].isdigit() else 3e-3
    trained = [_trained(data, net, rate, seed, steps) for seed in range(seeds)]
    ends = [_end(training, 2 * steps) for training in trained]
    scores = [training.validate() for training in trained]
    for edit in _halved(net):
        cells = [_halving(t, edit, 2 * steps, e) for t, e in zip(trained, ends, strict=True)]
        small = edited(net, edit)
        less = [
            100 * (score[1] - _trained(data, small, rate, seed, steps).validate()[1])
            for seed, score in enumerate(scores)
        ]
        points, losses, after = zip(*cells, strict=True)
        wide = width_of(layer_at(net, edit.layer))
        spread = statistics.stdev(points) / math.sqrt(seeds) if seeds > 1 else math.nan
        print(
            f"{edit.layer:>6d}{wide:>7d}{f'{statistics.mean(points):.2f} ± {spread:.2f}':>17s}"
            f"{statistics.mean(losses):>+14.4f}{statistics.mean(after):>+9.4f}{statistics.mean(less):>16.2f}",
            flush=True,
        )


def _halved(net: Net) -> list[Narrow]:
    """Halve each layer that can be, once for all that are tied together."""
    found, seen, edits = flows(net), set(), []
    for number in hidden_numbers(net):
        layer = layer_at(net, number)
        edit = Narrow(number, width_of(layer) // 2)
        try:
            edited(net, edit)
        except EditError:
            continue
        if found[layer.key].group_out not in seen:
            seen.add(found[layer.key].group_out)
            edits.append(edit)
    return edits


def _trained(data: Dataset, net: Net, rate: float, seed: int, steps: int) -> Training:
    training = begin(data, net=net, settings=Settings(learning_rate=rate), seed=seed)
    run_to(training, steps)
    return training


def _end(training: Training, steps: int) -> float:
    """The training loss at step `steps`; the training stays where it is."""
    moment = training.moment()
    run_to(training, steps)
    loss = training.evaluate(training.dataset.training_inputs, training.dataset.training_targets)[0]
    training.restore(moment)
    return loss


def _halving(training: Training, edit: Narrow, steps: int, end: float) -> tuple[float, float, float]:
    moment, before = training.moment(), training.validate()
    training.edit(edit)
    after = training.validate()
    told = 100 * (before[1] - after[1]), after[0] - before[0], _end(training, steps) - end
    training.restore(moment)
    return told


if __name__ == "__main__":
    import sys

    halvings(sys.argv[1].split(","), sys.argv[2].split(","), int(sys.argv[3]))
