"""A step taken apart through the inside worker's pipe, while a real trainer goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.messages.inside.opening import TakenUp, TakeUp
from core.messages.inside.stepping import CheckGradient, GradientChecked, LookAt, TakeApart, TakenApart, TensorSeen
from core.messages.train_commands import HandOver, Load, Play, Step
from core.messages.train_events import HandedOver, Rejected, Tick
from core.net.plan import LayerKey, Widen
from tests.inside.asked import Inside
from tests.train.talk import Talk


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Talk, Inside]]:
    talk, inside = Talk(tmp_path), Inside(tmp_path)
    yield talk, inside
    talk.worker.kill()
    inside.worker.kill()


def test_a_step_is_looked_at_while_the_training_goes_on(pair: tuple[Talk, Inside], tmp_path: Path) -> None:
    talk, inside = pair
    refused = inside.ask(TakeApart())
    assert isinstance(refused, Rejected), "nothing was taken up yet"
    talk.ask(Load())
    talk.ask(Step(20))
    talk.ask(Play())
    handed = talk.ask(HandOver(str(tmp_path / "넘겨주기")))
    assert isinstance(handed, HandedOver)
    assert isinstance(inside.ask(TakeUp(handed.folder)), TakenUp)
    told = inside.ask(TakeApart())
    assert isinstance(told, TakenApart)
    assert told.step == handed.step + 1
    seen = [inside.ask(LookAt(tensor.name)) for stop in told.stops for tensor in stop.tensors]
    assert len(seen) > 30
    assert all(isinstance(one, TensorSeen) for one in seen)
    checked = inside.ask(CheckGradient("b1", (0,)))
    assert isinstance(checked, GradientChecked)
    assert checked.agrees
    assert isinstance(inside.ask(LookAt("nothing of that name")), Rejected)
    talk.until(lambda event, _: isinstance(event, Tick) and event.step > told.step)

    talk.ask(Widen(LayerKey(1), 8))
    handed = talk.ask(HandOver(str(tmp_path / "wider")))
    inside.ask(TakeUp(handed.folder))
    wider = inside.ask(LookAt("W1"))
    assert wider.shape[0] == next(one.shape[0] for one in seen if one.name == "W1") + 8
