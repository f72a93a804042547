"""Memory for steps and edits: freed memory is kept for the next step, and large buffers come in huge pages.

Linux's C library hands large blocks at the top of its heap back to the system as soon as they are free. A moment later
it asks for them again, page by page, each zeroed first. A step of a small convolutional net frees and takes some dozen
blocks of a megabyte or two: thousands of page faults, up to a quarter of its time. Other systems' libraries keep what
is free.

What is larger than the library keeps always comes from the system. So does what an edit adds: for a wide layer, tens of
megabytes for weights, gradient and each of the optimizer's slots. `zeros` asks for it in pages of two megabytes (a
third of the time of four-kilobyte ones). They come as zeros, so what stays zero is never written.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import sys
from collections.abc import Sequence

import torch
from torch import Tensor

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # mallopt(3)
KEPT_BYTES = 256 << 20
"""How much free memory at the top of the heap is kept."""
LARGEST_BYTES = 32 << 20
"""Blocks up to this size come from the heap; the most that the library takes."""


def keep_heap() -> bool:
    """Keep freed memory for the next step; return whether this system's library can."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        tell = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # not every C library has it
        return False
    return bool(tell(MMAP_THRESHOLD, LARGEST_BYTES)) and bool(tell(TRIM_THRESHOLD, KEPT_BYTES))


def give_back() -> bool:
    """Give the free memory between blocks in use back to the system; return whether this system's library can.

    Networks of many sizes leave holes that none after them fits into, and kept memory would grow with every edit. It
    takes some milliseconds, and the next steps take again what they need.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError):
        return False


HUGE_BYTES = 2 << 20
"""A huge page of Linux."""
LEAST_BYTES = 2 * HUGE_BYTES
"""From this size on tensors come in huge pages."""


def zeros(count: int, *, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Return (count,) zeros; large ones on the processor lie in huge pages where the system has them."""
    size_bytes = count * dtype.itemsize
    if device.type != "cpu" or size_bytes < LEAST_BYTES or not hasattr(mmap, "MADV_HUGEPAGE"):
        return torch.zeros(count, dtype=dtype, device=device)
    try:
        block = mmap.mmap(-1, size_bytes + HUGE_BYTES, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    except OSError:  # no memory, or no more blocks: torch says so, or finds some
        return torch.zeros(count, dtype=dtype, device=device)
    with contextlib.suppress(OSError):  # a kernel without huge pages
        block.madvise(mmap.MADV_HUGEPAGE)
    whole = torch.frombuffer(block, dtype=torch.uint8)
    begin = -whole.data_ptr() % HUGE_BYTES
    return whole[begin : begin + size_bytes].view(dtype)


def zeros_like(flat: Tensor) -> Tensor:
    """Return zeros of the same length, dtype and device."""
    return zeros(len(flat), dtype=flat.dtype, device=flat.device)


def copied(flat: Tensor) -> Tensor:
    """Return a copy of (n,)."""
    return zeros_like(flat).copy_(flat)


def nothing(shape: Sequence[int], *, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Return read-only zeros of a shape that take up no memory."""
    return torch.zeros((), dtype=dtype, device=device).expand(tuple(shape))


def is_nothing(tensor: Tensor) -> bool:
    """Whether all its elements are one that is zero."""
    return tensor.numel() > 1 and not any(tensor.stride()) and not bool(tensor[(0,) * tensor.dim()])
