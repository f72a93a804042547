"""A run in one file: opened elsewhere it goes on as if it had never been away."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from core import files, run_folders
from core.data import library
from core.folders import find_folders
from core.messages.beside.branches import GoOnFrom, LookBack
from core.messages.beside.twin import AskTwin, SetTwin
from core.messages.own.out import BringIn, BroughtIn, MeasureOut, OutMeasured, TakenOut, TakeOut
from core.messages.train_commands import DataSpec, Load, OpenRun, Save, Settings, Step
from core.messages.train_events import Loaded, Rejected
from core.net.plan import LayerKey, Widen, mlp
from core.out.garden import opened, still
from core.runs import LOCK_FILE, RECORD_FILE, TWIN_FILE, WEIGHTS_FILE, list_runs, read_record
from core.train.model.safetensors import read_tensors
from tests.out.made import OutLine, pictures, saved, spec_of, table, xor
from tests.train.line import Line
from tests.train.talk import Talk


def taken(run: Path, path: Path, *, data: bool = True) -> TakenOut:
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = OutLine().ask(TakeOut(str(run), "garden", str(path), data=data))
    assert isinstance(answer, TakenOut), answer
    return answer


def brought(path: Path, runs: Path) -> Path:
    answer = OutLine().ask(BringIn(str(path), str(runs)))
    assert isinstance(answer, BroughtIn), answer
    return Path(answer.run)


def elsewhere(monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """Go to another computer; return its folder of runs."""
    monkeypatch.setenv("TORCHGARDEN_HOME", str(home))
    return home / "runs"


def after(run: Path, steps: int) -> dict[str, bytes]:
    """Train on for some steps; return every tensor that decides what comes next."""
    line = Line()
    assert isinstance(line.ask(OpenRun(str(run))), Loaded)
    line.ask(Step(steps))
    line.ask(Save())
    line.session.saver.finish()
    line.trainer._hold.keep_only(None)
    return {name: tensor.numpy().tobytes() for name, tensor in read_tensors(run / WEIGHTS_FILE)[0].items()}


def test_a_run_with_its_own_data_goes_on_elsewhere_bit_for_bit(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pictures()
    run = saved(home / "runs" / "나의 그림", spec_of(data), mlp(64, (6,), 2))
    answer = taken(run, tmp_path / "가방 속" / "선물.garden")
    assert answer.files == ((str(tmp_path / "가방 속" / "선물.garden"), answer.files[0][1]),)
    expected = after(run, 50)
    other = elsewhere(monkeypatch, tmp_path / "다른 컴퓨터")
    assert library.listed() == ()
    came = brought(tmp_path / "가방 속" / "선물.garden", other)
    assert came == other / "나의 그림"
    assert [(one.digest, one.about) for one in library.listed()] == [(data.digest, data.about)]
    assert after(came, 50) == expected
    assert read_record(came).timeline == read_record(run).timeline


@pytest.mark.slow
def test_the_real_trainer_goes_on_with_it_elsewhere(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = saved(home / "runs" / "one", spec_of(pictures()), mlp(64, (6,), 2))
    taken(run, tmp_path / "one.garden")

    def fifty(run: Path) -> dict[str, Any]:
        talk = Talk(tmp_path)
        assert isinstance(talk.ask(OpenRun(str(run))), Loaded)
        talk.ask(Step(50))
        talk.ask(Save())
        talk.close()
        return {name: tensor.numpy().tobytes() for name, tensor in read_tensors(run / WEIGHTS_FILE)[0].items()}

    expected = fifty(run)
    other = elsewhere(monkeypatch, tmp_path / "other")
    assert fifty(brought(tmp_path / "one.garden", other)) == expected


def test_data_that_ships_with_the_app_needs_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = xor(tmp_path / "runs" / "xor")
    taken(run, tmp_path / "xor.garden")
    expected = after(run, 20)
    assert after(brought(tmp_path / "xor.garden", elsewhere(monkeypatch, tmp_path / "other")), 20) == expected
    assert library.listed() == ()


def test_charts_branches_and_the_twin_come_along(tmp_path: Path) -> None:
    run = tmp_path / "runs" / "all"
    line = Line()
    line.ask(Load(DataSpec("xor", samples=40), mlp(2, (4,), 2), Settings(batch_size=8), seed=1, run=str(run)))
    line.ask(Step(12))
    line.ask(Widen(LayerKey(1), 2))
    line.ask(Step(12))
    line.ask(LookBack(6))
    line.ask(GoOnFrom(6))
    line.ask(SetTwin(True, "steps"))
    line.ask(Widen(LayerKey(1), 1))
    line.ask(Step(9))
    line.ask(Save())
    line.session.saver.finish()
    line.turns(300)
    line.trainer._hold.keep_only(None)
    first_twin = line.ask(AskTwin())
    there = set(still.members(run))
    assert {"branches.json", f"branches/0/{WEIGHTS_FILE}"} <= there
    taken(run, tmp_path / "all.garden")
    came = brought(tmp_path / "all.garden", tmp_path / "other")
    assert set(still.members(came)) == there
    for name in there - {RECORD_FILE, f"branches/0/{RECORD_FILE}"}:
        assert (came / name).read_bytes() == (run / name).read_bytes(), name
    line = Line()
    loaded, first = line.ask(OpenRun(str(came))), Line().ask(OpenRun(str(run)))
    assert loaded.now.ticks == first.now.ticks
    assert TWIN_FILE in there
    assert (line.session.training.step, line.ask(AskTwin())) == (15, first_twin)


def test_nothing_but_what_belongs_to_it_is_in_the_file_and_the_same_run_is_the_same_file(tmp_path: Path) -> None:
    run = xor(tmp_path / "runs" / "xor")
    (run / "private.txt").write_text("mine")
    (run / "ticks-99.f8").write_bytes(b"\0" * 72)
    taken(run, tmp_path / "a.garden")
    taken(run, tmp_path / "b.garden")
    assert (tmp_path / "a.garden").read_bytes() == (tmp_path / "b.garden").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.garden") as made:
        names = made.namelist()
        assert made.testzip() is None
        manifest = json.loads(made.read("garden.json"))
    assert names[0] == "garden.json"
    assert {name.split("/")[0] for name in names} == {"garden.json", "run"}
    assert not any(word in name for name in names for word in ("private", "ticks-99.", LOCK_FILE))
    assert set(manifest["members"]) == set(names) - {"garden.json"}


def test_the_size_is_told_before_to_the_byte(tmp_path: Path, home: Path) -> None:
    run = saved(home / "runs" / "pictures", spec_of(pictures(samples=400)), mlp(64, (6,), 2))
    measured = OutLine().ask(MeasureOut(str(run)))
    assert isinstance(measured, OutMeasured)
    assert measured.bytes == taken(run, tmp_path / "with.garden").files[0][1]
    without = taken(run, tmp_path / "without.garden", data=False)
    assert measured.without_data == without.files[0][1] < measured.bytes
    assert "내 그림" in str(without.told[0])
    alone = xor(tmp_path / "xor")
    measured = OutLine().ask(MeasureOut(str(alone)))
    assert measured.bytes == measured.without_data == taken(alone, tmp_path / "xor.garden").files[0][1]


def test_a_file_without_its_data_opens_where_that_is_and_elsewhere_says_what_is_needed(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = saved(home / "runs" / "weight", spec_of(table()), mlp(3, (4,), 1))
    taken(run, tmp_path / "weight.garden", data=False)
    assert brought(tmp_path / "weight.garden", home / "runs").name == "weight (2)"
    other = elsewhere(monkeypatch, tmp_path / "other")
    answer = OutLine().ask(BringIn(str(tmp_path / "weight.garden"), str(other)))
    assert isinstance(answer, Rejected)
    said = " ".join(map(str, (answer.sentence, *answer.advice)))
    assert "무게 표" in said
    assert "무게.csv" in said
    assert left_in(other) == []
    assert library.listed() == ()


def left_in(runs: Path) -> list[str]:
    return sorted(one.name for one in runs.iterdir()) if runs.is_dir() else []


def test_a_name_that_is_taken_gets_a_number_and_one_that_cannot_be_is_the_files(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    run = xor(runs / "xor")
    taken(run, tmp_path / "xor.garden")
    assert [brought(tmp_path / "xor.garden", runs).name for _ in range(2)] == ["xor (2)", "xor (3)"]
    renamed(tmp_path / "xor.garden", tmp_path / "선물.garden", "../../evil")
    assert brought(tmp_path / "선물.garden", runs).name == "선물"
    assert {one.name for one in list_runs(runs)} == {"xor", "xor (2)", "xor (3)", "선물"}
    assert left_in(tmp_path) == ["runs", "xor.garden", "선물.garden"]


def renamed(source: Path, target: Path, name: str) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "garden.json":
                content = json.dumps(json.loads(content) | {"name": name}).encode()
            new.writestr(info, content)


def test_a_run_that_is_saved_meanwhile_is_taken_as_it_stood_at_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = xor(tmp_path / "runs" / "xor")
    line = Line()
    line.ask(OpenRun(str(run)))
    really, saves = run_folders.copy, []

    def copied(folder: Path, target: Path) -> Path:
        made = really(folder, target)
        if len(saves) < 2:  # while it was copied, the trainer has saved, and begun other ticks
            line.ask(Step(3))
            line.session.saver.new_story()
            line.ask(Save())
            line.session.saver.finish()
            saves.append(line.session.training.step)
        return made

    monkeypatch.setattr(still, "copy", copied)
    taken(run, tmp_path / "xor.garden")
    line.trainer._hold.keep_only(None)
    came = brought(tmp_path / "xor.garden", tmp_path / "other")
    answer = OutLine().ask(BringIn(str(tmp_path / "xor.garden"), str(tmp_path / "other")))
    assert answer.told == (), "the charts are there"
    assert read_record(came).step == saves[-1]
    assert left_in(find_folders().cache / "out") == []


def test_a_disk_that_is_full_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = xor(tmp_path / "runs" / "xor")
    (tmp_path / "xor.garden").write_bytes(b"what was there")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Beside, "commit", full)
    answer = OutLine().ask(TakeOut(str(run), "garden", str(tmp_path / "xor.garden")))
    assert isinstance(answer, Rejected)
    assert (tmp_path / "xor.garden").read_bytes() == b"what was there"
    assert left_in(tmp_path) == ["runs", "xor.garden"]


def test_a_run_that_is_only_links_is_not_taken_for_one(tmp_path: Path) -> None:
    run = xor(tmp_path / "runs" / "xor")
    links = tmp_path / "links"
    links.mkdir()
    for one in run.iterdir():
        (links / one.name).symlink_to(one)
    answer = OutLine().ask(TakeOut(str(links), "garden", str(tmp_path / "a.garden")))
    assert isinstance(answer, Rejected)
    assert not (tmp_path / "a.garden").exists()


def test_data_that_was_damaged_here_is_whole_again(tmp_path: Path, home: Path) -> None:
    data = pictures()
    run = saved(home / "runs" / "pictures", spec_of(data), mlp(64, (6,), 2))
    taken(run, tmp_path / "a.garden")
    file = library.folder_of(data.digest) / "data.safetensors"
    file.write_bytes(file.read_bytes()[:-1])
    assert not library.is_there(data.digest)
    brought(tmp_path / "a.garden", home / "runs")
    assert library.is_there(data.digest)
    assert after(run, 1)


def test_what_is_looked_at_is_a_garden_file_or_not(tmp_path: Path) -> None:
    taken(xor(tmp_path / "runs" / "xor"), tmp_path / "xor.garden")
    shutil.copy(tmp_path / "xor.garden", tmp_path / "renamed.zip")
    assert opened.is_garden(tmp_path / "renamed.zip")
    assert not opened.is_garden(tmp_path / "runs")
    assert not opened.is_garden(tmp_path / "nowhere")
