"""The table of removed layers: what it costs at once, as a fade, and when that is ready.

    python -m tests.benchmarks.removing [--seeds 10] [--conv 3] [--data spiral,digits] [--nets 32-32-32,vgg]

For every hidden layer and block that can go, the rise of the validation loss against the same run that keeps it, at the
same step, median and worst of the seeds (`--conv` of them for convolutional networks):

- at once: right after the edit, with what follows refitted
- fade: after its 300 steps, when the layer has been folded away
- when ready: when a copy without it, trained beside, has taken over; the steps that took, median, and how many of how
  many were given up, where the layer stays and nothing is lost
- after: the training loss 600 steps after the copy took over, against the run that keeps the layer, median
"""

from __future__ import annotations

import argparse
import math
import statistics
from collections.abc import Callable

import torch

from core.messages.train_commands import DataSpec, Settings
from core.net.depths import layer_is_linear
from core.net.edits import edited
from core.net.plan import (
    Conv,
    Dense,
    EditError,
    LayerKey,
    Net,
    RemoveLayer,
    Residual,
    layer_of,
    mlp,
    number_of,
    numbered,
)
from core.net.presets import PRESETS
from core.train.surgery.remove import FADE_STEPS
from core.train.surgery.successor import CHECKED_EVERY
from core.train.training import datasets
from core.train.training.datasets import Dataset
from core.train.training.replay import run_to
from core.train.training.training import Training, begin

NETS = {
    "spiral": ("32-32-32", "32-32"),
    "digits": ("64-32", "64-64-32", "lenet5", "vgg", "resnet"),
    "mnist-5k": ("128-64", "lenet5"),
}
RATES = {"spiral": 1e-2, "digits": 1e-3, "mnist-5k": 3e-3}
STEPS = {"spiral": 600, "digits": 440, "mnist-5k": 310}
AFTER = 600
HEADS = (
    ("layer", 6), ("kind", 9), ("at once", 9), ("worst", 8), ("fade", 9), ("worst", 8), ("when ready", 12),
    ("worst", 8), ("steps", 7), ("given up", 10), ("after", 9),
)  # fmt: skip


def removals(names: list[str], kinds: list[str], seeds: int, conv: int) -> None:
    """Print a table for each data and network."""
    for name in names:
        data = datasets.load(DataSpec(name))
        for kind in kinds or NETS[name]:
            dense = kind[0].isdigit()
            rate = RATES[name] if dense else 3e-3
            trained = [
                _trained(data, _net(kind, data), rate, seed, STEPS[name]) for seed in range(seeds if dense else conv)
            ]
            print(f"\nRemoving one layer · {name}, {kind}, {len(trained)} seeds")
            print("".join(f"{head:>{width}s}" for head, width in HEADS))
            for key in _removable(trained[0].net):
                _line(trained, key)


def _net(kind: str, data: Dataset) -> Net:
    if kind in PRESETS:
        shape = data.known.input if len(data.known.input) == 3 else (1, *data.training_inputs.shape[-2:])
        return PRESETS[kind](shape, data.known.outputs)
    return mlp(math.prod(data.known.input), tuple(int(width) for width in kind.split("-")), data.known.outputs)


def _trained(data: Dataset, net: Net, rate: float, seed: int, steps: int) -> Training:
    training = begin(data, net=net, settings=Settings(learning_rate=rate), seed=seed)
    run_to(training, steps)
    return training


def _removable(net: Net) -> list[LayerKey]:
    found = []
    for layer in numbered(net):
        if isinstance(layer, Dense | Conv | Residual):
            try:
                edited(net, RemoveLayer(layer.key, "ready"))
            except EditError:
                continue
            found.append(layer.key)
    return found


def _line(trained: list[Training], key: LayerKey) -> None:
    layer = layer_of(trained[0].net, key)
    once = [_rise(training, lambda t: t.edit(RemoveLayer(key))) for training in trained]
    fades = not isinstance(layer, Residual) and not layer_is_linear(layer)
    faded = [_rise(training, lambda t: _fade(t, key)) for training in trained] if fades else []
    waited = [_when_ready(training, key) for training in trained]
    over = [rise for rise, _, _ in waited if not math.isnan(rise)]
    after = [end for rise, _, end in waited if not math.isnan(rise)]
    print(
        f"{number_of(trained[0].net, key):>6d}{type(layer).__name__:>9s}{_two(once)}{_two(faded)}{_two(over, 12)}"
        f"{statistics.median(steps for _, steps, _ in waited):>7.0f}{f'{len(waited) - len(over)}/{len(waited)}':>10s}"
        f"{f'{statistics.median(after):+.4f}' if after else '–':>9s}",
        flush=True,
    )


def _two(values: list[float], width: int = 9) -> str:
    """Median and worst."""
    if not values:
        return f"{'–':>{width}s}{'–':>8s}"
    return f"{statistics.median(values):>+{width}.3f}{max(values):>+8.3f}"


def _rise(training: Training, do: Callable[[Training], object]) -> float:
    """Return what `do` costs against the run that goes on alone, at the step where it ends; the training stays."""
    moment = training.state()
    do(training)
    step, after = training.step, training.validate()[0]
    training.restore(moment)
    run_to(training, step)
    before = training.validate()[0]
    training.restore(moment)
    return after - before


def _fade(training: Training, key: LayerKey) -> None:
    training.edit(RemoveLayer(key, "fade"))
    run_to(training, training.step + FADE_STEPS)


def _when_ready(training: Training, key: LayerKey) -> tuple[float, int, float]:
    """Return the rise when the copy takes over (nan: it never does), after how many steps, and the training loss
    later, against the run that keeps the layer."""
    moment, net = training.state(), training.net
    training.edit(RemoveLayer(key, "ready"))
    while training.model.successor is not None:
        training.take(CHECKED_EVERY)
    took_over, step, after = training.net != net, training.step, training.validate()[0]
    run_to(training, step + AFTER)
    end = _training_loss(training)
    training.restore(moment)
    run_to(training, step)
    before = training.validate()[0]
    run_to(training, step + AFTER)
    kept = _training_loss(training)
    training.restore(moment)
    return (after - before if took_over else math.nan), step - moment.step, end - kept


def _training_loss(training: Training) -> float:
    return training.evaluate(training.dataset.training_inputs, training.dataset.training_targets)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--conv", type=int, default=3)
    parser.add_argument("--data", default="spiral,digits,mnist-5k")
    parser.add_argument("--nets", default="")
    given = parser.parse_args()
    torch.set_num_threads(1)
    removals(given.data.split(","), given.nets.split(",") if given.nets else [], given.seeds, given.conv)


if __name__ == "__main__":
    main()
