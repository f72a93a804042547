"""Saved trainings are listed, renamed and deleted safely."""

from __future__ import annotations

import errno
import json
import math
import os
import platform
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from core import files, locks, run_folders, runs
from core.disk_reason import reason
from core.locks import Holder, take
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_reports import RunRecord
from core.net.plan import Dense, Net
from core.runs import RunError, RunHeld
from core.workers import wire

NET = Net((2,), (Dense(1, 4), Dense(2, 2, "linear")), 3)
RECORD = RunRecord(
    DataSpec("xor"), "classify", NET, Settings(), 0, NET, Settings(), 120, 4.8, 0.3, math.nan, 0.9, 0.8, "cpu", 1,
    "2.14.1", "2026-11-23T10:00:00.000+00:00", (), (),
)  # fmt: skip


def make(folder: Path, record: RunRecord = RECORD) -> Path:
    folder.mkdir(parents=True)
    (folder / runs.RECORD_FILE).write_text(json.dumps(wire.to_plain(record)), encoding="utf-8")
    return folder


def test_runs_are_listed_newest_first_also_the_broken_ones(tmp_path: Path) -> None:
    make(tmp_path / "old")
    make(tmp_path / "새 훈련", replace(RECORD, saved="2026-11-23T11:00:00.000+00:00", step=7))
    (tmp_path / "empty").mkdir()
    make(tmp_path / ".deleted-x")
    (make(tmp_path / "broken") / runs.RECORD_FILE).write_text("{")
    (tmp_path / "a file").write_text("x")
    found = runs.list_runs(tmp_path)
    assert [run.name for run in found] == ["broken", "새 훈련", "old"]
    assert (found[0].record, str(found[0].problem)) == (None, "The training broken is damaged and cannot be read.")
    assert found[1].record is not None
    assert found[1].record.step == 7
    assert runs.list_runs(tmp_path / "not there") == []


@pytest.mark.parametrize(
    "name", ["", "   ", "a/b", "a\\b", "..", ".hidden", "CON", "nul.txt", "x" * 300, "가" * 70, "a\nb", "a:b", "end."]
)
def test_impossible_names_are_refused(name: str) -> None:
    with pytest.raises(RunError):
        runs.check_name(name)


@pytest.mark.parametrize("name", ["나의 첫 훈련", "digits 2", "café", "run-3_b (copy)"])
def test_other_names_are_fine(name: str) -> None:
    assert runs.check_name(f" {name} ") == name


def test_a_korean_name_is_the_same_composed_or_not() -> None:
    assert runs.check_name("\u1112\u116e\u11ab") == "훈"


def test_a_new_folder_is_nobody_elses(tmp_path: Path) -> None:
    assert run_folders.new_folder(tmp_path / "runs", "digits") == tmp_path / "runs" / "digits"
    make(tmp_path / "Digits")
    make(tmp_path / "digits (2)")
    assert run_folders.new_folder(tmp_path, "digits").name == "digits (3)"
    assert run_folders.new_folder(tmp_path, "digits").name == "digits (4)", "nobody else gets the same"


def test_a_folder_that_a_killed_program_left_empty_is_used_again(tmp_path: Path) -> None:
    left = run_folders.new_folder(tmp_path, "digits")
    os.utime(left, (1, 1))
    with take(left / runs.LOCK_FILE):
        assert run_folders.new_folder(tmp_path, "digits").name == "digits (2)", "a program has it"
    os.utime(left, (1, 1))
    assert run_folders.new_folder(tmp_path, "digits") == left
    run_folders.give_back(left)
    assert not left.exists()


def test_a_run_that_is_open_is_neither_renamed_nor_deleted(tmp_path: Path) -> None:
    make(tmp_path / "a")
    (run,) = runs.list_runs(tmp_path)
    holder = Holder(4711, platform.node(), "2026-11-29T09:05:00+09:00")
    (run.folder / runs.LOCK_FILE).write_text(json.dumps(asdict(holder)))
    lock = os.open(run.folder / runs.LOCK_FILE, os.O_RDWR)
    locks._lock(lock)
    moves: list[Path] = []
    for change in (lambda: runs.rename(run, "b"), lambda: runs.delete(run), lambda: runs.to_bin(run, moves.append)):
        with pytest.raises(RunHeld) as caught:
            change()
        assert "4711" in str(caught.value)
        assert "2026-11-29 09:05" in str(caught.value)
        assert "open a copy" in str(caught.value)
    assert not moves
    assert runs.is_held(run.folder)
    os.close(lock)
    assert runs.rename(run, "b").folder.is_dir()


def test_a_run_of_another_computer_names_it(tmp_path: Path) -> None:
    said = str(runs.held_by(Holder(7, "classroom-3", "2026-11-29T09:05:00+09:00"), name="a"))
    assert "classroom-3" in said
    assert runs.held_by(Holder(), name="a").sentence.text.startswith("Another program")


def test_what_the_list_lost_is_read_from_the_weights(tmp_path: Path) -> None:
    made = make(tmp_path / "a")
    told = json.dumps({"record": wire.to_plain(RECORD)})
    header = json.dumps({"__metadata__": {"torchgarden": told}}).encode()
    (made / runs.WEIGHTS_FILE).write_bytes(len(header).to_bytes(8, "little") + header)
    assert runs.read_run(made).problem is None
    for damage in ("{", "[]", "null"):
        (made / runs.RECORD_FILE).write_text(damage)
        found = runs.read_run(made)
        assert found.record is not None
        assert found.record.step == 120
        assert "damaged" in str(found.problem)
    for content in (b"", b"\xff" * 8, (1 << 40).to_bytes(8, "little"), len(b"[]").to_bytes(8, "little") + b"[]"):
        (made / runs.WEIGHTS_FILE).write_bytes(content)
        assert runs.read_run(made).record is None


def test_a_copy_is_made_while_the_run_is_open(tmp_path: Path) -> None:
    made = make(tmp_path / "a")
    for name in (runs.WEIGHTS_FILE, "ticks-4.f8"):
        (made / name).write_bytes(b"learned")
    with take(made / runs.LOCK_FILE):
        copied = run_folders.copy(made, run_folders.new_folder(tmp_path, "a"))
    assert sorted(os.listdir(copied)) == sorted([runs.LOCK_FILE, runs.RECORD_FILE, runs.WEIGHTS_FILE, "ticks-4.f8"])
    with pytest.raises(RunError, match="no training"):
        run_folders.copy(tmp_path / "nothing", run_folders.new_folder(tmp_path, "b"))
    assert not (tmp_path / "b").exists()


def test_rename_moves_and_refuses_a_name_in_use(tmp_path: Path) -> None:
    make(tmp_path / "a")
    make(tmp_path / "b")
    run = next(run for run in runs.list_runs(tmp_path) if run.name == "a")
    with pytest.raises(RunError, match="already"):
        runs.rename(run, "B")
    renamed = runs.rename(run, "손글씨")
    assert {r.name for r in runs.list_runs(tmp_path)} == {"b", "손글씨"}
    assert runs.rename(renamed, "손글씨") is renamed


def test_what_could_not_be_deleted_goes_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "a")
    make(tmp_path / "b")
    first, second = runs.list_runs(tmp_path)
    with monkeypatch.context() as held:
        held.setattr(files, "remove_tree", lambda folder: (str(folder),))
        runs.delete(first)
    assert [run.name for run in runs.list_runs(tmp_path)] == [second.name]
    assert len(list(tmp_path.iterdir())) == 2, "it is out of sight"
    runs.delete(second)
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_never_ends_is_none(tmp_path: Path) -> None:
    make(tmp_path / "a")
    (tmp_path / "a" / runs.RECORD_FILE).unlink()
    (tmp_path / "a" / runs.RECORD_FILE).symlink_to("/dev/zero")
    assert [run.record for run in runs.list_runs(tmp_path)] == [None]


def test_delete_takes_a_run_and_nothing_else(tmp_path: Path) -> None:
    make(tmp_path / "a")
    (run,) = runs.list_runs(tmp_path)
    runs.delete(run)
    assert not list(tmp_path.iterdir())
    precious = tmp_path / "precious"
    precious.mkdir()
    with pytest.raises(RunError):
        runs.delete(runs.SavedRun(precious, RECORD))
    assert precious.is_dir()


def test_where_no_folder_can_be_made_one_is_named_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("no folder")
    assert run_folders.new_folder(tmp_path / "runs", "digits") == tmp_path / "runs" / "digits"
    assert run_folders.new_folder(tmp_path / "runs", "digits", besides=Path("digits")).name == "digits (2)"
    assert runs.list_runs(tmp_path / "runs") == []
    assert runs.stamps(tmp_path / "runs") == {}


def test_the_disks_answers_are_sentences_and_never_the_systems_words() -> None:
    for number in sorted(errno.errorcode):
        said = str(reason(OSError(number, os.strerror(number))))
        assert said.endswith(".")
        assert os.strerror(number) not in said
    assert "full" in str(reason(OSError(errno.ENOSPC, "")))
    assert "allowed" in str(reason(PermissionError(errno.EACCES, "")))
