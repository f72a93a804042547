"""What is taken home of a run that lies on the disk, through the worker's own door."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import pytest

from core.messages.own.out import TakenOut, TakeOut
from core.messages.train_commands import DataSpec
from core.messages.train_events import TICK_FIELDS, Rejected
from core.messages.train_reports import RunRecord
from core.net.plan import InsertLayer, Widen
from core.out.taken import take
from core.out.worker import Taker
from core.train.disk.saver import Saver
from tests.out.runs_to_take import further, trained


class Heard:
    """A pipe that keeps what was answered."""

    def __init__(self) -> None:
        self.events: list[Any] = []

    def send(self, event: Any, *, answers: int | None = None) -> None:
        assert answers == 1
        self.events.append(event)


def saved(folder: Path) -> Path:
    """Return a run on the disk whose newest layer unfolds, with a history."""
    training = trained(DataSpec("xor", samples=60), steps=10)
    training.edit(Widen(1, 3))
    training.edit(InsertLayer(1))
    further(training, 2)
    history = array("d", [value for step in (4, 8, 12) for value in (step, step / 3, 0.5, 0.6, 0.7, 0.8, 1, 900, 0.01)])
    saver = Saver(folder, lambda: 0.0)
    saver.begin(training, history, last=None, threads=1)
    saver.finish()
    return folder


def asked(command: TakeOut) -> Any:
    pipe = Heard()
    Taker(pipe).answer(1, command)  # type: ignore[arg-type]
    (event,) = pipe.events
    return event


def everything(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("safetensors", "가중치.safetensors"), ("pt", "w.pt"), ("onnx", "그물.onnx"), ("html", "한 쪽.html"),
        ("csv", "곡선.csv"), ("tensorboard", "로그 폴더"),
    ],
)  # fmt: skip
def test_a_run_on_the_disk_is_taken_home_and_stays_as_it_was(tmp_path: Path, form: Any, name: str) -> None:
    run, target = saved(tmp_path / "기록 하나"), tmp_path / "집" / name
    target.parent.mkdir()
    before = everything(run)
    event = asked(TakeOut(str(run), form, str(target), language="ko"))
    assert isinstance(event, TakenOut), event
    assert event.files
    assert all(size > 200 and Path(path).stat().st_size == size for path, size in event.files)
    assert len(event.files) == (2 if form == "tensorboard" else 1)
    assert everything(run) == before
    assert [one.name for one in target.parent.iterdir()] == [name], "nothing half made stays"


def test_the_history_of_a_run_goes_along(tmp_path: Path) -> None:
    taken = take(saved(tmp_path / "run"))
    assert len(taken.history) == 3 * TICK_FIELDS
    assert isinstance(taken.record, RunRecord)


@pytest.mark.parametrize("form", ["safetensors", "pt", "onnx", "html", "csv", "tensorboard"])
def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path, form: Any) -> None:
    run = saved(tmp_path / "run")
    event = asked(TakeOut(str(run), form, str(tmp_path / "not there" / "x")))
    assert isinstance(event, Rejected)
    assert str(event.sentence).endswith(".")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["run"]
