"""A .garden file that somebody has made to do harm, or that a disk has damaged: one sentence, and nothing is left."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data import library
from core.messages.own.out import BringIn, BroughtIn, TakeOut
from core.messages.train_events import Rejected
from core.net.plan import mlp
from core.runs import WEIGHTS_FILE, list_runs
from tests.hostile import SHAPES, bounded, check_outside, damaged, put
from tests.out.made import OutLine, pictures, saved, spec_of
from tests.train.test_hostile_runs import rewritten

Members = dict[str, bytes]
few = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def garden(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good file from another computer."""
    run = saved(home / "runs" / "그림", spec_of(pictures()), mlp(64, (6,), 2))
    path = tmp_path / "from elsewhere" / "그림.garden"
    path.parent.mkdir()
    OutLine().ask(TakeOut(str(run), "garden", str(path)))
    monkeypatch.setenv("TORCHGARDEN_HOME", str(tmp_path / "here"))
    return path


def members(path: Path) -> Members:
    with zipfile.ZipFile(path) as made:
        return {info.filename: made.read(info) for info in made.infolist()}


def listing(found: Members) -> Members:
    """Let garden.json speak of exactly what is there, as somebody would who knows the format."""
    told = json.loads(found["garden.json"])
    told["members"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in found.items() if name != "garden.json"
    }  # fmt: skip
    return found | {"garden.json": json.dumps(told).encode()}


def written(path: Path, found: Members, *, info: Callable[[zipfile.ZipInfo], object] = lambda info: None) -> None:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in found.items():
            one = zipfile.ZipInfo(name)
            stored = name == "garden.json" or (name.startswith("run/") and name.endswith(".safetensors"))
            one.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            one.external_attr = 0o100644 << 16
            info(one)
            made.writestr(one, content)


def asked(path: Path, here: Path) -> Any:
    with bounded():
        return OutLine().ask(BringIn(str(path), str(here / "runs")))


def refused(path: Path) -> str:
    """Bring a file in that must be refused; return what is said, after looking that nothing is left anywhere."""
    here = path.parent.parent / "here"
    outside = sorted(str(one) for one in path.parent.parent.rglob("*") if here not in (one, *one.parents))
    answer = asked(path, here)
    assert isinstance(answer, Rejected), answer
    check_nothing(here)
    assert sorted(str(one) for one in path.parent.parent.rglob("*") if here not in (one, *one.parents)) == outside
    said = " ".join(map(str, (answer.sentence, *answer.advice)))
    assert not any(word in said for word in ("Errno", "Error", "Traceback", "object", "None"))
    return said


def check_nothing(here: Path) -> None:
    left = (
        [str(one.relative_to(here)) for one in here.rglob("*") if one.name not in ("runs", "data")]
        if here.exists()
        else []
    )
    assert left == []


def test_a_good_file_is_brought_in_so_these_tests_can_fail(garden: Path) -> None:
    written(garden, listing(members(garden)))
    answer = asked(garden, garden.parent.parent / "here")
    assert isinstance(answer, BroughtIn)
    assert [run.problem for run in list_runs(garden.parent.parent / "here" / "runs")] == [None]
    assert len(library.listed()) == 1


# ----------------------------------------------------------------------------------------------------- names and kinds
@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/tmp/evil", "run/../../evil", "C:\\evil", "run\\..\\evil", "run/x.py", "RUN/run.json", "run/",
        "run/.lock", "run/keyframes/0/weights.safetensors", "run/branches/../run.json", "run/branches/00/run.json",
        "run/branches/99999999/run.json", "run/branches/١/run.json", "data/extra", "data/about.json.part", "evil\0",
        "run/ticks-1.f8/x", "run/" + "x" * 5000, "글", "run/NUL", "run/run.json ", "run//run.json",
    ],
)  # fmt: skip
def test_a_name_that_does_not_belong_there_is_refused(garden: Path, name: str) -> None:
    found = members(garden)
    written(garden, listing(found | {name: b"{}"}))
    assert "그림.garden" in refused(garden)


def test_what_is_there_twice_is_refused(garden: Path) -> None:
    found = listing(members(garden))
    written(garden, found)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(garden, "a") as made:
        made.writestr(zipfile.ZipInfo("run/run.json"), found["run/run.json"])
    assert "twice" in refused(garden)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(garden: Path, kind: int) -> None:
    def make(info: zipfile.ZipInfo) -> None:
        if info.filename == "run/run.json":
            info.external_attr = (kind | 0o777) << 16

    written(garden, listing(members(garden) | {"run/run.json": b"/etc/passwd"}), info=make)
    assert "ordinary" in refused(garden)


# ---------------------------------------------------------------------------------------------------------------- sums
@pytest.mark.parametrize("name", ["run/run.json", f"run/{WEIGHTS_FILE}", "data/data.safetensors", "data/about.json"])
def test_what_is_missing_or_changed_or_not_listed_is_refused(garden: Path, name: str) -> None:
    found = members(garden)
    without = {key: content for key, content in found.items() if key != name}
    for change in (without, found | {name: found[name][:-1] + b"\x7f"}, found | {name: found[name] + b" "}):
        written(garden, change)
        refused(garden)
    if name != "run/run.json":  # the list's entry follows from the weights
        for change in (without, found | {name: b""}):
            written(garden, listing(change))
            refused(garden)


def test_a_newer_file_says_so_whatever_else_is_in_it(garden: Path) -> None:
    found = members(garden)
    told = json.loads(found["garden.json"]) | {"format": 2, "members": {"what/is/new": 7}}
    written(garden, {"garden.json": json.dumps(told).encode(), "what/is/new": b""})
    assert "newer TorchGarden" in refused(garden)


# --------------------------------------------------------------------------------------------------------------- bombs
def test_a_bomb_that_says_its_size_is_refused(garden: Path) -> None:
    found = listing(members(garden))
    big = 1 << 32
    told = json.loads(found["garden.json"])
    told["members"]["run/run.json"]["bytes"] = big
    written(garden, found | {"garden.json": json.dumps(told).encode()})
    refused(garden)
    told["members"]["run/run.json"]["bytes"] = 200 << 20
    content = b"[" + b" " * (200 << 20) + b"]"
    told["members"]["data/data.safetensors"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    written(garden, found | {"garden.json": json.dumps(told).encode(), "data/data.safetensors": content})
    assert garden.stat().st_size < 1 << 20
    refused(garden)


def test_a_bomb_that_says_less_than_it_holds_is_refused(garden: Path) -> None:
    found = listing(members(garden) | {"run/run.json": b" " * (50 << 20)})
    told = json.loads(found["garden.json"])
    told["members"]["run/run.json"]["bytes"] = 100
    written(garden, found | {"garden.json": json.dumps(told).encode()})
    content = bytearray(garden.read_bytes())
    for head, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.rfind(head, 0, content.rfind(b"run/run.json") if head == b"PK\x01\x02" else None)
        for begin in range(len(content)):
            if content[begin : begin + 4] == head and b"run/run.json" in content[begin + 30 : begin + 70]:
                content[begin + at : begin + at + 4] = struct.pack("<I", 100)
                break
        assert place
    garden.write_bytes(content)
    refused(garden)


def test_a_directory_of_millions_is_not_read(garden: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for at in range(3000):
            made.writestr(f"run/{at}", b"")
    garden.write_bytes(content.getvalue())
    refused(garden)
    size = garden.stat().st_size
    end = bytearray(garden.read_bytes())
    end[-12:-8] = struct.pack("<H", 3) * 2
    garden.write_bytes(end)
    assert size == garden.stat().st_size
    refused(garden)


def test_a_huge_manifest_is_refused(garden: Path) -> None:
    found = members(garden)
    for text in (b" " * (3 << 20) + b"{}", b"[" * 500_000, b'{"is": "TorchGarden training", "format": ' + b"9" * 5000):
        written(garden, found | {"garden.json": text})
        refused(garden)


# --------------------------------------------------------------------------------------------------- the run inside
def repacked(garden: Path, change: Callable[[Path], object]) -> None:
    """Change the run that is inside, with sums that fit."""
    found = members(garden)
    folder = garden.parent / "run inside"
    folder.mkdir(exist_ok=True)
    for name, content in found.items():
        if name.startswith("run/"):
            (folder / name[4:]).write_bytes(content)
    change(folder)
    for one in folder.iterdir():
        found[f"run/{one.name}"] = one.read_bytes()
        one.unlink()
    folder.rmdir()
    written(garden, listing(found))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["record"].update(step=-5),
        lambda told: told["record"]["net"].update(input=[10**9, 10**9, 10**9]),
        lambda told: told["record"]["net"]["layers"][0].update(width=10**9),
        lambda told: told.update(format=99),
        lambda told: told["record"]["data"].update(own="0" * 64),
        lambda told: told["record"]["data"].update(own="../../../etc"),
        lambda told: told["record"]["data"].update(name="xor", own=""),
        lambda told: told.update(position=10**12),
        lambda told: told.update(model={}),
    ],
)  # fmt: skip
def test_a_hostile_run_inside_is_never_listed_and_its_data_goes_too(
    garden: Path, change: Callable[[dict[str, Any]], Any]
) -> None:
    repacked(garden, functools.partial(rewritten, change=change))
    refused(garden)
    assert library.listed() == ()


def test_the_list_shows_what_the_weights_tell(garden: Path) -> None:
    def lie(folder: Path) -> None:
        told = json.loads((folder / "run.json").read_text("utf-8"))
        (folder / "run.json").write_text(json.dumps(told | {"step": 999_999, "torch": "x" * 9999}), "utf-8")

    repacked(garden, lie)
    here = garden.parent.parent / "here"
    assert isinstance(asked(garden, here), BroughtIn)
    (run,) = list_runs(here / "runs")
    assert run.record is not None
    assert (run.record.step, len(run.record.torch) < 50) == (12, True)


def test_data_that_was_changed_is_not_what_its_digest_says(garden: Path) -> None:
    found = members(garden)
    content = bytearray(found["data/data.safetensors"])
    content[-1] ^= 1
    written(garden, listing(found | {"data/data.safetensors": bytes(content)}))
    refused(garden)
    assert library.listed() == ()


# ------------------------------------------------------------------------------------------------------- whatever else
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "a link to a diary"])
def test_whatever_lies_there_is_refused_within_bounds(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "gardens" / "a.garden"
    put(path, shape)
    answer = asked(path, tmp_path / "gardens")
    assert isinstance(answer, Rejected)
    check_outside(path)


@few
@given(data=st.data())
def test_no_byte_more_or_less_does_harm(garden: Path, data: st.DataObject) -> None:
    content = bytearray(whole(garden))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(content) - 1)))
        way = data.draw(st.sampled_from(["change", "cut", "insert", "end"]))
        if way == "change" and content:
            content[place] = data.draw(st.integers(0, 255))
        elif way == "cut":
            del content[place : place + data.draw(st.integers(1, 40))]
        elif way == "insert":
            content[place:place] = data.draw(st.binary(min_size=1, max_size=30))
        else:
            del content[max(1, place) :]
    garden.write_bytes(content)
    answer = asked(garden, garden.parent.parent / "here")
    if isinstance(answer, BroughtIn):  # a byte that means nothing: a date, a version
        assert list_runs(garden.parent.parent / "here" / "runs")[0].problem is None
    else:
        assert isinstance(answer, Rejected)


@functools.cache
def whole(garden: Path) -> bytes:
    return garden.read_bytes()


@few
@given(data=st.data())
def test_no_value_in_the_manifest_does_harm(garden: Path, data: st.DataObject) -> None:
    found = kept(garden)
    told = data.draw(damaged(json.loads(found["garden.json"])))
    written(garden, found | {"garden.json": json.dumps(told).encode("utf-8", "surrogatepass")})
    assert isinstance(asked(garden, garden.parent.parent / "here"), Rejected | BroughtIn)


@functools.cache
def kept(garden: Path) -> Members:
    return members(garden)


def test_a_folder_of_runs_that_cannot_be_written_says_why(garden: Path) -> None:
    here = garden.parent.parent / "here"
    here.mkdir()
    (here / "runs").write_text("a file")
    answer = asked(garden, here)
    assert isinstance(answer, Rejected)
    assert os.listdir(here) == ["runs"]
