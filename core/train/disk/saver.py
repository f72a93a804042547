"""A run saved as it goes: every few seconds, a little at a time between steps."""

from __future__ import annotations

import math
import secrets
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.disk_reason import reason
from core.messages.train_events import Saving, Tick
from core.sentence import say
from core.train.disk import checkpoint
from core.train.disk.checkpoint import Noted
from core.train.disk.flush import Flush
from core.train.disk.tree import Tree
from core.train.training.training import Training

SAVE_S = 5.0
RETRY_S = 10.0
SLICE_S = 0.002
COST_SHARE = 0.02
"""The largest share of the time that saving may take: a run of many megabytes is saved less often."""


@dataclass
class Saver:
    """What of a run is on disk, and the save under way. `folder` None: the run is not saved."""

    folder: Path | None
    clock: Callable[[], float]
    story: int = field(default_factory=lambda: secrets.randbelow(2**31))
    """Which file of ticks is ours: another worker that saves into the same run has a file of its own."""
    past: frozenset[int] = frozenset()
    """The stories of this run that the next save ends."""
    on_disk: int = 0
    """How many numbers of the history are in the file of this story."""
    saved: tuple[int, int] = (-1, 0)
    """Step and number of timeline entries of what is on disk."""
    works: Saving = field(default_factory=Saving)
    """Whether the last save worked, and if not, why."""
    noted: Callable[[], Noted] = lambda: ((), ())
    """When the training stops by itself, and when it has."""
    noted_on_disk: Noted = ((), ())
    """What of that is on disk."""
    tree: Tree | None = None
    """The branches beside this one: what was left is on disk before anything is written over it."""

    def __post_init__(self) -> None:
        self._writing: Iterator[Flush | None] | None = None
        self._stand, self._noted = self.saved, self.noted_on_disk
        self._numbers = 0
        self._next_at = self.clock() + SAVE_S
        self._spent_s = 0.0

    @property
    def busy(self) -> bool:
        """Whether a save is under way."""
        return self._writing is not None or (self.tree is not None and self.tree.busy)

    def soon(self) -> None:
        """Save at the next occasion."""
        self._next_at = self.clock()

    def new_story(self) -> None:
        """Note that undo or redo has made the charts another story. A save under way must have ended before."""
        self.past |= {self.story}
        self.story += 1
        self.on_disk = 0
        self.saved = (-1, 0)

    def is_new(self, training: Training) -> bool:
        """Return whether something of a training is not on disk yet. A run that was only opened stays as it is."""
        if self.folder is None:
            return False
        news = self.tree is not None and self.tree.is_new(self.folder)
        return news or (self.saved, self.noted_on_disk) != (_stand(training), self.noted())

    def go_on(self, training: Training, history: array[float], *, last: Tick | None, threads: int) -> None:
        """Begin to save if it is time, or write a little more."""
        now = self.clock()
        if self._writing is None:
            if now < self._next_at or not self.is_new(training):
                return
            if not self._branches(until=now + SLICE_S):
                return
            self.begin(training, history, last=last, threads=threads)
        self._write(until=now + SLICE_S)

    def _branches(self, *, until: float) -> bool:
        """Write what is new of the other branches; return whether all of it is on disk."""
        if self.tree is None or self.folder is None:
            return True
        try:
            return self.tree.write(self.folder, until=until, clock=self.clock)
        except OSError as error:
            self._failed(error)
            return False

    def begin(self, training: Training, history: array[float], *, last: Tick | None, threads: int) -> None:
        """Copy what is to be saved."""
        if self.folder is None or not self._branches(until=math.inf):
            return
        begun = self.clock()
        noted = self.noted()
        record = checkpoint.record_of(training, last=last, threads=threads, noted=noted)
        moment = training.state()
        self._stand, self._numbers, self._noted = _stand(training), len(history), noted
        self._writing = checkpoint.writing(
            self.folder, moment, record, history, on_disk=self.on_disk, story=self.story, past=self.past,
            branch=0 if self.tree is None else self.tree.at,
        )  # fmt: skip
        self._spent_s = self.clock() - begun

    def finish(self) -> Saving:
        """Write to the end what was begun; return whether saving works."""
        if self._writing is not None:
            self._write(until=math.inf)
        return self.works

    def _write(self, *, until: float) -> None:
        begun = self.clock()
        try:
            for flush in self._writing or ():
                if flush is not None and until == math.inf:
                    flush.wait(None)
                elif flush is not None or self.clock() >= until:
                    self._spent_s += self.clock() - begun
                    return
        except OSError as error:
            self._failed(error)
            return
        self._writing = None
        self.on_disk, self.saved, self.past = self._numbers, self._stand, frozenset()
        self.noted_on_disk = self._noted
        self._spent_s += self.clock() - begun
        self._next_at = self.clock() + max(SAVE_S, self._spent_s / COST_SHARE)
        self.works = Saving()

    def _failed(self, error: OSError) -> None:
        self._writing = None
        self._next_at = self.clock() + RETRY_S
        said = say("This training cannot be saved now. It goes on, and is saved as soon as that works again.")
        self.works = Saving(said, (reason(error),))


def _stand(training: Training) -> tuple[int, int]:
    return training.step, len(training.timeline)
