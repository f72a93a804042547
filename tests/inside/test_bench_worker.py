"""The bench in the inside worker, a process of its own: what ends a line, what ends the process, and that a training
beside it does not notice."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.messages.inside.bench import LimitMemory, LineDone, RunLine
from core.messages.inside.opening import InsideReady
from core.messages.train_commands import Load, Step
from core.messages.train_events import Failed, Loaded
from core.workers.worker import Worker
from tests.inside.test_bench import HOSTILE, WORDS
from tests.train.talk import ROOT, Talk

INSIDE = [sys.executable, "-m", "core.inside.start"]
WAIT_S = 60.0


class Bench:
    """A started inside worker and what it says."""

    def __init__(self, folder: Path) -> None:
        self.worker = Worker(INSIDE, log=folder / "inside.log", folder=ROOT)
        assert isinstance(self.until(lambda event, _: isinstance(event, InsideReady)), InsideReady)

    def until(self, wanted: Callable[[Any, int | None], bool]) -> Any:
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            for event, answers in self.worker.events(1):
                if wanted(event, answers) or isinstance(event, Failed):
                    return event
            self.worker.wait(0.02)
        raise AssertionError("not said in time")

    def ask(self, text: str) -> Any:
        return self.answer(self.worker.send(RunLine(text)))

    def answer(self, number: int) -> Any:
        return self.until(lambda _, answers: answers == number)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.worker.kill()


def busy(bench: Bench, flag: Path, loop: str) -> int:
    """Send a line that makes a file when it runs, and wait until it does; return its number."""
    number = bench.worker.send(RunLine(loop))
    end = time.monotonic() + WAIT_S
    while not flag.exists():
        assert time.monotonic() < end
        bench.worker.wait(0.01)
    return number


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_a_loop_without_an_end_is_stopped_and_the_names_stay(bench: Bench, tmp_path: Path) -> None:
    bench.ask("x = torch.ones(3)")
    flag = tmp_path / "runs"
    number = busy(bench, flag, f"open({str(flag)!r}, 'w').close()\nwhile True: x += 1")
    begun = time.monotonic()
    assert bench.worker.interrupt()
    done = bench.answer(number)
    assert time.monotonic() - begun < 2.0
    assert isinstance(done, LineDone)
    assert done.error is not None
    assert done.error.kind == "stopped"
    assert bench.ask("x.shape[0]").value == "3"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupt_between_lines_ends_nothing(bench: Bench) -> None:
    for _ in range(3):
        assert bench.worker.interrupt()
        assert bench.ask("1 + 1").value == "2"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_a_loop_that_does_not_listen_ends_with_its_process(bench: Bench, tmp_path: Path) -> None:
    flag = tmp_path / "runs"
    loop = (
        f"while True:\n  try:\n    open({str(flag)!r}, 'w').close()\n    while True: pass\n  except BaseException: pass"
    )
    busy(bench, flag, loop)
    assert bench.worker.interrupt()
    assert not bench.worker.wait(0.3)
    bench.worker.kill()
    assert not bench.worker.alive
    assert not bench.worker.interrupt()


@pytest.mark.parametrize(
    "text", ["import os; os._exit(3)", "import ctypes; ctypes.string_at(0)", "import os; os.abort()"]
)
def test_what_ends_the_process_is_one_sentence(bench: Bench, text: str) -> None:
    failed = bench.ask(text)
    assert isinstance(failed, Failed)
    assert str(failed.reason)
    assert bench.worker.events(10) == []


@pytest.mark.slow
def test_hostile_lines_each_get_one_answer_and_a_training_beside_goes_on(bench: Bench, tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    assert isinstance(talk.ask(Load()), Loaded)
    bench.answer(bench.worker.send(LimitMemory(512 << 20)))
    choose = random.Random(11)
    lines = [*HOSTILE, *("".join(choose.choices(WORDS, k=choose.randrange(1, 12))) for _ in range(200 - len(HOSTILE)))]
    try:
        for text in [*lines, "import os; child = os.fork()" if hasattr(os, "fork") else "1"]:
            begun = time.monotonic()
            event = bench.ask(text)
            assert isinstance(event, LineDone), (text[:80], event)
            assert time.monotonic() - begun < 30, text[:80]
        assert bench.worker.alive
        assert talk.ask(Step(5)) is not None
    finally:
        talk.worker.kill()
