"""How far an install is: one stage and all of it, in bytes, files and time, told a few times a second.

A thread of its own tells it, because the main thread is often inside rattler, uv or a check that say nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from core.env.fetch.downloads import Count, Downloads
from core.env.fetch.sources import Item
from core.messages.install_events import Doing, Progress
from core.messages.recipe import USUAL_BYTES_PER_S, Plan, StageName
from core.sentence import Sentence
from core.workers.child import Closed

EVERY_S = 0.25
NOTE_S = 6.0
"""How long a note (a retry, say) stands."""


class ProgressTeller:
    """Use as a context manager: it tells as long as it is open."""

    def __init__(self, plan: Plan, items: Mapping[StageName, Sequence[Item]], tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._items = dict(items)
        self._stages = [stage.name for stage in plan.stages]
        speed = plan.bytes_per_s or USUAL_BYTES_PER_S
        self._fetch_s = {stage.name: stage.download_bytes / speed for stage in plan.stages}
        self._rest_s = {s.name: max(s.seconds - self._fetch_s[s.name], 0.5) for s in plan.stages}
        self._done = dict.fromkeys(self._stages, 0.0)
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._downloads: Downloads | None = None
        self._stage: StageName = self._stages[0]
        self._doing: Doing = "waiting"
        self._note: tuple[Sentence | None, float] = (None, 0.0)
        self._overall = 0.0
        self._since = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="progress", daemon=True)

    def __enter__(self) -> ProgressTeller:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def watch(self, downloads: Downloads) -> None:
        """Tell the progress of these downloads from now on."""
        self._downloads = downloads

    def enter(self, stage: StageName, doing: Doing) -> None:
        """A stage begins, or goes on with something else."""
        with self._lock:
            if (stage, doing) != (self._stage, self._doing):
                self._since = time.monotonic()
            self._stage, self._doing = stage, doing
        self.tell()

    def advance(self, share: float) -> None:
        """So much (0 … 1) of what comes after the stage's downloads is done."""
        with self._lock:
            self._done[self._stage] = min(max(share, self._done[self._stage]), 1.0)

    def finish(self, stage: StageName) -> None:
        """Tell a stage as done."""
        with self._lock:
            self._done[stage] = 1.0
        self.tell()

    def note(self, sentence: Sentence) -> None:
        """Something to be shown for a while."""
        with self._lock:
            self._note = (sentence, time.monotonic() + NOTE_S)
        self.tell()

    def _count(self, stage: StageName | None = None) -> Count:
        items = [item for name, some in self._items.items() if stage in (None, name) for item in some]
        return self._downloads.count(items) if self._downloads and items else Count(0, 0, 0, 0)

    def tell(self) -> None:
        """Say how far it is now."""
        with self._lock:  # until it is told: another thread may be about to tell what is newer
            self._tell(self._progress())

    def _progress(self) -> Progress:
        speed = self._downloads.speed.bytes_per_s() if self._downloads else 0.0
        own, everything = self._count(self._stage), self._count()
        shares = {name: self._share(name, speed) for name in self._stages}
        overall = sum(done for done, _ in shares.values()) / sum(whole for _, whole in shares.values())
        self._overall = max(self._overall, min(overall, 1.0))
        known = speed > 0 or everything.complete
        note, until = self._note
        return Progress(
            stage=self._stage,
            doing=self._doing,
            bytes_done=own.bytes_done,
            bytes_total=own.bytes_total,
            files_done=own.files_done,
            files_total=own.files_total,
            bytes_per_s=0.0 if everything.complete else speed,
            remaining_s=self._left(self._stage, speed) if known else -1.0,
            overall=self._overall,
            overall_bytes_done=everything.bytes_done,
            overall_bytes_total=everything.bytes_total,
            overall_remaining_s=sum(self._left(name, speed) for name in self._stages) if known else -1.0,
            note=note if time.monotonic() < until else None,
        )

    def _after_downloads(self, stage: StageName) -> float:
        """The share of the work after the downloads. Where nobody says how far it is, time is the best guess."""
        if stage == self._stage and self._doing != "downloading" and self._done[stage] < 1:
            passed = (time.monotonic() - self._since) / self._rest_s[stage]
            return max(self._done[stage], passed / (1 + passed))
        return self._done[stage]

    def _share(self, stage: StageName, speed: float) -> tuple[float, float]:
        """(seconds' worth done, seconds' worth in all) of a stage."""
        count = self._count(stage)
        fetched = count.bytes_done / count.bytes_total if count.bytes_total else 1.0
        fetch, rest = self._fetch_s[stage], self._rest_s[stage]
        return fetched * fetch + self._after_downloads(stage) * rest, fetch + rest

    def _left(self, stage: StageName, speed: float) -> float:
        count = self._count(stage)
        fetch = (count.bytes_total - count.bytes_done) / speed if speed else 0.0
        return fetch + (1 - self._after_downloads(stage)) * self._rest_s[stage]

    def _run(self) -> None:
        while not self._over.wait(EVERY_S):
            try:
                self.tell()
            except Closed:
                return
