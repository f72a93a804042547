"""A hit: which step it was at which a training stops by itself, and what was different from the step before."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torch import Tensor

from core.messages.stops import Condition, holds, label
from core.messages.train_commands import Change
from core.messages.train_reports import AtStep, EditMark, Hit, Met
from core.net.plan import INPUT, LayerKey, Net
from core.sentence import Sentence
from core.train.stops.lookout import VALIDATED, Sighting, most_so
from core.train.stops.measured import layers_of, ratios_of, standing
from core.train.stops.trace import Told, Traced, first_step, traced
from core.train.training.settings import LABELS
from core.train.training.state import TrainingState
from core.train.training.training import Training

REPLAY_S = 3.0
"""Steps that would take longer than this are not done again where that only tells more of a step: a person waits."""


@dataclass(frozen=True)
class FoundHit:
    """A hit, and how it was found: `traced` is the training done again up to it, None if that would have taken long."""

    hit: Hit
    traced: Traced | None


Known = Callable[[int], tuple[float, float]]
"""Gives (loss, gradient norm) of a step, NaN where they are not known any more."""


def find(
    training: Training, seen: Sighting, *, states: Sequence[TrainingState], known: Known, step_s: float,
    told_upto: Callable[[int], int], tell: Callable[[Training], Told],
) -> FoundHit:  # fmt: skip
    """Return the hit that was seen. `training` stays where it is.

    `states`: those kept on the way here, the newest first; one is from before the steps that were taken last. `step_s`:
    how long a step takes. `told_upto` tells for a step up to where the charts stay if the training goes back there;
    `tell` is as for `traced`.
    """
    step, base = seen.step, seen.base
    conditions = tuple(one.condition for one in seen.met)
    if base is not None and 2 * step_s * (step - base.step) <= REPLAY_S:
        near, step = first_step(training, base, upto=step, so=_so(conditions))
        states = (*near, *states)
    start, back = _start(states, step), step < training.step
    if start is None or (not back and step_s * (step - start.step) > REPLAY_S):
        return FoundHit(_untraced(training, seen, known), None)
    validating = any(one.of in VALIDATED for one in conditions)
    way = traced(
        training, start, step=step, known=known(step - 1), validating=validating, told_upto=told_upto(step), tell=tell
    )  # fmt: skip
    now = [(one, _value(one, way.there.net, way.after)) for one in conditions] if seen.looked else []
    met = tuple(Met(one, *pair) for one, pair in now if pair is not None and holds(one, pair[0])) or seen.met
    before = [_value(one.condition, way.there.net, way.before) for one in met]
    so_before = any(pair is not None and holds(one.condition, pair[0]) for one, pair in zip(met, before, strict=True))
    net = way.there.net
    labels = tuple(label(one.condition, net) for one in met)
    done = done_between(training, step - 1)
    return FoundHit(Hit(step, step, met, labels, way.before, way.after, not so_before, done), way)


def _so(conditions: tuple[Condition, ...]) -> Callable[[Training, Tensor], bool]:
    """Return what looks whether one of the conditions is so right after a step; it is given the parameters before."""

    def so(there: Training, before: Tensor) -> bool:
        if conditions[0].of in VALIDATED:
            loss, score = there.validate()
            values = {"validation": loss, "accuracy": score}
            return any(holds(one, values[one.of]) for one in conditions)
        layers = layers_of(there, ratios_of(there, before))
        pairs = ((one, most_so(one, there.net, layers)) for one in conditions)
        return any(pair is not None and holds(one, pair[0]) for one, pair in pairs)

    return so


def _value(condition: Condition, net: Net, at: AtStep) -> tuple[float, LayerKey] | None:
    """Return (value, layer) of a condition at a step; None where it was not measured."""
    if condition.of in ("dead", "ratio"):
        return most_so(condition, net, at.layers)
    numbers = {
        "loss": at.loss, "gradient": at.gradient, "validation": at.validation, "accuracy": at.accuracy,
        "step": float(at.step),
    }  # fmt: skip
    value = numbers.get(condition.of, math.nan)
    return None if math.isnan(value) and condition.sign != "nan" else (value, INPUT)


def _start(states: Sequence[TrainingState], step: int) -> TrainingState | None:
    """Return the newest state from before the step before `step`, or else the oldest from right before it."""
    earlier = [state for state in states if state.step < step - 1]
    right_before = [state for state in states if state.step == step - 1]
    return earlier[0] if earlier else right_before[-1] if right_before else None


def _untraced(training: Training, seen: Sighting, known: Known) -> Hit:
    """Return the hit with what is known without doing anything again: the training stands at its step."""
    step = training.step
    before = AtStep(step - 1, 0, 0, 0, (), *known(step - 1), math.nan, ())
    loss, gradient = known(step)
    after = standing(training, loss=loss, gradient=gradient)
    labels = tuple(label(one.condition, training.net) for one in seen.met)
    so_before = [_value(one.condition, training.net, before) for one in seen.met]
    begins = all(pair is not None and not holds(one.condition, pair[0])
                 for one, pair in zip(seen.met, so_before, strict=True))  # fmt: skip
    return Hit(step, step, seen.met, labels, before, after, begins, done_between(training, step - 1))


def done_between(training: Training, step: int) -> tuple[Sentence, ...]:
    """Return the labels of what was done to a training right after a step."""
    changes = [
        LABELS[entry.done.setting]
        for entry in training.timeline
        if entry.step == step and isinstance(entry.done, Change) and entry.done.setting in LABELS
    ]
    return (*(mark.label for mark in training.marks if mark.step == step and _edits(mark)), *changes)


def _edits(mark: EditMark) -> bool:
    """Whether a mark is of an edit: those of a stop or a divergence tell of nothing that was done."""
    return math.isfinite(mark.loss_before)


def by_edit(training: Training, met: tuple[Met, ...], before: AtStep, mark: EditMark) -> Hit:
    """Return the hit that an edit is. `training` has adopted it; `before`: how it was before."""
    after = standing(training, loss=mark.loss_after)
    return Hit(training.step, training.step, met, (mark.label,), before, after, True, (mark.label,))
