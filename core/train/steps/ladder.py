"""The innermost loop: optimizer steps, and nothing that is not a step.

There are two ways to take them. *By hand*, Python calls the operations of a step (`core.train.steps.plain`) one by one.
*Flat*, they are played without Python between them, as many steps a call as are asked for: from a recording
(`core.train.steps.jit`), or, where the device has them, from a graph of the device (`core.train.steps.cuda_graphs`).
Both do the same operations in the same order on the same buffers, so the numbers are the same.

A new network steps by hand. When it has taken some steps unchanged, the flat way is made, in some milliseconds; then
the two take turns for a few calls, all of them real steps, and the faster stays, for this network and size of batch. An
edit throws all of it away, and steps go on by hand at once. Batch sizes, learning rates, ramps, ages, weight decay, L1,
clipping, momentum and dropout's masks are inputs: changing them makes nothing anew.

Nothing here reads a number from the device, or waits for it but in those few turns; what the charts need is left in
tensors.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Settings, Task
from core.net.shapes import flows
from core.train.model.model import Model
from core.train.session.player import TOGETHER
from core.train.steps import optimizers, written
from core.train.steps.cuda_graphs import Captured, Graphs, graphs_of
from core.train.steps.jit import LARGEST, Recorded
from core.train.steps.plain import Given, OneStep, State, Taken, joined
from core.train.steps.race import Turns

__all__ = ["LOSSES", "RECORD_AFTER", "Stepper", "Taken"]

LOSSES = written.LOSS

RECORD_AFTER = 24
"""Steps that a network takes by hand before it is worth recording; somebody clicking + five times records once."""

Way = Literal["faster", "flat", "by hand"]

log = logging.getLogger(__name__)


class Flat(Protocol):
    """A flat way of stepping."""

    def prepare(self, given: Given) -> None:
        """Make ready for steps like these; raise RuntimeError, with nothing changed, where they cannot be played."""

    def take(self, given: Given) -> Taken:
        """Take the steps in place."""


class Stepper:
    """Takes steps on one Model under one kind of Settings; after an edit there is a new Model, and a new Stepper.

    `way`: "faster" measures; the others are for measurements and tests. `graphs` instead of what the device offers.
    """

    def __init__(
        self, model: Model, settings: Settings, *, task: Task, way: Way = "faster", graphs: Graphs | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:  # fmt: skip
        self.model = model
        self.kind = kind_of(settings)
        self.task = task
        self.by_hand = 0
        self._graphs = graphs or graphs_of(model.device)
        self._way = way
        self._clock = clock
        self._slots = optimizers.prepared(model, settings)
        found = flows(model.net)
        self._dropping = [(layer, found[layer.key].inside) for layer in written.dropping(model.net.layers)]
        self._arrange()

    def _arrange(self) -> None:
        """Look at how the optimizer's memory is laid out; what was made for another layout goes."""
        model, kind = self.model, Settings(**dict(self.kind))
        columns = optimizers.columns_of(model)
        lists = optimizers.lists_of(model, self._slots, columns) if optimizers.can_fuse(model, kind) else None
        spreading = optimizers.for_spreading(columns) if lists is None else columns
        self._state = State(
            model.flat, model.gradient, model.parameters, model.gradients, self._slots, model.buffers, spreading, lists
        )
        frozen = columns is not None and optimizers.any_frozen(model)
        self._one = OneStep(model.net, self.task, kind, fused=lists is not None, frozen=frozen)
        self.flat: Flat | None = None
        self._turns: dict[tuple[int, bool], Turns] = {}

    def fits(self, model: Model, settings: Settings) -> bool:
        """Whether this stepper is for that model and kind of settings."""
        return model is self.model and kind_of(settings) == self.kind

    def take(
        self,
        inputs: Tensor,
        targets: Tensor,
        sizes: Sequence[int],
        *,
        settings: Settings,
        learning_rates: Sequence[float],
        generator: Generator,
    ) -> Taken:
        """Take len(sizes) steps in place: step i on the next sizes[i] rows of inputs (rows, *net.input) and targets."""
        memory = self.model.memory
        constants = optimizers.constants_of(settings, self.model.flat)
        taken: list[Taken] = []
        row = place = 0
        with torch.no_grad():
            while place < len(sizes):
                count = self._at_once(optimizers.steps_alike(memory, settings, len(sizes) - place), settings.batch_size)
                here = list(sizes[place : place + count])
                rows = slice(row, row + sum(here))
                numbers = optimizers.table(self.model, settings, learning_rates[place : place + count])
                masks = written.masks_of(self._dropping, here, generator, like=self.model.flat)
                given = Given(inputs[rows], targets[rows], numbers, constants, masks, here)
                taken.append(self._taken(given, settings.batch_size))
                row, place = rows.stop, place + count
                if optimizers.grow_older(memory, settings, count):
                    self._arrange()
        return joined(taken)

    # ------------------------------------------------------------------------------------------------ which way
    def _ripe(self) -> bool:
        """Whether the flat way is wanted: it does not know layers that fade."""
        large = self._graphs is None and self.model.flat.numel() > LARGEST
        return self._way != "by hand" and self.by_hand >= RECORD_AFTER and not self.model.fades and not large

    def _at_once(self, count: int, batch: int) -> int:
        """How many of `count` steps to take in one piece: few, until it is known how."""
        if self._way != "by hand" and self.by_hand < RECORD_AFTER and not self.model.fades:
            return min(count, RECORD_AFTER - self.by_hand)
        if not self._ripe():
            return count
        undecided = self._way == "faster" and not self._turns_of(count, batch).decided
        return min(count, TOGETHER) if undecided else count

    def _turns_of(self, count: int, batch: int) -> Turns:
        # What is faster for one step a call need not be for many.
        return self._turns.setdefault((batch, count >= TOGETHER), Turns())

    def _taken(self, given: Given, batch: int) -> Taken:
        flat = self._prepared(given) if self._ripe() else None
        if flat is None:
            return self._by_hand(given)
        turns = self._turns_of(len(given.sizes), batch)
        if self._way == "flat" or turns.decided:
            return flat.take(given) if self._way == "flat" or turns.new else self._by_hand(given)
        finish(self.model.device)
        begun = self._clock()
        taken = flat.take(given) if turns.new else self._by_hand(given)
        finish(self.model.device)
        turns.took((self._clock() - begun) / len(given.sizes))
        return taken

    # ------------------------------------------------------------------------------------------------ the flat way
    def _prepared(self, given: Given) -> Flat | None:
        """Return the flat way, ready for these steps; None where steps cannot be played, said once in the log."""
        while self._way != "by hand":
            try:
                if self.flat is None:
                    self.flat = self._flattened(given)
                self.flat.prepare(given)
                return self.flat
            except RuntimeError as error:
                what = "are not captured" if self._graphs is not None else "go on by hand, recording them failed"
                log.info("steps %s: %s", what, error)
                self._way = "by hand" if self._graphs is None else self._way
                self._graphs = self.flat = None
        return None

    def _flattened(self, given: Given) -> Flat:
        if self._graphs is not None:
            return Captured(self._one, self._state, self._graphs)
        return Recorded(self._one, self.model, self._state, given)

    # -------------------------------------------------------------------------------------------------- by hand
    def _by_hand(self, given: Given) -> Taken:
        fades, losses, norms, outputs = self.model.fades, [], [], []
        batches = zip(given.batches(), torch.split(given.targets, given.sizes), strict=True)
        for place, (batch, wanted) in enumerate(batches):
            blends: dict[int, float] = {key: fade.done / fade.steps for key, fade in fades.items()}
            row = given.numbers[place]
            loss, norm, output = self._one.take(
                self._state, batch, wanted, row, given.constants, masks=given.masks[place], blends=blends
            )
            self._one.finish(self._state, row)
            for fade in fades.values():
                fade.done = min(fade.done + 1, fade.steps)
            losses.append(loss)
            norms.append(norm)
            outputs.append(output)
        self.by_hand += len(given.sizes)
        return Taken(torch.stack(losses), torch.stack(norms), torch.cat(outputs))


def kind_of(settings: Settings) -> tuple[tuple[str, Any], ...]:
    """Return what of the settings decides which operations a step has: the optimizer, and which terms are there at
    all."""
    return (
        ("optimizer", settings.optimizer),
        ("weight_decay", float(bool(settings.weight_decay))),
        ("l1", float(bool(settings.l1))),
        ("clip", float(bool(settings.clip))),
    )


def finish(device: torch.device) -> None:
    """Wait until the device has done what it was told; the processor always has."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
    elif device.type == "xpu":
        torch.xpu.synchronize(device)
