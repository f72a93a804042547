"""A lock is held by one process, ends with it however that ends, and says who holds it."""

from __future__ import annotations

import errno
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import locks
from core.locks import Holder, Taken, holder_of, take
from tests.conftest import ROOT

posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and signals of POSIX")
HOLDS = (
    "import sys, time; from pathlib import Path; from core.locks import take\n"
    "held = take(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()\n"
)
Other = Callable[[Path], "subprocess.Popen[str]"]


@pytest.fixture
def other() -> Iterator[Other]:
    """Return what lets another process hold a lock, until its input ends."""
    made: list[subprocess.Popen[str]] = []

    def start(file: Path) -> subprocess.Popen[str]:
        made.append(subprocess.Popen([sys.executable, "-c", HOLDS, str(file)], cwd=ROOT, text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE))  # fmt: skip
        assert made[-1].stdout is not None
        assert made[-1].stdout.readline() == "held\n"
        return made[-1]

    yield start
    for process in made:
        process.communicate("")


def test_a_second_process_is_told_who_holds_it(tmp_path: Path, other: Other) -> None:
    process = other(tmp_path / "lock")
    with pytest.raises(Taken) as caught:
        take(tmp_path / "lock")
    holder = caught.value.holder
    assert (holder.pid, holder.computer, holder.here) == (process.pid, platform.node(), True)
    assert holder.since
    assert holder_of(tmp_path / "lock") == holder


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path, other: Other) -> None:
    process = other(tmp_path / "lock")
    process.kill()
    process.wait()
    assert holder_of(tmp_path / "lock") is None
    with take(tmp_path / "lock"):
        assert json.loads((tmp_path / "lock").read_text())["pid"] == os.getpid()


def test_a_lock_can_be_had_again_after_its_release(tmp_path: Path) -> None:
    first = take(tmp_path / "lock")
    with pytest.raises(Taken):
        take(tmp_path / "lock")
    first.release()
    first.release()
    take(tmp_path / "lock").release()
    assert holder_of(tmp_path / "lock") is None
    assert holder_of(tmp_path / "none") is None
    assert not (tmp_path / "none").exists()


def test_patience_outlasts_a_process_that_is_ending(tmp_path: Path, other: Other) -> None:
    process = other(tmp_path / "lock")
    assert process.stdin is not None
    process.stdin.close()
    process.stdin = None
    take(tmp_path / "lock", patience_s=30).release()


@posix
@pytest.mark.parametrize("kind", ["link", "hard link", "pipe", "folder"])
def test_what_is_no_lock_file_is_never_written_to(tmp_path: Path, kind: str) -> None:
    diary, lock = tmp_path / "diary", tmp_path / "lock"
    diary.write_text("private")
    {"link": lambda: lock.symlink_to(diary), "hard link": lambda: os.link(diary, lock),
     "pipe": lambda: os.mkfifo(lock), "folder": lock.mkdir}[kind]()  # fmt: skip
    with pytest.raises(OSError):
        take(lock)
    assert holder_of(lock) is None
    assert diary.read_text() == "private"


@pytest.mark.parametrize(
    "content",
    [b"my own notes", b"[]", b'{"pid": -3}', b'{"pid": 1, "computer": "a\\u0000", "since": "x"}', b"\xff" * 9],
)
def test_a_persons_own_file_of_that_name_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lock").write_bytes(content)
    with take(tmp_path / "lock"):
        assert (tmp_path / "lock").read_bytes() == content
        with pytest.raises(Taken) as caught:
            take(tmp_path / "lock")
    assert caught.value.holder == Holder()
    assert (tmp_path / "lock").read_bytes() == content


def test_a_lock_file_that_was_moved_away_meanwhile_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, moved = locks._lock, []

    def lock(descriptor: int) -> None:
        real(descriptor)
        if not moved:
            moved.append(True)
            os.replace(tmp_path / "lock", tmp_path / "away")

    monkeypatch.setattr(locks, "_lock", lock)
    with take(tmp_path / "lock") as held, pytest.raises(Taken):
        take(held.file)


@posix
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_without_locks_a_living_process_of_this_computer_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(locks, "_lock", refused)
    file = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as process:
        holder = {"pid": process.pid, "computer": platform.node(), "since": "2026-11-29T09:00:00+09:00"}
        file.write_text(json.dumps(holder))
        with pytest.raises(Taken) as caught:
            take(file)
        assert caught.value.holder == Holder(**holder)  # type: ignore[arg-type]
        file.write_text(json.dumps({**holder, "computer": "another"}))
        take(file).release()
        file.write_text(json.dumps(holder))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with take(file):
            assert json.loads(file.read_text())["pid"] == os.getpid()
    assert file.read_text() == "", "given back, it names nobody"
