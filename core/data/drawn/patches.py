"""Dots that hang together: (h, w) truth values -> patches, each with its dots, its box and whether it reaches the edge.

Runs of dots are joined row by row (union-find): some thousand runs take a few milliseconds, and scipy stays away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Dots = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Patch:
    """`dots`: how many; `top` … `right`: the box that holds them, the last row and column beyond it. `at_edge`: it
    reaches the picture's edge. `runs` (n, 3): row, begin and end of each of its runs."""

    dots: int
    top: int
    left: int
    bottom: int
    right: int
    at_edge: bool
    runs: NDArray[Any]

    @property
    def height(self) -> int:
        """How many rows its box has."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns its box has."""
        return self.right - self.left

    @property
    def reach(self) -> int:
        """Its longer side."""
        return max(self.height, self.width)


def patches_of(dots: Dots, *, corners: bool = True) -> list[Patch]:
    """Return the patches, the largest first. `corners`: dots that touch at a corner hang together."""
    runs = _runs(dots)
    names = _joined(runs, len(dots), reach=1 if corners else 0)
    order = np.argsort(names, kind="stable")  # each patch's runs stay in the order of their rows
    cuts = np.flatnonzero(np.diff(names[order])) + 1
    found = []
    for own in np.split(runs[order], cuts) if len(runs) else ():
        top, bottom, left, right = own[0, 0], own[-1, 0] + 1, own[:, 1].min(), own[:, 2].max()
        at_edge = bool(top == 0 or left == 0 or bottom == dots.shape[0] or right == dots.shape[1])
        count = int((own[:, 2] - own[:, 1]).sum())
        found.append(Patch(count, int(top), int(left), int(bottom), int(right), at_edge, own))
    return sorted(found, key=lambda one: -one.dots)


def painted(patches: list[Patch], shape: tuple[int, ...]) -> Dots:
    """Return the dots of patches, (h, w)."""
    made = np.zeros(shape, np.bool_)
    for patch in patches:
        for row, begin, end in patch.runs.tolist():
            made[row, begin:end] = True
    return made


def _runs(dots: Dots) -> NDArray[Any]:
    """(h, w) -> (n, 3): row, begin and end of each run, in order."""
    wide = np.pad(dots, ((0, 0), (1, 1))).astype(np.int8)
    rows, places = np.nonzero(np.diff(wide, axis=1))  # begins and ends take turns
    made: NDArray[Any] = np.stack([rows[::2], places[::2], places[1::2]], 1)
    return made


def _joined(runs: NDArray[Any], height: int, *, reach: int) -> NDArray[Any]:
    """Return the name of each run's patch, (n,): the number of one of its runs."""
    parents = list(range(len(runs)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    firsts = np.searchsorted(runs[:, 0], np.arange(height + 1)).tolist()
    begins, ends = runs[:, 1].tolist(), runs[:, 2].tolist()
    for row in range(1, height):
        above, here = firsts[row - 1], firsts[row]
        while above < firsts[row] and here < firsts[row + 1]:
            if begins[above] < ends[here] + reach and begins[here] < ends[above] + reach:
                parents[root(above)] = root(here)
            if ends[above] < ends[here]:
                above += 1
            else:
                here += 1
    return np.array([root(at) for at in range(len(runs))], np.int64)
