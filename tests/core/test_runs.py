"""Saved trainings are listed, renamed and deleted safely."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from core import files, runs
from core.messages.train_commands import DataSpec, Settings
from core.messages.train_reports import RunRecord
from core.net.plan import Dense, Net
from core.runs import RunError
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


def test_runs_are_listed_newest_first_and_the_unreadable_left_out(tmp_path: Path) -> None:
    make(tmp_path / "old")
    make(tmp_path / "새 훈련", replace(RECORD, saved="2026-11-23T11:00:00.000+00:00", step=7))
    (tmp_path / "empty").mkdir()
    make(tmp_path / ".deleted-x")
    (make(tmp_path / "broken") / runs.RECORD_FILE).write_text("{")
    (tmp_path / "a file").write_text("x")
    found = runs.list_runs(tmp_path)
    assert [run.name for run in found] == ["새 훈련", "old"]
    assert found[0].record.step == 7
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
    assert runs.new_folder(tmp_path / "runs", "digits") == tmp_path / "runs" / "digits"
    make(tmp_path / "Digits")
    make(tmp_path / "digits 2")
    assert runs.new_folder(tmp_path, "digits").name == "digits 3"


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
    assert runs.list_runs(tmp_path) == []


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
