"""Narrowing without a jump: the narrower network is trained beside the one that is seen, and takes over when it can.

Halving a layer at once costs some networks one or two points of accuracy, however well the rest is refitted, and for
a while after it more: what is left stands where learning rates that suited the whole are too large. All of that
happens out of sight here. The successor begins as the network narrowed at once, sees the same batches with the same
settings, and is looked at every `CHECKED_EVERY` steps. Rejected, because measured worse at the same number of steps:
weakening the units that go little by little, with and without refits in between, and dropping them a few at a time.
The units that are left then learn for themselves only at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Generator, Tensor

from core.edits import edited, units_of
from core.messages import Settings
from core.net import Edit, EditError, Narrow, Prune, RemoveUnit, Widen, layer_at, number_of
from core.say import Sentence, say
from core.train.model import Model, Successor
from core.train.steps import Stepper

CHECKED_EVERY = 25
LONGEST = 1000
"""After so many steps a successor that would still cost something is given up."""
HURTS = 0.04
"""A rise of the loss that is worth speaking of."""
POINTS = 0.005
"""A share of the samples, right before and wrong after, that is."""


def begin(model: Model, narrower: Model, edit: Narrow, *, seed: int) -> Successor:
    """Return the successor with which `model` becomes `narrower` when it is ready."""
    random = Generator(device=model.device).manual_seed(seed).get_state()
    return Successor(narrower, layer_at(model.net, edit.layer).key, edit.by, 0, random)


def carried(model: Model, made: Model, edit: Edit, apply: Callable[[Model], Model]) -> Successor | None:
    """Return the successor of `model` after `edit`, which made it `made`: the same done to it.

    None where that cannot be, and where the edit decides the width of the same layer anew.
    """
    beside = model.successor
    if beside is None or (isinstance(edit, Widen | Narrow | Prune | RemoveUnit) and _same_units(model, edit, beside)):
        return None
    try:
        narrower = apply(beside.model)
        fits = narrower.net == edited(made.net, Narrow(number_of(made.net, beside.key), beside.by))
    except EditError:
        return None
    return Successor(narrower, beside.key, beside.by, beside.taken, beside.random) if fits else None


def _same_units(model: Model, edit: Widen | Narrow | Prune | RemoveUnit, beside: Successor) -> bool:
    return any(maker.key == beside.key for maker in units_of(model.net, edit.layer).makers)


def steps_to_check(beside: Successor) -> int:
    """Return after how many steps it is to be looked at."""
    return CHECKED_EVERY - beside.taken % CHECKED_EVERY


def take(
    beside: Successor, stepper: Stepper, inputs: Tensor, targets: Tensor, sizes: Sequence[int], *, settings: Settings,
    learning_rates: Sequence[float],
) -> None:  # fmt: skip
    """Take the steps that the model itself has just taken, on the same batches."""
    generator = Generator(device=beside.model.device)
    if beside.random.numel() == generator.get_state().numel():
        generator.set_state(beside.random)  # else it comes from another kind of device
    stepper.take(inputs, targets, sizes, settings=settings, learning_rates=learning_rates, generator=generator)
    beside.random = generator.get_state()
    beside.taken += len(sizes)


def ready(before: tuple[float, float], after: tuple[float, float]) -> bool:
    """Whether going from (loss, score) `before` to `after` costs next to nothing."""
    return after[0] - before[0] <= HURTS and before[1] - after[1] <= POINTS


def given_up(place: int, before: tuple[float, float], after: tuple[float, float]) -> Sentence:
    """Return why a layer keeps its width."""
    rise, points = after[0] - before[0], 100 * (before[1] - after[1])
    if not rise <= HURTS:  # or it is no number
        return say("Hidden {place} not narrowed: still +{rise:.3f} loss", place=place, rise=rise)
    return say("Hidden {place} not narrowed: still {points:.1f} points", place=place, points=points)
