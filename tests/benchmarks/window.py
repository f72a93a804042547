"""How fast the whole app is, measured from its own window on a screen of its own (Xvfb).

    python -m tests.benchmarks.window [--seconds 60]

Prints, all from one run:
1. steps a second with the window open and charts live, as a ratio to the plain PyTorch loop of the same model, batch
   and optimizer, in memory and through a DataLoader, and to the same train worker without a window; all take turns, in
   rounds, and the medians are compared
2. gaps of the window's event loop during full-speed training: median, 99th percentile, worst
3. from the click on + to the changed network on screen, while training
4. from the start of the process to the window on screen, and to the first point of the loss curve
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
ROUNDS, CLICKS = 5, 12


def main() -> int:
    """Measure on a screen of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to watch the event loop")
    parser.add_argument("--round", type=float, default=4.0, help="how long each takes its turn, in seconds")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return measure(options.seconds, options.round)
    with screen() as there:
        told = ["--seconds", str(options.seconds), "--round", str(options.round)]
        command = [sys.executable, "-m", "tests.benchmarks.window", "--inside", *told]
        return subprocess.run(command, cwd=ROOT, env=there, check=False).returncode


def measure(seconds: float, round_s: float) -> int:
    """Open the app and take all measurements."""
    import psutil
    from PySide6.QtCore import Qt, QTimer

    from core.messages.train_commands import Change
    from tests.end_to_end.person import Person, act

    born = psutil.Process().create_time()
    ours: list[float] = []
    plain: dict[str, list[float]] = {"memory": [], "loader": [], "alone": []}

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        page = person.window.page
        shown_s = time.time() - born
        page.send(Change("pace", 0.0))
        page.controls.play.click()
        yield lambda: page.loss.record.training.last == page.loss.record.training.last  # not NaN: a point is there
        print(
            f"4. process to training in the window {shown_s:.2f} s, to the first loss point {time.time() - born:.2f} s"
        )

        for _ in range(ROUNDS):
            begun, first = time.perf_counter(), person.step
            yield lambda begun=begun: time.perf_counter() - begun > round_s  # type: ignore[misc]
            ours.append((person.step - first) / (time.perf_counter() - begun))
            page.controls.play.click()
            yield lambda: page.state is not None and not page.state.playing
            for kind, rates in plain.items():
                command = [sys.executable, "-m", "tests.benchmarks.plain_loop", kind, "32,32", str(round_s)]
                if kind == "alone":
                    alone = ["tests.benchmarks.steps_vs_plain", "--alone", "--net", "32,32", "--seconds", str(round_s)]
                    command = [sys.executable, "-m", *alone]
                child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
                yield lambda child=child: child.poll() is not None  # type: ignore[misc]
                rates.append(float(child.communicate()[0]))
            page.controls.play.click()
            yield lambda: page.state is not None and page.state.playing
        median = statistics.median(ours)
        for kind, rates in plain.items():
            what = "the worker without a window" if kind == "alone" else f"the plain loop ({kind})"
            print(f"1. window open: {median / statistics.median(rates):.2f} times the steps a second of {what}")

        gaps: list[float] = []
        last = [time.perf_counter()]

        def beat() -> None:
            now = time.perf_counter()
            gaps.append(1000 * (now - last[0]))
            last[0] = now

        heart = QTimer()
        heart.setTimerType(Qt.TimerType.PreciseTimer)
        heart.timeout.connect(beat)
        heart.start(1)
        yield lambda begun=time.perf_counter(): time.perf_counter() - begun > seconds  # type: ignore[misc]
        heart.stop()
        gaps.sort()
        print(
            f"2. event loop over {seconds:.0f} s: median gap {gaps[len(gaps) // 2]:.1f} ms, "
            f"99 % {gaps[len(gaps) * 99 // 100]:.1f} ms, worst {gaps[-1]:.1f} ms"
        )

        waits: list[float] = []
        for click in range(CLICKS):
            before, at = person.summary, person.step
            begun = time.perf_counter()
            # Not narrowed again: what may cost accuracy is weighed first, and asks.
            person.click("Widen Hidden 1" if click % 2 == 0 else "Undo")
            yield lambda before=before: person.summary != before  # type: ignore[misc]
            waits.append(1000 * (time.perf_counter() - begun))
            yield lambda at=at: person.step > at + 500  # type: ignore[misc]
        print(f"3. click to changed network: median {statistics.median(waits):.0f} ms, worst {max(waits):.0f} ms")

    with tempfile.TemporaryDirectory() as home:
        return act(["--home", home, "--language", "en"], script, wait_s=seconds + 60)


if __name__ == "__main__":
    sys.exit(main())
