"""A file is there whole or not at all, and what is removed never takes anything else along."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from core import files
from core.files import Beside, end_of, read_bytes, remove_tree, rename, replace, sha256_of, write

posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and permissions of POSIX")
unprivileged = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="becomes another person, which only root can"
)


def held(number: int = 32) -> PermissionError:
    """Return what Windows answers while a virus scanner has the file."""
    error = PermissionError(errno.EACCES, "used by another process")
    error.winerror = number  # type: ignore[attr-defined]
    return error


class Refusing:
    """A call of the system that fails `times` times and then works."""

    def __init__(self, real: Callable[..., None], error: OSError, times: int) -> None:
        self.real, self.error, self.times, self.calls = real, error, times, 0

    def __call__(self, *arguments: object, **named: object) -> None:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error
        self.real(*arguments, **named)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return how long the code wanted to wait; nothing waits."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --------------------------------------------------------------------------------------------------- written whole
def test_a_file_holds_what_was_written_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "a.json", "한글\n")
    write(tmp_path / "a.json", b"\x00new")
    assert (tmp_path / "a.json").read_bytes() == b"\x00new"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize("name", ["a" * 250, "가" * 80, ".hidden", "with space.txt"])
def test_any_name_that_the_disk_takes_can_be_written(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "x")
    assert (tmp_path / name).read_text() == "x"


def test_a_save_that_fails_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    write(tmp_path / "a", "old")
    with suppress(ZeroDivisionError), Beside(tmp_path / "a") as beside:
        beside.file.write(b"half of the new")
        raise ZeroDivisionError
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


@posix
def test_a_full_disk_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    write(tmp_path / "a", "old")
    code = (
        "import resource, signal, sys; from pathlib import Path; from core.files import write\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write(Path(sys.argv[1]), b'x' * 100_000)\n"
        "except OSError as error: print('refused', error.errno)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a")], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("refused")
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


@posix
def test_a_link_that_lies_in_wait_is_never_written_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    diary = tmp_path / "diary"
    diary.write_text("private")
    monkeypatch.setattr(files.secrets, "token_hex", lambda size: "0" * 2 * size)
    (tmp_path / f"a.{os.getpid()}-00000000.part").symlink_to(diary)
    with pytest.raises(FileExistsError):
        write(tmp_path / "a", "x")
    assert diary.read_text() == "private"


def test_parts_of_killed_programs_go_and_those_of_running_ones_stay(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in ("a.7-0123abcd.part", "a.8-0123abcd.part", "a.b-c.part"))
    for path in (old, new, other):
        path.write_text("half")
    for path in (old, other):
        os.utime(path, (1, 1))
    write(tmp_path / "a", "x")
    assert names(tmp_path) == sorted(["a", new.name, other.name])


def test_the_disk_has_the_content_before_the_file_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, move = os.fsync, os.replace

    def forced(descriptor: int) -> None:
        order.append(f"forced {os.fstat(descriptor).st_size}")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", forced)
    monkeypatch.setattr(os, "replace", lambda *paths: (order.append("moved"), move(*paths)))
    write(tmp_path / "a", "12345", on_disk=True)
    assert order == ["forced 5", "moved"]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS])
def test_a_disk_that_cannot_force_anything_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "fsync", Refusing(os.fsync, OSError(number, "no"), 9))
    write(tmp_path / "a", "x", on_disk=True)
    assert (tmp_path / "a").read_text() == "x"


def test_a_disk_that_answers_with_an_error_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a", "old")
    monkeypatch.setattr(os, "fsync", Refusing(os.fsync, OSError(errno.EIO, "no"), 9))
    with pytest.raises(OSError, match="no"):
        write(tmp_path / "a", "new", on_disk=True)
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


# ---------------------------------------------------------------------------------------------- held by a scanner
@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_that_a_scanner_holds_gets_its_name_when_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], number: int
) -> None:
    refusing = Refusing(os.replace, held(number), 4)
    monkeypatch.setattr(os, "replace", refusing)
    write(tmp_path / "a", "x")
    assert (tmp_path / "a").read_text() == "x"
    assert refusing.calls == 5
    assert len(pauses) == 4


def test_a_file_that_is_never_let_go_is_an_error_after_two_seconds_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    monkeypatch.setattr(os, "replace", Refusing(os.replace, held(), 99))
    with pytest.raises(PermissionError):
        write(tmp_path / "a", "x")
    assert 1.0 <= sum(pauses) <= 2.0
    assert names(tmp_path) == []


def test_what_is_not_a_scanner_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    monkeypatch.setattr(os, "replace", Refusing(os.replace, PermissionError(errno.EACCES, "not yours"), 99))
    with pytest.raises(PermissionError):
        replace(tmp_path / "a", tmp_path / "b")
    assert pauses == []


def test_a_folder_is_moved_with_the_same_patience(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(os, "rename", Refusing(os.rename, held(), 2))
    rename(tmp_path / "a", tmp_path / "b")
    assert names(tmp_path) == ["b"]
    assert len(pauses) == 2


def test_a_file_that_is_held_while_a_folder_goes_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    (tmp_path / "tree" / "lib").mkdir(parents=True)
    (tmp_path / "tree" / "lib" / "x.dll").write_text("x")
    monkeypatch.setattr(os, "unlink", Refusing(os.unlink, held(), 2))
    assert remove_tree(tmp_path / "tree") == ()
    assert names(tmp_path) == []
    assert len(pauses) == 2


# -------------------------------------------------------------------------------------------------------- removed
def test_a_tree_goes_whole(tmp_path: Path) -> None:
    deep = tmp_path / "tree"
    for _ in range(60):
        deep = deep / "x"
    deep.mkdir(parents=True)
    (deep / "f").write_text("x")
    assert remove_tree(tmp_path / "tree") == ()
    assert remove_tree(tmp_path / "tree") == (), "what is not there is gone"
    assert names(tmp_path) == []


@posix
def test_what_a_link_leads_to_stays(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "diary").write_text("private")
    os.chmod(outside / "diary", 0o400)
    os.chmod(outside, 0o500)
    tree = tmp_path / "tree"
    (tree / "d").mkdir(parents=True)
    (tree / "d" / "folder").symlink_to(outside)
    (tree / "d" / "file").symlink_to(outside / "diary")
    (tree / "d" / "dangling").symlink_to(tmp_path / "nowhere")
    os.link(outside / "diary", tree / "d" / "same file")
    (tmp_path / "link to tree").symlink_to(tree)
    assert remove_tree(tmp_path / "link to tree") == ()
    assert tree.is_dir(), "of a link only the link goes"
    assert remove_tree(tree) == ()
    assert names(tmp_path) == ["outside"]
    assert stat.S_IMODE((outside / "diary").stat().st_mode) == 0o400
    assert stat.S_IMODE(outside.stat().st_mode) == 0o500
    os.chmod(outside, 0o700)


def as_nobody(folder: Path, code: str) -> str:
    """Return what `code` prints when a person without special rights runs it."""
    # Python itself may lie where only root may read, so it is read before.
    head = "import os; from pathlib import Path; from core.files import remove_tree\nos.setgroups([])\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{head}os.setgid(65534); os.setuid(65534)\n{code}"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "T": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody may use; pytest closes its own to others whenever another pytest begins."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        yield Path(folder)


@unprivileged
def test_closed_folders_are_opened_and_files_outside_keep_their_mode(shared: Path) -> None:
    code = """
t = Path(os.environ["T"], "tree"); (t / "lib" / "closed").mkdir(parents=True); (t / "lib" / "closed" / "f").touch()
outside = Path(os.environ["T"], "diary"); outside.touch(); outside.chmod(0o600)
(t / "lib" / "link").symlink_to(outside)
(t / "lib" / "closed").chmod(0); (t / "lib").chmod(0o555)
print(remove_tree(t), t.exists(), oct(outside.stat().st_mode & 0o777))
"""
    assert as_nobody(shared, code) == "() False 0o600"


@unprivileged
def test_what_is_somebody_elses_is_told_of_and_all_else_goes(shared: Path) -> None:
    theirs = shared / "tree" / "a" / "theirs"
    theirs.mkdir(parents=True)
    (theirs / "f").write_text("root's")
    (shared / "tree" / "z").write_text("x")
    for path in (shared / "tree", shared / "tree" / "a", shared / "tree" / "z"):
        os.chown(path, 65534, 65534)
    code = 'print(remove_tree(Path(os.environ["T"], "tree")))'
    assert as_nobody(shared, code) == repr((str(theirs / "f"),))
    assert names(shared / "tree") == ["a"]


# ----------------------------------------------------------------------------------------------------------- read
def test_an_ordinary_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", limit_bytes=5) == b"12345"
    with pytest.raises(OSError) as refused:
        read_bytes(tmp_path / "a", limit_bytes=4)
    assert refused.value.errno == errno.EFBIG


@posix
@pytest.mark.parametrize("target", ["/dev/zero", "/dev/tty", "pipe", "folder"])
def test_what_never_ends_is_not_read(tmp_path: Path, target: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / target)
    with pytest.raises(OSError, match="not an ordinary file"):
        read_bytes(tmp_path / "link", limit_bytes=10)


def test_a_sum_is_that_of_the_whole_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a" * (3 << 20))
    assert sha256_of(tmp_path / "a") == "6f850bc94ae6f7de14297c01616c36d712d22864497b28a63b81d776b035e656"


# ------------------------------------------------------------------------------------------------- the end of a log
def test_the_end_of_a_log_is_its_last_lines_with_text(tmp_path: Path) -> None:
    log = tmp_path / "기록.log"
    log.write_bytes("\n".join(f"  줄 {number}  \n" for number in range(99)).encode() + b"\xff!\n\n")
    assert end_of(log, most_bytes=1000, lines=3) == "  줄 97\n  줄 98\n\ufffd!"
    assert end_of(log, most_bytes=5, lines=3) == "\ufffd!", "no more bytes than asked for"
    assert len(end_of(log, most_bytes=1 << 20, lines=1 << 20).splitlines()) == 100
    log.write_bytes(b"")
    assert end_of(log, most_bytes=1000, lines=3) == ""


@pytest.mark.parametrize("kind", ["nothing", "a folder", "a pipe"])
def test_what_is_no_log_has_no_end_and_is_not_waited_for(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    if kind == "a folder":
        path.mkdir()
    elif kind == "a pipe":
        if os.name == "nt":
            pytest.skip("Windows has no such pipes")
        os.mkfifo(path)
    assert end_of(path, most_bytes=1000, lines=3) == ""
