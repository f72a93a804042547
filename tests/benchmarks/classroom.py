"""How smooth the window stays with all of the trainer page on screen, and on the classroom screen with its spotlight.

    python -m tests.benchmarks.classroom [--seconds 15]

Prints, from one run in which the three take turns: gaps of the window's event loop during full-speed training (median,
99th percentile, worst) of the page with every card open, of the page with its side cards folded, and of the classroom
screen while the mouse moves; the steps a second of each, as a ratio to the folded page; and how long it takes from F11
to the first painted frame of the classroom screen, and back.
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
ROUNDS, SWITCHES = 3, 5


def main() -> int:
    """Measure on a screen of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15.0, help="how long to watch the event loop of each, in all")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return measure(options.seconds)
    with screen(1920, 1080) as there:
        command = [sys.executable, "-m", "tests.benchmarks.classroom", "--inside", "--seconds", str(options.seconds)]
        return subprocess.run(command, cwd=ROOT, env=there, check=False).returncode


def measure(seconds: float) -> int:
    """Open the app and take all measurements."""
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QCursor

    from core.messages.train_commands import Change
    from tests.end_to_end.person import Person, act

    gaps: dict[str, list[float]] = {"all cards": [], "folded": [], "classroom": []}
    rates: dict[str, list[float]] = {name: [] for name in gaps}
    into: list[float] = []
    out: list[float] = []
    work: list[float] = []

    class Painted(QObject):
        """Notes when the network is painted."""

        at = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.at = time.perf_counter()
            return False

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        window, page, painted = person.window, person.window.page, Painted()
        window.resize(1600, 1000)
        page.drawing.canvas.installEventFilter(painted)
        page.send(Change("pace", 0.0))
        page.controls.play.click()
        yield lambda: person.step > 500
        last, here, heart = [0.0], [""], QTimer()

        def beat() -> None:
            now = time.perf_counter()
            if here[0] and last[0]:
                gaps[here[0]].append(1000 * (now - last[0]))
            last[0] = now
            if here[0] == "classroom":
                QCursor.setPos(400 + int(now * 200) % 900, 500)

        heart.setTimerType(Qt.TimerType.PreciseTimer)
        heart.timeout.connect(beat)
        heart.start(1)

        def watched(name: str) -> Generator[Callable[[], bool], None, None]:
            settled = time.perf_counter()
            yield lambda: time.perf_counter() - settled > 0.5
            last[0], here[0] = 0.0, name
            begun, first = time.perf_counter(), person.step
            yield lambda: time.perf_counter() - begun > seconds / ROUNDS
            rates[name].append((person.step - first) / (time.perf_counter() - begun))
            here[0] = ""

        for _ in range(ROUNDS):
            yield from watched("all cards")
            for card in page.stack.cards.values():
                card.toggle()
            yield from watched("folded")
            for card in page.stack.cards.values():
                card.toggle()
            window.classroom.enter()
            window.classroom.choose(window.classroom.shown | {"spotlight", "timeline", "layer", "device"})
            yield from watched("classroom")
            window.classroom.leave()
        for _ in range(SWITCHES):
            for times in (into, out):
                begun, busy = time.perf_counter(), time.process_time()
                window.classroom.toggle()
                work.append(1000 * (time.process_time() - busy))
                yield lambda begun=begun: painted.at > begun  # type: ignore[misc]
                times.append(1000 * (painted.at - begun))
                yield lambda begun=begun: time.perf_counter() - begun > 1.0  # type: ignore[misc]
        heart.stop()
        usual = statistics.median(rates["folded"])
        for name, found in gaps.items():
            found.sort()
            print(
                f"{name}: median gap {found[len(found) // 2]:.1f} ms, 99 % {found[len(found) * 99 // 100]:.1f} ms, "
                f"worst {found[-1]:.1f} ms; {statistics.median(rates[name]) / usual:.2f} times the steps of folded"
            )
        print(f"F11 to the first frame: median {statistics.median(into):.0f} ms, worst {max(into):.0f} ms")
        print(f"a switch itself: median {statistics.median(work):.0f} ms of processor time")
        print(f"Esc to the page as before: median {statistics.median(out):.0f} ms, worst {max(out):.0f} ms")

    with tempfile.TemporaryDirectory() as home:
        return act(["--home", home, "--language", "en"], script, wait_s=seconds * 3 + 90)


if __name__ == "__main__":
    sys.exit(main())
