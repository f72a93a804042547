"""Arrays from the wire as numpy arrays."""

from __future__ import annotations

from typing import cast

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter
from shiboken6 import Shiboken

from core.messages.train_reports import Array


def draw_lines(painter: QPainter, lines: np.ndarray) -> None:
    """Draw lines (n, 4) of x, y, x, y with the painter's pen.

    A thousand QLineF objects a frame would wake the garbage collector, so Qt reads numpy's memory itself.
    """
    lines = np.ascontiguousarray(lines, dtype=np.float64)
    if len(lines):
        first = cast(QLineF, Shiboken.wrapInstance(lines.ctypes.data, QLineF))
        painter.drawLines(first, len(lines))


def numbers(array: Array) -> np.ndarray:
    """Return the numbers of `array` in its shape, read only and without a copy."""
    return np.frombuffer(array.data, dtype=np.dtype(array.dtype).newbyteorder("<")).reshape(array.shape)
