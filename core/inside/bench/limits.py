"""What a line may do to the process it runs in: be stopped, take so much memory, and leave PyTorch as the other tabs
need it.

Memory: on Linux the system itself refuses more (RLIMIT_AS); elsewhere, and where CUDA reserves addresses by the
terabyte, a thread watches what the process has and interrupts the line. The limit is for all lines together.
"""

from __future__ import annotations

import _thread
import builtins
import contextlib
import importlib
import io
import os
import signal
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path

import torch

from core.inside.bench.captured import Captured

LIMIT_BYTES = 1 << 30
LEAST_BYTES = 16 << 20
"""So much a line may always take: else not even `del` would run."""
WATCH_S = 0.05
OVER_S = 2.0
"""A line that goes on taking memory so long after it was interrupted ends the process."""


class Interrupts:
    """SIGINT reaches a line that runs, and nothing else in this process."""

    def __init__(self) -> None:
        self.running = False
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._interrupt)

    @contextlib.contextmanager
    def let_in(self) -> Iterator[None]:
        """Let an interrupt reach what runs inside."""
        try:
            self.running = True
            yield
        finally:
            self.running = False

    def _interrupt(self, number: int, frame: types.FrameType | None) -> None:
        if self.running:
            raise KeyboardInterrupt


class Ways:
    """What of PyTorch a line may set for itself: its random state, dtype, gradients on or off, threads."""

    def __init__(self) -> None:
        self.random = torch.get_rng_state()
        self.dtype, self.gradients, self.threads = torch.get_default_dtype(), True, torch.get_num_threads()
        self.recursion = sys.getrecursionlimit()

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """Let what runs inside have the bench's own, and give the others theirs back."""
        theirs = Ways()
        gradients = torch.is_grad_enabled()
        self._set()
        try:
            yield
        finally:
            self.random, self.dtype = torch.get_rng_state(), torch.get_default_dtype()
            self.gradients, self.threads = torch.is_grad_enabled(), torch.get_num_threads()
            theirs.gradients = gradients
            theirs._set()

    def _set(self) -> None:
        torch.set_rng_state(self.random)
        torch.set_default_dtype(self.dtype)
        torch.set_grad_enabled(self.gradients)
        sys.setrecursionlimit(self.recursion)
        if torch.get_num_threads() != self.threads:
            torch.set_num_threads(self.threads)


class Memory:
    """How much all lines together may take; `over`: whether the last one was interrupted for it."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES, *, by_system: bool | None = None) -> None:
        self.limit_bytes, self.taken, self.over = limit_bytes, 0, False
        self.by_system = sys.platform == "linux" and not torch.cuda.is_available() if by_system is None else by_system

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Bound what runs inside; raise MemoryError there, or KeyboardInterrupt with `over` set."""
        self.over = False
        before = self._now()
        most = before + self.left
        try:
            with _address_space(most) if self.by_system else self._watched(most):
                yield
        finally:
            self.taken = max(0, self.taken + self._now() - before)

    @property
    def left(self) -> int:
        """How many bytes a line may take."""
        return max(LEAST_BYTES, self.limit_bytes - self.taken)

    def _now(self) -> int:
        return memory_now()[0 if self.by_system else 1]

    @contextlib.contextmanager
    def _watched(self, most: int) -> Iterator[None]:
        ended = threading.Event()

        def watch() -> None:
            late_s = 0.0
            while not ended.wait(WATCH_S):
                if self._now() <= most:
                    continue
                if not self.over:
                    self.over = True
                    _thread.interrupt_main()
                late_s += WATCH_S
                if late_s > OVER_S and self._now() > most + LEAST_BYTES:
                    os._exit(1)

        watcher = threading.Thread(target=watch, name="bench-memory", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()


def memory_now() -> tuple[int, int]:
    """Return (bytes of addresses, bytes in memory) of this process; zeros where nothing can say it."""
    if sys.platform == "linux":
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return int(pages[0]) * os.sysconf("SC_PAGE_SIZE"), int(pages[1]) * os.sysconf("SC_PAGE_SIZE")
    try:
        memory = importlib.import_module("psutil").Process().memory_info()
    except ImportError:  # an environment need not have it; then only what torch itself refuses is refused
        return 0, 0
    return int(memory.vms), int(memory.rss)


@contextlib.contextmanager
def _address_space(most: int) -> Iterator[None]:
    import resource

    kept = resource.getrlimit(resource.RLIMIT_AS)
    hard = kept[1]
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, kept)


@contextlib.contextmanager
def same_builtins() -> Iterator[None]:
    """Put Python's own functions back after a line that has overwritten some."""
    names = dict(vars(builtins))
    try:
        yield
    finally:
        vars(builtins).update(names)


@contextlib.contextmanager
def captured() -> Iterator[Captured]:
    """Keep what is printed inside; nothing can be typed there."""
    out = Captured()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        stdin, sys.stdin = sys.stdin, io.StringIO()
        folder = Path.cwd()
        try:
            yield out
        finally:
            sys.stdin = stdin
            with contextlib.suppress(OSError):
                os.chdir(folder)
