"""The innermost loop: k optimizer steps, and nothing that is not a step.

A step is the written-out forward and backward (`core.train.written_out`) and the optimizer on flat buffers
(`core.train.optimizers`). Python calls its operations one by one at first. When a network has taken some steps unchanged, a
chunk of CHUNK consecutive steps is recorded once with `torch.jit.trace` and played from then on: the same operations in the
same order on the same buffers, so the same numbers, without Python between them. A recording takes some ten milliseconds; an edit throws it away and
steps go on by hand at once. Learning rates, ramps, ages, weight decay, L1 and clipping are inputs of the recording.

Nothing here waits for the device, reads a number or looks at a clock; what the charts need is left in tensors.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import torch
from torch import Generator, Tensor

from core.messages import Settings, Task
from core.net import Net
from core.shapes import parameter_shapes
from core.train import optimizers, written_out
from core.train.model import Model, views

State = tuple[Tensor, Tensor, list[Tensor], list[Tensor], Optional[Tensor]]
"""Flat parameters, flat gradient, the optimizer's slots, batch norm's buffers, and which number each element uses."""

LOSSES = written_out.LOSS

CHUNK = 8
"""How many steps one recording holds: eight gave nearly all there is to gain, and stay far below 5 ms at class size."""
RECORD_AFTER = 40
"""Steps that a network takes by hand before it is worth recording; somebody clicking + five times records once."""
LARGEST_RECORDED = 400_000
"""Parameters above which arithmetic is all that counts."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """What k steps leave behind: losses (k,), squared gradient norms (k,), and the outputs of all batches (rows, width)."""

    losses: Tensor
    squared_norms: Tensor
    outputs: Tensor


class Stepper:
    """Takes steps on one Model under one kind of Settings; after an edit there is a new Model, and a new Stepper."""

    def __init__(self, model: Model, settings: Settings, *, task: Task) -> None:
        self.model = model
        self.kind = kind_of(settings)
        self.task = task
        self.slots = optimizers.prepared(model, settings)
        self.columns = optimizers.columns_of(model)
        self.by_hand = 0
        self._recordings: dict[int, Any] = {}
        self._steps = Steps(model.net, task, Settings(**dict(self.kind)), tuple(self.slots), tuple(model.buffers))
        self._recordable = written_out.can_record(model.net.layers) and model.flat.numel() <= LARGEST_RECORDED

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
        model = self.model
        numbers = optimizers.table(model, settings, learning_rates)  # (k, 3, cohorts + 1)
        constants = optimizers.constants_of(settings, model.flat)
        taken: list[tuple[Tensor, Tensor, Tensor]] = []
        with torch.no_grad():
            row = place = 0
            while place < len(sizes):
                count = CHUNK if self._plays(sizes[place : place + CHUNK]) else 1
                rows = slice(row, row + sum(sizes[place : place + count]))
                given = inputs[rows], targets[rows], numbers[place : place + count], constants
                if count == CHUNK:
                    taken.append(self._played(*given))
                else:
                    blends = {key: fade.done / fade.steps for key, fade in model.fades.items()}
                    taken.append(self._steps.take(self._state(), *given, blends=blends, generator=generator))
                    self._fade()
                    self.by_hand += 1
                row, place = rows.stop, place + count
        if optimizers.grow_older(model.memory, settings, len(sizes)):
            self.columns, self._recordings = optimizers.columns_of(model), {}
        losses, norms, outputs = (torch.cat(parts) for parts in zip(*taken, strict=True))
        return Taken(losses, norms, outputs)

    def _state(self) -> State:
        model = self.model
        return model.flat, model.gradient, list(self.slots.values()), list(model.buffers.values()), self.columns

    def _fade(self) -> None:
        for fade in self.model.fades.values():
            fade.done = min(fade.done + 1, fade.steps)

    # --------------------------------------------------------------------------------------------------- recordings
    def _plays(self, sizes: Sequence[int]) -> bool:
        ready = self._recordable and self.by_hand >= RECORD_AFTER and not self.model.fades
        return ready and len(sizes) == CHUNK and len(set(sizes)) == 1

    def _played(self, *given: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        rows = len(given[0])
        if rows not in self._recordings:
            self._recordings[rows] = self._record(*given)
        result: tuple[Tensor, Tensor, Tensor] = self._recordings[rows](*self._flat_state(), *given)
        return result

    def _flat_state(self) -> list[Tensor]:
        flat, gradient, slots, buffers, columns = self._state()
        return [flat, gradient, *slots, *buffers, *([] if columns is None else [columns])]

    def _record(self, *given: Tensor) -> Callable[..., Any]:
        """Record one chunk on copies of everything that it changes, so that recording itself trains nothing."""
        steps, slots, buffers = self._steps, len(self.slots), len(self.model.buffers)

        def chunk(*tensors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            # The recorder takes what a function is given for its inputs, and all other tensors for constants.
            flat, gradient, *rest = tensors[: len(tensors) - len(given)]
            columns = rest[slots + buffers] if len(rest) > slots + buffers else None
            state = flat, gradient, rest[:slots], rest[slots : slots + buffers], columns
            inputs, targets, numbers, constants = tensors[len(tensors) - len(given) :]
            return steps.take(state, inputs, targets, numbers, constants)

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # torch.jit is deprecated upstream; steps by hand are the fallback
                copies = tuple(tensor.clone() for tensor in self._flat_state())
                recorded: Callable[..., Any] = torch.jit.trace(chunk, (*copies, *given), check_trace=False)
        except RuntimeError as error:
            log.info("steps go on by hand, recording them failed: %s", error)
            recorded = chunk
        return recorded


@dataclass(frozen=True)
class Steps:
    """Steps by hand, on the tensors they are given; nothing else decides what they do."""

    net: Net
    task: Task
    settings: Settings
    slots: tuple[str, ...]
    buffers: tuple[str, ...]

    def take(
        self, state: State, inputs: Tensor, targets: Tensor, numbers: Tensor, constants: Tensor, *,
        blends: Mapping[int, float] | None = None, generator: Generator | None = None,
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        """Take as many steps as `numbers` (k, 3, columns) has rows, on batches of equal size.

        Return losses (k,), squared gradient norms (k,), outputs (rows, width).
        """
        flat, gradient, slot_list, buffer_list, columns = state
        shapes = parameter_shapes(self.net)
        slots = dict(zip(self.slots, slot_list, strict=True))
        live = written_out.Live(
            views(flat, shapes),
            dict(zip(self.buffers, buffer_list, strict=True)),
            views(gradient, shapes),
            True,
            generator,
            blends or {},
        )
        size = len(inputs) // len(numbers)
        losses, norms, outputs = [], [], []
        for batch, wanted, row in zip(inputs.split(size), targets.split(size), numbers.unbind(0), strict=True):
            tape: written_out.Tape = []
            output = written_out.forward(self.net.layers, live, batch, tape)
            loss, slope = written_out.loss_and_slope(self.task, output, wanted)
            written_out.backward(self.net.layers, live, slope, tape, further=False)
            spread = optimizers.numbers_of(row, columns)
            norms.append(optimizers.update(flat, gradient, slots, self.settings, spread, constants))
            losses.append(loss)
            outputs.append(output)
        return torch.stack(losses), torch.stack(norms), torch.cat(outputs)


def kind_of(settings: Settings) -> tuple[tuple[str, Any], ...]:
    """Return what of the settings decides which operations a step has: the optimizer, and whether each term is there at all."""
    return (
        ("optimizer", settings.optimizer),
        ("weight_decay", float(bool(settings.weight_decay))),
        ("l1", float(bool(settings.l1))),
        ("clip", float(bool(settings.clip))),
    )
