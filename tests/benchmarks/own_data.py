"""How smooth the window stays, and how fast a training goes on, while 10,000 pictures are looked at and made ready.

    python -m tests.benchmarks.own_data [--count 10000]

In the app's own window on a screen of its own (Xvfb), with a training at full speed. Prints the seconds of the look
and of the making ready, gaps of the event loop (median, 99th percentile, worst) before and meanwhile, and the steps a
second meanwhile as a ratio to before: readers and trainer share the processors.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path

from tests.end_to_end.screen import screen

ROOT = Path(__file__).resolve().parent.parent.parent
BEFORE_S = 6.0


def main() -> int:
    """Measure on a screen of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return measure(options.count)
    with screen(1600, 1000) as there:
        command = [sys.executable, "-m", "tests.benchmarks.own_data", "--inside", "--count", str(options.count)]
        return subprocess.run(command, cwd=ROOT, env=there, check=False).returncode


def measure(count: int) -> int:
    """Open the app and take all measurements."""
    from PySide6.QtCore import Qt, QTimer

    from core.messages.train_commands import Change
    from gui.data.sheet import DataSheet
    from tests.benchmarks.pictures import make
    from tests.end_to_end.person import Person, act

    gaps: dict[str, list[float]] = {"before": [], "meanwhile": []}

    def script(person: Person, folder: Path) -> Generator[Callable[[], bool], None, None]:
        window, page = person.window, person.window.page
        page.send(Change("pace", 0.0))
        page.controls.play.click()
        yield lambda: person.step > 500
        last, here, heart = [time.perf_counter()], ["before"], QTimer()

        def beat() -> None:
            now = time.perf_counter()
            gaps[here[0]].append(1000 * (now - last[0]))
            last[0] = now

        heart.setTimerType(Qt.TimerType.PreciseTimer)
        heart.timeout.connect(beat)
        heart.start(1)
        begun, first = time.perf_counter(), person.step
        yield lambda: time.perf_counter() - begun > BEFORE_S
        usual = (person.step - first) / (time.perf_counter() - begun)
        here[0], begun, first = "meanwhile", time.perf_counter(), person.step
        window.own_data.take((str(folder),))
        yield lambda: isinstance(person.dialog, DataSheet) and person.dialog.train.isEnabled()
        looked, before = time.perf_counter(), page.loaded
        share = (person.step - first) / (looked - begun) / usual
        assert isinstance(person.dialog, DataSheet)
        person.dialog.train.click()
        yield lambda: page.loaded is not before
        ready = time.perf_counter()
        heart.stop()
        print(f"{count} pictures: looked at in {looked - begun:.1f} s, made ready in {ready - looked:.1f} s")
        for name, found in gaps.items():
            found.sort()
            middle, most = found[len(found) // 2], found[len(found) * 99 // 100]
            print(f"event loop {name}: median gap {middle:.1f} ms, 99 % {most:.1f} ms, worst {found[-1]:.1f} ms")
        print(f"training while pictures are looked at: {share:.2f} of before ({usual:,.0f} steps a second)")

    with tempfile.TemporaryDirectory() as top:
        folder = make(Path(top) / "pictures", count)
        home = ["--home", str(Path(top) / "home"), "--language", "en"]
        return act(home, lambda person: script(person, folder), wait_s=180)


if __name__ == "__main__":
    sys.exit(main())
