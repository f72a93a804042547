"""When to step: playing or paused, paced or as fast as it goes, and up to which step.

The number of steps taken between two looks at the pipe is chosen so that they last about `CHUNK_S`: a pause or an
edit never waits longer than that, and looking costs next to nothing.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from core.train.steps.plain import TOGETHER

CHUNK_S = 0.005
CHUNK_STEPS = 256
LATE_S = 0.25
"""A paced training that fell behind by more than this goes on from now instead of catching up."""


@dataclass(frozen=True)
class Goal:
    """Stop `step` steps on (`epochs` −1), or at the end of the `epochs`th epoch from there, and answer command `number`
    then. It is counted from where the goal before it ends."""

    number: int
    step: int = -1
    epochs: int = -1


class Player:
    """The choice of how many steps to take now."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self.playing = False
        self.goals: deque[Goal] = deque()
        self._clock = clock
        self.took_s = 0.0
        """How long all steps have taken."""
        self._step_s = 0.0
        self._from = (0, 0)
        """Step and full epochs where the first goal began."""
        self._due_at = -math.inf
        """When the last paced step was due."""
        self.alone = False
        """Whether the next step is taken alone: somebody measures it."""

    @property
    def running(self) -> bool:
        """Whether steps are to be taken."""
        return self.playing or bool(self.goals)

    def ask(self, goal: Goal, *, step: int, epochs: int) -> None:
        """Add a goal; the training stands at `step`, with `epochs` full."""
        if not self.goals:
            self._from = (step, epochs)
        self.goals.append(goal)

    def stop(self) -> list[int]:
        """Pause; return the numbers of the commands whose goals are given up."""
        self.playing = False
        return self.give_up()

    def give_up(self) -> list[int]:
        """Give up all goals; return the numbers of their commands."""
        given_up = [goal.number for goal in self.goals]
        self.goals.clear()
        return given_up

    def limit(self, *, step: int, pace: float) -> int:
        """Return how many steps may be taken now; 0: wait for `wait_s`."""
        if self._step_s > 0:
            steps = max(1, min(CHUNK_STEPS, int(CHUNK_S / self._step_s)))
            if steps > TOGETHER:
                steps -= steps % TOGETHER
        else:
            steps = 1  # nothing is known about this network yet
        if self.alone:
            steps = min(steps, 1)
        if self.goals and self.goals[0].step >= 0:
            steps = min(steps, self._from[0] + self.goals[0].step - step)
        return min(steps, self._paced(pace)) if pace > 0 else steps

    def _paced(self, pace: float) -> int:
        now, next_at = self._clock(), self._due_at + 1 / pace
        if next_at < now - LATE_S:
            self._due_at, next_at = now - 1 / pace, now
        return math.floor((now - next_at) * pace) + 1 if now >= next_at else 0

    @property
    def step_s(self) -> float:
        """How long a step takes; 0: not known yet."""
        return self._step_s

    def wait_s(self, *, pace: float) -> float:
        """Return how long to wait until the next step at this pace."""
        return max(0.0, self._due_at + 1 / pace - self._clock())

    def took(self, steps: int, seconds: float, *, pace: float) -> None:
        """Learn how long steps take."""
        self.took_s += seconds
        each = seconds / steps
        if not self.alone or self._step_s == 0:  # a step alone takes longer than one of many
            self._step_s = each if self._step_s == 0 else 0.8 * self._step_s + 0.2 * each
        self.alone = False
        if pace > 0:
            self._due_at += steps / pace

    def forget_speed(self) -> None:
        """Forget how long steps take: the network is another one, so take one and see."""
        self._step_s = 0.0

    def ends(self, *, step: int, epochs: int) -> bool:
        """Return whether the last goal is reached: after that it pauses."""
        return len(self.goals) == 1 and self._ends(self.goals[0], step, epochs)

    def _ends(self, goal: Goal, step: int, epochs: int) -> bool:
        return epochs >= self._from[1] + goal.epochs if goal.epochs >= 0 else step >= self._from[0] + goal.step

    def reached(self, *, step: int, epochs: int) -> list[int]:
        """Return the numbers of the commands whose goals are reached, and drop those goals; the next begins here."""
        numbers = []
        while self.goals:
            goal = self.goals[0]
            if not self._ends(goal, step, epochs):
                break
            numbers.append(self.goals.popleft().number)
            self._from = (step, epochs)
        return numbers
