"""The table of halved layers: what it costs at once, and where training ends.

    python -m tests.benchmarks.halving [--seeds 10] [--ready 10,5] [--ends 10,2] [--data digits] [--nets 64-32,vgg]

- at once: percentage points of validation accuracy lost, median and worst of all seeds, and validation loss, median
- when ready: the same points where a narrower copy was trained beside and took over, median and worst, the steps it
  took, median, and how many of how many were given up
- after: the training loss after as many steps again, less that of the same run without the edit, mean
- as narrow from the start: points that a network of the smaller size lacks, trained for as many steps, mean

The last three train on for every layer, so they take the first seeds only. `ready` and `ends` say how many, for dense
networks and for convolutional ones, which take fifty times as long.
"""

from __future__ import annotations

import argparse
import math
import statistics
from dataclasses import replace

import torch

from core.messages.train_commands import DataSpec, Settings
from core.net.edits import edited
from core.net.plan import EditError, Narrow, Net, hidden_keys, layer_of, mlp, width_of
from core.net.presets import PRESETS
from core.net.shapes import flows
from core.train.surgery.successor import CHECKED_EVERY
from core.train.training import datasets
from core.train.training.datasets import Dataset
from core.train.training.replay import run_to
from core.train.training.training import Training, begin

NETS = ("64-32", "128-64", "lenet5", "vgg", "resnet")
RATES = {"digits": 1e-3, "mnist-5k": 3e-3}
SEEDS, READY, ENDS = 10, (10, 5), (10, 2)
STEPS = {"digits": 440, "mnist-5k": 310}


def halvings(
    names: list[str], kinds: list[str], seeds: int, ready: tuple[int, int] = READY, ends: tuple[int, int] = ENDS
) -> None:
    """Print a table for each data and network."""
    for name in names:
        data = datasets.load(DataSpec(name))
        for kind in kinds:
            place = 0 if kind[0].isdigit() else 1
            _table(name, kind, data, _net(kind, data), seeds, min(seeds, ready[place]), min(seeds, ends[place]))


def _net(kind: str, data: Dataset) -> Net:
    shape = data.known.input if len(data.known.input) == 3 else (1, *data.training_inputs.shape[-2:])
    if kind in PRESETS:
        return PRESETS[kind](shape, 10)
    return mlp(math.prod(shape), tuple(int(width) for width in kind.split("-")), 10)


def _table(name: str, kind: str, data: Dataset, net: Net, seeds: int, ready: int, ends: int) -> None:
    print(f"\nHalving one layer · {name}, {kind}, {seeds} seeds, {ends} of them to the end")
    heads = {
        "layer": 6,
        "width": 7,
        "points at once": 16,
        "worst": 7,
        "loss at once": 14,
        "when ready": 12,
        "worst ": 7,
        "steps": 7,
        "given up": 10,
        "after": 9,
        "from the start": 16,
    }
    print("".join(f"{head:>{width}s}" for head, width in heads.items()))
    steps, rate = STEPS[name], RATES[name] if kind[0].isdigit() else 3e-3
    trained = [_trained(data, net, rate, seed, steps) for seed in range(seeds)]
    unpruned = [_end(training, 2 * steps) for training in trained[:ends]]
    scores = [training.validate()[1] for training in trained]
    for edit in _halved(net):
        points, losses = zip(*[_at_once(training, edit) for training in trained], strict=True)
        waited = [_when_ready(training, edit) for training in trained[:ready]]
        over = [cost for cost, _ in waited if not math.isnan(cost)]
        when = f"{statistics.median(over):.2f}" if over else "–"
        worst = f"{max(over):.2f}" if over else "–"
        wait = f"{statistics.median(steps for _, steps in waited):.0f}" if waited else "–"
        after = [_end(t, 2 * steps, edit) - end for t, end in zip(trained, unpruned, strict=False)]
        small = edited(net, edit)
        less = [100 * (scores[s] - _trained(data, small, rate, s, steps).validate()[1]) for s in range(ends)]
        end = f"{statistics.mean(after):+.4f}" if after else "–"
        start = f"{statistics.mean(less):.2f}" if less else "–"
        print(
            f"{edit.layer:>6d}{width_of(layer_of(net, edit.layer)):>7d}{statistics.median(points):>16.2f}"
            f"{max(points):>7.2f}{statistics.median(losses):>+14.4f}"
            f"{when:>12s}{worst:>7s}{wait:>7s}{f'{len(waited) - len(over)}/{len(waited)}':>10s}{end:>9s}{start:>16s}",
            flush=True,
        )


def _halved(net: Net) -> list[Narrow]:
    """Halve each layer that can be halved; layers that are tied together count once."""
    found, seen, edits = flows(net), set(), []
    for number in hidden_keys(net):
        layer = layer_of(net, number)
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


def _end(training: Training, steps: int, edit: Narrow | None = None) -> float:
    """Return the training loss at step `steps`, with an edit now; the training stays where it is."""
    moment = training.state()
    if edit is not None:
        training.edit(edit)
    run_to(training, steps)
    loss = training.evaluate(training.dataset.training_inputs, training.dataset.training_targets)[0]
    training.restore(moment)
    return loss


def _at_once(training: Training, edit: Narrow) -> tuple[float, float]:
    """Return the points lost and the rise of the loss right after an edit; the training stays where it is."""
    moment, before = training.state(), training.validate()
    training.edit(edit)
    after = training.validate()
    training.restore(moment)
    return 100 * (before[1] - after[1]), after[0] - before[0]


def _when_ready(training: Training, edit: Narrow) -> tuple[float, int]:
    """Return the points lost when a narrower copy takes over (nan: it never does), and after how many steps; the
    training stays where it is."""
    moment, net = training.state(), training.net
    training.edit(replace(edit, way="ready"))
    while training.model.successor is not None:
        training.take(CHECKED_EVERY)
    step, after, took_over = training.step, training.validate(), training.net != net
    training.restore(moment)
    run_to(training, step)
    before = training.validate()
    training.restore(moment)
    return (100 * (before[1] - after[1]) if took_over else math.nan), step - moment.step


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--ready", default=",".join(map(str, READY)))
    parser.add_argument("--ends", default=",".join(map(str, ENDS)))
    parser.add_argument("--data", default="digits,mnist-5k")
    parser.add_argument("--nets", default=",".join(NETS))
    given = parser.parse_args()
    torch.set_num_threads(1)
    ready, ends = _pair(given.ready), _pair(given.ends)
    halvings(given.data.split(","), given.nets.split(","), given.seeds, ready, ends)


def _pair(text: str) -> tuple[int, int]:
    dense, conv = text.split(",")
    return int(dense), int(conv)


if __name__ == "__main__":
    main()
