"""NVIDIA's compute capability by the number on the PCI bus, and by the name on the box.

For cards whose driver does not tell it: there is none, it is too old to know the question, or Windows' own serves it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from core.messages.computer import Gpu

Capability = tuple[int, int]

NAMES: tuple[tuple[str, Capability], ...] = (
    # NVIDIA's own list of compute capabilities, by the names on the boxes; the first match wins.
    (r"\bG?B(100|200)\b|\bGB102", (10, 0)),
    (r"\bG?B300\b|\bGB11[02]", (10, 3)),
    (r"\bThor\b|\bGB10B\b", (11, 0)),
    (r"\bGB10\b|\bGB20B\b", (12, 1)),
    (r"\bRTX (PRO )?(50[5-9]0|[456]000 Blackwell)|\bRTX PRO \d+|\bRTX 6000D\b|\bGB20\d", (12, 0)),
    (r"\bH(100|200|800|20)[A-Z]?\b|\bGH[12]00\b", (9, 0)),
    (r"\bRTX 40[5-9]0|\bRTX .*\bAda\b|\bRTX 3050 A\b|\bL(2|4|16|20|30|40[GS]?)\b|\bAD10\d", (8, 9)),
    (r"\bA(100|30|800)[A-Z]?\b|\bCMP 170HX|\bPG506-|\bGA100\b", (8, 0)),
    (r"\bRTX (30[5-9x]0|2050)|\bRTX A\d{1,4}H?\b|\bA(2|10|10[GM]|16|40)\b|\bMX570\b|\bCMP [79]0HX|\bGA10[2-7]", (8, 6)),
    (r"\bRTX 20[6-9]0|\bGTX (2080|16[3-6]0)|\bQuadro RTX|\bGRID RTX|\bTITAN RTX|\bCMP [345]0HX|\bPG189 ", (7, 5)),
    (r"\b(Tesla )?T(4G?|10|40|400|500|550|600|1000|1200|2000)\b|\bMX450\b|\bMX550\b|\bTU1\d\d", (7, 5)),
    (r"\bV100S?\b|\bTITAN V\b|\bPG50[03]-|\bGV100\b", (7, 0)),
    (r"\bP100\b|\bGP100\b", (6, 0)),
    (r"\bGTX 10[5-8]0|\bGT 10[13]0|(?<!GTX )\bTITAN X|\bQuadro P\d+|\bTesla P(4|6|10|40)\b|\bGP10[2-8]", (6, 1)),
    (r"\bP10[246](-\d|M\b)|\bMX(150|2[3-5]0|3[35]0)\b", (6, 1)),
    (r"\bGTX 9[56]0M\b|\bGTX 745\b|\b8[34]\dM\b|\b9[2-4]\d(A|MX?)\b|\bMX1[13]0\b|\bNVS 810\b", (5, 0)),
    (r"\bQuadro (K(620|1200|2200)|M(500M|520|6\d0M?|1\d00M?|2000M)\b)|\bTesla M10\b|\bGRID M3|\bGM10\d", (5, 0)),
    (r"\bGTX 9[5-8]\d|\bGTX TITAN X\b|\bGTX 750 v2|\bQuadro M[2-6]\d00|\bTesla M(4|6|40|60)\b|\bGM20\d", (5, 2)),
    (r"\bGTX 750( Ti)?\b|\bGTX 8[456]0M", (5, 0)),
    (r"\bK80\b", (3, 7)),
    (r"\bGTX? (6[1-9]0|7[0-38]0)|\bGT 7[0-4]0|\bTesla K\d+|\bQuadro K\d+|\bGK\d+", (3, 5)),
    (r"\bGT[XS]? [45]\d0|\bQuadro [2-6]000\b|\bGF1\d\d", (2, 1)),
)

CHIPS: tuple[tuple[int, int, str, Capability], ...] = (
    # First and last device number, the chip and its capability: by the list pci.ids of the PCI ID project (May 2026).
    # A chip that comes in several pieces has several lines; 102d is the one GK210 in the middle of GK110.
    (0x05E0, 0x05FF, "GT200", (1, 3)), (0x06C0, 0x06DF, "GF100", (2, 0)), (0x0A20, 0x0A7F, "GT21x", (1, 2)),
    (0x0CA0, 0x0CBF, "GT215", (1, 2)), (0x0DC0, 0x0DFF, "GF10x", (2, 1)), (0x0E20, 0x0E3F, "GF104", (2, 1)),
    (0x0F00, 0x0F1F, "GF108", (2, 1)), (0x0FC0, 0x0FFF, "GK107", (3, 0)), (0x1001, 0x102C, "GK110", (3, 5)),
    (0x102D, 0x102D, "GK210", (3, 7)), (0x102E, 0x103F, "GK110", (3, 5)), (0x1040, 0x107F, "GF119", (2, 1)),
    (0x1080, 0x109F, "GF110", (2, 0)), (0x10C0, 0x10DF, "GT218", (1, 2)), (0x1140, 0x117F, "GF117", (2, 1)),
    (0x1180, 0x11BF, "GK104", (3, 0)), (0x11C0, 0x11FF, "GK106", (3, 0)), (0x1200, 0x121F, "GF114", (2, 1)),
    (0x1240, 0x125F, "GF116", (2, 1)), (0x1280, 0x12BF, "GK208", (3, 5)), (0x1340, 0x137F, "GM108", (5, 0)),
    (0x1380, 0x13BF, "GM107", (5, 0)), (0x13C0, 0x13FF, "GM204", (5, 2)), (0x1400, 0x143F, "GM206", (5, 2)),
    (0x15F0, 0x15FF, "GP100", (6, 0)), (0x1600, 0x167F, "GM204", (5, 2)), (0x1720, 0x173F, "GP100", (6, 0)),
    (0x1740, 0x174F, "GM108", (5, 0)),
    (0x1780, 0x17BF, "GM107", (5, 0)), (0x17C0, 0x17FF, "GM200", (5, 2)), (0x1B00, 0x1B7F, "GP102", (6, 1)),
    (0x1B80, 0x1BFF, "GP104", (6, 1)), (0x1C00, 0x1C7F, "GP106", (6, 1)), (0x1C80, 0x1CFF, "GP107", (6, 1)),
    (0x1D00, 0x1D7F, "GP108", (6, 1)), (0x1D80, 0x1DFF, "GV100", (7, 0)), (0x1E00, 0x1E7F, "TU102", (7, 5)),
    (0x1E80, 0x1EFF, "TU104", (7, 5)), (0x1F00, 0x1F7F, "TU106", (7, 5)), (0x1F80, 0x1FFF, "TU117", (7, 5)),
    (0x2080, 0x20FF, "GA100", (8, 0)), (0x2180, 0x21FF, "TU116", (7, 5)), (0x2200, 0x227F, "GA102", (8, 6)),
    (0x2300, 0x23FF, "GH100", (9, 0)), (0x2400, 0x247F, "GA103", (8, 6)), (0x2480, 0x24FF, "GA104", (8, 6)),
    (0x2500, 0x257F, "GA106", (8, 6)), (0x2580, 0x25FF, "GA107", (8, 6)), (0x2680, 0x26FF, "AD102", (8, 9)),
    (0x2700, 0x277F, "AD103", (8, 9)), (0x2780, 0x27FF, "AD104", (8, 9)), (0x2800, 0x287F, "AD106", (8, 9)),
    (0x2880, 0x28FF, "AD107", (8, 9)), (0x2900, 0x297F, "GB100", (10, 0)), (0x2980, 0x29FF, "GB102", (10, 0)),
    (0x2B00, 0x2B7F, "GB10B", (11, 0)), (0x2B80, 0x2BFF, "GB202", (12, 0)),
    (0x2C00, 0x2C7F, "GB203", (12, 0)), (0x2D00, 0x2D7F, "GB206", (12, 0)), (0x2D80, 0x2DFF, "GB207", (12, 0)),
    (0x2E00, 0x2E7F, "GB20B", (12, 1)), (0x2F00, 0x2F7F, "GB205", (12, 0)), (0x3180, 0x31FF, "GB110", (10, 3)),
    (0x3200, 0x327F, "GB112", (10, 3)),
)  # fmt: skip


def capability_from_name(name: str) -> Capability:
    """NVIDIA's compute capability by the name on the box; (0, 0) for a name that is not known, so probably new."""
    return next((capability for pattern, capability in NAMES if re.search(pattern, name)), (0, 0))


def chip_of(pci_id: str) -> tuple[str, Capability]:
    """(chip, compute capability) of one of NVIDIA's cards by "10de:2882"; ("", (0, 0)) for a number not in the list."""
    match = re.fullmatch(r"10de:([0-9a-f]{4})", pci_id)
    number = int(match[1], 16) if match else -1
    return next(((chip, own) for first, last, chip, own in CHIPS if first <= number <= last), ("", (0, 0)))


def with_capability(gpu: Gpu) -> Gpu:
    """Fill in a capability that no program told: by the number on the bus, else by the name."""
    if gpu.capability != (0, 0):
        return gpu
    known = chip_of(gpu.pci_id)[1]
    return replace(gpu, capability=known if known != (0, 0) else capability_from_name(gpu.name))
