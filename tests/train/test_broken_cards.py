"""Several cards in one computer, of which some fail: those without kernels are not offered, no broken one is taken."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from core.messages.train_reports import Device
from core.train.session import devices

CPU = Device("cpu", "Ryzen", 1 << 34)
FIRST, SECOND = Device("cuda:0", "RTX 3060", 12 << 30), Device("cuda:1", "RTX 4060", 8 << 30)
BUILT = ["sm_75", "sm_80", "sm_86", "sm_90", "sm_120", "compute_120"]


@pytest.mark.parametrize("broken", ["cuda:0", "cuda:1"])
def test_the_word_for_any_card_means_the_first_that_works(broken: str) -> None:
    found = devices.find("cuda", (CPU, FIRST, SECOND), works=lambda name: name != broken)
    assert found == (SECOND if broken == "cuda:0" else FIRST)
    with pytest.raises(devices.DeviceError, match=rf"\({broken}\) does not compute what it should"):
        devices.find(broken, (CPU, FIRST, SECOND), works=lambda name: name != broken)
    assert devices.find("cpu", (CPU, FIRST), works=lambda name: False) == CPU, "the processor is not asked"


def test_where_no_card_works_that_is_said() -> None:
    with pytest.raises(devices.DeviceError, match=r"RTX 3060 \(cuda:0\) does not compute"):
        devices.find("cuda", (CPU, FIRST, SECOND), works=lambda name: False)


def test_a_device_is_tried_by_computing_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert devices.computes("cpu")
    assert not devices.computes("meta"), "it holds no numbers"

    def fails(*_: object) -> torch.Tensor:
        raise RuntimeError("CUDA error: uncorrectable ECC error encountered")

    monkeypatch.setattr(torch.Tensor, "to", fails)
    assert not devices.computes("cuda:0")
    monkeypatch.setattr(torch.Tensor, "to", lambda tensor, *_: tensor + 1e-3)
    assert not devices.computes("cuda:0"), "a wrong result is one, too"


class Cuda:
    """Four cards: one too old for the build, one of its generations, one newer than all, one of another."""

    cards = (("GTX 1080", 6, 1), ("RTX 3060", 8, 6), ("RTX 6090", 13, 0), ("RTX 4060", 8, 9))
    is_available = staticmethod(lambda: True)
    get_arch_list = staticmethod(lambda: BUILT)

    @classmethod
    def device_count(cls) -> int:
        return len(cls.cards)

    @classmethod
    def get_device_properties(cls, index: int) -> Any:
        name, major, minor = cls.cards[index]
        return SimpleNamespace(name=name, total_memory=8 << 30, major=major, minor=minor, gcnArchName="")


def test_a_card_that_this_torch_has_no_kernels_for_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices.torch, "cuda", Cuda)
    monkeypatch.setattr(devices.torch.version, "hip", None)
    found = devices.list_devices()
    assert [one.product for one in found if one.name.startswith("cuda")] == ["RTX 3060", "RTX 6090", "RTX 4060"]
    assert [one.name for one in found if one.name.startswith("cuda")] == ["cuda:1", "cuda:2", "cuda:3"]


@pytest.mark.parametrize(
    ("arch", "built", "fits"),
    [("gfx1100", ["gfx1030", "gfx1100"], True), ("gfx90a:sramecc+:xnack-", ["gfx90a"], True),
     ("gfx1036", ["gfx1030", "gfx1100"], False), ("gfx1036", [], True)],
)  # fmt: skip
def test_of_amds_cards_those_are_offered_whose_architecture_was_built(
    monkeypatch: pytest.MonkeyPatch, arch: str, built: list[str], fits: bool
) -> None:
    monkeypatch.setattr(devices.torch.version, "hip", "7.2")
    assert devices.has_kernels(SimpleNamespace(gcnArchName=arch), built) is fits
