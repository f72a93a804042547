"""The innermost loop: optimizer steps, and nothing that is not a step.

A step is the written-out forward and backward (`core.train.written_out`) and the optimizer on flat buffers
(`core.train.optimizers`). Python calls its operations one by one at first. When a network has taken some steps
unchanged, one step is recorded with `torch.jit.trace` and played from then on, in a loop of TorchScript's, as many
steps a call as are asked for: the same operations in the same order on the same buffers, so the same numbers, without
Python between them. A recording takes a few milliseconds; an edit throws it away, and steps go on by hand at once.
Batch sizes, learning rates, ramps, ages, weight decay, L1, clipping and momentum are inputs of the recording.

Nothing here waits for the device, reads a number or looks at a clock; what the charts need is left in tensors.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Generator, Tensor

from core.messages import Settings, Task
from core.net import Net
from core.shapes import parameter_shapes
from core.train import optimizers, written_out
from core.train.model import Model, views

LOSSES = written_out.LOSS

RECORD_AFTER = 24
"""Steps that a network takes by hand before it is worth recording; somebody clicking + five times records once."""
LARGEST_RECORDED = 2_000_000
"""Parameters above which arithmetic is all that counts."""

log = logging.getLogger(__name__)


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
    norm's buffers, and which column of the numbers each element uses (None: all the first)."""

    flat: Tensor
    gradient: Tensor
    parameters: dict[str, Tensor]
    gradients: dict[str, Tensor]
    slots: dict[str, Tensor]
    buffers: dict[str, Tensor]
    columns: Tensor | None


@dataclass(frozen=True)
class Given:
    """What decides k steps, all tensors but `sizes`: the batches one behind the other, and the numbers (k, rows,
    columns)."""

    inputs: Tensor
    targets: Tensor
    numbers: Tensor
    constants: Tensor
    sizes: list[int]


class Stepper:
    """Takes steps on one Model under one kind of Settings; after an edit there is a new Model, and a new Stepper."""

    def __init__(self, model: Model, settings: Settings, *, task: Task) -> None:
        self.model = model
        self.kind = kind_of(settings)
        self.task = task
        self.by_hand = 0
        self._slots = optimizers.prepared(model, settings)
        self._recordable = written_out.can_record(model.net.layers) and model.flat.numel() <= LARGEST_RECORDED
        self._arrange()

    def _arrange(self) -> None:
        """Look at how the optimizer's memory is laid out; what was recorded for another layout goes."""
        model, kind = self.model, Settings(**dict(self.kind))
        self._state = State(
            model.flat, model.gradient, model.parameters, model.gradients, self._slots, model.buffers,
            optimizers.columns_of(model),
        )  # fmt: skip
        fused = self._state.columns is None and optimizers.can_fuse(model, kind)
        frozen = self._state.columns is not None and optimizers.any_frozen(model)
        self._one = OneStep(model.net, self.task, kind, fused=fused, frozen=frozen)
        self._recording: Callable[..., Any] | None = None

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
                count = optimizers.steps_alike(memory, settings, len(sizes) - place)
                if not self._plays():
                    count = min(count, max(1, RECORD_AFTER - self.by_hand))
                here = list(sizes[place : place + count])
                rows = slice(row, row + sum(here))
                numbers = optimizers.table(self.model, settings, learning_rates[place : place + count])
                given = Given(inputs[rows], targets[rows], numbers, constants, here)
                taken.append(self._played(given) if self._plays() else self._by_hand(given, generator))
                row, place = rows.stop, place + count
                if optimizers.grow_older(memory, settings, count):
                    self._arrange()
        if len(taken) == 1:
            return taken[0]
        return Taken(
            torch.cat([t.losses for t in taken]),
            torch.cat([t.squared_norms for t in taken]),
            torch.cat([t.outputs for t in taken]),
        )

    def _by_hand(self, given: Given, generator: Generator) -> Taken:
        fades, losses, norms, outputs = self.model.fades, [], [], []
        batches = zip(torch.split(given.inputs, given.sizes), torch.split(given.targets, given.sizes), strict=True)
        for place, (batch, wanted) in enumerate(batches):
            blends = {key: fade.done / fade.steps for key, fade in fades.items()}
            row = given.numbers[place]
            loss, norm, output = self._one.take(
                self._state, batch, wanted, row, given.constants, blends=blends, generator=generator
            )
            if self._one.fused:
                optimizers.fused(*_lists(self._state), row)
            for fade in fades.values():
                fade.done = min(fade.done + 1, fade.steps)
            losses.append(loss)
            norms.append(norm)
            outputs.append(output)
        self.by_hand += len(given.sizes)
        return Taken(torch.stack(losses), torch.stack(norms), torch.cat(outputs))

    # --------------------------------------------------------------------------------------------------- recordings
    def _plays(self) -> bool:
        return self._recordable and self.by_hand >= RECORD_AFTER and not self.model.fades

    def _played(self, given: Given) -> Taken:
        if self._recording is None:
            self._recording = self._record(given)
        if self._recording is None:
            return self._by_hand(given, Generator())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch.jit is deprecated upstream; steps by hand are the fallback
            result = self._recording(
                *_lists(self._state), _tensors(self._state), given.inputs, given.targets, given.numbers,
                given.constants, given.sizes,
            )  # fmt: skip
        return Taken(*result)

    def _record(self, given: Given) -> Callable[..., Any] | None:
        """Record one step on copies of everything that it changes, so that recording itself trains nothing."""
        one, state = self._one, _copied(self.model, self._state)
        size = given.sizes[0]

        def step(*tensors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            # The recorder takes what a function is given for its inputs, and all other tensors for constants.
            return one.take(_from_tensors(state, tensors[:-4]), *tensors[-4:])

        example = given.inputs[:size], given.targets[:size], given.numbers[0], given.constants
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                recorded = torch.jit.trace(step, (*_tensors(state), *example), check_trace=False)  # type: ignore[no-untyped-call]
                return _looped(recorded, len(_tensors(state)), fused=one.fused, settings=one.settings)
        except RuntimeError as error:
            log.info("steps go on by hand, recording them failed: %s", error)
            self._recordable = False
            return None


LOOP = """
def chunk(
    flats: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], largest: List[Tensor],
    state: List[Tensor], inputs: Tensor, targets: Tensor, numbers: Tensor, constants: Tensor, sizes: List[int],
) -> Tuple[Tensor, Tensor, Tensor]:
    losses: List[Tensor] = []
    norms: List[Tensor] = []
    outputs: List[Tensor] = []
    at = 0
    for place in range(len(sizes)):
        end = at + sizes[place]
        row = numbers[place]
        loss, norm, output = step(STATE, inputs[at:end], targets[at:end], row, constants)
        UPDATE
        losses.append(loss)
        norms.append(norm)
        outputs.append(output)
        at = end
    return torch.stack(losses), torch.stack(norms), torch.cat(outputs)
"""
"""The loop around a recorded step, as text: TorchScript reads no Python source here, for a packaged app has none.

The optimizer's one-pass update stands in it and not in the recording, which would drop it: it gives nothing back, and
the recorder does not see that it changes the tensors in its lists.
"""


def _looped(step: Any, tensors: int, *, fused: bool, settings: Settings) -> Callable[..., Any]:
    """Return LOOP around a recorded step that takes `tensors` tensors of state."""
    state = ", ".join(f"state[{i}]" for i in range(tensors))
    text = LOOP.replace("STATE", state).replace("UPDATE", optimizers.fused_text(settings) if fused else "pass")
    recorded: Callable[..., Any] = torch.jit.CompilationUnit(text).chunk
    return recorded


def _lists(state: State) -> tuple[list[Tensor], list[Tensor], list[Tensor], list[Tensor], list[Tensor]]:
    """What the optimizer's one-pass update wants: lists of parameters, gradients and each slot."""
    slots = [[state.slots[name]] if name in state.slots else [] for name in ("mean", "square", "largest")]
    return [state.flat], [state.gradient], slots[0], slots[1], slots[2]


def _tensors(state: State) -> list[Tensor]:
    named = (state.parameters, state.gradients, state.slots, state.buffers)
    rest = [] if state.columns is None else [state.columns]
    return [state.flat, state.gradient, *(t for tensors in named for t in tensors.values()), *rest]


def _from_tensors(like: State, tensors: Sequence[Tensor]) -> State:
    flat, gradient, *rest = tensors
    left = iter(rest)
    parameters, gradients, slots, buffers = (
        {name: next(left) for name in names} for names in (like.parameters, like.gradients, like.slots, like.buffers)
    )
    columns = None if like.columns is None else next(left)
    return State(flat, gradient, parameters, gradients, slots, buffers, columns)


def _copied(model: Model, state: State) -> State:
    shapes, flat, gradient = parameter_shapes(model.net), state.flat.clone(), state.gradient.clone()
    slots = {name: t.clone() for name, t in state.slots.items()}
    buffers = {name: t.clone() for name, t in state.buffers.items()}
    return State(flat, gradient, views(flat, shapes), views(gradient, shapes), slots, buffers, state.columns)


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
        blends: Mapping[int, float] | None = None, generator: Generator | None = None,
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        """Take one step with the numbers `row` (rows, columns); return the loss (), the squared gradient norm () and
        the outputs (n, width)."""
        live = written_out.Live(state.parameters, state.buffers, state.gradients, True, generator, blends or {})
        tape: written_out.Tape = []
        output = written_out.forward(self.net.layers, live, inputs, tape)
        loss, slope = written_out.loss_and_slope(self.task, output, targets)
        written_out.backward(self.net.layers, live, slope, tape, further=False)
        numbers = optimizers.numbers_of(row, state.columns)
        norm = optimizers.gradient_of_all(state.flat, state.gradient, self.settings, numbers, constants, self.frozen)
        if not self.fused:
            optimizers.update(state.flat, state.gradient, state.slots, self.settings, numbers, constants)
        return loss, norm, output


def kind_of(settings: Settings) -> tuple[tuple[str, Any], ...]:
    """Return what of the settings decides which operations a step has: the optimizer, and which terms are there at
    all."""
    return (
        ("optimizer", settings.optimizer),
        ("weight_decay", float(bool(settings.weight_decay))),
        ("l1", float(bool(settings.l1))),
        ("clip", float(bool(settings.clip))),
    )
