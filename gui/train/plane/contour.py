"""Where a surface has a value: lines through its cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def contour(surface: NDArray[np.float32], level: float) -> NDArray[np.float64]:
    """Return the lines along which `surface` (h, w) is `level`: (n, 4) of x, y, x, y, from 0 to 1 over the surface.

    Each cell is two triangles, in which the surface is a plane: a line goes from the edges of the corner that lies on
    the other side. So there is no cell that could be read in two ways.
    """
    values = np.nan_to_num(surface.astype(np.float64)) - level
    above = values > 0
    corner = above[:-1, :-1]
    mixed = (above[:-1, 1:] != corner) | (above[1:, :-1] != corner) | (above[1:, 1:] != corner)
    row, column = np.nonzero(mixed)  # few cells: the rest is not looked at further
    upper, right, left, lower = (
        np.stack([(column + x) / (values.shape[1] - 1), (row + y) / (values.shape[0] - 1), values[row + y, column + x]])
        for y, x in ((0, 0), (0, 1), (1, 0), (1, 1))
    )  # each: (x, y, value), cell
    both = np.stack([np.stack([upper, right, left]), np.stack([lower, right, left])], 2)  # corner, (x, y, value), which
    corners = both.reshape(3, 3, -1)  # corner, (x, y, value), triangle
    above = corners[:, 2] > 0
    crossed = above.any(0) & ~above.all(0)
    corners, above = corners[:, :, crossed], above[:, crossed]
    alone = np.where(above[0] == above[1], 2, np.where(above[0] == above[2], 1, 0))
    at = np.arange(corners.shape[2])
    one = corners[alone, :, at]  # (n, 3)
    ends = []
    for other in (1, 2):
        two = corners[(alone + other) % 3, :, at]
        share = one[:, 2] / (one[:, 2] - two[:, 2])
        ends.append(one[:, :2] + share[:, None] * (two[:, :2] - one[:, :2]))
    return np.concatenate(ends, 1) if len(at) else np.zeros((0, 4))
