"""Steps recorded once with `torch.jit.trace` and played without Python between them.

One step is recorded; a loop of TorchScript's plays it as many times a call as are asked for: the same operations in
the same order on the same buffers as by hand, so the same numbers: TorchScript's optimizations, which take `addmm`
apart and round in another way, are off. A recording takes a few milliseconds. `torch.jit` is
deprecated upstream: it is used in this file and `core.train.steps.scripted` only, its warnings end here, and where it
refuses, steps go on by hand.
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
"""Parameters above which arithmetic is all that counts, and the copy that recording needs costs memory."""


class Recorded:
    """Plays steps from a recording, made of one step on copies of everything: recording itself trains nothing.

    Raises RuntimeError where an operation cannot be recorded.
    """

    def __init__(self, one: OneStep, model: Model, state: State, given: Given) -> None:
        self._state = state
        tensors, mine = tensors_of(state), copied(model, state)
        names, size = list(given.masks[0]), given.sizes[0]

        def step(*all_: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            # The recorder takes what a function is given for its inputs, and all other tensors for constants.
            state_ = from_tensors(mine, all_[: len(tensors)])
            batch, targets, row, constants, *drawn = all_[len(tensors) :]
            return one.take(state_, batch, targets, row, constants, masks=dict(zip(names, drawn, strict=True)))

        example = given.inputs[:size], given.targets[:size], given.numbers[0], given.constants
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            recorded = torch.jit.trace(  # type: ignore[no-untyped-call]
                step, (*tensors_of(mine), *example, *given.masks[0].values()), check_trace=False
            )
            update = optimizers.fused_text(one.settings, state.lists) if one.fused and state.lists else ["pass"]
            self._play = _looped(recorded, len(tensors), len(names), update)
        self._lists, self._tensors = state.lists or NO_LISTS, tensors

    def prepare(self, given: Given) -> None:
        """Any steps are like those that were recorded."""

    def take(self, given: Given) -> Taken:
        """Take the steps in place."""
        masks = [mask for step in given.masks for mask in step.values()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with torch.jit.optimized_execution(False):  # type: ignore[attr-defined]
                result = self._play(
                    *self._lists, self._tensors, given.inputs, given.targets, given.numbers, given.constants, masks,
                    given.sizes, given.aligned,
                )  # fmt: skip
        return Taken(*result)


NO_LISTS: optimizers.Lists = ([[]], [[]], [[]], [[]], [[]])

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
"""The loop around a recorded step, as text: TorchScript reads no Python source here, for a packaged app has none.

The optimizer's one-pass update stands in it and not in the recording, which would drop it: it gives nothing back, and
the recorder does not see that it changes the tensors in its lists.
"""


def _looped(step: Any, tensors: int, masks: int, update: Sequence[str]) -> Any:
    """Return LOOP around a recorded step that takes `tensors` tensors of state and `masks` masks; `update`: what is
    left to do behind it, line by line."""
    text = LOOP.replace("STATE", ", ".join(f"state[{i}]" for i in range(tensors)))
    text = text.replace("MASKS", "".join(f", masks[place * {masks} + {i}]" for i in range(masks)))
    text = text.replace("UPDATE", "\n        ".join(update))
    return torch.jit.CompilationUnit(text).chunk
