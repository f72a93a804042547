"""What a message's Array says, as a tensor: the way back of `core.train.model.safetensors.to_array`."""

from __future__ import annotations

import torch
from torch import Tensor

from core.messages.train_reports import Array
from core.train.model.safetensors import ARRAY_NAMES


def from_array(array: Array) -> Tensor:
    """Return a message's Array as a tensor."""
    dtype = {name: dtype for dtype, name in ARRAY_NAMES.items()}[array.dtype]
    if not array.data:
        return torch.empty(array.shape, dtype=dtype)
    return torch.frombuffer(bytearray(array.data), dtype=dtype).reshape(array.shape)
