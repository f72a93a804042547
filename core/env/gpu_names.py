"""What can be told from a graphics processor's names and numbers alone, where no tool tells more."""

from __future__ import annotations

import re

from core.messages.computer import Vendor

PCI_VENDORS: dict[str, Vendor] = {"10de": "nvidia", "1002": "amd", "1022": "amd", "8086": "intel", "106b": "apple"}

CAPABILITIES: tuple[tuple[str, tuple[int, int]], ...] = (
    # NVIDIA's own list of compute capabilities, by the names on the boxes; the first match wins.
    (r"\bRTX (PRO )?(50[5-9]0|[456]000 Blackwell)|\bRTX PRO \d+|\bGB20\d", (12, 0)),
    (r"\bGB10\b", (12, 1)),
    (r"\bB(100|200)\b|\bGB200\b", (10, 0)),
    (r"\bB300\b|\bGB300\b", (10, 3)),
    (r"\bH(100|200|800|20)\b|\bGH200\b", (9, 0)),
    (r"\bRTX 40[5-9]0|\bRTX \d+ Ada|\bL(4|20|40S?)\b|\bAD10\d", (8, 9)),
    (r"\bA(100|30|800)\b|\bGA100\b", (8, 0)),
    (r"\bRTX 30[5-9]0|\bRTX A\d{3,4}\b|\bA(2|10|10G|16|40)\b|\bMX570\b|\bGA10[2-7]", (8, 6)),
    (r"\bRTX 20[5-9]0|\bGTX 16[3-6]0|\bQuadro RTX|\bTITAN RTX", (7, 5)),
    (r"\b(Tesla )?T(4|400|500|550|600|1000|1200|2000)\b|\bMX450\b|\bMX550\b|\bTU1\d\d", (7, 5)),
    (r"\bV100\b|\bTITAN V\b|\bGV100\b", (7, 0)),
    (r"\bP100\b|\bGP100\b", (6, 0)),
    (r"\bGTX 10[5-8]0|\bGT 10[13]0|\bTITAN X[Pp]\b|\bQuadro P\d+|\bTesla P(4|40)\b|\bGP10[2-8]", (6, 1)),
    (r"\bMX(1[1-5]0|2[3-5]0|3[35]0)\b", (6, 1)),
    (r"\bGTX 9[5-8]0|\bGTX TITAN X\b|\bQuadro M[2-6]\d00\b|\bTesla M(4|40|60)\b|\bGM20\d", (5, 2)),
    (r"\bGTX 7[45]0( Ti)?\b|\b9[2-4]0MX?\b|\bQuadro K1200|\bGTX 8[456]0M|\bGM10\d", (5, 0)),
    (r"\bK80\b", (3, 7)),
    (r"\bGTX? (6[1-9]0|7[0-38]0)|\bGT 7[0-4]0|\bTesla K\d+|\bQuadro K\d+|\bGK\d+", (3, 5)),
    (r"\bGT[XS]? [45]\d0|\bQuadro [2-6]000\b|\bGF1\d\d", (2, 1)),
)


def vendor_of(text: str) -> Vendor:
    """Whose GPU: by PCI vendor id ("10de") or by a product's name."""
    low = text.lower()
    if low in PCI_VENDORS:
        return PCI_VENDORS[low]
    for vendor, words in (("nvidia", "nvidia|geforce"), ("amd", "amd|radeon"), ("intel", "intel"), ("apple", "apple")):
        if re.search(words, low):
            return vendor  # type: ignore[return-value]  # the words above
    return "other"


def capability_from_name(name: str) -> tuple[int, int]:
    """NVIDIA's compute capability by the name on the box; (0, 0) for a name that is not known, so probably new."""
    return next((capability for pattern, capability in CAPABILITIES if re.search(pattern, name)), (0, 0))
