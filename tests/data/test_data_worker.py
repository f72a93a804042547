"""The data worker, through its pipe: every command has one answer, it can be stopped, and no torch is needed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from core.data import library
from core.data import worker as worker_
from core.data.asked import TOLD_S, Alone, LookingOver, Piped
from core.data.fetched.sets import SETS
from core.data.library import LibraryError
from core.data.table import samples
from core.data.worker import Keeper
from core.messages.own.arrays import ArrayOptions, SeenArrays, SeenCode
from core.messages.own.looking import (
    DataReady,
    DeleteOwn,
    Fetch,
    ListOwn,
    LookAtPicture,
    LookingStopped,
    LookInto,
    OwnCommand,
    OwnListed,
    Prepare,
    Prepared,
    Preparing,
    RunCode,
    StopLooking,
)
from core.messages.train_commands import Play
from core.messages.train_events import Failed, Rejected
from core.sentence import say
from core.workers import handover
from core.workers.handover import NICENESS
from core.workers.worker import Worker
from tests.conftest import ROOT
from tests.data.made import KINDS, put

NO_MEMORY = say("There is not enough memory for this. Nothing was changed.")


class Talk:
    """A started data worker and all it has said."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "core.data.start"]
        self.worker = Worker(command, log=folder / "data.log", folder=ROOT)
        self.said: list[tuple[Any, int | None]] = []
        self.ready = self.until(lambda event, _: isinstance(event, DataReady))

    def ask(self, command: object) -> Any:
        number = self.worker.send(command)
        return self.until(lambda _, answers: answers == number)

    def until(self, wanted: Callable[[Any, int | None], bool]) -> Any:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for event, answers in self.worker.events(1):
                self.said.append((event, answers))
                if wanted(event, answers):
                    return event
                assert not isinstance(event, Failed), f"{event.reason}\n{event.detail}"
            self.worker.wait(0.05)
        raise AssertionError("not said")


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    made = Talk(tmp_path)
    yield made
    made.worker.close()


def saved(folder: Path, count: int = 20) -> str:
    path = folder / "배열 a.npz"
    np.savez(path, x=np.random.default_rng(0).normal(size=(count, 3)), y=np.arange(count) % 2)
    return str(path)


def code(folder: Path, body: str) -> tuple[str, str]:
    path = folder / "a b.py"
    path.write_text(f"def data():\n    {body}\n", encoding="utf-8")
    return str(path), hashlib.sha256(path.read_bytes()).hexdigest()


def test_arrays_are_looked_at_prepared_listed_and_deleted(talk: Talk, tmp_path: Path) -> None:
    assert talk.ready.missing == ()
    path = saved(tmp_path)
    seen = talk.ask(LookInto(path))
    assert isinstance(seen, SeenArrays)
    made = talk.ask(Prepare(path, seen.chosen, "제목"))
    assert isinstance(made, Prepared)
    assert made.data.about.title == "제목"
    listed = talk.ask(ListOwn())
    assert listed == OwnListed((made.data,), (*(source.about for source in SETS), *samples.known()))
    assert library.listed() == (made.data,)
    assert talk.ask(DeleteOwn(made.data.digest)) == OwnListed((), listed.known)
    assert isinstance(talk.ask(DeleteOwn("../x")), Rejected)


def test_code_is_shown_then_run_then_prepared(talk: Talk, tmp_path: Path) -> None:
    path, sha256 = code(tmp_path, "return [[1.0], [2.0]] * 10, [0, 1] * 10")
    assert isinstance(talk.ask(LookInto(path)), SeenCode)
    seen = talk.ask(RunCode(path, sha256))
    assert isinstance(seen, SeenArrays)
    assert isinstance(talk.ask(Prepare(path, seen.chosen, sha256=sha256)), Prepared)
    assert isinstance(talk.ask(RunCode(path, "0" * 64)), Rejected)


@pytest.mark.parametrize("other", [StopLooking(), LookInto("nowhere.npz")])
def test_what_goes_on_is_ended_by_a_stop_or_by_something_else(talk: Talk, tmp_path: Path, other: object) -> None:
    path, sha256 = code(tmp_path, "while True: pass")
    number = talk.worker.send(RunCode(path, sha256))
    talk.until(lambda event, _: isinstance(event, Preparing))
    listing = talk.worker.send(ListOwn())  # waits its turn
    then = talk.worker.send(other)
    assert isinstance(talk.until(lambda _, answers: answers == number), LookingStopped)
    assert isinstance(talk.until(lambda _, answers: answers == listing), OwnListed)
    assert isinstance(talk.until(lambda _, answers: answers == then), (LookingStopped, Rejected))


def test_every_command_has_one_answer(talk: Talk, tmp_path: Path) -> None:
    path = saved(tmp_path)
    commands = [
        LookInto(path), LookInto(""), LookInto(str(tmp_path / "nowhere")), LookInto(str(tmp_path / "nowhere.npz")),
        LookInto(str(tmp_path / "nowhere.py"), ArrayOptions()), RunCode(path, ""), RunCode(str(tmp_path), ""),
        Prepare(path, ArrayOptions()), Prepare(str(tmp_path / "no.npz"), ArrayOptions()), Fetch("nobody knows"),
        Fetch("mnist", folder=str(tmp_path)), Fetch("mnist", mirror="x"), StopLooking(), ListOwn(), DeleteOwn("x"),
        LookAtPicture(path, "x"), Play(),
    ]  # fmt: skip
    assert {type(command) for command in commands} >= set(get_args(OwnCommand))
    for command in commands:
        talk.ask(command)
    answers = [answered for _, answered in talk.said if answered is not None]
    assert answers == list(range(1, len(commands) + 1))
    assert isinstance(talk.said[-1][0], Rejected)


def test_it_ends_with_the_app_and_so_does_what_it_runs(talk: Talk, tmp_path: Path) -> None:
    started = tmp_path / "started"
    path, sha256 = code(
        tmp_path, f"import os; open({str(started)!r}, 'w').write(str(os.getpid()))\n    while True: pass"
    )
    talk.worker.send(RunCode(path, sha256))
    talk.until(lambda event, _: isinstance(event, Preparing) and started.exists())
    talk.worker.close()
    from tests.processes import wait_ended

    wait_ended([int(started.read_text())], timeout_s=10.0)


def test_it_needs_neither_torch_nor_numpy_to_start(tmp_path: Path) -> None:
    """-S hides site-packages, and with it both; known sets are read without them."""
    command = (
        "import sys\n"
        "from core.data import worker, start\n"
        "from core.data.fetched import answers, contents\n"
        "loaded = {name.split('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'torch', 'numpy', 'PIL', 'rattler', 'PySide6'}, loaded\n"
        "print(worker.arrays.missing() is not None)\n"
    )
    ran = subprocess.run([sys.executable, "-S", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "True", ran.stderr


# ----------------------------------------------------------------------------------------------------- in this process
class Ends:
    """A pipe in memory: what has come, and what was said."""

    def __init__(self, *commands: tuple[int, object]) -> None:
        self.came = list(commands)
        self.said: list[tuple[object, int | None]] = []

    def waiting(self) -> list[tuple[int, object]]:
        came, self.came = self.came, []
        return came

    def send(self, event: object, *, answers: int | None = None) -> None:
        self.said.append((event, answers))


def test_it_tells_at_most_ten_times_a_second_and_hears_what_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("core.data.asked.time.monotonic", lambda: now[0])
    ends, pending = Ends(), deque[tuple[int, Any]]()
    asked = Piped(ends, pending)
    for _ in range(1000):
        now[0] += 0.001
        asked.at(1, 2, say("reading"))
    assert len(ends.said) == 10 == round(1.0 / TOLD_S)
    ends.came = [(7, ListOwn()), (8, DeleteOwn("x"))]
    now[0] += 1
    asked.at(1, 2, say("reading"))
    assert [number for number, _ in pending] == [7, 8], "what takes a moment waits its turn"
    ends.came = [(9, StopLooking())]
    now[0] += 1
    with pytest.raises(LookingOver):
        asked.at(1, 2, say("reading"))
    assert [number for number, _ in pending] == [7, 8, 9]
    Alone().at(0, 0, say("reading"))


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (LookingOver(), LookingStopped()),
        (LibraryError("No.", advice=(say("Do that."),)), Rejected(say("No."), (say("Do that."),))),
        (MemoryError(), Rejected(NO_MEMORY)),
        (RuntimeError("CUDA out of memory"), Rejected(NO_MEMORY)),
    ],
)  # fmt: skip
def test_whatever_a_room_raises_is_an_answer(error: Exception, answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_: object) -> None:
        raise error

    monkeypatch.setattr(worker_.arrays, "look", raises)
    ends = Ends()
    Keeper(ends).answer(3, LookInto(__file__, ArrayOptions()))  # type: ignore[arg-type]
    assert ends.said == [(answer, 3)]


def test_a_fault_of_our_own_is_none_of_these(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(worker_.arrays, "look", raises)
    with pytest.raises(RuntimeError, match="a fault"):
        Keeper(Ends()).answer(3, LookInto(__file__, ArrayOptions()))  # type: ignore[arg-type]


def test_a_set_in_the_library_is_told_as_there() -> None:
    put(KINDS["arrays"])
    ends = Ends()
    Keeper(ends).answer(1, ListOwn())  # type: ignore[arg-type]
    ((listed, _),) = ends.said
    assert isinstance(listed, OwnListed)
    assert len(listed.own) == 1
    assert {one.name for one in listed.known if one.there} == {one.name for one in samples.known()}
    assert os.fspath(library.place())


def test_tables_that_come_along_are_listed_and_trained_on_without_a_download(talk: Talk) -> None:
    (iris,) = (one for one in samples.known() if one.name == "iris")
    assert (iris.there, iris.input, iris.classes) == (True, (4,), ("setosa", "versicolor", "virginica"))
    assert iris.training + iris.validation == 150
    listed = talk.ask(ListOwn())
    assert {"iris", "penguins", "wine", "mnist"} <= {one.name for one in listed.known}
    prepared = talk.ask(Fetch("penguins"))
    assert isinstance(prepared, Prepared)
    assert prepared.data.about.classes == ("Adelie", "Chinstrap", "Gentoo")
    assert "CC0" in prepared.data.about.attribution


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX tells a process's niceness")
def test_reading_gives_way_to_the_window_and_to_a_training(talk: Talk) -> None:
    assert os.getpriority(os.PRIO_PROCESS, talk.ready.pid) >= NICENESS
    ours, its = Path("/proc/self/autogroup"), Path(f"/proc/{talk.ready.pid}/autogroup")
    if its.exists():  # among sessions, niceness alone would count for nothing
        group, *priority_of_it = its.read_text().split()
        assert priority_of_it == ["nice", str(NICENESS)]
        # Empty: what the first program of a computer started without a session of its own is in no group.
        assert group not in ours.read_text().split(), "and ours stays as it is"


def test_a_reader_that_shares_the_windows_session_leaves_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "autogroup"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "getsid", lambda _: os.getpid() + 1, raising=False)
    handover.step_back_as_a_session(place)
    assert not place.exists()
    monkeypatch.setattr(os, "getsid", lambda _: os.getpid(), raising=False)
    handover.step_back_as_a_session(place)
    assert place.read_text() == str(NICENESS)
