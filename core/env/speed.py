"""How fast bytes come in, smoothed so that a person can read it."""

from __future__ import annotations

import math
import threading
import time

SMOOTH_S = 4.0
"""Time constant: what came longer ago than this hardly counts."""


class Speed:
    """Bytes per second, an exponentially weighted mean. `add` is safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = self._last = time.monotonic()
        self._pending = 0
        self._mean = 0.0

    def add(self, size_bytes: int) -> None:
        """Count new bytes; a file that is begun again takes nothing back."""
        with self._lock:
            self._pending += max(size_bytes, 0)

    def bytes_per_s(self) -> float:
        """The speed now; meant to be asked a few times a second."""
        with self._lock:
            now = time.monotonic()
            passed = now - self._last
            if passed < 0.1:
                return self._mean
            keep = math.exp(-passed / SMOOTH_S)
            fresh = self._pending / passed
            # In the first seconds the mean is over what there is, not over a past of zeros.
            age = now - self._begun
            weight = 1.0 if age <= passed else (1 - keep) / (1 - math.exp(-age / SMOOTH_S))
            self._mean += weight * (fresh - self._mean)
            self._last, self._pending = now, 0
            return self._mean
