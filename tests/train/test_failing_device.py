"""A device that fails when it computes: the training stays on the processor, and the person is told why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from core.messages.beside.device import DeviceFails
from core.messages.train_commands import DataSpec, Load, Play, Settings, Step, UseDevice, Widen
from core.messages.train_events import Loaded, Rejected, State
from core.messages.train_reports import Device
from core.net.plan import LayerKey, mlp
from core.train.beside import trial
from core.train.session import devices
from core.train.session.opening import Setting
from tests.train.line import Line

CARD = Device("cuda:0", "RTX 3060", 12 << 30)
NET = mlp(64, (16, 12), 10)
STICKY = "CUDA error: an illegal memory access was encountered"


class Breaks(TorchDispatchMode):
    """Every product of matrices fails, after so many that work."""

    def __init__(self, message: str, after: int = 0) -> None:
        super().__init__()
        self.message, self.left = message, after

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if "mm" in str(func):
            self.left -= 1
            if self.left < 0:
                raise RuntimeError(self.message)
        return func(*args, **(kwargs or {}))


@contextmanager
def a_card(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A card that is listed and multiplies two small matrices; what it computes is computed by the processor."""
    monkeypatch.setattr(devices, "computes", lambda name: True)
    monkeypatch.setattr(devices.find, "__kwdefaults__", {"works": lambda name: True})
    monkeypatch.setattr(Setting, "torch_device", property(lambda self: torch.device("cpu")))
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda *_: (1 << 33, 1 << 34))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda *_: 0)
    yield


def begun() -> Line:
    line = Line()
    line.trainer._devices = (line.trainer._device, CARD)
    line.ask(Load(DataSpec("digits"), NET, Settings(learning_rate=3e-3), 3))
    line.ask(Step(10))
    return line


def weights(line: Line) -> torch.Tensor:
    return line.session.training.model.flat.clone()


def test_a_card_that_fails_at_a_step_leaves_the_training_on_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_card(monkeypatch):
        line, other = begun(), begun()
        with Breaks(STICKY):
            answer = line.ask(UseDevice("cuda:0"))
        assert isinstance(answer, Rejected)
        assert str(answer.sentence).startswith("RTX 3060 (cuda:0) has failed at a step, so the training stays where")
        told = [event for event, _ in line.said if isinstance(event, DeviceFails)]
        assert told == [DeviceFails("cuda:0", answer.sentence)]
        assert line.session.device.name == "cpu"
        for one in (line, other):
            one.ask(Step(20))
        assert torch.equal(weights(line), weights(other)), "as if nobody had tried"
        line.ask(Widen(LayerKey(1), 2))
        line.agree()


def test_a_card_that_works_is_taken_and_the_trial_costs_no_step(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_card(monkeypatch):
        line, other = begun(), begun()
        answer = line.ask(UseDevice("cuda:0"))
        assert isinstance(answer, Loaded)
        assert answer.now.state.device == CARD
        assert line.session.training.step == 10
        for one in (line, other):
            one.ask(Step(20))
        assert torch.equal(weights(line), weights(other))


def test_a_training_that_is_playing_plays_on_where_a_card_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_card(monkeypatch):
        line = begun()
        line.ask(Play())
        line.turns(5)
        before, real = line.session.training.step, trial.moved

        def moved(*given: Any) -> Any:
            with Breaks(STICKY, after=3):  # only what is done for the card: the processor trains on meanwhile
                return real(*given)

        monkeypatch.setattr(trial, "moved", moved)
        assert isinstance(line.ask(UseDevice("cuda:0")), Rejected)
        line.turns(20)
        assert line.session.training.step > before
        assert line.session.state().playing


def test_memory_that_does_not_suffice_is_no_fault_of_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_card(monkeypatch):
        line = begun()
        with Breaks("CUDA out of memory. Tried to allocate 20.00 MiB"):
            answer = line.ask(UseDevice("cuda:0"))
        assert isinstance(answer, Rejected)
        assert "not enough memory" in str(answer.sentence)
        assert not [event for event, _ in line.said if isinstance(event, DeviceFails)]


def test_a_card_that_multiplies_wrongly_is_told_of_as_failing_too() -> None:
    line = begun()
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.setattr(devices.find, "__kwdefaults__", {"works": lambda name: False})
        answer = line.ask(UseDevice("cuda:0"))
    assert isinstance(answer, Rejected)
    told = [event for event, _ in line.said if isinstance(event, DeviceFails)]
    assert told == [DeviceFails("cuda:0", answer.sentence)]


def test_a_card_that_fails_later_ends_the_trainer_with_a_sentence_about_the_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_card(monkeypatch):
        line = begun()
        assert isinstance(line.ask(UseDevice("cuda:0")), Loaded)
        line.queue(Step(50))
        said = r"RTX 3060 \(cuda:0\) has failed, and what was on it"
        with pytest.raises(devices.DeviceFailingError, match=said), Breaks(STICKY):
            line.trainer.run()
        assert [event.device for event, _ in line.said if isinstance(event, DeviceFails)] == ["cuda:0"]


@pytest.mark.parametrize(
    ("message", "is_one"),
    [(STICKY, True), ("CUBLAS_STATUS_EXECUTION_FAILED when calling cublasSgemm", True), ("HIP error: no kernel", True),
     ("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR", True), ("device-side assert triggered", True),
     ("mat1 and mat2 shapes cannot be multiplied (3x4 and 5x6)", False), ("CUDA out of memory. Tried", False)],
)  # fmt: skip
def test_which_errors_are_the_cards(message: str, is_one: bool) -> None:
    assert (trial.of_device(RuntimeError(message), CARD) is not None) is is_one
    assert trial.of_device(RuntimeError(message), Device("cpu", "a processor", 0)) is None


def test_the_window_is_told_where_it_trains_after_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_card(monkeypatch):
        line = begun()
        with Breaks(STICKY):
            line.ask(UseDevice("cuda:0"))
        state = line.ask(Play())
        assert isinstance(state, State)
        assert state.device.name == "cpu"
