"""Which of two ways of doing the same is faster here: they take turns until it is known, all of it real work."""

from __future__ import annotations

TOGETHER = 8
"""The fast ways play so many steps at once; a player that takes multiples of it loses nothing."""
TRIALS = 5
"""Turns of each way that count; the best of them is compared, for what disturbs a turn only makes it slower."""
TOLERANCE = 1.02
"""The new way stays if it is slower by no more than this: that much two measurements of the same differ."""
WARM_UPS = 2
"""First turns of the new way, which do not count: it is still getting ready."""


class Turns:
    """Whose turn it is: the old way's or the new one's."""

    def __init__(self) -> None:
        self._old: list[float] = []
        self._new: list[float] = []
        self._warm = 0

    @property
    def decided(self) -> bool:
        return len(self._old) >= TRIALS and len(self._new) >= TRIALS

    @property
    def new(self) -> bool:
        """Whether the new way is next, or, once that is known, the faster one."""
        if self.decided:
            return min(self._new) <= TOLERANCE * min(self._old)
        return self._warm < WARM_UPS or len(self._new) <= len(self._old)

    def took(self, seconds: float) -> None:
        """Learn how long a turn took, for a fixed amount of work."""
        if self._warm < WARM_UPS:
            self._warm += 1
        else:
            (self._new if self.new else self._old).append(seconds)
