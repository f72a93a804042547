"""The lowest rung of the ladder (`core.train.steps.ladder`): steps by hand, Python calls each operation.

One step (`OneStep`) is forward and backward (`core.train.steps.written`), then the optimizer on flat buffers
(`core.train.steps.optimizers`). It reads and changes only the tensors it is given; batches, learning rates, ages,
ramps, weight decay, L1, clipping, momentum, dropout's masks and how far layers have faded or unfolded are tensors too.
So the upper rungs record or capture it once and play it again with other numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.messages.train_commands import Settings, Task
from core.net.plan import Net
from core.net.shapes import parameter_shapes
from core.train.model.model import Model, views
from core.train.steps import blends, optimizers, written
from core.train.steps.written import Masks

TOGETHER = 8
"""Steps in one graph and in one turn of a race; calls that take a multiple of it waste nothing."""
ALIGNED = 64
"""Bytes: where torch begins a tensor's memory on the processor. Matrix libraries round the last digit by where a matrix
begins, and a batch that is a slice of others may begin elsewhere."""


@dataclass(frozen=True)
class Taken:
    """What k steps leave behind: losses (k,), squared gradient norms (k,), and the outputs of all batches (rows,
    width)."""

    losses: Tensor
    squared_norms: Tensor
    outputs: Tensor


@dataclass(frozen=True)
class State:
    """What a step reads and changes: flat parameters and gradient with their named views, the optimizer's slots, batch
    norm's buffers, which column of the numbers each element uses (None: all the first), and the pieces for the
    optimizer's one-pass update, if that is used."""

    flat: Tensor
    gradient: Tensor
    parameters: dict[str, Tensor]
    gradients: dict[str, Tensor]
    slots: dict[str, Tensor]
    buffers: dict[str, Tensor]
    columns: Tensor | None
    lists: optimizers.Lists | None = None


@dataclass(frozen=True)
class Given:
    """What k steps are given, all tensors but `sizes`: the batches in one tensor, the numbers (k, rows,
    columns), the constants (4,) and dropout's masks, with the blends of layers that fade or unfold.

    Every batch that a step sees begins at a multiple of `ALIGNED` bytes, whatever its place in a call.
    """

    inputs: Tensor
    targets: Tensor
    numbers: Tensor
    constants: Tensor
    masks: Masks
    sizes: list[int]

    @property
    def aligned(self) -> bool:
        """Whether slices of `inputs` begin where batches should."""
        row, ends = self.inputs[:1].numel() * self.inputs.element_size(), itertools.accumulate(self.sizes, initial=0)
        return not any((self.inputs.data_ptr() + end * row) % ALIGNED for end in list(ends)[:-1])

    def batches(self) -> list[Tensor]:
        """Return the inputs of each step."""
        parts = torch.split(self.inputs, self.sizes)
        return list(parts) if self.aligned else [part.clone() for part in parts]


@dataclass(frozen=True)
class OneStep:
    """One step, the same on every rung.

    `fused`: `finish` updates the parameters, in one pass. `frozen`: some elements have no part in the gradient norm.
    """

    net: Net
    task: Task
    settings: Settings
    fused: bool
    frozen: bool

    def take(
        self, state: State, inputs: Tensor, targets: Tensor, row: Tensor, constants: Tensor, *,
        masks: Mapping[str, Tensor],
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        """Take one step in place with the numbers `row` (rows, columns); return the loss (), the squared gradient norm
        () and the outputs (n, width), all from before the update."""
        layers = self.net.layers
        live = written.Live(
            state.parameters, state.buffers, state.gradients, True, None, blends.among(masks), masks=masks
        )  # fmt: skip
        tape: written.Tape = []
        output = written.forward(layers, live, inputs, tape)
        loss, slope = written.loss_and_slope(self.task, output, targets)
        written.backward(layers, live, slope, tape, further=False)
        numbers = optimizers.Numbers(row, state.columns)
        norm = optimizers.gradient_of_all(state.flat, state.gradient, self.settings, numbers, constants, self.frozen)
        if not self.fused:
            optimizers.update(state.flat, state.gradient, state.slots, self.settings, numbers, constants)
        return loss, norm, output

    def finish(self, state: State, row: Tensor) -> None:
        """Do what `take` leaves out: the optimizer's one-pass update, which a recording cannot hold."""
        if self.fused and state.lists is not None:
            optimizers.fused(state.lists, row)


class ByHand:
    """Takes steps by hand."""

    def __init__(self, one: OneStep, state: State) -> None:
        self._one, self._state = one, state

    def take(self, given: Given) -> Taken:
        """Take the steps in place."""
        losses, norms, outputs = [], [], []
        batches = zip(given.batches(), torch.split(given.targets, given.sizes), strict=True)
        for place, (batch, targets) in enumerate(batches):
            row = given.numbers[place]
            loss, norm, output = self._one.take(
                self._state, batch, targets, row, given.constants, masks=given.masks[place]
            )
            self._one.finish(self._state, row)
            losses.append(loss)
            norms.append(norm)
            outputs.append(output)
        return Taken(torch.stack(losses), torch.stack(norms), torch.cat(outputs))


def joined(taken: Sequence[Taken]) -> Taken:
    """Return what steps leave behind that were taken in several calls."""
    if len(taken) == 1:
        return taken[0]
    return Taken(
        torch.cat([t.losses for t in taken]),
        torch.cat([t.squared_norms for t in taken]),
        torch.cat([t.outputs for t in taken]),
    )


# -------------------------------------------------------------------------------------------------- a State's tensors
def tensors_of(state: State) -> list[Tensor]:
    """Return all tensors of a State in one list."""
    named = (state.parameters, state.gradients, state.slots, state.buffers)
    rest = [] if state.columns is None else [state.columns]
    return [state.flat, state.gradient, *(t for tensors in named for t in tensors.values()), *rest]


def from_tensors(like: State, tensors: Sequence[Tensor]) -> State:
    """Return the State whose `tensors_of` these are, with the names of `like`."""
    flat, gradient, *rest = tensors
    left = iter(rest)
    parameters, gradients, slots, buffers = (
        {name: next(left) for name in names} for names in (like.parameters, like.gradients, like.slots, like.buffers)
    )
    columns = None if like.columns is None else next(left)
    return State(flat, gradient, parameters, gradients, slots, buffers, columns)


def copied(model: Model, state: State) -> State:
    """Return a State with the same numbers in tensors of its own."""
    shapes, flat, gradient = parameter_shapes(model.net), state.flat.clone(), state.gradient.clone()
    slots = {name: t.clone() for name, t in state.slots.items()}
    buffers = {name: t.clone() for name, t in state.buffers.items()}
    return State(flat, gradient, views(flat, shapes), views(gradient, shapes), slots, buffers, state.columns)
