"""Copies of a training that are kept on its way, so that every earlier moment is a few steps from one of them.

What a training is at a step follows from how it began, from its timeline up to there, and from the step: on a processor
bit for bit. So a copy is good for a moment if all it has gone through has led to that moment too, whatever was undone
or branched off since, and the copies of all branches can lie in one place.

They are bounded by a count and by bytes. Where one must go, it is the one whose neighbours are nearest for its age: the
gaps grow with age.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch

from core.messages.train_commands import DataSpec, EditPoint, Settings
from core.messages.train_reports import TimelineEntry
from core.net.plan import Net
from core.train.training.state import TrainingState
from core.train.training.training import Training

GAP_S = 0.05
"""So long are the steps between two copies: done again, they take a few times as long at most."""
SHARE = 0.005
"""The largest share of the time that the copies may take."""
MOST = 512
BYTES = 128 * 2**20

Root = tuple[DataSpec, Net, Settings, int, str, bool]


@dataclass(frozen=True)
class Keyframe:
    """A copy. `root`: how its training began, and where it was trained; `taken`: steps in this session before it."""

    root: Root
    state: TrainingState
    threads: int
    taken: int

    def leads_to(self, root: Root, timeline: Sequence[TimelineEntry], step: int) -> bool:
        """Whether the moment at `step`, after just these entries of a timeline, came of this one."""
        mine = self.state.timeline
        if root != self.root or self.state.step > step or len(mine) > len(timeline):
            return False
        after = timeline[len(mine)].step if len(timeline) > len(mine) else step
        return self.state.step <= after and tuple(timeline[: len(mine)]) == mine


def first_data(spec: DataSpec, timeline: Sequence[TimelineEntry]) -> DataSpec:
    """Return the data that a training began with, before points were edited."""
    since = sum(isinstance(entry.done, EditPoint) for entry in timeline)
    return replace(spec, edits=spec.edits[: len(spec.edits) - since])


def root_of(training: Training) -> Root:
    """Return how a training began, the device it is on, and whether its first weights are what the seed gives."""
    spec, seeded = first_data(training.dataset.spec, training.timeline), training.first is None
    return spec, training.first_net, training.first_settings, training.seed, str(training.device), seeded


class Keyframes:
    """The copies of all branches of one run, oldest first."""

    def __init__(
        self, *, clock: Callable[[], float], gap_s: float = GAP_S, most: int = MOST, limit_bytes: int = BYTES
    ) -> None:  # fmt: skip
        self._clock, self._gap_s, self._most, self._limit_bytes = clock, gap_s, most, limit_bytes
        self.kept: list[Keyframe] = []
        self._size = 0
        self._taken, self._step, self._of = 0, 0, 0
        self._at, self._cost_s, self._at_step = -1e9, 0.0, -1

    def note(self, training: Training, *, step_s: float) -> None:
        """Keep a copy if it is time; `step_s`: how long a step takes now."""
        if id(training) != self._of:
            self._of, self._step, self._at_step = id(training), training.step, -1
        self._taken += max(0, training.step - self._step)
        went_back, self._step = training.step < self._step, training.step
        steps = training.step - self._at_step
        if self._at_step >= 0 and not went_back and (steps * step_s < self._gap_s or not steps):
            return
        now = self._clock()
        if now - self._at < self._cost_s / SHARE:
            return
        self.add(training, threads=torch.get_num_threads())
        self._at_step = training.step
        self._at, self._cost_s = self._clock(), self._clock() - now

    def add(self, training: Training, *, threads: int) -> None:
        """Keep a copy of a training as it stands."""
        self.kept.append(Keyframe(root_of(training), training.state(), threads, self._taken))
        self._size += self.kept[-1].state.size_bytes
        self._fit()

    def _fit(self) -> None:
        while len(self.kept) > 2 and (len(self.kept) > self._most or self._size > self._limit_bytes):
            taken = [one.taken for one in self.kept]
            newest = taken[-1]
            gaps = [(taken[at + 1] - taken[at - 1]) / (1 + newest - taken[at]) for at in range(1, len(taken) - 1)]
            self._size -= self.kept.pop(1 + gaps.index(min(gaps))).state.size_bytes

    def nearest(self, training: Training, timeline: Sequence[TimelineEntry], step: int) -> Keyframe | None:
        """Return the newest copy that leads to `step` of a training after these entries; None where there is none."""
        root = root_of(training)
        fits = [one for one in self.kept if one.leads_to(root, timeline, step)]
        return max(fits, key=lambda one: (one.state.step, len(one.state.timeline)), default=None)
