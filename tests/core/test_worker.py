"""A worker starts, talks, is stopped, and fails in one sentence."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.messages.train_commands import Pause, Play, Save
from core.messages.train_events import Failed, Rejected, Tick
from core.net.plan import Widen
from core.sentence import say
from core.workers import wire
from core.workers import worker as worker_
from core.workers.child import Closed, Pipe
from core.workers.log import LogFile
from core.workers.process_tree import foreign_environment, why_ended
from core.workers.worker import Worker, trainer_command
from tests.processes import runs, wait_ended

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
Start = Callable[..., Worker]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the small worker with a behaviour; end what is left of it after the test."""
    started: list[Worker] = []

    def begin(behaviour: str = "answer") -> Worker:
        command = [sys.executable, "-m", "tests.core.small_worker", behaviour]
        started.append(Worker(command, log=tmp_path / "worker.log", folder=ROOT))
        return started[-1]

    yield begin
    for worker in started:
        worker.kill()


def take(
    worker: Worker, wanted: Callable[[Any, int | None], bool], *, timeout_s: float = 60.0
) -> tuple[Any, int | None]:
    """Return the first event that is wanted."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        for event, answers in worker.events(1):
            if wanted(event, answers):
                return event, answers
        worker.wait(0.1)
    raise AssertionError("the event did not come")


def failure(worker: Worker) -> Failed:
    return take(worker, lambda event, _: isinstance(event, Failed))[0]


def test_commands_are_numbered_and_answered(start: Start) -> None:
    worker = start()
    numbers = [worker.send(Play()), worker.send(Pause())]
    assert numbers == [1, 2]
    answers = [take(worker, lambda event, number: number is not None) for _ in numbers]
    assert [(str(event.sentence), number) for event, number in answers] == [("Play", 1), ("Pause", 2)]


def test_closing_the_pipe_ends_the_child_without_a_failure(start: Start) -> None:
    worker = start()
    number = worker.send(Play())
    take(worker, lambda event, answers: answers == number)
    pid = worker.pid
    begun = time.monotonic()
    worker.close()
    assert time.monotonic() - begun < 3.0
    assert not psutil.pid_exists(pid)
    assert worker.events(10) == []
    assert not worker.alive


def test_a_worker_deep_in_a_call_ends_soon_after_its_pipe_closes(start: Start) -> None:
    worker = start("busy")
    take(worker, lambda event, _: isinstance(event, Rejected))
    worker.close()
    assert not psutil.pid_exists(worker.pid)


class Ends:
    """Both ends of a pipe: the worker's, and what the app writes and reads."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self.commands = os.fdopen(writing, "wb", buffering=0)
        self.said = io.BytesIO()
        self.incoming = os.fdopen(reading, "rb")
        self.pipe = Pipe(self.incoming, self.said)

    def close(self) -> None:
        """Close the app's end, and wait until the worker's end knows."""
        self.commands.close()
        self.pipe._reader.join()
        self.incoming.close()


@pytest.fixture
def ends() -> Iterator[Ends]:
    made = Ends()
    yield made
    made.close()


def test_commands_that_came_before_the_pipe_closed_are_not_dropped(ends: Ends) -> None:
    ends.commands.write(wire.encode(Widen(1, 8), number=1) + wire.encode(Save("x"), number=2))
    ends.close()
    assert ends.pipe.waiting() == [(1, Widen(1, 8)), (2, Save("x"))]
    for ask in (ends.pipe.waiting, ends.pipe.receive, ends.pipe.waiting):
        with pytest.raises(Closed):
            ask()


def test_an_app_that_does_not_listen_any_more_has_still_asked(ends: Ends) -> None:
    ends.commands.write(wire.encode(Play(), number=1) + wire.encode(Pause(), number=2))
    assert ends.pipe.receive(60) == (1, Play())
    while ends.pipe._arrived.empty():
        time.sleep(0)
    ends.said.close()
    with pytest.raises(Closed):
        ends.pipe.send(Rejected(say("x")), answers=1)
    assert ends.pipe.receive(60) == (2, Pause())
    with pytest.raises(Closed):
        ends.pipe.receive(60)


def test_what_cannot_be_read_is_refused_and_the_reader_goes_on(ends: Ends, capfd: pytest.CaptureFixture[str]) -> None:
    ends.commands.write(b'{"number":1,"message":{"is":"Watch","hertz":1' + b"0" * 400 + b',"units":3}}\n')
    ends.commands.write(wire.encode(Play(), number=2))
    assert ends.pipe.receive(60) == (2, Play())
    (answer,) = [wire.decode(line) for line in ends.said.getvalue().splitlines()]
    assert (type(answer[0]), answer[2]) == (Rejected, 1)
    assert "refused a line" in capfd.readouterr().err


def test_a_fault_of_the_reader_is_raised_in_the_main_thread(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(line: bytes) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("core.workers.child.wire.decode", broken)
    ends.commands.write(b"{}\n")
    with pytest.raises(ZeroDivisionError):
        ends.pipe.receive(60)


def test_commands_and_then_the_end_are_all_answered(start: Start) -> None:
    worker = start()
    numbers = [worker.send(Play()) for _ in range(20)]
    worker.close()
    assert [answers for _, answers in worker.events(100)] == numbers


@POSIX
@pytest.mark.parametrize("program", ["true", "false"])
def test_a_worker_that_is_gone_at_once_is_noticed(program: str, tmp_path: Path) -> None:
    for _ in range(15):
        worker = Worker([program], log=tmp_path / "x.log")
        assert "exit code" in str(failure(worker).reason)
        worker.close()


@POSIX
def test_a_worker_that_is_gone_before_its_start_has_ended_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of its threads runs first, and however long the others wait."""
    begin = threading.Thread.start

    def slowly(thread: threading.Thread) -> None:
        begin(thread)
        if thread.name.startswith("worker-"):
            thread.join(0.3)

    monkeypatch.setattr(threading.Thread, "start", slowly)
    worker = Worker(["true"], log=tmp_path / "x.log")
    assert "exit code 0" in str(failure(worker).reason)
    worker.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_log_that_cannot_be_written_stops_no_event() -> None:
    talks = "import os, sys\nfor i in range(200): os.write(2, b'x' * 1024)\nos.write(1, sys.argv[1].encode())"
    said = wire.encode(Pause()).decode()
    worker = Worker([sys.executable, "-c", talks, said], log=Path("/dev/full"))
    event, _ = take(worker, lambda event, _: isinstance(event, Pause))
    assert event == Pause()
    assert failure(worker).detail.endswith("x" * 1024), "its last words are known all the same"
    worker.close()


def test_a_folder_for_logs_that_cannot_be_made_stops_no_worker(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    worker = Worker([sys.executable, "-c", "print(0)"], log=tmp_path / "logs" / "x.log")
    assert isinstance(failure(worker), Failed)
    worker.close()


def test_a_fault_of_the_thread_that_reads_is_a_failure_too(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(line: bytes) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr("core.workers.worker.wire.decode", broken)
    worker = start()
    worker.send(Play())
    failed = failure(worker)
    assert "cannot be understood" in str(failed.reason)
    assert "a fault of ours" in failed.detail


@POSIX
@pytest.mark.parametrize(
    ("number", "words"),
    [(signal.SIGKILL, "from outside"), (signal.SIGSEGV, "SIGSEGV"), (signal.SIGTERM, "asked to stop")],
)
def test_a_signal_is_one_sentence(start: Start, number: int, words: str) -> None:
    worker = start()
    worker.send(Save(str(int(number))))
    failed = failure(worker)
    assert words in str(failed.reason)
    assert f"exit code {-number}" in failed.detail
    assert not worker.wait(5) or worker.events(9) == []
    assert not worker.alive


def test_an_exception_is_one_failure_with_its_traceback(start: Start) -> None:
    worker = start("raise")
    failed = failure(worker)
    assert "something odd" in failed.detail
    assert "Traceback" in failed.detail
    worker.wait(5)
    assert worker.events(9) == []  # and not a second one for the exit


def test_an_exit_code_is_told(start: Start) -> None:
    assert "exit code 7" in str(failure(start("exit")).reason)


def test_a_program_that_is_not_there_is_a_failure_too(tmp_path: Path) -> None:
    worker = Worker([str(tmp_path / "no-python")], log=tmp_path / "x.log")
    assert "could not be started" in str(failure(worker).reason)
    assert worker.send(Play()) == 1
    worker.close()
    worker.kill()


def test_a_stray_print_lands_in_the_log(start: Start, tmp_path: Path) -> None:
    worker = start("stray")
    number = worker.send(Play())
    take(worker, lambda event, answers: answers == number)
    worker.close()
    log = (tmp_path / "worker.log").read_text()
    assert "a stray print" in log
    assert "from a child of the child" in log


def test_the_child_cannot_read_the_commands(start: Start) -> None:
    event, _ = take(start("reads_stdin"), lambda event, _: isinstance(event, Rejected))
    assert str(event.sentence) == ""


def test_garbage_from_the_worker_is_a_failure(start: Start) -> None:
    failed = failure(start("garbage"))
    assert "cannot be understood" in str(failed.reason)


@POSIX
@pytest.mark.parametrize("way", ["kill", "dismiss", "die"])
def test_what_the_worker_started_ends_with_it(start: Start, way: str) -> None:
    worker = start("grandchild")
    event, _ = take(worker, lambda event, _: isinstance(event, Rejected))
    grandchild = int(str(event.sentence))
    assert runs(grandchild)
    if way == "kill":
        worker.kill()
    elif way == "dismiss":
        worker.dismiss()
        wait_ended([worker.pid], timeout_s=10)
        assert not runs(worker.pid)
        worker.kill()
        assert not [event for event, _ in worker.events(10) if isinstance(event, Failed)], "it was ended on purpose"
    else:
        os.kill(worker.pid, signal.SIGKILL)
        failure(worker)
    wait_ended([grandchild], timeout_s=10)
    assert not runs(grandchild)


@pytest.mark.parametrize("way", ["kill", "close"])
def test_a_worker_that_the_system_holds_holds_nobody_else(
    start: Start, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    worker = start()
    assert worker._group is not None
    process, gone = worker._group.process, threading.Event()
    wait = process.wait

    def held(timeout: float | None = None) -> int:
        if not gone.wait(timeout):
            raise subprocess.TimeoutExpired("worker", timeout or 0.0)
        return wait()

    monkeypatch.setattr(process, "wait", held)  # as on a disk that does not answer
    monkeypatch.setattr(worker_, "HELD_S", 0.05)
    monkeypatch.setattr(worker_, "END_S", 0.05)
    getattr(worker, way)()
    assert "worker-end" in [thread.name for thread in threading.enumerate()], "one waits on"
    gone.set()
    worker.kill()
    for thread in threading.enumerate():
        if thread.name == "worker-end":
            thread.join(10)
    assert process.returncode is not None


def test_a_flood_of_ticks_is_merged_and_loses_nothing(start: Start) -> None:
    worker = start("flood")
    number = worker.send(Play())
    ticks: list[Tick] = []
    # The worker is not slowed by an app that is busy: it answers though nobody has taken an event.
    until = time.monotonic() + 60
    answered = False
    while not answered and time.monotonic() < until:
        worker.wait(0.05)
        waiting = worker._backlog
        answered = any(answers == number for _, answers in list(waiting._entries))
    assert answered
    while events := worker.events(50):
        ticks += [event for event, _ in events if isinstance(event, Tick)]
    assert len(ticks) <= 601
    assert ticks[-1].step == 20_000
    steps = [0, *(tick.step for tick in ticks)]
    total = sum(tick.loss * (after - before) for tick, before, after in zip(ticks, steps, steps[1:], strict=False))
    assert total == pytest.approx(20_000 * 20_001 / 2, rel=1e-12)


def test_the_log_is_bounded(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "x.log", limit_bytes=1000)
    for _ in range(100):
        log.write(b"y" * 90)
    log.write(b"the end")
    log.close()
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2000
    assert log.tail().endswith("the end")


def test_a_log_that_cannot_be_written_keeps_the_last_words_and_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    log = LogFile(tmp_path / "file" / "x.log")
    log.write(b"the end")
    log.close()
    assert log.tail() == "the end"
    monkeypatch.setattr(os, "replace", lambda source, target: (_ for _ in ()).throw(PermissionError(13, "held")))
    log = LogFile(tmp_path / "x.log", limit_bytes=1000)
    for _ in range(100):
        log.write(b"y" * 90)
    log.write(b"the end")
    log.close()
    assert (tmp_path / "x.log").stat().st_size <= 1000
    assert (tmp_path / "x.log").read_bytes().endswith(b"the end")


def test_another_python_gets_the_environment_it_would_have_had() -> None:
    inside = {
        "PATH": "/bin",
        "LD_LIBRARY_PATH": "/bundle",
        "LD_LIBRARY_PATH_ORIG": "/mine",
        "QT_PLUGIN_PATH": "/bundle",
        "_PYI_ARCHIVE_FILE": "x",
        "PYTHONHOME": "/bundle",
        "DYLD_LIBRARY_PATH": "/bundle",
    }
    clean = foreign_environment(inside, frozen=True)
    assert clean["LD_LIBRARY_PATH"] == "/mine"
    assert not set(clean) & {
        "QT_PLUGIN_PATH",
        "_PYI_ARCHIVE_FILE",
        "PYTHONHOME",
        "DYLD_LIBRARY_PATH",
        "LD_LIBRARY_PATH_ORIG",
    }
    assert foreign_environment({"LD_LIBRARY_PATH": "/mine"}, frozen=False)["LD_LIBRARY_PATH"] == "/mine"


def test_a_packaged_app_is_its_own_worker_and_gives_others_its_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    command, environment, _ = trainer_command()
    assert command == [sys.executable, "--trainer"]
    command, environment, folder = trainer_command(Path("/envs/study/bin/python"))
    assert command == ["/envs/study/bin/python", "-m", "core.train.start"]
    assert environment["PYTHONPATH"] == str(tmp_path / "worker_src") == str(folder)


@pytest.mark.parametrize(
    ("code", "log", "words"),
    [
        (1, "ModuleNotFoundError: No module named 'torch'\n", "lacks the package torch"),
        (-9, "", "from outside"),
        (137, "", "from outside"),
        (-4, "", "instruction"),
        (0xC0000135, "", "system library"),
        (-1073741515, "", "system library"),
        (0xC0000005, "", "crashed"),
        (127, "", "not found"),
        (3, "", "exit code 3"),
        (1, "MemoryError\n", "out of memory"),
    ],
)
def test_why_it_ended(code: int, log: str, words: str) -> None:
    assert words in str(why_ended(code, log))


def test_the_systems_memory_killer_is_told_apart() -> None:
    assert "memory" in str(why_ended(-9, "", out_of_memory=True))
