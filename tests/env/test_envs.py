"""Environments are found, described and measured by their files alone; only what is one is ever removed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.env.envs import conda_files
from core.env.envs.kernels import add_kernel, find_kernels
from core.env.envs.layout import find_torch, is_environment
from core.env.envs.listing import describe, list_all, list_envs, measure
from core.env.envs.lockfile import found_packages
from core.env.envs.remove import RemoveError, preview_remove, programs_in, remove, sweep
from core.env.look.patience import Looking
from core.env.worker import Installer
from core.folders import find_folders
from core.messages.computer import Conda, Machine
from core.messages.install_commands import ListEnvs
from core.messages.install_events import EnvsSeen
from core.prefix import python_version
from core.workers import wire
from tests.env.folders import make_conda, make_venv


def machine(home: Path, *, condas: tuple[Conda, ...] = ()) -> Machine:
    return Machine(
        "linux", "6.8", "linux-64", envs_folder=str(home / "torchgarden" / "envs"), home=str(home), condas=condas
    )


def nobody(prefix: str) -> tuple[str, ...]:
    return ()


# -------------------------------------------------------------------------------------------------------- listing
def test_environments_of_every_origin_are_listed(home: Path) -> None:
    ours = make_conda(home / "torchgarden" / "envs" / "torch_book", torch="2.14.1+cu130", cuda="13.0", ours=True)
    root = make_conda(home / "miniconda3")
    (root / "condabin").mkdir()
    theirs = make_conda(root / "envs" / "old", python="3.9.0", torch="1.13.1")
    apart = make_conda(home / "somewhere" / "내 환경")
    conda_files.register(str(apart), home=home)
    venv = make_venv(home / ".virtualenvs" / "nlp")
    (home / "torchgarden" / "envs" / "just a folder").mkdir()
    conda = Conda("conda", "", str(root), envs_dirs=(str(root / "envs"),), envs=(str(root), str(theirs)))
    found = list_envs(machine(home, condas=(conda,)), environ={"HOME": str(home)})
    assert [(env.name, env.kind, env.prefix) for env in found] == [
        ("torch_book", "ours", str(ours)),
        ("old", "conda", str(theirs)),
        ("내 환경", "conda", str(apart)),
        ("nlp", "venv", str(venv)),
        ("base", "conda", str(root)),
    ]
    assert [env.is_root for env in found] == [False] * 4 + [True]
    assert found[0].created == "2026-11-23 12:00:00"


def test_a_projects_own_environment_is_called_after_the_project(home: Path) -> None:
    make_venv(home / "homework" / ".venv")
    (env,) = list_envs(machine(home), environ={"HOME": str(home)}, workspaces=[str(home / "homework")])
    assert env.name == "homework/.venv"


def test_one_environment_that_is_reached_two_ways_is_listed_once(home: Path) -> None:
    prefix = make_conda(home / "torchgarden" / "envs" / "a")
    (home / "envs").mkdir()
    (home / "envs" / "link").symlink_to(prefix)
    conda_files.register(str(prefix), home=home)
    assert len(list_envs(machine(home), environ={})) == 1


@pytest.mark.skipif(os.name == "nt", reason="links and rights are others there")
def test_an_odd_entry_hides_no_other_and_is_named(home: Path) -> None:
    folder = home / "torchgarden" / "envs"
    good = [make_conda(folder / "a"), make_conda(folder / "z"), make_conda(home / "apart")]
    (folder / "loop").symlink_to(folder / "loop")
    conda_files.file(home).parent.mkdir()
    odd = b"/data/\xb0\xa1\n/nul\0l\n/" + b"x" * 300 + b"\n"
    conda_files.file(home).write_bytes(odd + f"{good[2]}\n".encode())
    seen = list_all(machine(home), environ={})
    assert sorted(env.prefix for env in seen.envs) == sorted(map(str, good))
    said = [str(sentence) for sentence in seen.unread]
    assert len(said) == 3
    assert said[0] == f"{folder / 'loop'} could not be looked at: it is a link that leads in a circle."
    assert not any("Errno" in text or "Too many" in text or "too long" in text for text in said), "no system's words"
    assert wire.to_plain(seen), "it can be sent"
    json.dumps(wire.to_plain(seen)).encode()
    assert all(text.encode() for text in said)


@pytest.fixture
def dead(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on a disk that has gone: whoever asks for it waits until the test is over."""
    folder, over, stat, scandir = home / "gone" / "disk", threading.Event(), os.stat, os.scandir

    def waits(real: Callable[..., Any]) -> Callable[..., Any]:
        def asked(path: Any = ".", *rest: Any, **more: Any) -> Any:
            if not isinstance(path, int) and os.fspath(path).startswith(str(folder)):
                over.wait()
                raise FileNotFoundError(path)
            return real(path, *rest, **more)

        return asked

    monkeypatch.setattr(os, "stat", waits(stat))
    monkeypatch.setattr(os, "scandir", waits(scandir))
    yield folder
    over.set()


@pytest.mark.skipif(os.name == "nt", reason="a disk that has gone is an error at once there")
def test_a_disk_that_does_not_answer_hides_no_other_and_is_named(home: Path, dead: Path) -> None:
    good = [make_conda(home / "torchgarden" / "envs" / "a"), make_conda(home / "apart")]
    for prefix in (dead / "one", dead / "one" / "two", good[1]):
        conda_files.register(str(prefix), home=home)
    conda = Conda("conda", "/c/bin/conda", "/c", "25.1", (str(dead),), ())
    begun = time.monotonic()
    seen = list_all(machine(home, condas=(conda,)), environ={}, looking=Looking(entry_s=0.3))
    assert time.monotonic() - begun < 5
    assert sorted(env.prefix for env in seen.envs) == sorted(map(str, good))
    said = " ".join(map(str, seen.unread))
    assert f"{dead} could not be looked at: its disk gives no answer." in said
    assert f"{dead / 'one'} could not be looked at: its disk gives no answer." in said


def test_a_list_without_end_has_one_here_and_that_is_said(home: Path) -> None:
    good = make_conda(home / "torchgarden" / "envs" / "a")
    conda_files.file(home).parent.mkdir()
    conda_files.file(home).write_text("".join(f"/gone/{number}\n" for number in range(4000)))
    seen = list_all(machine(home), environ={})
    assert [env.prefix for env in seen.envs] == [str(good)]
    assert any("Not every folder was looked at" in str(sentence) for sentence in seen.unread)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser reads everything")
def test_an_unreadable_folder_of_environments_is_named(home: Path) -> None:
    closed = home / "torchgarden" / "envs"
    make_conda(closed / "a")
    other = make_conda(home / "envs" / "b")
    closed.chmod(0)
    try:
        seen = list_all(machine(home), environ={})
    finally:
        closed.chmod(0o755)
    assert [env.prefix for env in seen.envs] == [str(other)]
    assert any(str(closed) in str(sentence) for sentence in seen.unread)


def test_what_the_list_names_and_is_gone_is_left_out(home: Path) -> None:
    conda_files.register("/gone/away", home=home)
    assert list_envs(machine(home), environ={}) == ()


@pytest.mark.parametrize(
    ("torch", "cuda", "expected"),
    [
        ("2.14.1+cu130", "13.0", ("2.14.1+cu130", "cu130")),
        ("2.14.1", "13.0", ("2.14.1+cu130", "cu130")),
        ("2.14.1+cpu", "", ("2.14.1+cpu", "cpu")),
        ("2.14.1", "", ("2.14.1+cpu", "cpu")),
        ("2.13.0+xpu", "", ("2.13.0+xpu", "xpu")),
    ],
)
def test_torch_and_its_build_are_read_from_its_file(
    torch: str, cuda: str, expected: tuple[str, str], tmp_path: Path
) -> None:
    found = find_torch(make_conda(tmp_path / "x", torch=torch, cuda=cuda), windows=False)
    assert (found.version, found.build) == expected


def test_conda_forges_torch_is_told_by_its_cuda(tmp_path: Path) -> None:
    found = find_torch(make_conda(tmp_path / "x", torch="2.13.0.post302", cuda="12.9"), windows=False)
    assert found.build == "cu129"


def test_windows_keeps_things_elsewhere(tmp_path: Path) -> None:
    prefix = tmp_path / "x"
    (prefix / "Lib" / "site-packages" / "torch").mkdir(parents=True)
    (prefix / "Lib" / "site-packages" / "torch" / "version.py").write_text(
        "__version__ = '2.14.1+cu126'\ncuda = '12.6'\n"
    )
    (prefix / "conda-meta").mkdir()
    (prefix / "conda-meta" / "history").write_text("")
    (prefix / "conda-meta" / "python-3.12.4-h1_0.json").write_text("{}")
    (prefix / "python.exe").write_text("")
    env = describe(str(prefix), Machine("windows", "10", "win-64"), kernels=())
    assert (env.torch, env.python, env.executable) == ("2.14.1+cu126", "3.12.4", str(prefix / "python.exe"))


@pytest.mark.parametrize(
    ("python", "torch", "words"),
    [
        ("3.12.11", "2.14.1", None),
        ("3.10.0", "2.2.0", None),
        ("3.9.21", "2.5.1", "3.9.21 is older than 3.10"),
        ("3.12.11", "", "no PyTorch"),
        ("3.10.4", "1.13.1", "1.13.1+cpu is older than 2.2"),
    ],
)
def test_where_the_trainer_cannot_run_the_reason_is_told(
    python: str, torch: str, words: str | None, tmp_path: Path
) -> None:
    env = describe(str(make_conda(tmp_path / "x", python=python, torch=torch)), machine(tmp_path), kernels=())
    assert env.trains is (words is None)
    assert words is None or words in str(env.why_not)


def test_broken_folders_break_nothing(home: Path) -> None:
    bad = make_conda(home / "torchgarden" / "envs" / "bad", torch="2.14.1")
    next(bad.glob("lib/*/site-packages/torch/version.py")).write_bytes(b"\xff\xfe\x00")
    for package in (bad / "conda-meta").glob("python*"):
        package.unlink()
    (env,) = list_envs(machine(home), environ={})
    assert (env.python, env.torch, env.trains) == ("", "", False)
    assert python_version(home / "nothing") == ""


def test_the_size_counts_files_once_and_follows_no_links(tmp_path: Path) -> None:
    prefix = tmp_path / "x"
    (prefix / "a").mkdir(parents=True)
    (prefix / "a" / "big").write_bytes(b"x" * 1000)
    (prefix / "link").symlink_to(prefix / "a")
    (prefix / "loop").symlink_to(prefix)
    measured = measure(str(prefix))
    assert (measured.size_bytes, measured.files, measured.complete) == (1000, 1, True)
    assert not measure(str(prefix), timeout_s=-1).complete


# ----------------------------------------------------------------------------------------------- environments.txt
def test_condas_list_keeps_what_others_wrote_and_ends_in_a_newline(home: Path) -> None:
    file = conda_files.file(home)
    file.parent.mkdir()
    file.write_text("/a/b\n/c d/한글")  # conda itself leaves the last newline out
    conda_files.register("/new", home=home)
    conda_files.register("/new", home=home)
    assert file.read_text() == "/a/b\n/c d/한글\n/new\n"
    conda_files.unregister("/a/b", home=home)
    assert conda_files.registered(home) == ("/c d/한글", "/new")
    assert [path.name for path in file.parent.iterdir()] == ["environments.txt"]


# -------------------------------------------------------------------------------------------------------- removing
def test_removing_takes_folder_line_and_kernels_and_leaves_the_rest(home: Path) -> None:
    prefix = make_conda(home / "torchgarden" / "envs" / "torch_book", ours=True, ipykernel=True)
    other = make_conda(home / "torchgarden" / "envs" / "other", ipykernel=True)
    for env in (prefix, other):
        conda_files.register(str(env), home=home)
        add_kernel(str(env), env.name)
    preview = preview_remove(str(prefix), machine(home))
    assert preview.kernels == ("torch_book",)
    assert preview.size_bytes > 0
    assert prefix.exists(), "showing changes nothing"
    removed = remove(str(prefix), machine(home), users=nobody)
    assert (removed.kernels, removed.left) == (("torch_book",), ())
    assert not prefix.exists()
    assert sorted(path.name for path in prefix.parent.iterdir()) == ["other"], "and nothing of it is left beside"
    assert conda_files.registered(home) == (str(other),)
    assert [kernel.name for kernel in find_kernels()] == ["other"]


def test_files_that_may_not_be_written_are_removed_all_the_same(home: Path) -> None:
    prefix = make_conda(home / "envs" / "a")
    (prefix / "bin" / "python").chmod(0o444)
    (prefix / "bin").chmod(0o555)
    assert remove(str(prefix), machine(home), users=nobody).left == ()
    assert not prefix.exists()


def refused(prefix: Path | str, home: Path, words: str, *, condas: tuple[Conda, ...] = ()) -> None:
    for act in (preview_remove, remove):
        with pytest.raises(RemoveError, match=words):
            act(str(prefix), machine(home, condas=condas))


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_through_a_home_that_is_a_link_an_environment_is_one_and_goes_as_one(home: Path, tmp_path: Path) -> None:
    """Registered by its true path, asked for by the link's: listed once, its line and its kernel go with it."""
    real = make_conda(home / "torchgarden" / "envs" / "a")
    conda_files.register(str(real), home=home)
    linked = tmp_path / "linked home"
    linked.symlink_to(home)
    prefix = str(linked / "torchgarden" / "envs" / "a")
    conda_files.register(prefix, home=home)
    assert conda_files.registered(home) == (str(real),), "not a second time"
    there = replace(machine(linked), home=str(linked))
    assert [env.name for env in list_envs(there, environ={})] == ["a"]
    assert remove(prefix, there, users=nobody).left == ()
    assert not real.exists()
    assert conda_files.registered(home) == ()


def test_what_is_no_environment_is_never_removed(home: Path) -> None:
    precious = home / "photos"
    precious.mkdir()
    (precious / "1.jpg").write_text("x")
    refused(precious, home, "is not an environment")
    refused(home / "gone", home, "is not an environment")
    refused("relative/path", home, "in full")
    assert (precious / "1.jpg").exists()


def test_nothing_is_removed_through_a_link(home: Path) -> None:
    prefix = make_conda(home / "real")
    link = home / "envs" / "link"
    link.parent.mkdir()
    link.symlink_to(prefix)
    refused(link, home, "is a link")
    refused(str(link) + os.sep, home, "is a link")
    assert is_environment(prefix)


def test_a_link_inside_does_not_lead_the_deletion_outside(home: Path) -> None:
    prefix = make_conda(home / "envs" / "a")
    precious = home / "precious"
    precious.mkdir()
    (precious / "thesis").write_text("x")
    (prefix / "share").symlink_to(precious)
    remove(str(prefix), machine(home), users=nobody)
    assert (precious / "thesis").exists()


def test_conda_itself_is_never_removed(home: Path) -> None:
    root = make_conda(home / "miniconda3")
    (root / "condabin").mkdir()
    (root / "pkgs").mkdir()
    refused(root, home, "conda itself")
    known = make_conda(home / "odd place")
    refused(known, home, "conda itself", condas=(Conda("conda", "", str(known)),))


def test_an_environment_with_others_inside_stays(home: Path) -> None:
    outer = make_conda(home / "outer")
    make_conda(outer / "envs" / "inner")
    refused(outer, home, "other environments inside")


def test_the_environment_this_runs_in_stays(home: Path) -> None:
    assert is_environment(Path(sys.prefix))
    refused(sys.prefix, home, "TorchGarden itself")


def test_an_environment_in_use_stays_and_the_program_is_named(home: Path) -> None:
    prefix = make_conda(home / "envs" / "busy")
    (prefix / "bin" / "python").unlink()
    (prefix / "bin" / "python").symlink_to(sys.executable)
    process = subprocess.Popen(
        [str(prefix / "bin" / "python"), "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    )
    try:
        ends = time.monotonic() + 60
        while not programs_in(str(prefix)) and time.monotonic() < ends:
            pass
        with pytest.raises(RemoveError, match=str(process.pid)):
            remove(str(prefix), machine(home))
        assert is_environment(prefix)
    finally:
        process.communicate()
    assert remove(str(prefix), machine(home)).left == ()


def test_a_rename_that_is_refused_changes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = make_conda(home / "envs" / "a", ipykernel=True)
    add_kernel(str(prefix), "a")

    def refuse(source: object, target: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(RemoveError, match="cannot be removed now"):
        remove(str(prefix), machine(home), users=nobody)
    assert is_environment(prefix)
    assert [kernel.name for kernel in find_kernels()] == ["a"]


def test_an_interrupted_removal_is_out_of_sight_and_taken_up_later(home: Path) -> None:
    folder = home / "torchgarden" / "envs"
    half = make_conda(folder / ".a.trash-123-456")
    assert list_envs(machine(home), environ={}) == ()
    assert sweep(str(folder)) == (), "one that was touched a moment ago may be another program's"
    assert sweep(str(folder), older_s=0) == (str(half),)
    assert not half.exists()


def test_the_worker_deletes_what_a_removal_left_when_it_lists(home: Path) -> None:
    folder = home / "torchgarden" / "envs"
    kept, half, fresh = (make_conda(folder / name) for name in ("a", ".b.trash-1-2", ".c.trash-1-2"))
    theirs = make_conda(home / "miniconda3" / "envs" / ".d.trash-1-2")
    for old in (half, theirs):
        os.utime(old, (0, 0))
    worker = Installer(None, find_folders(home=home / "app"))  # type: ignore[arg-type]
    conda = Conda("conda", "", str(home / "miniconda3"), envs_dirs=(str(theirs.parent), ""))
    worker._machine = machine(home, condas=(conda,))
    answers: list[object] = []

    def answer(event: object) -> None:
        assert half.exists(), "the answer does not wait for a deletion"
        answers.append(event)

    worker._pipe = SimpleNamespace(send=answers.append)  # type: ignore[assignment]
    worker._do(ListEnvs(), answer)
    (seen,) = answers
    assert isinstance(seen, EnvsSeen)
    assert str(kept) in [env.prefix for env in seen.envs]
    assert [path.exists() for path in (kept, fresh, half, theirs)] == [True, True, False, False]


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[1]",
        "{}",
        '{"version": "1"}',
        '{"name": "b"}',
        '{"name": ["b"], "version": "1"}',
        '{"name": "b", "version": 1}',
        '{"name": "b", "version": "1", "build": {}}',
        '{"name": "b", "version": "1", "size": "many"}',
    ],
)
def test_a_damaged_record_of_conda_is_skipped(home: Path, record: str) -> None:
    prefix = make_conda(home / "a")
    (prefix / "conda-meta" / "a-1-0.json").write_text('{"name": "a", "version": "1", "size": 9}', "utf-8")
    (prefix / "conda-meta" / "b-1-0.json").write_text(record, "utf-8")
    assert [(one.name, one.version, one.size_bytes) for one in found_packages(prefix)] == [("a", "1", 9)]


@pytest.mark.skipif(os.name == "nt", reason="a venv's Python is a copy there")
@pytest.mark.parametrize("way", ["full", "relative", "linked parent", "along PATH", "works there", "has a file open"])
def test_a_program_that_uses_the_environment_is_seen_however_it_was_started(home: Path, way: str) -> None:
    prefix = make_venv(home / "real" / "book")
    (prefix / "bin" / "python").unlink()
    (prefix / "bin" / "python").symlink_to(sys.executable)
    (prefix / "data.txt").write_text("")
    (home / "linked").symlink_to(home / "real")
    full, linked = str(prefix / "bin" / "python"), str(home / "linked" / "book" / "bin" / "python")
    program, folder, path, opens = {
        "full": (full, home, "", ""),
        "relative": ("book/bin/python", home / "linked", "", ""),
        "linked parent": (linked, home, "", ""),
        "along PATH": ("python", home, str(home / "linked" / "book" / "bin"), ""),
        "works there": (sys.executable, prefix, "", ""),
        "has a file open": (sys.executable, home, "", str(prefix / "data.txt")),
    }[way]
    code = f"import sys; f = open({opens or os.devnull!r}); print('ready', flush=True); sys.stdin.read()"
    start = linked if way == "along PATH" else program
    process = subprocess.Popen(
        [program, "-c", code], executable=None if way == "relative" else start, cwd=folder, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **({"PATH": path} if path else {})},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert any(str(process.pid) in name for name in programs_in(str(prefix)))
    finally:
        process.communicate()
    assert not any(str(process.pid) in name for name in programs_in(str(prefix)))


def test_an_environment_that_conda_has_frozen_stays(home: Path) -> None:
    prefix = make_conda(home / "envs" / "a")
    frozen = prefix / "conda-meta" / "frozen"
    frozen.write_text("")
    for refused in (preview_remove, remove):
        with pytest.raises(RemoveError, match="frozen"):
            refused(str(prefix), machine(home))
    assert is_environment(prefix)
    frozen.unlink()
    assert remove(str(prefix), machine(home), users=nobody).left == ()
