"""What looking inside costs and takes: ``python -m tests.benchmarks.inside [ROUNDS]``.

A trainer and an inside worker, both real, talk to this process as they do to the window. The training's speed with
somebody looking on is paired with its speed without, in turns, in one run; times are medians.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import InsideReady, TakeUp
from core.messages.train_commands import HandOver, Load, Pause, Play, Settings
from core.messages.train_events import Failed, Ready, State
from core.workers.worker import Worker, start_inside, start_trainer

SECONDS = 3.0


def until(worker: Worker, wanted: Any) -> Any:
    """Return the first event that is wanted."""
    while True:
        for event, answers in worker.events(50):
            if wanted(event, answers):
                return event
            if isinstance(event, Failed):
                raise SystemExit(str(event.reason))
        worker.wait(0.01)


def ask(worker: Worker, command: object) -> Any:
    """Send a command and return its answer."""
    number = worker.send(command)
    return until(worker, lambda _, answers: answers == number)


def speed(trainer: Worker) -> float:
    """Return how many steps a second the training takes over some seconds."""
    first: State = ask(trainer, Pause())
    ask(trainer, Play())
    begun = time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        trainer.events(200)
        trainer.wait(0.03)
    last: State = ask(trainer, Pause())
    return (last.step - first.step) / (time.perf_counter() - begun)


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trainer = start_trainer(log=folder / "trainer.log", arguments=["--threads", "1"])
        until(trainer, lambda event, _: isinstance(event, Ready))
        ask(trainer, Load(settings=Settings(pace=0.0)))
        begun = time.perf_counter()
        inside = start_inside(log=folder / "inside.log")
        until(inside, lambda event, _: isinstance(event, InsideReady))
        cold = time.perf_counter() - begun
        warm, handed, traced, alone, beside = [], [], [], [], []
        for _ in range(rounds):
            alone.append(speed(trainer))
            begun = time.perf_counter()
            folder_told = ask(trainer, HandOver(str(folder / "handed"))).folder
            handed.append(time.perf_counter() - begun)
            ask(inside, TakeUp(folder_told))
            told: Traced = ask(inside, Trace())
            warm.append(time.perf_counter() - begun)
            traced.append(told.seconds / told.plain_s)
            beside.append(speed(trainer))
        print(f"inside worker, start to ready, torch included: {cold:.2f} s")
        print(f"handing the training over: {1e3 * statistics.median(handed):.1f} ms")
        print(f"... to the step in three layers: {1e3 * statistics.median(warm):.0f} ms")
        print(f"a profiled step is {statistics.median(traced):.1f} × the step without a profiler")
        ratio = statistics.median(b / a for a, b in zip(alone, beside, strict=True))
        print(f"training speed with the page open / without: {ratio:.3f} (median of {rounds})")
        trainer.kill()
        inside.kill()


if __name__ == "__main__":
    main()
