"""What the tests of stepping share: runs of steps, a stand-in for a device's graphs, a watcher of operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Generator, Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten

from core.messages.train_commands import Settings
from core.net.plan import Dense, Dropout, Net, Residual
from core.train.model.model import Model
from core.train.steps.cuda_graphs import Graphs
from core.train.steps.ladder import RECORD_AFTER, Stepper
from core.train.steps.plain import Taken
from tests.train import nets

Work = Callable[[], None]

STEPS = RECORD_AFTER + 23

FORBIDDEN = ("_local_scalar_dense", "lift_fresh", "nonzero", "_to_copy", "equal", "is_nonzero", "masked_select")
"""What no capture may hold: reading from the device, sending to it, and results whose shape the device would have to
tell."""


@dataclass
class Noted:
    """An operation as a graph keeps it: what to do, and on which tensors."""

    do: Callable[..., Any]
    given: tuple[Any, ...]
    how: dict[str, Any]
    made: list[Tensor]

    def again(self) -> None:
        """Do it again; what it makes goes to where the first results are."""
        fresh = tensors(self.do(*self.given, **self.how))
        for old, new in zip(self.made, fresh, strict=True):
            if old.data_ptr() != new.data_ptr():
                old.copy_(new)


def tensors(tree: object) -> list[Tensor]:
    """Return all tensors in something nested."""
    return [leaf for leaf in tree_flatten(tree)[0] if isinstance(leaf, Tensor)]


class Watcher(TorchDispatchMode):
    """Sees every operation; `seen` keeps the names of all, `kinds` what their results are made of, `noted` what is
    needed to do them again."""

    def __init__(self, *, keep: bool = False, forbidden: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.kinds: set[torch.dtype] = set()
        self.noted: list[Noted] = []
        self._keep, self._forbidden = keep, forbidden

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        name = func.__name__.split(".")[0]
        self.seen.append(name)
        if name in self._forbidden:
            raise RuntimeError(f"operation not permitted when stream is capturing: {name}")
        made = func(*args, **(kwargs or {}))
        self.kinds |= {tensor.dtype for tensor in tensors(made)}
        if self._keep:
            self.noted.append(Noted(func, args, kwargs or {}, tensors(made)))
        return made


@dataclass
class CpuGraphs:
    """Captures like a graph: notes down every operation with its tensors, and later repeats just these. What Python
    decides or computes while it captures is frozen; numbers are read from the tensors when it is played."""

    warmed: int = 0
    captures: int = 0
    replays: int = 0
    operations: int = 0
    fail: str = ""
    addresses: list[set[int]] = field(default_factory=list)

    def warm(self, work: Work) -> None:
        self.warmed += 1
        work()

    def capture(self, work: Work) -> Work:
        if self.fail:
            raise RuntimeError(self.fail)
        with Watcher(keep=True, forbidden=FORBIDDEN) as watcher:
            work()
        self.captures += 1
        self.operations = len(watcher.noted)
        self.addresses.append({t.data_ptr() for note in watcher.noted for t in tensors(note.given)})

        def replay() -> None:
            self.replays += 1
            for note in watcher.noted:
                note.again()

        return replay


def run(
    model: Model, settings: Settings, *, record: bool, cuts: tuple[int, ...] = (STEPS,), sizes: list[int] | None = None,
    rates: list[float] | None = None, regress: bool = False, graphs: Graphs | None = None,
) -> tuple[Stepper, Taken]:  # fmt: skip
    """Take STEPS steps, or as many as there are sizes, in calls of `cuts` steps."""
    task = "regress" if regress else "classify"
    sizes, rates = sizes or [16] * STEPS, rates or [settings.learning_rate] * STEPS
    inputs, targets = nets.data(model.net, sum(sizes), task=task)  # type: ignore[arg-type]
    inputs, targets = inputs.to(model.flat.dtype), targets.to(model.flat.dtype) if regress else targets
    way = "top" if record else "by hand"
    stepper = Stepper(model, settings, task=task, way=way, graphs=graphs)  # type: ignore[arg-type]
    taken, place, row, generator = [], 0, 0, Generator().manual_seed(0)
    for count in cuts:
        here = sizes[place : place + count]
        rows = slice(row, row + sum(here))
        taken.append(
            stepper.take(
                inputs[rows],
                targets[rows],
                here,
                settings=settings,
                learning_rates=rates[place : place + count],
                generator=generator,
            )
        )
        place, row = place + count, rows.stop
    assert (stepper.top is not None) == record
    return stepper, Taken(
        *(torch.cat([getattr(t, name) for t in taken]) for name in ("losses", "squared_norms", "outputs"))
    )


def again(stepper: Stepper, steps: int, *, batch: int = 16) -> Taken:
    """Take steps as a training would, in one call."""
    inputs, targets = nets.data(stepper.model.net, batch * steps)
    return stepper.take(
        inputs, targets, [batch] * steps, settings=replace(Settings(), batch_size=batch),
        learning_rates=[1e-3] * steps, generator=Generator().manual_seed(0),
    )  # fmt: skip


def with_dropout() -> Net:
    """A net that uses everything that steps change: batch norm, and dropout twice with another rate."""
    layers = (
        Dense(1, 12, "relu", "batch"), Dropout(2, 0.3), Residual(3, (Dense(4, 12), Dropout(5, 0.1)), "relu"),
        Dense(6, 4, "linear"),
    )  # fmt: skip
    return Net((6,), layers, 7)
