"""A heart that beats in the window's event loop: how long the window did not answer, and what it was at just then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer

LATE_MS = 25.0
"""From here on a gap is listed by itself."""


@dataclass(frozen=True)
class Gap:
    """`ms` between two beats of one a millisecond; `cpu_ms` of it were work of this thread, the rest was waiting."""

    ms: float
    cpu_ms: float
    where: str


class Heart:
    """`where()` names what is on screen; `skip()` forgets what has passed since the last beat."""

    def __init__(self, where: Callable[[], str]) -> None:
        self.where, self.gaps = where, list[Gap]()
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.skip()

    def start(self) -> None:
        self.skip()
        self.timer.start(1)

    def beat(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        self.gaps.append(Gap((now - self.last) * 1000, (cpu - self.cpu) * 1000, self.where()))
        self.last, self.cpu = now, cpu

    def skip(self) -> None:
        self.last, self.cpu = time.perf_counter(), time.thread_time()

    def stop(self) -> None:
        self.timer.stop()

    def summary(self) -> dict[str, Any]:
        """Median, 99th percentile and worst gap, and the late ones, the longest first."""
        gaps = sorted(self.gaps, key=lambda gap: gap.ms)
        late = [gap for gap in reversed(gaps) if gap.ms > LATE_MS]
        return {
            "beats": len(gaps),
            "seconds": round(sum(gap.ms for gap in gaps) / 1000, 1),
            "median": gaps[len(gaps) // 2].ms,
            "p99": gaps[len(gaps) * 99 // 100].ms,
            "worst": gaps[-1].ms,
            "worst_cpu": max(gap.cpu_ms for gap in gaps),
            "over_50": sum(gap.ms > 50 for gap in gaps),
            "late": [(round(gap.ms, 1), round(gap.cpu_ms, 1), gap.where) for gap in late[:12]],
        }
