"""Unpack wheels while Python is still being linked and other files are still coming.

uv unpacks one wheel in one thread, so PyTorch alone keeps one core busy for longer than all the rest of an install
needs of the other. It goes into uv's cache, which the install links from; nothing touches the environment before its
turn. Rejected: installing beside the environment and moving the files, because scripts and records hold paths.

Only what this install has fetched, and therefore has just summed, is unpacked: what was here before is in uv's cache,
as a rule. If this does not work, the install unpacks the wheel itself and says what is wrong.

This file owns the threads: `Unpacking` starts them and joins them on the way out.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from core.env.engines import uv
from core.env.fetch.downloads import Downloads
from core.env.fetch.sources import Item
from core.env.problems import InstallError
from core.files import remove_tree
from core.messages.recipe import Wheel

LARGE_BYTES = 8 << 20
"""What is smaller goes in together, once all of it is here: uv takes longer to start than to unpack one of them."""


class Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """The install is over; nobody needs the rest."""


class Unpacking:
    """Wheels of `fetched` on their way into uv's cache, each large one as soon as `loads` has it: a context manager.

    `python`: a Python that uv may ask about this computer, None if there is none: then nothing is unpacked ahead.
    `python_version`: the environment's. `log` hears what was done, from any thread.
    """

    def __init__(
        self,
        fetched: Sequence[Wheel],
        loads: Downloads,
        *,
        cache: Path,
        python: str | None,
        python_version: str,
        log: Callable[[str], None],
        keep_open: Sequence[int] = (),
    ) -> None:
        self._loads = loads
        self._cache = cache
        self._python = python
        self._version = python_version
        self._log = log
        self._keep_open = keep_open
        self._aside = cache / "ahead"
        self._lock = threading.Condition()
        self._stop = threading.Event()
        self._linked = threading.Event()
        self._broken_off = False
        self._before: set[Path] = set()
        self._busy: set[str] = set()
        self._left_alone: set[str] = set()
        shared_out = _shared_out(fetched if python is not None else ())
        self._largest = [wheel for batch in shared_out[0] for wheel in batch]
        self._threads = [
            threading.Thread(target=self._work, args=(batches,), name=f"unpack-{number}", daemon=True)
            for number, batches in enumerate(shared_out)
            if batches
        ]

    def __enter__(self) -> Unpacking:
        remove_tree(self._aside)  # a killed run's
        uv.sweep(self._cache)
        self._before = uv.half_unpacked(self._cache)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._linked.set()
        for thread in self._threads:
            thread.join()
        remove_tree(self._aside)
        if self._broken_off:  # what uv had half unpacked may be what the disk has no room for
            for left in uv.half_unpacked(self._cache) - self._before:
                remove_tree(left)

    def settle(self, chosen: Sequence[Wheel]) -> None:
        """Return when none of `chosen` is being unpacked, nor will be: they are to be installed now.

        As long as there is one to wait for, others go on being begun beside it.
        """
        names = {wheel.filename for wheel in chosen}
        with self._lock:
            while self._busy & names:
                self._lock.wait(0.2)
            self._left_alone |= names

    def linked(self) -> None:
        """Say that all wheels are installed, so that the threads tidy up."""
        self._linked.set()

    # ---------------------------------------------------------------------------------------- in the threads
    def _work(self, batches: Sequence[Sequence[Wheel]]) -> None:
        try:
            for batch in batches:
                self._loads.wait(self._items([*self._largest, *batch]), tick=self._go_on)
                if begun := self._begin(batch):
                    self._unpack(begun)
            self._linked.wait()
        except (Stopped, InstallError):
            return  # a download that failed is told by whoever waits for all of them
        for batch in batches:
            remove_tree(self._aside / batch[0].filename)

    def _items(self, chosen: Sequence[Wheel]) -> list[Item]:
        return [uv.item(wheel, self._cache) for wheel in chosen]

    def _begin(self, batch: Sequence[Wheel]) -> list[Wheel]:
        """Those of a batch that are here, and that nobody else unpacks."""
        with self._lock:
            begun = [wheel for wheel in batch if wheel.filename not in self._left_alone]
            if not self._loads.count(self._items(begun)).complete:
                return []
            self._busy |= {wheel.filename for wheel in begun}
            return begun

    def _unpack(self, begun: Sequence[Wheel]) -> None:
        since, what = time.monotonic(), f"{begun[0].name} {begun[0].version}"
        if len(begun) > 1:
            what = f"{len(begun)} small wheels"
        try:
            uv.unpack(
                begun,
                self._aside / begun[0].filename,
                cache=self._cache,
                python=self._python or "",
                python_version=self._version,
                tick=self._go_on,
                keep_open=self._keep_open,
            )
            self._log(f"unpacked ahead: {what}, in {time.monotonic() - since:.1f} s")
        except Stopped:
            self._broken_off = True
            raise
        except (InstallError, OSError) as problem:
            detail = problem.detail if isinstance(problem, InstallError) else ""
            self._log(f"not unpacked ahead: {what}: {problem} {detail}")
        finally:
            with self._lock:
                self._busy -= {wheel.filename for wheel in begun}
                self._lock.notify_all()

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise Stopped


def _shared_out(fetched: Sequence[Wheel]) -> tuple[list[list[Wheel]], list[list[Wheel]]]:
    """What two threads unpack, batch by batch. The largest wheel takes as long as all the others, so they leave the
    processor to its arrival and go in beside it."""
    large = sorted((one for one in fetched if one.size_bytes >= LARGE_BYTES), key=lambda one: -one.size_bytes)
    small = [one for one in fetched if one.size_bytes < LARGE_BYTES]
    alone = [[one] for one in large]
    return alone[:1], [*alone[1:], *([small] if small else [])]
