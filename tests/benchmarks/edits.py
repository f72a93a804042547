"""What edits cost: jump, aftershock, final loss and time, beside other ways to do the same.

    python -m tests.benchmarks.edits [--seeds 5] [--tables grow,shrink,remove,deepen,halve,time] [--data digits]
        [--rate 5e-3]

All in one run, on the same data, batches and first weights, with Adam, batches of 64 and one thread:

- jump: training loss right after the edit, less that before it
- aftershock: the highest training loss within 100 steps after the edit, less that before it
- final: training loss at the end
- points: percentage points of validation accuracy lost at once
- ms: the edit itself, median

Peers: gromo (TINY growth; it does not carry an optimizer over, so a new one is made), torch-pruning (magnitude; with
the old optimizer, which then no longer moves the replaced tensors, and with a new one), and starting the touched
layers, or everything, with new weights. A peer that is not installed is left out: pip install --no-deps torch-pruning
gromo.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional

from core.messages.train_commands import DataSpec, Settings
from core.net.plan import CopyLayer, Edit, InsertLayer, Narrow, Net, RemoveLayer, Widen, mlp
from core.train.model.model import Model, new_model
from core.train.steps.forward import forward
from core.train.steps.ladder import Stepper
from core.train.surgery import apply as surgery
from core.train.training import datasets
from core.train.training.datasets import Dataset
from tests.benchmarks.deepening import CASES, WAYS, deepenings
from tests.benchmarks.edit_times import EDITS, times
from tests.benchmarks.halving import NETS, SEEDS, halvings

BATCH = 64
AFTER = 100
Loss = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Work:
    """Data as rows, the number of steps before and after the edit, and the learning rate."""

    name: str
    x: Tensor
    y: Tensor
    held_x: Tensor
    held_y: Tensor
    before: int
    after: int
    rate: float


@dataclass(frozen=True)
class Outcome:
    jump: float
    aftershock: float
    final: float
    points: float
    ms: float


def work_of(name: str, rate: float) -> Work:
    data: Dataset = datasets.load(DataSpec(name))
    steps = 440 if name == "digits" else 310
    return Work(
        name, data.training_inputs.flatten(1), data.training_targets, data.validation_inputs.flatten(1),
        data.validation_targets, steps, steps, rate,
    )  # fmt: skip


def batches(work: Work, seed: int) -> Iterator[Tensor]:
    """Yield the rows of each batch: a permutation an epoch, the same for everybody."""
    generator = Generator().manual_seed(seed)
    while True:
        yield from torch.randperm(len(work.x), generator=generator).split(BATCH)[:-1]


# ------------------------------------------------------------------------------------------ the runners
class Ours:
    """Our engine."""

    def __init__(self, work: Work, net: Net, seed: int) -> None:
        self.work, self.model = work, new_model(net, seed=seed)
        self.settings = Settings(learning_rate=work.rate)
        self.stepper = Stepper(self.model, self.settings, task="classify")

    def step(self, rows: Tensor) -> None:
        rates = [self.work.rate]
        self.stepper.take(
            self.work.x[rows], self.work.y[rows], [len(rows)], settings=self.settings, learning_rates=rates,
            generator=Generator(),
        )  # fmt: skip
        for key in self.model.faded:
            self._replace(surgery.fold_faded(self.model, key, **self._sample(), task="classify").model)

    def _sample(self) -> dict[str, Tensor]:
        return {"inputs": self.work.x[:1024], "targets": self.work.y[:1024]}

    def _replace(self, model: Model) -> None:
        self.model, self.stepper = model, Stepper(model, self.settings, task="classify")

    def edit(self, edit: Edit, seed: int) -> None:
        self._replace(surgery.apply(self.model, edit, seed=seed, **self._sample(), task="classify").model)

    def outputs(self, x: Tensor) -> Tensor:
        return forward(self.model, x, training=False)


class Theirs:
    """A torch network with torch's Adam, from the same first weights."""

    def __init__(self, work: Work, net: Net, seed: int) -> None:
        self.work, self.net = work, net
        self.made = torch_net(new_model(net, seed=seed))
        self.optimizer = torch.optim.Adam(self.made.parameters(), lr=work.rate)

    def step(self, rows: Tensor) -> None:
        self.optimizer.zero_grad()
        functional.cross_entropy(self.made(self.work.x[rows]), self.work.y[rows]).backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()

    def outputs(self, x: Tensor) -> Tensor:
        return self.made(x)  # type: ignore[no-any-return]


def torch_net(model: Model) -> nn.Module:
    """The dense ReLU net of a model as torch has it."""
    layers: list[nn.Module] = []
    for layer in model.net.layers:
        weight, bias = model.parameters[f"{layer.key}.weight"], model.parameters[f"{layer.key}.bias"]
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        with torch.no_grad():
            linear.weight.copy_(weight)
            linear.bias.copy_(bias)
        layers += [linear, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def measured(work: Work, runner: Ours | Theirs, edit: Callable[[], None] | None, *, seed: int) -> Outcome:
    """Train, edit, train on."""
    rows = batches(work, seed)

    def loss() -> float:
        with torch.no_grad():
            return float(functional.cross_entropy(runner.outputs(work.x), work.y))

    def score() -> float:
        with torch.no_grad():
            return float((runner.outputs(work.held_x).argmax(1) == work.held_y).double().mean())

    for _ in range(work.before):
        runner.step(next(rows))
    before, score_before = loss(), score()
    begun = time.perf_counter()
    if edit is not None:
        edit()
    ms = (time.perf_counter() - begun) * 1e3
    jump, points, peak = loss() - before, (score_before - score()) * 100, loss()
    for step in range(work.after):
        runner.step(next(rows))
        peak = max(peak, loss()) if step < AFTER else peak
    return Outcome(jump, peak - before, loss(), points, ms)


# ------------------------------------------------------------------------------------------ the peers
def again(theirs: Theirs, hidden: tuple[int, ...], *, everything: bool) -> None:
    """Make a new net with other widths; keep the last layer if it fits, unless `everything` is to go."""
    old = theirs.made
    inputs, outputs = theirs.work.x.shape[1], int(theirs.work.y.max()) + 1
    theirs.made = torch_net(new_model(mlp(inputs, hidden, outputs), seed=123))
    last, kept = theirs.made[-1], old[-1]  # type: ignore[index]
    if not everything and last.weight.shape == kept.weight.shape:
        last.load_state_dict(kept.state_dict())
    theirs.optimizer = torch.optim.Adam(theirs.made.parameters(), lr=theirs.work.rate)


def gromo_grow(theirs: Theirs, by: int, *, factor: float) -> None:
    """Grow the first hidden layer with gromo's TINY; its new tensors need a new optimizer."""
    from gromo.containers.growing_mlp import GrowingMLP

    work, linears = theirs.work, [x for x in theirs.made if isinstance(x, nn.Linear)]  # type: ignore[attr-defined]
    grown = GrowingMLP(work.x.shape[1], linears[-1].out_features, linears[0].out_features, 2, nn.ReLU())
    for mine, old in zip(grown.layers, linears, strict=True):
        mine.layer.load_state_dict(old.state_dict())
    grown.init_computation()
    for x, y in zip(work.x[:1024].split(256), work.y[:1024].split(256), strict=True):
        grown.zero_grad()
        functional.cross_entropy(grown(x), y, reduction="sum").backward()  # type: ignore[no-untyped-call]
        grown.update_computation()
    grown.compute_optimal_updates(maximum_added_neurons=by)
    grown.reset_computation()
    grown.select_update(0)
    grown.set_scaling_factor(factor)
    grown.apply_change(extension_size=by)
    theirs.made = grown
    theirs.optimizer = torch.optim.Adam(grown.parameters(), lr=work.rate)


def torch_pruning(theirs: Theirs, by: int, *, new_optimizer: bool) -> None:
    """Remove the units of the first layer with the smallest weights, as torch-pruning does."""
    import torch_pruning as tp

    graph = tp.DependencyGraph().build_dependency(theirs.made, example_inputs=theirs.work.x[:2])
    first = theirs.made[0]  # type: ignore[index]
    places = first.weight.abs().sum(1).argsort()[:by].tolist()
    graph.get_pruning_group(first, tp.prune_linear_out_channels, idxs=places).prune()
    if new_optimizer:
        theirs.optimizer = torch.optim.Adam(theirs.made.parameters(), lr=theirs.work.rate)


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


# ------------------------------------------------------------------------------------------ the tables
Peer = tuple[str, Callable[[Theirs], None]]
GROW: dict[str, Edit | None] = {
    "no edit": None,
    "append +32": Widen(1, 32),
    "split +32": Widen(1, 32, "split"),
    "gradmax +32": Widen(1, 32, "gradmax"),
    "tiny +32": Widen(1, 32, "tiny"),
    "hidden": InsertLayer(1),
    "identity": InsertLayer(1, kind="identity"),
    "block": InsertLayer(1, kind="residual"),
    "copy": CopyLayer(2),
}
SHRINK: dict[str, Edit | None] = {
    "no edit": None,
    "magnitude −32": Narrow(1, 32, "magnitude"),
    "taylor −32": Narrow(1, 32, "taylor"),
    "obs −32": Narrow(1, 32, "obs"),
}
REMOVE: dict[str, Edit | None] = {
    "no edit": None,
    "refit, first": RemoveLayer(1),
    "refit, last": RemoveLayer(2),
    "fade, first": RemoveLayer(1, "fade"),
    "fade, last": RemoveLayer(2, "fade"),
}


def grow_peers() -> list[Peer]:
    peers: list[Peer] = [
        ("touched layers again", lambda t: again(t, (64, 32), everything=False)),
        ("everything again", lambda t: again(t, (64, 32), everything=True)),
    ]
    if installed("gromo"):
        peers += [
            ("gromo TINY +32, γ = 1", lambda t: gromo_grow(t, 32, factor=1.0)),
            ("gromo TINY +32, γ = 0.1", lambda t: gromo_grow(t, 32, factor=0.1)),
        ]
    return peers


def shrink_peers() -> list[Peer]:
    peers: list[Peer] = [("touched layers again", lambda t: again(t, (32, 32), everything=False))]
    if installed("torch_pruning"):
        peers += [
            ("torch-pruning, old optimizer", lambda t: torch_pruning(t, 32, new_optimizer=False)),
            ("torch-pruning, new optimizer", lambda t: torch_pruning(t, 32, new_optimizer=True)),
        ]
    return peers


def remove_peers() -> list[Peer]:
    return [("touched layers again", lambda t: again(t, (32,), everything=False))]


def table(
    title: str, work: Work, hidden: tuple[int, ...], edits: dict[str, Edit | None], peers: list[Peer], seeds: int
) -> None:
    print(
        f"\n{title} · {work.name}, {work.x.shape[1]}-{'-'.join(map(str, hidden))}-10, "
        f"learning rate {work.rate:g}, {seeds} seeds"
    )
    print(f"{'':32s}{'jump':>9s}{'aftershock':>12s}{'final':>9s}{'points':>8s}{'ms':>8s}")
    net = mlp(work.x.shape[1], hidden, 10)
    for name, edit in edits.items():
        told = []
        for seed in range(seeds):
            ours = Ours(work, net, seed)
            doing = None if edit is None else (lambda ours=ours, edit=edit, seed=seed: ours.edit(edit, seed))  # type: ignore[misc]
            told.append(measured(work, ours, doing, seed=seed))
        line(name, told)
    for name, do in peers:
        told = []
        for seed in range(seeds):
            theirs = Theirs(work, net, seed)
            told.append(measured(work, theirs, lambda theirs=theirs, do=do: do(theirs), seed=seed))  # type: ignore[misc]
        line(name, told)


def line(name: str, told: list[Outcome]) -> None:
    middle = {field: statistics.median(getattr(o, field) for o in told) for field in ("jump", "aftershock", "ms")}
    final, points = (statistics.mean(getattr(o, field) for o in told) for field in ("final", "points"))
    print(
        f"{name:32s}{middle['jump']:>+9.4f}{middle['aftershock']:>+12.4f}{final:>9.4f}{points:>8.2f}{middle['ms']:>8.1f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tables", default="grow,shrink,remove,deepen,halve,time")
    parser.add_argument("--data", default="digits,mnist-5k")
    parser.add_argument("--rate", type=float, default=0.0, help="of all; 0: digits 1e-3 and 5e-3, mnist-5k 3e-3")
    parser.add_argument("--widths", default="64,256,512,1024,2048")
    parser.add_argument("--edits", default="", help=f"for the table of times, of: {','.join(EDITS)}")
    parser.add_argument("--nets", default=",".join(NETS), help="for the table of halved layers")
    given = parser.parse_args()
    torch.set_num_threads(1)
    tables = given.tables.split(",")
    for name in given.data.split(","):
        for rate in [given.rate] if given.rate else [1e-3, 5e-3] if name == "digits" else [3e-3]:
            work = work_of(name, rate)
            if "grow" in tables:
                table("Growing", work, (32, 32), GROW, grow_peers(), given.seeds)
            if "shrink" in tables:
                table("Shrinking", work, (64, 32), SHRINK, shrink_peers(), given.seeds)
            if "remove" in tables:
                table("Removing a layer", work, (32, 32), REMOVE, remove_peers(), given.seeds)
    if "deepen" in tables:
        deepenings(list(CASES), list(WAYS), given.seeds)
    if "halve" in tables:
        halvings(given.data.split(","), given.nets.split(","), max(given.seeds, SEEDS))
    if "time" in tables:
        names = tuple(given.edits.split(",")) if given.edits else tuple(EDITS)
        times(tuple(int(width) for width in given.widths.split(",")), names=names)


if __name__ == "__main__":
    main()
