"""Fetch many files at once: resumed across runs, checked, with progress.

Why our own: neither rattler nor uv resumes a download that another run began, and neither says what it waits for.
Here the sha256 identifies a file, so one address can finish what another began: a Range asks for the rest, and a
wrong sum throws the bytes away. If a connection brings (nearly) nothing for `stall_s`, the next address is tried.

This file owns the threads: `Downloads` starts them and joins them in `close`.
"""

from __future__ import annotations

import collections
import http.client
import math
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from core.env.fetch.address import host_of
from core.env.fetch.attempt import MOST_BYTES, Gone, Interrupted, receive
from core.env.fetch.http import Web
from core.env.fetch.partial import Part
from core.env.fetch.sources import Item, Mirrors, Patience, Sources, addresses, check_sum
from core.env.problems import Corrupt, InstallError
from core.files import sha256_of
from core.sentence import Sentence, say

SMOOTH_S = 4.0
"""Time constant: bytes older than this hardly count."""


class Speed:
    """Bytes per second, an exponentially weighted mean. `add` is safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = self._last = time.monotonic()
        self._pending = 0
        self._mean = 0.0

    def add(self, size_bytes: int) -> None:
        """Count new bytes; a negative number counts as 0."""
        with self._lock:
            self._pending += max(size_bytes, 0)

    def bytes_per_s(self) -> float:
        """Return the speed now; ask a few times a second."""
        with self._lock:
            now = time.monotonic()
            passed = now - self._last
            if passed < 0.1:
                return self._mean
            keep = math.exp(-passed / SMOOTH_S)
            fresh = self._pending / passed
            # In the first seconds the mean covers only the time since the start.
            age = now - self._begun
            weight = 1.0 if age <= passed else (1 - keep) / (1 - math.exp(-age / SMOOTH_S))
            self._mean += weight * (fresh - self._mean)
            self._last, self._pending = now, 0
            return self._mean


GAIN_BYTES = 1 << 16
"""An attempt with fewer new bytes than this counts as fruitless: else a very slow server holds us for ever."""

__all__ = ["Count", "Downloads", "Item", "Mirrors", "Patience", "addresses", "throw_out_damaged"]


@dataclass(frozen=True)
class Count:
    """How much of some files is here, in bytes and files."""

    bytes_done: int
    bytes_total: int
    files_done: int
    files_total: int

    @property
    def complete(self) -> bool:
        """Whether every file is here."""
        return self.files_done == self.files_total


class Downloads:
    """Files being fetched by `workers` threads, in the order given. Use as a context manager.

    `told` gets one sentence for every retry, from any thread, and one for every while in which nothing comes at all.
    """

    def __init__(
        self,
        items: Iterable[Item],
        *,
        mirrors: Mirrors | None = None,
        workers: int = 6,
        patience: Patience | None = None,
        told: Callable[[Sentence], None] = lambda sentence: None,
    ) -> None:
        self._items = list({item.path: item for item in items}.values())
        self._mirrors = mirrors or {}
        self._patience = patience or Patience()
        self._told = told
        self._lock = threading.Condition()
        self._stop = threading.Event()
        self._error: InstallError | None = None
        self._here = {item.path for item in self._items if item.is_here()}
        self._bytes: dict[Path, int] = {}
        self._sizes = {item.path: item.size_bytes for item in self._items}
        self._waiting = collections.deque(item for item in self._items if item.path not in self._here)
        self.speed = Speed()
        self._asked: dict[Path, str] = {}
        self._came = time.monotonic()
        self._silences = 0
        self._running = min(workers, len(self._waiting))
        self._threads = [
            threading.Thread(target=self._work, name=f"download-{number}", daemon=True)
            for number in range(self._running)
        ]

    def __enter__(self) -> Downloads:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cancel()
        for thread in self._threads:
            thread.join()

    def cancel(self) -> None:
        """Stop at the next bytes; what has arrived stays for the next run."""
        self._stop.set()
        with self._lock:
            self._lock.notify_all()

    def count(self, items: Iterable[Item] | None = None) -> Count:
        """Return how much of `items` (all if None) is here."""
        with self._lock:
            chosen = self._items if items is None else list({item.path: item for item in items}.values())
            sizes = [self._sizes.get(item.path, item.size_bytes) for item in chosen]
            done = [
                size if i.path in self._here else self._bytes.get(i.path, 0)
                for i, size in zip(chosen, sizes, strict=True)
            ]
            here = sum(item.path in self._here for item in chosen)
        return Count(sum(done), sum(max(pair) for pair in zip(done, sizes, strict=True)), here, len(chosen))

    def wait(
        self, items: Iterable[Item] | None = None, *, tick: Callable[[], None] = lambda: None, every_s: float = 0.2
    ) -> None:
        """Wait until `items` (all if None) are here or `cancel` was called, calling `tick`; raise `InstallError`.

        One file that cannot be fetched stops them all: an environment needs every file.
        """
        paths = {item.path for item in (self._items if items is None else items)}
        while True:
            with self._lock:
                if self._error:
                    raise self._error
                if paths <= self._here or self._stop.is_set():
                    break
                if not self._running:
                    raise InstallError("The downloads broke off inside TorchGarden's own code.")
                self._lock.wait(every_s)
            self._tell_silence()
            tick()
        tick()

    def _tell_silence(self) -> None:
        """Tell how long no file has brought a byte, once for each `said_s` that has passed."""
        with self._lock:
            quiet_s, urls = time.monotonic() - self._came, list(self._asked.values())
            silences = int(quiet_s / self._patience.said_s) if urls else 0
            newly, self._silences = silences > self._silences, silences
        if newly:
            self._told(silence(urls, quiet_s))

    # ---------------------------------------------------------------------------------------- in the threads
    def _work(self) -> None:
        web = Web(timeout_s=self._patience.stall_s, connect_s=self._patience.connect_s)
        try:
            while not self._stop.is_set():
                with self._lock:
                    if not self._waiting:
                        return
                    item = self._waiting.popleft()
                try:
                    self._fetch(item, web)
                finally:
                    with self._lock:
                        self._asked.pop(item.path, None)
        except InstallError as problem:
            with self._lock:
                self._error = self._error or problem
            self.cancel()
        finally:
            web.forget()
            with self._lock:
                self._running -= 1
                self._lock.notify_all()

    def _fetch(self, item: Item, web: Web) -> None:
        """Fetch one file; try its addresses in turn."""
        check_sum(item)
        tries = Sources(item, list(addresses(item.url, self._mirrors)), self._patience)
        with Part(item.path, most_bytes=item.size_bytes or MOST_BYTES) as part:
            tries.resumed = part.size > 0
            most = part.size
            while not self._stop.is_set():
                self._asks(item, tries.url)
                try:
                    receive(
                        part,
                        tries.url,
                        item,
                        web,
                        stall_s=self._patience.stall_s,
                        stop=self._stop,
                        arrived=lambda size: self._arrived(item, size),
                    )
                    if not self._stop.is_set():
                        self._accept(part, item)
                    return
                except (Corrupt, Gone, Interrupted, http.client.HTTPException, OSError) as error:
                    gained = part.size >= most + GAIN_BYTES
                    pause_s, reason = tries.failed(error, gained=gained)
                most = part.size if gained else most
                web.forget()
                self._told(reason)
                self._stop.wait(pause_s)

    def _accept(self, part: Part, item: Item) -> None:
        """Check the sum and give the file its name."""
        if item.sha256 and part.sha256() != item.sha256.lower():
            found = part.sha256()
            part.empty()
            self._arrived(item, 0)
            raise Corrupt(
                "{name} arrived damaged twice.", name=item.name, detail=f"sha256 {found}, expected {item.sha256}"
            )
        size = part.size
        part.finish()
        with self._lock:
            self._sizes[item.path] = size
            self._here.add(item.path)
            self._lock.notify_all()
        part.settle()  # only this thread waits for the disk

    def _asks(self, item: Item, url: str) -> None:
        with self._lock:
            self._asked[item.path] = url

    def _arrived(self, item: Item, size: int) -> None:
        with self._lock:
            new = size - self._bytes.get(item.path, 0)
            self._bytes[item.path] = size
            self._came = time.monotonic() if new > 0 else self._came
        self.speed.add(new)


def silence(urls: Iterable[str], quiet_s: float) -> Sentence:
    """What is said while none of these addresses sends anything."""
    hosts = dict.fromkeys(host_of(url) or url for url in urls)
    return say(
        "Nothing has come from {host} for {seconds} s. It is tried again and again; check the network connection"
        " meanwhile. What has arrived is kept.",
        host=", ".join(hosts), seconds=int(quiet_s),
    )  # fmt: skip


def throw_out_damaged(items: Iterable[Item]) -> list[str]:
    """Delete files whose sum is wrong, and return their names: the next run fetches them again."""
    wrong = [
        item for item in items if item.sha256 and item.path.is_file() and sha256_of(item.path) != item.sha256.lower()
    ]
    for item in wrong:
        item.path.unlink()
    return [item.name for item in wrong]
