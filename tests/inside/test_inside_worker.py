"""The inside worker through its pipe, beside a real trainer that goes on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.messages.inside.compare import LayerTime, MeasureAll, MeasuringBegun, MeasuringEnded, StopMeasuring
from core.messages.inside.opening import TakenUp, TakeUp
from core.messages.train_commands import HandOver, Load, Play, Step
from core.messages.train_events import HandedOver, Loaded, Rejected, State, Tick
from core.net.plan import LayerKey, Widen
from tests.inside.asked import Inside
from tests.train.talk import Talk


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
