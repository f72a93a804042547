"""Arrays from the wire as numpy arrays."""

from __future__ import annotations

import numpy as np

from core.messages.train_reports import Array


def numbers(array: Array) -> np.ndarray:
    """Return the numbers of `array` in its shape, read only and without a copy."""
    return np.frombuffer(array.data, dtype=np.dtype(array.dtype).newbyteorder("<")).reshape(array.shape)
