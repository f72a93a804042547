"""One optimizer step by hand: what every way of stepping repeats.

A step is the written-out forward and backward (`core.train.steps.written`) and the optimizer on flat buffers
(`core.train.steps.optimizers`). It works on the tensors it is given and nothing else: batches, learning rates, ages,
ramps, weight decay, L1, clipping, momentum and dropout's masks are all tensors. So it can be recorded or captured once
and be played again with other numbers.
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
from core.train.steps import optimizers, written
from core.train.steps.written import Masks

ALIGNED = 64
"""Where torch begins the memory of a tensor on the processor. How matrix libraries round the last digit depends on
where in memory a matrix begins; a batch that is a slice of others may begin elsewhere."""


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
    norm's buffers, which column of the numbers each element uses (None: all the first), and what the optimizer's
    one-pass update is given, if that is used."""

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
    """What decides k steps, all tensors but `sizes`: the batches one behind the other, the numbers (k, rows, columns)
    and dropout's masks.

    Every batch that a step sees begins at a multiple of `ALIGNED` bytes, wherever in a call it stands.
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
        """Return the batches."""
        parts = torch.split(self.inputs, self.sizes)
        return list(parts) if self.aligned else [part.clone() for part in parts]


@dataclass(frozen=True)
class OneStep:
    """A step by hand, on the tensors it is given; nothing else decides what it does.

    `fused`: the optimizer's update is left to `optimizers.fused`. `frozen`: some elements have no part in the gradient
    norm.
    """

    net: Net
    task: Task
    settings: Settings
    fused: bool
    frozen: bool

    def take(
        self, state: State, inputs: Tensor, targets: Tensor, row: Tensor, constants: Tensor, *,
        masks: Mapping[str, Tensor], blends: Mapping[int, float] | None = None,
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        """Take one step with the numbers `row` (rows, columns); return the loss (), the squared gradient norm () and
        the outputs (n, width)."""
        live = written.Live(
            state.parameters, state.buffers, state.gradients, True, None, blends or {}, masks=masks
        )  # fmt: skip
        tape: written.Tape = []
        output = written.forward(self.net.layers, live, inputs, tape)
        loss, slope = written.loss_and_slope(self.task, output, targets)
        written.backward(self.net.layers, live, slope, tape, further=False)
        numbers = optimizers.numbers_of(row, state.columns)
        norm = optimizers.gradient_of_all(state.flat, state.gradient, self.settings, numbers, constants, self.frozen)
        if not self.fused:
            optimizers.update(state.flat, state.gradient, state.slots, self.settings, numbers, constants)
        return loss, norm, output

    def finish(self, state: State, row: Tensor) -> None:
        """Do what `take` has left: the optimizer's one-pass update, which a recording cannot hold."""
        if self.fused and state.lists is not None:
            optimizers.fused(state.lists, row)


# -------------------------------------------------------------------------------------------------- a State's tensors
def tensors_of(state: State) -> list[Tensor]:
    """Return all tensors of a State in one list."""
    named = (state.parameters, state.gradients, state.slots, state.buffers)
    rest = [] if state.columns is None else [state.columns]
    return [state.flat, state.gradient, *(t for tensors in named for t in tensors.values()), *rest]


def from_tensors(like: State, tensors: Sequence[Tensor]) -> State:
    """Return the State whose `tensors_of` these are."""
    flat, gradient, *rest = tensors
    left = iter(rest)
    parameters, gradients, slots, buffers = (
        {name: next(left) for name in names} for names in (like.parameters, like.gradients, like.slots, like.buffers)
    )
    columns = None if like.columns is None else next(left)
    return State(flat, gradient, parameters, gradients, slots, buffers, columns)


def copied(model: Model, state: State) -> State:
    """Return a State of its own with the same numbers."""
    shapes, flat, gradient = parameter_shapes(model.net), state.flat.clone(), state.gradient.clone()
    slots = {name: t.clone() for name, t in state.slots.items()}
    buffers = {name: t.clone() for name, t in state.buffers.items()}
    return State(flat, gradient, views(flat, shapes), views(gradient, shapes), slots, buffers, state.columns)


def joined(taken: Sequence[Taken]) -> Taken:
    """Return what steps taken one after the other leave behind."""
    if len(taken) == 1:
        return taken[0]
    return Taken(
        torch.cat([t.losses for t in taken]),
        torch.cat([t.squared_norms for t in taken]),
        torch.cat([t.outputs for t in taken]),
    )
