"""What the pad costs, and how fast it answers, in the app's own window on a screen of its own (Xvfb).

    python -m tests.benchmarks.pad [--rounds 6] [--round 4] [--drawings 60] [--data digits]

While it trains at full speed:
1. from a movement of the mouse on the pad to the bars that answer it, painted: median, 95th percentile, worst
2. steps a second with a drawing on the pad and the card in sight (bars, light, mistakes, matrix) as a ratio to without:
   nothing on the pad and the card hidden; both take turns, and the medians are compared. Then the same for each second
   of a processor's work, which holds on a busy computer too
3. gaps of the window's event loop with all of it
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path

from tests.end_to_end.screen import screen

ROOT = Path(__file__).resolve().parent.parent.parent
SEVEN = ((0.25, 0.2), (0.75, 0.2), (0.6, 0.5), (0.45, 0.85))


def main() -> int:
    """Measure on a screen of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--round", type=float, default=4.0, help="how long each takes its turn, in seconds")
    parser.add_argument("--drawings", type=int, default=60)
    parser.add_argument("--data", default="digits", choices=("digits", "mnist-5k"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return measure(options)
    with screen() as there:
        command = [sys.executable, "-m", "tests.benchmarks.pad", "--inside", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=there, check=False).returncode


def measure(options: argparse.Namespace) -> int:
    """Open the app and take all measurements."""
    import psutil
    from PySide6.QtCore import QPoint, Qt, QTimer
    from PySide6.QtGui import QPainter
    from PySide6.QtTest import QTest

    from core.messages.train_commands import Change, DataSpec
    from gui.kit.theme import Theme
    from gui.train.pad.bars import Bars
    from gui.train.panels.data import usual_settings
    from tests.end_to_end.person import Person, act

    painted = [0.0]
    paint = Bars.paint

    def paint_and_note(self: Bars, painter: QPainter, theme: Theme) -> None:
        paint(self, painter, theme)
        painted[0] = time.perf_counter()

    Bars.paint = paint_and_note  # type: ignore[method-assign]

    def waited(seconds: float) -> Callable[[], bool]:
        end = time.perf_counter() + seconds
        return lambda: time.perf_counter() > end

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        page = person.window.page
        if page.loaded is None or page.loaded.data.spec.name != options.data:
            page.begin(DataSpec(options.data), usual_settings(options.data))
            yield lambda: page.loaded is not None and page.loaded.data.spec.name == options.data
        answers = page.answers.shown
        pad = answers.pad
        page.send(Change("pace", 0.0))
        page.controls.play.click()
        yield lambda: person.step > 500
        latencies: list[float] = []
        side = pad.width()
        for number in range(options.drawings):
            answers.clear()
            yield lambda: answers.asked is None
            yield waited(0.03 + 0.007 * (number % 10))  # not in step with the window's frames
            begun = time.perf_counter()
            QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(int(0.3 * side), int(0.2 * side)))
            QTest.mouseMove(pad, QPoint(int(0.7 * side), int((0.2 + 0.01 * (number % 7)) * side)))
            wanted = answers.picture
            shown: list[float] = []

            def there() -> bool:
                done = answers.asked is None and not answers.again and answers.bars.best >= 0
                return done and painted[0] > begun  # noqa: B023

            yield there
            assert answers.picture is wanted
            shown.append(painted[0])
            latencies.append(1000 * (shown[0] - begun))
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(int(0.7 * side), int(0.2 * side)))
        latencies.sort()
        print(
            f"1. movement to bars: median {statistics.median(latencies):.1f} ms, "
            f"95 % {latencies[len(latencies) * 95 // 100]:.1f} ms, worst {latencies[-1]:.1f} ms"
        )

        rates: dict[str, list[float]] = {"with": [], "without": []}
        own: dict[str, list[float]] = {"with": [], "without": []}
        worked: dict[str, list[float]] = {"with": [], "without": []}
        here, trainer = psutil.Process(), psutil.Process(person.window.training.worker.pid)  # type: ignore[union-attr]

        def busy_s(process: psutil.Process) -> float:
            times = process.cpu_times()
            return float(times.user + times.system)

        gaps: list[float] = []
        last = [time.perf_counter()]
        counting = [False]

        def beat() -> None:
            now = time.perf_counter()
            if counting[0]:
                gaps.append(1000 * (now - last[0]))
            last[0] = now

        heart = QTimer()
        heart.setTimerType(Qt.TimerType.PreciseTimer)
        heart.timeout.connect(beat)
        heart.start(1)
        points = [QPoint(int(x * side), int(y * side)) for x, y in SEVEN]
        for turn in range(2 * options.rounds):
            kind = "with" if turn % 4 in (0, 3) else "without"  # with without without with: no trend between them
            if kind == "with":
                page.arrangement.open_side("answers")
                answers.show()
                page.answers.setVisible(True)
                answers.clear()
                QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
                for point in points[1:]:
                    QTest.mouseMove(pad, point)
                QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])
            else:
                answers.clear()
                page.answers.setVisible(False)
            yield waited(1.0)
            counting[0] = kind == "with"
            begun, first, ours, theirs = time.perf_counter(), person.step, busy_s(here), busy_s(trainer)
            yield waited(options.round)
            rates[kind].append((person.step - first) / (time.perf_counter() - begun))
            own[kind].append((busy_s(here) - ours) / (time.perf_counter() - begun))
            worked[kind].append((person.step - first) / max(busy_s(trainer) - theirs, 0.01))
            counting[0] = False
        heart.stop()
        ratio = statistics.median(rates["with"]) / statistics.median(rates["without"])
        print(
            f"2. training with the card: {ratio:.3f} of without "
            f"({statistics.median(rates['with']):,.0f} and {statistics.median(rates['without']):,.0f} steps a second)"
        )
        per_work = statistics.median(worked["with"]) / statistics.median(worked["without"])
        print(f"   for each second that a processor worked for the trainer: {per_work:.3f}")
        shares = [f"{100 * statistics.median(own[kind]):.0f} %" for kind in ("with", "without")]
        print(f"   the window itself takes {shares[0]} of a processor, {shares[1]} without")
        gaps.sort()
        print(
            f"3. event loop: median gap {gaps[len(gaps) // 2]:.1f} ms, 99 % {gaps[len(gaps) * 99 // 100]:.1f} ms, "
            f"worst {gaps[-1]:.1f} ms"
        )

    with tempfile.TemporaryDirectory() as home:
        return act(["--home", home, "--language", "en"], script, wait_s=options.round + 60)


if __name__ == "__main__":
    sys.exit(main())
