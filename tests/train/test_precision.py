"""Training is in whole float32 unless TF32 is chosen, by torch's old names and by its new ones."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from core.messages.train_commands import Change, DataSpec, Load, Settings
from core.messages.train_events import Changed, Rejected
from core.train.model import precision
from core.train.model.model import new_model
from core.train.session import devices
from core.train.steps.ladder import Stepper
from tests.train import nets
from tests.train.line import Line


def old(matmul: bool, cudnn: bool) -> Any:
    """Return what torch.backends has before 2.9."""
    return SimpleNamespace(
        cuda=SimpleNamespace(matmul=SimpleNamespace(allow_tf32=matmul)), cudnn=SimpleNamespace(allow_tf32=cudnn)
    )


class Refuses(SimpleNamespace):
    """torch 2.9 and later refuse the old names once a new one was used."""

    @property
    def allow_tf32(self) -> bool:
        raise RuntimeError("a mix of the legacy and new APIs")

    @allow_tf32.setter
    def allow_tf32(self, value: bool) -> None:
        raise RuntimeError("a mix of the legacy and new APIs")


def new() -> Any:
    conv, rnn = SimpleNamespace(fp32_precision="tf32"), SimpleNamespace(fp32_precision="tf32")
    return SimpleNamespace(
        cuda=SimpleNamespace(matmul=Refuses(fp32_precision="none")), cudnn=Refuses(conv=conv, rnn=rnn)
    )


@pytest.mark.parametrize("made", [lambda: old(False, True), lambda: old(True, True), new])
def test_tf32_is_put_off_and_on_by_the_names_that_torch_has(monkeypatch: pytest.MonkeyPatch, made: Any) -> None:
    monkeypatch.setattr(torch, "backends", made())
    assert precision.uses_tf32(), "as torch has it by default"
    precision.use_tf32(False)
    assert not precision.uses_tf32()
    precision.use_tf32(True)
    assert precision.uses_tf32()


def test_this_torch_can_be_told() -> None:
    before = precision.uses_tf32()
    try:
        for wanted in (True, False):
            precision.use_tf32(wanted)
            assert precision.uses_tf32() == wanted
    finally:
        precision.use_tf32(before)


def test_steps_on_a_card_are_taken_in_the_precision_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    monkeypatch.setattr("core.train.steps.ladder.use_tf32", told.append)
    model = new_model(nets.dense(), seed=0)
    stepper = Stepper(model, Settings(), task="classify")
    assert not told, "a processor has no TF32"
    assert not stepper.fits(model, Settings(precision="tf32")), "another precision is another stepper"
    monkeypatch.setattr(type(model), "device", torch.device("cuda", 0))  # its tensors stay here, so nothing is laid out
    monkeypatch.setattr(Stepper, "_lay_out", lambda stepper: None)
    monkeypatch.setattr("core.train.steps.optimizers.prepared", lambda model, settings: {})
    for chosen in ("exact", "tf32"):
        Stepper(model, Settings(precision=chosen), task="classify", way="by hand")  # type: ignore[arg-type]
    assert told == [False, True]


def test_the_choice_is_a_setting_of_the_training_and_nothing_else_is_taken_for_it() -> None:
    line = Line()
    line.ask(Load(DataSpec("xor", samples=40)))
    changed = line.ask(Change("precision", "tf32"))
    assert isinstance(changed, Changed)
    assert changed.settings.precision == "tf32"
    assert isinstance(line.ask(Change("precision", "half")), Rejected)
    assert line.session.training.timeline[-1].done == Change("precision", "tf32")


@pytest.mark.parametrize(
    ("major", "hip", "can"), [(7, None, False), (8, None, True), (12, None, True), (9, "6.2", False)]
)
def test_only_cards_that_have_it_are_said_to_have_it(
    monkeypatch: pytest.MonkeyPatch, major: int, hip: str | None, can: bool
) -> None:
    card = SimpleNamespace(name="a card", total_memory=1, major=major, minor=0)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda index: card)
    monkeypatch.setattr(torch.cuda, "get_arch_list", list)
    monkeypatch.setattr(torch.version, "hip", hip)
    found = [device for device in devices.list_devices() if device.name == "cuda:0"]
    assert [device.tf32 for device in found] == [can]
