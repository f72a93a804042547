"""The states right before the steps at which a training has stopped, so that such a step can be looked at later."""

from __future__ import annotations

from core.train.training.state import TrainingState

MOST, MOST_BYTES = 8, 64 * 2**20
"""The newest is always kept, older ones as long as all fit."""


class Kept:
    """A few states, by the number of the hit."""

    def __init__(self) -> None:
        self._states: dict[int, TrainingState] = {}

    def add(self, number: int, state: TrainingState) -> None:
        """Keep a state; the oldest ones go where there is no room."""
        self._states.pop(number, None)
        self._states[number] = state
        while len(self._states) > 1 and (len(self._states) > MOST or self._bytes() > MOST_BYTES):
            del self._states[next(iter(self._states))]

    def _bytes(self) -> int:
        return sum(state.size_bytes for state in self._states.values())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the hits whose state is kept."""
        return tuple(self._states)

    def before(self, number: int) -> TrainingState | None:
        """Return the state right before the step of a hit; None if it is not kept."""
        return self._states.get(number)
