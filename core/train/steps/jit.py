"""The played rung of the ladder (`core.train.steps.ladder`): one step is recorded, and TorchScript plays it.

Played steps do the same operations in the same order on the same buffers as by hand. So TorchScript's optimizations
are off: they take `addmm` apart and round in another way.

`torch.jit.trace` would keep each recording in torch's own compilation unit until the process ends, and half a megabyte
with it. So a recording gets a unit of its own, and goes with the rung that plays it.

`torch.jit` is deprecated upstream, and not supported on Python 3.14. torch 2.14 only warns there (read, not measured);
what is used here is recorder and compiler in C++, which read no Python source. Only this file and
`core.train.steps.scripted` use it, and its warnings end here. Where a door of it is gone, the ladder goes on by hand.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from core.train.model.model import Model
from core.train.steps import optimizers
from core.train.steps.plain import Given, OneStep, State, Taken, copied, from_tensors, tensors_of

LARGEST = 2_000_000
"""Parameters above which a recording gains nothing (arithmetic is all that counts) and its copy costs memory."""


class Recorded:
    """Plays steps from a recording; it serves every batch size. Raises RuntimeError where a step cannot be recorded."""

    def __init__(self, one: OneStep, model: Model, state: State, given: Given) -> None:
        self._tensors, self._lists = tensors_of(state), state.lists or NO_LISTS
        update = optimizers.fused_text(one.settings, state.lists) if one.fused and state.lists else ["pass"]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                unit = _recorded(one, model, state, given)
                self._play = _looped(unit, len(self._tensors), len(given.masks[0]), update)
                self._as_written = torch.jit.optimized_execution  # type: ignore[attr-defined]
        except (AttributeError, TypeError) as error:
            raise RuntimeError(f"this PyTorch has no recorder that we know: {error}") from error

    def prepare(self, given: Given) -> None:
        """Do nothing: any steps are like the one that was recorded."""

    def take(self, given: Given) -> Taken:
        """Take the steps in place."""
        masks = [mask for step in given.masks for mask in step.values()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with self._as_written(False):
                result = self._play(
                    *self._lists, self._tensors, given.inputs, given.targets, given.numbers, given.constants, masks,
                    given.sizes, given.aligned,
                )  # fmt: skip
        return Taken(*result)


NO_LISTS: optimizers.Lists = ([[]], [[]], [[]], [[]], [[]])


def _recorded(one: OneStep, model: Model, state: State, given: Given) -> Any:
    """Return a compilation unit with one step as its function `step`: (*tensors_of(state), batch, targets, row,
    constants, *masks) -> (loss, squared norm, output).

    The step is recorded on copies, so nothing is trained. This is the only place that makes a recording.
    """
    names, size, mine = list(given.masks[0]), given.sizes[0], copied(model, state)
    tensors = tensors_of(mine)

    def step(*all_: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        # The recorder takes the function's arguments for its inputs, and all other tensors for constants.
        batch, targets, row, constants, *masks = all_[len(tensors) :]
        state_ = from_tensors(mine, all_[: len(tensors)])
        return one.take(state_, batch, targets, row, constants, masks=dict(zip(names, masks, strict=True)))

    example = given.inputs[:size], given.targets[:size], given.numbers[0], given.constants, *given.masks[0].values()
    graph, _ = torch._C._create_graph_by_tracing(step, (*tensors, *example), _no_name, True, False)
    unit = torch.jit.CompilationUnit()
    unit.create_function("step", graph, False)
    return unit


def _no_name(_: Tensor) -> str:
    return ""


LOOP = """
def chunk(
    flats: List[List[Tensor]], gradients: List[List[Tensor]], means: List[List[Tensor]], squares: List[List[Tensor]],
    largest: List[List[Tensor]], state: List[Tensor], inputs: Tensor, targets: Tensor, numbers: Tensor,
    constants: Tensor, masks: List[Tensor], sizes: List[int], aligned: bool,
) -> Tuple[Tensor, Tensor, Tensor]:
    losses: List[Tensor] = []
    norms: List[Tensor] = []
    outputs: List[Tensor] = []
    at = 0
    for place in range(len(sizes)):
        end = at + sizes[place]
        row = numbers[place]
        batch = inputs[at:end]
        if not aligned:
            batch = batch.clone()
        loss, norm, output = step(STATE, batch, targets[at:end], row, constantsMASKS)
        UPDATE
        losses.append(loss)
        norms.append(norm)
        outputs.append(output)
        at = end
    return torch.stack(losses), torch.stack(norms), torch.cat(outputs)
"""
"""The loop around a recorded step, as text: a packaged app has no Python source that TorchScript could read.

The optimizer's one-pass update stands here and not in the recording, which would drop it: it returns nothing, and the
recorder does not see that it changes the tensors in its lists.
"""


def _looped(unit: Any, tensors: int, masks: int, update: Sequence[str]) -> Any:
    """Return LOOP around the recorded step of `unit`, which takes `tensors` tensors of state and `masks` masks;
    `update`: the lines that finish a step."""
    text = LOOP.replace("STATE", ", ".join(f"state[{i}]" for i in range(tensors)))
    text = text.replace("MASKS", "".join(f", masks[place * {masks} + {i}]" for i in range(masks)))
    text = text.replace("UPDATE", "\n        ".join(update))
    # In one unit with the step: the loop only points to it, and keeps its own unit alive.
    unit.define(text, {"step": unit.find_function("step"), "torch": torch}.get)
    return unit.find_function("chunk")
