"""Points that a person has added, moved or taken away."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from core.messages.catalogue import Known
from core.messages.train_commands import PointEdit
from core.sentence import Problem

MOST = 1000
"""So many changes to the points of one data set are kept."""
LEAST_POINTS = 10
FARTHEST = 2.0
"""How far out a point may be, in half widths of the plane."""
LARGEST = 10.0
"""The largest value of a point in a regression."""


class PointError(Problem):
    """A change that cannot be made to the points."""


def with_edits(points: Tensor, targets: Tensor, edits: Sequence[PointEdit], known: Known) -> tuple[Tensor, Tensor]:
    """Return points (n, 2) and targets, (n,) or (n, 1), after the edits; raise `PointError` where one cannot be."""
    if edits and not known.reach:
        raise PointError("Only points of the plane can be added, moved and taken away.")
    if len(edits) > MOST:
        raise PointError("More than {most} changes to the points are not kept. Draw new points.", most=MOST)
    for edit in edits:
        _check(edit, known, count=len(points))
        at = torch.tensor([[edit.x, edit.y]], dtype=points.dtype)
        if edit.place == -1:
            target = torch.full_like(targets[:1], edit.target) if targets.is_floating_point() else targets[:1] * 0
            target = target if targets.is_floating_point() else target + int(edit.target)
            points, targets = torch.cat([points, at]), torch.cat([targets, target])
        elif edit.gone:
            stays = torch.arange(len(points)) != edit.place
            points, targets = points[stays], targets[stays]
        else:
            points = points.index_copy(0, torch.tensor([edit.place]), at)
    return points, targets


def _check(edit: PointEdit, known: Known, *, count: int) -> None:
    if not -1 <= edit.place < count or (edit.gone and edit.place == -1):
        raise PointError("There is no such point.")
    if edit.gone and count <= LEAST_POINTS:
        raise PointError("At least {least} points must stay.", least=LEAST_POINTS)
    if not (abs(edit.x) <= FARTHEST * known.reach and abs(edit.y) <= FARTHEST * known.reach):
        raise PointError("This point is too far out.")
    possible = edit.target in range(len(known.classes)) if known.classes else abs(edit.target) <= LARGEST
    if edit.place == -1 and not possible:
        raise PointError("A point cannot have this class or value.")
