"""Getting smaller without a jump: the smaller network trains beside the one that is seen, and takes over when it can.

Halving a layer at once costs some networks one or two points of accuracy, and removing one a tenth of loss, however
well the rest is refitted, and for a while after it more: what is left stands where learning rates that suited the whole
are too large. All of that happens out of sight here. The successor begins as the network made smaller at once, sees the
same batches with the same settings, and is looked at every `CHECKED_EVERY` steps. Rejected for units, because measured
worse at the same number of steps: weakening the units that go little by little, with and without refits in between, and
dropping them a few at a time. The units that are left then learn for themselves only at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Generator, Tensor

from core.messages.train_commands import Settings
from core.net.edits import HURTS, edited
from core.net.plan import (
    CallOff,
    Conv,
    Dense,
    Edit,
    EditError,
    Narrow,
    Net,
    Prune,
    RemoveLayer,
    RemoveUnit,
    Residual,
    SetBias,
    SetWeight,
    Widen,
    hidden_place,
    layer_of,
)
from core.net.widths import units_of
from core.sentence import Sentence, say
from core.train.model.model import Model, Successor
from core.train.steps.ladder import Stepper

CHECKED_EVERY = 25
LONGEST = 1000
"""After so many steps a successor that would still cost something is given up."""
POINTS = 0.005
"""A share of the samples, right before and wrong after, that is."""


def begin(model: Model, smaller: Model, edit: Narrow | RemoveLayer, *, seed: int) -> Successor:
    """Return the successor with which `model` becomes `smaller` when it is ready."""
    random = Generator(device=model.device).manual_seed(seed).get_state()
    by = edit.by if isinstance(edit, Narrow) else 0
    return Successor(smaller, edit.layer, by, 0, random)


def carried(model: Model, made: Model, edit: Edit, apply: Callable[[Model, Edit], Model]) -> Successor | None:
    """Return the successor of `model` after `edit`, which made it `made`: the same done to it.

    None where that cannot be, and where the edit decides the width of the same layer, or is about a layer that the
    successor does not have, or names one of the units that are counted otherwise there.
    """
    beside = model.successor
    if isinstance(edit, CallOff):
        return None
    if beside is None or (isinstance(edit, Widen | Narrow | Prune | RemoveUnit) and _same_units(model, edit, beside)):
        return None
    if isinstance(edit, SetWeight | SetBias) and _counts_its_units(model, edit, beside):
        return None
    try:
        smaller = apply(beside.model, edit)
        fits = smaller.net == edited(made.net, beside.edit)
    except EditError:
        return None
    return Successor(smaller, beside.key, beside.by, beside.taken, beside.random) if fits else None


def _same_units(model: Model, edit: Widen | Narrow | Prune | RemoveUnit, beside: Successor) -> bool:
    return any(maker.key == beside.key for maker in units_of(model.net, edit.layer).makers)


def _counts_its_units(model: Model, edit: SetWeight | SetBias, beside: Successor) -> bool:
    """Whether an edit names a unit, or an input, of which the successor has others."""
    if isinstance(layer_of(model.net, beside.key), Dense | Conv):
        units = units_of(model.net, beside.key)
        return any(layer.key == edit.layer for layer in (*units.makers, *units.readers))
    return False


def steps_to_check(beside: Successor) -> int:
    """Return the number of steps until the next check."""
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
    """Return whether going from (loss, score) `before` to `after` costs next to nothing."""
    return after[0] - before[0] <= HURTS and before[1] - after[1] <= POINTS


def dropped(net: Net, beside: Successor) -> Sentence:
    """Return why a layer keeps its width, or stays, where another edit leaves no place for the smaller copy."""
    place = hidden_place(net, beside.key)
    if beside.by:
        return say("Hidden {place} not narrowed: another edit came first", place=place)
    if place:
        return say("Hidden {place} not removed: another edit came first", place=place)
    return say("Residual block not removed: another edit came first")


def given_up(net: Net, beside: Successor, before: tuple[float, float], after: tuple[float, float]) -> Sentence:
    """Return why a layer keeps its width, or stays."""
    place, rise, points = hidden_place(net, beside.key), after[0] - before[0], 100 * (before[1] - after[1])
    lossy = not rise <= HURTS  # or it is no number
    if beside.by and lossy:
        return say("Hidden {place} not narrowed: still +{rise:.3f} loss", place=place, rise=rise)
    if beside.by:
        return say("Hidden {place} not narrowed: still {points:.1f} points", place=place, points=points)
    if isinstance(layer_of(net, beside.key), Residual):
        if lossy:
            return say("Residual block not removed: still +{rise:.3f} loss", rise=rise)
        return say("Residual block not removed: still {points:.1f} points", points=points)
    if lossy:
        return say("Hidden {place} not removed: still +{rise:.3f} loss", place=place, rise=rise)
    return say("Hidden {place} not removed: still {points:.1f} points", place=place, points=points)
