"""Optimizer steps, and the ladder of three ways to take them.

    stepper = Stepper(model, settings, task="classify")
    taken = stepper.take(inputs, targets, sizes, settings=settings, learning_rates=rates, generator=generator)

The rungs. Each does the same operations in the same order on the same buffers:

1. By hand (`plain.ByHand`): Python calls each operation, as written out in `written` and `optimizers`.
2. Played (`jit.Recorded`): one step is recorded, in some milliseconds; TorchScript plays it as often as asked.
3. Captured (`cuda_graphs.Captured`): on CUDA and ROCm, eight steps become one graph, which the device starts at once.

A model has two of them: by hand, and its *top* rung, which is captured where the device has graphs, else played.

What makes it climb. A new Stepper steps by hand. After `RECORD_AFTER` such steps it makes the top rung. The two then
run a `Race`: they take turns, all of it real steps, and the faster one stays. There is a race for each batch size, and
one more for calls of few steps. There is no recording of more than `jit.LARGEST` parameters.

What makes it fall:
- An edit, an undo or another kind of settings (`kind_of`): they need a new Stepper, which begins by hand.
- A RuntimeError while the top rung is made: from captured to played, from played to by hand, for good.
- The optimizer's ages join (`optimizers.grow_older`): the top rung is made again at the next step.

Everything else is input: a new batch size, learning rate, ramp, weight decay, L1, clipping, momentum, dropout mask or
how far a layer has faded or unfolded makes nothing new (a graph: one for each batch size).

What stays equal: the numbers, whatever the rung and however steps are cut into calls. On the processor, on one number
of threads, they are equal bit for bit. On a GPU they agree to rounding: its atomic additions come in any order, and
cuDNN and cuBLAS may choose another algorithm.

Nothing here reads a number from the device, and only a race waits for it: what the charts need stays in tensors.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol

import torch
from torch import Generator, Tensor

from core.messages.train_commands import Settings, Task
from core.train.model.allocation import give_back
from core.train.model.model import Model
from core.train.model.precision import use_tf32
from core.train.steps import blends, optimizers, written
from core.train.steps.cuda_graphs import Captured, Graphs, graphs_of
from core.train.steps.jit import LARGEST, Recorded
from core.train.steps.plain import TOGETHER, ByHand, Given, OneStep, State, Taken, joined

RECORD_AFTER = 24
"""Steps by hand before the top rung is worth making; who clicks + five times records once."""

Way = Literal["faster", "top", "by hand"]
"""Which rung to take: the one that wins the race, or always the same one (for measurements and tests)."""

Rung = Literal["by hand", "played", "captured"]

log = logging.getLogger(__name__)


class Top(Protocol):
    """A rung above the one by hand."""

    def prepare(self, given: Given) -> None:
        """Make ready for steps like these; raise RuntimeError, with nothing changed, where they cannot be played."""

    def take(self, given: Given) -> Taken:
        """Take the steps in place."""


class Stepper:
    """Takes steps on one Model under one kind of Settings; after an edit there is a new Model, and a new Stepper.

    `graphs`: instead of what the device offers.
    """

    def __init__(
        self, model: Model, settings: Settings, *, task: Task, way: Way = "faster", graphs: Graphs | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:  # fmt: skip
        self.model = model
        self.kind = kind_of(settings)
        self.task = task
        self.steps_by_hand = 0
        self._way = way
        self._graphs = graphs or graphs_of(model.device)
        self._clock = clock
        if model.device.type == "cuda":
            use_tf32(settings.precision == "tf32")
        self._slots = optimizers.prepared(model, settings)
        self._dropouts = written.dropouts(model.net)
        self._lay_out()

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
        memory, batch_size = self.model.memory, settings.batch_size
        constants = optimizers.constants_of(settings, self.model.flat)
        taken: list[Taken] = []
        row = place = 0
        with torch.no_grad():
            while place < len(sizes):
                alike = optimizers.steps_alike(memory, settings, len(sizes) - place)
                count = self._steps_in_one_go(alike, batch_size)
                here = list(sizes[place : place + count])
                rows = slice(row, row + sum(here))
                numbers = optimizers.table(self.model, settings, learning_rates[place : place + count])
                masks = written.masks_of(self._dropouts, here, generator, like=self.model.flat)
                blends.add_to(masks, self.model.fades, like=self.model.flat)
                given = Given(inputs[rows], targets[rows], numbers, constants, masks, here)
                taken.append(self._take_on_a_rung(given, batch_size))
                for fade in self.model.fades.values():
                    fade.done = min(fade.done + count, fade.steps)
                row, place = rows.stop, place + count
                if optimizers.grow_older(memory, settings, count):
                    self._lay_out()
        return joined(taken)

    # ----------------------------------------------------------------------------------------------- which rung
    def rung(self, batch_size: int) -> Rung | None:
        """Return which rung takes many steps in one call on batches of a size; None while that is not known yet."""
        top: Rung = "played" if self._graphs is None else "captured"
        if not self._climbs():
            return "by hand"
        if self.steps_by_hand < RECORD_AFTER or self._way == "top":
            return top if self._way == "top" else None
        race = self._races.get((batch_size, True))
        if race is None or not race.decided:
            return None
        return top if race.top else "by hand"

    def _take_on_a_rung(self, given: Given, batch_size: int) -> Taken:
        top = self._prepared_top(given) if self._climbs() and self.steps_by_hand >= RECORD_AFTER else None
        if top is None:
            return self._take_by_hand(given)
        if self._way == "top":
            return top.take(given)
        race = self._race_of(len(given.sizes), batch_size)
        take = top.take if race.top else self._take_by_hand
        return take(given) if race.decided else self._timed(race, take, given)

    def _climbs(self) -> bool:
        """Whether there may be a top rung for this model."""
        too_large = self._graphs is None and self.model.flat.numel() > LARGEST
        return self._way != "by hand" and not too_large

    def _steps_in_one_go(self, count: int, batch_size: int) -> int:
        """How many of `count` steps to take on one rung: up to the climb, or one turn of a race, or all."""
        if not self._climbs():
            return count
        if self.steps_by_hand < RECORD_AFTER:
            return min(count, RECORD_AFTER - self.steps_by_hand)
        racing = self._way == "faster" and not self._race_of(count, batch_size).decided
        return min(count, TOGETHER) if racing else count

    def _race_of(self, count: int, batch_size: int) -> Race:
        # What is faster for one step a call need not be for many.
        return self._races.setdefault((batch_size, count >= TOGETHER), Race())

    def _timed(self, race: Race, take: Callable[[Given], Taken], given: Given) -> Taken:
        """Take the steps as a turn of the race."""
        finish(self.model.device)
        begun = self._clock()
        taken = take(given)
        finish(self.model.device)
        race.took((self._clock() - begun) / len(given.sizes))
        return taken

    def _take_by_hand(self, given: Given) -> Taken:
        taken = self._by_hand.take(given)
        before, self.steps_by_hand = self.steps_by_hand, self.steps_by_hand + len(given.sizes)
        if before < RECORD_AFTER <= self.steps_by_hand:
            give_back()  # what the model before left behind; not at the edit itself, for a person waits for that
        return taken

    # ------------------------------------------------------------------------------------------ making the rungs
    def _lay_out(self) -> None:
        """Look at how the optimizer's memory is laid out, and make the rung by hand for it; an old top rung goes."""
        model, kind = self.model, Settings(**dict(self.kind))
        columns = optimizers.columns_of(model)
        lists = optimizers.lists_of(model, self._slots, columns) if optimizers.can_fuse(model, kind) else None
        spreading = optimizers.for_spreading(columns) if lists is None else columns
        self._state = State(
            model.flat, model.gradient, model.parameters, model.gradients, self._slots, model.buffers, spreading, lists
        )
        frozen = columns is not None and optimizers.any_frozen(model)
        self._one = OneStep(model.net, self.task, kind, fused=lists is not None, frozen=frozen)
        self._by_hand = ByHand(self._one, self._state)
        self.top: Top | None = None
        self._races: dict[tuple[int, bool], Race] = {}

    def _prepared_top(self, given: Given) -> Top | None:
        """Return the top rung, ready for these steps; None where none can be made."""
        while self._climbs():
            try:
                if self.top is None:
                    self.top = self._new_top(given)
                self.top.prepare(given)
                return self.top
            except RuntimeError as error:
                self._fall(error)
        return None

    def _new_top(self, given: Given) -> Top:
        if self._graphs is not None:
            return Captured(self._one, self._state, self._graphs)
        return Recorded(self._one, self.model, self._state, given)

    def _fall(self, why: RuntimeError) -> None:
        """Go one rung down for good, and say so once in the log."""
        if self._graphs is None:
            log.info("steps go on by hand, recording them failed: %s", why)
            self._way = "by hand"
        else:
            log.info("steps are not captured: %s", why)
        self._graphs = self.top = None


def kind_of(settings: Settings) -> tuple[tuple[str, Any], ...]:
    """Return what decides which operations a step has: the optimizer, and which terms there are at all."""
    return (
        ("optimizer", settings.optimizer),
        ("weight_decay", float(bool(settings.weight_decay))),
        ("l1", float(bool(settings.l1))),
        ("clip", float(bool(settings.clip))),
        ("precision", settings.precision),
    )


def finish(device: torch.device) -> None:
    """Wait until the device has done what it was told; the processor always has."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
    elif device.type == "xpu":
        torch.xpu.synchronize(device)


# --------------------------------------------------------------------------------------------------------- the race
TURNS = 5
"""Turns of each rung that count. The best ones are compared: what disturbs a turn only makes it slower."""
TOLERANCE = 1.02
"""The top rung stays if it is slower by no more than this: two measurements of the same differ as much."""
WARM_UPS = 2
"""First turns of the top rung, which do not count: it is still getting ready."""


class Race:
    """Which rung is faster: by hand and top take turns until it is known."""

    def __init__(self) -> None:
        self._by_hand: list[float] = []
        self._top: list[float] = []
        self._warm = 0

    @property
    def decided(self) -> bool:
        """Whether both have had their turns."""
        return len(self._by_hand) >= TURNS and len(self._top) >= TURNS

    @property
    def top(self) -> bool:
        """Whether the top rung is next, or, once decided, the faster one."""
        if self.decided:
            return min(self._top) <= TOLERANCE * min(self._by_hand)
        return self._warm < WARM_UPS or len(self._top) <= len(self._by_hand)

    def took(self, seconds: float) -> None:
        """Learn how long a step took in this turn."""
        if self._warm < WARM_UPS:
            self._warm += 1
        else:
            (self._top if self.top else self._by_hand).append(seconds)
