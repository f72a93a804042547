"""What looking inside costs and takes: ``python -m tests.benchmarks.inside [ROUNDS]``.

A trainer and an inside worker, both real, talk to this process as they do to the window. The training's speed with
somebody looking on is paired with its speed without, in turns, in one run; times are medians. torch's own import (with
`torch._dynamo`, which its optimizers load) is measured in processes of its own. ``--window``: in the real window, from
the click on "Newest step" to the new picture painted, on a screen of its own (Xvfb).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from core.messages.inside.graph import BuildGraph
from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import InsideReady, TakeUp
from core.messages.inside.played import PlayStep
from core.messages.inside.stepping import TakeApart
from core.messages.train_commands import Change, DataSpec, HandOver, Load, Pause, Play, Settings
from core.messages.train_events import Failed, Ready, State
from core.net.plan import mlp
from core.train.disk import checkpoint
from core.train.disk.handing import Handing
from core.train.training import datasets
from core.train.training.training import Training, begin
from core.workers.worker import Worker, start_inside, start_trainer

SECONDS = 3.0
ROOT = Path(__file__).resolve().parent.parent.parent
IMPORTS = "import time; a = time.perf_counter(); import torch, torch._dynamo; print(time.perf_counter() - a)"


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


def gaps(folder: Path, rounds: int = 5) -> tuple[float, float]:
    """Return how long no step is taken while a network of 100 MB (300 with what Adam keeps) is handed over, at the
    longest, and how long if it is written in one go: as times of the median step, medians, in turns, in one process."""
    training = begin(
        datasets.load(DataSpec("digits")), net=mlp(64, (4900, 4900), 10), settings=Settings(batch_size=16, pace=0.0),
        seed=0,
    )  # fmt: skip
    training.take(3)
    training.state()  # fresh memory takes longer, whoever asks for it first
    steps, little, at_once = [], [], []
    for _ in range(rounds):
        steps.append(timed(lambda: training.take(1)))
        handing, held = Handing(time.perf_counter), []
        held.append(timed(lambda handing=handing: handing.ask(1, folder / "large", training, last=None)))  # type: ignore[misc]
        while handing.busy:
            held.append(timed(lambda handing=handing: handing.go_on(training, last=None)))  # type: ignore[misc]
            training.take(1)
        little.append(max(held))
        at_once.append(timed(lambda: write_at_once(training, folder / "at once")))
    usual = statistics.median(steps)
    return statistics.median(little) / usual, statistics.median(at_once) / usual


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def write_at_once(training: Training, folder: Path) -> None:
    """Hand over without a step in between, as it was."""
    record = checkpoint.record_of(training, last=None, threads=1)
    moment = training.state()
    for _ in checkpoint.writing(folder, moment, record, array("d"), on_disk=0, story=0, forced=False):
        pass


def of_torch() -> float:
    """Return how long torch's own import takes: the median of three processes."""
    command = [sys.executable, "-c", IMPORTS]
    told = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(3)]
    return statistics.median(map(float, told))


def main() -> int:
    """Print the table."""
    asked = [one for one in sys.argv[1:] if not one.startswith("--")]
    rounds = int(asked[0]) if asked else 5
    if "--inside" in sys.argv:
        return in_the_window(rounds)
    if "--window" in sys.argv:
        from tests.end_to_end.screen import screen

        with screen() as there:
            command = [sys.executable, "-m", "tests.benchmarks.inside", "--inside", str(rounds)]
            return subprocess.run(command, cwd=ROOT, env=there, check=False).returncode
    beside_a_training(rounds)
    return 0


def beside_a_training(rounds: int) -> None:
    """Measure through the pipes of both workers."""
    imports = of_torch()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trainer = start_trainer(log=folder / "trainer.log", arguments=["--threads", "1"])
        until(trainer, lambda event, _: isinstance(event, Ready))
        ask(trainer, Load(settings=Settings(pace=0.0)))
        begun = time.perf_counter()
        inside = start_inside(log=folder / "inside.log")
        until(inside, lambda event, _: isinstance(event, InsideReady))
        cold = time.perf_counter() - begun
        warm, handed, traced, apart, alone, beside = [], [], [], [], [], []
        graph, played = [], []
        for _ in range(rounds + 1):
            alone.append(speed(trainer))
            begun = time.perf_counter()
            folder_told = ask(trainer, HandOver(str(folder / "handed"))).folder
            handed.append(time.perf_counter() - begun)
            ask(inside, TakeUp(folder_told))
            told: Traced = ask(inside, Trace())
            warm.append(time.perf_counter() - begun)
            traced.append(told.seconds / told.plain_s)
            begun = time.perf_counter()
            ask(inside, TakeApart())
            apart.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            ask(inside, BuildGraph())
            graph.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            ask(inside, PlayStep())
            played.append(time.perf_counter() - begun)
            beside.append(speed(trainer))
        little, at_once = gaps(folder)
        print(f"a network of 100 MB is handed over: no step for the time of {little:.1f}; in one go, of {at_once:.1f}")
        print(f"torch's own import: {imports:.2f} s")
        print(
            f"inside worker, start to ready: {cold:.2f} s, so {max(0.0, cold - imports):.2f} s without torch's import"
        )
        print(f"... to its first picture, without torch's import: {max(0.0, cold - imports) + warm[0]:.2f} s")
        print(f"handing the training over, warm: {1e3 * statistics.median(handed[1:]):.1f} ms")
        print(f"... to the step in three layers, warm: {1e3 * statistics.median(warm[1:]):.0f} ms, "
              f"{statistics.median(warm[1:]) / imports:.2f} × torch's import")  # fmt: skip
        print(f"a step taken apart, all its tensors kept: {1e3 * statistics.median(apart[1:]):.0f} ms")
        print(f"its autograd graph, built twice: {1e3 * statistics.median(graph[1:]):.0f} ms; the same step as the "
              f"trainer takes it: {1e3 * statistics.median(played[1:]):.0f} ms")  # fmt: skip
        print(f"a profiled step is {statistics.median(traced):.1f} × the step without a profiler")
        ratio = statistics.median(b / a for a, b in zip(alone, beside, strict=True))
        print(f"training speed with the page open / without: {ratio:.3f} (median of {rounds + 1})")
        trainer.kill()
        inside.kill()


def in_the_window(rounds: int) -> int:
    """Open the app, look inside while it trains, and measure how long a new picture takes."""
    from tests.end_to_end.person import Person, act

    took: list[float] = []

    def script(person: Person) -> Generator[Callable[[], bool], None, None]:
        window = person.window
        window.page.send(Change("pace", 0.0))
        person.click("Start")
        begun = time.perf_counter()
        window.frame.open("inside")
        page = window.inside.made
        assert page is not None
        yield lambda: "layers" in page.made and page.made["layers"].traced is not None
        tab = page.made["layers"]
        tab.repaint()
        print(f"in the window, cold, torch's import included: {time.perf_counter() - begun:.2f} s")
        for _ in range(rounds):
            before, begun = tab.traced, time.perf_counter()
            page.again.click()
            yield lambda before=before: tab.traced is not before  # type: ignore[misc]
            tab.repaint()
            took.append(1e3 * (time.perf_counter() - begun))
        told = f"median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms"
        print(f"in the window, warm, from the click to the new picture painted: {told}")

    with tempfile.TemporaryDirectory() as home:
        return act(["--home", home, "--language", "en"], script, wait_s=120)


if __name__ == "__main__":
    sys.exit(main())
