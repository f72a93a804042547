"""A drawing scaled as the pictures of a data set were made: ink (h, w) from 0 to 1 -> the picture (side, side).

The digits come from forms that NIST read (Garris et al., NISTIR 5469, 1994), and all of them show it: each was sheared
until its first and last row begin at the same column, stretched to 20 × 32 dots in a field of 32 × 32, and eroded or
dilated until about as many dots are black in each; then the black dots of every 4 × 4 block were counted, 0 to 16.

MNIST (LeCun et al., http://yann.lecun.com/exdb/mnist/) keeps the shape: scaled into a box of 20 × 20, with grey levels
from the smoothing, and moved by whole pixels until the centre of mass is the middle of 28 × 28. The letters of EMNIST
(Cohen et al., arXiv:1702.05373) fill a box of 24 × 24 in its middle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.drawn.paper import AS_DIGITS, AS_MNIST
from core.sentence import Sentence

Ink = NDArray[np.floating[Any]]
FIELD, BOX_WIDTH, BLOCK = 32, 20, 4
INK_LEAST, INK_MOST = 0.27, 0.34
"""The share of black dots that the middle half of the digits have; strokes are made wider or thinner for it."""
MOST_TURNS = 5
"""How many dots at most a stroke is made wider or thinner on each side."""
MNIST_SIDE, MNIST_BOX, EMNIST_BOX = 28, 20, 24
FAINT = 0.5
"""From here on a dot of the drawing is black."""
GREY = 0.15
"""From here on a dot is ink at all."""


def as_digits(ink: Ink) -> Ink | None:
    """(h, w) ink -> (8, 8) float32 in sixteenths, as the digits are; None for a drawing without ink."""
    dots = _cropped(ink >= FAINT)
    if dots is None:
        return None
    upright = _cropped(_sheared(dots))
    assert upright is not None
    field = _evened(resampled(upright.astype(np.float32), FIELD, BOX_WIDTH) >= FAINT)
    counts = field.reshape(FIELD // BLOCK, BLOCK, FIELD // BLOCK, BLOCK).sum((1, 3))
    made: Ink = (counts / float(BLOCK * BLOCK)).astype(np.float32)
    return made


def as_mnist(ink: Ink) -> Ink | None:
    """(h, w) ink -> (28, 28) float32 from 0 to 1, as MNIST is; None for a drawing without ink."""
    return _boxed(ink, MNIST_BOX, by_mass=True)


def as_emnist(ink: Ink) -> Ink | None:
    """(h, w) ink -> (28, 28) float32 from 0 to 1, as the letters of EMNIST are; None for a drawing without ink."""
    return _boxed(ink, EMNIST_BOX, by_mass=False)


def _boxed(ink: Ink, box: int, *, by_mass: bool) -> Ink | None:
    """(h, w) ink -> (28, 28): as large as the box; its centre of mass, or else its middle, is that of the picture."""
    found = box_of(ink >= GREY)
    if found is None:
        return None
    cut = ink[found]
    scale = box / max(cut.shape)
    height, width = (max(1, round(length * scale)) for length in cut.shape)
    small = resampled(cut, height, width)
    down, right = (MNIST_SIDE - height) // 2, (MNIST_SIDE - width) // 2
    if by_mass:
        down, right = (_shift(small.sum(1 - axis)) for axis in (0, 1))
    picture = np.zeros((MNIST_SIDE, MNIST_SIDE), np.float32)
    top, left = min(max(down, 0), MNIST_SIDE - height), min(max(right, 0), MNIST_SIDE - width)
    picture[top : top + height, left : left + width] = np.clip(small, 0, 1)
    made: Ink = np.round(picture * 255) / np.float32(255)
    return made


def _shift(mass: Ink) -> int:
    """(n,) ink along one axis -> where its first pixel goes, so that its centre of mass is pixel 14, as in the data."""
    centre = float((mass * np.arange(len(mass))).sum() / mass.sum())
    return round(MNIST_SIDE / 2 - centre)


def resampled(values: Ink, height: int, width: int) -> Ink:
    """(h, w) -> (height, width): every new value is the mean over the area it covers."""
    made: Ink = _covering(values.shape[0], height) @ values.astype(np.float32) @ _covering(values.shape[1], width).T
    return made


def _covering(before: int, after: int) -> Ink:
    """Return (after, before): the share that each old dot has in each new one; a row adds up to 1."""
    edges = np.arange(after + 1) * (before / after)
    starts, ends = edges[:-1, None], edges[1:, None]
    old = np.arange(before)[None, :]
    shares = np.clip(np.minimum(ends, old + 1) - np.maximum(starts, old), 0, None)
    made: Ink = (shares / shares.sum(1, keepdims=True)).astype(np.float32)
    return made


def box_of(dots: NDArray[np.bool_]) -> tuple[slice, slice] | None:
    """Return where dots are, rows and columns; None where there are none."""
    rows, columns = (np.flatnonzero(dots.any(axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _cropped(dots: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    found = box_of(dots)
    return None if found is None else dots[found]


def _sheared(dots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Move the rows sideways until the first and the last begin at the same column; (h, w) -> (h, wider)."""
    height, width = dots.shape
    band = max(1, height // FIELD)  # a row of the field is several rows of the drawing
    slant = int(np.argmax(dots[-band:].any(0))) - int(np.argmax(dots[:band].any(0)))
    slant = max(-width, min(slant, width))
    if height == 1 or slant == 0:
        return dots
    made = np.zeros((height, width + abs(slant)), np.bool_)
    for row in range(height):
        along = slant * (height - 1 - row) / (height - 1)
        start = round(along if slant > 0 else along - slant)
        made[row, start : start + width] = dots[row]
    return made


def _evened(dots: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(32, 20) dots -> the field (32, 32), its strokes as wide as the digits' ones, from first to last row."""
    side = (FIELD - BOX_WIDTH) // 2
    field = np.pad(dots, ((0, 0), (side, side)))
    for _ in range(MOST_TURNS):
        share = float(field.mean())
        if INK_LEAST <= share <= INK_MOST:
            break
        turned = _filled(grown(field) if share < INK_LEAST else ~grown(~field, outside=True))
        if turned is None or abs(turned.mean() - 0.305) > abs(share - 0.305):
            break
        field = turned
    return field


def _filled(field: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Stretch what erosion has left from the first row to the last; None if nothing is left."""
    rows = np.flatnonzero(field.any(1))
    if not len(rows):
        return None
    cut = field[rows[0] : rows[-1] + 1]
    return field if len(cut) == FIELD else resampled(cut.astype(np.float32), FIELD, FIELD) >= FAINT


def grown(field: NDArray[np.bool_], *, outside: bool = False) -> NDArray[np.bool_]:
    """Return the dots and their neighbours above, below, left and right; `outside`: what lies beyond the edge."""
    wide = np.pad(field, 1, constant_values=outside)
    return wide[1:-1, 1:-1] | wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]


@dataclass(frozen=True)
class Scaled:
    """How the pictures of a data set were made: `side` pixels square by `make`, and the same `told` in one sentence."""

    side: int
    make: Callable[[Ink], Ink | None]
    told: Sentence


SCALED = {"digits": Scaled(8, as_digits, AS_DIGITS), "mnist-5k": Scaled(28, as_mnist, AS_MNIST)}
"""By the data's name (`core.messages.catalogue`)."""


def made_for(name: str) -> Callable[[Ink], Ink | None]:
    """Return what makes a sample of ink, by the name of data in the catalogue, or of a set that is fetched."""
    return as_digits if name == "digits" else as_emnist if name == "emnist-letters" else as_mnist
