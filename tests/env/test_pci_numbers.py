"""Which chip a card has, by its number on the PCI bus and by its name: against the list of the PCI ID project."""

from __future__ import annotations

import itertools

import pytest

from core.env.look.capabilities import CHIPS, capability_from_name, chip_of
from tests.env.pci_numbers import NUMBERS

CAPABILITIES: dict[tuple[int, int], str] = {
    # NVIDIA's table of compute capabilities, by chip.
    (2, 0): "GF100 GF110", (2, 1): "GF104 GF106 GF108 GF114 GF116 GF117 GF119", (3, 0): "GK104 GK106 GK107",
    (3, 5): "GK110 GK180 GK208", (3, 7): "GK210", (5, 0): "GM107 GM108", (5, 2): "GM200 GM204 GM206", (6, 0): "GP100",
    (6, 1): "GP102 GP104 GP106 GP107 GP108", (7, 0): "GV100", (7, 5): "TU102 TU104 TU106 TU116 TU117",
    (8, 0): "GA100", (8, 6): "GA102 GA103 GA104 GA106 GA107", (8, 9): "AD102 AD103 AD104 AD106 AD107",
    (9, 0): "GH100", (10, 0): "GB100 GB102", (10, 3): "GB110 GB112", (11, 0): "GB10B",
    (12, 0): "GB202 GB203 GB205 GB206 GB207", (12, 1): "GB20B",
}  # fmt: skip
OF_CHIP = {chip: capability for capability, chips in CAPABILITIES.items() for chip in chips.split()}
GROUPS = {"GF106": "GF10x", "GK180": "GK110"}
"""Chips that share a line of ours, whose capability is one."""


@pytest.mark.parametrize("chip", NUMBERS)
def test_every_number_of_the_list_is_its_chip_with_its_capability(chip: str) -> None:
    for number in NUMBERS[chip].split():
        found, capability = chip_of(f"10de:{number}")
        assert capability == OF_CHIP[chip], number
        assert found == chip or found == GROUPS.get(chip) or chip.startswith("GF"), number


def test_no_two_lines_overlap_and_each_but_the_oldest_has_cards_of_the_list() -> None:
    ordered = sorted(CHIPS)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(ordered))
    listed = [int(number, 16) for numbers in NUMBERS.values() for number in numbers.split()]
    for first, last, chip, capability in CHIPS:
        assert capability < (2, 0) or any(first <= number <= last for number in listed), chip


@pytest.mark.parametrize("number", ["22e8", "22a3", "1ad6", "2f80", "3340", "0000", "ffff"])
def test_what_is_no_card_or_not_known_yet_is_no_chip(number: str) -> None:
    """Sound, a switch, a USB plug on a card; a chip after Blackwell."""
    assert chip_of(f"10de:{number}") == ("", (0, 0))


@pytest.mark.parametrize(
    ("capability", "names"),
    [
        ((12, 1), "GB10, NVIDIA GB10"),
        ((12, 0), "RTX 6000D, NVIDIA RTX PRO 500 Blackwell Generation Laptop GPU, GeForce RTX 5050, GB202GL"),
        ((11, 0), "NVIDIA Thor, Jetson AGX Thor"),
        ((10, 3), "NVIDIA B300 SXM6 AC, GB300 MaxQ"),
        ((10, 0), "HGX GB200, NVIDIA B200, NVIDIA GB200, B100"),
        ((9, 0), "NVIDIA H100 80GB HBM3, GH200 120GB / 480GB, H20B, H800 PCIe, NVIDIA GH200 480GB"),
        ((8, 9), "RTX 3050 A Laptop GPU, RTX 4000 SFF Ada Generation, RTX TITAN Ada, L2, L16, L20, L30, L40G, L4"),
        ((8, 6), "RTX 2050, NVIDIA GeForce RTX 3050 4GB Laptop GPU, A10M, RTX A4000H, RTX A400, CMP 90HX, CMP 70HX"),
        ((8, 0), "GRID A100A, A30X, A100X, NVIDIA A100-SXM4-80GB, CMP 170HX, A800 40GB Active"),
        ((7, 5), "Tesla T40 24GB, T4G, CMP 40HX, GeForce RTX 2060, GTX 1650, Tesla T10 16GB, NVIDIA T4"),
        ((7, 0), "Tesla V100S PCIe 32GB, Tesla PG503-216, NVIDIA TITAN V"),
        ((6, 1), "NVIDIA TITAN X (Pascal), TITAN Xp, P106-100, P104-101, P106M, Tesla P6, GeForce MX150, Quadro P620"),
        ((5, 2), "GeForce GTX TITAN X, Quadro M6000 24GB, GTX 965M, Quadro M3000M, Tesla M6, GTX 750 v2, GTX 980M"),
        ((5, 0), "Quadro K620, Quadro K2200M, Quadro M1000M, Quadro M2000M, MX110, MX130, GTX 960M, 940MX, GTX 745"),
        ((5, 0), "NVS 810, Tesla M10, GRID M30, Quadro M620 Mobile, GTX 750 Ti, GTX 860M, 840M"),
        ((3, 7), "Tesla K80"),
        ((0, 0), "DRIVE P2021, NVIDIA Graphics Device, RTX 6090"),
    ],
)
def test_the_names_on_boxes_of_every_generation_tell_the_capability(capability: tuple[int, int], names: str) -> None:
    for name in names.split(", "):
        assert capability_from_name(name) == capability, name
