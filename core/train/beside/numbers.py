"""The numbers behind units and lines of the drawing, while somebody looks at them.

Some ten numbers are read a few times a second, and nothing at all while nobody looks. A change is that from one round
of the trainer's loop to the next: of the last step where steps are taken one by one, else of the few of a round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from core.messages.beside.numbers import MOST_SPOTS, AtSpot, Numbers, Spot, WatchNumbers
from core.messages.train_commands import Asked
from core.net.plan import EditError
from core.net.values import inputs_from
from core.net.widths import check_unit, weighted_of
from core.train.model.model import Model, frozen_units
from core.train.session.session import Session
from core.train.training.training import Training

EVERY_S = 0.1
NAN = float("nan")
Place = tuple[int, int, int, int]
"""(unit, input, row, column) of a weight."""
Read = tuple[float, float]
"""(bias, weight) of a spot."""


class WatchedNumbers:
    """The part that tells them."""

    busy = False

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._spots: tuple[Spot, ...] = ()
        self._due_at = 0.0
        self._told_at = -1
        self._again = False
        self._before: tuple[int, int, tuple[Read, ...]] | None = None
        """A step, which model it was, and what stood at the spots: what a change is counted from."""
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {WatchNumbers: self._watch}

    def _watch(self, session: Session, asked: WatchNumbers) -> Numbers:
        spots = asked.spots
        if len(spots) > MOST_SPOTS:
            raise EditError("At most {most} units and lines can be watched at once.", most=MOST_SPOTS)
        told = self._tell(session.training, spots)
        self._spots = spots
        return told

    def take(self, session: Session) -> Sequence[object]:
        """Return the numbers if they are watched, have changed, and it is time."""
        training = session.training
        if not self._spots or (training.step == self._told_at and not self._again):
            return ()
        try:
            if session.player.running:
                if self._clock() < self._due_at:
                    return ()
                before = self._before
                if before is None or (before[0] < training.step and before[0] <= self._told_at):
                    self._before = self._read(training, self._spots)  # a change is told of the next round's steps
                    return ()
                if before[0] == training.step and not self._again:
                    return ()
            return (self._tell(training, self._spots),)
        except EditError:  # an edit has taken the layer or the unit away: whoever watches it sees that
            self._spots = ()
            return ()

    def changed(self) -> None:
        """Note that the numbers may be others at the same step."""
        self._again = True

    def _tell(self, training: Training, spots: tuple[Spot, ...]) -> Numbers:
        before, now = self._before, self._read(training, spots)
        same = before is not None and before[1] == now[1] and len(before[2]) == len(now[2]) and spots == self._spots
        over = now[0] - before[0] if before is not None and same else 0
        was = before[2] if before is not None and over > 0 else ((NAN, NAN),) * len(spots)
        told = tuple(
            _told(training, spot, read, old) for spot, read, old in zip(spots, now[2], was, strict=True)
        )  # fmt: skip
        self._before, self._told_at, self._again = now, training.step, False
        self._due_at = self._clock() + EVERY_S
        return Numbers(training.step, max(over, 0), told)

    def _read(self, training: Training, spots: tuple[Spot, ...]) -> tuple[int, int, tuple[Read, ...]]:
        return training.step, id(training.model), tuple(_read(training.model, spot) for spot in spots)


def weights_of(model: Model, spot: Spot) -> tuple[int, Tensor]:
    """Return (first input, (inputs, ...)) of the weights that a line stands for, none where there is no line. Raise
    `EditError` if the spot is not in the network."""
    net = model.net
    check_unit(net, spot.layer, spot.unit)
    first, count = (0, 0) if spot.source == -1 else inputs_from(net, spot.layer, spot.unit, spot.source)
    return first, model.parameters[f"{spot.layer}.weight"][spot.unit][first : first + count]


def largest(model: Model, spot: Spot) -> tuple[Place, int] | None:
    """Return the place of the largest weight of a line, and how many there are; None for a unit without a line."""
    first, found = weights_of(model, spot)
    if not found.numel():
        return None
    at = int(torch.nan_to_num(found.detach().abs()).flatten().argmax())
    kernel = (found.shape[1], found.shape[2]) if found.dim() == 3 else (1, 1)
    place, column = divmod(at, kernel[1])
    place, row = divmod(place, kernel[0])
    return (spot.unit, first + place, row, column), found.numel()


def _at(tensor: Tensor, place: Place) -> float:
    return float(tensor[place[: tensor.dim()]])


def _read(model: Model, spot: Spot) -> Read:
    there = largest(model, spot)
    weight = _at(model.parameters[f"{spot.layer}.weight"], there[0]) if there is not None else NAN
    return float(model.parameters[f"{spot.layer}.bias"][spot.unit]), weight


def _told(training: Training, spot: Spot, read: Read, was: Read) -> AtSpot:
    model, layer = training.model, weighted_of(training.net, spot.layer)
    stepped = training.stands().stepper is not None and training.step > 0
    gradients = model.gradients if stepped else {}  # a network that no step has seen yet has none
    bias_gradient = float(gradients[f"{spot.layer}.bias"][spot.unit]) if stepped else NAN
    frozen = frozen_units(model, layer)
    size = float(model.parameters[f"{spot.layer}.weight"][spot.unit].detach().norm())
    told = AtSpot(
        spot, read[0], bias_gradient, read[0] - was[0], size, frozen is not None and bool(frozen[spot.unit])
    )  # fmt: skip
    there = largest(model, spot)
    if there is None:
        return told
    (_, input_, row, column), count = there
    gradient = _at(gradients[f"{spot.layer}.weight"], there[0]) if stepped else NAN
    return AtSpot(
        spot, told.bias, told.bias_gradient, told.bias_change, size, told.frozen, read[1], gradient, read[1] - was[1],
        count, input_, row, column,
    )  # fmt: skip
