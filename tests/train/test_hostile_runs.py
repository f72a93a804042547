"""A run that somebody else has written, or a disk has damaged: it opens as it was, or with what is whole, or it is one
sentence; the training that was open before goes on."""

from __future__ import annotations

import contextlib
import json
import math
import os
import random
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings

from core.messages.train_commands import Change, DataSpec, Load, OpenRun, Save, Settings, Step
from core.messages.train_events import TICK_FIELDS, Loaded, Rejected, State
from core.net.plan import LayerKey, Widen, mlp
from core.runs import LOCK_FILE, RECORD_FILE, WEIGHTS_FILE, list_runs
from core.train.disk.checked import whole_history
from core.train.model.safetensors import FileError, read_tensors
from core.train.training import history
from tests.hostile import SHAPES, bounded, check_outside, damaged, places, put
from tests.train.line import Line


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A small saved run with an edit, a setting and charts."""
    folder = tmp_path / "기록" / "나선 1"
    line = Line()
    line.ask(Load(DataSpec("xor", samples=40), mlp(2, (4,), 2), Settings(batch_size=8), seed=1, run=str(folder)))
    line.ask(Step(7))
    line.ask(Widen(LayerKey(1), 2))
    line.ask(Step(5))
    line.ask(Save())
    line.session.saver.finish()
    line.trainer._hold.keep_only(None)
    return folder


def rewritten(folder: Path, change: Callable[[dict[str, Any]], Any], *, sums: bool = False) -> None:
    """Change what the weights tell; without checksums, as somebody would who knows the format."""
    path = folder / WEIGHTS_FILE
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    told = json.loads(header["__metadata__"]["torchgarden"])
    if not sums:
        told.pop("sums", None)
    change(told)
    header["__metadata__"]["torchgarden"] = json.dumps(told)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length :])


def opened(folder: Path) -> tuple[Any, Line]:
    """Open a run while another training is open; return the answer. What was open must go on, whatever comes."""
    line = Line()
    line.ask(Load(DataSpec("xor", samples=40), mlp(2, (3,), 2), Settings(batch_size=8), seed=2))
    line.ask(Step(3))
    before = line.session
    answer = line.ask(OpenRun(str(folder)))
    assert isinstance(answer, (Loaded, Rejected))
    if isinstance(answer, Rejected):
        assert line.session is before
        said = str(answer.sentence)
        assert not any(word in said for word in ("Errno", "Error", "Traceback", "dtype", "object"))
    line.ask(Step(2))
    if isinstance(answer, Loaded):
        saved = line.ask(Save())
        assert isinstance(saved, State) or (folder / RECORD_FILE).is_dir(), "what can be opened can be saved"
    line.trainer._hold.keep_only(None)
    return answer, line


def test_a_whole_run_opens(run: Path) -> None:
    answer, line = opened(run)
    assert isinstance(answer, Loaded)
    assert line.session.training.step == 14


HOSTILE = [
    None, True, -1, 10**400, 2**63, 1e308, float("nan"), float("inf"), "", "\x00", "\ud800", "../../etc", "C:\\NUL",
    "{0.__class__.__init__.__globals__}", "{x:999999999}", "글" * 1000, [], {}, [[]] * 3, {"is": "Net"}, [0] * 1000,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_no_value_in_a_run_ends_the_trainer(run: Path, seed: int) -> None:
    choose = random.Random(seed)
    content = (run / WEIGHTS_FILE).read_bytes()
    for _ in range(40):
        (run / WEIGHTS_FILE).write_bytes(content)

        def change(told: dict[str, Any]) -> None:
            path = choose.choice([place for place in places(told) if place])
            inside: Any = told
            for key in path[:-1]:
                inside = inside[key]
            if choose.random() < 0.15 and isinstance(inside, dict):
                inside.pop(path[-1])
            else:
                inside[path[-1]] = choose.choice(HOSTILE)

        rewritten(run, change)
        assert isinstance(opened(run)[0], Loaded | Rejected)
        assert [listed.folder for listed in list_runs(run.parent)] == [run]


POINT = {"is": "PointEdit", "x": 0.5, "y": 0.5, "target": 1.0, "place": -1, "gone": False}


@pytest.mark.parametrize("data", [
    {"inputs": ["bogus"]}, {"inputs": ["x2", "x1"]}, {"inputs": ["x1"] * 1000}, {"inputs": ["x1"]},
    {"held_out": 0}, {"held_out": -5}, {"held_out": 10**12}, {"held_out": 1.5}, {"samples": 10**9}, {"seed": -1},
    {"edits": [3]}, {"edits": [POINT | {"x": 1e300}]}, {"edits": [POINT | {"x": math.nan}]},
    {"edits": [POINT | {"target": 7}]}, {"edits": [POINT | {"target": math.nan}]}, {"edits": [POINT] * 20_000},
    {"edits": [POINT | {"place": 10**6}]}, {"edits": [POINT | {"place": -7}]}, {"edits": [POINT | {"gone": True}]},
    {"edits": [POINT | {"place": 0, "gone": True}] * 90}, {"name": "digits", "edits": [POINT]},
], ids=lambda data: str(data)[:40])  # fmt: skip
def test_data_that_cannot_be_is_one_sentence(run: Path, data: dict[str, Any]) -> None:
    rewritten(run, lambda told: told["record"]["data"].update(data))
    assert isinstance(opened(run)[0], Rejected)


@pytest.mark.parametrize("seed", range(3))
def test_a_flipped_byte_is_noticed_or_harmless(run: Path, seed: int) -> None:
    choose = random.Random(seed)
    content = (run / WEIGHTS_FILE).read_bytes()
    whole = opened(run)[1].session.training.model.flat
    for _ in range(30):
        damaged = bytearray(content)
        damaged[choose.randrange(len(damaged))] ^= 1 << choose.randrange(8)
        (run / WEIGHTS_FILE).write_bytes(damaged)
        answer, line = opened(run)
        if isinstance(answer, Loaded):
            assert torch.equal(line.session.training.model.flat, whole), "weights are never taken for others"


def test_weights_and_settings_that_are_no_numbers_are_refused(run: Path) -> None:
    content = (run / WEIGHTS_FILE).read_bytes()
    rewritten(run, lambda told: told["record"]["settings"].__setitem__("learning_rate", float("nan")))
    assert isinstance(opened(run)[0], Rejected)
    (run / WEIGHTS_FILE).write_bytes(content)
    rewritten(run, lambda told: None)
    damaged = bytearray((run / WEIGHTS_FILE).read_bytes())
    (length,) = struct.unpack("<Q", damaged[:8])
    header = json.loads(damaged[8 : 8 + length])
    name = next(name for name in header if name.startswith("model.parameter"))
    at = 8 + length + header[name]["data_offsets"][0]
    damaged[at : at + 4] = struct.pack("<f", float("nan"))
    (run / WEIGHTS_FILE).write_bytes(damaged)
    assert isinstance(opened(run)[0], Rejected)


def test_the_record_of_another_run_is_noticed(run: Path) -> None:
    rewritten(run, lambda told: told["record"]["data"].__setitem__("seed", 77), sums=True)
    assert isinstance(opened(run)[0], Rejected)
    rewritten(run, lambda told: told["record"]["data"].__setitem__("samples", 80))
    assert isinstance(opened(run)[0], Rejected)


@pytest.mark.parametrize("damage", ["gone", "short", "noise", "folder"])
def test_lost_charts_cost_the_charts_and_no_more(run: Path, damage: str) -> None:
    (ticks,) = run.glob("ticks-*.f8")
    size = ticks.stat().st_size
    ticks.unlink()
    if damage == "short":
        ticks.write_bytes(b"\x00" * 40)
    elif damage == "noise":
        ticks.write_bytes(random.Random(1).randbytes(size))
    elif damage == "folder":
        ticks.mkdir()
    answer, line = opened(run)
    assert isinstance(answer, Loaded)
    said = [str(event.sentence) for event, number in line.said if isinstance(event, Rejected) and number is None]
    assert any("charts of “나선 1” were damaged" in sentence for sentence in said)
    assert line.session.training.step == 14
    line.ask(Save(str(run)))


def test_a_broken_list_entry_costs_nothing(run: Path) -> None:
    for content in (b"", b"{", b'{"is":"RunRecord"}', b"\xff\xfe", b"[" * 100_000, b"1" + b"0" * 5000):
        (run / RECORD_FILE).write_bytes(content)
        (listed,) = list_runs(run.parent)
        assert listed.record is not None, "it is read from the weights"
        assert isinstance(opened(run)[0], Loaded)


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices are POSIX")
@pytest.mark.parametrize("name", [WEIGHTS_FILE, RECORD_FILE])
@pytest.mark.parametrize("kind", ["fifo", "device", "loop", "folder"])
def test_what_is_no_ordinary_file_is_not_waited_for(run: Path, name: str, kind: str) -> None:
    path = run / name
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "loop":
        path.symlink_to(path)
    else:
        path.mkdir()
    list_runs(run.parent)
    answer, _ = opened(run)
    assert isinstance(answer, Rejected if name == WEIGHTS_FILE else Loaded)


@pytest.mark.skipif(os.name == "nt", reason="pipes are POSIX")
def test_a_run_of_pipes_alone_is_listed_and_not_waited_for(run: Path) -> None:
    ticks = next(run.glob("ticks-*.f8"))
    ticks.unlink()
    os.mkfifo(ticks)
    answer, _ = opened(run)
    assert isinstance(answer, Loaded)
    assert answer.now.ticks is not None
    assert answer.now.ticks.shape[0] == 0, "the charts begin again"
    for name in (WEIGHTS_FILE, RECORD_FILE):
        (run / name).unlink()
        os.mkfifo(run / name)
    (listed,) = list_runs(run.parent)
    assert listed.record is None
    assert isinstance(opened(run)[0], Rejected)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("what", [WEIGHTS_FILE, "ticks", RECORD_FILE, LOCK_FILE])
def test_whatever_lies_in_a_run_it_opens_or_is_one_sentence(run: Path, shape: str, what: str) -> None:
    path = next(run.glob("ticks-*.f8")) if what == "ticks" else run / what
    put(path, shape)
    with bounded():
        answer, _ = opened(run)
    assert isinstance(answer, Rejected if what == WEIGHTS_FILE else Loaded)
    check_outside(path)


@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_lies_where_tensors_are_expected_is_a_file_error(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "here" / "a.safetensors"
    put(path, shape)
    with bounded(), pytest.raises(FileError):
        read_tensors(path)
    with bounded(), contextlib.suppress(OSError, ValueError, RuntimeError):
        assert len(whole_history(history.read(path, count=10**15), step=10**15)) <= TICK_FIELDS, "of zeros, one"
    check_outside(path)


@settings(max_examples=150, deadline=None, database=None)
@given(
    damaged({
        "__metadata__": {"torchgarden": "{}"}, "a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
        "b": {"dtype": "I64", "shape": [], "data_offsets": [24, 32]},
    }),
)  # fmt: skip
def test_any_header_is_tensors_or_a_file_error(tmp_path_factory: pytest.TempPathFactory, header: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "a.safetensors"
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(32))
    try:
        tensors, metadata = read_tensors(path)
    except FileError:
        return
    assert sum(tensor.numel() * tensor.element_size() for tensor in tensors.values()) == 32
    assert all(isinstance(text, str) for text in metadata.values())


def test_changes_of_settings_that_there_are_none_go_and_the_others_stay(run: Path) -> None:
    odd = [("nothing", 1.0), ("learning_rate", "fast"), ("learning_rate", -5.0), ("l1", 0.5)]

    def change(told: dict[str, Any]) -> None:
        told["record"]["timeline"] += [
            {"is": "TimelineEntry", "step": 9, "done": {"is": "Change", "setting": name, "value": value}, "seed": 0}
            for name, value in odd
        ]

    rewritten(run, change)
    answer, _ = opened(run)
    assert isinstance(answer, Loaded)
    assert [entry.done for entry in answer.timeline if isinstance(entry.done, Change)] == [Change("l1", 0.5)]
