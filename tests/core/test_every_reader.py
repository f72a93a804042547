"""Whatever lies where a file of ours is expected: each reader says its own error or gives what is whole, within bounds
of time and memory, and writes nothing outside. The page "What comes from outside" of CONTRIBUTING.md names them all."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core import bin as bins
from core import files, locks, prefix, run_folders, runs
from core.data import library
from core.data.arrays import answers as arrays
from core.data.asked import Alone
from core.data.library import LibraryError
from core.data.table import answers as table
from core.headless import train_arguments
from core.messages import grammar
from core.messages.own.arrays import SeenCode
from core.messages.own.looking import LookInto, Prepare
from core.messages.train_commands import Change, UseDevice
from core.messages.train_events import Failed, Rejected
from core.messages.train_reports import EditMark, RunRecord, TimelineEntry
from core.net.plan import InsertLayer, LayerKey, Narrow, Prune, RemoveLayer, Widen
from core.sentence import Problem, say
from core.workers import wire
from core.workers.child import Closed, Pipe
from core.workers.log import LogFile, start_app_log, stop_app_log
from core.workers.session_tape import RecordingError, Replay
from core.workers.worker import Worker
from tests import hostile
from tests.core.test_runs import RECORD, make
from tests.hostile import ANYTHING, POSIX, SHAPES, bounded, check_outside, damaged, objects, put

ENTRY = "20261129T120000Z-01234567"
NOW = datetime(2026, 11, 29, tzinfo=timezone.utc)
few = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

TIMELINE = (
    TimelineEntry(3, Widen(LayerKey(1), 2, "split"), 5), TimelineEntry(3, Change("l1", 0.1)),
    TimelineEntry(4, Prune(LayerKey(1))), TimelineEntry(5, InsertLayer(LayerKey(1))),
    TimelineEntry(6, UseDevice("cpu")),
    TimelineEntry(7, Narrow(LayerKey(1), 1, way="ready")), TimelineEntry(9, RemoveLayer(LayerKey(1), "fade")),
)  # fmt: skip
MARKS = (
    EditMark(3, say("{layer} widened by {count}", layer="a", count=2), 4, 0.3, 0.3),
    EditMark(4, say("{count} pruned", count=1), -4, 0.3, 0.3),
)
OLD = replace(RECORD, format=1, timeline=TIMELINE, marks=MARKS)


# -------------------------------------------------------------------------------------------------------- saved runs
def list_run(path: Path) -> None:
    """Read the run that a file belongs to, as the list of runs does."""
    folder = path.parent
    found = runs.list_runs(folder.parent)
    assert [run.folder for run in found] in ([folder], [])
    for run in found:
        assert run.record is None or isinstance(run.record, RunRecord)
        assert run.record is not None or run.problem is not None
        assert "Errno" not in str(run.problem)
    runs.stamps(folder.parent)
    runs.is_held(folder)
    with contextlib.suppress(runs.RunError):
        if path.lstat().st_size < hostile.HUGE_BYTES:  # a copy of that fills the disk, and is taken back
            run_folders.copy(folder, folder / "copy")
    files.remove_tree(folder / "copy")


def hold_run(path: Path) -> None:
    """Take the lock of a run, as a trainer does."""
    if (lock := runs.hold(path.parent, patience_s=0)) is not None:
        lock.release()
    runs.is_held(path.parent)


# --------------------------------------------------------------------------------------------------- what else is read
def see_bin(path: Path) -> None:
    """List a bin of which one entry is odd, give the entry back, empty the bin."""
    bin_ = path.parent.parent / "a" / ".." / path.parent.name
    for found in bins.listing([bin_]):
        with contextlib.suppress(bins.BinError):
            bins.restore(found, to=bin_ / "back")
    bins.sweep([bin_], now=NOW + timedelta(days=365))


def replay(path: Path) -> None:
    with contextlib.suppress(RecordingError):
        Replay(path).events(10)


def read_any(path: Path) -> None:
    with contextlib.suppress(OSError, ValueError):
        files.read_object(path)


def take_lock(path: Path) -> None:
    with contextlib.suppress(OSError, locks.Taken):
        locks.take(path).release()
    assert locks.holder_of(path) is None


def write_log(path: Path) -> None:
    log = LogFile(path, limit_bytes=100)
    for _ in range(3):
        log.write(b"a line\n" * 10)
    assert log.tail().endswith("a line\n")
    log.close()


def write_app_log(path: Path) -> None:
    handler = start_app_log(path)
    handler.handle(logging.LogRecord("torchgarden", logging.WARNING, "", 1, "a line", None, None))
    stop_app_log(handler)


def see_environment(path: Path) -> None:
    assert isinstance(prefix.python_version(path.parent), str)
    prefix.site_packages(path.parent)


def see_library(path: Path) -> None:
    """List a library in which some data is odd, read that, and delete it."""
    digest, top = path.parent.name, path.parent.parent
    assert library.listed(top) == ()
    with contextlib.suppress(library.LibraryError):
        library.read_about(digest, library=top)
    with contextlib.suppress(OSError):
        assert library.digest_of(path.parent) != digest


def look_at_arrays(path: Path) -> None:
    with pytest.raises(library.LibraryError):
        arrays.look(LookInto(str(path)), Alone())


def look_at_code(path: Path) -> None:
    with contextlib.suppress(library.LibraryError):
        assert isinstance(arrays.look(LookInto(str(path)), Alone()), SeenCode)


def see_table(path: Path) -> None:
    """Look at a table, and make it ready; either may be refused."""
    with contextlib.suppress(LibraryError):
        seen = table.look(LookInto(str(path)), Alone())
        table.prepare(Prepare(str(path), replace(seen.chosen, target=seen.columns[0].name)), Alone())
    assert table.takes(str(path)) == path.is_file()


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a run's record": (f"run/{runs.RECORD_FILE}", list_run),
    "a run's weights": (f"run/{runs.WEIGHTS_FILE}", list_run),
    "a run's ticks": ("run/ticks-1.f8", list_run),
    "a run's lock": (f"run/{runs.LOCK_FILE}", hold_run),
    "a bin's entry": (f"bin/{ENTRY}/{bins.ORIGIN}", lambda path: see_bin(path.parent)),
    "a lock": ("locks/window.lock", take_lock),
    "a recording": ("talks/talk.jsonl", replay),
    "a JSON file": ("files/file.json", read_any),
    "a worker's log": ("logs/trainer.log", write_log),
    "the app's log": ("logs/app.log", write_app_log),
    "an environment": ("env/pyvenv.cfg", see_environment),
    "what is told of prepared data": (f"{'a' * 64}/{library.ABOUT_FILE}", see_library),
    "prepared data": (f"{'a' * 64}/{library.DATA_FILE}", see_library),
    "arrays": ("mine/a.npz", look_at_arrays),
    "a person's code": ("mine/a.py", look_at_code),
    "a table": ("tables/표.csv", see_table),
}
"""What is read: the file's place, and the reader."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", READERS)
def test_whatever_lies_there_is_read_within_bounds_and_nothing_is_written_elsewhere(
    tmp_path: Path, what: str, shape: str
) -> None:
    place, read = READERS[what]
    path = tmp_path / "here" / place
    put(path, shape)
    with bounded():
        read(path)
    check_outside(path)


# -------------------------------------------------------------------------------------------------- odd values within
@pytest.fixture
def bin_entry(tmp_path: Path) -> Path:
    """An entry of a bin, with something in it."""
    entry = tmp_path / "here" / "bin" / ENTRY
    (entry / bins.CONTENT).mkdir(parents=True)
    return entry


@pytest.mark.parametrize("record", [RECORD, OLD], ids=["of today", "of format 1"])
def test_any_values_in_a_record_are_a_run_or_a_sentence(tmp_path: Path, record: RunRecord) -> None:
    folder = tmp_path / "runs" / "xor"
    folder.mkdir(parents=True)
    (tmp_path / "diary").write_text(hostile.DIARY, encoding="utf-8")

    @settings(few, max_examples=150)
    @given(damaged(wire.to_plain(record)), st.booleans())
    def listed(plain: Any, in_weights: bool) -> None:
        for one in folder.iterdir():
            one.unlink()
        if in_weights:
            header = json.dumps({"__metadata__": {"torchgarden": json.dumps({"record": plain})}}).encode()
            (folder / runs.WEIGHTS_FILE).write_bytes(struct.pack("<Q", len(header)) + header)
            (folder / runs.RECORD_FILE).write_bytes(b"{")
        else:
            (folder / runs.RECORD_FILE).write_text(json.dumps(plain), encoding="utf-8")
        list_run(folder / runs.RECORD_FILE)

    listed()
    assert (tmp_path / "diary").read_text(encoding="utf-8") == hostile.DIARY
    assert {one.name for one in tmp_path.iterdir()} == {"runs", "diary"}


def test_any_values_in_a_bin_give_back_nothing_to_nowhere(tmp_path: Path, bin_entry: Path) -> None:
    @settings(few, max_examples=100)
    @given(objects(**{"from": str(tmp_path / "here" / "thing")}) | ANYTHING)
    @example({"from": "/a\x00b/c"})
    @example({"from": "/a\ud800/c"})
    def seen(origin: Any) -> None:
        (bin_entry / bins.CONTENT).mkdir(parents=True, exist_ok=True)
        (bin_entry / bins.ORIGIN).write_text(json.dumps(origin), encoding="utf-8")
        for found in bins.listing([bin_entry.parent]):
            with contextlib.suppress(bins.BinError):
                bins.restore(found).rmdir()

    seen()
    assert [one.name for one in tmp_path.iterdir()] == ["here"], "what was thrown away came from there, or from nowhere"


def test_any_values_in_a_lock_hold_it_back_from_nobody(tmp_path: Path) -> None:
    file = tmp_path / "lock"

    @few
    @given(objects(pid=os.getpid(), computer="a", since="2026-11-29T10:00:00") | ANYTHING)
    def taken(plain: Any) -> None:
        file.write_text(json.dumps(plain), encoding="utf-8")
        with locks.take(file):
            assert isinstance(locks.holder_of(file), locks.Holder)
            with pytest.raises(locks.Taken) as caught:
                locks.take(file)
            str(runs.held_by(caught.value.holder, name="a"))

    taken()


TAPE = [json.loads(line) for line in (Path(__file__).parent / "old" / "talk.jsonl").read_text("utf-8").splitlines()]


def test_any_values_in_a_recording_are_played_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"

    @settings(few, max_examples=80)
    @given(damaged(TAPE, most=1))
    def played(lines: Any) -> None:
        file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        try:
            tape = Replay(file, speed=0)
        except RecordingError:
            return
        assert 0 <= tape.position_s <= tape.length_s
        tape.events(1000)
        assert tape.over

    played()


# ----------------------------------------------------------------------------------------------------- pipes, both ways
LINES = st.one_of(
    st.binary(max_size=60),
    ANYTHING.map(lambda plain: json.dumps(plain).encode()),
    objects(number=1, answers=None, message={"is": "Widen", "layer": 1, "by": 8, "way": "append"}).map(
        lambda plain: json.dumps(plain).encode()
    ),
    damaged(json.loads(wire.encode(Rejected(say("No, {name}.", name="a")), answers=3))).map(
        lambda plain: json.dumps(plain).encode()
    ),
)


@settings(few, max_examples=80)
@given(st.lists(LINES, max_size=8))
def test_a_worker_hears_any_lines_and_what_comes_behind_them(lines: list[bytes]) -> None:
    """What the window sends: each line is a command or refused, and the last, whole one is heard."""
    whole = wire.encode(Widen(LayerKey(1), 8), number=77)
    there, here = os.pipe()
    back, said = os.pipe()
    with os.fdopen(back, "rb") as answers, os.fdopen(said, "wb") as outgoing, os.fdopen(there, "rb") as incoming:
        os.write(here, b"\n".join([*lines, b""]) + whole)
        os.close(here)
        pipe = Pipe(incoming, outgoing)
        pipe._reader.join()
        heard: list[tuple[int, Any]] = []
        with contextlib.suppress(Closed):
            while True:
                heard += pipe.waiting()
        assert heard[-1] == (77, Widen(LayerKey(1), 8))
        outgoing.close()
        for line in answers:
            assert isinstance(wire.decode(line)[0], Rejected)


@pytest.mark.skipif(not POSIX, reason="cat is POSIX")
@settings(few, max_examples=25)
@given(st.lists(LINES, max_size=6))
def test_the_window_hears_any_lines_of_a_worker_and_then_that_it_is_gone(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "lines").write_bytes(b"\n".join([*lines, b""]))
    worker = Worker(["cat", str(folder / "lines")], log=folder / "worker.log")
    heard: list[Any] = []
    while worker.alive or worker.wait(0):
        worker.wait(5)
        heard += [event for event, _ in worker.events(100)]
    worker.kill()
    assert isinstance(heard[-1], Failed)
    for event in heard:
        wire.encode(event)
    assert threading.active_count() < 20


# ---------------------------------------------------------------------------------------------------- what is typed
WORDS = st.lists(
    st.sampled_from([
        "widen", "narrow", "insert", "after", "remove", "unit", "of", "by", "1", "0", "-1", "٣", "²", "9" * 9,
        "9" * 400, "nan", "inf", "1e400", "append", "refit", "set", "learning-rate", "optimizer", "pace", "threads",
        "device", "cuda:" + "9" * 300, "\x00", "\ud800", "undo", "freeze", "activation", "relu", "x" * 3000, "width",
        "{0}",
    ]) | st.text(max_size=5),
    max_size=7,
).map(" ".join)  # fmt: skip


@settings(few, max_examples=300)
@given(WORDS, st.text(max_size=4) | st.sampled_from(["1", "9" * 12, "9" * 5000, "-1", "٣", ""]))
def test_any_words_are_an_edit_or_a_sentence(words: str, step: str) -> None:
    for read in (lambda: grammar.parse(words), lambda: grammar.parse_at(f"{step}:{words}")[1]):
        try:
            written = read()
        except Problem:
            continue
        with contextlib.suppress(Problem):
            edit = grammar.resolve(written, RECORD.net)
            assert grammar.parse(grammar.write(edit, RECORD.net)) is not None


OPTIONS = (
    "--noise", "--samples", "--data-seed", "--net", "--seed", "--steps", "--epochs", "--edit", "--learning-rate",
    "--batch-size", "--optimizer", "--schedule", "--threads", "--device", "--portraits", "--open", "--save", "--data",
    "--activation", "--precision", "--wrong",
)  # fmt: skip
ODD = st.sampled_from([
    "", "0", "-1", "1e400", "nan", "-inf", "9" * 30, "9" * 5000, "32,32", "9" * 300 + ",1", "8,,8", "²", "1.5", "none",
    "lenet", "vgg", "a\x00b", "\ud800", "../x", "CON", "x" * 5000, "cuda:0", "1: undo", "{0}", "xor",
]) | st.text(max_size=4)  # fmt: skip


@settings(few, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(OPTIONS), ODD), max_size=4))
def test_any_arguments_are_a_training_or_a_sentence(words: list[tuple[str, str]]) -> None:
    with contextlib.redirect_stderr(None), contextlib.suppress(Problem, SystemExit):
        arguments = train_arguments.read([f"{name}={value}" for name, value in words])
        load = train_arguments.load_of(arguments, run="")
        told, _, _ = wire.decode(wire.encode(load, number=1))
        assert repr(told) == repr(load), "also where a number is none"


@settings(few, max_examples=200)
@given(st.text(max_size=300) | st.sampled_from(["\ud800", "\x85", "a\x00", "CON", "..", "글" * 300, "👩\u200d🔬"]))
def test_any_name_is_a_folders_name_or_a_sentence(name: str) -> None:
    with contextlib.suppress(runs.RunError):
        made = runs.check_name(name)
        assert files.can_be_path(made)
        assert Path(made).name == made
        assert len(made.encode()) <= files.NAME_BYTES


@pytest.mark.parametrize("count", ["abc", float("nan"), float("inf"), 10**18, -1])
def test_a_mark_of_format_1_that_says_no_number_damages_its_run_and_no_list(tmp_path: Path, count: Any) -> None:
    marks = (MARKS[0], EditMark(4, say("{count} pruned", count=count), -4, 0.3, 0.3))
    make(tmp_path / "new")
    make(tmp_path / "old", replace(OLD, marks=marks))
    assert {run.name for run in runs.list_runs(tmp_path)} == {"new", "old"}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are letters")
def test_what_has_a_name_of_other_bytes_goes_to_the_bin_and_comes_back(tmp_path: Path) -> None:
    thing = tmp_path / os.fsdecode(b"run-\xff")
    thing.mkdir()
    assert bins.restore(bins.put(thing, [tmp_path / "bin"])) == thing
    assert thing.is_dir()
