"""The inside worker through its pipe, beside a real trainer that goes on meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from core.messages.inside.bench import BenchShown, BringTraining, LineDone, RunLine
from core.messages.inside.compare import (
    LayerTime,
    MeasureAll,
    MeasuringBegun,
    MeasuringEnded,
    StopMeasuring,
    ThreadTime,
)
from core.messages.inside.layers import Trace, Traced
from core.messages.inside.opening import TakenUp, TakeUp
from core.messages.inside.stepping import (
    CheckGradient,
    GradientChecked,
    LookAt,
    LookAtUnit,
    TakeApart,
    TakenApart,
    TensorSeen,
    UnitSeen,
)
from core.messages.train_commands import HandOver, Load, Play, Step
from core.messages.train_events import HandedOver, Loaded, Rejected, State, Tick
from core.net.plan import LayerKey, Widen
from tests.inside.asked import Inside
from tests.train.talk import ROOT, Talk


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Talk, Inside]]:
    folder = tmp_path_factory.mktemp("넘겨주기")
    talk, inside = Talk(folder), Inside(folder)
    assert isinstance(talk.ask(Load()), Loaded)
    yield talk, inside
    talk.worker.kill()
    inside.worker.kill()


def test_a_training_is_handed_over_while_it_goes_on(pair: tuple[Talk, Inside], tmp_path: Path) -> None:
    talk, inside = pair
    talk.ask(Step(20))
    talk.ask(Play())
    handed = talk.ask(HandOver(str(tmp_path / "한글 폴더")))
    assert isinstance(handed, HandedOver)
    taken = inside.ask(TakeUp(handed.folder))
    assert isinstance(taken, TakenUp)
    assert taken.step == handed.step >= 20
    assert taken.samples == 64
    assert taken.differs <= 2e-7 < taken.largest
    talk.until(lambda event, _: isinstance(event, Tick) and event.step > taken.step)


def test_what_an_edit_changed_is_there_when_it_is_handed_over_again(pair: tuple[Talk, Inside], tmp_path: Path) -> None:
    talk, inside = pair
    talk.ask(Widen(LayerKey(1), 8))
    taken = inside.ask(TakeUp(talk.ask(HandOver(str(tmp_path / "a"))).folder))
    assert taken.net.layers[0].width >= 40
    assert taken.differs <= 2e-7


def test_handing_over_changes_nothing_of_where_the_training_is_saved(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.ask(Load(run=str(tmp_path / "run")))
    talk.ask(Step(3))
    talk.ask(HandOver(str(tmp_path / "handed")))
    assert isinstance(talk.ask(HandOver(str(tmp_path / "run"))), Rejected), "the folder of a run is no place for it"
    told = talk.ask(Step(2))
    assert isinstance(told, State)
    talk.worker.close()
    assert (tmp_path / "run" / "weights.safetensors").exists()
    assert {path.name for path in (tmp_path / "handed").iterdir()} == {"weights.safetensors", "run.json", "ticks-0.f8"}


def test_what_cannot_be_handed_over_or_taken_up_is_a_sentence(pair: tuple[Talk, Inside], tmp_path: Path) -> None:
    talk, inside = pair
    (tmp_path / "file").write_text("in the way")
    assert isinstance(talk.ask(HandOver(str(tmp_path / "file"))), Rejected)
    refused = inside.ask(TakeUp(str(tmp_path / "nowhere")))
    assert isinstance(refused, Rejected)
    assert "nowhere" in str(refused.sentence)
    (tmp_path / "weights.safetensors").write_bytes(b"\x80\x04cposix\nsystem\n")
    assert isinstance(inside.ask(TakeUp(str(tmp_path))), Rejected)


def test_nothing_taken_up_and_nothing_trained_are_sentences(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    refused = talk.ask(HandOver(str(tmp_path / "handed")))
    assert isinstance(refused, Rejected)
    talk.worker.kill()


@pytest.mark.slow
def test_an_environment_with_torch_alone_is_enough(pair: tuple[Talk, Inside], tmp_path: Path) -> None:
    """An environment need have neither psutil nor NumPy."""
    talk, _ = pair
    for name in ("psutil", "numpy"):
        (tmp_path / "packages" / name).mkdir(parents=True)
        (tmp_path / "packages" / name / "__init__.py").write_text("raise ModuleNotFoundError(__name__)")
    folders = os.pathsep.join((str(ROOT), str(tmp_path / "packages")))
    inside = Inside(tmp_path, environment={**os.environ, "PYTHONPATH": folders})
    try:
        assert isinstance(inside.ask(TakeUp(talk.ask(HandOver(str(tmp_path / "handed"))).folder)), TakenUp)
        wanted = (
            (Trace(), Traced), (TakeApart(), TakenApart), (LookAt("W1"), TensorSeen),
            (CheckGradient("b1", (0,)), GradientChecked), (LookAtUnit("h1", (0, 0)), UnitSeen),
            (BringTraining(), BenchShown), (RunLine("(x @ W1.T).relu()"), LineDone), (MeasureAll(), MeasuringBegun),
        )  # fmt: skip
        for command, answer in wanted:
            told = inside.ask(command)
            assert isinstance(told, answer), (command, told)
            assert getattr(told, "error", None) is None, told
        inside.until(lambda event, _: isinstance(event, ThreadTime))
    finally:
        inside.worker.kill()


def test_measuring_tells_piece_by_piece_and_can_be_stopped(pair: tuple[Talk, Inside]) -> None:
    _, inside = pair
    begun = inside.ask(MeasureAll())
    assert isinstance(begun, MeasuringBegun)
    assert begun.pieces > 12
    first = inside.until(lambda event, _: isinstance(event, LayerTime))
    assert first.width == 16
    assert 0 < first.low_s <= first.seconds <= first.high_s
    ended = inside.ask(StopMeasuring())
    assert isinstance(ended, MeasuringEnded)
    assert not ended.whole


FIRST = """
import torch
import core.inside.worker as worker
from core.inside.layers.counted import printed_by_c

def lines():
    with printed_by_c() as new, torch.backends.mkl.verbose(torch.backends.mkl.VERBOSE_ON):
        torch.mm(torch.ones(2, 2), torch.ones(2, 2))
        return len(new())

if WARM:
    worker.warm_up()
print(lines(), lines())
"""


@pytest.mark.slow
@pytest.mark.skipif(not torch.backends.mkl.is_available(), reason="this torch has no MKL")
@pytest.mark.parametrize("warm", [True, False])
def test_a_worker_that_is_warm_has_heard_the_first_words_of_mkl(warm: bool) -> None:
    """Before them MKL measures the processor's clock, up to a second; the first picture does not wait for that."""
    command = [sys.executable, "-c", FIRST.replace("WARM", str(warm))]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    first, second = map(int, told.split())
    assert second == 1, "a line for the product"
    assert (first == 1) == warm, "and one of MKL's own, the first time"
