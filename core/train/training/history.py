"""The history of a training for its charts, short however long it has trained.

A Tick comes thirty times a second: a hundred hours are ten million. No chart has so many pixels, and no message carries
them. So of the older ones the peaks stay: each of `SPANS` equal spans of steps keeps the Ticks where a number was
smallest or largest there. The newest `FRESH` stay as they are.
"""

from __future__ import annotations

import errno
import os
from array import array
from collections.abc import Callable, Collection
from pathlib import Path

import torch
from torch import Tensor

from core.files import opened
from core.messages.train_events import TICK_FIELDS

MOST = 100_000
"""More Ticks than these are thinned."""
FRESH = 20_000
SPANS = 4_000
PEAKS = (2, 3, 4, 5, 6)
"""The fields of a Tick with peaks worth keeping: losses, scores, the gradient's norm."""
BLOCK = 10 * MOST
"""Ticks read from a file at a time."""
FILE_BYTES = 4 << 30
"""More Ticks than these a training of three weeks has not."""


def thinned(history: array[float], *, keep: Collection[int] = ()) -> tuple[array[float], Callable[[int], int]]:
    """Return a history of less than `MOST` Ticks, and a function: how many of the first so many Ticks are still there.

    The last Tick before each of the places `keep` (a number of Ticks) stays.
    """
    count = len(history) // TICK_FIELDS
    if count <= MOST:
        return history, lambda place: place
    rows = torch.frombuffer(history, dtype=torch.float64).view(count, TICK_FIELDS)
    stays = torch.zeros(count, dtype=torch.bool)
    stays[count - FRESH :] = True
    stays[[place - 1 for place in keep if 0 < place <= count]] = True
    stays[_peaks(rows[: count - FRESH])] = True
    before = torch.cat([torch.zeros(1, dtype=torch.int64), stays.cumsum(0)])
    return array("d", rows[stays].flatten().tolist()), lambda place: int(before[min(place, count)])


def _peaks(rows: Tensor) -> Tensor:
    """Return the places of the Ticks that stay, of (n, TICK_FIELDS) in the order of their steps."""
    steps = rows[:, 0]
    span = ((steps - steps[0]) * (SPANS / (steps[-1] - steps[0] + 1))).long()  # (n,) from 0 to SPANS - 1
    at = torch.arange(len(rows))
    found = [_first(at, span, torch.ones_like(at, dtype=torch.bool))]
    for field in PEAKS:
        for sign in (1.0, -1.0):
            values = sign * rows[:, field]
            known = ~values.isnan()
            lowest = torch.full((SPANS,), torch.inf, dtype=rows.dtype)
            lowest.scatter_reduce_(0, span[known], values[known], "amin")
            found.append(_first(at, span, known & (values == lowest[span])))
    return torch.cat(found)


def _first(at: Tensor, span: Tensor, chosen: Tensor) -> Tensor:
    """Return the first of the chosen places of each span that has one."""
    none = len(at)
    first = torch.full((SPANS,), none).scatter_reduce_(0, span[chosen], at[chosen], "amin")
    return first[first < none]


def read(path: Path, *, count: int) -> array[float]:
    """Return the history in a file, of its first `count` Ticks at most; raise `OSError` if it cannot be read."""
    history, left = array("d"), count
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > FILE_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        while left > 0:
            content = file.read(min(left, BLOCK) * TICK_FIELDS * 8)
            whole = len(content) // (TICK_FIELDS * 8)
            if not whole:
                break
            history.frombytes(content[: whole * TICK_FIELDS * 8])
            history, _ = thinned(history)
            left -= whole
    return history
