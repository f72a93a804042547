"""What the network says about points of the plane: the surface on a fine grid, and its answers at the points.

It costs a forward pass on the grid and the points. The pass is timed: passes together take no more than `SHARE` of the
time, and a grid that takes longer than `LONGEST_S` gets coarser, so that no step waits for it noticeably.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from core.messages.beside.plane import PlaneAnswer, PointsChanged, WatchPlane
from core.messages.train_commands import Asked, EditPoint
from core.messages.train_events import TICK_FIELDS, Changed, State
from core.messages.train_reports import EditMark
from core.net.plan import INPUT
from core.sentence import Problem, say
from core.train.model.safetensors import to_array
from core.train.plane.surface import answers, grid
from core.train.session import ticks
from core.train.session.session import Session
from core.train.session.telling import state_of
from core.train.session.undo import Anchors, Entry
from core.train.training.datasets import SAMPLES_SHOWN_PLANE, Dataset, describe
from core.train.training.training import Training

SHARE = 0.02
"""The largest share of the time that this may take."""
LONGEST_S = 0.004
SEEN_S = 0.75
"""It is not put off beyond this (`core.train.session.ticks`) where its share allows it sooner."""
LEAST_SIDE, MOST_SIDE = 24, 200


class PlaneError(Problem):
    """A surface that cannot be watched."""


class Points:
    """The part of the trainer that answers `WatchPlane`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.does: Mapping[type[Asked], Callable[[Session, Any], object]] = {
            WatchPlane: self._watch,
            EditPoint: edit_point,
        }
        self._clock = clock
        self._hertz, self._wanted, self._side = 0.0, 96, 96
        self._changed, self._next_at = False, 0.0
        self._of: tuple[Session, Dataset] | None = None
        """The points that the window knows."""
        self._cost_s = LONGEST_S
        """What the pass before took: one that was only held up puts nothing off."""
        self._shown = (0, 0)
        """What was told of last: which training, which plan of its network."""

    def _watch(self, session: Session, asked: WatchPlane) -> State:
        if not 0 <= asked.hertz <= 60 or not LEAST_SIDE <= asked.side <= MOST_SIDE:
            raise PlaneError(
                "The plane can be watched up to 60 times a second, at {least} to {most} points a side.",
                least=LEAST_SIDE, most=MOST_SIDE,
            )  # fmt: skip
        self._hertz, self._wanted = asked.hertz, asked.side
        self._side = min(self._side, asked.side) if self._shown == _of(session.training) else asked.side
        self._changed, self._next_at = True, 0.0
        return session.state()

    def changed(self) -> None:
        """Note that the network may be another one."""
        self._changed = True

    @property
    def busy(self) -> bool:
        """Whether an answer is due though nothing may move any more."""
        return self._hertz > 0 and self._changed and self._clock() >= self._next_at

    def take(self, session: Session) -> Sequence[object]:
        """Return what the network answers now, if that is due; of another network than last time it is at once."""
        return [*self._points(session), *self._answer(session)]

    def _points(self, session: Session) -> Sequence[object]:
        """Return the points if they are not those that the window knows: of another session it has been told all."""
        before, self._of = self._of, (session, session.training.dataset)
        if before is None or before[0] is not session or before[1] is session.training.dataset:
            return ()
        return (PointsChanged(describe(session.training.dataset)),)

    def _answer(self, session: Session) -> Sequence[object]:
        training, begun = session.training, self._clock()
        if self._hertz <= 0 or not self._changed:
            return ()
        if not training.dataset.known.reach:
            self._changed = False
            return ()
        shown = _of(training)
        if begun < self._next_at and shown == self._shown:
            return ()
        self._changed, self._shown = False, shown
        told = answer(training, self._side)
        cost_s = self._clock() - begun
        self._next_at = begun + max(
            1 / self._hertz, ticks.pause_s(min(cost_s, self._cost_s), share=SHARE, longest_s=SEEN_S)
        )
        self._side = side_after(self._side, cost_s, wanted=self._wanted)
        self._cost_s = cost_s
        return (told,)


def edit_point(session: Session, asked: EditPoint) -> object:
    """Change the points that are trained on, from the next step on. It is one thing to undo."""
    training, ready = session.training, session.ticks.ready(validating=False)
    state, change = training.state(), training.edited_point(asked)
    mark = EditMark(training.step, say("Points changed"), 0, math.nan, math.nan)
    base = (ready.place + len(ready.numbers)) // TICK_FIELDS
    ring = session.ring.pushed(Entry(state, base, array("d"), mark, INPUT, torch.get_num_threads()))
    done = Changed(change.settings, state_of(change, ring, session.device, playing=session.player.running))
    return session.adopt(change, ring, Anchors(session.clock), ready), done


def _of(training: Training) -> tuple[int, int]:
    return id(training), id(training.net)


def side_after(side: int, cost_s: float, *, wanted: int) -> int:
    """Return how many points a side the next grid gets: fewer where the last took too long, more where there is
    time."""
    if cost_s > LONGEST_S:
        return max(LEAST_SIDE, min(side - 1, int(side * math.sqrt(LONGEST_S / cost_s) * 0.9)))
    return min(wanted, side + 8) if cost_s < LONGEST_S / 2 else min(wanted, side)


def answer(training: Training, side: int) -> PlaneAnswer:
    """Return what the network answers now, on a grid of `side` × `side` points and at the points of the data."""
    data = training.dataset
    asked = (
        grid(side, reach=data.known.reach, names=data.spec.inputs, like=data.training_inputs),
        data.training_inputs[:SAMPLES_SHOWN_PLANE],
        data.validation_inputs[:SAMPLES_SHOWN_PLANE],
    )
    with torch.no_grad():
        given = answers(training.model_outputs(torch.cat(asked)))
    first, last = side * side, side * side + len(asked[1])
    surface, trained, held_out = given[:first], given[first:last], given[last:]
    wanted = [_targets(targets[:SAMPLES_SHOWN_PLANE]) for targets in (data.training_targets, data.validation_targets)]
    losses = [float((now - then).square().mean() / 2) for now, then in zip((trained, held_out), wanted, strict=True)]
    return PlaneAnswer(
        training.step,
        to_array(surface.reshape(side, side)),
        to_array(trained),
        to_array(held_out),
        losses[0],
        losses[1],
        _score(held_out, wanted[1], values=data.task == "regress"),
    )


def _targets(targets: Tensor) -> Tensor:
    """(n,) classes, or (n, 1) values -> (n,) what the answer should be: −1 or 1, or the value."""
    return targets[:, 0].float() if targets.dim() == 2 else targets.float() * 2 - 1


def _score(given: Tensor, wanted: Tensor, *, values: bool) -> float:
    """R² of values; of classes, the share of which the sign is right."""
    if not values:
        return float(((given > 0) == (wanted > 0)).float().mean())
    spread = float((wanted - wanted.mean()).square().sum())
    return 1 - float((given - wanted).square().sum()) / spread if spread > 0 else math.nan
