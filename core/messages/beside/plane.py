"""What a network says about points of the plane."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages.train_commands import Asked
from core.messages.train_events import Told
from core.messages.train_reports import Array, Data


@dataclass(frozen=True)
class WatchPlane(Asked):
    """Tell up to `hertz` times a second (0: never) what the network answers over the plane, at `side` × `side` points
    of it; fewer, where that would keep the training waiting. -> State"""

    hertz: float = 0.0
    side: int = 96


@dataclass(frozen=True)
class PointsChanged(Told):
    """The points are others now: a person has edited them, or has undone that. Comes unasked; the training goes on."""

    data: Data


@dataclass(frozen=True)
class PlaneAnswer(Told):
    """What the network answers right after `step`. Comes unasked, while it is watched.

    An answer is the probability of the second class less that of the first, or the value that is predicted. `surface`:
    (side, side) "f4", row by row from the top. `trained` and `held_out`: (n,) "f4" answers at the points that the
    window was shown (`Data`). `loss` and `held_out_loss`: the means over them of half the squared error, as TensorFlow
    Playground computes it, with targets −1 and 1 for the classes. `score`: R² of those held out, or the share that is
    right.
    """

    step: int
    surface: Array
    trained: Array
    held_out: Array
    loss: float
    held_out_loss: float
    score: float
