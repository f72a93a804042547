"""How exactly a card multiplies matrices: in whole float32, or in TF32.

NVIDIA's cards since Ampere can round the factors to 10 bits, which is faster. torch lets cuDNN's convolutions do so by
default: then growth keeps the function only to 1e-3, and steps agree with those of other devices no better. So training
is in whole float32 unless a person chooses otherwise. torch 2.9 has new names for this, and refuses a mix of the two.
"""

from __future__ import annotations

from typing import Any

import torch


def use_tf32(wanted: bool) -> None:
    """Let this process round the factors on cards that can, or not."""
    places = _new_places()
    for place in places:
        place.fp32_precision = "tf32" if wanted else "ieee"
    if not places:
        torch.backends.cuda.matmul.allow_tf32 = wanted
        torch.backends.cudnn.allow_tf32 = wanted


def uses_tf32() -> bool:
    """Return whether some product may be rounded so."""
    places = _new_places()
    if places:
        return any(place.fp32_precision == "tf32" for place in places)
    return bool(torch.backends.cuda.matmul.allow_tf32 or torch.backends.cudnn.allow_tf32)


def _new_places() -> list[Any]:
    """Return where torch 2.9 and later keep it: for matrices, convolutions, recurrent layers; empty before."""
    cudnn = torch.backends.cudnn
    places = [torch.backends.cuda.matmul, getattr(cudnn, "conv", None), getattr(cudnn, "rnn", None)]
    return places if all(hasattr(place, "fp32_precision") for place in places) else []
