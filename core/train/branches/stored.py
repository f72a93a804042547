"""Keyframes on disk, for the time after a restart: ``keyframes/N/`` in the run's folder, each written like a save.

Now and then the newest copy in memory is written, a little at a time between steps. They are bounded by a count and by
bytes, and thinned like those in memory. They are read when a moment is asked for that they are nearest to. Losing one
costs time, never a moment: without any, a training is done again from its beginning.
"""

from __future__ import annotations

import contextlib
import logging
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core import files
from core.messages.train_reports import RunRecord, TimelineEntry
from core.runs import WEIGHTS_FILE, RunError, read_record
from core.train.branches.keyframes import Keyframe, Keyframes, first_data, root_of
from core.train.disk import checkpoint
from core.train.disk.flush import Flush
from core.train.session.session import Session
from core.train.training.training import Training

log = logging.getLogger(__name__)
FOLDER = "keyframes"
MOST, BYTES = 32, 64 * 2**20
GAP_S = 0.25
"""So long, at least, are the steps between two of them; and so long between two writings:"""
EVERY_S = 5.0
SHARE = 0.005
"""The largest share of the time that writing may take."""
SLICE_S = 0.002


@dataclass(frozen=True)
class Listed:
    """One that lies in the run's folder."""

    record: RunRecord
    size_bytes: int


class Stored:
    """The keyframes of the run that is trained. `go_on` once a round of the trainer's loop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._folder: Path | None = None
        self._listed: dict[int, Listed] = {}
        self._writing: tuple[int, RunRecord, Iterator[Flush | None]] | None = None
        self._written: Keyframe | None = None
        self._next_at, self._spent_s = clock() + EVERY_S, 0.0

    def go_on(self, session: Session, keyframes: Keyframes) -> None:
        """Write a little more, or begin if it is time."""
        now = self._clock()
        self._at(session.saver.folder)
        waits = self._writing is None and (now < self._next_at or session.saver.busy)
        if waits or (self._writing is None and not self._begin(session, keyframes)):
            return
        try:
            self._write(until=now + SLICE_S)
        except OSError as error:
            log.info("a keyframe cannot be written: %s", error)
            self._writing, self._next_at = None, self._clock() + 20 * EVERY_S

    def _begin(self, session: Session, keyframes: Keyframes) -> bool:
        """Begin to write the newest copy, if it is far enough from the one before."""
        newest, before = keyframes.kept[-1] if keyframes.kept else None, self._written
        if newest is None or newest is before or self._folder is None or not (self._folder / WEIGHTS_FILE).is_file():
            return False
        near = before is not None and (newest.taken - before.taken) * session.player.step_s < GAP_S
        if near or newest.state.size_bytes > BYTES // 4 or newest.root != root_of(session.training):
            return False
        self._spent_s, begun = 0.0, self._clock()
        number = max(self._listed, default=-1) + 1
        record = checkpoint.record_of(session.training.at(newest.state), last=None, threads=newest.threads)
        folder = self._folder / FOLDER / str(number)
        self._writing = number, record, checkpoint.writing(folder, newest.state, record, array("d"), on_disk=0, story=0)
        self._written = newest
        self._spent_s += self._clock() - begun
        return True

    def _write(self, *, until: float) -> None:
        assert self._writing is not None
        number, record, writing = self._writing
        begun = self._clock()
        for flush in writing:
            if flush is not None or self._clock() >= until:
                self._spent_s += self._clock() - begun
                return
        self._writing = None
        self._spent_s += self._clock() - begun
        self._next_at = self._clock() + max(EVERY_S, self._spent_s / SHARE)
        if self._folder is not None:
            self._listed[number] = Listed(record, _size(self._folder / FOLDER / str(number)))
            self._fit(self._folder)

    def _fit(self, folder: Path) -> None:
        """Delete what is too much, with room for one that is being written: those first whose neighbours are nearest
        for their age."""
        while len(self._listed) >= MOST or sum(one.size_bytes for one in self._listed.values()) > BYTES:
            numbers = sorted(self._listed)
            steps = [self._listed[number].record.step for number in numbers]
            newest = max(steps)
            places = range(1, len(numbers) - 1)
            gaps = {at: abs(steps[at + 1] - steps[at - 1]) / (1 + newest - steps[at]) for at in places}
            gone = numbers[min(gaps, key=gaps.__getitem__) if gaps else 0]
            del self._listed[gone]
            files.remove_tree(folder / FOLDER / str(gone))

    def _at(self, folder: Path | None) -> None:
        """Take in which run's folder it is now."""
        if folder == self._folder:
            return
        self._folder, self._writing, self._written, self._listed = folder, None, None, {}
        if folder is None or files.is_link(folder / FOLDER):
            return
        found: list[Path] = []
        with contextlib.suppress(OSError):
            found = [one for one in (folder / FOLDER).iterdir() if one.name.isdecimal() and len(one.name) < 9]
        for one in sorted(found, key=lambda path: int(path.name))[-4 * MOST :]:
            try:
                self._listed[int(one.name)] = Listed(read_record(one), _size(one))
            except RunError:
                files.remove_tree(one)  # what a killed program had begun, or another has damaged
        self._fit(folder)

    def read_nearest(
        self, session: Session, keyframes: Keyframes, timeline: Sequence[TimelineEntry], step: int
    ) -> None:  # fmt: skip
        """Put into `keyframes` the one that is nearest to a moment, where it is nearer than what is there."""
        self._at(session.saver.folder)
        training, there = session.training, keyframes.nearest(session.training, timeline, step)
        first = there.state.step if there is not None else 0
        fits = [number for number, one in self._listed.items() if _leads(one.record, training, timeline, step)]
        number = max(fits, key=lambda number: self._listed[number].record.step, default=-1)
        if number < 0 or self._listed[number].record.step <= first or self._folder is None:
            return
        try:
            found = checkpoint.read(self._folder / FOLDER / str(number), device=training.device)
        except RunError:
            del self._listed[number]
            files.remove_tree(self._folder / FOLDER / str(number))
            self.read_nearest(session, keyframes, timeline, step)
            return
        if _leads(found.record, training, timeline, step):
            keyframes.add(found.training, threads=found.record.threads)


def _leads(record: RunRecord, training: Training, timeline: Sequence[TimelineEntry], step: int) -> bool:
    """Whether a moment came of what a record tells."""
    mine = record.timeline
    root = (first_data(record.data, mine), record.first_net, record.first_settings, record.seed, record.device)
    if root != root_of(training)[: len(root)] or record.step > step or len(mine) > len(timeline):
        return False
    after = timeline[len(mine)].step if len(timeline) > len(mine) else step
    return record.step <= after and tuple(timeline[: len(mine)]) == mine


def _size(folder: Path) -> int:
    with contextlib.suppress(OSError):
        return sum(path.lstat().st_size for path in folder.iterdir())
    return 0
